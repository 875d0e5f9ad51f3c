//! One scenario as one file to pass on: its folder and its system's, as one JSON text.
//!
//! `{ "format": "three-am/scenario/1", "id": "…", "files": { "path": "text", … } }`, paths relative
//! to the scenarios folder and sorted. It is text and nothing else: there are no links in it, no
//! permissions, and nothing is compressed, so it is never larger inside than outside.
//!
//! What comes from strangers is hostile until it is checked: [`unpack`] names all that is wrong
//! with it, and gives only what reads as a scenario.

mod hostile;
mod json;
mod place;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::files::Files;
use crate::paths;
use crate::problem::Problem;
use crate::read::{read, read_team};

pub use place::Placed;

/// What stands in the file.
pub const FORMAT: &str = "three-am/scenario/1";
/// Largest file that is read, bytes.
pub const BYTES: usize = 8 << 20;
/// Most files in one.
pub const FILES: usize = 200;

/// A scenario with its system that reads, and whose teams do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// The scenario's id.
    pub id: String,
    /// Its system's.
    pub system: String,
    /// All its files, by their path.
    pub files: Files,
    /// What is probably not meant so.
    pub warnings: Vec<Problem>,
}

/// Something that is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// A part of the file.
    #[error("error: {message}{}\n = help: {help}", place(.at))]
    Part {
        /// A path in it; empty: the file as a whole.
        at: String,
        /// What is wrong.
        message: String,
        /// What to do.
        help: String,
    },
    /// Something in a text that reads.
    #[error(transparent)]
    Problem(#[from] Problem),
}

fn place(at: &str) -> String {
    match at {
        "" => String::new(),
        at => format!("\n --> {}", paths::shown(at)),
    }
}

fn refused(at: &str, message: impl Into<String>, help: impl Into<String>) -> Refused {
    Refused::Part {
        at: at.to_owned(),
        message: message.into(),
        help: help.into(),
    }
}

/// A scenario with its system, out of the files of a scenarios folder.
///
/// # Errors
/// All that is wrong with the scenario, its teams or the names of its files.
pub fn gather(files: &Files, id: &str) -> Result<Bundle, Vec<Refused>> {
    let (system, warnings) = checked(files, id)?;
    let of_scenario = format!("{id}/");
    let of_system = format!("systems/{system}/");
    let mut own = Files::default();
    for (path, text) in &files.0 {
        let is_of_it = path.starts_with(&of_scenario) || path.starts_with(&of_system);
        if is_of_it && hostile::belongs(path) {
            own.0.insert(path.clone(), hostile::with_plain_ends(text));
        }
    }
    let problems = hostile::problems(id, &own);
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Bundle {
        id: id.to_owned(),
        system,
        files: own,
        warnings,
    })
}

/// A scenario and its system as one JSON text; the same files give the same bytes.
///
/// # Errors
/// As [`gather`], or it is too large.
pub fn pack(files: &Files, id: &str) -> Result<String, Vec<Refused>> {
    let Bundle { files, .. } = gather(files, id)?;
    let whole = Whole { id, files: &files };
    let mut text = serde_json::to_string_pretty(&whole)
        .map_err(|e| vec![refused("", e.to_string(), "report this")])?;
    text.push('\n');
    if text.len() > BYTES {
        let help = "shorten its texts";
        return Err(vec![refused("", too_large(), help)]);
    }
    Ok(text)
}

/// Reads such a text. Only what reads as a scenario, team by team, comes out.
///
/// # Errors
/// All that is wrong with it.
pub fn unpack(bytes: &[u8]) -> Result<Bundle, Vec<Refused>> {
    let one = |refused| vec![refused];
    if bytes.len() > BYTES {
        return Err(one(refused("", too_large(), "ask for a smaller one")));
    }
    let parsed = json::parse(bytes).map_err(one)?;
    let files = parsed.files()?;
    let problems = hostile::problems(&parsed.id, &files);
    if !problems.is_empty() {
        return Err(problems);
    }
    let (system, warnings) = checked(&files, &parsed.id)?;
    let systems = files.system_ids();
    if systems != [system.as_str()] {
        let message = format!("it plays on \"{system}\" and brings {}", systems.join(", "));
        let help = "a bundle holds one scenario and the system it plays on";
        return Err(one(refused("", message, help)));
    }
    Ok(Bundle {
        id: parsed.id,
        system,
        files,
        warnings,
    })
}

/// The system's id, and the warnings, of a scenario that reads with all its teams.
fn checked(files: &Files, id: &str) -> Result<(String, Vec<Problem>), Vec<Refused>> {
    let all = |problems: Vec<Problem>| problems.into_iter().map(Refused::Problem).collect();
    let read = read(files, id).map_err(all)?;
    let teams = files.team_paths(id).into_iter();
    let problems: Vec<Problem> = teams
        .filter_map(|path| read_team(files, path, &read.scenario).err())
        .flatten()
        .collect();
    if !problems.is_empty() {
        return Err(all(problems));
    }
    // What reads may still not run: a path that never ends, a step that leads nowhere.
    if let Err(problems) = world::World::new(&read.scenario.system, 1) {
        let file = format!("systems/{}/system.toml", read.scenario.system_id);
        let of = |p: world::Problem| refused(&file, format!("{}: {}", p.path, p.message), p.help);
        return Err(problems.into_iter().map(of).collect());
    }
    Ok((read.scenario.system_id, read.warnings))
}

fn too_large() -> String {
    format!("it has more than {} MB", BYTES >> 20)
}

struct Whole<'f> {
    id: &'f str,
    files: &'f Files,
}

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(3))?;
        map.serialize_entry("format", FORMAT)?;
        map.serialize_entry("id", self.id)?;
        map.serialize_entry("files", &self.files.0)?;
        map.end()
    }
}
