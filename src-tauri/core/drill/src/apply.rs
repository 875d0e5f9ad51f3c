//! One event onto the state and the simulated system. Never fails.

use std::sync::Arc;

use scenario::{Deed, Scenario, Trigger};
use world::What;

use crate::command::Ruling;
use crate::effect;
use crate::event::{Created, Did, Event, Fact};
use crate::state::{
    AlertRecord, BreachRecord, ClockPhase, DeedRecord, FaultRecord, Holding, HypothesisRecord,
    InjectPhase, InjectRecord, MessageRecord, State, UpdateRecord,
};
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
        now_ms: 0,
        speed: 1.0,
        paused_ms: 0,
        paused_since: None,
        started_wall_ms: None,
        ended_ms: None,
        seq: 0,
        holdings: Vec::new(),
        injects,
        faults: Vec::new(),
        messages: Vec::new(),
        deeds: Vec::new(),
        acts: 0,
        hypotheses: Vec::new(),
        alerts: Vec::new(),
        breaches: Vec::new(),
        updates: Vec::new(),
        severities: Vec::new(),
        states: Vec::new(),
        met: std::collections::BTreeMap::new(),
        hints: std::collections::BTreeMap::new(),
        ticked: Vec::new(),
        marks: Vec::new(),
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
            people(state, event);
        }
        Fact::Started
        | Fact::Paused { .. }
        | Fact::Resumed
        | Fact::SpeedSet { .. }
        | Fact::EmergencyCalled
        | Fact::Ended => clock(state, worlds, event),
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
        Fact::Did(did) => deed(scenario, state, worlds, event, did),
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
            state.hints.insert(expectation.clone(), step + 1);
        }
        Fact::Observed { text, mark } => state.marks.push((event.at_ms, text.clone(), *mark)),
        Fact::System(what) => system(scenario, state, event, what),
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

fn people(state: &mut State, event: &Event) {
    let at = event.at_ms;
    let mut leave = |role: &str, person: &str| {
        for holding in &mut state.holdings {
            if holding.role == role && holding.person == person && holding.to_ms.is_none() {
                holding.to_ms = Some(at);
            }
        }
    };
    let (role, person, note) = match &event.fact {
        Fact::Assigned { role, person } => (role, person, None),
        Fact::HandedOver {
            role,
            from,
            to,
            note,
        } => {
            leave(role, from);
            (role, to, Some(note.clone()))
        }
        Fact::Unassigned { role, person } => {
            leave(role, person);
            // Someone who left before STARTEX was never there.
            state
                .holdings
                .retain(|h| !(h.to_ms == Some(0) && h.from_ms == 0 && at == 0));
            return;
        }
        _ => return,
    };
    state.holdings.push(Holding {
        role: role.clone(),
        person: person.clone(),
        from_ms: at,
        to_ms: None,
        note,
    });
}

fn clock(state: &mut State, worlds: &mut Worlds, event: &Event) {
    let stop = |state: &mut State, phase| {
        state.phase = phase;
        state.paused_since = state.paused_since.or(Some(event.wall_ms));
    };
    let go = |state: &mut State| {
        // An emergency before STARTEX leaves a drill that has still to start.
        state.phase = match state.started_wall_ms {
            Some(_) => ClockPhase::Running,
            None => ClockPhase::Ready,
        };
        if let Some(since) = state.paused_since.take() {
            state.paused_ms += (event.wall_ms - since).max(0);
        }
    };
    match &event.fact {
        Fact::Started => {
            state.started_wall_ms = Some(event.wall_ms);
            go(state);
        }
        Fact::Resumed => go(state),
        Fact::Paused { .. } => stop(state, ClockPhase::Paused),
        Fact::EmergencyCalled => stop(state, ClockPhase::Emergency),
        Fact::SpeedSet { factor } => state.speed = *factor,
        Fact::Ended => {
            go(state);
            state.phase = ClockPhase::Ended;
            state.ended_ms = Some(event.at_ms);
            worlds.end();
        }
        _ => {}
    }
}

fn deed(
    scenario: &Arc<Scenario>,
    state: &mut State,
    worlds: &mut Worlds,
    event: &Event,
    did: &Did,
) {
    let at = event.at_ms;
    match &did.deed {
        Deed::System { act } => {
            if let Some(number) = did.act {
                state.acts = state.acts.max(number);
                worlds.act(number, act, effect::acts(&did.deed));
            }
        }
        Deed::Acknowledge { alert } => {
            let open = state.alerts.iter_mut().rev().find(|a| a.name == *alert);
            if let Some(found) = open {
                found.acknowledged.get_or_insert((at, did.role.clone()));
            }
        }
        Deed::Hypothesis { text } => {
            let number = did.hypothesis.unwrap_or(0);
            let causes = &scenario.truth.causes;
            let truth = match &did.cause {
                Some(id) if causes.iter().any(|cause| cause.id == *id) => Ruling::True,
                Some(_) => Ruling::RedHerring,
                None => Ruling::Open,
            };
            state.hypotheses.push(HypothesisRecord {
                number,
                seq: event.seq,
                at_ms: at,
                role: did.role.clone(),
                text: text.clone(),
                cause: did.cause.clone(),
                truth,
                verdict: None,
                evidence: Vec::new(),
            });
        }
        Deed::Judge {
            hypothesis,
            verdict,
            evidence,
        } => {
            if let Some(found) = state
                .hypotheses
                .iter_mut()
                .find(|h| h.number == *hypothesis)
            {
                found.verdict = Some(*verdict);
                if !evidence.trim().is_empty() {
                    found.evidence.push(evidence.clone());
                }
            }
        }
        Deed::Severity { level } => state.severities.push((at, *level, event.seq)),
        Deed::State { state: said } => state.states.push((at, *said, event.seq)),
        Deed::StatusUpdate {
            impact,
            doing,
            next_in_min,
        } => state.updates.push(UpdateRecord {
            seq: event.seq,
            at_ms: at,
            role: did.role.clone(),
            impact: impact.clone(),
            doing: doing.clone(),
            next_ms: next_in_min.map(|minutes| at + i64::from(minutes) * 60_000),
        }),
        Deed::Say {
            answers: Some(number),
            ..
        } => {
            if let Some(found) = state.messages.iter_mut().find(|m| m.number == *number) {
                found.answered_ms.get_or_insert(at);
            }
        }
        Deed::Note {
            text,
            mark: Some(mark),
        } => {
            state.marks.push((at, text.clone(), Some(*mark)));
        }
        Deed::Tick { item } => state.ticked.push((did.role.clone(), *item)),
        _ => {}
    }
    let met = judge(scenario, state, event, did);
    state.deeds.push(DeedRecord {
        seq: event.seq,
        at_ms: at,
        did: did.clone(),
        outcome: None,
        effect: None,
        met,
        in_breach: state.in_breach(),
    });
    for record in &mut state.injects {
        match &record.inject.trigger {
            Trigger::Act { pattern, after_ms }
                if pattern.matches(&did.deed, did.cause.as_deref()) =>
            {
                record.armed_ms = record.armed_ms.or(Some(at + i64::from(*after_ms)));
            }
            Trigger::Silent { pattern, for_ms }
                if pattern.matches(&did.deed, did.cause.as_deref()) =>
            {
                record.armed_ms = Some(at + i64::from(*for_ms));
            }
            _ => {}
        }
    }
}

/// Expectations that this deed meets for the first time. One that counts from an alert or an
/// inject is not met by what was done before it.
fn judge(scenario: &Scenario, state: &mut State, event: &Event, did: &Did) -> Vec<String> {
    let mut met = Vec::new();
    for expectation in &scenario.expectations {
        let begun = crate::judge::since(expectation, state).is_some();
        let fits = begun
            && expectation
                .any
                .iter()
                .any(|p| p.matches(&did.deed, did.cause.as_deref()));
        if fits && !state.met.contains_key(&expectation.id) {
            state
                .met
                .insert(expectation.id.clone(), (event.at_ms, event.seq));
            met.push(expectation.id.clone());
        }
    }
    met
}

fn system(scenario: &Scenario, state: &mut State, event: &Event, what: &What) {
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
