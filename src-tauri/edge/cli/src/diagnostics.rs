//! `3am diagnostics`

use std::path::PathBuf;

use live::{Diary, Program};

use crate::open;
use crate::outcome::{Failure, on_the_way, say};

/// Arguments.
#[derive(clap::Args)]
pub struct Args {
    /// Target; the folder for exports unless given.
    #[arg(long)]
    to: Option<PathBuf>,
}

/// Writes down how the program stands, also while it runs and when it will not start.
pub fn run(args: &Args) -> Result<(), Failure> {
    let usual = || live::diagnostics_in(&shelf::exports_folder());
    let to = args.to.clone().unwrap_or_else(usual);
    // Another program may have the files of the log: they are read and not written.
    let diary = Diary::open(&shelf::logs_folder());
    let text = live::diagnostics(&open::standing(), &diary, Program::Command, &[]);
    shelf::write_whole(&to, text.as_bytes()).map_err(on_the_way)?;
    say(format!("{} ({} bytes)", to.display(), text.len()));
    say("It holds no names and no texts; read it before you send it on.");
    Ok(())
}
