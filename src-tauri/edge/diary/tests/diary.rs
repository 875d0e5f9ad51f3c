//! What is noted stands in files of a bounded size, whatever the disk does.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use diary::{Diary, Entry, FILE_BYTES, FILES, Word, read};
use serde_json::Value;

/// Nobody waits so long when all is well.
const LONG: Duration = Duration::from_secs(60);

fn refused(number: usize) -> Entry {
    Entry::Refused {
        code: Word::of(&format!("code-{number}")),
    }
}

fn parsed(folder: &Path) -> Vec<Value> {
    let lines = read(folder);
    lines
        .iter()
        .map(|line| serde_json::from_str(line).expect("an object"))
        .collect()
}

#[test]
fn what_is_noted_is_read_again_in_order_and_by_the_next_start_too() {
    let folder = tempfile::tempdir().expect("a folder");
    for start in 0..2 {
        let diary = Diary::open(folder.path());
        diary.note(refused(start * 2));
        diary.note(refused(start * 2 + 1));
        diary.settle(LONG);
        drop(diary);
        // Its thread lets go of the files when it ends.
        let lock = fs::File::open(folder.path().join("lock")).expect("a file");
        until(|| lock.try_lock().is_ok());
    }
    let codes: Vec<String> = parsed(folder.path())
        .iter()
        .map(|line| format!("{} {}", line["what"], line["code"]))
        .collect();
    let expected: Vec<String> = (0..4)
        .map(|number| format!("\"refused\" \"code-{number}\""))
        .collect();
    assert_eq!(codes, expected);
    assert!(
        parsed(folder.path())[0]["at"]
            .as_str()
            .is_some_and(|at| at.ends_with('Z'))
    );
}

#[test]
fn the_files_are_few_and_small_and_the_newest_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let diary = Diary::open(folder.path());
    let line = diary::line(refused(0)).len() as u64;
    let last = FILE_BYTES * u64::from(FILES + 1) / line;
    for number in 0..last {
        diary.note(refused(usize::try_from(number).expect("few")));
        // As fast as it can be written: this is about files.
        if number % 256 == 0 {
            diary.settle(LONG);
        }
    }
    diary.settle(LONG);
    assert_eq!(diary.counts().left_out, 0);
    let mut sizes: Vec<u64> = Vec::new();
    for file in fs::read_dir(folder.path()).expect("a folder").flatten() {
        if file.file_name() != "lock" {
            sizes.push(file.metadata().expect("a file").len());
        }
    }
    assert_eq!(sizes.len(), FILES as usize, "{sizes:?}");
    assert!(sizes.iter().all(|bytes| *bytes <= FILE_BYTES), "{sizes:?}");
    let all = read(folder.path());
    let newest = all.last().expect("a line");
    assert!(newest.contains(&format!("code-{}\"", last - 1)), "{newest}");
    assert!(!all[0].contains("code-0\""), "the oldest is gone");
}

#[test]
fn a_disk_that_hangs_holds_nobody_up_and_what_is_left_out_is_counted_and_said() {
    let (go, waits) = channel::<()>();
    let waits = Mutex::new(waits);
    let written = Arc::new(Mutex::new(Vec::<String>::new()));
    let theirs = Arc::clone(&written);
    let diary = Diary::through(Path::new("nowhere"), move |line| {
        // Hangs until the test lets go, and is fast from then on.
        let _ = waits.lock().expect("one thread").recv();
        theirs.lock().expect("one thread").push(line.to_owned());
        Ok(())
    });
    // With a queue that waits for the disk this would not come to an end.
    for number in 0..2_000 {
        diary.note(refused(number));
    }
    let left_out = diary.counts().left_out;
    assert!((1_000..2_000).contains(&left_out), "{left_out}");
    drop::<Sender<()>>(go);
    // Until the queue has room again, this is left out like the rest.
    until(|| {
        diary.note(refused(9_999));
        diary.settle(LONG);
        let written = written.lock().expect("one thread");
        written
            .last()
            .is_some_and(|line| line.contains("code-9999"))
    });
    let left_out = diary.counts().left_out;
    let written = written.lock().expect("one thread");
    let said = written.iter().filter_map(|line| {
        let line: Value = serde_json::from_str(line).expect("JSON");
        line["entries"].as_u64()
    });
    assert_eq!(said.sum::<u64>(), left_out);
}

#[test]
fn a_full_disk_is_said_when_there_is_room_again() {
    let written = Arc::new(Mutex::new((true, Vec::<String>::new())));
    let theirs = Arc::clone(&written);
    let diary = Diary::through(Path::new("nowhere"), move |line| {
        let mut disk = theirs.lock().expect("not poisoned");
        if disk.0 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        disk.1.push(line.to_owned());
        Ok(())
    });
    for number in 0..3 {
        diary.note(refused(number));
    }
    diary.settle(LONG);
    written.lock().expect("not poisoned").0 = false;
    diary.note(refused(3));
    diary.note(refused(4));
    diary.settle(LONG);
    let lines = &written.lock().expect("not poisoned").1;
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(
        lines[0].contains(r#""what":"left_out","entries":3"#),
        "{lines:?}"
    );
    assert!(lines[2].contains("code-4"), "{lines:?}");
}

#[test]
fn a_folder_that_cannot_be_made_is_tried_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let logs = folder.path().join("logs");
    fs::write(&logs, "a file in the way").expect("written");
    let diary = Diary::open(&logs);
    diary.note(refused(0));
    diary.settle(LONG);
    assert_eq!(diary.counts().left_out, 1);
    fs::remove_file(&logs).expect("removed");
    diary.note(refused(1));
    diary.settle(LONG);
    let lines = read(&logs);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].contains("left_out"), "{lines:?}");
}

#[test]
fn a_line_cut_short_spoils_only_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let newest = folder.path().join("three-am.jsonl");
    fs::write(
        &newest,
        "{\"at\":\"2026\",\"what\":\"ended\"}\n{\"at\":\"20",
    )
    .expect("written");
    let diary = Diary::open(folder.path());
    diary.note(refused(7));
    diary.settle(LONG);
    let lines = read(folder.path());
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[1].contains("code-7"), "{lines:?}");
}

#[test]
fn a_second_program_leaves_the_files_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = Diary::open(folder.path());
    first.note(refused(1));
    first.settle(LONG);
    let second = Diary::open(folder.path());
    second.note(refused(2));
    second.settle(LONG);
    assert_eq!(second.counts().left_out, 1);
    assert_eq!(read(folder.path()).len(), 1);
}

#[test]
fn a_panic_is_noted_with_its_place_and_without_what_people_wrote() {
    let folder = tempfile::tempdir().expect("a folder");
    let diary = Diary::open(folder.path());
    diary.hear_panics();
    let written = "Ada wrote this";
    let hands = [
        std::thread::spawn(|| panic!("a text of the program's own")),
        std::thread::spawn(move || panic!("not carried out: {written}")),
        std::thread::spawn(move || {
            "none".parse::<u32>().expect(written);
        }),
    ];
    for hand in hands {
        assert!(hand.join().is_err());
    }
    diary.settle(LONG);
    assert_eq!(diary.counts().faults, 3);
    let lines = parsed(folder.path());
    assert_eq!(lines.len(), 3);
    let messages: Vec<&str> = lines
        .iter()
        .filter_map(|line| line["message"].as_str())
        .collect();
    assert_eq!(messages, ["a text of the program's own"]);
    for line in &lines {
        assert_eq!(line["file"], "edge/diary/tests/diary.rs");
        assert!(line["line"].as_u64().is_some_and(|line| line > 100));
        assert!(!line.to_string().contains("Ada"), "{line}");
    }
}

fn until(done: impl Fn() -> bool) {
    while !done() {
        std::thread::sleep(Duration::from_millis(5));
    }
}
