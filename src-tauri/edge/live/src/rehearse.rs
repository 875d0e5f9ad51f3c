//! A drill without people: a scripted team plays it, as fast as it can.

use std::ops::ControlFlow;
use std::sync::Arc;

use drill::{BadRecord, Command, Created, Drill, State};
use journal::{Journal, JournalError};
use scenario::{Scenario, TeamScript, TeamStep, Trigger};

/// Wall clock of every rehearsal, so that two with the same inputs are the same bytes:
/// 2026-01-01 00:00 UTC plus drill time.
const EPOCH_MS: i64 = 1_767_225_600_000;
/// How finely a script is looked at, drill milliseconds.
const STEP_MS: i64 = 500;

/// A finished rehearsal.
pub struct Rehearsal {
    /// The drill, ended.
    pub drill: Drill,
    /// Wall time at which it was "made".
    pub made_ms: i64,
    /// Steps of the script that were not carried out.
    pub skipped: Vec<Skipped>,
}

impl Rehearsal {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.drill.state().head.drill
    }

    /// Its whole record, telemetry included, in a journal in memory.
    ///
    /// # Errors
    /// SQLite's.
    pub fn recorded(&self) -> Result<Journal, JournalError> {
        let mut journal = Journal::in_memory()?;
        let (id, drill) = (self.id(), &self.drill);
        let (first, rest) = drill.events().split_at(1.min(drill.events().len()));
        journal.begin(id, self.made_ms, drill.scenario(), first)?;
        journal.append(id, rest, drill.now_ms())?;
        let from = wire::view::first_minute(drill.world());
        for minute in (from..).take_while(|minute| i64::from(*minute) * 60_000 < drill.now_ms()) {
            journal.keep_minute(id, minute, &wire::view::minute(drill.world(), minute))?;
        }
        Ok(journal)
    }
}

/// A step that was not carried out.
#[derive(Debug, Clone, PartialEq)]
pub struct Skipped {
    /// Its place in the script, from 1.
    pub step: usize,
    /// When it was tried; None: what it waits for never came.
    pub at_ms: Option<i64>,
    /// Why.
    pub why: String,
}

/// A rehearsal that could not begin.
#[derive(Debug, thiserror::Error)]
pub enum RehearsalError {
    /// The system cannot be simulated.
    #[error(transparent)]
    Record(#[from] BadRecord),
    /// The drill refused to start; names the command.
    #[error("the rehearsal could not begin: {0}")]
    Refused(String),
    /// Nobody waits for it any more.
    #[error("the rehearsal was given up")]
    GivenUp,
}

/// Plays a scenario with a scripted team. `progress` hears drill time and planned length.
///
/// # Errors
/// The drill could not begin. What goes wrong later is in [`Rehearsal::skipped`].
pub fn rehearse(
    scenario: &Arc<Scenario>,
    team: &TeamScript,
    seed: u32,
    mut progress: impl FnMut(i64, i64),
) -> Result<Rehearsal, RehearsalError> {
    rehearse_while(scenario, team, seed, |at, ends| {
        progress(at, ends);
        ControlFlow::Continue(())
    })
}

/// The same, for as long as `go_on` says so.
///
/// # Errors
/// The drill could not begin, or was given up.
pub(crate) fn rehearse_while(
    scenario: &Arc<Scenario>,
    team: &TeamScript,
    seed: u32,
    mut go_on: impl FnMut(i64, i64) -> ControlFlow<()>,
) -> Result<Rehearsal, RehearsalError> {
    let head = Created {
        drill: id(scenario, team, seed),
        scenario: scenario.id.clone(),
        title: scenario.title.clone(),
        team: team.title.clone(),
        number: 1,
        seed,
        length_ms: scenario.length_ms,
        unattended: true,
    };
    let mut drill = Drill::create(Arc::clone(scenario), head, EPOCH_MS)?;
    let refused = |e: drill::Refusal| RehearsalError::Refused(e.message);
    for (role, person) in &team.people {
        let command = Command::Assign {
            role: role.clone(),
            person: person.clone(),
        };
        drill.command(&command, EPOCH_MS).map_err(refused)?;
    }
    drill.command(&Command::Start, EPOCH_MS).map_err(refused)?;

    let ends = i64::from(team.ends_ms.unwrap_or(scenario.length_ms));
    let mut done = vec![false; team.steps.len()];
    let mut skipped = Vec::new();
    while drill.now_ms() < ends {
        let to = (drill.now_ms() + STEP_MS).min(ends);
        drill.advance(to, EPOCH_MS + to);
        for (at, step) in team.steps.iter().enumerate() {
            if done[at] || !due(step, drill.state()) {
                continue;
            }
            done[at] = true;
            let command = Command::Log {
                role: step.role.clone(),
                person: None,
                deed: step.deed.clone(),
            };
            if let Err(refusal) = drill.command(&command, EPOCH_MS + to) {
                let why = format!("{} {}", refusal.message, refusal.hint);
                skipped.push(Skipped {
                    step: at + 1,
                    at_ms: Some(to),
                    why,
                });
            }
        }
        if go_on(to, ends).is_break() {
            return Err(RehearsalError::GivenUp);
        }
    }
    for (at, _) in done.iter().enumerate().filter(|(_, done)| !**done) {
        let why = "what it waits for never came".to_owned();
        skipped.push(Skipped {
            step: at + 1,
            at_ms: None,
            why,
        });
    }
    drill
        .command(&Command::End, EPOCH_MS + ends)
        .map_err(refused)?;
    Ok(Rehearsal {
        drill,
        made_ms: EPOCH_MS,
        skipped,
    })
}

/// What a rehearsal is called: others of the same scenario can stand beside it in a journal.
fn id(scenario: &Scenario, team: &TeamScript, seed: u32) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric().then_some(c.to_ascii_lowercase());
    let team: String = team
        .title
        .chars()
        .map(|c| plain(c).unwrap_or('-'))
        .collect();
    let words: Vec<&str> = team.split('-').filter(|word| !word.is_empty()).collect();
    let team: String = words.join("-").chars().take(40).collect();
    format!("rehearsal-{}-{team}-{seed}", scenario.id)
}

/// Whether a step's time has come.
fn due(step: &TeamStep, state: &State) -> bool {
    let base = match &step.when {
        Trigger::At { at_ms } => Some((0, *at_ms)),
        Trigger::Alert { alert, after_ms } => state
            .alerts
            .iter()
            .find(|record| record.name == *alert)
            .map(|record| (record.fired_ms, *after_ms)),
        Trigger::Inject { inject, after_ms } => state
            .inject(inject)
            .and_then(|r| r.fired_ms)
            .map(|at| (at, *after_ms)),
        Trigger::Act { pattern, after_ms } => state
            .deeds
            .iter()
            .find(|d| pattern.matches(&d.did.deed, d.did.cause.as_deref()))
            .map(|d| (d.at_ms, *after_ms)),
        Trigger::Silent { pattern, for_ms } => {
            let last = state
                .deeds
                .iter()
                .rev()
                .find(|d| pattern.matches(&d.did.deed, d.did.cause.as_deref()));
            Some((last.map_or(0, |d| d.at_ms), *for_ms))
        }
        Trigger::Tray => None,
    };
    base.is_some_and(|(from, after)| from + i64::from(after) <= state.now_ms)
}
