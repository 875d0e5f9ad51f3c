//! What of the stage stands in the diary: numbers and codes, never a name or a text.

use std::time::{Duration, Instant};

use diary::{Diary, DrillId, Entry, Word};
use drill::{Drill, Event, Fact, Refusal};
use journal::JournalError;

/// Notes what happened, once it is on disk.
pub(super) fn saved(diary: &Diary, id: &str, drill: &Drill, events: &[Event]) {
    let id = DrillId::of(id);
    let desks = count(drill.state().desks.len());
    for event in events {
        let entry = match &event.fact {
            Fact::Started => Entry::DrillStarted { drill: id },
            Fact::Paused { .. } => Entry::DrillPaused { drill: id },
            Fact::Resumed => Entry::DrillResumed { drill: id },
            Fact::EmergencyCalled => Entry::EmergencyCalled { drill: id },
            Fact::Ended => Entry::DrillEnded { drill: id },
            Fact::Joined { desk, .. } => Entry::DeskJoined { desk: *desk, desks },
            Fact::Left { desk } => Entry::DeskLeft { desk: *desk, desks },
            _ => continue,
        };
        diary.note(entry);
    }
}

/// Notes that events wait for the disk.
pub(super) fn not_saved(diary: &Diary, id: &str, error: &JournalError, waiting: usize) {
    diary.note(Entry::NotSaved {
        drill: DrillId::of(id),
        code: Word::of(error.code()),
        events: count(waiting),
    });
}

/// Notes that a call was refused.
pub(super) fn refused(diary: &Diary, refusal: &Refusal) {
    diary.note(Entry::Refused {
        code: Word::of(&refusal.code),
    });
}

/// A number that fits.
pub(crate) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// How long something took, milliseconds.
pub(crate) fn ms_since(from: Instant) -> u32 {
    u32::try_from(Duration::as_millis(&from.elapsed())).unwrap_or(u32::MAX)
}
