//! Journals of every schema there was: they open, as they were, and a copy is kept before they are
//! changed.
#![allow(clippy::unwrap_used)]

mod small;

use std::fs;
use std::path::Path;

use bad_disk::{Disk, Fails};
use drill::{Event, Fact};
use journal::{Journal, JournalError};
use rusqlite::Connection;
use small::{created, event, scenario};

/// What each schema does not have of the newest, newest first.
const BEFORE: [(u32, &str); 3] = [
    (3, "DROP TABLE sums"),
    (2, "DROP TABLE outcomes"),
    (1, "DROP TABLE keys"),
];

fn events() -> Vec<Event> {
    let (role, person) = ("on-call".to_owned(), "Žofie".to_owned());
    vec![created(), event(2, Fact::Assigned { role, person })]
}

/// A journal as a program with an older schema left it.
fn older(path: &Path, version: u32) {
    let mut journal = Journal::open(path).unwrap();
    journal.begin("d1", 5, &scenario(), &events()).unwrap();
    let minute = [("api requests".to_owned(), vec![1.0; 60])];
    journal.keep_minute("d1", 0, &minute).unwrap();
    journal.append("d1", &[], 61_000).unwrap();
    drop(journal);
    let db = Connection::open(path).unwrap();
    for (of, drop) in BEFORE.iter().take_while(|(of, _)| *of >= version) {
        db.execute_batch(&format!("{drop}; PRAGMA user_version = {of}"))
            .unwrap();
    }
}

fn version(path: &Path) -> u32 {
    let db = Connection::open(path).unwrap();
    db.pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap()
}

#[test]
fn a_journal_of_every_schema_opens_and_is_copied_first() {
    for (was, _) in BEFORE {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.sqlite");
        older(&path, was);
        assert_eq!(version(&path), was);
        // Twice: the second time there is nothing left to do.
        for _ in 0..2 {
            let mut journal = Journal::open(&path).unwrap();
            let recorded = journal.load("d1").unwrap();
            assert_eq!((recorded.events, recorded.clock_ms), (events(), 61_000));
            assert_eq!(journal.minutes("d1").unwrap().len(), 1);
            journal.keep_key("d1", 1, &[1; 32]).unwrap();
            journal.keep_outcome("d1", "{}").unwrap();
        }
        assert_eq!(version(&path), 4);
        let copy = folder.path().join(format!("journal-schema-{was}.sqlite"));
        assert_eq!(version(&copy), was);
        let rows = |table: &str| -> u32 {
            let db = Connection::open(&copy).unwrap();
            let sql = format!("SELECT count(*) FROM {table}");
            db.query_row(&sql, [], |row| row.get(0)).unwrap()
        };
        assert_eq!(
            (rows("drills"), rows("events"), rows("telemetry")),
            (1, 2, 1)
        );
    }
}

#[test]
fn without_a_copy_nothing_is_changed() {
    for how in [Fails::Full, Fails::ReadOnly, Fails::Writes] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.sqlite");
        older(&path, 1);
        let disk = Disk::new();
        // The log and its index are made before; what comes then is the copy.
        let copying = (0..60).find(|spares| {
            disk.fail(how, *spares);
            match Journal::open_on(&path, Some(disk.vfs())) {
                Err(error @ JournalError::NoCopy { .. }) => {
                    assert!(error.to_string().contains("Nothing was changed."));
                    true
                }
                Err(_) => false,
                Ok(_) => panic!("{how:?} after {spares}: it was opened without a copy"),
            }
        });
        assert!(copying.is_some(), "{how:?}: the copy never failed");
        disk.mend();
        assert_eq!(version(&path), 1, "{how:?}");
        drop(Journal::open_on(&path, Some(disk.vfs())).unwrap());
        assert_eq!(version(&path), 4, "{how:?}");
    }
}

/// Of a newer program: it is not damaged, and not cut.
#[test]
fn an_event_of_a_newer_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    let mut journal = Journal::open(&path).unwrap();
    let newer = Event {
        v: 9,
        ..events().remove(1)
    };
    journal
        .begin("d1", 5, &scenario(), &[created(), newer])
        .unwrap();
    let error = journal.load("d1").unwrap_err();
    assert_eq!(
        error.to_string(),
        "drill d1: event 2 was written by a newer Three AM. Open it with the Three AM that wrote it. \
         Nothing was changed."
    );
    assert_eq!(journal::damage(&error), None);
    drop(journal);
    assert!(fs::read_dir(folder.path()).unwrap().count() < 5);
}
