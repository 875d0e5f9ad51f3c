//! What only the facilitator reads, and what of it has been said aloud.

use std::collections::BTreeSet;

use drill::{Drill, Fact};
use scenario::Scenario;

/// What nobody but the facilitator reads: the truth, the hints, what is planned, advice.
pub fn secrets(scenario: &Scenario) -> BTreeSet<String> {
    let truth = &scenario.truth;
    let mut all: Vec<&str> = vec![&truth.root_cause, &truth.trigger];
    all.extend(truth.contributing.iter().map(String::as_str));
    all.extend(
        truth
            .causes
            .iter()
            .chain(&truth.herrings)
            .map(|c| c.says.as_str()),
    );
    all.extend(
        scenario
            .hints
            .iter()
            .flat_map(|h| &h.steps)
            .map(String::as_str),
    );
    all.extend(
        scenario
            .expectations
            .iter()
            .flat_map(|e| [e.title.as_str(), e.why.as_str()]),
    );
    for inject in &scenario.injects {
        all.push(&inject.title);
        all.extend(inject.note.as_deref());
        all.extend(inject.fault.as_ref().map(|fault| fault.title.as_str()));
    }
    for answer in &scenario.answers {
        all.push(&answer.says);
        all.extend(answer.note.as_deref());
    }
    for voice in &scenario.stakeholders {
        all.extend([voice.wants.as_str(), voice.voice.as_str()]);
        all.extend(voice.says.iter().map(String::as_str));
    }
    all.extend(scenario.facilitator.lines().filter(|line| line.len() > 30));
    all.into_iter()
        .map(|text| text.trim().to_lowercase())
        .filter(|t| t.len() > 8)
        .collect()
}

/// Everything participants and outside voices have said.
pub fn said(drill: &Drill) -> String {
    let state = drill.state();
    let mut all: Vec<String> = state
        .messages
        .iter()
        .map(|m| m.message.text.clone())
        .collect();
    for record in &state.deeds {
        let (did, what) = drill::words::deed(drill.scenario(), state, &record.did.deed);
        all.push(format!("{did} {what}"));
        all.extend(record.did.says.clone());
    }
    let answers = state.questions.iter().filter_map(|q| q.answer.as_ref());
    all.extend(answers.map(|answer| answer.text.clone()));
    // What is read out before the drill, and what roles and playbooks say anyway.
    let scenario = drill.scenario();
    all.push(scenario.briefing.clone());
    all.extend(
        scenario
            .roles
            .iter()
            .flat_map(|role| role.checklist.clone()),
    );
    all.extend(scenario.playbooks.iter().map(|book| book.text.clone()));
    for event in drill.events() {
        if let Fact::HintGiven { text, .. } = &event.fact {
            all.push(text.clone());
        }
    }
    all.join("\n").to_lowercase()
}
