//! What can be looked up: logs, traces, pages as participants see them, what there is to point at.

mod browser;
mod database;
mod deploys;
mod pipeline;
mod screens;
mod vocabulary;

pub use vocabulary::vocabulary;

use drill::{Drill, Refusal, words};
use scenario::Page;
use world::logs::{LogPage, Query};
use world::traces::{TraceFilter, TracePage, TraceView};

use super::{panels, parts, sight};
use crate::lookup::{PageView, TableView};
use crate::parts::Tone;

/// Lines of a log page, and rows of a page of traces, at the most.
const LINES: u32 = 500;

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
        note: sight::note(drill, page),
        alerts: Vec::new(),
        panels: Vec::new(),
        tables: Vec::new(),
        screens: Vec::new(),
        playbooks: Vec::new(),
    };
    match page {
        Page::Alerts => view.alerts = parts::alerts(drill),
        Page::Dashboards => view.panels = panels::panels(drill, false),
        Page::Logs | Page::Traces => {}
        Page::Deploys => view.tables = deploys::tables(drill),
        Page::Database => view.tables = database::tables(drill),
        Page::AiPipeline => view.tables = pipeline::tables(drill),
        Page::WebConsole => {
            view.screens = screens::screens(drill);
            view.tables = vec![browser::browser(drill), browser::browser_errors(drill)];
        }
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

/// The newest second of a figure that has arrived. None: it was not seen.
fn last(drill: &Drill, component: &str, alias: &str) -> Option<f64> {
    over(drill, component, alias, 1)
}

/// The newest minute of a figure that has arrived: counters summed, latencies merged. None: its
/// end was not seen.
fn minute(drill: &Drill, component: &str, alias: &str) -> Option<f64> {
    over(drill, component, alias, 60)
}

fn over(drill: &Drill, component: &str, alias: &str, seconds: u32) -> Option<f64> {
    let world = drill.world();
    let at_s = panels::second(drill.now_ms()).min(world.seen_until_s());
    let seen = world.is_seen(component, at_s);
    seen.then(|| world.figure(component, alias, at_s, seconds))?
        .filter(|value| value.is_finite())
}

/// A figure as people write it; a dash where there is none.
fn figure(value: Option<f64>) -> String {
    match value {
        None => "–".to_owned(),
        Some(v) if v.abs() >= 100.0 || v.fract().abs() < 1e-9 => format!("{v:.0}"),
        Some(v) => format!("{v:.2}"),
    }
}

/// A share as people write it.
fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{:.0} %", share * 100.0))
}

/// "412 of 768"
fn amount(used: f64, size: f64) -> String {
    format!("{used:.0} of {size:.0}")
}

/// The incident clock of a drill time. It shows no date: what is older than a day says so.
fn moment(drill: &Drill, at_ms: i64) -> String {
    let day = at_ms.div_euclid(86_400_000);
    let clock = words::clock(drill.scenario().starts_s, at_ms);
    if day < -1 {
        format!("{clock} ({} days ago)", -day - 1)
    } else {
        clock
    }
}

/// Warn at nine tenths, bad when full.
fn fullness(used: f64, size: f64) -> Tone {
    match size > 0.0 {
        true if used >= size => Tone::Bad,
        true if used >= size * 0.9 => Tone::Warn,
        _ => Tone::Plain,
    }
}
