//! What is read of each part, said here and nowhere else: the same list names the series at
//! the start and fills them while running.

use crate::World;
use crate::parts::Part;
use crate::parts::replica::Stand;
use crate::parts::worker::Slot;

/// One figure, as it is read.
pub(super) struct Reading {
    pub(super) metric: &'static str,
    pub(super) alias: &'static str,
    pub(super) unit: &'static str,
    pub(super) what: Value,
}

pub(super) enum Value {
    Count(u32),
    Gauge(f64),
    /// Quantile of the part's latencies.
    Quantile(f64),
}

fn count(metric: &'static str, alias: &'static str, value: u32) -> Reading {
    Reading {
        metric,
        alias,
        unit: "1",
        what: Value::Count(value),
    }
}

fn gauge(metric: &'static str, alias: &'static str, unit: &'static str, value: f64) -> Reading {
    Reading {
        metric,
        alias,
        unit,
        what: Value::Gauge(value),
    }
}

fn quantile(metric: &'static str, alias: &'static str, quantile: f64) -> Reading {
    Reading {
        metric,
        alias,
        unit: "ms",
        what: Value::Quantile(quantile),
    }
}

impl World {
    pub(super) fn read(&mut self, part: Part) -> Vec<Reading> {
        match part {
            Part::Browser => self.read_browser(),
            Part::Service(at) => self.read_service(at),
            Part::Database(at) => self.read_database(at),
            Part::Cache(at) => self.read_cache(at),
            Part::Queue(at) => self.read_queue(at),
            Part::Worker(at) => self.read_worker(at),
            Part::Model(at) => self.read_model(at),
            Part::External(at) => self.read_external(at),
        }
    }

    fn read_browser(&mut self) -> Vec<Reading> {
        let second = std::mem::take(&mut self.traffic.second);
        vec![
            count("browser.page_loads", "page_loads", second.page_loads),
            count("browser.js.errors", "js_errors", second.js_errors),
            count(
                "browser.page_loads.failed",
                "failed_pages",
                second.failed_pages,
            ),
            count("browser.users.left", "left", second.left),
            count("browser.users.turned_away", "shed", second.shed),
            count("browser.http.requests", "requests", second.calls),
            count("browser.http.errors", "errors", second.calls_failed),
            count("browser.http.retries", "retries", second.retries),
            count("browser.journeys", "journeys", second.journeys),
            count(
                "browser.journeys.done",
                "journeys_done",
                second.journeys_done,
            ),
            count(
                "browser.journeys.failed",
                "journeys_failed",
                second.journeys_failed,
            ),
            gauge(
                "browser.users.active",
                "users",
                "users",
                f64::from(self.traffic.inside.present),
            ),
        ]
    }

    fn read_service(&mut self, at: u16) -> Vec<Reading> {
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

    fn read_database(&mut self, at: u16) -> Vec<Reading> {
        let now = self.now;
        let known = &mut self.databases[usize::from(at)];
        let second = std::mem::take(&mut known.second);
        let waiting = known.waiting.len() as f64 + f64::from(known.locked);
        let mut readings = vec![
            gauge(
                "pg_stat_activity.count",
                "connections",
                "connections",
                f64::from(known.connections),
            ),
            gauge(
                "pg_settings.max_connections",
                "max_connections",
                "connections",
                f64::from(known.max_connections),
            ),
            gauge(
                "pg_stat_activity.active",
                "active",
                "queries",
                f64::from(known.busy),
            ),
            gauge("pg_stat_activity.waiting", "waiting", "queries", waiting),
            gauge(
                "pg_locks.waiting",
                "locked",
                "queries",
                f64::from(known.locked),
            ),
            gauge(
                "system.cpu.utilization",
                "cpu",
                "1",
                f64::from(known.busy) / f64::from(known.cores.max(1)),
            ),
            count("db.server.queries", "queries", second.queries),
            count("db.server.errors", "errors", second.errors),
            quantile("db.server.duration.p50", "p50_ms", 0.5),
            quantile("db.server.duration.p95", "p95_ms", 0.95),
            quantile("db.server.duration.p99", "p99_ms", 0.99),
            count("db.server.connections.refused", "refused", second.refused),
            count("pg_stat_database.writes", "writes", second.writes),
            count("pg_failover.lost_writes", "lost_writes", second.lost),
        ];
        if let Some(follows) = &known.follows {
            readings.extend([
                gauge(
                    "pg_replication.lag",
                    "lag_s",
                    "s",
                    follows.lag_us(now) as f64 / 1e6,
                ),
                count("db.server.stale_reads", "stale_reads", second.stale),
            ]);
        }
        if let Some(disk) = &known.disk {
            readings.push(gauge(
                "system.filesystem.utilization",
                "disk",
                "1",
                disk.used(),
            ));
        }
        readings
    }

    fn read_cache(&mut self, at: u16) -> Vec<Reading> {
        let known = &mut self.caches[usize::from(at)];
        let second = std::mem::take(&mut known.second);
        let looked = second.hits + second.misses;
        let ratio = if looked > 0 {
            f64::from(second.hits) / f64::from(looked)
        } else {
            known.hit_ratio * known.warmth
        };
        vec![
            count("redis.keyspace.hits", "hits", second.hits),
            count("redis.keyspace.misses", "misses", second.misses),
            gauge("redis.keyspace.hit_ratio", "hit_ratio", "1", ratio),
            gauge("redis.keyspace.warmth", "warmth", "1", known.warmth),
            count("redis.errors", "errors", second.errors),
            quantile("redis.command.duration.p95", "p95_ms", 0.95),
        ]
    }

    fn read_queue(&mut self, at: u16) -> Vec<Reading> {
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

    fn read_worker(&mut self, at: u16) -> Vec<Reading> {
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

    fn read_model(&mut self, at: u16) -> Vec<Reading> {
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

    fn read_external(&mut self, at: u16) -> Vec<Reading> {
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
