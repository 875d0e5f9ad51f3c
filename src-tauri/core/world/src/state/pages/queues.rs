//! Queues, their workers and what failed for good.

use serde::{Deserialize, Serialize};

use super::MemoryState;
use crate::World;
use crate::parts::worker::Slot;
use crate::parts::{Cause, Part};
use crate::problem::Refusal;
use crate::state::VersionCount;

/// Failed tasks shown at most, newest first.
const FAILED_SHOWN: usize = 20;

/// What a broker's and its workers' pages would show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueuePage {
    /// Queue id.
    pub id: String,
    /// Tasks that wait.
    pub waiting: u32,
    /// Most that it holds.
    pub capacity: u32,
    /// Age of the oldest one that waits, seconds.
    pub oldest_s: f64,
    /// Tasks that wait for their next try.
    pub scheduled: u32,
    /// Tasks that workers took ahead and have not begun: nobody else can have them.
    pub prefetched: u32,
    /// Tasks that failed for good.
    pub failed: u32,
    /// Those among them that were taken out because process after process died at them.
    pub dead_lettered: u32,
    /// The latest of them, newest first.
    pub failed_tasks: Vec<FailedTaskView>,
    /// Who reads it. Nobody: the tasks wait for ever.
    pub workers: Vec<WorkerState>,
}

/// A task that failed for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedTaskView {
    /// When, milliseconds from STARTEX.
    pub at_ms: i64,
    /// Kind.
    pub task: String,
    /// Number.
    pub id: u32,
    /// One of [`crate::logs::FAULT_CODES`].
    pub why: String,
}

/// A worker's slots.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorkerState {
    /// Worker id.
    pub id: String,
    /// Slots that work on a task.
    pub busy: u32,
    /// Slots that no longer answer.
    pub hung: u32,
    /// Slots that do nothing.
    pub idle: u32,
    /// Slots that start.
    pub starting: u32,
    /// Tasks taken ahead and not begun.
    pub prefetched: u32,
    /// Processes that died at a task, since STARTEX.
    pub lost: u64,
    /// Processes that were killed for taking too much memory, since STARTEX.
    pub oom_kills: u64,
    /// Memory of the slot that takes most. None: it is no concern here.
    pub memory: Option<MemoryState>,
    /// Versions that run, and on how many slots.
    pub versions: Vec<VersionCount>,
    /// Age of the oldest try at work, seconds.
    pub oldest_try_s: f64,
    /// It is switched off.
    pub off: bool,
}

impl World {
    /// A queue, its workers and its failed tasks.
    ///
    /// # Errors
    /// `unknown-component`, `wrong-kind`.
    pub fn queue_page(&self, id: &str) -> Result<QueuePage, Refusal> {
        let Part::Queue(at) = self.need_part(id)? else {
            return self.wrong_kind(id, "queue");
        };
        let known = &self.queues[usize::from(at)];
        let oldest = known
            .ready
            .iter()
            .chain(&known.unknown)
            .map(|&task| self.tasks[task].queued)
            .min();
        let failed = known
            .failed
            .iter()
            .rev()
            .take(FAILED_SHOWN)
            .map(|task| FailedTaskView {
                at_ms: task.at.div_euclid(1000),
                task: self.logs.names().get(task.kind).to_owned(),
                id: task.id,
                why: crate::logs::FAULT_CODES[usize::from(task.cause)].to_owned(),
            });
        let dead = |cause: u8| cause == Cause::WorkerLost as u8;
        let workers: Vec<WorkerState> = known
            .readers
            .iter()
            .map(|&worker| self.worker_page(worker))
            .collect();
        Ok(QueuePage {
            id: id.to_owned(),
            waiting: known.len() as u32,
            capacity: known.capacity,
            oldest_s: oldest.map_or(0.0, |since| (self.now - since) as f64 / 1e6),
            scheduled: known.delayed,
            prefetched: workers.iter().map(|worker| worker.prefetched).sum(),
            failed: known.failed.len() as u32,
            dead_lettered: known.failed.iter().filter(|one| dead(one.cause)).count() as u32,
            failed_tasks: failed.collect(),
            workers,
        })
    }

    fn worker_page(&self, worker: u16) -> WorkerState {
        let known = &self.workers[usize::from(worker)];
        let id = self.part_id(Part::Worker(worker));
        let tries = known.slots.iter().filter_map(|slot| match slot.doing {
            Slot::Busy(at) | Slot::Hung(at) => Some(self.tasks[at].began),
            _ => None,
        });
        let there = known.slots.iter().filter(|slot| slot.doing != Slot::Off);
        let most_mb = there.map(|slot| slot.memory_mb).fold(0.0, f64::max);
        WorkerState {
            id: id.to_owned(),
            busy: known.busy(),
            hung: known.hung(),
            idle: known.count(|slot| slot == Slot::Idle),
            starting: known.count(|slot| slot == Slot::Starting),
            prefetched: known.reserved.len() as u32,
            lost: self.count_since_startex(id, "lost", known.second.lost),
            oom_kills: self.count_since_startex(id, "oom_kills", known.second.oom),
            memory: known.memory.map(|memory| MemoryState {
                used_mb: most_mb,
                limit_mb: memory.limit_mb,
            }),
            versions: self.running_versions(Part::Worker(worker)),
            oldest_try_s: tries
                .min()
                .map_or(0.0, |since| (self.now - since) as f64 / 1e6),
            off: known.off,
        }
    }
}
