//! Who is there, and how the clock runs.

use crate::event::{Event, Fact};
use crate::state::{ClockPhase, Holding, MarkRecord, NotedBy, State};
use crate::worlds::Worlds;

pub(super) fn people(state: &mut State, event: &Event) {
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

pub(super) fn clock(state: &mut State, worlds: &mut Worlds, event: &Event) {
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
        Fact::EmergencyCalled => {
            state.stood = state.phase == ClockPhase::Paused;
            stop(state, ClockPhase::Emergency);
        }
        Fact::SpeedSet { factor } => state.speed = *factor,
        Fact::Jumped { to_ms } => state.jumped_ms = Some(*to_ms),
        Fact::LengthSet { length_ms } => state.head.length_ms = *length_ms,
        Fact::Ended => {
            go(state);
            state.phase = ClockPhase::Ended;
            state.ended_ms = Some(event.at_ms);
            worlds.end();
        }
        _ => {}
    }
}

pub(super) fn noted(state: &mut State, event: &Event) {
    match &event.fact {
        Fact::Observed {
            text,
            mark,
            of_ms,
            by,
        } => state.marks.push(MarkRecord {
            seq: event.seq,
            at_ms: of_ms.unwrap_or(event.at_ms),
            text: text.clone(),
            mark: *mark,
            by: by.clone().map_or(NotedBy::Facilitator, NotedBy::Observer),
        }),
        Fact::NeedSetAside { need, until_ms } => {
            state.aside.insert(need.clone(), *until_ms);
        }
        _ => {}
    }
}
