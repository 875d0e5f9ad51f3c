//! Third parties: they answer in their own time, and only so often.

use crate::World;
use crate::engine::agenda::Event;
use crate::faults::Strike;
use crate::parts::door::Door;
use crate::parts::request::Wrote;
use crate::parts::{Answer, Cause, NONE, Outcome, Process};
use crate::random::{Draw, Stream};
use crate::telemetry::Histogram;

/// A refusal comes fast.
const REFUSED_US: i64 = 20_000;

/// A third party.
#[derive(Debug, Clone)]
pub(crate) struct External {
    pub(crate) place: u16,
    pub(crate) name: u16,
    pub(crate) time: Draw,
    pub(crate) error_ratio: f64,
    /// Its rate limit.
    pub(crate) door: Door,
    pub(crate) stream: Stream,
    pub(crate) luck: Stream,
    pub(crate) in_flight: u32,
    pub(crate) second: Second,
    pub(crate) latency: Histogram,
}

/// Counts within the running second.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Second {
    pub(crate) requests: u32,
    pub(crate) errors: u32,
    pub(crate) limited: u32,
}

impl External {
    pub(crate) fn new(
        place: u16,
        name: u16,
        spec: &crate::spec::ExternalSpec,
        streams: (Stream, Stream),
        now: i64,
    ) -> Self {
        Self {
            place,
            name,
            time: spec.time.into(),
            error_ratio: spec.error_ratio,
            door: Door::new(spec.rate_limit, spec.counts_refused, now),
            stream: streams.0,
            luck: streams.1,
            in_flight: 0,
            second: Second::default(),
            latency: Histogram::default(),
        }
    }
}

impl World {
    /// A request asks a third party; the answer comes as an event.
    pub(crate) fn ask(&mut self, external: u16, at: u32, wait: u32, origin: Process) {
        let now = self.now;
        let place = self.externals[usize::from(external)].place;
        let known = &mut self.externals[usize::from(external)];
        known.second.requests += 1;
        known.in_flight += 1;
        let within = known.door.lets_in(now);
        let fails = known.luck.chance(known.error_ratio);
        let drawn = known.stream.time(known.time, 1.0);
        let own = Process::OUTSIDE;
        if self.strikes(place, Strike::Hang, NONE, own, origin) {
            // Never answered: whoever asked waits until their own limit.
            self.externals[usize::from(external)].in_flight -= 1;
            return;
        }
        let (outcome, us) = if self.strikes(place, Strike::Down, NONE, own, origin) {
            (Outcome::Failed(Cause::CallRefused), REFUSED_US)
        } else if !within {
            self.externals[usize::from(external)].second.limited += 1;
            (Outcome::Failed(Cause::RateLimited), REFUSED_US)
        } else if self.strikes(place, Strike::Errors, NONE, own, origin) {
            (Outcome::Failed(Cause::CallError), REFUSED_US)
        } else {
            let us = (drawn as f64 * self.slowed(place, NONE, own, origin)) as i64;
            let outcome = if fails {
                Outcome::Failed(Cause::CallError)
            } else {
                Outcome::Done
            };
            (outcome, us)
        };
        self.externals[usize::from(external)].latency.add(us);
        self.agenda.plan(
            now + us,
            Event::ExternalDone {
                external,
                outcome,
                at,
                wait,
            },
        );
    }

    pub(crate) fn external_done(&mut self, external: u16, outcome: Outcome, at: u32, wait: u32) {
        let known = &mut self.externals[usize::from(external)];
        known.in_flight -= 1;
        known.second.errors += u32::from(outcome != Outcome::Done);
        if self.requests.waits(at, wait) {
            let status = match outcome {
                Outcome::Done => 200,
                Outcome::Failed(Cause::RateLimited) => 429,
                Outcome::Failed(Cause::CallRefused) => 0,
                Outcome::Failed(_) => 503,
            };
            self.call_answered(
                at,
                Answer {
                    outcome,
                    status,
                    by: Process::OUTSIDE,
                    wrote: Wrote::NEVER,
                },
            );
        }
    }
}
