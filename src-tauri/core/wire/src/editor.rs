//! The editor: a scenario's files while somebody writes them.

use std::collections::BTreeMap;

use scenario::Problem;
use scenario::edit::{Edit, Step, Written};
use scenario::format::Form;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::console::SystemView;
use crate::hot_wash::Story;
use crate::parts::Tone;

/// What an author asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum EditorCall {
    /// Begins to edit a scenario. One that was open is closed; nothing of it is lost.
    Open {
        /// Its id.
        scenario: String,
    },
    /// Changes files, all or none, as one step that can be undone. They are written at once.
    Change {
        /// What.
        edits: Vec<FileEdit>,
        /// What it is, for undo, e.g. "move “Support: checkout is stuck”".
        says: String,
    },
    /// Takes away a team or a playbook of the scenario's own.
    Remove {
        /// Path relative to the scenarios folder.
        file: String,
    },
    /// Takes the last step back.
    Undo,
    /// Makes a step that was taken back again.
    Redo,
    /// Reads the files again, as another program has left them. Steps before cannot be undone.
    Again,
    /// Plays the scenario as it stands. A rehearsal that is still going on is given up.
    Rehearse {
        /// Name of a team; None: nobody does anything.
        team: Option<String>,
        /// Time box in minutes; None: the scenario's length.
        minutes: Option<u32>,
    },
    /// Makes a new scenario and opens it.
    Make {
        /// Title; its id is made from it.
        title: String,
        /// System it plays on; of a copy, that of the original.
        system: Option<String>,
        /// Scenario to copy; None: a small one that plays.
        from: Option<String>,
    },
    /// Writes the scenario with its system into one file that can be passed on.
    Pack {
        /// Target file; None: ask, or the default folder where nobody can be asked.
        path: Option<String>,
    },
    /// Ends editing.
    Close,
}

/// A change to one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct FileEdit {
    /// Path relative to the scenarios folder.
    pub file: String,
    /// The change.
    pub edit: Edit,
}

/// A scenario that is being written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct EditorView {
    /// Id: its folder's name.
    pub id: String,
    /// Title.
    pub title: String,
    /// Id of its system.
    pub system: String,
    /// Where its folder is.
    pub folder: String,
    /// All its files, the system's last.
    pub files: Vec<EditedFile>,
    /// What scenario.toml says; None: it does not read as TOML.
    pub says: Option<Written>,
    /// Incident clock at STARTEX, seconds of the day.
    pub starts_s: u32,
    /// Planned length.
    pub length_ms: u32,
    /// The run sheet, in the order of the file.
    pub injects: Vec<InjectMark>,
    /// What is wrong and what is unwise, in the order of files and lines.
    pub problems: Vec<Placed>,
    /// The system, healthy, with the scenario's faults on it. None: the system does not read.
    pub map: Option<SystemView>,
    /// What there is to choose from: by the name of a source, or `fault_on KIND`, `act_on ACT`,
    /// `fault_only TARGET` where it depends on what stands beside it. Value, and what it says.
    pub choices: BTreeMap<String, Vec<(String, String)>>,
    /// What undo takes back.
    pub undo: Option<String>,
    /// What redo makes again.
    pub redo: Option<String>,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct EditedFile {
    /// Path relative to the scenarios folder.
    pub path: String,
    /// For people, e.g. "Briefing", "Team: good", "System: storefront".
    pub name: String,
    /// What it is.
    pub kind: EditedKind,
    /// Its text.
    pub text: String,
    /// Mistakes in it.
    pub errors: u32,
    /// Warnings.
    pub warnings: u32,
    /// Other scenarios that read it too.
    pub shared_with: Vec<String>,
}

/// Kinds of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EditedKind {
    /// scenario.toml
    Scenario,
    /// briefing.md
    Briefing,
    /// facilitator.md
    Facilitator,
    /// A scripted team.
    Team,
    /// A playbook.
    Playbook,
    /// system.toml
    System,
}

/// A line of the run sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct InjectMark {
    /// Its place in the file, from 0.
    pub at: u32,
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Where it is drawn.
    pub lane: InjectLane,
    /// Its time on the clock; of one that waits for another inject, when that comes by the clock.
    pub at_ms: Option<i32>,
    /// When it comes, in words.
    pub when: String,
    /// What it brings, in words.
    pub brings: String,
    /// What its fault is on, a component of the map.
    pub on: Option<String>,
    /// What it looks like: truth for a fault, info for a message, plain for a note.
    pub tone: Tone,
    /// Mistakes and warnings in it: bad or warn.
    pub trouble: Option<Tone>,
}

/// Where an inject is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum InjectLane {
    /// On the clock.
    Clock,
    /// A branch: after something.
    Branch,
    /// A contingency inject: when something does not come.
    Contingency,
    /// The facilitator's to play.
    Tray,
}

/// A problem, and the way to what it is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Placed {
    /// The problem.
    pub problem: Problem,
    /// The way to the key, in a TOML file that reads; otherwise empty.
    pub way: Vec<Step>,
}

/// What the editor comes back with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "editor", rename_all = "snake_case")]
pub enum EditorReply {
    /// The files as they stand; to everything that changes them.
    Edited {
        /// The scenario.
        view: Box<EditorView>,
    },
    /// To [`EditorCall::Open`] and [`EditorCall::Make`].
    Opened {
        /// The scenario.
        view: Box<EditorView>,
        /// What its tables ask for.
        forms: Vec<Form>,
    },
    /// To [`EditorCall::Rehearse`].
    Rehearsed {
        /// How it went.
        rehearsal: Box<RehearsalView>,
    },
    /// To [`EditorCall::Pack`].
    Packed {
        /// Where it is.
        path: String,
        /// Size of the file.
        bytes: u32,
    },
    /// To [`EditorCall::Close`].
    Closed,
}

/// A rehearsal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct RehearsalView {
    /// Team's title; None: nobody did anything.
    pub team: Option<String>,
    /// The whole drill: graphs, lanes, rows.
    pub story: Story,
    /// Key times: name, and milliseconds from STARTEX where it was reached.
    pub key_times: Vec<(String, Option<i32>)>,
    /// Injects that came: id and when.
    pub fired: Vec<(String, i32)>,
    /// Expectations met in time, met late, missed.
    pub expectations: (u32, u32, u32),
    /// Users who were affected.
    pub users_affected: u32,
    /// How it ended, in a sentence.
    pub outcome: String,
    /// Steps of the team that were not carried out, in words.
    pub skipped: Vec<String>,
    /// How long it took to play, milliseconds.
    pub took_ms: u32,
}
