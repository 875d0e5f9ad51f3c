//! One file to pass on: what is packed comes back, and what is hostile does not.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod disk;

use proptest::prelude::*;
use scenario::bundle::{Bundle, Refused, pack, unpack};
use scenario::{Files, read};
use serde_json::{Value, json};

fn kiosk() -> Files {
    let mut files = disk::readme::example();
    let text = "# After a release\nLook twice.\n".to_owned();
    files
        .0
        .insert("systems/kiosk/playbooks/release.md".to_owned(), text);
    files
}

fn packed() -> Value {
    serde_json::from_str(&pack(&kiosk(), "kiosk-release").unwrap()).unwrap()
}

fn said(result: Result<Bundle, Vec<Refused>>) -> String {
    match result {
        Ok(bundle) => format!("taken: {} files", bundle.files.0.len()),
        Err(refused) => {
            assert!(!refused.is_empty());
            let all: Vec<String> = refused.iter().map(ToString::to_string).collect();
            all.join("\n")
        }
    }
}

#[test]
fn what_is_packed_comes_back() {
    let files = kiosk();
    let text = pack(&files, "kiosk-release").unwrap();
    let bundle = unpack(text.as_bytes()).unwrap();
    assert_eq!(
        (bundle.id.as_str(), bundle.system.as_str()),
        ("kiosk-release", "kiosk")
    );
    assert_eq!(bundle.files, files);
    assert_eq!(pack(&bundle.files, "kiosk-release").unwrap(), text);
    // What ships, too; what else lies in the folder stays there.
    let shipped = disk::shipped();
    for id in shipped.scenario_ids() {
        let bundle = unpack(pack(&shipped, id).unwrap().as_bytes()).unwrap();
        assert_eq!(
            read(&bundle.files, id).unwrap(),
            read(&shipped, id).unwrap()
        );
    }
}

#[test]
fn the_ends_of_lines_of_windows_are_plain_afterwards() {
    let mut files = kiosk();
    for text in files.0.values_mut() {
        *text = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    }
    let text = pack(&files, "kiosk-release").unwrap();
    assert_eq!(unpack(text.as_bytes()).unwrap().files, kiosk());
}

#[test]
fn what_does_not_check_is_not_packed() {
    let mut files = kiosk();
    let team = files.0.get_mut("kiosk-release/teams/good.toml").unwrap();
    *team = team.replacen("on    = \"shop\"", "on    = \"shoop\"", 1);
    let refused = pack(&files, "kiosk-release").unwrap_err();
    assert!(refused[0].to_string().contains("good.toml:"), "{refused:?}");
}

/// A bundle with one more file.
fn with(path: &str, text: &str) -> Vec<u8> {
    let mut whole = packed();
    whole["files"][path] = json!(text);
    whole.to_string().into_bytes()
}

fn without(path: &str) -> Vec<u8> {
    let mut whole = packed();
    assert!(
        whole["files"]
            .as_object_mut()
            .unwrap()
            .remove(path)
            .is_some()
    );
    whole.to_string().into_bytes()
}

fn set(key: &str, value: Value) -> Vec<u8> {
    let mut whole = packed();
    whole[key] = value;
    whole.to_string().into_bytes()
}

fn replaced(path: &str, from: &str, to: &str) -> Vec<u8> {
    let whole = packed();
    let text = whole["files"][path].as_str().unwrap();
    assert!(text.contains(from), "{path} has no {from}");
    with(path, &text.replacen(from, to, 1))
}

/// The text of a bundle, changed as text.
fn spoiled(from: &str, to: &str) -> Vec<u8> {
    let text = packed().to_string();
    assert!(text.contains(from), "no {from}");
    text.replacen(from, to, 1).into_bytes()
}

fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    let long = format!("kiosk-release/playbooks/{}.md", "x".repeat(120));
    let many = (0..300).map(|n| (format!("kiosk-release/playbooks/p{n}.md"), json!("# P")));
    let many: serde_json::Map<String, Value> = many.collect();
    let md = |name: &str| with(&format!("kiosk-release/playbooks/{name}.md"), "# P");
    vec![
        ("empty", Vec::new()),
        ("not JSON", b"title = \"The kiosk\"".to_vec()),
        ("not UTF-8", b"{ \"format\": \"\xff\" }".to_vec()),
        ("a list", b"[]".to_vec()),
        (
            "cut short",
            packed().to_string().into_bytes()[..900].to_vec(),
        ),
        (
            "something behind it",
            spoiled("\"files\"", "\"id\": 1 } { \"files\""),
        ),
        ("no format", spoiled("\"format\"", "\"from\"")),
        (
            "another format",
            set("format", json!("three-am/postmortem/1")),
        ),
        (
            "a newer format, with other keys",
            b"{ \"format\": \"three-am/scenario/2\", \"parts\": [] }".to_vec(),
        ),
        ("another key", set("links", json!({ "a": "b" }))),
        (
            "a key twice",
            spoiled("\"format\":", "\"id\":\"kiosk-release\",\"format\":"),
        ),
        (
            "the files twice",
            spoiled("\"format\":", "\"files\":{},\"format\":"),
        ),
        (
            "a path twice",
            spoiled(
                "\"kiosk-release/briefing.md\":",
                "\"kiosk-release/briefing.md\":\"\",\"kiosk-release/briefing.md\":",
            ),
        ),
        ("no files", set("files", json!([]))),
        ("a file that is a table", {
            let mut whole = packed();
            whole["files"]["kiosk-release/briefing.md"] = json!({ "link": "/etc/passwd" });
            whole.to_string().into_bytes()
        }),
        (
            "nested deep",
            format!(
                "{{\"format\":{}1{}}}",
                "[".repeat(100_000),
                "]".repeat(100_000)
            )
            .into_bytes(),
        ),
        (
            "nested deep in tables",
            format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000)).into_bytes(),
        ),
        ("too large", vec![b' '; (8 << 20) + 1]),
        ("too many files", set("files", Value::Object(many))),
        (
            "a file too large",
            with("kiosk-release/briefing.md", &"x".repeat(1_000_001)),
        ),
        ("absolute", with("/etc/cron.d/x.md", "x")),
        ("upwards", with("kiosk-release/../../x.md", "x")),
        ("here", with("kiosk-release/./briefing.md", "x")),
        ("an empty part", with("kiosk-release//briefing.md", "x")),
        ("an empty path", with("", "x")),
        ("a backslash", with("kiosk-release\\teams\\a.toml", "x")),
        ("a drive", with("C:/kiosk-release/briefing.md", "x")),
        ("a stream", with("kiosk-release/briefing.md:hidden", "x")),
        ("too deep", with("kiosk-release/playbooks/more/a.md", "x")),
        ("a control character", md("a\u{7}b")),
        ("a NUL in a name", md("a\0")),
        ("turned about", md("a\u{202e}dm.exe")),
        ("invisible", md("a\u{200b}b")),
        ("a device", md("nul")),
        ("a device with a number", md("COM1.old")),
        (
            "a blank at the end",
            with("kiosk-release/teams /a.toml", "x"),
        ),
        ("a dot at the end", with("kiosk-release./briefing.md", "x")),
        ("hidden", with("kiosk-release/teams/.git.toml", "x")),
        ("a long name", with(&long, "x")),
        ("by case only", with("kiosk-release/Briefing.md", "x")),
        ("by case only, among playbooks", {
            let mut whole = packed();
            for n in ["a", "A"] {
                whole["files"][format!("kiosk-release/playbooks/{n}.md")] = json!("# P");
            }
            whole.to_string().into_bytes()
        }),
        ("a program", with("kiosk-release/run.sh", "x")),
        ("a file of the folder above", with("README.md", "x")),
        ("two scenarios", with("other/scenario.toml", "x")),
        ("two systems", with("systems/other/system.toml", "x")),
        ("a scenario called systems", set("id", json!("systems"))),
        ("an id that is none", set("id", json!("../up"))),
        ("an id of nobody", set("id", json!("other"))),
        (
            "an escape in a text",
            with("kiosk-release/briefing.md", "# A\n\u{1b}[2J"),
        ),
        (
            "a NUL in a text",
            with("kiosk-release/briefing.md", "# A\0"),
        ),
        (
            "a lone return in a text",
            with("kiosk-release/briefing.md", "a\rb"),
        ),
        (
            "a text turned about",
            with("kiosk-release/briefing.md", "# A\nsee \u{202e}cod.exe"),
        ),
        ("no scenario", without("kiosk-release/scenario.toml")),
        ("no system", without("systems/kiosk/system.toml")),
        (
            "mistakes in the scenario",
            replaced("kiosk-release/scenario.toml", "level   = 1", "level   = 9"),
        ),
        (
            "mistakes in a team",
            replaced("kiosk-release/teams/good.toml", "\"on-call\"", "\"on-cal\""),
        ),
        (
            "a system of its own elsewhere",
            replaced("kiosk-release/scenario.toml", "\"kiosk\"", "\"../kiosk\""),
        ),
    ]
}

#[test]
fn what_is_hostile_is_refused_in_words() {
    let mut all = String::new();
    for (what, bytes) in hostile() {
        let said = said(unpack(&bytes));
        assert!(!said.starts_with("taken"), "{what}");
        // A crowd of problems of one kind is read by its first.
        let lines: Vec<&str> = said.lines().take(14).collect();
        all.push_str(&format!("=== {what}\n{}\n\n", lines.join("\n")));
    }
    insta::assert_snapshot!("hostile", all);
}

#[test]
fn it_finds_its_place_beside_what_is_there() {
    let bundle = || unpack(pack(&kiosk(), "kiosk-release").unwrap().as_bytes()).unwrap();
    let mut all = String::new();
    let mut place = |what: &str, there: &Files, id: Option<&str>| {
        let said = match bundle().beside(there, id) {
            Err(refused) => refused.to_string(),
            Ok(placed) => {
                let mut whole = there.clone();
                whole.0.extend(placed.files.0.clone());
                let read = read(&whole, &placed.id).unwrap();
                assert_eq!(read.scenario.system_id, placed.system);
                let paths: Vec<String> = placed.files.0.into_keys().collect();
                format!("{}\n{}", placed.said.join("\n"), paths.join("\n"))
            }
        };
        all.push_str(&format!("=== {what}\n{said}\n\n"));
    };
    let mut other = kiosk();
    other.0.retain(|path, _| path.starts_with("systems/"));
    place("an empty folder", &Files::default(), None);
    place("another name", &Files::default(), Some("my-night"));
    place("no name", &Files::default(), Some("My night"));
    place("the same system", &other, None);
    let changed = other
        .0
        .get_mut("systems/kiosk/playbooks/release.md")
        .unwrap();
    changed.push_str("Three times.\n");
    place("another system", &other, None);
    other
        .0
        .insert("systems/kiosk-2/system.toml".to_owned(), String::new());
    place("two other systems", &other, None);
    place("the scenario is there", &kiosk(), None);
    place(
        "the scenario is there, under another name",
        &kiosk(),
        Some("again"),
    );
    insta::assert_snapshot!("placed", all);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn unpacking_any_text_never_panics(text in "\\PC{0,200}", from in 0usize..4000, cut in 0usize..60) {
        let _ = unpack(text.as_bytes());
        let whole: Vec<char> = packed().to_string().chars().collect();
        let at = from % whole.len();
        let to = (at + cut).min(whole.len());
        let text: String = whole[..at].iter().copied().chain(text.chars()).chain(whole[to..].iter().copied()).collect();
        let _ = unpack(text.as_bytes());
    }

    #[test]
    fn any_path_is_refused_or_a_scenarios(path in "[a-zA-Z./\\\\:\u{202e}\u{200b} -]{0,30}") {
        if let Ok(bundle) = unpack(&with(&path, "# P")) {
            let known = bundle.files.0.keys().all(|path| {
                path.starts_with("kiosk-release/") || path.starts_with("systems/kiosk/")
            });
            prop_assert!(known && !path.contains(".."));
        }
    }
}
