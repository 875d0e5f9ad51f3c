//! What the record says by itself: impact, instants, signals, rows, graphs, evidence.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the outage cost, from t1 to t7. `None` is shown as "not recorded".
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Impact {
    /// How long a user-facing service level was broken, in milliseconds.
    pub duration_ms: Option<i64>,
    /// User-facing requests that failed.
    pub requests_failed: Option<u64>,
    /// User-facing requests in the same span.
    pub requests_total: Option<u64>,
    /// Distinct users who met at least one failure.
    pub users_affected: Option<u64>,
    /// Orders that would have been placed and were not.
    pub orders_lost: Option<u64>,
    /// AI tasks that failed.
    pub ai_tasks_failed: Option<u64>,
    /// AI tasks that finished after their deadline.
    pub ai_tasks_late: Option<u64>,
    /// AI tasks that were thrown away undone.
    pub ai_tasks_thrown_away: Option<u64>,
    /// AI tasks that nobody had done when it was over: queued, or held by a worker that hung.
    pub ai_tasks_waiting: Option<u64>,
    /// Support tickets opened; nothing simulates them.
    pub tickets: Option<u64>,
    /// Share of the period's error budget that was spent, in per cent.
    pub error_budget_burnt_pct: Option<f64>,
    /// The service level whose budget it is. Plain text.
    pub error_budget_of: String,
    /// The same in business words, written by people.
    pub prose: String,
}

/// The instants t0 to t10 and what is derived from them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct KeyTimes {
    /// In order; an instant that did not come has `at_ms` `None`.
    pub instants: Vec<KeyTime>,
    /// t2 − t1. Negative when the alert came before users noticed.
    pub ttd: Measure,
    /// t3 − t2.
    pub tta: Measure,
    /// t6 − t1.
    pub tti: Measure,
    /// t7 − t1.
    pub ttm: Measure,
    /// t9 − t1.
    pub ttr: Measure,
}

/// One defined instant.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct KeyTime {
    /// `t0` to `t10`.
    pub id: String,
    /// For example "First alert". Plain text.
    pub label: String,
    /// Milliseconds since STARTEX; `None` is "not reached".
    pub at_ms: Option<i64>,
    /// The event that proves it; links to its timeline row.
    pub event: Option<u64>,
}

/// A derived time and what it was meant to be, in milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Measure {
    /// `None` is "not reached".
    pub value_ms: Option<i64>,
    /// `None` when the scenario sets no target.
    pub target_ms: Option<i64>,
}

impl Measure {
    /// Whether the target was met; `None` when there is no target. A measure that was never
    /// reached has missed its target.
    #[must_use]
    pub fn met(self) -> Option<bool> {
        self.target_ms
            .map(|target| self.value_ms.is_some_and(|value| value <= target))
    }
}

/// What told the team, and what could have.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Detection {
    /// How the outage came to be known.
    pub prose: String,
    /// Alerts and reports, in the order in which they came.
    pub signals: Vec<Signal>,
    /// What could have told us earlier, one line each.
    pub earlier: Vec<String>,
    /// How the time to detect could be halved, written by people.
    pub halve: String,
}

/// One alert or report that came in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Signal {
    /// Milliseconds since STARTEX.
    pub at_ms: i64,
    /// What it said. Plain text.
    pub text: String,
    /// Its event, if recorded; links to its timeline row.
    pub event: Option<u64>,
}

/// One row of the timeline.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TimelineRow {
    /// Milliseconds since STARTEX.
    pub at_ms: i64,
    /// The incident clock, `03:04:10`; empty: computed from `at_ms`.
    pub clock: String,
    /// The role, never a person.
    pub who: String,
    /// What sort of thing happened.
    pub kind: RowKind,
    /// What happened. Inline Markdown; raw HTML is shown as text.
    pub text: String,
    /// Its event in the record.
    pub event: Option<u64>,
    /// The act made the outage worse.
    pub harmful: bool,
    /// One of the moments that decided the night.
    pub pinned: bool,
    /// What people say about it. Inline Markdown.
    pub note: String,
}

/// What sort of thing a timeline row is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// Put into the drill by the run sheet or the facilitator.
    Inject,
    /// An alert fired or cleared.
    Alert,
    /// Somebody looked at evidence.
    Look,
    /// Somebody changed the system.
    Act,
    /// A cause was proposed, confirmed or refuted.
    Hypothesis,
    /// The severity was set.
    Severity,
    /// A status update to stakeholders.
    Update,
    /// A notice to users.
    Notice,
    /// A validation was run.
    Check,
    /// A written note.
    #[default]
    Note,
    /// A message between people.
    Message,
    /// The system itself.
    System,
}

impl RowKind {
    /// The word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Inject => "inject",
            Self::Alert => "alert",
            Self::Look => "look",
            Self::Act => "act",
            Self::Hypothesis => "hypothesis",
            Self::Severity => "severity",
            Self::Update => "update",
            Self::Notice => "notice",
            Self::Check => "check",
            Self::Note => "note",
            Self::Message => "message",
            Self::System => "system",
        }
    }
}

/// One telemetry series at a fixed step.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Graph {
    /// Stable identity, for example `errors`.
    pub id: String,
    /// For example "Failed requests". Plain text.
    pub title: String,
    /// For example `%` or `ms`. Plain text.
    pub unit: String,
    /// The first value's instant, in seconds since STARTEX.
    pub t0_s: f64,
    /// Seconds between values.
    pub step_s: f64,
    /// `None` (and anything not finite) is a gap.
    pub values: Vec<Option<f32>>,
    /// The service level, drawn dashed.
    pub threshold: Option<f32>,
    /// Injects, alerts and acts.
    pub marks: Vec<Mark>,
    /// What to see in it. Inline Markdown.
    pub caption: String,
}

/// A vertical mark in a graph.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Mark {
    /// Milliseconds since STARTEX.
    pub at_ms: i64,
    /// What it marks.
    pub kind: MarkKind,
    /// A few words. Plain text.
    pub label: String,
}

/// What a mark in a graph stands for.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    TS,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    /// Put into the drill.
    Inject,
    /// An alert fired.
    #[default]
    Alert,
    /// A participant acted.
    Act,
}

impl MarkKind {
    /// The word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Inject => "inject",
            Self::Alert => "alert",
            Self::Act => "act",
        }
    }
}

/// Something pinned during the drill.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Evidence {
    /// Milliseconds since STARTEX; `None` for evidence about the whole drill.
    pub at_ms: Option<i64>,
    /// What sort of evidence.
    pub kind: EvidenceKind,
    /// What it shows. Inline Markdown.
    pub title: String,
    /// The log lines, the query or the figures, verbatim. Plain text.
    pub body: String,
    /// The event it belongs to; the timeline row links here.
    pub event: Option<u64>,
}

/// What sort of evidence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// Log lines.
    #[default]
    Log,
    /// A graph.
    Graph,
    /// A query and its answer.
    Query,
    /// A trace of one request.
    Trace,
    /// Anything else.
    Other,
}

impl EvidenceKind {
    /// The word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Graph => "graph",
            Self::Query => "query",
            Self::Trace => "trace",
            Self::Other => "other",
        }
    }
}
