//! What is legal and unwise in a system: it runs, but perhaps not as was meant.

use std::collections::BTreeMap;

use super::{Weights, each_step};
use crate::problem::Problem;
use crate::spec::{ServiceSpec, StepKind, SystemSpec};

/// Share of its workers that a service needs by itself from which it is said to be full.
const FULL: f64 = 0.95;

/// Warnings about a system that can run.
pub fn advice(spec: &SystemSpec) -> Vec<Problem> {
    let mut all = pools(spec);
    all.extend(overloaded(spec));
    all.extend(unasked(spec));
    all
}

fn problem(path: String, message: String, help: &str) -> Problem {
    Problem {
        path,
        message,
        help: help.to_owned(),
    }
}

/// Pools that, all open, are more than their database takes.
fn pools(spec: &SystemSpec) -> Vec<Problem> {
    let mut wanted: BTreeMap<&str, u32> = BTreeMap::new();
    for service in &spec.services {
        for (database, pool) in &service.pools {
            *wanted.entry(database).or_default() += pool.size.saturating_mul(service.replicas);
        }
    }
    let over = spec.databases.iter().filter_map(|database| {
        let sum = wanted.get(database.id.as_str()).copied().unwrap_or(0);
        (sum > database.max_connections).then(|| {
            problem(
                format!("database.{}.max_connections", database.id),
                format!(
                    "The pools of all replicas may open {sum} connections; `{}` takes {}.",
                    database.id, database.max_connections
                ),
                "Under load it will refuse some. Make the pools smaller, if that is not the story.",
            )
        })
    });
    over.collect()
}

/// Services that normal traffic alone fills: they are broken before anything breaks.
fn overloaded(spec: &SystemSpec) -> Vec<Problem> {
    let weights = Weights::of(spec);
    let full = spec.services.iter().filter_map(|service| {
        let needed = weights.work.get(&service.id).copied().unwrap_or(0.0);
        let there = f64::from(service.replicas) * f64::from(service.workers);
        (needed > FULL * there).then(|| {
            problem(
                format!("service.{}.workers", service.id),
                format!(
                    "Normal traffic keeps {needed:.1} of its {there:.0} workers busy before anything waits."
                ),
                "It will never keep up. Give it more workers or replicas, or less to do.",
            )
        })
    });
    full.collect()
}

/// Endpoints that nobody asks for.
fn unasked(spec: &SystemSpec) -> Vec<Problem> {
    let mut all = Vec::new();
    for service in &spec.services {
        for (at, endpoint) in service.endpoints.iter().enumerate() {
            if !is_asked(spec, service, &endpoint.name) {
                all.push(problem(
                    format!("service.{}.endpoint[{at}]", service.id),
                    format!("Nobody asks for `{}`.", endpoint.name),
                    "Let a journey or a call use it, or leave it out.",
                ));
            }
        }
    }
    all
}

fn is_asked(spec: &SystemSpec, service: &ServiceSpec, name: &str) -> bool {
    let checked = service
        .health
        .as_ref()
        .is_some_and(|health| health.endpoint == name);
    let visited = spec
        .traffic
        .journeys
        .iter()
        .flat_map(|journey| &journey.calls)
        .any(|(to, endpoint)| *to == service.id && endpoint == name);
    let mut called = false;
    for endpoint in spec.services.iter().flat_map(|other| &other.endpoints) {
        each_step(&endpoint.steps, &mut |step| {
            if let StepKind::Call {
                target, endpoint, ..
            } = &step.kind
            {
                called |= *target == service.id && endpoint == name;
            }
        });
    }
    checked || visited || called
}
