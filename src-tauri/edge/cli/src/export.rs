//! `3am export DRILL --to FILE`: a drill in the journal, or in a drill file

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ValueEnum;
use drill::Drill;
use journal::Journal;
use wire::{Format, PaperSize};

use crate::open;
use crate::outcome::{Failure, input, on_the_way, say};

/// Arguments.
#[derive(clap::Args)]
pub struct Args {
    /// Drill id, as the library shows it; "last" for the newest; or a drill file (.3am).
    drill: String,
    /// Target; the format follows its ending (.pdf .md .json .csv .3am).
    #[arg(long)]
    to: PathBuf,
    /// Paper, for PDF.
    #[arg(long, value_enum, default_value_t = Paper::A4)]
    paper: Paper,
    /// The journal; the program's own unless given.
    #[arg(long)]
    journal: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Paper {
    A4,
    Letter,
}

/// Exports the postmortem of a recorded drill.
pub fn run(args: &Args) -> Result<(), Failure> {
    let ending = args
        .to
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default();
    let format = match ending {
        "pdf" => Format::Pdf,
        "md" => Format::Markdown,
        "json" => Format::Json,
        "csv" => Format::Csv,
        "3am" => Format::Drill,
        _ => {
            return Err(input(format!(
                "{} says no format.\n  help: end it in .pdf, .md, .json, .csv or .3am",
                args.to.display()
            )));
        }
    };
    let (journal, id) = found(args)?;
    let recorded = journal.load(&id).map_err(input)?;
    let made_ms = recorded.events.first().map_or(0, |event| event.wall_ms);
    let drill = Drill::replay(
        Arc::new(recorded.scenario),
        recorded.events,
        recorded.clock_ms,
    )
    .map_err(on_the_way)?;
    let paper = match args.paper {
        Paper::A4 => PaperSize::A4,
        Paper::Letter => PaperSize::Letter,
    };
    let postmortem = live::postmortem_of(&drill, made_ms);
    let made =
        live::export((&journal, &id), &postmortem, made_ms, format, paper).map_err(on_the_way)?;
    shelf::write_whole(&args.to, &made.bytes).map_err(on_the_way)?;
    for warning in &made.warnings {
        say(format!("warning: {warning}"));
    }
    say(format!(
        "{} ({} bytes)",
        args.to.display(),
        made.bytes.len()
    ));
    Ok(())
}

/// The drill that was asked for, and where its record is.
fn found(args: &Args) -> Result<(Journal, String), Failure> {
    let file = Path::new(&args.drill);
    if file.extension().is_some_and(|ending| ending == "3am") {
        let (journal, taken) = open::alone(file)?;
        return Ok((journal, taken.drill));
    }
    let path = args.journal.clone().unwrap_or_else(open::standing);
    if !path.is_file() {
        return Err(input(format!(
            "There is no journal at {}.\n  help: play a drill first, or give --journal",
            path.display()
        )));
    }
    let journal = open::journal(&path)?;
    let rows = journal.drills().map_err(input)?;
    let id = match args.drill.as_str() {
        "last" => rows.first().map(|row| row.id.clone()),
        id => rows
            .iter()
            .find(|row| row.id == id)
            .map(|row| row.id.clone()),
    };
    let Some(id) = id else {
        let there: Vec<&str> = rows.iter().take(10).map(|row| row.id.as_str()).collect();
        return Err(input(format!(
            "There is no drill {}.\n  help: the newest are {}",
            args.drill,
            there.join(", ")
        )));
    };
    Ok((journal, id))
}
