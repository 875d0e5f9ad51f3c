//! No text makes the reader panic, and every place it names is in the text.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod disk;

use proptest::prelude::*;
use scenario::{Files, Problem, read, read_team};

const SCENARIO: &str = "kiosk-release/scenario.toml";
const SYSTEM: &str = "systems/kiosk/system.toml";
const TEAM: &str = "kiosk-release/teams/good.toml";

fn read_all(files: &Files) {
    let problems = match read(files, "kiosk-release") {
        Ok(read) => {
            let mut problems = read.warnings;
            problems.extend(
                read_team(files, TEAM, &read.scenario)
                    .err()
                    .into_iter()
                    .flatten(),
            );
            problems
        }
        Err(problems) => problems,
    };
    problems
        .iter()
        .for_each(|problem| is_in_its_text(files, problem));
}

fn is_in_its_text(files: &Files, problem: &Problem) {
    assert!(!problem.to_string().is_empty());
    assert!(problem.length > 0 && !problem.message.is_empty() && !problem.help.is_empty());
    let Some(text) = files.get(&problem.file) else {
        return;
    };
    let line = text.split('\n').nth(problem.line as usize - 1).unwrap();
    assert!(
        problem.column as usize <= line.chars().count() + 1,
        "{problem:?}"
    );
}

/// Values that a key may be given by somebody in a hurry.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("true".to_owned()),
        Just("-1".to_owned()),
        Just("1e308".to_owned()),
        Just("nan".to_owned()),
        Just("9223372036854775807".to_owned()),
        Just("[]".to_owned()),
        Just("{}".to_owned()),
        Just("[[[1]]]".to_owned()),
        Just("[{}]".to_owned()),
        Just("1979-05-27".to_owned()),
        Just("\"\"".to_owned()),
        Just("\"->\"".to_owned()),
        Just("\"@\"".to_owned()),
        Just("\"config:\"".to_owned()),
        Just("\"ü.ü -> 電\"".to_owned()),
        "\"[-0-9a-z.:>@ ]{0,20}\"",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn reading_any_text_never_panics(text in "\\PC{0,200}", which in 0usize..3) {
        let mut files = disk::readme::example();
        files.0.insert([SCENARIO, SYSTEM, TEAM][which].to_owned(), text);
        read_all(&files);
    }

    #[test]
    fn any_value_anywhere_is_read_or_refused(line in 0usize..200, value in value(), which in 0usize..3) {
        let mut files = disk::readme::example();
        let path = [SCENARIO, SYSTEM, TEAM][which];
        let mut lines: Vec<String> = files.get(path).unwrap().lines().map(str::to_owned).collect();
        let at = line % lines.len();
        if let Some((key, _)) = lines[at].clone().split_once('=') {
            lines[at] = format!("{key}= {value}");
        }
        files.0.insert(path.to_owned(), lines.join("\n"));
        read_all(&files);
    }

    #[test]
    fn any_damage_is_read_or_refused(at in 0usize..6000, cut in 0usize..30, add in "\\PC{0,6}", which in 0usize..3) {
        let mut files = disk::readme::example();
        let path = [SCENARIO, SYSTEM, TEAM][which];
        let chars: Vec<char> = files.get(path).unwrap().chars().collect();
        let at = at % chars.len();
        let to = (at + cut).min(chars.len());
        let text: String = chars[..at].iter().copied().chain(add.chars()).chain(chars[to..].iter().copied()).collect();
        files.0.insert(path.to_owned(), text);
        read_all(&files);
    }
}
