//! What needs the facilitator now, most urgent first. Computed from the record.

mod insight;
mod pace;
mod people;
mod talk;

pub use insight::{Astray, astray, component_of, page_for};

use scenario::{DeedKind, Page, Scenario};

use crate::state::{ClockPhase, State};

/// How urgent a need is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Now.
    Now,
    /// Soon.
    Soon,
    /// Worth knowing.
    Know,
}

/// What one key does about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Give the next step of this expectation's hint.
    Hint(String, String),
    /// Put someone into this role.
    Assign(String),
    /// Fire this inject.
    Fire(String),
    /// Rule on this hypothesis.
    Rule(u32),
    /// Answer this question in the assistant's name.
    Question(u32),
    /// Log what this role is doing; with the kind of deed that is wanted.
    Log(String, Option<DeedKind>),
    /// Look at this page, and say what is there.
    Look(Page),
    /// See to the desk of this person.
    Desk(String),
    /// Play an inject from the tray.
    Tray,
    /// End the drill.
    End,
}

/// Something that needs the facilitator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// Stable id.
    pub id: String,
    /// How urgent.
    pub urgency: Urgency,
    /// Few words.
    pub title: String,
    /// One sentence.
    pub text: String,
    /// What one key does.
    pub answer: Option<Answer>,
}

/// A need that was set aside comes back after this.
pub(crate) const ASIDE_MS: i64 = 300_000;

/// All needs, most urgent first.
pub fn needs(scenario: &Scenario, state: &State) -> Vec<Need> {
    let mut all = Vec::new();
    if state.phase == ClockPhase::Ended {
        return all;
    }
    people::empty_roles(scenario, state, &mut all);
    people::waiting(state, &mut all);
    if state.phase != ClockPhase::Ready {
        talk::updates(scenario, state, &mut all);
        talk::messages(scenario, state, &mut all);
        talk::questions(scenario, state, &mut all);
        people::silent_roles(scenario, state, &mut all);
        insight::expectations(scenario, state, &mut all);
        insight::unseen(scenario, state, &mut all);
        insight::hypotheses(scenario, state, &mut all);
        pace::held(state, &mut all);
        pace::pace(scenario, state, &mut all);
    }
    all.retain(|need| !is_aside(state, &need.id));
    all.sort_by_key(|need| need.urgency);
    all
}

/// Whether a need is set aside now.
pub fn is_aside(state: &State, need: &str) -> bool {
    state
        .aside
        .get(need)
        .is_some_and(|until| state.now_ms < *until)
}

fn need(id: String, urgency: Urgency, title: String, text: String, answer: Option<Answer>) -> Need {
    Need {
        id,
        urgency,
        title,
        text,
        answer,
    }
}

fn short<'a>(scenario: &'a Scenario, role: &'a str) -> &'a str {
    scenario
        .roles
        .iter()
        .find(|r| r.id == role)
        .map_or(role, |r| r.short.as_str())
}
