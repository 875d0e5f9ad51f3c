//! The pages people open in anger show what the parts are doing, and agree with the logs.

use crate::full::full;
use crate::play::{done, fault, go, last_minute};
use world::logs::Query;
use world::{Act, Carrier, Effect, Fault, World};

fn shop() -> World {
    let mut world = crate::systems::start(&full(20.0), 42);
    world.advance(0);
    world
}

fn migration(table: &str) -> Fault {
    Fault {
        only: Some(table.into()),
        carried_by: Carrier::Process,
        ..fault("db", Effect::Lock, None)
    }
}

/// Lines of the last minute that a search finds, newest first.
fn lines(world: &World, search: &str) -> Vec<String> {
    let now = world.now_ms();
    let query = Query::parse(search).unwrap();
    let page = world
        .logs()
        .search(&query, now - 60_000, now + 1, None, 500);
    page.lines.into_iter().map(|row| row.line.text).collect()
}

#[test]
fn who_waits_for_a_lock_and_who_holds_it_is_what_the_log_says() {
    let mut world = shop();
    go(&mut world, 10);
    world.start_fault(1, &migration("orders")).unwrap();
    go(&mut world, 20);
    let page = world.database_page("db").unwrap();
    let [holder] = page.lock_holders.as_slice() else {
        panic!("{:?}", page.lock_holders);
    };
    assert_eq!(holder.table.as_deref(), Some("orders"));
    assert_eq!((holder.state.as_str(), holder.since_ms), ("active", 10_000));
    // The log names the same session and the same statement.
    let waits = lines(&world, "service:db \"Process holding the lock\"");
    assert!(!waits.is_empty());
    let held = format!("Process holding the lock: {}.", holder.pid);
    assert!(waits.iter().all(|line| line.contains(&held)), "{waits:?}");
    let alters = lines(&world, "service:db \"ALTER TABLE\"");
    let statement = holder.statement.as_deref().unwrap();
    assert!(alters[0].contains(statement), "{statement}: {alters:?}");
    // Each query that waits is somebody's.
    let all: u32 = page.lock_waits.iter().map(|wait| wait.queries).sum();
    assert_eq!(all, page.waiting_for_lock);
    assert!(all > 3, "{page:?}");
    let wait = &page.lock_waits[0];
    assert_eq!(
        (wait.table.as_str(), wait.blocked_by),
        ("orders", holder.pid)
    );
    assert!(wait.client.starts_with("api"), "{wait:?}");
    assert!((15_000..=20_000).contains(&wait.longest_ms), "{wait:?}");
    let act = Act::KillQueries {
        database: "db".into(),
    };
    assert!(done(&mut world, 2, &act).0);
    let page = world.database_page("db").unwrap();
    assert!(page.lock_holders.is_empty() && page.lock_waits.is_empty());
}

#[test]
fn a_pulse_holds_its_lock_since_this_pulse() {
    let mut world = shop();
    let every = world::Shape::Pulse {
        every_ms: 60_000,
        on_ms: 20_000,
    };
    let lock = Fault {
        shape: every,
        ..migration("orders")
    };
    world.start_fault(1, &lock).unwrap();
    go(&mut world, 30);
    assert!(world.database_page("db").unwrap().lock_holders.is_empty());
    go(&mut world, 40);
    let page = world.database_page("db").unwrap();
    assert_eq!(page.lock_holders[0].since_ms, 60_000, "{page:?}");
}

#[test]
fn a_replica_says_how_far_it_is_behind_and_a_failover_what_it_lost() {
    let mut world = shop();
    let lag = fault("db-replica", Effect::ReplicaLag { ratio: 1.0 }, None);
    world.start_fault(1, &lag).unwrap();
    go(&mut world, 60);
    assert_eq!(world.database_page("db").unwrap().replicas, ["db-replica"]);
    let behind = world
        .database_page("db-replica")
        .unwrap()
        .replication
        .unwrap();
    assert_eq!(behind.of, "db");
    assert!((59.0..61.0).contains(&behind.lag_s), "{behind:?}");
    assert!(behind.stale_reads as f64 >= last_minute(&world, "db-replica.stale_reads"));
    assert!(behind.stale_reads > 0 && behind.behind > 0, "{behind:?}");
    let act = Act::FailOver {
        database: "db".into(),
    };
    done(&mut world, 2, &act);
    let page = world.database_page("db").unwrap();
    assert!(page.lost_writes >= u64::from(behind.behind), "{page:?}");
    assert_eq!(page.lost_writes, world.totals().lost_writes);
}

#[test]
fn a_disk_is_full_when_writes_find_no_room() {
    let mut world = shop();
    let fill = fault("db", Effect::DiskFill { mb_per_s: 100.0 }, None);
    world.start_fault(1, &fill).unwrap();
    let disk = |world: &World| world.database_page("db").unwrap().disk.unwrap();
    assert_eq!((disk(&world).size_mb, disk(&world).full), (4_000.0, false));
    go(&mut world, 60);
    assert!(disk(&world).full && disk(&world).used_mb > 3_999.0);
    assert!(!lines(&world, "service:db \"No space left on device\"").is_empty());
    assert!(world.database_page("db-replica").unwrap().disk.is_none());
}

#[test]
fn a_killed_replica_is_counted_and_starts_again() {
    let mut world = shop();
    let leak = fault("api", Effect::MemoryLeak { mb: 2.0 }, None);
    world.start_fault(1, &leak).unwrap();
    go(&mut world, 120);
    let page = world.replica_page("api").unwrap();
    let kills: u32 = page.replicas.iter().map(|one| one.oom_kills).sum();
    let counted: f32 = world
        .telemetry()
        .find("api", "oom_kills")
        .unwrap()
        .values
        .iter()
        .sum();
    assert!(kills > 0 && kills as f32 == counted, "{page:?}");
    for one in &page.replicas {
        let memory = one.memory.unwrap();
        assert_eq!(memory.limit_mb, 512.0);
        assert!(
            one.restarts == one.oom_kills,
            "nothing else stops it: {one:?}"
        );
        assert!(one.oom_kills == 0 || one.started_ms > 0, "{one:?}");
        assert_eq!(one.pools.len(), 2);
    }
}

#[test]
fn a_check_that_fails_takes_replicas_out_of_rotation() {
    let mut world = shop();
    let out = |world: &World| {
        let page = world.replica_page("api").unwrap();
        let all = page.replicas.iter();
        all.filter(|one| one.stand == "up" && one.in_rotation == Some(false))
            .count()
    };
    assert_eq!(out(&world), 0);
    let fails = Fault {
        only: Some("GET /healthz".into()),
        ..fault("api", Effect::Errors { ratio: 1.0 }, None)
    };
    world.start_fault(1, &fails).unwrap();
    go(&mut world, 60);
    assert_eq!(out(&world), 4, "{:?}", world.replica_page("api"));
    // Nobody checks the others.
    let web = world.replica_page("web").unwrap();
    assert!(web.replicas.iter().all(|one| one.in_rotation.is_none()));
    world
        .start_fault(2, &fault("web", Effect::Down, None))
        .unwrap();
    let web = world.replica_page("web").unwrap();
    assert!(web.replicas.iter().all(|one| one.stand == "down"));
}

#[test]
fn poisoned_tasks_kill_processes_and_end_as_dead_letters() {
    let mut spec = full(20.0);
    spec.queues[0].max_deliveries = 3;
    let mut world = crate::systems::start(&spec, 42);
    world.advance(0);
    let queue = spec.queues[0].id.clone();
    let poison = fault(&queue, Effect::Poison { ratio: 0.2 }, None);
    world.start_fault(1, &poison).unwrap();
    go(&mut world, 300);
    let page = world.queue_page(&queue).unwrap();
    assert!(
        page.dead_lettered > 0 && page.dead_lettered <= page.failed,
        "{page:?}"
    );
    assert_eq!(page.failed_tasks[0].why, "worker-lost");
    let worker = &page.workers[0];
    assert!(worker.lost >= 3 * u64::from(page.dead_lettered), "{page:?}");
    let slots: u32 = worker.versions.iter().map(|one| one.replicas).sum();
    assert_eq!(
        slots,
        worker.busy + worker.hung + worker.idle + worker.starting
    );
    let ahead: u32 = page.workers.iter().map(|one| one.prefetched).sum();
    assert_eq!(page.prefetched, ahead);
}

#[test]
fn a_gpu_without_room_is_full() {
    let mut world = shop();
    let id = full(20.0).models[0].id.clone();
    let before = world.model_page(&id).unwrap();
    assert!(
        !before.gpu.unwrap().full && before.stand == "up",
        "{before:?}"
    );
    let leak = fault(&id, Effect::MemoryLeak { mb: 200.0 }, None);
    world.start_fault(1, &leak).unwrap();
    go(&mut world, 300);
    let page = world.model_page(&id).unwrap();
    let gpu = page.gpu.unwrap();
    assert!(gpu.full && gpu.used_mb > 15_000.0, "{page:?}");
    assert!(last_minute(&world, &format!("{id}.errors")) > 1.0);
    assert_eq!(world.model_page("db").unwrap_err().code, "wrong-kind");
}

#[test]
fn pages_are_there_when_telemetry_is_not() {
    let mut world = shop();
    go(&mut world, 30);
    world
        .start_fault(1, &fault("api", Effect::Blind, None))
        .unwrap();
    go(&mut world, 60);
    assert!(!world.is_seen("api", 90) && world.is_seen("db", 90));
    assert_eq!(world.last_seen_s("api", 90), Some(30));
    assert_eq!(world.last_seen_s("db", 90), Some(90));
    assert!(world.replica_page("api").unwrap().replicas[0].started_ms < 0);
    world.stop_fault(1).unwrap();
    go(&mut world, 10);
    assert_eq!(world.last_seen_s("api", 100), Some(100));
    let late = fault("telemetry", Effect::Late { seconds: 20.0 }, None);
    world.start_fault(2, &late).unwrap();
    go(&mut world, 5);
    // What had arrived has arrived; nothing new does.
    assert_eq!(world.last_seen_s("db", 105), Some(100));
    assert_eq!(world.last_seen_s("api", 105), Some(100));
}

#[test]
fn who_holds_connections_adds_up_to_what_is_open() {
    let mut world = shop();
    world.start_fault(1, &migration("orders")).unwrap();
    let mut gone = 0;
    for _ in 0..30 {
        go(&mut world, 5);
        for id in ["db", "db-replica"] {
            let page = world.database_page(id).unwrap();
            let all = page.holders.iter();
            let open: u32 = all
                .map(|one| one.active + one.idle + one.idle_in_transaction)
                .sum();
            assert_eq!(open, page.connections, "{page:?}");
            gone += page
                .holders
                .iter()
                .filter(|one| one.holder == "api, gone")
                .count();
        }
    }
    assert!(gone > 0, "clients give up and their sessions stay");
}
