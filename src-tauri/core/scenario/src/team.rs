//! A scripted team: what plays a drill unattended.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::deed::Deed;
use crate::model::Trigger;

/// A team that plays by a script.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TeamScript {
    /// E.g. "A good night".
    pub title: String,
    /// What it does and what comes of it. One or two sentences.
    pub summary: String,
    /// Role id → fictional person.
    pub people: BTreeMap<String, String>,
    /// What it does.
    pub steps: Vec<TeamStep>,
    /// ENDEX, milliseconds; None: at the scenario's length.
    pub ends_ms: Option<u32>,
}

/// One step of a script. Each is done once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TeamStep {
    /// When (never `Tray`).
    pub when: Trigger,
    /// Role id.
    pub role: String,
    /// What.
    pub deed: Deed,
}
