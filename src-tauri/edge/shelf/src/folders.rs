//! Scenario folders as named texts.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use scenario::Files;

/// Largest text file read. A larger one is refused, named.
const FILE_MAX: u64 = 1 << 20;
/// Most files read from one scenarios folder. More are refused.
const FILES_MAX: usize = 2_000;
/// Deepest folder.
const DEPTH_MAX: usize = 6;

/// A folder that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ShelfError {
    /// The system said no.
    #[error("{path}: {source}")]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Over a limit.
    #[error("{path}: {message}")]
    Limit {
        /// Where.
        path: PathBuf,
        /// Which.
        message: String,
    },
    /// No such scenario.
    #[error("there is no scenario at {path}: {message}")]
    NotThere {
        /// Where.
        path: PathBuf,
        /// What to do.
        message: String,
    },
    /// No such system.
    #[error("there is no system at {path}: a system is a folder with a system.toml in it")]
    NoSystem {
        /// Where.
        path: PathBuf,
    },
}

/// All `.toml` and `.md` texts below a scenarios folder, by their path with `/`.
/// Links are not followed, so nothing outside the folder is read.
///
/// # Errors
/// The folder cannot be read, or is over a limit.
pub fn read_files(root: &Path) -> Result<Files, ShelfError> {
    let mut texts = BTreeMap::new();
    walk(root, root, 0, &mut texts)?;
    Ok(Files(texts))
}

fn walk(
    root: &Path,
    folder: &Path,
    depth: usize,
    texts: &mut BTreeMap<String, String>,
) -> Result<(), ShelfError> {
    let io = |path: &Path| {
        let path = path.to_owned();
        move |source| ShelfError::Io { path, source }
    };
    let limit = |path: &Path, message: String| ShelfError::Limit {
        path: path.to_owned(),
        message,
    };
    if depth > DEPTH_MAX {
        return Err(limit(
            folder,
            format!("folders are read {DEPTH_MAX} deep at the most"),
        ));
    }
    for entry in fs::read_dir(folder).map_err(io(folder))? {
        let entry = entry.map_err(io(folder))?;
        let path = entry.path();
        let kind = entry.file_type().map_err(io(&path))?;
        let name = entry.file_name();
        if name.to_string_lossy().starts_with('.') {
            continue;
        }
        if kind.is_dir() {
            walk(root, &path, depth + 1, texts)?;
            continue;
        }
        let wanted = path
            .extension()
            .is_some_and(|end| end == "toml" || end == "md");
        if !kind.is_file() || !wanted {
            continue;
        }
        let size = entry.metadata().map_err(io(&path))?.len();
        if size > FILE_MAX {
            return Err(limit(
                &path,
                format!("{size} bytes; {FILE_MAX} are read at the most"),
            ));
        }
        if texts.len() >= FILES_MAX {
            return Err(limit(
                &path,
                format!("more than {FILES_MAX} files in one folder"),
            ));
        }
        let text = fs::read_to_string(&path).map_err(io(&path))?;
        let inside = path.strip_prefix(root).unwrap_or(&path);
        let name: Vec<String> = inside
            .components()
            .map(|c| c.as_os_str().to_string_lossy().into_owned())
            .collect();
        texts.insert(name.join("/"), text);
    }
    Ok(())
}

/// The ids of the scenarios among some files: folders with a `scenario.toml`.
pub fn ids(files: &Files) -> Vec<String> {
    files
        .0
        .keys()
        .filter_map(|name| name.strip_suffix("/scenario.toml"))
        .filter(|id| !id.contains('/'))
        .map(str::to_owned)
        .collect()
}

/// A scenario folder (or its `scenario.toml`) as scenarios folder and id.
///
/// # Errors
/// There is no `scenario.toml` there.
pub fn resolve(path: &Path) -> Result<(PathBuf, String), ShelfError> {
    let not_there = |message: &str| ShelfError::NotThere {
        path: path.to_owned(),
        message: message.to_owned(),
    };
    let folder = if path.is_file() {
        path.parent().unwrap_or(path)
    } else {
        path
    };
    if !folder.join("scenario.toml").is_file() {
        return Err(not_there(
            "a scenario is a folder with a scenario.toml in it",
        ));
    }
    let folder = folder.canonicalize().map_err(|source| ShelfError::Io {
        path: path.to_owned(),
        source,
    })?;
    match (folder.parent(), folder.file_name()) {
        (Some(root), Some(id)) => Ok((root.to_owned(), id.to_string_lossy().into_owned())),
        _ => Err(not_there("give the folder of one scenario")),
    }
}

/// Whether a path is a system: a folder with a `system.toml`, or that file.
pub fn is_system(path: &Path) -> bool {
    path.join("system.toml").is_file() || (path.is_file() && path.ends_with("system.toml"))
}

/// A system folder (or its `system.toml`) by itself: its text, and its id, the folder's name.
/// Nothing beside it is read, so it may lie anywhere.
///
/// # Errors
/// There is no `system.toml` there, it cannot be read, or it is over a limit.
pub fn read_system(path: &Path) -> Result<(Files, String), ShelfError> {
    if !is_system(path) {
        return Err(ShelfError::NoSystem {
            path: path.to_owned(),
        });
    }
    let file = if path.is_file() {
        path.to_owned()
    } else {
        path.join("system.toml")
    };
    let io = |source| ShelfError::Io {
        path: file.clone(),
        source,
    };
    let size = fs::metadata(&file).map_err(io)?.len();
    if size > FILE_MAX {
        return Err(ShelfError::Limit {
            path: file,
            message: format!("{size} bytes; {FILE_MAX} are read at the most"),
        });
    }
    let text = fs::read_to_string(&file).map_err(io)?;
    let whole = file.canonicalize().map_err(io)?;
    let folder = whole.parent().and_then(Path::file_name);
    let id = folder.map_or_else(
        || "system".to_owned(),
        |id| id.to_string_lossy().into_owned(),
    );
    let name = format!("systems/{id}/system.toml");
    Ok((Files(BTreeMap::from([(name, text)])), id))
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_are_not_followed_whether_to_a_file_or_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let outside = folder.path().join("outside");
        fs::create_dir_all(&outside).unwrap();
        fs::write(outside.join("secret.md"), "secret").unwrap();
        let root = folder.path().join("scenarios");
        fs::create_dir_all(root.join("night")).unwrap();
        fs::write(root.join("night/briefing.md"), "# Night").unwrap();
        symlink(outside.join("secret.md"), root.join("night/facilitator.md")).unwrap();
        symlink(&outside, root.join("night/playbooks")).unwrap();
        symlink(&root, root.join("night/teams")).unwrap();
        let read = read_files(&root).unwrap();
        let paths: Vec<&String> = read.0.keys().collect();
        assert_eq!(paths, ["night/briefing.md"]);
    }
}
