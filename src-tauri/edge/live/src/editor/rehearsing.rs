//! A scenario as it stands, played unattended beside the editor.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use drill::Refusal;
use scenario::{Files, Problem, Scenario, TeamScript};
use wire::editor::RehearsalView;

use crate::rehearse::{RehearsalError, rehearse_while};

/// What will be played.
pub(super) struct Rehearsing {
    scenario: Arc<Scenario>,
    team: TeamScript,
    /// Its name, where there is one.
    title: Option<String>,
}

impl Rehearsing {
    pub(super) fn of(
        files: &Files,
        id: &str,
        team: Option<String>,
        minutes: Option<u32>,
    ) -> Result<Self, Refusal> {
        let read =
            scenario::read(files, id).map_err(|all| broken("The scenario does not check", &all))?;
        let length = crate::library::length(&read.scenario, minutes)?;
        let scenario = Arc::new(read.scenario.fitted(length));
        let Some(name) = team else {
            return Ok(Self {
                scenario,
                team: nobody(),
                title: None,
            });
        };
        let path = format!("{id}/teams/{name}.toml");
        let team = scenario::read_team(files, &path, &scenario)
            .map_err(|all| broken("The team does not check", &all))?;
        Ok(Self {
            scenario,
            title: Some(team.title.clone()),
            team,
        })
    }

    /// Plays it, until it is over or `give_up` is set.
    pub(super) fn play(
        &self,
        give_up: &AtomicBool,
        began: Instant,
    ) -> Result<RehearsalView, Refusal> {
        let go_on = |_, _| match give_up.load(Ordering::Relaxed) {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        };
        let played = rehearse_while(&self.scenario, &self.team, self.scenario.seed, go_on)
            .map_err(|error| match error {
                RehearsalError::GivenUp => Refusal::new(
                    "overtaken",
                    "The rehearsal was given up: something newer is played.",
                    "Wait for that one.",
                ),
                error => Refusal::new(
                    "no-rehearsal",
                    error.to_string(),
                    "Mend that, then rehearse again.",
                ),
            })?;
        let skipped = played.skipped.iter().map(|step| match step.at_ms {
            Some(at) => format!(
                "Step {} at {}: {}",
                step.step,
                drill::words::clock(self.scenario.starts_s, at),
                step.why
            ),
            None => format!("Step {}: {}", step.step, step.why),
        });
        let took_ms = u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX);
        Ok(wire::view::rehearsal(
            &played.drill,
            self.title.clone(),
            skipped.collect(),
            took_ms,
        ))
    }
}

/// Nobody does anything: what the night does by itself.
fn nobody() -> TeamScript {
    TeamScript {
        title: "Nobody".to_owned(),
        summary: String::new(),
        people: BTreeMap::new(),
        steps: Vec::new(),
        ends_ms: None,
    }
}

fn broken(what: &str, problems: &[Problem]) -> Refusal {
    let first = problems
        .iter()
        .find(|problem| problem.severity == scenario::Severity::Error)
        .or(problems.first());
    let says = first.map(|problem| {
        format!(
            "{what}: {} ({}:{}).",
            problem.message, problem.file, problem.line
        )
    });
    Refusal::new(
        "broken-scenario",
        says.unwrap_or_else(|| format!("{what}.")),
        "Mend what is marked, then rehearse again.",
    )
}
