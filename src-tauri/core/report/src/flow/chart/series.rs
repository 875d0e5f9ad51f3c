//! The series itself: area, line, gaps and threshold.

use super::super::blocks::tone_color;
use super::super::sheet::{ACCENT, ACCENT_FILL};
use super::super::{Item, NodeId, Paint, Placed};
use super::Plot;
use crate::document::{Chart, Tone};

/// Values are drawn at most this often, in points; in between, the extremes are kept.
const STEP: f32 = 0.6;

pub(super) fn draw_threshold(items: &mut Vec<Placed>, chart: &Chart, plot: &Plot, node: NodeId) {
    let Some(threshold) = chart.threshold else {
        return;
    };
    let y = plot.y(f64::from(threshold));
    let (from, to) = ((plot.left, y), (plot.left + plot.width, y));
    let color = tone_color(Tone::Bad);
    let item = Item::Line {
        from,
        to,
        width: 0.9,
        color,
        dash: &[5.0, 3.0],
    };
    items.push(Placed { node, item });
}

/// The series as stretches without gaps, thinned to what paper can show.
fn stretches(chart: &Chart, plot: &Plot) -> Vec<Vec<(f32, f32)>> {
    let mut out: Vec<Vec<(f32, f32)>> = Vec::new();
    let mut open: Vec<(f32, f32)> = Vec::new();
    // The highest and lowest value of the step that is being gathered, in order of time.
    let mut bin: Vec<(f32, f32)> = Vec::new();
    for (i, value) in chart.values.iter().enumerate() {
        let Some(v) = value else {
            close_bin(&mut bin, &mut open);
            if !open.is_empty() {
                out.push(std::mem::take(&mut open));
            }
            continue;
        };
        let point = (
            plot.x(chart.t0_s + i as f64 * chart.step_s),
            plot.y(f64::from(*v)),
        );
        if bin.first().is_some_and(|first| point.0 - first.0 >= STEP) {
            close_bin(&mut bin, &mut open);
        }
        bin.push(point);
    }
    close_bin(&mut bin, &mut open);
    if !open.is_empty() {
        out.push(open);
    }
    out
}

fn close_bin(bin: &mut Vec<(f32, f32)>, open: &mut Vec<(f32, f32)>) {
    let low = bin
        .iter()
        .copied()
        .reduce(|a, b| if b.1 > a.1 { b } else { a });
    let high = bin
        .iter()
        .copied()
        .reduce(|a, b| if b.1 < a.1 { b } else { a });
    bin.clear();
    let (Some(low), Some(high)) = (low, high) else {
        return;
    };
    match low.0.total_cmp(&high.0) {
        std::cmp::Ordering::Less => open.extend([low, high]),
        std::cmp::Ordering::Greater => open.extend([high, low]),
        std::cmp::Ordering::Equal => open.push(low),
    }
}

pub(super) fn draw_area(items: &mut Vec<Placed>, chart: &Chart, plot: &Plot, node: NodeId) {
    let base = plot.y(plot.low.max(0.0_f64.min(plot.high)));
    let lines: Vec<Vec<(f32, f32)>> = stretches(chart, plot)
        .into_iter()
        .filter(|s| s.len() > 1)
        .map(|mut s| {
            let (first, last) = (s[0].0, s[s.len() - 1].0);
            s.extend([(last, base), (first, base)]);
            s
        })
        .collect();
    if !lines.is_empty() {
        items.push(Placed {
            node,
            item: Item::Path {
                lines,
                paint: Paint::Fill(ACCENT_FILL),
            },
        });
    }
}

pub(super) fn draw_line(items: &mut Vec<Placed>, chart: &Chart, plot: &Plot, node: NodeId) {
    let lines: Vec<Vec<(f32, f32)>> = stretches(chart, plot)
        .into_iter()
        .map(|s| match s[..] {
            // A lone value between gaps is a short dash, not nothing.
            [(x, y)] => vec![(x - 0.8, y), (x + 0.8, y)],
            _ => s,
        })
        .collect();
    if !lines.is_empty() {
        let paint = Paint::Stroke(1.0, ACCENT);
        items.push(Placed {
            node,
            item: Item::Path { lines, paint },
        });
    }
}
