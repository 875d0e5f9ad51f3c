//! New scenarios with their systems, as they are put into a folder.

use super::{NoStart, Start, start};
use crate::bundle::{self, Bundle, Refused};
use crate::edit::{Edit, Step, Written, apply, tree};
use crate::files::Files;
use crate::format::FileKind;
use crate::limits;

/// A new scenario, with the system that it plays on.
///
/// # Errors
/// It cannot be begun, or does not check: all that is wrong.
pub fn begun(files: &Files, wanted: &Start) -> Result<Bundle, Vec<Refused>> {
    let new = start(files, wanted).map_err(|NoStart { message, help }| {
        vec![Refused::Part {
            at: String::new(),
            message,
            help,
        }]
    })?;
    let systems = files
        .0
        .iter()
        .filter(|(path, _)| path.starts_with("systems/"));
    let mut whole = Files(
        systems
            .map(|(path, text)| (path.clone(), text.clone()))
            .collect(),
    );
    whole.0.extend(new.0);
    bundle::gather(&whole, &wanted.id)
}

/// A copy of a scenario with its teams, playbooks and system. Its title is changed where it
/// stands, so that comments stay.
///
/// # Errors
/// The scenario does not check: all that is wrong.
pub fn copy_of(files: &Files, id: &str, title: Option<&str>) -> Result<Bundle, Vec<Refused>> {
    let mut made = bundle::gather(files, id)?;
    let path = format!("{id}/scenario.toml");
    let text = made.files.get(&path).unwrap_or_default();
    let title = title.map_or_else(|| copied(text), str::to_owned);
    let edit = Edit::Set {
        at: vec![Step::from("title")],
        value: Written::Text(title),
    };
    let text = apply(text, FileKind::Scenario, &edit).map_err(|error| {
        let help = "write it on a line of its own: title = \"…\"".to_owned();
        vec![Refused::Part {
            at: path.clone(),
            message: error.to_string(),
            help,
        }]
    })?;
    made.files.0.insert(path, text);
    Ok(made)
}

/// The title of a copy, if it has room.
fn copied(text: &str) -> String {
    let tree = tree(text).ok();
    let title = tree.as_ref().and_then(|tree| tree.get("title")?.as_text());
    let title = title.unwrap_or_default();
    let copied = format!("{title} (copy)");
    if copied.chars().count() > limits::TITLE {
        return title.to_owned();
    }
    copied
}

/// An id made from a title: its letters and digits that an id can have. Empty: there are none.
#[must_use]
pub fn id_of(title: &str) -> String {
    let mut id = String::new();
    for c in title.chars().map(|c| c.to_ascii_lowercase()) {
        if c.is_ascii_alphanumeric() {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    id.truncate(limits::ID);
    id.trim_end_matches('-').to_owned()
}
