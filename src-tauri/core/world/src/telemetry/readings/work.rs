//! Queues, workers and models.

use super::{Reading, count, gauge, quantile};
use crate::World;
use crate::parts::worker::Slot;

impl World {
    pub(super) fn read_queue(&mut self, at: u16) -> Vec<Reading> {
        let known = &mut self.queues[usize::from(at)];
        let second = std::mem::take(&mut known.second);
        let oldest = known
            .ready
            .iter()
            .take(64)
            .chain(known.unknown.front())
            .map(|&task| self.tasks[task].queued)
            .min();
        let oldest_s = oldest.map_or(0.0, |since| (self.now - since) as f64 / 1e6);
        vec![
            gauge(
                "messaging.queue.depth",
                "depth",
                "tasks",
                known.len() as f64,
            ),
            gauge("messaging.queue.oldest_age", "oldest_s", "s", oldest_s),
            gauge(
                "messaging.queue.scheduled",
                "scheduled",
                "tasks",
                f64::from(known.delayed),
            ),
            gauge(
                "messaging.queue.dead_letters",
                "failed_tasks",
                "tasks",
                known.failed.len() as f64,
            ),
            count("messaging.published", "published", second.published),
            count("messaging.refused", "refused", second.refused),
            count("messaging.purged", "purged", second.purged),
            count("messaging.requeued", "requeued", second.requeued),
        ]
    }

    pub(super) fn read_worker(&mut self, at: u16) -> Vec<Reading> {
        let known = &mut self.workers[usize::from(at)];
        let second = std::mem::take(&mut known.second);
        let idle = known.count(|slot| slot == Slot::Idle);
        vec![
            gauge(
                "celery.worker.busy",
                "busy",
                "slots",
                f64::from(known.busy()),
            ),
            gauge(
                "celery.worker.hung",
                "hung",
                "slots",
                f64::from(known.hung()),
            ),
            gauge("celery.worker.idle", "idle", "slots", f64::from(idle)),
            gauge(
                "celery.worker.slots",
                "slots",
                "slots",
                f64::from(known.size()),
            ),
            count("celery.task.succeeded", "done", second.done),
            count("celery.task.late", "late", second.late),
            count("celery.task.failed", "failed", second.failed),
            count("celery.task.retried", "retried", second.retried),
            quantile("celery.task.runtime.p50", "p50_ms", 0.5),
            quantile("celery.task.runtime.p95", "p95_ms", 0.95),
            count("process.starts", "restarts", second.starts),
            count("celery.worker.lost", "lost", second.lost),
            count("process.oom_kills", "oom_kills", second.oom),
            gauge(
                "celery.worker.prefetched",
                "reserved",
                "tasks",
                known.reserved.len() as f64,
            ),
        ]
    }

    pub(super) fn read_model(&mut self, at: u16) -> Vec<Reading> {
        let known = &mut self.models[usize::from(at)];
        let second = std::mem::take(&mut known.second);
        if second.answers > 0 {
            known.quality_seen = f64::from(second.right) / f64::from(second.answers);
        }
        let mut readings = vec![
            count("gen_ai.requests", "requests", second.requests),
            count("gen_ai.errors", "errors", second.errors),
            count(
                "gen_ai.answers.wrong",
                "wrong",
                second.answers - second.right,
            ),
            quantile("gen_ai.request.duration.p50", "p50_ms", 0.5),
            quantile("gen_ai.request.duration.p95", "p95_ms", 0.95),
            gauge(
                "gen_ai.evaluation.quality",
                "quality",
                "1",
                known.quality_seen,
            ),
            gauge(
                "gen_ai.queue.depth",
                "waiting",
                "requests",
                known.waiting.len() as f64,
            ),
            gauge("gen_ai.slots.busy", "busy", "slots", f64::from(known.busy)),
        ];
        if let Some(gpu) = &known.gpu {
            let share = gpu.used_mb(known.busy) / gpu.size_mb().max(1.0);
            readings.push(gauge("gpu.memory.utilization", "gpu_memory", "1", share));
        }
        readings
    }
}
