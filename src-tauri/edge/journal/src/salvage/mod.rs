//! A damaged journal: all that can be read goes into a new one, and the old is kept aside whole.
//!
//! A drill is saved up to its last good event: a page that cannot be read, an event that is no JSON
//! of ours or a number that is missing ends it there, and its clock stands there. What a later part
//! of it was is still in the file that was put aside.

mod rows;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::error::JournalError;
use crate::open::connect;
use crate::schema::{VERSION, migrate};

/// What came of saving a damaged journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Salvaged {
    /// What was wrong, in SQLite's words or ours.
    pub why: String,
    /// Where the damaged file is now.
    pub aside: PathBuf,
    /// Drills that are there as they were.
    pub whole: u32,
    /// Drills that are not.
    pub cut: Vec<Cut>,
    /// There may have been more than can be told.
    pub unknown: bool,
}

/// A drill that is not there as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// Its id.
    pub drill: String,
    /// Its last event that is there; 0: none, and the drill is only in the file that was put aside.
    pub seq: u32,
    /// There were more. Otherwise all events are there, and its clock or some figures are lost, which
    /// are simulated again.
    pub ends: bool,
}

impl Salvaged {
    /// One that was being saved when the program ended; what was lost was told to nobody.
    pub(crate) fn before(aside: PathBuf, drills: usize) -> Self {
        Self {
            why: "the program ended while it was being saved".to_owned(),
            aside,
            whole: u32::try_from(drills).unwrap_or(u32::MAX),
            cut: Vec::new(),
            unknown: true,
        }
    }

    /// What happened, in sentences.
    pub fn said(&self) -> String {
        let drills = |n: usize| match n {
            1 => "1 drill".to_owned(),
            n => format!("{n} drills"),
        };
        // First where it is: of a long list the end may be cut.
        let mut said = format!(
            "The journal was damaged: {}. The damaged file was put aside whole: {}. ",
            self.why,
            self.aside.display()
        );
        let all = self.whole as usize + self.cut.len();
        said += &match (self.cut.len(), all) {
            (0, 0) => "No drill could be read in it. ".to_owned(),
            (0, n) => format!("{} could be read. ", drills(n)),
            (cut, n) => format!("Of {}, {cut} could not be read whole: ", drills(n)),
        };
        let cuts = self.cut.iter().map(|cut| match cut {
            Cut { drill, seq: 0, .. } => format!("{drill} is lost"),
            Cut {
                drill,
                seq,
                ends: true,
            } => format!("{drill} ends at its event {seq}"),
            Cut { drill, .. } => {
                format!("{drill} has all its events, and lost figures, which are simulated again")
            }
        });
        let cuts: Vec<String> = cuts.collect();
        if !cuts.is_empty() {
            said += &format!("{}. ", cuts.join(", "));
        }
        if self.unknown {
            said += "There may have been more in it. ";
        }
        said.truncate(said.trim_end().len());
        said
    }
}

/// Whether an error says that the file itself is damaged, and how.
pub fn damage(error: &JournalError) -> Option<String> {
    match error {
        JournalError::Sqlite(error) => {
            use rusqlite::Error as E;
            let damaged = match error {
                E::SqliteFailure(failure, _) => matches!(
                    failure.code,
                    ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase
                ),
                // The tables are strict: another type was never written.
                E::IntegralValueOutOfRange(..)
                | E::InvalidColumnType(..)
                | E::FromSqlConversionFailure(..)
                | E::Utf8Error(..) => true,
                _ => false,
            };
            damaged.then(|| error.to_string())
        }
        JournalError::Damaged { .. } | JournalError::TornLog { .. } => Some(error.to_string()),
        _ => None,
    }
}

/// A file that SQLite keeps beside a database.
pub fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Makes a new journal of what can be read of the one at a path, and puts that one aside.
///
/// # Errors
/// The new one cannot be written. Nothing was changed then.
pub fn salvage(
    path: &Path,
    vfs: Option<&'static str>,
    why: &str,
) -> Result<Salvaged, JournalError> {
    let io = |source| JournalError::Io {
        path: path.to_owned(),
        source,
    };
    // First of all: reading it, SQLite tidies up.
    let aside = put_aside(path).map_err(io)?;
    let fresh = path.with_extension("half");
    for ending in ["", "-wal", "-shm", "-journal"] {
        remove(&beside(&fresh, ending)).map_err(io)?;
    }
    let to = connect(&fresh, vfs)?;
    to.pragma_update(None, "synchronous", "FULL")?;
    migrate(&to, 0, VERSION)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    let from = match vfs {
        None => Connection::open_with_flags(path, flags),
        Some(vfs) => Connection::open_with_flags_and_vfs(path, flags, vfs),
    };
    let (whole, cut, unknown) = match &from {
        Ok(from) => rows::take(from, &to)?,
        Err(_) => (0, Vec::new(), true),
    };
    drop(from);
    to.close().map_err(|(_, error)| error)?;
    fs::rename(&fresh, saved(path)).map_err(io)?;
    go_on(path).map_err(io)?;
    Ok(Salvaged {
        why: why.to_owned(),
        aside,
        whole,
        cut,
        unknown,
    })
}

/// The new journal, whole, until it is in its place.
fn saved(path: &Path) -> PathBuf {
    path.with_extension("saved")
}

fn remove(path: &Path) -> std::io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The nth file that was put aside.
fn named(path: &Path, n: u32) -> PathBuf {
    path.with_file_name(format!("journal-damaged-{n}.sqlite"))
}

/// Copies the damaged file and the log beside it to a name that nothing has, as they are.
fn put_aside(path: &Path) -> std::io::Result<PathBuf> {
    let free = (1..).map(|n| named(path, n)).find(|at| !at.exists());
    let aside = free.unwrap_or_else(|| named(path, 0));
    let log = beside(path, "-wal");
    if log.exists() {
        fs::copy(log, beside(&aside, "-wal"))?;
    }
    let half = aside.with_extension("half");
    fs::copy(path, &half)?;
    fs::rename(half, &aside)?;
    Ok(aside)
}

/// Puts the new journal in its place; also when the program died before it could: then the damaged
/// one was put aside here.
///
/// # Errors
/// A file cannot be moved.
pub fn go_on(path: &Path) -> std::io::Result<Option<PathBuf>> {
    let saved = saved(path);
    if !saved.exists() {
        return Ok(None);
    }
    // They are of the damaged one, and would be taken for the new one's.
    for ending in ["-wal", "-shm"] {
        remove(&beside(path, ending))?;
    }
    fs::rename(saved, path)?;
    let aside = (1..).map(|n| named(path, n)).take_while(|at| at.exists());
    Ok(aside.last())
}
