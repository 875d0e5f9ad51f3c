//! A drill file from anywhere, read as if it wanted to do harm.
//!
//! Nothing in it is run: its schema must be ours to the letter, its rows are read by SELECTs of
//! ours and put into a database of ours, which refuses what is of another type, there twice or of
//! no drill. There the record is migrated, checked, and replayed. It has limits in everything.

use std::sync::Arc;

use drill::{Created, Drill, EVENT_VERSION, Event, Fact, NAME_MAX};
use scenario::short;

use crate::chunk::unpack;
use crate::error::JournalError;
use crate::schema::{VERSION, migrate};
use crate::store::{Journal, kind_of};
use crate::theirs;
use crate::write_out::{APPLICATION, FILE_MAX, SEAL, SEAL_NAME, seal};

/// What every SQLite database begins with.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Bytes of SQLite's header.
const HEADER: usize = 100;
/// Longest drill, milliseconds.
const DRILL_MAX_MS: i64 = 24 * 3_600_000;
/// Most that is simulated to replay a drill, in events of its system: a minute or two, and
/// about 300 MB of its logs. Eight hours of the largest system that ships (`twenty`, 5.4 million an
/// hour) with 500 acts, each beside what would have been without it, are some 270 million. A file
/// with more is refused.
const WORK_MAX: u64 = 300_000_000;
/// Longest warm-up of a system, minutes.
const WARM_UP_MAX: i32 = 120;
/// Longest id and title, characters.
const TEXT_MAX: usize = 200;

/// A file that was not taken in. Says what is wrong with it; [`FileError::help`] says what to do.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Too large to be looked at.
    #[error("it has {} MB; a drill file has at most {} MB", bytes >> 20, FILE_MAX >> 20)]
    TooLarge {
        /// How large it is.
        bytes: usize,
    },
    /// Something else.
    #[error("it is no drill file: {0}")]
    NotOne(&'static str),
    /// From a newer program.
    #[error(
        "it was written by a newer Three AM (schema {found}; this one knows {known})",
        known = VERSION
    )]
    Newer {
        /// Its version.
        found: u32,
    },
    /// It cannot be what a Three AM wrote.
    #[error("it is damaged: {0}")]
    Damaged(String),
    /// The journal has a drill of that id that is another one.
    #[error("the journal has a drill {drill} already, and in it {table} went differently")]
    Different {
        /// Drill id.
        drill: String,
        /// Table with the first difference.
        table: &'static str,
    },
    /// The journal's own trouble.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

impl From<rusqlite::Error> for FileError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Journal(error.into())
    }
}

impl FileError {
    /// What to do next.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } | Self::NotOne(_) => {
                "Choose a file that ends in .3am. Nothing was changed."
            }
            Self::Newer { .. } => "Update this program, then try again. Nothing was changed.",
            Self::Damaged(_) => {
                "Get the file again, or have the drill exported again. Nothing was changed."
            }
            Self::Different { .. } => {
                "Both stay as they are. Take the file in on another machine, or with THREE_AM_DATA set to another folder."
            }
            Self::Journal(_) => {
                "Check that the disk has room and the data folder can be written. Nothing was changed."
            }
        }
    }
}

/// A record that was checked throughout.
pub struct Checked {
    /// In a journal of its own.
    pub journal: Journal,
    /// How the drill was made.
    pub head: Created,
    /// How many events it has.
    pub events: usize,
}

/// Reads and checks a file.
///
/// # Errors
/// What is wrong with it, in words.
pub fn check(file: &[u8]) -> Result<Checked, FileError> {
    looked_at(file, WORK_MAX).map_err(|error| match error {
        FileError::Damaged(said) => FileError::Damaged(short(said)),
        error => error,
    })
}

fn looked_at(file: &[u8], work: u64) -> Result<Checked, FileError> {
    let (database, version) = outside(file)?;
    let journal = Journal::staging(version)?;
    theirs::take(database, &journal, version)?;
    migrate(journal.db(), version, VERSION)?;
    inside(journal, work)
}

/// What can be seen without SQLite. Returns the database and its version.
fn outside(file: &[u8]) -> Result<(&[u8], u32), FileError> {
    let cut = || FileError::Damaged("it ends too early".to_owned());
    if file.len() > FILE_MAX {
        return Err(FileError::TooLarge { bytes: file.len() });
    }
    if file.is_empty() {
        return Err(FileError::NotOne("it is empty"));
    }
    if !file.starts_with(MAGIC) {
        return Err(FileError::NotOne("it has other contents"));
    }
    let number = |at: usize| {
        let bytes = file.get(at..at + 4).and_then(|b| b.try_into().ok());
        bytes.map(u32::from_be_bytes).ok_or_else(cut)
    };
    if number(68)? != APPLICATION {
        return Err(FileError::NotOne("it is another SQLite database"));
    }
    let version = number(60)?;
    if version > VERSION {
        return Err(FileError::Newer { found: version });
    }
    let (database, end) = file
        .len()
        .checked_sub(SEAL)
        .filter(|at| *at >= HEADER)
        .map(|at| file.split_at(at))
        .ok_or_else(cut)?;
    if !end.starts_with(SEAL_NAME) {
        return Err(cut());
    }
    if end != seal(database) {
        return Err(FileError::Damaged(
            "its contents are not those that were written".to_owned(),
        ));
    }
    // Version 0 is of no Three AM; format 2 wants a log beside the file.
    if version == 0 || database[18..20] != [1, 1] {
        return Err(FileError::Damaged(
            "its header is not that of a drill file".to_owned(),
        ));
    }
    Ok((database, version))
}

/// What the record says. It is in a database of ours by now.
fn inside(journal: Journal, work: u64) -> Result<Checked, FileError> {
    let bad = |text: String| FileError::Damaged(text);
    let db = journal.db();
    let ids: Vec<String> = db
        .prepare("SELECT id FROM drills LIMIT 2")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let [id] = ids.as_slice() else {
        return Err(bad("it does not have one drill".to_owned()));
    };
    // Names of files are made of it.
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if id.len() > TEXT_MAX || id.starts_with('.') || !id.chars().all(plain) || id.is_empty() {
        return Err(bad("the drill's id is none".to_owned()));
    }
    let id = id.clone();
    let recorded = journal.load(&id).map_err(|error| match error {
        JournalError::Foreign { message, .. } => bad(message),
        error => bad(error.to_string()),
    })?;
    let Some(Fact::Created(head)) = recorded.events.first().map(|event| &event.fact) else {
        return Err(bad(
            "it does not begin with how the drill was made".to_owned()
        ));
    };
    let head = head.clone();
    let wrong =
        |text: &str, max: usize| text.chars().count() > max || text.chars().any(char::is_control);
    if head.drill != id
        || head.scenario != recorded.scenario.id
        || wrong(&head.team, NAME_MAX)
        || wrong(&head.title, TEXT_MAX)
    {
        return Err(bad("its beginning belongs to another drill".to_owned()));
    }
    if !(0..=DRILL_MAX_MS).contains(&recorded.clock_ms) {
        return Err(bad("its clock stands at no time of a drill".to_owned()));
    }
    events(&journal, &recorded.events)?;
    telemetry(&journal)?;
    let count = recorded.events.len();
    Drill::replay_within(
        Arc::new(recorded.scenario),
        recorded.events,
        recorded.clock_ms,
        work,
    )
    .map_err(|e| bad(e.to_string()))?;
    Ok(Checked {
        journal,
        head,
        events: count,
    })
}

/// Numbers without gaps, times that do not go back, and columns that say what the events say.
fn events(journal: &Journal, events: &[Event]) -> Result<(), FileError> {
    let mut rows = journal
        .db()
        .prepare("SELECT seq, at_ms, wall_ms, v, kind, body FROM events ORDER BY seq")?;
    let mut rows = rows.query([])?;
    let mut before_ms = 0;
    for (number, event) in (1_u32..).zip(events) {
        let bad = |what: &str| Err(FileError::Damaged(format!("event {number} {what}")));
        if event.seq != number {
            return bad("is missing, or there twice");
        }
        if event.v > EVENT_VERSION {
            return bad("was written by a newer Three AM");
        }
        if !(before_ms..=DRILL_MAX_MS).contains(&event.at_ms) {
            return bad("is at no time at which it can have been");
        }
        before_ms = event.at_ms;
        let Some(row) = rows.next()? else {
            return bad("is missing");
        };
        let column = |at| row.get::<_, i64>(at);
        let body: String = row.get(5)?;
        if column(0)? != i64::from(event.seq)
            || column(1)? != event.at_ms
            || column(2)? != event.wall_ms
            || column(3)? != i64::from(event.v)
            || row.get::<_, String>(4)? != kind_of(&body)
        {
            return bad("does not say what its row says");
        }
    }
    Ok(())
}

/// Every minute can be unpacked; one at a time, so that a small file cannot fill the memory.
fn telemetry(journal: &Journal) -> Result<(), FileError> {
    let last = i32::try_from(DRILL_MAX_MS / 60_000).unwrap_or(i32::MAX);
    let mut rows = journal
        .db()
        .prepare("SELECT minute, chunk FROM telemetry ORDER BY minute")?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        let minute: i64 = row.get(0)?;
        let known = i32::try_from(minute).is_ok_and(|m| (-WARM_UP_MAX..=last).contains(&m));
        if !known || unpack(&row.get::<_, Vec<u8>>(1)?).is_none() {
            let message = format!("the telemetry of minute {minute} cannot be read");
            return Err(FileError::Damaged(message));
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "../tests/small/mod.rs"]
mod small;

#[cfg(test)]
mod tests {
    use super::{looked_at, small};
    use crate::Journal;

    #[test]
    fn a_system_that_does_too_much_is_not_simulated_to_its_end() {
        let mut journal = Journal::in_memory().unwrap();
        let events = [small::created()];
        journal
            .begin("d1", 1_000, &small::scenario(), &events)
            .unwrap();
        journal.append("d1", &[], 3_600_000).unwrap();
        let file = journal.write_out("d1").unwrap();
        assert!(looked_at(&file, 10_000).is_ok());
        let Err(error) = looked_at(&file, 1_000) else {
            panic!("it was simulated")
        };
        assert!(error.to_string().contains("too much"), "{error}");
    }
}
