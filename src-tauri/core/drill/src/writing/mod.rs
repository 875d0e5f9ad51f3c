//! The postmortem as people write it: what they put over the draft, one edit after the other.
//!
//! The draft is made from the record and never stored; edits are facts like any other, so nothing
//! written is ever lost and every earlier version can be had again. No edit can touch a figure.

mod field;
mod seal;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use field::{Field, Holds};
pub use seal::{Seal, record_hash, recorded};

/// Longest text of a field, characters. A longer one is refused.
pub const PROSE_MAX: usize = 20_000;
/// Longest text on one line: a title, an owner. A longer one is refused.
pub const LINE_MAX: usize = 300;
/// Action items. Further ones are refused.
pub const ACTION_ITEMS_MAX: usize = 100;
/// Edits of one postmortem. Further ones are refused.
pub const EDITS_MAX: u32 = 50_000;
/// Edits that come together. More are refused.
pub const TOGETHER_MAX: usize = 1_000;
/// Versions kept of one postmortem, so that they fit into memory. Further ones are refused; edits
/// are recorded all the same.
pub const VERSIONS_MAX: usize = 500;

/// Where a postmortem stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// As written at ENDEX, or being edited.
    #[default]
    Draft,
    /// Complete, and being read by others.
    InReview,
    /// Agreed, and sealed.
    Final,
}

impl Status {
    /// The word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in review",
            Self::Final => "final",
        }
    }
}

/// One thing that will change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(default)]
pub struct ActionItem {
    /// Verb first. Inline Markdown.
    pub title: String,
    /// Who will see to it; `None` shows as "not assigned". Plain text.
    pub owner: Option<String>,
    /// `YYYY-MM-DD`; `None` shows as "no date".
    pub due: Option<String>,
    /// What it does to the next outage.
    pub kind: ActionKind,
    /// Which of the three it changes, if any.
    pub changes: Option<Change>,
}

/// What an action item does to the next outage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActionKind {
    /// It does not happen.
    #[default]
    Prevent,
    /// It hurts less.
    Mitigate,
    /// It is seen sooner.
    Detect,
    /// It is handled better.
    Process,
}

impl ActionKind {
    /// The word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Prevent => "prevent",
            Self::Mitigate => "mitigate",
            Self::Detect => "detect",
            Self::Process => "process",
        }
    }
}

/// Which of the three things a drill is meant to improve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A monitoring threshold.
    Threshold,
    /// A playbook.
    Playbook,
    /// Observability.
    Observability,
}

impl Change {
    /// The word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Threshold => "threshold",
            Self::Playbook => "playbook",
            Self::Observability => "observability",
        }
    }
}

/// What people say about a row of the timeline.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct RowEdit {
    /// It is left out of the document, which says how many rows are.
    pub hidden: bool,
    /// It is one of the moments that decided the night, and stands above the table as well.
    pub pinned: bool,
    /// A note under it; empty: none. Inline Markdown.
    pub note: String,
}

/// One change of the postmortem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "edit", rename_all = "snake_case")]
pub enum Edit {
    /// A field's text.
    Text {
        /// Which.
        field: Field,
        /// The text; None: as drafted.
        text: Option<String>,
    },
    /// A row of the timeline.
    Row {
        /// Number of the event that it shows.
        event: u32,
        /// What is said about it; the default: nothing.
        row: RowEdit,
    },
    /// What to see in a graph.
    Caption {
        /// Id of the panel.
        graph: String,
        /// The text; None: none.
        text: Option<String>,
    },
    /// The whole table of action items.
    ActionItems {
        /// All of them, in order; None: as drafted.
        items: Option<Vec<ActionItem>>,
    },
}

/// Everything that was put over the draft.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Edits {
    /// Texts in place of the draft's.
    pub texts: BTreeMap<Field, String>,
    /// Rows of the timeline by event number.
    pub rows: BTreeMap<u32, RowEdit>,
    /// Captions by id of the panel.
    pub captions: BTreeMap<String, String>,
    /// The table of action items in place of the draft's.
    pub action_items: Option<Vec<ActionItem>>,
}

impl Edits {
    /// Puts one edit over what stands. False: that changed nothing.
    pub fn make(&mut self, edit: &Edit) -> bool {
        match edit {
            Edit::Text { field, text } => put(&mut self.texts, *field, text.clone()),
            Edit::Row { event, row } => {
                let said = (*row != RowEdit::default()).then(|| row.clone());
                put(&mut self.rows, *event, said)
            }
            Edit::Caption { graph, text } => put(&mut self.captions, graph.clone(), text.clone()),
            Edit::ActionItems { items } => {
                let before = std::mem::replace(&mut self.action_items, items.clone());
                before != self.action_items
            }
        }
    }
}

/// Whether that changed anything.
fn put<K: Ord, V: PartialEq>(map: &mut BTreeMap<K, V>, key: K, value: Option<V>) -> bool {
    if map.get(&key) == value.as_ref() {
        return false;
    }
    match value {
        Some(value) => map.insert(key, value),
        None => map.remove(&key),
    };
    true
}

/// A version that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Number, from 1.
    pub number: u32,
    /// Event number.
    pub seq: u32,
    /// Kept at, Unix milliseconds.
    pub wall_ms: i64,
    /// Why, in a few words.
    pub says: String,
    /// Where the document stood.
    pub status: Status,
    /// What was put over the draft then.
    pub edits: Edits,
}

/// An answer to the three questions after a drill. Each text may be empty, but not all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Survey {
    /// What helped.
    pub helped: String,
    /// What hindered.
    pub hindered: String,
    /// What should change.
    pub change: String,
}

/// An answer, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyRecord {
    /// Event number.
    pub seq: u32,
    /// Role id; None: without a name.
    pub role: Option<String>,
    /// Who; None: without a name.
    pub person: Option<String>,
    /// The answer.
    pub survey: Survey,
}

/// The postmortem's own state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Writing {
    /// What is put over the draft now.
    pub edits: Edits,
    /// Where the document stands.
    pub status: Status,
    /// Versions that were kept, oldest first.
    pub versions: Vec<Version>,
    /// What it was sealed with, while it is final.
    pub seal: Option<Seal>,
    /// Edits so far.
    pub made: u32,
    /// When it was last edited, Unix milliseconds.
    pub edited_ms: Option<i64>,
    /// Answers to the survey that stand, oldest first.
    pub surveys: Vec<SurveyRecord>,
    /// Answers there have been, those that were replaced too.
    pub surveyed: u32,
    /// The truth has been shown to the room.
    pub revealed: bool,
}

impl Writing {
    /// Whether anything was edited since the last version was kept.
    #[must_use]
    pub fn unkept(&self) -> bool {
        match self.versions.last() {
            Some(last) => last.edits != self.edits,
            None => self.edits != Edits::default(),
        }
    }
}
