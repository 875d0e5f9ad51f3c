//! Tasks: what a worker does with one, from taking it to the end.

use crate::World;
use crate::engine::agenda::Event;
use crate::faults::Strike;
use crate::logs::{LogLevel, LogLine};
use crate::parts::queue::{FAILED_KEPT, FailedTask};
use crate::parts::way::Fate;
use crate::parts::worker::Slot;
use crate::parts::{Answer, Caller, Cause, NONE, Outcome};
use crate::traces::Link;

/// A task, waiting or at work.
#[derive(Debug, Clone)]
pub(crate) struct Task {
    pub(crate) queue: u16,
    /// Name of its kind.
    pub(crate) kind: u16,
    pub(crate) id: u32,
    /// User call that published it.
    pub(crate) root: u32,
    /// When it was first queued.
    pub(crate) made: i64,
    /// Since when it is ready to be taken.
    pub(crate) queued: i64,
    /// When the present try began.
    pub(crate) began: i64,
    pub(crate) tries: u32,
    /// How often a worker got it.
    pub(crate) deliveries: u32,
    /// It kills whoever takes it.
    pub(crate) poison: bool,
    /// Its way to the model was slow already.
    pub(crate) delayed: bool,
    /// Who has it; [`NONE`]: nobody.
    pub(crate) worker: u16,
    pub(crate) slot: u16,
    /// Inference it waits for, and its ticket.
    pub(crate) inference: Option<(u32, u32)>,
    /// The span that published it, its own one, and the one of its present try.
    pub(crate) from: Link,
    pub(crate) trace: Link,
    pub(crate) doing: Link,
}

impl Task {
    pub(crate) fn new(queue: u16, kind: u16, id: u32, root: u32, now: i64) -> Self {
        Self {
            queue,
            kind,
            id,
            root,
            made: now,
            queued: now,
            began: now,
            tries: 0,
            deliveries: 0,
            poison: false,
            delayed: false,
            worker: NONE,
            slot: 0,
            inference: None,
            from: Link::NOWHERE,
            trace: Link::NOWHERE,
            doing: Link::NOWHERE,
        }
    }
}

impl World {
    /// A slot begins a try of a task.
    pub(crate) fn start_task(&mut self, at: u32, worker: u16, slot: u16) {
        let now = self.now;
        let life = self.tasks.next_life(at);
        let task = &mut self.tasks[at];
        task.worker = worker;
        task.slot = slot;
        task.began = now;
        task.tries += 1;
        task.deliveries += 1;
        task.delayed = false;
        let (kind, id) = (task.kind, task.id);
        self.trace_try(at);
        let known = &mut self.workers[usize::from(worker)];
        known.slots[usize::from(slot)].doing = Slot::Busy(at);
        known.inside.arrive(now);
        let place = known.place;
        let Some(number) = known.kind(kind) else {
            return;
        };
        let (time, timeout, line) = {
            let kind = &known.kinds[number];
            (kind.time, kind.timeout_us, kind.line)
        };
        let drawn = known.stream.time(time, 1.0);
        self.log_task(at, LogLevel::Info, LogLine::TaskReceived, id, 0);
        if timeout > 0 {
            self.limit(line, timeout, at, life);
        }
        let process = self.slot_process(worker, slot);
        let wait = self.tasks.next_wait(at);
        if self.strikes(place, Strike::Hang, kind, process, process) {
            self.workers[usize::from(worker)].slots[usize::from(slot)].doing = Slot::Hung(at);
            let source = self.workers[usize::from(worker)].name;
            let line = LogLine::WorkerMissed;
            self.log(source, slot, 0, LogLevel::Warn, line, 0, u32::from(slot), 0);
            return;
        }
        if self.strikes(place, Strike::Errors, kind, process, process) {
            self.task_failed(at, Cause::AppError);
            return;
        }
        let us = (drawn as f64 * self.slowed(place, kind, process, process)) as i64;
        self.agenda.plan(now + us, Event::TaskWorked { at, wait });
    }

    /// Its own work is done; now the model, if it asks one.
    pub(crate) fn task_worked(&mut self, at: u32) {
        let (worker, slot, kind) = {
            let task = &self.tasks[at];
            (task.worker, task.slot, task.kind)
        };
        if !self.tasks[at].delayed && self.dies_of(at) {
            self.lose_process(at);
            return;
        }
        let known = &self.workers[usize::from(worker)];
        let asked = known.kind(kind).map_or((NONE, NONE), |number| {
            (known.kinds[number].model, known.kinds[number].edge)
        });
        let (model, edge) = asked;
        if model == NONE {
            self.task_done(at);
            return;
        }
        let origin = self.slot_process(worker, slot);
        let way = self.edges[usize::from(edge)].place;
        let wait = self.tasks.next_wait(at);
        if !std::mem::replace(&mut self.tasks[at].delayed, true) {
            let delay = self.way_delay(way, kind, origin);
            if delay > 0 {
                self.agenda
                    .plan(self.now + delay, Event::TaskWorked { at, wait });
                return;
            }
        }
        let asked = match self.fate_on_way(edge, kind, origin) {
            Fate::Vanishes => return,
            Fate::Fails(cause) => Err(cause),
            Fate::Arrives => self.infer(model, Caller::Task { at, wait }, kind, origin),
        };
        match asked {
            Ok(inference) => {
                // It may have been answered at once.
                if self.tasks.waits(at, wait) {
                    self.tasks[at].inference = Some(inference);
                }
            }
            Err(cause) => {
                self.count_call(edge, true);
                self.task_failed(at, cause);
            }
        }
    }

    /// The model has answered.
    pub(crate) fn task_answered(&mut self, at: u32, answer: Answer) {
        let task = &mut self.tasks[at];
        task.inference = None;
        let known = &self.workers[usize::from(task.worker)];
        if let Some(number) = known.kind(task.kind) {
            let edge = known.kinds[number].edge;
            self.count_call(edge, answer.outcome != Outcome::Done);
        }
        match answer.outcome {
            Outcome::Done => self.task_done(at),
            Outcome::Failed(cause) => self.task_failed(at, cause),
        }
    }

    fn task_done(&mut self, at: u32) {
        let task = &self.tasks[at];
        let took = self.now - task.began;
        let waited = self.now - task.made;
        let (worker, id) = (task.worker, task.id);
        self.log_task(
            at,
            LogLevel::Info,
            LogLine::TaskDone,
            id,
            (took / 1000) as u32,
        );
        let known = &mut self.workers[usize::from(worker)];
        known.second.done += 1;
        known.second.late += u32::from(known.late_after_us > 0 && waited > known.late_after_us);
        known.latency.add(took);
        self.leave_slot(at);
        let queue = self.tasks[at].queue;
        self.trace_task_ends(at, None);
        self.tasks.remove(at);
        self.plan_feed(queue);
    }

    /// A try failed: again after a pause, or for good.
    pub(crate) fn task_failed(&mut self, at: u32, cause: Cause) {
        let (queue, worker, kind, id, tries) = {
            let task = &self.tasks[at];
            (task.queue, task.worker, task.kind, task.id, task.tries)
        };
        self.leave_slot(at);
        self.trace_try_ends(at, Some(cause));
        self.tasks.next_life(at);
        let known = &mut self.workers[usize::from(worker)];
        let again = known.kind(kind).map(|number| {
            (
                known.kinds[number].attempts,
                known.kinds[number].retry_after,
            )
        });
        let (attempts, pause) = again.map_or((0, 0), |(attempts, draw)| {
            (attempts, known.stream.time(draw, 1.0))
        });
        if tries < attempts {
            known.second.retried += 1;
            self.log_task(
                at,
                LogLevel::Warn,
                LogLine::TaskRetry,
                id,
                (pause / 1000) as u32,
            );
            self.queues[usize::from(queue)].delayed += 1;
            let wait = self.tasks.next_wait(at);
            self.agenda
                .plan(self.now + pause, Event::TaskAgain { at, wait });
        } else {
            known.second.failed += 1;
            let why = self.why_task(at, cause);
            self.log_task(at, LogLevel::Error, LogLine::TaskFailed, id, why);
            self.bury(at, cause);
        }
        self.plan_feed(queue);
    }

    /// Why a try of a task failed, for its traceback.
    fn why_task(&self, at: u32, cause: Cause) -> u32 {
        let task = &self.tasks[at];
        let known = &self.workers[usize::from(task.worker)];
        let model = known
            .kind(task.kind)
            .map_or(NONE, |number| known.kinds[number].model);
        let target = self
            .models
            .get(usize::from(model))
            .map_or(0, |model| model.name);
        let waited_s = ((self.now - task.began) / 1_000_000).clamp(0, 255) as u8;
        crate::logs::Cause {
            code: cause as u8,
            waited_s,
            target,
        }
        .pack()
    }

    /// A task is over without success; it can still be put back from its queue's page.
    pub(super) fn bury(&mut self, at: u32, cause: Cause) {
        self.trace_task_ends(at, Some(cause));
        let now = self.now;
        let Some(task) = self.tasks.remove(at) else {
            return;
        };
        let known = &mut self.queues[usize::from(task.queue)];
        known.failed.push_back(FailedTask {
            kind: task.kind,
            id: task.id,
            root: task.root,
            at: now,
            cause: cause as u8,
            poison: task.poison,
        });
        if known.failed.len() > FAILED_KEPT {
            known.failed.pop_front();
        }
    }

    /// It is due again: to the end of its queue. Never refused, it was in already.
    pub(crate) fn task_again(&mut self, at: u32) {
        let queue = self.tasks[at].queue;
        self.tasks.next_wait(at);
        self.tasks[at].worker = NONE;
        self.tasks[at].queued = self.now;
        // A retry is a new message; only what comes back undone counts up.
        self.tasks[at].deliveries = 0;
        let known = &mut self.queues[usize::from(queue)];
        known.delayed -= 1;
        self.enter(queue, at);
        self.feed(queue);
    }

    /// It ran into its limit: its process is killed and replaced.
    pub(crate) fn task_timed_out(&mut self, at: u32) {
        let task = &self.tasks[at];
        let known = &self.workers[usize::from(task.worker)];
        let limit = known
            .kind(task.kind)
            .map_or(0, |number| known.kinds[number].timeout_us / 1000);
        let id = task.id;
        self.log_task(
            at,
            LogLevel::Error,
            LogLine::TaskTimeLimit,
            id,
            limit as u32,
        );
        self.abandon_inference(at);
        self.task_failed(at, Cause::ModelTimeout);
    }

    /// Whoever asked is killed; what hangs in the model for them is let go.
    pub(crate) fn abandon_inference(&mut self, at: u32) {
        if let Some((inference, life)) = self.tasks[at].inference.take()
            && self.inferences.lives(inference, life)
        {
            self.let_go(inference);
        }
    }

    /// Takes a task out of its slot.
    pub(crate) fn leave_slot(&mut self, at: u32) {
        let task = &self.tasks[at];
        let (worker, slot, began) = (task.worker, task.slot, task.began);
        let now = self.now;
        let known = &mut self.workers[usize::from(worker)];
        known.inside.leave(now, began);
        known.slots[usize::from(slot)].doing = Slot::Idle;
        known.idle.push(slot);
    }

    /// A slot is free. Planned, not done here: the next task may fail at once, and so on.
    pub(super) fn plan_feed(&mut self, queue: u16) {
        self.agenda.plan(self.now, Event::Feed { queue });
    }

    pub(super) fn log_task(&mut self, at: u32, level: LogLevel, line: LogLine, a: u32, b: u32) {
        let task = &self.tasks[at];
        let source = self.workers[usize::from(task.worker)].name;
        let (slot, root, kind) = (task.slot, task.root, task.kind);
        self.log(source, slot, root, level, line, kind, a, b);
    }
}
