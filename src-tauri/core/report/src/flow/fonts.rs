//! The typefaces, shipped in the crate so that a document looks the same on every machine.

use std::borrow::Cow;
use std::sync::Arc;

use parley::fontique::{Blob, Collection, CollectionOptions, FontInfoOverride, SourceCache};
use parley::{FontContext, FontFamily, FontFamilyName, FontStyle, FontWeight};

/// An index into [`FACES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Face(pub u8);

#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub(super) enum Weight {
    Regular,
    SemiBold,
    Bold,
}

impl Weight {
    pub fn value(self) -> FontWeight {
        FontWeight::new(match self {
            Self::Regular => 400.0,
            Self::SemiBold => 600.0,
            Self::Bold => 700.0,
        })
    }
}

/// One font file.
pub(crate) struct FaceFile {
    /// The PostScript name, as it stands in the PDF.
    pub name: &'static str,
    family: &'static str,
    weight: Weight,
    italic: bool,
    pub bytes: &'static [u8],
}

const INTER: &str = "Inter";
const MONO: &str = "IBM Plex Mono";
const WIDE: &str = "Noto Sans";
const ARABIC: &str = "IBM Plex Sans Arabic";
const HEBREW: &str = "Noto Sans Hebrew";
const EMOJI: &str = "Noto Emoji";

macro_rules! face {
    ($file:literal, $family:expr, $weight:ident, $italic:literal) => {
        FaceFile {
            name: $file,
            family: $family,
            weight: Weight::$weight,
            italic: $italic,
            bytes: include_bytes!(concat!("../../fonts/", $file, ".ttf")),
        }
    };
}

/// Every face that may appear in a document.
pub(crate) static FACES: [FaceFile; 10] = [
    face!("Inter-Regular", INTER, Regular, false),
    face!("Inter-Italic", INTER, Regular, true),
    face!("Inter-SemiBold", INTER, SemiBold, false),
    face!("Inter-Bold", INTER, Bold, false),
    face!("Inter-BoldItalic", INTER, Bold, true),
    face!("IBMPlexMono-Regular", MONO, Regular, false),
    face!("NotoSans-Regular", WIDE, Regular, false),
    face!("IBMPlexSansArabic-Regular", ARABIC, Regular, false),
    face!("NotoSansHebrew-Regular", HEBREW, Regular, false),
    face!("NotoEmoji-Regular", EMOJI, Regular, false),
];

/// Text: the wide fallbacks stand in the stack itself, so no script needs its own rule.
static TEXT_STACK: [FontFamilyName<'static>; 5] = [
    FontFamilyName::named(INTER),
    FontFamilyName::named(WIDE),
    FontFamilyName::named(ARABIC),
    FontFamilyName::named(HEBREW),
    FontFamilyName::named(EMOJI),
];

static CODE_STACK: [FontFamilyName<'static>; 6] = [
    FontFamilyName::named(MONO),
    FontFamilyName::named(INTER),
    FontFamilyName::named(WIDE),
    FontFamilyName::named(ARABIC),
    FontFamilyName::named(HEBREW),
    FontFamilyName::named(EMOJI),
];

pub(super) fn text_stack() -> FontFamily<'static> {
    FontFamily::List(Cow::Borrowed(&TEXT_STACK))
}

pub(super) fn code_stack() -> FontFamily<'static> {
    FontFamily::List(Cow::Borrowed(&CODE_STACK))
}

/// A font database that holds exactly [`FACES`], and the identity of each blob in it.
pub(super) fn context() -> (FontContext, Vec<(u64, Face)>) {
    let options = CollectionOptions {
        shared: false,
        system_fonts: false,
    };
    let mut collection = Collection::new(options);
    let mut ids = Vec::with_capacity(FACES.len());
    for (index, file) in FACES.iter().enumerate() {
        let blob = Blob::new(Arc::new(file.bytes));
        ids.push((blob.id(), Face(index as u8)));
        let style = if file.italic {
            FontStyle::Italic
        } else {
            FontStyle::Normal
        };
        let info = FontInfoOverride {
            family_name: Some(file.family),
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
