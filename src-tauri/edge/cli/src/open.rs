//! `3am open FILE.3am`

use std::path::{Path, PathBuf};

use journal::{FILE_MAX, FileError, Journal, Taken};

use crate::outcome::{Failure, input, on_the_way, say};

/// Arguments.
#[derive(clap::Args)]
pub struct Args {
    /// The drill file.
    file: PathBuf,
    /// The journal; the program's own unless given.
    #[arg(long)]
    journal: Option<PathBuf>,
}

/// Takes a drill file into the journal, and says what came of it.
pub fn run(args: &Args) -> Result<(), Failure> {
    let path = args.journal.clone().unwrap_or_else(standing);
    // What is wrong with the file is said before a journal is made for it.
    let file = read(&args.file)?;
    let mut journal = journal(&path)?;
    let taken = take(&mut journal, &args.file, &file)?;
    say(format!(
        "{}: {}, played by {}, {} events.",
        taken.drill, taken.title, taken.team, taken.events
    ));
    say(taken.said());
    Ok(())
}

/// The program's own journal.
pub fn standing() -> PathBuf {
    shelf::data_folder().join("journal.sqlite")
}

/// A journal; what had to be saved of a damaged one is said.
pub fn journal(path: &Path) -> Result<Journal, Failure> {
    let journal = Journal::open(path).map_err(input)?;
    for saved in journal.salvaged() {
        say(format!("warning: {}", saved.said()));
    }
    Ok(journal)
}

/// A drill file in a journal of its own, in memory.
pub fn alone(path: &Path) -> Result<(Journal, Taken), Failure> {
    let mut journal = Journal::in_memory().map_err(on_the_way)?;
    let file = read(path)?;
    let taken = take(&mut journal, path, &file)?;
    Ok((journal, taken))
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    shelf::read_whole(path, FILE_MAX)
        .map_err(|e| input(format!("{e}.\n  help: give a file that ends in .3am")))
}

fn take(journal: &mut Journal, path: &Path, file: &[u8]) -> Result<Taken, Failure> {
    journal.take_in(file).map_err(|error| match error {
        FileError::Journal(error) => on_the_way(error),
        error => {
            let help = error.help();
            let path = path.display();
            input(format!("{path} was not taken in: {error}.\n  help: {help}"))
        }
    })
}
