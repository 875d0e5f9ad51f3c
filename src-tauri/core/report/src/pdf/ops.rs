//! A page's items → printpdf operators, marked with the structure they belong to.

use std::collections::BTreeMap;

use printpdf::{
    Color, DictItem, Line, LineDashPattern, LineJoinStyle, LinePoint, Op, PaintMode, PdfFontHandle,
    Point, Polygon, PolygonRing, Pt, Rect, Rgb as PdfRgb,
};

use super::faces::{Faces, UsedFace, clusters};
use super::row::TextRow;
use super::tree::{Tree, tag};
use crate::flow::{Face, Glyph, Item, NodeId, Nodes, Paint, Placed, Rgb, Run};

pub(super) fn page(
    items: &[Placed],
    index: usize,
    height: f32,
    nodes: &Nodes,
    faces: &Faces,
    tree: &mut Tree,
) -> Vec<Op> {
    let mut pen = Pen::new(height, faces);
    let mut open: Option<NodeId> = None;
    for placed in items {
        if matches!(placed.item, Item::Link { .. } | Item::PageOf { .. }) {
            continue;
        }
        if open != Some(placed.node) {
            if open.is_some() {
                pen.end_mark();
            }
            match nodes.0.get((placed.node as usize).wrapping_sub(1)) {
                Some(node) => pen.begin_mark(tag(node.role), tree.mark(placed.node, index)),
                None => pen.begin_artifact(),
            }
            open = Some(placed.node);
        }
        pen.item(&placed.item);
    }
    if open.is_some() {
        pen.end_mark();
    }
    pen.ops
}

/// The operators so far, and the state that they leave the viewer in.
struct Pen<'a> {
    ops: Vec<Op>,
    height: f32,
    faces: &'a Faces,
    in_text: bool,
    fill: Option<Rgb>,
    stroke: Option<Rgb>,
    thickness: Option<f32>,
    dash: &'static [f32],
    font: Option<(Face, f32)>,
}

impl<'a> Pen<'a> {
    fn new(height: f32, faces: &'a Faces) -> Self {
        Self {
            ops: vec![Op::SetLineJoinStyle {
                join: LineJoinStyle::Round,
            }],
            height,
            faces,
            in_text: false,
            fill: None,
            stroke: None,
            thickness: None,
            dash: &[],
            font: None,
        }
    }

    fn begin_mark(&mut self, tag: &str, mcid: i64) {
        let map = BTreeMap::from([("MCID".to_owned(), DictItem::Int(mcid))]);
        self.ops.push(Op::BeginMarkedContentWithProperties {
            tag: tag.to_owned(),
            properties: DictItem::Dict { map },
        });
    }

    fn begin_artifact(&mut self) {
        self.ops.push(Op::BeginMarkedContent {
            tag: "Artifact".to_owned(),
        });
    }

    fn end_mark(&mut self) {
        self.leave_text();
        self.ops.push(Op::EndMarkedContent);
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Text(run) => self.text(run),
            Item::Rect { x, y, w, h, fill } => {
                self.leave_text();
                self.fill(*fill);
                let mut rectangle = Rect::from_xywh(
                    Pt(short(*x)),
                    Pt(short(self.height - y - h)),
                    Pt(short(*w)),
                    Pt(short(*h)),
                );
                rectangle.mode = Some(PaintMode::Fill);
                self.ops.push(Op::DrawRectangle { rectangle });
            }
            Item::Line {
                from,
                to,
                width,
                color,
                dash,
            } => {
                self.leave_text();
                self.stroke(*color, *width, dash);
                self.polyline(&[*from, *to]);
            }
            Item::Path { lines, paint } => {
                self.leave_text();
                match paint {
                    Paint::Fill(color) => {
                        self.fill(*color);
                        let rings = lines.iter().map(|l| PolygonRing {
                            points: self.points(l),
                        });
                        let polygon = Polygon {
                            rings: rings.collect(),
                            mode: PaintMode::Fill,
                            ..Polygon::default()
                        };
                        self.ops.push(Op::DrawPolygon { polygon });
                    }
                    Paint::Stroke(width, color) => {
                        self.stroke(*color, *width, &[]);
                        for line in lines {
                            self.polyline(line);
                        }
                    }
                }
            }
            Item::Link { .. } | Item::PageOf { .. } => {}
        }
    }

    fn polyline(&mut self, points: &[(f32, f32)]) {
        let line = Line {
            points: self.points(points),
            is_closed: false,
        };
        self.ops.push(Op::DrawLine { line });
    }

    fn points(&self, points: &[(f32, f32)]) -> Vec<LinePoint> {
        let point = |(x, y): &(f32, f32)| LinePoint {
            p: Point {
                x: Pt(short(*x)),
                y: Pt(short(self.height - y)),
            },
            bezier: false,
        };
        points.iter().map(point).collect()
    }

    fn fill(&mut self, color: Rgb) {
        if self.fill != Some(color) {
            self.ops.push(Op::SetFillColor {
                col: pdf_color(color),
            });
            self.fill = Some(color);
        }
    }

    fn stroke(&mut self, color: Rgb, width: f32, dash: &'static [f32]) {
        if self.stroke != Some(color) {
            self.ops.push(Op::SetOutlineColor {
                col: pdf_color(color),
            });
            self.stroke = Some(color);
        }
        if self.thickness != Some(width) {
            self.ops.push(Op::SetOutlineThickness { pt: Pt(width) });
            self.thickness = Some(width);
        }
        if self.dash != dash {
            self.ops.push(Op::SetLineDashPattern {
                dash: LineDashPattern::new(0.0, dash),
            });
            self.dash = dash;
        }
    }

    fn leave_text(&mut self) {
        if self.in_text {
            self.ops.push(Op::EndTextSection);
            self.in_text = false;
        }
    }

    fn text(&mut self, run: &Run) {
        let Some(face) = self.faces.get(run.face) else {
            return;
        };
        if !self.in_text {
            self.ops.push(Op::StartTextSection);
            self.in_text = true;
        }
        self.fill(run.color);
        if self.font != Some((run.face, run.size)) {
            let font = PdfFontHandle::External(face.id.clone());
            self.ops.push(Op::SetFont {
                font,
                size: Pt(run.size),
            });
            self.font = Some((run.face, run.size));
        }
        let mut line = TextRow::new(run, self.height, face);
        for (text, glyphs) in clusters(run) {
            if reads_as(text, glyphs, run, face) {
                line.glyphs(glyphs, &mut self.ops);
            } else {
                line.flush(&mut self.ops);
                self.ops.push(actual_text(text));
                line.glyphs(glyphs, &mut self.ops);
                line.flush(&mut self.ops);
                self.ops.push(Op::EndMarkedContent);
            }
        }
        line.flush(&mut self.ops);
    }
}

/// Whether the glyphs' own texts give the cluster's text.
fn reads_as(text: &str, glyphs: &[Glyph], run: &Run, face: &UsedFace) -> bool {
    if glyphs.iter().any(|g| g.id == 0) {
        return false;
    }
    // Right to left, viewers turn the glyphs' texts round themselves.
    if run.rtl {
        return true;
    }
    let claimed: String = glyphs
        .iter()
        .map(|g| face.claim(face.glyph(g.id)))
        .collect();
    claimed == text
}

fn actual_text(text: &str) -> Op {
    let mut data = vec![0xfe, 0xff];
    data.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    let text = DictItem::String {
        data,
        literal: false,
    };
    Op::BeginMarkedContentWithProperties {
        tag: "Span".to_owned(),
        properties: DictItem::Dict {
            map: BTreeMap::from([("ActualText".to_owned(), text)]),
        },
    }
}

fn pdf_color(Rgb(r, g, b): Rgb) -> Color {
    let icc_profile = None;
    Color::Rgb(PdfRgb {
        r: short(r),
        g: short(g),
        b: short(b),
        icc_profile,
    })
}

/// Three decimals are finer than any printer, and half the bytes.
pub(super) fn short(v: f32) -> f32 {
    (v * 1000.0).round() / 1000.0
}
