//! Files from elsewhere: read whole, if they are files and not too large.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// A file that was not read.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It is not there, or may not be read.
    #[error("{path} cannot be read: {source}")]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A folder, a device or a pipe.
    #[error("{path} is not a file")]
    NotAFile {
        /// Where.
        path: PathBuf,
    },
    /// Larger than what is read.
    #[error("{path} has more than {} MB", max >> 20)]
    TooLarge {
        /// Where.
        path: PathBuf,
        /// The most, bytes.
        max: usize,
    },
}

/// Reads a file whole.
///
/// # Errors
/// It cannot be read, is no file, or has more than `max` bytes.
pub fn read_whole(path: &Path, max: usize) -> Result<Vec<u8>, ImportError> {
    let at = || path.to_owned();
    let io = |source| ImportError::Io { path: at(), source };
    // Before it is opened: opening a pipe waits for whoever writes into it.
    if !fs::metadata(path).map_err(io)?.is_file() {
        return Err(ImportError::NotAFile { path: at() });
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(io)?;
    file.take(max as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(io)?;
    if bytes.len() > max {
        return Err(ImportError::TooLarge { path: at(), max });
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_file_or_too_large_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("drill.3am");
        let said = |path: &Path| read_whole(path, 4).unwrap_err().to_string();
        assert!(said(&path).contains("cannot be read"));
        assert!(said(folder.path()).contains("is not a file"));
        fs::write(&path, b"12345").unwrap();
        assert!(said(&path).contains("has more than"));
        fs::write(&path, b"1234").unwrap();
        assert_eq!(read_whole(&path, 4).unwrap(), b"1234");
    }
}
