//! Pieces that more than one audience sees. None of them can carry the truth.

use scenario::IncidentState;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use world::Level;

/// Where the clock stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ClockView {
    /// State.
    pub state: ClockState,
    /// Drill time.
    pub at_ms: i32,
    /// Incident clock, e.g. `03:14:32`.
    pub clock: String,
    /// Drill seconds per wall second.
    pub speed: f64,
    /// Wall time spent paused, in all.
    pub paused_ms: u32,
    /// Incident clock at STARTEX, seconds of the day.
    pub starts_s: u32,
    /// Planned end.
    pub length_ms: u32,
    /// STARTEX was called.
    pub started: bool,
}

/// States of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// Before STARTEX.
    Ready,
    /// Runs.
    Running,
    /// Stands.
    Paused,
    /// Stands: REAL EMERGENCY.
    Emergency,
    /// After ENDEX.
    Ended,
}

/// How the incident stands, as the team has said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct IncidentView {
    /// 1 to 5; None: not declared.
    pub severity: Option<u8>,
    /// Said by the team.
    pub state: Option<IncidentState>,
    /// Impact in the words of the last status update.
    pub headline: Option<String>,
    /// The last status update.
    pub last_update: Option<UpdateView>,
    /// When the next one is due (promised, or by the norms); None: nothing declared yet.
    pub next_update_due_ms: Option<i32>,
}

/// A status update.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct UpdateView {
    /// Number, from 1.
    pub number: u32,
    /// Sent at.
    pub at_ms: i32,
    /// Role's short name.
    pub role: String,
    /// Who is affected.
    pub impact: String,
    /// What is done.
    pub doing: String,
    /// Promised next.
    pub next_ms: Option<i32>,
}

/// A firing or past alert.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct AlertView {
    /// Rule name.
    pub name: String,
    /// In words.
    pub title: String,
    /// Component.
    pub component: String,
    /// How loud.
    pub severity: Level,
    /// Since.
    pub fired_ms: i32,
    /// Until; None: still firing.
    pub resolved_ms: Option<i32>,
    /// Role that has it.
    pub acknowledged_by: Option<String>,
}

/// A graph: one value per step, oldest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct PanelView {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Unit.
    pub unit: String,
    /// Newest value that has arrived.
    pub value: Option<f64>,
    /// Nothing measured from this second on has arrived; `value`, if any, is of then. None: what
    /// is shown is of now.
    pub missing_since_s: Option<i32>,
    /// How it stands.
    pub tone: Tone,
    /// Warn beyond.
    pub warn: Option<f64>,
    /// Broken beyond.
    pub bad: Option<f64>,
    /// Small values are the bad ones.
    pub low_is_bad: bool,
    /// One of the four.
    pub key: bool,
    /// Time of the first value, seconds.
    pub from_s: i32,
    /// Seconds between values.
    pub step_s: u32,
    /// Values; None where there is none.
    pub values: Vec<Option<f32>>,
}

/// How to join.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct JoiningView {
    /// Six letters.
    pub code: String,
    /// What is typed into a browser, e.g. "192.168.1.5:3003".
    pub address: String,
    /// The same with the code, as the QR has it.
    pub url: String,
    /// Name of the network, e.g. "wlan0".
    pub network: String,
    /// The QR, row by row, "1" where it is dark.
    pub qr: Vec<String>,
}

/// How something stands. Colour is never its only sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Nothing to say.
    Plain,
    /// Healthy, expected, met.
    Good,
    /// Look at it.
    Warn,
    /// Broken, missed.
    Bad,
    /// Looking, talking.
    Info,
    /// Ground truth. Never on the room screen.
    Truth,
}

/// A role as everybody sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct RoleView {
    /// Role id.
    pub id: String,
    /// E.g. "On-Call".
    pub short: String,
    /// Who holds it now; empty: nobody.
    pub people: Vec<String>,
    /// What they did last, e.g. "rolled back api".
    pub last: Option<String>,
    /// When.
    pub last_ms: Option<i32>,
}
