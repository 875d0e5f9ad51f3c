//! The database page.

use drill::Drill;

use super::{figure, fullness, last, sum, table};
use crate::lookup::TableView;

pub(super) fn databases(drill: &Drill) -> TableView {
    let rows = drill.scenario().system.databases.iter().map(|db| {
        let get = |alias| last(drill, &db.id, alias);
        let (used, max) = (get("connections"), get("max_connections"));
        let cells = vec![
            db.title.clone(),
            format!("{} of {}", figure(used), figure(max)),
            figure(get("active")),
            figure(get("waiting")),
            figure(get("queries")),
            figure(get("p95_ms")),
            figure(sum(drill, &db.id, "refused", 60)),
        ];
        (cells, fullness(used, max))
    });
    table(
        "Database",
        &[
            "Database",
            "Connections",
            "Active queries",
            "Waiting queries",
            "Queries/s",
            "p95 ms",
            "Refused, last minute",
        ],
        "This system has no database.",
        rows.collect(),
    )
}

pub(super) fn pools(drill: &Drill) -> TableView {
    let services = drill
        .scenario()
        .system
        .services
        .iter()
        .filter(|s| !s.pools.is_empty());
    let rows = services.map(|service| {
        let get = |alias| last(drill, &service.id, alias);
        let (used, size) = (get("pool_used"), get("pool_size"));
        let cells = vec![
            service.title.clone(),
            format!("{} of {}", figure(used), figure(size)),
            figure(get("pool_waiting")),
            figure(sum(drill, &service.id, "pool_timeouts", 60)),
        ];
        (cells, fullness(used, size))
    });
    table(
        "Connection pools of the services, all replicas together",
        &[
            "Service",
            "In use",
            "Requests waiting",
            "Gave up waiting, last minute",
        ],
        "No service keeps a pool.",
        rows.collect(),
    )
}
