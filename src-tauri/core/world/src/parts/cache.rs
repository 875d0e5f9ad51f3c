//! Caches: how warm they are decides how much they keep from the database.

use crate::World;
use crate::faults::Strike;
use crate::parts::replica::Stand;
use crate::parts::{NONE, Process};
use crate::random::{Draw, Stream};
use crate::telemetry::Histogram;

/// A refused connection is found out after this.
const REFUSED_US: i64 = 1_000;

/// A cache at work.
#[derive(Debug, Clone)]
pub(crate) struct Cache {
    pub(crate) place: u16,
    pub(crate) name: u16,
    pub(crate) stand: Stand,
    pub(crate) started: i64,
    /// Hit ratio when warm.
    pub(crate) hit_ratio: f64,
    pub(crate) time: Draw,
    /// 0 empty, 1 warm.
    pub(crate) warmth: f64,
    /// Answered misses that make an empty cache warm.
    pub(crate) fills: f64,
    pub(crate) stream: Stream,
    pub(crate) second: Second,
    pub(crate) latency: Histogram,
}

/// Counts within the running second.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Second {
    pub(crate) hits: u32,
    pub(crate) misses: u32,
    pub(crate) errors: u32,
}

/// What a look-up found, and how long it took.
pub(crate) struct Found {
    pub(crate) hit: bool,
    pub(crate) us: i64,
}

impl Cache {
    /// How many answered misses warm it in `warmup_s` seconds at `rate` look-ups a second.
    ///
    /// Misses come at rate × (1 − H·w); with dw per fill = 1/F the warmth w reaches 1 after
    /// F/rate × −ln(1−H)/H seconds. Solved for F.
    pub(crate) fn fills_for(hit_ratio: f64, warmup_s: u32, rate: f64) -> f64 {
        let hit = hit_ratio.clamp(0.0, 0.999);
        let stretch = if hit > 1e-6 {
            -libm::log(1.0 - hit) / hit
        } else {
            1.0
        };
        (rate * f64::from(warmup_s) / stretch).max(1.0)
    }
}

impl World {
    /// One look-up. None: it hangs.
    pub(crate) fn look_up(
        &mut self,
        cache: u16,
        edge: u16,
        origin: Process,
        warms: bool,
    ) -> Option<Found> {
        let way = self.edges[usize::from(edge)].place;
        let known = &self.caches[usize::from(cache)];
        let place = known.place;
        let own = Process {
            place,
            version: NONE,
            started: known.started,
        };
        let mut failed = known.stand != Stand::Up || self.unreachable(edge, origin).is_some();
        let delay = self.way_delay(way, NONE, origin);
        let mut factor = 1.0;
        if self.struck(place) || self.struck(way) {
            if self.strikes(place, Strike::Hang, NONE, own, origin)
                || self.strikes(way, Strike::Hang, NONE, origin, origin)
            {
                return None;
            }
            for strike in [Strike::Down, Strike::Errors] {
                failed |= self.strikes(place, strike, NONE, own, origin);
                failed |= self.strikes(way, strike, NONE, origin, origin);
            }
            factor = self.slowed(place, NONE, own, origin) * self.slowed(way, NONE, origin, origin);
        }
        self.count_call(edge, failed);
        let known = &mut self.caches[usize::from(cache)];
        let hit = known.stream.chance(known.hit_ratio * known.warmth) && !warms;
        let us = known.stream.time(known.time, factor) + delay;
        if failed {
            // The application goes on without its cache.
            known.second.errors += 1;
            known.second.misses += 1;
            return Some(Found {
                hit: false,
                us: REFUSED_US,
            });
        }
        known.latency.add(us);
        if hit {
            known.second.hits += 1;
        } else {
            known.second.misses += 1;
        }
        Some(Found { hit, us })
    }

    /// It loses a share of what it knows.
    pub(crate) fn forget_cache(&mut self, cache: u16, share: f64) {
        let known = &mut self.caches[usize::from(cache)];
        known.warmth *= 1.0 - share;
    }

    /// A miss was answered, and the answer is kept.
    pub(crate) fn fill(&mut self, cache: u16) {
        let known = &mut self.caches[usize::from(cache)];
        if known.stand == Stand::Up {
            known.warmth = (known.warmth + 1.0 / known.fills).min(1.0);
        }
    }
}
