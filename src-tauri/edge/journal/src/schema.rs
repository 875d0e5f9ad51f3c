//! The tables. Migrations are only added, never edited.

use rusqlite::Connection;

/// `PRAGMA user_version` of a journal that has all of [`MIGRATIONS`].
pub const VERSION: u32 = MIGRATIONS.len() as u32;

/// Brings a database from one version to another, each step whole or not at all.
///
/// # Errors
/// SQLite's; it stands at the last version that was reached.
pub fn migrate(db: &Connection, from: u32, to: u32) -> rusqlite::Result<()> {
    let steps = MIGRATIONS.iter().zip(1_u32..);
    for (migration, reaches) in steps.skip(from as usize).take_while(|(_, n)| *n <= to) {
        db.execute_batch(&format!(
            "BEGIN; {migration} PRAGMA user_version = {reaches}; COMMIT;"
        ))?;
    }
    Ok(())
}

/// From version n to n + 1.
pub const MIGRATIONS: [&str; 4] = [
    // 0 → 1: the first released schema.
    "
CREATE TABLE drills (
    id        TEXT    PRIMARY KEY NOT NULL,
    made_ms   INTEGER NOT NULL,           -- wall clock, Unix milliseconds
    scenario  TEXT    NOT NULL            -- the scenario as it was played, JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    drill   TEXT    NOT NULL REFERENCES drills (id),
    seq     INTEGER NOT NULL,             -- from 1, without gaps
    at_ms   INTEGER NOT NULL,             -- drill time from STARTEX
    wall_ms INTEGER NOT NULL,
    v       INTEGER NOT NULL,             -- version of the envelope
    kind    TEXT    NOT NULL,
    body    TEXT    NOT NULL,             -- the whole envelope, JSON
    PRIMARY KEY (drill, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE telemetry (
    drill  TEXT    NOT NULL REFERENCES drills (id),
    minute INTEGER NOT NULL,              -- drill minute, negative in the warm-up
    chunk  BLOB    NOT NULL,              -- see chunk.rs
    PRIMARY KEY (drill, minute)
) STRICT, WITHOUT ROWID;

CREATE TABLE clocks (
    drill TEXT    PRIMARY KEY NOT NULL REFERENCES drills (id),
    at_ms INTEGER NOT NULL                -- drill time last known to be over
) STRICT, WITHOUT ROWID;

CREATE TRIGGER drills_keep    BEFORE UPDATE ON drills    BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER drills_stay    BEFORE DELETE ON drills    BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER events_keep    BEFORE UPDATE ON events    BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER events_stay    BEFORE DELETE ON events    BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER telemetry_keep BEFORE UPDATE ON telemetry BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER telemetry_stay BEFORE DELETE ON telemetry BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER clocks_forward BEFORE UPDATE ON clocks WHEN NEW.at_ms < OLD.at_ms
    BEGIN SELECT RAISE(ABORT, 'a clock never goes back'); END;
",
    // 1 → 2: desks come back after the program was started again. No part of the record: a key
    // is thrown away with its desk.
    "
CREATE TABLE keys (
    drill TEXT    NOT NULL REFERENCES drills (id),
    desk  INTEGER NOT NULL,
    key   BLOB    NOT NULL,               -- SHA-256 of the token that the browser has
    PRIMARY KEY (drill, desk)
) STRICT, WITHOUT ROWID;
",
    // 2 → 3: what came of drills, for lists. No part of the record: it is made from it, and made
    // again when it is missing.
    "
CREATE TABLE outcomes (
    drill TEXT    PRIMARY KEY NOT NULL REFERENCES drills (id),
    body  TEXT    NOT NULL                -- JSON
) STRICT, WITHOUT ROWID;
",
    // 3 → 4: damage inside a text is noticed. No part of the record.
    "
CREATE TABLE sums (
    drill TEXT    NOT NULL REFERENCES drills (id),
    kind  TEXT    NOT NULL,               -- scenario, event, minute
    n     INTEGER NOT NULL,               -- which one of its kind
    sum   INTEGER NOT NULL,               -- CRC-32
    PRIMARY KEY (drill, kind, n)
) STRICT, WITHOUT ROWID;
",
];
