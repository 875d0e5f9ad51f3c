//! Files that were damaged: whatever was done to the bytes, the journal opens or says in words why
//! not; what can be read is saved, what cannot is named, and the damaged file is kept.
//!
//! `THREE_AM_CASES` files are damaged, in the ways of `THREE_AM_SEED`.
#![allow(clippy::unwrap_used)]
#![allow(clippy::print_stdout, reason = "it says how much was tried")]

mod small;

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use bad_disk::Disk;
use drill::{Created, Event, Fact};
use hostile::{Dice, asked};
use journal::{Journal, JournalError, damage};
use small::{created, event, scenario};

const DRILLS: [&str; 3] = ["d1", "d2", "d3"];
const EVENTS: u32 = 200;
const MINUTES: i32 = 20;

fn events(drill: &str) -> Vec<Event> {
    let first = match created().fact {
        Fact::Created(head) => Fact::Created(Created {
            drill: drill.to_owned(),
            ..head
        }),
        other => other,
    };
    let more = (2..=EVENTS).map(|seq| {
        let (role, person) = (format!("role-{seq}"), format!("{drill} Žofie {seq}"));
        event(seq, Fact::Assigned { role, person })
    });
    std::iter::once(event(1, first)).chain(more).collect()
}

fn minute(drill: &str, n: i32) -> Vec<(String, Vec<f32>)> {
    let name = format!("{drill} requests");
    vec![(name, (0..60).map(|s| (n * s) as f32).collect())]
}

/// On a disk that does not fail, and is quick: nobody pulls the plug here.
fn open(path: &Path) -> Result<Journal, JournalError> {
    static DISK: OnceLock<Disk> = OnceLock::new();
    Journal::open_on(path, Some(DISK.get_or_init(Disk::new).vfs()))
}

/// A journal with three drills, closed as it should be.
fn whole(path: &Path) {
    let mut journal = open(path).unwrap();
    for drill in DRILLS {
        let events = events(drill);
        journal.begin(drill, 1, &scenario(), &events[..1]).unwrap();
        for some in events[1..].chunks(40) {
            journal.append(drill, some, 0).unwrap();
        }
        journal
            .append(drill, &[], i64::from(MINUTES) * 60_000)
            .unwrap();
        for n in 0..MINUTES {
            journal.keep_minute(drill, n, &minute(drill, n)).unwrap();
        }
        journal.keep_key(drill, 1, &[7; 32]).unwrap();
        journal.keep_outcome(drill, "{}").unwrap();
    }
}

/// Does something to the bytes of a file, and says what.
fn harm(bytes: &mut Vec<u8>, dice: &mut Dice) -> String {
    let last = bytes.len() - 1;
    let pages = bytes.len() / 4096;
    match dice.place(6) {
        0 => {
            let (at, bit) = (dice.place(last), dice.place(7));
            bytes[at] ^= 1 << bit;
            format!("bit {bit} of byte {at} turned")
        }
        1 => {
            let page = dice.place(pages - 1);
            bytes[page * 4096..(page + 1) * 4096].fill(0);
            format!("page {page} zeroed")
        }
        2 => {
            let (at, n) = (dice.place(last), 1 + dice.place(600));
            for byte in bytes.iter_mut().skip(at).take(n) {
                *byte = dice.place(255) as u8;
            }
            format!("{n} bytes from {at} replaced")
        }
        3 => {
            let n = 1 + dice.place(last - 1);
            bytes.truncate(n);
            format!("cut to {n} bytes")
        }
        4 => {
            let (a, b) = (dice.place(pages - 1), dice.place(pages - 1));
            for at in 0..4096 {
                bytes.swap(a * 4096 + at, b * 4096 + at);
            }
            format!("pages {a} and {b} swapped")
        }
        5 => {
            // The header of a page: its kind, its number of cells, where they begin.
            let (page, at) = (dice.place(pages - 1), dice.place(12));
            let at = page * 4096 + at + if page == 0 { 100 } else { 0 };
            bytes[at] = dice.place(255) as u8;
            format!("byte {at}, in the head of page {page}, is {}", bytes[at])
        }
        _ => {
            let (page, n) = (dice.place(pages - 1), 1 + dice.place(8));
            let at = (page * 4096).min(bytes.len());
            bytes.splice(at..at, std::iter::repeat_n(0xa5, n * 4096));
            format!("{n} strange pages before page {page}")
        }
    }
}

/// Loads a drill; what is damaged is saved first, as the stage does it.
fn load(journal: &mut Journal, drill: &str) -> Option<Vec<Event>> {
    for _ in 0..3 {
        match journal.load(drill) {
            Ok(recorded) => return Some(recorded.events),
            Err(JournalError::Unknown(_)) => return None,
            Err(error) => {
                let why = damage(&error).unwrap_or_else(|| panic!("no damage: {error}"));
                journal.salvage(&why).unwrap();
            }
        }
    }
    panic!("{drill} is damaged after it was saved");
}

/// What became of damaged files, in numbers.
#[derive(Default)]
struct Seen {
    whole: u32,
    saved: u32,
    cut: u32,
    refused: u32,
}

/// One damaged file, in a folder of its own.
fn tried(folder: &Path, what: &str, seen: &mut Seen) {
    let path = folder.join("journal.sqlite");
    let before = fs::read(&path).unwrap();
    let mut journal = match open(&path) {
        Ok(journal) => journal,
        Err(error) => {
            // Its head says that it is of somebody else: it is left as it is.
            use JournalError::{DrillFile, Newer, NotOurs};
            let other = matches!(error, NotOurs { .. } | Newer { .. } | DrillFile { .. });
            assert!(other, "{what}: {error}");
            assert!(fs::read(&path).unwrap() == before, "{what}: it was changed");
            seen.refused += 1;
            return;
        }
    };
    if let Err(error) = journal.look_through() {
        let why = damage(&error).unwrap_or_else(|| panic!("{what}: {error}"));
        journal.salvage(&why).unwrap();
    }
    let mut lost = 0;
    for drill in DRILLS {
        let there = load(&mut journal, drill).unwrap_or_default();
        let was = events(drill);
        assert_eq!(there, was[..there.len()], "{what}: {drill} is another one");
        for (n, columns) in journal.minutes(drill).unwrap_or_default() {
            assert_eq!(columns, minute(drill, n), "{what}: {drill}, minute {n}");
        }
        if there.len() < was.len() {
            lost += 1;
            let named = journal.salvaged().iter().any(|saved| {
                assert!(saved.aside.exists(), "{what}: what was put aside is there");
                assert!(saved.said().contains("damaged"), "{what}");
                saved.unknown || saved.cut.iter().any(|cut| cut.drill == drill)
            });
            assert!(named, "{what}: {drill} has lost events, and nobody is told");
        }
    }
    // What was saved is a journal like any other.
    journal
        .begin("new", 2, &scenario(), &events("new")[..1])
        .unwrap_or_else(|e| panic!("{what}: it takes nothing: {e}"));
    journal
        .look_through()
        .unwrap_or_else(|e| panic!("{what}: {e}"));
    if let Some(saved) = journal.salvaged().first() {
        assert!(
            fs::read(&saved.aside).unwrap().len() == before.len(),
            "{what}"
        );
        seen.saved += 1;
        seen.cut += u32::from(lost > 0);
    } else {
        seen.whole += 1;
    }
}

#[test]
fn a_damaged_file_is_saved_as_far_as_it_can_be_read() {
    let (cases, seed): (u32, u64) = (asked("THREE_AM_CASES", 250), asked("THREE_AM_SEED", 5));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    whole(&path);
    let good = fs::read(&path).unwrap();
    let mut dice = Dice(seed);
    let mut seen = Seen::default();
    for case in 1..=cases {
        let mut bytes = good.clone();
        let what = harm(&mut bytes, &mut dice);
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("journal.sqlite"), &bytes).unwrap();
        tried(
            folder.path(),
            &format!("seed {seed}, case {case}: {what}"),
            &mut seen,
        );
    }
    let Seen {
        whole,
        saved,
        cut,
        refused,
    } = seen;
    println!(
        "{cases} files damaged with seed {seed}: {whole} were whole for all that, {saved} were saved \
         ({cut} of them with a loss, which was named), {refused} were refused and left as they were."
    );
    assert!(saved > cases / 4 && cut > 0, "nothing was damaged");
}

/// A journal whose program died: what was written last is in the log beside it.
fn crashed(path: &Path) -> (Vec<u8>, Vec<u8>) {
    let mut journal = open(path).unwrap();
    let all = events("d1");
    journal.begin("d1", 1, &scenario(), &all[..1]).unwrap();
    for some in all[1..].chunks(TOGETHER) {
        journal.append("d1", some, 0).unwrap();
    }
    let log = path.with_extension("sqlite-wal");
    (fs::read(path).unwrap(), fs::read(log).unwrap())
}

/// Events that are written at once.
const TOGETHER: usize = 5;

/// Of the log the last change can be half there, as a crash leaves it: nobody was answered for it,
/// and nobody is told. More than that is never lost in silence.
#[test]
fn a_damaged_log_is_told_of() {
    let (cases, seed): (u32, u64) = (asked("THREE_AM_CASES", 150), asked("THREE_AM_SEED", 6));
    let folder = tempfile::tempdir().unwrap();
    let (main, log) = crashed(&folder.path().join("journal.sqlite"));
    let all = events("d1");
    let mut dice = Dice(seed);
    let (mut told, mut lost) = (0, 0);
    for case in 1..=cases {
        let mut bytes = log.clone();
        let what = match dice.place(2) {
            0 => {
                let at = dice.place(bytes.len() - 1);
                bytes[at] ^= 0x10;
                format!("seed {seed}, case {case}: byte {at} of the log")
            }
            1 => {
                let n = dice.place(bytes.len());
                bytes.truncate(n);
                format!("seed {seed}, case {case}: the log cut to {n} bytes")
            }
            _ => {
                let at = dice.place(bytes.len() - 1);
                let end = (at + 4096).min(bytes.len());
                bytes[at..end].fill(0);
                format!("seed {seed}, case {case}: 4096 bytes of the log from {at} zeroed")
            }
        };
        let was_cut = bytes.len() < log.len();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.sqlite");
        fs::write(&path, &main).unwrap();
        fs::write(path.with_extension("sqlite-wal"), &bytes).unwrap();
        let mut journal = open(&path).unwrap_or_else(|e| panic!("{what}: {e}"));
        let there = load(&mut journal, "d1").unwrap_or_default();
        assert_eq!(there, all[..there.len()], "{what}");
        let gone = all.len() - there.len();
        lost += u32::from(gone > 0);
        if let Some(saved) = journal.salvaged().first() {
            told += 1;
            let mut log = saved.aside.clone().into_os_string();
            log.push("-wal");
            assert!(fs::read(log).unwrap() == bytes, "{what}: it is kept");
            assert!(
                fs::read(&saved.aside).unwrap() == main,
                "{what}: it is kept"
            );
        } else {
            // The end of a file that is simply shorter cannot be told from one that never was.
            assert!(
                gone <= TOGETHER || was_cut,
                "{what}: {gone} are gone in silence"
            );
        }
        journal.look_through().unwrap();
    }
    println!("{cases} logs damaged with seed {seed}: {lost} lost something, {told} were told of.");
    assert!(told > cases / 4, "nothing was damaged");
}

/// The program died when the new journal was whole, and not in its place yet.
#[test]
fn what_was_begun_is_finished() {
    let folder = tempfile::tempdir().unwrap();
    let (path, new) = (
        folder.path().join("journal.sqlite"),
        folder.path().join("new.sqlite"),
    );
    whole(&new);
    let (main, log) = crashed(&path);
    drop(open(&path).unwrap());
    fs::write(folder.path().join("journal-damaged-1.sqlite"), &main).unwrap();
    fs::write(&path, &main).unwrap();
    // The log of the damaged one must not be taken for the new one's.
    fs::write(path.with_extension("sqlite-wal"), &log).unwrap();
    fs::rename(&new, path.with_extension("saved")).unwrap();
    let mut journal = open(&path).unwrap();
    for drill in DRILLS {
        assert_eq!(load(&mut journal, drill).unwrap(), events(drill));
    }
    let [saved] = journal.salvaged() else {
        panic!("told once: {:?}", journal.salvaged())
    };
    assert_eq!(
        saved.said(),
        format!(
            "The journal was damaged: the program ended while it was being saved. The damaged file was \
             put aside whole: {}. 3 drills could be read. There may have been more in it.",
            folder.path().join("journal-damaged-1.sqlite").display()
        )
    );
    drop(journal);
    assert_eq!(open(&path).unwrap().salvaged(), []);
}

/// Figures that are damaged cost no event.
#[test]
fn a_drill_that_lost_figures_keeps_its_events() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    whole(&path);
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute_batch(
        "DROP TRIGGER telemetry_keep;
         UPDATE telemetry SET chunk = x'00' WHERE drill = 'd2' AND minute = 7;",
    )
    .unwrap();
    drop(db);
    let mut journal = open(&path).unwrap();
    let error = journal.minutes("d2").unwrap_err();
    let saved = journal.salvage(&damage(&error).unwrap()).unwrap();
    assert_eq!(
        saved.said(),
        format!(
            "The journal was damaged: drill d2: the telemetry of minute 7 is damaged. The damaged file \
             was put aside whole: {}. Of 3 drills, 1 could not be read whole: d2 has all its events, \
             and lost figures, which are simulated again.",
            folder.path().join("journal-damaged-1.sqlite").display()
        )
    );
    assert_eq!(load(&mut journal, "d2").unwrap(), events("d2"));
    assert_eq!(journal.minutes("d2").unwrap().len(), 7);
    assert_eq!(journal.minutes("d1").unwrap().len(), MINUTES as usize);
}
