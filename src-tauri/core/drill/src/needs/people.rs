//! Needs about the people: who is missing, who is silent, who waits.

use scenario::Scenario;

use super::{Answer, Need, Urgency, need};
use crate::judge;
use crate::state::State;
use crate::words;

pub(super) fn empty_roles(scenario: &Scenario, state: &State, all: &mut Vec<Need>) {
    for role in &scenario.roles {
        if state.people(&role.id).is_empty() {
            all.push(need(
                format!("empty-{}", role.id),
                Urgency::Soon,
                format!("{} is empty.", role.short),
                role.answers_for.clone(),
                Some(Answer::Assign(role.id.clone())),
            ));
        }
    }
}

pub(super) fn silent_roles(scenario: &Scenario, state: &State, all: &mut Vec<Need>) {
    for role in &scenario.roles {
        if let Some(silent) = judge::silent_for(scenario, state, &role.id) {
            all.push(need(
                format!("silent-{}", role.id),
                Urgency::Soon,
                format!(
                    "{} has been silent for {}.",
                    role.short,
                    words::duration(silent)
                ),
                "Ask what they are doing, and log it.".to_owned(),
                Some(Answer::Log(role.id.clone(), None)),
            ));
        }
    }
}

pub(super) fn waiting(state: &State, all: &mut Vec<Need>) {
    for desk in &state.desks {
        if state.roles_of(&desk.person).is_empty() {
            all.push(need(
                format!("waits-{}", desk.person),
                Urgency::Soon,
                format!("{} waits for a role.", desk.person),
                "They have a desk, and nothing to do at it.".to_owned(),
                Some(Answer::Desk(desk.person.clone())),
            ));
        }
    }
}
