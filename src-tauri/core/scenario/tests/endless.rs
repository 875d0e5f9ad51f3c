//! What goes on without end is said in a few words, and in the time that a few words take.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod disk;

use scenario::{Problem, read};

const SCENARIO: &str = "kiosk-release/scenario.toml";

fn problems_of(text: impl Fn(&str) -> String) -> Vec<Problem> {
    let mut files = disk::readme::example();
    let text = text(files.get(SCENARIO).unwrap());
    files.0.insert(SCENARIO.to_owned(), text);
    read(&files, "kiosk-release").unwrap_err()
}

#[test]
fn a_thousand_mistakes_of_one_kind_are_not_said_a_thousand_times() {
    let keys: String = (0..20_000).map(|n| format!("k{n} = {n}\n")).collect();
    let problems = problems_of(|text| format!("{keys}{text}"));
    assert_eq!(problems.len(), 31);
    assert!(problems[29].message.ends_with("has no key `k29`"));
    let last = &problems[30];
    assert!(last.message.ends_with("19970 more of them"), "{last}");
}

#[test]
fn a_name_as_long_as_a_file_is_not_said_in_full() {
    let key = "y".repeat(200_000);
    let problems = problems_of(|text| format!("{key} = 1\n{text}"));
    assert!(problems[0].message.ends_with("yyy…"));
    let value = "x".repeat(200_000);
    let more =
        problems_of(|text| text.replacen("system  = \"", &format!("system  = \"{value}"), 1));
    for problem in problems.iter().chain(&more) {
        assert!(problem.to_string().chars().count() < 2_500);
    }
}
