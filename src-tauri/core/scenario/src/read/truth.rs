//! `[truth]`: what is really going on, and how hypotheses are recognised.

use super::doc::{At, Node};
use super::table::Table;
use crate::limits;
use crate::model::{Cause, Truth};

/// For a scenario without `[truth]`, which has been reported.
pub(super) fn unknown() -> Truth {
    let (causes, herrings) = (Vec::new(), Vec::new());
    let (root_cause, trigger) = (String::new(), String::new());
    Truth {
        root_cause,
        trigger,
        contributing: Vec::new(),
        causes,
        herrings,
    }
}

pub(super) fn truth(table: &Table<'_>) -> Truth {
    let causes = table.tables("cause", limits::LIST, "a cause");
    let herrings = table.tables("herring", limits::LIST, "a herring");
    if causes.is_empty() {
        let help =
            "add [[truth.cause]] with `id`, `says` and `words`, so that a right hypothesis is seen";
        table.doc.warn(
            &table.span,
            "no hypothesis can be recognised as right",
            help,
        );
    }
    let mut ids: Vec<String> = Vec::new();
    let mut read = |table: &Table<'_>| {
        let id = table.need_text("id", limits::ID, "leak");
        if ids.contains(&id.value) {
            let message = format!("two causes or herrings have the id \"{}\"", id.value);
            table.doc.error(&id.span, message, "rename one of them");
        }
        ids.push(id.value.clone());
        Cause {
            id: id.value,
            says: table
                .need_text("says", limits::TEXT, "What it says, in full.")
                .value,
            words: words(table),
        }
    };
    Truth {
        root_cause: table.need_text("root_cause", limits::TEXT, "…").value,
        trigger: table.need_text("trigger", limits::TEXT, "…").value,
        contributing: table.strings("contributing", limits::LIST, limits::TEXT),
        causes: causes.iter().map(&mut read).collect(),
        herrings: herrings.iter().map(&mut read).collect(),
    }
}

/// `words = [["leak", "connection"], ["v214", "deploy"]]`: one word of each group.
pub(super) fn words(table: &Table<'_>) -> Vec<Vec<String>> {
    let example = "[[\"leak\", \"connection\"], [\"v214\", \"deploy\"]]";
    let mut groups = Vec::new();
    for item in table.list("words", limits::LIST) {
        let Node::List(words) = &item.value else {
            let message = format!(
                "`words` lists groups of words, and this is {}",
                item.value.kind()
            );
            table
                .doc
                .error(&item.span, message, format!("e.g. `words = {example}`"));
            continue;
        };
        let text = |item: &At<Node>| match &item.value {
            Node::Text(word) if !word.trim().is_empty() => Some(word.to_lowercase()),
            _ => None,
        };
        let group: Vec<String> = words.iter().filter_map(text).take(limits::LIST).collect();
        if group.is_empty() || group.len() < words.len().min(limits::LIST) {
            let help = "each group lists words in quotes, any of which will do";
            table
                .doc
                .error(&item.span, "a group of words without words", help);
        }
        groups.push(group);
    }
    if groups.is_empty() {
        table.missing("words", example);
    }
    groups
}
