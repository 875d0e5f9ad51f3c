//! Faults that happen at an instant: a database fails over, a cache forgets.

use super::{Carried, Live, Stage, Strike};
use crate::World;
use crate::fault::{Effect, Shape};
use crate::happening::What;
use crate::logs::{LogLevel, LogLine};
use crate::parts::{NONE, Part};

/// Nobody but the cluster itself decides on a failover; it waits so long to be sure.
const NOTICED_AFTER_US: i64 = 30_000_000;

impl World {
    /// A fault without a duration: it happens, and only what it did remains. True if it is one.
    pub(super) fn happens_once(&mut self, live: &Live) -> bool {
        let (id, fault) = (live.id, &live.fault);
        let once = matches!(fault.shape, Shape::Step)
            && matches!(fault.effect, Effect::FailOver | Effect::CacheLoss { .. });
        if !once {
            return false;
        }
        if matches!(live.carried, Carried::Version { .. })
            && !self.carried_still(live.place, &live.carried)
        {
            let says = "No replica runs the version that carries it.".to_owned();
            self.happen(What::FaultEnded { fault: id, says });
            return true;
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

    /// What a fault does at its beginning, and at the beginning of each pulse. Nothing while it
    /// sleeps.
    pub(super) fn strikes_once(&mut self, number: u16) {
        let now = self.now;
        let live = &mut self.faults[usize::from(number)];
        if live.strength(now) <= 0.0 && live.stage != Stage::Active {
            return;
        }
        let (place, amount, only) = (live.place, live.amount, live.only);
        match live.strike {
            Some(Strike::CacheLoss) => {
                if let Some(Part::Cache(at)) = self.part_at(place) {
                    self.forget_cache(at, amount);
                }
            }
            Some(Strike::Lock) => {
                live.holds = true;
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
