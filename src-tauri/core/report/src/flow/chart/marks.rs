//! Numbered marks: which row a number stands in, and what tells their kinds apart.

use super::super::blocks::tone_color;
use super::super::sheet::Rgb;
use super::super::{Item, NodeId, Placed};
use super::{LANE, Plot};
use crate::document::{Chart, ChartMark, Tone};
use crate::postmortem::MarkKind;

/// Numbers that find no room in these rows are left out; their lines stay.
const MAX_LANES: usize = 4;

/// Gives each mark inside the plot the lowest row in which its number overlaps no other.
pub(super) fn lanes(chart: &Chart, plot: &Plot) -> (usize, Vec<(ChartMark, Option<usize>)>) {
    let mut marks: Vec<ChartMark> = chart
        .marks
        .iter()
        .copied()
        .filter(|m| m.at_s >= plot.from_s && m.at_s <= plot.to_s)
        .collect();
    marks.sort_by(|a, b| a.at_s.total_cmp(&b.at_s).then(a.number.cmp(&b.number)));
    let mut ends = [f32::MIN; MAX_LANES];
    let mut used = 0;
    let placed = marks
        .into_iter()
        .map(|mark| {
            let x = plot.x(mark.at_s);
            let lane = ends.iter().position(|end| *end <= x);
            if let Some(lane) = lane {
                ends[lane] = x + 12.5;
                used = used.max(lane + 1);
            }
            (mark, lane)
        })
        .collect();
    (used, placed)
}

pub(super) fn mark_color(kind: MarkKind) -> Rgb {
    tone_color(match kind {
        MarkKind::Inject => Tone::Inject,
        MarkKind::Alert => Tone::Alert,
        MarkKind::Act => Tone::Act,
    })
}

/// Square for an inject, circle for an alert, diamond for an act.
pub(super) fn outline(kind: MarkKind, (x, y): (f32, f32)) -> Vec<(f32, f32)> {
    match kind {
        MarkKind::Inject => {
            let r = 4.5;
            vec![
                (x - r, y - r),
                (x + r, y - r),
                (x + r, y + r),
                (x - r, y + r),
            ]
        }
        MarkKind::Alert => (0..24)
            .map(|i| {
                let a = std::f32::consts::TAU * i as f32 / 24.0;
                (x + 5.0 * libm::cosf(a), y + 5.0 * libm::sinf(a))
            })
            .collect(),
        MarkKind::Act => {
            let r = 5.9;
            vec![(x, y - r), (x + r, y), (x, y + r), (x - r, y)]
        }
    }
}

pub(super) fn mark_lines(
    items: &mut Vec<Placed>,
    plot: &Plot,
    marks: &[(ChartMark, Option<usize>)],
    node: NodeId,
) {
    for (mark, lane) in marks {
        let x = plot.x(mark.at_s);
        let top = plot.top - lane.map_or(0.0, |lane| 2.0 + lane as f32 * LANE);
        let dash: &'static [f32] = match mark.kind {
            MarkKind::Inject => &[],
            MarkKind::Alert => &[3.0, 1.6],
            MarkKind::Act => &[0.9, 1.6],
        };
        let (from, to) = ((x, top), (x, plot.bottom()));
        let item = Item::Line {
            from,
            to,
            width: 0.6,
            color: mark_color(mark.kind),
            dash,
        };
        items.push(Placed { node, item });
    }
}
