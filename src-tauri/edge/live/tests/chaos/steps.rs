//! One drill as it is made and played: what it plays, and the steps that were taken.

use std::fmt;
use std::sync::Arc;

use drill::{Command, Created, Drill, Refusal};
use scenario::{Files, Scenario};
use wire::desk::DeskCall;

use crate::desks;
use crate::dice::Dice;

/// Wall time at which every drill is made.
pub const MADE_MS: i64 = 1_767_225_600_000;

/// What a drill plays.
pub struct Setting {
    pub scenario: Arc<Scenario>,
    pub head: Created,
}

impl Setting {
    /// One of the scenarios that ship, in ten to forty minutes, with any luck of the system's.
    ///
    /// Fifteen of sixteen play with a tenth of the traffic, after five minutes of it and not thirty:
    /// there is a request for everything that can be done, and a night costs little. The sixteenth
    /// is as it ships.
    pub fn draw(dice: &mut Dice, files: &Files) -> Self {
        let ids: Vec<&str> = files.scenario_ids().into_iter().collect();
        let id = *dice.pick(&ids);
        let mut scenario = scenario::read(files, id).expect("it ships").scenario;
        let length_ms = dice.between(10, 40) as u32 * 60_000;
        if !dice.one_in(16) {
            let system = Arc::make_mut(&mut scenario.system);
            system.traffic.rate /= 10.0;
            system.warmup_s = system.warmup_s.min(300);
        }
        let head = Created {
            drill: "chaos".to_owned(),
            scenario: scenario.id.clone(),
            title: scenario.title.clone(),
            team: "Night shift".to_owned(),
            number: 1 + dice.below(9) as u32,
            seed: dice.u32(),
            length_ms,
            unattended: true,
        };
        Self {
            scenario: Arc::new(scenario.fitted(length_ms)),
            head,
        }
    }

    /// The drill, just made.
    pub fn made(&self) -> Drill {
        Drill::create(Arc::clone(&self.scenario), self.head.clone(), MADE_MS).expect("it ships")
    }
}

/// Something that happens to a drill.
#[derive(Debug, Clone)]
pub enum Step {
    /// The facilitator commands.
    Command(Command),
    /// Somebody sits down at a desk of their own.
    Join(String),
    /// A desk asks.
    Desk(u32, DeskCall),
    /// The program takes desks away.
    Leave(Vec<u32>),
    /// The program stops the clock.
    Stop(&'static str),
    /// Drill time passes, if the clock runs.
    Pass(i64),
}

/// A step that was taken.
pub struct Taken {
    pub step: Step,
    pub wall_ms: i64,
    /// What it was answered, or the code of the refusal.
    pub answer: Result<String, String>,
}

/// Takes a step. What comes back is the answer, word for word.
pub fn take(drill: &mut Drill, step: &Step, wall_ms: i64) -> Result<String, Refusal> {
    match step {
        Step::Command(command) => drill.command(command, wall_ms).map(|_| String::new()),
        Step::Join(name) => drill.join(name, wall_ms).map(|desk| desk.to_string()),
        Step::Desk(desk, call) => {
            desks::done(drill, *desk, call, wall_ms).map(|reply| format!("{reply:?}"))
        }
        Step::Leave(all) => {
            drill.leave(all, wall_ms);
            Ok(String::new())
        }
        Step::Stop(why) => {
            drill.pause_for(why, wall_ms);
            Ok(String::new())
        }
        Step::Pass(to_ms) => {
            drill.advance(*to_ms, wall_ms);
            Ok(String::new())
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let json = |value: serde_json::Result<String>| short(&value.unwrap_or_default());
        match self {
            Self::Command(command) => {
                write!(f, "facilitator {}", json(serde_json::to_string(command)))
            }
            Self::Join(name) => write!(f, "joins       {}", short(&format!("{name:?}"))),
            Self::Desk(desk, call) => {
                write!(f, "desk {desk:<7}{}", json(serde_json::to_string(call)))
            }
            Self::Leave(all) => write!(f, "program     takes desks {all:?} away"),
            Self::Stop(why) => write!(f, "program     stops the clock: {why}"),
            Self::Pass(to_ms) => write!(f, "time        passes to {to_ms} ms"),
        }
    }
}

/// A text on one line, its middle left out when it is long.
pub fn short(text: &str) -> String {
    let all: Vec<char> = text.chars().collect();
    if all.len() <= 400 {
        return text.to_owned();
    }
    let part = |some: &[char]| some.iter().collect::<String>();
    format!("{} … {}", part(&all[..250]), part(&all[all.len() - 100..]))
}
