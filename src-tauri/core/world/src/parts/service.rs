//! Services: replicas behind a load balancer, each with workers and a bounded listen queue.

use crate::World;
use crate::engine::agenda::Event;
use crate::engine::program::{Op, OpKind};
use crate::engine::tally::Tally;
use crate::faults::Strike;
use crate::logs::{LogLevel, LogLine};
use crate::parts::door::Door;
use crate::parts::health::Check;
use crate::parts::replica::{Replica, Stand};
use crate::parts::request::{Request, Wrote};
use crate::parts::{Answer, Caller, Cause, NONE, Outcome, Part, Process};
use crate::random::Stream;
use crate::spec::{MemorySpec, QueueOrder, ServiceSpec, Stack};
use crate::telemetry::Histogram;

/// A killed request worker is back after this.
const WORKER_BACK_US: i64 = 1_000_000;

/// A service at work.
#[derive(Debug, Clone)]
pub(crate) struct Service {
    pub(crate) place: u16,
    pub(crate) name: u16,
    pub(crate) stack: Stack,
    pub(crate) workers: u32,
    pub(crate) queue_length: u32,
    pub(crate) order: QueueOrder,
    pub(crate) timeout_us: i64,
    pub(crate) line: u16,
    /// Names of its versions, oldest first.
    pub(crate) versions: Vec<u16>,
    /// What new replicas run.
    pub(crate) version: u16,
    pub(crate) replicas: Vec<Replica>,
    pub(crate) endpoints: Vec<Endpoint>,
    pub(crate) pools: Vec<PoolOf>,
    pub(crate) off: bool,
    pub(crate) memory: Option<MemorySpec>,
    pub(crate) health: Option<Check>,
    /// Its rate limit.
    pub(crate) door: Door,
    /// Where the load balancer begins to look, so that equals take turns.
    pub(super) turn: u32,
    pub(crate) stream: Stream,
    /// All that are in the service.
    pub(crate) inside: Tally,
    /// Those that hold a worker.
    pub(crate) working: Tally,
    /// Requests that got a worker, those among them that had to wait for it, and how long.
    pub(crate) begun: u64,
    pub(crate) waited: u64,
    pub(crate) waited_us: i64,
    pub(crate) second: Second,
    pub(crate) latency: Histogram,
    /// Successes seen since one was written to the access log.
    pub(crate) unlogged: u32,
}

/// An endpoint.
#[derive(Debug, Clone)]
pub(crate) struct Endpoint {
    pub(crate) name: u16,
    pub(crate) ops: Vec<Op>,
}

impl Endpoint {
    /// Whether it asks a cache.
    pub(crate) fn looks_into(&self, cache: u16) -> bool {
        self.ops
            .iter()
            .any(|op| matches!(op.kind, OpKind::Cache { cache: asked, .. } if asked == cache))
    }
}

/// How a service uses a database.
#[derive(Debug, Clone)]
pub(crate) struct PoolOf {
    pub(crate) database: u16,
    pub(crate) size: u32,
    pub(crate) wait_us: i64,
    pub(crate) edge: u16,
    pub(crate) place: u16,
    pub(crate) line: u16,
}

/// Counts within the running second.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Second {
    pub(crate) requests: u32,
    pub(crate) errors: u32,
    pub(crate) refused: u32,
    pub(crate) killed: u32,
    pub(crate) abandoned: u32,
    pub(crate) pool_timeouts: u32,
    pub(crate) starts: u32,
    /// Replicas killed for taking too much memory.
    pub(crate) oom: u32,
    /// Requests turned away by its rate limit.
    pub(crate) limited: u32,
}

/// A service's constants, as the spec gives them.
pub(crate) struct Setup {
    pub(crate) place: u16,
    pub(crate) name: u16,
    pub(crate) stack: Stack,
    pub(crate) line: u16,
    pub(crate) stream: Stream,
    pub(crate) now: i64,
}

impl Service {
    pub(crate) fn new(setup: Setup, spec: &ServiceSpec) -> Self {
        Self {
            place: setup.place,
            name: setup.name,
            stack: setup.stack,
            workers: spec.workers,
            queue_length: spec.queue_length,
            order: spec.queue_order,
            timeout_us: spec.timeout_us as i64,
            line: setup.line,
            versions: Vec::new(),
            version: 0,
            replicas: Vec::new(),
            endpoints: Vec::new(),
            pools: Vec::new(),
            off: false,
            memory: spec.memory,
            health: health_of(spec),
            door: Door::new(spec.rate_limit, false, setup.now),
            turn: 0,
            stream: setup.stream,
            inside: Tally::new(setup.now),
            working: Tally::new(setup.now),
            begun: 0,
            waited: 0,
            waited_us: 0,
            second: Second::default(),
            latency: Histogram::default(),
            unlogged: 0,
        }
    }
}

fn health_of(spec: &ServiceSpec) -> Option<Check> {
    let of = spec.health.as_ref()?;
    let endpoint = spec
        .endpoints
        .iter()
        .position(|endpoint| endpoint.name == of.endpoint)?;
    Some(Check {
        endpoint: endpoint as u16,
        every_us: of.every_us as i64,
        timeout_us: of.timeout_us as i64,
        failures: of.failures,
        passes: of.passes,
    })
}

impl World {
    pub(super) fn take_worker(&mut self, at: u32) {
        let now = self.now;
        let request = &mut self.requests[at];
        request.began = now;
        let known = &mut self.services[usize::from(request.service)];
        known.replicas[usize::from(request.replica)].busy += 1;
        known.working.arrive(now);
    }

    /// A worker begins to serve a request.
    pub(crate) fn begin(&mut self, at: u32) {
        let (service, replica, endpoint) = {
            let request = &self.requests[at];
            (request.service, request.replica, request.endpoint)
        };
        let waited = self.now - self.requests[at].arrived;
        self.trace_step_ends(at, None);
        let known = &mut self.services[usize::from(service)];
        known.begun += 1;
        known.waited += u64::from(waited > 0);
        known.waited_us += waited;
        let (place, line, timeout) = (known.place, known.line, known.timeout_us);
        let name = known.endpoints[usize::from(endpoint)].name;
        if timeout > 0 {
            let life = self.requests.life(at);
            self.limit(line, timeout, at, life);
        }
        if self.struck(place) {
            let process = self.replica_process(service, replica);
            if self.strikes(place, Strike::Hang, name, process, process) {
                self.requests[at].hung = true;
                return;
            }
            if self.strikes(place, Strike::Errors, name, process, process) {
                self.finish(at, Outcome::Failed(Cause::AppError));
                return;
            }
        }
        self.run(at);
    }

    /// Free workers of a replica take what waits in its listen queue.
    pub(crate) fn serve_queue(&mut self, service: u16, replica: u16) {
        loop {
            let known = &mut self.services[usize::from(service)];
            let here = &mut known.replicas[usize::from(replica)];
            if here.stand == Stand::Off || here.busy + here.lost >= known.workers {
                return;
            }
            let next = match known.order {
                QueueOrder::Lifo => here.queue.pop_back(),
                QueueOrder::Fifo | QueueOrder::DropExpired => here.queue.pop_front(),
            };
            let Some(at) = next else { return };
            if known.order == QueueOrder::DropExpired && !self.listens(self.requests[at].caller) {
                self.end(at, Answer::failed(Cause::CallTimeout, 503));
                continue;
            }
            self.take_worker(at);
            self.requests[at].fresh = true;
            // Planned, not done here: it may fail at once, and so on down the queue.
            let wait = self.requests.next_wait(at);
            self.agenda
                .plan(self.now, Event::RequestGoesOn { at, wait });
        }
    }

    /// A request is over. `None` for its status: it follows from the outcome.
    pub(crate) fn finish(&mut self, at: u32, outcome: Outcome) {
        let request = &self.requests[at];
        let known = &self.services[usize::from(request.service)];
        let proxies = matches!(known.stack, Stack::React | Stack::Nginx);
        let status = match outcome {
            Outcome::Done => 200,
            Outcome::Failed(Cause::CallTimeout) if proxies => 504,
            Outcome::Failed(Cause::RateLimited) if proxies => 429,
            Outcome::Failed(Cause::CallRefused | Cause::Certificate | Cause::NoAddress)
                if proxies =>
            {
                502
            }
            Outcome::Failed(Cause::CallError) if proxies && request.upstream >= 500 => {
                request.upstream
            }
            Outcome::Failed(_) => 500,
        };
        if let Outcome::Failed(cause) = outcome
            && !proxies
        {
            let waited = ((self.now - request.began) / 1000) as u32;
            let name = known.endpoints[usize::from(request.endpoint)].name;
            let why = self.why(at, cause);
            self.log_request(at, LogLevel::Error, LogLine::Traceback, name, why, waited);
        }
        self.end(
            at,
            Answer {
                outcome,
                status,
                by: Process::OUTSIDE,
                wrote: Wrote::NEVER,
            },
        );
    }

    /// Takes a request out of its service and tells the caller.
    pub(crate) fn end(&mut self, at: u32, mut answer: Answer) {
        self.release_all(at, false);
        self.leave_model(at);
        let now = self.now;
        let listens = self.listens(self.requests[at].caller);
        self.trace_request_ends(at, &answer, listens);
        let Some(request) = self.requests.remove(at) else {
            return;
        };
        answer.by = self.replica_process(request.service, request.replica);
        answer.wrote = request.wrote;
        let known = &mut self.services[usize::from(request.service)];
        known.inside.leave(now, request.arrived);
        if request.began != i64::MIN {
            known.working.leave(now, request.began);
            known.replicas[usize::from(request.replica)].busy -= 1;
        }
        if !matches!(request.caller, Caller::Check { .. }) {
            known.second.requests += 1;
            known.latency.add(now - request.arrived);
            let failed = answer.outcome != Outcome::Done;
            known.second.errors += u32::from(failed || !listens);
            known.second.abandoned += u32::from(!listens);
        }
        let status = if listens { answer.status } else { 499 };
        self.log_access(&request, status);
        self.leave_memory(request.service, request.replica, request.endpoint);
        if request.began != i64::MIN {
            self.serve_queue(request.service, request.replica);
        }
        self.answer(request.caller, answer);
    }

    fn log_access(&mut self, request: &Request, status: u16) {
        let known = &mut self.services[usize::from(request.service)];
        let level = match status {
            200..=399 => LogLevel::Info,
            400..=499 => LogLevel::Warn,
            _ => LogLevel::Error,
        };
        if status < 400 {
            known.unlogged += 1;
            if known.unlogged < self.access_sample {
                return;
            }
            known.unlogged = 0;
        }
        let (source, name) = (
            known.name,
            known.endpoints[usize::from(request.endpoint)].name,
        );
        let took = ((self.now - request.arrived) / 1000) as u32;
        let (replica, root) = (request.replica, request.root);
        self.log(
            source,
            replica,
            root,
            level,
            LogLine::Access,
            name,
            u32::from(status),
            took,
        );
    }

    /// The service's limit for a request: the worker is killed and started anew.
    pub(crate) fn request_timed_out(&mut self, at: u32) {
        let (service, replica) = (self.requests[at].service, self.requests[at].replica);
        let pid = self.pid(service, replica);
        self.log_request(at, LogLevel::Error, LogLine::WorkerTimeout, 0, pid, 0);
        let known = &mut self.services[usize::from(service)];
        known.second.killed += 1;
        let here = &mut known.replicas[usize::from(replica)];
        here.lost += 1;
        let epoch = here.epoch;
        self.agenda.plan(
            self.now + WORKER_BACK_US,
            Event::WorkerBack {
                service,
                replica,
                epoch,
            },
        );
        self.release_all(at, true);
        self.end(at, Answer::failed(Cause::CallError, 502));
    }

    pub(crate) fn worker_back(&mut self, service: u16, replica: u16, epoch: u32) {
        let here = &mut self.services[usize::from(service)].replicas[usize::from(replica)];
        if here.epoch == epoch {
            here.lost -= 1;
            self.serve_queue(service, replica);
        }
    }

    /// Name of a callee's endpoint; [`NONE`] if it is no service.
    pub(crate) fn endpoint_name(&self, to: Part, endpoint: u16) -> u16 {
        match to {
            Part::Service(service) if endpoint != NONE => {
                self.services[usize::from(service)].endpoints[usize::from(endpoint)].name
            }
            _ => NONE,
        }
    }
}
