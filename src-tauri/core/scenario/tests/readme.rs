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
    let mut table = "| family | a fault | holds on the storefront | what participants see | helps | misleads |\n".to_owned();
    table.push_str("| --- | --- | --- | --- | --- | --- |\n");
    for family in world::families() {
        let example = match family.example.strip_prefix("none: ") {
            Some(words) => words.to_owned(),
            None => format!("`{}`", family.example),
        };
        let symptom = match family.symptom {
            "" => "no single figure".to_owned(),
            symptom => format!("`{symptom}`"),
        };
        table.push_str(&format!(
            "| {} | {example} | {} | {} | {} | {} |\n",
            family.name, symptom, family.seen, family.helps, family.misleads
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

/// The 3 AM outage with each example in its tray, on the shop that ships.
fn with_examples() -> scenario::Scenario {
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
    read.scenario
}

/// Each example is started on the shop that ships, and its symptom comes.
#[test]
fn every_fault_of_the_table_does_what_the_table_says() {
    let scenario = with_examples();
    let begun = |change: &dyn Fn(&mut world::SystemSpec)| {
        let mut system = scenario.system.as_ref().clone();
        change(&mut system);
        let mut world = world::World::new(&std::sync::Arc::new(system), 1).unwrap();
        world.advance(0);
        world
    };
    let plain = begun(&|_| {});
    // Two of them are about how the release went out.
    let partly = begun(&|system| newest(system).reaches = Some(3));
    let migrated = begun(&|system| {
        let v214 = newest(system);
        v214.rolls_back = false;
        v214.migrates = Some(("db".into(), "orders".into()));
    });
    let mut amiss = Vec::new();
    for family in world::families() {
        let inject = scenario.injects.iter().find(|i| i.title == family.name);
        let Some(fault) = inject.and_then(|inject| inject.fault.as_ref()) else {
            assert!(!family.example.starts_with('{'), "{}", family.name);
            continue;
        };
        let mut world = match family.name {
            "Bad deploy: some replicas not updated" => partly.clone(),
            "Bad deploy: a schema that cannot go back" => migrated.clone(),
            _ => plain.clone(),
        };
        let before = symptom(&world, family.symptom);
        if let Err(refused) = world.start_fault(1, fault) {
            panic!("{}: {refused}: {}", family.name, refused.hint);
        }
        let came = (1..=40).any(|quarter| {
            world.advance(quarter * 15_000);
            symptom(&world, family.symptom)
        });
        if before || (!family.symptom.is_empty() && !came) {
            amiss.push(format!("{}: before {before}, came {came}", family.name));
        }
    }
    assert!(amiss.is_empty(), "{amiss:#?}");
}

fn newest(system: &mut world::SystemSpec) -> &mut world::spec::VersionSpec {
    let api = system.services.iter_mut().find(|one| one.id == "api");
    api.unwrap().versions.last_mut().unwrap()
}

fn symptom(world: &world::World, text: &str) -> bool {
    let at_s = (world.now_ms() / 1000) as i32;
    world::Expr::parse(text).is_ok_and(|expr| world.holds(&expr, at_s, 60) == Some(true))
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
