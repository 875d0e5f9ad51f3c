//! The clock: STARTEX, pause, speed, jumps, REAL EMERGENCY, ENDEX.

use super::{Ground, SPEED_MAX, SPEED_MIN};
use crate::command::{Command, Refusal};
use crate::drill::due;
use crate::event::Fact;
use crate::state::{ClockPhase, State};

/// Drill time that may pass at once: half an hour. A longer jump is refused; a second one can be made.
const JUMP_MAX_MS: i64 = 30 * 60_000;

pub(super) fn clock(ground: &Ground<'_>, command: &Command) -> Result<Vec<Fact>, Refusal> {
    let state = ground.state;
    let wrong = |what: &str, hint: &str| Err(Refusal::new("clock", what, hint));
    match (command, state.phase) {
        (Command::Start, ClockPhase::Ready) => Ok(vec![Fact::Started]),
        (Command::Start, _) => wrong("The drill has already started.", "Resume it instead."),
        (Command::Pause, ClockPhase::Running) => Ok(vec![Fact::Paused {
            why: "facilitator".to_owned(),
        }]),
        (Command::Pause, _) => wrong("The clock is not running.", "Nothing to pause."),
        // An emergency that interrupted a pause leads back to it.
        (Command::Resume, ClockPhase::Emergency) if state.stood => Ok(vec![
            Fact::Resumed,
            Fact::Paused {
                why: "facilitator".to_owned(),
            },
        ]),
        (Command::Resume, ClockPhase::Paused | ClockPhase::Emergency) => Ok(vec![Fact::Resumed]),
        (Command::Resume, ClockPhase::Ready) => {
            wrong("The drill has not started.", "Start it: STARTEX.")
        }
        (Command::Resume, _) => wrong("The clock is running.", "Nothing to resume."),
        (Command::Speed { factor }, _) => {
            if !(SPEED_MIN..=SPEED_MAX).contains(factor) {
                let message = format!("A speed of {factor} is not possible.");
                return Err(Refusal::new("speed", message, "Take one from 0.5 to 60."));
            }
            Ok(vec![Fact::SpeedSet { factor: *factor }])
        }
        (Command::Jump { by_ms }, ClockPhase::Running | ClockPhase::Paused) => jump(state, *by_ms),
        (Command::Jump { .. }, ClockPhase::Ready) => {
            wrong("The drill has not started.", "Start it: STARTEX.")
        }
        (Command::Jump { .. }, _) => wrong(
            "In an emergency no drill time passes.",
            "Go on with the drill first.",
        ),
        (Command::Emergency, ClockPhase::Emergency) => wrong(
            "The emergency has been called.",
            "Resume or end the drill when it is over.",
        ),
        (Command::Emergency, _) => Ok(vec![Fact::EmergencyCalled]),
        (Command::End, _) if state.started_wall_ms.is_none() => wrong(
            "The drill has not started.",
            "Close it; it stays in the library.",
        ),
        (Command::End, _) => Ok(vec![Fact::Ended]),
        _ => Ok(Vec::new()),
    }
}

/// A clock that stands runs for the jump; [`crate::Drill::command`] lets the time pass, and stops it
/// again.
fn jump(state: &State, by_ms: Option<u32>) -> Result<Vec<Fact>, Refusal> {
    let to_ms = match by_ms {
        Some(by) => state.now_ms + i64::from(by.max(1)),
        None => state.injects.iter().filter_map(due).min().ok_or_else(|| {
            Refusal::new(
                "nothing",
                "No inject comes by itself any more.",
                "Fire one, or add one with a time.",
            )
        })?,
    };
    if to_ms - state.now_ms > JUMP_MAX_MS {
        return Err(Refusal::new(
            "too-far",
            "Half an hour is the most that passes at once.",
            "Fire the inject now, or jump in steps.",
        ));
    }
    let mut facts = Vec::new();
    if state.phase == ClockPhase::Paused {
        facts.push(Fact::Resumed);
    }
    facts.push(Fact::Jumped {
        to_ms: to_ms.max(state.now_ms),
    });
    Ok(facts)
}
