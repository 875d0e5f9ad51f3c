//! Impact and key times.

use drill::Drill;
use drill::times::KeyTimes;
use world::expr::Expr;

use super::event;
use crate::postmortem::{Impact, KeyTime, KeyTimes as Section, Measure};

/// What the outage cost, from t1 to t7 (or ENDEX).
pub fn impact(drill: &Drill, times: &KeyTimes) -> Impact {
    let Some((from, _)) = times.impact else {
        return Impact::default();
    };
    let to = times.mitigated.map_or(drill.now_ms(), |(at, _)| at);
    let totals = drill.world().totals_between(from, to);
    let budget = error_budget(drill, from, to);
    Impact {
        duration_ms: Some(to - from),
        requests_failed: Some(totals.failed_requests),
        requests_total: Some(totals.requests),
        users_affected: Some(totals.users_affected),
        orders_lost: orders_lost(drill, from, to),
        ai_tasks_failed: Some(totals.tasks_failed),
        ai_tasks_late: late(drill).then_some(totals.tasks_late),
        ai_tasks_thrown_away: Some(totals.tasks_purged),
        ai_tasks_waiting: Some(waiting(drill, to)),
        error_budget_burnt_pct: budget.as_ref().map(|(burnt, _)| *burnt),
        error_budget_of: budget.map(|(_, title)| title).unwrap_or_default(),
        ..Impact::default()
    }
}

/// Tasks that were queued, or held by a worker that hung, at an instant.
fn waiting(drill: &Drill, at_ms: i64) -> u64 {
    let system = &drill.scenario().system;
    // The last whole second that is over.
    let at_s = at_ms / 1_000 - 1;
    let queued = system.queues.iter().map(|queue| (&queue.id, "depth"));
    let hung = system.workers.iter().map(|worker| (&worker.id, "hung"));
    let held = queued
        .chain(hung)
        .filter_map(|(id, alias)| sum(drill, id, alias, at_s, at_s + 1));
    held.sum::<f64>().round() as u64
}

/// Whether the system says when a task is late.
fn late(drill: &Drill) -> bool {
    let mut workers = drill.scenario().system.workers.iter();
    workers.any(|worker| worker.late_after_s > 0)
}

/// Days of an error budget.
const BUDGET_DAYS: f64 = 30.0;

/// The service level that lost most of its error budget: per cent of what 30 days at the pace before
/// the drill may cost, and its title. Only levels of the form `bad / all > share` have one.
fn error_budget(drill: &Drill, from: i64, to: i64) -> Option<(f64, String)> {
    let levels = drill.scenario().system.service_levels.iter();
    let burnt = levels.filter_map(|level| {
        let expr = Expr::parse(&level.breach).ok()?;
        let ((part, bad), (whole, all), share) = expr.share_above()?;
        let allowed = share * pace(drill, whole, all)? * BUDGET_DAYS * 86_400.0;
        let lost = sum(drill, part, bad, from / 1_000, to / 1_000)?;
        (allowed > 0.0).then(|| (100.0 * lost / allowed, level.title.clone()))
    });
    burnt.max_by(|a, b| a.0.total_cmp(&b.0))
}

/// The orders that the warm-up's pace would have brought, less those that came.
fn orders_lost(drill: &Drill, from: i64, to: i64) -> Option<u64> {
    let came = sum(drill, "business", "orders", from / 1_000, to / 1_000)?;
    let span = (to - from) as f64 / 1_000.0;
    let lost = pace(drill, "business", "orders")? * span - came;
    Some(lost.max(0.0).round() as u64)
}

/// A metric summed over seconds of the drill.
fn sum(drill: &Drill, component: &str, alias: &str, from_s: i64, to_s: i64) -> Option<f64> {
    let series = drill.world().telemetry().find(component, alias)?;
    let at = |s: i64| {
        usize::try_from(s - i64::from(series.from_s))
            .unwrap_or(0)
            .min(series.values.len())
    };
    let values = series.values.get(at(from_s)..at(to_s))?;
    Some(values.iter().map(|v| f64::from(*v)).sum())
}

/// What a metric counted a second before STARTEX. The first minute fills the pipes; it is left out
/// where there is more than one.
fn pace(drill: &Drill, component: &str, alias: &str) -> Option<f64> {
    let warm_s = i64::from(drill.scenario().system.warmup_s);
    let quiet_from = -(warm_s - 60).max(warm_s.min(60));
    if quiet_from >= 0 {
        return None;
    }
    Some(sum(drill, component, alias, quiet_from, 0)? / -(quiet_from as f64))
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
