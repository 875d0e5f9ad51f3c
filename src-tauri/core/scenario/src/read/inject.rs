//! Injects: when they come, and what they bring.

use std::collections::BTreeMap;

use super::doc::Doc;
use super::fault;
use super::pattern::{self, Refs};
use super::table::{Table, Text};
use crate::limits;
use crate::model::{Inject, Message, Trigger};
use world::SystemSpec;

/// A title's id: "The queue floods back" → "the-queue-floods-back".
pub(super) fn slug(title: &str) -> String {
    let mut id = String::new();
    for c in title.to_lowercase().chars() {
        if c.is_alphanumeric() {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    id.truncate(
        id.char_indices()
            .nth(limits::ID)
            .map_or(id.len(), |(at, _)| at),
    );
    id.trim_end_matches('-').to_owned()
}

/// (id, title) of the entries of a list, before they are read; reports doubles.
pub(super) fn ids(doc: &Doc<'_>, tables: &[Table<'_>], kind: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for table in tables {
        let title = table.need_text("title", limits::TITLE, "…");
        let own = table.text("id", limits::ID);
        let span = own.as_ref().map_or(&title.span, |own| &own.span);
        let id = own
            .as_ref()
            .map_or_else(|| slug(&title.value), |own| own.value.clone());
        if let Some(own) = &own
            && !own.value.is_empty()
            && slug(&own.value) != own.value
        {
            let message = format!("\"{}\" cannot be an id", own.value);
            let help = format!(
                "use lower-case letters, digits and -: \"{}\"",
                slug(&own.value)
            );
            doc.error(&own.span, message, help);
        }
        if !id.is_empty() && all.iter().any(|(known, _)| *known == id) {
            let message = format!("two {kind} have the id \"{id}\"");
            doc.error(
                span,
                message,
                "give one of them another title, or an `id = \"…\"` of its own",
            );
        }
        all.push((id, title.value));
    }
    all
}

pub(super) fn injects(
    doc: &Doc<'_>,
    tables: &[Table<'_>],
    system: &SystemSpec,
    refs: &Refs,
    length_ms: u32,
) -> Vec<Inject> {
    let mut all = Vec::new();
    for (table, (id, title)) in tables.iter().zip(&refs.injects) {
        all.extend(inject(table, id, title, system, refs, length_ms));
    }
    check_circles(doc, tables, &all, refs);
    all
}

fn inject(
    table: &Table<'_>,
    id: &str,
    title: &str,
    system: &SystemSpec,
    refs: &Refs,
    length_ms: u32,
) -> Option<Inject> {
    let trigger = trigger(table, system, refs, true);
    if let Some(Trigger::At { at_ms }) = trigger
        && at_ms >= length_ms
    {
        let help = "move it earlier, make the scenario longer, or put it into the tray";
        table.doc.warn(
            &table.place("at"),
            format!("\"{title}\" comes after the end"),
            help,
        );
    }
    let fault = table
        .table("fault", "a fault")
        .and_then(|t| fault::fault(&t, system, title));
    let mut stops = Vec::new();
    for name in table.texts("stops", limits::LIST, limits::TITLE) {
        stops.extend(pattern::find(table, &name, "inject", &refs.injects));
    }
    let message = table
        .table("message", "a message")
        .map(|table| message(&table, refs));
    let note = table.text("note", limits::TEXT).map(|note| note.value);
    if fault.is_none() && message.is_none() && stops.is_empty() && note.is_none() {
        let has_fault = table.has("fault");
        if !has_fault {
            let help = "give it a `fault`, a `message`, a `note`, or something it `stops`";
            table
                .doc
                .warn(&table.span, format!("\"{title}\" does nothing"), help);
        }
    }
    let (id, title) = (id.to_owned(), title.to_owned());
    Some(Inject {
        id,
        title,
        trigger: trigger?,
        fault,
        stops,
        message,
        note,
    })
}

fn message(table: &Table<'_>, refs: &Refs) -> Message {
    let from = table.need_text("from", limits::TITLE, "Support lead");
    let to = table.need_text("to", limits::ID, "bridge");
    let room = ["room"].into_iter();
    table.doc.refers(
        &to,
        "role",
        refs.roles.iter().map(String::as_str).chain(room),
    );
    let channel = table.text("channel", limits::ID);
    if let Some(channel) = &channel {
        let known = ["chat", "phone", "mail", "social", "pager"];
        table.doc.refers(channel, "channel", known);
    }
    Message {
        from: from.value,
        to: to.value,
        channel: channel.map_or_else(|| "chat".to_owned(), |channel| channel.value),
        text: table.need_text("text", limits::TEXT, "…").value,
        wants_answer: table.truth("wants_answer", false),
    }
}

/// `at`, `when` with `after`, or `tray`.
pub(super) fn trigger(
    table: &Table<'_>,
    system: &SystemSpec,
    refs: &Refs,
    may_be_tray: bool,
) -> Option<Trigger> {
    let keys: &[&str] = if may_be_tray {
        &["at", "when", "tray"]
    } else {
        &["at", "when"]
    };
    match table.which(keys)[..] {
        ["at"] => Some(Trigger::At {
            at_ms: table.ms("at")?.value,
        }),
        ["when"] => {
            let after_ms = table.ms("after").map_or(0, |ms| ms.value);
            let when = table.table("when", "`when`")?;
            when_trigger(&when, table, after_ms, system, refs)
        }
        ["tray"] if table.truth("tray", true) => Some(Trigger::Tray),
        ["tray"] => {
            let help = "remove the line and write `at` or `when`";
            table
                .doc
                .error(&table.place("tray"), "`tray = false` says nothing", help);
            None
        }
        [] => {
            let tray = if may_be_tray {
                ", or `tray = true`"
            } else {
                ""
            };
            let help = format!("write `at = \"04:00\"` or `when = {{ alert = \"…\" }}`{tray}");
            table
                .doc
                .error(&table.span, format!("{} never comes", table.what), help);
            None
        }
        ref several => {
            let message = format!("{} has {} at once", table.what, several.join(" and "));
            table
                .doc
                .error(&table.place(several[1]), message, "keep one of them");
            None
        }
    }
}

fn when_trigger(
    when: &Table<'_>,
    inject: &Table<'_>,
    after_ms: u32,
    system: &SystemSpec,
    refs: &Refs,
) -> Option<Trigger> {
    match when.which(&["act", "alert", "inject", "silent"])[..] {
        ["act"] => Some(Trigger::Act {
            pattern: pattern::pattern(when, system, refs)?,
            after_ms,
        }),
        ["alert"] => Some(Trigger::Alert {
            alert: alert(when, system)?,
            after_ms,
        }),
        ["inject"] => {
            let name = when.need_text("inject", limits::TITLE, "…");
            let inject = pattern::find(when, &name, "inject", &refs.injects)?;
            Some(Trigger::Inject { inject, after_ms })
        }
        ["silent"] => {
            let pattern = pattern::keyed(when, "silent", system, refs);
            let for_ms = when.need_ms("for", "15m");
            if inject.has("after") {
                let help = "say how long in `for`, and remove `after`";
                inject
                    .doc
                    .error(&inject.place("after"), "silence has no `after`", help);
            }
            if for_ms.value < 1000 && when.has("for") {
                when.doc.error(
                    &for_ms.span,
                    "a silence lasts at least 1s",
                    "e.g. `for = \"15m\"`",
                );
            }
            Some(Trigger::Silent {
                pattern: pattern?,
                for_ms: for_ms.value,
            })
        }
        _ => {
            let help = "write exactly one of `act`, `alert`, `inject` or `silent` in it";
            when.doc
                .error(&when.span, "`when` waits for one thing", help);
            when.hush();
            None
        }
    }
}

/// The alert a table names.
pub(super) fn alert(table: &Table<'_>, system: &SystemSpec) -> Option<String> {
    let alert: Text = table.need_text("alert", limits::ID, "APIAvailability");
    let known = system.alerts.iter().map(|alert| alert.name.as_str());
    table
        .doc
        .refers(&alert, "alert", known)
        .then_some(alert.value)
}

/// Injects that wait for each other never come.
fn check_circles(doc: &Doc<'_>, tables: &[Table<'_>], all: &[Inject], refs: &Refs) {
    let waits: BTreeMap<&str, &str> = all
        .iter()
        .filter_map(|inject| match &inject.trigger {
            Trigger::Inject { inject: other, .. } => Some((inject.id.as_str(), other.as_str())),
            _ => None,
        })
        .collect();
    for (table, (id, title)) in tables.iter().zip(&refs.injects) {
        let mut next = waits.get(id.as_str());
        for _ in 0..=waits.len() {
            let Some(other) = next else { break };
            if *other == id {
                let message = format!("\"{title}\" waits for itself");
                doc.error(
                    &table.place("when"),
                    message,
                    "give one inject of the circle an `at`",
                );
                break;
            }
            next = waits.get(other);
        }
    }
}
