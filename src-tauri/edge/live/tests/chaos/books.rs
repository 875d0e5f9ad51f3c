//! The books of the simulated system: nothing that came in is lost, and Little's law.

use drill::Drill;
use world::World;

use crate::held::ensure;

/// All of them, at this moment.
pub fn add_up(drill: &Drill) -> Result<(), String> {
    let world = drill.world();
    // At every station, for all time up to now and to the microsecond: those who came are those
    // who left and those still there, and the time-integral of the number there is the sum of all
    // stays. That is Little's law as an identity; it needs no steady state and no tolerance.
    world.invariants()?;
    journeys(world)?;
    totals(world)
}

/// The same on the recorded telemetry, from outside: whoever began a journey has done it, failed,
/// or is under way, at the end of each second.
fn journeys(world: &World) -> Result<(), String> {
    let find = |alias: &str| {
        let series = world.telemetry().find("browser", alias);
        series.map_or(&[][..], |series| &series.values[..])
    };
    let (begun, done) = (find("journeys"), find("journeys_done"));
    let (failed, users) = (find("journeys_failed"), find("users"));
    ensure(!begun.is_empty(), || "no journeys are recorded".to_owned())?;
    let mut there = 0.0_f64;
    for at in 0..begun.len() {
        there += f64::from(begun[at]) - f64::from(done[at]) - f64::from(failed[at]);
        ensure(there == f64::from(users[at]), || {
            format!(
                "second {at}: {there} are under way, and {} are counted",
                users[at]
            )
        })?;
    }
    Ok(())
}

/// Parts add up to the whole, by kind and over time.
fn totals(world: &World) -> Result<(), String> {
    let all = world.totals();
    let sums: [(&str, u64, u64); 2] = [
        ("journeys", all.journeys_by.values().sum(), all.journeys),
        (
            "failed journeys",
            all.failed_by.values().sum(),
            all.users_affected,
        ),
    ];
    for (what, parts, whole) in sums {
        ensure(parts == whole, || {
            format!("{parts} {what} by kind, {whole} in all")
        })?;
    }
    ensure(all.failed_requests <= all.requests, || {
        format!(
            "{} of {} requests failed",
            all.failed_requests, all.requests
        )
    })?;
    let parted = all.users_left + all.users_turned_away;
    ensure(parted <= all.users_affected, || {
        format!("{parted} left: {all:?}")
    })?;
    let half = world.now_ms() / 2;
    let (one, two) = (
        world.totals_between(0, half),
        world.totals_between(half, world.now_ms()),
    );
    for (what, parts, whole) in [
        ("requests", one.requests + two.requests, all.requests),
        (
            "done tasks",
            one.tasks_done + two.tasks_done,
            all.tasks_done,
        ),
        (
            "lost writes",
            one.lost_writes + two.lost_writes,
            all.lost_writes,
        ),
    ] {
        ensure(parts == whole, || {
            format!("{parts} {what} in halves, {whole} in all")
        })?;
    }
    Ok(())
}
