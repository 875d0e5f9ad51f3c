//! The library: scenarios on the shelf, drills in the journal.

use std::collections::{BTreeMap, BTreeSet};

use drill::{Fact, Refusal};
use journal::{DrillRow, Journal, JournalError, Salvaged};
use scenario::{Files, Scenario};
use wire::Reply;
use wire::library::{
    BrokenScenario, DrillCard, LibraryView, PlayedBy, RoleSheet, ScenarioCard, ScenarioSheet,
};
use wire::parts::{ClockState, Tone};

use crate::outcome::Outcome;
use crate::stage::Config;

/// Time boxes offered beside the scenario's own, minutes.
const BOXES: [u32; 4] = [30, 45, 60, 90];
/// Shortest and longest time box, minutes.
const BOX_RANGE: std::ops::RangeInclusive<u32> = 5..=480;

/// Code of a refusal because the journal is damaged; its message is how.
pub const DAMAGED: &str = "journal-damaged";

/// A journal's trouble, in words.
pub fn trouble(error: &JournalError) -> Refusal {
    if let Some(why) = journal::damage(error) {
        let hint = "Nothing was changed. Make room on the disk: what can be read is copied.";
        return Refusal::new(DAMAGED, why, hint);
    }
    let hint = match error {
        // It says itself what to do.
        JournalError::Foreign { .. } => "The others can be opened.",
        _ => "Check that the disk has room and the data folder can be written.",
    };
    Refusal::new("journal", error.to_string(), hint)
}

/// There is nowhere to read scenarios from.
pub fn no_scenarios() -> Refusal {
    Refusal::new(
        "no-scenarios",
        "No scenarios folder was found.",
        "Set THREE_AM_SCENARIOS to the folder that holds them.",
    )
}

fn files(config: &Config) -> Result<Files, Refusal> {
    let Some(folder) = &config.scenarios else {
        return Err(no_scenarios());
    };
    shelf::read_files(folder).map_err(|e| {
        Refusal::new(
            "scenarios",
            e.to_string(),
            "Mend that, then open the library again.",
        )
    })
}

/// A checked scenario by its id.
pub fn scenario(config: &Config, id: &str) -> Result<Scenario, Refusal> {
    Ok(checked(config, id)?.scenario)
}

/// One scenario, with what there is to say about it although it can be played.
///
/// # Errors
/// It cannot be played, in words.
pub fn checked(config: &Config, id: &str) -> Result<scenario::Read, Refusal> {
    let files = files(config)?;
    let ids = shelf::ids(&files);
    if !ids.iter().any(|known| known == id) {
        return Err(Refusal::new(
            "unknown-scenario",
            format!("There is no scenario called `{id}`."),
            format!("There are: {}.", ids.join(", ")),
        ));
    }
    scenario::read(&files, id).map_err(|problems| {
        let first = problems
            .first()
            .map(ToString::to_string)
            .unwrap_or_default();
        Refusal::new(
            "broken-scenario",
            format!("The scenario `{id}` does not check clean. {first}"),
            format!(
                "Run 3am check on its folder; it names all {} mistakes.",
                problems.len()
            ),
        )
    })
}

/// What the scenarios folder holds, as it was checked. It is not checked again while every text in
/// it is as it was.
#[derive(Default)]
pub struct Checked {
    files: Files,
    /// By whom they were played is left out.
    cards: Vec<ScenarioCard>,
    broken: Vec<BrokenScenario>,
}

impl Checked {
    /// Reads the folder, and checks it if anything there is new.
    pub fn look(&mut self, config: &Config) -> Result<(), Refusal> {
        let files = files(config)?;
        if files == self.files {
            return Ok(());
        }
        let mut now = Self::default();
        for id in shelf::ids(&files) {
            match scenario::read(&files, &id) {
                Ok(read) => {
                    let warnings = read.warnings.iter().map(ToString::to_string).collect();
                    now.cards.push(card(&read.scenario, Vec::new(), warnings));
                }
                Err(problems) => now.broken.push(BrokenScenario {
                    id,
                    problems: problems.iter().map(ToString::to_string).collect(),
                }),
            }
        }
        now.cards
            .sort_by(|a, b| (a.level, &a.title).cmp(&(b.level, &b.title)));
        now.files = files;
        *self = now;
        Ok(())
    }
}

/// The first page.
pub fn library(config: &Config, checked: &mut Checked) -> Result<Reply, Refusal> {
    let rows = config.journal.drills().map_err(|e| trouble(&e))?;
    let outcomes = config.journal.outcomes().map_err(|e| trouble(&e))?;
    checked.look(config)?;
    let scenarios = checked.cards.iter().map(|card| {
        let teams = played_by(&rows, &outcomes, &card.id);
        ScenarioCard {
            played: teams.iter().map(|team| team.times).sum(),
            teams,
            ..card.clone()
        }
    });
    let library = LibraryView {
        scenarios: scenarios.collect(),
        broken: checked.broken.clone(),
        drills: rows.iter().filter_map(drill_card).collect(),
        journal: config.journal.path().display().to_string(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        salvaged: config
            .journal
            .salvaged()
            .iter()
            .map(Salvaged::said)
            .collect(),
    };
    Ok(Reply::Library { library })
}

/// Who has played a scenario, the latest first, and how their last drill of it went.
fn played_by(rows: &[DrillRow], outcomes: &BTreeMap<String, String>, id: &str) -> Vec<PlayedBy> {
    let mut all: Vec<PlayedBy> = Vec::new();
    for row in rows.iter().filter(|row| !row.last_clock_kind.is_empty()) {
        let Fact::Created(head) = &row.created.fact else {
            continue;
        };
        if head.scenario != id {
            continue;
        }
        if let Some(known) = all.iter_mut().find(|known| known.team == head.team) {
            known.times += 1;
            continue;
        }
        let outcome = outcomes.get(&row.id).and_then(|kept| Outcome::read(kept));
        let says = outcome
            .filter(|_| row.last_clock_kind == "ended")
            .map(|outcome| outcome.says());
        all.push(PlayedBy {
            team: head.team.clone(),
            times: 1,
            last: local(row.made_ms, "%Y-%m-%d"),
            tone: says.as_ref().map_or(Tone::Plain, |(_, tone)| *tone),
            result: says.map(|(says, _)| says),
        });
    }
    all
}

/// A wall time as people here read it.
fn local(ms: i64, format: &str) -> String {
    let made = chrono::DateTime::from_timestamp_millis(ms).unwrap_or_default();
    made.with_timezone(&chrono::Local)
        .format(format)
        .to_string()
}

fn card(scenario: &Scenario, teams: Vec<PlayedBy>, warnings: Vec<String>) -> ScenarioCard {
    ScenarioCard {
        id: scenario.id.clone(),
        title: scenario.title.clone(),
        summary: scenario.summary.clone(),
        system: scenario.system.title.clone(),
        system_id: scenario.system_id.clone(),
        level: scenario.level,
        minutes: scenario.length_ms / 60_000,
        trains: scenario.trains.clone(),
        played: teams.iter().map(|team| team.times).sum(),
        teams,
        warnings,
    }
}

fn drill_card(row: &DrillRow) -> Option<DrillCard> {
    let Fact::Created(head) = &row.created.fact else {
        return None;
    };
    let state = match row.last_clock_kind.as_str() {
        "" => ClockState::Ready,
        "ended" => ClockState::Ended,
        "emergency_called" => ClockState::Emergency,
        // One that was running when the program ended is opened paused.
        _ => ClockState::Paused,
    };
    Some(DrillCard {
        id: row.id.clone(),
        title: head.title.clone(),
        team: head.team.clone(),
        number: head.number,
        made: local(row.made_ms, "%Y-%m-%d %H:%M"),
        state,
        at_ms: i32::try_from(row.clock_ms).unwrap_or(i32::MAX),
        seed: head.seed,
    })
}

/// One scenario for the set-up page.
pub fn sheet(config: &Config, id: &str) -> Result<Reply, Refusal> {
    let found = scenario(config, id)?;
    let rows = config.journal.drills().map_err(|e| trouble(&e))?;
    let outcomes = config.journal.outcomes().map_err(|e| trouble(&e))?;
    let mut minutes: BTreeSet<u32> = BOXES.into();
    minutes.insert(found.length_ms / 60_000);
    let mut teams: Vec<String> = Vec::new();
    for row in &rows {
        if let Fact::Created(head) = &row.created.fact
            && !teams.contains(&head.team)
        {
            teams.push(head.team.clone());
        }
    }
    let sheet = ScenarioSheet {
        card: card(&found, played_by(&rows, &outcomes, id), Vec::new()),
        briefing: found.briefing.clone(),
        facilitator: found.facilitator.clone(),
        root_cause: found.truth.root_cause.clone(),
        trigger: found.truth.trigger.clone(),
        stakeholders: found.stakeholders.clone(),
        starts_s: found.starts_s,
        seed: found.seed,
        roles: found
            .roles
            .iter()
            .map(|role| RoleSheet {
                id: role.id.clone(),
                title: role.title.clone(),
                answers_for: role.answers_for.clone(),
                checklist: role.checklist.clone(),
            })
            .collect(),
        injects: found
            .injects
            .iter()
            .map(|inject| {
                (
                    drill::words::trigger(&found, &inject.trigger),
                    inject.title.clone(),
                    wire::view::brings(&found, inject),
                )
            })
            .collect(),
        minutes: minutes.into_iter().collect(),
        teams,
        people: config.journal.people().map_err(|e| trouble(&e))?,
    };
    Ok(Reply::Scenario {
        sheet: Box::new(sheet),
    })
}

/// The length of a drill with this time box, milliseconds.
pub fn length(scenario: &Scenario, minutes: Option<u32>) -> Result<u32, Refusal> {
    match minutes {
        None => Ok(scenario.length_ms),
        Some(minutes) if BOX_RANGE.contains(&minutes) => Ok(minutes * 60_000),
        Some(minutes) => Err(Refusal::new(
            "time-box",
            format!("A time box of {minutes} minutes is not possible."),
            "Take one from 5 to 480 minutes.",
        )),
    }
}

/// The team's how manieth drill a new one is.
pub fn number(journal: &Journal, team: &str) -> Result<u32, Refusal> {
    let rows = journal.drills().map_err(|e| trouble(&e))?;
    let of_team =
        |row: &&DrillRow| matches!(&row.created.fact, Fact::Created(head) if head.team == team);
    Ok(rows.iter().filter(of_team).count() as u32 + 1)
}

/// A new id that people can read: `2026-11-24-1904`, with a number when that one is taken.
pub fn drill_id(journal: &Journal, made_ms: i64) -> Result<String, Refusal> {
    let made = chrono::DateTime::from_timestamp_millis(made_ms).unwrap_or_default();
    let base = made
        .with_timezone(&chrono::Local)
        .format("%Y-%m-%d-%H%M")
        .to_string();
    let rows = journal.drills().map_err(|e| trouble(&e))?;
    let taken = |id: &str| rows.iter().any(|row| row.id == id);
    let mut id = base.clone();
    let mut next = 2;
    while taken(&id) {
        id = format!("{base}-{next}");
        next += 1;
    }
    Ok(id)
}
