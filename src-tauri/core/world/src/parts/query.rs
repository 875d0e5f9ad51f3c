//! Queries: from the pool to a core and back.

use crate::World;
use crate::engine::agenda::Event;
use crate::engine::program::OpKind;
use crate::faults::Strike;
use crate::logs::{LogLevel, LogLine};
use crate::parts::request::{Ask, Wrote};
use crate::parts::{Cause, NONE};

/// Statements that take longer are logged (`log_min_duration_statement`).
const SLOW_US: i64 = 500_000;
/// After a restart nothing is in its buffers.
const COLD_FACTOR: f64 = 2.0;

/// One query.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    pub(crate) database: u16,
    pub(crate) pool: u8,
    /// Who waits for it, and their ticket.
    pub(crate) request: u32,
    pub(crate) wait: u32,
    pub(crate) table: u16,
    pub(crate) root: u32,
    pub(crate) service: u16,
    pub(crate) arrived: i64,
    /// Execution time on a core.
    pub(crate) us: i64,
    pub(crate) state: QueryState,
    /// Its client was killed: the connection is closed when it ends.
    pub(crate) orphan: bool,
    pub(crate) write: bool,
    /// It needs the hot row of its table.
    pub(crate) hot: bool,
    /// Fault that holds it; [`NONE`]: none.
    pub(crate) held_by: u16,
    /// Its user wrote this and the replica does not know it yet.
    pub(crate) stale: bool,
    /// The answer takes so much longer on its way.
    pub(crate) delay: i64,
}

/// Where a query is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QueryState {
    Waiting,
    Executing,
    Locked,
    /// Waits for the hot row of its table.
    RowLocked,
    /// Lost on its way: the database never hears of it.
    Hung,
}

impl World {
    /// A request sends a query on the connection it has.
    pub(crate) fn send_query(&mut self, at: u32, ask: Ask) {
        let now = self.now;
        let (pool, table) = (ask.pool, ask.table);
        let request = &self.requests[at];
        let (service, replica, root) = (request.service, request.replica, request.root);
        let origin = self.replica_process(service, replica);
        let of = &self.services[usize::from(service)].pools[usize::from(pool)];
        let (database, edge) = (of.database, of.edge);
        self.trace_query(at, database, table);
        let (place, way) = (
            self.databases[usize::from(database)].place,
            self.edges[usize::from(edge)].place,
        );
        let own = self.database_process(database);
        let known = &mut self.databases[usize::from(database)];
        known.second.queries += 1;
        let cold = if now < known.cold_until {
            COLD_FACTOR
        } else {
            1.0
        };
        let drawn = known.stream.time(ask.time, cold);
        if let Some(cause) = self.query_fails(at, database, edge, ask) {
            self.databases[usize::from(database)].second.errors += 1;
            self.count_call(edge, true);
            self.release_after_query(at, pool);
            self.step_failed(at, cause);
            return;
        }
        let slow = self.slowed(place, table, own, origin) * self.slowed(way, table, origin, origin);
        let locked = self
            .struck_by(place, Strike::Hang, table, own, origin)
            .or_else(|| self.struck_by(place, Strike::Lock, table, own, origin));
        let lost = self.struck_by(way, Strike::Hang, table, origin, origin);
        let delay = self.way_delay(way, table, origin);
        let hot = self.needs_hot_row(database, ask);
        let wait = self.requests.next_wait(at);
        let us = (drawn as f64 * slow) as i64;
        let state = match (locked, lost) {
            (Some(_), _) => QueryState::Locked,
            (None, Some(_)) => QueryState::Hung,
            (None, None) => QueryState::Waiting,
        };
        let query = self.queries.insert(Query {
            database,
            pool,
            request: at,
            wait,
            table,
            root,
            service,
            arrived: now,
            us,
            state,
            orphan: false,
            write: ask.write,
            hot,
            held_by: locked.or(lost).unwrap_or(NONE),
            stale: self.reads_stale(database, at, ask),
            delay,
        });
        self.requests[at].query = query;
        let known = &mut self.databases[usize::from(database)];
        known.inside.arrive(now);
        if locked.is_some() {
            known.locked += 1;
            self.watch_lock(query);
        } else if lost.is_some() {
            // The client waits; nobody else knows.
        } else if hot && !self.takes_hot_row(query) {
            self.watch_lock(query);
        } else {
            let known = &mut self.databases[usize::from(database)];
            known.waiting.push_back(query);
            self.execute_waiting(database);
        }
    }

    /// Why a query fails at once.
    fn query_fails(&mut self, at: u32, database: u16, edge: u16, ask: Ask) -> Option<Cause> {
        let request = &self.requests[at];
        let origin = self.replica_process(request.service, request.replica);
        let own = self.database_process(database);
        let (place, way) = (own.place, self.edges[usize::from(edge)].place);
        if self.strikes(place, Strike::Errors, ask.table, own, origin)
            || self.strikes(way, Strike::Errors, ask.table, origin, origin)
            || self.strikes(way, Strike::Down, ask.table, origin, origin)
        {
            return Some(Cause::DbDown);
        }
        if self.misses_column(at, database, ask.table) {
            return Some(Cause::Schema);
        }
        (ask.write && !self.has_room(database, ask.table)).then_some(Cause::DiskFull)
    }

    /// Free cores take queries that wait.
    pub(super) fn execute_waiting(&mut self, database: u16) {
        let known = &mut self.databases[usize::from(database)];
        while known.busy < known.cores {
            let Some(query) = known.waiting.pop_front() else {
                return;
            };
            known.busy += 1;
            let sent = &mut self.queries[query];
            sent.state = QueryState::Executing;
            known.waits.begin(self.now - sent.arrived);
            let life = self.queries.life(query);
            self.agenda.plan(
                self.now + self.queries[query].us,
                Event::QueryDone { at: query, life },
            );
        }
    }

    pub(crate) fn query_done(&mut self, query: u32) {
        let Some(sent) = self.take_query(query) else {
            return;
        };
        let took = self.now - sent.arrived;
        let known = &mut self.databases[usize::from(sent.database)];
        known.latency.add(took);
        if took >= SLOW_US {
            known
                .slow
                .push_back((self.now, sent.table, (took / 1000) as u32));
            if known.slow.len() > 20 {
                known.slow.pop_front();
            }
            let name = known.name;
            let ms = (took / 1000) as u32;
            self.log(
                name,
                0,
                sent.root,
                LogLevel::Info,
                LogLine::DbSlow,
                sent.table,
                ms,
                0,
            );
        }
        self.execute_waiting(sent.database);
        if sent.orphan {
            let known = &mut self.databases[usize::from(sent.database)];
            known.connections -= 1;
            let name = known.name;
            self.log(
                name,
                0,
                sent.root,
                LogLevel::Warn,
                LogLine::DbCancel,
                sent.table,
                0,
                0,
            );
        }
        if sent.write {
            self.written(sent.database);
        }
        if !self.requests.waits(sent.request, sent.wait) {
            return;
        }
        let at = sent.request;
        self.requests[at].query = u32::MAX;
        if sent.write {
            let now = self.now;
            self.requests[at].wrote = Wrote {
                table: sent.table,
                at: now,
            };
        }
        if sent.stale {
            self.found_nothing(at, &sent);
        } else if sent.delay > 0 {
            let (wait, pool) = (self.requests.next_wait(at), sent.pool);
            self.agenda.plan(
                self.now + sent.delay,
                Event::QueryAnswered { at, wait, pool },
            );
        } else {
            self.query_answered(at, sent.pool);
        }
    }

    /// The answer of a query has come.
    pub(crate) fn query_answered(&mut self, at: u32, pool: u8) {
        let service = self.requests[at].service;
        let edge = self.services[usize::from(service)].pools[usize::from(pool)].edge;
        let connected = self.requests[at].holds & (1 << pool) != 0;
        self.count_call(edge, !connected);
        if !connected {
            // The connection broke while the answer was on its way.
            self.step_failed(at, Cause::DbDown);
            return;
        }
        if self.query_keeps(at) {
            self.requests[at].keeps |= 1 << pool;
        } else {
            self.release_after_query(at, pool);
        }
        let request = &mut self.requests[at];
        request.repeats = request.repeats.saturating_sub(1);
        if request.repeats > 0 {
            // Once more, for the next row.
            self.trace_step_ends(at, None);
            self.run(at);
        } else {
            self.step_done(at);
        }
    }

    fn query_keeps(&self, at: u32) -> bool {
        let request = &self.requests[at];
        let ops = &self.services[usize::from(request.service)].endpoints
            [usize::from(request.endpoint)]
        .ops;
        matches!(
            ops[usize::from(request.pc)].kind,
            OpKind::Query {
                until_end: true,
                ..
            }
        )
    }

    /// Takes a query out of its database, wherever it is in it.
    pub(super) fn take_query(&mut self, query: u32) -> Option<Query> {
        let sent = self.queries.remove(query)?;
        let known = &mut self.databases[usize::from(sent.database)];
        known.inside.leave(self.now, sent.arrived);
        match sent.state {
            QueryState::Executing => known.busy -= 1,
            QueryState::Locked | QueryState::RowLocked => known.locked -= 1,
            QueryState::Hung => {}
            QueryState::Waiting => known.waiting.retain(|&other| other != query),
        }
        if sent.hot {
            self.leave_hot_row(&sent, query);
        }
        Some(sent)
    }

    /// What a fault held is executed.
    pub(crate) fn unlock_queries(&mut self, fault: u16) {
        for query in self.queries.which(|sent| sent.held_by == fault) {
            let sent = &mut self.queries[query];
            sent.held_by = NONE;
            let database = sent.database;
            let was = std::mem::replace(&mut sent.state, QueryState::Waiting);
            let known = &mut self.databases[usize::from(database)];
            known.locked -= u32::from(was == QueryState::Locked);
            known.waiting.push_back(query);
            self.execute_waiting(database);
        }
    }
}
