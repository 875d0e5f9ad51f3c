//! Lanes over one axis of time: lines, hatched bars and points whose shapes tell their kinds,
//! and rules across all lanes with a word above each.

use super::super::blocks::{place, tone_color};
use super::super::sheet::{
    ACCENT, BAD_FILL, CHART_TICK, CHART_TITLE, INK, MUTED, RULE, RULE_STRONG, Rgb, WHITE,
};
use super::super::{Area, Flow, Item, NodeId, Paint, Piece, Placed, Role};
use super::{LABELS, Plot, TITLE};
use crate::document::{BarKind, Lane, LaneBar, LanePoint, LaneRule, Lanes, PointKind, Span, Tone};

/// The height of a lane.
const HEIGHT: f32 = 21.0;
/// The height of one row of words above the lanes.
const WORDS: f32 = 10.0;
/// Words that find no room in so many rows are left out; their rules stay.
const MAX_ROWS: usize = 4;
/// Half the thickness of a hatched bar.
const THICK: f32 = 4.5;
/// Between two strokes of a hatch.
const HATCH: f32 = 3.2;

/// Where a rule's word stands.
struct Word {
    /// Its row, counted upwards.
    row: usize,
    x: f32,
    /// 0: begins at x; 1: ends there.
    shift: f32,
}

impl Flow {
    pub(in super::super) fn lanes(&mut self, lanes: &Lanes, area: Area, parent: NodeId) {
        let node = self.nodes.add(Role::Figure, parent);
        self.nodes
            .set_alt(node, &format!("{}. {}", lanes.title, lanes.alt));
        let labels = lanes.lanes.iter().map(|lane| {
            let text = [Span::plain(lane.label.as_str())];
            self.shaper.natural_width(&text, CHART_TICK)
        });
        let labels = labels.fold(LABELS - 8.0, f32::max) + 8.0;
        let mut plot = Plot {
            left: area.left + labels,
            width: area.width - labels - 4.0,
            top: 0.0,
            height: HEIGHT * lanes.lanes.len() as f32,
            from_s: lanes.from_s,
            to_s: lanes.to_s.max(lanes.from_s + 1.0),
            low: 0.0,
            high: 1.0,
        };
        let (rows, words) = self.words(&lanes.rules, &plot);
        plot.top = TITLE + rows as f32 * WORDS + 4.0;
        let mut piece = Piece {
            before: 10.0,
            after: 3.0,
            keep_next: true,
            height: plot.bottom() + 14.0,
            ..Piece::default()
        };
        let items = &mut piece.items;
        let mut height = 0.0;
        let title = self.shaper.fitted(&lanes.title, CHART_TITLE, area.width);
        for line in title.lines {
            place(items, line, area.left, &mut height, node);
        }
        grounds(items, lanes.lanes.len(), &plot, node);
        self.x_axis(items, lanes.starts_s_of_day, &plot, node);
        for (rule, word) in lanes.rules.iter().zip(&words) {
            let top = word
                .as_ref()
                .map_or(plot.top, |word| word_line(&plot, word.row) - 6.5);
            rule_line(items, rule, (plot.x(rule.at_s), top, plot.bottom()), node);
        }
        for (rule, word) in lanes.rules.iter().zip(&words) {
            let Some(word) = word else { continue };
            let at = (word.x, word_line(&plot, word.row));
            self.label(items, &rule.label, CHART_TICK, at, word.shift, node);
        }
        for (at, lane) in lanes.lanes.iter().enumerate() {
            let y = plot.top + HEIGHT * (at as f32 + 0.5);
            let start = (plot.left - 5.0, y + 2.5);
            self.label(items, &lane.label, CHART_TICK, start, 1.0, node);
            draw(items, lane, &plot, y, node);
        }
        self.pieces.push(piece);
    }

    /// How many rows the words take, and for each rule where its word stands: right of the rule,
    /// or left of it where the plot ends.
    fn words(&mut self, rules: &[LaneRule], plot: &Plot) -> (usize, Vec<Option<Word>>) {
        let mut ends = [f32::MIN; MAX_ROWS];
        let mut used = 0;
        let mut placed = Vec::with_capacity(rules.len());
        for rule in rules {
            let text = [Span::plain(rule.label.as_str())];
            let width = self.shaper.natural_width(&text, CHART_TICK);
            let x = plot.x(rule.at_s);
            let turned = x + 2.5 + width > plot.left + plot.width + 4.0;
            let from = if turned { x - 2.5 - width } else { x };
            let row = ends.iter().position(|end| *end <= from);
            if let Some(row) = row {
                ends[row] = if turned { x } else { x + 2.5 + width } + 5.0;
                used = used.max(row + 1);
            }
            let (x, shift) = if turned {
                (x - 2.5, 1.0)
            } else {
                (x + 2.5, 0.0)
            };
            placed.push(row.map(|row| Word { row, x, shift }));
        }
        (used, placed)
    }
}

/// The baseline of a row of words.
fn word_line(plot: &Plot, row: usize) -> f32 {
    plot.top - 4.0 - row as f32 * WORDS
}

/// The lines between the lanes, and a faint one along each.
fn grounds(items: &mut Vec<Placed>, lanes: usize, plot: &Plot, node: NodeId) {
    let across = |y: f32, width: f32, color: Rgb, dash: &'static [f32]| Placed {
        node,
        item: Item::Line {
            from: (plot.left, y),
            to: (plot.left + plot.width, y),
            width,
            color,
            dash,
        },
    };
    for at in 0..=lanes {
        let y = plot.top + HEIGHT * at as f32;
        let outer = at == 0 || at == lanes;
        let color = if outer { RULE_STRONG } else { RULE };
        items.push(across(y, 0.5, color, &[]));
    }
}

fn rule_line(
    items: &mut Vec<Placed>,
    rule: &LaneRule,
    (x, top, bottom): (f32, f32, f32),
    node: NodeId,
) {
    let item = Item::Line {
        from: (x, top),
        to: (x, bottom),
        width: if rule.strong { 0.9 } else { 0.6 },
        color: if rule.strong { INK } else { MUTED },
        dash: if rule.strong { &[] } else { &[1.2, 1.8] },
    };
    items.push(Placed { node, item });
}

fn draw(items: &mut Vec<Placed>, lane: &Lane, plot: &Plot, y: f32, node: NodeId) {
    for bar in &lane.bars {
        let from = plot.x(bar.from_s.max(plot.from_s));
        let to = plot.x(bar.to_s.min(plot.to_s));
        if to > from {
            draw_bar(items, bar, (from, to, y + beside(bar.row)), node);
        }
    }
    for point in &lane.points {
        if (plot.from_s..=plot.to_s).contains(&point.at_s) {
            let y = y + beside(point.row);
            draw_point(items, *point, (plot.x(point.at_s), y), node);
        }
    }
}

/// How far from the middle of its lane a row is.
fn beside(row: Option<u8>) -> f32 {
    match row {
        None => 0.0,
        Some(0) => -4.5,
        Some(_) => 4.5,
    }
}

fn draw_bar(items: &mut Vec<Placed>, bar: &LaneBar, (from, to, y): (f32, f32, f32), node: NodeId) {
    let mut push = |item: Item| items.push(Placed { node, item });
    if bar.kind == BarKind::Given {
        push(Item::Line {
            from: (from, y),
            to: (to, y),
            width: 1.1,
            color: ACCENT,
            dash: &[],
        });
        return;
    }
    let color = tone_color(Tone::Bad);
    let (top, bottom) = (y - THICK, y + THICK);
    push(Item::Rect {
        x: from,
        y: top,
        w: to - from,
        h: bottom - top,
        fill: BAD_FILL,
    });
    let lines = hatch(from, to, top, bottom);
    if !lines.is_empty() {
        push(Item::Path {
            lines,
            paint: Paint::Stroke(0.8, color),
        });
    }
    let (left, right) = ((from, top), (to, bottom));
    let frame = vec![left, (to, top), right, (from, bottom), left];
    push(Item::Path {
        lines: vec![frame],
        paint: Paint::Stroke(0.8, color),
    });
}

/// Strokes at 45°, cut off at the frame.
fn hatch(from: f32, to: f32, top: f32, bottom: f32) -> Vec<Vec<(f32, f32)>> {
    let high = bottom - top;
    let mut lines = Vec::new();
    let mut foot = from - high + HATCH;
    while foot < to {
        // From the foot at the bottom up to the right, by equal steps.
        let (left, right) = (foot.max(from), (foot + high).min(to));
        if right - left > 0.3 {
            lines.push(vec![
                (left, bottom - (left - foot)),
                (right, bottom - (right - foot)),
            ]);
        }
        foot += HATCH;
    }
    lines
}

fn draw_point(items: &mut Vec<Placed>, point: LanePoint, (x, y): (f32, f32), node: NodeId) {
    let path = |points: Vec<(f32, f32)>, paint: Paint| Item::Path {
        lines: vec![points],
        paint,
    };
    let mut push = |item: Item| items.push(Placed { node, item });
    match point.kind {
        PointKind::Promised => {
            let ring = circle(x, y, 3.2);
            push(path(ring.clone(), Paint::Fill(WHITE)));
            push(path(ring, Paint::Stroke(1.1, ACCENT)));
        }
        PointKind::Norm => push(Item::Line {
            from: (x, y - 4.0),
            to: (x, y + 4.0),
            width: 1.1,
            color: ACCENT,
            dash: &[],
        }),
        PointKind::Sent => push(path(circle(x, y, 3.6), Paint::Fill(INK))),
        PointKind::Notice => {
            let r = 3.2;
            let corners = vec![
                (x - r, y - r),
                (x + r, y - r),
                (x + r, y + r),
                (x - r, y + r),
            ];
            push(path(corners, Paint::Fill(INK)));
        }
    }
}

fn circle(x: f32, y: f32, r: f32) -> Vec<(f32, f32)> {
    (0..=24)
        .map(|i| {
            let a = std::f32::consts::TAU * i as f32 / 24.0;
            (x + r * libm::cosf(a), y + r * libm::sinf(a))
        })
        .collect()
}
