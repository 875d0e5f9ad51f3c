//! What can be looked up: logs, pages as participants see them, what there is to point at.

mod browser;
mod database;
mod deploys;
mod pipeline;
mod vocabulary;

pub use vocabulary::vocabulary;

use drill::{Drill, Refusal};
use scenario::Page;
use world::logs::{LogPage, Query};

use super::{panels, parts};
use crate::lookup::{PageView, TableView};
use crate::parts::Tone;

/// Lines of a log page at the most.
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
        Page::Logs => {}
        Page::Deploys => view.tables = vec![deploys::changes(drill)],
        Page::Database => view.tables = vec![database::databases(drill), database::pools(drill)],
        Page::AiPipeline => {
            view.tables = vec![
                pipeline::queues(drill),
                pipeline::workers(drill),
                pipeline::models(drill),
            ]
        }
        Page::WebConsole => {
            view.tables = vec![browser::browser(drill), browser::browser_errors(drill)]
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

/// Warn at nine tenths, bad when full.
fn fullness(used: Option<f64>, size: Option<f64>) -> Tone {
    match (used, size) {
        (Some(used), Some(size)) if size > 0.0 && used >= size => Tone::Bad,
        (Some(used), Some(size)) if size > 0.0 && used >= size * 0.9 => Tone::Warn,
        _ => Tone::Plain,
    }
}
