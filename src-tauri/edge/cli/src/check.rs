//! `3am check PATH…`

use std::path::{Path, PathBuf};
use std::sync::Arc;

use scenario::{Files, Scenario};
use world::{SystemSpec, World};

use crate::outcome::{Failure, input, say};
use crate::progress::Progress;

/// Checks scenario folders with their teams, and system folders; says all problems before it fails.
pub fn run(paths: &[PathBuf]) -> Result<(), Failure> {
    let mut errors = 0_usize;
    for path in paths {
        // A path that leads nowhere is a mistake like any other: the rest is checked all the same.
        errors += match one(path) {
            Err(Failure::Input(what)) => {
                say(what);
                1
            }
            done => done?,
        };
    }
    match errors {
        0 => Ok(()),
        n => Err(mistakes(n)),
    }
}

/// What a command ends with that has said so many mistakes.
pub fn mistakes(count: usize) -> Failure {
    match count {
        1 => Failure::Input("1 mistake.".to_owned()),
        n => Failure::Input(format!("{n} mistakes.")),
    }
}

fn one(path: &Path) -> Result<usize, Failure> {
    if shelf::is_system(path) {
        return system(path);
    }
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
    let system_id = &read.scenario.system_id;
    errors += cannot_run(&read.scenario.system, system_id);
    if errors == 0 {
        let scenario = &read.scenario;
        let warnings = read.warnings.len() + unnoticed(&files, scenario);
        say(format!(
            "{id}: {} injects, {} expectations, {} hints, {}. Checks clean{}.",
            scenario.injects.len(),
            scenario.expectations.len(),
            scenario.hints.len(),
            match teams {
                1 => "1 team".to_owned(),
                n => format!("{n} teams"),
            },
            with_warnings(warnings)
        ));
    }
    Ok(errors)
}

/// Runs the system to find what nobody could notice; says it, and how much there is.
fn unnoticed(files: &Files, scenario: &Scenario) -> usize {
    let bar = Progress::spinning(format!("{}: what could be noticed of it", scenario.id));
    let warnings = scenario::noticed::unnoticed(files, scenario);
    bar.over();
    warnings.iter().for_each(say);
    warnings.len()
}

/// A system by itself, without a scenario.
fn system(path: &Path) -> Result<usize, Failure> {
    let read = match load_system(path)? {
        Ok(read) => read,
        Err(errors) => return Ok(errors),
    };
    say(format!(
        "{}: components: {}, journeys: {}, alerts: {}. Checks clean{}.",
        read.id,
        scenario::names::components(&read.system).len(),
        read.system.traffic.journeys.len(),
        read.system.alerts.len(),
        with_warnings(read.warnings)
    ));
    Ok(0)
}

/// A system that can run.
pub struct LoadedSystem {
    /// It.
    pub system: Arc<SystemSpec>,
    /// Its folder's name.
    pub id: String,
    /// Warnings that were said.
    pub warnings: usize,
}

/// Reads a system by itself and says what is wrong with it; the inner error is how much.
pub fn load_system(path: &Path) -> Result<Result<LoadedSystem, usize>, Failure> {
    let (files, id) = shelf::read_system(path).map_err(input)?;
    let (system, warnings) = match scenario::read_system(&files, &id) {
        Ok(read) => read,
        Err(problems) => {
            problems.iter().for_each(say);
            return Ok(Err(problems.len()));
        }
    };
    warnings.iter().for_each(say);
    let (system, warnings) = (Arc::new(system), warnings.len());
    Ok(match cannot_run(&system, &id) {
        0 => Ok(LoadedSystem {
            system,
            id,
            warnings,
        }),
        errors => Err(errors),
    })
}

/// Says what keeps a system from running, and how many such things there are.
fn cannot_run(system: &Arc<SystemSpec>, id: &str) -> usize {
    let problems = World::new(system, 1).err().unwrap_or_default();
    for problem in &problems {
        say(format!(
            "systems/{id}/system.toml: {}: {}\n  help: {}",
            problem.path, problem.message, problem.help
        ));
    }
    problems.len()
}

fn with_warnings(warnings: usize) -> String {
    match warnings {
        0 => String::new(),
        1 => ", with 1 warning".to_owned(),
        n => format!(", with {n} warnings"),
    }
}
