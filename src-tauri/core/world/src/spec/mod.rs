//! What a system is made of, as plain data. `scenario` reads it from `system.toml`.
//!
//! Names are the ids that faults, acts and expressions point at. They are unique over
//! all kinds of component. Durations are microseconds (`_us`) unless the name says so.

mod parts;
mod steps;
mod watch;

pub use parts::{
    CacheSpec, DatabaseSpec, DiskSpec, ExternalSpec, GpuSpec, HealthSpec, JourneySpec, MemorySpec,
    ModelSpec, PoolSpec, QueueOrder, QueueSpec, ReplicaSpec, ServiceSpec, Stack, TaskSpec,
    TrafficSpec, VersionSpec, WorkerSpec,
};
pub use steps::{Access, BreakerSpec, Dist, EdgeSpec, EndpointSpec, Holds, Step, StepKind, Time};
pub use watch::{AlertSpec, FlagSpec, PanelSpec, ServiceLevelSpec};

use serde::{Deserialize, Serialize};

/// A whole system. Order in the vectors is the order on screen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SystemSpec {
    /// Name for people, e.g. "Storefront".
    pub title: String,
    /// What the application is called in its logs: its Python package, its database, its host.
    #[serde(default = "usual_app")]
    pub app: String,
    /// How long the system runs healthy before STARTEX, so that graphs have a past. Seconds.
    pub warmup_s: u32,
    /// Who comes, and how often.
    pub traffic: TrafficSpec,
    /// Web servers and APIs.
    pub services: Vec<ServiceSpec>,
    /// Relational databases.
    pub databases: Vec<DatabaseSpec>,
    /// Caches.
    pub caches: Vec<CacheSpec>,
    /// Task queues (brokers).
    pub queues: Vec<QueueSpec>,
    /// Task workers.
    pub workers: Vec<WorkerSpec>,
    /// AI models.
    pub models: Vec<ModelSpec>,
    /// Third parties.
    pub externals: Vec<ExternalSpec>,
    /// Features that can be switched.
    pub flags: Vec<FlagSpec>,
    /// Alert rules.
    pub alerts: Vec<AlertSpec>,
    /// User-facing service levels; their first breach is t1.
    pub service_levels: Vec<ServiceLevelSpec>,
    /// Graphs worth a place on a dashboard.
    pub panels: Vec<PanelSpec>,
}

/// What kind of thing a component is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ComponentKind {
    /// The people and their browsers.
    Browser,
    /// A web server or an API.
    Service,
    /// A database.
    Database,
    /// A cache.
    Cache,
    /// A task queue.
    Queue,
    /// A worker pool.
    Worker,
    /// A model.
    Model,
    /// A third party.
    External,
}

/// What applications were called before systems said so.
pub fn usual_app() -> String {
    "shop".to_owned()
}

/// Longest time of a spec, microseconds: a day. What is read and has a longer one is refused; the
/// clock of a drill that lasted for ever would not fit its number.
const SPAN_MAX_US: u64 = 86_400_000_000;

/// Reads a time that a drill can wait for.
pub(crate) fn span_us<'de, D: serde::Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    let us = u64::deserialize(from)?;
    if us > SPAN_MAX_US {
        let message = format!("{us} microseconds are more than a day");
        return Err(serde::de::Error::custom(message));
    }
    Ok(us)
}
