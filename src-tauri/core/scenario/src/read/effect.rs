//! What faults do: `kind`, its strength, and what it can be on.

use super::table::{Table, Text};
use crate::limits;
use crate::names;
use world::spec::{ComponentKind, DatabaseSpec};
use world::{Effect, SystemSpec};

/// Kinds as files write them, each with the key of its strength.
pub(crate) const KINDS: [(&str, &str); 23] = [
    ("pool-leak", "rate"),
    ("down", ""),
    ("slow", "factor"),
    ("errors", "ratio"),
    ("hang", "ratio"),
    ("surge", "factor"),
    ("garbage", "ratio"),
    ("misconfigured", "value"),
    ("n-plus-one", "queries"),
    ("lock", ""),
    ("replica-lag", "ratio"),
    ("failover", ""),
    ("cache-loss", "share"),
    ("memory-leak", "mb"),
    ("poison", "ratio"),
    ("misrouted", "to"),
    ("delay", "by"),
    ("loss", "ratio"),
    ("certificate", ""),
    ("dns", ""),
    ("disk-fill", "mb_per_s"),
    ("blind", ""),
    ("late", "by"),
];

/// Largest factor of `slow` and `surge`.
const FACTOR: f64 = 100.0;

pub(super) fn effect(table: &Table<'_>, kind: &Text, system: &SystemSpec) -> Option<Effect> {
    let share = |key| table.need_number(key, 0.0..=1.0);
    let seconds = |most: u32| f64::from(table.need_ms("by", "1s").value.min(most)) / 1000.0;
    Some(match kind.value.as_str() {
        "pool-leak" => Effect::PoolLeak {
            rate: share("rate"),
        },
        "down" => Effect::Down,
        "slow" => Effect::Slow {
            factor: table.need_number("factor", 1.0..=FACTOR),
        },
        "errors" => Effect::Errors {
            ratio: share("ratio"),
        },
        "hang" => Effect::Hang {
            ratio: share("ratio"),
        },
        "surge" => Effect::Surge {
            factor: table.need_number("factor", 0.0..=FACTOR),
        },
        "garbage" => Effect::Garbage {
            ratio: share("ratio"),
        },
        "misconfigured" => Effect::Misconfigured {
            value: table.need_number("value", -1e9..=1e9),
        },
        "n-plus-one" => Effect::NPlusOne {
            queries: table.need_number("queries", 1.0..=1_000.0),
        },
        "lock" => Effect::Lock,
        "replica-lag" => Effect::ReplicaLag {
            ratio: share("ratio"),
        },
        "failover" => Effect::FailOver,
        "cache-loss" => Effect::CacheLoss {
            share: share("share"),
        },
        "memory-leak" => Effect::MemoryLeak {
            mb: table.need_number("mb", 0.0..=10_000.0),
        },
        "poison" => Effect::Poison {
            ratio: share("ratio"),
        },
        "misrouted" => Effect::Misrouted {
            to: queue(table, system),
        },
        "delay" => Effect::Delay {
            ms: seconds(60_000) * 1000.0,
        },
        "loss" => Effect::Loss {
            ratio: share("ratio"),
        },
        "certificate" => Effect::Certificate,
        "dns" => Effect::NoAddress,
        "disk-fill" => Effect::DiskFill {
            mb_per_s: table.need_number("mb_per_s", 0.0..=100_000.0),
        },
        "blind" => Effect::Blind,
        "late" => Effect::Late {
            seconds: seconds(3_600_000),
        },
        _ => {
            table
                .doc
                .refers(kind, "kind of fault", KINDS.map(|(name, _)| name));
            return None;
        }
    })
}

fn queue(table: &Table<'_>, system: &SystemSpec) -> String {
    let to = table.need_text("to", limits::ID, "default");
    let queues = names::of_kind(system, &[ComponentKind::Queue]);
    table.doc.refers(&to, "queue", queues);
    to.value
}

/// The weakest effect of a kind. None: there is no such kind.
pub(super) fn of_kind(kind: &str) -> Option<Effect> {
    Some(match kind {
        "pool-leak" => Effect::PoolLeak { rate: 0.0 },
        "down" => Effect::Down,
        "slow" => Effect::Slow { factor: 1.0 },
        "errors" => Effect::Errors { ratio: 0.0 },
        "hang" => Effect::Hang { ratio: 0.0 },
        "surge" => Effect::Surge { factor: 1.0 },
        "garbage" => Effect::Garbage { ratio: 0.0 },
        "misconfigured" => Effect::Misconfigured { value: 0.0 },
        "n-plus-one" => Effect::NPlusOne { queries: 1.0 },
        "lock" => Effect::Lock,
        "replica-lag" => Effect::ReplicaLag { ratio: 0.0 },
        "failover" => Effect::FailOver,
        "cache-loss" => Effect::CacheLoss { share: 0.0 },
        "memory-leak" => Effect::MemoryLeak { mb: 0.0 },
        "poison" => Effect::Poison { ratio: 0.0 },
        "misrouted" => Effect::Misrouted { to: String::new() },
        "delay" => Effect::Delay { ms: 0.0 },
        "loss" => Effect::Loss { ratio: 0.0 },
        "certificate" => Effect::Certificate,
        "dns" => Effect::NoAddress,
        "disk-fill" => Effect::DiskFill { mb_per_s: 0.0 },
        "blind" => Effect::Blind,
        "late" => Effect::Late { seconds: 0.0 },
        _ => return None,
    })
}

/// What a kind of fault can be on, and how that is called.
pub(super) fn targets(effect: &Effect, system: &SystemSpec) -> (&'static str, Vec<String>) {
    use ComponentKind::{Cache, Database, External, Model, Queue, Service, Worker};
    let of = |kinds: &[ComponentKind]| -> Vec<String> {
        names::of_kind(system, kinds)
            .into_iter()
            .map(str::to_owned)
            .collect()
    };
    let and = |mut ids: Vec<String>, more: &[&str]| {
        ids.extend(more.iter().map(|&id| id.to_owned()));
        ids
    };
    let with_edges = |mut ids: Vec<String>| {
        ids.extend(names::all_edges(system));
        ids
    };
    let with_user_edges = |ids: Vec<String>| {
        let mut ids = with_edges(ids);
        ids.extend(names::user_edges(system));
        ids
    };
    let databases = |wanted: &dyn Fn(&DatabaseSpec) -> bool| -> Vec<String> {
        let all = system.databases.iter().filter(|one| wanted(one));
        all.map(|one| one.id.clone()).collect()
    };
    match effect {
        Effect::PoolLeak { .. } => ("pool", names::pools(system)),
        Effect::Surge { .. } => ("queue (or `traffic`)", and(of(&[Queue]), &["traffic"])),
        Effect::Garbage { .. } => ("model", of(&[Model])),
        Effect::Misconfigured { .. } => {
            let flags = system.flags.iter().map(|flag| flag.id.clone());
            let keys = names::config_keys(system).into_iter().chain(flags);
            ("configuration key or flag", keys.collect())
        }
        Effect::Hang { .. } | Effect::Slow { .. } => (
            "component (other than queues) or edge",
            with_edges(of(&[Service, Database, Cache, Worker, Model, External])),
        ),
        Effect::Down => (
            "component or edge",
            with_user_edges(of(&[
                Service, Database, Cache, Queue, Worker, Model, External,
            ])),
        ),
        Effect::Errors { .. } => (
            "component or edge",
            and(
                with_user_edges(of(&[
                    Service, Database, Cache, Queue, Worker, Model, External,
                ])),
                &["browser"],
            ),
        ),
        Effect::NPlusOne { .. } => ("service", of(&[Service])),
        Effect::Lock => ("database", of(&[Database])),
        Effect::ReplicaLag { .. } => ("replica", databases(&|one| one.replica.is_some())),
        Effect::FailOver => (
            "database with a replica",
            databases(&|one| {
                let follows =
                    |other: &DatabaseSpec| other.replica.as_ref().is_some_and(|of| of.of == one.id);
                system.databases.iter().any(follows)
            }),
        ),
        Effect::CacheLoss { .. } => ("cache", of(&[Cache])),
        Effect::MemoryLeak { .. } => ("component with a memory limit", names::limited(system)),
        Effect::Poison { .. } | Effect::Misrouted { .. } => ("queue", of(&[Queue])),
        Effect::Delay { .. } | Effect::Loss { .. } => ("edge", with_user_edges(Vec::new())),
        Effect::Certificate | Effect::NoAddress => (
            "service, third party or edge",
            with_user_edges(of(&[Service, External])),
        ),
        Effect::DiskFill { .. } => ("database with a disk", databases(&|one| one.disk.is_some())),
        Effect::Blind => (
            "component (or `telemetry`)",
            and(
                of(&[Service, Database, Cache, Queue, Worker, Model, External]),
                &["browser", "telemetry"],
            ),
        ),
        Effect::Late { .. } => ("target: it is `telemetry`", vec!["telemetry".to_owned()]),
    }
}
