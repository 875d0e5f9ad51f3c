//! Configuration keys, as `set-config` and `misconfigured` name them.

use world::SystemSpec;

use super::{call_edges, edges_with};

/// Keys that `set-config` and a `misconfigured` fault take.
pub fn config_keys(system: &SystemSpec) -> Vec<String> {
    let mut keys = Vec::new();
    for service in &system.services {
        let id = &service.id;
        for database in service.pools.keys() {
            keys.push(format!("{id}.pool.{database}.size"));
            keys.push(format!("{id}.pool.{database}.wait_ms"));
        }
        let fields = [
            "workers",
            "queue_length",
            "queue_order",
            "timeout_ms",
            "rate_limit",
        ];
        keys.extend(fields.map(|field| format!("{id}.{field}")));
        if service.memory.is_some() {
            keys.push(format!("{id}.memory_mb"));
        }
        if service.health.is_some() {
            let fields = ["every_ms", "timeout_ms", "failures"];
            keys.extend(fields.map(|field| format!("{id}.health.{field}")));
        }
    }
    for edge in call_edges(system) {
        let fields = [
            "timeout_ms",
            "attempts",
            "backoff_ms",
            "jitter",
            "retry_budget",
        ];
        keys.extend(fields.map(|field| format!("{edge}.{field}")));
    }
    let with_breaker = edges_with(system, |edge| edge.breaker.is_some());
    keys.extend(
        with_breaker
            .iter()
            .map(|edge| format!("{edge}.breaker_ratio")),
    );
    for database in &system.databases {
        let fields = ["max_connections", "lock_timeout_ms"];
        keys.extend(fields.map(|field| format!("{}.{field}", database.id)));
    }
    for queue in &system.queues {
        let fields = ["capacity", "max_deliveries"];
        keys.extend(fields.map(|field| format!("{}.{field}", queue.id)));
    }
    for worker in &system.workers {
        keys.push(format!("{}.prefetch", worker.id));
        for task in &worker.tasks {
            let fields = ["timeout_ms", "attempts", "retry_after_ms"];
            keys.extend(fields.map(|field| format!("{}.task.{}.{field}", worker.id, task.name)));
        }
    }
    keys.extend(
        system
            .models
            .iter()
            .map(|model| format!("{}.slots", model.id)),
    );
    keys.extend(
        system
            .externals
            .iter()
            .map(|external| format!("{}.rate_limit", external.id)),
    );
    keys.extend(["attempts", "gives_up_ms", "retry_after_ms"].map(|f| format!("traffic.{f}")));
    keys
}
