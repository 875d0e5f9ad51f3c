//! The scenarios that ship read clean.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::print_stderr)]

mod disk;

use scenario::{Problem, Scenario, Trigger, read, read_team};

fn said(problems: &[Problem]) -> String {
    problems
        .iter()
        .map(|problem| format!("{problem}\n\n"))
        .collect()
}

fn clean(id: &str) -> Scenario {
    let files = disk::shipped();
    match read(&files, id) {
        Ok(read) => {
            assert!(read.warnings.is_empty(), "{}", said(&read.warnings));
            read.scenario
        }
        Err(problems) => panic!("{}", said(&problems)),
    }
}

#[test]
fn every_scenario_reads_clean() {
    for id in disk::shipped().scenario_ids() {
        clean(id);
    }
}

#[test]
fn every_team_reads_clean() {
    let files = disk::shipped();
    for id in files.scenario_ids() {
        let scenario = clean(id);
        for path in files.team_paths(id) {
            if let Err(problems) = read_team(&files, path, &scenario) {
                panic!("{}", said(&problems));
            }
        }
    }
}

#[test]
fn the_room_screen_has_four_graphs() {
    for id in disk::shipped().scenario_ids() {
        let scenario = clean(id);
        assert_eq!(
            scenario
                .system
                .panels
                .iter()
                .filter(|panel| panel.key)
                .count(),
            4,
            "{id}"
        );
    }
}

#[test]
fn the_release_of_the_night_goes_out_in_the_warm_up() {
    let scenario = clean("3am-outage");
    let api = scenario
        .system
        .services
        .iter()
        .find(|service| service.id == "api")
        .unwrap();
    assert_eq!(api.version, "v213");
    let last = api.versions.last().unwrap();
    assert_eq!((last.id.as_str(), last.at_s), ("v214", Some(-19 * 60)));
}

#[test]
fn a_run_sheet_fits_another_slot() {
    let scenario = clean("3am-outage");
    let fitted = scenario.fitted(30 * 60_000);
    assert_eq!(fitted.length_ms, 30 * 60_000);
    let at = |scenario: &Scenario, id: &str| {
        let inject = scenario
            .injects
            .iter()
            .find(|inject| inject.id == id)
            .unwrap();
        inject.trigger.clone()
    };
    assert_eq!(
        at(&scenario, "workers-hang"),
        Trigger::At { at_ms: 480_000 }
    );
    assert_eq!(at(&fitted, "workers-hang"), Trigger::At { at_ms: 320_000 });
    // What answers an act keeps its time, and so do faults.
    assert_eq!(at(&fitted, "uploads-again"), at(&scenario, "uploads-again"));
    let fault = |scenario: &Scenario| {
        scenario
            .injects
            .iter()
            .find_map(|inject| inject.fault.as_ref()?.for_ms)
    };
    assert_eq!(fault(&fitted), fault(&scenario));
    assert_eq!(scenario.fitted(scenario.length_ms), scenario);
}
