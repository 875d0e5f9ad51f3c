//! A stage to play on in tests.
#![allow(dead_code, reason = "each test uses what it needs")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use drill::Command;
use journal::Journal;
use live::{Config, Diary, Handle, Program, spawn};
use wire::{Call, ConsoleView, Push, Reply};

/// The shipped scenarios.
pub fn scenarios() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios")
}

/// A stage on a journal in a folder.
pub fn stage(folder: &Path) -> Handle {
    stage_with(folder, Diary::nowhere())
}

/// The same, with what it did noted.
pub fn stage_with(folder: &Path, diary: Diary) -> Handle {
    // The stage before may take a moment to let go of the journal.
    let path = folder.join("journal.sqlite");
    let journal = (0..200).find_map(|_| {
        let opened = Journal::open(&path).ok();
        if opened.is_none() {
            std::thread::sleep(Duration::from_millis(20));
        }
        opened
    });
    let config = Config {
        journal: journal.expect("the journal opens"),
        scenarios: Some(scenarios()),
        exports: folder.join("exports"),
        diary,
        program: Program::Serve,
    };
    spawn(config).expect("a thread")
}

/// What the facilitator sees.
pub fn view(stage: &Handle) -> ConsoleView {
    match stage.console().borrow().as_ref() {
        Push::Console { view } => (**view).clone(),
        other => panic!("no console view but {other:?}"),
    }
}

/// Makes a drill with people in it.
pub async fn create(stage: &Handle) -> String {
    let people = vec![
        ("on-call".to_owned(), "Ada".to_owned()),
        ("backend".to_owned(), "Björn".to_owned()),
        ("bridge".to_owned(), "李雷".to_owned()),
    ];
    let call = Call::Create {
        scenario: "3am-outage".to_owned(),
        team: "Night shift".to_owned(),
        seed: None,
        minutes: Some(30),
        people,
    };
    match stage.call(call).await {
        Reply::Opened { drill } => drill,
        other => panic!("not opened: {other:?}"),
    }
}

/// Gives a command.
pub async fn ask(stage: &Handle, command: Command) -> Reply {
    stage
        .call(Call::Command {
            command: Box::new(command),
        })
        .await
}

/// The code and the words of a refusal.
pub fn refused(reply: Reply) -> (String, String) {
    match reply {
        Reply::Refused { refusal } => (refusal.code, refusal.message),
        other => panic!("not refused: {other:?}"),
    }
}
