//! What `3am rehearse` prints at its end, by each of the first scenario's teams; and what the
//! drafts that it writes say of communication and give the linter to say.

use std::path::Path;
use std::process::Command;

use report::Postmortem;
use report::lint::{Place, RemarkKind, lint};

/// What is printed, the section on communication, and what the linter says, one a line.
fn rehearsed(team: &str) -> [String; 3] {
    let out = tempfile::tempdir().expect("a folder");
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios/3am-outage");
    let output = Command::new(env!("CARGO_BIN_EXE_3am"))
        .arg("rehearse")
        .arg(scenario)
        .args(["--team", team, "--out"])
        .arg(out.path())
        .output()
        .expect("3am runs");
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("text");
    // Where it was written differs from run to run.
    let (text, written) = text.rsplit_once("Written to ").expect("its last line");
    assert!(written.contains(&*out.path().to_string_lossy()));
    for line in text.lines() {
        let columns = line.chars().count();
        assert!(columns <= 80, "{columns} columns: {line}");
        assert_eq!(line, line.trim_end(), "blanks at the end");
    }
    let read = |name: &str| std::fs::read_to_string(out.path().join(name)).expect("written");
    let markdown = read("postmortem.md");
    let section = markdown
        .split("\n## ")
        .find(|s| s.starts_with("Communication review"));
    let draft = serde_json::from_str(&read("postmortem.json")).expect("a postmortem");
    let section = section.expect("section 12").to_owned();
    [text.to_owned(), section, remarks(&draft)]
}

/// What the draft gives to say. What the program wrote itself gives nothing; what is left are
/// names in what people typed, and what is for people to fill in.
fn remarks(draft: &Postmortem) -> String {
    let mut lines = Vec::new();
    for remark in lint(draft) {
        let quoted = matches!(
            remark.place,
            Place::Row(_) | Place::Update(_) | Place::Hypothesis(_)
        );
        match remark.kind {
            RemarkKind::NoOwner | RemarkKind::NoDue => continue,
            RemarkKind::Name => assert!(quoted, "{remark:?}"),
            RemarkKind::LuckyEmpty => {}
            _ => panic!("the draft itself gives a remark: {remark:?}"),
        }
        let (place, kind) = (&remark.place, remark.kind);
        lines.push(format!("{place:?} {kind:?}: {}", remark.found));
    }
    lines.join("\n")
}

#[test]
fn the_good_team() {
    let [printed, section, remarks] = rehearsed("good");
    insta::assert_snapshot!(printed);
    insta::assert_snapshot!("good_communication", section);
    insta::assert_snapshot!("good_remarks", remarks);
}

#[test]
fn the_slow_team() {
    let [printed, _, remarks] = rehearsed("slow");
    insta::assert_snapshot!(printed);
    insta::assert_snapshot!("slow_remarks", remarks);
}

#[test]
fn the_harmful_team() {
    let [printed, section, remarks] = rehearsed("harmful");
    insta::assert_snapshot!(printed);
    insta::assert_snapshot!("harmful_communication", section);
    insta::assert_snapshot!("harmful_remarks", remarks);
}
