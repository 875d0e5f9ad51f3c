//! The integrated clock: drill time adds up only what ran.

use std::time::{Duration, Instant};

/// Most wall time one tick may add. A longer gap means that the machine slept or was
/// overwhelmed: the drill must not leap, so the rest is dropped and told.
pub const GAP_MAX: Duration = Duration::from_secs(5);

/// Turns wall time into drill time.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    last: Instant,
    /// Fraction of a drill millisecond not yet given out.
    rest: f64,
}

/// What a tick brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tick {
    /// So many drill milliseconds have passed.
    Passed(i64),
    /// The wall clock leapt; nothing has passed.
    Leapt,
}

impl Clock {
    /// A clock that begins to count now.
    pub fn start(now: Instant) -> Self {
        Self {
            last: now,
            rest: 0.0,
        }
    }

    /// Counts up to now at a speed; at speed 0 nothing is counted.
    pub fn tick(&mut self, now: Instant, speed: f64) -> Tick {
        let gap = now.saturating_duration_since(self.last);
        self.last = now;
        if speed <= 0.0 {
            self.rest = 0.0;
            return Tick::Passed(0);
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

    #[test]
    fn adds_up_only_what_ran() {
        let start = Instant::now();
        let at = |ms: u64| start + Duration::from_millis(ms);
        let mut clock = Clock::start(start);
        let mut total = 0;
        // (wall ms, speed in force until then): run, pause, run fast, run slowly.
        for (ms, speed) in [
            (250, 1.0),
            (1_000, 0.0),
            (1_100, 60.0),
            (1_107, 0.5),
            (1_114, 0.5),
        ] {
            let Tick::Passed(passed) = clock.tick(at(ms), speed) else {
                panic!("no leap")
            };
            total += passed;
        }
        // 250 + 0 + 6000 + 3.5 + 3.5
        assert_eq!(total, 6_257);
    }

    #[test]
    fn a_leap_passes_nothing() {
        let start = Instant::now();
        let mut clock = Clock::start(start);
        assert_eq!(
            clock.tick(start + Duration::from_secs(3_600), 1.0),
            Tick::Leapt
        );
        let next = start + Duration::from_secs(3_601);
        assert_eq!(clock.tick(next, 1.0), Tick::Passed(1_000));
    }
}
