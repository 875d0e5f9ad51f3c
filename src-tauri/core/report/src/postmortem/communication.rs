//! What the record says about communication and working together: promises, audiences, acts
//! that nobody announced, and what follows from them.
//!
//! Every instant is in milliseconds since STARTEX; every `event` is the number of the event in
//! the record that proves the statement, and links to its timeline row.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the next update to stakeholders counts from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StretchFrom {
    /// The severity was set for the first time.
    #[default]
    Declared,
    /// The update before.
    Update,
}

/// What ended a stretch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StretchEnd {
    /// The next update.
    Update,
    /// The incident was called resolved.
    Resolved,
    /// ENDEX.
    #[default]
    Endex,
}

/// How the next update came, against when it was due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Came {
    /// More than a minute before the time that had been promised.
    Early,
    /// Not after it was due.
    InTime,
    /// After it was due.
    Late,
    /// Not at all, though it was due before the stretch ended.
    Never,
    /// Not at all, and it was not due before the stretch ended.
    #[default]
    NotDue,
}

impl Came {
    /// The words for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Early => "early",
            Self::InTime => "in time",
            Self::Late => "late",
            Self::Never => "never",
            Self::NotDue => "not due",
        }
    }
}

/// From one word to stakeholders to the next, and when that was due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Stretch {
    /// What it counts from.
    pub from: StretchFrom,
    /// When that was.
    pub from_ms: i64,
    /// Its event.
    pub from_event: Option<u64>,
    /// When the next update was due.
    pub due_ms: i64,
    /// The update before promised that time; otherwise the norm sets it.
    pub promised: bool,
    /// What ended it.
    pub until: StretchEnd,
    /// When that was.
    pub until_ms: i64,
    /// Its event.
    pub until_event: Option<u64>,
    /// How the next update came.
    pub came: Came,
}

impl Stretch {
    /// From when it was due until the stretch ended, milliseconds; negative is before.
    #[must_use]
    pub fn by_ms(&self) -> i64 {
        self.until_ms.saturating_sub(self.due_ms)
    }

    /// The update was due and had not come.
    #[must_use]
    pub fn overdue(&self) -> bool {
        matches!(self.came, Came::Late | Came::Never)
    }
}

/// A length of time in which stakeholders heard nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Silence {
    /// Began.
    pub from_ms: i64,
    /// Ended.
    pub to_ms: i64,
    /// The events at either end, as far as they are in the record.
    pub events: Vec<u64>,
}

/// What sort of audience.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AudienceKind {
    /// Those who get status updates.
    Stakeholders,
    /// Those who read notices.
    Users,
    /// The team's own room.
    Room,
    /// A person or a channel outside the team.
    #[default]
    Outside,
}

/// Who was told, and when.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Audience {
    /// Its name. Plain text.
    pub name: String,
    /// What sort.
    pub kind: AudienceKind,
    /// When it was told something, in order, each with its event.
    pub told: Vec<Told>,
    /// What it wrote to the team, in order.
    pub wrote: Vec<Letter>,
}

/// Something that was said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Told {
    /// When.
    pub at_ms: i64,
    /// Its event.
    pub event: Option<u64>,
}

/// A message from outside, and whether it was answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Letter {
    /// Came at.
    pub at_ms: i64,
    /// Its event.
    pub event: Option<u64>,
    /// It asked for an answer.
    pub wants_answer: bool,
    /// The first answer.
    pub answer: Option<Told>,
}

/// An act on the system that no words go with. The rule stands at
/// [`Communication::unannounced`](super::Communication::unannounced).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct UnannouncedAct {
    /// When.
    pub at_ms: i64,
    /// The role, never a person. Plain text.
    pub role: String,
    /// What was done. Inline Markdown.
    pub text: String,
    /// Its event.
    pub event: Option<u64>,
}

/// A mark on the time axis: a severity or a state of the incident.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Milestone {
    /// When.
    pub at_ms: i64,
    /// For example "SEV-1" or "Mitigating". Plain text.
    pub label: String,
    /// Its event.
    pub event: Option<u64>,
}

/// One statement of the review, computed from the record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Finding {
    /// What it is about.
    pub kind: FindingKind,
    /// Something to keep; otherwise something to look at.
    pub good: bool,
    /// The statement, roles only. Inline Markdown.
    pub text: String,
    /// The events it follows from, in order.
    pub events: Vec<u64>,
}

/// What a finding is about.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// Whether an incident was declared.
    #[default]
    Declared,
    /// The first update after declaring.
    FirstUpdate,
    /// Updates against what was promised, or due by the norm.
    Cadence,
    /// The longest silence to stakeholders.
    Silence,
    /// When it was told who and what is affected.
    Scope,
    /// Updates that do not say who is affected.
    WithoutImpact,
    /// Updates that do not say what is being done.
    WithoutDoing,
    /// Updates that do not say when the next one comes.
    WithoutNext,
    /// Updates that say all of that.
    Complete,
    /// Updates before the severity was set.
    BeforeSeverity,
    /// Whether stakeholders were told that it is over.
    Closing,
    /// What users were told.
    Users,
    /// What people outside asked, and whether they got an answer.
    Answers,
    /// Acts that nobody announced.
    Unannounced,
    /// Two roles that did the same.
    SameThing,
    /// A held role without a deed for long.
    SilentRole,
    /// A held role with nothing recorded.
    NothingRecorded,
    /// A role that nobody held.
    NotHeld,
    /// A role that went from one to the other.
    HandOver,
}
