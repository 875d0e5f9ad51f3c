//! From files to a checked scenario, or to all that is wrong with them.

mod alone;
mod answer;
#[cfg(test)]
pub(crate) mod asked;
mod choice;
mod choices;
mod doc;
pub(crate) mod effect;
mod expect;
mod fault;
mod inject;
mod parts;
mod pattern;
mod people;
pub(crate) mod place;
mod reach;
mod scenario;
mod service;
mod stakeholder;
mod system;
mod table;
mod team;
mod time;
mod truth;
mod values;
mod watch;

pub use alone::{clock_s, duration_ms, read_act, read_fault};
pub use choices::{Choices, choices};

use std::collections::BTreeMap;

use crate::files::Files;
use crate::model::{Playbook, Scenario};
use crate::problem::{Problem, any_error, sorted};
use crate::team::TeamScript;
use choice::did_you_mean;
use doc::Doc;
use table::Table;
use world::SystemSpec;

/// A scenario that can be played.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// It.
    pub scenario: Scenario,
    /// What is probably not meant so.
    pub warnings: Vec<Problem>,
}

/// The names of an enum, as files write them.
pub(crate) fn names_of<T: serde::de::DeserializeOwned + std::fmt::Debug>() -> Vec<String> {
    choice::named::<T>("\u{0}").err().unwrap_or_default()
}

/// Reads a scenario with its system, or says everything that is wrong with either.
pub fn read(files: &Files, id: &str) -> Result<Read, Vec<Problem>> {
    let file = format!("{id}/scenario.toml");
    let Some(text) = files.get(&file) else {
        return Err(absent(&file, "scenario", id, &files.scenario_ids()));
    };
    let doc = Doc::new(file, text);
    let tree = doc.tree();
    let top = Table::of(&doc, &tree, "the scenario");
    if matches!(&tree.value, doc::Node::Table(entries) if entries.is_empty()) && doc.has_problems()
    {
        top.hush();
        drop(top);
        return Err(doc.into_problems());
    }
    let system_id = scenario::system_id(&top);
    let known = files.system_ids();
    let mut problems = Vec::new();
    let system = if doc.refers(&system_id, "system", known.iter().copied()) {
        let (system, found) = system_and_problems(files, &system_id.value, Use::Played);
        problems = found;
        system
    } else {
        None
    };
    let Some(system) = system else {
        // Without its system nothing in the scenario can be checked.
        top.hush();
        drop(top);
        problems.extend(doc.into_problems());
        return Err(sorted(problems));
    };
    let around = scenario::Around {
        id: id.to_owned(),
        briefing: beside(
            files,
            &doc,
            id,
            "briefing.md",
            "participants have nothing to read",
        ),
        facilitator: beside(
            files,
            &doc,
            id,
            "facilitator.md",
            "the facilitator has nothing to read",
        ),
        playbooks: playbooks(files, &system_id.value, id),
        system_id: system_id.value,
        system,
    };
    let scenario = scenario::scenario(&doc, &top, around);
    drop(top);
    problems.extend(doc.into_problems());
    let problems = sorted(problems);
    if any_error(&problems) {
        Err(problems)
    } else {
        Ok(Read {
            scenario,
            warnings: problems,
        })
    }
}

/// Reads a scripted team that plays a scenario. Its warnings are dropped: there are none.
pub fn read_team(
    files: &Files,
    path: &str,
    scenario: &Scenario,
) -> Result<TeamScript, Vec<Problem>> {
    let Some(text) = files.get(path) else {
        return Err(absent(path, "team", path, &files.team_paths(&scenario.id)));
    };
    let doc = Doc::new(path, text);
    let tree = doc.tree();
    let top = Table::of(&doc, &tree, "the team");
    if doc.has_problems() {
        top.hush();
        drop(top);
        return Err(doc.into_problems());
    }
    let team = team::team(&top, scenario);
    drop(top);
    let problems = sorted(doc.into_problems());
    if any_error(&problems) {
        Err(problems)
    } else {
        Ok(team)
    }
}

/// Reads a system by itself, with what is probably not meant so.
pub fn read_system(
    files: &Files,
    system_id: &str,
) -> Result<(SystemSpec, Vec<Problem>), Vec<Problem>> {
    match system_and_problems(files, system_id, Use::Alone) {
        (Some(system), problems) if !any_error(&problems) => Ok((system, problems)),
        (_, problems) => Err(problems),
    }
}

/// What a system is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// A scenario: people look at it.
    Played,
    /// Nobody's scenario: it only runs.
    Alone,
}

/// The system as far as it could be read, with all its problems. None: not at all.
fn system_and_problems(files: &Files, id: &str, used: Use) -> (Option<SystemSpec>, Vec<Problem>) {
    let file = format!("systems/{id}/system.toml");
    let Some(text) = files.get(&file) else {
        return (None, absent(&file, "system", id, &files.system_ids()));
    };
    let doc = Doc::new(file, text);
    let tree = doc.tree();
    let top = Table::of(&doc, &tree, "the system");
    if doc.has_problems() {
        top.hush();
        drop(top);
        return (None, doc.into_problems());
    }
    let system = system::system(&doc, &top);
    if used == Use::Played {
        system::check_watched(&doc, &top, &system);
    }
    drop(top);
    (Some(system), sorted(doc.into_problems()))
}

fn absent(file: &str, kind: &str, name: &str, known: &[&str]) -> Vec<Problem> {
    let doc = Doc::new(file, "");
    let help = did_you_mean(name, known.iter().copied());
    doc.error(&(0..0), format!("there is no {kind} \"{name}\""), help);
    doc.into_problems()
}

fn beside(files: &Files, doc: &Doc<'_>, id: &str, name: &str, without: &str) -> String {
    let text = files.get(&format!("{id}/{name}")).unwrap_or("");
    if text.trim().is_empty() {
        let help = format!("write {id}/{name}");
        doc.warn(
            &(0..0),
            format!("{name} is missing or empty: {without}"),
            help,
        );
    } else if text.len() > crate::limits::FILE_BYTES {
        let message = format!("{name} is larger than {} bytes", crate::limits::FILE_BYTES);
        doc.error(&(0..0), message, "shorten it");
    }
    text.to_owned()
}

/// The system's, and the scenario's own: they take the place of those with the same id.
fn playbooks(files: &Files, system_id: &str, id: &str) -> Vec<Playbook> {
    let one = |(_, id, text): (&str, &str, &str)| {
        let heading = text.lines().find_map(|line| line.strip_prefix("# "));
        let title = heading.unwrap_or(id).trim().to_owned();
        let playbook = Playbook {
            id: id.to_owned(),
            title,
            text: text.to_owned(),
        };
        (id.to_owned(), playbook)
    };
    let folders = [
        format!("systems/{system_id}/playbooks/"),
        format!("{id}/playbooks/"),
    ];
    let all: BTreeMap<String, Playbook> = folders
        .iter()
        .flat_map(|folder| files.inside(folder, ".md"))
        .map(one)
        .collect();
    all.into_values().collect()
}
