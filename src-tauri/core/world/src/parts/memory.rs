//! Memory: what is left behind adds up, and whoever takes too much is killed.

use crate::World;
use crate::engine::agenda::Event;
use crate::faults::Strike;
use crate::logs::{LogLevel, LogLine};
use crate::parts::replica::Stand;
use crate::parts::worker::Slot;
use crate::parts::{Cause, NONE, Process};
use crate::spec::GpuSpec;

/// A killed replica serves again after this.
const RESPAWN_US: i64 = 17_000_000;

/// Memory of a model's GPU.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gpu {
    spec: GpuSpec,
    /// Never given back, megabytes.
    pub(crate) leaked_mb: f64,
}

impl Gpu {
    pub(crate) fn new(spec: GpuSpec) -> Self {
        Self {
            spec,
            leaked_mb: 0.0,
        }
    }

    /// In use with so many inferences at work, megabytes.
    pub(crate) fn used_mb(&self, busy: u32) -> f64 {
        let at_work = f64::from(busy) * self.spec.each_mb;
        (self.spec.weights_mb + self.leaked_mb + at_work).min(self.spec.size_mb)
    }

    pub(crate) fn size_mb(&self) -> f64 {
        self.spec.size_mb
    }

    /// Whether there is room for so many at once.
    pub(crate) fn has_room(&self, busy: u32) -> bool {
        let at_work = f64::from(busy) * self.spec.each_mb;
        self.spec.weights_mb + self.leaked_mb + at_work <= self.spec.size_mb
    }
}

impl World {
    /// A request is over; what it left behind stays in its process.
    pub(super) fn leave_memory(&mut self, service: u16, replica: u16, endpoint: u16) {
        let known = &self.services[usize::from(service)];
        let (place, Some(memory)) = (known.place, known.memory) else {
            return;
        };
        if self.struck(place) {
            let name = known.endpoints[usize::from(endpoint)].name;
            let process = self.replica_process(service, replica);
            let mb = self.added(place, Strike::MemoryLeak, name, process, process);
            self.services[usize::from(service)].replicas[usize::from(replica)].memory_mb += mb;
        }
        let here = &self.services[usize::from(service)].replicas[usize::from(replica)];
        if here.memory_mb > memory.limit_mb && here.stand != Stand::Off {
            // Planned, not done here: it takes all others of the replica with it.
            let epoch = here.epoch;
            self.agenda.plan(
                self.now,
                Event::OutOfMemory {
                    service,
                    replica,
                    epoch,
                },
            );
        }
    }

    /// The kernel kills a replica; it is started again.
    pub(crate) fn out_of_memory(&mut self, service: u16, replica: u16, epoch: u32) {
        let here = &self.services[usize::from(service)].replicas[usize::from(replica)];
        if here.epoch != epoch || !matches!(here.stand, Stand::Up | Stand::Draining) {
            return;
        }
        let (version, mb, draining) = (
            here.version,
            here.memory_mb as u32,
            here.stand == Stand::Draining,
        );
        let pid = self.pid(service, replica);
        let known = &mut self.services[usize::from(service)];
        known.second.oom += 1;
        known.replicas[usize::from(replica)].oom_kills += 1;
        let (source, name) = (known.name, known.versions[usize::from(version)]);
        let line = LogLine::OomKilled;
        self.log(source, replica, 0, LogLevel::Error, line, name, pid, mb);
        self.stop_replica(service, replica);
        if draining {
            // Somebody is taking it away already.
            return;
        }
        self.start_replica(service, replica, version);
        let epoch = self.services[usize::from(service)].replicas[usize::from(replica)].epoch;
        self.agenda.plan(
            self.now + RESPAWN_US,
            Event::ReplicaBack {
                service,
                replica,
                epoch,
            },
        );
    }

    /// A replica that was killed serves again, unless somebody did something to it meanwhile.
    pub(crate) fn replica_back(&mut self, service: u16, replica: u16, epoch: u32) {
        let here = &self.services[usize::from(service)].replicas[usize::from(replica)];
        if here.epoch == epoch {
            self.ready_replica(service, replica);
        }
    }

    /// Whether the process that works on a task dies of it: a poisoned one, or one too many.
    pub(super) fn dies_of(&mut self, at: u32) -> bool {
        let (worker, slot, kind, poison) = {
            let task = &self.tasks[at];
            (task.worker, task.slot, task.kind, task.poison)
        };
        let known = &self.workers[usize::from(worker)];
        let (place, memory) = (known.place, known.memory);
        if let Some(memory) = memory
            && self.struck(place)
        {
            let process = self.slot_process(worker, slot);
            let mb = self.added(place, Strike::MemoryLeak, kind, process, process);
            let here = &mut self.workers[usize::from(worker)].slots[usize::from(slot)];
            here.memory_mb += mb;
            if here.memory_mb > memory.limit_mb {
                let (mb, version) = (here.memory_mb as u32, here.version);
                let known = &mut self.workers[usize::from(worker)];
                known.second.oom += 1;
                let (source, name) = (known.name, known.versions[usize::from(version)]);
                let (line, pid) = (LogLine::OomKilled, 700 + u32::from(slot));
                self.log(source, slot, 0, LogLevel::Error, line, name, pid, mb);
                return true;
            }
        }
        poison
    }

    /// The process dies with its task, which goes back to its queue, or out of it after too
    /// many deliveries. The process is started again.
    pub(super) fn lose_process(&mut self, at: u32) {
        let now = self.now;
        let (queue, worker, slot, id) = {
            let task = &self.tasks[at];
            (task.queue, task.worker, task.slot, task.id)
        };
        let pid = 700 + u32::from(slot);
        self.log_task(at, LogLevel::Error, LogLine::TaskLost, id, pid);
        let most = self.queues[usize::from(queue)].max_deliveries;
        let deliveries = self.tasks[at].deliveries;
        let out = most > 0 && deliveries >= most;
        if out {
            let line = LogLine::TaskDeadLettered;
            self.log_task(at, LogLevel::Error, line, id, deliveries);
        }
        self.leave_slot(at);
        if out {
            self.workers[usize::from(worker)].second.failed += 1;
            self.bury(at, Cause::WorkerLost);
        } else {
            self.give_back(at);
        }
        let known = &mut self.workers[usize::from(worker)];
        known.idle.retain(|&other| other != slot);
        let here = &mut known.slots[usize::from(slot)];
        here.doing = Slot::Starting;
        here.started = now;
        here.memory_mb = known.memory.map_or(0.0, |memory| memory.base_mb);
        known.second.lost += 1;
        known.second.starts += 1;
        let back = now + known.respawn_us;
        let event = Event::SlotBack {
            worker,
            slot,
            started: now,
        };
        self.agenda.plan(back, event);
        self.plan_feed(queue);
    }

    /// The process of a slot is there again, unless somebody did something to it meanwhile.
    pub(crate) fn slot_back(&mut self, worker: u16, slot: u16, started: i64) {
        let here = &self.workers[usize::from(worker)].slots[usize::from(slot)];
        if here.started == started {
            self.ready_slot(worker, slot);
        }
    }

    /// An inference has left memory behind on its GPU.
    pub(super) fn leave_gpu_memory(&mut self, model: u16, kind: u16, origin: Process) {
        let place = self.models[usize::from(model)].place;
        if self.models[usize::from(model)].gpu.is_none() || !self.struck(place) {
            return;
        }
        let own = self.model_process(model);
        let kind = if kind == NONE { NONE } else { kind };
        let mb = self.added(place, Strike::MemoryLeak, kind, own, origin);
        if let Some(gpu) = &mut self.models[usize::from(model)].gpu {
            gpu.leaked_mb += mb;
        }
    }
}
