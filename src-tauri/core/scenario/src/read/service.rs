//! Services: their pools, endpoints and the steps these are made of.

use std::collections::BTreeMap;

use super::doc::{Doc, Span};
use super::parts;
use super::system::Kinds;
use super::table::{Table, Text};
use crate::limits;
use crate::names;
use world::SystemSpec;
use world::spec::{
    Access, BreakerSpec, EdgeSpec, EndpointSpec, HealthSpec, Holds, PoolSpec, QueueOrder,
    ServiceSpec, Stack, Step, StepKind,
};

/// Deepest nesting of steps on a cache miss.
const DEEPEST: usize = 4;

pub(super) fn service(id: &Text, table: &Table<'_>, kinds: &Kinds) -> ServiceSpec {
    let queue = table.table("queue", "the queue");
    let pools = pools(table, kinds);
    let versions = parts::versions(table);
    let endpoints = table.tables("endpoint", 100, "an endpoint");
    if endpoints.is_empty() {
        let example = format!("a list: begin each with [[service.{}.endpoint]]", id.value);
        table.missing("endpoint", &example);
    }
    let endpoints: Vec<EndpointSpec> = endpoints
        .iter()
        .map(|endpoint| self::endpoint(endpoint, kinds, &pools))
        .collect();
    for (at, endpoint) in endpoints.iter().enumerate() {
        if endpoints[..at]
            .iter()
            .any(|other| other.name == endpoint.name)
        {
            let message = format!("{} has \"{}\" twice", table.what, endpoint.name);
            table
                .doc
                .error(&table.span, message, "give each endpoint its own name");
        }
    }
    ServiceSpec {
        id: id.value.clone(),
        title: table
            .text("title", limits::TITLE)
            .map_or_else(|| id.value.clone(), |t| t.value),
        stack: table
            .choice("stack")
            .map_or(Stack::Plain, |stack| stack.value),
        replicas: table.whole("replicas", 1..=limits::REPLICAS).unwrap_or(1),
        workers: table.need_whole("workers", 1..=limits::SLOTS),
        queue_length: queue
            .as_ref()
            .and_then(|queue| queue.whole("length", 0..=limits::PLACES))
            .unwrap_or(128),
        queue_order: queue
            .as_ref()
            .and_then(|queue| queue.choice("order"))
            .map_or(QueueOrder::Fifo, |order| order.value),
        timeout_us: table.duration("timeout", 30_000_000),
        version: parts::running(table, &versions, kinds.warmup_s),
        versions,
        pools,
        endpoints,
        essential: table.truth("essential", true),
        memory: parts::memory(table),
        health: health(table),
        rate_limit: table.number("rate_limit", 0.001..=100_000.0),
    }
}

/// `{ endpoint = "GET /healthz", every = "5s", timeout = "1s", failures = 3, passes = 2 }`
fn health(table: &Table<'_>) -> Option<HealthSpec> {
    let health = table.table("health", "the health check")?;
    let endpoint = health.need_text("endpoint", limits::TITLE, "GET /healthz");
    Some(HealthSpec {
        endpoint: endpoint.value,
        every_us: health.duration("every", 5_000_000).max(100_000),
        timeout_us: health.duration("timeout", 1_000_000).max(1_000),
        failures: health.whole("failures", 1..=1_000).unwrap_or(3),
        passes: health.whole("passes", 1..=1_000).unwrap_or(2),
    })
}

fn pools(table: &Table<'_>, kinds: &Kinds) -> BTreeMap<String, PoolSpec> {
    let mut pools = BTreeMap::new();
    for (database, pool) in table.named("pool", "pool") {
        table.doc.refers(
            &database,
            "database",
            kinds.databases.iter().map(String::as_str),
        );
        let size = pool.need_whole("size", 1..=limits::POOL);
        pools.insert(
            database.value,
            PoolSpec {
                size,
                wait_us: pool.duration("wait", 30_000_000),
            },
        );
    }
    pools
}

fn endpoint(table: &Table<'_>, kinds: &Kinds, pools: &BTreeMap<String, PoolSpec>) -> EndpointSpec {
    let name = table
        .need_text("name", limits::TITLE, "POST /api/checkout")
        .value;
    let steps = steps(table, "steps", kinds, pools, 0);
    if steps.is_empty() && !table.has("steps") {
        table.missing("steps", "[{ cpu = \"5ms\" }]");
    }
    EndpointSpec { name, steps }
}

fn steps(
    table: &Table<'_>,
    key: &str,
    kinds: &Kinds,
    pools: &BTreeMap<String, PoolSpec>,
    depth: usize,
) -> Vec<Step> {
    let tables = table.tables(key, limits::LIST, "a step");
    if depth > DEEPEST {
        let message = format!("steps nest deeper than {DEEPEST}");
        table
            .doc
            .error(&table.place(key), message, "a miss inside a miss is enough");
        tables.iter().for_each(Table::hush);
        return Vec::new();
    }
    tables
        .iter()
        .filter_map(|table| step(table, kinds, pools, depth))
        .collect()
}

fn step(
    table: &Table<'_>,
    kinds: &Kinds,
    pools: &BTreeMap<String, PoolSpec>,
    depth: usize,
) -> Option<Step> {
    let flag = table.text("flag", limits::ID);
    if let Some(flag) = &flag {
        table
            .doc
            .refers(flag, "flag", kinds.flags.iter().map(String::as_str));
    }
    let optional = table.truth("optional", false);
    let which = table.which(&["cpu", "query", "cache", "call", "enqueue"]);
    let kind = match which[..] {
        ["cpu"] => StepKind::Cpu {
            time: table.need_time("cpu"),
        },
        ["query"] => query(table, pools),
        ["cache"] => {
            let cache = table.need_text("cache", limits::ID, "cache");
            table
                .doc
                .refers(&cache, "cache", kinds.caches.iter().map(String::as_str));
            StepKind::Cache {
                cache: cache.value,
                miss: steps(table, "miss", kinds, pools, depth + 1),
            }
        }
        ["call"] => call(table, kinds),
        ["enqueue"] => enqueue(table, kinds),
        _ => {
            let message = match which.len() {
                0 => "a step does nothing".to_owned(),
                _ => format!("a step is one of {}", which.join(" and ")),
            };
            let help = "write exactly one of `cpu`, `query`, `cache`, `call` or `enqueue`";
            table.doc.error(&table.span, message, help);
            table.hush();
            return None;
        }
    };
    Some(Step {
        flag: flag.map(|flag| flag.value),
        optional,
        kind,
    })
}

fn query(table: &Table<'_>, pools: &BTreeMap<String, PoolSpec>) -> StepKind {
    let database = table.need_text("query", limits::ID, "db");
    if !database.value.is_empty() && !pools.contains_key(&database.value) {
        let message = format!("the service has no pool for \"{}\"", database.value);
        let help = format!(
            "add `pool.{} = {{ size = 20, wait = \"30s\" }}`",
            database.value
        );
        table.doc.error(&database.span, message, help);
    }
    StepKind::Query {
        database: database.value,
        table: table.need_text("table", limits::ID, "orders").value,
        time: table.need_time("time"),
        holds: table
            .choice("holds")
            .map_or(Holds::Query, |holds| holds.value),
        access: table
            .choice("access")
            .map_or(Access::Read, |access| access.value),
        hot: table.number("hot", 0.0..=1.0).unwrap_or(0.0),
    }
}

fn call(table: &Table<'_>, kinds: &Kinds) -> StepKind {
    let text = table.need_text("call", 2 * limits::TITLE, "payments");
    let (target, endpoint) = text.value.split_once(' ').unwrap_or((&text.value, ""));
    let id = Text {
        value: target.to_owned(),
        span: text.span.clone(),
    };
    let all = [&kinds.services, &kinds.models, &kinds.externals];
    let known = all.into_iter().flatten().map(String::as_str);
    if table
        .doc
        .refers(&id, "service, model or third party", known)
    {
        let is_service = kinds.services.contains(&id.value);
        if is_service && endpoint.is_empty() {
            let help = format!("write service and endpoint: \"{target} GET /…\"");
            table.doc.error(&text.span, "the endpoint is missing", help);
        } else if !is_service && !endpoint.is_empty() {
            let message = format!("{target} has no endpoints");
            table
                .doc
                .error(&text.span, message, format!("write `call = \"{target}\"`"));
        }
    }
    let breaker = table
        .table("breaker", "the breaker")
        .map(|breaker| BreakerSpec {
            failure_ratio: breaker.need_number("failures", 0.01..=1.0),
            min_calls: breaker.whole("calls", 1..=10_000).unwrap_or(20),
            open_us: breaker.duration("open", 10_000_000),
        });
    let edge = EdgeSpec {
        timeout_us: table.duration("timeout", 0),
        attempts: table.whole("attempts", 1..=20).unwrap_or(1),
        backoff_us: table.duration("backoff", 100_000),
        jitter: table.number("jitter", 0.0..=1.0).unwrap_or(0.5),
        retry_budget: table.number("budget", 0.0..=10.0),
        breaker,
        fallback: table.truth("fallback", false),
    };
    StepKind::Call {
        target: target.to_owned(),
        endpoint: endpoint.to_owned(),
        edge,
    }
}

fn enqueue(table: &Table<'_>, kinds: &Kinds) -> StepKind {
    let text = table.need_text("enqueue", limits::TITLE, "images.thumbnail");
    let (queue, task) = text.value.split_once('.').unwrap_or((&text.value, ""));
    let id = Text {
        value: queue.to_owned(),
        span: text.span.clone(),
    };
    if table
        .doc
        .refers(&id, "queue", kinds.queues.iter().map(String::as_str))
        && task.is_empty()
    {
        let help = "write queue and task, e.g. \"images.thumbnail\"";
        table.doc.error(&text.span, "the task is missing", help);
    }
    StepKind::Enqueue {
        queue: queue.to_owned(),
        task: task.to_owned(),
    }
}

/// Calls between services find their endpoint, and none of them goes in a circle.
pub(super) fn check_calls(doc: &Doc<'_>, ids: &[Text], system: &SystemSpec) {
    let mut calls: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for service in &system.services {
        for step in names::steps_of(service) {
            if let StepKind::Call {
                target, endpoint, ..
            } = &step.kind
                && let Some(known) = names::parts_of(system, target)
                && !endpoint.is_empty()
            {
                calls.entry(&service.id).or_default().push(target);
                let name = Text {
                    value: endpoint.clone(),
                    span: place(ids, &service.id),
                };
                let kind = format!("endpoint of {target}");
                doc.refers(&name, &kind, known.iter().map(String::as_str));
            }
        }
    }
    for service in &system.services {
        if reaches(&calls, &service.id, &service.id, system.services.len()) {
            let message = format!("calls from {} come back to it", service.id);
            let help = "a service may not call itself, nor one that calls it: break the circle";
            doc.error(&place(ids, &service.id), message, help);
        }
    }
}

fn place(ids: &[Text], id: &str) -> Span {
    ids.iter()
        .find(|known| known.value == id)
        .map_or(0..0, |id| id.span.clone())
}

fn reaches(calls: &BTreeMap<&str, Vec<&str>>, from: &str, to: &str, depth: usize) -> bool {
    let mut seen: Vec<&str> = Vec::new();
    let mut open = vec![from];
    for _ in 0..=depth {
        let next: Vec<&str> = open
            .iter()
            .filter_map(|id| calls.get(id))
            .flatten()
            .copied()
            .collect();
        if next.contains(&to) {
            return true;
        }
        open = next.into_iter().filter(|id| !seen.contains(id)).collect();
        open.sort_unstable();
        open.dedup();
        seen.extend(&open);
    }
    false
}

/// A published task is one that a worker of its queue can do.
pub(super) fn check_tasks(doc: &Doc<'_>, ids: &[Text], system: &SystemSpec) {
    for service in &system.services {
        for step in names::steps_of(service) {
            let StepKind::Enqueue { queue, task } = &step.kind else {
                continue;
            };
            let known = names::parts_of(system, queue).unwrap_or_default();
            if !task.is_empty() && !known.contains(task) {
                let message = format!(
                    "{} publishes {queue}.{task}, and no worker does it",
                    service.id
                );
                let help =
                    format!("add `task.{task} = {{ time = \"1s\" }}` to a worker of {queue}");
                if known.is_empty() {
                    // A queue that nobody reads: it happens, and may be the story.
                    doc.warn(&place(ids, &service.id), message, help);
                } else {
                    doc.error(&place(ids, &service.id), message, help);
                }
            }
        }
    }
}
