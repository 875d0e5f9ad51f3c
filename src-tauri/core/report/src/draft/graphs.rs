//! The key graphs over the whole drill, with what explains them marked.

use drill::state::InjectPhase;
use drill::{Drill, words};
use world::expr::Expr;

use crate::postmortem::{Graph, Mark, MarkKind};

/// Values a graph has at the most.
const POINTS: i64 = 360;
/// Of the past before STARTEX, so much is drawn, seconds.
const BEFORE_S: i64 = 120;

/// The key panels.
pub fn graphs(drill: &Drill) -> Vec<Graph> {
    let spec = &drill.scenario().system;
    let first = -i64::from(spec.warmup_s).min(BEFORE_S);
    let last = drill.now_ms() / 1_000;
    let step = ((last - first) / POINTS).max(1);
    let marks = marks(drill);
    let panels = spec.panels.iter().filter(|panel| panel.key);
    panels
        .filter_map(|panel| {
            // A checked scenario's expressions parse.
            let expr = Expr::parse(&panel.expr).ok()?;
            let values = (0..)
                .map(|n| first + n * step)
                .take_while(|s| *s <= last)
                .map(|s| {
                    let s = i32::try_from(s).ok()?;
                    drill
                        .world()
                        .eval(&expr, s, panel.window_s)
                        .map(|v| v as f32)
                })
                .collect();
            Some(Graph {
                id: panel.id.clone(),
                title: panel.title.clone(),
                unit: panel.unit.clone(),
                t0_s: first as f64,
                step_s: step as f64,
                values,
                threshold: panel.bad.or(panel.warn).map(|v| v as f32),
                marks: marks.clone(),
                caption: String::new(),
            })
        })
        .collect()
}

fn marks(drill: &Drill) -> Vec<Mark> {
    let state = drill.state();
    let injects = state
        .injects
        .iter()
        .filter(|r| r.phase == InjectPhase::Fired && r.inject.fault.is_some())
        .filter_map(|r| {
            Some(Mark {
                at_ms: r.fired_ms?,
                kind: MarkKind::Inject,
                label: r.inject.title.clone(),
            })
        });
    // The first time each alert fired; repeats are in the timeline.
    let mut seen: Vec<&str> = Vec::new();
    let alerts = state.alerts.iter().filter(move |a| {
        let new = !seen.contains(&a.name.as_str());
        seen.push(&a.name);
        new
    });
    let alerts = alerts.map(|a| Mark {
        at_ms: a.fired_ms,
        kind: MarkKind::Alert,
        label: a.name.clone(),
    });
    let acts = state
        .deeds
        .iter()
        .filter(|d| drill::effect::acts(&d.did.deed));
    let acts = acts.map(|d| {
        let (did, what) = words::deed(drill.scenario(), state, &d.did.deed);
        Mark {
            at_ms: d.at_ms,
            kind: MarkKind::Act,
            label: format!("{did} {what}"),
        }
    });
    let mut all: Vec<Mark> = injects.chain(alerts).chain(acts).collect();
    all.sort_by_key(|mark| mark.at_ms);
    all
}
