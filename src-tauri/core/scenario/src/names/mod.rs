//! What there is to point at in a system: by faults, acts, alerts and graphs.

use std::collections::BTreeSet;

use world::SystemSpec;
use world::spec::{ComponentKind, ServiceSpec, Step, StepKind, VersionSpec};

mod edges;
mod keys;
mod metrics;

pub use edges::{all_edges, call_edges, edges_with, user_edges};
pub use keys::config_keys;
pub use metrics::{aliases, aliases_of};

/// Names that are taken before a system names anything.
pub const RESERVED: [&str; 9] = [
    "browser",
    "business",
    "traffic",
    "flags",
    "room",
    "process",
    "data",
    "outside",
    "telemetry",
];

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

/// Components that can run out of memory.
pub fn limited(system: &SystemSpec) -> Vec<String> {
    let services = system.services.iter().filter(|one| one.memory.is_some());
    let workers = system.workers.iter().filter(|one| one.memory.is_some());
    let models = system.models.iter().filter(|one| one.gpu.is_some());
    services
        .map(|one| one.id.clone())
        .chain(workers.map(|one| one.id.clone()))
        .chain(models.map(|one| one.id.clone()))
        .collect()
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
