//! The components.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::steps::{EndpointSpec, Time};

/// Users arriving as a Poisson process and doing weighted journeys.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrafficSpec {
    /// Journeys begun per second at this hour.
    pub rate: f64,
    /// What they do.
    pub journeys: Vec<JourneySpec>,
    /// A user leaves when one call takes longer than this.
    #[serde(deserialize_with = "super::span_us")]
    pub gives_up_us: u64,
    /// How often a user tries a failed call in all (1 = no retry).
    pub attempts: u32,
    /// Pause before a user tries again.
    pub retry_after: Time,
    /// How busy each hour of the day is: 24 factors of `rate`, from midnight. Empty: all the same.
    #[serde(default)]
    pub by_hour: Vec<f64>,
}

/// One thing users do: calls one after the other. It fails when a call fails for good.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JourneySpec {
    /// E.g. "checkout".
    pub name: String,
    /// Share among the journeys.
    pub weight: f64,
    /// (service, endpoint) in order.
    pub calls: Vec<(String, String)>,
    /// Business figure that one success adds to, e.g. "orders".
    pub counts: Option<String>,
}

/// How a component's logs look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stack {
    /// React bundle served by nginx; its users' browsers report errors.
    React,
    /// nginx access and error log.
    Nginx,
    /// Django under gunicorn.
    Django,
    /// PostgreSQL server log.
    Postgres,
    /// Redis server log.
    Redis,
    /// Celery worker log.
    Celery,
    /// Plain key=value lines.
    Plain,
}

/// Order in which a listen queue is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QueueOrder {
    /// First in, first out.
    #[default]
    Fifo,
    /// Last in, first out.
    Lifo,
    /// First in, first out; those whose caller has left are dropped unserved.
    DropExpired,
}

/// Replicas of a process with a fixed number of workers each, behind one load balancer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ServiceSpec {
    /// Id, e.g. "api".
    pub id: String,
    /// Name for people.
    pub title: String,
    /// How its logs look.
    pub stack: Stack,
    /// Processes.
    pub replicas: u32,
    /// Requests one replica serves at once.
    pub workers: u32,
    /// Places in the listen queue of one replica; further requests are refused (503).
    pub queue_length: u32,
    /// How the queue is served.
    pub queue_order: QueueOrder,
    /// A request that takes longer is killed (gunicorn's timeout). 0 = never.
    #[serde(deserialize_with = "super::span_us")]
    pub timeout_us: u64,
    /// Version running at the start.
    pub version: String,
    /// Deploy history, oldest first.
    pub versions: Vec<VersionSpec>,
    /// Pools by database id.
    pub pools: BTreeMap<String, PoolSpec>,
    /// What it answers.
    pub endpoints: Vec<EndpointSpec>,
    /// May be switched off without losing the business (`disable`).
    pub essential: bool,
    /// Memory of one replica. None: it never runs out.
    #[serde(default)]
    pub memory: Option<MemorySpec>,
    /// How the load balancer finds out whom to send nothing. None: it trusts everyone.
    #[serde(default)]
    pub health: Option<HealthSpec>,
    /// Requests a second over all replicas; further ones get 429. None: no limit.
    #[serde(default)]
    pub rate_limit: Option<f64>,
}

/// Memory of a process.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MemorySpec {
    /// After a start, megabytes.
    pub base_mb: f64,
    /// Beyond this it is killed, megabytes.
    pub limit_mb: f64,
}

/// The load balancer's health check: a real request to each replica.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HealthSpec {
    /// Endpoint it asks.
    pub endpoint: String,
    /// How often.
    #[serde(deserialize_with = "super::span_us")]
    pub every_us: u64,
    /// An answer that takes longer is a failure.
    #[serde(deserialize_with = "super::span_us")]
    pub timeout_us: u64,
    /// Failures in a row that take a replica out of rotation.
    pub failures: u32,
    /// Successes in a row that bring it back.
    pub passes: u32,
}

/// A version that was or can be deployed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VersionSpec {
    /// E.g. "v214".
    pub id: String,
    /// When it was deployed, seconds from STARTEX (negative = before). None: not deployed yet.
    pub at_s: Option<i32>,
    /// A rollback to the version before it is possible.
    pub rolls_back: bool,
    /// What the deploy log says, e.g. "payments: retry declined cards".
    pub note: String,
    /// Replicas or slots that the deploy reaches; the others keep the version before. None: all.
    #[serde(default)]
    pub reaches: Option<u32>,
    /// (database, table) whose schema it changes. With `rolls_back` false, earlier versions
    /// cannot live with the change; this version cannot live without it.
    #[serde(default)]
    pub migrates: Option<(String, String)>,
}

/// A service's connections to one database, per replica.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PoolSpec {
    /// Connections one replica may open.
    pub size: u32,
    /// How long a request waits for one before it fails.
    #[serde(deserialize_with = "super::span_us")]
    pub wait_us: u64,
}

/// A relational database.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DatabaseSpec {
    /// Id, e.g. "db".
    pub id: String,
    /// Name for people.
    pub title: String,
    /// How its logs look.
    pub stack: Stack,
    /// Queries executed at once; further ones queue.
    pub cores: u32,
    /// Connections over all clients; further ones are refused.
    pub max_connections: u32,
    /// A query that waits longer for a lock is cancelled. 0 = never.
    #[serde(default)]
    #[serde(deserialize_with = "super::span_us")]
    pub lock_timeout_us: u64,
    /// Its disk. None: it never fills.
    #[serde(default)]
    pub disk: Option<DiskSpec>,
    /// It is a read replica of another database, and can take over from it.
    #[serde(default)]
    pub replica: Option<ReplicaSpec>,
}

/// A database's disk.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DiskSpec {
    /// Size, megabytes.
    pub size_mb: f64,
    /// In use at the start, megabytes.
    pub used_mb: f64,
    /// What one write adds (row, index, write-ahead log), megabytes.
    pub write_mb: f64,
}

/// How a replica follows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReplicaSpec {
    /// The database it follows.
    pub of: String,
    /// Writes a second it can replay.
    pub replays: f64,
}

/// A cache.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CacheSpec {
    /// Id, e.g. "cache".
    pub id: String,
    /// Name for people.
    pub title: String,
    /// How its logs look.
    pub stack: Stack,
    /// Hit ratio when warm, 0 to 1.
    pub hit_ratio: f64,
    /// Seconds of normal traffic until a flushed cache is warm again.
    pub warmup_s: u32,
    /// One look-up.
    pub time: Time,
}

/// A task queue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueueSpec {
    /// Id, e.g. "tasks".
    pub id: String,
    /// Name for people.
    pub title: String,
    /// How its logs look.
    pub stack: Stack,
    /// Tasks it holds; further ones are refused.
    pub capacity: u32,
    /// A task delivered so often without an end is taken out. 0 = never.
    #[serde(default)]
    pub max_deliveries: u32,
}

/// Processes that take tasks from one queue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorkerSpec {
    /// Id, e.g. "image-worker".
    pub id: String,
    /// Name for people.
    pub title: String,
    /// How its logs look.
    pub stack: Stack,
    /// Queue it reads.
    pub queue: String,
    /// Tasks at once.
    pub slots: u32,
    /// Version running at the start.
    pub version: String,
    /// Deploy history, oldest first.
    pub versions: Vec<VersionSpec>,
    /// What it can do.
    pub tasks: Vec<TaskSpec>,
    /// May be switched off without losing the business.
    pub essential: bool,
    /// Memory of one slot's process. None: it never runs out.
    #[serde(default)]
    pub memory: Option<MemorySpec>,
    /// Tasks that are taken from the queue ahead, per slot; with 1 only what is worked on.
    #[serde(default = "one")]
    pub prefetch: u32,
    /// A task that is done later than this after it was first queued is late, seconds. 0: none is.
    #[serde(default)]
    pub late_after_s: u32,
}

/// A kind of task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskSpec {
    /// E.g. "thumbnail".
    pub name: String,
    /// Model it asks, if any.
    pub model: Option<String>,
    /// Work besides the model.
    pub time: Time,
    /// Tries in all.
    pub attempts: u32,
    /// Pause before the next try.
    pub retry_after: Time,
    /// Hard limit for one try. 0 = never.
    #[serde(deserialize_with = "super::span_us")]
    pub timeout_us: u64,
}

/// An AI model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelSpec {
    /// Id, e.g. "vision-v7".
    pub id: String,
    /// Name for people.
    pub title: String,
    /// One inference.
    pub time: Time,
    /// Share of inferences that fail when healthy.
    pub error_ratio: f64,
    /// Inferences at once over all callers (GPU slots); further ones queue.
    pub slots: u32,
    /// Share of answers that are right when healthy, apart from availability.
    pub quality: f64,
    /// Memory of its GPU. None: it never runs out.
    #[serde(default)]
    pub gpu: Option<GpuSpec>,
    /// Loading its weights takes so long.
    #[serde(default = "usual_load_us")]
    #[serde(deserialize_with = "super::span_us")]
    pub load_us: u64,
}

/// Memory of a model's GPU.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct GpuSpec {
    /// Size, megabytes.
    pub size_mb: f64,
    /// Weights, megabytes.
    pub weights_mb: f64,
    /// One inference at work, megabytes.
    pub each_mb: f64,
}

/// A third party.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExternalSpec {
    /// Id, e.g. "payments".
    pub id: String,
    /// Name for people.
    pub title: String,
    /// One answer.
    pub time: Time,
    /// Share of errors when healthy.
    pub error_ratio: f64,
    /// Requests per second it allows; further ones get 429. None: no limit.
    pub rate_limit: Option<f64>,
    /// Refused requests use up the quota, too: who keeps asking stays refused.
    #[serde(default)]
    pub counts_refused: bool,
}

/// Prefetch of workers in records from before it could be set.
fn one() -> u32 {
    1
}

/// Loading time of models in records from before it could be set.
fn usual_load_us() -> u64 {
    30_000_000
}
