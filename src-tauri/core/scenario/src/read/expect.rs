//! Expectations and the hints towards them.

use super::pattern::{self, Refs};
use super::table::Table;
use super::{inject, time};
use crate::limits;
use crate::model::{Expectation, Hint, Pattern, Phase, Since};
use world::SystemSpec;

pub(super) fn expectation(
    table: &Table<'_>,
    (id, title): &(String, String),
    system: &SystemSpec,
    refs: &Refs,
    length_ms: u32,
) -> Option<Expectation> {
    let role = table.need_text("role", limits::ID, "on-call");
    table
        .doc
        .refers(&role, "role", refs.roles.iter().map(String::as_str));
    let phase = table.need_choice::<Phase>("phase", "diagnose");
    let any = any(table, system, refs);
    let within = table.need_ms("within", "5m");
    if within.value > length_ms {
        let message = format!("\"{title}\" is due after the end");
        let help = format!(
            "the scenario lasts {}",
            time::say_us(u64::from(length_ms) * 1000)
        );
        table.doc.warn(&within.span, message, help);
    }
    let since = since(table, system, refs);
    let why = table
        .need_text("why", limits::TEXT, "what it is good for")
        .value;
    Some(Expectation {
        id: id.clone(),
        role: role.value,
        phase: phase?.value,
        title: title.clone(),
        any,
        within_ms: within.value,
        since,
        why,
    })
}

/// One act flat in the table, or several in `any`.
fn any(table: &Table<'_>, system: &SystemSpec, refs: &Refs) -> Vec<Pattern> {
    match table.which(&["act", "any"])[..] {
        ["act"] => pattern::pattern(table, system, refs).into_iter().collect(),
        ["any"] => {
            let tables = table.tables("any", limits::LIST, "an act");
            if tables.is_empty() {
                table.doc.error(
                    &table.place("any"),
                    "`any` lists no act",
                    "add one, or use `act`",
                );
            }
            tables
                .iter()
                .filter_map(|table| pattern::pattern(table, system, refs))
                .collect()
        }
        ["act", "any"] => {
            let help = "move the single `act` into `any`";
            table
                .doc
                .error(&table.place("any"), "`act` and `any` at once", help);
            table.hush();
            Vec::new()
        }
        _ => {
            table.missing("act", "\"acknowledge\"");
            Vec::new()
        }
    }
}

/// `of = { alert = "…" }`, `of = { inject = "…" }` or `of = { answer = "…" }`; else STARTEX.
fn since(table: &Table<'_>, system: &SystemSpec, refs: &Refs) -> Since {
    let Some(of) = table.table("of", "`of`") else {
        return Since::Start;
    };
    match of.which(&["alert", "inject", "answer"])[..] {
        ["alert"] => inject::alert(&of, system).map_or(Since::Start, Since::Alert),
        ["inject"] => {
            let name = of.need_text("inject", limits::TITLE, "…");
            pattern::find(&of, &name, "inject", &refs.injects).map_or(Since::Start, Since::Inject)
        }
        ["answer"] => {
            let id = of.need_text("answer", limits::ID, "…");
            let known = refs.answers.iter().map(String::as_str);
            match of.doc.refers(&id, "answer", known) {
                true => Since::Answer(id.value),
                false => Since::Start,
            }
        }
        _ => {
            let help = "write `of = { alert = \"…\" }`, `of = { inject = \"…\" }` or `of = { answer = \"…\" }`";
            of.doc.error(
                &of.span,
                "`of` is one alert, one inject or one answer",
                help,
            );
            of.hush();
            Since::Start
        }
    }
}

pub(super) fn hint(table: &Table<'_>, refs: &Refs) -> Option<Hint> {
    let name = table.need_text("for", limits::TITLE, "Acknowledge the page");
    let steps = table.strings("steps", 10, limits::TEXT);
    if steps.is_empty() {
        table.missing("steps", "[\"a nudge\", \"where to look\", \"the answer\"]");
    }
    let expectation = pattern::find(table, &name, "expectation", &refs.expectations)?;
    Some(Hint { expectation, steps })
}
