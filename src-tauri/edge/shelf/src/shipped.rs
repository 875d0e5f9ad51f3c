//! A person's own copy of the scenarios that a package brought, to play and to edit. The package's
//! folder is the system's: nobody can write there, and the next version replaces it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use scenario::Files;
use sha2::{Digest, Sha256};

use crate::export::{ExportError, write_whole};
use crate::folders::{ShelfError, read_files};
use crate::folders_out::write_folders;

/// In the copy: what each of its folders was when a package brought it, as `sha256sum` writes it.
const RECORD: &str = ".shipped";

/// The copy could not be made or brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// One of the folders cannot be read.
    #[error(transparent)]
    Read(#[from] ShelfError),
    /// The copy cannot be written.
    #[error(transparent)]
    Write(#[from] ExportError),
    /// The system says no.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Makes a copy of a package's scenarios, or brings the one from an older package up to date:
/// folders that are new come, and those that nobody changed become what they are now. What
/// somebody changed or removed stays so.
///
/// # Errors
/// A folder cannot be read or written. What was not yet copied comes the next time.
pub fn copy_shipped(shipped: &Path, own: &Path) -> Result<(), CopyError> {
    fs::create_dir_all(own)?;
    let (theirs, ours) = (read_files(shipped)?, read_files(own)?);
    let mut record = Record::read(own);
    for folder in folders(&theirs) {
        let new = within(&theirs, &folder);
        let (now, then) = (digest(&new), record.0.get(&folder).cloned());
        let here = within(&ours, &folder);
        match (here.0.is_empty(), then) {
            (true, None) => write_folders(own, &new)?,
            (false, Some(then)) if then != now && then == digest(&here) => {
                // A folder that is gone without being on record comes anew, should this end here.
                record.0.remove(&folder);
                record.write(own)?;
                replace(own, &folder, &new)?;
            }
            (false, None) if now == digest(&here) => {}
            _ => continue,
        }
        record.0.insert(folder, now);
        record.write(own)?;
    }
    copy_beside(shipped, own)
}

/// Puts a folder in place of the one that is there.
fn replace(own: &Path, folder: &str, new: &Files) -> Result<(), CopyError> {
    let here = own.join(folder);
    let name = here.file_name().unwrap_or_default().to_string_lossy();
    let aside = here.with_file_name(format!(".{name}.old"));
    if aside.exists() {
        fs::remove_dir_all(&aside)?;
    }
    fs::rename(&here, &aside)?;
    write_folders(own, new)?;
    Ok(fs::remove_dir_all(&aside)?)
}

/// What lies beside the folders: how to write scenarios, and the format for text editors.
fn copy_beside(shipped: &Path, own: &Path) -> Result<(), CopyError> {
    for entry in fs::read_dir(shipped)? {
        let entry = entry?;
        if !entry.file_type()?.is_file() {
            continue;
        }
        let (new, target) = (fs::read(entry.path())?, own.join(entry.file_name()));
        if fs::read(&target).ok().as_ref() != Some(&new) {
            write_whole(&target, &new)?;
        }
    }
    Ok(())
}

/// `ID` of each scenario and `systems/ID` of each system, systems first: there is no moment at
/// which a scenario lacks its own.
fn folders(files: &Files) -> Vec<String> {
    let folder = |path: &String| {
        let (first, rest) = path.split_once('/')?;
        match first {
            "systems" => Some(format!("systems/{}", rest.split_once('/')?.0)),
            id => Some(id.to_owned()),
        }
    };
    let all: BTreeSet<String> = files.0.keys().filter_map(folder).collect();
    let (systems, scenarios): (Vec<String>, Vec<String>) =
        all.into_iter().partition(|id| id.starts_with("systems/"));
    [systems, scenarios].concat()
}

fn within(files: &Files, folder: &str) -> Files {
    let inside = |path: &str| {
        let rest = path.strip_prefix(folder);
        rest.is_some_and(|rest| rest.starts_with('/'))
    };
    let found = files.0.iter().filter(|(path, _)| inside(path));
    Files(
        found
            .map(|(path, text)| (path.clone(), text.clone()))
            .collect(),
    )
}

fn digest(files: &Files) -> String {
    let mut digest = Sha256::new();
    for (path, text) in &files.0 {
        for part in [path, text] {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part.as_bytes());
        }
    }
    let digest = digest.finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Digests by folder.
struct Record(BTreeMap<String, String>);

impl Record {
    /// As it was left; an unreadable one is empty, and then nothing that is there is touched.
    fn read(own: &Path) -> Self {
        let text = fs::read_to_string(own.join(RECORD)).unwrap_or_default();
        let lines = text.lines().filter_map(|line| line.split_once("  "));
        Self(
            lines
                .map(|(digest, folder)| (folder.to_owned(), digest.to_owned()))
                .collect(),
        )
    }

    fn write(&self, own: &Path) -> Result<(), ExportError> {
        let lines = self.0.iter();
        let text: String = lines
            .map(|(folder, digest)| format!("{digest}  {folder}\n"))
            .collect();
        write_whole(&own.join(RECORD), text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// A package's folder and a person's, the first copied to the second.
    fn copied() -> (tempfile::TempDir, std::path::PathBuf, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let shipped = folder.path().join("shipped");
        let own = folder.path().join("data/scenarios");
        for (path, text) in [
            ("README.md", "How to write them"),
            ("night/scenario.toml", "night 1"),
            ("night/teams/good.toml", "good 1"),
            ("day/scenario.toml", "day 1"),
            ("dusk/scenario.toml", "dusk 1"),
            ("systems/shop/system.toml", "shop 1"),
        ] {
            write(&shipped, path, text);
        }
        copy_shipped(&shipped, &own).unwrap();
        (folder, shipped, own)
    }

    #[test]
    fn a_first_start_copies_everything() {
        let (_folder, shipped, own) = copied();
        assert_eq!(read_files(&own).unwrap(), read_files(&shipped).unwrap());
    }

    #[test]
    fn a_newer_package_brings_what_is_new_and_leaves_what_somebody_changed_or_removed() {
        let (_folder, shipped, own) = copied();
        write(&own, "night/scenario.toml", "night, ours");
        write(&own, "ours/scenario.toml", "ours");
        fs::remove_dir_all(own.join("dusk")).unwrap();

        write(&shipped, "night/scenario.toml", "night 2");
        write(&shipped, "day/scenario.toml", "day 2");
        write(&shipped, "day/briefing.md", "briefing 2");
        write(&shipped, "dusk/scenario.toml", "dusk 2");
        write(&shipped, "dawn/scenario.toml", "dawn 2");
        write(&shipped, "ours/scenario.toml", "another of that name");
        write(&shipped, "systems/shop/system.toml", "shop 2");
        write(&shipped, "README.md", "How to write them, better");
        // A second time changes nothing.
        for _ in 0..2 {
            copy_shipped(&shipped, &own).unwrap();
            let found = read_files(&own).unwrap();
            let found: Vec<_> = found.0.values().map(String::as_str).collect();
            let expected = [
                "How to write them, better",
                "dawn 2",
                "briefing 2",
                "day 2",
                "night, ours",
                "good 1",
                "ours",
                "shop 2",
            ];
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn what_an_interrupted_update_took_away_comes_anew() {
        let (_folder, shipped, own) = copied();
        let mut record = Record::read(&own);
        record.0.remove("day");
        record.write(&own).unwrap();
        fs::remove_dir_all(own.join("day")).unwrap();
        copy_shipped(&shipped, &own).unwrap();
        assert_eq!(read_files(&own).unwrap(), read_files(&shipped).unwrap());
    }

    #[test]
    fn without_a_record_nothing_that_is_there_is_touched() {
        let (_folder, shipped, own) = copied();
        fs::remove_file(own.join(RECORD)).unwrap();
        write(&own, "night/scenario.toml", "night, ours");
        write(&shipped, "day/scenario.toml", "day 2");
        let before = read_files(&own).unwrap();
        copy_shipped(&shipped, &own).unwrap();
        assert_eq!(read_files(&own).unwrap(), before);
    }
}
