//! The timeline's lanes: injects, alerts, one for each role.

use drill::state::InjectPhase;
use drill::{Drill, words};
use scenario::{Deed, Trigger};

use super::parts::{cut, ms, short};
use super::run_sheet::{CHAIN_MAX, movable, would_come};
use crate::console::{Bar, Lane};
use crate::parts::Tone;

/// Lanes in order.
pub fn lanes(drill: &Drill) -> Vec<Lane> {
    let mut lanes = vec![injects(drill), alerts(drill)];
    lanes.extend(drill.scenario().roles.iter().map(|role| Lane {
        title: role.short.clone(),
        bars: deeds(drill, &role.id),
    }));
    lanes
}

fn injects(drill: &Drill) -> Lane {
    let mut bars: Vec<Bar> = drill
        .state()
        .injects
        .iter()
        .filter_map(|record| {
            if record.phase == InjectPhase::Skipped {
                return None;
            }
            let came = matches!(record.phase, InjectPhase::Fired | InjectPhase::Undone);
            let would = would_come(drill.state(), record, CHAIN_MAX);
            let at = if came { record.fired_ms } else { would }?;
            let trigger = &record.inject.trigger;
            // Branches and contingencies stand where they would come.
            let branch = !matches!(trigger, Trigger::At { .. } | Trigger::Tray);
            let waits = (!came && branch).then(|| words::trigger(drill.scenario(), trigger));
            let tone = match record.phase {
                InjectPhase::Fired if record.inject.fault.is_some() => Tone::Truth,
                InjectPhase::Fired => Tone::Info,
                InjectPhase::Held => Tone::Warn,
                _ => Tone::Plain,
            };
            Some(Bar {
                from_ms: ms(at),
                to_ms: None,
                open: false,
                label: cut(&record.inject.title, 18),
                title: record.inject.title.clone(),
                tone,
                inject: Some(record.inject.id.clone()),
                movable: movable(record),
                waits,
            })
        })
        .collect();
    bars.sort_by_key(|bar| bar.from_ms);
    Lane {
        title: "Injects".to_owned(),
        bars,
    }
}

fn alerts(drill: &Drill) -> Lane {
    let rules = &drill.scenario().system.alerts;
    let bars = drill.state().alerts.iter().map(|record| {
        let rule = rules.iter().find(|rule| rule.name == record.name);
        let critical = rule.is_some_and(|r| r.severity == world::Level::Critical);
        Bar {
            from_ms: ms(record.fired_ms),
            to_ms: record.resolved_ms.map(ms),
            open: record.resolved_ms.is_none(),
            label: record.name.clone(),
            title: rule.map_or_else(|| record.name.clone(), |r| r.title.clone()),
            tone: if critical { Tone::Bad } else { Tone::Warn },
            inject: None,
            movable: false,
            waits: None,
        }
    });
    Lane {
        title: "Alerts".to_owned(),
        bars: bars.collect(),
    }
}

fn deeds(drill: &Drill, role: &str) -> Vec<Bar> {
    let mine = drill
        .state()
        .deeds
        .iter()
        .filter(|record| record.did.role == role);
    mine.map(|record| {
        let (did, what) = super::feed::said(drill, record);
        let done = record.outcome.as_ref();
        let tone = match (&record.did.deed, done) {
            (_, Some((_, false, _))) => Tone::Bad,
            _ if !record.met.is_empty() => Tone::Good,
            (Deed::System { .. }, _) => Tone::Warn,
            (Deed::Look { .. }, _) => Tone::Info,
            _ => Tone::Plain,
        };
        Bar {
            from_ms: ms(record.at_ms),
            to_ms: done.map(|(at, ..)| ms(*at)),
            open: record.did.act.is_some() && done.is_none(),
            label: cut(&label(drill, &record.did.deed, &did, &what), 18),
            title: format!("{did} {what}"),
            tone,
            inject: None,
            movable: false,
            waits: None,
        }
    })
    .collect()
}

/// A few words for a bar.
fn label(drill: &Drill, deed: &Deed, did: &str, what: &str) -> String {
    match deed {
        Deed::Look { .. } | Deed::Severity { .. } => what.to_owned(),
        Deed::Acknowledge { .. } => "ack".to_owned(),
        Deed::Hypothesis { .. } => format!("? {what}"),
        Deed::StatusUpdate { .. } => "update".to_owned(),
        Deed::Notice { .. } => "notice".to_owned(),
        Deed::Say { to, .. } => format!("to {}", short(drill, to)),
        Deed::Note { .. } => "note".to_owned(),
        Deed::Decision { .. } => "decision".to_owned(),
        Deed::Tick { .. } => "✓".to_owned(),
        _ => format!("{did} {what}"),
    }
}
