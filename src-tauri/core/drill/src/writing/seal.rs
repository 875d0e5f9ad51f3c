//! What a final postmortem is sealed with.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ts_rs::TS;

use super::Edits;
use crate::event::{Event, Fact};

/// What a final postmortem is sealed with: anybody who has the record can compute both again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(default)]
pub struct Seal {
    /// Sealed at, Unix milliseconds.
    #[ts(type = "number")]
    pub wall_ms: i64,
    /// Events of the record that it covers, without those of the writing.
    pub events: u32,
    /// [`record_hash`] over them.
    pub record: String,
    /// SHA-256 over what people wrote, as JSON; hexadecimal.
    pub text: String,
}

impl Seal {
    pub(crate) fn over(events: &[Event], edits: &Edits, wall_ms: i64) -> Self {
        Self {
            wall_ms,
            events: recorded(events),
            record: record_hash(events),
            text: text_hash(edits),
        }
    }

    /// Whether record and text are still what was sealed.
    #[must_use]
    pub fn holds(&self, events: &[Event], edits: &Edits) -> bool {
        self.record == record_hash(events) && self.text == text_hash(edits)
    }
}

/// What happened, without how it was written up and who sat where.
fn covered(events: &[Event]) -> impl Iterator<Item = &Event> {
    events.iter().filter(|event| {
        !matches!(
            event.fact,
            Fact::Wrote(_)
                | Fact::VersionKept { .. }
                | Fact::VersionRestored { .. }
                | Fact::Filed { .. }
                | Fact::TruthRevealed
                // Who came to a desk and left it says nothing of the outage.
                | Fact::Joined { .. }
                | Fact::Left { .. }
                | Fact::RoleOpened { .. }
        )
    })
}

/// How many events say what happened, not how it was written up.
#[must_use]
pub fn recorded(events: &[Event]) -> u32 {
    u32::try_from(covered(events).count()).unwrap_or(u32::MAX)
}

/// SHA-256 over the events as they stand in the journal, one JSON line each, without those of the
/// writing and of desks; hexadecimal.
#[must_use]
pub fn record_hash(events: &[Event]) -> String {
    let mut hash = Sha256::new();
    for event in covered(events) {
        // An event that was read or made can be written.
        hash.update(serde_json::to_vec(event).unwrap_or_default());
        hash.update(b"\n");
    }
    hex(hash)
}

fn text_hash(edits: &Edits) -> String {
    let mut hash = Sha256::new();
    hash.update(serde_json::to_vec(edits).unwrap_or_default());
    hex(hash)
}

fn hex(hash: Sha256) -> String {
    hash.finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
