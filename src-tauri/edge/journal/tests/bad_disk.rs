//! A disk that fails at each write in turn: what was answered is there, and the rest catches up.
#![allow(clippy::unwrap_used)]
#![allow(clippy::print_stdout, reason = "it says how much was tried")]

mod small;

use std::path::Path;

use bad_disk::{Disk, Fails};
use drill::{Event, Fact};
use journal::{Journal, JournalError};
use small::{created, event, scenario};

fn assigned(seq: u32) -> Event {
    let (role, person) = (format!("role-{seq}"), format!("Ada {seq}"));
    event(seq, Fact::Assigned { role, person })
}

fn minute(n: i32) -> Vec<(String, Vec<f32>)> {
    vec![("api requests".to_owned(), vec![n as f32; 60])]
}

/// How far a drill has come, as it was answered.
#[derive(Debug, Default, Clone, PartialEq)]
struct Answered {
    events: u32,
    minutes: i32,
    keys: u32,
}

/// A drill that is written as the stage writes it: what failed is tried again with what is new.
fn play(journal: &mut Journal, answered: &mut Answered, up_to: u32) {
    for until in 1..=up_to {
        let first = answered.events == 0;
        let events: Vec<Event> = (answered.events + 1..=until)
            .map(|seq| if seq == 1 { created() } else { assigned(seq) })
            .collect();
        let clock_ms = i64::from(until) * 1_000;
        let saved = if events.is_empty() {
            continue;
        } else if first {
            let saved = journal.begin("d1", 1, &scenario(), &events);
            saved.and_then(|()| {
                // Begun is begun, whatever comes of its clock.
                answered.events = until;
                journal.append("d1", &[], clock_ms)
            })
        } else {
            journal.append("d1", &events, clock_ms)
        };
        if saved.is_err() {
            continue;
        }
        answered.events = until;
        if journal
            .keep_minute("d1", answered.minutes, &minute(answered.minutes))
            .is_ok()
        {
            answered.minutes += 1;
        }
        if journal.keep_key("d1", until, &[until as u8; 32]).is_ok() {
            answered.keys += 1;
        }
        let _ = journal.keep_outcome("d1", "{}");
    }
}

const EVENTS: u32 = 6;

/// What a sound disk has afterwards, held against what was answered: all of it, once, and besides
/// at most what was asked for.
fn check(path: &Path, answered: &Answered, what: &str) -> u32 {
    let journal = Journal::open(path).unwrap_or_else(|e| panic!("{what}: {e}"));
    assert_eq!(journal.salvaged(), [], "{what}: it is whole");
    let recorded = match journal.load("d1") {
        Ok(recorded) => recorded,
        Err(JournalError::Unknown(_)) if answered.events == 0 => return 0,
        Err(error) => panic!("{what}: {error}"),
    };
    let there = recorded.events.len() as u32;
    assert!(
        (answered.events..=EVENTS).contains(&there),
        "{what}: {there} events, {answered:?}"
    );
    for (seq, event) in (1..).zip(&recorded.events) {
        let was = if seq == 1 { created() } else { assigned(seq) };
        assert_eq!(event, &was, "{what}");
    }
    let minutes = journal.minutes("d1").unwrap();
    assert!(minutes.len() as i32 >= answered.minutes, "{what}");
    for (n, columns) in minutes {
        assert_eq!(columns, minute(n), "{what}");
    }
    let keys = journal.keys("d1").unwrap();
    assert!(keys.len() as u32 >= answered.keys, "{what}");
    there
}

/// How many writes a drill takes on a disk that works.
fn writes() -> u64 {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::new();
    let path = folder.path().join("journal.sqlite");
    let mut journal = Journal::open_on(&path, Some(disk.vfs())).unwrap();
    play(&mut journal, &mut Answered::default(), EVENTS);
    drop(journal);
    disk.written()
}

/// The disk fails at one write, at each in turn, and stays so; then it works again.
#[test]
fn what_was_answered_is_there_and_the_rest_catches_up() {
    let writes = writes();
    assert!(writes > 50, "{writes}");
    let mut tried = 0;
    for how in Fails::ALL {
        let disk = Disk::new();
        for spares in 0..writes {
            let what = format!("{how:?} after {spares} writes");
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("journal.sqlite");
            disk.fail(how, spares);
            let mut answered = Answered::default();
            let mut journal = match Journal::open_on(&path, Some(disk.vfs())) {
                Ok(journal) => journal,
                Err(error) => {
                    assert!(!error.to_string().is_empty());
                    disk.mend();
                    Journal::open_on(&path, Some(disk.vfs()))
                        .unwrap_or_else(|e| panic!("{what}: {e}"))
                }
            };
            play(&mut journal, &mut answered, EVENTS);
            if disk.failed() == 0 {
                // It does less of what fails so than there are writes.
                disk.mend();
                break;
            }
            tried += 1;
            disk.mend();
            play(&mut journal, &mut answered, EVENTS);
            drop(journal);
            assert_eq!(answered.events, EVENTS, "{what}: it catches up");
            assert_eq!(check(&path, &answered, &what), EVENTS, "{what}");
        }
        disk.mend();
    }
    println!("{tried} times a write failed, and it caught up.");
    assert!(tried > 100, "{tried}");
}

/// The disk fails at one write, at each in turn, and the program ends while it does.
#[test]
fn what_was_answered_outlives_the_program_on_a_disk_that_fails() {
    let writes = writes();
    let mut tried = 0;
    for how in Fails::ALL {
        for times in [1, u64::MAX] {
            let disk = Disk::new();
            for spares in 0..writes {
                let what = format!("{how:?} after {spares} writes, {times} times");
                let folder = tempfile::tempdir().unwrap();
                let path = folder.path().join("journal.sqlite");
                disk.fail_times(how, spares, times);
                let mut answered = Answered::default();
                if let Ok(mut journal) = Journal::open_on(&path, Some(disk.vfs())) {
                    play(&mut journal, &mut answered, EVENTS);
                }
                let failed = disk.failed();
                disk.mend();
                if failed == 0 {
                    break;
                }
                check(&path, &answered, &what);
                tried += 1;
            }
        }
    }
    println!("{tried} times a write failed, and the program ended.");
    assert!(tried > 200, "{tried}");
}

/// What is there can be read and exported although nothing can be written, and goes on afterwards.
#[test]
fn a_journal_on_a_full_disk_opens() {
    for how in [Fails::Full, Fails::Torn, Fails::ReadOnly, Fails::Writes] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.sqlite");
        let mut answered = Answered::default();
        play(&mut Journal::open(&path).unwrap(), &mut answered, 3);
        let disk = Disk::new();
        disk.fail(how, 0);
        let mut journal = Journal::open_on(&path, Some(disk.vfs())).unwrap();
        assert_eq!(journal.load("d1").unwrap().events.len(), 3, "{how:?}");
        assert_eq!(journal.drills().unwrap().len(), 1, "{how:?}");
        assert!(journal.try_writing().is_err(), "{how:?}");
        play(&mut journal, &mut answered, EVENTS);
        assert_eq!(answered.events, 3, "{how:?}: nothing is answered");
        disk.mend();
        play(&mut journal, &mut answered, EVENTS);
        drop(journal);
        assert_eq!(check(&path, &answered, &format!("{how:?}")), EVENTS);
    }
}
