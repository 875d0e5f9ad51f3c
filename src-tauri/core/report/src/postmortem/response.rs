//! What people did: roles, expectations, repair, communication.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::communication::{Audience, Finding, Milestone, Silence, Stretch, UnannouncedAct};

/// One person in one role for one stretch of time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RoleShift {
    /// For example "On-Call Engineer". Plain text.
    pub role: String,
    /// The person; empty when the role was not held. Plain text.
    pub person: String,
    /// Milliseconds since STARTEX.
    pub from_ms: i64,
    /// `None`: to the end of the drill.
    pub to_ms: Option<i64>,
    /// What was said at the hand-over. Inline Markdown.
    pub hand_over: String,
}

/// Something a role was expected to do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Expectation {
    /// The role. Plain text.
    pub role: String,
    /// The phase of the drill, for example "triage"; empty: none. Plain text.
    pub phase: String,
    /// What was expected. Inline Markdown.
    pub title: String,
    /// Why it matters. Inline Markdown.
    pub why: String,
    /// Milliseconds since STARTEX.
    pub due_ms: Option<i64>,
    /// When it was met.
    pub met_at_ms: Option<i64>,
    /// How it ended.
    pub verdict: Verdict,
    /// The fact that earned the verdict. Inline Markdown.
    pub fact: String,
}

/// How an expectation ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// In time.
    Met,
    /// Done, after it was due.
    Late,
    /// Not done.
    Missed,
    /// Neither done nor due when the drill ended.
    #[default]
    Open,
}

impl Verdict {
    /// The word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Late => "late",
            Self::Missed => "missed",
            Self::Open => "open",
        }
    }
}

/// What stopped the damage, what removed the cause, how both were checked.
/// One line of Markdown each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Repair {
    /// Temporary.
    pub mitigations: Vec<String>,
    /// Lasting.
    pub fixes: Vec<String>,
    /// How it was validated.
    pub validations: Vec<String>,
    /// Anything else, written by people.
    pub prose: String,
}

/// What was said to whom.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Communication {
    /// In the order in which they were sent.
    pub updates: Vec<StatusUpdate>,
    /// Judgements written by people, one line of Markdown each.
    pub remarks: Vec<String>,
    /// Promises to stakeholders, and what came of them, in order.
    pub stretches: Vec<Stretch>,
    /// The longest time in which stakeholders heard nothing.
    pub longest_silence: Option<Silence>,
    /// Severities and states of the incident, in order.
    pub milestones: Vec<Milestone>,
    /// Who was told, and when.
    pub audiences: Vec<Audience>,
    /// Acts on the system, checks apart, that no words go with. An act was announced when,
    /// within three minutes before or after it, somebody said, wrote down or sent something
    /// that names what was acted on or what was done to it; or when the acting role did so
    /// within a minute, in whatever words.
    pub unannounced: Vec<UnannouncedAct>,
    /// What follows from the record.
    pub findings: Vec<Finding>,
    /// When the drill ended, in milliseconds since STARTEX.
    pub ends_ms: i64,
}

/// One status update or notice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct StatusUpdate {
    /// Milliseconds since STARTEX.
    pub at_ms: i64,
    /// When it was due; `None` when nothing promised it.
    pub due_ms: Option<i64>,
    /// Milliseconds after it was due; `None` or not positive: in time.
    pub late_by_ms: Option<i64>,
    /// To whom. Plain text.
    pub audience: String,
    /// The role that sent it. Plain text.
    pub author: String,
    /// What it said. Inline Markdown.
    pub text: String,
    /// Whether it said what users feel.
    pub has_impact: bool,
    /// When it promised the next one.
    pub next_promised_ms: Option<i64>,
    /// Its event; links to its timeline row.
    pub event: Option<u64>,
}
