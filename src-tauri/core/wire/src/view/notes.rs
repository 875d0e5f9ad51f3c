//! Notes for the hot wash: the facilitator's, observers', and the team's marked ones.

use drill::Drill;
use drill::state::{MarkRecord, NotedBy};

use super::parts::{ms, short};
use crate::console::NoteRow;

/// Notes sent; older ones are in the record and the postmortem.
const NOTES: usize = 200;

/// Newest first.
pub fn notes(drill: &Drill) -> Vec<NoteRow> {
    let row = |note: &MarkRecord| NoteRow {
        event: note.seq,
        at_ms: ms(note.at_ms),
        by: match &note.by {
            NotedBy::Facilitator => None,
            NotedBy::Observer(name) => Some(name.clone()),
            NotedBy::Role(role) => Some(short(drill, role)),
        },
        text: note.text.clone(),
        mark: note.mark,
    };
    let newest = drill.state().marks.iter().rev();
    newest.take(NOTES).map(row).collect()
}
