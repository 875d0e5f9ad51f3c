//! Calls from one part to another: limits, retries, breakers, fallbacks.

use crate::World;
use crate::engine::agenda::Event;
use crate::logs::{LogLevel, LogLine};
use crate::parts::request::Wrote;
use crate::parts::way::Fate;
use crate::parts::{Answer, Caller, Cause, NONE, Outcome, Part, Process};
use crate::random::Stream;
use crate::spec::BreakerSpec;

/// Seconds a breaker and the system map look back.
pub(crate) const LOOK_BACK: usize = 10;
/// An unanswerable call is found out after this. Microseconds.
const FAILS_AFTER_US: i64 = 1_000;
/// Retries a budget may save up for a burst.
const BUDGET_BURST: f64 = 10.0;

/// One part's use of another.
#[derive(Debug, Clone)]
pub(crate) struct Edge {
    pub(crate) id: String,
    pub(crate) from: Part,
    pub(crate) to: Part,
    pub(crate) place: u16,
    /// Where faults of the target strike.
    pub(crate) to_place: u16,
    /// Name of the target in the logs.
    pub(crate) target: u16,
    pub(crate) breaker: Option<BreakerSpec>,
    pub(crate) state: BreakerState,
    /// A person holds the breaker open or closed.
    pub(crate) forced: Option<bool>,
    pub(crate) can_fall_back: bool,
    pub(crate) fallback_on: bool,
    /// Retries allowed as a share of calls; None: no limit.
    pub(crate) budget: Option<f64>,
    tokens: f64,
    pub(crate) stream: Stream,
    /// (calls, failures) of the running second and of those before it.
    recent: [(u32, u32); LOOK_BACK],
    slot: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BreakerState {
    Closed,
    Open {
        until: i64,
    },
    /// One call was let through to see; if nothing is heard of it, another one later.
    HalfOpen {
        until: i64,
    },
}

/// A call step: over which edge, and how.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    pub(crate) edge: u16,
    /// Endpoint of a service; [`NONE`] otherwise.
    pub(crate) endpoint: u16,
    pub(crate) timeout_us: i64,
    pub(crate) attempts: u32,
    pub(crate) backoff_us: i64,
    pub(crate) jitter: f64,
    pub(crate) line: u16,
}

impl Edge {
    pub(crate) fn new(
        id: String,
        from: Part,
        to: Part,
        places: (u16, u16),
        target: u16,
        stream: Stream,
    ) -> Self {
        Self {
            id,
            from,
            to,
            place: places.0,
            to_place: places.1,
            target,
            breaker: None,
            state: BreakerState::Closed,
            forced: None,
            can_fall_back: false,
            fallback_on: false,
            budget: None,
            tokens: BUDGET_BURST,
            stream,
            recent: [(0, 0); LOOK_BACK],
            slot: 0,
        }
    }

    /// (calls, failures) over the last seconds.
    pub(crate) fn recent(&self) -> (u32, u32) {
        self.recent
            .iter()
            .fold((0, 0), |sum, second| (sum.0 + second.0, sum.1 + second.1))
    }

    pub(crate) fn count(&mut self, failed: bool) {
        let second = &mut self.recent[self.slot];
        second.0 += 1;
        second.1 += u32::from(failed);
    }

    pub(crate) fn next_second(&mut self) {
        self.slot = (self.slot + 1) % LOOK_BACK;
        self.recent[self.slot] = (0, 0);
    }

    pub(crate) fn forget(&mut self) {
        self.recent = [(0, 0); LOOK_BACK];
    }

    /// Takes a retry from the budget, if there is one left.
    fn may_retry(&mut self) -> bool {
        if self.budget.is_none() {
            return true;
        }
        if self.tokens < 1.0 {
            return false;
        }
        self.tokens -= 1.0;
        true
    }

    fn earn(&mut self) {
        if let Some(share) = self.budget {
            self.tokens = (self.tokens + share).min(BUDGET_BURST);
        }
    }
}

impl World {
    /// A request comes to a call step.
    pub(crate) fn begin_call(&mut self, at: u32, site: u16) {
        let edge = self.sites[usize::from(site)].edge;
        self.requests[at].tries = 0;
        self.edges[usize::from(edge)].earn();
        if self.edges[usize::from(edge)].fallback_on {
            self.fall_back(at, edge);
        } else {
            self.try_call(at, site);
        }
    }

    fn fall_back(&mut self, at: u32, edge: u16) {
        let target = self.edges[usize::from(edge)].target;
        self.log_request(at, LogLevel::Info, LogLine::Fallback, target, 0, 0);
        self.trace_fallback(at, edge);
        self.step_done(at);
    }

    fn try_call(&mut self, at: u32, site: u16) {
        let known = &self.sites[usize::from(site)];
        let (edge, endpoint, line, timeout) =
            (known.edge, known.endpoint, known.line, known.timeout_us);
        if !self.breaker_passes(edge) {
            if self.edges[usize::from(edge)].can_fall_back {
                self.fall_back(at, edge);
            } else {
                self.trace_call_held_back(at, edge, endpoint);
                self.step_failed(at, Cause::CallRefused);
            }
            return;
        }
        let request = &mut self.requests[at];
        request.tries += 1;
        request.since = self.now;
        request.delayed = false;
        request.upstream = 0;
        let (root, replica, service) = (request.root, request.replica, request.service);
        let wait = self.requests.next_wait(at);
        self.trace_call(at, edge, endpoint);
        if timeout > 0 {
            self.limit(line, timeout, at, wait);
        }
        let by = self.replica_process(service, replica);
        let to = self.edges[usize::from(edge)].to;
        match self.fate_on_way(edge, self.endpoint_name(to, endpoint), by) {
            Fate::Arrives => {}
            Fate::Vanishes => return,
            Fate::Fails(cause) => {
                self.plan_call_failed(at, wait, cause);
                return;
            }
        }
        let caller = Caller::Request { at, wait };
        let refused = match to {
            Part::Service(service) => {
                let wrote = self.requests[at].wrote;
                self.submit(service, endpoint, caller, root, wrote, by)
                    .err()
            }
            Part::Model(model) => match self.infer(model, caller, NONE, by) {
                Ok(inference) => {
                    self.requests[at].inference = Some(inference);
                    None
                }
                Err(cause) => Some(cause),
            },
            Part::External(external) => {
                self.ask(external, at, wait, by);
                None
            }
            _ => None,
        };
        if let Some(cause) = refused {
            if cause == Cause::RateLimited {
                self.requests[at].upstream = 429;
            }
            self.plan_call_failed(at, wait, cause);
        }
    }

    fn plan_call_failed(&mut self, at: u32, wait: u32, cause: Cause) {
        let outcome = Outcome::Failed(cause);
        let event = Event::CallDone { outcome, at, wait };
        self.agenda.plan(self.now + FAILS_AFTER_US, event);
    }

    /// The answer to a request's call has come, and the request still waits for it.
    pub(crate) fn call_answered(&mut self, at: u32, answer: Answer) {
        let site = self.current_site(at);
        let edge = self.sites[usize::from(site)].edge;
        let request = &mut self.requests[at];
        request.upstream = answer.status;
        request.wrote = request.wrote.or_later(answer.wrote);
        if self.delays_answer(at, site, answer.outcome) {
            return;
        }
        self.requests.next_wait(at);
        self.count_call(edge, answer.outcome != Outcome::Done);
        match answer.outcome {
            Outcome::Done => self.step_done(at),
            Outcome::Failed(cause) => self.call_failed(at, site, cause),
        }
    }

    /// A slow way: the answer took some time, and takes as much again for each extra factor.
    /// The caller's limit runs on.
    fn delays_answer(&mut self, at: u32, site: u16, outcome: Outcome) -> bool {
        let known = &self.sites[usize::from(site)];
        let edge = &self.edges[usize::from(known.edge)];
        if self.requests[at].delayed || !self.struck(edge.place) {
            return false;
        }
        let by = self.replica_process(self.requests[at].service, self.requests[at].replica);
        let (place, name) = (edge.place, self.endpoint_name(edge.to, known.endpoint));
        let factor = self.slowed(place, name, by, by);
        let delay = self.way_delay(place, name, by);
        let request = &mut self.requests[at];
        let more = delay + ((self.now - request.since) as f64 * (factor - 1.0).max(0.0)) as i64;
        if more <= 0 {
            return false;
        }
        request.delayed = true;
        let wait = self.requests.wait(at);
        self.agenda
            .plan(self.now + more, Event::CallDone { outcome, at, wait });
        true
    }

    /// It ended on the way.
    pub(crate) fn call_ended(&mut self, at: u32, outcome: Outcome) {
        let status = self.requests[at].upstream;
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

    pub(crate) fn call_timed_out(&mut self, at: u32) {
        let edge = self.sites[usize::from(self.current_site(at))].edge;
        let cause = match self.edges[usize::from(edge)].to {
            Part::Model(_) => Cause::ModelTimeout,
            _ => Cause::CallTimeout,
        };
        self.leave_model(at);
        // The limit runs on this side of a slow way.
        self.requests[at].delayed = true;
        self.call_answered(at, Answer::failed(cause, 0));
    }

    fn call_failed(&mut self, at: u32, site: u16, cause: Cause) {
        self.trace_call_failed(at, cause);
        let (edge, attempts, backoff, jitter) = {
            let site = &self.sites[usize::from(site)];
            (site.edge, site.attempts, site.backoff_us, site.jitter)
        };
        let target = self.edges[usize::from(edge)].target;
        let tries = self.requests[at].tries;
        let waited_ms = ((self.now - self.requests[at].since) / 1000) as u32;
        if cause == Cause::RateLimited
            || matches!(self.edges[usize::from(edge)].to, Part::External(_))
                && cause == Cause::CallError
        {
            let status = u32::from(self.requests[at].upstream);
            self.log_request(
                at,
                LogLevel::Warn,
                LogLine::ExternalError,
                target,
                status,
                waited_ms,
            );
        } else {
            let how = match cause {
                Cause::CallRefused => 0,
                Cause::CallTimeout | Cause::ModelTimeout => 1,
                Cause::Certificate => 3,
                Cause::NoAddress => 4,
                _ => 2,
            };
            self.log_request(
                at,
                LogLevel::Error,
                LogLine::Upstream,
                target,
                how,
                waited_ms,
            );
        }
        if tries < attempts && self.edges[usize::from(edge)].may_retry() {
            let doubled = backoff << (tries - 1).min(16);
            // To both sides: callers that failed together don't come back together.
            let luck = self.edges[usize::from(edge)].stream.unit();
            let pause = (doubled as f64 * (1.0 + jitter * (2.0 * luck - 1.0))) as i64;
            self.log_request(
                at,
                LogLevel::Warn,
                LogLine::Retry,
                target,
                tries + 1,
                (pause / 1000) as u32,
            );
            let wait = self.requests.next_wait(at);
            self.agenda
                .plan(self.now + pause, Event::CallAgain { at, wait });
        } else {
            self.step_failed(at, cause);
        }
    }

    pub(crate) fn call_again(&mut self, at: u32) {
        let site = self.current_site(at);
        if self.edges[usize::from(self.sites[usize::from(site)].edge)].fallback_on {
            let edge = self.sites[usize::from(site)].edge;
            self.fall_back(at, edge);
        } else {
            self.try_call(at, site);
        }
    }

    /// Tells whoever waits; nobody listens when they have left.
    pub(crate) fn answer(&mut self, caller: Caller, answer: Answer) {
        match caller {
            Caller::Journey { at, wait } if self.journeys.waits(at, wait) => {
                self.user_answered(at, answer);
            }
            Caller::Request { at, wait } if self.requests.waits(at, wait) => {
                self.call_answered(at, answer);
            }
            Caller::Task { at, wait } if self.tasks.waits(at, wait) => {
                self.task_answered(at, answer);
            }
            Caller::Check {
                service,
                replica,
                number,
            } => self.checked(service, replica, number, answer.outcome == Outcome::Done),
            _ => {}
        }
    }

    /// Whether the caller still waits.
    pub(crate) fn listens(&self, caller: Caller) -> bool {
        match caller {
            Caller::Journey { at, wait } => self.journeys.waits(at, wait),
            Caller::Request { at, wait } => self.requests.waits(at, wait),
            Caller::Task { at, wait } => self.tasks.waits(at, wait),
            Caller::Check {
                service,
                replica,
                number,
            } => self.waits_for_check(service, replica, number),
        }
    }

    /// A caller hangs up: what hangs in a model for them, or waits there, is let go.
    pub(crate) fn leave_model(&mut self, at: u32) {
        if let Some((inference, life)) = self.requests[at].inference.take()
            && self.inferences.lives(inference, life)
        {
            self.let_go(inference);
        }
    }
}
