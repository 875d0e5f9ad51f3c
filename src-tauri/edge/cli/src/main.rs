//! The `3am` command: new, check, rehearse, pack, import, simulate, export, open, diagnostics,
//! schema, serve.
//! Needs no webview library.
//!
//! Exit status: 0 done, 1 failed on the way, 2 bad input (nothing was written).

mod check;
mod columns;
mod diagnostics;
mod doing;
mod export;
mod folder;
mod graph;
mod import;
mod judged;
mod new;
mod open;
mod outcome;
mod pack;
mod progress;
mod record;
mod rehearse;
mod serve;
mod simulate;
mod stations;
mod summary;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use scenario::format::FileKind;

use outcome::Failure;

/// Three AM: a flight simulator for outages.
#[derive(Parser)]
#[command(name = "3am", version, about)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Begin a scenario: a folder that checks clean and plays, to be changed line by line.
    New(new::Args),
    /// Check scenarios and systems: every mistake at once, with file, line, column and remedy.
    Check {
        /// Scenario or system folders.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Play a scenario unattended with a scripted team, in seconds.
    Rehearse(rehearse::Args),
    /// Write a scenario and its system as one file, to pass on.
    Pack(pack::Args),
    /// Take a packed scenario, or the timeline of a real incident, into the scenarios folder.
    Import(import::Args),
    /// Run a system alone, without a scenario, and say what theory would ask.
    Simulate(simulate::Args),
    /// Export the postmortem of a recorded drill, or its whole record as a drill file.
    Export(export::Args),
    /// Take a drill file (.3am) from another machine into the journal.
    Open(open::Args),
    /// Write down how the program stands, without names and texts: to be sent to whoever helps.
    Diagnostics(diagnostics::Args),
    /// Print a JSON Schema: of what is exported, or of the files of scenarios.
    Schema {
        /// Of what.
        #[arg(value_enum)]
        of: SchemaOf,
    },
    /// Serve the console on loopback, for a browser on this machine.
    Serve {
        /// Port; 0 takes a free one.
        #[arg(long, default_value_t = 0)]
        port: u16,
    },
}

/// What has a JSON Schema.
#[derive(Clone, Copy, ValueEnum)]
enum SchemaOf {
    /// `postmortem.json`.
    Postmortem,
    /// `scenario.toml`.
    Scenario,
    /// `system.toml`.
    System,
    /// `teams/NAME.toml`.
    Team,
}

fn main() -> ExitCode {
    let done = match Cli::parse().verb {
        Verb::Check { paths } => check::run(&paths),
        Verb::Rehearse(args) => rehearse::run(&args),
        Verb::Simulate(args) => simulate::run(&args),
        Verb::Export(args) => export::run(&args),
        Verb::Open(args) => open::run(&args),
        Verb::Diagnostics(args) => diagnostics::run(&args),
        Verb::New(args) => new::run(&args),
        Verb::Pack(args) => pack::run(&args),
        Verb::Import(args) => import::run(&args),
        Verb::Schema { of } => schema(of),
        Verb::Serve { port } => serve::run(port),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(std::io::stderr(), "{failure}");
            match failure {
                Failure::Input(_) => ExitCode::from(2),
                Failure::OnTheWay(_) => ExitCode::from(1),
            }
        }
    }
}

fn schema(of: SchemaOf) -> Result<(), Failure> {
    let kind = match of {
        SchemaOf::Postmortem => {
            outcome::say(live::POSTMORTEM_SCHEMA.trim_end());
            return Ok(());
        }
        SchemaOf::Scenario => FileKind::Scenario,
        SchemaOf::System => FileKind::System,
        SchemaOf::Team => FileKind::Team,
    };
    outcome::say(live::schema_text(kind).trim_end());
    Ok(())
}
