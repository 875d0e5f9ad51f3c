//! What the facilitator sees of the faults.

use serde::{Deserialize, Serialize};

use super::{Carried, Stage, Strike};
use crate::World;
use crate::fault::Fault;
use crate::parts::NONE;

/// A fault that was started, and how it is doing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FaultState {
    /// The caller's number for it.
    pub id: u32,
    /// What was started.
    pub fault: Fault,
    /// Strength now, 0 to 1.
    pub strength: f64,
    /// It can do harm. False: it has ended, or no replica runs the version that carries it.
    pub active: bool,
}

/// A lock that a session holds, and others wait for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Held {
    /// Name of the table. None: all of them.
    pub(crate) table: Option<u16>,
    /// The session is a migration's. Otherwise it does nothing, and does not end.
    pub(crate) migration: bool,
    /// Since when, microseconds from STARTEX.
    pub(crate) since: i64,
}

impl World {
    /// Sessions of a database that hold locks, oldest first: migrations, and those whose client
    /// does not answer, be it for itself or for the way to it.
    pub(crate) fn sessions_with_locks(&self, database: u16) -> Vec<Held> {
        let own = self.databases[usize::from(database)].place;
        let there = self.faults.iter().filter(|live| {
            let holds = matches!(live.strike, Some(Strike::Hang | Strike::Lock));
            holds && live.place == own && live.strength(self.now) > 0.0
        });
        let mut held: Vec<Held> = there
            .map(|live| Held {
                table: (live.only != NONE).then_some(live.only),
                migration: live.strike == Some(Strike::Lock),
                since: live.since(self.now),
            })
            .collect();
        held.sort_by_key(|one| one.since);
        held
    }

    /// All faults that were started and not stopped, in that order.
    pub fn faults(&self) -> Vec<FaultState> {
        self.faults
            .iter()
            .filter(|live| live.stage != Stage::Ended)
            .map(|live| FaultState {
                id: live.id,
                fault: live.fault.clone(),
                strength: live.strength(self.now),
                active: live.stage == Stage::Active,
            })
            .collect()
    }

    /// Share of a service's replicas or a worker's slots that run a version.
    pub(crate) fn share_on(&self, place: u16, version: u16) -> f64 {
        let runs: Vec<bool> = self
            .running_at(place)
            .into_iter()
            .map(|(running, _)| running == version)
            .collect();
        runs.iter().filter(|&&on| on).count() as f64 / runs.len().max(1) as f64
    }

    /// Whether anything is left of what carries a fault.
    pub(super) fn carried_still(&self, place: u16, carried: &Carried) -> bool {
        match carried {
            Carried::Version { place, version } => {
                self.running_at(*place).iter().any(|(on, _)| on == version)
            }
            Carried::Process { before } => {
                let running = self.running_at(place);
                running.is_empty() || running.iter().any(|(_, started)| started <= before)
            }
            Carried::Config { key, value } => self.key_value(key).is_some_and(|now| now == *value),
            Carried::Data { node } => self.node_at(place) == *node,
            Carried::Outside => true,
        }
    }
}
