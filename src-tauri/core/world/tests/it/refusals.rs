//! What cannot be is refused, in words that help.

use std::sync::Arc;

use crate::play::{carried, fault, open_shop};
use crate::systems::storefront;
use world::{Act, Carrier, Effect, World};

#[test]
fn unknown_things_are_named_and_near_ones_suggested() {
    let world = open_shop();
    let refused = world
        .estimate(&Act::Restart { on: "ap".into() })
        .unwrap_err();
    assert_eq!(refused.code, "unknown-component");
    assert_eq!(refused.message, "There is no component called `ap`.");
    assert_eq!(refused.hint, "Did you mean `api`?");
    let code = |act: &Act| world.estimate(act).unwrap_err().code;
    assert_eq!(
        code(&Act::Restart {
            on: "payments".into()
        }),
        "wrong-kind"
    );
    assert_eq!(
        code(&Act::RollBack {
            on: "recs".into(),
            to: None
        }),
        "no-earlier-version"
    );
    assert_eq!(
        code(&Act::RollBack {
            on: "api".into(),
            to: Some("v9".into())
        }),
        "unknown-version"
    );
    assert_eq!(
        code(&Act::Disable {
            on: "api".into(),
            off: true
        }),
        "essential"
    );
    assert_eq!(
        code(&Act::Scale {
            on: "api".into(),
            to: 0
        }),
        "out-of-range"
    );
    assert_eq!(
        code(&Act::Scale {
            on: "api".into(),
            to: 4
        }),
        "nothing-to-do"
    );
    assert_eq!(
        code(&Act::SetConfig {
            key: "api.pool.db.siz".into(),
            value: 5.0
        }),
        "unknown-key"
    );
    assert_eq!(
        code(&Act::SetConfig {
            key: "api.pool.db.size".into(),
            value: 5.5
        }),
        "out-of-range"
    );
    assert_eq!(
        code(&Act::SetConfig {
            key: "recommendations".into(),
            value: 0.0
        }),
        "is-a-flag"
    );
    assert_eq!(
        code(&Act::Flag {
            flag: "x".into(),
            on: true
        }),
        "unknown-flag"
    );
    assert_eq!(
        code(&Act::Breaker {
            edge: "web->api".into(),
            open: true
        }),
        "unknown-edge"
    );
    assert_eq!(
        code(&Act::Breaker {
            edge: "recs->ranker".into(),
            open: true
        }),
        "no-breaker"
    );
    assert_eq!(
        code(&Act::Fallback {
            edge: "api->payments".into(),
            on: true
        }),
        "no-fallback"
    );
    assert_eq!(
        code(&Act::RetryTasks {
            queue: "images".into()
        }),
        "nothing-to-do"
    );
    assert_eq!(code(&Act::PurgeQueue { queue: "db".into() }), "wrong-kind");
    assert_eq!(code(&Act::ShedTraffic { keep: 1.5 }), "out-of-range");
}

#[test]
fn a_version_that_changed_the_schema_does_not_go_back() {
    let mut spec = storefront(20.0);
    spec.services[1].versions[2].rolls_back = false;
    let mut world = World::new(&Arc::new(spec), 1).unwrap();
    world.advance(0);
    let refused = world
        .estimate(&Act::RollBack {
            on: "api".into(),
            to: None,
        })
        .unwrap_err();
    assert_eq!(refused.code, "cannot-roll-back");
}

#[test]
fn faults_that_make_no_sense_are_refused() {
    let mut world = open_shop();
    let code = |fault: &world::Fault| world.check_fault(fault).unwrap_err().code;
    assert_eq!(code(&fault("apj", Effect::Down, None)), "unknown-target");
    assert_eq!(
        code(&fault("db", Effect::Garbage { ratio: 0.5 }, None)),
        "no-such-effect"
    );
    assert_eq!(
        code(&fault("api", Effect::Errors { ratio: 1.5 }, None)),
        "out-of-range"
    );
    assert_eq!(
        code(&carried(fault("api", Effect::Down, None), "api", "v9")),
        "unknown-carrier"
    );
    let mut only = fault("api", Effect::Down, None);
    only.only = Some("GET /api/product".into());
    assert_eq!(
        world.check_fault(&only).unwrap_err().hint,
        "Did you mean `GET /api/products`?"
    );
    let mut outside = fault("payments", Effect::Down, None);
    outside.carried_by = Carrier::Process;
    assert_eq!(code(&outside), "unknown-carrier");
    world
        .start_fault(1, &fault("api", Effect::Down, None))
        .unwrap();
    assert_eq!(
        world
            .start_fault(1, &fault("api", Effect::Down, None))
            .unwrap_err()
            .code,
        "known-id"
    );
    assert_eq!(world.stop_fault(2).unwrap_err().code, "unknown-fault");
}

#[test]
fn a_spec_that_cannot_run_is_told_all_at_once() {
    let mut spec = storefront(20.0);
    spec.services[1].workers = 0;
    spec.traffic.rate = 1e9;
    spec.traffic.journeys[0].calls[1].1 = "GET /api/product".into();
    spec.workers[0].queue = "image".into();
    spec.alerts[0].when = "apii.errors > 1".into();
    spec.alerts[1].when = "api.errors >".into();
    let problems = World::new(&Arc::new(spec), 1).unwrap_err();
    let paths: Vec<&str> = problems
        .iter()
        .map(|problem| problem.path.as_str())
        .collect();
    assert_eq!(
        paths,
        [
            "traffic.rate",
            "traffic.journeys[0].calls[1]",
            "service.api.workers",
            "worker.image-worker.queue",
            "alert[0].when",
            "alert[1].when",
        ]
    );
    assert!(
        problems.iter().all(|problem| !problem.help.is_empty()),
        "{problems:#?}"
    );
}

#[test]
fn services_that_wait_for_each_other_are_refused() {
    let mut spec = storefront(20.0);
    let back = crate::systems::call(
        "api",
        "GET /api/products",
        crate::systems::edge(1_000, 1, 0),
    );
    spec.services[2].endpoints[0].steps.push(back);
    let problems = World::new(&Arc::new(spec), 1).unwrap_err();
    assert!(
        problems[0].message.contains("api, recs") || problems[0].message.contains("circle"),
        "{problems:?}"
    );
}

#[test]
fn an_expression_names_figures_that_there_are() {
    let mut spec = storefront(20.0);
    spec.alerts[0].when = "api.erors / api.requests > 0.01".into();
    let problems = World::new(&Arc::new(spec), 1).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].path, "alert[0].when");
    assert_eq!(problems[0].message, "`api` has no figure called `erors`.");
    assert_eq!(problems[0].help, "Did you mean `errors`?");
}

/// Keys that records from before them do not have.
const NEWER: [&str; 14] = [
    "by_hour",
    "memory",
    "health",
    "reaches",
    "migrates",
    "lock_timeout_us",
    "disk",
    "replica",
    "max_deliveries",
    "prefetch",
    "gpu",
    "load_us",
    "counts_refused",
    "jitter",
];

#[test]
fn a_system_recorded_by_an_earlier_version_opens() {
    fn strip(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Object(map) => {
                map.retain(|key, _| !NEWER.contains(&key.as_str()) && key != "access");
                map.values_mut().for_each(strip);
            }
            serde_json::Value::Array(all) => all.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let spec = storefront(20.0);
    let mut old = serde_json::to_value(&spec).unwrap();
    strip(&mut old);
    for service in old["services"].as_array_mut().unwrap() {
        service.as_object_mut().unwrap().remove("rate_limit");
    }
    let read: world::SystemSpec = serde_json::from_value(old).unwrap();
    assert_eq!(read, spec);
}
