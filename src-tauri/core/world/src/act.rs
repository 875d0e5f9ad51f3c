//! Acts on the system. Each takes its time and has side effects.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An act on the system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// Replica by replica to an earlier version.
    RollBack {
        /// Service or worker id.
        on: String,
        /// Version; None: the one before the running one.
        to: Option<String>,
    },
    /// Replica by replica to a version, earlier or later. Runs the migrations on the way.
    Deploy {
        /// Service or worker id.
        on: String,
        /// Version.
        to: String,
        /// Leaves out the migrations. The version may not live without them.
        skip_migration: bool,
    },
    /// Replica by replica: drops what is in flight, comes back cold.
    Restart {
        /// Service, worker, database or cache id.
        on: String,
    },
    /// More or fewer replicas (services) or slots (workers).
    Scale {
        /// Service or worker id.
        on: String,
        /// Replicas or slots.
        to: u32,
    },
    /// Set a configuration value.
    SetConfig {
        /// E.g. `api.pool.db.size`, `db.max_connections`, `api->payments.attempts`.
        key: String,
        /// The value, in the unit the key names.
        value: f64,
    },
    /// Switch a feature.
    Flag {
        /// Flag id.
        flag: String,
        /// On or off.
        on: bool,
    },
    /// Force a circuit breaker.
    Breaker {
        /// `caller->callee`.
        edge: String,
        /// Open (true) or closed (false).
        open: bool,
    },
    /// Serve cached answers over an edge.
    Fallback {
        /// `caller->callee`.
        edge: String,
        /// On or off.
        on: bool,
    },
    /// Switch a non-essential service or worker off, or on again.
    Disable {
        /// Component id.
        on: String,
        /// Off (true) or on again (false).
        off: bool,
    },
    /// Kill and start all slots of a worker; what they held goes back to the queue.
    RestartWorkers {
        /// Worker id.
        on: String,
    },
    /// Put failed tasks back into the queue.
    RetryTasks {
        /// Queue id.
        queue: String,
    },
    /// Throw away what waits in a queue.
    PurgeQueue {
        /// Queue id.
        queue: String,
    },
    /// Close all connections to a database; clients open new ones.
    KillConnections {
        /// Database id.
        database: String,
    },
    /// End the sessions that hold locks or have run for long.
    KillQueries {
        /// Database id.
        database: String,
    },
    /// The replica takes over. What has not reached it is lost.
    FailOver {
        /// Database id.
        database: String,
    },
    /// Put what waits in one queue into another.
    MoveTasks {
        /// Queue id.
        queue: String,
        /// Queue they go to.
        to: String,
    },
    /// Let only a share of the traffic in.
    ShedTraffic {
        /// Share let in, 0 to 1; 1 ends it.
        keep: f64,
    },
    /// Forget everything cached.
    FlushCache {
        /// Cache id.
        cache: String,
    },
    /// Ask for what users ask for, until the cache knows it.
    WarmCache {
        /// Cache id.
        cache: String,
    },
    /// Put a new certificate in place.
    RenewCertificate {
        /// Component or edge whose certificate it is.
        on: String,
    },
    /// Delete what can be deleted from a database's disk.
    FreeDisk {
        /// Database id.
        on: String,
    },
    /// Change an alert rule.
    SetAlert {
        /// Rule name.
        alert: String,
        /// An expression with one comparison.
        when: String,
        /// How long it must hold, seconds.
        for_s: u32,
    },
    /// Ask each replica whether it is well.
    HealthCheck {
        /// Component id.
        on: String,
    },
    /// Ask every queue, worker and model whether it is well.
    PipelineCheck,
    /// Run every journey once, end to end.
    SmokeTest,
}

/// What an act will do and how long it takes, said before it is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ActEstimate {
    /// Until it is complete, milliseconds.
    pub takes_ms: u32,
    /// E.g. "api v214 → v213, one replica at a time".
    pub says: String,
}
