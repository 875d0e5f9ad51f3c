//! What can be looked up: logs, traces, pages as participants see them, what there is to point at.

use drill::{Drill, Refusal, words};
use scenario::Page;
use world::logs::{LogPage, Query};
use world::spec::ComponentKind;
use world::traces::{TraceFilter, TracePage, TraceView};

use super::{panels, parts};
use crate::lookup::{PageView, TableView, Vocabulary};
use crate::parts::Tone;

/// Lines of a log page, and rows of a page of traces, at the most.
const LINES: u32 = 500;
/// Browser errors on the web console.
const BROWSER_LINES: usize = 40;

/// A page of log lines.
///
/// # Errors
/// The query could not be read; the message says where.
pub fn logs(
    drill: &Drill,
    query: &str,
    from_ms: i32,
    to_ms: i32,
    before: Option<u32>,
    limit: u32,
) -> Result<LogPage, Refusal> {
    let parsed = Query::parse(query).map_err(|e| {
        let place = query.get(..e.at).map_or(0, |head| head.chars().count()) + 1;
        Refusal::new(
            "query",
            format!("{} (at character {place})", e.message),
            e.help,
        )
    })?;
    let before = before.map(|at| at as usize);
    let limit = limit.min(LINES) as usize;
    Ok(drill
        .world()
        .logs()
        .search(&parsed, i64::from(from_ms), i64::from(to_ms), before, limit))
}

/// A page of traces; `before`: request id of the last one seen.
///
/// # Errors
/// `before` is no request id.
pub fn traces(
    drill: &Drill,
    filter: &TraceFilter,
    from_ms: i32,
    to_ms: i32,
    before: Option<&str>,
    limit: u32,
) -> Result<TracePage, Refusal> {
    let before = before.map(request).transpose()?;
    let (from_ms, to_ms) = (i64::from(from_ms), i64::from(to_ms));
    let limit = limit.min(LINES) as usize;
    let traces = drill.world().traces();
    Ok(traces.search(filter, from_ms, to_ms, before, limit))
}

/// The trace of a request. None: it was not kept.
///
/// # Errors
/// It is no request id.
pub fn trace(drill: &Drill, req: &str) -> Result<Option<TraceView>, Refusal> {
    Ok(drill.world().traces().trace(request(req)?))
}

fn request(req: &str) -> Result<u32, Refusal> {
    u32::from_str_radix(req, 16).map_err(|_| {
        Refusal::new(
            "request-id",
            format!("`{req}` is no request id."),
            "It is written as in the logs: six or more of 0-9 and a-f.",
        )
    })
}

/// A page as a participant would see it now.
pub fn page(drill: &Drill, page: Page, on: Option<&str>) -> PageView {
    let mut view = PageView {
        page,
        at_ms: parts::ms(drill.now_ms()),
        alerts: Vec::new(),
        panels: Vec::new(),
        tables: Vec::new(),
        playbooks: Vec::new(),
    };
    match page {
        Page::Alerts => view.alerts = parts::alerts(drill),
        Page::Dashboards => view.panels = panels::panels(drill, false),
        Page::Logs | Page::Traces => {}
        Page::Deploys => view.tables = vec![changes(drill)],
        Page::Database => view.tables = vec![databases(drill), pools(drill)],
        Page::AiPipeline => view.tables = vec![queues(drill), workers(drill), models(drill)],
        Page::WebConsole => view.tables = vec![browser(drill), browser_errors(drill)],
        Page::Playbooks => {
            let wanted = drill
                .scenario()
                .playbooks
                .iter()
                .filter(|p| on.is_none_or(|id| id == p.id));
            view.playbooks = wanted
                .map(|p| (p.id.clone(), p.title.clone(), p.text.clone()))
                .collect();
        }
    }
    view
}

fn table(title: &str, columns: &[&str], empty: &str, rows: Vec<(Vec<String>, Tone)>) -> TableView {
    TableView {
        title: title.to_owned(),
        columns: columns.iter().map(|&c| c.to_owned()).collect(),
        rows,
        empty: empty.to_owned(),
    }
}

/// The newest whole second of a figure.
fn last(drill: &Drill, component: &str, alias: &str) -> Option<f64> {
    sum(drill, component, alias, 1)
}

/// The last seconds of a figure, added up.
fn sum(drill: &Drill, component: &str, alias: &str, seconds: usize) -> Option<f64> {
    let series = drill.world().telemetry().series().iter();
    let found = series
        .into_iter()
        .find(|s| s.component == component && s.alias == alias)?;
    let tail = &found.values[found.values.len().saturating_sub(seconds)..];
    let finite: Vec<f64> = tail
        .iter()
        .map(|v| f64::from(*v))
        .filter(|v| v.is_finite())
        .collect();
    (!finite.is_empty()).then(|| finite.iter().sum())
}

/// A figure as people write it; a dash where there is none.
fn figure(value: Option<f64>) -> String {
    match value {
        None => "–".to_owned(),
        Some(v) if v.abs() >= 100.0 || v.fract().abs() < 1e-9 => format!("{v:.0}"),
        Some(v) => format!("{v:.2}"),
    }
}

fn changes(drill: &Drill) -> TableView {
    let starts_s = drill.scenario().starts_s;
    let rows = drill.world().changes().iter().rev().map(|change| {
        let day = change.at_ms.div_euclid(86_400_000);
        let clock = words::clock(starts_s, change.at_ms);
        // The incident clock shows no date; what is older than a day says so.
        let when = if day < -1 {
            format!("{clock} ({} days ago)", -day - 1)
        } else {
            clock
        };
        let recent = change.at_ms > drill.now_ms() - 3_600_000;
        let cells = vec![when, change.component.clone(), change.text.clone()];
        (cells, if recent { Tone::Info } else { Tone::Plain })
    });
    table(
        "Deploys and changes, newest first",
        &["Time", "On", "What"],
        "Nothing was changed.",
        rows.collect(),
    )
}

/// Warn at nine tenths, bad when full.
fn fullness(used: Option<f64>, size: Option<f64>) -> Tone {
    match (used, size) {
        (Some(used), Some(size)) if size > 0.0 && used >= size => Tone::Bad,
        (Some(used), Some(size)) if size > 0.0 && used >= size * 0.9 => Tone::Warn,
        _ => Tone::Plain,
    }
}

fn databases(drill: &Drill) -> TableView {
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

fn pools(drill: &Drill) -> TableView {
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

fn queues(drill: &Drill) -> TableView {
    let rows = drill.scenario().system.queues.iter().map(|queue| {
        let get = |alias| last(drill, &queue.id, alias);
        let oldest = get("oldest_s");
        let cells = vec![
            queue.title.clone(),
            figure(get("depth")),
            oldest.map_or("–".to_owned(), |s| words::duration((s * 1_000.0) as i64)),
            figure(sum(drill, &queue.id, "published", 60)),
            figure(sum(drill, &queue.id, "refused", 60)),
        ];
        (
            cells,
            if oldest.is_some_and(|s| s > 60.0) {
                Tone::Warn
            } else {
                Tone::Plain
            },
        )
    });
    table(
        "Queues",
        &[
            "Queue",
            "Waiting",
            "Oldest task",
            "Published, last minute",
            "Refused, last minute",
        ],
        "This system has no queue.",
        rows.collect(),
    )
}

fn workers(drill: &Drill) -> TableView {
    let rows = drill.scenario().system.workers.iter().map(|worker| {
        let get = |alias| last(drill, &worker.id, alias);
        let hung = get("hung");
        let cells = vec![
            worker.title.clone(),
            format!("{} of {}", figure(get("busy")), figure(get("slots"))),
            figure(hung),
            figure(sum(drill, &worker.id, "done", 60)),
            figure(sum(drill, &worker.id, "failed", 60)),
            figure(sum(drill, &worker.id, "retried", 60)),
            figure(get("p95_ms")),
        ];
        (
            cells,
            if hung.is_some_and(|n| n > 0.0) {
                Tone::Bad
            } else {
                Tone::Plain
            },
        )
    });
    table(
        "Workers",
        &[
            "Worker",
            "Busy",
            "No heartbeat",
            "Done, last minute",
            "Failed, last minute",
            "Retried, last minute",
            "p95 ms",
        ],
        "This system has no workers.",
        rows.collect(),
    )
}

fn models(drill: &Drill) -> TableView {
    let rows = drill.scenario().system.models.iter().map(|model| {
        let get = |alias| last(drill, &model.id, alias);
        let cells = vec![
            model.title.clone(),
            figure(sum(drill, &model.id, "requests", 60)),
            figure(sum(drill, &model.id, "errors", 60)),
            figure(get("waiting")),
            figure(get("p95_ms")),
        ];
        (cells, Tone::Plain)
    });
    table(
        "Models",
        &[
            "Model",
            "Asked, last minute",
            "Errors, last minute",
            "Waiting",
            "p95 ms",
        ],
        "This system has no model.",
        rows.collect(),
    )
}

fn browser(drill: &Drill) -> TableView {
    let minute = |alias| figure(sum(drill, "browser", alias, 60));
    let failed = sum(drill, "browser", "failed_pages", 60).is_some_and(|n| n > 0.0);
    let row = vec![
        minute("page_loads"),
        minute("failed_pages"),
        minute("js_errors"),
        minute("left"),
    ];
    table(
        "What browsers report, last minute",
        &[
            "Page loads",
            "Pages that failed",
            "JS errors",
            "Users who left",
        ],
        "No browser has reported yet.",
        vec![(row, if failed { Tone::Warn } else { Tone::Plain })],
    )
}

fn browser_errors(drill: &Drill) -> TableView {
    let now = drill.now_ms();
    let lines = Query::parse("service:browser").ok().map(|query| {
        drill
            .world()
            .logs()
            .search(&query, now - 900_000, now + 1, None, BROWSER_LINES)
            .lines
    });
    let rows = lines.unwrap_or_default().into_iter().map(|row| {
        let line = row.line;
        let clock = words::clock(drill.scenario().starts_s, line.at_ms);
        (vec![clock, line.text], Tone::Bad)
    });
    table(
        "Console",
        &["Time", "Message"],
        "No error in the last 15 minutes.",
        rows.collect(),
    )
}

/// What there is to point at.
pub fn vocabulary(drill: &Drill) -> Vocabulary {
    let world = drill.world();
    let scenario = drill.scenario();
    let system = &scenario.system;
    let mut voices: Vec<String> = scenario
        .injects
        .iter()
        .filter_map(|inject| inject.message.as_ref().map(|message| message.from.clone()))
        .collect();
    voices.sort();
    voices.dedup();
    let versions = |id: &str, all: &[world::spec::VersionSpec]| {
        (id.to_owned(), all.iter().map(|v| v.id.clone()).collect())
    };
    Vocabulary {
        components: world
            .components()
            .into_iter()
            .filter(|c| c.kind != ComponentKind::Browser)
            .map(|c| (c.id, c.title, c.kind))
            .collect(),
        edges: edges(drill),
        pools: system
            .services
            .iter()
            .flat_map(|s| s.pools.keys().map(move |db| format!("{}.{db}", s.id)))
            .collect(),
        flags: world
            .config()
            .into_iter()
            .filter(|c| c.unit == "on/off")
            .filter_map(|c| {
                let flag = system.flags.iter().find(|flag| flag.id == c.key)?;
                Some((c.key, flag.title.clone(), c.value > 0.5))
            })
            .collect(),
        config: world
            .config()
            .into_iter()
            .filter(|c| c.unit != "on/off" && c.ours)
            .map(|c| (c.key, c.value, c.unit))
            .collect(),
        alerts: system
            .alerts
            .iter()
            .map(|a| (a.name.clone(), a.title.clone()))
            .collect(),
        versions: system
            .services
            .iter()
            .map(|s| versions(&s.id, &s.versions))
            .chain(system.workers.iter().map(|w| versions(&w.id, &w.versions)))
            .collect(),
        playbooks: scenario
            .playbooks
            .iter()
            .map(|p| (p.id.clone(), p.title.clone()))
            .collect(),
        roles: scenario
            .roles
            .iter()
            .map(|r| (r.id.clone(), r.short.clone()))
            .collect(),
        voices,
    }
}

/// Edges with a policy: `caller->callee`, has a breaker, has a fallback.
fn edges(drill: &Drill) -> Vec<(String, bool, bool)> {
    use world::spec::{Step, StepKind};
    fn walk(service: &str, steps: &[Step], out: &mut Vec<(String, bool, bool)>) {
        for step in steps {
            match &step.kind {
                StepKind::Call { target, edge, .. } => {
                    let id = format!("{service}->{target}");
                    match out.iter_mut().find(|(known, ..)| *known == id) {
                        Some(known) => {
                            known.1 |= edge.breaker.is_some();
                            known.2 |= edge.fallback;
                        }
                        None => out.push((id, edge.breaker.is_some(), edge.fallback)),
                    }
                }
                StepKind::Cache { miss, .. } => walk(service, miss, out),
                _ => {}
            }
        }
    }
    let mut out = Vec::new();
    for service in &drill.scenario().system.services {
        for endpoint in &service.endpoints {
            walk(&service.id, &endpoint.steps, &mut out);
        }
    }
    out
}
