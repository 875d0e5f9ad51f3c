//! The key times t0 to t10, defined once. All from the record; what was not reached is None.

use scenario::{IncidentState, Scenario};

use crate::command::Ruling;
use crate::state::State;

/// A moment of the record.
pub type Moment = Option<(i64, Option<u32>)>;

/// The times, each with the number of the event that made it so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyTimes {
    /// t0: the first fault takes effect.
    pub began: Moment,
    /// t1: first breach of a user-facing service level.
    pub impact: Moment,
    /// t2: first alert.
    pub alerted: Moment,
    /// t3: acknowledged.
    pub acknowledged: Moment,
    /// t4: incident declared.
    pub declared: Moment,
    /// t5: first status update.
    pub updated: Moment,
    /// t6: a correct cause is written down.
    pub identified: Moment,
    /// t7: every service level is back inside, and holds.
    pub mitigated: Moment,
    /// t8: the lasting fix is in: the last fault's carrier is gone.
    pub fixed: Moment,
    /// t9: checks run and green.
    pub validated: Moment,
    /// t10: closed: the team said for good that it is over.
    pub closed: Moment,
}

impl KeyTimes {
    /// Id, title, moment, in order.
    pub fn rows(&self) -> [(&'static str, &'static str, Moment); 11] {
        [
            ("t0", "Outage begins", self.began),
            ("t1", "First customer impact", self.impact),
            ("t2", "First alert", self.alerted),
            ("t3", "Acknowledged", self.acknowledged),
            ("t4", "Incident declared", self.declared),
            ("t5", "First status update", self.updated),
            ("t6", "Cause identified", self.identified),
            ("t7", "Mitigated", self.mitigated),
            ("t8", "Lasting fix", self.fixed),
            ("t9", "Validated", self.validated),
            ("t10", "Closed", self.closed),
        ]
    }

    /// Time between two moments.
    pub fn between(from: Moment, to: Moment) -> Option<i64> {
        Some(to?.0 - from?.0)
    }

    /// Time to detect: t2 − t1. Negative when the alert came before users noticed.
    pub fn ttd(&self) -> Option<i64> {
        Self::between(self.impact, self.alerted)
    }

    /// Time to acknowledge: t3 − t2.
    pub fn tta(&self) -> Option<i64> {
        Self::between(self.alerted, self.acknowledged)
    }

    /// Time to identify: t6 − t1.
    pub fn tti(&self) -> Option<i64> {
        Self::between(self.impact, self.identified)
    }

    /// Time to mitigate: t7 − t1.
    pub fn ttm(&self) -> Option<i64> {
        Self::between(self.impact, self.mitigated)
    }

    /// Time to resolve: t9 − t1.
    pub fn ttr(&self) -> Option<i64> {
        Self::between(self.impact, self.validated)
    }
}

/// The key times of a record.
pub fn key_times(_scenario: &Scenario, state: &State) -> KeyTimes {
    let began = state
        .faults
        .iter()
        .map(|f| f.at_ms)
        .min()
        .map(|at| (at, None));
    let impact = state.breaches.first().map(|b| (b.from_ms, Some(b.seq)));
    let alerted = state.alerts.first().map(|a| (a.fired_ms, Some(a.seq)));
    let acknowledged = state
        .deeds
        .iter()
        .find(|d| matches!(d.did.deed, scenario::Deed::Acknowledge { .. }))
        .map(|d| (d.at_ms, Some(d.seq)));
    let declared = state
        .severities
        .first()
        .map(|(at, _, seq)| (*at, Some(*seq)));
    let updated = state.updates.first().map(|u| (u.at_ms, Some(u.seq)));
    let identified = state
        .hypotheses
        .iter()
        .find(|h| h.truth == Ruling::True)
        .map(|h| (h.at_ms, Some(h.seq)));
    let mitigated = if state.breaches.is_empty() || state.in_breach() {
        None
    } else {
        state
            .breaches
            .iter()
            .filter_map(|b| b.to_ms)
            .max()
            .map(|at| (at, None))
    };
    let fixed = lasting_fix(state);
    let validated = mitigated.and_then(|(from, _)| validated(state, from));
    let closed = resolved(state);
    KeyTimes {
        began,
        impact,
        alerted,
        acknowledged,
        declared,
        updated,
        identified,
        mitigated,
        fixed,
        validated,
        closed,
    }
}

/// When the team said for good that it is over: the begin of the last run of "resolved".
fn resolved(state: &State) -> Moment {
    let mut run = None;
    for (at, said, seq) in &state.states {
        run = match (said, run) {
            (IncidentState::Resolved, None) => Some((*at, Some(*seq))),
            (IncidentState::Resolved, kept) => kept,
            _ => None,
        };
    }
    run
}

/// All faults are over, and at least one went because of what the team did.
fn lasting_fix(state: &State) -> Moment {
    let there: Vec<_> = state.faults.iter().filter(|f| !f.stopped).collect();
    if there.is_empty()
        || there
            .iter()
            .any(|f| f.ended_ms.is_none() && f.fault.for_ms.is_none())
    {
        return None;
    }
    there
        .iter()
        .filter(|f| f.fault.for_ms.is_none())
        .filter_map(|f| f.ended_ms)
        .max()
        .map(|at| (at, None))
}

/// The first green check that was begun after the service levels were back.
fn validated(state: &State, from: i64) -> Moment {
    state.deeds.iter().find_map(|record| {
        let check = record.did.deed.kind().is_check();
        match &record.outcome {
            Some((done, true, _)) if check && record.at_ms >= from => {
                Some((*done, Some(record.seq)))
            }
            _ => None,
        }
    })
}
