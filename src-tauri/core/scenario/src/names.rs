//! What there is to point at in a system: by faults, acts, alerts and graphs.

use std::collections::BTreeSet;

use world::SystemSpec;
use world::spec::{ComponentKind, EdgeSpec, ServiceSpec, Step, StepKind, VersionSpec};

/// Names that are taken before a system names anything.
pub const RESERVED: [&str; 6] = ["browser", "business", "traffic", "flags", "room", "process"];

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
        ],
        ComponentKind::Cache => &["hits", "misses", "hit_ratio"],
        ComponentKind::Queue => &["depth", "oldest_s", "published", "refused"],
        ComponentKind::Worker => &[
            "busy", "hung", "slots", "done", "failed", "retried", "p95_ms",
        ],
        ComponentKind::Model => &["requests", "errors", "p95_ms", "quality", "waiting"],
        ComponentKind::External => &["requests", "errors", "p95_ms", "limited"],
        ComponentKind::Browser => &[
            "page_loads",
            "js_errors",
            "failed_pages",
            "left",
            "journeys",
            "journeys_failed",
        ],
    }
}

/// Every component with its kind, in the order on screen.
pub fn components(system: &SystemSpec) -> Vec<(&str, ComponentKind)> {
    let mut all: Vec<(&str, ComponentKind)> = Vec::new();
    all.extend(
        system
            .services
            .iter()
            .map(|c| (c.id.as_str(), ComponentKind::Service)),
    );
    all.extend(
        system
            .databases
            .iter()
            .map(|c| (c.id.as_str(), ComponentKind::Database)),
    );
    all.extend(
        system
            .caches
            .iter()
            .map(|c| (c.id.as_str(), ComponentKind::Cache)),
    );
    all.extend(
        system
            .queues
            .iter()
            .map(|c| (c.id.as_str(), ComponentKind::Queue)),
    );
    all.extend(
        system
            .workers
            .iter()
            .map(|c| (c.id.as_str(), ComponentKind::Worker)),
    );
    all.extend(
        system
            .models
            .iter()
            .map(|c| (c.id.as_str(), ComponentKind::Model)),
    );
    all.extend(
        system
            .externals
            .iter()
            .map(|c| (c.id.as_str(), ComponentKind::External)),
    );
    all
}

/// Ids of the components of some kinds.
pub fn of_kind<'s>(system: &'s SystemSpec, kinds: &[ComponentKind]) -> Vec<&'s str> {
    components(system)
        .into_iter()
        .filter(|(_, kind)| kinds.contains(kind))
        .map(|(id, _)| id)
        .collect()
}

/// Kind of a component.
pub fn kind_of(system: &SystemSpec, id: &str) -> Option<ComponentKind> {
    components(system)
        .into_iter()
        .find(|(known, _)| *known == id)
        .map(|(_, kind)| kind)
}

/// Services and workers with their deploy history.
pub fn versions(system: &SystemSpec) -> Vec<(&str, &[VersionSpec])> {
    let services = system
        .services
        .iter()
        .map(|s| (s.id.as_str(), s.versions.as_slice()));
    let workers = system
        .workers
        .iter()
        .map(|w| (w.id.as_str(), w.versions.as_slice()));
    services.chain(workers).collect()
}

/// Services and workers that can be switched off.
pub fn non_essential(system: &SystemSpec) -> Vec<&str> {
    let services = system
        .services
        .iter()
        .filter(|s| !s.essential)
        .map(|s| s.id.as_str());
    let workers = system
        .workers
        .iter()
        .filter(|w| !w.essential)
        .map(|w| w.id.as_str());
    services.chain(workers).collect()
}

/// Pools: `api.db`.
pub fn pools(system: &SystemSpec) -> Vec<String> {
    let of = |s: &ServiceSpec| {
        s.pools
            .keys()
            .map(|db| format!("{}.{db}", s.id))
            .collect::<Vec<_>>()
    };
    system.services.iter().flat_map(of).collect()
}

/// Edges that calls go over: `api->payments`.
pub fn call_edges(system: &SystemSpec) -> Vec<String> {
    edges(system, false)
}

/// Edges that calls, queries, look-ups and tasks go over: `api->db`.
pub fn all_edges(system: &SystemSpec) -> Vec<String> {
    edges(system, true)
}

/// What a service answers or a worker does; None for other components.
pub fn parts_of(system: &SystemSpec, id: &str) -> Option<Vec<String>> {
    if let Some(service) = system.services.iter().find(|s| s.id == id) {
        return Some(service.endpoints.iter().map(|e| e.name.clone()).collect());
    }
    if let Some(worker) = system.workers.iter().find(|w| w.id == id) {
        return Some(worker.tasks.iter().map(|t| t.name.clone()).collect());
    }
    let queue = system.queues.iter().find(|q| q.id == id)?;
    let workers = system.workers.iter().filter(|w| w.queue == queue.id);
    Some(
        workers
            .flat_map(|w| &w.tasks)
            .map(|t| t.name.clone())
            .collect(),
    )
}

/// What a fault on something can be restricted to: endpoints, tasks, tables, journeys.
pub fn parts_at(system: &SystemSpec, on: &str) -> Vec<String> {
    if on == "traffic" || on == "browser" {
        return system
            .traffic
            .journeys
            .iter()
            .map(|j| j.name.clone())
            .collect();
    }
    if let Some((from, to)) = on.split_once("->") {
        let mut all = parts_of(system, from).unwrap_or_default();
        all.extend(parts_of(system, to).unwrap_or_default());
        all.extend(tables(system, to));
        return all;
    }
    match kind_of(system, on) {
        Some(ComponentKind::Database) => tables(system, on),
        Some(ComponentKind::Model) => {
            let tasks = system.workers.iter().flat_map(|w| &w.tasks);
            tasks
                .filter(|t| t.model.as_deref() == Some(on))
                .map(|t| t.name.clone())
                .collect()
        }
        Some(_) => parts_of(system, on).unwrap_or_default(),
        // A pool has the endpoints of its service.
        None => parts_of(system, on.split('.').next().unwrap_or("")).unwrap_or_default(),
    }
}

/// Tables of a database, as far as steps name them.
fn tables(system: &SystemSpec, id: &str) -> Vec<String> {
    let steps = system.services.iter().flat_map(steps_of);
    let named = steps.filter_map(|step| match &step.kind {
        StepKind::Query {
            database, table, ..
        } if database == id => Some(table.clone()),
        _ => None,
    });
    let unique: BTreeSet<String> = named.collect();
    unique.into_iter().collect()
}

/// Keys that `set-config` and a `misconfigured` fault take.
pub fn config_keys(system: &SystemSpec) -> Vec<String> {
    let mut keys = Vec::new();
    for service in &system.services {
        let id = &service.id;
        for database in service.pools.keys() {
            keys.push(format!("{id}.pool.{database}.size"));
            keys.push(format!("{id}.pool.{database}.wait_ms"));
        }
        let fields = ["workers", "queue_length", "queue_order", "timeout_ms"];
        keys.extend(fields.map(|field| format!("{id}.{field}")));
    }
    for edge in call_edges(system) {
        let fields = ["timeout_ms", "attempts", "backoff_ms", "retry_budget"];
        keys.extend(fields.map(|field| format!("{edge}.{field}")));
    }
    let with_breaker = edges_with(system, |edge| edge.breaker.is_some());
    keys.extend(
        with_breaker
            .iter()
            .map(|edge| format!("{edge}.breaker_ratio")),
    );
    keys.extend(
        system
            .databases
            .iter()
            .map(|db| format!("{}.max_connections", db.id)),
    );
    keys.extend(
        system
            .queues
            .iter()
            .map(|queue| format!("{}.capacity", queue.id)),
    );
    for worker in &system.workers {
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

/// Edges of which one call is made in a certain way.
pub fn edges_with(system: &SystemSpec, is_so: impl Fn(&EdgeSpec) -> bool) -> Vec<String> {
    let mut all = call_edges(system);
    all.retain(|id| {
        let (from, to) = id.split_once("->").unwrap_or_default();
        let steps = system
            .services
            .iter()
            .filter(|service| service.id == from)
            .flat_map(steps_of);
        let mut edges = steps.filter_map(|step| match &step.kind {
            StepKind::Call { target, edge, .. } if target == to => Some(edge),
            _ => None,
        });
        edges.any(&is_so)
    });
    all
}

/// Every step of a service, those on a cache miss included.
pub fn steps_of(service: &ServiceSpec) -> Vec<&Step> {
    let mut all = Vec::new();
    service
        .endpoints
        .iter()
        .for_each(|endpoint| walk(&endpoint.steps, &mut all));
    all
}

fn walk<'s>(steps: &'s [Step], all: &mut Vec<&'s Step>) {
    for step in steps {
        all.push(step);
        if let StepKind::Cache { miss, .. } = &step.kind {
            walk(miss, all);
        }
    }
}

fn edges(system: &SystemSpec, with_data: bool) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for service in &system.services {
        for step in steps_of(service) {
            let target = match &step.kind {
                StepKind::Call { target, .. } => Some(target),
                StepKind::Query { database, .. } if with_data => Some(database),
                StepKind::Cache { cache, .. } if with_data => Some(cache),
                StepKind::Enqueue { queue, .. } if with_data => Some(queue),
                _ => None,
            };
            all.extend(target.map(|target| format!("{}->{target}", service.id)));
        }
    }
    if with_data {
        for worker in &system.workers {
            let models = worker.tasks.iter().filter_map(|task| task.model.as_ref());
            all.extend(
                models
                    .chain([&worker.queue])
                    .map(|to| format!("{}->{to}", worker.id)),
            );
        }
    }
    let mut seen = BTreeSet::new();
    all.retain(|edge| seen.insert(edge.clone()));
    all
}
