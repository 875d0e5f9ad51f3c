//! Connections and locks; queues and workers; replicas.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::World;
use crate::parts::Part;
use crate::parts::database::QueryState;
use crate::parts::replica::Stand;
use crate::parts::worker::Slot;
use crate::problem::Refusal;

/// Failed tasks shown at most, newest first.
const FAILED_SHOWN: usize = 20;

/// What `pg_stat_activity` would show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DatabasePage {
    /// Database id.
    pub id: String,
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
    /// Tables with queries that wait for a lock, and how many.
    pub locked_tables: Vec<(String, u32)>,
    /// Requests that wait for a connection in the pools of clients.
    pub waiting_in_pools: u32,
    /// The latest slow statements, newest first.
    pub slow: Vec<SlowStatement>,
}

/// Connections of one client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionsBy {
    /// E.g. "api-2".
    pub holder: String,
    /// In a query.
    pub active: u32,
    /// Not in use.
    pub idle: u32,
    /// Taken by a request that does something else now, or never gave it back:
    /// `idle in transaction`. From outside there is no difference.
    pub idle_in_transaction: u32,
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

/// What a broker's and its workers' pages would show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueuePage {
    /// Queue id.
    pub id: String,
    /// Tasks that wait.
    pub waiting: u32,
    /// Most that it holds.
    pub capacity: u32,
    /// Age of the oldest one that waits, seconds.
    pub oldest_s: f64,
    /// Tasks that wait for their next try.
    pub scheduled: u32,
    /// Tasks that failed for good.
    pub failed: u32,
    /// The latest of them, newest first.
    pub failed_tasks: Vec<FailedTaskView>,
    /// Who reads it. Nobody: the tasks wait for ever.
    pub workers: Vec<WorkerState>,
}

/// A task that failed for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedTaskView {
    /// When, milliseconds from STARTEX.
    pub at_ms: i64,
    /// Kind.
    pub task: String,
    /// Number.
    pub id: u32,
    /// One of [`crate::logs::FAULT_CODES`].
    pub why: String,
}

/// A worker's slots.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorkerState {
    /// Worker id.
    pub id: String,
    /// Slots that work on a task.
    pub busy: u32,
    /// Slots that no longer answer.
    pub hung: u32,
    /// Slots that do nothing.
    pub idle: u32,
    /// Slots that start.
    pub starting: u32,
    /// Age of the oldest try at work, seconds.
    pub oldest_try_s: f64,
    /// It is switched off.
    pub off: bool,
}

/// The replicas of a service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReplicaPage {
    /// Service id.
    pub id: String,
    /// One by one.
    pub replicas: Vec<ReplicaState>,
}

/// One replica.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReplicaState {
    /// E.g. "api-2".
    pub name: String,
    /// Version it runs.
    pub version: String,
    /// "up", "draining", "starting" or "off".
    pub stand: String,
    /// Since when its process runs, milliseconds from STARTEX.
    pub started_ms: i64,
    /// Workers at work.
    pub busy: u32,
    /// Workers.
    pub workers: u32,
    /// Requests in its listen queue.
    pub queue: u32,
    /// Pool connections in use and size, by database.
    pub pools: Vec<(String, u32, u32)>,
}

impl World {
    /// Connections, locks and slow statements of a database.
    ///
    /// # Errors
    /// `unknown-component`, `wrong-kind`.
    pub fn database_page(&self, id: &str) -> Result<DatabasePage, Refusal> {
        let Part::Database(at) = self.need_part(id)? else {
            return self.wrong_kind(id, "database");
        };
        let known = &self.databases[usize::from(at)];
        let mut locked: BTreeMap<&str, u32> = BTreeMap::new();
        for (_, query) in self.queries.iter() {
            if query.database == at && query.state == QueryState::Locked {
                *locked
                    .entry(self.logs.names().get(query.table))
                    .or_default() += 1;
            }
        }
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
            connections: known.connections,
            max_connections: known.max_connections,
            holders,
            executing: known.busy,
            cores: known.cores,
            waiting_for_core: known.waiting.len() as u32,
            waiting_for_lock: known.locked,
            locked_tables: locked
                .into_iter()
                .map(|(table, count)| (table.to_owned(), count))
                .collect(),
            waiting_in_pools,
            slow: slow.collect(),
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
        (holders, waiting)
    }

    /// A queue, its workers and its failed tasks.
    ///
    /// # Errors
    /// `unknown-component`, `wrong-kind`.
    pub fn queue_page(&self, id: &str) -> Result<QueuePage, Refusal> {
        let Part::Queue(at) = self.need_part(id)? else {
            return self.wrong_kind(id, "queue");
        };
        let known = &self.queues[usize::from(at)];
        let oldest = known
            .ready
            .iter()
            .map(|&task| self.tasks[task].queued)
            .min();
        let failed = known
            .failed
            .iter()
            .rev()
            .take(FAILED_SHOWN)
            .map(|task| FailedTaskView {
                at_ms: task.at.div_euclid(1000),
                task: self.logs.names().get(task.kind).to_owned(),
                id: task.id,
                why: crate::logs::FAULT_CODES[usize::from(task.cause)].to_owned(),
            });
        Ok(QueuePage {
            id: id.to_owned(),
            waiting: known.ready.len() as u32,
            capacity: known.capacity,
            oldest_s: oldest.map_or(0.0, |since| (self.now - since) as f64 / 1e6),
            scheduled: known.delayed,
            failed: known.failed.len() as u32,
            failed_tasks: failed.collect(),
            workers: known
                .readers
                .iter()
                .map(|&worker| self.worker_page(worker))
                .collect(),
        })
    }

    fn worker_page(&self, worker: u16) -> WorkerState {
        let known = &self.workers[usize::from(worker)];
        let tries = known.slots.iter().filter_map(|slot| match slot.doing {
            Slot::Busy(at) | Slot::Hung(at) => Some(self.tasks[at].began),
            _ => None,
        });
        WorkerState {
            id: self.part_id(Part::Worker(worker)).to_owned(),
            busy: known.busy(),
            hung: known.hung(),
            idle: known.count(|slot| slot == Slot::Idle),
            starting: known.count(|slot| slot == Slot::Starting),
            oldest_try_s: tries
                .min()
                .map_or(0.0, |since| (self.now - since) as f64 / 1e6),
            off: known.off,
        }
    }

    /// The replicas of a service.
    ///
    /// # Errors
    /// `unknown-component`, `wrong-kind`.
    pub fn replica_page(&self, id: &str) -> Result<ReplicaPage, Refusal> {
        let Part::Service(at) = self.need_part(id)? else {
            return self.wrong_kind(id, "service");
        };
        let known = &self.services[usize::from(at)];
        let replicas = known
            .replicas
            .iter()
            .enumerate()
            .map(|(number, replica)| ReplicaState {
                name: format!("{id}-{number}"),
                version: self
                    .logs
                    .names()
                    .get(known.versions[usize::from(replica.version)])
                    .to_owned(),
                stand: match replica.stand {
                    Stand::Up => "up",
                    Stand::Draining => "draining",
                    Stand::Starting => "starting",
                    Stand::Off => "off",
                }
                .to_owned(),
                started_ms: replica.started.div_euclid(1000),
                busy: replica.busy,
                workers: known.workers,
                queue: replica.queue.len() as u32,
                pools: replica
                    .pools
                    .iter()
                    .zip(&known.pools)
                    .map(|(pool, of)| {
                        (
                            self.part_id(Part::Database(of.database)).to_owned(),
                            pool.used,
                            of.size,
                        )
                    })
                    .collect(),
            });
        Ok(ReplicaPage {
            id: id.to_owned(),
            replicas: replicas.collect(),
        })
    }

    fn wrong_kind<T>(&self, id: &str, what: &str) -> Result<T, Refusal> {
        let message = format!("`{id}` is no {what}.");
        Err(Refusal::new(
            "wrong-kind",
            message,
            format!("Name a {what}."),
        ))
    }
}
