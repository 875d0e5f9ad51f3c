//! Somebody else's database, opened: SQLite reads it within limits, and not a step beyond them.
//!
//! What a database says of itself is not believed. Pages can be arranged so that a few kilobytes
//! are a table without end, and cells so that many share one long text.

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, MAIN_DB};

use crate::copy::{SCENARIO_MAX, Shape, TABLES, Table, each};
use crate::store::Journal;
use crate::untrusted::FileError;

/// Largest cell, bytes: a scenario is the largest there is. A file with a larger one is refused.
const CELL_MAX: i32 = SCENARIO_MAX as i32;
/// Longest text of the schema, bytes; ours have a tenth of it. A file with a longer one is refused.
const SCHEMA_TEXT_MAX: i32 = 8 << 10;
/// Steps of SQLite's machine to read the schema; ours takes some 200. A file that takes more is
/// refused: each step may be a text that is parsed.
const SCHEMA_STEPS: u32 = 50_000;
/// Steps to check and read the rows, some 40 for each. A file that takes more is refused: a full
/// one of [`crate::FILE_MAX`] with rows of a hundred bytes takes less.
const ROWS_STEPS: u32 = 200_000_000;
/// Steps are counted in lots of so many.
const LOT: u32 = 1_000;

/// What SQLite says about somebody else's database, in words.
#[allow(clippy::needless_pass_by_value, reason = "for map_err")]
pub fn damaged(error: rusqlite::Error) -> FileError {
    FileError::Damaged(match error.sqlite_error_code() {
        Some(ErrorCode::TooBig) => "a cell of it is longer than any may be".to_owned(),
        Some(ErrorCode::OperationInterrupted) => "to read it takes too long".to_owned(),
        _ => error.to_string(),
    })
}

/// Reads a database of somebody else into one of ours, which has the schema that it must have.
/// Its rows are not understood yet.
///
/// # Errors
/// What is wrong with it, in words.
pub fn take(database: &[u8], ours: &Journal, version: u32) -> Result<(), FileError> {
    let mut theirs = open(database).map_err(damaged)?;
    allow(&mut theirs, SCHEMA_TEXT_MAX, SCHEMA_STEPS).map_err(damaged)?;
    schema(&theirs, ours)?;
    allow(&mut theirs, CELL_MAX, ROWS_STEPS).map_err(damaged)?;
    // Each page has one place in it from here on: what is read is no more than the file.
    let sound: String = theirs
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(damaged)?;
    if sound != "ok" {
        return Err(FileError::Damaged(sound));
    }
    let tables = TABLES.iter().filter(|table| table.since <= version);
    for table in tables {
        rows(&theirs, ours, table).map_err(|Stop(error)| error)?;
    }
    Ok(())
}

/// Opens the database in memory, read-only, as one that may say anything.
fn open(database: &[u8]) -> rusqlite::Result<Connection> {
    let mut db = Connection::open_in_memory()?;
    db.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    db.deserialize_read_exact(MAIN_DB, database, database.len(), true)?;
    db.pragma_update(None, "cell_size_check", true)?;
    db.pragma_update(None, "query_only", true)?;
    Ok(db)
}

/// From here on no cell may be longer, and no statement take more steps: it is interrupted then.
fn allow(db: &mut Connection, bytes: i32, steps: u32) -> rusqlite::Result<()> {
    db.set_limit(Limit::SQLITE_LIMIT_LENGTH, bytes)?;
    let mut lots = steps / LOT;
    let spent = move || {
        lots = lots.saturating_sub(1);
        lots == 0
    };
    db.progress_handler(LOT as i32, Some(spent))
}

/// Its tables and triggers must be ours, to the letter.
fn schema(theirs: &Connection, ours: &Journal) -> Result<(), FileError> {
    let all = |db: &Connection, most: usize| {
        let mut rows =
            db.prepare("SELECT type, name, tbl_name, sql FROM sqlite_master LIMIT ?1")?;
        let rows = rows.query_map([most as i64], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, String>(2)?,
                row.get::<_, Option<String>>(3)?,
            ))
        })?;
        let mut rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        rows.sort();
        Ok(rows)
    };
    let ours = all(ours.db(), usize::from(u8::MAX))?;
    if all(theirs, ours.len() + 1).map_err(damaged)? != ours {
        return Err(FileError::Damaged(
            "its tables are not those of a drill file".to_owned(),
        ));
    }
    Ok(())
}

/// Why no more rows are read.
struct Stop(FileError);

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Self {
        Self(damaged(error))
    }
}

/// Copies a table's rows, as many and as long as a record may have.
fn rows(theirs: &Connection, ours: &Journal, table: &'static Table) -> Result<(), Stop> {
    let shape = Shape::of(ours.db(), table)?;
    let mut count = 0;
    each::<Stop>(&shape, theirs, None, |row| {
        count += 1;
        let name = table.name;
        if count > table.rows_max {
            let message = format!("its table {name} has more rows than {}", table.rows_max);
            return Err(Stop(FileError::Damaged(message)));
        }
        if row.iter().any(|value| bytes(value) > table.cell_max) {
            let kb = table.cell_max >> 10;
            let message = format!("its table {name} has a cell of more than {kb} KB");
            return Err(Stop(FileError::Damaged(message)));
        }
        Ok(shape.insert(ours.db(), &row)?)
    })
}

fn bytes(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len(),
        Value::Blob(blob) => blob.len(),
        Value::Null | Value::Integer(_) | Value::Real(_) => 0,
    }
}
