//! Roles, and what is expected of them as a whole.

use super::choice;
use super::doc::Doc;
use super::table::Table;
use crate::deed::DeedKind;
use crate::limits;
use crate::model::{Phase, Role, Scenario};
use crate::roles;

/// The standard five, or those of `[[role]]`; a standard id brings its standard texts.
pub(super) fn roles<'d>(doc: &Doc<'_>, top: &Table<'d>) -> (Vec<Table<'d>>, Vec<Role>) {
    let tables = top.tables("role", limits::ROLES, "a role");
    if tables.is_empty() {
        return (tables, roles::standard());
    }
    let mut all: Vec<Role> = Vec::new();
    for table in &tables {
        let id = table.need_text("id", limits::ID, "on-call");
        if all.iter().any(|role| role.id == id.value) {
            let message = format!("two roles have the id \"{}\"", id.value);
            doc.error(&id.span, message, "rename one of them");
        } else if id.value == "room" {
            doc.error(&id.span, "\"room\" means everybody", "choose another id");
        }
        let standard = roles::standard()
            .into_iter()
            .find(|role| role.id == id.value);
        let title = table.text("title", limits::TITLE).map(|title| title.value);
        let answers_for = table
            .text("answers_for", limits::TEXT)
            .map(|text| text.value);
        let short = table.text("short", 24).map(|short| short.value);
        let checklist = table.strings("checklist", limits::LIST, limits::TITLE);
        let may = may(table);
        if standard.is_none() {
            for (key, is_there) in [
                ("title", title.is_some()),
                ("answers_for", answers_for.is_some()),
            ] {
                if !is_there {
                    table.missing(key, "\"…\"");
                }
            }
        }
        let standard = standard.unwrap_or_else(|| Role {
            id: id.value.clone(),
            title: title.clone().unwrap_or_default(),
            short: title.clone().unwrap_or_default(),
            answers_for: String::new(),
            checklist: Vec::new(),
            may: Vec::new(),
        });
        all.push(Role {
            id: id.value,
            title: title.unwrap_or(standard.title),
            short: short.unwrap_or(standard.short),
            answers_for: answers_for.unwrap_or(standard.answers_for),
            checklist: if checklist.is_empty() {
                standard.checklist
            } else {
                checklist
            },
            may: may.unwrap_or(standard.may),
        });
    }
    (tables, all)
}

/// `may = ["restart", "roll-back"]`. None: not said.
fn may(table: &Table<'_>) -> Option<Vec<DeedKind>> {
    if !table.has("may") {
        return None;
    }
    let kinds = table.texts("may", limits::LIST, limits::ID);
    if kinds.is_empty() {
        let help = "list the acts it may do, or leave `may` out: then it may do all";
        table
            .doc
            .error(&table.place("may"), "`may` lists no act", help);
    }
    let kind = |name: super::table::Text| match choice::named::<DeedKind>(&name.value) {
        Ok(kind) => Some(kind),
        Err(known) => {
            let message = format!("no act is called \"{}\"", name.value);
            let help = choice::did_you_mean(&name.value, known.iter().map(String::as_str));
            table.doc.error(&name.span, message, help);
            None
        }
    };
    Some(kinds.into_iter().filter_map(kind).collect())
}

/// Everybody should have something to do, in every phase.
pub(super) fn warn_about_roles(
    doc: &Doc<'_>,
    top: &Table<'_>,
    tables: &[Table<'_>],
    scenario: &Scenario,
) {
    for (at, role) in scenario.roles.iter().enumerate() {
        let span = tables
            .get(at)
            .map_or_else(|| top.place("role"), |table| table.span.clone());
        if role.checklist.is_empty() {
            let message = format!("{} has no checklist", role.id);
            doc.warn(&span, message, "add `checklist = [\"…\", \"…\"]`");
        }
        if !scenario
            .expectations
            .iter()
            .any(|expectation| expectation.role == role.id)
        {
            let message = format!("nothing is expected of {}", role.id);
            doc.warn(
                &span,
                message,
                format!("add an [[expect]] with `role = \"{}\"`", role.id),
            );
        }
    }
    let phases = [
        Phase::Diagnose,
        Phase::Mitigate,
        Phase::Resolve,
        Phase::Learn,
    ];
    for (phase, name) in phases
        .into_iter()
        .zip(["diagnose", "mitigate", "resolve", "learn"])
    {
        if !scenario
            .expectations
            .iter()
            .any(|expectation| expectation.phase == phase)
        {
            let message = format!("nothing is expected in the phase \"{name}\"");
            doc.warn(
                &top.place("expect"),
                message,
                format!("add an [[expect]] with `phase = \"{name}\"`"),
            );
        }
    }
    if scenario.injects.is_empty() {
        doc.warn(
            &top.span,
            "nothing happens in it",
            "add a first [[inject]] at \"00:00\"",
        );
    }
}
