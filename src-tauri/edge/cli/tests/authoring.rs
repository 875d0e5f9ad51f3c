//! A scenario from its beginning to another machine, as a shell sees it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios")
}

/// The command, with the shipped scenarios as the usual ones, in a working folder.
fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_3am"));
    command.args(args).current_dir(folder);
    command
        .env("THREE_AM_SCENARIOS", shipped())
        .output()
        .expect("3am runs")
}

fn said(output: &Output) -> String {
    let text = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    String::from_utf8_lossy(&text).into_owned()
}

fn done(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", said(&output));
    said(&output)
}

fn refused(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, args);
    assert_eq!(output.status.code(), Some(2), "{args:?}: {}", said(&output));
    said(&output)
}

/// All files below a folder, with what they say.
fn tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            all.extend(tree(&path));
        } else {
            let bytes = fs::read(&path).expect("it");
            all.push((path, bytes));
        }
    }
    all.sort();
    all
}

#[test]
fn a_new_scenario_checks_plays_and_is_mitigated() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let text = done(
        at,
        &[
            "new",
            "first-night",
            "--in",
            "lib",
            "--title",
            "The first night",
        ],
    );
    assert!(text.contains("3am check lib"), "{text}");
    // The folder was empty: the system is carried along.
    assert!(at.join("lib/systems/storefront/system.toml").is_file());
    assert!(at.join("lib/scenario.schema.json").is_file());
    let text = done(at, &["check", "lib/first-night"]);
    assert!(text.contains("Checks clean."), "{text}");
    let text = done(at, &["rehearse", "lib/first-night", "--team", "good"]);
    for words in [
        "The first night",
        "Mitigated",
        "11 met, 0 late, 0 missed of 11",
    ] {
        assert!(text.contains(words), "no {words} in\n{text}");
    }
    assert!(!text.contains("not carried out"), "{text}");
}

#[test]
fn a_copy_differs_by_its_title_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    done(
        at,
        &[
            "new",
            "mine",
            "--from",
            "3am-outage",
            "--in",
            "lib",
            "--title",
            "My \"night\"",
        ],
    );
    for name in [
        "briefing.md",
        "facilitator.md",
        "teams/harmful.toml",
        "scenario.toml",
    ] {
        let read =
            |root: &Path, id: &str| fs::read_to_string(root.join(id).join(name)).expect("it");
        let (copy, from) = (
            read(&at.join("lib"), "mine"),
            read(&shipped(), "3am-outage"),
        );
        let differ: Vec<&str> = copy
            .lines()
            .zip(from.lines())
            .filter(|(a, b)| a != b)
            .map(|(a, _)| a)
            .collect();
        let wanted: &[&str] = if name == "scenario.toml" {
            &["title   = \"My \\\"night\\\"\""]
        } else {
            &[]
        };
        assert_eq!(differ, wanted);
        assert_eq!(copy.lines().count(), from.lines().count());
    }
}

#[test]
fn what_cannot_be_begun_is_refused_and_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    done(at, &["new", "there", "--in", "lib"]);
    let before = tree(at);
    for (args, words) in [
        (vec!["new", "there"], "there already"),
        (vec!["new", "My night"], "cannot be an id"),
        (vec!["new", "../up"], "cannot be an id"),
        (vec!["new", "systems"], "is taken"),
        (vec!["new", "nul"], "is taken"),
        (
            vec!["new", "night", "--system", "storfront"],
            "did you mean `storefront`",
        ),
        (vec!["new", "night", "--title", ""], "cannot be a title"),
        (
            vec!["new", "night", "--from", "no-such"],
            "there is no scenario",
        ),
        (
            vec!["new", "night", "--from", "there", "--system", "mmc"],
            "cannot be used with",
        ),
    ] {
        let args = [args, vec!["--in", "lib"]].concat();
        let text = refused(at, &args);
        assert!(text.contains(words), "{args:?}: {text}");
        assert!(tree(at) == before, "{args:?} wrote something");
    }
}

#[test]
fn a_scenario_goes_to_another_machine_in_one_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let text = done(at, &["pack", "3am-outage"]);
    assert!(text.contains("3am-outage.scenario.json"), "{text}");
    done(at, &["import", "3am-outage.scenario.json", "--in", "lib"]);
    for id in ["3am-outage", "systems/storefront"] {
        let strip = |root: &Path| -> Vec<(PathBuf, Vec<u8>)> {
            let all = tree(&root.join(id)).into_iter();
            all.map(|(path, bytes)| (path.strip_prefix(root).expect("inside").to_owned(), bytes))
                .collect()
        };
        assert!(strip(&at.join("lib")) == strip(&shipped()), "{id}");
    }
    // Packed again, it is the same file.
    done(at, &["pack", "lib/3am-outage", "--to", "again.json"]);
    let read = |name: &str| fs::read(at.join(name)).expect("it");
    assert!(read("again.json") == read("3am-outage.scenario.json"));

    let before = tree(&at.join("lib"));
    let text = refused(at, &["import", "again.json", "--in", "lib"]);
    assert!(text.contains("--as NAME"), "{text}");
    for (name, bytes) in [
        ("noise.json", &b"\xff\xfe"[..]),
        ("empty.json", b""),
        ("a.zip", b"PK"),
    ] {
        fs::write(at.join(name), bytes).expect("written");
        refused(at, &["import", name, "--in", "lib"]);
    }
    refused(at, &["import", "lib", "--in", "lib"]);
    assert!(tree(&at.join("lib")) == before, "a refusal wrote something");

    // The system is another here: its own comes under a free name, and the scenario knows it.
    let system = at.join("lib/systems/storefront/system.toml");
    let text = fs::read_to_string(&system).expect("it");
    fs::write(&system, format!("{text}# ours\n")).expect("written");
    let text = done(
        at,
        &["import", "again.json", "--in", "lib", "--as", "theirs"],
    );
    assert!(text.contains("\"storefront-2\" here"), "{text}");
    let text = done(at, &["check", "lib/theirs"]);
    assert!(text.contains("Checks clean."), "{text}");
}

#[test]
fn the_schemas_of_the_files_are_printed() {
    for name in ["scenario", "system", "team"] {
        let printed = done(&shipped(), &["schema", name]);
        let file = fs::read_to_string(shipped().join(format!("{name}.schema.json"))).expect("it");
        assert!(printed == file, "{name}");
    }
}

#[test]
fn an_incident_becomes_a_drill() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let csv = "time,event\n03:04,API errors\n03:10,Paged\n03:20,Rolled back\n";
    fs::write(at.join("Incident 42.csv"), csv).expect("written");
    fs::write(at.join("ugly.csv"), b"03:04,l\xe4utet\nsoon,x\n").expect("written");
    fs::write(at.join("notes.md"), "# Night\n- 03:04 API errors\n").expect("written");
    let text = refused(at, &["import", "Incident 42.csv", "--in", "lib"]);
    assert!(text.contains("--as NAME"), "{text}");
    for (args, words) in [
        (vec!["import", "ugly.csv", "--in", "lib"], "UTF-8"),
        (
            vec!["import", "notes.md", "--in", "lib", "--starts", "3"],
            "--starts",
        ),
        (
            vec!["import", "notes.md", "--in", "lib", "--system", "nope"],
            "There is no system",
        ),
    ] {
        let text = refused(at, &args);
        assert!(text.contains(words), "{text}");
        assert!(text.matches("error:").count() <= 1, "{text}");
    }
    assert!(!at.join("lib").exists());
    let args = [
        "import",
        "Incident 42.csv",
        "--in",
        "lib",
        "--as",
        "incident-42",
        "--title",
        "Incident 42",
    ];
    let text = done(at, &args);
    assert!(text.contains("3 entries of Incident 42.csv"), "{text}");
    done(at, &["import", "notes.md", "--in", "lib"]);
    let text = done(at, &["check", "lib/incident-42", "lib/notes"]);
    assert!(!text.contains("warning"), "{text}");
    let text = done(at, &["rehearse", "lib/incident-42", "--team", "good"]);
    assert!(text.contains("0 late, 0 missed"), "{text}");
}
