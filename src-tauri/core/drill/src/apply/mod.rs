//! One event onto the state and the simulated system. Never fails.

mod assistant;
mod deeds;
mod desks;
mod room;
mod system;
mod writing;

use std::sync::Arc;

use scenario::{Scenario, Trigger};

use crate::event::{Created, Event, Fact};
use crate::state::{ClockPhase, FaultRecord, InjectPhase, InjectRecord, MessageRecord, State};
use crate::worlds::Worlds;

/// The state right after a drill was made.
pub fn first(scenario: &Scenario, head: Created) -> State {
    let injects = scenario
        .injects
        .iter()
        .map(|inject| record(inject.clone(), false))
        .collect();
    State {
        head,
        phase: ClockPhase::Ready,
        stood: false,
        now_ms: 0,
        speed: 1.0,
        paused_ms: 0,
        paused_since: None,
        started_wall_ms: None,
        ended_ms: None,
        seq: 0,
        holdings: Vec::new(),
        desks: Vec::new(),
        desks_made: 0,
        closed_roles: std::collections::BTreeSet::new(),
        injects,
        faults: Vec::new(),
        messages: Vec::new(),
        deeds: Vec::new(),
        acts: 0,
        hypotheses: Vec::new(),
        pins: Vec::new(),
        questions: Vec::new(),
        alerts: Vec::new(),
        breaches: Vec::new(),
        updates: Vec::new(),
        severities: Vec::new(),
        states: Vec::new(),
        met: std::collections::BTreeMap::new(),
        hints: std::collections::BTreeMap::new(),
        ticked: Vec::new(),
        marks: Vec::new(),
        aside: std::collections::BTreeMap::new(),
        jumped_ms: None,
        writing: crate::writing::Writing::default(),
    }
}

fn record(inject: scenario::Inject, added: bool) -> InjectRecord {
    let at_ms = match inject.trigger {
        Trigger::At { at_ms } => Some(i64::from(at_ms)),
        _ => None,
    };
    let armed_ms = match inject.trigger {
        Trigger::Silent { for_ms, .. } => Some(i64::from(for_ms)),
        _ => None,
    };
    InjectRecord {
        inject,
        phase: InjectPhase::Planned,
        at_ms,
        armed_ms,
        fired_ms: None,
        faults: Vec::new(),
        messages: Vec::new(),
        added,
    }
}

/// Applies an event. `worlds` stand at the event's time.
pub fn apply(scenario: &Arc<Scenario>, state: &mut State, worlds: &mut Worlds, event: &Event) {
    state.seq = event.seq;
    state.now_ms = state.now_ms.max(event.at_ms);
    match &event.fact {
        Fact::Created(_) => {}
        Fact::Assigned { .. } | Fact::Unassigned { .. } | Fact::HandedOver { .. } => {
            room::people(state, event);
        }
        Fact::Joined { .. }
        | Fact::Renamed { .. }
        | Fact::Removed { .. }
        | Fact::Left { .. }
        | Fact::RoleOpened { .. } => desks::desks(state, event),
        Fact::Started
        | Fact::Paused { .. }
        | Fact::Resumed
        | Fact::SpeedSet { .. }
        | Fact::Jumped { .. }
        | Fact::LengthSet { .. }
        | Fact::EmergencyCalled
        | Fact::Ended => room::clock(state, worlds, event),
        Fact::InjectFired { inject, .. } => {
            if let Some(found) = find(state, inject) {
                found.phase = InjectPhase::Fired;
                found.fired_ms = Some(event.at_ms);
            }
            let fired = inject.clone();
            arm(state, event.at_ms, |trigger| match trigger {
                Trigger::Inject { inject, after_ms } if *inject == fired => Some(*after_ms),
                _ => None,
            });
        }
        Fact::InjectHeld { inject } => set_phase(state, inject, InjectPhase::Held),
        Fact::InjectReleased { inject } | Fact::InjectRestored { inject } => {
            set_phase(state, inject, InjectPhase::Planned);
            if let Some(found) = find(state, inject) {
                found.fired_ms = None;
            }
        }
        Fact::InjectSkipped { inject } => set_phase(state, inject, InjectPhase::Skipped),
        Fact::InjectUndone { inject } => {
            set_phase(state, inject, InjectPhase::Undone);
            // What would have followed from it does not come by itself any more.
            for record in &mut state.injects {
                let follows = matches!(&record.inject.trigger,
                    Trigger::Inject { inject: first, .. } if first == inject);
                if follows && record.phase == InjectPhase::Planned {
                    record.armed_ms = None;
                }
            }
        }
        Fact::InjectMoved { inject, to_ms } => {
            if let Some(found) = find(state, inject) {
                found.at_ms = Some(i64::from(*to_ms));
            }
        }
        Fact::InjectAdded { inject } => state.injects.push(record((**inject).clone(), true)),
        Fact::FaultStarted {
            fault,
            what,
            inject,
        } => {
            worlds.start_fault(*fault, what);
            state.faults.push(FaultRecord {
                id: *fault,
                fault: what.clone(),
                at_ms: event.at_ms,
                inject: inject.clone(),
                ended_ms: None,
                ended_says: None,
                stopped: false,
            });
            if let Some(found) = inject.as_deref().and_then(|id| find(state, id)) {
                found.faults.push(*fault);
            }
        }
        Fact::FaultStopped { fault } => {
            worlds.stop_fault(*fault);
            if let Some(found) = state.faults.iter_mut().find(|f| f.id == *fault) {
                found.ended_ms = found.ended_ms.or(Some(event.at_ms));
                found.stopped = true;
            }
        }
        Fact::MessageDelivered {
            number,
            message,
            inject,
        } => {
            state.messages.push(MessageRecord {
                number: *number,
                at_ms: event.at_ms,
                message: message.clone(),
                answered_ms: None,
                retracted: false,
            });
            if let Some(found) = find(state, inject) {
                found.messages.push(*number);
            }
        }
        Fact::MessageRetracted { number } => {
            if let Some(found) = state.messages.iter_mut().find(|m| m.number == *number) {
                found.retracted = true;
            }
        }
        Fact::Did(did) => deeds::deed(scenario, state, worlds, event, did),
        Fact::AssistantAnswered { .. } | Fact::AnswerHeld { .. } => assistant::said(state, event),
        Fact::Ruled { hypothesis, truth } => {
            if let Some(found) = state
                .hypotheses
                .iter_mut()
                .find(|h| h.number == *hypothesis)
            {
                found.truth = *truth;
            }
        }
        Fact::HintGiven {
            expectation, step, ..
        } => {
            state
                .hints
                .insert(expectation.clone(), step.saturating_add(1));
        }
        Fact::Observed { .. } | Fact::NeedSetAside { .. } => room::noted(state, event),
        Fact::Wrote(_)
        | Fact::VersionKept { .. }
        | Fact::VersionRestored { .. }
        | Fact::Filed { .. }
        | Fact::Surveyed { .. }
        | Fact::TruthRevealed => writing::writing(&mut state.writing, event),
        Fact::System(what) => system::system(scenario, state, event, what),
    }
    settle(state, worlds);
}

/// Notes what acts turned out to have done.
pub fn settle(state: &mut State, worlds: &mut Worlds) {
    for (act, effect) in worlds.take_measured() {
        if let Some(found) = state.deeds.iter_mut().find(|d| d.did.act == Some(act)) {
            found.effect = Some(effect);
        }
    }
}

fn find<'a>(state: &'a mut State, id: &str) -> Option<&'a mut InjectRecord> {
    state
        .injects
        .iter_mut()
        .find(|record| record.inject.id == id)
}

fn set_phase(state: &mut State, id: &str, phase: InjectPhase) {
    if let Some(found) = find(state, id) {
        found.phase = phase;
    }
}

/// Sets the time at which waiting injects come; the first occasion counts.
fn arm(state: &mut State, at_ms: i64, after: impl Fn(&Trigger) -> Option<u32>) {
    for record in &mut state.injects {
        if let Some(after_ms) = after(&record.inject.trigger) {
            record.armed_ms = record.armed_ms.or(Some(at_ms + i64::from(after_ms)));
        }
    }
}
