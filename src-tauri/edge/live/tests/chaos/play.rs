//! Plays a drill for the first time: draws what happens next, does it, and looks whether all that
//! must hold still does.

use std::sync::Mutex;

use drill::{ClockPhase, Command, Drill};
use scenario::Files;

use crate::commands::{CommandKind, command, of};
use crate::desks::call;
use crate::dice::Dice;
use crate::held::{self, Before};
use crate::names::{Names, person};
use crate::steps::{MADE_MS, Setting, Step, Taken, take};

/// Steps of one drill, at the most.
const STEPS: usize = 600;
/// Steps after ENDEX.
const AFTER: usize = 25;
/// All that can be seen is looked at once in so many steps, and at the end.
const LOOKS: usize = 40;

/// What a drill did up to now, in lines that a person reads. It outlives a panic.
pub type Trail = Mutex<Vec<String>>;

/// A drill that was played to its end.
pub struct Night {
    pub setting: Setting,
    /// As it was made.
    pub fresh: Drill,
    pub drill: Drill,
    pub taken: Vec<Taken>,
    /// The same in lines, once it is over.
    pub trail: Vec<String>,
}

/// Plays the drill of a seed.
pub fn play(seed: u64, files: &Files, trail: &Trail) -> Result<Night, String> {
    let mut dice = Dice::new(seed);
    let setting = Setting::draw(&mut dice, files);
    note(
        trail,
        format!(
            "{} in {} min at {} journeys a second, luck {}",
            setting.head.scenario,
            setting.head.length_ms / 60_000,
            setting.scenario.system.traffic.rate,
            setting.head.seed
        ),
    );
    let fresh = setting.made();
    let mut drill = fresh.clone();
    let names = Names::of(&drill);
    let ends_ms = i64::from(setting.head.length_ms) + dice.between(-60_000, 60_000);
    let mut taken: Vec<Taken> = Vec::new();
    let (mut wall_ms, mut after) = (MADE_MS, 0);
    while taken.len() < STEPS && after < AFTER {
        after += usize::from(drill.state().ended_ms.is_some());
        let last = taken.len() + 1 == STEPS;
        let step = match last && drill.state().ended_ms.is_none() {
            true => Step::Command(Command::End),
            false => next(&mut dice, &names, &drill, ends_ms),
        };
        wall_ms += wall(&mut dice);
        let looks = dice.one_in(LOOKS);
        note(
            trail,
            format!("{:>4} {:>8} ms  {step}", taken.len(), drill.now_ms()),
        );
        let before = Before::of(&drill, looks);
        let answer = take(&mut drill, &step, wall_ms);
        if let Err(refusal) = &answer {
            note(trail, format!("      refused: {}", refusal.message));
        }
        held::after(&before, &drill, &step, &answer, wall_ms)?;
        if looks {
            held::everywhere(&drill)?;
        }
        taken.push(Taken {
            step,
            wall_ms,
            answer: answer.map_err(|refusal| refusal.code),
        });
    }
    held::everywhere(&drill)?;
    held::at_the_end(&drill)?;
    Ok(Night {
        setting,
        fresh,
        drill,
        taken,
        trail: Vec::new(),
    })
}

pub fn note(trail: &Trail, line: String) {
    trail.lock().expect("nobody panics here").push(line);
}

/// How far the wall clock goes: mostly on, now and then back, or to another day.
fn wall(dice: &mut Dice) -> i64 {
    match dice.below(30) {
        0 => dice.between(-86_400_000, 0),
        1 => dice.between(0, 40 * 86_400_000),
        _ => dice.between(0, 3_000),
    }
}

/// What happens next.
fn next(dice: &mut Dice, names: &Names, drill: &Drill, ends_ms: i64) -> Step {
    let state = drill.state();
    let one = |kind, dice: &mut Dice| Step::Command(of(kind, dice, names, drill));
    match state.phase {
        ClockPhase::Ready if dice.one_in(12) => return one(CommandKind::Start, dice),
        ClockPhase::Paused | ClockPhase::Emergency if dice.one_in(3) => {
            return one(CommandKind::Resume, dice);
        }
        ClockPhase::Running if state.now_ms >= ends_ms => return one(CommandKind::End, dice),
        _ => {}
    }
    let desk = |dice: &mut Dice| match state.desks.is_empty() || dice.one_in(30) {
        true => dice.below(5) as u32,
        false => dice.pick(&state.desks).desk,
    };
    match dice.below(100) {
        0..40 if state.phase == ClockPhase::Running || dice.one_in(8) => {
            let by = match dice.below(8) {
                0 => dice.between(-500, 999),
                1 | 2 => 250,
                3 | 4 => 1_000,
                5 => 15_000,
                _ => dice.between(1, 60_000),
            };
            Step::Pass(state.now_ms + by)
        }
        40..46 => Step::Join(person(dice, drill)),
        46 => Step::Leave(vec![desk(dice)]),
        47 => Step::Stop("closed"),
        48..70 => {
            let desk = desk(dice);
            Step::Desk(desk, call(dice, names, drill, desk))
        }
        // Before STARTEX people take their places.
        70.. if state.phase == ClockPhase::Ready => one(CommandKind::Assign, dice),
        _ => match command(dice, names, drill) {
            // Some nights end early; most have their time.
            Command::End if !dice.one_in(10) => Step::Pass(state.now_ms + 1_000),
            command => Step::Command(command),
        },
    }
}
