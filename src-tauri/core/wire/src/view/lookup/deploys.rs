//! The deploys page: what was changed, and what runs now.

use drill::Drill;
use world::{Change, MemoryState, PoolState, ReplicaState};

use super::{amount, moment, table};
use crate::lookup::TableView;
use crate::parts::Tone;

/// What is younger than this stands before the replicas, the rest below them, milliseconds.
const LATELY_MS: i64 = 86_400_000;
/// What is younger than this is pointed out, milliseconds.
const JUST_NOW_MS: i64 = 3_600_000;

/// The tables of the page: what was changed lately, what runs, what was changed before.
pub(super) fn tables(drill: &Drill) -> Vec<TableView> {
    let begin_ms = drill.now_ms() - LATELY_MS;
    vec![
        changes(
            drill,
            "Deploys and changes of the last day, newest first",
            "Nothing was changed in the last day.",
            |change| change.at_ms >= begin_ms,
        ),
        replicas(drill),
        changes(
            drill,
            "Before that",
            "Nothing was changed before that.",
            |change| change.at_ms < begin_ms,
        ),
    ]
}

fn changes(drill: &Drill, title: &str, empty: &str, wanted: impl Fn(&Change) -> bool) -> TableView {
    let all = drill.world().changes().iter().rev();
    let rows = all.filter(|change| wanted(change)).map(|change| {
        let recent = change.at_ms > drill.now_ms() - JUST_NOW_MS;
        let cells = vec![
            moment(drill, change.at_ms),
            change.component.clone(),
            change.text.clone(),
        ];
        (cells, if recent { Tone::Info } else { Tone::Plain })
    });
    table(title, &["Time", "On", "What"], empty, rows.collect())
}

/// Replicas of all services, those that were scaled away left out.
fn replicas(drill: &Drill) -> TableView {
    let services = drill.scenario().system.services.iter();
    let pages = services.filter_map(|service| drill.world().replica_page(&service.id).ok());
    let mut rows = Vec::new();
    for page in pages {
        let there = page.replicas.iter().filter(|one| one.stand != "off");
        let before = rows.len();
        rows.extend(there.map(|one| replica(drill, one)));
        if rows.len() == before {
            let says = if page.off { "switched off" } else { "none" };
            let mut cells = vec![page.id, "–".to_owned(), says.to_owned()];
            cells.resize(REPLICA.len(), "–".to_owned());
            rows.push((cells, Tone::Warn));
        }
    }
    table(
        "Replicas, as they run now; restarts since STARTEX",
        &REPLICA,
        "This system has no service.",
        rows,
    )
}

/// Restarts and kills are those since STARTEX.
const REPLICA: [&str; 10] = [
    "Replica",
    "Version",
    "State",
    "Runs since",
    "Restarts",
    "Out of memory",
    "Memory, MB",
    "Workers busy",
    "Listen queue",
    "Pool connections",
];

fn replica(drill: &Drill, one: &ReplicaState) -> (Vec<String>, Tone) {
    let (state, mut tone) = match (one.stand.as_str(), one.in_rotation) {
        ("down", _) => ("does not answer", Tone::Bad),
        ("up", Some(false)) => ("up, out of rotation", Tone::Bad),
        ("up", Some(true)) => ("up, in rotation", Tone::Plain),
        ("up", None) => ("up", Tone::Plain),
        (other, _) => (other, Tone::Warn),
    };
    let starved = one.pools.iter().any(|pool| pool.waiting > 0);
    let cramped = one
        .memory
        .is_some_and(|memory| memory.used_mb >= 0.9 * memory.limit_mb);
    if tone == Tone::Plain && (starved || cramped || one.oom_kills > 0) {
        tone = Tone::Warn;
    }
    let lost = match one.lost {
        0 => String::new(),
        lost => format!(", {lost} killed"),
    };
    let cells = vec![
        one.name.clone(),
        one.version.clone(),
        state.to_owned(),
        since(drill, one.started_ms),
        one.restarts.to_string(),
        one.oom_kills.to_string(),
        memory(one.memory),
        format!("{} of {}{lost}", one.busy, one.workers),
        one.queue.to_string(),
        pools(&one.pools),
    ];
    (cells, tone)
}

/// Since when a process runs. What ran when the warm-up began has run for longer.
fn since(drill: &Drill, started_ms: i64) -> String {
    let begin_ms = i64::from(drill.world().telemetry().from_s()) * 1_000;
    let at = moment(drill, started_ms.max(begin_ms));
    if started_ms <= begin_ms {
        format!("before {at}")
    } else {
        at
    }
}

/// "db 20 of 20, 14 wait · db-replica 0 of 5"
fn pools(pools: &[PoolState]) -> String {
    let all = pools.iter().map(|pool| {
        let wait = match pool.waiting {
            0 => String::new(),
            waiting => format!(", {waiting} wait"),
        };
        format!("{} {} of {}{wait}", pool.database, pool.used, pool.size)
    });
    let all: Vec<String> = all.collect();
    if all.is_empty() {
        "–".to_owned()
    } else {
        all.join(" · ")
    }
}

/// "412 of 768"; a dash where it is no concern.
pub(super) fn memory(memory: Option<MemoryState>) -> String {
    memory.map_or_else(|| "–".to_owned(), |one| amount(one.used_mb, one.limit_mb))
}
