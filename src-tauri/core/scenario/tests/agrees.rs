//! What this crate believes of a system is what the simulation says of it.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod disk;

use std::collections::BTreeSet;
use std::sync::Arc;

use scenario::{Deed, Files, Scenario, names, read, read_team};
use world::World;

/// Every scenario that ships, and the README's.
fn all() -> Vec<(Files, Scenario)> {
    let (shipped, example) = (disk::shipped(), disk::readme::example());
    let mut all = Vec::new();
    for files in [shipped, example] {
        for id in files.scenario_ids() {
            all.push((files.clone(), read(&files, id).unwrap().scenario));
        }
    }
    all
}

fn begun(scenario: &Scenario) -> World {
    let mut world = World::new(&scenario.system, scenario.seed.into()).unwrap();
    world.advance(-i64::from(scenario.system.warmup_s) * 1000 + 5_000);
    world
}

#[test]
fn the_same_configuration_keys() {
    for (_, scenario) in all() {
        let ours: BTreeSet<String> = names::config_keys(&scenario.system).into_iter().collect();
        let flags: Vec<&str> = scenario
            .system
            .flags
            .iter()
            .map(|flag| flag.id.as_str())
            .collect();
        let theirs = begun(&scenario).config().into_iter().map(|value| value.key);
        let theirs: BTreeSet<String> = theirs
            .filter(|key| !flags.contains(&key.as_str()))
            .collect();
        assert_eq!(ours, theirs, "{}", scenario.id);
    }
}

#[test]
fn every_metric_is_measured() {
    for (_, scenario) in all() {
        let world = begun(&scenario);
        let mut components = names::components(&scenario.system);
        components.push(("browser", world::ComponentKind::Browser));
        for (id, kind) in components {
            for alias in names::aliases(kind) {
                assert!(world.telemetry().find(id, alias).is_some(), "{id}.{alias}");
            }
        }
    }
}

#[test]
fn every_fault_can_be_started() {
    for (_, scenario) in all() {
        let world = begun(&scenario);
        for inject in &scenario.injects {
            if let Some(fault) = &inject.fault {
                world
                    .check_fault(fault)
                    .unwrap_or_else(|refusal| panic!("{}: {refusal:?}", inject.id));
            }
        }
    }
}

/// Refusals that depend on the moment, not on the script.
const OF_THE_MOMENT: [&str; 3] = ["nothing-to-do", "in-progress", "no-earlier-version"];

#[test]
fn every_act_of_a_team_is_possible() {
    for (files, scenario) in all() {
        let world = begun(&scenario);
        for path in files.team_paths(&scenario.id) {
            for step in read_team(&files, path, &scenario).unwrap().steps {
                if let Deed::System { act } = &step.deed
                    && let Err(refusal) = world.estimate(act)
                {
                    assert!(OF_THE_MOMENT.contains(&refusal.code), "{path}: {refusal:?}");
                }
            }
        }
    }
}

#[test]
fn a_clone_of_the_spec_is_the_same_world() {
    for (_, scenario) in all() {
        let again = Arc::new(scenario.system.as_ref().clone());
        let run = |spec: &Arc<world::SystemSpec>| {
            let mut world = World::new(spec, 1).unwrap();
            world.advance(-i64::from(spec.warmup_s) * 1000 + 20_000);
            world.telemetry().fingerprint()
        };
        assert_eq!(run(&scenario.system), run(&again));
    }
}
