//! A disk that is full under the whole program: the size of files is limited, for the running
//! program and for each command that writes. And a machine that stands still.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod program;
#[path = "../../lan/tests/room/mod.rs"]
mod room;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use journal::Journal;
use program::{Line, Program, scenarios};
use rustix::process::{Pid, Resource, Rlimit, Signal, kill_process, prlimit};
use serde_json::{Value, json};

/// By default a file that grows beyond the limit kills the program; a full disk does not.
const WITHOUT_SIGNAL: &str = "trap '' XFSZ; exec \"$0\" \"$@\"";

fn shell(script: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", script, env!("CARGO_BIN_EXE_3am")]);
    command
}

fn pid(program: &Program) -> Pid {
    Pid::from_raw(i32::try_from(program.pid()).unwrap()).unwrap()
}

/// Files of the program may have so many bytes.
fn limit(program: &Program, bytes: Option<u64>) {
    let most = Rlimit {
        current: bytes,
        maximum: None,
    };
    prlimit(Some(pid(program)), Resource::Fsize, most).unwrap();
}

async fn create(console: &mut Line) -> String {
    let create = json!({ "call": "create", "scenario": "3am-outage", "team": "Night shift",
        "seed": 7, "minutes": 30, "people": [["on-call", "Ada"]] });
    let opened = console.call(create).await.unwrap();
    opened["drill"].as_str().expect("a drill").to_owned()
}

fn note(text: &str) -> Value {
    json!({ "do": "observe", "text": text, "mark": null })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_of_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start_by(&mut shell(WITHOUT_SIGNAL), folder.path()).await;
    let mut console = program.console().await;
    let drill = create(&mut console).await;
    console.obey(json!({ "do": "start" })).await;
    console.obey(note("before")).await;

    limit(&program, Some(4_096));
    console.obey(note("meanwhile")).await;
    let told = |push: &Value| push["view"]["drill"]["unsaved"].is_string();
    let push = console.until("console", told).await.unwrap();
    let said = push["view"]["drill"]["unsaved"].as_str().unwrap();
    assert!(said.contains("goes on in memory"), "{said}");
    let stands = push["view"]["clock"]["at_ms"].as_i64().unwrap();
    console
        .until("console", |push| {
            push["view"]["clock"]["at_ms"].as_i64() > Some(stands)
        })
        .await
        .unwrap();
    // An export does not fit, and leaves nothing.
    let target = folder.path().join("out.md");
    let export = json!({ "call": "export", "format": "markdown", "paper": "a4", "path": target });
    let reply = console.call(export.clone()).await.unwrap();
    assert_eq!(reply["reply"], "refused", "{reply}");
    let message = reply["refusal"]["message"].as_str().unwrap();
    assert!(message.contains("was not written"), "{message}");
    assert!(!target.exists());

    limit(&program, None);
    console.until("console", |push| !told(push)).await.unwrap();
    let reply = console.call(export).await.unwrap();
    assert_eq!(reply["reply"], "exported", "{reply}");
    program.kill();
    let journal = Journal::open(&folder.path().join("journal.sqlite")).unwrap();
    assert_eq!(journal.salvaged(), []);
    let text = serde_json::to_string(&journal.load(&drill).unwrap().events).unwrap();
    assert!(text.contains("before") && text.contains("meanwhile"));
}

/// A machine that sleeps or is overwhelmed: the drill must not leap, and says why it stands.
#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_stood_still_pauses_the_drill() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path()).await;
    let mut console = program.console().await;
    create(&mut console).await;
    console.obey(json!({ "do": "start" })).await;
    kill_process(pid(&program), Signal::STOP).unwrap();
    tokio::time::sleep(Duration::from_millis(6_500)).await;
    kill_process(pid(&program), Signal::CONT).unwrap();
    let paused = |push: &Value| push["view"]["clock"]["state"] == "paused";
    let push = console.until("console", paused).await.unwrap();
    let told = &push["view"]["told"]["reply"]["refusal"]["message"];
    let message = "The drill was paused: the computer could not keep up.";
    assert_eq!(told, message);
    // None of the time counts.
    let at_ms = push["view"]["clock"]["at_ms"].as_i64().unwrap();
    assert!(at_ms < 5_000, "{at_ms}");
    console.obey(json!({ "do": "resume" })).await;
    program.kill();
}

fn files(folder: &Path) -> Vec<String> {
    let mut all = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                all.push(entry.path().display().to_string());
            }
        }
    }
    all
}

/// Each command that writes, on a full disk: it fails in words, and leaves nothing half done.
#[test]
fn commands_say_that_the_disk_is_full() {
    let data = tempfile::tempdir().unwrap();
    let out = tempfile::tempdir().unwrap();
    let night = scenarios().join("3am-outage");
    let run = |script: &str, args: &[&str]| {
        let mut command = shell(script);
        command
            .args(args)
            .env("THREE_AM_DATA", data.path())
            .env("THREE_AM_SCENARIOS", out.path().join("scenarios"))
            .current_dir(out.path());
        command.output().unwrap()
    };
    let path = |name: &str| out.path().join(name).display().to_string();
    let night = night.display().to_string();
    // What the commands read is made on a disk with room.
    let systems = out.path().join("scenarios/systems/storefront");
    fs::create_dir_all(&systems).unwrap();
    for file in fs::read_dir(scenarios().join("systems/storefront"))
        .unwrap()
        .flatten()
    {
        if file.file_type().unwrap().is_file() {
            fs::copy(file.path(), systems.join(file.file_name())).unwrap();
        }
    }
    for args in [
        vec![
            "rehearse",
            &night,
            "--team",
            "good",
            "--minutes",
            "5",
            "--out",
            "played",
        ],
        vec!["open", "played/drill.3am"],
        vec!["pack", &night, "--to", "night.scenario.json"],
    ] {
        let done = run("exec \"$0\" \"$@\"", &args);
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{args:?}: {said}");
    }
    let full = format!("ulimit -f 1; {WITHOUT_SIGNAL}");
    let before = files(out.path());
    let pdf = path("x.pdf");
    for args in [
        vec!["export", "last", "--to", &pdf],
        vec!["export", "last", "--to", "x.md"],
        vec!["export", "last", "--to", "x.json"],
        vec!["export", "last", "--to", "x.3am"],
        vec!["pack", &night, "--to", "x.scenario.json"],
        vec![
            "rehearse",
            &night,
            "--team",
            "good",
            "--minutes",
            "5",
            "--out",
            "x",
        ],
        vec!["import", "night.scenario.json", "--as", "theirs"],
        vec!["new", "a-night"],
    ] {
        let done = run(&full, &args);
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(!done.status.success(), "{args:?}: it says that it was done");
        assert!(said.contains("File too large"), "{args:?}: {said}");
        assert_eq!(files(out.path()), before, "{args:?}: it leaves something");
    }
}
