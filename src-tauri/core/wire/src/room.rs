//! What the room sees. This type has no field for the truth, hidden injects or hints.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::hot_wash::HotWashView;
use crate::parts::{AlertView, ClockView, IncidentView, JoiningView, PanelView, RoleView};

/// The room screen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct RoomView {
    /// Title of the scenario.
    pub title: String,
    /// Team.
    pub team: String,
    /// The clock.
    pub clock: ClockView,
    /// The incident.
    pub incident: IncidentView,
    /// Firing alerts, loudest and oldest first.
    pub alerts: Vec<AlertView>,
    /// The four graphs.
    pub panels: Vec<PanelView>,
    /// The role strip.
    pub roles: Vec<RoleView>,
    /// How to join; None: joining is off.
    pub joining: Option<JoiningView>,
    /// Desks that are connected.
    pub desks: u32,
    /// Messages from outside to the whole room, newest first, three at most.
    pub messages: Vec<RoomMessage>,
    /// The hot wash, while it is open.
    pub hot_wash: Option<Box<HotWashView>>,
}

/// A message to the whole room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct RoomMessage {
    /// When.
    pub at_ms: i32,
    /// Who says it.
    pub from: String,
    /// How it came.
    pub channel: String,
    /// The words.
    pub text: String,
}
