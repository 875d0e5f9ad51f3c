//! Endpoints, the steps they are made of, and the edges that steps go over.

use serde::{Deserialize, Serialize};

/// A duration that varies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Time {
    /// Mean, microseconds.
    #[serde(deserialize_with = "super::span_us")]
    pub mean_us: u64,
    /// How it varies.
    pub dist: Dist,
}

/// How a duration varies about its mean.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dist {
    /// Log-normal with a coefficient of variation of 0.5: what servers look like.
    #[default]
    LogNormal,
    /// Exponential: what queueing theory assumes.
    Exp,
    /// Always the mean.
    Fixed,
}

/// Something a service answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndpointSpec {
    /// E.g. "POST /api/checkout".
    pub name: String,
    /// What it does, in order.
    pub steps: Vec<Step>,
}

/// One step of an endpoint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Done only while this flag is on.
    pub flag: Option<String>,
    /// Failure of this step does not fail the request (the page shows less).
    pub optional: bool,
    /// What is done.
    pub kind: StepKind,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Own work.
    Cpu {
        /// How long.
        time: Time,
    },
    /// A query over the service's pool to a database.
    Query {
        /// Database id.
        database: String,
        /// Table, for logs and locks.
        table: String,
        /// Execution time on a free core.
        time: Time,
        /// How long the connection is kept.
        holds: Holds,
        /// What it does to the table.
        #[serde(default)]
        access: Access,
        /// Share of these queries that need the same row, one at a time, 0 to 1.
        #[serde(default)]
        hot: f64,
    },
    /// A look-up: on a hit nothing more, on a miss the steps.
    Cache {
        /// Cache id.
        cache: String,
        /// Steps on a miss.
        miss: Vec<Step>,
    },
    /// A call to a service's endpoint, a model, or a third party.
    Call {
        /// Component id.
        target: String,
        /// Endpoint (services only; empty otherwise).
        endpoint: String,
        /// How the call is made.
        edge: EdgeSpec,
    },
    /// Publish a task; costs one round trip to the queue.
    Enqueue {
        /// Queue id.
        queue: String,
        /// Task name.
        task: String,
    },
}

/// How long a request keeps the connection a query was made on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holds {
    /// Given back after the query.
    #[default]
    Query,
    /// Kept until the request ends, as Django does.
    UntilEnd,
}

/// What a query does to its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    /// Reads.
    #[default]
    Read,
    /// Writes: it is replicated, and needs room on the disk.
    Write,
}

/// How calls over one edge are made. All fields can be changed while running
/// (`SetConfig` with key `<service>-><target>.timeout_ms`, `.attempts`, …).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EdgeSpec {
    /// The caller stops waiting after this. The callee goes on working. 0 = never.
    #[serde(deserialize_with = "super::span_us")]
    pub timeout_us: u64,
    /// Tries in all.
    pub attempts: u32,
    /// Pause before the first retry; doubles each time.
    #[serde(deserialize_with = "super::span_us")]
    pub backoff_us: u64,
    /// The pause varies by this share to both sides, 0 to 1. With 0 all who failed together
    /// come back together.
    #[serde(default = "usual_jitter")]
    pub jitter: f64,
    /// Retries allowed as a share of calls (token bucket). None: no budget.
    pub retry_budget: Option<f64>,
    /// Circuit breaker, if any.
    pub breaker: Option<BreakerSpec>,
    /// A cached answer exists, to be used when switched on or when the breaker is open.
    pub fallback: bool,
}

/// A circuit breaker over the last 10 seconds of calls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BreakerSpec {
    /// Opens at this share of failures, 0 to 1.
    pub failure_ratio: f64,
    /// Not before so many calls.
    pub min_calls: u32,
    /// Half-open after this.
    #[serde(deserialize_with = "super::span_us")]
    pub open_us: u64,
}

/// Jitter of edges in records from before it could be set.
fn usual_jitter() -> f64 {
    0.5
}
