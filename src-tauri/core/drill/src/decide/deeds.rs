//! What participants do, and hints for them.

use scenario::Deed;

use super::{Ground, blank, nearest, started, unknown_hypothesis, worded};
use crate::command::Refusal;
use crate::event::{Did, Fact};

/// Longest promise of a next update, minutes.
const NEXT_MAX_MIN: u32 = 240;
/// Hypotheses of a drill. Further ones are refused.
const HYPOTHESES_MAX: usize = 60;
/// Questions that may wait for an answer. Further ones are refused.
const WAITING_MAX: usize = 12;

/// The facilitator logs it, for one of those who share the role if they say so.
pub(super) fn log(
    ground: &Ground<'_>,
    role: &str,
    person: Option<&str>,
    deed: &Deed,
) -> Result<Vec<Fact>, Refusal> {
    started(ground.state)?;
    super::people::known_role(ground, role)?;
    let people = ground.state.people(role);
    let person = match person {
        Some(person) => {
            super::people::has(ground, role, person)?;
            Some(person)
        }
        None => (people.len() == 1).then(|| people[0]),
    };
    did(ground, role, person, false, deed)
}

/// The facts of a deed by somebody, who may be unknown.
pub(super) fn did(
    ground: &Ground<'_>,
    role: &str,
    person: Option<&str>,
    at_desk: bool,
    deed: &Deed,
) -> Result<Vec<Fact>, Refusal> {
    let deed = checked(ground, role, deed)?;
    let mut did = Did {
        role: role.to_owned(),
        person: person.map(str::to_owned),
        question: None,
        at_desk,
        act: None,
        says: None,
        hypothesis: None,
        cause: None,
        deed,
    };
    match &did.deed {
        Deed::System { act } => {
            let estimate = ground
                .world
                .estimate(act)
                .map_err(|no| Refusal::new(no.code, no.message, no.hint))?;
            did.act = Some(ground.state.acts + 1);
            did.says = Some(estimate.says);
        }
        Deed::Hypothesis { text } => {
            did.hypothesis = Some(ground.state.hypotheses.len() as u32 + 1);
            let truth = &ground.scenario.truth;
            did.cause = truth
                .causes
                .iter()
                .chain(&truth.herrings)
                .find(|cause| cause.said_by(text))
                .map(|cause| cause.id.clone());
        }
        Deed::Ask { .. } => did.question = Some(ground.state.questions.len() as u32 + 1),
        _ => {}
    }
    Ok(vec![Fact::Did(did)])
}

/// The deed with its texts cleaned, if everything it points at exists.
fn checked(ground: &Ground<'_>, role: &str, deed: &Deed) -> Result<Deed, Refusal> {
    let state = ground.state;
    let mut deed = deed.clone();
    match &mut deed {
        Deed::Acknowledge { alert } => alert_there(ground, alert)?,
        Deed::Hypothesis { text } => {
            *text = worded(text, "The hypothesis")?;
            if state.hypotheses.len() >= HYPOTHESES_MAX {
                return Err(Refusal::new(
                    "full",
                    format!("There are {HYPOTHESES_MAX} hypotheses."),
                    "Confirm or refute one of them instead.",
                ));
            }
        }
        Deed::Judge {
            hypothesis,
            evidence,
            ..
        } => {
            hypothesis_there(ground, *hypothesis)?;
            if !blank(evidence) {
                *evidence = worded(evidence, "The evidence")?;
            }
        }
        Deed::Pin {
            on,
            what,
            hypothesis,
            ..
        } => {
            *what = worded(what, "The evidence")?;
            if let Some(on) = on {
                *on = worded(on, "What it was seen of")?;
            }
            if let Some(hypothesis) = hypothesis {
                hypothesis_there(ground, *hypothesis)?;
            }
        }
        Deed::Ask { question } => {
            *question = worded(question, "The question")?;
            let waiting = state.questions.iter().filter(|q| q.answer.is_none());
            if waiting.count() >= WAITING_MAX {
                return Err(Refusal::new(
                    "busy",
                    "The assistant is still thinking about earlier questions.",
                    "Wait for an answer, or look for yourselves.",
                ));
            }
        }
        Deed::Verify {
            question, evidence, ..
        } => {
            if state.question(*question).is_none_or(|q| q.answer.is_none()) {
                return Err(Refusal::new(
                    "no-answer",
                    format!("There is no answer to question {question} to check."),
                    "Wait for the answer; they are numbered as they come.",
                ));
            }
            if !blank(evidence) {
                *evidence = worded(evidence, "The evidence")?;
            }
        }
        Deed::Severity { level } if !(1..=5).contains(level) => {
            return Err(Refusal::new(
                "severity",
                format!("There is no severity {level}."),
                "1 is the worst, 5 the least.",
            ));
        }
        Deed::StatusUpdate {
            impact,
            doing,
            next_in_min,
        } => {
            if blank(impact) && blank(doing) {
                return Err(Refusal::new(
                    "empty",
                    "The update says nothing.",
                    "Say who is affected, or what you are doing about it.",
                ));
            }
            if next_in_min.is_some_and(|minutes| minutes == 0 || minutes > NEXT_MAX_MIN) {
                let message = format!("The next update must come within {NEXT_MAX_MIN} minutes.");
                return Err(Refusal::new(
                    "next",
                    message,
                    "Promise a nearer time, or none.",
                ));
            }
            for (text, what) in [(impact, "The impact"), (doing, "What is done")] {
                if !blank(text) {
                    *text = worded(text, what)?;
                }
            }
        }
        Deed::Notice { text } => *text = worded(text, "The notice")?,
        Deed::Decision { text } => *text = worded(text, "The decision")?,
        Deed::Note { text, .. } => *text = worded(text, "The note")?,
        Deed::Say { text, answers, .. } => {
            *text = worded(text, "The message")?;
            if let Some(number) = answers
                && !state.messages.iter().any(|m| m.number == *number)
            {
                return Err(Refusal::new(
                    "unknown-message",
                    format!("There is no message {number} to answer."),
                    "Choose one from the list.",
                ));
            }
        }
        Deed::Tick { item } => {
            let lines = ground.scenario.roles.iter().find(|r| r.id == role);
            let count = lines.map_or(0, |r| r.checklist.len());
            if *item as usize >= count {
                return Err(Refusal::new(
                    "unknown-line",
                    format!("The checklist of this role has {count} lines."),
                    "Choose one of them.",
                ));
            }
            if state.ticked.contains(&(role.to_owned(), *item)) {
                return Err(Refusal::new(
                    "already",
                    "That line is ticked.",
                    "Nothing to do.",
                ));
            }
        }
        Deed::Look { on, query, .. } => {
            for text in [on, query].into_iter().flatten() {
                *text = worded(text, "What was looked for")?;
            }
        }
        Deed::Severity { .. } | Deed::State { .. } | Deed::System { .. } => {}
    }
    Ok(deed)
}

fn hypothesis_there(ground: &Ground<'_>, number: u32) -> Result<(), Refusal> {
    let mut all = ground.state.hypotheses.iter();
    match all.any(|h| h.number == number) {
        true => Ok(()),
        false => Err(unknown_hypothesis(number)),
    }
}

fn alert_there(ground: &Ground<'_>, alert: &str) -> Result<(), Refusal> {
    let rules = &ground.scenario.system.alerts;
    if !rules.iter().any(|rule| rule.name == *alert) {
        return Err(Refusal::new(
            "unknown-alert",
            format!("There is no alert called `{alert}`."),
            nearest(alert, rules.iter().map(|rule| rule.name.as_str())),
        ));
    }
    match ground.state.alerts.iter().rev().find(|a| a.name == alert) {
        None => Err(Refusal::new(
            "not-fired",
            format!("{alert} has not fired."),
            "There is nothing to acknowledge yet.",
        )),
        Some(found) if found.acknowledged.is_some() => Err(Refusal::new(
            "already",
            format!("{alert} is acknowledged."),
            "Log a note if a second person takes it.",
        )),
        Some(_) => Ok(()),
    }
}

pub(super) fn hint(ground: &Ground<'_>, expectation: &str) -> Result<Vec<Fact>, Refusal> {
    started(ground.state)?;
    let Some(hint) = ground
        .scenario
        .hints
        .iter()
        .find(|h| h.expectation == expectation)
    else {
        return Err(Refusal::new(
            "no-hint",
            "The scenario has no hint for this.",
            "Say it in your own words, and note that you did.",
        ));
    };
    let step = ground.state.hints.get(expectation).copied().unwrap_or(0);
    match hint.steps.get(step as usize) {
        None => Err(Refusal::new(
            "no-more",
            "All steps of this hint have been given.",
            "The last step was the answer.",
        )),
        Some(text) => Ok(vec![Fact::HintGiven {
            expectation: expectation.to_owned(),
            step,
            text: text.clone(),
        }]),
    }
}
