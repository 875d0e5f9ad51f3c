//! What can be looked up: pages as participants see them, and what there is to point at.

use scenario::Page;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use world::spec::ComponentKind;

use crate::parts::{AlertView, PanelView, Tone};

/// A page as a participant sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct PageView {
    /// Which.
    pub page: Page,
    /// Drill time it was taken at.
    pub at_ms: i32,
    /// Said above it when metrics that it shows are late or missing.
    pub note: Option<String>,
    /// Alerts (alerts page).
    pub alerts: Vec<AlertView>,
    /// Graphs (dashboards; those of the part on others).
    pub panels: Vec<PanelView>,
    /// Tables (deploys, database, AI pipeline, web console).
    pub tables: Vec<TableView>,
    /// The site as its users see it (web console).
    pub screens: Vec<ScreenView>,
    /// Playbooks: id, title, Markdown.
    pub playbooks: Vec<(String, String, String)>,
}

/// A part of the site as its users see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ScreenView {
    /// What they want to do there, e.g. "checkout".
    pub journey: String,
    /// Path of the page.
    pub path: String,
    /// Visits that began in the last minute; None: not seen.
    pub visits: Option<f64>,
    /// Failures of the last minute as a share of them, 1 at most; None: none began, or not seen.
    pub failed: Option<f64>,
    /// The newest call in the last two minutes that went well.
    pub fine: Option<SeenCall>,
    /// The newest that did not.
    pub broken: Option<SeenCall>,
}

/// What a browser got.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SeenCall {
    /// What it asked for, e.g. "POST /api/checkout".
    pub call: String,
    /// HTTP status; 0: no answer.
    pub status: u16,
    /// How long it took, milliseconds.
    pub took_ms: u32,
    /// When it began.
    pub at_ms: i32,
}

/// A table of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct TableView {
    /// Title.
    pub title: String,
    /// Column heads.
    pub columns: Vec<String>,
    /// Rows with a tone each.
    pub rows: Vec<(Vec<String>, Tone)>,
    /// Said when there are no rows.
    pub empty: String,
}

/// What there is to point at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Vocabulary {
    /// Components: id, title, kind.
    pub components: Vec<(String, String, ComponentKind)>,
    /// Edges with a policy, `caller->callee`, and whether they have a breaker and a fallback.
    pub edges: Vec<(String, bool, bool)>,
    /// Pools, `service.database`.
    pub pools: Vec<String>,
    /// Flags: id, title, on.
    pub flags: Vec<(String, String, bool)>,
    /// Settable keys: key, value now, unit.
    pub config: Vec<(String, f64, String)>,
    /// Alert rules: name, title.
    pub alerts: Vec<(String, String)>,
    /// Alert rules as they are now: name, expression, how long it must hold in seconds.
    pub rules: Vec<(String, String, u32)>,
    /// Versions by component, newest last.
    pub versions: Vec<(String, Vec<String>)>,
    /// Versions that change a schema: component, version.
    pub migrations: Vec<(String, String)>,
    /// Databases that have a replica which can take over: database, replica.
    pub replicas: Vec<(String, String)>,
    /// Databases whose disk can fill.
    pub disks: Vec<String>,
    /// Playbooks: id, title.
    pub playbooks: Vec<(String, String)>,
    /// Roles: id, short name.
    pub roles: Vec<(String, String)>,
    /// Names of outside voices used in the scenario.
    pub voices: Vec<String>,
}
