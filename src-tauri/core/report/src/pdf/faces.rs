//! Which glyphs of which face are used, and the fonts reduced to them.
//!
//! printpdf embeds whole fonts and keeps one text per glyph, the last it meets. So fonts are
//! cut here, and each glyph's text is decided here: the first claim holds.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use printpdf::{FontId, FontMetrics, ParsedFont};
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, GlyphId, MetadataProvider};
use subsetter::GlyphRemapper;

use crate::ReportError;
use crate::flow::{Face, FaceFile, Glyph, Item, Laid, Run};

/// A cluster of more bytes is not looked into.
const LONGEST_CLUSTER: usize = 256;

/// Every face in use.
pub(super) struct Faces(BTreeMap<Face, UsedFace>);

/// One face, cut down. Glyph numbers are those of the cut font.
pub(super) struct UsedFace {
    pub id: FontId,
    remap: GlyphRemapper,
    /// What each glyph reads as.
    claims: BTreeMap<u16, String>,
    /// Which glyph each character is written with when no other is asked for.
    chars: BTreeMap<char, u16>,
    /// Advance widths in whole thousandths of an em, as they will stand in the file.
    widths: BTreeMap<u16, u16>,
    font: ParsedFont,
}

impl UsedFace {
    pub fn glyph(&self, original: u16) -> u16 {
        self.remap.get(original).unwrap_or(0)
    }

    pub fn claim(&self, glyph: u16) -> &str {
        self.claims.get(&glyph).map_or("\u{fffd}", String::as_str)
    }

    pub fn width(&self, glyph: u16) -> f32 {
        f32::from(self.widths.get(&glyph).copied().unwrap_or(0))
    }

    /// The character to write for this glyph, if writing it gives this very glyph.
    pub fn plain_char(&self, glyph: u16) -> Option<char> {
        let mut chars = self.claim(glyph).chars();
        let c = chars.next().filter(|_| chars.next().is_none())?;
        (self.chars.get(&c) == Some(&glyph)).then_some(c)
    }
}

impl Faces {
    pub fn of(laid: &Laid) -> Result<Self, ReportError> {
        let mut gathered: BTreeMap<Face, Gathered<'_>> = BTreeMap::new();
        for placed in laid.pages.iter().flatten() {
            let Item::Text(run) = &placed.item else {
                continue;
            };
            match gathered.entry(run.face) {
                Entry::Occupied(mut known) => known.get_mut().add(run),
                Entry::Vacant(new) => new
                    .insert(Gathered::new(laid.typefaces.get(run.face))?)
                    .add(run),
            }
        }
        let faces = gathered
            .into_iter()
            .map(|(face, g)| Ok((face, g.cut(face)?)));
        Ok(Self(faces.collect::<Result<_, ReportError>>()?))
    }

    pub fn get(&self, face: Face) -> Option<&UsedFace> {
        self.0.get(&face)
    }

    pub fn fonts(&self) -> impl Iterator<Item = (FontId, ParsedFont)> + '_ {
        self.0.values().map(|f| (f.id.clone(), f.font.clone()))
    }
}

/// A run's glyphs, cluster by cluster, each with its text.
pub(super) fn clusters(run: &Run) -> impl Iterator<Item = (&str, &[Glyph])> + '_ {
    run.glyphs
        .chunk_by(|_, next| next.to == next.from)
        .map(|glyphs| {
            let text = glyphs
                .first()
                .and_then(|g| run.text.get(g.from as usize..g.to as usize))
                .unwrap_or("");
            (text, glyphs)
        })
}

/// What a face is used for, while pages are read.
struct Gathered<'a> {
    file: &'a FaceFile,
    font: FontRef<'a>,
    charmap: Charmap<'a>,
    remap: GlyphRemapper,
    claims: BTreeMap<u16, String>,
}

impl<'a> Gathered<'a> {
    fn new(file: &'a FaceFile) -> Result<Self, ReportError> {
        let font = file.font().map_err(|e| ReportError::Typeface {
            face: file.name.clone(),
            reason: e.to_string(),
        })?;
        Ok(Self {
            file,
            charmap: font.charmap(),
            font,
            remap: GlyphRemapper::new(),
            claims: BTreeMap::new(),
        })
    }

    fn add(&mut self, run: &Run) {
        for glyph in &run.glyphs {
            self.remap.remap(glyph.id);
        }
        for (text, glyphs) in clusters(run) {
            if let [glyph] = glyphs {
                if glyph.id != 0 && !text.is_empty() && !self.claims.contains_key(&glyph.id) {
                    self.claims.insert(glyph.id, text.to_owned());
                }
                continue;
            }
            // Several glyphs for one cluster: each claims its own character, if it is one. An
            // endless one, as joiners make, is told by its `/ActualText` alone.
            if text.len() > LONGEST_CLUSTER {
                continue;
            }
            for glyph in glyphs {
                let own = text
                    .chars()
                    .find(|c| self.charmap.map(*c) == Some(GlyphId::from(glyph.id)));
                if let Some(c) = own.filter(|_| glyph.id != 0) {
                    self.claims.entry(glyph.id).or_insert_with(|| c.to_string());
                }
            }
        }
    }

    fn cut(self, face: Face) -> Result<UsedFace, ReportError> {
        let file = self.file;
        let failed = |reason: String| ReportError::Typeface {
            face: file.name.clone(),
            reason,
        };
        let bytes = subsetter::subset(file.bytes.as_ref(), file.index, &self.remap)
            .map_err(|e| failed(e.to_string()))?;
        let em = Size::new(1000.0);
        let metrics = self.font.metrics(em, LocationRef::default());
        let advances = self.font.glyph_metrics(em, LocationRef::default());
        let mut widths = BTreeMap::new();
        let mut claims = BTreeMap::new();
        let mut chars = BTreeMap::new();
        for (new, original) in self.remap.remapped_gids().enumerate() {
            let new = new as u16;
            widths.insert(new, width(&advances, original));
            let claim = self
                .claims
                .get(&original)
                .cloned()
                .unwrap_or("\u{fffd}".to_owned());
            let mut letters = claim.chars();
            if let (Some(c), None) = (letters.next(), letters.next())
                && c != '\u{fffd}'
            {
                let natural = self.charmap.map(c) == Some(GlyphId::from(original));
                if natural || !chars.contains_key(&c) {
                    chars.insert(c, new);
                }
            }
            claims.insert(new, claim);
        }
        let points = chars
            .iter()
            .map(|(c, glyph)| (u32::from(*c), *glyph))
            .collect();
        let tag = tag(self.remap.remapped_gids());
        let mut font = ParsedFont::with_glyph_data(
            bytes,
            0,
            Some(format!("{tag}+{}", file.name)),
            points,
            widths.clone(),
            1000,
            FontMetrics {
                ascent: metrics.ascent as i16,
                descent: metrics.descent as i16,
            },
        );
        if let Some(bounds) = metrics.bounds {
            font.pdf_font_metrics.x_min = bounds.x_min as i16;
            font.pdf_font_metrics.y_min = bounds.y_min as i16;
            font.pdf_font_metrics.x_max = bounds.x_max as i16;
            font.pdf_font_metrics.y_max = bounds.y_max as i16;
        }
        if file.italic {
            // Inter leans 9.4 degrees.
            font.pdf_font_metrics.caret_slope_rise = 1000;
            font.pdf_font_metrics.caret_slope_run = 166;
        }
        font.pdf_font_metrics.us_weight_class = self.font.attributes().weight.value() as u16;
        let id = FontId(format!("T{}", face.0));
        Ok(UsedFace {
            id,
            remap: self.remap,
            claims,
            chars,
            widths,
            font,
        })
    }
}

fn width(advances: &GlyphMetrics<'_>, glyph: u16) -> u16 {
    advances
        .advance_width(GlyphId::from(glyph))
        .unwrap_or(0.0)
        .round() as u16
}

/// Six letters that differ when the glyphs differ, as the format asks of a subset.
fn tag(glyphs: impl Iterator<Item = u16>) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for glyph in glyphs {
        for byte in glyph.to_le_bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    (0..6)
        .map(|_| {
            let letter = char::from(b'A' + (hash % 26) as u8);
            hash /= 26;
            letter
        })
        .collect()
}
