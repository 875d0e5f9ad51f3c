//! Task queues: what waits for a worker, and what failed for good.

use std::collections::VecDeque;

use crate::World;
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
    /// Workers that read it.
    pub(crate) readers: Vec<u16>,
    pub(crate) ready: VecDeque<u32>,
    /// Tasks that wait for their next try.
    pub(crate) delayed: u32,
    /// Tasks that failed for good.
    pub(crate) failed: VecDeque<FailedTask>,
    pub(crate) stream: Stream,
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
}

/// Counts within the running second.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Second {
    pub(crate) published: u32,
    pub(crate) refused: u32,
}

/// Failed tasks kept at most; the oldest are forgotten, as brokers expire their results.
pub(crate) const FAILED_KEPT: usize = 20_000;

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
        for _ in 0..copies.max(1) {
            taken &= !lost && self.publish(queue, task, root, link);
        }
        if lost {
            self.queues[usize::from(queue)].second.refused += 1;
        }
        self.count_call(edge, !taken);
        taken
    }

    fn publish(&mut self, queue: u16, kind: u16, root: u32, link: Link) -> bool {
        let now = self.now;
        let known = &mut self.queues[usize::from(queue)];
        if known.ready.len() as u32 >= known.capacity {
            known.second.refused += 1;
            return false;
        }
        known.second.published += 1;
        known.last_id += 1;
        let task = Task::new(queue, kind, known.last_id, root, now);
        let at = self.tasks.insert(task);
        self.trace_task_published(at, link);
        self.queues[usize::from(queue)].ready.push_back(at);
        self.feed(queue);
        true
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
                let Some(first) = ready.iter().position(knows) else {
                    break;
                };
                let Some(slot) = self.idle_slot(worker) else {
                    break;
                };
                let known = &mut self.queues[usize::from(queue)];
                let Some(at) = known.ready.remove(first) else {
                    break;
                };
                self.start_task(at, worker, slot);
            }
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
        self.queues[usize::from(queue)].ready.push_front(at);
    }

    /// Puts all failed tasks back. Returns how many found room.
    pub(crate) fn retry_failed(&mut self, queue: u16) -> u32 {
        let mut back = 0;
        loop {
            let known = &mut self.queues[usize::from(queue)];
            if known.ready.len() as u32 >= known.capacity {
                break;
            }
            let Some(failed) = known.failed.pop_front() else {
                break;
            };
            let at = self.tasks.insert(Task::new(
                queue,
                failed.kind,
                failed.id,
                failed.root,
                self.now,
            ));
            self.queues[usize::from(queue)].ready.push_back(at);
            back += 1;
        }
        self.feed(queue);
        back
    }

    /// Throws away what waits. Returns how many.
    pub(crate) fn purge(&mut self, queue: u16) -> u32 {
        let thrown = std::mem::take(&mut self.queues[usize::from(queue)].ready);
        for &at in &thrown {
            self.trace_purged(at);
            self.tasks.remove(at);
        }
        thrown.len() as u32
    }
}
