//! Each kind of fault does what it says, where it says, as long as its carrier is there.

use crate::play::{carried, done, fault, go, last_minute, open_shop};
use world::{Act, Carrier, Effect, Fault, Happening, Shape, What, World};

fn failing(world: &World, service: &str) -> f64 {
    last_minute(world, &format!("{service}.errors / {service}.requests"))
}

fn after(seconds: i64, fault: &Fault) -> World {
    let mut world = open_shop();
    world.start_fault(1, fault).unwrap();
    go(&mut world, seconds);
    world
}

#[test]
fn a_healthy_shop_is_healthy() {
    let mut world = open_shop();
    let happenings = go(&mut world, 300);
    assert!(happenings.is_empty(), "{happenings:?}");
    let totals = world.totals();
    assert!(
        totals.failed_requests * 1000 < totals.requests,
        "{totals:?}"
    );
    assert!(totals.counts["orders"] > 1000, "{totals:?}");
    assert!(
        world
            .components()
            .iter()
            .all(|one| one.health == world::Health::Ok),
        "{:#?}",
        world.components()
    );
    assert!(last_minute(&world, "images.depth") < 5.0);
}

#[test]
fn a_leak_exhausts_the_pool_and_a_rollback_mends_it() {
    let leak = carried(
        fault("api.db", Effect::PoolLeak { rate: 0.1 }, None),
        "api",
        "v214",
    );
    let leak = Fault {
        only: Some("POST /api/checkout".into()),
        ..leak
    };
    let mut world = after(240, &leak);
    assert!(last_minute(&world, "api.pool_used / api.pool_size") > 0.95);
    assert!(failing(&world, "api") > 0.2, "{}", failing(&world, "api"));
    assert!(last_minute(&world, "api.pool_timeouts") > 10.0);
    assert!(
        last_minute(&world, "web.errors / web.requests") < 0.01,
        "the pages themselves still come"
    );

    // A restart frees what was leaked, and the source goes on.
    done(&mut world, 1, &Act::Restart { on: "api".into() });
    go(&mut world, 45);
    let healed = failing(&world, "api");
    assert!(healed < 0.35, "{healed}");
    go(&mut world, 240);
    assert!(
        failing(&world, "api") > 0.2,
        "it is back: {}",
        failing(&world, "api")
    );
    assert!(world.faults()[0].active);

    let (ok, says) = done(
        &mut world,
        2,
        &Act::RollBack {
            on: "api".into(),
            to: None,
        },
    );
    assert_eq!((ok, says.as_str()), (true, "4 of 4 replicas on v213"));
    go(&mut world, 120);
    assert!(failing(&world, "api") < 0.01, "{}", failing(&world, "api"));
    assert!(last_minute(&world, "api.pool_used / api.pool_size") < 0.3);
    assert!(!world.faults()[0].active, "it sleeps with its version");
}

#[test]
fn what_leaked_stays_when_the_source_is_stopped() {
    let mut world = after(240, &fault("api.db", Effect::PoolLeak { rate: 0.1 }, None));
    world.stop_fault(1).unwrap();
    go(&mut world, 120);
    assert!(last_minute(&world, "api.pool_used / api.pool_size") > 0.95);
    done(&mut world, 1, &Act::Restart { on: "api".into() });
    go(&mut world, 90);
    assert!(failing(&world, "api") < 0.01);
}

#[test]
fn down_refuses() {
    let mut world = after(60, &fault("db", Effect::Down, Some(61_000)));
    assert!(failing(&world, "api") > 0.2, "{}", failing(&world, "api"));
    assert!(last_minute(&world, "db.connections") < 1.0);
    let ended = go(&mut world, 5);
    assert!(
        ended
            .iter()
            .any(|one| matches!(one.what, What::FaultEnded { fault: 1, .. })),
        "{ended:?}"
    );
    go(&mut world, 120);
    assert!(failing(&world, "api") < 0.01, "{}", failing(&world, "api"));

    let world = after(60, &fault("api", Effect::Down, None));
    assert!(last_minute(&world, "browser.journeys_failed / browser.journeys") > 0.9);
    let world = after(60, &fault("payments", Effect::Down, None));
    assert!(
        last_minute(
            &world,
            "browser.journeys_failed_checkout / browser.journeys_checkout"
        ) > 0.9
    );
    assert!(
        last_minute(
            &world,
            "browser.journeys_failed_browse / browser.journeys_browse"
        ) < 0.02
    );
    let world = after(60, &fault("image-worker", Effect::Down, None));
    assert!(last_minute(&world, "image-worker.done") < 5.0);
    assert!(last_minute(&world, "images.depth") > 30.0);
    let world = after(60, &fault("cache", Effect::Down, None));
    assert!(last_minute(&world, "cache.hits") < 1.0);
    assert!(
        failing(&world, "api") < 0.02,
        "without its cache it goes on"
    );
    let world = after(60, &fault("images", Effect::Down, None));
    assert!(
        last_minute(
            &world,
            "browser.journeys_failed_upload / browser.journeys_upload"
        ) > 0.9
    );
    let world = after(60, &fault("vision-v7", Effect::Down, None));
    assert!(last_minute(&world, "image-worker.retried") > 10.0);
}

#[test]
fn slow_takes_longer() {
    let healthy = last_minute(&open_shop(), "api.p95_ms");
    for (on, factor) in [
        ("api", 10.0),
        ("db", 20.0),
        ("payments", 6.0),
        ("api->payments", 6.0),
        ("api->db", 20.0),
    ] {
        let world = after(90, &fault(on, Effect::Slow { factor }, None));
        let slow = last_minute(&world, "api.p95_ms");
        assert!(
            slow > healthy * 1.3,
            "{on}: {slow} ms, healthy {healthy} ms"
        );
    }
    let mut one_table = fault("db", Effect::Slow { factor: 100.0 }, None);
    one_table.only = Some("images".into());
    let world = after(90, &one_table);
    assert!(last_minute(&world, "db.p99_ms") > 300.0);
    assert!(
        last_minute(
            &world,
            "browser.journeys_failed_checkout / browser.journeys_checkout"
        ) < 0.02
    );
    let world = after(90, &fault("vision-v7", Effect::Slow { factor: 8.0 }, None));
    assert!(last_minute(&world, "image-worker.p95_ms") > 4_000.0);
}

#[test]
fn errors_fail_a_share() {
    let world = after(60, &fault("api", Effect::Errors { ratio: 0.3 }, None));
    assert!(
        (failing(&world, "api") - 0.3).abs() < 0.04,
        "{}",
        failing(&world, "api")
    );
    let world = after(60, &fault("db", Effect::Errors { ratio: 0.5 }, None));
    assert!(last_minute(&world, "db.errors / db.queries") > 0.4);
    let world = after(
        60,
        &fault("api->payments", Effect::Errors { ratio: 1.0 }, None),
    );
    assert!(
        last_minute(&world, "payments.requests") < 1.0,
        "nothing arrives"
    );
    let world = after(60, &fault("vision-v7", Effect::Errors { ratio: 0.5 }, None));
    assert!(last_minute(&world, "vision-v7.errors / vision-v7.requests") > 0.4);
}

#[test]
fn a_bad_bundle_fails_in_the_browser_only() {
    let bundle = carried(
        fault("browser", Effect::Errors { ratio: 0.8 }, None),
        "web",
        "w57",
    );
    let mut world = after(60, &bundle);
    assert!(last_minute(&world, "browser.js_errors") > 100.0);
    assert!(failing(&world, "api") < 0.01 && failing(&world, "web") < 0.01);
    assert!(
        last_minute(
            &world,
            "browser.journeys_failed_browse / browser.journeys_browse"
        ) > 0.7
    );
    done(
        &mut world,
        1,
        &Act::RollBack {
            on: "web".into(),
            to: None,
        },
    );
    go(&mut world, 70);
    assert!(last_minute(&world, "browser.js_errors") < 5.0);
}

#[test]
fn hung_slots_stay_hung_until_a_restart() {
    let mut hang = fault("mailer", Effect::Hang { ratio: 0.05 }, None);
    hang.only = Some("receipt".into());
    let mut world = after(300, &hang);
    assert!(
        last_minute(&world, "mailer.hung") > 5.9,
        "{}",
        last_minute(&world, "mailer.hung")
    );
    assert!(last_minute(&world, "tasks.oldest_s") > 60.0);
    assert!(failing(&world, "api") < 0.01, "the api stays green");
    world.stop_fault(1).unwrap();
    go(&mut world, 60);
    assert!(
        last_minute(&world, "mailer.hung") > 5.9,
        "what hung stays hung"
    );
    done(
        &mut world,
        1,
        &Act::RestartWorkers {
            on: "mailer".into(),
        },
    );
    go(&mut world, 240);
    assert!(last_minute(&world, "mailer.hung") < 0.1);
    assert!(last_minute(&world, "tasks.depth") < 5.0);
}

#[test]
fn a_hung_model_holds_tasks_until_their_limit() {
    let mut world = after(180, &fault("vision-v7", Effect::Hang { ratio: 1.0 }, None));
    assert!(last_minute(&world, "vision-v7.busy") > 11.0);
    assert!(last_minute(&world, "image-worker.done") < 1.0);
    assert!(last_minute(&world, "image-worker.retried") > 5.0);
    world.stop_fault(1).unwrap();
    go(&mut world, 400);
    assert!(last_minute(&world, "image-worker.done") > 50.0);
}

#[test]
fn a_lock_queues_one_table_while_the_cores_idle() {
    let mut lock = fault("db", Effect::Hang { ratio: 1.0 }, None);
    lock.only = Some("orders".into());
    lock.carried_by = Carrier::Process;
    let mut world = after(60, &lock);
    assert!(last_minute(&world, "db.locked") > 10.0);
    assert!(last_minute(&world, "db.active") < 2.0);
    let page = world.database_page("db").unwrap();
    assert_eq!(page.lock_waits[0].table, "orders");
    done(
        &mut world,
        1,
        &Act::KillConnections {
            database: "db".into(),
        },
    );
    go(&mut world, 75);
    assert!(failing(&world, "api") < 0.02, "{}", failing(&world, "api"));
    assert!(world.faults().is_empty(), "whoever held the lock is gone");
}

#[test]
fn surges_bring_more() {
    let world = after(60, &fault("traffic", Effect::Surge { factor: 3.0 }, None));
    let rate = last_minute(&world, "browser.journeys") / 60.0;
    assert!((rate / 60.0 - 1.0).abs() < 0.1, "{rate}");
    let world = after(60, &fault("images", Effect::Surge { factor: 4.0 }, None));
    let tasks = last_minute(&world, "images.published / browser.journeys_upload");
    assert!((tasks - 4.0).abs() < 0.3, "{tasks}");
}

#[test]
fn garbage_is_a_success() {
    let world = after(
        120,
        &fault("vision-v7", Effect::Garbage { ratio: 0.6 }, None),
    );
    let quality = last_minute(&world, "vision-v7.quality");
    assert!((quality - 0.97 * 0.4).abs() < 0.1, "{quality}");
    assert!(last_minute(&world, "vision-v7.errors / vision-v7.requests") < 0.02);
    let model = world
        .components()
        .into_iter()
        .find(|one| one.id == "vision-v7")
        .unwrap();
    assert_eq!(
        model.health,
        world::Health::Ok,
        "from outside it looks well"
    );
}

#[test]
fn a_wrong_value_stays_until_somebody_sets_it_back() {
    let key = "api->payments.timeout_ms";
    let wrong = Effect::Misconfigured { value: 20.0 };
    let mut world = after(90, &fault(key, wrong, None));
    let failing = "browser.journeys_failed_checkout / browser.journeys_checkout";
    assert!(last_minute(&world, failing) > 0.9);
    let back = Act::SetConfig {
        key: key.into(),
        value: 5000.0,
    };
    world.act(1, &back).unwrap();
    let happenings = go(&mut world, 10);
    let ended = |one: &Happening| matches!(one.what, What::FaultEnded { fault: 1, .. });
    assert!(happenings.iter().any(ended), "{happenings:?}");
    assert!(world.faults().is_empty());
    go(&mut world, 90);
    assert!(last_minute(&world, failing) < 0.02);
}

#[test]
fn a_quota_that_shrinks_is_not_ours_to_raise() {
    let mut world = after(
        90,
        &fault(
            "payments.rate_limit",
            Effect::Misconfigured { value: 1.0 },
            None,
        ),
    );
    assert!(last_minute(&world, "payments.limited") > 10.0);
    let raise = Act::SetConfig {
        key: "payments.rate_limit".into(),
        value: 100.0,
    };
    assert_eq!(world.act(1, &raise).unwrap_err().code, "not-ours");
    world.stop_fault(1).unwrap();
    go(&mut world, 90);
    assert!(last_minute(&world, "payments.limited") < 1.0);
}

#[test]
fn a_ramp_grows_and_a_pulse_comes_and_goes() {
    let mut ramp = fault("api", Effect::Errors { ratio: 1.0 }, None);
    ramp.shape = Shape::Ramp { over_ms: 120_000 };
    let mut world = after(60, &ramp);
    assert!((world.faults()[0].strength - 0.5).abs() < 0.01);
    go(&mut world, 120);
    assert!(failing(&world, "api") > 0.95);

    let mut pulse = fault("traffic", Effect::Surge { factor: 10.0 }, None);
    pulse.shape = Shape::Pulse {
        every_ms: 20_000,
        on_ms: 5_000,
    };
    let world = after(60, &pulse);
    let arrived = &world
        .telemetry()
        .find("browser", "journeys")
        .unwrap()
        .values;
    let seconds = |from: usize, to: usize| {
        arrived[600 + from..600 + to].iter().sum::<f32>() / (to - from) as f32
    };
    assert!(seconds(0, 5) > 150.0 && seconds(20, 25) > 150.0 && seconds(40, 45) > 150.0);
    assert!(
        seconds(6, 20) < 30.0 && seconds(26, 40) < 30.0,
        "{}",
        seconds(6, 20)
    );
}

#[test]
fn a_version_that_nobody_runs_carries_nothing_until_it_is_deployed() {
    let errors = carried(
        fault("api", Effect::Errors { ratio: 0.5 }, None),
        "api",
        "v212",
    );
    let mut world = after(60, &errors);
    assert!(!world.faults()[0].active);
    assert!(failing(&world, "api") < 0.01);
    done(
        &mut world,
        1,
        &Act::RollBack {
            on: "api".into(),
            to: Some("v212".into()),
        },
    );
    go(&mut world, 60);
    assert!(world.faults()[0].active);
    assert!(failing(&world, "api") > 0.4);
}

#[test]
fn a_half_rolled_service_is_half_broken() {
    let errors = carried(
        fault("api", Effect::Errors { ratio: 1.0 }, None),
        "api",
        "v214",
    );
    let mut world = after(60, &errors);
    assert!(failing(&world, "api") > 0.99);
    world
        .act(
            1,
            &Act::RollBack {
                on: "api".into(),
                to: None,
            },
        )
        .unwrap();
    go(&mut world, 44);
    let versions = world
        .components()
        .into_iter()
        .find(|one| one.id == "api")
        .unwrap()
        .versions;
    assert_eq!(versions.len(), 2, "{versions:?}");
    let mut short = world::Expr::parse("api.errors / api.requests").unwrap();
    let now = |world: &World, expr: &world::Expr| {
        world.eval(expr, (world.now_ms() / 1000) as i32, 5).unwrap()
    };
    let half = now(&world, &short);
    assert!(half > 0.1 && half < 0.9, "{half}");
    go(&mut world, 60);
    short = world::Expr::parse("api.errors / api.requests").unwrap();
    assert!(now(&world, &short) < 0.02);
}

#[test]
fn a_process_fault_goes_with_its_processes() {
    let mut slow = fault("api", Effect::Errors { ratio: 0.5 }, None);
    slow.carried_by = Carrier::Process;
    let mut world = after(60, &slow);
    assert!(failing(&world, "api") > 0.4);
    world.act(1, &Act::Restart { on: "api".into() }).unwrap();
    let happenings = go(&mut world, 85);
    assert!(
        happenings
            .iter()
            .any(|one| matches!(one.what, What::FaultEnded { fault: 1, .. })),
        "{happenings:?}"
    );
    go(&mut world, 60);
    assert!(failing(&world, "api") < 0.02);
}

#[test]
fn a_flag_carries_a_fault_while_it_is_on() {
    let mut slow = fault("recs", Effect::Errors { ratio: 1.0 }, None);
    slow.carried_by = Carrier::Config {
        key: "recommendations".into(),
    };
    let mut world = after(30, &slow);
    assert!(world.faults()[0].active);
    done(
        &mut world,
        1,
        &Act::Flag {
            flag: "recommendations".into(),
            on: false,
        },
    );
    go(&mut world, 5);
    assert!(world.faults().is_empty());
}

#[test]
fn a_slow_query_that_a_version_brought_goes_with_it() {
    let mut slow = carried(
        fault("db", Effect::Slow { factor: 60.0 }, None),
        "api",
        "v214",
    );
    slow.only = Some("images".into());
    let mut world = after(60, &slow);
    assert!(last_minute(&world, "db.p99_ms") > 150.0);
    let page = world.database_page("db").unwrap();
    assert!(
        page.slow.iter().all(|one| one.table == "images"),
        "{page:?}"
    );
    done(
        &mut world,
        1,
        &Act::RollBack {
            on: "api".into(),
            to: None,
        },
    );
    go(&mut world, 70);
    assert!(last_minute(&world, "db.p99_ms") < 50.0);
}

#[test]
fn killed_connections_give_a_leaking_pool_some_air() {
    let leak = fault("api.db", Effect::PoolLeak { rate: 0.1 }, None);
    let mut world = after(200, &leak);
    let used = |world: &World| last_minute(world, "api.pool_used / api.pool_size");
    assert!(used(&world) > 0.95);
    done(
        &mut world,
        1,
        &Act::KillConnections {
            database: "db".into(),
        },
    );
    let page = world.database_page("db").unwrap();
    let held: u32 = page.holders.iter().map(|one| one.idle_in_transaction).sum();
    assert!(held < 20, "{page:?}");
    go(&mut world, 200);
    assert!(used(&world) > 0.95, "the source is still there");
}

#[test]
fn a_model_that_hangs_is_let_go_by_callers_that_hang_up() {
    let mut world = after(
        60,
        &fault("ranker", Effect::Hang { ratio: 1.0 }, Some(70_000)),
    );
    assert!(last_minute(&world, "recs.errors / recs.requests") > 0.9);
    assert!(failing(&world, "api") < 0.02, "the page shows less");
    go(&mut world, 90);
    assert!(last_minute(&world, "ranker.busy") < 6.0);
    assert!(last_minute(&world, "recs.errors / recs.requests") < 0.05);
}
