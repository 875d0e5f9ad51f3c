//! Sums over what is recorded. SQLite does not notice a byte that has changed inside a text; these do.
//!
//! CRC-32: for damage, not for malice. A row of before the sums came has
//! none, and is taken as it is.

use rusqlite::{Connection, OptionalExtension, params};

/// What a sum is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// The scenario's text.
    Scenario,
    /// The body of an event, by its number.
    Event(u32),
    /// The chunk of a minute.
    Minute(i32),
}

impl Of {
    fn key(self) -> (&'static str, i64) {
        match self {
            Self::Scenario => ("scenario", 0),
            Self::Event(seq) => ("event", i64::from(seq)),
            Self::Minute(minute) => ("minute", i64::from(minute)),
        }
    }
}

/// Keeps the sum of what is being put in.
pub fn keep(db: &Connection, drill: &str, of: Of, what: &[u8]) -> rusqlite::Result<()> {
    let (kind, n) = of.key();
    db.prepare_cached("INSERT OR IGNORE INTO sums VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![drill, kind, n, crc32fast::hash(what)])?;
    Ok(())
}

/// Whether something is as it was put in; None: nothing is known of it.
pub fn holds(db: &Connection, drill: &str, of: Of, what: &[u8]) -> rusqlite::Result<Option<bool>> {
    let (kind, n) = of.key();
    let known: Option<u32> = db
        .prepare_cached("SELECT sum FROM sums WHERE drill = ?1 AND kind = ?2 AND n = ?3")?
        .query_row(params![drill, kind, n], |row| row.get(0))
        .optional()?;
    Ok(known.map(|known| known == crc32fast::hash(what)))
}

/// The last event of which there is a sum.
pub fn last_event(db: &Connection, drill: &str) -> rusqlite::Result<Option<u32>> {
    db.query_row(
        "SELECT max(n) FROM sums WHERE drill = ?1 AND kind = 'event'",
        [drill],
        |row| row.get(0),
    )
}

/// Keeps the sums of a drill that came whole from elsewhere, where there are none yet.
pub fn keep_all(db: &Connection, drill: &str) -> rusqlite::Result<()> {
    let scenario: String = db.query_row(
        "SELECT scenario FROM drills WHERE id = ?1",
        [drill],
        |row| row.get(0),
    )?;
    keep(db, drill, Of::Scenario, scenario.as_bytes())?;
    let mut events = db.prepare("SELECT seq, body FROM events WHERE drill = ?1")?;
    let mut rows = events.query([drill])?;
    while let Some(row) = rows.next()? {
        let body: String = row.get(1)?;
        keep(db, drill, Of::Event(row.get(0)?), body.as_bytes())?;
    }
    let mut minutes = db.prepare("SELECT minute, chunk FROM telemetry WHERE drill = ?1")?;
    let mut rows = minutes.query([drill])?;
    while let Some(row) = rows.next()? {
        let chunk: Vec<u8> = row.get(1)?;
        keep(db, drill, Of::Minute(row.get(0)?), &chunk)?;
    }
    Ok(())
}
