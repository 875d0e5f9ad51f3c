//! A scenarios folder as named texts.

use std::collections::BTreeMap;

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
