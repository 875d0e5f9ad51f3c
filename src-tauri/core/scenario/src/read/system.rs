//! `system.toml`: the parts that scenarios share.

use super::doc::Doc;
use super::table::{Table, Text};
use super::{parts, service, watch};
use crate::limits;
use crate::names;
use world::SystemSpec;
use world::spec::{ComponentKind, Dist, JourneySpec, Time, TrafficSpec};

/// Reads a system. What it returns is whole only if the document has no problems.
pub(super) fn system(doc: &Doc<'_>, top: &Table<'_>) -> SystemSpec {
    let title = top.need_text("title", limits::TITLE, "Storefront").value;
    let warmup_s = top.seconds("warm_up", 1800);
    if warmup_s > limits::WARM_UP_S {
        doc.error(
            &top.place("warm_up"),
            "`warm_up` is longer than 2h",
            "30m is plenty",
        );
    }
    let mut ids: Vec<Text> = Vec::new();
    let services = top.named("service", "service");
    let databases = top.named("database", "database");
    let caches = top.named("cache", "cache");
    let queues = top.named("queue", "queue");
    let workers = top.named("worker", "worker");
    let models = top.named("model", "model");
    let externals = top.named("external", "external");
    for group in [
        &services, &databases, &caches, &queues, &workers, &models, &externals,
    ] {
        ids.extend(group.iter().map(|(id, _)| id.clone()));
    }
    check_ids(doc, &ids);
    if services.is_empty() {
        top.missing("service.<id>", "a table: begin it with [service.api]");
    }

    // Steps point at other components, so their kinds must be known before any is read.
    let kinds = Kinds {
        warmup_s,
        services: keys(&services),
        databases: keys(&databases),
        caches: keys(&caches),
        queues: keys(&queues),
        models: keys(&models),
        externals: keys(&externals),
        flags: keys(&top.named("flag", "flag")),
    };
    let traffic_table = top.table("traffic", "traffic");
    if traffic_table.is_none() {
        top.missing("traffic", "a table: begin it with [traffic]");
    }
    let read_service = |(id, table): &(Text, Table<'_>)| service::service(id, table, &kinds);
    let services_read: Vec<_> = services.iter().map(read_service).collect();
    let read_worker = |(id, table): &(Text, Table<'_>)| parts::worker(id, table, &kinds);
    let mut spec = SystemSpec {
        title,
        app: app(top),
        warmup_s,
        traffic: empty_traffic(),
        services: services_read,
        databases: databases
            .iter()
            .map(|(id, table)| parts::database(id, table, &kinds.databases))
            .collect(),
        caches: caches
            .iter()
            .map(|(id, table)| parts::cache(id, table))
            .collect(),
        queues: queues
            .iter()
            .map(|(id, table)| parts::queue(id, table))
            .collect(),
        workers: workers.iter().map(read_worker).collect(),
        models: models
            .iter()
            .map(|(id, table)| parts::model(id, table))
            .collect(),
        externals: externals
            .iter()
            .map(|(id, table)| parts::external(id, table))
            .collect(),
        flags: watch::flags(top),
        alerts: Vec::new(),
        service_levels: Vec::new(),
        panels: Vec::new(),
    };
    if let Some(table) = &traffic_table {
        spec.traffic = traffic(table, &spec);
    }
    spec.alerts = watch::alerts(top, &spec);
    spec.service_levels = watch::service_levels(top, &spec);
    spec.panels = watch::panels(top, &spec);
    check_whole(doc, &spec, &ids);
    spec
}

/// What the application is called in its logs: a name that a Python package can have.
fn app(top: &Table<'_>) -> String {
    let Some(app) = top.text("app", 24) else {
        return "app".to_owned();
    };
    let is_name = app.value.starts_with(|c: char| c.is_ascii_lowercase())
        && app
            .value
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !app.value.is_empty() && !is_name {
        let message = format!("\"{}\" cannot be a package", app.value);
        top.doc.error(
            &app.span,
            message,
            "use lower-case letters, digits and _, beginning with a letter",
        );
    }
    app.value
}

/// Ids by kind, before the components themselves are read.
pub(super) struct Kinds {
    pub warmup_s: u32,
    pub services: Vec<String>,
    pub databases: Vec<String>,
    pub caches: Vec<String>,
    pub queues: Vec<String>,
    pub models: Vec<String>,
    pub externals: Vec<String>,
    pub flags: Vec<String>,
}

fn keys(of: &[(Text, Table<'_>)]) -> Vec<String> {
    of.iter()
        .map(|(id, table)| {
            if table.what.starts_with("flag ") {
                table.hush();
            }
            id.value.clone()
        })
        .collect()
}

/// An id is lower-case, and no two components share one.
fn check_ids(doc: &Doc<'_>, ids: &[Text]) {
    for (at, id) in ids.iter().enumerate() {
        if !is_id(&id.value) {
            let message = format!("\"{}\" cannot be an id", id.value);
            let help = "use lower-case letters, digits and -, beginning with a letter";
            doc.error(&id.span, message, help);
        } else if names::RESERVED.contains(&id.value.as_str()) {
            let message = format!("\"{}\" means something else already", id.value);
            doc.error(&id.span, message, "choose another id");
        } else if ids[..at].iter().any(|other| other.value == id.value) {
            let message = format!("two components are called \"{}\"", id.value);
            doc.error(
                &id.span,
                message,
                "ids are unique over all kinds: rename one of them",
            );
        }
    }
}

/// Whether a text can be an id.
pub(super) fn is_id(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.len() <= limits::ID
        && !id.ends_with('-')
        && id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
}

fn empty_traffic() -> TrafficSpec {
    let retry_after = Time {
        mean_us: 1_000_000,
        dist: Dist::Exp,
    };
    TrafficSpec {
        rate: 1.0,
        journeys: Vec::new(),
        gives_up_us: 0,
        attempts: 1,
        retry_after,
        by_hour: Vec::new(),
    }
}

fn traffic(table: &Table<'_>, system: &SystemSpec) -> TrafficSpec {
    let rate = table.need_number("rate", 0.001..=limits::RATE);
    let journeys = table.tables("journey", limits::LIST, "a journey");
    if journeys.is_empty() {
        table.missing("journey", "a list: begin each with [[traffic.journey]]");
    }
    let mut names: Vec<String> = Vec::new();
    let mut read = |journey: &Table<'_>| {
        let name = journey.need_text("name", limits::ID, "checkout");
        if names.contains(&name.value) {
            let message = format!("two journeys are called \"{}\"", name.value);
            table.doc.error(&name.span, message, "rename one of them");
        }
        names.push(name.value.clone());
        JourneySpec {
            name: name.value,
            weight: journey.number("weight", 0.0..=1_000_000.0).unwrap_or(1.0),
            calls: calls(journey, system),
            counts: journey.text("counts", limits::ID).map(|text| text.value),
        }
    };
    let journeys_read: Vec<JourneySpec> = journeys.iter().map(&mut read).collect();
    if !journeys.is_empty() && journeys_read.iter().all(|journey| journey.weight <= 0.0) {
        let help = "give one of them a `weight` above 0, or leave it out: it is 1";
        table
            .doc
            .error(&table.place("journey"), "all journeys have weight 0", help);
    }
    TrafficSpec {
        rate,
        journeys: journeys_read,
        gives_up_us: table.duration("gives_up", 10_000_000),
        attempts: table.whole("attempts", 1..=10).unwrap_or(2),
        retry_after: table.time("retry_after").unwrap_or(Time {
            mean_us: 2_000_000,
            dist: Dist::Exp,
        }),
        by_hour: by_hour(table),
    }
}

/// How busy each hour of the day is, from midnight: 24 factors of `rate`.
fn by_hour(table: &Table<'_>) -> Vec<f64> {
    let factors = table.numbers("by_hour", 24, 0.0..=100.0);
    if !factors.is_empty() && factors.len() != 24 {
        let message = format!("`by_hour` has {} factors", factors.len());
        let help = "a day has 24 hours: give 24, from midnight on";
        table.doc.error(&table.place("by_hour"), message, help);
    }
    factors
}

/// "web GET /checkout": service, then endpoint.
fn calls(journey: &Table<'_>, system: &SystemSpec) -> Vec<(String, String)> {
    let texts = journey.texts("calls", limits::LIST, 2 * limits::TITLE);
    if texts.is_empty() {
        journey.missing("calls", "[\"web GET /\", \"api GET /api/products\"]");
    }
    let mut all = Vec::new();
    for text in texts {
        let (target, endpoint) = text.value.split_once(' ').unwrap_or((&text.value, ""));
        let service = Text {
            value: target.to_owned(),
            span: text.span.clone(),
        };
        let services = system.services.iter().map(|s| s.id.as_str());
        if journey.doc.refers(&service, "service", services) {
            let endpoint = Text {
                value: endpoint.to_owned(),
                span: text.span.clone(),
            };
            let known = names::parts_of(system, target).unwrap_or_default();
            if endpoint.value.is_empty() {
                let help = "write service and endpoint, e.g. \"web GET /\"";
                journey
                    .doc
                    .error(&text.span, "the endpoint is missing", help);
            }
            let kind = format!("endpoint of {target}");
            journey
                .doc
                .refers(&endpoint, &kind, known.iter().map(String::as_str));
            all.push((target.to_owned(), endpoint.value));
        }
    }
    all
}

/// A sentence as messages have it: small at the beginning, no full stop.
fn in_line(sentence: &str) -> String {
    let mut letters = sentence.trim_end_matches('.').chars();
    let first = letters.next().map(|c| c.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

/// What can only be seen when everything is read.
fn check_whole(doc: &Doc<'_>, system: &SystemSpec, ids: &[Text]) {
    service::check_calls(doc, ids, system);
    service::check_tasks(doc, ids, system);
    for advice in world::advice(system) {
        // `database.db.max_connections`: the second part is the component.
        let id = advice.path.split('.').nth(1).unwrap_or_default();
        let place = ids.iter().find(|known| known.value == id);
        let span = place.map_or(0..0, |id| id.span.clone());
        doc.warn(&span, in_line(&advice.message), in_line(&advice.help));
    }
}

/// What a system that is played lacks; one that only runs needs nobody to watch it.
pub(super) fn check_watched(doc: &Doc<'_>, top: &Table<'_>, system: &SystemSpec) {
    if names::of_kind(system, &[ComponentKind::Service]).is_empty() {
        return;
    }
    for (what, is_empty) in [
        ("alert", system.alerts.is_empty()),
        ("service_level", system.service_levels.is_empty()),
        ("panel", system.panels.is_empty()),
    ] {
        if is_empty {
            let message = format!("the system has no {what}");
            doc.warn(
                &top.place(what),
                message,
                format!("add one with [[{what}]]"),
            );
        }
    }
    let key = system.panels.iter().filter(|panel| panel.key).count();
    if !system.panels.is_empty() && key != 4 {
        let message = format!("{key} panels are `key = true`; the room screen shows four");
        doc.warn(
            &top.place("panel"),
            message,
            "mark the four that people should watch",
        );
    }
}
