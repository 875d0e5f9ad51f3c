//! Graphs and the minutes of telemetry that are kept.

use drill::Drill;
use drill::effect::{BROKEN, trouble};
use world::World;
use world::expr::Expr;
use world::spec::PanelSpec;

use super::sight;
use crate::parts::{PanelView, Tone};

/// How much of the past a live graph shows, seconds.
const SPAN_S: i32 = 900;
/// Seconds between two values of a live graph.
const STEP_S: i32 = 5;

/// The graphs, key ones first; `key` only those four.
pub fn panels(drill: &Drill, key: bool) -> Vec<PanelView> {
    let specs = &drill.scenario().system.panels;
    let mut all: Vec<&PanelSpec> = specs.iter().filter(|panel| panel.key || !key).collect();
    all.sort_by_key(|panel| !panel.key);
    all.into_iter().map(|spec| panel(drill, spec)).collect()
}

/// Values of a graph over a whole drill, at the most.
const POINTS: i32 = 600;

/// The key graphs from a second on to the end of the drill.
pub fn whole(drill: &Drill, from_s: i32) -> Vec<PanelView> {
    let last = second(drill.now_ms());
    let step = ((last - from_s) / POINTS / STEP_S + 1) * STEP_S;
    let specs = drill.scenario().system.panels.iter().filter(|p| p.key);
    specs
        .map(|spec| over(drill, spec, from_s, last, step))
        .collect()
}

fn panel(drill: &Drill, spec: &PanelSpec) -> PanelView {
    let now_s = second(drill.now_ms());
    let first_s = -i32::try_from(drill.scenario().system.warmup_s).unwrap_or(0);
    let last = now_s.div_euclid(STEP_S) * STEP_S;
    let from_s = (last - SPAN_S).max(first_s + STEP_S);
    over(drill, spec, from_s, last, STEP_S)
}

fn over(drill: &Drill, spec: &PanelSpec, from_s: i32, last: i32, step_s: i32) -> PanelView {
    let world = drill.world();
    let now_s = second(drill.now_ms());
    // A checked scenario's expressions parse.
    let expr = Expr::parse(&spec.expr).ok();
    let at = |s: i32| {
        let expr = expr.as_ref()?;
        world.seen(expr, s, spec.window_s).filter(|v| v.is_finite())
    };
    let mut values = Vec::new();
    let mut s = from_s;
    while s <= last {
        values.push(at(s).map(|v| v as f32));
        s += step_s;
    }
    // What is late is shown as of when it was measured, and not called the present.
    let value = at(now_s.min(world.seen_until_s()));
    let missing_since_s = sight::missing_since(drill, expr.as_ref());
    PanelView {
        id: spec.id.clone(),
        title: spec.title.clone(),
        unit: spec.unit.clone(),
        value,
        missing_since_s,
        tone: tone(spec, value),
        warn: spec.warn,
        bad: spec.bad,
        low_is_bad: spec.low_is_bad,
        key: spec.key,
        from_s,
        step_s: step_s.unsigned_abs(),
        values,
    }
}

/// How a value stands to its limits.
fn tone(spec: &PanelSpec, value: Option<f64>) -> Tone {
    match value.map(|value| trouble(spec, value)) {
        None => Tone::Plain,
        Some(BROKEN) => Tone::Bad,
        Some(0) if spec.warn.is_none() && spec.bad.is_none() => Tone::Info,
        Some(0) => Tone::Good,
        Some(_) => Tone::Warn,
    }
}

/// Whole seconds that are over at a drill time.
pub fn second(at_ms: i64) -> i32 {
    i32::try_from(at_ms.div_euclid(1_000)).unwrap_or(i32::MAX)
}

/// The first drill minute there is telemetry of.
pub fn first_minute(world: &World) -> i32 {
    let from = world
        .telemetry()
        .series()
        .iter()
        .map(|series| series.from_s)
        .min()
        .unwrap_or(0);
    from.div_euclid(60)
}

/// The columns of one drill minute: `component metric` and up to 60 values.
pub fn minute(world: &World, minute: i32) -> Vec<(String, Vec<f32>)> {
    let series = world.telemetry().series().iter();
    series
        .map(|series| {
            let at = |s: i32| usize::try_from(s - series.from_s).ok();
            let from = at(minute * 60).unwrap_or(0).min(series.values.len());
            let to = at(minute * 60 + 60).unwrap_or(0).min(series.values.len());
            (
                format!("{} {}", series.component, series.metric),
                series.values[from..to].to_vec(),
            )
        })
        .collect()
}
