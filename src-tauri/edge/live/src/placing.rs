//! Scenarios put into the scenarios folder: whole, or not at all.

use std::path::Path;

use scenario::bundle::{Bundle, Placed, Refused};
use scenario::format::{FileKind, schema::schema};
use scenario::{Files, Problem};

/// What editors are told of the format, beside the scenarios.
const SCHEMAS: [(FileKind, &str); 3] = [
    (FileKind::Scenario, "scenario"),
    (FileKind::System, "system"),
    (FileKind::Team, "team"),
];

/// A scenario that was not put there.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// It may not go there.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// It does not check there: all that is wrong.
    #[error("{}", all(.0))]
    Problems(Vec<Problem>),
    /// The folder cannot be read.
    #[error(transparent)]
    Folder(#[from] shelf::ShelfError),
    /// It cannot be written.
    #[error(transparent)]
    NotWritten(#[from] shelf::ExportError),
}

fn all(problems: &[Problem]) -> String {
    let each: Vec<String> = problems.iter().map(ToString::to_string).collect();
    each.join("\n")
}

/// Puts a scenario into a folder, under another id if one is given. The folder need not be there.
///
/// # Errors
/// It may not go there, or cannot be written. Nothing was written then.
pub fn place(bundle: Bundle, root: &Path, as_id: Option<&str>) -> Result<Placed, PlaceError> {
    let there = match root.exists() {
        true => shelf::read_files(root)?,
        false => Files::default(),
    };
    let placed = bundle.beside(&there, as_id)?;
    // What changes of place must still read: a check costs less than a half-read folder.
    let mut whole = there;
    whole.0.extend(placed.files.0.clone());
    scenario::read(&whole, &placed.id).map_err(PlaceError::Problems)?;
    shelf::write_folders(root, &placed.files)?;
    for (kind, name) in SCHEMAS {
        let path = root.join(format!("{name}.schema.json"));
        if !path.exists() {
            shelf::write_whole(&path, schema_text(kind).as_bytes())?;
        }
    }
    Ok(placed)
}

/// A JSON Schema as a file has it.
#[must_use]
pub fn schema_text(kind: FileKind) -> String {
    // A value of texts and numbers always writes.
    serde_json::to_string_pretty(&schema(kind)).unwrap_or_default() + "\n"
}
