//! Impact and key times.

use drill::Drill;
use drill::times::KeyTimes;

use super::event;
use crate::postmortem::{Impact, KeyTime, KeyTimes as Section, Measure};

/// What the outage cost, from t1 to t7 (or ENDEX).
pub fn impact(drill: &Drill, times: &KeyTimes) -> Impact {
    let Some((from, _)) = times.impact else {
        return Impact::default();
    };
    let to = times.mitigated.map_or(drill.now_ms(), |(at, _)| at);
    let totals = drill.world().totals_between(from, to);
    Impact {
        duration_ms: Some(to - from),
        requests_failed: Some(totals.failed_requests),
        requests_total: Some(totals.requests),
        users_affected: Some(totals.users_affected),
        orders_lost: orders_lost(drill, from, to),
        ai_tasks_failed: Some(totals.tasks_failed),
        ..Impact::default()
    }
}

/// The orders that the warm-up's pace would have brought, less those that came.
fn orders_lost(drill: &Drill, from: i64, to: i64) -> Option<u64> {
    let series = drill.world().telemetry().find("business", "orders")?;
    let sum = |from_s: i64, to_s: i64| -> f64 {
        let at = |s: i64| {
            usize::try_from(s - i64::from(series.from_s))
                .unwrap_or(0)
                .min(series.values.len())
        };
        series.values[at(from_s)..at(to_s)]
            .iter()
            .map(|v| f64::from(*v))
            .sum()
    };
    let warm_s = i64::from(drill.scenario().system.warmup_s);
    // The first minute fills the pipes; it is left out where there is more than one.
    let quiet_from = -(warm_s - 60).max(warm_s.min(60));
    if quiet_from >= 0 {
        return None;
    }
    let pace = sum(quiet_from, 0) / -(quiet_from as f64);
    let span = (to - from) as f64 / 1_000.0;
    let lost = pace * span - sum(from / 1_000, to / 1_000);
    Some(lost.max(0.0).round() as u64)
}

/// The instants and what is derived from them.
pub fn key_times(times: &KeyTimes) -> Section {
    let measure = |value_ms| Measure {
        value_ms,
        target_ms: None,
    };
    Section {
        instants: times
            .rows()
            .into_iter()
            .map(|(id, label, moment)| KeyTime {
                id: id.to_owned(),
                label: label.to_owned(),
                at_ms: moment.map(|(at, _)| at),
                event: event(moment),
            })
            .collect(),
        ttd: measure(times.ttd()),
        tta: measure(times.tta()),
        tti: measure(times.tti()),
        ttm: measure(times.ttm()),
        ttr: measure(times.ttr()),
    }
}
