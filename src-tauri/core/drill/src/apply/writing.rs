//! The postmortem as people write it.

use crate::event::{Event, Fact};
use crate::writing::{Status, SurveyRecord, Version, Writing};

pub(super) fn writing(writing: &mut Writing, event: &Event) {
    match &event.fact {
        Fact::Wrote(edit) => {
            let _ = writing.edits.make(edit);
            edited(writing, event);
        }
        Fact::VersionKept { says } => keep(writing, event, says.clone()),
        Fact::VersionRestored { version } => {
            let found = writing.versions.iter().find(|v| v.number == *version);
            if let Some(edits) = found.map(|v| v.edits.clone()) {
                writing.edits = edits;
                edited(writing, event);
            }
        }
        Fact::Filed { status, seal } => {
            writing.status = *status;
            writing.seal.clone_from(seal);
            let says = match status {
                Status::Draft => "back to draft",
                Status::InReview => "into review",
                Status::Final => "final",
            };
            keep(writing, event, says.to_owned());
        }
        Fact::Surveyed {
            role,
            person,
            survey,
        } => {
            // Whoever gave their name may think again.
            if person.is_some() {
                writing.surveys.retain(|known| known.person != *person);
            }
            writing.surveyed += 1;
            writing.surveys.push(SurveyRecord {
                seq: event.seq,
                role: role.clone(),
                person: person.clone(),
                survey: survey.clone(),
            });
        }
        Fact::TruthRevealed => writing.revealed = true,
        _ => {}
    }
}

fn edited(writing: &mut Writing, event: &Event) {
    writing.made += 1;
    writing.edited_ms = Some(event.wall_ms);
}

fn keep(writing: &mut Writing, event: &Event, says: String) {
    writing.versions.push(Version {
        number: writing.versions.last().map_or(1, |last| last.number + 1),
        seq: event.seq,
        wall_ms: event.wall_ms,
        says,
        status: writing.status,
        edits: writing.edits.clone(),
    });
}
