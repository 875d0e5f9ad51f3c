//! Needs about what the team sees and thinks: expectations, parts nobody looked at, hypotheses.

use scenario::names::kind_of;
use scenario::{DeedKind, Page, Pattern, Scenario, Verdict};
use world::spec::ComponentKind;

use super::{Answer, Need, Urgency, need, short};
use crate::command::Ruling;
use crate::judge::{self, Standing};
use crate::state::{HypothesisRecord, State};
use crate::words;

/// Warn so long before an expectation lapses.
const AHEAD_MS: i64 = 60_000;
/// A faulty part that nobody has looked at is a need after this.
const UNSEEN_MS: i64 = 240_000;
/// A wrong hypothesis gains from so many pieces of evidence on.
const GAINING: usize = 2;

pub(super) fn expectations(scenario: &Scenario, state: &State, all: &mut Vec<Need>) {
    for judged in judge::expectations(scenario, state) {
        let Some(due) = judged.due_ms else { continue };
        let left = due - state.now_ms;
        let soon = judged.standing == Standing::Open && left <= AHEAD_MS;
        // A missed one is worth a word while help still helps: five minutes.
        let gone = judged.standing == Standing::Missed && left > -300_000;
        if !soon && !gone {
            continue;
        }
        let expected = judged.expectation;
        let hint = next_step(scenario, state, &expected.id);
        let title = if soon {
            format!("“{}” lapses in {}.", expected.title, words::duration(left))
        } else {
            format!("“{}” has lapsed.", expected.title)
        };
        all.push(need(
            format!("expect-{}", expected.id),
            if hint.is_some() {
                Urgency::Soon
            } else {
                Urgency::Know
            },
            title,
            format!("{}: {}", short(scenario, &expected.role), expected.why),
            hint.map(|step| Answer::Hint(expected.id.clone(), step)),
        ));
    }
}

/// The page that shows a kind of component.
pub fn page_for(kind: ComponentKind) -> Page {
    match kind {
        ComponentKind::Database => Page::Database,
        ComponentKind::Queue | ComponentKind::Worker | ComponentKind::Model => Page::AiPipeline,
        ComponentKind::Browser => Page::WebConsole,
        ComponentKind::Service | ComponentKind::Cache | ComponentKind::External => Page::Logs,
    }
}

/// The component of what a fault points at: `api.db` and `api->payments` are on `api`.
pub fn component_of(on: &str) -> &str {
    on.split("->")
        .next()
        .unwrap_or(on)
        .split('.')
        .next()
        .unwrap_or(on)
}

pub(super) fn unseen(scenario: &Scenario, state: &State, all: &mut Vec<Need>) {
    let mut said: Vec<Page> = Vec::new();
    for fault in state.faults.iter().filter(|f| f.ended_ms.is_none()) {
        let Some(kind) = kind_of(&scenario.system, component_of(&fault.fault.on)) else {
            continue;
        };
        let page = page_for(kind);
        let lasts = state.now_ms - fault.at_ms;
        let seen = state.deeds.iter().any(|d| {
            d.at_ms >= fault.at_ms
                && matches!(&d.did.deed, scenario::Deed::Look { page: p, .. } if *p == page)
        });
        if seen || lasts < UNSEEN_MS || said.contains(&page) {
            continue;
        }
        said.push(page);
        all.push(need(
            format!("unseen-{}", words::page(page)),
            Urgency::Soon,
            format!("Nobody has opened the {}.", words::page(page)),
            format!("“{}” for {}.", fault.fault.title, words::duration(lasts)),
            Some(hint_at(scenario, state, |p| p.page == Some(page)).unwrap_or(Answer::Look(page))),
        ));
    }
}

pub(super) fn hypotheses(scenario: &Scenario, state: &State, all: &mut Vec<Need>) {
    for h in state
        .hypotheses
        .iter()
        .filter(|h| h.truth == Ruling::Open && h.verdict.is_none())
    {
        all.push(need(
            format!("rule-{}", h.number),
            Urgency::Know,
            "A hypothesis waits for your ruling.".to_owned(),
            format!("“{}”", h.text),
            Some(Answer::Rule(h.number)),
        ));
    }
    for h in &state.hypotheses {
        let Some(astray) = astray(h) else { continue };
        let title = match astray {
            Astray::Confirmed => "A wrong hypothesis is taken as confirmed.",
            Astray::Gaining => "A wrong hypothesis is gaining.",
        };
        let weighed = match h.weighed() {
            (0, _) => String::new(),
            (n, 0) => format!(" {n} for it, nothing against."),
            (n, m) => format!(" {n} for it, {m} against."),
        };
        all.push(need(
            format!("wrong-{}", h.number),
            Urgency::Soon,
            title.to_owned(),
            format!("“{}”{weighed}", h.text),
            Some(towards_truth(scenario, state).unwrap_or(Answer::Rule(h.number))),
        ));
    }
}

/// How a wrong hypothesis leads the team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Astray {
    /// They took it as confirmed.
    Confirmed,
    /// More and more speaks for it.
    Gaining,
}

/// Whether a hypothesis leads the team astray. None: it is not wrong, is refuted, or nobody follows it.
#[must_use]
pub fn astray(h: &HypothesisRecord) -> Option<Astray> {
    if h.truth != Ruling::RedHerring || h.verdict == Some(Verdict::Refuted) {
        return None;
    }
    let (supports, against) = h.weighed();
    if h.verdict == Some(Verdict::Confirmed) {
        Some(Astray::Confirmed)
    } else {
        (supports >= GAINING && supports > against).then_some(Astray::Gaining)
    }
}

/// The hint that leads to what is true: of an expected hypothesis first, else of what is due first.
pub(super) fn towards_truth(scenario: &Scenario, state: &State) -> Option<Answer> {
    hint_at(scenario, state, |p| p.act == DeedKind::Hypothesis)
        .or_else(|| hint_at(scenario, state, |_| true))
}

/// The next hint towards an expectation that has begun, is not met, and asks for such a deed.
fn hint_at(scenario: &Scenario, state: &State, asks: impl Fn(&Pattern) -> bool) -> Option<Answer> {
    judge::expectations(scenario, state)
        .into_iter()
        .filter(|j| matches!(j.standing, Standing::Open | Standing::Missed))
        .filter(|j| j.expectation.any.iter().any(&asks))
        .filter_map(|j| Some((j.due_ms, next_step(scenario, state, &j.expectation.id)?, j)))
        .min_by_key(|(due, ..)| *due)
        .map(|(_, step, j)| Answer::Hint(j.expectation.id.clone(), step))
}

/// The step of a hint that would be given next.
fn next_step(scenario: &Scenario, state: &State, expectation: &str) -> Option<String> {
    let mut hints = scenario.hints.iter();
    let hint = hints.find(|h| h.expectation == expectation)?;
    let given = state.hints.get(expectation).copied().unwrap_or(0);
    hint.steps.get(given as usize).cloned()
}
