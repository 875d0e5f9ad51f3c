//! Requests: how they go through the steps of their endpoint.

use crate::World;
use crate::engine::agenda::Event;
use crate::engine::program::OpKind;
use crate::faults::Strike;
use crate::logs::{LogLevel, LogLine};
use crate::parts::{Caller, Cause, NONE, Outcome};
use crate::random::Draw;
use crate::traces::Link;

/// Publishing a task costs one round trip. Microseconds.
const PUBLISH_US: i64 = 1_000;

/// One request in a service, waiting or at work.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) service: u16,
    pub(crate) endpoint: u16,
    pub(crate) replica: u16,
    /// The instruction it is at.
    pub(crate) pc: u16,
    /// Number of the user call it belongs to.
    pub(crate) root: u32,
    pub(crate) arrived: i64,
    /// When it got a worker; `i64::MIN`: not yet.
    pub(crate) began: i64,
    pub(crate) caller: Caller,
    /// Tries of the call it is at.
    pub(crate) tries: u32,
    /// Since when it waits for a connection or an answer; 0 with no meaning otherwise.
    pub(crate) since: i64,
    /// Bits by pool: connections it has.
    pub(crate) holds: u8,
    /// Bits by pool: connections it keeps until its end.
    pub(crate) keeps: u8,
    /// Pool it waits for; [`u8::MAX`]: none.
    pub(crate) waits_for: u8,
    /// Query it waits for; `u32::MAX`: none.
    pub(crate) query: u32,
    /// Inference it waits for, and its ticket.
    pub(crate) inference: Option<(u32, u32)>,
    /// It was decided whether it leaks its connection.
    pub(crate) leak_decided: bool,
    /// Has a worker now, which has not begun yet.
    pub(crate) fresh: bool,
    /// Does nothing any more, but keeps its worker.
    pub(crate) hung: bool,
    /// Its answer was already delayed by a slow way.
    pub(crate) delayed: bool,
    /// Status the callee answered with.
    pub(crate) upstream: u16,
    /// It is part of a crawl that warms a cache: what it asks for is never there yet.
    pub(crate) warms: bool,
    /// Queries left of the step it is at; 0: not decided yet.
    pub(crate) repeats: u16,
    /// The table that its user wrote to last, and when.
    pub(crate) wrote: Wrote,
    /// Its span, and the one of what it is doing; [`NONE`]: nothing.
    pub(crate) trace: Link,
    pub(crate) doing: u16,
}

/// A user's latest write: table and time. Replicas may not know it yet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wrote {
    pub(crate) table: u16,
    pub(crate) at: i64,
}

impl Wrote {
    pub(crate) const NEVER: Self = Self {
        table: NONE,
        at: i64::MIN,
    };

    /// The later of two.
    pub(crate) fn or_later(self, other: Self) -> Self {
        if other.at > self.at { other } else { self }
    }
}

/// What a query step asks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask {
    pub(crate) pool: u8,
    pub(crate) table: u16,
    pub(crate) time: Draw,
    pub(crate) write: bool,
    pub(crate) hot: f64,
}

impl Request {
    pub(crate) fn new(
        service: u16,
        endpoint: u16,
        replica: u16,
        caller: Caller,
        root: u32,
        now: i64,
    ) -> Self {
        Self {
            service,
            endpoint,
            replica,
            pc: 0,
            root,
            arrived: now,
            began: i64::MIN,
            caller,
            tries: 0,
            since: 0,
            holds: 0,
            keeps: 0,
            waits_for: u8::MAX,
            query: u32::MAX,
            inference: None,
            leak_decided: false,
            fresh: false,
            hung: false,
            delayed: false,
            upstream: 0,
            warms: false,
            repeats: 0,
            wrote: Wrote::NEVER,
            trace: Link::NOWHERE,
            doing: NONE,
        }
    }
}

impl World {
    /// A wait of a request is over: it begins, or goes on with its steps.
    pub(crate) fn request_goes_on(&mut self, at: u32) {
        let request = &mut self.requests[at];
        if request.fresh {
            request.fresh = false;
            self.begin(at);
        } else {
            self.run(at);
        }
    }

    /// Goes through the steps until it has to wait or is over.
    pub(crate) fn run(&mut self, at: u32) {
        loop {
            let request = &self.requests[at];
            let (service, replica, pc) =
                (request.service, request.replica, usize::from(request.pc));
            let known = &mut self.services[usize::from(service)];
            let endpoint = &known.endpoints[usize::from(request.endpoint)];
            let Some(&op) = endpoint.ops.get(pc) else {
                self.finish(at, Outcome::Done);
                return;
            };
            let name = endpoint.name;
            if op.flag != NONE && !self.flags[usize::from(op.flag)].on {
                self.requests[at].pc = op.after;
                continue;
            }
            match op.kind {
                OpKind::Cpu { time } => {
                    let process = self.replica_process(service, replica);
                    let place = self.services[usize::from(service)].place;
                    let factor = self.slowed(place, name, process, process)
                        * self.cold_factor(service, replica);
                    let us = self.services[usize::from(service)]
                        .stream
                        .time(time, factor);
                    self.requests[at].pc += 1;
                    self.pause(at, us);
                    return;
                }
                OpKind::Query {
                    pool,
                    table,
                    time,
                    write,
                    hot,
                    ..
                } => {
                    self.count_repeats(at, name);
                    self.begin_query(
                        at,
                        Ask {
                            pool,
                            table,
                            time,
                            write,
                            hot,
                        },
                    );
                    return;
                }
                OpKind::Cache { cache, edge, hit } => {
                    let process = self.replica_process(service, replica);
                    let warms = self.requests[at].warms;
                    let found = self.look_up(cache, edge, process, warms);
                    let told = found.as_ref().map(|found| (found.hit, found.us));
                    self.trace_look_up(at, cache, told);
                    let Some(found) = found else {
                        // Hung: the worker is held until the service's limit.
                        self.requests[at].hung = true;
                        return;
                    };
                    self.requests[at].pc = if found.hit { hit } else { op_after(pc) };
                    self.pause(at, found.us);
                    return;
                }
                OpKind::Fill { cache } => {
                    self.fill(cache);
                    self.requests[at].pc += 1;
                }
                OpKind::Call { site } => {
                    self.begin_call(at, site);
                    return;
                }
                OpKind::Enqueue { queue, edge, task } => {
                    let root = self.requests[at].root;
                    let process = self.replica_process(service, replica);
                    let link = self.trace_publish(at, queue, task, PUBLISH_US);
                    let taken = self.publish_over(queue, edge, task, root, link, process);
                    if !taken {
                        self.trace_publish_refused(link);
                        self.step_failed(at, Cause::CallRefused);
                        return;
                    }
                    let way = self.edges[usize::from(edge)].place;
                    let delay = self.way_delay(way, task, process);
                    self.requests[at].pc += 1;
                    self.pause(at, PUBLISH_US + delay);
                    return;
                }
            }
        }
    }

    /// A request comes to a query step: how often does it ask?
    fn count_repeats(&mut self, at: u32, name: u16) {
        let request = &self.requests[at];
        if request.repeats > 0 {
            return;
        }
        let (service, replica) = (request.service, request.replica);
        let place = self.services[usize::from(service)].place;
        let mut more = 0.0;
        if self.struck(place) {
            let process = self.replica_process(service, replica);
            more = self.added(place, Strike::NPlusOne, name, process, process);
        }
        self.requests[at].repeats = 1 + (more + 0.5) as u16;
    }

    /// Why a request fails, for its traceback: the cause, what it is about, how long it took.
    pub(crate) fn why(&self, at: u32, cause: Cause) -> u32 {
        let request = &self.requests[at];
        let known = &self.services[usize::from(request.service)];
        let ops = &known.endpoints[usize::from(request.endpoint)].ops;
        let since_ms = |since: i64| (self.now - since) / 1000;
        let (target, waited_ms) = match ops.get(usize::from(request.pc)).map(|op| op.kind) {
            Some(OpKind::Query { pool, table, .. }) => {
                let pool = &known.pools[usize::from(pool)];
                let database = self.databases[usize::from(pool.database)].name;
                match cause {
                    Cause::PoolTimeout => (database, pool.wait_us / 1000),
                    Cause::DiskFull | Cause::LockTimeout | Cause::StaleRead | Cause::Schema => {
                        (table, 0)
                    }
                    _ => (database, 0),
                }
            }
            Some(OpKind::Call { site }) => {
                let edge = usize::from(self.sites[usize::from(site)].edge);
                (self.edges[edge].target, since_ms(request.since))
            }
            Some(OpKind::Enqueue { queue, .. }) => (self.queues[usize::from(queue)].name, 0),
            _ => (0, 0),
        };
        crate::logs::Cause {
            code: cause as u8,
            waited_s: (waited_ms / 1000).clamp(0, 255) as u8,
            target,
        }
        .pack()
    }

    /// Waits for some time and then goes on.
    pub(crate) fn pause(&mut self, at: u32, us: i64) {
        let wait = self.requests.next_wait(at);
        self.agenda
            .plan(self.now + us, Event::RequestGoesOn { at, wait });
    }

    /// The step a request was waiting in is done.
    pub(crate) fn step_done(&mut self, at: u32) {
        self.trace_step_ends(at, None);
        self.requests[at].pc += 1;
        self.run(at);
    }

    /// The step failed for good: the page shows less, or the request fails.
    pub(crate) fn step_failed(&mut self, at: u32, cause: Cause) {
        self.trace_step_ends(at, Some(cause));
        let request = &self.requests[at];
        let ops = &self.services[usize::from(request.service)].endpoints
            [usize::from(request.endpoint)]
        .ops;
        let rescue = ops[usize::from(request.pc)].rescue;
        self.requests[at].repeats = 0;
        self.requests.next_wait(at);
        if rescue == NONE {
            self.finish(at, Outcome::Failed(cause));
        } else {
            self.requests[at].pc = rescue;
            self.run(at);
        }
    }

    /// The call site a request is at.
    pub(crate) fn current_site(&self, at: u32) -> u16 {
        let request = &self.requests[at];
        let ops = &self.services[usize::from(request.service)].endpoints
            [usize::from(request.endpoint)]
        .ops;
        match ops[usize::from(request.pc)].kind {
            OpKind::Call { site } => site,
            _ => unreachable!("only a call step waits for an answer"),
        }
    }

    /// Writes a line about a request.
    pub(crate) fn log_request(
        &mut self,
        at: u32,
        level: LogLevel,
        line: LogLine,
        x: u16,
        a: u32,
        b: u32,
    ) {
        let request = &self.requests[at];
        let source = self.services[usize::from(request.service)].name;
        let (replica, root) = (request.replica, request.root);
        self.log(source, replica, root, level, line, x, a, b);
    }
}

fn op_after(pc: usize) -> u16 {
    (pc + 1) as u16
}
