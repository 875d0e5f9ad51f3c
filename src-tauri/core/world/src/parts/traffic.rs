//! Users: they arrive, do their journeys call by call, try again, and give up.

use crate::World;
use crate::engine::agenda::Event;
use crate::engine::tally::Tally;
use crate::faults::Strike;
use crate::logs::{self, LogLevel, LogLine};
use crate::parts::request::Wrote;
use crate::parts::way::Fate;
use crate::parts::{Answer, Caller, Cause, Outcome, Part, Process};
use crate::random::{Draw, Stream};
use crate::spec::Stack;
use crate::traces::Link;

/// A call that cannot be made is found out after this.
const FAILS_AFTER_US: i64 = 1_000;

/// All users.
#[derive(Debug, Clone)]
pub(crate) struct Traffic {
    /// Place of faults on `traffic`.
    pub(crate) place: u16,
    /// Place of faults on `browser`.
    pub(crate) browser: u16,
    pub(crate) name: u16,
    pub(crate) journeys: Vec<JourneyKind>,
    pub(crate) gives_up_us: i64,
    pub(crate) line: u16,
    pub(crate) attempts: u32,
    pub(crate) retry_after: Draw,
    pub(crate) retry_ms: f64,
    /// Share let in.
    pub(crate) keep: f64,
    pub(crate) door: Stream,
    pub(crate) inside: Tally,
    /// Those inside who are no users: the smoke tests' and crawls' journeys.
    pub(crate) probes: u32,
    pub(crate) second: Second,
    /// Names of business figures, and their counts within the running second.
    pub(crate) business: Vec<(u16, u32)>,
    /// Number of the last user call.
    pub(crate) last_call: u32,
}

/// A kind of journey.
#[derive(Debug, Clone)]
pub(crate) struct JourneyKind {
    pub(crate) name: u16,
    /// Arrivals a second without surges.
    pub(crate) rate: f64,
    /// Arrivals a second now.
    pub(crate) rate_now: f64,
    /// Number of the valid plan for the next arrival.
    pub(crate) plan: u32,
    /// What is left until the next arrival as of `since`, in mean pauses.
    pub(crate) left: f64,
    pub(crate) since: i64,
    pub(crate) arrivals: Stream,
    pub(crate) pauses: Stream,
    /// Service, endpoint, edge from the browser.
    pub(crate) calls: Vec<(u16, u16, u16)>,
    pub(crate) business: Option<usize>,
    pub(crate) begun: u32,
    pub(crate) failed: u32,
}

/// Counts within the running second.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Second {
    pub(crate) calls: u32,
    pub(crate) calls_failed: u32,
    pub(crate) page_loads: u32,
    pub(crate) js_errors: u32,
    pub(crate) failed_pages: u32,
    pub(crate) left: u32,
    pub(crate) shed: u32,
    pub(crate) journeys: u32,
    pub(crate) journeys_done: u32,
    pub(crate) journeys_failed: u32,
    pub(crate) retries: u32,
}

/// One user on a journey.
#[derive(Debug, Clone)]
pub(crate) struct Journey {
    pub(crate) kind: u16,
    /// Which of its calls.
    pub(crate) call: u16,
    pub(crate) tries: u32,
    /// Number of the user call.
    pub(crate) root: u32,
    pub(crate) began: i64,
    pub(crate) call_began: i64,
    /// Part of this act's smoke test or crawl.
    pub(crate) probe: Option<u32>,
    /// It asks for what no cache knows yet.
    pub(crate) warms: bool,
    /// The user's latest write.
    pub(crate) wrote: Wrote,
    /// First span of its call.
    pub(crate) trace: Link,
}

impl Traffic {
    /// Users on a journey now.
    pub(crate) fn users(&self) -> u32 {
        self.inside.present - self.probes
    }
}

impl World {
    /// Draws the next arrival of a journey kind.
    pub(crate) fn plan_arrival(&mut self, journey: u16) {
        let now = self.now;
        let kind = &mut self.traffic.journeys[usize::from(journey)];
        (kind.left, kind.since) = (kind.arrivals.exp(), now);
        self.arm_arrival(journey);
    }

    fn arm_arrival(&mut self, journey: u16) {
        let kind = &mut self.traffic.journeys[usize::from(journey)];
        kind.plan += 1;
        if kind.rate_now > 0.0 {
            let next = kind.since + (kind.left * 1e6 / kind.rate_now + 0.5) as i64;
            let plan = kind.plan;
            self.agenda.plan(next, Event::Arrive { journey, plan });
        }
    }

    /// Surges change the rate; what is left of the pause shrinks or stretches with it.
    pub(crate) fn set_rates(&mut self) {
        let now = self.now;
        let by_hour = self.hour_factor();
        for journey in 0..self.traffic.journeys.len() as u16 {
            let name = self.traffic.journeys[usize::from(journey)].name;
            let place = self.traffic.place;
            let factor = self.surge(place, name, Process::OUTSIDE, Process::OUTSIDE);
            let kind = &mut self.traffic.journeys[usize::from(journey)];
            let rate = kind.rate * factor * by_hour;
            if rate == kind.rate_now {
                continue;
            }
            let passed = (now - kind.since) as f64 * kind.rate_now / 1e6;
            kind.left = (kind.left - passed).max(0.0);
            (kind.since, kind.rate_now) = (now, rate);
            self.arm_arrival(journey);
        }
    }

    /// How busy this hour of the day is.
    fn hour_factor(&self) -> f64 {
        let clock_s = i64::from(self.logs.starts_s_of_day) + self.now.div_euclid(1_000_000);
        let hour = (clock_s.rem_euclid(86_400) / 3_600) as usize;
        self.spec.traffic.by_hour.get(hour).copied().unwrap_or(1.0)
    }

    pub(crate) fn user_arrives(&mut self, journey: u16, plan: u32) {
        if self.traffic.journeys[usize::from(journey)].plan != plan {
            return;
        }
        self.plan_arrival(journey);
        self.traffic.journeys[usize::from(journey)].begun += 1;
        self.traffic.second.journeys += 1;
        let let_in = self.traffic.door.chance(self.traffic.keep);
        if !let_in {
            self.traffic.second.shed += 1;
            self.traffic.second.journeys_failed += 1;
            self.traffic.journeys[usize::from(journey)].failed += 1;
            return;
        }
        self.begin_journey(journey, None, false);
    }

    pub(crate) fn begin_journey(&mut self, kind: u16, probe: Option<u32>, warms: bool) {
        let now = self.now;
        self.traffic.inside.arrive(now);
        self.traffic.probes += u32::from(probe.is_some());
        let journey = Journey {
            kind,
            call: 0,
            tries: 0,
            root: 0,
            began: now,
            call_began: now,
            probe,
            warms,
            wrote: Wrote::NEVER,
            trace: Link::NOWHERE,
        };
        let at = self.journeys.insert(journey);
        self.user_calls(at);
    }

    /// The user makes the next call of the journey, or is done.
    pub(crate) fn user_calls(&mut self, at: u32) {
        let now = self.now;
        let (kind, call) = (self.journeys[at].kind, usize::from(self.journeys[at].call));
        let Some(&(service, endpoint, edge)) =
            self.traffic.journeys[usize::from(kind)].calls.get(call)
        else {
            self.journey_ends(at, true, 0);
            return;
        };
        self.traffic.last_call = self.traffic.last_call.wrapping_add(1).max(1);
        let root = logs::id_of(self.traffic.last_call % logs::IDS);
        let journey = &mut self.journeys[at];
        journey.root = root;
        journey.tries += 1;
        journey.call_began = now;
        let probe = journey.probe.is_some();
        self.trace_user_call(at);
        let wait = self.journeys.next_wait(at);
        let (line, patience) = (self.traffic.line, self.traffic.gives_up_us);
        if patience > 0 {
            self.limit(line, patience, at, wait);
        }
        if !probe {
            self.traffic.second.calls += 1;
        }
        let (way, by) = (self.edges[usize::from(edge)].place, Process::OUTSIDE);
        let name = self.endpoint_name(Part::Service(service), endpoint);
        match self.fate_on_way(edge, name, by) {
            Fate::Arrives => {}
            Fate::Vanishes => return,
            // Nobody answered: the browser itself says why.
            Fate::Fails(cause) => return self.plan_refusal(at, wait, cause, 3),
        }
        let delay = self.way_delay(way, name, by);
        if delay > 0 {
            self.agenda.plan(now + delay, Event::UserSends { at, wait });
        } else {
            self.user_sends(at, wait);
        }
    }

    fn plan_refusal(&mut self, at: u32, wait: u32, cause: Cause, status: u16) {
        let event = Event::UserRefused {
            at,
            wait,
            cause,
            status,
        };
        self.agenda.plan(self.now + FAILS_AFTER_US, event);
    }

    /// The user's call reaches its service.
    pub(crate) fn user_sends(&mut self, at: u32, wait: u32) {
        let journey = &self.journeys[at];
        let (root, wrote) = (journey.root, journey.wrote);
        let calls = &self.traffic.journeys[usize::from(journey.kind)].calls;
        let (service, endpoint, _) = calls[usize::from(journey.call)];
        let caller = Caller::Journey { at, wait };
        let taken = self.submit(service, endpoint, caller, root, wrote, Process::OUTSIDE);
        if let Err(cause) = taken {
            self.plan_refusal(at, wait, cause, 503);
        }
    }

    /// A user's call never arrived. Without an HTTP answer the browser says why (see
    /// [`LogLine::BrowserError`]).
    pub(crate) fn user_refused(&mut self, at: u32, cause: Cause, status: u16) {
        let status = match cause {
            Cause::RateLimited => 429,
            Cause::Certificate => 1,
            Cause::NoAddress => 2,
            _ => status,
        };
        self.user_answered(at, Answer::failed(cause, status));
    }

    pub(crate) fn user_answered(&mut self, at: u32, answer: Answer) {
        self.journeys.next_wait(at);
        self.trace_user_answered(at, &answer);
        let journey = &mut self.journeys[at];
        journey.wrote = journey.wrote.or_later(answer.wrote);
        let (kind, call) = (journey.kind, usize::from(journey.call));
        let (service, endpoint, edge) = self.traffic.journeys[usize::from(kind)].calls[call];
        let is_page = self.services[usize::from(service)].stack == Stack::React;
        let probe = self.journeys[at].probe.is_some();
        let failed = answer.outcome != Outcome::Done;
        self.count_call(edge, failed);
        if !failed {
            let name = self.traffic.journeys[usize::from(kind)].name;
            let browser = self.traffic.browser;
            if !probe {
                self.traffic.second.page_loads += u32::from(is_page);
            }
            if is_page && self.strikes(browser, Strike::Errors, name, answer.by, answer.by) {
                self.bundle_fails(at, endpoint, service);
                return;
            }
            self.journeys[at].call += 1;
            self.journeys[at].tries = 0;
            self.user_calls(at);
            return;
        }
        if !probe {
            self.traffic.second.calls_failed += 1;
        }
        let attempts = if probe { 1 } else { self.traffic.attempts };
        if self.journeys[at].tries < attempts {
            self.traffic.second.retries += 1;
            let retry = self.traffic.retry_after;
            let pause = self.traffic.journeys[usize::from(kind)]
                .pauses
                .time(retry, 1.0);
            let wait = self.journeys.next_wait(at);
            self.agenda
                .plan(self.now + pause, Event::JourneyGoesOn { at, wait });
            return;
        }
        if !probe {
            self.traffic.second.failed_pages += u32::from(is_page);
            self.traffic.second.js_errors += 1;
        }
        let name = self.endpoint_name(Part::Service(service), endpoint);
        let took = ((self.now - self.journeys[at].call_began) / 1000) as u32;
        let root = self.journeys[at].root;
        let source = self.traffic.name;
        self.log(
            source,
            0,
            root,
            LogLevel::Error,
            LogLine::BrowserError,
            name,
            u32::from(answer.status),
            took,
        );
        self.journey_ends(at, false, answer.status);
    }

    /// The page came, and its script does not run.
    fn bundle_fails(&mut self, at: u32, endpoint: u16, service: u16) {
        let root = self.journeys[at].root;
        self.trace_script_failed(at);
        if self.journeys[at].probe.is_none() {
            self.traffic.second.js_errors += 1;
            self.traffic.second.failed_pages += 1;
        }
        let name = self.endpoint_name(Part::Service(service), endpoint);
        let source = self.traffic.name;
        // The page itself was delivered with status 200.
        self.log(
            source,
            0,
            root,
            LogLevel::Error,
            LogLine::JsError,
            name,
            root,
            0,
        );
        self.journey_ends(at, false, 200);
    }

    pub(crate) fn user_gives_up(&mut self, at: u32) {
        self.trace_user_left(at);
        let journey = &self.journeys[at];
        let (kind, call, root) = (journey.kind, usize::from(journey.call), journey.root);
        let took = ((self.now - journey.call_began) / 1000) as u32;
        let probe = journey.probe.is_some();
        let known = &self.traffic.journeys[usize::from(kind)];
        let (name, (service, _, edge)) = (known.name, known.calls[call]);
        self.count_call(edge, true);
        if !probe {
            let is_page = self.services[usize::from(service)].stack == Stack::React;
            self.traffic.second.calls_failed += 1;
            self.traffic.second.left += 1;
            self.traffic.second.failed_pages += u32::from(is_page);
        }
        let source = self.traffic.name;
        self.log(
            source,
            0,
            root,
            LogLevel::Warn,
            LogLine::BrowserLeft,
            name,
            took,
            0,
        );
        self.journey_ends(at, false, 0);
    }

    fn journey_ends(&mut self, at: u32, done: bool, status: u16) {
        let Some(journey) = self.journeys.remove(at) else {
            return;
        };
        self.trace_journey_ends(journey.trace);
        self.traffic.inside.leave(self.now, journey.began);
        if let Some(act) = journey.probe {
            self.traffic.probes -= 1;
            self.probe_ends(act, journey.kind, done, status);
            return;
        }
        let kind = &mut self.traffic.journeys[usize::from(journey.kind)];
        if done {
            self.traffic.second.journeys_done += 1;
            if let Some(figure) = kind.business {
                self.traffic.business[figure].1 += 1;
            }
        } else {
            kind.failed += 1;
            self.traffic.second.journeys_failed += 1;
        }
    }
}
