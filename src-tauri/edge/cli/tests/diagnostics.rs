//! `3am diagnostics`, while the program runs and when its journal cannot be read.
#![allow(clippy::unwrap_used)]

mod program;
#[path = "../../lan/tests/room/mod.rs"]
mod room;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use program::Program;
use serde_json::{Value, json};

fn diagnose(data: &Path, to: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_3am"))
        .args(["diagnostics", "--to"])
        .arg(to)
        .env("THREE_AM_DATA", data)
        .output()
        .unwrap()
}

/// The lines of a file, each of which is one thing.
fn lines(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).expect("each line is one thing"))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn how_the_program_stands_is_written_while_it_runs_and_after_it_died() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("diagnostics.jsonl");
    let program = Program::start(folder.path()).await;
    let mut console = program.console().await;
    let create = json!({ "call": "create", "scenario": "3am-outage", "team": "Quokka",
        "seed": 7, "minutes": 30, "people": [["on-call", "Quokka"]] });
    console.call(create).await.unwrap();
    console.obey(json!({ "do": "start" })).await;

    let output = diagnose(folder.path(), &to);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("no names and no texts"), "{said}");
    let told = lines(&to);
    let one = |what: &str| told.iter().find(|line| line["what"] == what);
    assert_eq!(one("started").unwrap()["program"], "command");
    assert_eq!(one("journal").unwrap()["check"], "sound");
    assert_eq!(one("drills").unwrap()["drills"], 1);
    // Both programs stand in it: the one that tells, and the one whose log it is.
    let programs = told.iter().filter(|line| line["what"] == "started");
    assert_eq!(programs.count(), 2);
    assert!(one("drill_started").is_some());
    assert!(!fs::read_to_string(&to).unwrap().contains("Quokka"));

    // A journal that is no database any more, and the log of before.
    program.kill();
    fs::write(folder.path().join("journal.sqlite"), "Quokka".repeat(1_000)).unwrap();
    fs::remove_file(folder.path().join("journal.sqlite-wal")).unwrap();
    let output = diagnose(folder.path(), &to);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let told = lines(&to);
    let one = |what: &str| told.iter().find(|line| line["what"] == what);
    assert_eq!(
        one("journal").unwrap()["check"],
        json!({ "unread": "no-database" })
    );
    assert!(one("drill_started").is_some());
    assert!(!fs::read_to_string(&to).unwrap().contains("Quokka"));
}

#[test]
fn where_nothing_can_be_written_it_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let output = diagnose(folder.path(), &file.join("diagnostics.jsonl"));
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("diagnostics.jsonl"), "{said}");
}
