//! Locks: queries that wait for one, and what ends their wait.

use crate::World;
use crate::engine::deadlines::Line;
use crate::logs::{LogLevel, LogLine};
use crate::parts::Cause;
use crate::parts::database::Database;
use crate::parts::query::QueryState;

/// A wait for a lock is logged after this (`log_lock_waits` and `deadlock_timeout`).
const TOLD_AFTER_US: i64 = 1_000_000;
/// Sessions that have run for longer are ended with those that hold locks.
const LONG_US: i64 = 5_000_000;

impl Database {
    /// Process number of the session that holds a lock, as the log and the state page say it.
    pub(crate) fn holder_pid(&self) -> u32 {
        4_012 + self.node * 17
    }
}

impl World {
    /// A query waits for a lock: sets its limits.
    pub(super) fn watch_lock(&mut self, query: u32) {
        let database = usize::from(self.queries[query].database);
        let ((tell, limit), timeout) = (
            self.databases[database].lock_lines,
            self.databases[database].lock_timeout_us,
        );
        let life = self.queries.life(query);
        self.limit(tell, TOLD_AFTER_US, query, life);
        if timeout > 0 {
            self.limit(limit, timeout, query, life);
        }
    }

    /// Whether a deadline of a query still matters.
    pub(crate) fn still_locked(&self, query: u32, life: u32) -> bool {
        self.queries.lives(query, life)
            && self.queries.get(query).is_some_and(|sent| {
                matches!(sent.state, QueryState::Locked | QueryState::RowLocked)
            })
    }

    /// A query has waited for its lock for some time.
    pub(crate) fn lock_wait(&mut self, line: Line, query: u32) {
        let sent = &self.queries[query];
        let waited = ((self.now - sent.arrived) / 1000) as u32;
        let (database, table, root) = (sent.database, sent.table, sent.root);
        let known = &self.databases[usize::from(database)];
        let (source, holder) = (known.name, known.holder_pid());
        if let Line::LockWait(_) = line {
            let line = LogLine::DbLockWait;
            self.log(source, 0, root, LogLevel::Info, line, table, waited, holder);
            return;
        }
        let line = LogLine::DbLockTimeout;
        self.log(source, 0, root, LogLevel::Error, line, table, waited, 0);
        self.fail_query(query, Cause::LockTimeout);
    }

    /// The database gives a query up; the connection stays.
    pub(super) fn fail_query(&mut self, query: u32, cause: Cause) {
        let Some(sent) = self.take_query(query) else {
            return;
        };
        let known = &mut self.databases[usize::from(sent.database)];
        known.second.errors += 1;
        if sent.orphan {
            known.connections -= 1;
        }
        self.execute_waiting(sent.database);
        if self.requests.waits(sent.request, sent.wait) {
            let at = sent.request;
            self.requests[at].query = u32::MAX;
            let edge = self.services[usize::from(sent.service)].pools[usize::from(sent.pool)].edge;
            self.count_call(edge, true);
            self.release_after_query(at, sent.pool);
            self.step_failed(at, cause);
        }
    }

    /// Ends the sessions that hold locks, wait for them, or have run for long. Returns how many.
    pub(crate) fn end_sessions(&mut self, database: u16) -> u32 {
        let now = self.now;
        // First, or those who waited would be taken for those who ran.
        let long = self.queries.which(|sent| {
            sent.database == database
                && sent.state == QueryState::Executing
                && now - sent.arrived > LONG_US
        });
        let ended: Vec<(u32, u32)> = long
            .iter()
            .map(|&query| (query, self.queries.life(query)))
            .collect();
        let mut count = self.end_locks(database);
        for (query, life) in ended {
            if self.queries.lives(query, life) {
                let (table, root) = (self.queries[query].table, self.queries[query].root);
                let source = self.databases[usize::from(database)].name;
                let pid = 3_000 + query % 1_000;
                self.log(
                    source,
                    0,
                    root,
                    LogLevel::Error,
                    LogLine::DbTerminated,
                    table,
                    pid,
                    0,
                );
                self.fail_query(query, Cause::Terminated);
                count += 1;
            }
        }
        count
    }
}
