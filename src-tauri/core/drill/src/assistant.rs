//! The assistant: what it says to a question, and when.

use scenario::{Answer, Scenario};

/// A scripted answer goes by itself after so long, drill milliseconds, unless it is held.
pub const SCRIPTED_AFTER_MS: i64 = 15_000;
/// Without a scripted answer the facilitator has so long before [`SHRUG`] goes.
pub const SHRUG_AFTER_MS: i64 = 60_000;
/// What it says when nobody gave it an answer.
pub const SHRUG: &str = "I cannot see your system from here, so I do not know. Give me a log line or a figure, and \
     ask what it could mean.";

/// Answers for a question, the best first: those with a word of every group, longer ones first,
/// then those with some. The first is whole, and goes by itself, where the flag says so.
pub fn proposals<'a>(scenario: &'a Scenario, question: &str) -> Vec<(&'a Answer, bool)> {
    let mut all: Vec<(bool, usize, &Answer)> = scenario
        .answers
        .iter()
        .map(|answer| {
            let (has, of) = answer.fits(question);
            (has == of, has, answer)
        })
        .filter(|(_, has, _)| *has > 0)
        .collect();
    // Stable: of equals, the one that stands first in the file.
    all.sort_by_key(|(whole, has, _)| std::cmp::Reverse((*whole, *has)));
    all.into_iter()
        .map(|(whole, _, answer)| (answer, whole))
        .collect()
}

/// The scripted answer that goes to a question by itself.
pub fn scripted<'a>(scenario: &'a Scenario, question: &str) -> Option<&'a Answer> {
    let (answer, whole) = *proposals(scenario, question).first()?;
    whole.then_some(answer)
}
