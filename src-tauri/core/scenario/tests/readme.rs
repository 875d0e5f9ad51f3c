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

/// The table of fault families, as `world` has them.
fn faults_table() -> String {
    let mut table = "| family | a fault | what participants see | helps | misleads |\n".to_owned();
    table.push_str("| --- | --- | --- | --- | --- |\n");
    for family in world::families() {
        let example = match family.example.strip_prefix("none: ") {
            Some(words) => words.to_owned(),
            None => format!("`{}`", family.example),
        };
        table.push_str(&format!(
            "| {} | {example} | {} | {} | {} |\n",
            family.name, family.seen, family.helps, family.misleads
        ));
    }
    table
}

/// `THREE_AM_WRITE=1` writes it.
#[test]
fn the_readme_has_the_table_of_faults() {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios/README.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (begin, end) = (
        "<!-- faults: written by the tests of `scenario` -->\n",
        "<!-- end of faults -->",
    );
    let (before, rest) = text.split_once(begin).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    let wanted = format!("{before}{begin}\n{}\n{end}{after}", faults_table());
    if std::env::var_os("THREE_AM_WRITE").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    } else {
        assert!(
            text == wanted,
            "scenarios/README.md is not current: run this test with THREE_AM_WRITE=1"
        );
    }
}

/// Each example can be written into a scenario on the shop that ships.
#[test]
fn every_fault_of_the_table_reads() {
    let mut files = disk::shipped();
    let scenario = files.0.get_mut("3am-outage/scenario.toml").unwrap();
    let examples = world::families()
        .iter()
        .filter(|family| family.example.starts_with('{'));
    for family in examples {
        scenario.push_str(&format!(
            "\n[[inject]]\ntray = true\ntitle = \"{}\"\nfault = {}\n",
            family.name, family.example
        ));
    }
    let read = read(&files, "3am-outage").unwrap_or_else(|problems| {
        let all: String = problems.iter().map(|p| format!("{p}\n\n")).collect();
        panic!("{all}")
    });
    let mut world = world::World::new(&read.scenario.system, 1).unwrap();
    world.advance(-1_000_000);
    for inject in &read.scenario.injects {
        if let Some(fault) = &inject.fault {
            world
                .check_fault(fault)
                .unwrap_or_else(|refused| panic!("{}: {refused}: {}", inject.title, refused.hint));
        }
    }
}

/// Every kind of fault is in the table of kinds.
#[test]
fn the_readme_names_every_kind_of_fault() {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios/README.md");
    let text = std::fs::read_to_string(path).unwrap();
    for kind in scenario::fault_kinds() {
        assert!(text.contains(&format!("\n| `{kind}` |")), "{kind}");
    }
}
