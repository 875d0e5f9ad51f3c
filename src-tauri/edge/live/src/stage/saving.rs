//! The drill is brought to the journal, and a journal that is damaged is saved.

use std::time::{Duration, Instant};

use drill::{ClockPhase, Refusal};
use journal::JournalError;
use wire::Reply;

use super::{OnStage, Stage};
use crate::outcome::Outcome;

/// A save that takes longer is told: desks wait for it, and so does the console.
const SLOW: Duration = Duration::from_secs(1);
/// So long it is told after the last slow one.
const SLOW_SAID: Duration = Duration::from_secs(30);

impl Stage {
    /// Brings the journal up to the drill. What fails is kept and tried again.
    pub(super) fn save(&mut self) {
        let Some(on) = &mut self.on else { return };
        let began = Instant::now();
        match bring(on, &mut self.config.journal) {
            Ok(false) => {}
            Ok(true) => {
                let took = began.elapsed();
                if took >= SLOW {
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
                on.unsaved = Some(format!(
                    "Not saved since {}: {error}. The drill goes on in memory; make room or \
                     free the file, and it catches up by itself.",
                    drill::words::clock(on.drill.scenario().starts_s, on.saved_ms)
                ));
                if let Some(why) = journal::damage(&error) {
                    self.mend(&why);
                }
            }
        }
        if let Some(on) = &mut self.on {
            on.slow.take_if(|(when, _)| when.elapsed() >= SLOW_SAID);
        }
    }

    /// Saves what can be read of a damaged journal, says so, and has the drill on the stage, which
    /// is whole in memory, written again from where the record ends now.
    pub(super) fn mend(&mut self, why: &str) {
        let said = match self.config.journal.salvage(why) {
            Ok(saved) => saved.said(),
            // It stays as it is, and is said wherever it is met.
            Err(_) => return,
        };
        if let Some(on) = &mut self.on {
            let kept = self.config.journal.load(&on.id);
            on.saved = kept.map_or(0, |kept| kept.events.len());
            on.saved_ms = i64::MIN;
            on.minute = wire::view::first_minute(on.drill.world());
            on.kept = false;
        }
        self.damaged(said);
    }

    /// Tells the console that the journal was damaged, and what became of it.
    pub(super) fn damaged(&mut self, said: String) {
        let refusal = Refusal::new("journal-damaged", said, "Keep that file: it has the rest.");
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
fn bring(on: &mut OnStage, journal: &mut journal::Journal) -> Result<bool, JournalError> {
    let events = on.drill.events();
    let now = on.drill.now_ms();
    // A second of drill time is what a lost machine may lose of an idle clock.
    let ended = on.drill.state().phase == ClockPhase::Ended;
    let recent = now.saturating_sub(on.saved_ms) < 1_000;
    if events.len() == on.saved && recent && (on.kept || !ended) {
        return Ok(false);
    }
    if on.saved == 0 {
        // Of what was damaged nothing was left.
        journal.begin(&on.id, on.made_ms, on.drill.scenario(), events)?;
        on.saved = events.len();
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
