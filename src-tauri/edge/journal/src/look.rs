//! How a journal stands, seen from outside: while its program runs, and when it will not open.

use std::fs;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::JournalError;

/// Problems that are looked for. A journal with more has these.
const PROBLEMS: u32 = 100;

/// A journal in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Version of its tables.
    pub schema: u32,
    /// Problems that SQLite finds; 0: it is sound.
    pub problems: u32,
    /// Drills.
    pub drills: u32,
    /// Those after ENDEX.
    pub ended: u32,
    /// Events, by kind.
    pub events: Vec<(String, u32)>,
}

/// Looks at a journal without changing it, and without the right to it that one program has. It
/// reads the whole file: not on a thread that others wait for.
///
/// # Errors
/// SQLite's.
pub fn look(path: &Path) -> Result<Look, JournalError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    let schema = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let mut check = db.prepare(&format!("PRAGMA quick_check({PROBLEMS})"))?;
    let said = check.query_map([], |row| row.get::<_, String>(0))?;
    let mut problems = 0;
    for line in said {
        problems += u32::from(line? != "ok");
    }
    let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, u32>(0));
    let drills = count("SELECT count(*) FROM drills")?;
    let ended = count("SELECT count(DISTINCT drill) FROM events WHERE kind = 'ended'")?;
    let mut kinds = db.prepare("SELECT kind, count(*) FROM events GROUP BY kind ORDER BY kind")?;
    let kinds = kinds.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Look {
        schema,
        problems,
        drills,
        ended,
        events: kinds.collect::<Result<_, _>>()?,
    })
}

/// Bytes of a journal on the disk, with what SQLite has not moved into it yet; 0: there is none.
pub fn bytes(path: &Path) -> u64 {
    let beside = path.with_extension("sqlite-wal");
    let size = |path: &Path| fs::metadata(path).map_or(0, |there| there.len());
    size(path) + size(&beside)
}
