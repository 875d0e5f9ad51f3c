//! What people answered after the drill: by role, never by name.

use drill::Drill;

use super::short;
use super::timeline::{capital, plain};
use crate::postmortem::{ActionItem, ActionKind, Answer};

/// Their answers, word for word: those with a role in the order of the roles, then the others, sorted
/// by their words, so that the order does not say who wrote what.
pub fn answers(drill: &Drill) -> Vec<Answer> {
    let roles = &drill.scenario().roles;
    let place = |role: &Option<String>| {
        let known = |id: &String| roles.iter().position(|role| role.id == *id);
        role.as_ref().and_then(known).unwrap_or(usize::MAX)
    };
    let mut all: Vec<_> = drill.state().writing.surveys.iter().collect();
    all.sort_by_key(|record| {
        (
            place(&record.role),
            &record.survey.helped,
            &record.survey.hindered,
        )
    });
    all.into_iter()
        .map(|record| Answer {
            role: record
                .role
                .as_deref()
                .map(|role| short(drill, role))
                .unwrap_or_default(),
            helped: record.survey.helped.trim().to_owned(),
            hindered: record.survey.hindered.trim().to_owned(),
            change: record.survey.change.trim().to_owned(),
        })
        .collect()
}

/// What should change.
pub fn changes(drill: &Drill) -> Vec<ActionItem> {
    answers(drill)
        .iter()
        .filter(|answer| !answer.change.is_empty())
        .map(|answer| ActionItem {
            title: capital(&plain(&answer.change)),
            kind: ActionKind::Process,
            ..ActionItem::default()
        })
        .collect()
}
