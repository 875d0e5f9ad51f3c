//! Scenarios made, copied, packed into one file, and taken out of one.

use std::path::{Path, PathBuf};

use drill::Refusal;
use scenario::bundle::{self, Bundle, Placed, Refused};
use scenario::{Files, Start, begun, copy_of, id_of};
use wire::{EditorReply, Reply};

use crate::placing::{PlaceError, place};

/// Makes a scenario, new or as a copy, and says its id.
pub(super) fn make(
    folder: &Path,
    title: &str,
    system: Option<String>,
    from: Option<&str>,
) -> Result<String, Refusal> {
    let files = super::read(folder)?;
    let title = title.trim();
    if title.is_empty() {
        return Err(Refusal::new(
            "no-title",
            "The scenario has no title.",
            "Give it one; its folder is named after it.",
        ));
    }
    let id = free(&files, title);
    let bundle = match from {
        Some(from) => copy_of(&files, from, Some(title)),
        None => {
            let usual = || files.system_ids().first().map(|id| (*id).to_owned());
            let system = system.or_else(usual).unwrap_or_default();
            let mut start = Start::new(&id, &system);
            start.title = Some(title.to_owned());
            begun(&files, &start)
        }
    };
    let bundle = bundle.map_err(|all| not_made("The scenario was not made.", &all))?;
    Ok(put(folder, bundle, &id)?.id)
}

/// An id for a title that no scenario has.
fn free(files: &Files, title: &str) -> String {
    let base = match id_of(title) {
        id if scenario::paths::id_problem(&id).is_some() => "scenario".to_owned(),
        id => id,
    };
    let is_taken = |id: &str| {
        files
            .0
            .keys()
            .any(|path| path.starts_with(&format!("{id}/")))
    };
    let mut id = base.clone();
    let mut next = 2;
    while is_taken(&id) {
        id = format!("{base}-{next}");
        next += 1;
    }
    id
}

fn put(folder: &Path, bundle: Bundle, id: &str) -> Result<Placed, Refusal> {
    place(bundle, folder, Some(id)).map_err(|error| {
        let help = match &error {
            PlaceError::Refused(_) | PlaceError::Problems(_) => "Mend that, then try again.",
            PlaceError::Folder(_) | PlaceError::NotWritten(_) => {
                "Make room, or make the scenarios folder writable."
            }
        };
        Refusal::new("not-written", error.to_string(), help)
    })
}

/// Writes a scenario with its system into one file.
pub(super) fn pack(
    files: &Files,
    id: &str,
    exports: &Path,
    path: Option<String>,
) -> Result<EditorReply, Refusal> {
    let text =
        bundle::pack(files, id).map_err(|all| not_made("The scenario was not packed.", &all))?;
    let path = path.map_or_else(
        || exports.join(format!("{id}.scenario.json")),
        PathBuf::from,
    );
    shelf::write_whole(&path, text.as_bytes()).map_err(|error| {
        Refusal::new(
            "not-written",
            error.to_string(),
            "Choose another folder, or make room on the disk.",
        )
    })?;
    Ok(EditorReply::Packed {
        path: path.display().to_string(),
        bytes: u32::try_from(text.len()).unwrap_or(u32::MAX),
    })
}

/// Takes a scenario in one file from elsewhere into the folder: checked throughout first, under a
/// free id if its own is taken.
pub(crate) fn take_in(folder: &Path, file: &[u8]) -> Result<Reply, Refusal> {
    let bundle =
        bundle::unpack(file).map_err(|all| not_made("The scenario was not taken in.", &all))?;
    let files = super::read(folder)?;
    let (own, title) = (bundle.id.clone(), title(&bundle));
    let id = free(&files, &own);
    let placed = put(folder, bundle, &id)?;
    let mut said = placed.said;
    if placed.id != own {
        said.insert(
            0,
            format!(
                "A scenario {own} is here already; this one is {}.",
                placed.id
            ),
        );
    }
    if said.is_empty() {
        said.push(format!(
            "It checks, and is in {}.",
            folder.join(&placed.id).display()
        ));
    }
    Ok(Reply::ScenarioTaken {
        scenario: placed.id,
        title,
        said: said.join(" "),
    })
}

fn title(bundle: &Bundle) -> String {
    let read = scenario::read(&bundle.files, &bundle.id);
    read.map_or_else(|_| bundle.id.clone(), |read| read.scenario.title)
}

/// Most of what was refused that is said at once.
const SAID: usize = 20;

fn not_made(what: &str, all: &[Refused]) -> Refusal {
    let mut said: Vec<String> = all.iter().take(SAID).map(ToString::to_string).collect();
    if all.len() > SAID {
        said.push(format!("… and {} more.", all.len() - SAID));
    }
    let help = "Nothing was written. What is wrong is named above, with the place and what to do.";
    Refusal::new(
        "scenario-refused",
        format!("{what}\n{}", said.join("\n")),
        help,
    )
}
