//! The journal as a file: durable, append-only, refused when newer.

mod small;

use drill::Fact;
use journal::{Journal, JournalError};
use small::{created, event, scenario};

#[test]
fn what_was_written_is_there_after_opening_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/journal.sqlite");
    let person = Fact::Assigned {
        role: "on-call".to_owned(),
        person: "Žofie 夜".to_owned(),
    };
    let events = [created(), event(2, Fact::Started), event(3, person)];
    {
        let mut journal = Journal::open(&path).unwrap();
        journal
            .begin("d1", 1_000, &scenario(), &events[..1])
            .unwrap();
        journal.append("d1", &events[1..], 3_500).unwrap();
        // The clock does not go back, even when asked.
        journal.append("d1", &[], 2_000).unwrap();
        journal
            .keep_minute("d1", 0, &[("api requests".to_owned(), vec![1.0, 2.0])])
            .unwrap();
        journal
            .keep_minute("d1", 0, &[("api requests".to_owned(), vec![9.0])])
            .unwrap();
    }
    let journal = Journal::open(&path).unwrap();
    let recorded = journal.load("d1").unwrap();
    assert_eq!(recorded.events, events);
    assert_eq!(recorded.scenario, scenario());
    assert_eq!(recorded.clock_ms, 3_500);
    let minutes = journal.minutes("d1").unwrap();
    assert_eq!(
        minutes,
        [(0, vec![("api requests".to_owned(), vec![1.0, 2.0])])]
    );
    let rows = journal.drills().unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].last_clock_kind, "started");
    assert_eq!(journal.people().unwrap(), ["Žofie 夜"]);
    assert!(matches!(journal.load("d2"), Err(JournalError::Unknown(_))));
}

#[test]
fn an_event_number_is_given_once() {
    let mut journal = Journal::in_memory().unwrap();
    journal.begin("d1", 0, &scenario(), &[created()]).unwrap();
    let both = [event(2, Fact::Started), event(1, Fact::Ended)];
    assert!(journal.append("d1", &both, 0).is_err());
    // All or nothing: the good one of the two was not kept either.
    assert_eq!(journal.load("d1").unwrap().events, [created()]);
}

#[test]
fn the_record_cannot_be_changed_or_erased_by_anyone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    let mut journal = Journal::open(&path).unwrap();
    journal.begin("d1", 0, &scenario(), &[created()]).unwrap();
    journal.keep_minute("d1", 0, &[]).unwrap();
    drop(journal);
    let db = rusqlite::Connection::open(&path).unwrap();
    for sql in [
        "UPDATE events SET body = ''",
        "DELETE FROM events",
        "UPDATE drills SET scenario = ''",
        "DELETE FROM drills",
        "UPDATE telemetry SET minute = 9",
        "DELETE FROM telemetry",
        "UPDATE clocks SET at_ms = -1",
    ] {
        let error = db.execute(sql, []).expect_err(sql).to_string();
        assert!(
            error.contains("append-only") || error.contains("never goes back"),
            "{error}"
        );
    }
}

#[test]
fn a_journal_from_a_newer_program_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    drop(Journal::open(&path).unwrap());
    let db = rusqlite::Connection::open(&path).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    drop(db);
    let before = std::fs::read(&path).unwrap();
    let Err(error) = Journal::open(&path) else {
        panic!("it was opened")
    };
    assert!(
        matches!(error, JournalError::Newer { found: 99, .. }),
        "{error}"
    );
    assert!(error.to_string().contains("newer Three AM"), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn one_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    let first = Journal::open(&path).unwrap();
    let Err(error) = Journal::open(&path) else {
        panic!("it was opened twice")
    };
    assert!(matches!(error, JournalError::InUse { .. }), "{error}");
    drop(first);
    Journal::open(&path).unwrap();
}

#[test]
fn somebody_elses_database_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.sqlite");
    let other = rusqlite::Connection::open(&path).unwrap();
    other
        .execute_batch("CREATE TABLE shopping (item TEXT)")
        .unwrap();
    drop(other);
    let before = std::fs::read(&path).unwrap();
    let Err(error) = Journal::open(&path) else {
        panic!("it was opened")
    };
    assert!(matches!(error, JournalError::NotOurs { .. }), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn whether_it_takes_anything_is_learnt_by_writing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    let mut journal = Journal::open(&path).unwrap();
    journal.try_writing().expect("nothing is in the way");
    // Another program holds the database; SQLite waits for it a while before it gives up.
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(journal.try_writing().is_err());
    other.execute_batch("ROLLBACK").unwrap();
    journal.try_writing().expect("nothing is in the way again");
}
