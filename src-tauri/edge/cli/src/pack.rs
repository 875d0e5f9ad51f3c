//! `3am pack SCENARIO [--to FILE]`

use std::path::PathBuf;

use scenario::bundle;

use crate::folder;
use crate::outcome::{Failure, input, on_the_way, say};

/// Arguments.
#[derive(clap::Args)]
pub struct Args {
    /// Scenario folder.
    scenario: PathBuf,
    /// The file; NAME.scenario.json in the working folder unless given.
    #[arg(long)]
    to: Option<PathBuf>,
}

/// Writes a scenario and its system as one file, if they check.
pub fn run(args: &Args) -> Result<(), Failure> {
    let (root, id) = folder::named(&args.scenario)?;
    let files = shelf::read_files(&root).map_err(input)?;
    let text = bundle::pack(&files, &id).map_err(|all| folder::refused(&all))?;
    let usual = || PathBuf::from(format!("{id}.scenario.json"));
    let to = args.to.clone().unwrap_or_else(usual);
    shelf::write_whole(&to, text.as_bytes()).map_err(on_the_way)?;
    let size = text.len().div_ceil(1000);
    say(format!(
        "{}: {id} with its system, {size} KB.",
        to.display()
    ));
    say(format!("Elsewhere: 3am import {}", to.display()));
    Ok(())
}
