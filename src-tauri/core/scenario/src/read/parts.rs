//! Databases, caches, queues, workers, models, third parties, and deploy histories.

use super::system::Kinds;
use super::table::{Table, Text};
use super::time;
use crate::limits;
use world::spec::{
    CacheSpec, DatabaseSpec, Dist, ExternalSpec, ModelSpec, QueueSpec, Stack, TaskSpec, Time,
    VersionSpec, WorkerSpec,
};

fn title(id: &Text, table: &Table<'_>) -> String {
    table
        .text("title", limits::TITLE)
        .map_or_else(|| id.value.clone(), |title| title.value)
}

fn stack(table: &Table<'_>, default: Stack) -> Stack {
    table.choice("stack").map_or(default, |stack| stack.value)
}

pub(super) fn database(id: &Text, table: &Table<'_>) -> DatabaseSpec {
    DatabaseSpec {
        id: id.value.clone(),
        title: title(id, table),
        stack: stack(table, Stack::Postgres),
        cores: table.need_whole("cores", 1..=limits::SLOTS),
        max_connections: table.need_whole("max_connections", 1..=limits::CONNECTIONS),
    }
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
    }
}

pub(super) fn external(id: &Text, table: &Table<'_>) -> ExternalSpec {
    ExternalSpec {
        id: id.value.clone(),
        title: title(id, table),
        time: table.need_time("time"),
        error_ratio: table.number("errors", 0.0..=1.0).unwrap_or(0.0),
        rate_limit: table.number("rate_limit", 0.001..=100_000.0),
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
        all.push(VersionSpec {
            id: id.value,
            at_s,
            rolls_back: table.truth("rolls_back", true),
            note: table
                .text("note", limits::TITLE)
                .map_or_else(String::new, |note| note.value),
        });
    }
    all
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
