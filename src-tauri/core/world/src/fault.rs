//! Faults: what breaks, how strongly, in which shape, and what carries it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A fault. No remedy is hard-coded: an act helps as far as the carrier lets it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Fault {
    /// For the facilitator, e.g. "v214 leaks connections".
    pub title: String,
    /// Component id, pool (`api.db`), edge (`api->payments`), configuration key, `traffic` or
    /// `telemetry`.
    pub on: String,
    /// Only this endpoint or task; None: all.
    pub only: Option<String>,
    /// What it does.
    pub effect: Effect,
    /// How its strength develops.
    pub shape: Shape,
    /// Ends by itself after this many milliseconds; None: stays.
    pub for_ms: Option<u32>,
    /// What carries it.
    pub carried_by: Carrier,
}

/// What a fault does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Effect {
    /// A share of the requests that use the pool do not give their connection back.
    PoolLeak {
        /// Share, 0 to 1.
        rate: f64,
    },
    /// Answers nothing: connections are refused.
    Down,
    /// All work takes longer by this factor (> 1).
    Slow {
        /// Multiplier of service time.
        factor: f64,
    },
    /// A share of requests, queries or inferences fail at once.
    Errors {
        /// Share, 0 to 1.
        ratio: f64,
    },
    /// A share of tasks or requests hang: the slot is held until restart or timeout.
    Hang {
        /// Share, 0 to 1.
        ratio: f64,
    },
    /// More traffic, or more tasks (on a queue or on `traffic`).
    Surge {
        /// Multiplier of the arrival rate.
        factor: f64,
    },
    /// A model answers, with success, and wrongly.
    Garbage {
        /// Share of wrong answers, 0 to 1.
        ratio: f64,
    },
    /// A configuration value or flag is wrong (on its key): sets it, and whoever sets it back
    /// mends it. A flag is on at 1 and off at 0.
    Misconfigured {
        /// The wrong value.
        value: f64,
    },
    /// Each query step asks again and again, once per row.
    NPlusOne {
        /// Queries instead of one.
        queries: f64,
    },
    /// A session holds a lock on a table (on all, without `only`); whoever needs it waits.
    Lock,
    /// A replica replays more slowly, or not at all.
    ReplicaLag {
        /// Share of its speed that is lost, 0 to 1.
        ratio: f64,
    },
    /// A database's machine dies, and its replica takes over by itself.
    FailOver,
    /// A cache forgets.
    CacheLoss {
        /// Share forgotten, 0 to 1.
        share: f64,
    },
    /// Each request, task or inference leaves memory behind.
    MemoryLeak {
        /// Megabytes each.
        mb: f64,
    },
    /// A share of the tasks published kill the process that takes them.
    Poison {
        /// Share, 0 to 1.
        ratio: f64,
    },
    /// Tasks meant for one queue are published to another.
    Misrouted {
        /// Queue they end up in.
        to: String,
    },
    /// Every call over an edge takes so much longer.
    Delay {
        /// Milliseconds.
        ms: f64,
    },
    /// A share of the packets on an edge are lost and sent again, later and later.
    Loss {
        /// Share, 0 to 1.
        ratio: f64,
    },
    /// The certificate has expired: nobody who checks it connects.
    Certificate,
    /// The name is not resolved: nobody connects anew; what is connected stays so.
    NoAddress,
    /// Something fills the disk.
    DiskFill {
        /// Megabytes a second.
        mb_per_s: f64,
    },
    /// The metrics of a component, or of anything (on `telemetry`), do not arrive: graphs end and
    /// alerts stay silent. Logs, traces and checks still tell.
    Blind,
    /// What is seen of everything is old (on `telemetry`).
    Late {
        /// How old, seconds.
        seconds: f64,
    },
}

impl Effect {
    /// What carries it unless a scenario says otherwise.
    pub fn usual_carrier(&self) -> Carrier {
        match self {
            Self::Lock | Self::Certificate => Carrier::Data,
            _ => Carrier::Outside,
        }
    }
}

/// How the strength develops over time.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Shape {
    /// At once.
    #[default]
    Step,
    /// Linearly from nothing.
    Ramp {
        /// Until full strength, milliseconds.
        over_ms: u32,
    },
    /// On and off.
    Pulse {
        /// Period, milliseconds.
        every_ms: u32,
        /// On for, milliseconds.
        on_ms: u32,
    },
}

/// What carries a fault, and so what takes it away.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Carrier {
    /// A version of a service or worker: present on each replica that runs it.
    Version {
        /// Service or worker id.
        component: String,
        /// Version id.
        version: String,
    },
    /// The running processes: a restart takes it away.
    Process,
    /// A configuration value or flag: setting it back takes it away.
    Config {
        /// Configuration key or flag id.
        key: String,
    },
    /// The data, or the machine it lies on: it survives restarts, and only what is done to the
    /// thing itself takes it away: the session killed, the certificate renewed, the database
    /// failed over.
    Data,
    /// The world outside: nothing the team does takes it away.
    #[default]
    Outside,
}
