//! `[[answer]]`: what the assistant says when it is asked.

use super::pattern::{self, Refs};
use super::table::Table;
use super::truth;
use crate::limits;
use crate::model::{Answer, Pattern};
use world::SystemSpec;

/// Ids of the answers, for patterns; one that is there twice is reported.
pub(super) fn ids(tables: &[Table<'_>]) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for table in tables {
        let id = table.need_text("id", limits::ID, "roll-back-api");
        if !id.value.is_empty() && ids.contains(&id.value) {
            let message = format!("two answers have the id \"{}\"", id.value);
            table.doc.error(&id.span, message, "rename one of them");
        }
        ids.push(id.value);
    }
    ids
}

pub(super) fn answer(table: &Table<'_>, id: &str, system: &SystemSpec, refs: &Refs) -> Answer {
    if !table.has("right") {
        table.missing("right", "true, or false where it is confidently wrong");
    }
    let answer = Answer {
        id: id.to_owned(),
        words: truth::words(table),
        says: table
            .need_text("says", limits::TEXT, "What it answers.")
            .value,
        right: table.truth("right", true),
        note: table.text("note", limits::TEXT).map(|note| note.value),
        verify: patterns(table, "verify", system, refs),
        invites: patterns(table, "invites", system, refs),
    };
    if !answer.right && answer.note.is_none() {
        let help = "add a `note` that says what is wrong about it, for the facilitator";
        let message = format!("the answer \"{id}\" is wrong, and nothing says why");
        table.doc.warn(&table.span, message, help);
    }
    answer
}

fn patterns(table: &Table<'_>, key: &str, system: &SystemSpec, refs: &Refs) -> Vec<Pattern> {
    let tables = table.tables(key, limits::LIST, "an act");
    let each = tables.iter();
    each.filter_map(|table| pattern::pattern(table, system, refs))
        .collect()
}
