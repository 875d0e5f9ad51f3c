//! The run sheet, and the system with what is really broken.

use scenario::Trigger;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use world::{Fault, spec::ComponentKind};

use crate::parts::Tone;

/// One inject.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct InjectRow {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// State.
    pub state: InjectState,
    /// Planned or fired time; None: waits for something, or in the tray.
    pub at_ms: Option<i32>,
    /// One that waits: when it would come as things stand; None: not foreseeable.
    pub would_ms: Option<i32>,
    /// What it waits for.
    pub trigger: Trigger,
    /// The trigger in words, e.g. "60 s after roll back of api".
    pub when: String,
    /// What it brings in words, e.g. "fault · pool leak on api.db, 0.4 %".
    pub brings: String,
    /// Advice.
    pub note: Option<String>,
    /// Message text, if any.
    pub message: Option<String>,
    /// Number of the fault it started.
    pub fault: Option<u32>,
    /// Fired and can be undone.
    pub undoable: bool,
    /// It can be given another time, or a first one.
    pub movable: bool,
    /// Added by the facilitator.
    pub added: bool,
}

/// States of an inject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum InjectState {
    /// Will come.
    Planned,
    /// Waits for an act, alert, inject or silence.
    Waiting,
    /// Kept back.
    Held,
    /// Came.
    Fired,
    /// Will not come.
    Skipped,
    /// Came, and was undone.
    Undone,
    /// In the tray.
    Tray,
}

/// The system, with the truth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SystemView {
    /// Components in the system's order.
    pub components: Vec<ComponentView>,
    /// Who calls whom.
    pub edges: Vec<EdgeView>,
    /// Faults that were started and have not ended.
    pub faults: Vec<FaultRow>,
}

/// One box of the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ComponentView {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Kind.
    pub kind: ComponentKind,
    /// Column of the map, from 0 (browsers) to the right.
    pub column: u32,
    /// Row within the column.
    pub row: u32,
    /// How it stands.
    pub tone: Tone,
    /// E.g. "31 % 5xx · 8.2 s"; begins with "not seen since 03:12" when no metric of it arrives.
    pub says: String,
    /// Running versions, e.g. "v214 ×3, v213 ×1".
    pub version: Option<String>,
    /// Switched off by an act.
    pub off: bool,
}

/// One arrow of the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct EdgeView {
    /// Caller.
    pub from: String,
    /// Callee.
    pub to: String,
    /// How it stands.
    pub tone: Tone,
    /// Its breaker is open.
    pub breaker_open: bool,
    /// Cached answers are served.
    pub fallback_on: bool,
}

/// A fault in the system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct FaultRow {
    /// Number.
    pub id: u32,
    /// The fault.
    pub fault: Fault,
    /// Component it is drawn on.
    pub component: String,
    /// Short, e.g. "v214 leak".
    pub label: String,
    /// In words.
    pub says: String,
    /// Started at.
    pub at_ms: i32,
    /// Strength now, 0 to 1.
    pub strength: f64,
    /// Inject that started it.
    pub inject: Option<String>,
}

/// Where a command would move an inject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Move {
    /// Inject.
    pub inject: String,
    /// It stands there.
    pub from_ms: i32,
    /// It would stand there.
    pub to_ms: i32,
}
