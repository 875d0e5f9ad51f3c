//! Databases, caches, queues, workers, models, third parties, and deploy histories.

use super::system::Kinds;
use super::table::{Table, Text};
use super::time;
use crate::limits;
use world::spec::{
    CacheSpec, DatabaseSpec, DiskSpec, Dist, ExternalSpec, GpuSpec, MemorySpec, ModelSpec,
    QueueSpec, ReplicaSpec, Stack, TaskSpec, Time, VersionSpec, WorkerSpec,
};

fn title(id: &Text, table: &Table<'_>) -> String {
    table
        .text("title", limits::TITLE)
        .map_or_else(|| id.value.clone(), |title| title.value)
}

fn stack(table: &Table<'_>, default: Stack) -> Stack {
    table.choice("stack").map_or(default, |stack| stack.value)
}

pub(super) fn database(id: &Text, table: &Table<'_>, databases: &[String]) -> DatabaseSpec {
    DatabaseSpec {
        id: id.value.clone(),
        title: title(id, table),
        stack: stack(table, Stack::Postgres),
        cores: table.need_whole("cores", 1..=limits::SLOTS),
        max_connections: table.need_whole("max_connections", 1..=limits::CONNECTIONS),
        lock_timeout_us: table.duration("lock_timeout", 0),
        disk: disk(table),
        replica: replica(table, databases),
    }
}

/// `{ size = 40000, used = 12000, write = 0.01 }`, megabytes.
fn disk(table: &Table<'_>) -> Option<DiskSpec> {
    let disk = table.table("disk", "the disk")?;
    let size_mb = disk.need_number("size", 1.0..=limits::MEGABYTES);
    Some(DiskSpec {
        size_mb,
        used_mb: disk.number("used", 0.0..=size_mb).unwrap_or(size_mb / 2.0),
        write_mb: disk
            .number("write", 0.0..=limits::MEGABYTES)
            .unwrap_or(0.01),
    })
}

/// `replica_of = "db"` and `replays = 2000`.
fn replica(table: &Table<'_>, databases: &[String]) -> Option<ReplicaSpec> {
    let replays = table.number("replays", 0.001..=1_000_000.0);
    let of = table.text("replica_of", limits::ID)?;
    table
        .doc
        .refers(&of, "database", databases.iter().map(String::as_str));
    Some(ReplicaSpec {
        of: of.value,
        replays: replays.unwrap_or(2_000.0),
    })
}

/// `{ base = 180, limit = 512 }`, megabytes.
pub(super) fn memory(table: &Table<'_>) -> Option<MemorySpec> {
    let memory = table.table("memory", "the memory")?;
    let limit_mb = memory.need_number("limit", 1.0..=limits::MEGABYTES);
    Some(MemorySpec {
        base_mb: memory
            .number("base", 0.0..=limit_mb)
            .unwrap_or(0.3 * limit_mb),
        limit_mb,
    })
}

/// `{ size = 24000, weights = 9000, each = 400 }`, megabytes.
fn gpu(table: &Table<'_>) -> Option<GpuSpec> {
    let gpu = table.table("gpu", "the GPU")?;
    let size_mb = gpu.need_number("size", 1.0..=limits::MEGABYTES);
    Some(GpuSpec {
        size_mb,
        weights_mb: gpu.need_number("weights", 0.0..=size_mb),
        each_mb: gpu.need_number("each", 0.0..=size_mb),
    })
}

pub(super) fn cache(id: &Text, table: &Table<'_>) -> CacheSpec {
    CacheSpec {
        id: id.value.clone(),
        title: title(id, table),
        stack: stack(table, Stack::Redis),
        hit_ratio: table.need_number("hit_ratio", 0.0..=1.0),
        warmup_s: table.seconds("warm_up", 300),
        time: table.time("time").unwrap_or(Time {
            mean_us: 800,
            dist: Dist::LogNormal,
        }),
    }
}

pub(super) fn queue(id: &Text, table: &Table<'_>) -> QueueSpec {
    QueueSpec {
        id: id.value.clone(),
        title: title(id, table),
        stack: stack(table, Stack::Redis),
        capacity: table
            .whole("capacity", 1..=limits::PLACES)
            .unwrap_or(10_000),
        max_deliveries: table.whole("max_deliveries", 0..=1_000).unwrap_or(0),
    }
}

pub(super) fn worker(id: &Text, table: &Table<'_>, kinds: &Kinds) -> WorkerSpec {
    let queue = table.need_text("queue", limits::ID, "images");
    table
        .doc
        .refers(&queue, "queue", kinds.queues.iter().map(String::as_str));
    let versions = versions(table);
    let tasks = table.named("task", "task");
    if tasks.is_empty() {
        table.missing("task.<name>", "{ time = \"1s\" }");
    }
    WorkerSpec {
        id: id.value.clone(),
        title: title(id, table),
        stack: stack(table, Stack::Celery),
        queue: queue.value,
        slots: table.need_whole("slots", 1..=limits::SLOTS),
        version: running(table, &versions, kinds.warmup_s),
        versions,
        tasks: tasks
            .iter()
            .map(|(name, table)| task(name, table, kinds))
            .collect(),
        essential: table.truth("essential", true),
        memory: memory(table),
        prefetch: table.whole("prefetch", 1..=1_000).unwrap_or(1),
        late_after_s: table.seconds("late_after", 0),
    }
}

fn task(name: &Text, table: &Table<'_>, kinds: &Kinds) -> TaskSpec {
    let model = table.text("model", limits::ID);
    if let Some(model) = &model {
        table
            .doc
            .refers(model, "model", kinds.models.iter().map(String::as_str));
    }
    TaskSpec {
        name: name.value.clone(),
        model: model.map(|model| model.value),
        time: table.need_time("time"),
        attempts: table.whole("attempts", 1..=20).unwrap_or(1),
        retry_after: table.time("retry_after").unwrap_or(Time {
            mean_us: 10_000_000,
            dist: Dist::LogNormal,
        }),
        timeout_us: table.duration("timeout", 0),
    }
}

pub(super) fn model(id: &Text, table: &Table<'_>) -> ModelSpec {
    ModelSpec {
        id: id.value.clone(),
        title: title(id, table),
        time: table.need_time("time"),
        error_ratio: table.number("errors", 0.0..=1.0).unwrap_or(0.0),
        slots: table.need_whole("slots", 1..=limits::SLOTS),
        quality: table.number("quality", 0.0..=1.0).unwrap_or(1.0),
        gpu: gpu(table),
        load_us: table.duration("load", 30_000_000),
    }
}

pub(super) fn external(id: &Text, table: &Table<'_>) -> ExternalSpec {
    ExternalSpec {
        id: id.value.clone(),
        title: title(id, table),
        time: table.need_time("time"),
        error_ratio: table.number("errors", 0.0..=1.0).unwrap_or(0.0),
        rate_limit: table.number("rate_limit", 0.001..=100_000.0),
        counts_refused: table.truth("counts_refused", false),
    }
}

/// `versions = [{ id = "v213", at = "-3d", note = "…" }, …]`, oldest first.
pub(super) fn versions(table: &Table<'_>) -> Vec<VersionSpec> {
    let mut all: Vec<VersionSpec> = Vec::new();
    for table in table.tables("versions", limits::LIST, "a version") {
        let id = table.need_text("id", limits::ID, "v213");
        if all.iter().any(|known| known.id == id.value) {
            let message = format!("version \"{}\" stands here twice", id.value);
            table
                .doc
                .error(&id.span, message, "every deploy has its own version");
        }
        let at_s = before(&table, "at");
        if let (Some(at), Some(last)) = (at_s, all.iter().filter_map(|v| v.at_s).next_back())
            && at < last
        {
            let message = format!("\"{}\" was deployed before the one above it", id.value);
            table
                .doc
                .error(&table.place("at"), message, "list versions oldest first");
        }
        all.push(version(&table, id.value, at_s));
    }
    all
}

/// What a version brings, apart from its id and its time.
pub(super) fn version(table: &Table<'_>, id: String, at_s: Option<i32>) -> VersionSpec {
    VersionSpec {
        id,
        at_s,
        rolls_back: table.truth("rolls_back", true),
        note: table
            .text("note", limits::TITLE)
            .map_or_else(String::new, |note| note.value),
        reaches: table.whole("reaches", 1..=limits::REPLICAS),
        migrates: migrates(table),
    }
}

/// `"db.orders"`: database and table.
fn migrates(table: &Table<'_>) -> Option<(String, String)> {
    let text = table.text("migrates", limits::TITLE)?;
    if let Some((database, of)) = text.value.split_once('.')
        && !of.is_empty()
    {
        return Some((database.to_owned(), of.to_owned()));
    }
    if !text.value.is_empty() {
        let help = "write database and table, e.g. \"db.orders\"";
        table
            .doc
            .error(&text.span, "`migrates` names no table", help);
    }
    None
}

/// A time before STARTEX, seconds.
pub(super) fn before(table: &Table<'_>, key: &str) -> Option<i32> {
    let text = table.text(key, 40)?;
    if text.value.is_empty() {
        return None;
    }
    time::before_s(&text.value)
        .map_err(|(message, help)| table.doc.error(&text.span, message, help))
        .ok()
}

/// The version that runs when the warm-up begins, unless `version` says so: the newest one
/// deployed by then, or else the oldest. Later deploys happen in the simulation.
pub(super) fn running(table: &Table<'_>, versions: &[VersionSpec], warmup_s: u32) -> String {
    let begins_s = -i32::try_from(warmup_s).unwrap_or(i32::MAX);
    let is_before = |version: &&VersionSpec| version.at_s.is_some_and(|at_s| at_s <= begins_s);
    let newest = versions.iter().rev().find(is_before).or(versions.first());
    match table.text("version", limits::ID) {
        Some(version) => {
            if !versions.is_empty() {
                let known = versions.iter().map(|version| version.id.as_str());
                table.doc.refers(&version, "version", known);
            }
            version.value
        }
        None => newest.map_or_else(|| "v1".to_owned(), |version| version.id.clone()),
    }
}
