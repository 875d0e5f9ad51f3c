//! How the system is watched: flags, alert rules, service levels, panels.

use serde::{Deserialize, Serialize};

use crate::happening::Level;

/// A feature that can be switched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FlagSpec {
    /// Id, e.g. "recommendations".
    pub id: String,
    /// What users lose when it is off.
    pub title: String,
    /// At the start.
    pub on: bool,
}

/// A rule evaluated every second.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AlertSpec {
    /// E.g. "APIAvailability".
    pub name: String,
    /// What it says, e.g. "API availability below 99 %".
    pub title: String,
    /// Component it is about.
    pub component: String,
    /// An expression with one comparison, see [`crate::expr`].
    pub when: String,
    /// Counters are summed and gauges averaged over this window. Seconds.
    pub window_s: u32,
    /// How long it must hold. Seconds.
    pub for_s: u32,
    /// How loud.
    pub severity: Level,
}

/// What users were promised. Breached while `breach` holds for `for_s`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ServiceLevelSpec {
    /// Id, e.g. "checkout".
    pub id: String,
    /// E.g. "99 % of checkouts succeed".
    pub title: String,
    /// Expression of the breach.
    pub breach: String,
    /// Window, seconds.
    pub window_s: u32,
    /// How long it must hold. Seconds.
    pub for_s: u32,
}

/// A graph.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PanelSpec {
    /// Id.
    pub id: String,
    /// E.g. "API errors".
    pub title: String,
    /// Expression without a comparison.
    pub expr: String,
    /// E.g. "%", "s", "/min".
    pub unit: String,
    /// Window, seconds.
    pub window_s: u32,
    /// Drawn dashed: warn beyond.
    pub warn: Option<f64>,
    /// Broken beyond.
    pub bad: Option<f64>,
    /// Small values are the bad ones (orders, tasks done).
    pub low_is_bad: bool,
    /// On the room screen and the console's four tiles.
    pub key: bool,
}
