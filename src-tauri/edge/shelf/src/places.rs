//! Where things are kept on this machine.

use std::env;
use std::path::{Path, PathBuf};

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

/// Where scenarios are: `$THREE_AM_SCENARIOS`, else a `scenarios` folder beside or above the
/// program or the working folder, else the one that a package installs.
pub fn scenarios_folder() -> Option<PathBuf> {
    if let Some(path) = env::var_os("THREE_AM_SCENARIOS") {
        return Some(PathBuf::from(path));
    }
    let program = env::current_exe().ok();
    let starts = [
        env::current_dir().ok(),
        program.and_then(|p| Some(p.parent()?.to_owned())),
    ];
    let above = starts.into_iter().flatten().flat_map(|start| {
        start
            .ancestors()
            .map(|folder| folder.join("scenarios"))
            .collect::<Vec<_>>()
    });
    above
        .chain([PathBuf::from("/usr/lib/three-am/scenarios")])
        .find(|folder| folder.join("systems").is_dir())
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
