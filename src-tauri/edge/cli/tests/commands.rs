//! The commands as a shell sees them: what they print, their exit status, what they leave.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios")
}

fn run(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_3am"));
    command
        .args(args)
        .env_remove("THREE_AM_DATA")
        .output()
        .expect("3am runs")
}

fn said(output: &Output) -> String {
    let text = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    String::from_utf8_lossy(&text).into_owned()
}

/// A copy of the shipped scenarios in which one text of one file is another.
fn spoiled(file: &str, from: &str, to: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&shipped(), folder.path());
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).expect("the file");
    assert!(text.contains(from), "{file} has no {from}");
    fs::write(path, text.replacen(from, to, 1)).expect("written");
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("copied");
        }
    }
}

#[test]
fn the_shipped_scenario_checks_clean() {
    let output = run(&[
        "check",
        shipped().join("3am-outage").to_str().expect("a path"),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("Checks clean."), "{}", said(&output));
}

#[test]
fn a_path_that_leads_nowhere_keeps_nothing_else_from_being_checked() {
    let there = shipped().join("3am-outage");
    let output = run(&["check", "no/such", there.to_str().expect("a path")]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    for words in ["no/such", "3am-outage: 18 injects", "1 mistake."] {
        assert!(said(&output).contains(words), "{words}: {}", said(&output));
    }
}

#[test]
fn what_nobody_could_notice_is_a_warning_and_no_mistake() {
    let folder = spoiled(
        "3am-outage/scenario.toml",
        "rate = 0.08",
        "rate = 0.0000001",
    );
    let scenario = folder.path().join("3am-outage");
    let output = run(&["check", scenario.to_str().expect("a path")]);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("nobody could notice"), "{text}");
    assert!(text.contains("with 1 warning."), "{text}");
}

/// (file, what stands there, what stands there now, what is said about it)
const MISTAKES: [(&str, &str, &str, &[&str]); 6] = [
    (
        "3am-outage/scenario.toml",
        "system",
        "system = = ",
        &["3am-outage/scenario.toml:", "help:"],
    ),
    (
        "3am-outage/scenario.toml",
        "role",
        "rolle",
        &["did you mean", "scenario.toml:"],
    ),
    (
        "3am-outage/scenario.toml",
        "at    = \"00:00\"",
        "at = \"-00:10\"",
        &["scenario.toml:", "help:"],
    ),
    (
        "3am-outage/scenario.toml",
        "\"api.db\"",
        "\"ap.db\"",
        &["`ap", "api"],
    ),
    (
        "3am-outage/teams/good.toml",
        "\"on-call\"",
        "\"on-cal\"",
        &["on-cal", "on-call", "good.toml:"],
    ),
    (
        "3am-outage/teams/good.toml",
        "act  = \"roll-back\"",
        "act = \"roll-bakc\"",
        &["roll-bakc", "roll-back"],
    ),
];

#[test]
fn a_mistake_is_named_with_place_and_remedy_and_nothing_is_written() {
    for (file, from, to, words) in MISTAKES {
        let folder = spoiled(file, from, to);
        let scenario = folder.path().join("3am-outage");
        let scenario = scenario.to_str().expect("a path");
        let checked = run(&["check", scenario]);
        let text = said(&checked);
        assert_eq!(checked.status.code(), Some(2), "{file} {to}: {text}");
        for word in words {
            assert!(
                text.to_lowercase().contains(&word.to_lowercase()),
                "{to}: no {word} in\n{text}"
            );
        }
        let out = folder.path().join("out");
        let out_text = out.to_str().expect("a path");
        let played = run(&["rehearse", scenario, "--team", "good", "--out", out_text]);
        assert_eq!(
            played.status.code(),
            Some(2),
            "{file} {to}: {}",
            said(&played)
        );
        assert!(!out.exists(), "{to}: something was written");
    }
}

#[test]
fn an_unknown_scenario_or_team_is_bad_input() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let out = out.to_str().expect("a path");
    let shipped = shipped().join("3am-outage");
    let shipped = shipped.to_str().expect("a path");
    for args in [
        vec![
            "rehearse",
            "no/such/scenario",
            "--team",
            "good",
            "--out",
            out,
        ],
        vec!["rehearse", shipped, "--team", "no-such-team", "--out", out],
        vec![
            "rehearse",
            shipped,
            "--team",
            "good",
            "--minutes",
            "1",
            "--out",
            out,
        ],
        vec!["check", "no/such/scenario"],
        vec!["export", "no-such-drill", "--to", "postmortem.doc"],
    ] {
        let output = run(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", said(&output));
        assert!(!Path::new(out).exists());
    }
    let output = run(&["rehearse", shipped, "--team", "no-such-team", "--out", out]);
    assert!(
        said(&output).contains("good, harmful, slow"),
        "{}",
        said(&output)
    );
}

#[test]
fn a_database_from_a_newer_version_is_refused_in_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("journal.sqlite");
    drop(journal::Journal::open(&path).expect("a journal"));
    // `user_version` stands at byte 60 of an SQLite file, big-endian.
    let mut bytes = fs::read(&path).expect("the file");
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    fs::write(&path, &bytes).expect("written");
    for wal in ["journal.sqlite-wal", "journal.sqlite-shm"] {
        let _ = fs::remove_file(folder.path().join(wal));
    }
    let to = folder.path().join("postmortem.pdf");
    let output = run(&[
        "export",
        "last",
        "--journal",
        path.to_str().expect("a path"),
        "--to",
        to.to_str().expect("a path"),
    ]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(
        said(&output).contains("newer Three AM"),
        "{}",
        said(&output)
    );
    assert!(!to.exists());
}

#[test]
fn a_damaged_journal_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("journal.sqlite");
    fs::write(&path, [0xa5; 8_192]).expect("written");
    let target = folder.path().join("x.md");
    let output = run(&[
        "export",
        "last",
        "--journal",
        &path.display().to_string(),
        "--to",
        &target.display().to_string(),
    ]);
    assert!(!output.status.success() && !target.exists());
    let said = said(&output);
    assert!(said.contains("warning: The journal was damaged"), "{said}");
    assert!(said.contains("journal-damaged-1.sqlite"), "{said}");
}

/// The same inputs give the same bytes, the PDF included; another seed another drill.
#[test]
fn a_rehearsal_is_the_same_bytes_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let scenario = shipped().join("3am-outage");
    let play = |name: &str, seed: &str| {
        let out = folder.path().join(name);
        let args = [
            "rehearse",
            scenario.to_str().expect("a path"),
            "--team",
            "slow",
            "--minutes",
            "15",
            "--seed",
            seed,
            "--out",
            out.to_str().expect("a path"),
        ];
        let output = run(&args);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        out
    };
    let (a, b, c) = (play("a", "1"), play("b", "1"), play("c", "2"));
    for name in [
        "events.jsonl",
        "metrics.csv",
        "logs.txt.gz",
        "alerts.jsonl",
        "postmortem.pdf",
        "postmortem.md",
        "postmortem.json",
        "action-items.csv",
        "drill.3am",
    ] {
        let read = |folder: &Path| fs::read(folder.join(name)).expect(name);
        assert!(read(&a) == read(&b), "{name} differs between two runs");
        if name == "metrics.csv" {
            assert!(read(&a) != read(&c), "another seed is another night");
            assert!(read(&a).starts_with(b"t_s,component,metric,value\n"));
        }
    }
}

/// From a rehearsal over a drill file into a journal, and out of it again.
#[test]
fn a_drill_file_is_opened_and_exported_from() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    let scenario = shipped().join("3am-outage").display().to_string();
    let done = |args: &[&str]| {
        let output = run(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", said(&output));
        said(&output)
    };
    let out = at("out");
    done(&[
        "rehearse",
        &scenario,
        "--team",
        "slow",
        "--minutes",
        "10",
        "--out",
        &out,
    ]);
    let (file, journal) = (at("out/drill.3am"), at("journal.sqlite"));
    let text = done(&["open", &file, "--journal", &journal]);
    assert!(text.contains("stands in the library"), "{text}");
    let text = done(&["open", &file, "--journal", &journal]);
    assert!(text.contains("there already, the same"), "{text}");

    let again = at("again.3am");
    done(&["export", "last", "--journal", &journal, "--to", &again]);
    assert!(fs::read(&file).expect("it") == fs::read(&again).expect("it"));
    let direct = at("direct.json");
    done(&["export", &file, "--to", &direct]);
    let rehearsed = at("out/postmortem.json");
    let read = |path: &str| fs::read_to_string(path).expect("it");
    let (direct, rehearsed) = (read(&direct), read(&rehearsed));
    for (one, other) in direct.lines().zip(rehearsed.lines()) {
        assert_eq!(one, other);
    }
    assert!(direct == rehearsed);

    for (name, bytes) in [("text.3am", &b"Dear diary"[..]), ("empty.3am", b"")] {
        fs::write(at(name), bytes).expect("written");
    }
    for args in [
        ["open", &at("text.3am"), "--journal", &at("new.sqlite")],
        ["open", &at("empty.3am"), "--journal", &at("new.sqlite")],
        ["open", &at("none.3am"), "--journal", &at("new.sqlite")],
        ["export", &at("text.3am"), "--to", &at("new.pdf")],
    ] {
        let output = run(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", said(&output));
        assert!(said(&output).contains("help:"), "{}", said(&output));
    }
    assert!(!Path::new(&at("new.pdf")).exists());
}

#[test]
fn the_schema_is_printed() {
    let output = run(&["schema", "postmortem"]);
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(
        schema["properties"]["format"]["const"],
        "three-am/postmortem/1"
    );
}
