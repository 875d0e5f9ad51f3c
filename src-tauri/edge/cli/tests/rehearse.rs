//! What `3am rehearse` prints at its end, by each of the first scenario's teams.

use std::path::Path;
use std::process::Command;

fn rehearsed(team: &str) -> String {
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios/3am-outage");
    let output = Command::new(env!("CARGO_BIN_EXE_3am"))
        .arg("rehearse")
        .arg(scenario)
        .args(["--team", team])
        .output()
        .expect("3am runs");
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("text");
    for line in text.lines() {
        let columns = line.chars().count();
        assert!(columns <= 80, "{columns} columns: {line}");
        assert_eq!(line, line.trim_end(), "blanks at the end");
    }
    text
}

#[test]
fn the_good_team() {
    insta::assert_snapshot!(rehearsed("good"));
}

#[test]
fn the_slow_team() {
    insta::assert_snapshot!(rehearsed("slow"));
}

#[test]
fn the_harmful_team() {
    insta::assert_snapshot!(rehearsed("harmful"));
}
