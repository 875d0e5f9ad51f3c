//! Scenario folders written: beside their place, synced, renamed. Whole, or not at all.

use std::fs::{self, File};
use std::io::{Error, ErrorKind, Write};
use std::path::{Path, PathBuf};

use scenario::Files;

use crate::export::ExportError;

/// Writes files into a scenarios folder, which is made if it is not there. Each of their folders
/// (`ID`, `systems/ID`) is new: one that is there already is left alone, and nothing is written.
/// What is renamed before another one fails is taken back.
///
/// # Errors
/// A folder is there already, or the system says no.
pub fn write_folders(root: &Path, files: &Files) -> Result<(), ExportError> {
    let mut folders: Vec<PathBuf> = files.0.keys().filter_map(|path| folder_of(path)).collect();
    // Systems first: there is no moment at which a scenario lacks its own.
    folders.sort_by_key(|folder| (!folder.starts_with("systems"), folder.clone()));
    folders.dedup();
    let mut made: Vec<PathBuf> = Vec::new();
    let written = folders.iter().try_for_each(|folder| {
        let target = root.join(folder);
        if folder.starts_with("systems") {
            no_links(root, "systems")?;
        }
        write_one(&target, folder, files).map_err(|source| ExportError {
            path: target.clone(),
            source,
        })?;
        made.push(target);
        Ok(())
    });
    if written.is_err() {
        for folder in made {
            let _ = fs::remove_dir_all(folder);
        }
    }
    written
}

/// Makes sure that a path inside a folder leads through no link: what is written there stays there.
///
/// # Errors
/// A part of it is a link; names it.
pub fn no_links(root: &Path, path: &str) -> Result<(), ExportError> {
    let mut here = root.to_owned();
    for part in path.split('/') {
        here.push(part);
        let is_link = fs::symlink_metadata(&here).is_ok_and(|there| there.is_symlink());
        if is_link {
            let what = "it is a link, and nothing is written through links";
            return Err(ExportError {
                path: here,
                source: Error::new(ErrorKind::InvalidInput, what),
            });
        }
    }
    Ok(())
}

/// `ID` of a scenario's file, `systems/ID` of a system's.
fn folder_of(path: &str) -> Option<PathBuf> {
    let mut parts = path.split('/');
    match (parts.next()?, parts.next()?) {
        ("systems", id) => Some(Path::new("systems").join(id)),
        (id, _) => Some(PathBuf::from(id)),
    }
}

fn write_one(target: &Path, folder: &Path, files: &Files) -> Result<(), Error> {
    // A link that leads nowhere is there, too.
    if fs::symlink_metadata(target).is_ok() {
        return Err(Error::new(ErrorKind::AlreadyExists, "it is there already"));
    }
    let around = target.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(around)?;
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let beside = around.join(format!(".{name}.{}.part", std::process::id()));
    let done = fill(&beside, folder, files).and_then(|()| fs::rename(&beside, target));
    if done.is_err() {
        let _ = fs::remove_dir_all(&beside);
    }
    // The rename is on disk once the folder is; not every file system can sync a folder.
    if let Ok(around) = File::open(around) {
        let _ = around.sync_all();
    }
    done
}

fn fill(beside: &Path, folder: &Path, files: &Files) -> Result<(), Error> {
    fs::create_dir(beside)?;
    for (path, text) in &files.0 {
        let Ok(inside) = Path::new(path).strip_prefix(folder) else {
            continue;
        };
        let target = beside.join(inside);
        fs::create_dir_all(target.parent().unwrap_or(beside))?;
        let mut file = File::create_new(&target)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(paths: &[&str]) -> Files {
        let each = paths.iter().map(|&path| (path.to_owned(), path.to_owned()));
        Files(each.collect())
    }

    #[test]
    fn all_of_it_is_written_or_nothing_is() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("scenarios");
        let one = files(&[
            "night/scenario.toml",
            "night/teams/good.toml",
            "systems/shop/system.toml",
        ]);
        write_folders(&root, &one).unwrap();
        assert_eq!(crate::read_files(&root).unwrap(), one);

        // The scenario is in the way: its system is not left behind.
        let other = files(&["night/briefing.md", "systems/kiosk/system.toml"]);
        let error = write_folders(&root, &other).unwrap_err().to_string();
        assert!(
            error.contains("night") && error.contains("there already"),
            "{error}"
        );
        assert_eq!(crate::read_files(&root).unwrap(), one);
        for folder in [&root, &root.join("systems")] {
            let names = fs::read_dir(folder).unwrap();
            let names: Vec<_> = names.map(|e| e.unwrap().file_name()).collect();
            assert!(
                names.iter().all(|n| !n.to_string_lossy().starts_with('.')),
                "{names:?}"
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_nowhere_is_in_the_way() {
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = folder.path().join("elsewhere");
        std::os::unix::fs::symlink(&elsewhere, folder.path().join("night")).unwrap();
        write_folders(folder.path(), &files(&["night/scenario.toml"])).unwrap_err();
        assert!(!elsewhere.exists());
    }
}
