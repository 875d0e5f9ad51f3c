//! The web console: what browsers report.

use drill::{Drill, words};
use world::logs::Query;

use super::{figure, minute, table};
use crate::lookup::TableView;
use crate::parts::Tone;

/// Browser errors on the web console.
const BROWSER_LINES: usize = 40;

pub(super) fn browser(drill: &Drill) -> TableView {
    let shown = |alias| figure(minute(drill, "browser", alias));
    let failed = minute(drill, "browser", "failed_pages").is_some_and(|n| n > 0.0);
    let row = vec![
        shown("page_loads"),
        shown("failed_pages"),
        shown("js_errors"),
        shown("left"),
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

pub(super) fn browser_errors(drill: &Drill) -> TableView {
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
