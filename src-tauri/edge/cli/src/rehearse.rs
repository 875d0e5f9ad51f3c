//! `3am rehearse SCENARIO --team FILE [--seed N] --out DIR`

use std::path::{Path, PathBuf};
use std::sync::Arc;

use live::Rehearsal;
use scenario::{Files, Scenario, TeamScript};
use wire::{Format, PaperSize};

use crate::outcome::{Failure, input, on_the_way, say};
use crate::progress::Progress;
use crate::{record, summary};

/// Logs are written from here on: of the quiet half hour before STARTEX a minute is enough.
const LOGS_FROM_MS: i64 = -60_000;

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
    /// Folder for events.jsonl, metrics.csv, logs.txt.gz, alerts.jsonl, drill.3am and the
    /// postmortem.
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

    let bar = Progress::new(scenario.starts_s);
    let rehearsal =
        live::rehearse(&scenario, &team, seed, |at, ends| bar.at(at, ends)).map_err(on_the_way)?;
    bar.over();

    if let Some(out) = &args.out {
        write_all(out, &rehearsal)?;
    }
    say(summary::summary(&team, seed, &rehearsal));
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
    write("metrics.csv", record::metrics(drill.world()).as_bytes())?;
    let starts_s = drill.scenario().starts_s;
    let logs = record::logs_gz(drill.world(), starts_s, LOGS_FROM_MS).map_err(on_the_way)?;
    write("logs.txt.gz", &logs)?;

    let journal = rehearsal.recorded().map_err(on_the_way)?;
    let postmortem = live::postmortem_of(drill, rehearsal.made_ms);
    for (name, format) in [
        ("postmortem.pdf", Format::Pdf),
        ("postmortem.md", Format::Markdown),
        ("postmortem.json", Format::Json),
        ("action-items.csv", Format::Csv),
        ("drill.3am", Format::Drill),
    ] {
        let made = live::export(
            (&journal, rehearsal.id()),
            &postmortem,
            rehearsal.made_ms,
            format,
            PaperSize::A4,
        )
        .map_err(on_the_way)?;
        write(name, &made.bytes)?;
    }
    Ok(())
}
