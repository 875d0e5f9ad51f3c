//! What the system did.

use super::arm;
use crate::event::Event;
use crate::state::{AlertRecord, BreachRecord, State};
use scenario::{Scenario, Trigger};
use world::What;

pub(super) fn system(scenario: &Scenario, state: &mut State, event: &Event, what: &What) {
    let at = event.at_ms;
    match what {
        What::AlertFired { alert, .. } => {
            state.alerts.push(AlertRecord {
                seq: event.seq,
                name: alert.clone(),
                fired_ms: at,
                resolved_ms: None,
                acknowledged: None,
            });
            let fired = alert.clone();
            arm(state, at, |trigger| match trigger {
                Trigger::Alert { alert, after_ms } if *alert == fired => Some(*after_ms),
                _ => None,
            });
        }
        What::AlertResolved { alert } => {
            let open = state.alerts.iter_mut().rev().find(|a| a.name == *alert);
            if let Some(found) = open {
                found.resolved_ms = Some(at);
            }
        }
        // A breach is told once it has held, and its end once that has: both began before.
        What::BreachBegan { level } => {
            let held = scenario
                .system
                .service_levels
                .iter()
                .find(|l| l.id == *level);
            let held_ms = held.map_or(0, |l| i64::from(l.for_s) * 1_000);
            state.breaches.push(BreachRecord {
                seq: event.seq,
                level: level.clone(),
                from_ms: at - held_ms,
                to_ms: None,
            });
        }
        What::BreachEnded { level } => {
            let open = state.breaches.iter_mut().rev().find(|b| b.level == *level);
            if let Some(found) = open {
                let good_ms = i64::from(world::BREACH_ENDS_AFTER_S) * 1_000;
                found.to_ms = Some((at - good_ms).max(found.from_ms));
            }
        }
        What::FaultBack { fault } => {
            if let Some(found) = state.faults.iter_mut().find(|f| f.id == *fault) {
                found.ended_ms = None;
                found.ended_says = None;
            }
        }
        What::ActDone { act, ok, says } => {
            if let Some(found) = state.deeds.iter_mut().find(|d| d.did.act == Some(*act)) {
                found.outcome = Some((at, *ok, says.clone()));
            }
        }
        What::FaultEnded { fault, says } => {
            if let Some(found) = state.faults.iter_mut().find(|f| f.id == *fault) {
                found.ended_ms = found.ended_ms.or(Some(at));
                found.ended_says = Some(says.clone());
            }
        }
    }
}
