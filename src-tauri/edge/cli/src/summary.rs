//! What a rehearsal comes to, for a tired person: what fired, what it did to customers, who
//! noticed when, what it cost.

use std::fmt::Write;

use drill::state::{InjectRecord, State};
use drill::{Drill, effect, times, words};
use live::Rehearsal;
use scenario::TeamScript;
use world::expr::Expr;

use crate::columns::{figure, row};
use crate::{graph, judged};

/// All of it, in 80 columns.
pub fn summary(team: &TeamScript, seed: u32, rehearsal: &Rehearsal) -> String {
    let drill = &rehearsal.drill;
    let mut out = format!(
        "{} · {} · seed {seed}\n",
        drill.scenario().title,
        team.title
    );
    out.push_str(&fired(drill));
    out.push_str(&impact(drill));
    out.push_str(&alerts(drill));
    out.push_str(&key_times(drill));
    out.push_str(&worst_minute(drill));
    out.push_str(&cost(rehearsal));
    out.push_str(&judged::acts(drill));
    out.push_str(&judged::expectations(drill));
    out.push_str(&graph::graphs(drill));
    if !rehearsal.skipped.is_empty() {
        out.push_str("\nSteps of the script that were not carried out\n");
        for step in &rehearsal.skipped {
            let when = step.at_ms.map_or("never".to_owned(), |ms| at(drill, ms));
            out.push_str(&row(&format!("  step {} ({when}): ", step.step), &step.why));
        }
    }
    out
}

/// The incident clock.
pub fn at(drill: &Drill, ms: i64) -> String {
    words::clock(drill.scenario().starts_s, ms)
}

fn fired(drill: &Drill) -> String {
    let mut all: Vec<(i64, &InjectRecord)> = drill
        .state()
        .injects
        .iter()
        .filter_map(|record| Some((record.fired_ms?, record)))
        .collect();
    all.sort_by_key(|(ms, _)| *ms);
    let mut out = String::from("\nWhat fired\n");
    for (ms, record) in all {
        let inject = &record.inject;
        let kind = match (&inject.fault, &inject.message) {
            (Some(_), _) => "fault",
            (None, Some(_)) => "message",
            (None, None) if !inject.stops.is_empty() => "repair",
            (None, None) => "note",
        };
        let front = format!("  {}  {kind:<8} ", at(drill, ms));
        out.push_str(&row(&front, &inject.title));
        if let Some(fault) = &inject.fault {
            let indent = " ".repeat(front.len());
            out.push_str(&row(&indent, &format!("({})", words::fault(fault))));
        }
    }
    out
}

fn impact(drill: &Drill) -> String {
    let state = drill.state();
    let Some(first) = state.breaches.first() else {
        return "\nCustomers noticed nothing: no service level was broken.\n".to_owned();
    };
    let mut out = format!("\nFirst customer impact at {}\n", at(drill, first.from_ms));
    for breach in &state.breaches {
        let levels = &drill.scenario().system.service_levels;
        let title = levels
            .iter()
            .find(|level| level.id == breach.level)
            .map_or(breach.level.as_str(), |level| level.title.as_str());
        let until = breach.to_ms.unwrap_or(drill.now_ms());
        let lasted = words::duration(until - breach.from_ms);
        let still = if breach.to_ms.is_none() {
            ", and at the end still"
        } else {
            ""
        };
        let front = format!("  {}  ", at(drill, breach.from_ms));
        out.push_str(&row(
            &front,
            &format!("\"{title}\" was broken for {lasted}{still}"),
        ));
    }
    out
}

fn alerts(drill: &Drill) -> String {
    let state = drill.state();
    let mut out = String::from("\nAlerts\n");
    if state.alerts.is_empty() {
        out.push_str("  none fired\n");
    }
    let impact = state.breaches.first().map(|breach| breach.from_ms);
    for alert in &state.alerts {
        let until = alert.resolved_ms.map_or("still firing".to_owned(), |ms| {
            format!("until {}", at(drill, ms))
        });
        let after = impact.map_or_else(String::new, |impact| {
            let (between, side) = match alert.fired_ms - impact {
                ms if ms < 0 => (-ms, "before"),
                ms => (ms, "after"),
            };
            format!("{} {side} the impact", words::duration(between))
        });
        let fired = at(drill, alert.fired_ms);
        let line = format!("  {fired}  {:<22} {until:<15} {after}", alert.name);
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

fn key_times(drill: &Drill) -> String {
    let key = times::key_times(drill.scenario(), drill.state());
    let mut out = format!("\n{:<33}{:<14}from the impact\n", "Key times", "");
    for (id, title, moment) in key.rows() {
        let when = moment.map_or("not reached".to_owned(), |(ms, _)| at(drill, ms));
        let after = match (key.impact, moment) {
            (Some((impact, _)), Some((ms, _))) if impact != ms => {
                let sign = if ms > impact { "+" } else { "" };
                format!("{sign}{}", words::duration(ms - impact))
            }
            _ => String::new(),
        };
        let line = format!("  {id:<4} {title:<25} {when:<14} {after}");
        let _ = writeln!(out, "{}", line.trim_end());
    }
    let spans = [
        ("detect", key.ttd()),
        ("acknowledge", key.tta()),
        ("identify", key.tti()),
        ("mitigate", key.ttm()),
        ("resolve", key.ttr()),
    ];
    let spans: Vec<String> = spans
        .iter()
        .map(|(name, span)| {
            let span = span.map_or("not reached".to_owned(), words::span);
            format!("{name} {span}")
        })
        .collect();
    out + &row("  Time to ", &(spans.join(", ") + "."))
}

/// The minute in which most calls of users failed, and what was wrong in it.
fn worst_minute(drill: &Drill) -> String {
    let minutes = (0..drill.now_ms() / 60_000).map(|minute| {
        let from = minute * 60_000;
        let totals = drill.world().totals_between(from, from + 60_000);
        (totals.failed_requests, totals.requests, from)
    });
    let worst = minutes
        .filter(|(failed, ..)| *failed > 0)
        .max_by(|a, b| a.0.cmp(&b.0).then(b.2.cmp(&a.2)));
    let Some((failed, calls, from)) = worst else {
        return "\nWorst minute: none, no call of a user failed.\n".to_owned();
    };
    let until = from + 60_000;
    let mut out = format!(
        "\nWorst minute: {} to {}\n  {failed} of {calls} calls of users failed, {:.0} %\n",
        at(drill, from),
        at(drill, until),
        100.0 * failed as f64 / calls.max(1) as f64
    );
    let there =
        |from_ms: i64, to_ms: Option<i64>| from_ms < until && to_ms.is_none_or(|to| to > from);
    let list = |out: &mut String, front: &str, all: Vec<String>| {
        if !all.is_empty() {
            out.push_str(&row(front, &all.join(", ")));
        }
    };
    let state = drill.state();
    list(&mut out, "  out of limits  ", out_of_limits(drill, until));
    list(&mut out, "  faults at work ", faults(state, there));
    let alerts = state
        .alerts
        .iter()
        .filter(|alert| there(alert.fired_ms, alert.resolved_ms));
    let alerts = alerts.map(|alert| alert.name.clone()).collect();
    list(&mut out, "  alerts firing  ", alerts);
    out
}

fn faults(state: &State, there: impl Fn(i64, Option<i64>) -> bool) -> Vec<String> {
    let at_work = state
        .faults
        .iter()
        .filter(|fault| there(fault.at_ms, fault.ended_ms));
    at_work
        .map(|fault| {
            format!(
                "{} on {}",
                words::effect(&fault.fault.effect),
                fault.fault.on
            )
        })
        .collect()
}

/// Every panel that was beyond a limit in the minute before an instant.
fn out_of_limits(drill: &Drill, at_ms: i64) -> Vec<String> {
    let panels = drill.scenario().system.panels.iter();
    let second = i32::try_from(at_ms / 1_000).unwrap_or(i32::MAX);
    let out = panels.filter_map(|panel| {
        let expr = Expr::parse(&panel.expr).ok()?;
        let value = drill.world().eval(&expr, second, 60)?;
        let beyond = effect::trouble(panel, value) > 0;
        beyond.then(|| format!("{} {} {}", panel.title, figure(value), panel.unit))
    });
    out.map(|text| text.trim_end().to_owned()).collect()
}

fn cost(rehearsal: &Rehearsal) -> String {
    let totals = rehearsal.drill.world().totals();
    let impact = live::postmortem_of(&rehearsal.drill, rehearsal.made_ms).impact;
    let mut rows = vec![
        ("calls failed", totals.failed_requests, totals.requests),
        ("users affected", totals.users_affected, totals.journeys),
        ("of them gave up", totals.users_left, 0),
    ];
    if let Some(lost) = impact.orders_lost {
        rows.push(("orders lost", lost, 0));
    }
    if !rehearsal.drill.scenario().system.workers.is_empty() {
        rows.push(("tasks failed", totals.tasks_failed, 0));
    }
    let mut out = String::from("\nWhat it cost\n");
    for (name, count, of) in rows {
        let of = match of {
            0 => String::new(),
            of => format!("  of {of}, {:.1} %", 100.0 * count as f64 / of as f64),
        };
        let _ = writeln!(out, "  {name:<17} {count:>8}{of}");
    }
    out
}
