//! What no single symptom tells: how the mechanisms behind the families behave.

use world::{Act, Effect, Expr, Fault, SystemSpec, World};

use super::{act_all, on, only, restart, set, value};
use crate::full::full;
use crate::play::go;
use crate::systems::start;

#[test]
fn a_false_alarm_pages_while_nothing_is_wrong() {
    let played = |alarm: bool| {
        let mut world = shop(|spec| {
            if alarm {
                spec.alerts[0].when = "api.p95_ms > 20".into();
            }
        });
        let all = go(&mut world, 300);
        let fired = all
            .iter()
            .any(|one| matches!(one.what, world::What::AlertFired { .. }));
        let broken = all
            .iter()
            .any(|one| matches!(one.what, world::What::BreachBegan { .. }));
        (fired, broken, world.telemetry().fingerprint())
    };
    // It fired in the warm-up already: what is wrong is the rule, and nothing else differs.
    let mut world = shop(|spec| spec.alerts[0].when = "api.p95_ms > 20".into());
    assert_eq!(world.firing(), ["APIAvailability"]);
    let change = Act::SetAlert {
        alert: "APIAvailability".into(),
        when: "api.errors / api.requests > 0.02".into(),
        for_s: 60,
    };
    crate::play::done(&mut world, 1, &change);
    go(&mut world, 120);
    assert!(world.firing().is_empty());
    let (alarm, healthy) = (played(true), played(false));
    assert!(!alarm.1 && !healthy.1 && !healthy.0);
    assert_eq!(alarm.2, healthy.2);
}

fn rate(world: &World, text: &str) -> f64 {
    value(world, &Expr::parse(text).unwrap())
}

fn shop(change: impl Fn(&mut SystemSpec)) -> World {
    let mut spec = full(20.0);
    change(&mut spec);
    let mut world = start(&spec, 42);
    world.advance(120_000);
    world
}

#[test]
fn names_that_do_not_resolve_spare_what_is_connected() {
    let mut world = shop(|_| {});
    world
        .start_fault(1, &on("api->db", Effect::NoAddress))
        .unwrap();
    go(&mut world, 90);
    let connected = rate(&world, "api.errors / api.requests");
    act_all(&mut world, &[restart("api")]);
    go(&mut world, 30);
    let restarted = rate(&world, "api.errors / api.requests");
    world.stop_fault(1).unwrap();
    go(&mut world, 120);
    let over = rate(&world, "api.errors / api.requests");
    println!("DNS: {connected:.3}; after a restart {restarted:.3}; over {over:.3}");
    assert!(connected < 0.02 && restarted > 0.2 && over < 0.02);
}

#[test]
fn a_cache_that_forgets_floods_the_database_and_a_crawl_brings_it_back_sooner() {
    let mut world = shop(|_| {});
    let before = rate(&world, "cache.misses");
    world
        .start_fault(1, &on("cache", Effect::CacheLoss { share: 1.0 }))
        .unwrap();
    go(&mut world, 30);
    let flood = rate(&world, "cache.misses");
    let warm = |acts: &[Act]| {
        let mut world = world.clone();
        act_all(&mut world, acts);
        world.advance(220_000);
        rate(&world, "cache.warmth")
    };
    let crawl = Act::WarmCache {
        cache: "cache".into(),
    };
    let flush = Act::FlushCache {
        cache: "cache".into(),
    };
    let (left, crawled, flushed) = (warm(&[]), warm(&[crawl]), warm(&[flush]));
    println!(
        "misses a minute {before} → {flood}; warmth after 70 s: {left:.2}, crawled {crawled:.2}, flushed {flushed:.2}"
    );
    assert!(flood > 3.0 * before);
    assert!(crawled > left + 0.02 && flushed < left - 0.05);
}

#[test]
fn what_is_not_seen_does_not_page() {
    let fails = only(
        on("api", Effect::Errors { ratio: 0.5 }),
        "POST /api/checkout",
    );
    let paged = |hides: Option<Effect>| {
        let mut world = shop(|_| {});
        if let Some(effect) = hides {
            world.start_fault(1, &on("telemetry", effect)).unwrap();
        }
        world.start_fault(2, &fails).unwrap();
        let fired = |one: &world::Happening| match &one.what {
            world::What::AlertFired { alert, .. } if alert == "APIAvailability" => Some(one.at_ms),
            _ => None,
        };
        let breached = |one: &world::Happening| {
            matches!(one.what, world::What::BreachBegan { .. }).then_some(one.at_ms)
        };
        let all = go(&mut world, 600);
        let expr = Expr::parse("api.errors / api.requests").unwrap();
        let shown = world.seen(&expr, 650, 60);
        (
            all.iter().find_map(fired),
            all.iter().find_map(breached),
            shown,
        )
    };
    let (seen, late, blind) = (
        paged(None),
        paged(Some(Effect::Late { seconds: 240.0 })),
        paged(Some(Effect::Blind)),
    );
    println!(
        "paged at {:?}, late {:?}, blind {:?} ms",
        seen.0, late.0, blind.0
    );
    assert_eq!(
        seen.1, late.1,
        "what users were promised does not depend on sight"
    );
    assert_eq!(seen.1, blind.1);
    assert_eq!(late.0.unwrap() - seen.0.unwrap(), 240_000);
    assert_eq!(blind.0, None);
    assert!(seen.2.is_some() && late.2.is_none() && blind.2.is_none());
}

#[test]
fn without_jitter_the_herd_comes_back_together() {
    let peak = |jitter: f64| {
        let mut world = shop(|spec| {
            spec.traffic.rate = 60.0;
            spec.services[1].endpoints[1].steps[2] = crate::systems::call(
                "payments",
                "",
                world::spec::EdgeSpec {
                    jitter,
                    ..crate::systems::edge(5_000, 8, 8_000)
                },
            );
        });
        let down = Fault {
            for_ms: Some(3_000),
            ..on("payments", Effect::Down)
        };
        world.start_fault(1, &down).unwrap();
        go(&mut world, 60);
        let series = world.telemetry().find("payments", "requests").unwrap();
        // The herd of three seconds comes back eight seconds later.
        (128..131).filter_map(|s| series.at(s)).sum::<f32>() / 3.0
    };
    let (together, spread) = (peak(0.0), peak(1.0));
    println!("calls a second when the herd is back: {together} without jitter, {spread} with");
    assert!(together > 1.2 * spread, "{together} {spread}");
}

#[test]
fn a_failover_loses_what_was_not_replicated() {
    let lost = |lag: bool| {
        let mut world = shop(|_| {});
        if lag {
            let stopped = on("db-replica", Effect::ReplicaLag { ratio: 1.0 });
            world.start_fault(1, &stopped).unwrap();
        }
        go(&mut world, 60);
        let act = Act::FailOver {
            database: "db".into(),
        };
        let (ok, says) = crate::play::done(&mut world, 5, &act);
        println!("{says}");
        assert!(ok);
        world.totals().lost_writes
    };
    let (followed, lagged) = (lost(false), lost(true));
    assert!(followed < 10 && lagged > 200, "{followed} {lagged}");
}

#[test]
fn a_pool_above_what_the_database_takes_breaks_the_database() {
    let refused = |size: f64| {
        let mut world = shop(|spec| {
            spec.traffic.rate = 60.0;
            spec.services[1].workers = 60;
        });
        let slow = on("db", Effect::Slow { factor: 60.0 });
        world.start_fault(1, &slow).unwrap();
        act_all(&mut world, &[set("api.pool.db.size", size)]);
        go(&mut world, 180);
        rate(&world, "db.refused")
    };
    let (within, beyond) = (refused(20.0), refused(60.0));
    println!("connections refused a minute: {within} within, {beyond} beyond");
    assert!(within == 0.0 && beyond > 50.0);
}

#[test]
fn a_row_that_everybody_updates_is_updated_by_one_at_a_time() {
    let waits = |hot: f64, lock_timeout_us: u64| {
        let mut world = shop(|spec| {
            spec.traffic.rate = 60.0;
            spec.databases[0].lock_timeout_us = lock_timeout_us;
            if let world::spec::StepKind::Query { hot: share, .. } =
                &mut spec.services[1].endpoints[1].steps[3].kind
            {
                *share = hot;
            }
        });
        let slow = only(on("db", Effect::Slow { factor: 16.0 }), "orders");
        world.start_fault(1, &slow).unwrap();
        go(&mut world, 180);
        let locked = rate(&world, "db.locked");
        // What waited is let go when the row is quick again.
        world.stop_fault(1).unwrap();
        go(&mut world, 180);
        assert!(rate(&world, "db.locked") < 0.2);
        locked
    };
    let (spread, one_row, impatient) = (waits(0.0, 0), waits(0.9, 0), waits(0.9, 200_000));
    println!(
        "queries that wait for a lock: {spread:.1}, for one row {one_row:.1}, with a limit {impatient:.1}"
    );
    assert!(spread == 0.0 && one_row > 3.0 && impatient < 0.8 * one_row);
}

#[test]
fn the_hour_of_the_day_decides_how_many_come() {
    let mut world = shop(|spec| {
        spec.traffic.by_hour = (0..24)
            .map(|hour| if hour == 4 { 3.0 } else { 1.0 })
            .collect();
    });
    // STARTEX is at three.
    world.advance(3_590_000);
    let before = rate(&world, "browser.journeys");
    world.advance(3_700_000);
    let after = rate(&world, "browser.journeys");
    println!("journeys a minute at three {before}, at four {after}");
    assert!((2.6..3.4).contains(&(after / before)));
}

#[test]
fn a_version_without_its_migration_finds_no_column() {
    let deployed = |skip_migration: bool| {
        let mut world = shop(|spec| {
            let v215 = &mut spec.services[1].versions[3];
            v215.migrates = Some(("db".into(), "orders".into()));
        });
        let act = Act::Deploy {
            on: "api".into(),
            to: "v215".into(),
            skip_migration,
        };
        let (ok, says) = crate::play::done(&mut world, 1, &act);
        assert!(ok, "{says}");
        go(&mut world, 60);
        rate(&world, "api.errors / api.requests")
    };
    let (migrated, skipped) = (deployed(false), deployed(true));
    println!("errors with the migration {migrated:.3}, without {skipped:.3}");
    assert!(migrated < 0.02 && skipped > 0.2);
}

#[test]
fn what_a_worker_took_ahead_is_in_nobodys_queue() {
    let seen = |prefetch: u32| {
        let mut world = shop(|spec| spec.workers[0].prefetch = prefetch);
        let surge = on("images", Effect::Surge { factor: 30.0 });
        world.start_fault(1, &surge).unwrap();
        go(&mut world, 5);
        let page = world.queue_page("images").unwrap();
        (page.waiting, rate_now(&world, "image-worker", "reserved"))
    };
    let ((plain, none), (less, ahead)) = (seen(1), seen(8));
    println!("waiting {plain} and {none} ahead; with prefetch {less} and {ahead}");
    assert!(none == 0.0 && ahead > 20.0 && less + 20 < plain);
}

fn rate_now(world: &World, component: &str, alias: &str) -> f64 {
    let at_s = (world.now_ms() / 1000) as i32;
    world.figure(component, alias, at_s, 1).unwrap()
}
