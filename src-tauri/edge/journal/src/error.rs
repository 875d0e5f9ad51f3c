//! What a journal can refuse, in words.

use std::path::PathBuf;

use rusqlite::ErrorCode;

/// A journal that cannot be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The folder or the lock file cannot be made.
    #[error("{path}: {source}")]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Another instance has it.
    #[error(
        "{path} is in use by another Three AM. Close that one, or set THREE_AM_DATA to another folder."
    )]
    InUse {
        /// Where.
        path: PathBuf,
    },
    /// From a newer program.
    #[error(
        "{path} was written by a newer Three AM (schema {found}; this one knows {known}). Update the program, or set THREE_AM_DATA to another folder. Nothing was changed."
    )]
    Newer {
        /// Where.
        path: PathBuf,
        /// Its version.
        found: u32,
        /// Ours.
        known: u32,
    },
    /// Somebody else's database.
    #[error("{path} is an SQLite database, but no journal of Three AM. Nothing was changed.")]
    NotOurs {
        /// Where.
        path: PathBuf,
    },
    /// A drill file in the journal's place.
    #[error(
        "{path} is a drill file, not a journal. Take it in with `3am open`. Nothing was changed."
    )]
    DrillFile {
        /// Where.
        path: PathBuf,
    },
    /// Before a migration no copy could be made.
    #[error(
        "{path} is from an earlier Three AM, and is copied before it is changed, which failed: {source}. Make room in its folder, or let it be written to. Nothing was changed."
    )]
    NoCopy {
        /// Where the journal is.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// SQLite said no.
    #[error("the journal could not be read or written: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// What was written last cannot be read: a page of the log is damaged, and so many come behind it.
    #[error("what was written last is damaged: {pages} pages behind the damage are lost")]
    TornLog {
        /// How many.
        pages: usize,
    },
    /// A record that this program cannot read.
    #[error("drill {drill}: {message}")]
    Damaged {
        /// Drill id.
        drill: String,
        /// What is wrong.
        message: String,
    },
    /// A record that is as it was written, but not by a program that we understand.
    #[error(
        "drill {drill}: {message}. Open it with the Three AM that wrote it. Nothing was changed."
    )]
    Foreign {
        /// Drill id.
        drill: String,
        /// What is not understood.
        message: String,
    },
    /// No such drill.
    #[error("there is no drill {0} in the journal")]
    Unknown(String),
}

impl JournalError {
    /// In a word, for programs: `in-use`, `full` …
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io { .. } => "io",
            Self::InUse { .. } => "in-use",
            Self::Newer { .. } => "newer",
            Self::NotOurs { .. } => "not-ours",
            Self::DrillFile { .. } => "drill-file",
            Self::NoCopy { .. } => "no-copy",
            Self::TornLog { .. } => "torn-log",
            Self::Damaged { .. } => "damaged",
            Self::Foreign { .. } => "foreign",
            Self::Unknown(_) => "unknown-drill",
            Self::Sqlite(error) => match error.sqlite_error_code() {
                Some(ErrorCode::DiskFull) => "full",
                Some(ErrorCode::ReadOnly) => "read-only",
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "locked",
                Some(ErrorCode::DatabaseCorrupt) => "corrupt",
                Some(ErrorCode::NotADatabase) => "no-database",
                Some(ErrorCode::CannotOpen) => "cannot-open",
                Some(ErrorCode::SystemIoFailure) => "io",
                _ => "sqlite",
            },
        }
    }
}
