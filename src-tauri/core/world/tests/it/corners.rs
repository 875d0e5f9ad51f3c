//! Corners that were once wrong: where two things happen at the same place, or nothing is there.

use crate::full::full;
use crate::play::{carried, done, fault, go, last_minute};
use crate::systems::start;
use world::logs::LogLine;
use world::{Act, Carrier, Effect, Fault, Health, Shape, SystemSpec, What, World};

fn shop() -> World {
    shop_with(|_| {})
}

fn shop_with(change: impl Fn(&mut SystemSpec)) -> World {
    let mut spec = full(20.0);
    change(&mut spec);
    let mut world = start(&spec, 42);
    world.advance(60_000);
    world
}

fn on(component: &str, effect: Effect) -> Fault {
    fault(component, effect, None)
}

fn lock(table: &str) -> Fault {
    Fault {
        only: Some(table.into()),
        carried_by: Carrier::Data,
        ..on("db", Effect::Lock)
    }
}

fn lines(world: &World, line: LogLine) -> usize {
    let logs = world.logs();
    let all = (0..logs.len()).filter_map(|at| logs.get(at));
    all.filter(|record| record.line == line).count()
}

#[test]
fn a_fault_that_ends_frees_only_what_it_held() {
    let mut world = shop();
    world.start_fault(1, &lock("orders")).unwrap();
    go(&mut world, 60);
    let held = last_minute(&world, "db.locked");
    for (id, other) in [(2, Effect::Blind), (3, Effect::Slow { factor: 1.0 })] {
        world.start_fault(id, &on("db", other)).unwrap();
        go(&mut world, 1);
        world.stop_fault(id).unwrap();
    }
    world.start_fault(4, &lock("images")).unwrap();
    go(&mut world, 5);
    world.stop_fault(4).unwrap();
    go(&mut world, 60);
    assert!(held > 1.0 && last_minute(&world, "db.locked") > held);
}

#[test]
fn a_pulsed_lock_lets_go_between_its_pulses() {
    let mut world = shop();
    let pulse = Fault {
        shape: Shape::Pulse {
            every_ms: 60_000,
            on_ms: 5_000,
        },
        ..lock("orders")
    };
    world.start_fault(1, &pulse).unwrap();
    go(&mut world, 4);
    let on = world.database_page("db").unwrap().waiting_for_lock;
    go(&mut world, 6);
    let off = world.database_page("db").unwrap().waiting_for_lock;
    assert!(on > 3 && off == 0, "{on} {off}");
    // Taken and given back, as the log says.
    assert_eq!(lines(&world, LogLine::DbMigration), 2);
}

#[test]
fn a_sleeping_lock_says_nothing_until_it_wakes() {
    let mut world = shop();
    let sleeping = carried(lock("orders"), "api", "v215");
    world.start_fault(1, &sleeping).unwrap();
    assert_eq!(lines(&world, LogLine::DbMigration), 0);
    let deploy = Act::Deploy {
        on: "api".into(),
        to: "v215".into(),
        skip_migration: false,
    };
    done(&mut world, 1, &deploy);
    assert_eq!(lines(&world, LogLine::DbMigration), 1);
}

#[test]
fn a_replica_that_is_not_there_cannot_take_over() {
    let act = Act::FailOver {
        database: "db".into(),
    };
    let mut world = shop();
    world
        .start_fault(1, &on("db-replica", Effect::Down))
        .unwrap();
    assert_eq!(world.estimate(&act).unwrap_err().code, "no-replica");
    world.stop_fault(1).unwrap();
    let (ok, _) = done(&mut world, 1, &act);
    assert!(ok);
    // Now it is being built, and nobody can get in the way of that.
    assert_eq!(world.estimate(&act).unwrap_err().code, "no-replica");
    let restart = Act::Restart {
        on: "db-replica".into(),
    };
    assert_eq!(world.estimate(&restart).unwrap_err().code, "in-progress");
    go(&mut world, 100);
    assert!(world.estimate(&act).is_ok() && world.estimate(&restart).is_ok());
}

#[test]
fn a_failover_waits_for_whoever_is_at_the_database() {
    let mut world = shop();
    world.act(1, &Act::Restart { on: "db".into() }).unwrap();
    go(&mut world, 3);
    world.start_fault(1, &on("db", Effect::FailOver)).unwrap();
    go(&mut world, 120);
    let told = |change: &world::Change| change.text.starts_with("failed over");
    assert!(world.changes().iter().any(told));
    let ramp = Fault {
        shape: Shape::Ramp { over_ms: 60_000 },
        ..on("db", Effect::FailOver)
    };
    assert_eq!(world.check_fault(&ramp).unwrap_err().code, "no-such-shape");
}

#[test]
fn what_was_seen_stays_seen_when_telemetry_falls_behind() {
    let mut world = shop();
    let fails = on("api", Effect::Errors { ratio: 0.3 });
    world.start_fault(1, &fails).unwrap();
    let mut all = go(&mut world, 120);
    let seen = world.seen_until_s();
    world
        .start_fault(2, &on("telemetry", Effect::Late { seconds: 150.0 }))
        .unwrap();
    all.extend(go(&mut world, 60));
    assert!(world.seen_until_s() >= seen);
    all.extend(go(&mut world, 200));
    let turns = all.iter().filter(|one| match &one.what {
        What::AlertFired { alert, .. } | What::AlertResolved { alert } => {
            alert == "APIAvailability"
        }
        _ => false,
    });
    assert_eq!(turns.count(), 1, "it fired once and never ended: {all:?}");
}

#[test]
fn a_health_check_notices_what_is_down() {
    let mut world = shop();
    world.start_fault(1, &on("api", Effect::Down)).unwrap();
    go(&mut world, 30);
    assert!(last_minute(&world, "api.in_rotation") < 4.0);
    go(&mut world, 60);
    assert_eq!(last_minute(&world, "api.in_rotation"), 0.0);
}

#[test]
fn a_black_hole_in_the_network_is_no_lock() {
    let mut world = shop();
    let hole = on("api->db", Effect::Hang { ratio: 1.0 });
    world.start_fault(1, &hole).unwrap();
    go(&mut world, 30);
    assert_eq!(lines(&world, LogLine::DbLockWait), 0);
    let page = world.database_page("db").unwrap();
    assert_eq!(page.waiting_for_lock, 0);
    assert!(page.lock_holders.is_empty());
    assert!(last_minute(&world, "api.in_flight") > 20.0);
}

#[test]
fn an_act_says_what_came_of_it() {
    let mut world = shop();
    world.start_fault(1, &on("db", Effect::Down)).unwrap();
    let (ok, says) = done(&mut world, 1, &Act::Restart { on: "db".into() });
    assert!(!ok && says.contains("does not answer"), "{says}");
    let mut world = shop();
    world
        .start_fault(1, &on("api", Effect::Certificate))
        .unwrap();
    let renew = Act::RenewCertificate { on: "api".into() };
    let (ok, says) = done(&mut world, 1, &renew);
    assert!(!ok && says.contains("still refuse"), "{says}");
}

#[test]
fn tasks_go_where_the_version_that_published_them_sends_them() {
    let mut world = shop();
    let to = |queue: &str, version: &str| {
        let to = queue.to_owned();
        carried(on("images", Effect::Misrouted { to }), "api", version)
    };
    world.start_fault(1, &to("unread", "v212")).unwrap();
    world.start_fault(2, &to("tasks", "v214")).unwrap();
    go(&mut world, 60);
    assert_eq!(last_minute(&world, "unread.depth"), 0.0);
    assert!(last_minute(&world, "tasks.depth") > 10.0);
}

#[test]
fn a_disk_that_is_too_small_cannot_be_freed_for_ever() {
    let mut world = shop_with(|spec| {
        let disk = spec.databases[0].disk.as_mut().unwrap();
        disk.write_mb = 2.0;
    });
    go(&mut world, 600);
    let used = |world: &World| last_minute(world, "db.disk");
    let before = used(&world);
    done(&mut world, 1, &Act::FreeDisk { on: "db".into() });
    go(&mut world, 60);
    // It began at .3; what was written stays, what told of it goes.
    assert!(
        before > 0.95 && (0.55..0.8).contains(&used(&world)),
        "{before} {}",
        used(&world)
    );
}

#[test]
fn ending_sessions_ends_who_holds_and_not_who_waited() {
    let mut world = shop();
    world.start_fault(1, &lock("orders")).unwrap();
    go(&mut world, 60);
    let act = Act::KillQueries {
        database: "db".into(),
    };
    let (_, says) = done(&mut world, 1, &act);
    assert_eq!(says, "1 sessions of db were ended");
}

#[test]
fn a_retry_is_no_second_delivery() {
    let mut world = shop_with(|spec| spec.queues[0].max_deliveries = 2);
    world
        .start_fault(1, &on("image-worker", Effect::Errors { ratio: 0.5 }))
        .unwrap();
    go(&mut world, 120);
    assert_eq!(lines(&world, LogLine::TaskDeadLettered), 0);
    assert!(last_minute(&world, "image-worker.retried") > 10.0);
}

#[test]
fn a_worker_whose_processes_die_is_not_well() {
    let mut world = shop();
    world
        .start_fault(1, &on("images", Effect::Poison { ratio: 0.3 }))
        .unwrap();
    go(&mut world, 90);
    let all = world.components();
    let worker = all.iter().find(|one| one.id == "image-worker").unwrap();
    assert_ne!(worker.health, Health::Ok);
}

#[test]
fn a_proxy_passes_on_that_it_was_too_much() {
    use crate::systems::{call, cpu, edge, endpoint, ms, service, small};
    let shop = world::spec::ServiceSpec {
        rate_limit: Some(1.0),
        ..service("shop", 8, vec![endpoint("GET /", vec![cpu(ms(1))])])
    };
    let gate = world::spec::ServiceSpec {
        stack: world::spec::Stack::Nginx,
        ..service(
            "gate",
            64,
            vec![endpoint(
                "GET /",
                vec![call("shop", "GET /", edge(1_000, 1, 0))],
            )],
        )
    };
    let mut world = start(&small(20.0, vec![gate, shop]), 1);
    world.advance(60_000);
    let (ok, says) = done(&mut world, 1, &Act::SmokeTest);
    assert!(!ok && says.contains("visit (429)"), "{says}");
    assert!(last_minute(&world, "shop.limited") > 900.0);
    assert_eq!(last_minute(&world, "shop.errors"), 0.0);
}
