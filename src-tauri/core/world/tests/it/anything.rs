//! Anything may be done at any time: nothing panics, nothing is lost, time goes on.

use world::{Act, Carrier, Effect, Fault, Shape, World};

use crate::full::full;
use crate::play::go;
use crate::systems::{start, storefront};

/// A small generator of its own: what is tried must not depend on the world's luck.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }

    fn share(&mut self) -> f64 {
        self.roll(101) as f64 / 100.0
    }
}

const PARTS: [&str; 15] = [
    "browser",
    "web",
    "api",
    "recs",
    "db",
    "db-replica",
    "unread",
    "cache",
    "images",
    "tasks",
    "image-worker",
    "mailer",
    "vision-v7",
    "ranker",
    "payments",
];
const OTHERS: [&str; 12] = [
    "api.db",
    "telemetry",
    "api->db-replica",
    "api.health.timeout_ms",
    "api.memory_mb",
    "traffic",
    "api->db",
    "api->payments",
    "api->recs",
    "browser->api",
    "image-worker->vision-v7",
    "recs->ranker",
];

fn any_fault(dice: &mut Dice) -> Fault {
    let on = if dice.roll(3) == 0 {
        dice.pick(&OTHERS)
    } else {
        dice.pick(&PARTS)
    };
    let effect = any_effect(dice);
    let carried_by = match dice.roll(5) {
        0 => Carrier::Version {
            component: "api".into(),
            version: dice.pick(&["v212", "v213", "v214"]).into(),
        },
        1 => Carrier::Process,
        3 => Carrier::Data,
        2 => Carrier::Config {
            key: "recommendations".into(),
        },
        _ => Carrier::Outside,
    };
    let shape = match dice.roll(3) {
        0 => Shape::Ramp { over_ms: 30_000 },
        1 => Shape::Pulse {
            every_ms: 7_000,
            on_ms: 2_500,
        },
        _ => Shape::Step,
    };
    let for_ms = (dice.roll(2) == 0).then(|| 5_000 + dice.roll(60_000) as u32);
    Fault {
        title: String::new(),
        on: on.into(),
        only: None,
        effect,
        shape,
        for_ms,
        carried_by,
    }
}

fn any_effect(dice: &mut Dice) -> Effect {
    let (share, some) = (dice.share(), dice.roll(50) as f64);
    match dice.roll(23) {
        0 => Effect::PoolLeak { rate: share },
        1 => Effect::Down,
        2 => Effect::Slow { factor: some },
        3 => Effect::Errors { ratio: share },
        4 => Effect::Hang { ratio: share },
        5 => Effect::Surge { factor: some / 6.0 },
        6 => Effect::Garbage { ratio: share },
        7 => Effect::NPlusOne {
            queries: 1.0 + some,
        },
        8 => Effect::Lock,
        9 => Effect::ReplicaLag { ratio: share },
        10 => Effect::FailOver,
        11 => Effect::CacheLoss { share },
        12 => Effect::MemoryLeak { mb: some },
        13 => Effect::Poison { ratio: share },
        14 => Effect::Misrouted {
            to: dice.pick(&["unread", "tasks", "images"]).into(),
        },
        15 => Effect::Delay { ms: 20.0 * some },
        16 => Effect::Loss { ratio: share },
        17 => Effect::Certificate,
        18 => Effect::NoAddress,
        19 => Effect::DiskFill {
            mb_per_s: 10.0 * some,
        },
        20 => Effect::Blind,
        21 => Effect::Late { seconds: some },
        _ => Effect::Misconfigured { value: some },
    }
}

fn any_act(world: &World, dice: &mut Dice) -> Act {
    let on = dice.pick(&PARTS).to_owned();
    match dice.roll(24) {
        0 => Act::RollBack { on, to: None },
        1 => Act::RollBack {
            on: "api".into(),
            to: Some("v214".into()),
        },
        2 => Act::Restart { on },
        3 => Act::Scale {
            on,
            to: 1 + dice.roll(10) as u32,
        },
        4 | 5 => {
            let keys = world.config();
            let key = &keys[dice.roll(keys.len())];
            let value = [key.min, key.max.min(50.0), key.default, 1.0][dice.roll(4)];
            Act::SetConfig {
                key: key.key.clone(),
                value,
            }
        }
        6 => Act::Flag {
            flag: "recommendations".into(),
            on: dice.roll(2) == 0,
        },
        7 => Act::Breaker {
            edge: "api->payments".into(),
            open: dice.roll(2) == 0,
        },
        8 => Act::Fallback {
            edge: "api->recs".into(),
            on: dice.roll(2) == 0,
        },
        9 => Act::Disable {
            on,
            off: dice.roll(2) == 0,
        },
        10 => Act::RestartWorkers { on },
        11 => Act::RetryTasks { queue: on },
        12 => Act::PurgeQueue { queue: on },
        13 => Act::KillConnections {
            database: "db".into(),
        },
        14 => Act::ShedTraffic { keep: dice.share() },
        15 => Act::FlushCache {
            cache: "cache".into(),
        },
        16 => Act::Deploy {
            on,
            to: dice.pick(&["v212", "v213", "v214", "v215", "w58"]).into(),
            skip_migration: dice.roll(2) == 0,
        },
        17 => Act::KillQueries { database: on },
        18 => Act::FailOver {
            database: "db".into(),
        },
        19 => Act::MoveTasks {
            queue: on,
            to: dice.pick(&["unread", "tasks", "images"]).into(),
        },
        20 => Act::WarmCache { cache: on },
        21 => Act::RenewCertificate { on },
        22 => Act::FreeDisk { on },
        _ => {
            if dice.roll(3) == 0 {
                Act::PipelineCheck
            } else if dice.roll(2) == 0 {
                Act::SmokeTest
            } else {
                Act::HealthCheck { on }
            }
        }
    }
}

/// A storefront with migrations, prefetching, limits and memory everywhere.
fn everything() -> world::SystemSpec {
    let mut spec = full(25.0);
    let v214 = &mut spec.services[1].versions[2];
    v214.rolls_back = false;
    v214.migrates = Some(("db".into(), "orders".into()));
    v214.reaches = Some(2);
    spec.services[1].rate_limit = Some(500.0);
    spec.databases[0].lock_timeout_us = 3_000_000;
    for step in &mut spec.services[1].endpoints[1].steps {
        if let world::spec::StepKind::Query { hot, .. } = &mut step.kind {
            *hot = 0.5;
        }
    }
    spec.queues[0].max_deliveries = 3;
    spec.workers[0].prefetch = 4;
    spec.workers[0].memory = Some(world::spec::MemorySpec {
        base_mb: 200.0,
        limit_mb: 600.0,
    });
    spec
}

#[test]
fn nothing_that_can_be_done_breaks_the_books() {
    for seed in 0..20 {
        let mut dice = Dice(seed * 7 + 1);
        let mut world = start(&everything(), seed);
        world.advance(-300_000);
        let (mut done, mut refused) = (0, 0);
        for turn in 0..120 {
            let began = match dice.roll(5) {
                0 | 1 => world.start_fault(turn, &any_fault(&mut dice)).is_ok(),
                2 => world
                    .stop_fault(dice.roll(turn as usize + 1) as u32)
                    .is_ok(),
                _ => {
                    let act = any_act(&world, &mut dice);
                    world.act(turn, &act).is_ok()
                }
            };
            if began {
                done += 1;
            } else {
                refused += 1;
            }
            // `go` checks the invariants; a debug build checks them every second, too.
            go(&mut world, 1 + dice.roll(12) as i64);
        }
        assert!(done > 20 && refused > 5, "{done} done, {refused} refused");
        let parts = world.components();
        assert_eq!(parts.len(), PARTS.len());
        world.database_page("db").unwrap();
        world.queue_page("images").unwrap();
        world.replica_page("api").unwrap();
    }
}

#[test]
fn when_all_is_undone_the_system_is_what_it_was() {
    // 6. Faults removed and what they built up cleared: back to the baseline.
    let mut world = start(&storefront(25.0), 3);
    world.advance(0);
    let healthy = crate::play::last_minute(&world, "api.p95_ms");
    for (id, on) in ["db", "payments", "api->db", "cache", "vision-v7"]
        .into_iter()
        .enumerate()
    {
        let slow = crate::play::fault(on, Effect::Slow { factor: 30.0 }, None);
        world.start_fault(id as u32, &slow).unwrap();
        go(&mut world, 30);
    }
    for id in 0..5 {
        world.stop_fault(id).unwrap();
    }
    go(&mut world, 400);
    let after = crate::play::last_minute(&world, "api.p95_ms");
    assert!(
        (after / healthy - 1.0).abs() < 0.15,
        "{after} ms, before {healthy} ms"
    );
    assert!(crate::play::last_minute(&world, "api.errors / api.requests") < 0.01);
}
