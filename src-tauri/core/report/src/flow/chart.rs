//! Charts as vectors: area and line, ticks on the incident clock, a dashed threshold, and
//! numbered marks whose shape and stroke tell their kind without colour.

mod lanes;
mod marks;
mod series;

use marks::{lanes, mark_color, mark_lines, outline};
use series::{draw_area, draw_line, draw_threshold};

use super::blocks::place;
use super::sheet::{CHART_MARK, CHART_TICK, CHART_TITLE, RULE, RULE_STRONG, Type};
use super::{Area, Flow, Item, NodeId, Paint, Piece, Placed, Role};
use crate::document::{Chart, ChartMark, Span};
use crate::time;

const PLOT_HEIGHT: f32 = 74.0;
const LABELS: f32 = 38.0;
const TITLE: f32 = 15.0;
/// The height of one row of marks' numbers above the plot.
const LANE: f32 = 12.0;

/// The plot's rectangle and scales.
struct Plot {
    left: f32,
    width: f32,
    top: f32,
    height: f32,
    from_s: f64,
    to_s: f64,
    low: f64,
    high: f64,
}

impl Plot {
    fn x(&self, s: f64) -> f32 {
        self.left + ((s - self.from_s) / (self.to_s - self.from_s)) as f32 * self.width
    }

    fn y(&self, v: f64) -> f32 {
        self.top + self.height - ((v - self.low) / (self.high - self.low)) as f32 * self.height
    }

    fn bottom(&self) -> f32 {
        self.top + self.height
    }
}

impl Flow {
    pub(super) fn chart(&mut self, chart: &Chart, area: Area, parent: NodeId) {
        let node = self.nodes.add(Role::Figure, parent);
        self.nodes
            .set_alt(node, &format!("{}. {}", chart.title, chart.alt));
        let (from_s, to_s) = span(chart);
        let (low, high, y_step) = range(chart);
        let mut plot = Plot {
            left: area.left + LABELS,
            width: area.width - LABELS - 4.0,
            top: 0.0,
            height: PLOT_HEIGHT,
            from_s,
            to_s,
            low,
            high,
        };
        let (lanes, marks) = lanes(chart, &plot);
        plot.top = TITLE + lanes as f32 * LANE + 4.0;
        let mut piece = Piece {
            before: 10.0,
            after: 3.0,
            keep_next: true,
            height: plot.bottom() + 14.0,
            ..Piece::default()
        };
        let items = &mut piece.items;
        self.chart_title(items, chart, area, node);
        draw_area(items, chart, &plot, node);
        self.y_axis(items, &plot, y_step, node);
        self.x_axis(items, chart.starts_s_of_day, &plot, node);
        mark_lines(items, &plot, &marks, node);
        draw_threshold(items, chart, &plot, node);
        draw_line(items, chart, &plot, node);
        self.mark_numbers(items, &plot, &marks, node);
        self.pieces.push(piece);
    }

    fn chart_title(&mut self, items: &mut Vec<Placed>, chart: &Chart, area: Area, node: NodeId) {
        let title = if chart.unit.is_empty() {
            chart.title.clone()
        } else {
            format!("{} ({})", chart.title, chart.unit)
        };
        let mut height = 0.0;
        for line in self.shaper.fitted(&title, CHART_TITLE, area.width).lines {
            place(items, line, area.left, &mut height, node);
        }
    }

    fn y_axis(&mut self, items: &mut Vec<Placed>, plot: &Plot, step: f64, node: NodeId) {
        let ticks = ((plot.high - plot.low) / step).round() as usize;
        for i in 0..=ticks {
            let v = plot.low + i as f64 * step;
            let y = plot.y(v);
            let strong = v.abs() < step * 1e-6;
            let color = if strong { RULE_STRONG } else { RULE };
            let (from, to) = ((plot.left, y), (plot.left + plot.width, y));
            let item = Item::Line {
                from,
                to,
                width: 0.5,
                color,
                dash: &[],
            };
            items.push(Placed { node, item });
            let label = tick_label(v, step);
            self.label(
                items,
                &label,
                CHART_TICK,
                (plot.left - 5.0, y + 2.5),
                1.0,
                node,
            );
        }
    }

    fn x_axis(&mut self, items: &mut Vec<Placed>, starts_s_of_day: u32, plot: &Plot, node: NodeId) {
        let seconds = plot.to_s - plot.from_s;
        let step = [
            10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 86_400,
        ]
        .into_iter()
        .map(f64::from)
        .find(|step| seconds / step <= 10.0)
        .unwrap_or(seconds);
        // Ticks fall on round times of the incident clock, whenever STARTEX was.
        let offset = f64::from(starts_s_of_day);
        let mut tick = ((plot.from_s + offset) / step).ceil() * step - offset;
        while tick <= plot.to_s + 1e-6 {
            let x = plot.x(tick);
            let (from, to) = ((x, plot.bottom()), (x, plot.bottom() + 2.5));
            let item = Item::Line {
                from,
                to,
                width: 0.5,
                color: RULE_STRONG,
                dash: &[],
            };
            items.push(Placed { node, item });
            let label = if step < 60.0 {
                time::clock(starts_s_of_day, (tick * 1000.0) as i64)
            } else {
                time::clock_hm(starts_s_of_day, tick)
            };
            // The last label ends where the plot does.
            let half = self
                .shaper
                .natural_width(&[Span::plain(label.as_str())], CHART_TICK)
                / 2.0;
            let x = x.min(plot.left + plot.width + 4.0 - half);
            self.label(
                items,
                &label,
                CHART_TICK,
                (x, plot.bottom() + 11.0),
                0.5,
                node,
            );
            tick += step;
        }
    }

    fn mark_numbers(
        &mut self,
        items: &mut Vec<Placed>,
        plot: &Plot,
        marks: &[(ChartMark, Option<usize>)],
        node: NodeId,
    ) {
        for (mark, lane) in marks {
            let Some(lane) = lane else { continue };
            let center = (plot.x(mark.at_s), plot.top - 6.5 - *lane as f32 * LANE);
            let lines = vec![outline(mark.kind, center)];
            let paint = Paint::Fill(mark_color(mark.kind));
            items.push(Placed {
                node,
                item: Item::Path { lines, paint },
            });
            let at = (center.0, center.1 + 2.2);
            self.label(items, &mark.number.to_string(), CHART_MARK, at, 0.5, node);
        }
    }

    /// One short line of text: `shift` 0 starts at the point, 0.5 is centred, 1 ends there.
    fn label(
        &mut self,
        items: &mut Vec<Placed>,
        text: &str,
        set: Type,
        (x, y): (f32, f32),
        shift: f32,
        node: NodeId,
    ) {
        let lines = self
            .shaper
            .lines(&[Span::plain(text)], set, f32::MAX, false);
        let x = x - lines.width * shift;
        for mut run in lines.lines.into_iter().flat_map(|l| l.runs) {
            run.x += x;
            run.y = y;
            items.push(Placed {
                node,
                item: Item::Text(run),
            });
        }
    }
}

/// The chart's time span, never empty.
fn span(chart: &Chart) -> (f64, f64) {
    let last = chart.values.len().saturating_sub(1) as f64 * chart.step_s;
    (chart.t0_s, chart.t0_s + last.max(chart.step_s))
}

/// Low, high and the distance of ticks: round numbers around the values and the threshold.
fn range(chart: &Chart) -> (f64, f64, f64) {
    let values = chart
        .values
        .iter()
        .flatten()
        .copied()
        .chain(chart.threshold)
        .map(f64::from);
    let (low, high) = values.fold((0.0_f64, 0.0_f64), |(low, high), v| {
        (low.min(v), high.max(v))
    });
    let high = if high > low { high } else { low + 1.0 };
    let rough = (high - low) / 4.0;
    let magnitude = libm::pow(10.0, libm::floor(libm::log10(rough)));
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|m| m * magnitude)
        .find(|step| *step >= rough * 0.999)
        .unwrap_or(10.0 * magnitude);
    (
        (low / step).floor() * step,
        (high / step).ceil() * step,
        step,
    )
}

fn tick_label(v: f64, step: f64) -> String {
    let v = if v.abs() < step * 1e-6 { 0.0 } else { v };
    let sign = if v < 0.0 { "−" } else { "" };
    let a = v.abs();
    if step >= 1.0 && step == step.floor() {
        return format!("{sign}{}", time::count(a.round() as u64));
    }
    let mut decimals = 1;
    let mut scaled = step * 10.0;
    while decimals < 6 && (scaled - scaled.round()).abs() > 1e-6 * scaled {
        decimals += 1;
        scaled *= 10.0;
    }
    if a == 0.0 {
        "0".to_owned()
    } else {
        format!("{sign}{a:.decimals$}")
    }
}
