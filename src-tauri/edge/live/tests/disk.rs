//! Disks that fail, are slow, or have damaged what is on them: everybody is told, the drill goes on
//! in memory, and catches up.
#![allow(clippy::unwrap_used)]

mod staged;

use std::fs;
use std::path::Path;
use std::time::Duration;

use bad_disk::{Disk, Fails};
use drill::{Command, Fact};
use journal::Journal;
use live::{Config, Diary, Handle, Program, spawn};
use staged::{ask, create, refused, scenarios, stage, view};
use wire::library::LibraryView;
use wire::parts::ClockState;
use wire::{Call, Format, PaperSize, Push, Reply};

/// A stage on a disk of its own; exports go to one that works.
fn on_disk(folder: &Path, disk: &Disk) -> Handle {
    let path = folder.join("journal.sqlite");
    let journal = (0..200).find_map(|_| {
        let opened = Journal::open_on(&path, Some(disk.vfs())).ok();
        if opened.is_none() {
            std::thread::sleep(Duration::from_millis(20));
        }
        opened
    });
    spawn(Config {
        journal: journal.unwrap(),
        scenarios: Some(scenarios()),
        exports: folder.join("exports"),
        diary: Diary::open(&folder.join("logs")),
        program: Program::Serve,
    })
    .unwrap()
}

fn note(text: &str) -> Command {
    Command::Observe {
        text: text.to_owned(),
        mark: None,
        at_ms: None,
        by: None,
    }
}

async fn until(what: &str, mut is: impl FnMut() -> bool) {
    for _ in 0..600 {
        if is() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it never came: {what}");
}

async fn export(stage: &Handle, format: Format) -> Reply {
    let paper = PaperSize::default();
    let path = None;
    stage
        .call(Call::Export {
            format,
            paper,
            path,
        })
        .await
}

async fn library(stage: &Handle) -> LibraryView {
    match stage.call(Call::Library).await {
        Reply::Library { library } => library,
        other => panic!("no library but {other:?}"),
    }
}

/// What was recorded as texts of notes.
fn notes(folder: &Path, drill: &str) -> Vec<String> {
    let path = folder.join("journal.sqlite");
    let journal = (0..200).find_map(|_| {
        std::thread::sleep(Duration::from_millis(20));
        Journal::open(&path).ok()
    });
    let recorded = journal.unwrap().load(drill).unwrap();
    let texts = recorded
        .events
        .into_iter()
        .filter_map(|event| match event.fact {
            Fact::Observed { text, .. } => Some(text),
            _ => None,
        });
    texts.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drill_goes_on_in_memory_and_catches_up() {
    let all = [
        Fails::Full,
        Fails::Torn,
        Fails::ReadOnly,
        Fails::Writes,
        Fails::Syncs,
    ];
    for how in all {
        let folder = tempfile::tempdir().unwrap();
        let disk = Disk::new();
        let stage = on_disk(folder.path(), &disk);
        let id = create(&stage).await;
        assert_eq!(ask(&stage, Command::Start).await, Reply::Done);
        assert_eq!(ask(&stage, note("before")).await, Reply::Done);
        assert_eq!(view(&stage).drill.unsaved, None, "{how:?}");

        disk.fail(how, 0);
        assert_eq!(ask(&stage, note("meanwhile")).await, Reply::Done, "{how:?}");
        let told = view(&stage).drill.unsaved.expect("it is told");
        assert!(told.contains("goes on in memory"), "{how:?}: {told}");
        let desks = stage.desks();
        assert!(
            desks.borrow().views.values().all(|view| view.unsaved),
            "{how:?}"
        );
        let stands = view(&stage).clock.at_ms;
        until("the clock goes on", || view(&stage).clock.at_ms > stands).await;
        // The record cannot be taken away whole, its postmortem can.
        let (code, _) = refused(export(&stage, Format::Drill).await);
        assert_eq!(code, "unsaved", "{how:?}");
        let written = export(&stage, Format::Markdown).await;
        assert!(
            matches!(written, Reply::Exported { .. }),
            "{how:?}: {written:?}"
        );
        let (code, message) = refused(stage.call(Call::Close).await);
        assert_eq!(code, "unsaved", "{how:?}: {message}");
        // Others cannot be begun beside it, either.
        let other = stage.call(Call::Create {
            scenario: "3am-outage".to_owned(),
            team: "Other".to_owned(),
            seed: None,
            minutes: None,
            people: Vec::new(),
        });
        assert_eq!(refused(other.await).0, "unsaved", "{how:?}");

        disk.mend();
        until("it catches up", || view(&stage).drill.unsaved.is_none()).await;
        assert_eq!(ask(&stage, note("after")).await, Reply::Done);
        assert_eq!(stage.call(Call::Close).await, Reply::Done, "{how:?}");
        drop(stage);
        let there = notes(folder.path(), &id);
        assert_eq!(there, ["before", "meanwhile", "after"], "{how:?}");
        until("the log says both", || {
            let log = diary::read(&folder.path().join("logs")).join("\n");
            ["not_saved", "caught_up"]
                .iter()
                .all(|what| log.matches(&format!(r#""what":"{what}""#)).count() == 1)
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drill_that_cannot_begin_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::new();
    let stage = on_disk(folder.path(), &disk);
    disk.fail(Fails::Full, 0);
    let call = Call::Create {
        scenario: "3am-outage".to_owned(),
        team: "Night shift".to_owned(),
        seed: None,
        minutes: None,
        people: Vec::new(),
    };
    let (code, message) = refused(stage.call(call.clone()).await);
    assert_eq!(code, "journal");
    assert!(message.contains("full"), "{message}");
    assert_eq!(library(&stage).await.drills, []);
    disk.mend();
    assert!(matches!(stage.call(call).await, Reply::Opened { .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_disk_is_told_of_and_stops_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::new();
    let stage = on_disk(folder.path(), &disk);
    create(&stage).await;
    ask(&stage, Command::Start).await;
    assert_eq!(view(&stage).drill.slow, None);
    disk.slow(Duration::from_millis(1_100));
    assert_eq!(ask(&stage, note("slowly")).await, Reply::Done);
    until("it is told", || view(&stage).drill.slow.is_some()).await;
    let told = view(&stage).drill.slow.unwrap();
    assert!(told.starts_with("The disk is slow: saving took "), "{told}");
    assert_eq!(view(&stage).clock.state, ClockState::Running);
    assert_eq!(view(&stage).drill.unsaved, None);
    disk.mend();
}

/// Two drills; of the first a page in the middle of its events is zeroed.
async fn damaged(folder: &Path) -> (String, usize) {
    let stage = stage(folder);
    let id = create(&stage).await;
    ask(&stage, Command::Start).await;
    for n in 0..400 {
        assert_eq!(ask(&stage, note(&format!("note {n}."))).await, Reply::Done);
    }
    assert_eq!(stage.call(Call::Close).await, Reply::Done);
    drop(stage);
    let was = notes(folder, &id).len();
    let path = folder.join("journal.sqlite");
    let mut bytes = fs::read(&path).unwrap();
    let middle = b"note 200.";
    let at = bytes.windows(middle.len()).rposition(|some| some == middle);
    let page = at.unwrap() / 4096;
    bytes[page * 4096..(page + 1) * 4096].fill(0);
    fs::write(&path, bytes).unwrap();
    (id, was)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_drill_opens_to_its_last_good_event_and_it_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let (id, was) = damaged(folder.path()).await;
    let stage = stage(folder.path());
    // Another drill is on the stage when it is found.
    let other = create(&stage).await;
    assert_eq!(ask(&stage, note("on the other")).await, Reply::Done);
    let opened = stage.call(Call::Open { drill: id.clone() }).await;
    assert_eq!(opened, Reply::Opened { drill: id.clone() });
    let there = view(&stage).notes.len();
    assert!((1..was).contains(&there), "{there} of {was} notes");
    let library = library(&stage).await;
    let [said] = library.salvaged.as_slice() else {
        panic!("said once: {:?}", library.salvaged)
    };
    assert!(said.contains(&format!("{id} ends at its event ")), "{said}");
    assert!(said.contains("journal-damaged-1.sqlite"), "{said}");
    // It goes on from there, and the other has lost nothing.
    assert_eq!(ask(&stage, note("afterwards")).await, Reply::Done);
    assert_eq!(view(&stage).drill.unsaved, None);
    stage.call(Call::Open { drill: other }).await;
    assert_eq!(view(&stage).notes.len(), 1);
    let console = stage.console();
    let told = match console.borrow().as_ref() {
        Push::Console { view } => view.told.clone(),
        other => panic!("no console view but {other:?}"),
    };
    let (code, message) = refused(*told.expect("it is told").reply);
    assert_eq!((code.as_str(), &message), ("journal-damaged", said));
    drop(stage);
    assert_eq!(notes(folder.path(), &id).len(), there + 1);
}

/// A disk that damages whatever is on it: no more than three copies are put aside, the drill goes on
/// in memory, and its postmortem can be had on another disk.
#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_rots_is_not_filled_with_copies() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::new();
    // Of a drill that was played before nothing is in memory, so that it has to be read.
    let stage = on_disk(folder.path(), &disk);
    let old = create(&stage).await;
    assert_eq!(stage.call(Call::Close).await, Reply::Done);
    drop(stage);
    let stage = on_disk(folder.path(), &disk);
    create(&stage).await;
    assert_eq!(ask(&stage, note("before")).await, Reply::Done);
    disk.fail(Fails::Rots, 0);
    for n in 0..5 {
        let (code, _) = refused(stage.call(Call::Open { drill: old.clone() }).await);
        assert!(
            ["journal", "journal-damaged", "unsaved"].contains(&code.as_str()),
            "{code}"
        );
        assert_eq!(
            ask(&stage, note(&format!("meanwhile {n}"))).await,
            Reply::Done
        );
    }
    let told = view(&stage).drill.unsaved.expect("it is told");
    assert!(
        told.contains("goes on in memory; its disk damages"),
        "{told}"
    );
    let written = export(&stage, Format::Markdown).await;
    assert!(matches!(written, Reply::Exported { .. }), "{written:?}");
    assert_eq!(view(&stage).notes.len(), 6);
    let copies = fs::read_dir(folder.path())
        .unwrap()
        .flatten()
        .filter(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            name.starts_with("journal-damaged-") && name.ends_with(".sqlite")
        });
    assert!((1..=3).contains(&copies.count()));
}
