//! What the system does by itself that a drill records.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How loud an alert is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Worth knowing.
    Info,
    /// Look at it.
    Warning,
    /// Pages.
    Critical,
}

/// Something that happened at an instant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Happening {
    /// Milliseconds from STARTEX.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// What.
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    /// An alert rule held for long enough.
    AlertFired {
        /// Rule name.
        alert: String,
        /// Left side of its comparison.
        value: f64,
    },
    /// It no longer holds.
    AlertResolved {
        /// Rule name.
        alert: String,
    },
    /// A user-facing service level is breached.
    BreachBegan {
        /// Service level id.
        level: String,
    },
    /// And is met again.
    BreachEnded {
        /// Service level id.
        level: String,
    },
    /// An act is complete.
    ActDone {
        /// The caller's number for it.
        act: u32,
        /// It did what it was asked (checks: all green).
        ok: bool,
        /// What it says, e.g. "4 of 4 replicas on v213".
        says: String,
    },
    /// A fault is there again: a version that carries it was deployed again.
    FaultBack {
        /// The caller's number for it.
        fault: u32,
    },
    /// A fault is no longer there: it ran out or its carrier is gone.
    FaultEnded {
        /// The caller's number for it.
        fault: u32,
        /// Why.
        says: String,
    },
}
