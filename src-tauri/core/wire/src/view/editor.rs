//! A scenario that is being written, as the editor shows it. It makes do with files that do not
//! check, or do not even read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use drill::{needs, words};
use scenario::edit::{self, Entries, Step, Written};
use scenario::{Files, Problem, Scenario, Severity, Trigger, duration_ms};
use world::{SystemSpec, World};

use super::parts::ms;
use super::system::map;
use crate::console::{ComponentView, FaultRow, SystemView};
use crate::editor::{EditedFile, EditedKind, EditorView, InjectLane, InjectMark, Placed};
use crate::parts::Tone;

/// The editor's view of a scenario. `folder` is where it is; `undo` and `redo` are what would be
/// taken back and made again.
#[must_use]
pub fn editor(
    files: &Files,
    id: &str,
    folder: &str,
    undo: Option<String>,
    redo: Option<String>,
) -> EditorView {
    let text = files
        .get(&format!("{id}/scenario.toml"))
        .unwrap_or_default();
    let says = edit::tree(text).ok();
    let nothing = Written::Table(Entries::default());
    let tree = says.as_ref().unwrap_or(&nothing);
    let at = |key: &str| tree.get(key).and_then(Written::as_text).unwrap_or_default();
    let system_id = at("system").to_owned();
    let (scenario, mut problems) = read(files, id);
    let system = match &scenario {
        Some(scenario) => Some(Arc::clone(&scenario.system)),
        None => scenario::read_system(files, &system_id)
            .ok()
            .map(|(system, _)| Arc::new(system)),
    };
    problems.extend(teams(files, id, scenario.as_ref()));
    let problems = placed(files, problems);
    let playbooks: Vec<String> = playbooks(files, id, &system_id);
    let choices = system
        .as_ref()
        .map(|system| scenario::choices(tree, system, &playbooks, &files.system_ids()));
    EditorView {
        id: id.to_owned(),
        title: at("title").to_owned(),
        folder: folder.to_owned(),
        files: edited(files, id, &system_id, &problems),
        starts_s: scenario::clock_s(at("starts")).unwrap_or(0),
        length_ms: duration_ms(at("length"))
            .ok()
            .and_then(|ms| u32::try_from(ms).ok())
            .unwrap_or(45 * 60_000),
        injects: marks(tree, scenario.as_ref(), &problems),
        map: system.and_then(|system| system_map(&system, scenario.as_ref())),
        choices: choices.unwrap_or_default(),
        problems,
        system: system_id,
        says,
        undo,
        redo,
    }
}

/// The scenario if it checks, and all there is to say about it.
fn read(files: &Files, id: &str) -> (Option<Scenario>, Vec<Problem>) {
    match scenario::read(files, id) {
        Ok(read) => (Some(read.scenario), read.warnings),
        Err(problems) => (None, problems),
    }
}

/// What is wrong with its teams: nothing can be said before the scenario itself checks.
fn teams(files: &Files, id: &str, scenario: Option<&Scenario>) -> Vec<Problem> {
    let Some(scenario) = scenario else {
        return Vec::new();
    };
    let paths = files.team_paths(id).into_iter();
    paths
        .filter_map(|path| scenario::read_team(files, path, scenario).err())
        .flatten()
        .collect()
}

fn playbooks(files: &Files, id: &str, system: &str) -> Vec<String> {
    let folders = [
        format!("systems/{system}/playbooks/"),
        format!("{id}/playbooks/"),
    ];
    let names = files.0.keys().filter_map(|path| {
        let name = folders
            .iter()
            .find_map(|folder| path.strip_prefix(folder.as_str()))?;
        name.strip_suffix(".md").map(str::to_owned)
    });
    let mut all: Vec<String> = names.collect();
    all.sort();
    all.dedup();
    all
}

/// Problems that are shown; what is beyond them is said when these are mended.
const SHOWN: usize = 200;

/// The ways to what problems are about: each file is laid out once for all of its own.
fn placed(files: &Files, mut problems: Vec<Problem>) -> Vec<Placed> {
    problems.truncate(SHOWN);
    let mut ways: BTreeMap<(String, u32, u32), Vec<Step>> = BTreeMap::new();
    let names: BTreeSet<String> = problems.iter().map(|p| p.file.clone()).collect();
    for name in names.into_iter().filter(|name| name.ends_with(".toml")) {
        let here = problems.iter().filter(|problem| problem.file == name);
        let places: Vec<(u32, u32)> = here.map(|p| (p.line, p.column)).collect();
        let found = edit::at(files.get(&name).unwrap_or_default(), &places);
        for ((line, column), way) in places.into_iter().zip(found) {
            ways.insert((name.clone(), line, column), way);
        }
    }
    let one = |problem: Problem| {
        let place = (problem.file.clone(), problem.line, problem.column);
        let way = ways.get(&place).cloned().unwrap_or_default();
        Placed { problem, way }
    };
    problems.into_iter().map(one).collect()
}

fn edited(files: &Files, id: &str, system: &str, problems: &[Placed]) -> Vec<EditedFile> {
    let mut all: Vec<EditedFile> = Vec::new();
    for (path, text) in &files.0 {
        let Some((kind, name)) = called(path, id, system) else {
            continue;
        };
        let count = |severity| {
            let here = problems
                .iter()
                .filter(|p| p.problem.file == *path && p.problem.severity == severity);
            u32::try_from(here.count()).unwrap_or(u32::MAX)
        };
        let is_shared = path.starts_with("systems/");
        all.push(EditedFile {
            path: path.clone(),
            name,
            kind,
            text: text.clone(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            shared_with: if is_shared {
                others(files, id, system)
            } else {
                Vec::new()
            },
        });
    }
    all.sort_by_key(|file| {
        (
            file.path.starts_with("systems/"),
            file.kind as u8,
            file.path.clone(),
        )
    });
    all
}

/// What a file of a scenario is. None: it is none of them.
fn called(path: &str, id: &str, system: &str) -> Option<(EditedKind, String)> {
    if let Some(own) = path
        .strip_prefix(id)
        .and_then(|rest| rest.strip_prefix('/'))
    {
        return Some(match own {
            "scenario.toml" => (EditedKind::Scenario, "Scenario".to_owned()),
            "briefing.md" => (EditedKind::Briefing, "Briefing".to_owned()),
            "facilitator.md" => (EditedKind::Facilitator, "Facilitator's notes".to_owned()),
            _ => {
                if let Some(team) = own.strip_prefix("teams/") {
                    (
                        EditedKind::Team,
                        format!("Team: {}", team.strip_suffix(".toml")?),
                    )
                } else {
                    let book = own.strip_prefix("playbooks/")?.strip_suffix(".md")?;
                    (EditedKind::Playbook, format!("Playbook: {book}"))
                }
            }
        });
    }
    let shared = path
        .strip_prefix("systems/")?
        .strip_prefix(system)?
        .strip_prefix('/')?;
    if shared == "system.toml" {
        return Some((EditedKind::System, format!("System: {system}")));
    }
    let book = shared.strip_prefix("playbooks/")?.strip_suffix(".md")?;
    Some((EditedKind::Playbook, format!("System's playbook: {book}")))
}

/// Other scenarios on the same system.
fn others(files: &Files, id: &str, system: &str) -> Vec<String> {
    let on_it = |other: &&str| {
        let text = files
            .get(&format!("{other}/scenario.toml"))
            .unwrap_or_default();
        let of = edit::tree(text).ok();
        of.as_ref().and_then(|says| says.get("system")?.as_text()) == Some(system)
    };
    files
        .scenario_ids()
        .into_iter()
        .filter(|other| *other != id)
        .filter(on_it)
        .map(str::to_owned)
        .collect()
}

/// The run sheet. In words where the scenario checks, and otherwise as it is written.
fn marks(says: &Written, scenario: Option<&Scenario>, problems: &[Placed]) -> Vec<InjectMark> {
    let tables = says.get("inject").map(Written::items).unwrap_or_default();
    let mut all: Vec<InjectMark> = tables
        .iter()
        .enumerate()
        .map(|(at, table)| {
            let known = scenario.and_then(|scenario| Some((scenario, scenario.injects.get(at)?)));
            let mut mark = written(at, table);
            if let Some((scenario, inject)) = known {
                mark.id.clone_from(&inject.id);
                mark.when = words::trigger(scenario, &inject.trigger);
                mark.brings = super::brings(scenario, inject);
                mark.on = inject
                    .fault
                    .as_ref()
                    .map(|fault| needs::component_of(&fault.on).to_owned());
                mark.at_ms = clock_time(scenario, at).map(ms);
            }
            mark.trouble = trouble(at, problems);
            mark
        })
        .collect();
    for mark in &mut all {
        if mark.id.is_empty() {
            mark.id = format!("inject-{}", mark.at + 1);
        }
    }
    all
}

/// An inject as it is written.
fn written(at: usize, table: &Written) -> InjectMark {
    let text = |key: &str| table.get(key).and_then(Written::as_text);
    let when = table.get("when");
    let lane = match when {
        _ if table.get("tray").is_some() => InjectLane::Tray,
        Some(when) if when.get("silent").is_some() => InjectLane::Contingency,
        Some(_) => InjectLane::Branch,
        None => InjectLane::Clock,
    };
    let time = text("at").and_then(|at| duration_ms(at).ok());
    let fault = table.get("fault");
    let brings = match (fault, table.get("message")) {
        (Some(fault), _) => format!("fault · {}", said(fault, &["kind", "on"])),
        (None, Some(message)) => format!("message · {}", said(message, &["from", "to"])),
        (None, None) => "a note for you".to_owned(),
    };
    InjectMark {
        at: u32::try_from(at).unwrap_or(u32::MAX),
        id: text("id").unwrap_or_default().to_owned(),
        title: text("title").unwrap_or("(no title)").to_owned(),
        lane,
        at_ms: (lane == InjectLane::Clock)
            .then_some(time)
            .flatten()
            .and_then(|at| i64::try_from(at).ok())
            .map(ms),
        when: match lane {
            InjectLane::Tray => "in the tray".to_owned(),
            InjectLane::Clock => text("at").unwrap_or("no time").to_owned(),
            InjectLane::Branch | InjectLane::Contingency => when
                .map(|when| said(when, &["act", "alert", "inject", "silent", "on", "for"]))
                .unwrap_or_default(),
        },
        brings,
        on: fault
            .and_then(|fault| fault.get("on")?.as_text())
            .map(|on| needs::component_of(on).to_owned()),
        tone: match (fault.is_some(), table.get("message").is_some()) {
            (true, _) => Tone::Truth,
            (false, true) => Tone::Info,
            (false, false) => Tone::Plain,
        },
        trouble: None,
    }
}

/// Some of a table's texts, one after the other.
fn said(table: &Written, keys: &[&str]) -> String {
    let texts: Vec<&str> = keys
        .iter()
        .filter_map(|key| table.get(key)?.as_text())
        .collect();
    texts.join(" ")
}

/// When an inject comes by the clock alone: its own time, or that of the one it waits for.
fn clock_time(scenario: &Scenario, at: usize) -> Option<i64> {
    let mut inject = scenario.injects.get(at)?;
    let mut after = 0;
    // A checked scenario has no circles; as many steps as injects end any chain.
    for _ in 0..=scenario.injects.len() {
        match &inject.trigger {
            Trigger::At { at_ms } => return Some(i64::from(*at_ms) + after),
            Trigger::Inject {
                inject: other,
                after_ms,
            } => {
                after += i64::from(*after_ms);
                inject = scenario.injects.iter().find(|known| known.id == *other)?;
            }
            _ => return None,
        }
    }
    None
}

fn trouble(at: usize, problems: &[Placed]) -> Option<Tone> {
    let here = problems.iter().filter(|placed| {
        let in_file = placed.problem.file.ends_with("/scenario.toml");
        in_file && matches!(&placed.way[..], [Step::Key(list), Step::At(place), ..] if list == "inject" && *place == at)
    });
    here.map(|placed| match placed.problem.severity {
        Severity::Error => Tone::Bad,
        Severity::Warning => Tone::Warn,
    })
    .reduce(|a, b| {
        if a == Tone::Bad || b == Tone::Bad {
            Tone::Bad
        } else {
            Tone::Warn
        }
    })
}

/// The system at rest, with the faults that the scenario has for it.
fn system_map(system: &Arc<SystemSpec>, scenario: Option<&Scenario>) -> Option<SystemView> {
    let world = World::new(system, 1).ok()?;
    let (components, edges) = map(&world, |state| ComponentView {
        id: state.id.clone(),
        title: state.title.clone(),
        kind: state.kind,
        column: 0,
        row: 0,
        tone: Tone::Plain,
        says: String::new(),
        version: super::system::versions(&state.versions),
        off: false,
    });
    let injects = scenario
        .map(|scenario| &scenario.injects[..])
        .unwrap_or_default();
    let faults = injects.iter().enumerate().filter_map(|(at, inject)| {
        let fault = inject.fault.as_ref()?;
        Some(FaultRow {
            id: u32::try_from(at).ok()?,
            component: needs::component_of(&fault.on).to_owned(),
            label: words::fault_label(fault),
            says: words::fault(fault),
            at_ms: 0,
            strength: 0.0,
            inject: Some(inject.id.clone()),
            fault: fault.clone(),
        })
    });
    Some(SystemView {
        components,
        edges,
        faults: faults.collect(),
    })
}
