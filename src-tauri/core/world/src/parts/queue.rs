//! Task queues: what waits for a worker, and what failed for good.

use std::collections::VecDeque;

use crate::World;
use crate::engine::tally::{Tally, Waits};
use crate::faults::Strike;
use crate::parts::task::Task;
use crate::parts::{Cause, NONE, Process};
use crate::random::Stream;
use crate::traces::Link;

/// A queue at work.
#[derive(Debug, Clone)]
pub(crate) struct Queue {
    pub(crate) place: u16,
    pub(crate) name: u16,
    pub(crate) capacity: u32,
    /// Deliveries after which a task is taken out; 0: never.
    pub(crate) max_deliveries: u32,
    /// Workers that read it.
    pub(crate) readers: Vec<u16>,
    pub(crate) ready: VecDeque<u32>,
    /// Tasks that no reader knows: they wait for ever, and nobody looks at them.
    pub(crate) unknown: VecDeque<u32>,
    /// Tasks that wait for their next try.
    pub(crate) delayed: u32,
    /// Tasks that failed for good.
    pub(crate) failed: VecDeque<FailedTask>,
    pub(crate) stream: Stream,
    /// Tasks that are ready.
    pub(crate) inside: Tally,
    /// Tasks that got a slot.
    pub(crate) waits: Waits,
    pub(crate) second: Second,
    /// Number of the last task.
    pub(crate) last_id: u32,
}

/// Kept of a failed task, so that it can be put back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FailedTask {
    pub(crate) kind: u16,
    pub(crate) id: u32,
    pub(crate) root: u32,
    pub(crate) at: i64,
    pub(crate) cause: u8,
    pub(crate) poison: bool,
}

/// Counts within the running second.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Second {
    pub(crate) published: u32,
    pub(crate) refused: u32,
    /// Thrown away by a purge.
    pub(crate) purged: u32,
    /// Had failed for good, and were put back.
    pub(crate) requeued: u32,
}

/// Failed tasks kept at most; the oldest are forgotten, as brokers expire their results.
pub(crate) const FAILED_KEPT: usize = 20_000;

impl Queue {
    /// Tasks that wait.
    pub(crate) fn len(&self) -> usize {
        self.ready.len() + self.unknown.len()
    }
}

impl World {
    /// A request publishes a task over an edge. False: it was refused.
    pub(crate) fn publish_over(
        &mut self,
        queue: u16,
        edge: u16,
        task: u16,
        root: u32,
        link: Link,
        origin: Process,
    ) -> bool {
        let place = self.queues[usize::from(queue)].place;
        let way = self.edges[usize::from(edge)].place;
        let own = Process {
            place,
            version: NONE,
            started: i64::MIN,
        };
        let queue = self.misrouted(place, task, origin).unwrap_or(queue);
        let poisoned = self.strikes(place, Strike::Poison, task, own, origin);
        let lost = [Strike::Down, Strike::Errors].into_iter().any(|strike| {
            self.strikes(place, strike, task, own, origin)
                || self.strikes(way, strike, task, origin, origin)
        });
        let copies = self.surge(place, task, own, origin);
        let whole = copies as u32;
        let known = &mut self.queues[usize::from(queue)];
        let extra = copies - f64::from(whole);
        let copies = whole + u32::from(extra > 0.0 && known.stream.chance(extra));
        let mut taken = !lost;
        // Below one, some are never published; whoever publishes does not notice.
        for _ in 0..copies {
            taken &= !lost && self.publish(queue, task, root, poisoned, link);
        }
        if lost {
            self.queues[usize::from(queue)].second.refused += 1;
        }
        self.count_call(edge, !taken);
        taken
    }

    fn publish(&mut self, queue: u16, kind: u16, root: u32, poison: bool, link: Link) -> bool {
        let now = self.now;
        let known = &mut self.queues[usize::from(queue)];
        if known.len() as u32 >= known.capacity {
            known.second.refused += 1;
            return false;
        }
        known.second.published += 1;
        known.last_id += 1;
        let mut task = Task::new(queue, kind, known.last_id, root, now);
        task.poison = poison;
        let at = self.tasks.insert(task);
        self.trace_task_published(at, link);
        self.enter(queue, at);
        self.feed(queue);
        true
    }

    /// A task is ready, at the end.
    pub(crate) fn enter(&mut self, queue: u16, at: u32) {
        let kind = self.tasks[at].kind;
        let known = &self.queues[usize::from(queue)];
        let mut readers = known
            .readers
            .iter()
            .map(|&one| &self.workers[usize::from(one)]);
        let is_known = readers.any(|reader| reader.kind(kind).is_some());
        let known = &mut self.queues[usize::from(queue)];
        known.inside.arrive(self.now);
        if is_known {
            known.ready.push_back(at);
        } else {
            known.unknown.push_back(at);
        }
    }

    /// Idle slots of the queue's workers take what is ready.
    pub(crate) fn feed(&mut self, queue: u16) {
        let place = self.queues[usize::from(queue)].place;
        let own = Process {
            place,
            version: NONE,
            started: i64::MIN,
        };
        if self.down_for_sure(place, own) {
            return;
        }
        for reader in 0..self.queues[usize::from(queue)].readers.len() {
            let worker = self.queues[usize::from(queue)].readers[reader];
            loop {
                let known = &self.workers[usize::from(worker)];
                let ready = &self.queues[usize::from(queue)].ready;
                // Nearly always the first; a worker leaves alone what it doesn't know.
                let knows = |&at: &u32| known.kind(self.tasks[at].kind).is_some();
                let first = ready.iter().position(knows);
                if first.is_none() && known.reserved.is_empty() {
                    break;
                }
                let Some(slot) = self.idle_slot(worker) else {
                    break;
                };
                let known = &mut self.queues[usize::from(queue)];
                let reserved = self.workers[usize::from(worker)].reserved.pop_front();
                let next = reserved.or_else(|| known.ready.remove(first?));
                let Some(at) = next else {
                    break;
                };
                let queued = self.tasks[at].queued;
                known.inside.leave(self.now, queued);
                known.waits.begin(self.now - queued);
                self.start_task(at, worker, slot);
            }
            self.reserve(queue, worker);
        }
    }

    /// A worker takes tasks ahead; they are in nobody's queue any more.
    fn reserve(&mut self, queue: u16, worker: u16) {
        let known = &mut self.workers[usize::from(worker)];
        while !known.off && known.reserved.len() < known.ahead() {
            let ready = &mut self.queues[usize::from(queue)].ready;
            let tasks = &self.tasks;
            let knows = |&at: &u32| known.kind(tasks[at].kind).is_some();
            let Some(at) = ready.iter().position(knows).and_then(|at| ready.remove(at)) else {
                return;
            };
            known.reserved.push_back(at);
        }
    }

    /// A worker stops: what it took ahead goes back to the head of its queue.
    pub(crate) fn give_back_reserved(&mut self, worker: u16) {
        let known = &mut self.workers[usize::from(worker)];
        let queue = usize::from(known.queue);
        while let Some(at) = known.reserved.pop_back() {
            self.queues[queue].ready.push_front(at);
        }
    }

    /// Puts a task back at the head: its worker died.
    pub(crate) fn give_back(&mut self, at: u32) {
        let queue = self.tasks[at].queue;
        let now = self.now;
        self.trace_try_ends(at, Some(Cause::WorkerLost));
        self.tasks.next_life(at);
        let task = &mut self.tasks[at];
        task.worker = NONE;
        task.tries = task.tries.saturating_sub(1);
        task.queued = now;
        let known = &mut self.queues[usize::from(queue)];
        known.inside.arrive(now);
        known.ready.push_front(at);
    }

    /// Puts all failed tasks back. Returns how many found room.
    pub(crate) fn retry_failed(&mut self, queue: u16) -> u32 {
        let mut back = 0;
        loop {
            let known = &mut self.queues[usize::from(queue)];
            if known.len() as u32 >= known.capacity {
                break;
            }
            let Some(failed) = known.failed.pop_front() else {
                break;
            };
            let mut task = Task::new(queue, failed.kind, failed.id, failed.root, self.now);
            task.poison = failed.poison;
            let at = self.tasks.insert(task);
            self.enter(queue, at);
            back += 1;
        }
        self.queues[usize::from(queue)].second.requeued += back;
        self.feed(queue);
        back
    }

    /// Throws away what waits. Returns how many.
    pub(crate) fn purge(&mut self, queue: u16) -> u32 {
        let known = &mut self.queues[usize::from(queue)];
        let mut thrown = std::mem::take(&mut known.ready);
        thrown.append(&mut known.unknown);
        for &at in &thrown {
            let queued = self.tasks[at].queued;
            self.queues[usize::from(queue)]
                .inside
                .leave(self.now, queued);
            self.trace_purged(at);
            self.tasks.remove(at);
        }
        self.queues[usize::from(queue)].second.purged += thrown.len() as u32;
        thrown.len() as u32
    }

    /// Puts what waits in one queue at the end of another. Returns how many found room.
    pub(crate) fn move_tasks(&mut self, queue: u16, to: u16) -> u32 {
        let mut moved = 0;
        loop {
            let there = &self.queues[usize::from(to)];
            if there.len() as u32 >= there.capacity {
                break;
            }
            let known = &mut self.queues[usize::from(queue)];
            let next = known
                .unknown
                .pop_front()
                .or_else(|| known.ready.pop_front());
            let Some(at) = next else {
                break;
            };
            let (now, task) = (self.now, &mut self.tasks[at]);
            let queued = std::mem::replace(&mut task.queued, now);
            task.queue = to;
            self.queues[usize::from(queue)].inside.leave(now, queued);
            self.enter(to, at);
            moved += 1;
        }
        self.feed(to);
        moved
    }
}
