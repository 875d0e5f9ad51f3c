//! `3am simulate SYSTEM`: a system alone, for whoever wants to hold its physics against theory.

use std::fmt::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use drill::words;
use scenario::duration_ms;
use world::{Happening, SystemSpec, What, World};

use crate::doing;
use crate::outcome::{Failure, input, on_the_way, say};
use crate::progress::Progress;
use crate::stations::Before;
use crate::{check, record};

/// Simulated at one go, milliseconds.
const STEP_MS: i64 = 10_000;

/// Arguments.
#[derive(clap::Args)]
pub struct Args {
    /// System: a folder with a system.toml, or that file.
    system: PathBuf,
    /// How long to run after the warm-up, e.g. 90s, 30m, 1h30m; 8h at the most.
    #[arg(long = "for", value_name = "TIME", default_value = "30m", value_parser = duration_ms)]
    for_ms: u64,
    /// Warm-up; the system's own unless given. Nothing in it is counted.
    #[arg(long, value_name = "TIME", value_parser = duration_ms)]
    warm_up: Option<u64>,
    /// Seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Sets a configuration value or flag (1 or 0), at a time after the warm-up or at once.
    #[arg(long, value_name = "KEY=VALUE[@TIME]")]
    set: Vec<String>,
    /// Starts a fault, e.g. '{ kind = "slow", on = "db", factor = 3, for = "2m" }@5m'.
    #[arg(long, value_name = "TABLE[@TIME]")]
    fault: Vec<String>,
    /// Does an act, e.g. '{ act = "restart", on = "api" }@10m'.
    #[arg(long, value_name = "TABLE[@TIME]")]
    act: Vec<String>,
    /// Writes every metric, second by second: t_s,component,metric,value.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Writes the logs; compressed if the name ends in .gz.
    #[arg(long, value_name = "FILE")]
    logs: Option<PathBuf>,
}

/// Runs, writes, and says what came out.
pub fn run(args: &Args) -> Result<(), Failure> {
    let mut system = match check::load_system(&args.system)? {
        Ok(loaded) => loaded.system,
        Err(errors) => return Err(check::mistakes(errors)),
    };
    let longest = u64::from(scenario::limits::LENGTH_MS);
    if !(1_000..=longest).contains(&args.for_ms) {
        return Err(input("A run is 1 s to 8 h long.\n  help: change --for"));
    }
    if let Some(ms) = args.warm_up {
        let seconds = u32::try_from(ms / 1_000).unwrap_or(u32::MAX);
        if seconds > scenario::limits::WARM_UP_S {
            return Err(input(
                "A warm-up is at most 2 h long.\n  help: 30m is plenty",
            ));
        }
        Arc::make_mut(&mut system).warmup_s = seconds;
    }
    let ends_ms = (args.for_ms / 1_000 * 1_000) as i64;
    let doings = doing::read(&args.set, &args.fault, &args.act, &system, ends_ms)?;

    let began = Instant::now();
    let mut world = World::new(&system, args.seed).map_err(|all| check::mistakes(all.len()))?;
    world.set_starts_s_of_day(0);
    let mut happened = world.advance(0);
    let before = Before::of(&world);
    let bar = Progress::new(0);
    let mut done = Vec::new();
    let mut to_do = doings.iter().zip(1_u32..).peekable();
    while world.now_ms() < ends_ms {
        while let Some((doing, id)) = to_do.next_if(|(doing, _)| doing.at_ms <= world.now_ms()) {
            done.push((doing.at_ms, doing.begin(&mut world, id)?));
        }
        let next = to_do.peek().map_or(ends_ms, |(doing, _)| doing.at_ms);
        let to = next.min(world.now_ms() + STEP_MS).min(ends_ms);
        happened.extend(world.advance(to));
        bar.at(to, ends_ms);
    }
    bar.over();
    let took_s = began.elapsed().as_secs_f64();

    write(args, &world)?;
    say(said(&world, args.seed, &before, &done, &happened));
    let events = world.events();
    say(format!(
        "{events} events in {took_s:.2} s, {:.0} a second, the warm-up included.",
        events as f64 / took_s
    ));
    Ok(())
}

fn write(args: &Args, world: &World) -> Result<(), Failure> {
    if let Some(path) = &args.csv {
        let csv = record::metrics(world);
        shelf::write_whole(path, csv.as_bytes()).map_err(on_the_way)?;
    }
    if let Some(path) = &args.logs {
        let logs = if path.extension().is_some_and(|end| end == "gz") {
            record::logs_gz(world, 0, i64::MIN / 1_000)
        } else {
            let mut plain = Vec::new();
            record::logs(world, 0, i64::MIN / 1_000, &mut plain).map(|()| plain)
        };
        shelf::write_whole(path, &logs.map_err(on_the_way)?).map_err(on_the_way)?;
    }
    Ok(())
}

/// All that the run shows, but for how fast it was.
fn said(
    world: &World,
    seed: u64,
    before: &Before,
    done: &[(i64, String)],
    happened: &[Happening],
) -> String {
    let spec = world.spec();
    let mut out = format!(
        "{} · {} after a warm-up of {} · seed {seed}\n",
        spec.title,
        words::duration(world.now_ms()),
        words::duration(i64::from(spec.warmup_s) * 1_000),
    );
    // Writing into a String cannot fail.
    if !done.is_empty() {
        let _ = writeln!(out, "\nWhat was done");
        for (at_ms, says) in done {
            let _ = writeln!(out, "  {}  {says}", words::clock(0, *at_ms));
        }
    }
    out.push_str(&before.tables(world));
    out.push_str(&alerts(spec, happened, world.now_ms()));
    out.push_str(&users(world));
    out
}

/// Alerts and breaches of service levels, and how long they lasted.
fn alerts(spec: &SystemSpec, happened: &[Happening], now_ms: i64) -> String {
    let mut rows = String::new();
    for (number, begun) in happened.iter().enumerate() {
        let (name, title, ends) = match begun.what.clone() {
            What::AlertFired { alert, .. } => {
                let known = spec.alerts.iter().find(|known| known.name == alert);
                let title = known.map(|known| known.title.as_str());
                (alert.clone(), title, What::AlertResolved { alert })
            }
            What::BreachBegan { level } => {
                let known = spec.service_levels.iter().find(|known| known.id == level);
                let title = known.map(|known| known.title.as_str());
                (level.clone(), title, What::BreachEnded { level })
            }
            _ => continue,
        };
        let end = happened[number..].iter().find(|one| one.what == ends);
        let lasted = match end {
            Some(end) => words::duration(end.at_ms - begun.at_ms),
            None => words::duration(now_ms - begun.at_ms) + ", still",
        };
        let when = if begun.at_ms < 0 {
            "warm-up ".to_owned()
        } else {
            words::clock(0, begun.at_ms)
        };
        let breach = if matches!(begun.what, What::BreachBegan { .. }) {
            "broken: "
        } else {
            ""
        };
        let title = title.unwrap_or_default();
        let _ = writeln!(rows, "  {when}  {name}: {breach}{title} ({lasted})");
    }
    if rows.is_empty() {
        "\nNo alert fired.\n".to_owned()
    } else {
        format!("\nAlerts and service levels\n{rows}")
    }
}

fn users(world: &World) -> String {
    let t = world.totals();
    let mut out = format!(
        "\nUsers: {} came, {} failed ({} gave up waiting). Calls: {}, {} failed.\n",
        t.journeys, t.users_affected, t.users_left, t.requests, t.failed_requests
    );
    for (name, count) in &t.counts {
        let _ = writeln!(out, "Counted: {count} {name}.");
    }
    if !world.spec().workers.is_empty() {
        let (done, failed) = (t.tasks_done, t.tasks_failed);
        let _ = writeln!(out, "Tasks: {done} done, {failed} failed for good.");
    }
    out
}
