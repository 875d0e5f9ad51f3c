//! Questions to the assistant, its answers, and whether they were looked at before they were acted on.

use scenario::{Answer, Deed, Scenario};

use crate::assistant::{SCRIPTED_AFTER_MS, SHRUG_AFTER_MS, scripted};
use crate::effect;
use crate::event::{Did, Event, Fact};
use crate::state::{AnswerRecord, QuestionRecord, State};

/// A question is asked.
pub(super) fn asked(scenario: &Scenario, state: &mut State, event: &Event, did: &Did) {
    let Deed::Ask { question } = &did.deed else {
        return;
    };
    let script = scripted(scenario, question);
    let after = script.map_or(SHRUG_AFTER_MS, |_| SCRIPTED_AFTER_MS);
    state.questions.push(QuestionRecord {
        number: did.question.unwrap_or(0),
        seq: event.seq,
        at_ms: event.at_ms,
        role: did.role.clone(),
        person: did.person.clone(),
        text: question.clone(),
        script: script.map(|answer| answer.id.clone()),
        due_ms: Some(event.at_ms + after),
        answer: None,
        verified: None,
        followed: None,
    });
}

/// The assistant speaks, or is kept from it.
pub(super) fn said(state: &mut State, event: &Event) {
    let (number, answer) = match &event.fact {
        Fact::AnswerHeld { question } => (*question, None),
        Fact::AssistantAnswered {
            question,
            text,
            script,
            right,
            sent,
        } => (
            *question,
            Some(AnswerRecord {
                at_ms: event.at_ms,
                text: text.clone(),
                script: script.clone(),
                right: *right,
                sent: *sent,
            }),
        ),
        _ => return,
    };
    if let Some(found) = state.questions.iter_mut().find(|q| q.number == number) {
        found.due_ms = None;
        found.answer = answer.or(found.answer.take());
    }
}

/// What a deed means for the answers given so far. Returns the ids of scripted answers that it
/// puts to the test for the first time; an answer of the facilitator's own has an empty one.
pub(super) fn weigh(
    scenario: &Scenario,
    state: &mut State,
    event: &Event,
    did: &Did,
) -> Vec<String> {
    let mut tested = Vec::new();
    // The same advice given twice is followed once.
    let followed: Vec<String> = state
        .questions
        .iter()
        .filter(|question| question.followed.is_some())
        .filter_map(|question| question.answer.as_ref()?.script.clone())
        .collect();
    for question in &mut state.questions {
        let Some(answer) = &question.answer else {
            continue;
        };
        if answer.script.is_none() && !answer.sent {
            // "I do not know" is nothing to test.
            continue;
        }
        let id = answer.script.as_deref();
        let script = scenario
            .answers
            .iter()
            .find(|known| Some(known.id.as_str()) == id);
        let said = match &did.deed {
            Deed::Verify {
                question: number,
                holds,
                ..
            } => (*number == question.number).then_some(Some(*holds)),
            deed => tests(script, deed).then_some(None),
        };
        if let Some(holds) = said {
            if question.verified.is_none() {
                // To look afterwards is no test of the advice that was followed.
                let late = question.followed.is_some()
                    || id.is_some_and(|id| followed.iter().any(|known| known == id));
                if !late {
                    tested.push(id.unwrap_or_default().to_owned());
                }
                question.verified = Some((event.at_ms, event.seq, holds));
            } else if let (Some(verified), Some(_)) = (&mut question.verified, holds) {
                verified.2 = holds;
            }
        }
        let follows = script.is_some_and(|script| script.followed_by(&did.deed));
        if let (true, Some(act), true) = (follows, did.act, effect::acts(&did.deed)) {
            let before = question.verified.is_some();
            question.followed.get_or_insert((act, before));
        }
    }
    tested
}

/// An answer that no script stands behind is tested by any look at the system.
fn tests(script: Option<&Answer>, deed: &Deed) -> bool {
    match script {
        Some(script) => script.verified_by(deed),
        None => Answer::unscripted().verified_by(deed),
    }
}
