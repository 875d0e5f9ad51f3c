//! Plays a drill that was played a second time, from its steps alone, and looks whether the same
//! comes of it: to the byte, or but for what is said to make no difference.

use std::sync::Arc;

use drill::{Command, Drill, Event, Fact, State};
use journal::Journal;

use crate::dice::Dice;
use crate::held::ensure;
use crate::play::Night;
use crate::steps::{MADE_MS, Step, Taken, take};
use crate::views::{first_difference, same, views};

/// The same steps at the same times of the wall: the same record, byte for byte. Once on the way
/// the drill is put away and opened again from the journal, and goes on.
pub fn exactly(seed: u64, night: &Night) -> Result<(), String> {
    let mut dice = Dice::new(!seed);
    let opens = dice.below(night.taken.len());
    // Made anew, and not copied: how a drill is made is part of it.
    let mut drill = night.setting.made();
    for (at, taken) in night.taken.iter().enumerate() {
        step(&mut drill, at, taken, &taken.step, taken.wall_ms)?;
        if at == opens {
            drill = opened(&drill).map_err(|e| format!("opened again after step {at}: {e}"))?;
        }
    }
    let written =
        |drill: &Drill| serde_json::to_string(drill.events()).expect("it was written before");
    differ("the record", &written(&night.drill), &written(&drill))?;
    equal(night.drill.state(), drill.state())?;
    same("shown otherwise", &views(&night.drill), &views(&drill))?;
    telemetry(&night.drill, &drill)
}

/// What was refused is left out, time passes in other portions, the wall clock is another one and
/// leaps, and the speed is another: the same record but for the wall clock and the speed, and the
/// same telemetry to the bit. Twice on the way it is opened again.
pub fn otherwise(seed: u64, night: &Night) -> Result<(), String> {
    let mut dice = Dice::new(seed.rotate_left(32));
    let opens = [dice.below(night.taken.len()), dice.below(night.taken.len())];
    let mut drill = night.fresh.clone();
    let mut wall_ms = MADE_MS;
    for (at, taken) in night.taken.iter().enumerate() {
        if taken.answer.is_err() {
            continue;
        }
        wall_ms += dice.between(-7_200_000, 7_300_000);
        match &taken.step {
            Step::Pass(to_ms) => {
                let next = night.taken.get(at + 1).map(|taken| &taken.step);
                // It may as well pass together with what passes next.
                if !matches!(next, Some(Step::Pass(later)) if later >= to_ms && dice.flip()) {
                    let now = drill.now_ms();
                    for _ in 0..dice.below(3) {
                        let part = dice.between(now, (*to_ms).max(now));
                        drill.advance(part, wall_ms);
                    }
                    drill.advance(*to_ms, wall_ms);
                }
            }
            Step::Command(Command::Speed { .. }) => {
                let factor = 7.0;
                let other = Step::Command(Command::Speed { factor });
                step(&mut drill, at, taken, &other, wall_ms)?;
            }
            same => step(&mut drill, at, taken, same, wall_ms)?,
        }
        if opens.contains(&at) {
            drill = opened(&drill).map_err(|e| format!("opened again after step {at}: {e}"))?;
        }
    }
    let (one, other) = (night.drill.events(), drill.events());
    for (one, other) in one.iter().zip(other) {
        differ(
            "an event",
            &format!("{:?}", timeless(one)),
            &format!("{:?}", timeless(other)),
        )?;
    }
    ensure(one.len() == other.len(), || {
        format!("{} events the first time, {} now", one.len(), other.len())
    })?;
    equal(&plain(night.drill.state()), &plain(drill.state()))?;
    telemetry(&night.drill, &drill)
}

fn step(
    drill: &mut Drill,
    at: usize,
    taken: &Taken,
    step: &Step,
    wall_ms: i64,
) -> Result<(), String> {
    let answer = take(drill, step, wall_ms).map_err(|refusal| refusal.code);
    ensure(answer == taken.answer, || {
        let (was, is) = (format!("{:?}", taken.answer), format!("{answer:?}"));
        format!(
            "step {at} is answered otherwise: {}",
            first_difference(&was, &is)
        )
    })
}

/// Put away into a journal and opened again: the same drill in every respect.
fn opened(drill: &Drill) -> Result<Drill, String> {
    let id = &drill.state().head.drill;
    let (first, rest) = drill.events().split_at(1);
    let words = |e: journal::JournalError| e.to_string();
    let mut journal = Journal::in_memory().map_err(words)?;
    journal
        .begin(id, MADE_MS, drill.scenario(), first)
        .map_err(words)?;
    journal.append(id, rest, drill.now_ms()).map_err(words)?;
    let kept = journal.load(id).map_err(words)?;
    ensure(kept.scenario == **drill.scenario(), || {
        "another scenario".to_owned()
    })?;
    let again = Drill::replay(Arc::new(kept.scenario), kept.events, kept.clock_ms);
    let again = again.map_err(|e| e.to_string())?;
    ensure(again.events() == drill.events(), || {
        "another record".to_owned()
    })?;
    equal(drill.state(), again.state())?;
    same("shown otherwise", &views(drill), &views(&again))?;
    telemetry(drill, &again)?;
    Ok(again)
}

fn equal(one: &State, other: &State) -> Result<(), String> {
    ensure(one == other, || {
        let (was, is) = (format!("{one:?}"), format!("{other:?}"));
        format!("another state: {}", first_difference(&was, &is))
    })
}

fn differ(what: &str, one: &str, other: &str) -> Result<(), String> {
    ensure(one == other, || {
        format!("{what} differs: {}", first_difference(one, other))
    })
}

/// Every minute of telemetry, as the journal would keep it.
fn telemetry(one: &Drill, other: &Drill) -> Result<(), String> {
    let first = wire::view::first_minute(one.world());
    let last = (one.now_ms() / 60_000) as i32;
    for minute in first..=last {
        let packed = |drill: &Drill| journal::pack(&wire::view::minute(drill.world(), minute));
        ensure(packed(one) == packed(other), || {
            format!("minute {minute} differs")
        })?;
    }
    let simulated = [one, other].map(|drill| drill.world().events());
    ensure(simulated[0] == simulated[1], || {
        format!("{simulated:?} events were simulated")
    })
}

/// An event without the wall clock, the speed, and the seal, which covers both.
fn timeless(event: &Event) -> Event {
    let mut event = event.clone();
    event.wall_ms = 0;
    match &mut event.fact {
        Fact::SpeedSet { factor } => *factor = 1.0,
        Fact::Filed { seal, .. } => *seal = None,
        _ => {}
    }
    event
}

/// The same of a state.
fn plain(state: &State) -> State {
    let mut state = state.clone();
    state.speed = 1.0;
    state.paused_ms = 0;
    state.paused_since = state.paused_since.map(|_| 0);
    state.started_wall_ms = state.started_wall_ms.map(|_| 0);
    state.writing.seal = None;
    state.writing.edited_ms = None;
    for version in &mut state.writing.versions {
        version.wall_ms = 0;
    }
    state
}
