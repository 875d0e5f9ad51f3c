//! Rows of a damaged journal, as far as they are good. What goes wrong with reading is damage; an
//! error is one of writing.

use std::collections::BTreeSet;

use drill::Event;
use rusqlite::{Connection, OptionalExtension, params};

use super::Cut;
use crate::chunk::unpack;
use crate::sums::{self, Of};

/// Takes over what can be read: drills that are whole, drills that are cut, and whether there may
/// have been more.
pub fn take(from: &Connection, to: &Connection) -> rusqlite::Result<(u32, Vec<Cut>, bool)> {
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
        ends: true,
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
        ends: !all,
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
