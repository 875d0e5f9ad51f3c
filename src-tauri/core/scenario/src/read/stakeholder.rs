//! `[[stakeholder]]`: people outside the team, for the facilitator to play.

use super::doc::Doc;
use super::table::Table;
use crate::limits;
use crate::model::{Scenario, Stakeholder};

pub(super) fn stakeholders(tables: &[Table<'_>]) -> Vec<Stakeholder> {
    let mut all: Vec<Stakeholder> = Vec::new();
    for table in tables {
        let name = table.need_text("name", limits::TITLE, "Support lead");
        if all.iter().any(|known| known.name == name.value) {
            let message = format!("two stakeholders are called \"{}\"", name.value);
            table.doc.error(&name.span, message, "rename one of them");
        }
        let text = |key| table.need_text(key, limits::TEXT, "…").value;
        all.push(Stakeholder {
            wants: text("wants"),
            voice: text("voice"),
            says: table.strings("says", limits::LIST, limits::TEXT),
            name: name.value,
        });
    }
    all
}

/// Whoever sends a message.
pub(super) fn senders(injects: &[Table<'_>]) -> Vec<String> {
    let from = |inject: &Table<'_>| {
        let message = inject.table("message", "a message")?;
        message.hush();
        message.text("from", limits::TITLE).map(|from| from.value)
    };
    injects.iter().filter_map(from).collect()
}

/// Where some have a voice, everybody who waits for an answer should: the facilitator speaks
/// for them.
pub(super) fn warn_about_voices(doc: &Doc<'_>, injects: &[Table<'_>], scenario: &Scenario) {
    if scenario.stakeholders.is_empty() {
        return;
    }
    let mut said: Vec<&str> = Vec::new();
    for (table, inject) in injects.iter().zip(&scenario.injects) {
        let Some(message) = inject.message.as_ref().filter(|m| m.wants_answer) else {
            continue;
        };
        let from = message.from.as_str();
        let known = scenario.stakeholders.iter().any(|s| s.name == from);
        if !known && !said.contains(&from) {
            said.push(from);
            let message = format!("{from} waits for an answer, and has no voice to be played with");
            let help = format!("add a [[stakeholder]] with `name = \"{from}\"`");
            doc.warn(&table.place("message"), message, help);
        }
    }
}
