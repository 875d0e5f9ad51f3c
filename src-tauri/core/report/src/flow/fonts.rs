//! The typefaces, shipped in the crate so that a document looks the same on every machine.

use parley::{FontFamilyName, FontWeight};

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
pub(super) struct ShippedFace {
    /// The PostScript name, as it stands in the PDF.
    pub name: &'static str,
    pub family: &'static str,
    pub weight: Weight,
    pub italic: bool,
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
        ShippedFace {
            name: $file,
            family: $family,
            weight: Weight::$weight,
            italic: $italic,
            bytes: include_bytes!(concat!("../../fonts/", $file, ".ttf")),
        }
    };
}

/// Every face that is shipped.
pub(super) static FACES: [ShippedFace; 10] = [
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
pub(super) static TEXT_STACK: [FontFamilyName<'static>; 5] = [
    FontFamilyName::named(INTER),
    FontFamilyName::named(WIDE),
    FontFamilyName::named(ARABIC),
    FontFamilyName::named(HEBREW),
    FontFamilyName::named(EMOJI),
];

pub(super) static CODE_STACK: [FontFamilyName<'static>; 6] = [
    FontFamilyName::named(MONO),
    FontFamilyName::named(INTER),
    FontFamilyName::named(WIDE),
    FontFamilyName::named(ARABIC),
    FontFamilyName::named(HEBREW),
    FontFamilyName::named(EMOJI),
];
