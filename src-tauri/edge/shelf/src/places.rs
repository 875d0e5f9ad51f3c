//! Where things are kept on this machine.

use std::env;
use std::path::{Path, PathBuf};

use crate::shipped::copy_shipped;

/// Where the journal is: `$THREE_AM_DATA`, else the desktop's data folder.
pub fn data_folder() -> PathBuf {
    if let Some(path) = env::var_os("THREE_AM_DATA") {
        return PathBuf::from(path);
    }
    desktop_data().join("three-am")
}

#[cfg(target_os = "macos")]
fn desktop_data() -> PathBuf {
    home().join("Library/Application Support")
}

#[cfg(target_os = "windows")]
fn desktop_data() -> PathBuf {
    env::var_os("APPDATA").map_or_else(home, PathBuf::from)
}

#[cfg(not(any(target_os = "macos", target_os = "windows")))]
fn desktop_data() -> PathBuf {
    env::var_os("XDG_DATA_HOME").map_or_else(|| home().join(".local/share"), PathBuf::from)
}

fn home() -> PathBuf {
    let home = env::var_os("HOME").or_else(|| env::var_os("USERPROFILE"));
    home.map_or_else(env::temp_dir, PathBuf::from)
}

/// Where exports go when nobody chose a place.
pub fn exports_folder() -> PathBuf {
    data_folder().join("exports")
}

/// Where the log is.
pub fn logs_folder() -> PathBuf {
    data_folder().join("logs")
}

/// Where scenarios are: `$THREE_AM_SCENARIOS`, else a `scenarios` folder in or above the working
/// folder, else, if a package installed the program, the person's own copy of those it brought,
/// else a `scenarios` folder beside or above the program.
pub fn scenarios_folder() -> Option<PathBuf> {
    if let Some(path) = env::var_os("THREE_AM_SCENARIOS") {
        return Some(PathBuf::from(path));
    }
    let program = env::current_exe().ok();
    let beside = program.as_deref().and_then(Path::parent);
    let here = env::current_dir().ok();
    here.and_then(|here| above(&here))
        .or_else(|| Some(copied(&shipped(beside?)?)))
        .or_else(|| above(beside?))
}

fn above(folder: &Path) -> Option<PathBuf> {
    folder
        .ancestors()
        .map(|folder| folder.join("scenarios"))
        .find(|folder| is_scenarios(folder))
}

fn is_scenarios(folder: &Path) -> bool {
    folder.join("systems").is_dir()
}

/// Where a package puts its scenarios, from the folder that the program is in.
fn shipped(beside: &Path) -> Option<PathBuf> {
    let place = if cfg!(target_os = "macos") {
        "../Resources/scenarios"
    } else if cfg!(target_os = "windows") {
        "scenarios"
    } else {
        "../lib/three-am/scenarios"
    };
    Some(beside.join(place)).filter(|folder| is_scenarios(folder))
}

/// The person's own copy. Where none can be made, those of the package can still be played, and
/// whoever edits one is told by the system that it cannot be written.
fn copied(shipped: &Path) -> PathBuf {
    let own = data_folder().join("scenarios");
    match copy_shipped(shipped, &own) {
        Err(_) if !is_scenarios(&own) => shipped.to_owned(),
        _ => own,
    }
}

/// Room left for us on the disk of a folder or file, bytes.
///
/// # Errors
/// The system's.
pub fn available_bytes(path: &Path) -> std::io::Result<u64> {
    // A folder that is still to be made is on the disk of the one it will be in.
    let there = path.ancestors().find(|folder| folder.exists());
    fs4::available_space(there.unwrap_or(path))
}
