//! Time: marks on graphs, lanes of the timeline, key times and what lies between them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::parts::Tone;

/// A mark on graphs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct MarkView {
    /// When.
    pub at_ms: i32,
    /// Inject (truth), alert (bad) or act (good).
    pub tone: Tone,
    /// Few words.
    pub label: String,
}

/// A lane of the timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Lane {
    /// "Injects", "Alerts", or a role's short name.
    pub title: String,
    /// Its bars in order of time.
    pub bars: Vec<Bar>,
}

/// A bar of a lane.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Bar {
    /// From.
    pub from_ms: i32,
    /// To; None: until now, or an instant.
    pub to_ms: Option<i32>,
    /// Goes on.
    pub open: bool,
    /// Few words.
    pub label: String,
    /// All words.
    pub title: String,
    /// Look.
    pub tone: Tone,
    /// Inject it stands for.
    pub inject: Option<String>,
    /// It can be moved.
    pub movable: bool,
    /// An inject that waits, at the time at which it would come: for what. None: it does not wait.
    pub waits: Option<String>,
}

/// One of the times t0 to t10.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct KeyTime {
    /// E.g. "t2".
    pub id: String,
    /// E.g. "First alert".
    pub title: String,
    /// When; None: not reached.
    pub at_ms: Option<i32>,
}

/// A time between two key times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Span {
    /// E.g. "TTD".
    pub id: String,
    /// E.g. "Time to detect".
    pub title: String,
    /// How long; None: not reached. Negative: the alert came before users noticed.
    pub ms: Option<i32>,
}
