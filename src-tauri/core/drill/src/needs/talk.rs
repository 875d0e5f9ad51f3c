//! Needs about talk: updates that are due, messages and questions that wait.

use scenario::{DeedKind, Scenario};

use super::{Answer, Need, Urgency, need, short};
use crate::judge;
use crate::state::State;
use crate::words;

/// Warn so long before an update is due.
const AHEAD_MS: i64 = 60_000;
/// A message that wants an answer is overdue after this.
const ANSWER_MS: i64 = 180_000;

pub(super) fn updates(scenario: &Scenario, state: &State, all: &mut Vec<Need>) {
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
        // The next one is another need: this one set aside does not hide it.
        format!("update-{}", state.updates.len() + 1),
        Urgency::Now,
        title,
        basis.to_owned(),
        speaker(scenario).map(|role| Answer::Log(role, Some(DeedKind::StatusUpdate))),
    ));
}

/// Who sends status updates: the role that is expected to, else the first that may.
fn speaker(scenario: &Scenario) -> Option<String> {
    let sends = |e: &&scenario::Expectation| e.any.iter().any(|p| p.act == DeedKind::StatusUpdate);
    let expected = scenario.expectations.iter().find(sends);
    let may = |role: &&scenario::Role| role.may.contains(&DeedKind::StatusUpdate);
    expected
        .map(|e| e.role.clone())
        .or_else(|| scenario.roles.iter().find(may).map(|r| r.id.clone()))
}

pub(super) fn messages(scenario: &Scenario, state: &State, all: &mut Vec<Need>) {
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
                    .then(|| Answer::Log(record.message.to.clone(), Some(DeedKind::Say))),
            ));
        }
    }
}

pub(super) fn questions(scenario: &Scenario, state: &State, all: &mut Vec<Need>) {
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
