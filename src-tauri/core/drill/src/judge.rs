//! How expectations stand, judged from the record.

use scenario::{Expectation, Scenario, Since};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::state::{ClockPhase, InjectPhase, State};

/// How an expectation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// What it counts from has not come.
    Waiting,
    /// Can still be met in time.
    Open,
    /// Met in time.
    Met,
    /// Met after its time.
    Late,
    /// Not met, and its time (or the drill) is over.
    Missed,
}

/// One judged expectation.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged<'a> {
    /// It.
    pub expectation: &'a Expectation,
    /// Deadline, if what it counts from has come.
    pub due_ms: Option<i64>,
    /// Met at, and the event that did.
    pub met: Option<(i64, u32)>,
    /// Role that met it.
    pub met_by: Option<String>,
    /// How it stands.
    pub standing: Standing,
}

/// All expectations in the scenario's order. One that counts from an answer of the assistant's is
/// none until that was given: who was told nothing has nothing to check.
pub fn expectations<'a>(scenario: &'a Scenario, state: &State) -> Vec<Judged<'a>> {
    scenario
        .expectations
        .iter()
        .filter(|one| !matches!(one.since, Since::Answer(_)) || since(one, state).is_some())
        .map(|expectation| judge(expectation, state))
        .collect()
}

/// What an expectation counts from, once it has come.
pub(crate) fn since(expectation: &Expectation, state: &State) -> Option<i64> {
    match &expectation.since {
        Since::Start => Some(0),
        Since::Alert(alert) => state
            .alerts
            .iter()
            .find(|a| a.name == *alert)
            .map(|a| a.fired_ms),
        // One that was undone asks nothing of anybody.
        Since::Inject(inject) => state
            .inject(inject)
            .filter(|record| record.phase == InjectPhase::Fired)
            .and_then(|record| record.fired_ms),
        Since::Answer(id) => state
            .questions
            .iter()
            .filter_map(|question| question.answer.as_ref())
            .find(|answer| answer.script.as_ref() == Some(id))
            .map(|answer| answer.at_ms),
    }
}

fn judge<'a>(expectation: &'a Expectation, state: &State) -> Judged<'a> {
    let due_ms = since(expectation, state).map(|at| at + i64::from(expectation.within_ms));
    let met = state.met.get(&expectation.id).copied();
    let met_by = met.and_then(|(_, seq)| {
        state
            .deeds
            .iter()
            .find(|d| d.seq == seq)
            .map(|d| d.did.role.clone())
    });
    let ended = state.phase == ClockPhase::Ended;
    let standing = match (met, due_ms) {
        // Done before it was even asked for is in time.
        (Some(_), None) => Standing::Met,
        (Some((at, _)), Some(due)) if at <= due => Standing::Met,
        (Some(_), Some(_)) => Standing::Late,
        (None, None) if ended => Standing::Missed,
        (None, None) => Standing::Waiting,
        // What was due after the end was not missed.
        (None, Some(due)) if state.now_ms > due => Standing::Missed,
        (None, Some(_)) => Standing::Open,
    };
    Judged {
        expectation,
        due_ms,
        met,
        met_by,
        standing,
    }
}

/// When the next status update is due: as promised, else by the norms. None before an
/// incident is declared, or once it is resolved.
pub fn next_update_due(scenario: &Scenario, state: &State) -> Option<i64> {
    if matches!(
        state.states.last(),
        Some((_, scenario::IncidentState::Resolved, _))
    ) {
        return None;
    }
    if let Some(last) = state.updates.last() {
        return Some(
            last.next_ms
                .unwrap_or(last.at_ms + i64::from(scenario.norms.update_every_ms)),
        );
    }
    let declared = state.severities.first().map(|(at, ..)| *at)?;
    Some(declared + i64::from(scenario.norms.first_update_ms))
}

/// How long a role has done nothing; None when it is empty, not silent, or the clock stands
/// before STARTEX or after ENDEX.
pub fn silent_for(scenario: &Scenario, state: &State, role: &str) -> Option<i64> {
    if matches!(state.phase, ClockPhase::Ready | ClockPhase::Ended) {
        return None;
    }
    if state.people(role).is_empty() {
        return None;
    }
    let came = state
        .holdings
        .iter()
        .filter(|h| h.role == role && h.to_ms.is_none());
    let came = came.map(|h| h.from_ms).min().unwrap_or(0);
    let since = state
        .last_deed(role)
        .map_or(came, |record| record.at_ms.max(came));
    // In a jump nobody could do anything.
    let since = since.max(state.jumped_ms.unwrap_or(0));
    let silent = state.now_ms - since;
    (silent >= i64::from(scenario.norms.silent_after_ms)).then_some(silent)
}
