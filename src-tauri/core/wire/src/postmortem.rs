//! The postmortem, as the console's editor shows it.

use drill::writing::{ActionItem, Field, Holds, Status};
use report::document::{Block, Span};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where the postmortem stands, in the console's view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WritingView {
    /// Where it stands.
    pub status: Status,
    /// Versions that were kept.
    pub versions: u32,
    /// It was edited since the last version was kept.
    pub unkept: bool,
    /// Answers to the three questions after the drill.
    pub surveys: u32,
    /// The truth has been shown to the room.
    pub revealed: bool,
}

/// The postmortem, to be written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct PostmortemView {
    /// Drill id.
    pub drill: String,
    /// The incident's name as it stands.
    pub incident: String,
    /// Where it stands.
    pub status: Status,
    /// The version that is shown; None: as it stands now.
    pub version: Option<u32>,
    /// It can be edited: it is not final, and no old version.
    pub open: bool,
    /// It was edited since the last version was kept.
    pub unkept: bool,
    /// When it was last edited, Unix milliseconds; None: as drafted.
    pub edited_ms: Option<f64>,
    /// What it is sealed with, when it is final.
    pub seal: Option<SealView>,
    /// Sections in reading order.
    pub sections: Vec<SectionView>,
    /// Every row of the timeline, hidden ones too.
    pub rows: Vec<TimelineRowView>,
    /// The graphs' captions.
    pub captions: Vec<CaptionView>,
    /// Action items as they stand.
    pub action_items: Vec<ActionItem>,
    /// They are not as drafted.
    pub action_items_edited: bool,
    /// Versions that were kept, newest first.
    pub versions: Vec<VersionView>,
    /// What there is to say about the text.
    pub remarks: Vec<RemarkView>,
}

/// What a final postmortem is sealed with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SealView {
    /// When, `2026-11-24 23:10 UTC`.
    pub at: String,
    /// Events it covers.
    pub events: u32,
    /// SHA-256 of the record.
    pub record: String,
    /// SHA-256 of what people wrote.
    pub text: String,
    /// Both are still so.
    pub holds: bool,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SectionView {
    /// For example `root-cause`.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What people write in it.
    pub fields: Vec<FieldView>,
    /// The whole section as it will be printed.
    pub blocks: Vec<Block>,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FieldView {
    /// Which.
    pub field: Field,
    /// What it holds.
    pub holds: Holds,
    /// What people call it.
    pub title: String,
    /// Its text as it stands.
    pub text: String,
    /// Its text as drafted from the record; may be empty.
    pub drafted: String,
    /// Somebody wrote it.
    pub edited: bool,
}

/// A row of the timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct TimelineRowView {
    /// Number of its event.
    pub event: u32,
    /// Drill time.
    pub at_ms: i32,
    /// Incident clock.
    pub clock: String,
    /// The role.
    pub who: String,
    /// What sort of thing, in a word.
    pub kind: String,
    /// What happened.
    pub text: Vec<Span>,
    /// It made the outage worse.
    pub harmful: bool,
    /// Left out of the document.
    pub hidden: bool,
    /// One of the moments that decided the night.
    pub pinned: bool,
    /// What people say about it.
    pub note: String,
}

/// A graph's caption.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CaptionView {
    /// Id of the panel.
    pub graph: String,
    /// The graph's title.
    pub title: String,
    /// What to see in it.
    pub text: String,
}

/// A version that was kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct VersionView {
    /// Number, from 1.
    pub number: u32,
    /// When, Unix milliseconds.
    pub wall_ms: f64,
    /// Why, in a few words.
    pub says: String,
    /// Where the document stood.
    pub status: Status,
}

/// Something to say about the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RemarkView {
    /// Section that it is in.
    pub section: String,
    /// Field that it is in.
    pub field: Option<Field>,
    /// Event of the timeline's row that it is in.
    pub row: Option<u32>,
    /// Graph whose caption it is in.
    pub graph: Option<String>,
    /// Action item that it is in, from 0.
    pub item: Option<u32>,
    /// It should not go out like this; otherwise it is worth a look.
    pub warning: bool,
    /// From this UTF-16 unit of the text.
    pub from: u32,
    /// To this one; the same as `from`: all of it.
    pub to: u32,
    /// The words in question; may be empty.
    pub found: String,
    /// What is the matter.
    pub says: String,
    /// What to do about it.
    pub remedy: String,
}
