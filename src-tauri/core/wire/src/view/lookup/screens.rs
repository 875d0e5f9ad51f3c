//! The site as its users see it: each journey, with real calls of real users.

use drill::Drill;
use world::spec::JourneySpec;
use world::traces::{TraceFilter, TraceRow};

use super::minute;
use crate::lookup::{ScreenView, SeenCall};

/// How far back a call may lie.
const BACK_MS: i64 = 120_000;
/// Calls looked through.
const CALLS: usize = 500;

pub(super) fn screens(drill: &Drill) -> Vec<ScreenView> {
    let now = drill.now_ms();
    let all = TraceFilter {
        component: None,
        name: None,
        failed: false,
        min_ms: 0,
        req: None,
    };
    let traces = drill.world().traces();
    let calls = traces
        .search(&all, now - BACK_MS, now + 1, None, CALLS)
        .rows;
    let journeys = &drill.scenario().system.traffic.journeys;
    journeys
        .iter()
        .map(|journey| screen(drill, journey, &calls))
        .collect()
}

fn screen(drill: &Drill, journey: &JourneySpec, calls: &[TraceRow]) -> ScreenView {
    let name = &journey.name;
    let visits = minute(drill, "browser", &format!("journeys_{name}"));
    let failed = minute(drill, "browser", &format!("journeys_failed_{name}"));
    let mine = |row: &&TraceRow| row.journey == *name && !row.open;
    let newest = |bad: bool| {
        let mut rows = calls.iter().filter(mine);
        rows.find(|row| row.failed == bad).map(seen)
    };
    ScreenView {
        journey: name.clone(),
        path: path(journey),
        visits,
        failed: visits
            .zip(failed)
            .filter(|(visits, _)| *visits > 0.0)
            // Visits count when they begin and failures when they end, so a minute in which
            // fewer come than before can have more failures than visits.
            .map(|(visits, failed)| (failed / visits).min(1.0)),
        fine: newest(false),
        broken: newest(true),
    }
}

/// Path of the first page of a journey, or of its first call.
fn path(journey: &JourneySpec) -> String {
    let (_, endpoint) = match journey.calls.iter().find(|(_, e)| !e.contains("/api/")) {
        Some(page) => page,
        None => match journey.calls.first() {
            Some(call) => call,
            None => return String::new(),
        },
    };
    let path = endpoint.split_whitespace().next_back().unwrap_or(endpoint);
    path.to_owned()
}

fn seen(row: &TraceRow) -> SeenCall {
    SeenCall {
        call: row.endpoint.clone(),
        status: row.status,
        took_ms: row.took_us / 1_000,
        at_ms: row.at_ms,
    }
}
