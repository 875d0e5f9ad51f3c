//! Databases: connections, and cores that execute queries.

use std::collections::VecDeque;

use crate::World;
use crate::engine::tally::{Tally, Waits};
use crate::faults::Strike;
use crate::logs::{LogLevel, LogLine};
use crate::parts::disk::Disk;
use crate::parts::replica::Stand;
use crate::parts::replication::Follows;
use crate::parts::rows::HotRow;
use crate::parts::{Cause, NONE, Process};
use crate::random::Stream;
use crate::telemetry::Histogram;

/// A database at work.
#[derive(Debug, Clone)]
pub(crate) struct Database {
    pub(crate) place: u16,
    pub(crate) name: u16,
    pub(crate) stand: Stand,
    pub(crate) started: i64,
    pub(crate) cold_until: i64,
    pub(crate) cores: u32,
    pub(crate) max_connections: u32,
    pub(crate) connections: u32,
    /// Connections opened so far.
    pub(crate) opened: u32,
    /// Cores at work.
    pub(crate) busy: u32,
    pub(crate) waiting: VecDeque<u32>,
    /// Queries that wait for a lock nobody gives back.
    pub(crate) locked: u32,
    /// A query that waits longer for a lock is cancelled; 0: never.
    pub(crate) lock_timeout_us: i64,
    /// Rows that everybody needs, by table.
    pub(crate) rows: Vec<HotRow>,
    /// Who needs them.
    pub(crate) row_luck: Stream,
    /// Deadlines of locked queries: for the log, and of the lock timeout.
    pub(crate) lock_lines: (u16, u16),
    /// The machine it runs on, counted up by failovers.
    pub(crate) node: u32,
    /// The database it follows, and how far behind it is.
    pub(crate) follows: Option<Follows>,
    pub(crate) disk: Option<Disk>,
    pub(crate) stream: Stream,
    pub(crate) inside: Tally,
    /// Queries that got a core.
    pub(crate) waits: Waits,
    pub(crate) second: Second,
    pub(crate) latency: Histogram,
    /// Connections were dropped because a fault took it down.
    pub(crate) was_down: bool,
    /// Statements that took longer than the log's limit, newest last, a few.
    pub(crate) slow: VecDeque<(i64, u16, u32)>,
}

/// Counts within the running second.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Second {
    pub(crate) queries: u32,
    pub(crate) errors: u32,
    pub(crate) refused: u32,
    pub(crate) writes: u32,
    /// Writes that a failover lost.
    pub(crate) lost: u32,
    /// Reads that did not find what their user had written.
    pub(crate) stale: u32,
}

impl World {
    pub(crate) fn database_process(&self, database: u16) -> Process {
        let known = &self.databases[usize::from(database)];
        Process {
            place: known.place,
            version: NONE,
            started: known.started,
        }
    }

    /// Why a connection would be refused now.
    pub(crate) fn refuses_connection(
        &mut self,
        database: u16,
        edge: u16,
        origin: Process,
    ) -> Option<Cause> {
        let known = &self.databases[usize::from(database)];
        let (place, full) = (known.place, known.connections >= known.max_connections);
        if known.stand != Stand::Up {
            return Some(Cause::DbDown);
        }
        let own = self.database_process(database);
        let way = self.edges[usize::from(edge)].place;
        if self.strikes(place, Strike::Down, NONE, own, origin)
            || self.strikes(way, Strike::Down, NONE, origin, origin)
        {
            return Some(Cause::DbDown);
        }
        self.unreachable(edge, origin)
            .or(full.then_some(Cause::DbTooMany))
    }

    /// A client opens a connection.
    pub(crate) fn connect(
        &mut self,
        database: u16,
        edge: u16,
        origin: Process,
    ) -> Result<(), Cause> {
        let refused = self.refuses_connection(database, edge, origin);
        let known = &mut self.databases[usize::from(database)];
        let (name, most) = (known.name, known.max_connections);
        match refused {
            None => {
                known.connections += 1;
                known.opened += 1;
                let port = 40_000 + known.opened.wrapping_mul(7_919) % 20_000;
                self.log(
                    name,
                    0,
                    0,
                    LogLevel::Info,
                    LogLine::DbConnection,
                    0,
                    port,
                    0,
                );
                Ok(())
            }
            Some(cause) => {
                known.second.refused += 1;
                if cause == Cause::DbTooMany {
                    self.log(name, 0, 0, LogLevel::Error, LogLine::DbTooMany, 0, most, 0);
                }
                self.count_call(edge, true);
                Err(cause)
            }
        }
    }

    /// Closes all connections from the database's end: everything in flight fails.
    pub(crate) fn drop_connections(&mut self, database: u16) {
        let mut failing = Vec::new();
        for query in self.queries.which(|sent| sent.database == database) {
            if let Some(sent) = self.take_query(query) {
                failing.push((sent.request, sent.wait, sent.service, sent.pool));
            }
        }
        self.databases[usize::from(database)].connections = 0;
        self.forget_connections(database);
        for (at, wait, service, pool) in failing {
            if self.requests.waits(at, wait) {
                self.requests[at].query = u32::MAX;
                self.databases[usize::from(database)].second.errors += 1;
                let edge = self.services[usize::from(service)].pools[usize::from(pool)].edge;
                self.count_call(edge, true);
                self.step_failed(at, Cause::DbDown);
            }
        }
    }

    /// A database that a fault takes down closes its connections once.
    pub(crate) fn watch_databases(&mut self) {
        for database in 0..self.databases.len() as u16 {
            let place = self.databases[usize::from(database)].place;
            let own = self.database_process(database);
            let down = self.down_for_sure(place, own);
            let known = &mut self.databases[usize::from(database)];
            let name = known.name;
            if down && !known.was_down {
                known.was_down = true;
                self.log(name, 0, 0, LogLevel::Error, LogLine::State, 0, 0, 0);
                self.drop_connections(database);
            } else if !down && known.was_down {
                known.was_down = false;
                self.log(name, 0, 0, LogLevel::Info, LogLine::State, 0, 2, 0);
            }
        }
    }
}
