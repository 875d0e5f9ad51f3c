//! Workers: slots that take tasks from a queue.

use std::collections::VecDeque;

use crate::World;
use crate::engine::tally::Tally;
use crate::logs::{LogLevel, LogLine};
use crate::parts::Process;
use crate::random::{Draw, Stream};
use crate::spec::MemorySpec;
use crate::telemetry::Histogram;

/// A worker pool at work.
#[derive(Debug, Clone)]
pub(crate) struct Worker {
    pub(crate) place: u16,
    pub(crate) name: u16,
    pub(crate) queue: u16,
    pub(crate) versions: Vec<u16>,
    /// What new slots run.
    pub(crate) version: u16,
    pub(crate) slots: Vec<SlotOf>,
    /// Slots that do nothing; some of them may be gone, see [`World::idle_slot`].
    pub(crate) idle: Vec<u16>,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) off: bool,
    pub(crate) memory: Option<MemorySpec>,
    /// A process that died is there again after this.
    pub(crate) respawn_us: i64,
    /// Tasks taken ahead, per slot.
    pub(crate) prefetch: u32,
    /// A task done later than this after it was first queued is late, microseconds; 0: none is.
    pub(crate) late_after_us: i64,
    /// Taken from the queue and not begun: nobody else can have them.
    pub(crate) reserved: VecDeque<u32>,
    pub(crate) stream: Stream,
    /// Tasks that have a slot.
    pub(crate) inside: Tally,
    pub(crate) second: Second,
    pub(crate) latency: Histogram,
}

/// One slot.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SlotOf {
    pub(crate) doing: Slot,
    pub(crate) version: u16,
    pub(crate) started: i64,
    /// Memory its process takes, megabytes.
    pub(crate) memory_mb: f64,
}

/// What a slot does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    Idle,
    Busy(u32),
    /// Holds a task and does nothing with it.
    Hung(u32),
    Starting,
    Off,
}

/// A kind of task it knows.
#[derive(Debug, Clone)]
pub(crate) struct Kind {
    pub(crate) name: u16,
    /// [`crate::parts::NONE`]: asks no model.
    pub(crate) model: u16,
    pub(crate) edge: u16,
    pub(crate) time: Draw,
    pub(crate) attempts: u32,
    pub(crate) retry_after: Draw,
    pub(crate) retry_ms: f64,
    pub(crate) timeout_us: i64,
    pub(crate) line: u16,
}

/// Counts within the running second.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Second {
    pub(crate) done: u32,
    /// Among them, later than they were wanted.
    pub(crate) late: u32,
    pub(crate) failed: u32,
    pub(crate) retried: u32,
    pub(crate) starts: u32,
    /// Processes that died at a task.
    pub(crate) lost: u32,
    /// Processes killed for taking too much memory.
    pub(crate) oom: u32,
}

impl Worker {
    /// Index of a task kind it knows.
    pub(crate) fn kind(&self, name: u16) -> Option<usize> {
        self.kinds.iter().position(|kind| kind.name == name)
    }

    pub(crate) fn count(&self, wanted: impl Fn(Slot) -> bool) -> u32 {
        self.slots.iter().filter(|slot| wanted(slot.doing)).count() as u32
    }

    pub(crate) fn hung(&self) -> u32 {
        self.count(|slot| matches!(slot, Slot::Hung(_)))
    }

    pub(crate) fn busy(&self) -> u32 {
        self.count(|slot| matches!(slot, Slot::Busy(_)))
    }

    /// Tasks it may take ahead.
    pub(crate) fn ahead(&self) -> usize {
        (self.prefetch.saturating_sub(1) * self.size()) as usize
    }

    /// Slots that exist, whatever they do.
    pub(crate) fn size(&self) -> u32 {
        self.count(|slot| slot != Slot::Off)
    }
}

impl World {
    pub(crate) fn slot_process(&self, worker: u16, slot: u16) -> Process {
        let known = &self.workers[usize::from(worker)];
        let here = &known.slots[usize::from(slot)];
        Process {
            place: known.place,
            version: here.version,
            started: here.started,
        }
    }

    /// Takes an idle slot that can take a task.
    pub(crate) fn idle_slot(&mut self, worker: u16) -> Option<u16> {
        let known = &self.workers[usize::from(worker)];
        if known.off {
            return None;
        }
        let place = known.place;
        while let Some(&slot) = self.workers[usize::from(worker)].idle.last() {
            let idle =
                self.workers[usize::from(worker)].slots[usize::from(slot)].doing == Slot::Idle;
            if idle && self.struck(place) {
                let process = self.slot_process(worker, slot);
                if self.down_for_sure(place, process) {
                    return None;
                }
            }
            self.workers[usize::from(worker)].idle.pop();
            if idle {
                return Some(slot);
            }
        }
        None
    }

    /// A slot dies; what it held goes back to the queue.
    pub(crate) fn stop_slot(&mut self, worker: u16, slot: u16) {
        let known = &mut self.workers[usize::from(worker)];
        let here = &mut known.slots[usize::from(slot)];
        let held = match here.doing {
            Slot::Busy(at) | Slot::Hung(at) => Some(at),
            _ => None,
        };
        let (source, version) = (known.name, known.versions[usize::from(here.version)]);
        if here.doing != Slot::Off {
            self.log(
                source,
                slot,
                0,
                LogLevel::Info,
                LogLine::Stopped,
                version,
                700 + u32::from(slot),
                0,
            );
        }
        if let Some(at) = held {
            self.abandon_inference(at);
            self.leave_slot(at);
            self.give_back(at);
        }
        self.give_back_reserved(worker);
        let known = &mut self.workers[usize::from(worker)];
        known.slots[usize::from(slot)].doing = Slot::Off;
        known.idle.retain(|&other| other != slot);
    }

    pub(crate) fn start_slot(&mut self, worker: u16, slot: u16, version: u16) {
        let now = self.now;
        let known = &mut self.workers[usize::from(worker)];
        known.slots[usize::from(slot)] = SlotOf {
            doing: Slot::Starting,
            version,
            started: now,
            memory_mb: known.memory.map_or(0.0, |memory| memory.base_mb),
        };
        known.second.starts += 1;
        let (source, name) = (known.name, known.versions[usize::from(version)]);
        self.log(
            source,
            slot,
            0,
            LogLevel::Info,
            LogLine::Started,
            name,
            700 + u32::from(slot),
            0,
        );
    }

    /// A slot takes tasks from now on; its models are loaded first, once per worker in the log.
    pub(crate) fn ready_slot(&mut self, worker: u16, slot: u16) {
        let known = &mut self.workers[usize::from(worker)];
        if known.slots[usize::from(slot)].doing != Slot::Starting {
            return;
        }
        known.slots[usize::from(slot)].doing = Slot::Idle;
        known.idle.push(slot);
        let (queue, started) = (known.queue, known.slots[usize::from(slot)].started);
        let (source, took) = (known.name, ((self.now - started) / 1000) as u32);
        let models: Vec<u16> = known
            .kinds
            .iter()
            .filter(|kind| kind.model != crate::parts::NONE)
            .map(|kind| kind.model)
            .collect();
        for model in models {
            let name = self.models[usize::from(model)].name;
            self.log(
                source,
                slot,
                0,
                LogLevel::Info,
                LogLine::ModelLoaded,
                name,
                took,
                0,
            );
        }
        self.feed(queue);
    }
}
