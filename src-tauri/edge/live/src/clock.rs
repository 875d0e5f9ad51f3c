//! The integrated clock: drill time adds up only what ran.
//!
//! It goes by the time for which the machine was awake. The system's date may jump; nothing here
//! looks at it.

use std::time::{Duration, Instant};

/// Most time one tick may add. A longer gap means that the machine slept or was overwhelmed: the
/// drill must not leap, so the rest is dropped and told.
pub const GAP_MAX: Duration = Duration::from_secs(5);
/// Sleep that is shorter is the two clocks read one after the other.
const SLEEP_MIN: Duration = Duration::from_secs(1);

/// Turns the machine's time into drill time.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    last: Moment,
    /// Fraction of a drill millisecond not yet given out.
    rest: f64,
}

/// An instant, with the time that the machine has slept before it.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    now: Instant,
    /// Since the machine started, asleep or not; zero where the system does not tell, or where
    /// [`Instant`] counts sleep as well.
    up: Duration,
}

/// What a tick brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tick {
    /// So many drill milliseconds have passed.
    Passed(i64),
    /// Too much at once; nothing has passed.
    Leapt,
    /// The machine slept for so long; nothing has passed.
    Slept(Duration),
}

impl Moment {
    /// Now.
    pub fn now() -> Self {
        Self {
            now: Instant::now(),
            up: up(),
        }
    }
}

/// Linux's and macOS's `Instant` stands while the machine sleeps; this clock does not.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn up() -> Duration {
    told(rustix::time::ClockId::Boottime)
}
#[cfg(target_vendor = "apple")]
fn up() -> Duration {
    told(rustix::time::ClockId::Monotonic)
}
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn up() -> Duration {
    Duration::ZERO
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn told(clock: rustix::time::ClockId) -> Duration {
    let time = rustix::time::clock_gettime(clock);
    Duration::try_from(time).unwrap_or_default()
}

impl Clock {
    /// A clock that begins to count now.
    pub fn start(now: Moment) -> Self {
        Self {
            last: now,
            rest: 0.0,
        }
    }

    /// Counts up to now at a speed; at speed 0 nothing is counted.
    pub fn tick(&mut self, now: Moment, speed: f64) -> Tick {
        let gap = now.now.saturating_duration_since(self.last.now);
        let slept = now.up.saturating_sub(self.last.up).saturating_sub(gap);
        self.last = now;
        if speed <= 0.0 {
            self.rest = 0.0;
            return Tick::Passed(0);
        }
        if slept >= SLEEP_MIN {
            return Tick::Slept(slept);
        }
        if gap > GAP_MAX {
            return Tick::Leapt;
        }
        let passed = gap.as_secs_f64() * 1_000.0 * speed + self.rest;
        let whole = passed.floor();
        self.rest = passed - whole;
        Tick::Passed(whole as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Moments of a machine, by milliseconds awake and asleep since the first.
    fn machine() -> impl Fn(u64, u64) -> Moment {
        let start = Instant::now();
        move |awake: u64, asleep: u64| Moment {
            now: start + Duration::from_millis(awake),
            up: Duration::from_millis(77_000 + awake + asleep),
        }
    }

    #[test]
    fn adds_up_only_what_ran() {
        let at = machine();
        let mut clock = Clock::start(at(0, 0));
        let mut total = 0;
        // (wall ms, speed in force until then): run, pause, run fast, run slowly.
        for (ms, speed) in [
            (250, 1.0),
            (1_000, 0.0),
            (1_100, 60.0),
            (1_107, 0.5),
            (1_114, 0.5),
        ] {
            let Tick::Passed(passed) = clock.tick(at(ms, 0), speed) else {
                panic!("no leap")
            };
            total += passed;
        }
        // 250 + 0 + 6000 + 3.5 + 3.5
        assert_eq!(total, 6_257);
    }

    #[test]
    fn a_leap_passes_nothing() {
        let at = machine();
        let mut clock = Clock::start(at(0, 0));
        assert_eq!(clock.tick(at(3_600_000, 0), 1.0), Tick::Leapt);
        assert_eq!(clock.tick(at(3_601_000, 0), 1.0), Tick::Passed(1_000));
    }

    #[test]
    fn sleep_passes_nothing_and_is_told() {
        let at = machine();
        let mut clock = Clock::start(at(0, 0));
        assert_eq!(clock.tick(at(250, 0), 1.0), Tick::Passed(250));
        // The lid was closed for an hour; the machine's own clock went on by 100 ms.
        let hour = Duration::from_secs(3_600);
        assert_eq!(clock.tick(at(350, 3_600_000), 1.0), Tick::Slept(hour));
        assert_eq!(clock.tick(at(600, 3_600_000), 1.0), Tick::Passed(250));
        // While the drill stands, sleep is nobody's business.
        assert_eq!(clock.tick(at(700, 9_000_000), 0.0), Tick::Passed(0));
        assert_eq!(clock.tick(at(800, 9_000_000), 1.0), Tick::Passed(100));
        // Two clocks are never read at the same instant.
        assert_eq!(clock.tick(at(900, 9_000_020), 1.0), Tick::Passed(100));
    }

    /// Eight hours of ticks of any length: no drift but the part of a millisecond that is due.
    #[test]
    fn does_not_drift() {
        let at = machine();
        for speed in [0.5, 1.0, 3.0, 60.0] {
            let (mut clock, mut passed, mut ms) = (Clock::start(at(0, 0)), 0, 0);
            let mut step = 1;
            while ms < 8 * 3_600_000 {
                ms += step;
                step = step * 7 % 397 + 1;
                let Tick::Passed(more) = clock.tick(at(ms, 0), speed) else {
                    panic!("no leap")
                };
                passed += more;
            }
            let behind = ms as f64 * speed - passed as f64;
            assert!((-1e-3..1.001).contains(&behind), "{behind} ms at {speed}");
        }
    }
}
