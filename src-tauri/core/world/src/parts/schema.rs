//! Schemas: versions that need a migration, and versions that cannot live with one.

use crate::World;
use crate::logs::{LogLevel, LogLine};
use crate::parts::Part;

/// A change of a table that comes with a version of a service.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Migration {
    service: u16,
    version: u16,
    database: u16,
    table: u16,
    /// Earlier versions cannot live with it.
    breaks: bool,
    applied: bool,
}

impl World {
    /// Reads the migrations of all versions; those that run already are applied.
    pub(crate) fn list_migrations(&mut self) {
        let spec = self.spec.clone();
        for (at, of) in spec.services.iter().enumerate() {
            for (number, version) in of.versions.iter().enumerate() {
                let Some((database, table)) = &version.migrates else {
                    continue;
                };
                let Some(Part::Database(database)) = self.find_part(database) else {
                    continue;
                };
                let table = self.logs.names_mut().intern(table);
                self.migrations.push(Migration {
                    service: at as u16,
                    version: number as u16,
                    database,
                    table,
                    breaks: !version.rolls_back,
                    applied: number as u16 <= self.services[at].version,
                });
            }
        }
    }

    /// Whether the code that sends a query and the table disagree.
    pub(super) fn misses_column(&mut self, at: u32, database: u16, table: u16) -> bool {
        if self.migrations.is_empty() {
            return false;
        }
        let request = &self.requests[at];
        let (service, root) = (request.service, request.root);
        let version =
            self.services[usize::from(service)].replicas[usize::from(request.replica)].version;
        let disagrees = self.migrations.iter().any(|one| {
            let meant = one.service == service && one.database == database && one.table == table;
            let needs = version >= one.version;
            meant && (needs && !one.applied || !needs && one.applied && one.breaks)
        });
        if disagrees {
            let source = self.databases[usize::from(database)].name;
            let line = LogLine::DbSchema;
            self.log(source, 0, root, LogLevel::Error, line, table, 0, 0);
        }
        disagrees
    }

    /// A version is about to be rolled out: its migrations, and those before it, are run.
    pub(crate) fn migrate(&mut self, service: u16, version: u16) {
        for number in 0..self.migrations.len() {
            let one = &mut self.migrations[number];
            if one.service != service || one.version > version || one.applied {
                continue;
            }
            one.applied = true;
            let (database, table) = (one.database, one.table);
            let known = &self.databases[usize::from(database)];
            let (source, pid) = (known.name, known.holder_pid());
            for how in [0, 1] {
                let line = LogLine::DbMigration;
                self.log(source, 0, 0, LogLevel::Info, line, table, how, pid);
            }
        }
    }

    /// Migrations that a version needs and that have not been run.
    pub(crate) fn open_migrations(&self, service: u16, target: u16) -> usize {
        let open =
            |one: &&Migration| one.service == service && one.version <= target && !one.applied;
        self.migrations.iter().filter(open).count()
    }

    /// Versions after `target` up to `running` whose migrations cannot be undone.
    pub(crate) fn stuck_migrations(&self, service: u16, target: u16) -> Vec<u16> {
        let stuck = self.migrations.iter().filter(|one| {
            one.service == service && one.version > target && one.applied && one.breaks
        });
        stuck.map(|one| one.version).collect()
    }
}
