//! Edges: who uses whom.

use std::collections::BTreeSet;

use world::SystemSpec;
use world::spec::{EdgeSpec, StepKind};

use super::steps_of;

/// Edges that calls go over: `api->payments`.
pub fn call_edges(system: &SystemSpec) -> Vec<String> {
    edges(system, false)
}

/// Edges that calls, queries, look-ups and tasks go over: `api->db`.
pub fn all_edges(system: &SystemSpec) -> Vec<String> {
    edges(system, true)
}

/// Edges that users' browsers call over: `browser->api`.
pub fn user_edges(system: &SystemSpec) -> Vec<String> {
    let journeys = system.traffic.journeys.iter();
    let called: BTreeSet<&String> = journeys
        .flat_map(|journey| journey.calls.iter().map(|(service, _)| service))
        .collect();
    called
        .into_iter()
        .map(|id| format!("browser->{id}"))
        .collect()
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
