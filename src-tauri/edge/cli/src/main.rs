//! The `3am` command: check, rehearse, simulate, export, open, schema, serve. Needs no webview library.
//!
//! Exit status: 0 done, 1 failed on the way, 2 bad input (nothing was written).

mod check;
mod columns;
mod doing;
mod export;
mod graph;
mod judged;
mod open;
mod outcome;
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
    /// Check scenarios and systems: every mistake at once, with file, line, column and remedy.
    Check {
        /// Scenario or system folders.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Play a scenario unattended with a scripted team, in seconds.
    Rehearse(rehearse::Args),
    /// Run a system alone, without a scenario, and say what theory would ask.
    Simulate(simulate::Args),
    /// Export the postmortem of a recorded drill, or its whole record as a drill file.
    Export(export::Args),
    /// Take a drill file (.3am) from another machine into the journal.
    Open(open::Args),
    /// Print the JSON Schema of what is exported.
    Schema {
        /// Of which export.
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
}

fn main() -> ExitCode {
    let done = match Cli::parse().verb {
        Verb::Check { paths } => check::run(&paths),
        Verb::Rehearse(args) => rehearse::run(&args),
        Verb::Simulate(args) => simulate::run(&args),
        Verb::Export(args) => export::run(&args),
        Verb::Open(args) => open::run(&args),
        Verb::Schema {
            of: SchemaOf::Postmortem,
        } => {
            outcome::say(live::POSTMORTEM_SCHEMA.trim_end());
            Ok(())
        }
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
