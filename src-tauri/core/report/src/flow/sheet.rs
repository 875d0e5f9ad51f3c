//! Paper, margins, colours and type sizes: all the numbers of the look, in points.

use super::fonts::Weight;
use crate::document::Tone;

/// The paper and its margins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sheet {
    pub paper_width: f32,
    pub paper_height: f32,
    pub left: f32,
    pub right: f32,
    /// Where content starts below a running head.
    pub top: f32,
    /// Where content starts on the first page, which has none.
    pub first_top: f32,
    pub bottom: f32,
}

impl Sheet {
    pub fn a4() -> Self {
        Self::of(595.28, 841.89)
    }

    pub fn letter() -> Self {
        Self::of(612.0, 792.0)
    }

    fn of(paper_width: f32, paper_height: f32) -> Self {
        Self {
            paper_width,
            paper_height,
            left: 56.0,
            right: 56.0,
            top: 74.0,
            first_top: 60.0,
            bottom: 66.0,
        }
    }

    pub fn width(&self) -> f32 {
        self.paper_width - self.left - self.right
    }

    /// The height of a full page of content.
    pub fn height(&self) -> f32 {
        self.paper_height - self.top - self.bottom
    }
}

/// A colour, each part 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub(crate) struct Rgb(pub f32, pub f32, pub f32);

const fn hex(rgb: u32) -> Rgb {
    Rgb(
        (rgb >> 16 & 0xff) as f32 / 255.0,
        (rgb >> 8 & 0xff) as f32 / 255.0,
        (rgb & 0xff) as f32 / 255.0,
    )
}

pub(super) const INK: Rgb = hex(0x1b_1e_27);
pub(super) const MUTED: Rgb = hex(0x5d_66_75);
pub(super) const RULE: Rgb = hex(0xd3_d8_e0);
pub(super) const RULE_STRONG: Rgb = hex(0x8d_96_a5);
pub(super) const FILL: Rgb = hex(0xf3_f5_f8);
pub(super) const ACCENT: Rgb = hex(0x1f_5c_b8);
pub(super) const ACCENT_FILL: Rgb = hex(0xe1_ea_f7);
pub(super) const BAD_FILL: Rgb = hex(0xfb_f0_ee);
pub(super) const WHITE: Rgb = Rgb(1.0, 1.0, 1.0);

pub(super) fn color(tone: Tone) -> Rgb {
    match tone {
        Tone::Plain => INK,
        Tone::Muted => MUTED,
        Tone::Good | Tone::Talk => hex(0x1d_74_40),
        Tone::Warn | Tone::Act => hex(0x96_56_00),
        Tone::Bad | Tone::Alert => hex(0xb0_26_1e),
        Tone::Inject => hex(0x6a_3c_a5),
        Tone::Think => ACCENT,
    }
}

/// How a stretch of text is set unless its spans say otherwise.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub(super) struct Type {
    pub size: f32,
    pub leading: f32,
    pub weight: Weight,
    pub color: Rgb,
    pub mono: bool,
    /// Figures of one width, for columns.
    pub tabular: bool,
}

impl Type {
    const fn new(size: f32, leading: f32) -> Self {
        Self {
            size,
            leading,
            weight: Weight::Regular,
            color: INK,
            mono: false,
            tabular: false,
        }
    }

    const fn weight(self, weight: Weight) -> Self {
        Self { weight, ..self }
    }

    pub const fn color(self, color: Rgb) -> Self {
        Self { color, ..self }
    }

    const fn tabular(self) -> Self {
        Self {
            tabular: true,
            ..self
        }
    }
}

pub(super) const BODY: Type = Type::new(9.5, 14.0);
pub(super) const NOTE: Type = Type::new(8.5, 12.0).color(MUTED);
pub(super) const CELL: Type = Type::new(8.4, 11.6).tabular();
pub(super) const CELL_HEAD: Type = Type::new(7.8, 11.0)
    .weight(Weight::SemiBold)
    .color(hex(0x3c_45_54));
pub(super) const CODE: Type = Type {
    mono: true,
    ..Type::new(8.0, 11.6)
};
pub(super) const KICKER: Type = Type::new(9.5, 12.0).weight(Weight::SemiBold).color(ACCENT);
pub(super) const TITLE: Type = Type::new(25.0, 30.0).weight(Weight::Bold);
pub(super) const SUBTITLE: Type = Type::new(10.5, 15.0).color(MUTED);
pub(super) const HEAD_1: Type = Type::new(16.5, 21.0).weight(Weight::Bold);
pub(super) const HEAD_2: Type = Type::new(11.0, 15.0).weight(Weight::SemiBold);
pub(super) const HEAD_3: Type = Type::new(9.2, 13.0).weight(Weight::SemiBold);
pub(super) const TILE_LABEL: Type = Type::new(7.6, 10.0).color(MUTED);
pub(super) const TILE_VALUE: Type = Type::new(14.0, 18.0).weight(Weight::Bold).tabular();
pub(super) const TILE_NOTE: Type = Type::new(7.6, 10.0).color(MUTED).tabular();
pub(super) const RUNNING: Type = Type::new(7.6, 10.0).color(MUTED).tabular();
pub(super) const CONTENTS: Type = Type::new(9.2, 15.2).tabular();
pub(super) const CHART_TITLE: Type = Type::new(9.2, 12.0).weight(Weight::SemiBold);
pub(super) const CHART_TICK: Type = Type::new(7.2, 9.0).color(MUTED).tabular();
pub(super) const CHART_MARK: Type = Type::new(6.2, 8.0)
    .weight(Weight::SemiBold)
    .color(WHITE)
    .tabular();
