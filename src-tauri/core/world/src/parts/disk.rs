//! Disks: what fills them, and what happens when they are full.

use crate::World;
use crate::faults::Strike;
use crate::logs::{LogLevel, LogLine};
use crate::parts::NONE;
use crate::spec::DiskSpec;

/// A database's disk.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Disk {
    pub(crate) size_mb: f64,
    pub(crate) used_mb: f64,
    /// What the tables themselves need: it cannot be deleted. Half of what a write adds is that;
    /// the other half is its write-ahead log.
    kept_mb: f64,
    write_mb: f64,
}

impl Disk {
    pub(crate) fn new(spec: &DiskSpec) -> Self {
        Self {
            size_mb: spec.size_mb,
            used_mb: spec.used_mb,
            kept_mb: spec.used_mb,
            write_mb: spec.write_mb,
        }
    }

    /// Share in use.
    pub(crate) fn used(&self) -> f64 {
        self.used_mb / self.size_mb.max(1.0)
    }

    /// No room for one more write.
    pub(crate) fn is_full(&self) -> bool {
        self.used_mb + self.write_mb > self.size_mb
    }

    fn add(&mut self, mb: f64) {
        self.used_mb = (self.used_mb + mb).min(self.size_mb);
    }
}

impl World {
    /// Whether a write finds room; it says so in the log when not.
    pub(super) fn has_room(&mut self, database: u16, table: u16) -> bool {
        let known = &self.databases[usize::from(database)];
        let full = known.disk.is_some_and(|disk| disk.is_full());
        if full {
            let source = known.name;
            let line = LogLine::DbNoSpace;
            self.log(source, 0, 0, LogLevel::Error, line, table, 0, 0);
        }
        !full
    }

    /// A write was done: it takes room, here and on every replica.
    pub(super) fn written(&mut self, database: u16) {
        let known = &mut self.databases[usize::from(database)];
        known.second.writes += 1;
        if let Some(disk) = &mut known.disk {
            disk.add(disk.write_mb);
            disk.kept_mb = (disk.kept_mb + disk.write_mb / 2.0).min(disk.used_mb);
        }
    }

    /// Every second: what else fills the disks.
    pub(crate) fn fill_disks(&mut self) {
        for at in 0..self.databases.len() {
            let place = self.databases[at].place;
            if !self.struck(place) {
                continue;
            }
            let own = self.database_process(at as u16);
            let mb = self.added(place, Strike::DiskFill, NONE, own, own);
            if let Some(disk) = &mut self.databases[at].disk {
                disk.add(mb);
            }
        }
    }

    /// Deletes what the tables do not need. Returns the megabytes freed.
    pub(crate) fn free_disk(&mut self, database: u16) -> u32 {
        let known = &mut self.databases[usize::from(database)];
        let source = known.name;
        let Some(disk) = &mut known.disk else {
            return 0;
        };
        let percent = |disk: &Disk| (disk.used() * 100.0) as u32;
        let (before, freed) = (percent(disk), (disk.used_mb - disk.kept_mb).max(0.0));
        disk.used_mb -= freed;
        let after = percent(disk);
        let line = LogLine::DiskFreed;
        self.log(source, 0, 0, LogLevel::Info, line, 0, before, after);
        freed as u32
    }
}
