//! Each act takes its time, has its effect and its price, and says what it did.

use crate::play::{done, fault, go, last_minute, open_shop};
use world::{Act, Effect, Health, What, World};

fn health(world: &World, id: &str) -> Health {
    world
        .components()
        .into_iter()
        .find(|one| one.id == id)
        .unwrap()
        .health
}

#[test]
fn a_rollback_goes_replica_by_replica_and_is_in_the_history() {
    let mut world = open_shop();
    let back = Act::RollBack {
        on: "api".into(),
        to: None,
    };
    let estimate = world.estimate(&back).unwrap();
    assert_eq!(estimate.takes_ms, 88_000);
    assert!(estimate.says.contains("v214 → v213"), "{}", estimate.says);
    world.act(1, &back).unwrap();
    go(&mut world, 30);
    assert_eq!(world.act(2, &back).unwrap_err().code, "in-progress");
    let page = world.replica_page("api").unwrap();
    let versions: Vec<&str> = page
        .replicas
        .iter()
        .map(|one| one.version.as_str())
        .collect();
    assert_eq!(versions, ["v213", "v213", "v214", "v214"]);
    go(&mut world, 60);
    assert!(
        world
            .changes()
            .iter()
            .any(|change| change.text == "v214 → v213"),
        "{:?}",
        world.changes()
    );
}

#[test]
fn a_restart_drops_what_is_in_flight() {
    let mut world = open_shop();
    let before = last_minute(&world, "api.errors");
    let (ok, says) = done(&mut world, 1, &Act::Restart { on: "api".into() });
    assert!(ok, "{says}");
    let dropped = last_minute(&world, "api.errors") - before;
    assert!(dropped >= 1.0, "nothing was dropped");
    assert!(last_minute(&world, "api.restarts") >= 2.0);
}

#[test]
fn a_database_restart_is_felt_and_over() {
    let mut world = open_shop();
    world.act(1, &Act::Restart { on: "db".into() }).unwrap();
    go(&mut world, 15);
    assert_eq!(health(&world, "db"), Health::Broken);
    go(&mut world, 120);
    assert_eq!(health(&world, "db"), Health::Ok);
}

#[test]
fn a_model_and_a_cache_restart_too() {
    let mut world = open_shop();
    done(&mut world, 1, &Act::Restart { on: "cache".into() });
    assert!(last_minute(&world, "cache.warmth") < 0.99);
    let (ok, _) = done(
        &mut world,
        2,
        &Act::Restart {
            on: "vision-v7".into(),
        },
    );
    assert!(ok);
    go(&mut world, 90);
    assert!(last_minute(&world, "vision-v7.errors") < 5.0);
}

#[test]
fn scaling_adds_and_takes_away() {
    let mut world = open_shop();
    let more = Act::Scale {
        on: "api".into(),
        to: 8,
    };
    let estimate = world.estimate(&more).unwrap();
    assert!(
        estimate.says.contains("more than the 100 that db takes"),
        "{}",
        estimate.says
    );
    let (ok, says) = done(&mut world, 1, &more);
    assert_eq!((ok, says.as_str()), (true, "8 of 8 replicas on v214"));
    let (ok, says) = done(
        &mut world,
        2,
        &Act::Scale {
            on: "api".into(),
            to: 2,
        },
    );
    assert_eq!((ok, says.as_str()), (true, "2 of 2 replicas on v214"));
    let (ok, _) = done(
        &mut world,
        3,
        &Act::Scale {
            on: "image-worker".into(),
            to: 4,
        },
    );
    assert!(ok);
    assert!((world.queue_page("images").unwrap().workers[0].busy) <= 4);
    go(&mut world, 60);
    assert!((last_minute(&world, "image-worker.slots") - 4.0).abs() < 0.1);
}

#[test]
fn a_pool_larger_than_the_database_takes_is_refused_by_it() {
    let mut world = open_shop();
    let raise = Act::SetConfig {
        key: "api.pool.db.size".into(),
        value: 60.0,
    };
    assert!(
        world
            .estimate(&raise)
            .unwrap()
            .says
            .contains("240 connections"),
        "{:?}",
        world.estimate(&raise)
    );
    done(&mut world, 1, &raise);
    done(
        &mut world,
        2,
        &Act::SetConfig {
            key: "api.workers".into(),
            value: 60.0,
        },
    );
    // Slow queries make every replica want more connections than the database has.
    world
        .start_fault(1, &fault("db", Effect::Slow { factor: 100.0 }, None))
        .unwrap();
    let surge = fault("traffic", Effect::Surge { factor: 4.0 }, None);
    world.start_fault(2, &surge).unwrap();
    go(&mut world, 90);
    assert!(last_minute(&world, "db.refused") > 1.0);
    let connections = last_minute(&world, "db.connections");
    assert!(connections > 95.0 && connections <= 100.0, "{connections}");
}

#[test]
fn a_flag_switches_a_step_off() {
    let mut world = open_shop();
    assert!(last_minute(&world, "recs.requests") > 100.0);
    let (ok, says) = done(
        &mut world,
        1,
        &Act::Flag {
            flag: "recommendations".into(),
            on: false,
        },
    );
    assert_eq!((ok, says.as_str()), (true, "recommendations is off"));
    go(&mut world, 65);
    assert!(last_minute(&world, "recs.requests") < 1.0);
}

#[test]
fn a_breaker_opens_by_itself_and_by_hand() {
    let mut world = open_shop();
    world
        .start_fault(1, &fault("payments", Effect::Down, None))
        .unwrap();
    go(&mut world, 60);
    let edge = |world: &World| {
        world
            .edges()
            .into_iter()
            .find(|edge| edge.from == "api" && edge.to == "payments")
            .unwrap()
    };
    assert_eq!(edge(&world).breaker_open, Some(true));
    world.stop_fault(1).unwrap();
    go(&mut world, 30);
    assert_eq!(
        edge(&world).breaker_open,
        Some(false),
        "one good call closes it"
    );
    done(
        &mut world,
        1,
        &Act::Breaker {
            edge: "api->payments".into(),
            open: true,
        },
    );
    go(&mut world, 65);
    assert!(last_minute(&world, "payments.requests") < 1.0);
    done(
        &mut world,
        2,
        &Act::Breaker {
            edge: "api->payments".into(),
            open: false,
        },
    );
    go(&mut world, 65);
    assert!(last_minute(&world, "payments.requests") > 100.0);
}

#[test]
fn a_fallback_spares_the_callee() {
    let mut world = open_shop();
    done(
        &mut world,
        1,
        &Act::Fallback {
            edge: "api->recs".into(),
            on: true,
        },
    );
    go(&mut world, 65);
    assert!(last_minute(&world, "recs.requests") < 1.0);
    assert!(last_minute(&world, "api.errors / api.requests") < 0.01);
}

#[test]
fn what_is_not_essential_can_be_switched_off() {
    let mut world = open_shop();
    done(
        &mut world,
        1,
        &Act::Disable {
            on: "image-worker".into(),
            off: true,
        },
    );
    go(&mut world, 65);
    assert!(last_minute(&world, "image-worker.done") < 2.0);
    assert_eq!(health(&world, "image-worker"), Health::Off);
    done(
        &mut world,
        2,
        &Act::Disable {
            on: "image-worker".into(),
            off: false,
        },
    );
    go(&mut world, 120);
    assert!(last_minute(&world, "images.depth") < 10.0);
}

#[test]
fn failed_tasks_come_back_and_waiting_ones_are_purged() {
    let mut world = open_shop();
    world
        .start_fault(1, &fault("vision-v7", Effect::Errors { ratio: 1.0 }, None))
        .unwrap();
    go(&mut world, 120);
    world.stop_fault(1).unwrap();
    let page = world.queue_page("images").unwrap();
    assert!(page.failed > 50, "{page:?}");
    let (ok, says) = done(
        &mut world,
        1,
        &Act::RetryTasks {
            queue: "images".into(),
        },
    );
    assert!(ok && says.contains("tasks are back"), "{says}");
    go(&mut world, 120);
    assert_eq!(world.queue_page("images").unwrap().failed, 0);

    done(
        &mut world,
        2,
        &Act::Disable {
            on: "mailer".into(),
            off: true,
        },
    );
    go(&mut world, 60);
    let waiting = world.queue_page("tasks").unwrap().waiting;
    assert!(waiting > 100);
    let (_, says) = done(
        &mut world,
        3,
        &Act::PurgeQueue {
            queue: "tasks".into(),
        },
    );
    assert!(says.contains("thrown away"), "{says}");
    assert!(world.queue_page("tasks").unwrap().waiting < 30);
}

#[test]
fn restarted_workers_give_their_tasks_back() {
    let mut world = open_shop();
    world
        .start_fault(1, &fault("image-worker", Effect::Hang { ratio: 1.0 }, None))
        .unwrap();
    go(&mut world, 15);
    let hung = world.queue_page("images").unwrap().workers[0].hung;
    assert!(hung > 5, "{hung}");
    world.stop_fault(1).unwrap();
    let (ok, says) = done(
        &mut world,
        1,
        &Act::RestartWorkers {
            on: "image-worker".into(),
        },
    );
    assert!(ok, "{says}");
    go(&mut world, 90);
    let page = world.queue_page("images").unwrap();
    assert_eq!((page.workers[0].hung, page.failed), (0, 0), "none was lost");
}

#[test]
fn killed_connections_are_opened_again() {
    let mut world = open_shop();
    let (_, says) = done(
        &mut world,
        1,
        &Act::KillConnections {
            database: "db".into(),
        },
    );
    assert!(says.contains("connections to db were closed"), "{says}");
    go(&mut world, 5);
    assert!(world.database_page("db").unwrap().connections > 0);
}

#[test]
fn shed_users_are_turned_away() {
    let mut world = open_shop();
    done(&mut world, 1, &Act::ShedTraffic { keep: 0.25 });
    go(&mut world, 65);
    let share = last_minute(&world, "browser.shed / browser.journeys");
    assert!((share - 0.75).abs() < 0.05, "{share}");
    assert!(last_minute(&world, "api.requests / browser.journeys") < 0.35);
    done(&mut world, 2, &Act::ShedTraffic { keep: 1.0 });
    go(&mut world, 65);
    assert!(last_minute(&world, "browser.shed") < 1.0);
}

#[test]
fn a_flushed_cache_warms_up_again() {
    let mut world = open_shop();
    let before = last_minute(&world, "db.queries");
    done(
        &mut world,
        1,
        &Act::FlushCache {
            cache: "cache".into(),
        },
    );
    go(&mut world, 30);
    let cold = last_minute(&world, "cache.hits / (cache.hits + cache.misses)");
    assert!(cold < 0.8, "{cold}");
    go(&mut world, 30);
    assert!(last_minute(&world, "db.queries") > before * 1.3);
    go(&mut world, 120);
    let warm = last_minute(&world, "cache.hit_ratio");
    assert!(warm > 0.9, "{warm}");
}

#[test]
fn a_health_check_reads_the_real_state() {
    let mut world = open_shop();
    let (ok, says) = done(&mut world, 1, &Act::HealthCheck { on: "api".into() });
    assert!(ok && says.starts_with("api is well"), "{says}");
    world
        .start_fault(1, &fault("api", Effect::Errors { ratio: 0.4 }, None))
        .unwrap();
    go(&mut world, 20);
    let (ok, says) = done(&mut world, 2, &Act::HealthCheck { on: "api".into() });
    assert!(!ok && says.starts_with("api is broken: errors 4"), "{says}");
}

#[test]
fn a_smoke_test_runs_every_journey_through_the_real_system() {
    let mut world = open_shop();
    let (ok, says) = done(&mut world, 1, &Act::SmokeTest);
    assert_eq!((ok, says.as_str()), (true, "all 3 journeys work"));
    world
        .start_fault(1, &fault("payments", Effect::Down, None))
        .unwrap();
    go(&mut world, 20);
    let (ok, says) = done(&mut world, 2, &Act::SmokeTest);
    assert_eq!(
        (ok, says.as_str()),
        (false, "1 of 3 journeys fail: checkout (500)")
    );
}

#[test]
fn a_dated_version_is_deployed_when_its_time_comes() {
    let world = open_shop();
    let deploys: Vec<_> = world
        .changes()
        .iter()
        .filter(|change| change.component == "api")
        .collect();
    assert_eq!(
        deploys
            .last()
            .map(|change| (change.at_ms, change.text.as_str())),
        Some((-300_000, "v214: release v214"))
    );
    let versions = world
        .components()
        .into_iter()
        .find(|one| one.id == "api")
        .unwrap()
        .versions;
    assert_eq!(versions.len(), 1);
    assert_eq!(versions[0].version, "v214");
}

#[test]
fn every_act_says_when_it_is_done() {
    let mut world = open_shop();
    let acts = [
        Act::SetConfig {
            key: "api->payments.attempts".into(),
            value: 1.0,
        },
        Act::Flag {
            flag: "recommendations".into(),
            on: false,
        },
        Act::HealthCheck { on: "db".into() },
    ];
    for (id, act) in acts.iter().enumerate() {
        world.act(id as u32, act).unwrap();
    }
    let happenings = go(&mut world, 10);
    let ended: Vec<u32> = happenings
        .iter()
        .filter_map(|one| match one.what {
            What::ActDone { act, ok: true, .. } => Some(act),
            _ => None,
        })
        .collect();
    assert_eq!(ended, [1, 2, 0], "in order of time");
}

#[test]
fn what_runs_follows_from_the_dates() {
    let running = |version: &str, v214: Option<i32>| {
        let mut spec = crate::systems::storefront(20.0);
        spec.services[1].version = version.into();
        spec.services[1].versions[2].at_s = v214;
        let mut world = crate::systems::start(&spec, 1);
        let before = world.replica_page("api").unwrap().replicas[0]
            .version
            .clone();
        world.advance(0);
        let after = world.replica_page("api").unwrap().replicas[3]
            .version
            .clone();
        (before, after)
    };
    let pair = |before: &str, after: &str| (before.to_owned(), after.to_owned());
    // Deployed in the warm-up, whichever of the two the spec calls running.
    assert_eq!(running("v213", Some(-300)), pair("v213", "v214"));
    assert_eq!(running("v214", Some(-300)), pair("v213", "v214"));
    // Deployed before the warm-up; not deployed; running since nobody knows when.
    assert_eq!(running("v213", Some(-900)), pair("v214", "v214"));
    assert_eq!(running("v213", None), pair("v213", "v213"));
    assert_eq!(running("v214", None), pair("v214", "v214"));
}
