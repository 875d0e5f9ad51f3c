//! The key graphs in a terminal: a line of blocks each over one time axis, and below it when
//! faults came, alerts fired and acts were done.

use std::fmt::Write;

use drill::{Drill, effect, words};
use world::expr::Expr;
use world::spec::PanelSpec;

use crate::columns::{cut, figure};

/// Eighths of a block, from nothing to full.
const BLOCKS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// Columns of a graph.
const WIDTH: i64 = 62;
/// Columns of what stands before it.
const LABEL: usize = 14;
/// Minutes between two times on the axis.
const STEPS_MIN: [i64; 7] = [1, 2, 5, 10, 15, 30, 60];

/// The key panels over the whole drill.
pub fn graphs(drill: &Drill) -> String {
    let scenario = drill.scenario();
    let mut out = String::from("\nGraphs\n");
    for panel in scenario.system.panels.iter().filter(|panel| panel.key) {
        out.push_str(&graph(drill, panel));
    }
    out.push_str(&axis(drill));
    let state = drill.state();
    let faults = state.faults.iter().map(|fault| fault.at_ms).collect();
    let alerts = state.alerts.iter().map(|alert| alert.fired_ms).collect();
    let acts = state
        .deeds
        .iter()
        .filter(|record| effect::acts(&record.did.deed))
        .map(|record| record.at_ms)
        .collect();
    out.push_str(&marks(drill, "faults", 'x', faults));
    out.push_str(&marks(drill, "alerts", '!', alerts));
    out.push_str(&marks(drill, "acts", '^', acts));
    out
}

fn graph(drill: &Drill, panel: &PanelSpec) -> String {
    let Ok(expr) = Expr::parse(&panel.expr) else {
        return String::new();
    };
    let end_s = (drill.now_ms() / 1_000).max(WIDTH);
    let value = |s: i64| {
        let second = i32::try_from(s).ok()?;
        let value = drill.world().eval(&expr, second, panel.window_s);
        value.filter(|value| value.is_finite())
    };
    let values: Vec<Option<f64>> = (1..=WIDTH)
        .map(|column| value(end_s * column / WIDTH))
        .collect();
    let minutes: Vec<(f64, i64)> = (1..=end_s / 60)
        .filter_map(|minute| Some((value(minute * 60)?, minute)))
        .collect();
    let seen = values.iter().flatten().copied();
    let top = seen
        .chain(minutes.iter().map(|(value, _)| *value))
        .fold(0.0_f64, f64::max);
    let block = |value: &Option<f64>| match value {
        Some(value) if top > 0.0 => BLOCKS[((value / top * 8.0).round().max(0.0) as usize).min(8)],
        _ => ' ',
    };
    let line: String = values.iter().map(block).collect();
    let label = cut(&panel.title, LABEL);
    let mut out = format!("  {label:<LABEL$} {line}\n");
    out.truncate(out.trim_end().len());
    out.push('\n');
    let minutes = minutes.into_iter();
    let worst = if panel.low_is_bad {
        minutes.min_by(|a, b| a.0.total_cmp(&b.0))
    } else {
        // The first of equals.
        minutes.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
    };
    if let Some((worst, minute)) = worst {
        let clock = words::clock(drill.scenario().starts_s, minute * 60_000);
        let (unit, top) = (&panel.unit, figure(top));
        let worst = figure(worst);
        // Writing into a String cannot fail.
        let _ = writeln!(
            out,
            "  {:<LABEL$} full height {top} {unit}; worst {worst} {unit} at {clock}",
            ""
        );
    }
    out
}

/// Times of the incident clock under their columns.
fn axis(drill: &Drill) -> String {
    let minutes = drill.now_ms() / 60_000;
    let step = STEPS_MIN.into_iter().find(|step| minutes / step <= 7);
    let step = step.unwrap_or(120);
    let mut ticks = vec!['─'; WIDTH as usize];
    let mut times = vec![' '; WIDTH as usize + 8];
    for minute in (0..=minutes).step_by(step as usize) {
        let at = column(drill, minute * 60_000);
        let clock = words::clock(drill.scenario().starts_s, minute * 60_000);
        if at + 5 > WIDTH as usize {
            continue;
        }
        ticks[at] = '┬';
        for (place, digit) in times[at..].iter_mut().zip(clock.chars().take(5)) {
            *place = digit;
        }
    }
    let (ticks, times) = (
        ticks.iter().collect::<String>(),
        times.iter().collect::<String>(),
    );
    format!(
        "  {:<LABEL$} {ticks}\n  {:<LABEL$} {}\n",
        "",
        "",
        times.trim_end()
    )
}

/// A mark at each instant; a figure where several fall into one column.
fn marks(drill: &Drill, label: &str, mark: char, at_ms: Vec<i64>) -> String {
    let mut counts = vec![0_u32; WIDTH as usize];
    for ms in at_ms {
        counts[column(drill, ms)] += 1;
    }
    let sign = |count: &u32| match count {
        0 => ' ',
        1 => mark,
        several => char::from_digit((*several).min(9), 10).unwrap_or(mark),
    };
    let line: String = counts.iter().map(sign).collect();
    let row = format!("  {label:<LABEL$} {line}");
    row.trim_end().to_owned() + "\n"
}

fn column(drill: &Drill, ms: i64) -> usize {
    let end = drill.now_ms().max(1);
    (ms.max(0) * WIDTH / end).clamp(0, WIDTH - 1) as usize
}
