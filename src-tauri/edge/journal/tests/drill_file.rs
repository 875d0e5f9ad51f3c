//! A drill file: the same bytes for the same record, taken in once, refused when it is anything
//! else.
#![allow(clippy::unwrap_used)]

mod forge;
mod small;

use drill::{Created, EVENT_VERSION, Event, Fact};
use forge::{forged, sealed};
use journal::{APPLICATION, Came, FileError, Journal};
use rusqlite::{Connection, MAIN_DB};
use small::scenario;

fn event(seq: u32, fact: Fact) -> Event {
    Event {
        seq,
        at_ms: i64::from(seq - 1) * 1_000,
        wall_ms: 5,
        v: EVENT_VERSION,
        fact,
    }
}

fn note(seq: u32, text: &str) -> Event {
    let text = text.to_owned();
    event(
        seq,
        Fact::Observed {
            text,
            mark: None,
            of_ms: None,
            by: None,
        },
    )
}

fn created(id: &str) -> Event {
    event(
        1,
        Fact::Created(Created {
            drill: id.to_owned(),
            scenario: "small".to_owned(),
            title: "Small".to_owned(),
            team: "Night shift".to_owned(),
            number: 1,
            seed: 7,
            length_ms: 60_000,
            unattended: false,
        }),
    )
}

fn events() -> Vec<Event> {
    vec![
        created("d1"),
        event(2, Fact::Started),
        note(3, "It begins, 夜"),
        note(4, "It goes on"),
        event(5, Fact::Ended),
    ]
}

/// A journal with a drill of these events.
fn with(events: &[Event]) -> Journal {
    let mut journal = Journal::in_memory().unwrap();
    let last = events.last().map_or(0, |event| event.at_ms);
    journal
        .begin("d1", 1_000, &scenario(), &events[..1])
        .unwrap();
    journal.append("d1", &events[1..], last).unwrap();
    let columns = [("api requests".to_owned(), vec![1.0, 2.0])];
    journal.keep_minute("d1", 0, &columns).unwrap();
    journal.keep_key("d1", 1, &[0xab; 32]).unwrap();
    journal
}

/// All that a journal says of a drill.
fn whole(journal: &Journal) -> (usize, Option<Vec<u8>>) {
    let drills = journal.drills().unwrap().len();
    (drills, journal.write_out("d1").ok())
}

#[test]
fn the_same_record_is_the_same_bytes_wherever_it_was_taken_in() {
    let here = with(&events());
    let file = here.write_out("d1").unwrap();
    assert!(file == here.write_out("d1").unwrap());
    let mut there = Journal::in_memory().unwrap();
    let taken = there.take_in(&file).unwrap();
    assert_eq!(
        (taken.drill.as_str(), taken.came, taken.events),
        ("d1", Came::New, 5)
    );
    assert!(file == there.write_out("d1").unwrap());
    let (ours, theirs) = (here.load("d1").unwrap(), there.load("d1").unwrap());
    assert_eq!(ours.events, theirs.events);
    assert_eq!(ours.scenario, theirs.scenario);
    assert_eq!(ours.clock_ms, theirs.clock_ms);
    assert_eq!(here.minutes("d1").unwrap(), there.minutes("d1").unwrap());
    assert!(matches!(
        here.write_out("d2"),
        Err(journal::JournalError::Unknown(_))
    ));
}

#[test]
fn keys_of_desks_never_go_along() {
    let here = with(&events());
    let file = here.write_out("d1").unwrap();
    assert!(!file.windows(8).any(|bytes| bytes == [0xab; 8]));
    let mut there = Journal::in_memory().unwrap();
    there.take_in(&file).unwrap();
    assert_eq!(here.keys("d1").unwrap().len(), 1);
    assert!(there.keys("d1").unwrap().is_empty());
}

#[test]
fn any_sqlite_reads_it_and_no_journal_is_made_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("drill.3am");
    std::fs::write(&path, with(&events()).write_out("d1").unwrap()).unwrap();
    let before = std::fs::read(&path).unwrap();
    {
        let db = Connection::open(&path).unwrap();
        let count: u32 = db
            .query_row("SELECT count(*) FROM events", [], |row| row.get(0))
            .unwrap();
        assert_eq!(count, 5);
        let sound: String = db
            .query_row("PRAGMA integrity_check", [], |row| row.get(0))
            .unwrap();
        assert_eq!(sound, "ok");
    }
    let Err(error) = Journal::open(&path) else {
        panic!("it was opened as a journal")
    };
    assert!(error.to_string().contains("is a drill file"), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

/// (what the journal has, what the file has, what comes of it)
#[test]
fn a_drill_that_is_there_is_continued_or_left() {
    let all = events();
    for (ours, theirs, came) in [
        (5, 5, Came::Same),
        (3, 5, Came::Longer),
        (1, 2, Came::Longer),
        (5, 3, Came::Shorter),
    ] {
        let mut journal = with(&all[..ours]);
        let before = whole(&journal);
        let file = with(&all[..theirs]).write_out("d1").unwrap();
        let taken = journal.take_in(&file).unwrap();
        assert_eq!(taken.came, came, "{ours} and {theirs}");
        assert!(!taken.said().is_empty());
        if came == Came::Longer {
            assert!(whole(&journal).1 == Some(file.clone()));
            assert_eq!(journal.take_in(&file).unwrap().came, Came::Same);
        } else {
            assert!(whole(&journal) == before, "{ours} and {theirs}");
        }
        // Who had a desk still has it.
        assert_eq!(journal.keys("d1").unwrap().len(), 1);
    }
}

#[test]
fn a_drill_that_went_differently_is_refused_and_both_stay() {
    let mut other = events();
    other[3] = note(4, "It went otherwise");
    let file = with(&other).write_out("d1").unwrap();
    // Also when the difference comes first and the file is longer.
    for ours in [4, 5] {
        let mut journal = with(&events()[..ours]);
        let before = whole(&journal);
        let error = journal.take_in(&file).unwrap_err();
        assert!(matches!(error, FileError::Different { .. }), "{error}");
        assert!(error.to_string().contains("went differently"), "{error}");
        assert!(whole(&journal) == before);
    }
}

/// (what was done to the file's database, a word of what is said)
const FORGED: [(&str, &str); 24] = [
    ("DELETE FROM events WHERE seq = 3", "event 3 is missing"),
    ("UPDATE events SET seq = 9 WHERE seq = 5", "event 5"),
    (
        "INSERT INTO events SELECT drill, 6, at_ms, wall_ms, v, kind, body FROM events WHERE seq = 5",
        "there twice",
    ),
    (
        "UPDATE events SET body = 'nothing' WHERE seq = 2",
        "event 2",
    ),
    (
        "UPDATE events SET body = CAST(x'ff00' AS TEXT) WHERE seq = 2",
        "damaged",
    ),
    (
        "UPDATE events SET body = replace(body, '\"kind\":\"started\"', '\"kind\":\"unheard\"')",
        "event 2",
    ),
    (
        "UPDATE events SET kind = 'ended' WHERE seq = 2",
        "does not say",
    ),
    ("UPDATE events SET at_ms = 9 WHERE seq = 2", "does not say"),
    (
        "UPDATE events SET v = 9, body = replace(body, '\"v\":1', '\"v\":9') WHERE seq = 5",
        "newer",
    ),
    (
        "UPDATE events SET at_ms = 99000000000, body = replace(body, ':4000', ':99000000000')
         WHERE seq = 5",
        "at no time",
    ),
    ("UPDATE clocks SET at_ms = 99000000000", "clock"),
    ("DELETE FROM clocks", "damaged"),
    ("UPDATE drills SET scenario = '{}'", "scenario"),
    (
        "UPDATE drills SET scenario = replace(scenario, '\"gives_up_us\":1', '\"gives_up_us\":9223372036854775807')",
        "more than a day",
    ),
    (
        "UPDATE drills SET scenario = replace(scenario, '\"rate\":0.0', '\"rate\":1e300')",
        "simulated",
    ),
    (
        "INSERT INTO drills SELECT 'd2', made_ms, scenario FROM drills",
        "drills has more rows than 1",
    ),
    (
        "PRAGMA foreign_keys = OFF; UPDATE drills SET id = '../d1';
         UPDATE events SET drill = '../d1'; UPDATE clocks SET drill = '../d1';
         UPDATE telemetry SET drill = '../d1'",
        "id",
    ),
    (
        "PRAGMA foreign_keys = OFF; UPDATE events SET drill = 'd2' WHERE seq = 5",
        "FOREIGN KEY",
    ),
    (
        "UPDATE telemetry SET chunk = x'00'",
        "telemetry of minute 0",
    ),
    ("UPDATE telemetry SET minute = 99999", "telemetry"),
    (
        "UPDATE telemetry SET chunk = zeroblob(20000000)",
        "longer than any may be",
    ),
    (
        "UPDATE telemetry SET chunk = zeroblob(1048577)",
        "telemetry has a cell of more than 1024 KB",
    ),
    (
        "UPDATE events SET body = body || printf('%2100000s', '') WHERE seq = 3",
        "events has a cell of more than 2048 KB",
    ),
    (
        "CREATE VIEW more AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT * FROM n",
        "tables",
    ),
];

#[test]
fn a_forged_file_is_refused_in_words_and_nothing_is_written() {
    let file = with(&events()).write_out("d1").unwrap();
    // The forger's tools change nothing by themselves.
    let mut journal = Journal::in_memory().unwrap();
    journal.take_in(&forged(&file, "")).unwrap();
    for (sql, word) in FORGED {
        refused(&forged(&file, sql), sql, word);
    }
    let trigger = "CREATE TRIGGER t BEFORE INSERT ON keys BEGIN SELECT 1; END;";
    refused(&forged(&file, trigger), trigger, "tables");
}

/// It is refused, and neither an empty journal nor one that has the drill is touched.
fn refused(file: &[u8], what: &str, word: &str) {
    for mut journal in [Journal::in_memory().unwrap(), with(&events()[..2])] {
        let before = whole(&journal);
        let error = match journal.take_in(file) {
            Err(error) => error,
            Ok(taken) => panic!("{what}: it was taken in: {taken:?}"),
        };
        let said = format!("{error} {}", error.help());
        assert!(said.contains(word), "{what}: {said}");
        assert!(!matches!(error, FileError::Journal(_)), "{what}: {said}");
        assert!(whole(&journal) == before, "{what}: something was written");
    }
}

#[test]
fn anything_else_is_refused_in_words() {
    let file = with(&events()).write_out("d1").unwrap();
    refused(b"", "an empty file", "it is empty");
    refused(b"Dear diary", "a text file", "no drill file");
    refused(&file[..16], "the magic alone", "damaged");
    refused(&[file.as_slice(), b"x"].concat(), "a byte more", "damaged");

    let mut other = Connection::open_in_memory().unwrap();
    other
        .execute_batch("CREATE TABLE shopping (item TEXT)")
        .unwrap();
    let other = sealed(other.serialize(MAIN_DB).unwrap().to_vec());
    refused(&other, "another database", "another SQLite database");
    let mut ours = Connection::open_in_memory().unwrap();
    ours.pragma_update(None, "application_id", APPLICATION)
        .unwrap();
    ours.pragma_update(None, "user_version", 1).unwrap();
    ours.execute_batch("CREATE TABLE shopping (item TEXT)")
        .unwrap();
    let ours = sealed(ours.serialize(MAIN_DB).unwrap().to_vec());
    refused(&ours, "other tables under our name", "tables");

    let mut newer = file.clone();
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    refused(&newer, "a newer one", "Update this program");
    let mut older = file.clone();
    older[60..64].copy_from_slice(&1_u32.to_be_bytes());
    let older = sealed(older[..older.len() - 40].to_vec());
    refused(&older, "newer tables under an older version", "tables");
    let mut large = file.clone();
    large.resize(journal::FILE_MAX + 1, 0);
    let error = Journal::in_memory().unwrap().take_in(&large).unwrap_err();
    assert!(matches!(error, FileError::TooLarge { .. }), "{error}");
}

#[test]
fn a_damaged_file_is_refused_wherever_it_is_damaged() {
    let file = with(&events()).write_out("d1").unwrap();
    let mut journal = Journal::in_memory().unwrap();
    let mut damaged = file.clone();
    for at in (0..file.len()).step_by(61).chain(0..100) {
        damaged[at] ^= 0x41;
        let taken = journal.take_in(&damaged);
        assert!(taken.is_err(), "byte {at} is another");
        damaged[at] = file[at];
    }
    for cut in (0..file.len()).step_by(509) {
        assert!(journal.take_in(&file[..cut]).is_err(), "cut at {cut}");
    }
    assert!(journal.drills().unwrap().is_empty());
    journal.take_in(&damaged).unwrap();
}

/// Whoever seals a damaged file again still gets words, never a panic or half a drill.
#[test]
fn a_damaged_file_with_a_good_seal_is_survived() {
    let file = with(&events()).write_out("d1").unwrap();
    let database = &file[..file.len() - 40];
    for at in (0..database.len()).step_by(37) {
        let mut damaged = database.to_vec();
        damaged[at] ^= 0x5a;
        let mut journal = Journal::in_memory().unwrap();
        match journal.take_in(&sealed(damaged)) {
            Ok(_) => {
                journal.load("d1").unwrap();
                journal.minutes("d1").unwrap();
            }
            Err(error) => {
                assert!(
                    !matches!(error, FileError::Journal(_)),
                    "byte {at}: {error}"
                );
                assert!(journal.drills().unwrap().is_empty());
            }
        }
    }
}

/// A file of the first schema is migrated in a copy.
#[test]
fn an_older_file_is_taken_in() {
    let file = with(&events()).write_out("d1").unwrap();
    let older = forged(
        &file,
        "DROP TABLE sums; DROP TABLE outcomes; DROP TABLE keys; PRAGMA user_version = 1",
    );
    let mut journal = Journal::in_memory().unwrap();
    assert_eq!(journal.take_in(&older).unwrap().came, Came::New);
    assert!(journal.write_out("d1").unwrap() == file);
}
