//! What nobody could notice: measured, by running the system.
//!
//! The system is warmed up once. Each fault that comes by the clock runs for ten minutes beside
//! the same system undisturbed; if nothing that people can look at differs, it runs again among the
//! others. Then all of them play at their times, with nobody acting. What is said is said of the
//! scenario's own seed and is a warning: it may be meant so.

mod look;

use world::{Fault, World};

use crate::edit::Step;
use crate::files::Files;
use crate::model::{Inject, Scenario, Trigger};
use crate::problem::{Problem, sorted};
use crate::read::place::warning;
use look::Look;

/// How long a fault is watched, milliseconds.
const WATCHED_MS: i64 = 600_000;
/// Most faults that are measured; the rest is taken on trust.
const FAULTS: usize = 20;
/// Longest play, milliseconds.
const PLAYED_MS: i64 = 3_600_000;

/// Faults that nobody could notice, and a root cause that nothing shows and nobody tells of. Takes
/// about as long as a rehearsal.
#[must_use]
pub fn unnoticed(files: &Files, scenario: &Scenario) -> Vec<Problem> {
    let timed: Vec<(usize, i64, &Fault)> = scenario
        .injects
        .iter()
        .enumerate()
        .filter_map(|(at, inject)| timed(at, inject, scenario.length_ms))
        .take(FAULTS)
        .collect();
    if timed.is_empty() {
        return Vec::new();
    }
    let Ok(mut warm) = World::new(&scenario.system, u64::from(scenario.seed)) else {
        return Vec::new();
    };
    warm.set_traces(false);
    warm.advance(0);
    let quiet = Look::at(warm.clone(), WATCHED_MS);
    let mut problems = Vec::new();
    for (number, (at, _, fault)) in timed.iter().enumerate() {
        if is_noticed(&warm, &quiet, fault) || is_noticed_among(&warm, &timed, number) {
            continue;
        }
        let way = [Step::from("inject"), Step::from(*at), Step::from("fault")];
        let title = &scenario.injects[*at].title;
        let message = format!(
            "nobody could notice \"{title}\": in ten minutes no alert, graph, figure or log changes for it"
        );
        let help = "make it stronger, or break something that is used";
        problems.extend(warning(files, &scenario.id, &way, &message, help));
    }
    if problems.is_empty() && !is_told(scenario) && !is_shown(&warm, &timed, scenario.length_ms) {
        let way = [Step::from("truth"), Step::from("root_cause")];
        let message = "nothing shows it: left alone, no alert fires, every graph stays in its limits, and nobody says a word";
        let help = "make a fault stronger, add an [[alert]], or let somebody send a message";
        problems.extend(warning(files, &scenario.id, &way, message, help));
    }
    sorted(problems)
}

fn timed(at: usize, inject: &Inject, length_ms: u32) -> Option<(usize, i64, &Fault)> {
    match inject.trigger {
        Trigger::At { at_ms } if at_ms < length_ms => {
            Some((at, i64::from(at_ms), inject.fault.as_ref()?))
        }
        _ => None,
    }
}

/// Alone. A fault that sleeps waits for somebody to deploy what carries it, and is not judged.
fn is_noticed(warm: &World, quiet: &Look, fault: &Fault) -> bool {
    let mut world = warm.clone();
    if world.start_fault(1, fault).is_err() {
        return true;
    }
    let sleeps = world.faults().iter().any(|state| !state.active);
    sleeps || Look::at(world, WATCHED_MS).differs(quiet)
}

/// Among the others: all at once, with it and without it.
fn is_noticed_among(warm: &World, timed: &[(usize, i64, &Fault)], number: usize) -> bool {
    if timed.len() == 1 {
        return false;
    }
    let run = |with: bool| {
        let mut world = warm.clone();
        for (other, (_, _, fault)) in timed.iter().enumerate() {
            if with || other != number {
                // One that cannot start was judged when it was alone.
                let _ = world.start_fault(u32::try_from(other).unwrap_or(0), fault);
            }
        }
        Look::at(world, WATCHED_MS)
    };
    run(true).differs(&run(false))
}

/// Somebody outside the team says something, whatever the team does.
fn is_told(scenario: &Scenario) -> bool {
    let comes = |trigger: &Trigger| matches!(trigger, Trigger::At { .. } | Trigger::Inject { .. });
    scenario
        .injects
        .iter()
        .any(|inject| inject.message.is_some() && comes(&inject.trigger))
}

/// All of them at their times: an alert fires, a service level breaks, or a graph leaves its limits.
fn is_shown(warm: &World, timed: &[(usize, i64, &Fault)], length_ms: u32) -> bool {
    let mut world = warm.clone();
    let ends = i64::from(length_ms).min(PLAYED_MS);
    let mut order: Vec<&(usize, i64, &Fault)> = timed.iter().collect();
    order.sort_by_key(|(at, at_ms, _)| (*at_ms, *at));
    let mut shown = !world.firing().is_empty();
    let mut watch = |world: &mut World, to: i64| {
        while world.now_ms() < to && !shown {
            let next = (world.now_ms() + look::EVERY_MS).min(to);
            shown = look::raised(&world.advance(next)) || look::beyond(world);
        }
        shown
    };
    for (number, (_, at_ms, fault)) in order.into_iter().enumerate() {
        if *at_ms >= ends || watch(&mut world, *at_ms) {
            break;
        }
        let _ = world.start_fault(u32::try_from(number).unwrap_or(0), fault);
    }
    watch(&mut world, ends)
}
