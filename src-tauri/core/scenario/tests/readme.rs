//! The example in scenarios/README.md is one that works.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod disk;

use scenario::{read, read_team};

#[test]
fn the_example_reads_clean() {
    let files = disk::readme::example();
    let scenario = match read(&files, "kiosk-release") {
        Ok(read) => {
            assert_eq!(read.warnings, []);
            read.scenario
        }
        Err(problems) => panic!(
            "{}",
            problems
                .iter()
                .map(|p| format!("{p}\n\n"))
                .collect::<String>()
        ),
    };
    assert_eq!(scenario.injects[1].id, "the-kiosk-calls");
    assert_eq!(scenario.hints[0].expectation, "roll-back");
    assert_eq!(scenario.roles.len(), 2);
    let team = read_team(&files, "kiosk-release/teams/good.toml", &scenario).unwrap();
    assert_eq!(team.steps.len(), 3);
}

#[test]
fn the_readme_names_every_limit_as_it_is() {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios/README.md");
    let text = std::fs::read_to_string(path).unwrap();
    use scenario::limits as l;
    for sentence in [
        format!("{} injects", l::INJECTS),
        format!("{} expectations", l::EXPECTATIONS),
        format!("{} hints", l::HINTS),
        format!("{} roles", l::ROLES),
        format!("{} components", l::COMPONENTS),
        format!("{} entries", l::LIST),
        format!("titles of {}", l::TITLE),
    ] {
        assert!(
            text.contains(&sentence),
            "the README should say \"{sentence}\""
        );
    }
}

#[test]
fn it_reads_the_same_with_the_line_ends_of_windows() {
    let mut files = disk::readme::example();
    let clean = read(&files, "kiosk-release").unwrap().scenario;
    for text in files.0.values_mut() {
        *text = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    }
    let mut read = read(&files, "kiosk-release").unwrap().scenario;
    read.briefing.clone_from(&clean.briefing);
    read.facilitator.clone_from(&clean.facilitator);
    assert_eq!(read, clean);
}
