//! `3am rehearse SCENARIO --team FILE [--seed N] --out DIR`

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use drill::{Drill, times, words};
use indicatif::{ProgressBar, ProgressStyle};
use live::Rehearsal;
use scenario::{Files, Scenario, TeamScript};
use wire::{Format, PaperSize};

use crate::graph;
use crate::outcome::{Failure, input, on_the_way, say};

/// Arguments.
#[derive(clap::Args)]
pub struct Args {
    /// Scenario folder.
    scenario: PathBuf,
    /// Team script: a file, or the name of one in the scenario's `teams` folder.
    #[arg(long)]
    team: String,
    /// Seed; the scenario's unless given.
    #[arg(long)]
    seed: Option<u32>,
    /// Time box in minutes; the scenario's length unless given.
    #[arg(long)]
    minutes: Option<u32>,
    /// Folder for events.jsonl, metrics.csv, logs.txt, alerts.jsonl and the postmortem.
    #[arg(long)]
    out: Option<PathBuf>,
}

/// Plays, writes, and says how it went.
pub fn run(args: &Args) -> Result<(), Failure> {
    let (root, id) = shelf::resolve(&args.scenario).map_err(input)?;
    let mut files = shelf::read_files(&root).map_err(input)?;
    let read = scenario::read(&files, &id).map_err(|all| problems(&all))?;
    let minutes = args
        .minutes
        .map_or(read.scenario.length_ms, |m| m.saturating_mul(60_000));
    if !(300_000..=28_800_000).contains(&minutes) {
        return Err(input("A time box is 5 to 480 minutes long."));
    }
    let scenario = Arc::new(read.scenario.fitted(minutes));
    let team = team(&mut files, &id, &args.team, &scenario)?;
    let seed = args.seed.unwrap_or(scenario.seed);

    let bar = ProgressBar::new(u64::from(scenario.length_ms) / 1_000);
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:40} {percent} %") {
        bar.set_style(style);
    }
    let starts_s = scenario.starts_s;
    let rehearsal = live::rehearse(&scenario, &team, seed, |at, ends| {
        bar.set_length((ends / 1_000).max(0) as u64);
        bar.set_position((at / 1_000).max(0) as u64);
        bar.set_message(words::clock(starts_s, at));
    })
    .map_err(on_the_way)?;
    bar.finish_and_clear();

    if let Some(out) = &args.out {
        write_all(out, &rehearsal)?;
    }
    say(summary(&scenario, &team, seed, &rehearsal));
    if let Some(out) = &args.out {
        say(format!("Written to {}.", out.display()));
    }
    Ok(())
}

fn problems(problems: &[scenario::Problem]) -> Failure {
    let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
    Failure::Input(all.join("\n"))
}

/// A team by name in the scenario's folder, or by path.
fn team(
    files: &mut Files,
    id: &str,
    name: &str,
    scenario: &Scenario,
) -> Result<TeamScript, Failure> {
    let inside = format!("{id}/teams/{}.toml", name.trim_end_matches(".toml"));
    if files.0.contains_key(&inside) {
        return scenario::read_team(files, &inside, scenario).map_err(|all| problems(&all));
    }
    let path = Path::new(name);
    if !path.is_file() {
        let folder = format!("{id}/teams/");
        let there: Vec<&str> = files
            .0
            .keys()
            .filter_map(|n| n.strip_prefix(&folder)?.strip_suffix(".toml"))
            .collect();
        return Err(input(format!(
            "There is no team script at {name}.\n  help: give a file, or one of the scenario's: {}",
            there.join(", ")
        )));
    }
    let text =
        std::fs::read_to_string(path).map_err(|e| input(format!("{name} cannot be read: {e}")))?;
    files.0.insert(name.to_owned(), text);
    scenario::read_team(files, name, scenario).map_err(|all| problems(&all))
}

fn write_all(out: &Path, rehearsal: &Rehearsal) -> Result<(), Failure> {
    let drill = &rehearsal.drill;
    let write =
        |name: &str, bytes: &[u8]| shelf::write_whole(&out.join(name), bytes).map_err(on_the_way);
    let mut events = String::new();
    let mut alerts = String::new();
    for event in drill.events() {
        let line = serde_json::to_string(event).map_err(on_the_way)?;
        if let drill::Fact::System(
            world::What::AlertFired { .. } | world::What::AlertResolved { .. },
        ) = &event.fact
        {
            alerts.push_str(&line);
            alerts.push('\n');
        }
        events.push_str(&line);
        events.push('\n');
    }
    write("events.jsonl", events.as_bytes())?;
    write("alerts.jsonl", alerts.as_bytes())?;
    write("metrics.csv", metrics(drill).as_bytes())?;
    write("logs.txt", logs(drill).as_bytes())?;

    let postmortem = live::postmortem_of(drill, rehearsal.made_ms);
    for (name, format) in [
        ("postmortem.pdf", Format::Pdf),
        ("postmortem.md", Format::Markdown),
        ("postmortem.json", Format::Json),
        ("action-items.csv", Format::Csv),
    ] {
        let made = live::export(&postmortem, rehearsal.made_ms, format, PaperSize::A4)
            .map_err(on_the_way)?;
        write(name, &made.bytes)?;
    }
    Ok(())
}

/// `t_s,component,metric,value`, second by second, the warm-up included.
fn metrics(drill: &Drill) -> String {
    let mut csv = "t_s,component,metric,value\n".to_owned();
    let series = drill.world().telemetry().series();
    let first = series.iter().map(|s| s.from_s).min().unwrap_or(0);
    let last = series
        .iter()
        .map(|s| s.from_s + s.values.len() as i32)
        .max()
        .unwrap_or(0);
    for t in first..last {
        for s in series {
            let at = usize::try_from(t - s.from_s).ok();
            if let Some(value) = at.and_then(|at| s.values.get(at)).filter(|v| v.is_finite()) {
                // Writing into a String cannot fail.
                let _ = writeln!(csv, "{t},{},{},{value}", s.component, s.metric);
            }
        }
    }
    csv
}

fn logs(drill: &Drill) -> String {
    let store = drill.world().logs();
    let mut text = String::new();
    for line in (0..store.len()).filter_map(|at| store.render(at)) {
        let clock = words::clock(drill.scenario().starts_s, line.at_ms);
        let ms = line.at_ms.rem_euclid(1_000);
        let _ = writeln!(
            text,
            "{clock}.{ms:03} {:<5} {:<14} {}",
            format!("{:?}", line.level).to_uppercase(),
            line.component,
            line.text
        );
    }
    text
}

fn summary(scenario: &Scenario, team: &TeamScript, seed: u32, rehearsal: &Rehearsal) -> String {
    let drill = &rehearsal.drill;
    let state = drill.state();
    let at = |ms: i64| words::clock(scenario.starts_s, ms);
    let mut out = format!("{} · {} · seed {seed}\n", scenario.title, team.title);

    let _ = writeln!(out, "\nWhat fired");
    let mut fired: Vec<_> = state
        .injects
        .iter()
        .filter_map(|r| Some((r.fired_ms?, &r.inject.title)))
        .collect();
    fired.sort();
    for (ms, title) in fired {
        let _ = writeln!(out, "  {}  {title}", at(ms));
    }
    let _ = writeln!(out, "\nAlerts");
    for alert in &state.alerts {
        let until = alert.resolved_ms.map_or("still firing".to_owned(), at);
        let _ = writeln!(
            out,
            "  {}  {} until {until}",
            at(alert.fired_ms),
            alert.name
        );
    }
    let key = times::key_times(scenario, state);
    let _ = writeln!(out, "\nKey times");
    for (id, title, moment) in key.rows() {
        let when = moment.map_or("not reached".to_owned(), |(ms, _)| at(ms));
        let _ = writeln!(out, "  {id:<4} {title:<24} {when}");
    }
    let spans = [
        ("TTD", key.ttd()),
        ("TTA", key.tta()),
        ("TTI", key.tti()),
        ("TTM", key.ttm()),
        ("TTR", key.ttr()),
    ];
    let spans: Vec<String> = spans
        .iter()
        .map(|(name, span)| {
            format!(
                "{name} {}",
                span.map_or("not reached".to_owned(), words::duration)
            )
        })
        .collect();
    let _ = writeln!(out, "  {}", spans.join(" · "));

    let judged = drill::judge::expectations(scenario, state);
    let met = judged
        .iter()
        .filter(|j| j.standing == drill::judge::Standing::Met)
        .count();
    let late = judged
        .iter()
        .filter(|j| j.standing == drill::judge::Standing::Late)
        .count();
    let missed = judged.len() - met - late;
    let _ = writeln!(
        out,
        "\nExpectations: {met} met, {late} late, {missed} missed of {}.",
        judged.len()
    );
    out.push_str(&graph::graphs(drill));
    if !rehearsal.skipped.is_empty() {
        let _ = writeln!(out, "\nSteps of the script that were not carried out");
        for step in &rehearsal.skipped {
            let when = step.at_ms.map_or("never".to_owned(), at);
            let _ = writeln!(out, "  step {} ({when}): {}", step.step, step.why);
        }
    }
    out
}
