//! One run's glyphs → text operators, with the pen kept where shaping put it.

use printpdf::text::Codepoint;
use printpdf::{Op, TextItem, TextMatrix};

use super::faces::UsedFace;
use super::ops::short;
use crate::flow::{Glyph, Run};

/// A correction of the pen smaller than this, in thousandths of an em, cannot be seen.
const PEN_TOLERANCE: f32 = 0.8;

/// Glyphs of one run that wait to be shown in one go. The pen is tracked in thousandths of
/// an em with the widths that stand in the file, and corrected where it strays.
pub(super) struct TextRow<'a> {
    run: &'a Run,
    height: f32,
    face: &'a UsedFace,
    items: Vec<TextItem>,
    /// Where the pen is; `None` when the next glyph must set it.
    pen: Option<f32>,
    y: f32,
}

impl<'a> TextRow<'a> {
    pub fn new(run: &'a Run, height: f32, face: &'a UsedFace) -> Self {
        Self {
            run,
            height,
            face,
            items: Vec::new(),
            pen: None,
            y: 0.0,
        }
    }

    pub fn flush(&mut self, ops: &mut Vec<Op>) {
        if !self.items.is_empty() {
            ops.push(Op::ShowText {
                items: std::mem::take(&mut self.items),
            });
        }
    }

    pub fn glyphs(&mut self, glyphs: &[Glyph], ops: &mut Vec<Op>) {
        for glyph in glyphs {
            let at = glyph.x / self.run.size * 1000.0;
            let pen = match self.pen {
                Some(pen) if (glyph.y - self.y).abs() < 0.01 => pen,
                _ => {
                    self.flush(ops);
                    self.y = glyph.y;
                    let x = short(self.run.x + glyph.x);
                    let y = short(self.height - self.run.y + glyph.y);
                    let matrix = TextMatrix::Raw([1.0, 0.0, 0.0, 1.0, x, y]);
                    ops.push(Op::SetTextMatrix { matrix });
                    at
                }
            };
            let strayed = pen - at;
            let mut now = pen;
            if strayed.abs() > PEN_TOLERANCE {
                let back = strayed.round();
                self.items.push(TextItem::Offset(back));
                now -= back;
            }
            let new = self.face.glyph(glyph.id);
            self.show(new);
            self.pen = Some(now + self.face.width(new));
        }
    }

    fn show(&mut self, glyph: u16) {
        match (self.face.plain_char(glyph), self.items.last_mut()) {
            (Some(c), Some(TextItem::Text(text))) => text.push(c),
            (Some(c), _) => self.items.push(TextItem::Text(c.to_string())),
            (None, last) => {
                let cid = self.face.claim(glyph).to_owned();
                let code = Codepoint::with_cid(glyph, 0.0, cid);
                if let Some(TextItem::GlyphIds(codes)) = last {
                    codes.push(code);
                } else {
                    self.items.push(TextItem::GlyphIds(vec![code]));
                }
            }
        }
    }
}
