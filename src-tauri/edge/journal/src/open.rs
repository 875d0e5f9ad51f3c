//! The journal, opened: locked, looked at, brought to our schema; what is damaged is saved first.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use crate::error::JournalError;
use crate::salvage::{self, Salvaged};
use crate::schema::{VERSION, migrate};
use crate::store::Journal;
use crate::wal::lost_frames;
use crate::write_out::APPLICATION;

/// SQLite waits so long for a lock of somebody who looks into the file, a backup for example.
const BUSY: std::time::Duration = std::time::Duration::from_secs(2);

impl Journal {
    /// Opens or makes the journal at a path. A damaged one is put aside, and all that can be read of
    /// it is in the new one: see [`Journal::salvaged`].
    ///
    /// # Errors
    /// In use, from a newer program, or not to be read or written.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        Self::open_on(path, None)
    }

    /// As [`Journal::open`], on a file system of SQLite that was registered under a name: for tests
    /// with disks that fail.
    ///
    /// # Errors
    /// As [`Journal::open`].
    #[doc(hidden)]
    pub fn open_on(path: &Path, vfs: Option<&'static str>) -> Result<Self, JournalError> {
        let io = |source| JournalError::Io {
            path: path.to_owned(),
            source,
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(io)?;
        }
        let lock = File::create(path.with_extension("lock")).map_err(io)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(JournalError::InUse {
                    path: path.to_owned(),
                });
            }
            Err(TryLockError::Error(source)) => return Err(io(source)),
        }
        let before = salvage::go_on(path).map_err(io)?;
        // Whoever closes it leaves none. After a crash it is looked through: what a power cut or a
        // bad disk has done would otherwise be found by whoever opens that drill.
        let log = fs::read(salvage::beside(path, "-wal")).ok();
        let torn = log.as_deref().map_or(0, lost_frames);
        let opened = match torn {
            0 => Self::prepared(path, vfs).and_then(|journal| {
                if log.is_some() {
                    journal.look_through()?;
                }
                Ok(journal)
            }),
            // Before SQLite takes what is good of it and throws the rest away.
            n => Err(JournalError::TornLog { pages: n }),
        };
        let mut journal = match opened {
            Ok(journal) => journal,
            Err(error) => {
                let Some(why) = salvage::damage(&error) else {
                    return Err(error);
                };
                let saved = salvage::salvage(path, vfs, &why)?;
                let mut journal = Self::prepared(path, vfs)?;
                journal.salvaged.push(saved);
                journal
            }
        };
        if let Some(aside) = before {
            let drills = journal.drills()?.len();
            journal.salvaged.insert(0, Salvaged::before(aside, drills));
        }
        journal._lock = Some(lock);
        Ok(journal)
    }

    fn prepared(path: &Path, vfs: Option<&'static str>) -> Result<Self, JournalError> {
        let refused = match prepare(connect(path, vfs)?, path) {
            Err(JournalError::Sqlite(error)) if path.exists() && no_room(&error) => error,
            db => return Ok(Self::of(db?, path, vfs, false)),
        };
        // Its index of the log is a file, unless nobody else may read meanwhile: then what is there
        // can be read on a full disk, and written when there is room.
        let alone = connect(path, vfs)?;
        alone.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        match prepare(alone, path) {
            Err(JournalError::Sqlite(error)) if no_room(&error) => {}
            db => return Ok(Self::of(db?, path, vfs, false)),
        }
        // Nor can the log be made. Without one, what is there is all, and is only read.
        if salvage::beside(path, "-wal").exists() {
            return Err(refused.into());
        }
        let db = connect_to_read(path, vfs)?;
        // One of an earlier version cannot be brought to ours.
        if owner(&db, path)? != VERSION {
            return Err(refused.into());
        }
        Ok(Self::of(db, path, vfs, true))
    }

    fn of(db: Connection, path: &Path, vfs: Option<&'static str>, reopens: bool) -> Self {
        Self {
            db,
            path: path.to_owned(),
            vfs,
            reopens,
            _lock: None,
            salvaged: Vec::new(),
        }
    }

    /// What SQLite remembers of a damaged file is as damaged: it is opened again before the next write.
    pub fn distrust(&mut self) {
        self.reopens = true;
    }

    /// One that could only be read, or is not to be trusted, is opened again.
    pub(crate) fn make_writable(&mut self) -> Result<(), JournalError> {
        if self.reopens {
            let again = Self::prepared(&self.path, self.vfs)?;
            self.db = again.db;
            self.reopens = again.reopens;
        }
        Ok(())
    }

    /// A journal in memory, for unattended runs and tests.
    ///
    /// # Errors
    /// SQLite's.
    pub fn in_memory() -> Result<Self, JournalError> {
        let path = PathBuf::from(":memory:");
        let db = prepare(Connection::open_in_memory()?, &path)?;
        Ok(Self::of(db, &path, None, false))
    }

    /// Closes the damaged file, puts it aside, and goes on with what can be read of it.
    ///
    /// # Errors
    /// The new file cannot be made, or not be opened. It is tried again before the next write.
    pub fn salvage(&mut self, why: &str) -> Result<Salvaged, JournalError> {
        // Nothing of it is open while it is moved.
        self.db = Connection::open_in_memory()?;
        self.reopens = true;
        let saved = salvage::salvage(&self.path, self.vfs, why);
        if let Ok(saved) = &saved {
            self.salvaged.push(saved.clone());
        }
        self.make_writable()?;
        saved
    }
}

/// Whether something failed because nothing can be written.
fn no_room(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode as Code;
    let codes = [
        Code::DiskFull,
        Code::SystemIoFailure,
        Code::CannotOpen,
        Code::ReadOnly,
    ];
    error
        .sqlite_error_code()
        .is_some_and(|code| codes.contains(&code))
}

pub(crate) fn connect(path: &Path, vfs: Option<&str>) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::default();
    let db = match vfs {
        None => Connection::open_with_flags(path, flags),
        Some(vfs) => Connection::open_with_flags_and_vfs(path, flags, vfs),
    }?;
    db.busy_timeout(BUSY)?;
    Ok(db)
}

/// What is on a disk to which nothing can be written, as it is.
fn connect_to_read(path: &Path, vfs: Option<&str>) -> rusqlite::Result<Connection> {
    let escaped: String = path
        .to_string_lossy()
        .chars()
        .fold(String::new(), |all, c| match c {
            '%' | '?' | '#' => all + &format!("%{:02x}", c as u32),
            c => all + c.encode_utf8(&mut [0; 4]),
        });
    let uri = format!("file:{escaped}?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    match vfs {
        None => Connection::open_with_flags(uri, flags),
        Some(vfs) => Connection::open_with_flags_and_vfs(uri, flags, vfs),
    }
}

/// Whose it is, and of which version.
fn owner(db: &Connection, path: &Path) -> Result<u32, JournalError> {
    let path = path.to_owned();
    let application: u32 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if application == APPLICATION {
        return Err(JournalError::DrillFile { path });
    }
    let found: u32 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > VERSION {
        return Err(JournalError::Newer {
            path,
            found,
            known: VERSION,
        });
    }
    let tables: u32 = db.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
    if found == 0 && tables > 0 {
        return Err(JournalError::NotOurs { path });
    }
    Ok(found)
}

/// Looks whose it is; then our settings and our schema.
fn prepare(db: Connection, path: &Path) -> Result<Connection, JournalError> {
    let found = owner(&db, path)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    // FULL: a commit that was answered is on the disk, not in a cache.
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update(None, "foreign_keys", true)?;
    if (1..VERSION).contains(&found) {
        keep_copy(&db, path, found)?;
    }
    migrate(&db, found, VERSION)?;
    Ok(db)
}

/// A journal of an earlier version as it was, beside the one that is changed. A copy that is there
/// stays: it is of before.
fn keep_copy(db: &Connection, path: &Path, version: u32) -> Result<(), JournalError> {
    let copy = path.with_file_name(format!("journal-schema-{version}.sqlite"));
    if copy.exists() {
        return Ok(());
    }
    let no_copy = |source: io::Error| JournalError::NoCopy {
        path: path.to_owned(),
        source,
    };
    // Half a copy must not look like one.
    let half = copy.with_extension("half");
    if half.exists() {
        fs::remove_file(&half).map_err(no_copy)?;
    }
    db.execute("VACUUM INTO ?1", [half.to_string_lossy()])
        .map_err(|e| no_copy(io::Error::other(e)))?;
    fs::rename(&half, &copy).map_err(no_copy)
}
