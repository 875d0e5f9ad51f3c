//! Pools: a replica's connections to one database.

use std::collections::VecDeque;

use crate::World;
use crate::engine::agenda::Event;
use crate::faults::Strike;
use crate::logs::{LogLevel, LogLine};
use crate::parts::Cause;
use crate::parts::request::Ask;

/// A wait for a connection worth a line in the log.
const SLOW_WAIT_US: i64 = 1_000_000;

/// The connections of one replica to one database.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pool {
    /// Open, in use or idle.
    pub(crate) open: u32,
    /// In use, including leaked ones.
    pub(crate) used: u32,
    /// Never given back.
    pub(crate) leaked: u32,
    /// Requests that wait, with their tickets; void ones are skipped.
    waiting: VecDeque<(u32, u32)>,
    pub(crate) waiters: u32,
    /// Fewest idle ones since the last trim.
    quiet: u32,
}

impl World {
    /// A request comes to a query step.
    pub(crate) fn begin_query(&mut self, at: u32, ask: Ask) {
        let pool = ask.pool;
        let request = &self.requests[at];
        let (service, replica) = (request.service, request.replica);
        if request.holds & (1 << pool) != 0 {
            self.note_wait(at, pool);
            self.send_query(at, ask);
            return;
        }
        let known = &self.services[usize::from(service)];
        let (database, size) = (
            known.pools[usize::from(pool)].database,
            known.pools[usize::from(pool)].size,
        );
        let here = &known.replicas[usize::from(replica)].pools[usize::from(pool)];
        let (idle, may_open) = (here.open - here.used, here.open < size);
        if idle == 0 && !may_open {
            self.trace_connection_wait(at, database);
            self.wait_for_connection(at, pool);
            return;
        }
        if idle == 0 {
            let origin = self.replica_process(service, replica);
            let edge = known.pools[usize::from(pool)].edge;
            if let Err(cause) = self.connect(database, edge, origin) {
                self.requests[at].since = 0;
                self.trace_connection_wait(at, database);
                self.step_failed(at, cause);
                return;
            }
            self.pool_mut(service, replica, pool).open += 1;
        }
        let here = self.pool_mut(service, replica, pool);
        here.used += 1;
        here.quiet = here.quiet.min(here.open - here.used);
        self.requests[at].holds |= 1 << pool;
        self.note_wait(at, pool);
        self.send_query(at, ask);
    }

    fn pool_mut(&mut self, service: u16, replica: u16, pool: u8) -> &mut Pool {
        &mut self.services[usize::from(service)].replicas[usize::from(replica)].pools
            [usize::from(pool)]
    }

    fn wait_for_connection(&mut self, at: u32, pool: u8) {
        let now = self.now;
        let request = &mut self.requests[at];
        if request.since == 0 {
            request.since = now;
        }
        request.waits_for = pool;
        let (service, replica, since) = (request.service, request.replica, request.since);
        let wait = self.requests.next_wait(at);
        let here = self.pool_mut(service, replica, pool);
        here.waiters += 1;
        here.waiting.push_back((at, wait));
        let known = &self.services[usize::from(service)].pools[usize::from(pool)];
        let (line, left) = (known.line, known.wait_us - (now - since));
        self.limit(line, left.max(0), at, wait);
    }

    /// A request that had to wait long has its connection at last.
    fn note_wait(&mut self, at: u32, pool: u8) {
        let request = &mut self.requests[at];
        if request.since == 0 {
            return;
        }
        let waited = self.now - request.since;
        request.since = 0;
        if waited >= SLOW_WAIT_US {
            let (service, replica) = (request.service, request.replica);
            let used = self.pool_mut(service, replica, pool).used;
            let database = self.services[usize::from(service)].pools[usize::from(pool)].database;
            let name = self.databases[usize::from(database)].name;
            self.log_request(
                at,
                LogLevel::Warn,
                LogLine::PoolSlow,
                name,
                (waited / 1000) as u32,
                used,
            );
        }
    }

    pub(crate) fn pool_wait_over(&mut self, at: u32) {
        let request = &mut self.requests[at];
        let (service, replica, pool) = (request.service, request.replica, request.waits_for);
        let waited = ((self.now - request.since) / 1000) as u32;
        request.since = 0;
        request.waits_for = u8::MAX;
        self.pool_mut(service, replica, pool).waiters -= 1;
        let known = &mut self.services[usize::from(service)];
        known.second.pool_timeouts += 1;
        let (database, size) = (
            known.pools[usize::from(pool)].database,
            known.pools[usize::from(pool)].size,
        );
        let name = self.databases[usize::from(database)].name;
        self.log_request(
            at,
            LogLevel::Error,
            LogLine::PoolTimeout,
            name,
            waited,
            size,
        );
        self.step_failed(at, Cause::PoolTimeout);
    }

    /// A query kept the connection only for itself.
    pub(crate) fn release_after_query(&mut self, at: u32, pool: u8) {
        if self.requests[at].keeps & (1 << pool) == 0 {
            self.release(at, pool);
        }
    }

    /// The request is over. `broken`: it was killed, and what it had is closed, not given back.
    pub(crate) fn release_all(&mut self, at: u32, broken: bool) {
        let request = &self.requests[at];
        let (service, replica, waits_for) = (request.service, request.replica, request.waits_for);
        if waits_for != u8::MAX {
            self.requests[at].waits_for = u8::MAX;
            self.pool_mut(service, replica, waits_for).waiters -= 1;
        }
        let pools = self.services[usize::from(service)].pools.len() as u8;
        for pool in (0..pools)
            .filter(|pool| self.requests[at].holds & (1 << pool) != 0)
            .collect::<Vec<_>>()
        {
            if broken {
                self.break_connection(at, pool);
            } else {
                self.release(at, pool);
            }
        }
    }

    fn break_connection(&mut self, at: u32, pool: u8) {
        let request = &mut self.requests[at];
        request.holds &= !(1 << pool);
        let (service, replica, query) = (request.service, request.replica, request.query);
        let in_query = query != u32::MAX
            && self
                .queries
                .get(query)
                .is_some_and(|sent| sent.pool == pool);
        let database = self.services[usize::from(service)].pools[usize::from(pool)].database;
        if in_query {
            // The database finds out only when it wants to answer.
            self.queries[query].orphan = true;
            self.requests[at].query = u32::MAX;
        } else {
            self.databases[usize::from(database)].connections -= 1;
        }
        let here = self.pool_mut(service, replica, pool);
        here.open -= 1;
        here.used -= 1;
        self.serve_waiters(service, replica, pool);
    }

    fn release(&mut self, at: u32, pool: u8) {
        let request = &mut self.requests[at];
        request.holds &= !(1 << pool);
        request.keeps &= !(1 << pool);
        let (service, replica, endpoint) = (request.service, request.replica, request.endpoint);
        let decided = std::mem::replace(&mut request.leak_decided, true);
        let known = &self.services[usize::from(service)];
        let place = known.pools[usize::from(pool)].place;
        if !decided && self.struck(place) {
            let name = known.endpoints[usize::from(endpoint)].name;
            let process = self.replica_process(service, replica);
            if self.strikes(place, Strike::Leak, name, process, process) {
                self.pool_mut(service, replica, pool).leaked += 1;
                return;
            }
        }
        self.pool_mut(service, replica, pool).used -= 1;
        self.shrink_pool(service, replica, pool);
        self.serve_waiters(service, replica, pool);
    }

    /// Closes idle connections beyond the pool's size.
    pub(crate) fn shrink_pool(&mut self, service: u16, replica: u16, pool: u8) {
        let known = &self.services[usize::from(service)].pools[usize::from(pool)];
        let (size, database) = (known.size, known.database);
        let here = self.pool_mut(service, replica, pool);
        let closing = here.open.saturating_sub(size).min(here.open - here.used);
        here.open -= closing;
        self.databases[usize::from(database)].connections -= closing;
    }

    /// Those who wait get what is free or may be opened.
    pub(crate) fn serve_waiters(&mut self, service: u16, replica: u16, pool: u8) {
        loop {
            let known = &self.services[usize::from(service)];
            let (database, size, edge) = {
                let of = &known.pools[usize::from(pool)];
                (of.database, of.size, of.edge)
            };
            let here = &known.replicas[usize::from(replica)].pools[usize::from(pool)];
            let (idle, may_open) = (here.open - here.used, here.open < size);
            if here.waiters == 0 || (idle == 0 && !may_open) {
                return;
            }
            let Some(at) = self.next_waiter(service, replica, pool) else {
                return;
            };
            let origin = self.replica_process(service, replica);
            let granted = idle > 0 || {
                let opened = self.refuses_connection(database, edge, origin).is_none()
                    && self.connect(database, edge, origin).is_ok();
                self.pool_mut(service, replica, pool).open += u32::from(opened);
                opened
            };
            if granted {
                self.pool_mut(service, replica, pool).used += 1;
                self.requests[at].holds |= 1 << pool;
            }
            // Without a grant it tries for itself, and is told why not.
            let wait = self.requests.next_wait(at);
            self.agenda
                .plan(self.now, Event::RequestGoesOn { at, wait });
        }
    }

    fn next_waiter(&mut self, service: u16, replica: u16, pool: u8) -> Option<u32> {
        loop {
            let (at, wait) = self.pool_mut(service, replica, pool).waiting.pop_front()?;
            if self.requests.waits(at, wait) {
                self.requests[at].waits_for = u8::MAX;
                self.pool_mut(service, replica, pool).waiters -= 1;
                return Some(at);
            }
        }
    }

    /// The replica is gone, and all its connections with it.
    pub(crate) fn empty_pool(&mut self, service: u16, replica: u16, pool: usize) {
        let known = &mut self.services[usize::from(service)];
        let database = known.pools[pool].database;
        let gone = std::mem::take(&mut known.replicas[usize::from(replica)].pools[pool]);
        self.databases[usize::from(database)].connections -= gone.open;
    }

    /// Pools close half of what was idle all the time since the last trim.
    pub(crate) fn trim_pools(&mut self) {
        for known in &mut self.services {
            for replica in &mut known.replicas {
                for (pool, of) in replica.pools.iter_mut().zip(&known.pools) {
                    let closing = pool.quiet / 2;
                    pool.open -= closing;
                    self.databases[usize::from(of.database)].connections -= closing;
                    pool.quiet = pool.open - pool.used;
                }
            }
        }
    }

    /// All connections of a database were closed by its end.
    pub(crate) fn forget_connections(&mut self, database: u16) {
        for at in self.requests.which(|request| request.holds != 0) {
            let service = usize::from(self.requests[at].service);
            for (pool, of) in self.services[service].pools.iter().enumerate() {
                if of.database == database {
                    let request = &mut self.requests[at];
                    request.holds &= !(1 << pool);
                    request.keeps &= !(1 << pool);
                }
            }
        }
        for known in &mut self.services {
            for replica in &mut known.replicas {
                for (pool, of) in replica.pools.iter_mut().zip(&known.pools) {
                    if of.database == database {
                        (pool.open, pool.used, pool.leaked, pool.quiet) = (0, 0, 0, 0);
                    }
                }
            }
        }
        for service in 0..self.services.len() as u16 {
            for pool in 0..self.services[usize::from(service)].pools.len() as u8 {
                if self.services[usize::from(service)].pools[usize::from(pool)].database == database
                {
                    for replica in 0..self.services[usize::from(service)].replicas.len() as u16 {
                        self.serve_waiters(service, replica, pool);
                    }
                }
            }
        }
    }
}
