//! Every family of faults: its symptom is measured, its remedy ends it, and what misleads does not.

use crate::full::full;
use crate::play::{carried, fault, go};
use crate::systems::start;
use world::{Act, Carrier, Effect, Expr, Fault, SystemSpec, World, families};

/// A family, played.
struct Case {
    name: &'static str,
    change: fn(&mut SystemSpec),
    fault: Fault,
    /// Holds while users or those on call feel it.
    symptom: &'static str,
    /// So long until it is felt, seconds.
    builds_s: i64,
    wrong: Vec<Act>,
    wrong_s: i64,
    right: Vec<Act>,
    right_s: i64,
    /// The world outside mends itself together with the remedy.
    ends: bool,
}

impl Case {
    fn new(name: &'static str, fault: Fault, symptom: &'static str, builds_s: i64) -> Self {
        Self {
            name,
            change: |_| {},
            fault,
            symptom,
            builds_s,
            wrong: Vec::new(),
            wrong_s: 120,
            right: Vec::new(),
            right_s: 180,
            ends: false,
        }
    }

    fn wrong(mut self, acts: &[Act], then_s: i64) -> Self {
        (self.wrong, self.wrong_s) = (acts.to_vec(), then_s);
        self
    }

    fn right(mut self, acts: &[Act], then_s: i64) -> Self {
        (self.right, self.right_s) = (acts.to_vec(), then_s);
        self
    }

    fn ends(mut self) -> Self {
        self.ends = true;
        self
    }

    fn with(mut self, change: fn(&mut SystemSpec)) -> Self {
        self.change = change;
        self
    }

    /// One line of figures, or what is not as it should be.
    fn play(&self) -> Result<String, String> {
        let mut spec = full(20.0);
        (self.change)(&mut spec);
        let mut world = start(&spec, 42);
        world.advance(120_000);
        let expr = Expr::parse(self.symptom).unwrap();
        let healthy = value(&world, &expr);
        if felt(&world, &expr) {
            return Err(format!("{}: felt at {healthy} before it began", self.name));
        }
        world.start_fault(1, &self.fault).unwrap();
        go(&mut world, self.builds_s);
        let broken = value(&world, &expr);
        if !felt(&world, &expr) {
            return Err(format!("{}: not felt at {broken}", self.name));
        }

        let mut misled = world.clone();
        act_all(&mut misled, &self.wrong);
        go(&mut misled, self.wrong_s);
        let after_wrong = value(&misled, &expr);
        let still = felt(&misled, &expr);
        assert!(
            still,
            "{}: {:?} helped: {after_wrong}",
            self.name, self.wrong
        );

        act_all(&mut world, &self.right);
        if self.ends {
            // It may have ended by itself.
            let _ = world.stop_fault(1);
        }
        go(&mut world, self.right_s);
        let mended = value(&world, &expr);
        if felt(&world, &expr) {
            let right = &self.right;
            return Err(format!("{}: {right:?} did not help: {mended}", self.name));
        }
        Ok(format!(
            "{:<40} {:<58} {healthy:>8.3} → {broken:>8.3}; misled {after_wrong:>8.3}; mended {mended:>8.3}",
            self.name, self.symptom
        ))
    }
}

fn act_all(world: &mut World, acts: &[Act]) {
    for (number, act) in acts.iter().enumerate() {
        let estimate = world
            .act(100 + number as u32, act)
            .unwrap_or_else(|refused| panic!("{act:?}: {refused}"));
        go(world, i64::from(estimate.takes_ms) / 1000 + 1);
    }
}

fn value(world: &World, expr: &Expr) -> f64 {
    let at_s = (world.now_ms() / 1000) as i32;
    world.eval(expr, at_s, 60).unwrap_or(f64::NAN)
}

fn felt(world: &World, expr: &Expr) -> bool {
    let at_s = (world.now_ms() / 1000) as i32;
    world.holds(expr, at_s, 60).unwrap_or(false)
}

fn on(component: &str, effect: Effect) -> Fault {
    fault(component, effect, None)
}

fn only(fault: Fault, only: &str) -> Fault {
    Fault {
        only: Some(only.into()),
        ..fault
    }
}

fn by(fault: Fault, carried_by: Carrier) -> Fault {
    Fault {
        carried_by,
        ..fault
    }
}

fn v214(fault: Fault) -> Fault {
    carried(fault, "api", "v214")
}

fn restart(on: &str) -> Act {
    Act::Restart { on: on.into() }
}

fn back(on: &str) -> Act {
    Act::RollBack {
        on: on.into(),
        to: None,
    }
}

fn deploy(to: &str) -> Act {
    Act::Deploy {
        on: "api".into(),
        to: to.into(),
        skip_migration: false,
    }
}

fn scale(on: &str, to: u32) -> Act {
    Act::Scale { on: on.into(), to }
}

fn set(key: &str, value: f64) -> Act {
    Act::SetConfig {
        key: key.into(),
        value,
    }
}

fn flag(on: bool) -> Act {
    Act::Flag {
        flag: "recommendations".into(),
        on,
    }
}

const FAILING: &str = "api.errors / api.requests > 0.03";

fn databases() -> Vec<Case> {
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

fn deploys() -> Vec<Case> {
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

fn work() -> Vec<Case> {
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

fn outside() -> Vec<Case> {
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

#[test]
fn each_family_has_its_symptom_its_remedy_and_its_trap() {
    let (mut played, mut amiss) = (Vec::new(), Vec::new());
    for case in databases()
        .into_iter()
        .chain(deploys())
        .chain(work())
        .chain(outside())
    {
        match case.play() {
            Ok(line) => println!("{line}"),
            Err(wrong) => amiss.push(wrong),
        }
        played.push(case.name);
    }
    assert!(amiss.is_empty(), "{amiss:#?}");
    // These have tests of their own, below and in `storms.rs`.
    played.extend([
        "Cache loss and stampede",
        "DNS",
        "Retry storm",
        "Observability late or blind",
        "Thundering herd",
        "None at all",
    ]);
    for family in families() {
        assert!(
            played.contains(&family.name),
            "{} is not played",
            family.name
        );
    }
    assert_eq!(played.len(), families().len());
}

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
