//! The database page: connections, locks, slow statements, replication, disks.

use drill::{Drill, words};
use world::{ConnectionsBy, DatabasePage};

use super::{amount, figure, fullness, last, minute, moment, table};
use crate::lookup::TableView;
use crate::parts::Tone;

/// Slow statements shown at most, of all databases together.
const SLOW_SHOWN: usize = 20;

/// The tables of the page, in the order in which they are asked for.
pub(super) fn tables(drill: &Drill) -> Vec<TableView> {
    let databases = drill.scenario().system.databases.iter();
    let pages: Vec<DatabasePage> = databases
        .filter_map(|db| drill.world().database_page(&db.id).ok())
        .collect();
    vec![
        databases_table(drill, &pages),
        lock_holders(drill, &pages),
        lock_waits(&pages),
        connections(&pages),
        pools(drill),
        slow(drill, &pages),
        storage(&pages),
    ]
}

fn databases_table(drill: &Drill, pages: &[DatabasePage]) -> TableView {
    let rows = pages.iter().map(|page| {
        let cells = vec![
            page.id.clone(),
            stands(&page.stand).to_owned(),
            format!("{} of {}", page.connections, page.max_connections),
            format!("{} of {}", page.executing, page.cores),
            page.waiting_for_core.to_string(),
            page.waiting_for_lock.to_string(),
            figure(last(drill, &page.id, "queries")),
            figure(minute(drill, &page.id, "p95_ms")),
            figure(minute(drill, &page.id, "refused")),
        ];
        let tone = match page.stand.as_str() {
            "up" if page.waiting_for_lock > 0 || page.waiting_for_core > page.cores => Tone::Warn,
            "up" => Tone::Plain,
            _ => Tone::Bad,
        };
        let full = fullness(page.connections.into(), page.max_connections.into());
        (cells, worse(tone, full))
    });
    table(
        "Databases",
        &[
            "Database",
            "State",
            "Connections",
            "Cores busy",
            "Waiting for a core",
            "Waiting for a lock",
            "Queries/s",
            "p95 ms, last minute",
            "Refused, last minute",
        ],
        "This system has no database.",
        rows.collect(),
    )
}

fn stands(stand: &str) -> &str {
    if stand == "down" {
        "takes no connection"
    } else {
        stand
    }
}

fn worse(one: Tone, other: Tone) -> Tone {
    match (one, other) {
        (Tone::Bad, _) | (_, Tone::Bad) => Tone::Bad,
        (Tone::Warn, _) | (_, Tone::Warn) => Tone::Warn,
        _ => one,
    }
}

fn lock_holders(drill: &Drill, pages: &[DatabasePage]) -> TableView {
    let rows = pages.iter().flat_map(|page| {
        page.lock_holders.iter().map(|one| {
            let since = format!(
                "{} ({})",
                moment(drill, one.since_ms),
                words::duration(drill.now_ms() - one.since_ms)
            );
            let cells = vec![
                page.id.clone(),
                one.pid.to_string(),
                one.table.clone().unwrap_or_else(|| "all tables".to_owned()),
                since,
                one.state.clone(),
                one.statement
                    .clone()
                    .unwrap_or_else(|| "last one not known".to_owned()),
            ];
            let waited_for = page.waiting_for_lock > 0;
            (cells, if waited_for { Tone::Bad } else { Tone::Warn })
        })
    });
    table(
        "Sessions that hold a lock others may wait for",
        &["Database", "PID", "Table", "Since", "State", "Statement"],
        "None that anybody waits for.",
        rows.collect(),
    )
}

fn lock_waits(pages: &[DatabasePage]) -> TableView {
    let rows = pages.iter().flat_map(|page| {
        page.lock_waits.iter().map(|one| {
            let cells = vec![
                page.id.clone(),
                one.table.clone(),
                one.client.clone(),
                one.queries.to_string(),
                words::duration(one.longest_ms.into()),
                one.blocked_by.to_string(),
            ];
            (cells, Tone::Warn)
        })
    });
    table(
        "Who waits for a lock, longest first",
        &[
            "Database",
            "Table",
            "Client",
            "Queries",
            "Longest wait",
            "Blocked by PID",
        ],
        "Nobody waits for a lock.",
        rows.collect(),
    )
}

fn connections(pages: &[DatabasePage]) -> TableView {
    let rows = pages.iter().flat_map(|page| {
        page.holders.iter().map(|one| {
            let open = one.active + one.idle + one.idle_in_transaction;
            let cells = vec![
                page.id.clone(),
                one.holder.clone(),
                open.to_string(),
                one.active.to_string(),
                one.idle.to_string(),
                one.idle_in_transaction.to_string(),
            ];
            (cells, held(one))
        })
    });
    table(
        "Connections by client",
        &[
            "Database",
            "Client",
            "Open",
            "Active",
            "Idle",
            "Idle in transaction",
        ],
        "No client is connected.",
        rows.collect(),
    )
}

/// Most of what a client has open does nothing, and nobody else can have it.
fn held(one: &ConnectionsBy) -> Tone {
    if one.idle_in_transaction > 2 && one.idle_in_transaction > one.active + one.idle {
        Tone::Warn
    } else {
        Tone::Plain
    }
}

fn pools(drill: &Drill) -> TableView {
    let mut rows = Vec::new();
    for service in &drill.scenario().system.services {
        let Ok(page) = drill.world().replica_page(&service.id) else {
            continue;
        };
        let there = page.replicas.iter().filter(|one| one.stand != "off");
        for database in service.pools.keys() {
            let pools = || there.clone().flat_map(|one| &one.pools);
            let here = || pools().filter(|pool| pool.database == *database);
            let used: u32 = here().map(|pool| pool.used).sum();
            let size: u32 = here().map(|pool| pool.size).sum();
            let waiting: u32 = here().map(|pool| pool.waiting).sum();
            let cells = vec![
                service.id.clone(),
                database.clone(),
                format!("{used} of {size}"),
                waiting.to_string(),
                figure(minute(drill, &service.id, "pool_timeouts")),
            ];
            rows.push((cells, fullness(used.into(), size.into())));
        }
    }
    table(
        "Connection pools of the services, all replicas together",
        &[
            "Service",
            "Database",
            "In use",
            "Requests waiting",
            "Service gave up waiting, last minute",
        ],
        "No service keeps a pool.",
        rows,
    )
}

fn slow(drill: &Drill, pages: &[DatabasePage]) -> TableView {
    let all = pages
        .iter()
        .flat_map(|page| page.slow.iter().map(|one| (page.id.as_str(), one)));
    let mut all: Vec<_> = all.collect();
    all.sort_by_key(|(_, one)| std::cmp::Reverse(one.at_ms));
    let rows = all.into_iter().take(SLOW_SHOWN).map(|(database, one)| {
        let cells = vec![
            moment(drill, one.at_ms),
            database.to_owned(),
            one.table.clone(),
            format!("{}", one.took_ms),
        ];
        (cells, Tone::Plain)
    });
    table(
        "Slow statements, newest first",
        &["Ended", "Database", "Table", "Took, ms"],
        "None took longer than 500 ms lately.",
        rows.collect(),
    )
}

fn storage(pages: &[DatabasePage]) -> TableView {
    let rows = pages.iter().map(|page| {
        let follows = page.replication.as_ref();
        let dash = || "–".to_owned();
        let cells = vec![
            page.id.clone(),
            page.disk
                .map_or_else(dash, |disk| amount(disk.used_mb, disk.size_mb)),
            match (follows, page.replicas.is_empty()) {
                (Some(of), _) => format!("follows {}", of.of),
                (None, false) => format!("followed by {}", page.replicas.join(", ")),
                (None, true) => "has no replica".to_owned(),
            },
            follows.map_or_else(dash, |of| words::duration((of.lag_s * 1_000.0) as i64)),
            follows.map_or_else(dash, |of| of.behind.to_string()),
            follows.map_or_else(dash, |of| of.stale_reads.to_string()),
            page.lost_writes.to_string(),
        ];
        let disk = page.disk.map_or(Tone::Plain, |disk| match disk.full {
            true => Tone::Bad,
            false => fullness(disk.used_mb, disk.size_mb),
        });
        let behind = follows.is_some_and(|of| of.lag_s > 10.0) || page.lost_writes > 0;
        (
            cells,
            worse(disk, if behind { Tone::Warn } else { Tone::Plain }),
        )
    });
    table(
        "Disks and replication; stale reads and lost writes since STARTEX",
        &[
            "Database",
            "Disk, MB",
            "Replication",
            "Lag",
            "Writes not replayed",
            "Stale reads",
            "Lost writes",
        ],
        "This system has no database.",
        rows.collect(),
    )
}
