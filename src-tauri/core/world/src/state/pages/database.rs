//! Databases: connections, locks, slow statements, replication, disk.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::World;
use crate::faults::Held;
use crate::logs::added_column;
use crate::parts::Part;
use crate::parts::query::{Query, QueryState};
use crate::problem::Refusal;

/// What `pg_stat_activity`, `pg_locks` and `pg_stat_replication` would show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DatabasePage {
    /// Database id.
    pub id: String,
    /// "up" or "starting"; "down": it is there and takes no connection.
    pub stand: String,
    /// Open connections.
    pub connections: u32,
    /// Most that it takes.
    pub max_connections: u32,
    /// Who holds them, and what they do.
    pub holders: Vec<ConnectionsBy>,
    /// Queries on a core.
    pub executing: u32,
    /// Cores.
    pub cores: u32,
    /// Queries that wait for a core.
    pub waiting_for_core: u32,
    /// Queries that wait for a lock.
    pub waiting_for_lock: u32,
    /// Who they are, longest wait first.
    pub lock_waits: Vec<LockWait>,
    /// Sessions that hold what they wait for.
    pub lock_holders: Vec<LockHolder>,
    /// Requests that wait for a connection in the pools of clients.
    pub waiting_in_pools: u32,
    /// The latest slow statements, newest first.
    pub slow: Vec<SlowStatement>,
    /// What it follows. None: it is no replica.
    pub replication: Option<ReplicationState>,
    /// Its replicas, by id.
    pub replicas: Vec<String>,
    /// Its disk. None: it is no concern here.
    pub disk: Option<DiskState>,
    /// Writes that failovers lost, since STARTEX.
    pub lost_writes: u64,
}

/// Connections of one client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionsBy {
    /// E.g. "api-2"; "api, gone": the client has hung up and its session has not noticed.
    pub holder: String,
    /// In a query.
    pub active: u32,
    /// Not in use.
    pub idle: u32,
    /// Taken by a request that does something else now, or never gave it back:
    /// `idle in transaction`. From outside there is no difference.
    pub idle_in_transaction: u32,
}

/// Queries of one client that wait for a lock on one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockWait {
    /// Table.
    pub table: String,
    /// E.g. "api-2"; "api, gone": the client has hung up and its session still waits.
    pub client: String,
    /// How many.
    pub queries: u32,
    /// How long the one waits that waits longest.
    pub longest_ms: u32,
    /// Process number of the session that they wait for, as the log says it.
    pub blocked_by: u32,
}

/// A session that holds a lock others wait for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockHolder {
    /// Its process number, as the log says it.
    pub pid: u32,
    /// Table. None: all of them.
    pub table: Option<String>,
    /// "active" or "idle in transaction".
    pub state: String,
    /// E.g. `ALTER TABLE "orders" …`. None: the last statement is not known.
    pub statement: Option<String>,
    /// Since when it holds it, milliseconds from STARTEX.
    pub since_ms: i64,
}

/// A statement that took long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlowStatement {
    /// When it ended, milliseconds from STARTEX.
    pub at_ms: i64,
    /// Table.
    pub table: String,
    /// How long it took.
    pub took_ms: u32,
}

/// How a replica follows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReplicationState {
    /// Database it follows.
    pub of: String,
    /// How far behind it is, seconds.
    pub lag_s: f64,
    /// Writes that it does not know: a failover now would lose them.
    pub behind: u32,
    /// Reads that did not find what their user had written, since STARTEX.
    pub stale_reads: u64,
}

/// A disk.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DiskState {
    /// In use, megabytes.
    pub used_mb: f64,
    /// In all, megabytes.
    pub size_mb: f64,
    /// There is no room for one more write.
    pub full: bool,
}

impl World {
    /// Connections, locks, slow statements, replication and disk of a database.
    ///
    /// # Errors
    /// `unknown-component`, `wrong-kind`.
    pub fn database_page(&self, id: &str) -> Result<DatabasePage, Refusal> {
        let Part::Database(at) = self.need_part(id)? else {
            return self.wrong_kind(id, "database");
        };
        let known = &self.databases[usize::from(at)];
        let slow = known
            .slow
            .iter()
            .rev()
            .map(|&(at, table, took_ms)| SlowStatement {
                at_ms: at.div_euclid(1000),
                table: self.logs.names().get(table).to_owned(),
                took_ms,
            });
        let (holders, waiting_in_pools) = self.holders(at);
        Ok(DatabasePage {
            id: id.to_owned(),
            stand: self.stand_word(known.stand, self.database_process(at)),
            connections: known.connections,
            max_connections: known.max_connections,
            holders,
            executing: known.busy,
            cores: known.cores,
            waiting_for_core: known.waiting.len() as u32,
            waiting_for_lock: known.locked,
            lock_waits: self.lock_waits(at),
            lock_holders: self.lock_holders(at),
            waiting_in_pools,
            slow: slow.collect(),
            replication: self.replication_state(at),
            replicas: self.replicas_of(at),
            disk: known.disk.map(|disk| DiskState {
                used_mb: disk.used_mb,
                size_mb: disk.size_mb,
                full: disk.is_full(),
            }),
            lost_writes: self.count_since_startex(id, "lost_writes", known.second.lost),
        })
    }

    fn holders(&self, database: u16) -> (Vec<ConnectionsBy>, u32) {
        let mut holders = Vec::new();
        let mut waiting = 0;
        for (number, service) in self.services.iter().enumerate() {
            let id = self.part_id(Part::Service(number as u16));
            for (at, replica) in service.replicas.iter().enumerate() {
                for (pool, (here, _)) in replica
                    .pools
                    .iter()
                    .zip(&service.pools)
                    .enumerate()
                    .filter(|(_, (_, of))| of.database == database)
                {
                    waiting += here.waiters;
                    let active = self.queries.iter().filter(|(_, query)| {
                        let request = self.requests.get(query.request);
                        query.database == database
                            && !query.orphan
                            && usize::from(query.service) == number
                            && usize::from(query.pool) == pool
                            && request.is_some_and(|one| usize::from(one.replica) == at)
                    });
                    let active = active.count() as u32;
                    if here.open > 0 {
                        holders.push(ConnectionsBy {
                            holder: format!("{id}-{at}"),
                            active,
                            idle: here.open - here.used,
                            idle_in_transaction: here.used - active.min(here.used),
                        });
                    }
                }
            }
        }
        holders.extend(self.orphans(database));
        (holders, waiting)
    }

    /// Sessions whose client has gone: each ends with its query.
    fn orphans(&self, database: u16) -> Vec<ConnectionsBy> {
        let mut gone: BTreeMap<u16, u32> = BTreeMap::new();
        let all = self.queries.iter().map(|(_, query)| query);
        for query in all.filter(|one| one.database == database && one.orphan) {
            *gone.entry(query.service).or_default() += 1;
        }
        let gone = gone.into_iter();
        gone.map(|(service, active)| ConnectionsBy {
            holder: format!("{}, gone", self.part_id(Part::Service(service))),
            active,
            idle: 0,
            idle_in_transaction: 0,
        })
        .collect()
    }

    fn lock_waits(&self, database: u16) -> Vec<LockWait> {
        let mut waits: BTreeMap<(&str, String), (u32, i64)> = BTreeMap::new();
        let all = self.queries.iter().map(|(_, query)| query);
        for query in all.filter(|one| {
            one.database == database
                && matches!(one.state, QueryState::Locked | QueryState::RowLocked)
        }) {
            let table = self.logs.names().get(query.table);
            let (queries, since) = waits
                .entry((table, self.client_of(query)))
                .or_insert((0, query.arrived));
            *queries += 1;
            *since = query.arrived.min(*since);
        }
        let blocked_by = self.databases[usize::from(database)].holder_pid();
        let waits = waits.into_iter();
        let mut waits: Vec<LockWait> = waits
            .map(|((table, client), (queries, since))| LockWait {
                table: table.to_owned(),
                client,
                queries,
                longest_ms: ((self.now - since) / 1000) as u32,
                blocked_by,
            })
            .collect();
        waits.sort_by_key(|wait| std::cmp::Reverse(wait.longest_ms));
        waits
    }

    fn client_of(&self, query: &Query) -> String {
        let id = self.part_id(Part::Service(query.service));
        match self.requests.get(query.request) {
            Some(request) if !query.orphan => format!("{id}-{}", request.replica),
            _ => format!("{id}, gone"),
        }
    }

    fn lock_holders(&self, database: u16) -> Vec<LockHolder> {
        let pid = self.databases[usize::from(database)].holder_pid();
        let names = self.logs.names();
        let sessions = self.sessions_with_locks(database).into_iter();
        sessions
            .map(
                |Held {
                     table,
                     migration,
                     since,
                 }| {
                    let table = table.map(|table| names.get(table).to_owned());
                    // As the log says it.
                    let alter = |table: &String| {
                        format!(
                            "ALTER TABLE \"{table}\" ADD COLUMN \"{}\"",
                            added_column(table)
                        )
                    };
                    LockHolder {
                        pid,
                        state: if migration {
                            "active"
                        } else {
                            "idle in transaction"
                        }
                        .to_owned(),
                        statement: table.as_ref().filter(|_| migration).map(alter),
                        table,
                        since_ms: since.div_euclid(1000),
                    }
                },
            )
            .collect()
    }

    fn replication_state(&self, database: u16) -> Option<ReplicationState> {
        let known = &self.databases[usize::from(database)];
        let follows = known.follows.as_ref()?;
        let id = self.part_id(Part::Database(database));
        Some(ReplicationState {
            of: self.part_id(Part::Database(follows.of)).to_owned(),
            lag_s: follows.lag_us(self.now) as f64 / 1e6,
            behind: follows.unknown(),
            stale_reads: self.count_since_startex(id, "stale_reads", known.second.stale),
        })
    }

    fn replicas_of(&self, database: u16) -> Vec<String> {
        let all = self.databases.iter().enumerate();
        let followers = all.filter(|(_, one)| {
            let follows = one.follows.as_ref();
            follows.is_some_and(|follows| follows.of == database)
        });
        followers
            .map(|(at, _)| self.part_id(Part::Database(at as u16)).to_owned())
            .collect()
    }
}
