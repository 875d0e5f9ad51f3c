//! What expressions can read: short names of metrics, by component.

use world::SystemSpec;
use world::spec::ComponentKind;

use super::kind_of;

/// Aliases of what expressions can read, by kind of component.
pub const fn aliases(kind: ComponentKind) -> &'static [&'static str] {
    match kind {
        ComponentKind::Service => &[
            "requests",
            "errors",
            "p50_ms",
            "p95_ms",
            "p99_ms",
            "in_flight",
            "queue",
            "cpu",
            "pool_used",
            "pool_size",
            "pool_waiting",
            "pool_timeouts",
            "refused",
            "abandoned",
            "worker_timeouts",
            "limited",
            "restarts",
            "replicas",
        ],
        ComponentKind::Database => &[
            "connections",
            "max_connections",
            "active",
            "waiting",
            "queries",
            "errors",
            "p95_ms",
            "refused",
            "locked",
            "cpu",
            "writes",
            "lost_writes",
        ],
        ComponentKind::Cache => &["hits", "misses", "hit_ratio", "warmth", "errors"],
        ComponentKind::Queue => &[
            "depth",
            "oldest_s",
            "published",
            "refused",
            "scheduled",
            "failed_tasks",
            "purged",
        ],
        ComponentKind::Worker => &[
            "busy",
            "hung",
            "slots",
            "done",
            "late",
            "failed",
            "retried",
            "p95_ms",
            "idle",
            "lost",
            "oom_kills",
            "reserved",
            "restarts",
        ],
        ComponentKind::Model => &[
            "requests", "errors", "p95_ms", "quality", "waiting", "wrong", "busy",
        ],
        ComponentKind::External => &["requests", "errors", "p95_ms", "limited"],
        ComponentKind::Browser => &[
            "page_loads",
            "js_errors",
            "failed_pages",
            "left",
            "journeys",
            "journeys_failed",
            "requests",
            "retries",
            "shed",
        ],
    }
}

/// Aliases of what expressions can read of one component: those of its kind, and those that
/// only some have.
pub fn aliases_of(system: &SystemSpec, id: &str) -> Vec<&'static str> {
    let Some(kind) = kind_of(system, id) else {
        return Vec::new();
    };
    let mut all = aliases(kind).to_vec();
    if let Some(of) = system.services.iter().find(|one| one.id == id) {
        if of.memory.is_some() {
            all.extend(["memory_mb", "memory_limit_mb", "oom_kills"]);
        }
        if of.health.is_some() {
            all.push("in_rotation");
        }
    }
    if let Some(of) = system.databases.iter().find(|one| one.id == id) {
        if of.replica.is_some() {
            all.extend(["lag_s", "stale_reads"]);
        }
        if of.disk.is_some() {
            all.push("disk");
        }
    }
    if let Some(of) = system.models.iter().find(|one| one.id == id)
        && of.gpu.is_some()
    {
        all.push("gpu_memory");
    }
    all
}
