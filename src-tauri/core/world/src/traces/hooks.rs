//! Where the parts at work tell what they do. All of these do nothing while traces are off.

use super::live::Link;
use super::span::{self, Span, SpanKind};
use crate::World;
use crate::parts::model::Inference;
use crate::parts::{Answer, Caller, Cause, NONE, Outcome};

impl World {
    /// A user makes a call, and is done with the one before.
    pub(crate) fn trace_user_call(&mut self, at: u32) {
        self.traces.let_go(self.journeys[at].trace.trace);
        let journey = &self.journeys[at];
        let kind = &self.traffic.journeys[usize::from(journey.kind)];
        let (service, endpoint, _) = kind.calls[usize::from(journey.call)];
        let name = self.services[usize::from(service)].endpoints[usize::from(endpoint)].name;
        let mut first = Span::new(SpanKind::Browser, self.now, self.traffic.name, name);
        first.detail = span::detail(0, journey.tries);
        let link = self.traces.open(journey.root, kind.name, first);
        self.journeys[at].trace = link;
    }

    /// The user has an answer.
    #[inline]
    pub(crate) fn trace_user_answered(&mut self, at: u32, answer: &Answer) {
        let link = self.journeys[at].trace;
        let tries = self.journeys[at].tries;
        if let Some(first) = self.traces.span_mut(link) {
            first.detail = span::detail(answer.status, tries);
        }
        self.traces.end(link, self.now, cause_of(answer.outcome));
    }

    /// The page came, and its script does not run.
    pub(crate) fn trace_script_failed(&mut self, at: u32) {
        self.traces
            .end(self.journeys[at].trace, self.now, span::SCRIPT);
    }

    /// The user leaves; what was asked goes on.
    pub(crate) fn trace_user_left(&mut self, at: u32) {
        self.traces
            .end(self.journeys[at].trace, self.now, span::LEFT);
    }

    /// A journey is over.
    pub(crate) fn trace_journey_ends(&mut self, link: Link) {
        self.traces.let_go(link.trace);
    }

    /// A request has come to a replica. `waits`: in the listen queue.
    #[inline]
    pub(crate) fn trace_request_begins(&mut self, at: u32, waits: bool) {
        let request = &self.requests[at];
        let parent = match request.caller {
            Caller::Journey { at, .. } => self.journeys[at].trace,
            Caller::Request { at, .. } => self.requests[at].trace.to(self.requests[at].doing),
            // A health check is nobody's call.
            Caller::Task { .. } | Caller::Check { .. } => Link::NOWHERE,
        };
        let known = &self.services[usize::from(request.service)];
        let name = known.endpoints[usize::from(request.endpoint)].name;
        let mut own = Span::new(SpanKind::Server, self.now, known.name, name);
        own.replica = request.replica;
        let source = known.name;
        self.traces.hold(parent.trace);
        self.requests[at].trace = self.traces.add(parent, own);
        if waits {
            self.trace_step(at, SpanKind::WorkerWait, source, NONE, 0);
        }
    }

    /// A request begins something that takes time; what it did before is done.
    #[inline]
    pub(crate) fn trace_step(
        &mut self,
        at: u32,
        kind: SpanKind,
        source: u16,
        name: u16,
        detail: u16,
    ) {
        let request = &mut self.requests[at];
        if request.doing != NONE {
            self.traces
                .end(request.trace.to(request.doing), self.now, span::WELL);
        }
        let mut span = Span::new(kind, self.now, source, name);
        (span.detail, span.replica) = (detail, request.replica);
        request.doing = self.traces.add(request.trace, span).span;
    }

    /// What a request did is over.
    #[inline]
    pub(crate) fn trace_step_ends(&mut self, at: u32, cause: Option<Cause>) {
        let request = &mut self.requests[at];
        if request.doing != NONE {
            let doing = request.trace.to(request.doing);
            request.doing = NONE;
            self.traces
                .end(doing, self.now, cause.map_or(span::WELL, span::packed));
        }
    }

    /// A request waits for a connection; said once for each wait.
    pub(crate) fn trace_connection_wait(&mut self, at: u32, database: u16) {
        if self.requests[at].doing == NONE {
            let source = self.databases[usize::from(database)].name;
            self.trace_step(at, SpanKind::ConnectionWait, source, NONE, 0);
        }
    }

    /// A request sends a query.
    #[inline]
    pub(crate) fn trace_query(&mut self, at: u32, database: u16, table: u16) {
        let source = self.databases[usize::from(database)].name;
        self.trace_step(at, SpanKind::Query, source, table, 0);
    }

    /// A request looks something up. `found`: hit, and how long it takes; None: it hangs.
    #[inline]
    pub(crate) fn trace_look_up(&mut self, at: u32, cache: u16, found: Option<(bool, i64)>) {
        let source = self.caches[usize::from(cache)].name;
        self.trace_step(at, SpanKind::Cache, source, NONE, 0);
        let Some((hit, us)) = found else {
            return;
        };
        let doing = self.requests[at].trace.to(self.requests[at].doing);
        if let Some(span) = self.traces.span_mut(doing) {
            span.detail = if hit { span::HIT } else { 0 };
        }
        self.trace_step_takes(at, us);
    }

    /// It is known beforehand how long it takes.
    #[inline]
    fn trace_step_takes(&mut self, at: u32, us: i64) {
        let request = &mut self.requests[at];
        let doing = request.trace.to(request.doing);
        request.doing = NONE;
        self.traces.end(doing, self.now + us, span::WELL);
    }

    /// A request tries a call. `endpoint`: of the callee; [`NONE`] if it has none.
    #[inline]
    pub(crate) fn trace_call(&mut self, at: u32, edge: u16, endpoint: u16) {
        let (to, source) = {
            let edge = &self.edges[usize::from(edge)];
            (edge.to, edge.target)
        };
        let name = self.endpoint_name(to, endpoint);
        let detail = span::detail(0, self.requests[at].tries);
        self.trace_step(at, SpanKind::Call, source, name, detail);
    }

    /// The call a request was at has failed; another try may follow.
    pub(crate) fn trace_call_failed(&mut self, at: u32, cause: Cause) {
        let request = &self.requests[at];
        let (doing, detail) = (
            request.trace.to(request.doing),
            span::detail(request.upstream, request.tries),
        );
        if let Some(span) = self.traces.span_mut(doing) {
            span.detail = detail;
        }
        self.trace_step_ends(at, Some(cause));
    }

    /// A breaker that is open refused the call.
    pub(crate) fn trace_call_held_back(&mut self, at: u32, edge: u16, endpoint: u16) {
        self.trace_call(at, edge, endpoint);
        self.trace_step_ends(at, Some(Cause::CallRefused));
    }

    /// A cached answer is served instead of a call.
    pub(crate) fn trace_fallback(&mut self, at: u32, edge: u16) {
        let source = self.edges[usize::from(edge)].target;
        self.trace_step(at, SpanKind::Fallback, source, NONE, 0);
        self.trace_step_ends(at, None);
    }

    /// A request publishes a task, which takes some time. Returns what the task hangs on.
    pub(crate) fn trace_publish(&mut self, at: u32, queue: u16, task: u16, us: i64) -> Link {
        let source = self.queues[usize::from(queue)].name;
        self.trace_step(at, SpanKind::Publish, source, task, 0);
        let link = self.requests[at].trace.to(self.requests[at].doing);
        self.trace_step_takes(at, us);
        link
    }

    /// The queue did not take it.
    pub(crate) fn trace_publish_refused(&mut self, link: Link) {
        self.traces
            .end(link, self.now, span::packed(Cause::CallRefused));
    }

    /// A request is over. `listens`: whoever asked still waits.
    #[inline]
    pub(crate) fn trace_request_ends(&mut self, at: u32, answer: &Answer, listens: bool) {
        let cause = match cause_of(answer.outcome) {
            span::WELL if !listens => span::LEFT,
            cause => cause,
        };
        let request = &self.requests[at];
        let (doing, own) = (request.trace.to(request.doing), request.trace);
        self.traces.end(doing, self.now, cause);
        if let Some(span) = self.traces.span_mut(own) {
            span.detail = span::detail(if listens { answer.status } else { 499 }, 0);
        }
        self.traces.end(own, self.now, cause);
        self.traces.let_go(own.trace);
    }

    /// A model has computed an answer somebody still waits for.
    pub(crate) fn trace_inference(&mut self, done: &Inference) {
        let parent = match done.caller {
            _ if !self.listens(done.caller) => return,
            Caller::Request { at, .. } => self.requests[at].trace.to(self.requests[at].doing),
            Caller::Task { at, .. } => self.tasks[at].doing,
            Caller::Journey { .. } | Caller::Check { .. } => return,
        };
        let source = self.models[usize::from(done.model)].name;
        let began = self.now - done.us.min(self.now - done.arrived);
        if began > done.arrived {
            let wait = Span::new(SpanKind::ModelWait, done.arrived, source, NONE);
            self.traces.add(parent, wait.lasting(began - done.arrived));
        }
        let mut span = Span::new(SpanKind::Inference, began, source, NONE);
        if let Some(cause) = done.fails {
            span.cause = span::packed(cause);
        }
        self.traces.add(parent, span.lasting(self.now - began));
    }

    /// A task is in its queue. `from`: the span that published it.
    pub(crate) fn trace_task_published(&mut self, at: u32, from: Link) {
        self.traces.hold_for_task(from);
        self.tasks[at].from = from;
    }

    /// A worker begins a try of a task.
    pub(crate) fn trace_try(&mut self, at: u32) {
        let task = &self.tasks[at];
        let (queued, kind) = (task.queued, task.kind);
        let queue = self.queues[usize::from(task.queue)].name;
        let worker = self.workers[usize::from(task.worker)].name;
        let own = if task.trace == Link::NOWHERE {
            let first = Span::new(SpanKind::Task, queued, queue, kind);
            self.traces.open(task.root, kind, first)
        } else {
            task.trace
        };
        let task = &self.tasks[at];
        let mut run = Span::new(SpanKind::Try, self.now, worker, kind);
        (run.replica, run.detail) = (task.slot, span::detail(0, task.tries));
        let wait = Span::new(SpanKind::QueueWait, queued, queue, NONE);
        self.traces.add(own, wait.lasting(self.now - queued));
        let doing = self.traces.add(own, run);
        let task = &mut self.tasks[at];
        (task.trace, task.doing) = (own, doing);
    }

    /// A try of a task is over.
    pub(crate) fn trace_try_ends(&mut self, at: u32, cause: Option<Cause>) {
        let doing = std::mem::replace(&mut self.tasks[at].doing, Link::NOWHERE);
        self.traces
            .end(doing, self.now, cause.map_or(span::WELL, span::packed));
    }

    /// A task is over, for good or ill.
    pub(crate) fn trace_task_ends(&mut self, at: u32, cause: Option<Cause>) {
        self.trace_try_ends(at, cause);
        let (from, own) = (self.tasks[at].from, self.tasks[at].trace);
        self.traces
            .end(own, self.now, cause.map_or(span::WELL, span::packed));
        self.traces.end_task(from, own.trace);
    }

    /// A task is thrown out of its queue.
    pub(crate) fn trace_purged(&mut self, at: u32) {
        let own = self.tasks[at].trace;
        self.traces.end(own, self.now, span::PURGED);
        self.trace_task_ends(at, None);
    }
}

fn cause_of(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Done => span::WELL,
        Outcome::Failed(cause) => span::packed(cause),
    }
}
