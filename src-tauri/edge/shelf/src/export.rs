//! Exports: written beside the target, synced, renamed. A failed one leaves the last good one.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// An export that did not happen.
#[derive(Debug, thiserror::Error)]
#[error("{path} was not written: {source}. The file that was there before is untouched.")]
pub struct ExportError {
    /// Target.
    pub path: PathBuf,
    /// Why.
    pub source: std::io::Error,
}

/// Writes a file whole, or not at all. Makes the folder it goes into.
///
/// # Errors
/// The folder cannot be made, is full, or cannot be written to.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), ExportError> {
    let folder = path
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = folder.join(format!(".{name}.{}.part", std::process::id()));
    // A device or a folder is not to be replaced.
    let replaceable = match fs::metadata(path) {
        Ok(there) if !there.is_file() => Err(std::io::Error::new(
            std::io::ErrorKind::InvalidInput,
            "what is there is not a file",
        )),
        _ => Ok(()),
    };
    let written = replaceable
        .and_then(|()| fs::create_dir_all(folder))
        .and_then(|()| File::create(&beside))
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&beside, path));
    // The rename is on disk once the folder is; not every file system can sync a folder.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    written.map_err(|source| {
        let _ = fs::remove_file(&beside);
        ExportError {
            path: path.to_owned(),
            source,
        }
    })
}

/// Takes a file away.
///
/// # Errors
/// The system said no.
pub fn remove_file(path: &Path) -> Result<(), ExportError> {
    fs::remove_file(path).map_err(|source| ExportError {
        path: path.to_owned(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_export_leaves_the_last_good_one_and_no_litter() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("postmortem.pdf");
        write_whole(&target, b"first").unwrap();
        // A folder in the way of the rename makes it fail after the bytes were written.
        let blocked = folder.path().join("blocked");
        fs::create_dir_all(blocked.join("in-the-way")).unwrap();
        let error = write_whole(&blocked, b"second").unwrap_err();
        assert!(error.to_string().contains("is not a file"), "{error}");
        assert!(error.to_string().contains("was not written"), "{error}");
        assert_eq!(fs::read(&target).unwrap(), b"first");
        let litter: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
            .filter(|name| name.ends_with(".part"))
            .collect();
        assert!(litter.is_empty(), "{litter:?}");
    }
}
