//! Faults at work: where they strike, and whom.

mod life;
mod once;
mod state;
mod target;

pub use state::FaultState;
pub(crate) use state::Held;

use crate::World;
use crate::fault::{Effect, Fault, Shape};
use crate::parts::{NONE, Process};
use crate::random::Stream;

/// What a part asks about, at the moment when it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strike {
    Leak,
    Down,
    Slow,
    Errors,
    Hang,
    Surge,
    Garbage,
    NPlusOne,
    Lock,
    ReplicaLag,
    FailOver,
    CacheLoss,
    MemoryLeak,
    Poison,
    Misrouted,
    Delay,
    Loss,
    Certificate,
    NoAddress,
    DiskFill,
    Blind,
    Late,
}

/// A fault that was started.
#[derive(Debug, Clone)]
pub(crate) struct Live {
    pub(crate) id: u32,
    pub(crate) fault: Fault,
    /// What it does; None: a wrong value, which is set once and then just there.
    pub(crate) strike: Option<Strike>,
    /// Rate, ratio or factor.
    amount: f64,
    /// Place it strikes at; [`NONE`]: a configuration value.
    place: u16,
    /// Name of the only endpoint, table, task or journey; [`NONE`]: all.
    only: u16,
    /// Queue that misrouted tasks end up in.
    to: u16,
    carried: Carried,
    /// Since when its shape runs.
    started: i64,
    /// When it ends by itself.
    until: i64,
    stage: Stage,
    /// It has taken its lock, and the log says so.
    holds: bool,
    pub(crate) luck: Stream,
}

/// Where a fault is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// No replica runs the version that carries it.
    Dormant,
    Active,
    Ended,
}

/// [`crate::fault::Carrier`], ready to be asked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Carried {
    Version {
        place: u16,
        version: u16,
    },
    /// Processes started before this.
    Process {
        before: i64,
    },
    /// While this key or flag keeps this value.
    Config {
        key: String,
        value: f64,
    },
    /// On a database: while its data lies on this machine. Elsewhere until an act ends it.
    Data {
        node: u32,
    },
    Outside,
}

impl Live {
    /// Strength now, 0 to 1.
    pub(crate) fn strength(&self, now: i64) -> f64 {
        if self.stage != Stage::Active || now >= self.until {
            return 0.0;
        }
        let age = now - self.started;
        match self.fault.shape {
            Shape::Step => 1.0,
            Shape::Ramp { over_ms } => (age as f64 / (f64::from(over_ms) * 1e3).max(1.0)).min(1.0),
            Shape::Pulse { every_ms, on_ms } => {
                let phase = age % (i64::from(every_ms) * 1000).max(1);
                f64::from(u8::from(phase < i64::from(on_ms) * 1000))
            }
        }
    }

    /// Since when it has been at work; of a pulse, since when this one.
    fn since(&self, now: i64) -> i64 {
        match self.fault.shape {
            Shape::Pulse { every_ms, .. } => {
                now - (now - self.started) % (i64::from(every_ms) * 1000).max(1)
            }
            Shape::Step | Shape::Ramp { .. } => self.started,
        }
    }

    /// Whether it touches work of this name done by `own` on behalf of `origin`.
    fn touches(&self, name: u16, own: Process, origin: Process) -> bool {
        if self.only != NONE && self.only != name {
            return false;
        }
        match &self.carried {
            Carried::Version { place, version } => {
                let runs =
                    |process: Process| process.place == *place && process.version == *version;
                runs(own) || runs(origin)
            }
            Carried::Process { before } => own.started <= *before,
            Carried::Config { .. } | Carried::Data { .. } | Carried::Outside => true,
        }
    }
}

impl World {
    /// Any fault at this place at all? The usual answer is no, and it must be cheap.
    #[inline]
    pub(crate) fn struck(&self, place: u16) -> bool {
        !self.hooks[usize::from(place)].is_empty()
    }

    /// Whether a fault of this kind hits one piece of work. Each fault has its own luck.
    pub(crate) fn strikes(
        &mut self,
        place: u16,
        strike: Strike,
        name: u16,
        own: Process,
        origin: Process,
    ) -> bool {
        self.struck_by(place, strike, name, own, origin).is_some()
    }

    /// As [`World::strikes`]: number of the first fault that hits it.
    pub(crate) fn struck_by(
        &mut self,
        place: u16,
        strike: Strike,
        name: u16,
        own: Process,
        origin: Process,
    ) -> Option<u16> {
        let mut hit = None;
        for hook in 0..self.hooks[usize::from(place)].len() {
            let number = usize::from(self.hooks[usize::from(place)][hook]);
            let live = &mut self.faults[number];
            if live.strike != Some(strike) || !live.touches(name, own, origin) {
                continue;
            }
            let strength = live.strength(self.now);
            if strength > 0.0 {
                let share = if strike == Strike::Down {
                    strength
                } else {
                    live.amount * strength
                };
                if live.luck.chance(share) {
                    hit = hit.or(Some(number as u16));
                }
            }
        }
        hit
    }

    /// How many times longer work takes.
    pub(crate) fn slowed(&self, place: u16, name: u16, own: Process, origin: Process) -> f64 {
        self.multiplied(place, Strike::Slow, name, own, origin)
    }

    /// How many times more arrives.
    pub(crate) fn surge(&self, place: u16, name: u16, own: Process, origin: Process) -> f64 {
        self.multiplied(place, Strike::Surge, name, own, origin)
    }

    fn multiplied(
        &self,
        place: u16,
        strike: Strike,
        name: u16,
        own: Process,
        origin: Process,
    ) -> f64 {
        let mut factor = 1.0;
        for &number in &self.hooks[usize::from(place)] {
            let live = &self.faults[usize::from(number)];
            if live.strike == Some(strike) {
                let share = match live.carried {
                    // Users are outside: they feel a version as far as it is rolled out.
                    Carried::Version { place, version } if own.place == NONE => {
                        self.share_on(place, version)
                    }
                    _ => f64::from(u8::from(live.touches(name, own, origin))),
                };
                let only = live.only == NONE || live.only == name;
                if only {
                    factor *= 1.0 + (live.amount - 1.0) * live.strength(self.now) * share;
                }
            }
        }
        factor
    }

    /// Sum of the amounts of all faults of a kind that touch a piece of work.
    pub(crate) fn added(
        &self,
        place: u16,
        strike: Strike,
        name: u16,
        own: Process,
        origin: Process,
    ) -> f64 {
        let hooks = self.hooks[usize::from(place)].iter();
        let live = hooks.map(|&number| &self.faults[usize::from(number)]);
        live.filter(|one| one.strike == Some(strike) && one.touches(name, own, origin))
            .map(|one| one.amount * one.strength(self.now))
            .sum()
    }

    /// The queue that a task is published to instead of its own, if it is misrouted.
    pub(crate) fn misrouted(&mut self, place: u16, name: u16, origin: Process) -> Option<u16> {
        let by = self.struck_by(place, Strike::Misrouted, name, origin, origin)?;
        Some(self.faults[usize::from(by)].to)
    }

    /// Down at full strength, so that nothing gets through.
    pub(crate) fn down_for_sure(&self, place: u16, own: Process) -> bool {
        self.hooks[usize::from(place)].iter().any(|&number| {
            let live = &self.faults[usize::from(number)];
            live.strike == Some(Strike::Down)
                && live.only == NONE
                && live.strength(self.now) >= 1.0
                && live.touches(NONE, own, own)
        })
    }
}

/// The kind and amount of an effect.
fn strike_of(effect: &Effect) -> (Option<Strike>, f64) {
    let (strike, amount) = match *effect {
        Effect::PoolLeak { rate } => (Strike::Leak, rate),
        Effect::Down => (Strike::Down, 1.0),
        Effect::Slow { factor } => (Strike::Slow, factor),
        Effect::Errors { ratio } => (Strike::Errors, ratio),
        Effect::Hang { ratio } => (Strike::Hang, ratio),
        Effect::Surge { factor } => (Strike::Surge, factor),
        Effect::Garbage { ratio } => (Strike::Garbage, ratio),
        Effect::Misconfigured { value } => return (None, value),
        Effect::NPlusOne { queries } => (Strike::NPlusOne, queries - 1.0),
        Effect::Lock => (Strike::Lock, 1.0),
        Effect::ReplicaLag { ratio } => (Strike::ReplicaLag, ratio),
        Effect::FailOver => (Strike::FailOver, 1.0),
        Effect::CacheLoss { share } => (Strike::CacheLoss, share),
        Effect::MemoryLeak { mb } => (Strike::MemoryLeak, mb),
        Effect::Poison { ratio } => (Strike::Poison, ratio),
        Effect::Misrouted { .. } => (Strike::Misrouted, 1.0),
        Effect::Delay { ms } => (Strike::Delay, ms),
        Effect::Loss { ratio } => (Strike::Loss, ratio),
        Effect::Certificate => (Strike::Certificate, 1.0),
        Effect::NoAddress => (Strike::NoAddress, 1.0),
        Effect::DiskFill { mb_per_s } => (Strike::DiskFill, mb_per_s),
        Effect::Blind => (Strike::Blind, 1.0),
        Effect::Late { seconds } => (Strike::Late, seconds),
    };
    (Some(strike), amount)
}
