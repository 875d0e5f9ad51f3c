//! Where an unpacked scenario goes beside what is there.

use std::collections::BTreeMap;

use super::{Bundle, Refused, refused};
use crate::edit::{Edit, Step, Written, apply};
use crate::files::Files;
use crate::format::FileKind;
use crate::paths;

/// What is to be written, and what was done so that it fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The scenario's id here.
    pub id: String,
    /// Its system's id here.
    pub system: String,
    /// The files that are written. Without its system's where the same is there already.
    pub files: Files,
    /// What differs from the bundle, for people.
    pub said: Vec<String>,
}

impl Bundle {
    /// Puts it beside the files of a scenarios folder, under another id if one is given. A system
    /// that is there already under its id, and is another, keeps it: this one gets a free id.
    ///
    /// # Errors
    /// The id is none, or is taken.
    pub fn beside(self, there: &Files, as_id: Option<&str>) -> Result<Placed, Refused> {
        let id = as_id.unwrap_or(&self.id).to_owned();
        if let Some((message, help)) = paths::id_problem(&id) {
            return Err(refused("", message, help));
        }
        if there
            .0
            .keys()
            .any(|path| path.starts_with(&format!("{id}/")))
        {
            let message = format!("a scenario \"{id}\" is there already");
            return Err(refused("", message, "give it another name with --as NAME"));
        }
        let mut said = Vec::new();
        if id != self.id {
            said.push(format!("The scenario \"{}\" is \"{id}\" here.", self.id));
        }
        let mut files = moved(&self.files, &format!("{}/", self.id), &format!("{id}/"));
        let from = format!("systems/{}/", self.system);
        let system = self.system_id_beside(there);
        if there
            .get(&format!("systems/{system}/system.toml"))
            .is_some()
        {
            said.push(format!(
                "Its system \"{system}\" is there already, the same."
            ));
        } else {
            if system != self.system {
                said.push(format!(
                    "Another system \"{}\" is there already, so its own is \"{system}\" here.",
                    self.system
                ));
            }
            let to = format!("systems/{system}/");
            files.0.extend(moved(&self.files, &from, &to).0);
        }
        if system != self.system {
            let path = format!("{id}/scenario.toml");
            let edit = Edit::Set {
                at: vec![Step::from("system")],
                value: Written::Text(system.clone()),
            };
            let text = files.get(&path).unwrap_or_default();
            let text = apply(text, FileKind::Scenario, &edit)
                .map_err(|e| refused(&path, e.to_string(), "ask for another file"))?;
            files.0.insert(path, text);
        }
        Ok(Placed {
            id,
            system,
            files,
            said,
        })
    }

    /// Its own id if it is free or the same system has it, else the first of `-2`, `-3`, … that is.
    fn system_id_beside(&self, there: &Files) -> String {
        let ours = moved(&self.files, &format!("systems/{}/", self.system), "");
        let mut names = std::iter::once(self.system.clone())
            .chain((2_u32..).map(|n| format!("{}-{n}", self.system)));
        let fits = |name: &String| {
            let of = moved(there, &format!("systems/{name}/"), "");
            let of: BTreeMap<String, String> =
                of.0.into_iter()
                    .map(|(path, text)| (path, super::hostile::with_plain_ends(&text)))
                    .collect();
            of.is_empty() || of == ours.0
        };
        names.find(fits).unwrap_or_else(|| self.system.clone())
    }
}

/// The files below a folder, below another.
fn moved(files: &Files, from: &str, to: &str) -> Files {
    let each = files.0.iter().filter_map(|(path, text)| {
        let rest = path.strip_prefix(from)?;
        Some((format!("{to}{rest}"), text.clone()))
    });
    Files(each.collect())
}
