//! The key graphs in a terminal: one line of blocks each, and the worst minute.

use std::fmt::Write;

use drill::{Drill, words};
use world::expr::Expr;

/// Eighths of a block, from nothing to full.
const BLOCKS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// Columns of a graph.
const WIDTH: i32 = 60;

/// The key panels over the whole drill.
pub fn graphs(drill: &Drill) -> String {
    let scenario = drill.scenario();
    let end_s = i32::try_from(drill.now_ms() / 1_000)
        .unwrap_or(i32::MAX)
        .max(WIDTH);
    let mut out = String::from("\n");
    for panel in scenario.system.panels.iter().filter(|p| p.key) {
        let Ok(expr) = Expr::parse(&panel.expr) else {
            continue;
        };
        let value = |s: i32| {
            drill
                .world()
                .eval(&expr, s, panel.window_s)
                .filter(|v| v.is_finite())
        };
        let values: Vec<Option<f64>> = (1..=WIDTH)
            .map(|column| value(end_s / WIDTH * column))
            .collect();
        let top = values.iter().flatten().copied().fold(0.0_f64, f64::max);
        let line: String = values
            .iter()
            .map(|v| match v {
                Some(v) if top > 0.0 => BLOCKS[((v / top * 8.0).round() as usize).min(8)],
                _ => ' ',
            })
            .collect();
        let unit = &panel.unit;
        let _ = writeln!(out, "  {:<20} {line}  max {top:.1} {unit}", panel.title);
        let minutes = (1..=end_s / 60).filter_map(|m| Some((value(m * 60)?, m)));
        let worst = if panel.low_is_bad {
            minutes.min_by(|a, b| a.0.total_cmp(&b.0))
        } else {
            minutes.max_by(|a, b| a.0.total_cmp(&b.0))
        };
        if let Some((value, minute)) = worst {
            let clock = words::clock(scenario.starts_s, i64::from(minute) * 60_000);
            let _ = writeln!(
                out,
                "  {:<20} worst minute: to {clock}, {value:.1} {unit}",
                ""
            );
        }
    }
    let starts = words::clock(scenario.starts_s, 0);
    let ends = words::clock(scenario.starts_s, drill.now_ms());
    let _ = writeln!(out, "  {:<20} {starts}{:>52}", "", ends);
    out
}
