//! The system map with the truth on it.

use std::collections::BTreeMap;

use drill::{Drill, needs, words};
use world::spec::{ComponentKind, Stack};
use world::{ComponentState, Figure, Health, VersionCount, World};

use super::parts::ms;
use super::sight;
use crate::console::{ComponentView, EdgeView, FaultRow, SystemView};
use crate::parts::Tone;

/// The map.
pub fn system(drill: &Drill) -> SystemView {
    let (components, edges) = map(drill.world(), |state| component(drill, state));
    SystemView {
        components,
        edges,
        faults: faults(drill),
    }
}

/// The boxes in their places, and the arrows.
pub fn map(
    world: &World,
    component: impl Fn(&ComponentState) -> ComponentView,
) -> (Vec<ComponentView>, Vec<EdgeView>) {
    let states = world.components();
    let edges = edges(world);
    let pairs: Vec<(&str, &str)> = edges
        .iter()
        .map(|e| (e.from.as_str(), e.to.as_str()))
        .collect();
    let services = world.spec().services.iter();
    let pages: Vec<&str> = services
        .filter(|s| s.stack == Stack::React)
        .map(|s| s.id.as_str())
        .collect();
    let columns = columns(&states, &pairs, &pages);
    let mut next_row: BTreeMap<u32, u32> = BTreeMap::new();
    let components: Vec<ComponentView> = states
        .iter()
        .map(|state| {
            let column = columns.get(state.id.as_str()).copied().unwrap_or(1);
            let row = next_row.entry(column).or_insert(0);
            let view = ComponentView {
                column,
                row: *row,
                ..component(state)
            };
            *row += 1;
            view
        })
        .collect();
    (components, edges)
}

/// Who calls whom, and which workers take from which queue.
fn edges(world: &World) -> Vec<EdgeView> {
    let workers = &world.spec().workers;
    // The world has a worker reach for its queue; on the map tasks flow from the queue to it.
    let calls = world.edges().into_iter().filter(|edge| {
        !workers
            .iter()
            .any(|worker| worker.id == edge.from && worker.queue == edge.to)
    });
    let calls = calls.map(|edge| EdgeView {
        tone: match edge.error_ratio {
            ratio if ratio > 0.05 => Tone::Bad,
            ratio if ratio > 0.01 => Tone::Warn,
            _ => Tone::Plain,
        },
        breaker_open: edge.breaker_open == Some(true),
        fallback_on: edge.fallback_on == Some(true),
        from: edge.from,
        to: edge.to,
    });
    let tasks = workers.iter().map(|worker| EdgeView {
        from: worker.queue.clone(),
        to: worker.id.clone(),
        tone: Tone::Plain,
        breaker_open: false,
        fallback_on: false,
    });
    calls.chain(tasks).collect()
}

fn component(drill: &Drill, state: &ComponentState) -> ComponentView {
    let unseen = sight::unseen(drill, &state.id);
    let figures: Vec<String> = state.figures.iter().take(2).map(figure).collect();
    ComponentView {
        id: state.id.clone(),
        title: state.title.clone(),
        kind: state.kind,
        column: 0,
        row: 0,
        tone: match state.health {
            Health::Ok => Tone::Good,
            Health::Degraded => Tone::Warn,
            Health::Broken => Tone::Bad,
            Health::Off => Tone::Plain,
        },
        // The map is the truth; what the team does not see of it is said first.
        says: match unseen {
            Some(unseen) => format!("{unseen} · {}", figures.join(" · ")),
            None => figures.join(" · "),
        },
        version: versions(&state.versions),
        off: state.health == Health::Off,
    }
}

/// "v214", or "v213 ×3, v214 ×1" where more than one runs. None: there are none.
pub fn versions(running: &[VersionCount]) -> Option<String> {
    let words: Vec<String> = match running {
        [one] => vec![one.version.clone()],
        many => many
            .iter()
            .map(|v| format!("{} ×{}", v.version, v.replicas))
            .collect(),
    };
    (!words.is_empty()).then(|| words.join(", "))
}

/// A figure in the few words a box has room for, e.g. `31 % err`, `8.2 s`, `pool 100/100`.
fn figure(figure: &Figure) -> String {
    let (value, unit) = (figure.value.as_str(), figure.unit.as_str());
    match (figure.label.as_str(), unit) {
        ("errors", _) => format!("{value} {unit} err"),
        ("connections", _) => format!("{value} conn"),
        ("pool", _) => format!("pool {value}"),
        (label, "") => format!("{value} {label}"),
        _ => format!("{value} {unit}"),
    }
}

/// Columns from the browsers to the right. What serves pages stands before what the pages call; a
/// queue stands under who publishes to it, its workers two further on, models beside who asks them.
fn columns<'a>(
    states: &'a [ComponentState],
    edges: &[(&'a str, &'a str)],
    pages: &[&str],
) -> BTreeMap<&'a str, u32> {
    let kind = |id: &str| states.iter().find(|s| s.id == id).map(|s| s.kind);
    let step = |from: &str, to: &str| match (kind(from), kind(to)) {
        (_, Some(ComponentKind::Queue)) | (Some(ComponentKind::Worker), _) => 0,
        (Some(ComponentKind::Queue), _) => 2,
        (Some(ComponentKind::Browser), _) if !pages.is_empty() && !pages.contains(&to) => 2,
        _ => 1,
    };
    let mut at: BTreeMap<&str, u32> = BTreeMap::new();
    for state in states.iter().filter(|s| s.kind == ComponentKind::Browser) {
        at.insert(state.id.as_str(), 0);
    }
    // Calls have no cycles, so as many rounds as components settle it.
    for _ in 0..states.len() {
        for (from, to) in edges {
            let Some(base) = at.get(from).copied() else {
                continue;
            };
            let there = at.entry(to).or_insert(0);
            *there = (*there).max(base + step(from, to)).min(6);
        }
    }
    for state in states {
        at.entry(state.id.as_str()).or_insert(1);
    }
    at
}

/// Faults that are in the system.
fn faults(drill: &Drill) -> Vec<FaultRow> {
    let strengths = drill.world().faults();
    let active = drill.state().faults.iter().filter(|f| f.ended_ms.is_none());
    active
        .map(|record| FaultRow {
            id: record.id,
            component: needs::component_of(&record.fault.on).to_owned(),
            label: words::fault_label(&record.fault),
            says: words::fault(&record.fault),
            at_ms: ms(record.at_ms),
            strength: strengths
                .iter()
                .find(|f| f.id == record.id)
                .map_or(0.0, |f| if f.active { f.strength } else { 0.0 }),
            inject: record.inject.clone(),
            fault: record.fault.clone(),
        })
        .collect()
}
