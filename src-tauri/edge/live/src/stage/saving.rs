//! The drill is brought to the journal, and a journal that is damaged is saved.

use std::time::{Duration, Instant};

use diary::{DrillId, Entry};
use drill::{ClockPhase, Refusal};
use journal::{Journal, JournalError};
use wire::Reply;

use super::noted::{self, count, ms_since};
use super::{OnStage, Stage};
use crate::library;
use crate::outcome::Outcome;

/// A save that takes longer is told: desks wait for it, and so does the console.
const SLOW: Duration = Duration::from_secs(1);
/// So long it is told after the last slow one.
const SLOW_SAID: Duration = Duration::from_secs(30);

/// So often a damaged journal is saved while the program runs: each time a copy is put aside, and a
/// disk that damages one after the other would be filled with them.
const MENDS_MAX: u32 = 3;

impl Stage {
    /// Brings the journal up to the drill. What fails is kept and tried again.
    pub(super) fn save(&mut self) {
        let Some(on) = &mut self.on else { return };
        let began = Instant::now();
        let had = on.saved;
        match bring(on, &mut self.config.journal) {
            Ok(false) => {}
            Ok(true) => {
                let diary = &self.config.diary;
                let new = &on.drill.events()[had..];
                if std::mem::take(&mut on.waits) {
                    diary.note(Entry::CaughtUp {
                        drill: DrillId::of(&on.id),
                        events: count(new.len()),
                    });
                }
                noted::saved(diary, &on.id, &on.drill, new);
                let took = began.elapsed();
                if took >= SLOW {
                    diary.note(Entry::SavedSlowly {
                        ms: ms_since(began),
                    });
                    on.slow = Some((
                        Instant::now(),
                        format!(
                            "The disk is slow: saving took {:.1} s. Nothing is lost; desks and this \
                             console wait for it. Close what else writes, or move the data folder.",
                            took.as_secs_f64()
                        ),
                    ));
                }
            }
            Err(error) => {
                if !std::mem::replace(&mut on.waits, true) {
                    let waiting = on.drill.events().len() - on.saved;
                    noted::not_saved(&self.config.diary, &on.id, &error, waiting);
                }
                let damage = journal::damage(&error);
                let what_to_do = match damage {
                    None => "make room or free the file, and it catches up by itself",
                    Some(_) => "its disk damages what is on it: export the postmortem to another",
                };
                on.unsaved = Some(format!(
                    "Not saved since {}: {error}. The drill goes on in memory; {what_to_do}.",
                    drill::words::clock(on.drill.scenario().starts_s, on.saved_ms)
                ));
                if let Some(why) = damage {
                    self.mend(&why);
                }
            }
        }
        if let Some(on) = &mut self.on {
            on.slow.take_if(|(when, _)| when.elapsed() >= SLOW_SAID);
        }
    }

    /// Saves what can be read of a damaged journal, and says so. The drill on the stage, which is
    /// whole in memory, is written again from where the record ends then.
    pub(super) fn mend(&mut self, why: &str) {
        if let Some(on) = &mut self.on {
            on.is_known = false;
        }
        if self.mended == MENDS_MAX {
            // It stays as it is, and is said wherever it is met.
            self.config.journal.distrust();
            return;
        }
        self.mended += 1;
        if let Ok(saved) = self.config.journal.salvage(why) {
            self.diary().note(Entry::JournalSalvaged {
                cut: count(saved.cut.len()),
            });
            self.damaged(saved.said());
        }
    }

    /// Tells the console that the journal was damaged, and what became of it.
    pub(super) fn damaged(&mut self, said: String) {
        let refusal = Refusal::new(library::DAMAGED, said, "Keep that file: it has the rest.");
        self.told(Reply::Refused { refusal });
    }

    /// Looks through the journal while nobody waits for anything.
    pub(super) fn look_through(&mut self) {
        if self.on.is_some() {
            return;
        }
        if let Err(error) = self.config.journal.look_through()
            && let Some(why) = journal::damage(&error)
        {
            self.mend(&why);
        }
    }
}

/// Writes what the journal lacks. False: there was nothing to write.
fn bring(on: &mut OnStage, journal: &mut Journal) -> Result<bool, JournalError> {
    if !on.is_known {
        know(on, journal)?;
    }
    let events = on.drill.events();
    let now = on.drill.now_ms();
    // A second of drill time is what a lost machine may lose of an idle clock.
    let ended = on.drill.state().phase == ClockPhase::Ended;
    let is_kept = on.kept || !ended;
    if events.len() == on.saved && now - on.saved_ms < 1_000 && is_kept {
        return Ok(false);
    }
    journal.append(&on.id, &events[on.saved..], now)?;
    on.kept &= events.len() == on.saved;
    on.saved = events.len();
    on.saved_ms = now;
    on.unsaved = None;
    // The last minute of a drill is not a whole one.
    let whole = |minute: i32| (i64::from(minute) + 1) * 60_000 <= now;
    while whole(on.minute) || (ended && i64::from(on.minute) * 60_000 < now) {
        let columns = wire::view::minute(on.drill.world(), on.minute);
        if let Err(error) = journal.keep_minute(&on.id, on.minute, &columns) {
            on.unsaved = Some(format!("Telemetry is not being saved: {error}"));
            break;
        }
        on.minute += 1;
    }
    if ended && !on.kept {
        // Without it the library says only that the drill has ended; it is tried again.
        let outcome = Outcome::of(&on.drill).kept();
        on.kept = journal.keep_outcome(&on.id, &outcome).is_ok();
    }
    Ok(true)
}

/// Learns what a journal that was damaged has of the drill; begins it again if that is nothing.
fn know(on: &mut OnStage, journal: &mut Journal) -> Result<(), JournalError> {
    journal.try_writing()?;
    (on.saved, on.saved_ms) = match journal.load(&on.id) {
        Ok(kept) => (kept.events.len(), kept.clock_ms),
        Err(JournalError::Unknown(_)) => {
            let events = on.drill.events();
            journal.begin(&on.id, on.made_ms, on.drill.scenario(), events)?;
            (events.len(), 0)
        }
        Err(error) => return Err(error),
    };
    on.minute = wire::view::first_minute(on.drill.world());
    on.kept = false;
    on.is_known = true;
    Ok(())
}
