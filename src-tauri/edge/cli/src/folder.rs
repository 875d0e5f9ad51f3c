//! Where new scenarios go, and what is said about them.

use std::path::{Path, PathBuf};

use scenario::bundle::{Bundle, Placed, Refused};
use scenario::{Files, Problem};

use crate::outcome::{Failure, input, on_the_way, say};

/// The folder that was given, else the one where scenarios are.
pub fn target(given: Option<&Path>) -> Result<PathBuf, Failure> {
    let found = given.map(Path::to_owned).or_else(shelf::scenarios_folder);
    found.ok_or_else(|| input("There is no scenarios folder.\n  help: give one with --in FOLDER"))
}

/// What is in a scenarios folder; nothing, if there is none yet.
pub fn files(root: &Path) -> Result<Files, Failure> {
    if !root.exists() {
        return Ok(Files::default());
    }
    shelf::read_files(root).map_err(input)
}

/// The folder and the id of a scenario that is named by its path, or by its id in the usual folder.
pub fn named(name: &Path) -> Result<(PathBuf, String), Failure> {
    let usual = shelf::scenarios_folder().map(|root| root.join(name));
    match usual.filter(|path| !name.exists() && path.exists()) {
        Some(path) => shelf::resolve(&path).map_err(input),
        None => shelf::resolve(name).map_err(input),
    }
}

/// Everything that was refused, as one failure.
pub fn refused(all: &[Refused]) -> Failure {
    let all: Vec<String> = all.iter().map(ToString::to_string).collect();
    input(all.join("\n"))
}

/// Puts a scenario into a folder, whole or not at all, and says what it wrote.
pub fn put(bundle: Bundle, root: &Path, as_id: Option<&str>) -> Result<(), Failure> {
    let warnings = bundle.warnings.clone();
    let placed = live::place(bundle, root, as_id).map_err(|error| match error {
        live::PlaceError::NotWritten(error)
            if error.source.kind() != std::io::ErrorKind::AlreadyExists =>
        {
            on_the_way(error)
        }
        error => input(error),
    })?;
    said(&placed, root, &warnings);
    Ok(())
}

fn said(placed: &Placed, root: &Path, warnings: &[Problem]) {
    for warning in warnings {
        say(warning);
    }
    for path in placed.files.0.keys() {
        say(format!("wrote {}", root.join(path).display()));
    }
    for line in &placed.said {
        say(line);
    }
    let folder = root.join(&placed.id);
    let folder = folder.display();
    say("\nNext:");
    say(format!("  3am check {folder}"));
    let teams = placed.files.team_paths(&placed.id);
    let names = teams.iter().filter_map(|path| {
        let name = path.rsplit('/').next()?;
        name.strip_suffix(".toml")
    });
    let mut names: Vec<&str> = names.collect();
    names.sort_by_key(|name| *name != "good");
    if let Some(team) = names.first() {
        say(format!("  3am rehearse {folder} --team {team}"));
    }
}
