//! What needs the facilitator now, most urgent first. Computed from the record.

use scenario::{Page, Scenario};
use world::spec::ComponentKind;

use crate::command::Ruling;
use crate::judge::{self, Standing};
use crate::state::{ClockPhase, InjectPhase, State};
use crate::words;

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
    /// Log what this role is doing.
    Log(String),
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

/// Warn so long before an update is due or an expectation lapses.
const AHEAD_MS: i64 = 60_000;
/// A message that wants an answer is overdue after this.
const ANSWER_MS: i64 = 180_000;
/// A faulty part that nobody has looked at is a need after this.
const UNSEEN_MS: i64 = 240_000;

/// All needs, most urgent first.
pub fn needs(scenario: &Scenario, state: &State) -> Vec<Need> {
    let mut all = Vec::new();
    if state.phase == ClockPhase::Ended {
        return all;
    }
    empty_roles(scenario, state, &mut all);
    if state.phase != ClockPhase::Ready {
        updates(scenario, state, &mut all);
        messages(scenario, state, &mut all);
        silent_roles(scenario, state, &mut all);
        expectations(scenario, state, &mut all);
        unseen(scenario, state, &mut all);
        questions(scenario, state, &mut all);
        hypotheses(state, &mut all);
        held(state, &mut all);
    }
    all.sort_by_key(|need| need.urgency);
    all
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

fn empty_roles(scenario: &Scenario, state: &State, all: &mut Vec<Need>) {
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

fn updates(scenario: &Scenario, state: &State, all: &mut Vec<Need>) {
    let Some(due) = judge::next_update_due(scenario, state) else {
        return;
    };
    let left = due - state.now_ms;
    if left > AHEAD_MS {
        return;
    }
    let promised = state.updates.last().is_some_and(|u| u.next_ms.is_some());
    let basis = if promised {
        "The last update promised it."
    } else {
        "By the norms."
    };
    let title = if left >= 0 {
        format!("Status update due in {}.", words::duration(left))
    } else {
        format!("Status update overdue by {}.", words::duration(-left))
    };
    all.push(need(
        "update".to_owned(),
        Urgency::Now,
        title,
        basis.to_owned(),
        None,
    ));
}

fn messages(scenario: &Scenario, state: &State, all: &mut Vec<Need>) {
    for record in &state.messages {
        let open = record.message.wants_answer && record.answered_ms.is_none() && !record.retracted;
        let waits = state.now_ms - record.at_ms;
        if open && waits >= ANSWER_MS {
            all.push(need(
                format!("message-{}", record.number),
                Urgency::Soon,
                format!("{} waits for an answer.", record.message.from),
                format!(
                    "Asked {} at {}.",
                    short(scenario, &record.message.to),
                    words::clock(scenario.starts_s, record.at_ms)
                ),
                // To the whole room: nobody in particular answers.
                scenario
                    .roles
                    .iter()
                    .any(|role| role.id == record.message.to)
                    .then(|| Answer::Log(record.message.to.clone())),
            ));
        }
    }
}

fn questions(scenario: &Scenario, state: &State, all: &mut Vec<Need>) {
    for q in state.questions.iter().filter(|q| q.answer.is_none()) {
        let who = q.person.as_deref().unwrap_or(short(scenario, &q.role));
        let goes = match q.due_ms {
            None => "It waits for you.".to_owned(),
            Some(due) if q.script.is_some() => format!(
                "The scripted answer goes in {}.",
                words::duration((due - state.now_ms).max(0))
            ),
            Some(due) => format!(
                "No scripted answer fits; it says so in {}.",
                words::duration((due - state.now_ms).max(0))
            ),
        };
        let urgency = if q.script.is_some() && q.due_ms.is_some() {
            Urgency::Know
        } else {
            Urgency::Now
        };
        all.push(need(
            format!("question-{}", q.number),
            urgency,
            format!("{who} asks the assistant."),
            format!("“{}” {goes}", q.text),
            Some(Answer::Question(q.number)),
        ));
    }
}

fn silent_roles(scenario: &Scenario, state: &State, all: &mut Vec<Need>) {
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
                Some(Answer::Log(role.id.clone())),
            ));
        }
    }
}

fn expectations(scenario: &Scenario, state: &State, all: &mut Vec<Need>) {
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
        let hint = scenario
            .hints
            .iter()
            .find(|h| h.expectation == expected.id)
            .and_then(|h| {
                let given = state.hints.get(&expected.id).copied().unwrap_or(0);
                h.steps.get(given as usize).cloned()
            });
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
fn page_for(kind: ComponentKind) -> Page {
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

fn kind_of(scenario: &Scenario, id: &str) -> Option<ComponentKind> {
    let s = &scenario.system;
    if s.services.iter().any(|c| c.id == id) {
        Some(ComponentKind::Service)
    } else if s.databases.iter().any(|c| c.id == id) {
        Some(ComponentKind::Database)
    } else if s.caches.iter().any(|c| c.id == id) {
        Some(ComponentKind::Cache)
    } else if s.queues.iter().any(|c| c.id == id) {
        Some(ComponentKind::Queue)
    } else if s.workers.iter().any(|c| c.id == id) {
        Some(ComponentKind::Worker)
    } else if s.models.iter().any(|c| c.id == id) {
        Some(ComponentKind::Model)
    } else if s.externals.iter().any(|c| c.id == id) {
        Some(ComponentKind::External)
    } else {
        None
    }
}

fn unseen(scenario: &Scenario, state: &State, all: &mut Vec<Need>) {
    let mut said: Vec<Page> = Vec::new();
    for fault in state.faults.iter().filter(|f| f.ended_ms.is_none()) {
        let Some(kind) = kind_of(scenario, component_of(&fault.fault.on)) else {
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
            None,
        ));
    }
}

fn hypotheses(state: &State, all: &mut Vec<Need>) {
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
        let wrong = h.truth == Ruling::RedHerring;
        if wrong && h.verdict == Some(scenario::Verdict::Confirmed) {
            all.push(need(
                format!("wrong-{}", h.number),
                Urgency::Soon,
                "A wrong hypothesis is taken as confirmed.".to_owned(),
                format!("“{}”", h.text),
                None,
            ));
        }
    }
}

fn held(state: &State, all: &mut Vec<Need>) {
    for record in state
        .injects
        .iter()
        .filter(|r| r.phase == InjectPhase::Held)
    {
        let due = record.at_ms.or(record.armed_ms);
        if due.is_some_and(|at| at <= state.now_ms) {
            all.push(need(
                format!("held-{}", record.inject.id),
                Urgency::Know,
                format!("“{}” is held past its time.", record.inject.title),
                "Fire it when the room is ready, or skip it.".to_owned(),
                Some(Answer::Fire(record.inject.id.clone())),
            ));
        }
    }
}
