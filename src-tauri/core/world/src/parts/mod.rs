//! The parts of a system at work, and what passes between them.

mod balancer;
mod breaker;
pub(crate) mod cache;
pub(crate) mod database;
pub(crate) mod disk;
pub(crate) mod door;
pub(crate) mod edge;
pub(crate) mod external;
pub(crate) mod health;
mod locks;
pub(crate) mod memory;
pub(crate) mod model;
pub(crate) mod pool;
pub(crate) mod query;
pub(crate) mod queue;
pub(crate) mod replica;
pub(crate) mod replication;
pub(crate) mod request;
pub(crate) mod rows;
pub(crate) mod schema;
pub(crate) mod service;
pub(crate) mod task;
pub(crate) mod traffic;
pub(crate) mod way;
pub(crate) mod worker;

use request::Wrote;

/// "None" among small indices.
pub(crate) const NONE: u16 = u16::MAX;

/// A component, by its index among its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Browser,
    Service(u16),
    Database(u16),
    Cache(u16),
    Queue(u16),
    Worker(u16),
    Model(u16),
    External(u16),
}

/// A running process, as far as faults ask: what it runs and since when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Process {
    /// Place of its component.
    pub(crate) place: u16,
    /// Index of its version; [`NONE`] if it has none.
    pub(crate) version: u16,
    /// When it was started.
    pub(crate) started: i64,
}

impl Process {
    /// Somebody outside the system, such as a user.
    pub(crate) const OUTSIDE: Self = Self {
        place: NONE,
        version: NONE,
        started: i64::MAX,
    };
}

/// Who waits for an answer. A void ticket means that they have left.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Caller {
    Journey {
        at: u32,
        wait: u32,
    },
    Request {
        at: u32,
        wait: u32,
    },
    Task {
        at: u32,
        wait: u32,
    },
    /// The load balancer's health check.
    Check {
        service: u16,
        replica: u16,
        number: u32,
    },
}

/// Why something failed: index into [`crate::logs::FAULT_CODES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Cause {
    PoolTimeout,
    DbTooMany,
    DbDown,
    CallTimeout,
    CallRefused,
    CallError,
    AppError,
    ModelTimeout,
    RateLimited,
    GpuOom,
    NoAddress,
    Certificate,
    DiskFull,
    LockTimeout,
    Terminated,
    StaleRead,
    Schema,
    WorkerLost,
}

/// How something ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done,
    Failed(Cause),
}

/// What a caller is told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answer {
    pub(crate) outcome: Outcome,
    /// HTTP status; 0 if there was none.
    pub(crate) status: u16,
    /// Who answered.
    pub(crate) by: Process,
    /// The user's latest write.
    pub(crate) wrote: Wrote,
}

impl Answer {
    pub(crate) fn failed(cause: Cause, status: u16) -> Self {
        Self {
            outcome: Outcome::Failed(cause),
            status,
            by: Process::OUTSIDE,
            wrote: Wrote::NEVER,
        }
    }
}
