//! What is measured: the storefront of the tests, at any size, healthy or not.
#![allow(dead_code)] // Each user of this file needs another part of it.

#[path = "../../tests/it/systems.rs"]
pub mod systems;

use world::{Carrier, Effect, Fault, Shape, SystemSpec};

/// Journeys a second that the storefront of the tests is built for.
const BUILT_FOR: f64 = 60.0;

/// The storefront for so many journeys a second: everything that serves them grows with them.
pub fn storefront(rate: f64) -> SystemSpec {
    let mut spec = systems::storefront(rate);
    let more = |count: u32| (f64::from(count) * rate / BUILT_FOR).ceil() as u32;
    for service in &mut spec.services {
        service.replicas = more(service.replicas);
    }
    for database in &mut spec.databases {
        database.cores = more(database.cores);
        database.max_connections = more(database.max_connections);
    }
    for queue in &mut spec.queues {
        queue.capacity = more(queue.capacity);
    }
    for worker in &mut spec.workers {
        worker.slots = more(worker.slots);
    }
    for model in &mut spec.models {
        model.slots = more(model.slots);
    }
    for external in &mut spec.externals {
        external.rate_limit = external.rate_limit.map(|limit| limit * rate / BUILT_FOR);
    }
    spec
}

/// Checkouts keep their database connections, in a version that can be rolled back.
pub fn leak() -> Fault {
    Fault {
        title: "v214 leaks connections".into(),
        on: "api.db".into(),
        only: Some("POST /api/checkout".into()),
        effect: Effect::PoolLeak { rate: 0.02 },
        shape: Shape::Step,
        for_ms: None,
        carried_by: Carrier::Version {
            component: "api".into(),
            version: "v214".into(),
        },
    }
}
