//! The cases: each family's fault, symptom, trap and remedy.

use world::{Act, Carrier, Effect, Fault};

use super::{Case, FAILING, back, by, deploy, flag, on, only, restart, scale, set, v214};
use crate::play::carried;

pub fn databases() -> Vec<Case> {
    let db = || "db".to_owned();
    vec![
        Case::new(
            "Connection pool leak",
            only(
                v214(on("api.db", Effect::PoolLeak { rate: 0.1 })),
                "POST /api/checkout",
            ),
            "api.pool_timeouts > 5",
            300,
        )
        .wrong(&[restart("api")], 420)
        .right(&[back("api")], 120),
        Case::new(
            "Connection pool exhausted",
            on("api.pool.db.size", Effect::Misconfigured { value: 1.0 }),
            "api.pool_waiting > 2",
            120,
        )
        .with(|spec| spec.traffic.rate = 90.0)
        .wrong(&[restart("api")], 60)
        .right(&[set("api.pool.db.size", 20.0)], 120),
        Case::new(
            "Database down",
            by(on("db", Effect::Down), Carrier::Process),
            FAILING,
            60,
        )
        .wrong(&[restart("api")], 60)
        .right(&[restart("db")], 120),
        Case::new(
            "Database slow",
            by(on("db", Effect::Slow { factor: 40.0 }), Carrier::Data),
            "db.p95_ms > 200",
            120,
        )
        .wrong(&[restart("db")], 120)
        .right(&[Act::FailOver { database: db() }], 120),
        Case::new(
            "Database fails over",
            on("db", Effect::FailOver),
            FAILING,
            45,
        )
        .wrong(&[restart("api")], 0)
        .right(&[], 240),
        Case::new(
            "Lock held by a migration",
            only(by(on("db", Effect::Lock), Carrier::Data), "orders"),
            "db.locked > 5",
            90,
        )
        .wrong(&[scale("api", 6)], 30)
        .right(&[Act::KillQueries { database: db() }], 120),
        Case::new(
            "Slow query after a deploy",
            only(v214(on("db", Effect::Slow { factor: 60.0 })), "orders"),
            "db.p95_ms > 200",
            120,
        )
        .wrong(&[restart("db")], 120)
        .right(&[back("api")], 120),
        Case::new(
            "N+1 queries",
            only(
                v214(on("api", Effect::NPlusOne { queries: 30.0 })),
                "POST /api/checkout",
            ),
            "db.queries / api.requests > 4",
            120,
        )
        .wrong(&[scale("api", 8)], 60)
        .right(&[back("api")], 120),
        Case::new(
            "Replica lag",
            by(
                on("db-replica", Effect::ReplicaLag { ratio: 1.0 }),
                Carrier::Process,
            ),
            "db-replica.stale_reads > 10",
            120,
        )
        .wrong(&[restart("api")], 60)
        .right(&[restart("db-replica")], 120),
        Case::new(
            "Network loss",
            on("api->db", Effect::Loss { ratio: 0.2 }),
            "api.p95_ms > 400",
            120,
        )
        .wrong(&[restart("db")], 90)
        .right(&[], 120)
        .ends(),
        Case::new(
            "Disk full",
            by(
                on("db", Effect::DiskFill { mb_per_s: 40.0 }),
                Carrier::Process,
            ),
            "db.disk > 0.98",
            150,
        )
        .wrong(&[restart("api")], 60)
        .right(&[restart("db"), Act::FreeDisk { on: db() }], 120),
    ]
}

pub fn deploys() -> Vec<Case> {
    vec![
        Case::new(
            "Bad deploy: errors",
            only(
                v214(on("api", Effect::Errors { ratio: 0.4 })),
                "POST /api/checkout",
            ),
            FAILING,
            120,
        )
        .wrong(&[restart("api")], 60)
        .right(&[back("api")], 120),
        Case::new(
            "Bad deploy: some replicas not updated",
            only(
                carried(on("api", Effect::Errors { ratio: 0.9 }), "api", "v213"),
                "POST /api/checkout",
            ),
            FAILING,
            90,
        )
        .with(|spec| spec.services[1].versions[2].reaches = Some(3))
        .wrong(&[restart("api")], 60)
        .right(&[deploy("v214")], 120),
        Case::new(
            "Bad deploy: a schema that cannot go back",
            only(
                v214(on("api", Effect::Errors { ratio: 0.3 })),
                "POST /api/checkout",
            ),
            FAILING,
            90,
        )
        .with(|spec| {
            let v214 = &mut spec.services[1].versions[2];
            v214.rolls_back = false;
            v214.migrates = Some(("db".into(), "orders".into()));
        })
        .wrong(&[back("api")], 60)
        .right(&[deploy("v215")], 120),
        Case::new(
            "Configuration push",
            on(
                "api->payments.timeout_ms",
                Effect::Misconfigured { value: 60.0 },
            ),
            FAILING,
            60,
        )
        .wrong(&[restart("api")], 60)
        .right(&[set("api->payments.timeout_ms", 5_000.0)], 120),
        Case::new(
            "Flag push",
            on("recommendations", Effect::Misconfigured { value: 0.0 }),
            "recs.requests < 1",
            90,
        )
        .wrong(&[restart("api")], 60)
        .right(&[flag(true)], 120),
        Case::new(
            "Memory leak and OOM",
            v214(on("api", Effect::MemoryLeak { mb: 0.9 })),
            "api.oom_kills > 0",
            270,
        )
        .wrong(&[restart("api")], 240)
        .right(&[back("api")], 120),
        Case::new(
            "Bad frontend bundle",
            carried(on("browser", Effect::Errors { ratio: 0.9 }), "web", "w58"),
            "browser.js_errors / browser.page_loads > 0.3",
            90,
        )
        .with(|spec| {
            spec.services[0].version = "w58".into();
            spec.services[0].versions[2].at_s = Some(-700);
        })
        .wrong(&[back("api")], 60)
        .right(&[back("web")], 120),
        Case::new(
            "Health check removes good servers",
            on(
                "api.health.timeout_ms",
                Effect::Misconfigured { value: 4.0 },
            ),
            "api.in_rotation < 3.5",
            120,
        )
        .wrong(&[restart("api")], 90)
        .right(&[set("api.health.timeout_ms", 1_000.0)], 120),
    ]
}

pub fn work() -> Vec<Case> {
    let images = || "images".to_owned();
    vec![
        Case::new(
            "Traffic surge",
            on("traffic", Effect::Surge { factor: 14.0 }),
            FAILING,
            120,
        )
        .wrong(&[restart("api")], 60)
        .right(&[Act::ShedTraffic { keep: 0.07 }], 180),
        Case::new(
            "Queue backlog",
            on("images", Effect::Surge { factor: 12.0 }),
            "images.depth > 200",
            300,
        )
        .wrong(
            &[Act::RestartWorkers {
                on: "image-worker".into(),
            }],
            60,
        )
        .right(&[scale("image-worker", 64)], 900)
        .with(|spec| spec.models[0].slots = 64),
        Case::new(
            "Hung workers",
            by(
                on("image-worker", Effect::Hang { ratio: 0.2 }),
                Carrier::Process,
            ),
            "image-worker.hung > 8",
            300,
        )
        .with(|spec| spec.workers[0].tasks[0].timeout_us = 0)
        .wrong(&[restart("api")], 60)
        .right(
            &[Act::RestartWorkers {
                on: "image-worker".into(),
            }],
            120,
        ),
        Case::new(
            "Poison task",
            Fault {
                for_ms: Some(60_000),
                ..on("images", Effect::Poison { ratio: 0.3 })
            },
            "image-worker.lost > 20",
            180,
        )
        .wrong(
            &[Act::RestartWorkers {
                on: "image-worker".into(),
            }],
            90,
        )
        .right(&[set("images.max_deliveries", 3.0)], 300),
        Case::new(
            "Tasks to a queue nobody reads",
            v214(on(
                "images",
                Effect::Misrouted {
                    to: "unread".into(),
                },
            )),
            "unread.depth > 20",
            180,
        )
        .wrong(&[scale("image-worker", 24)], 60)
        .right(
            &[
                back("api"),
                Act::MoveTasks {
                    queue: "unread".into(),
                    to: images(),
                },
            ],
            120,
        ),
        Case::new(
            "Model server hangs",
            by(
                on("vision-v7", Effect::Hang { ratio: 0.3 }),
                Carrier::Process,
            ),
            "vision-v7.busy > 9",
            300,
        )
        .with(|spec| spec.workers[0].tasks[0].timeout_us = 0)
        .wrong(
            &[Act::RestartWorkers {
                on: "image-worker".into(),
            }],
            300,
        )
        .right(&[restart("vision-v7")], 120),
        Case::new(
            "GPU out of memory",
            by(
                on("vision-v7", Effect::MemoryLeak { mb: 20.0 }),
                Carrier::Process,
            ),
            "vision-v7.errors / vision-v7.requests > 0.3",
            400,
        )
        .wrong(&[scale("image-worker", 24)], 60)
        .right(&[restart("vision-v7")], 120),
        Case::new(
            "Slow model",
            on("ranker", Effect::Slow { factor: 40.0 }),
            "recs.p95_ms > 900",
            120,
        )
        .wrong(&[restart("recs")], 60)
        .right(&[flag(false)], 120),
        Case::new(
            "Garbage with HTTP 200",
            on("ranker", Effect::Garbage { ratio: 0.8 }),
            "ranker.wrong > 100",
            90,
        )
        .wrong(&[restart("ranker")], 90)
        .right(&[flag(false)], 120),
    ]
}

pub fn outside() -> Vec<Case> {
    vec![
        Case::new(
            "Rate limit",
            on("payments.rate_limit", Effect::Misconfigured { value: 2.0 }),
            "payments.limited > 60",
            90,
        )
        .wrong(&[set("api->payments.attempts", 6.0)], 60)
        .right(&[Act::ShedTraffic { keep: 0.25 }], 120),
        Case::new(
            "Third-party outage",
            on("payments", Effect::Down),
            FAILING,
            60,
        )
        .wrong(&[restart("api")], 60)
        .right(&[], 120)
        .ends(),
        Case::new(
            "Network delay",
            on("api->recs", Effect::Delay { ms: 700.0 }),
            "api.p95_ms > 500",
            90,
        )
        .wrong(&[scale("recs", 6)], 60)
        .right(&[flag(false)], 120),
        Case::new(
            "Certificate expired",
            by(on("api", Effect::Certificate), Carrier::Data),
            "browser.errors / browser.requests > 0.2",
            60,
        )
        .wrong(&[restart("api")], 60)
        .right(&[Act::RenewCertificate { on: "api".into() }], 120),
    ]
}
