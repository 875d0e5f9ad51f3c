//! Databases and caches.

use super::{Reading, count, gauge, quantile};
use crate::World;

impl World {
    pub(super) fn read_database(&mut self, at: u16) -> Vec<Reading> {
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

    pub(super) fn read_cache(&mut self, at: u16) -> Vec<Reading> {
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
}
