//! What people answered after the drill: it goes into lessons and action items, by role, never by
//! name.

use drill::Drill;
use drill::writing::{Survey, SurveyRecord};

use super::short;
use super::timeline::{capital, plain};
use crate::postmortem::{ActionItem, ActionKind};

/// What helped.
pub fn helped(drill: &Drill) -> Vec<String> {
    answers(drill, |survey| &survey.helped)
}

/// What hindered.
pub fn hindered(drill: &Drill) -> Vec<String> {
    answers(drill, |survey| &survey.hindered)
}

/// What should change.
pub fn changes(drill: &Drill) -> Vec<ActionItem> {
    let surveys = drill.state().writing.surveys.iter();
    surveys
        .filter(|record| !record.survey.change.trim().is_empty())
        .map(|record| ActionItem {
            title: capital(&plain(record.survey.change.trim())),
            kind: ActionKind::Process,
            ..ActionItem::default()
        })
        .collect()
}

fn answers(drill: &Drill, which: impl Fn(&Survey) -> &String) -> Vec<String> {
    let surveys = drill.state().writing.surveys.iter();
    surveys
        .filter_map(|record| {
            let text = which(&record.survey).trim();
            (!text.is_empty()).then(|| format!("“{}” ({})", plain(text), who(drill, record)))
        })
        .collect()
}

fn who(drill: &Drill, record: &SurveyRecord) -> String {
    match &record.role {
        Some(role) => format!("{}, asked after the drill", short(drill, role)),
        None => "asked after the drill, without a name".to_owned(),
    }
}
