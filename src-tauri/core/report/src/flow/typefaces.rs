//! The typefaces of one document: the shipped ones, then those that the caller adds.

use std::sync::Arc;

use parley::fontique::{Blob, Collection, CollectionOptions, FontInfoOverride, SourceCache};
use parley::{FontContext, FontFamily, FontFamilyName, FontStyle};
use skrifa::instance::{LocationRef, Size};
use skrifa::raw::TableProvider;
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::fonts::{CODE_STACK, FACES, TEXT_STACK, Weight};
use crate::Typeface;

/// An index into [`Typefaces`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Face(pub u16);

/// More than this many are not looked at.
const MOST_ADDED: usize = 64;

/// The bytes of a font file.
#[derive(Debug, Clone)]
pub(crate) enum FontBytes {
    Shipped(&'static [u8]),
    Added(Arc<[u8]>),
}

impl AsRef<[u8]> for FontBytes {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Shipped(bytes) => bytes,
            Self::Added(bytes) => bytes,
        }
    }
}

/// A face that may appear in the document.
#[derive(Debug, Clone)]
pub(crate) struct FaceFile {
    /// The PostScript name, as it stands in the PDF.
    pub name: String,
    family: String,
    weight: Weight,
    pub italic: bool,
    pub bytes: FontBytes,
    /// Where the face is in a collection of several.
    pub index: u32,
    /// Whether its glyph for what it lacks can be seen.
    pub draws_missing: bool,
}

impl FaceFile {
    /// The face as skrifa reads it.
    pub fn font(&self) -> Result<FontRef<'_>, skrifa::raw::ReadError> {
        FontRef::from_index(self.bytes.as_ref(), self.index)
    }
}

/// Every face that may appear in the document; [`Face`] counts them.
#[derive(Debug, Clone)]
pub(crate) struct Typefaces(Arc<[FaceFile]>);

impl Typefaces {
    /// The shipped ones and these; such as cannot be read, or not be cut to what is used, are
    /// left out and named.
    pub fn new(added: &[Typeface]) -> (Self, Vec<String>) {
        let mut faces: Vec<FaceFile> = FACES
            .iter()
            .map(|file| FaceFile {
                name: file.name.to_owned(),
                family: file.family.to_owned(),
                weight: file.weight,
                italic: file.italic,
                bytes: FontBytes::Shipped(file.bytes),
                index: 0,
                draws_missing: true,
            })
            .collect();
        let mut refused = Vec::new();
        for (i, typeface) in added.iter().enumerate().take(MOST_ADDED) {
            match add(typeface, i) {
                Some(face) => faces.push(face),
                None => refused.push(typeface.name.clone()),
            }
        }
        (Self(faces.into()), refused)
    }

    pub fn get(&self, face: Face) -> &FaceFile {
        // Faces are only made of places in this list.
        self.0.get(usize::from(face.0)).unwrap_or(&self.0[0])
    }

    /// The families to look for a glyph in, in order, for text and for code.
    pub fn stacks(&self) -> [Vec<FontFamilyName<'static>>; 2] {
        let added = &self.0[FACES.len()..];
        [&TEXT_STACK[..], &CODE_STACK[..]].map(|shipped| {
            let added = added
                .iter()
                .map(|f| FontFamilyName::Named(f.family.clone().into()));
            shipped.iter().cloned().chain(added).collect()
        })
    }

    /// A font database that holds exactly these faces, and the identity of each blob in it.
    pub fn context(&self) -> (FontContext, Vec<(u64, Face)>) {
        let options = CollectionOptions {
            shared: false,
            system_fonts: false,
        };
        let mut collection = Collection::new(options);
        let mut ids = Vec::with_capacity(self.0.len());
        for (index, file) in self.0.iter().enumerate() {
            let blob = Blob::new(Arc::new(file.bytes.clone()));
            ids.push((blob.id(), Face(index as u16)));
            let style = if file.italic {
                FontStyle::Italic
            } else {
                FontStyle::Normal
            };
            let info = FontInfoOverride {
                family_name: Some(&file.family),
                style: Some(style),
                weight: Some(file.weight.value()),
                ..FontInfoOverride::default()
            };
            collection.register_fonts(blob, Some(info));
        }
        (
            FontContext {
                collection,
                source_cache: SourceCache::default(),
            },
            ids,
        )
    }
}

/// A stack as parley wants it.
pub(super) fn family(stack: &[FontFamilyName<'static>]) -> FontFamily<'static> {
    FontFamily::List(stack.to_vec().into())
}

/// An added face on its own, if glyphs can be drawn from it and it can be cut.
fn add(typeface: &Typeface, number: usize) -> Option<FaceFile> {
    let bytes = single(&typeface.bytes, typeface.index)?;
    let font = FontRef::new(&bytes).ok()?;
    let outlines = font.glyf().is_ok() || font.cff().is_ok();
    let glyphs = font.maxp().ok()?.num_glyphs();
    if !outlines || glyphs == 0 {
        return None;
    }
    // What cannot be cut now cannot be embedded later.
    let mut two = subsetter::GlyphRemapper::new();
    two.remap(glyphs - 1);
    subsetter::subset(&bytes, 0, &two).ok()?;
    let draws_missing = font
        .glyph_metrics(Size::unscaled(), LocationRef::default())
        .bounds(GlyphId::new(0))
        .is_some_and(|b| b.x_max > b.x_min && b.y_max > b.y_min);
    let name: String = typeface
        .name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .take(60)
        .collect();
    Some(FaceFile {
        name: if name.is_empty() {
            format!("Added-{number}")
        } else {
            name
        },
        family: format!("added {number}"),
        weight: Weight::Regular,
        italic: false,
        bytes: FontBytes::Added(bytes),
        index: 0,
        draws_missing,
    })
}

/// One face of a collection as a font file of its own; a file of one face is that already.
fn single(bytes: &Arc<[u8]>, index: u32) -> Option<Arc<[u8]>> {
    if bytes.get(..4)? != b"ttcf" {
        return (index == 0).then(|| Arc::clone(bytes));
    }
    let font = FontRef::from_index(bytes, index).ok()?;
    let records = font.table_directory().table_records();
    let count = u16::try_from(records.len()).ok()?;
    let power = count.checked_ilog2()?;
    let mut head = Vec::with_capacity(12 + records.len() * 16);
    head.extend(font.table_directory().sfnt_version().to_be_bytes());
    for number in [
        count,
        16 << power,
        power as u16,
        (count - (1 << power)) * 16,
    ] {
        head.extend(number.to_be_bytes());
    }
    let mut body = Vec::new();
    for record in records {
        let from = record.offset() as usize;
        let table = bytes.get(from..from.checked_add(record.length() as usize)?)?;
        let at = u32::try_from(12 + records.len() * 16 + body.len()).ok()?;
        head.extend(record.tag().to_be_bytes());
        for number in [record.checksum(), at, record.length()] {
            head.extend(number.to_be_bytes());
        }
        body.extend_from_slice(table);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    head.extend(body);
    Some(head.into())
}

#[cfg(test)]
mod tests {
    use super::Typefaces;
    use skrifa::instance::{LocationRef, Size};
    use skrifa::{GlyphId, MetadataProvider};

    #[test]
    fn every_shipped_face_draws_what_it_lacks() {
        for face in Typefaces::new(&[]).0.0.iter() {
            let font = face.font().unwrap();
            let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
            let bounds = metrics.bounds(GlyphId::new(0)).unwrap_or_default();
            assert!(bounds.x_max > bounds.x_min, "{}", face.name);
        }
    }
}
