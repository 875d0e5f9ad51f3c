//! Faults that happen at an instant: a database fails over, a cache forgets.

use super::Strike;
use crate::World;
use crate::fault::{Effect, Fault, Shape};
use crate::happening::What;
use crate::logs::{LogLevel, LogLine};
use crate::parts::{NONE, Part};

/// Nobody but the cluster itself decides on a failover; it waits so long to be sure.
const NOTICED_AFTER_US: i64 = 30_000_000;

impl World {
    /// A fault without a duration: it happens, and only what it did remains. True if it is one.
    pub(super) fn happens_once(&mut self, id: u32, fault: &Fault) -> bool {
        let once = matches!(fault.shape, Shape::Step)
            && matches!(fault.effect, Effect::FailOver | Effect::CacheLoss { .. });
        if !once {
            return false;
        }
        match (&fault.effect, self.find_part(&fault.on)) {
            (Effect::CacheLoss { share }, Some(Part::Cache(at))) => self.forget_cache(at, *share),
            (Effect::FailOver, Some(Part::Database(at))) => {
                self.begin_fail_over(at, NOTICED_AFTER_US);
            }
            _ => {}
        }
        let says = "It has happened; what it did remains.".to_owned();
        self.happen(What::FaultEnded { fault: id, says });
        true
    }

    /// What a pulse of a fault does at its beginning.
    pub(super) fn strikes_once(&mut self, number: u16, strike: Option<Strike>, place: u16) {
        let live = &self.faults[usize::from(number)];
        match (strike, self.part_at(place)) {
            (Some(Strike::CacheLoss), Some(Part::Cache(at))) => {
                let share = live.amount;
                self.forget_cache(at, share);
            }
            (Some(Strike::Lock), _) => {
                let only = live.only;
                self.log_migration(place, only, 0);
            }
            _ => {}
        }
    }

    /// A lock is taken (0) or given back (1): what takes one on a whole table is a migration.
    pub(super) fn log_migration(&mut self, place: u16, table: u16, how: u32) {
        let table = if table == NONE { 0 } else { table };
        if let Some(Part::Database(at)) = self.part_at(place) {
            let known = &self.databases[usize::from(at)];
            let (source, pid) = (known.name, known.holder_pid());
            self.log(
                source,
                0,
                0,
                LogLevel::Info,
                LogLine::DbMigration,
                table,
                how,
                pid,
            );
        }
    }
}
