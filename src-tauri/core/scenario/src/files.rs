//! A scenarios folder as named texts.

use std::collections::BTreeMap;

use crate::format::FileKind;
use crate::limits;

/// Path relative to the scenarios folder, separated by `/` → text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files(pub BTreeMap<String, String>);

impl Files {
    /// The text at a path.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// Ids of the scenarios: folders that hold a `scenario.toml`.
    pub fn scenario_ids(&self) -> Vec<&str> {
        self.folders("", "/scenario.toml")
    }

    /// Ids of the systems: folders in `systems` that hold a `system.toml`.
    pub fn system_ids(&self) -> Vec<&str> {
        self.folders("systems/", "/system.toml")
    }

    /// Paths of a scenario's scripted teams.
    pub fn team_paths(&self, scenario_id: &str) -> Vec<&str> {
        self.inside(&format!("{scenario_id}/teams/"), ".toml")
            .map(|(path, _, _)| path)
            .collect()
    }

    /// (path, name without ending, text) of the files directly in a folder.
    pub(crate) fn inside<'f>(
        &'f self,
        folder: &str,
        ending: &str,
    ) -> impl Iterator<Item = (&'f str, &'f str, &'f str)> {
        self.0.iter().filter_map(move |(path, text)| {
            let name = path.strip_prefix(folder)?.strip_suffix(ending)?;
            (!name.is_empty() && !name.contains('/')).then_some((
                path.as_str(),
                name,
                text.as_str(),
            ))
        })
    }

    fn folders(&self, before: &str, after: &str) -> Vec<&str> {
        self.0
            .keys()
            .filter_map(|path| path.strip_prefix(before)?.strip_suffix(after))
            .filter(|id| !id.is_empty() && !id.contains('/'))
            .collect()
    }
}

/// What kind of file a path is of this scenario on this system, Markdown counting as the file it
/// stands beside. None: it is no file of it, or has a name that files here do not have.
#[must_use]
pub fn part_of(path: &str, id: &str, system: &str) -> Option<FileKind> {
    let is_name = |name: &str| {
        !name.is_empty()
            && name.len() <= limits::ID
            && name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
    };
    let in_folder = |rest: &str, folder: &str, ending: &str| {
        rest.strip_prefix(folder)
            .and_then(|rest| rest.strip_suffix(ending))
            .is_some_and(is_name)
    };
    if let Some(own) = path
        .strip_prefix(id)
        .and_then(|rest| rest.strip_prefix('/'))
    {
        return match own {
            "scenario.toml" | "briefing.md" | "facilitator.md" => Some(FileKind::Scenario),
            _ if in_folder(own, "teams/", ".toml") => Some(FileKind::Team),
            _ => in_folder(own, "playbooks/", ".md").then_some(FileKind::Scenario),
        };
    }
    let shared = path
        .strip_prefix("systems/")?
        .strip_prefix(system)?
        .strip_prefix('/')?;
    let is_part = shared == "system.toml" || in_folder(shared, "playbooks/", ".md");
    (is_part && is_name(system)).then_some(FileKind::System)
}
