//! A damaged journal: all that can be read goes into a new one, and the old is kept aside whole.
//!
//! A drill is saved up to its last good event: a page that cannot be read, an event that is no JSON
//! of ours or a number that is missing ends it there, and its clock stands there. What a later part
//! of it was is still in the file that was put aside.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use drill::Event;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, params};

use crate::chunk::unpack;
use crate::open::connect;
use crate::schema::{VERSION, migrate};
use crate::store::JournalError;
use crate::sums::{self, Of};

/// What came of saving a damaged journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Salvaged {
    /// What was wrong, in SQLite's words or ours.
    pub why: String,
    /// Where the damaged file is now.
    pub aside: PathBuf,
    /// Drills that are there as they were.
    pub whole: u32,
    /// Drills that end before their time.
    pub cut: Vec<Cut>,
    /// Drills were in it that cannot be told any more.
    pub unknown: bool,
}

/// A drill that was cut at its last good event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// Its id.
    pub drill: String,
    /// Its last good event; 0: there is none, and the drill is only in the file that was put aside.
    pub seq: u32,
    /// Where its clock stands, milliseconds from STARTEX.
    pub at_ms: i64,
}

impl Salvaged {
    /// What happened, in sentences.
    pub fn said(&self) -> String {
        let drills = |n: usize| match n {
            1 => "1 drill".to_owned(),
            n => format!("{n} drills"),
        };
        let mut said = format!("The journal was damaged: {}. ", self.why);
        let all = self.whole as usize + self.cut.len();
        said += &match (self.cut.len(), all) {
            (0, 0) => "No drill could be read in it. ".to_owned(),
            (0, n) => format!("{} could be read whole. ", drills(n)),
            (cut, n) => format!("Of {}, {} could not be read to the end: ", drills(n), cut),
        };
        let cuts = self.cut.iter().map(|cut| match cut.seq {
            0 => format!("{} is lost", cut.drill),
            seq => format!("{} ends at its event {seq}", cut.drill),
        });
        let cuts: Vec<String> = cuts.collect();
        if !cuts.is_empty() {
            said += &format!("{}. ", cuts.join(", "));
        }
        if self.unknown {
            said += "There may have been more. ";
        }
        said + &format!(
            "The damaged file was put aside whole: {}.",
            self.aside.display()
        )
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
        Ok(from) => read(from, &to)?,
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

/// Copies the damaged file and the log beside it to a name that nothing has, as they are.
fn put_aside(path: &Path) -> std::io::Result<PathBuf> {
    let named = |n: u32| path.with_file_name(format!("journal-damaged-{n}.sqlite"));
    let free = (1..).map(named).find(|at| !at.exists());
    let aside = free.unwrap_or_else(|| named(0));
    let log = beside(path, "-wal");
    if log.exists() {
        fs::copy(log, beside(&aside, "-wal"))?;
    }
    let half = aside.with_extension("half");
    fs::copy(path, &half)?;
    fs::rename(half, &aside)?;
    Ok(aside)
}

/// Puts the new journal in its place; also when the program died before it could. True: it did.
///
/// # Errors
/// A file cannot be moved.
pub fn go_on(path: &Path) -> std::io::Result<bool> {
    let saved = saved(path);
    if !saved.exists() {
        return Ok(false);
    }
    // They are of the damaged one, and would be taken for the new one's.
    for ending in ["-wal", "-shm"] {
        remove(&beside(path, ending))?;
    }
    fs::rename(saved, path)?;
    Ok(true)
}

/// Takes over what can be read: drills that are whole, drills that are cut, and whether there may
/// have been more.
fn read(from: &Connection, to: &Connection) -> rusqlite::Result<(u32, Vec<Cut>, bool)> {
    let (ids, all) = ids(from);
    let (mut whole, mut cut) = (0, Vec::new());
    for drill in ids {
        let tx = to.unchecked_transaction()?;
        match one(from, to, &drill)? {
            None => {
                whole += 1;
                tx.commit()?;
            }
            Some(ends) if ends.seq > 0 => {
                cut.push(ends);
                tx.commit()?;
            }
            Some(ends) => cut.push(ends),
        }
    }
    Ok((whole, cut, !all))
}

/// Ids of drills, as far as they can be read anywhere, and whether that is surely all.
fn ids(from: &Connection) -> (BTreeSet<String>, bool) {
    let list = [
        "SELECT id FROM drills",
        "SELECT drill FROM clocks",
        "SELECT DISTINCT drill FROM events",
    ];
    let mut found = BTreeSet::new();
    let mut all = true;
    for sql in list {
        all &= read_ids(from, sql, &mut found).is_ok();
    }
    let sound = |table: &str| {
        let sql = format!("PRAGMA quick_check({table})");
        let said = from.query_row(&sql, [], |row| row.get::<_, String>(0));
        said.is_ok_and(|said| said == "ok")
    };
    // One of the two lists is enough to know of every drill.
    (found, all && (sound("drills") || sound("clocks")))
}

fn read_ids(from: &Connection, sql: &str, found: &mut BTreeSet<String>) -> rusqlite::Result<()> {
    let mut rows = from.prepare(sql)?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        found.insert(row.get(0)?);
    }
    Ok(())
}

/// Takes one drill over. None: it is whole. Errors are those of the new file.
fn one(from: &Connection, to: &Connection, drill: &str) -> rusqlite::Result<Option<Cut>> {
    let lost = Cut {
        drill: drill.to_owned(),
        seq: 0,
        at_ms: 0,
    };
    let head = from
        .query_row(
            "SELECT made_ms, scenario FROM drills WHERE id = ?1",
            [drill],
            |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)),
        )
        .ok()
        .filter(|(_, text)| {
            let holds = sum(from, drill, Of::Scenario, text.as_bytes());
            holds.unwrap_or_else(|| serde_json::from_str::<scenario::Scenario>(text).is_ok())
        });
    let Some((made_ms, text)) = head else {
        return Ok(Some(lost));
    };
    to.execute(
        "INSERT INTO drills VALUES (?1, ?2, ?3)",
        params![drill, made_ms, text],
    )?;
    let (seq, at_ms, all) = events(from, to, drill)?;
    if seq == 0 {
        return Ok(Some(lost));
    }
    let clock: Option<i64> = from
        .query_row(
            "SELECT at_ms FROM clocks WHERE drill = ?1",
            [drill],
            |row| row.get(0),
        )
        .optional()
        .ok()
        .flatten();
    // A clock that went on after an event that is gone belongs to what is gone.
    let stands = clock.filter(|_| all).unwrap_or(at_ms).max(at_ms);
    to.execute("INSERT INTO clocks VALUES (?1, ?2)", params![drill, stands])?;
    let until = if all { i64::MAX } else { stands };
    let telemetry = minutes(from, to, drill, until)?;
    keys(from, to, drill)?;
    sums::keep_all(to, drill)?;
    let whole = all && clock.is_some() && telemetry;
    Ok((!whole).then(|| Cut {
        drill: drill.to_owned(),
        seq,
        at_ms: stands,
    }))
}

/// A sum that cannot be read says nothing of what it is of.
fn sum(from: &Connection, drill: &str, of: Of, what: &[u8]) -> Option<bool> {
    sums::holds(from, drill, of, what).ok().flatten()
}

/// Takes events over up to the last good one: its number, its time, and whether it was the last.
fn events(from: &Connection, to: &Connection, drill: &str) -> rusqlite::Result<(u32, i64, bool)> {
    let (mut last, mut at) = (0, 0);
    let mut put = to.prepare("INSERT INTO events VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    let Ok(mut rows) = from.prepare(
        "SELECT seq, at_ms, wall_ms, v, kind, body FROM events WHERE drill = ?1 ORDER BY seq",
    ) else {
        return Ok((0, 0, false));
    };
    type Row = (u32, i64, i64, u32, String, String);
    let read = |row: &rusqlite::Row<'_>| -> rusqlite::Result<Row> {
        Ok((
            row.get(0)?,
            row.get(1)?,
            row.get(2)?,
            row.get(3)?,
            row.get(4)?,
            row.get(5)?,
        ))
    };
    let Ok(rows) = rows.query_map([drill], read) else {
        return Ok((0, 0, false));
    };
    for row in rows {
        let Ok((seq, at_ms, wall_ms, v, kind, body)) = row else {
            return Ok((last, at, false));
        };
        // One of a newer program is good, although we do not understand it.
        let good = sum(from, drill, Of::Event(seq), body.as_bytes()).unwrap_or_else(|| {
            let event = serde_json::from_str::<Event>(&body).ok();
            event.is_some_and(|event| event.seq == seq && event.at_ms == at_ms)
        });
        if seq != last + 1 || !good {
            return Ok((last, at, false));
        }
        put.execute(params![drill, seq, at_ms, wall_ms, v, kind, body])?;
        (last, at) = (seq, at_ms);
    }
    // A page that lost its last rows says nothing of them.
    let known = sums::last_event(from, drill).ok().flatten();
    Ok((last, at, known.is_none_or(|known| known <= last)))
}

/// Takes desks' keys over, as far as they can be read: without theirs people sit down anew.
fn keys(from: &Connection, to: &Connection, drill: &str) -> rusqlite::Result<()> {
    let Ok(mut rows) = from.prepare("SELECT desk, key FROM keys WHERE drill = ?1") else {
        return Ok(());
    };
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, u32>(0)?, row.get::<_, Vec<u8>>(1)?));
    let Ok(rows) = rows.query_map([drill], read) else {
        return Ok(());
    };
    for (desk, key) in rows.map_while(Result::ok) {
        to.execute(
            "INSERT OR IGNORE INTO keys VALUES (?1, ?2, ?3)",
            params![drill, desk, key],
        )?;
    }
    Ok(())
}

/// Takes over minutes of telemetry that are over at a time. False: some cannot be read. They are
/// simulated again when they are wanted.
fn minutes(
    from: &Connection,
    to: &Connection,
    drill: &str,
    until_ms: i64,
) -> rusqlite::Result<bool> {
    let Ok(mut rows) =
        from.prepare("SELECT minute, chunk FROM telemetry WHERE drill = ?1 ORDER BY minute")
    else {
        return Ok(false);
    };
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i32>(0)?, row.get::<_, Vec<u8>>(1)?));
    let Ok(rows) = rows.query_map([drill], read) else {
        return Ok(false);
    };
    let mut put = to.prepare("INSERT INTO telemetry VALUES (?1, ?2, ?3)")?;
    for row in rows {
        let Ok((minute, chunk)) = row else {
            return Ok(false);
        };
        let holds = sum(from, drill, Of::Minute(minute), &chunk);
        if unpack(&chunk).is_none() || holds == Some(false) {
            return Ok(false);
        }
        if (i64::from(minute) + 1) * 60_000 <= until_ms {
            put.execute(params![drill, minute, chunk])?;
        }
    }
    Ok(true)
}
