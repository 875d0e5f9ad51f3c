//! Who sits at a desk of their own.

use crate::event::{Event, Fact};
use crate::state::{DeskRecord, State};

pub(super) fn desks(state: &mut State, event: &Event) {
    match &event.fact {
        Fact::Joined { desk, person } => {
            state.desks_made = state.desks_made.max(*desk);
            state.desks.push(DeskRecord {
                desk: *desk,
                person: person.clone(),
                joined_ms: event.at_ms,
            });
        }
        Fact::Renamed { from, to } => rename(state, from, to),
        Fact::Removed { person } => {
            state.desks.retain(|desk| desk.person != *person);
            for holding in &mut state.holdings {
                if holding.person == *person && holding.to_ms.is_none() {
                    holding.to_ms = Some(event.at_ms);
                }
            }
        }
        Fact::Left { desk } => state.desks.retain(|known| known.desk != *desk),
        Fact::RoleOpened { role, open: true } => {
            state.closed_roles.remove(role);
        }
        Fact::RoleOpened { role, open: false } => {
            state.closed_roles.insert(role.clone());
        }
        _ => {}
    }
}

/// The same person under another name, in everything they have done.
fn rename(state: &mut State, from: &str, to: &str) {
    let name = |person: &mut String| {
        if person == from {
            to.clone_into(person);
        }
    };
    let maybe = |person: &mut Option<String>| {
        if let Some(person) = person {
            name(person);
        }
    };
    state
        .desks
        .iter_mut()
        .for_each(|desk| name(&mut desk.person));
    state.holdings.iter_mut().for_each(|h| name(&mut h.person));
    state
        .deeds
        .iter_mut()
        .for_each(|d| maybe(&mut d.did.person));
    state.pins.iter_mut().for_each(|p| maybe(&mut p.person));
    state
        .questions
        .iter_mut()
        .for_each(|q| maybe(&mut q.person));
    let surveys = state.writing.surveys.iter_mut();
    surveys.for_each(|answer| maybe(&mut answer.person));
}
