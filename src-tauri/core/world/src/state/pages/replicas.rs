//! The replicas of a service and the versions they run.

use serde::{Deserialize, Serialize};

use crate::World;
use crate::parts::Part;
use crate::parts::replica::Stand;
use crate::parts::service::Service;
use crate::problem::Refusal;

/// The replicas of a service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReplicaPage {
    /// Service id.
    pub id: String,
    /// It is switched off.
    pub off: bool,
    /// One by one; those that were scaled away are "off".
    pub replicas: Vec<ReplicaState>,
}

/// One replica.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReplicaState {
    /// E.g. "api-2".
    pub name: String,
    /// Version it runs.
    pub version: String,
    /// "up", "draining", "starting" or "off"; "down": it is there and answers nobody.
    pub stand: String,
    /// Whether the load balancer sends it anything. None: nobody checks its health.
    pub in_rotation: Option<bool>,
    /// Since when its process runs, milliseconds from STARTEX.
    pub started_ms: i64,
    /// How often its process was stopped since STARTEX, deploys included.
    pub restarts: u32,
    /// How often it was killed for taking too much memory, among them.
    pub oom_kills: u32,
    /// Workers at work.
    pub busy: u32,
    /// Workers that were killed and are not back yet.
    pub lost: u32,
    /// Workers.
    pub workers: u32,
    /// Requests in its listen queue.
    pub queue: u32,
    /// Memory. None: it is no concern here.
    pub memory: Option<MemoryState>,
    /// Its pools.
    pub pools: Vec<PoolState>,
}

/// Memory of a process.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MemoryState {
    /// In use, megabytes.
    pub used_mb: f64,
    /// Above this it is killed, megabytes.
    pub limit_mb: f64,
}

/// The pool of one replica.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolState {
    /// Database id.
    pub database: String,
    /// Connections in use.
    pub used: u32,
    /// Most it may open.
    pub size: u32,
    /// Requests that wait for one.
    pub waiting: u32,
}

impl World {
    /// The replicas of a service.
    ///
    /// # Errors
    /// `unknown-component`, `wrong-kind`.
    pub fn replica_page(&self, id: &str) -> Result<ReplicaPage, Refusal> {
        let Part::Service(at) = self.need_part(id)? else {
            return self.wrong_kind(id, "service");
        };
        let known = &self.services[usize::from(at)];
        let replicas = 0..known.replicas.len() as u16;
        Ok(ReplicaPage {
            id: id.to_owned(),
            off: known.off,
            replicas: replicas
                .map(|replica| self.replica_state(at, replica))
                .collect(),
        })
    }

    fn replica_state(&self, service: u16, replica: u16) -> ReplicaState {
        let known = &self.services[usize::from(service)];
        let here = &known.replicas[usize::from(replica)];
        let id = self.part_id(Part::Service(service));
        let version = known.versions[usize::from(here.version)];
        let stand = self.stand_word(here.stand, self.replica_process(service, replica));
        ReplicaState {
            name: format!("{id}-{replica}"),
            version: self.logs.names().get(version).to_owned(),
            in_rotation: known
                .health
                .map(|_| here.stand == Stand::Up && !here.pulse.out),
            stand,
            started_ms: here.started.div_euclid(1000),
            restarts: here.stops,
            oom_kills: here.oom_kills,
            busy: here.busy,
            lost: here.lost,
            workers: known.workers,
            queue: here.queue.len() as u32,
            memory: known.memory.map(|memory| MemoryState {
                used_mb: here.memory_mb,
                limit_mb: memory.limit_mb,
            }),
            pools: self.pool_states(known, replica),
        }
    }

    fn pool_states(&self, of: &Service, replica: u16) -> Vec<PoolState> {
        let here = &of.replicas[usize::from(replica)];
        let pools = here.pools.iter().zip(&of.pools);
        pools
            .map(|(pool, of)| PoolState {
                database: self.part_id(Part::Database(of.database)).to_owned(),
                used: pool.used,
                size: of.size,
                waiting: pool.waiters,
            })
            .collect()
    }
}
