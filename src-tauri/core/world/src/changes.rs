//! What was changed, when: deploys, configuration, flags, restarts.

use serde::{Deserialize, Serialize};

use crate::World;
use crate::parts::Part;

/// Somebody or something changed the system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Milliseconds from STARTEX.
    pub at_ms: i64,
    /// Component id; "flags" for a flag, "traffic" for what users are let do.
    pub component: String,
    /// What.
    pub kind: ChangeKind,
    /// E.g. "v213 → v214: payments: retry declined cards".
    pub text: String,
}

/// What kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// Another version.
    Deploy,
    /// A configuration value.
    Config,
    /// A feature flag.
    Flag,
    /// A restart.
    Restart,
    /// Replicas or slots.
    Scale,
    /// Anything else a person did to it.
    Other,
}

impl World {
    /// All changes, oldest first; those before the warm-up come from the spec.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    pub(crate) fn change(&mut self, component: &str, kind: ChangeKind, text: String) {
        let at_ms = self.now_ms();
        self.changes.push(Change {
            at_ms,
            component: component.to_owned(),
            kind,
            text,
        });
    }

    /// The deploys of the past that the simulation does not reach back to.
    pub(crate) fn past_changes(&mut self) {
        let parts: Vec<Part> = self.parts();
        for part in parts {
            let id = self.part_id(part).to_owned();
            let before_s = self.now / 1_000_000;
            let old: Vec<Change> = self
                .version_specs(part)
                .iter()
                .filter_map(|version| {
                    let at_s = i64::from(version.at_s?);
                    (at_s <= before_s).then(|| Change {
                        at_ms: at_s * 1000,
                        component: id.clone(),
                        kind: ChangeKind::Deploy,
                        text: deployed(&version.id, &version.note),
                    })
                })
                .collect();
            self.changes.extend(old);
        }
        self.changes.sort_by_key(|change| change.at_ms);
    }
}

/// "v214: payments: retry declined cards"
pub(crate) fn deployed(version: &str, note: &str) -> String {
    if note.is_empty() {
        version.to_owned()
    } else {
        format!("{version}: {note}")
    }
}
