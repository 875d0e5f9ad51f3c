//! `scenario.toml`: its head, and the order in which the rest is read.

use std::sync::Arc;

use super::doc::Doc;
use super::pattern::Refs;
use super::table::{Table, Text};
use super::{answer, expect, inject, parts, people, reach, stakeholder, time, truth, watch};
use crate::limits;
use crate::model::{Norms, Playbook, Scenario};
use world::SystemSpec;

/// What the folder holds besides `scenario.toml`.
pub(super) struct Around {
    pub id: String,
    pub system_id: String,
    pub system: SystemSpec,
    pub briefing: String,
    pub facilitator: String,
    pub playbooks: Vec<Playbook>,
}

/// Reads a scenario. What it returns is whole only if the document has no problems.
pub(super) fn scenario(doc: &Doc<'_>, top: &Table<'_>, around: Around) -> Scenario {
    let mut system = around.system;
    deploys(top, &mut system);
    watch::overrides(top, &mut system);
    let length_ms = length_ms(top);
    let truth_table = top.table("truth", "the truth");
    if truth_table.is_none() {
        top.missing("truth", "a table: begin it with [truth]");
    }
    let truth = truth_table.map_or_else(truth::unknown, |table| truth::truth(&table));
    let (role_tables, roles) = people::roles(doc, top);

    let inject_tables = top.tables("inject", limits::INJECTS, "an inject");
    let expect_tables = top.tables("expect", limits::EXPECTATIONS, "an expectation");
    let answer_tables = top.tables("answer", limits::LIST, "an answer");
    let hint_tables = top.tables("hint", limits::HINTS, "a hint");
    let stakeholder_tables = top.tables("stakeholder", limits::LIST, "a stakeholder");
    let stakeholders = stakeholder::stakeholders(&stakeholder_tables);
    let mut known = stakeholder::senders(&inject_tables);
    known.extend(
        stakeholders
            .iter()
            .map(|stakeholder| stakeholder.name.clone()),
    );
    let refs = Refs {
        answers: answer::ids(&answer_tables),
        roles: roles.iter().map(|role| role.id.clone()).collect(),
        injects: inject::ids(doc, &inject_tables, "injects"),
        expectations: inject::ids(doc, &expect_tables, "expectations"),
        causes: truth
            .causes
            .iter()
            .chain(&truth.herrings)
            .map(|c| c.id.clone())
            .collect(),
        playbooks: around
            .playbooks
            .iter()
            .map(|playbook| playbook.id.clone())
            .collect(),
        stakeholders: known,
    };
    let expectations = expect_tables.iter().zip(&refs.expectations);
    let answers = answer_tables.iter().zip(&refs.answers);
    let scenario = Scenario {
        id: around.id,
        title: top
            .need_text("title", limits::TITLE, "The 3 AM outage")
            .value,
        summary: top
            .need_text(
                "summary",
                limits::TEXT,
                "What happens, in a sentence or two.",
            )
            .value,
        system_id: around.system_id,
        starts_s: starts_s(top),
        length_ms,
        level: u8::try_from(top.need_whole("level", 1..=5)).unwrap_or(1),
        seed: top.need_whole("seed", 0..=u32::MAX),
        trains: top.strings("trains", limits::LIST, limits::ID),
        truth,
        injects: inject::injects(doc, &inject_tables, &system, &refs, length_ms),
        expectations: expectations
            .filter_map(|(table, id)| expect::expectation(table, id, &system, &refs, length_ms))
            .collect(),
        hints: hint_tables
            .iter()
            .filter_map(|table| expect::hint(table, &refs))
            .collect(),
        norms: top
            .table("norms", "the norms")
            .map_or_else(Norms::default, |table| norms(&table)),
        answers: answers
            .map(|(table, id)| answer::answer(table, id, &system, &refs))
            .collect(),
        system: Arc::new(system),
        roles,
        briefing: around.briefing,
        facilitator: around.facilitator,
        playbooks: around.playbooks,
        stakeholders,
    };
    if !doc.has_errors() {
        people::warn_about_roles(doc, top, &role_tables, &scenario);
        stakeholder::warn_about_voices(doc, &inject_tables, &scenario);
        let tables = reach::Tables {
            injects: &inject_tables,
            expectations: &expect_tables,
            hints: &hint_tables,
            stakeholders: &stakeholder_tables,
        };
        reach::warn(doc, &tables, &scenario);
    }
    scenario
}

/// The `system` key, which is read before everything else.
pub(super) fn system_id(top: &Table<'_>) -> Text {
    top.need_text("system", limits::ID, "storefront")
}

/// After a mistake the longest there is, so that nothing comes after the end.
fn length_ms(top: &Table<'_>) -> u32 {
    if !top.has("length") {
        top.missing("length", "\"45m\"");
    }
    let Some(length) = top.ms("length") else {
        return limits::LENGTH_MS;
    };
    if length.value < 60_000 {
        let help = "a drill takes 30 to 90 minutes";
        top.doc
            .error(&length.span, "a drill of less than a minute", help);
    }
    length.value
}

fn starts_s(top: &Table<'_>) -> u32 {
    let text = top.need_text("starts", 10, "03:00");
    if text.value.is_empty() {
        return 0;
    }
    time::clock_s(&text.value).unwrap_or_else(|(message, help)| {
        top.doc.error(&text.span, message, help);
        0
    })
}

/// `[[deploy]]`: what this story adds to the deploy histories of its system.
fn deploys(top: &Table<'_>, system: &mut SystemSpec) {
    for table in top.tables("deploy", limits::LIST, "a deploy") {
        let on = table.need_text("on", limits::ID, "api");
        let version = table.need_text("version", limits::ID, "v214");
        let at_s = parts::before(&table, "at");
        // Without a time it is built and not deployed yet: a fix that the team may roll out.
        let new = parts::version(&table, version.value.clone(), at_s);
        let known = crate::names::versions(system).into_iter().map(|(id, _)| id);
        if !table.doc.refers(&on, "service or worker", known) {
            continue;
        }
        let services = system.services.iter_mut().filter(|s| s.id == on.value);
        let workers = system.workers.iter_mut().filter(|w| w.id == on.value);
        for versions in services
            .map(|s| &mut s.versions)
            .chain(workers.map(|w| &mut w.versions))
        {
            if versions.iter().any(|known| known.id == version.value) {
                let message = format!("{} has a version \"{}\" already", on.value, version.value);
                table
                    .doc
                    .error(&version.span, message, "give this deploy another version");
            }
            versions.push(new.clone());
            versions.sort_by_key(|version| version.at_s.unwrap_or(i32::MAX));
        }
    }
}

fn norms(table: &Table<'_>) -> Norms {
    let usual = Norms::default();
    let ms = |key, default| table.ms(key).map_or(default, |ms| ms.value);
    Norms {
        first_update_ms: ms("first_update", usual.first_update_ms),
        update_every_ms: ms("update_every", usual.update_every_ms),
        silent_after_ms: ms("silent_after", usual.silent_after_ms),
    }
}
