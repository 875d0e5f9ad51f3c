//! What the assistant says: the facilitator's words, or the script's when its time has come.

use scenario::Scenario;

use super::{Ground, nearest, worded};
use crate::assistant::SHRUG;
use crate::command::Refusal;
use crate::event::Fact;
use crate::state::{QuestionRecord, State};

fn open<'a>(ground: &Ground<'a>, number: u32) -> Result<&'a QuestionRecord, Refusal> {
    let Some(question) = ground.state.question(number) else {
        return Err(Refusal::new(
            "unknown-question",
            format!("There is no question {number}."),
            "They are numbered as they are asked.",
        ));
    };
    if question.answer.is_some() {
        return Err(Refusal::new(
            "answered",
            format!("Question {number} is answered."),
            "What was said stays said. Speak to the room, or wait for the next question.",
        ));
    }
    Ok(question)
}

pub(super) fn answer(
    ground: &Ground<'_>,
    number: u32,
    text: &str,
    script: Option<&str>,
    right: Option<bool>,
) -> Result<Vec<Fact>, Refusal> {
    open(ground, number)?;
    let known = &ground.scenario.answers;
    if let Some(script) = script
        && !known.iter().any(|answer| answer.id == script)
    {
        return Err(Refusal::new(
            "unknown-answer",
            format!("The scenario has no answer called `{script}`."),
            nearest(script, known.iter().map(|answer| answer.id.as_str())),
        ));
    }
    Ok(vec![Fact::AssistantAnswered {
        question: number,
        text: worded(text, "The answer")?,
        script: script.map(str::to_owned),
        right,
        sent: true,
    }])
}

pub(super) fn hold(ground: &Ground<'_>, number: u32) -> Result<Vec<Fact>, Refusal> {
    let question = open(ground, number)?;
    if question.due_ms.is_none() {
        return Err(Refusal::new(
            "already",
            "This answer waits for you.",
            "Send it when you have it.",
        ));
    }
    Ok(vec![Fact::AnswerHeld { question: number }])
}

/// The answer whose time has come, if one has.
pub(crate) fn due_answer(scenario: &Scenario, state: &State) -> Option<Fact> {
    let waits = |q: &&QuestionRecord| q.due_ms.is_some_and(|at| at <= state.now_ms);
    let question = state.questions.iter().find(waits)?;
    let script = question.script.as_deref();
    let script = scenario
        .answers
        .iter()
        .find(|answer| Some(answer.id.as_str()) == script);
    Some(Fact::AssistantAnswered {
        question: question.number,
        text: script.map_or_else(|| SHRUG.to_owned(), |answer| answer.says.clone()),
        script: script.map(|answer| answer.id.clone()),
        right: script.map(|answer| answer.right),
        sent: false,
    })
}
