//! `3am simulate`: what it prints agrees with theory, and what it cannot do is said.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn systems() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios/systems")
}

fn run(verb: &str, path: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_3am"));
    let command = command.arg(verb).arg(path).args(args);
    command.output().expect("3am runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The cells of a station's row in the second table.
fn station(text: &str, id: &str) -> Vec<String> {
    let (_, table) = text.split_once("\nstation ").expect("a table of stations");
    let row = table.lines().find(|line| line.starts_with(id));
    let row = row.unwrap_or_else(|| panic!("no {id} in\n{table}"));
    row.split_whitespace().map(str::to_owned).collect()
}

fn ms(cell: &str) -> f64 {
    let number = |text: &str| text.parse::<f64>().expect(cell);
    match cell.strip_suffix("ms") {
        Some(ms) => number(ms),
        None => number(cell.trim_end_matches('s')) * 1e3,
    }
}

/// Erlang's C formula, P(wait), and the mean wait, ms, of `rate` a second on `c` servers.
fn erlang(c: u32, rate: f64, mean_ms: f64) -> (f64, f64) {
    let load = rate * mean_ms / 1e3;
    let blocked = (1..=c).fold(1.0, |b, n| load * b / (f64::from(n) + load * b));
    let wait = blocked / (1.0 - load / f64::from(c) * (1.0 - blocked));
    (wait, wait * mean_ms / (f64::from(c) - load))
}

fn near(what: &str, is: f64, should: f64, within: f64) {
    let off = (is / should - 1.0).abs();
    assert!(off < within, "{what} is {is}, not {should}");
}

/// System, station, servers, arrivals a second, mean service.
const STATIONS: [(&str, &str, u32, f64, f64); 4] = [
    ("mmc", "shop", 10, 80.0, 100.0),
    ("tandem", "front", 2, 40.0, 30.0),
    ("tandem", "middle", 5, 40.0, 100.0),
    ("tandem", "back", 1, 40.0, 17.5),
];

/// The commands of scenarios/README.md, and the figures that it gives for them.
#[test]
fn printed_waits_agree_with_erlang_c() {
    let readme = fs::read_to_string(systems().join("../README.md")).expect("the README");
    let smallest = fs::read_to_string(systems().join("mmc/system.toml")).expect("the file");
    let (_, smallest) = smallest
        .split_once("\n\n")
        .expect("a comment, then the system");
    assert!(readme.contains(smallest), "the README shows systems/mmc");
    for name in ["mmc", "tandem"] {
        let command = format!("3am simulate scenarios/systems/{name} --for 4h");
        assert!(readme.contains(&command), "the README has no {command}");
        let output = run("simulate", &systems().join(name), &["--for", "4h"]);
        let text = said(&output);
        assert_eq!(output.status.code(), Some(0), "{text}");
        for (_, id, c, rate, mean) in STATIONS.iter().filter(|one| one.0 == name) {
            let (wait, wait_ms) = erlang(*c, *rate, *mean);
            for figure in [format!("{wait:.4}"), format!("{wait_ms:.2} ms")] {
                assert!(readme.contains(&figure), "the README has no {figure}");
            }
            let cells = station(&text, id);
            let number = |at: usize| cells[at].parse::<f64>().expect("a number");
            near(&format!("P(wait) at {id}"), number(1), wait, 0.03);
            near(&format!("the wait at {id}"), ms(&cells[2]), wait_ms, 0.04);
            near(
                &format!("the stay at {id}"),
                ms(&cells[3]),
                wait_ms + mean,
                0.02,
            );
            near(
                &format!("Little's law at {id}"),
                number(5),
                number(6),
                0.002,
            );
        }
    }
}

#[test]
fn every_shipped_system_checks_clean_and_runs() {
    let mut seen = 0;
    for entry in fs::read_dir(systems()).expect("systems").flatten() {
        seen += 1;
        let checked = run("check", &entry.path(), &[]);
        let text = said(&checked);
        assert_eq!(checked.status.code(), Some(0), "{text}");
        assert!(text.contains("Checks clean."), "{text}");
        let file = entry.path().join("system.toml");
        let ran = run("simulate", &file, &["--for", "2m", "--warm-up", "1m"]);
        assert_eq!(ran.status.code(), Some(0), "{}", said(&ran));
        assert!(said(&ran).contains("No alert fired."), "{}", said(&ran));
    }
    assert!(seen >= 4, "{seen} systems");
    // The library lists scenarios only.
    let files = shelf::read_files(&systems().join("..")).expect("the scenarios folder");
    let known = ["mmc", "tandem", "twenty", "storefront", "systems"];
    let listed = shelf::ids(&files);
    assert!(
        !listed.iter().any(|id| known.contains(&id.as_str())),
        "{listed:?}"
    );
}

/// What is done shows, and leaves the same bytes again.
#[test]
fn faults_acts_and_settings_come_at_their_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let play = |name: &str| {
        let csv = folder.path().join(format!("{name}.csv"));
        let logs = folder.path().join(format!("{name}.gz"));
        let args = [
            "--for",
            "10m",
            "--warm-up",
            "2m",
            "--set",
            "history.workers=2@1m",
            "--fault",
            "{ kind = \"down\", on = \"tracking\", for = \"3m\" }@2m",
            "--act",
            "{ act = \"restart\", on = \"booking\" }@7m",
            "--csv",
            csv.to_str().expect("a path"),
            "--logs",
            logs.to_str().expect("a path"),
        ];
        let output = run("simulate", &systems().join("twenty"), &args);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let text = said(&output);
        // The last line says how fast it was.
        let (text, _) = text.trim_end().rsplit_once('\n').expect("lines");
        (
            text.to_owned(),
            fs::read(csv).expect("metrics"),
            fs::read(logs).expect("logs"),
        )
    };
    let (a, b) = (play("a"), play("b"));
    assert!(a == b, "two runs differ");
    assert!(a.1.starts_with(b"t_s,component,metric,value\n-120,"));
    insta::assert_snapshot!(a.0);
}

/// Arguments, and words of what is said about them.
const REFUSED: [(&[&str], &str); 9] = [
    (&["--set", "shop.worker=4"], "Did you mean `shop.workers`?"),
    (&["--set", "shop.workers"], "sets nothing"),
    (&["--set", "shop.workers=0"], "from 1 to"),
    (&["--set", "shop.workers=4@1h"], "comes after the end"),
    (&["--set", "shop.workers=4@soon"], "not a duration"),
    (
        &["--fault", "{ kind = \"down\", on = \"db\" }"],
        "is called \"db\"",
    ),
    (
        &["--fault", "{ kind = \"slow\", on = \"shop\" }"],
        "has no `factor`",
    ),
    (
        &["--act", "{ act = \"look\", page = \"logs\" }"],
        "no act on the system",
    ),
    (&["--for", "9h"], "8 h"),
];

#[test]
fn what_cannot_be_done_is_bad_input_and_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let csv = folder.path().join("metrics.csv");
    for (args, words) in REFUSED {
        let all = [args, &["--csv", csv.to_str().expect("a path")]].concat();
        let output = run("simulate", &systems().join("mmc"), &all);
        let text = said(&output) + &String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {text}");
        let found = text.to_lowercase().contains(&words.to_lowercase());
        assert!(found, "{args:?}: no \"{words}\" in\n{text}");
        assert!(!csv.exists(), "{args:?}: something was written");
    }
}

/// A mistake in the file is shown by both commands, and in the same words.
#[test]
fn a_broken_system_is_shown_as_check_shows_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = fs::read_to_string(systems().join("mmc/system.toml")).expect("the file");
    let broken = text.replace("workers = 10", "worker = 10");
    fs::write(folder.path().join("system.toml"), broken).expect("written");
    let (checked, ran) = (
        run("check", folder.path(), &[]),
        run("simulate", folder.path(), &[]),
    );
    assert_eq!(checked.status.code(), Some(2));
    assert_eq!(
        (checked.status, &checked.stdout, &checked.stderr),
        (ran.status, &ran.stdout, &ran.stderr)
    );
    assert!(
        said(&ran).contains("did you mean `workers`"),
        "{}",
        said(&ran)
    );
    assert!(said(&ran).contains("system.toml:"), "{}", said(&ran));
}
