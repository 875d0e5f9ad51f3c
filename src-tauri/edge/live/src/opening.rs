//! From a data folder to a stage, with both in the diary.

use std::path::{Path, PathBuf};
use std::time::Instant;

use diary::{Diary, Entry, Program, Word};
use journal::{Journal, JournalError};

use crate::diagnostics::started;
use crate::stage::noted::ms_since;
use crate::stage::{Config, Handle, spawn};

/// There is no stage.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The system gives no thread.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// The program ends as it should.
pub const ENDED: Entry = Entry::Ended;

/// Opens the journal, and starts the stage on it.
///
/// # Errors
/// The journal cannot be opened, or the system gives no thread. The diary says so, too.
pub fn open(
    journal: &Path,
    scenarios: Option<PathBuf>,
    exports: PathBuf,
    diary: &Diary,
    program: Program,
) -> Result<Handle, OpenError> {
    diary.note(started(program));
    let from = Instant::now();
    let journal = Journal::open(journal).inspect_err(|error| {
        diary.note(Entry::JournalNotOpened {
            code: Word::of(error.code()),
        });
    })?;
    diary.note(Entry::JournalOpened {
        schema: journal::VERSION,
        drills: journal.count().unwrap_or_default(),
        ms: ms_since(from),
    });
    Ok(spawn(Config {
        journal,
        scenarios,
        exports,
        diary: diary.clone(),
        program,
    })?)
}
