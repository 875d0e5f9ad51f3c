//! The journal: appended to, read.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use drill::Event;
use rusqlite::{Connection, params};
use scenario::Scenario;

use crate::chunk::{Columns, pack, unpack};
use crate::error::JournalError;
use crate::salvage::Salvaged;
use crate::schema::{VERSION, migrate};
use crate::sums::{self, Of};

/// The journal. One process at a time.
pub struct Journal {
    pub(crate) db: Connection,
    pub(crate) path: PathBuf,
    /// The file system of SQLite that it is on; None: the usual one.
    pub(crate) vfs: Option<&'static str>,
    /// It is opened again before it is written to.
    pub(crate) reopens: bool,
    /// Held as long as the journal is open; the system lets go of it when the process dies.
    pub(crate) _lock: Option<File>,
    /// What had to be saved from damaged files since it was opened, oldest first.
    pub(crate) salvaged: Vec<Salvaged>,
}

/// A drill in the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct DrillRow {
    /// Id.
    pub id: String,
    /// Made at, Unix milliseconds.
    pub made_ms: i64,
    /// Drill time last known to be over.
    pub clock_ms: i64,
    /// First event.
    pub created: Event,
    /// Kind of the last event that moved the clock's state; empty before STARTEX.
    pub last_clock_kind: String,
}

impl Journal {
    /// A database of an earlier version, in memory, for a record that is looked at first.
    pub(crate) fn staging(version: u32) -> Result<Self, JournalError> {
        let db = Connection::open_in_memory()?;
        migrate(&db, 0, version)?;
        db.pragma_update(None, "foreign_keys", true)?;
        Ok(Self {
            db,
            path: PathBuf::from(":memory:"),
            vfs: None,
            reopens: false,
            _lock: None,
            salvaged: Vec::new(),
        })
    }

    pub(crate) fn db(&self) -> &Connection {
        &self.db
    }

    pub(crate) fn db_mut(&mut self) -> &mut Connection {
        &mut self.db
    }

    /// What had to be saved from damaged files since it was opened, oldest first.
    pub fn salvaged(&self) -> &[Salvaged] {
        &self.salvaged
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes what says nothing, to the disk, to learn whether that is possible.
    ///
    /// # Errors
    /// SQLite's: read-only, full, an input or output error …
    pub fn try_writing(&mut self) -> Result<(), JournalError> {
        self.make_writable()?;
        let tx = self.db.unchecked_transaction()?;
        self.db.pragma_update(None, "user_version", VERSION)?;
        tx.commit()?;
        Ok(())
    }

    /// Looks through the whole file for damage; a large one takes a moment.
    ///
    /// # Errors
    /// SQLite's: it is damaged, or cannot be read.
    pub fn look_through(&self) -> Result<(), JournalError> {
        let said: String = self
            .db
            .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if said == "ok" {
            return Ok(());
        }
        let corrupt = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
        Err(rusqlite::Error::SqliteFailure(corrupt, Some(said)).into())
    }

    /// Begins the record of a drill: the scenario as played, and its first events. Durable on return.
    ///
    /// # Errors
    /// SQLite's; nothing is written then.
    pub fn begin(
        &mut self,
        drill: &str,
        made_ms: i64,
        scenario: &Scenario,
        events: &[Event],
    ) -> Result<(), JournalError> {
        self.make_writable()?;
        let text = json(drill, scenario)?;
        let tx = self.db.transaction()?;
        tx.execute(
            "INSERT INTO drills VALUES (?1, ?2, ?3)",
            params![drill, made_ms, text],
        )?;
        sums::keep(&tx, drill, Of::Scenario, text.as_bytes())?;
        tx.execute("INSERT INTO clocks VALUES (?1, 0)", params![drill])?;
        insert(&tx, drill, events)?;
        tx.commit()?;
        Ok(())
    }

    /// Appends events, and moves the clock. Durable on return.
    ///
    /// # Errors
    /// SQLite's; nothing is written then.
    pub fn append(
        &mut self,
        drill: &str,
        events: &[Event],
        clock_ms: i64,
    ) -> Result<(), JournalError> {
        self.make_writable()?;
        let tx = self.db.transaction()?;
        insert(&tx, drill, events)?;
        tx.execute(
            "UPDATE clocks SET at_ms = ?2 WHERE drill = ?1 AND at_ms < ?2",
            params![drill, clock_ms],
        )?;
        tx.commit()?;
        Ok(())
    }

    /// Keeps a minute of telemetry. A minute that is there already stays as it is.
    ///
    /// # Errors
    /// SQLite's.
    pub fn keep_minute(
        &mut self,
        drill: &str,
        minute: i32,
        columns: &[(String, Vec<f32>)],
    ) -> Result<(), JournalError> {
        self.make_writable()?;
        let chunk = pack(columns);
        let tx = self.db.transaction()?;
        let new = tx.execute(
            "INSERT OR IGNORE INTO telemetry VALUES (?1, ?2, ?3)",
            params![drill, minute, chunk],
        )?;
        if new > 0 {
            sums::keep(&tx, drill, Of::Minute(minute), &chunk)?;
        }
        tx.commit()?;
        Ok(())
    }

    /// The recorded minutes of a drill, oldest first.
    ///
    /// # Errors
    /// SQLite's, or a damaged chunk.
    pub fn minutes(&self, drill: &str) -> Result<Vec<(i32, Columns)>, JournalError> {
        let mut rows = self
            .db
            .prepare("SELECT minute, chunk FROM telemetry WHERE drill = ?1 ORDER BY minute")?;
        let rows = rows.query_map([drill], |row| {
            Ok((row.get::<_, i32>(0)?, row.get::<_, Vec<u8>>(1)?))
        })?;
        rows.map(|row| {
            let (minute, chunk) = row?;
            let holds = sums::holds(&self.db, drill, Of::Minute(minute), &chunk)?;
            let columns = unpack(&chunk).filter(|_| holds != Some(false));
            let columns = columns.ok_or_else(|| JournalError::Damaged {
                drill: drill.to_owned(),
                message: format!("the telemetry of minute {minute} is damaged"),
            })?;
            Ok((minute, columns))
        })
        .collect()
    }

    /// All drills, newest first. A drill whose first event cannot be read is left out.
    ///
    /// # Errors
    /// SQLite's.
    pub fn drills(&self) -> Result<Vec<DrillRow>, JournalError> {
        let mut rows = self.db.prepare(
            "SELECT d.id, d.made_ms, c.at_ms,
                    (SELECT body FROM events e WHERE e.drill = d.id AND e.seq = 1),
                    (SELECT kind FROM events e WHERE e.drill = d.id AND e.kind IN
                        ('started','paused','resumed','emergency_called','ended')
                     ORDER BY e.seq DESC LIMIT 1)
             FROM drills d JOIN clocks c ON c.drill = d.id
             ORDER BY d.made_ms DESC, d.id DESC",
        )?;
        let rows = rows.query_map([], |row| {
            let body: Option<String> = row.get(3)?;
            let kind: Option<String> = row.get(4)?;
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, body, kind))
        })?;
        let mut drills = Vec::new();
        for row in rows {
            let (id, made_ms, clock_ms, body, kind) = row?;
            let created = body.and_then(|text| serde_json::from_str(&text).ok());
            if let Some(created) = created {
                let last_clock_kind = kind.unwrap_or_default();
                drills.push(DrillRow {
                    id,
                    made_ms,
                    clock_ms,
                    created,
                    last_clock_kind,
                });
            }
        }
        Ok(drills)
    }

    /// How many drills there are.
    ///
    /// # Errors
    /// SQLite's.
    pub fn count(&self) -> Result<u32, JournalError> {
        let all = "SELECT count(*) FROM drills";
        Ok(self.db.query_row(all, [], |row| row.get(0))?)
    }

    /// Keeps what came of a drill, in place of what was kept before. No part of the record.
    ///
    /// # Errors
    /// SQLite's.
    pub fn keep_outcome(&mut self, drill: &str, body: &str) -> Result<(), JournalError> {
        self.make_writable()?;
        self.db.execute(
            "INSERT INTO outcomes VALUES (?1, ?2)
             ON CONFLICT (drill) DO UPDATE SET body = excluded.body",
            params![drill, body],
        )?;
        Ok(())
    }

    /// What came of drills, where that was kept, by drill.
    ///
    /// # Errors
    /// SQLite's.
    pub fn outcomes(&self) -> Result<BTreeMap<String, String>, JournalError> {
        let mut rows = self.db.prepare("SELECT drill, body FROM outcomes")?;
        let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Names that were given to people and roles in earlier drills, in order of last use.
    ///
    /// # Errors
    /// SQLite's.
    pub fn people(&self) -> Result<Vec<String>, JournalError> {
        let mut rows = self.db.prepare(
            "SELECT json_extract(body, '$.data.person') AS person FROM events
             WHERE kind = 'assigned' GROUP BY person ORDER BY max(wall_ms) DESC LIMIT 100",
        )?;
        let rows = rows.query_map([], |row| row.get::<_, String>(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn json<T: serde::Serialize>(drill: &str, value: &T) -> Result<String, JournalError> {
    serde_json::to_string(value).map_err(|e| JournalError::Damaged {
        drill: drill.to_owned(),
        message: format!("cannot be written as JSON: {e}"),
    })
}

/// The kind that an envelope names.
pub(crate) fn kind_of(body: &str) -> String {
    let fact: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    let kind = fact.get("kind").and_then(serde_json::Value::as_str);
    kind.unwrap_or_default().to_owned()
}

fn insert(
    tx: &rusqlite::Transaction<'_>,
    drill: &str,
    events: &[Event],
) -> Result<(), JournalError> {
    let mut statement =
        tx.prepare_cached("INSERT INTO events VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    for event in events {
        let body = json(drill, event)?;
        sums::keep(tx, drill, Of::Event(event.seq), body.as_bytes())?;
        let kind = kind_of(&body);
        statement.execute(params![
            drill,
            event.seq,
            event.at_ms,
            event.wall_ms,
            event.v,
            kind,
            body
        ])?;
    }
    Ok(())
}
