//! The storefront with everything that can break: memory, disk, replica, health checks, a GPU.

use crate::systems::{cpu, database, endpoint, journey, ms, query, storefront, version, write};
use world::SystemSpec;
use world::spec::{
    DatabaseSpec, DiskSpec, GpuSpec, HealthSpec, Holds, MemorySpec, PoolSpec, QueueSpec,
    ReplicaSpec, Stack,
};

/// It, with so many journeys a second.
pub fn full(rate: f64) -> SystemSpec {
    let mut spec = storefront(rate);
    spec.databases[0].disk = Some(DiskSpec {
        size_mb: 4_000.0,
        used_mb: 1_200.0,
        write_mb: 0.01,
    });
    spec.databases.push(DatabaseSpec {
        replica: Some(ReplicaSpec {
            of: "db".into(),
            replays: 500.0,
        }),
        ..database("db-replica", 4, 60)
    });
    spec.queues.push(QueueSpec {
        id: "unread".into(),
        title: String::new(),
        stack: Stack::Redis,
        capacity: 50_000,
        max_deliveries: 0,
    });
    spec.models[0].gpu = Some(GpuSpec {
        size_mb: 16_000.0,
        weights_mb: 9_000.0,
        each_mb: 400.0,
    });
    spec.traffic.journeys.push(journey(
        "order",
        1.0,
        &[
            ("web", "GET /checkout"),
            ("api", "POST /api/checkout"),
            ("api", "GET /api/orders/:id"),
        ],
        None,
    ));
    full_api(&mut spec);
    spec
}

fn full_api(spec: &mut SystemSpec) {
    let api = &mut spec.services[1];
    api.memory = Some(MemorySpec {
        base_mb: 180.0,
        limit_mb: 512.0,
    });
    api.health = Some(HealthSpec {
        endpoint: "GET /healthz".into(),
        every_us: 5_000_000,
        timeout_us: 1_000_000,
        failures: 3,
        passes: 2,
    });
    api.pools.insert(
        "db-replica".into(),
        PoolSpec {
            size: 10,
            wait_us: 2_000_000,
        },
    );
    api.versions.push(version("v215", None));
    api.endpoints
        .push(endpoint("GET /healthz", vec![cpu(ms(5))]));
    api.endpoints.push(endpoint(
        "GET /api/orders/:id",
        vec![
            cpu(ms(4)),
            query("db-replica", "orders", ms(5), Holds::Query),
        ],
    ));
    // The second query of a checkout stores the order.
    let checkout = &mut api.endpoints[1].steps;
    checkout[3] = write("db", "orders", ms(4));
}
