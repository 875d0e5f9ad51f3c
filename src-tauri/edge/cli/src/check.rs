//! `3am check PATH…`

use std::path::{Path, PathBuf};

use crate::outcome::{Failure, input, say};

/// Checks scenario folders and their teams; says all problems before it fails.
pub fn run(paths: &[PathBuf]) -> Result<(), Failure> {
    let mut errors = 0_usize;
    for path in paths {
        errors += one(path)?;
    }
    match errors {
        0 => Ok(()),
        1 => Err(Failure::Input("1 mistake.".to_owned())),
        n => Err(Failure::Input(format!("{n} mistakes."))),
    }
}

fn one(path: &Path) -> Result<usize, Failure> {
    let (root, id) = shelf::resolve(path).map_err(input)?;
    let files = shelf::read_files(&root).map_err(input)?;
    let read = match scenario::read(&files, &id) {
        Ok(read) => read,
        Err(problems) => {
            for problem in &problems {
                say(problem);
            }
            return Ok(problems.len());
        }
    };
    for warning in &read.warnings {
        say(warning);
    }
    let mut errors = 0;
    let mut teams = 0;
    let folder = format!("{id}/teams/");
    for name in files
        .0
        .keys()
        .filter(|n| n.starts_with(&folder) && n.ends_with(".toml"))
    {
        teams += 1;
        if let Err(problems) = scenario::read_team(&files, name, &read.scenario) {
            for problem in &problems {
                say(problem);
            }
            errors += problems.len();
        }
    }
    if let Err(problems) = world::World::new(&read.scenario.system, 1) {
        for problem in &problems {
            let system = &read.scenario.system_id;
            say(format!(
                "systems/{system}/system.toml: {}: {}\n  help: {}",
                problem.path, problem.message, problem.help
            ));
        }
        errors += problems.len();
    }
    if errors == 0 {
        let scenario = &read.scenario;
        say(format!(
            "{id}: {} injects, {} expectations, {} hints, {teams} teams. Checks clean{}.",
            scenario.injects.len(),
            scenario.expectations.len(),
            scenario.hints.len(),
            match read.warnings.len() {
                0 => String::new(),
                n => format!(", with {n} warnings"),
            }
        ));
    }
    Ok(errors)
}
