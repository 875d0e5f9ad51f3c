//! Services and third parties.

use super::{Reading, count, gauge, quantile};
use crate::World;
use crate::parts::replica::Stand;

impl World {
    pub(super) fn read_service(&mut self, at: u16) -> Vec<Reading> {
        let now = self.now;
        let known = &mut self.services[usize::from(at)];
        let second = std::mem::take(&mut known.second);
        let there = known
            .replicas
            .iter()
            .filter(|replica| replica.stand != Stand::Off);
        let workers = there.clone().count() as f64 * f64::from(known.workers);
        let queue: usize = there.clone().map(|replica| replica.queue.len()).sum();
        let up = there
            .clone()
            .filter(|replica| replica.stand == Stand::Up)
            .count();
        let pools = || there.clone().flat_map(|replica| &replica.pools);
        let used: u32 = pools().map(|pool| pool.used).sum();
        let waiting: u32 = pools().map(|pool| pool.waiters).sum();
        let size =
            known.pools.iter().map(|pool| pool.size).sum::<u32>() as usize * there.clone().count();
        let at_work = known.working.mean_since_read(now);
        let most_mb = there.clone().map(|one| one.memory_mb).fold(0.0, f64::max);
        let in_rotation = there
            .clone()
            .filter(|one| one.stand == Stand::Up && !one.pulse.out)
            .count();
        let mut readings = vec![
            count("http.server.requests", "requests", second.requests),
            count("http.server.errors", "errors", second.errors),
            count("http.server.refused", "refused", second.refused),
            count("http.server.abandoned", "abandoned", second.abandoned),
            count(
                "http.server.worker_timeouts",
                "worker_timeouts",
                second.killed,
            ),
            quantile("http.server.duration.p50", "p50_ms", 0.5),
            quantile("http.server.duration.p95", "p95_ms", 0.95),
            quantile("http.server.duration.p99", "p99_ms", 0.99),
            gauge(
                "http.server.active_requests",
                "in_flight",
                "requests",
                f64::from(known.inside.present),
            ),
            gauge(
                "http.server.listen_queue",
                "queue",
                "requests",
                queue as f64,
            ),
            gauge(
                "process.workers.utilization",
                "cpu",
                "1",
                if workers > 0.0 {
                    at_work / workers
                } else {
                    0.0
                },
            ),
            gauge(
                "db.client.connections.used",
                "pool_used",
                "connections",
                f64::from(used),
            ),
            gauge(
                "db.client.connections.max",
                "pool_size",
                "connections",
                size as f64,
            ),
            gauge(
                "db.client.connections.pending_requests",
                "pool_waiting",
                "requests",
                f64::from(waiting),
            ),
            count(
                "db.client.connections.timeouts",
                "pool_timeouts",
                second.pool_timeouts,
            ),
            count("process.starts", "restarts", second.starts),
            gauge(
                "deployment.replicas.ready",
                "replicas",
                "replicas",
                up as f64,
            ),
            count("http.server.rate_limited", "limited", second.limited),
        ];
        if let Some(memory) = known.memory {
            readings.extend([
                gauge("process.memory.usage", "memory_mb", "MB", most_mb),
                gauge(
                    "process.memory.limit",
                    "memory_limit_mb",
                    "MB",
                    memory.limit_mb,
                ),
                count("process.oom_kills", "oom_kills", second.oom),
            ]);
        }
        if known.health.is_some() {
            readings.push(gauge(
                "upstream.replicas.in_rotation",
                "in_rotation",
                "replicas",
                in_rotation as f64,
            ));
        }
        readings
    }

    pub(super) fn read_external(&mut self, at: u16) -> Vec<Reading> {
        let known = &mut self.externals[usize::from(at)];
        let second = std::mem::take(&mut known.second);
        vec![
            count("http.client.requests", "requests", second.requests),
            count("http.client.errors", "errors", second.errors),
            count("http.client.rate_limited", "limited", second.limited),
            quantile("http.client.duration.p50", "p50_ms", 0.5),
            quantile("http.client.duration.p95", "p95_ms", 0.95),
            gauge(
                "http.client.active_requests",
                "in_flight",
                "requests",
                f64::from(known.in_flight),
            ),
        ]
    }
}
