//! The hot wash: the whole drill on one timeline, for the room and for the facilitator.
//!
//! The room's story has the truth only when the facilitator has shown it: until then `truth` is
//! None, and no row, lane or moment that says something of it is there.

use drill::moments::MomentKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::console::{FeedKind, Lane};
use crate::parts::PanelView;

/// The hot wash, and where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct HotWashView {
    /// Where it stands, drill time in milliseconds, at the moment it was sent.
    pub at_ms: i32,
    /// Drill seconds per wall second; 0: it stands.
    pub speed: f64,
    /// The truth has been shown to the room.
    pub revealed: bool,
    /// What there is to see. The same until something is added to the record.
    pub story: Story,
}

/// A whole drill.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Story {
    /// Before STARTEX, milliseconds; negative.
    pub from_ms: i32,
    /// ENDEX.
    pub to_ms: i32,
    /// The key graphs over all of it.
    pub panels: Vec<PanelView>,
    /// Alerts, messages, updates, one lane for each role; with the truth, injects as well.
    pub lanes: Vec<Lane>,
    /// What happened, oldest first.
    pub rows: Vec<StoryRow>,
    /// Where to stop, in order of time.
    pub moments: Vec<MomentView>,
    /// What it really was; None: not for these eyes yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub truth: Option<TruthView>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct StoryRow {
    /// When.
    pub at_ms: i32,
    /// Role's short name, an outside voice, "System", "Facilitator".
    pub who: String,
    /// What.
    pub text: String,
    /// What it looks like.
    pub kind: FeedKind,
}

/// A moment that decided something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct MomentView {
    /// When.
    pub at_ms: i32,
    /// What sort.
    pub kind: MomentKind,
    /// A few words.
    pub title: String,
    /// For better (true) or worse, where that can be said.
    pub good: Option<bool>,
    /// The room does not have it before the truth is shown.
    pub hidden: bool,
}

/// What it really was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct TruthView {
    /// What set it off. Markdown.
    pub trigger: String,
    /// Why it was possible. Markdown.
    pub root_cause: String,
    /// Contributing factors. Inline Markdown.
    pub contributing: Vec<String>,
}
