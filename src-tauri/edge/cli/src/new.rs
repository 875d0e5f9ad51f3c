//! `3am new NAME [--title T] [--system S] [--from SCENARIO] [--in FOLDER]`

use std::path::{Path, PathBuf};

use scenario::bundle::Bundle;
use scenario::{Start, paths};

use crate::folder;
use crate::outcome::{Failure, input};

/// Arguments.
#[derive(clap::Args)]
pub struct Args {
    /// Its id, and the name of its folder: lower-case letters, digits and -.
    name: String,
    /// Title; made from the name unless given.
    #[arg(long)]
    title: Option<String>,
    /// The system it plays on: a folder in `systems`. Is carried along if FOLDER lacks it.
    #[arg(long, default_value = "storefront", conflicts_with = "from")]
    system: String,
    /// A scenario to begin with a copy of, with its teams, playbooks and comments.
    #[arg(long)]
    from: Option<PathBuf>,
    /// The scenarios folder it goes into; the usual one unless given.
    #[arg(long = "in")]
    folder: Option<PathBuf>,
}

/// Makes the folder, whole or not at all, and says what to do next.
pub fn run(args: &Args) -> Result<(), Failure> {
    check_name(&args.name)?;
    let root = folder::target(args.folder.as_deref())?;
    let there = root.join(&args.name);
    if there.symlink_metadata().is_ok() {
        return Err(input(format!(
            "{} is there already.\n  help: choose another name",
            there.display()
        )));
    }
    let made = match &args.from {
        Some(from) => copy(from, args.title.as_deref())?,
        None => {
            let mut start = Start::new(&args.name, &args.system);
            start.title.clone_from(&args.title);
            begin(&root, &start)?
        }
    };
    folder::put(made, &root, Some(&args.name))
}

/// A name that can be an id, or why it cannot.
pub fn check_name(name: &str) -> Result<(), Failure> {
    match paths::id_problem(name) {
        Some((message, help)) => Err(input(format!("{message}.\n  help: {help}"))),
        None => Ok(()),
    }
}

/// A new scenario, with the system it plays on: of its own folder, else of the usual one.
pub fn begin(root: &Path, start: &Start) -> Result<Bundle, Failure> {
    let mut files = folder::files(root)?;
    let usual = shelf::scenarios_folder();
    if !files.system_ids().contains(&start.system.as_str())
        && let Some(usual) = usual
    {
        let of_usual = folder::files(&usual)?;
        let systems = of_usual
            .0
            .into_iter()
            .filter(|(path, _)| path.starts_with("systems/"));
        files.0.extend(systems);
    }
    scenario::begun(&files, start).map_err(|all| folder::refused(&all))
}

/// A copy under another name.
fn copy(from: &Path, title: Option<&str>) -> Result<Bundle, Failure> {
    let (root, id) = folder::named(from)?;
    let files = shelf::read_files(&root).map_err(input)?;
    scenario::copy_of(&files, &id, title).map_err(|all| folder::refused(&all))
}
