//! The figures of the storefront, and the physics of its first scenario.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod disk;

use scenario::{Scenario, read};
use world::{Act, Expr, Happening, What, World};

fn scenario() -> Scenario {
    read(&disk::shipped(), "3am-outage").unwrap().scenario
}

struct Run {
    world: World,
    happened: Vec<Happening>,
}

impl Run {
    fn warmed_up(scenario: &Scenario, seed: u64) -> Self {
        let mut world = World::new(&scenario.system, seed).unwrap();
        let happened = world.advance(0);
        Self { world, happened }
    }

    fn start(&mut self, scenario: &Scenario, inject: &str) {
        let number = scenario
            .injects
            .iter()
            .position(|known| known.id == inject)
            .unwrap();
        let fault = scenario.injects[number].fault.as_ref().unwrap();
        self.world.start_fault(number as u32, fault).unwrap();
    }

    fn to(&mut self, minute: f64) {
        self.happened
            .extend(self.world.advance((minute * 60_000.0) as i64));
    }

    fn is(&self, expr: &str) -> f64 {
        let at_s = (self.world.now_ms() / 1000) as i32;
        self.world
            .eval(&Expr::parse(expr).unwrap(), at_s, 60)
            .unwrap()
    }

    /// Minute at which an alert first fired.
    fn fired(&self, wanted: &str) -> Option<f64> {
        self.happened
            .iter()
            .find_map(|happening| match &happening.what {
                What::AlertFired { alert, .. } if alert == wanted => {
                    Some(happening.at_ms as f64 / 60_000.0)
                }
                _ => None,
            })
    }

    fn alerts(&self) -> usize {
        self.happened
            .iter()
            .filter(|one| matches!(one.what, What::AlertFired { .. }))
            .count()
    }
}

#[test]
fn it_is_quiet_when_nothing_is_wrong() {
    for seed in [8017, 1, 2] {
        let mut run = Run::warmed_up(&scenario(), seed);
        run.to(30.0);
        assert_eq!(run.alerts(), 0, "{:?}", run.happened);
        assert!(run.is("api.errors / api.requests") < 0.002);
        assert!(run.is("api.p95_ms") < 400.0);
        let busy = run.is("api.cpu");
        assert!((0.35..0.6).contains(&busy), "{busy}");
        assert!((280.0..440.0).contains(&run.is("business.orders")));
        assert!(run.is("images.depth") < 20.0);
    }
}

#[test]
fn the_leak_pages_within_six_minutes_and_a_restart_helps_only_for_a_while() {
    for seed in [8017, 1, 2] {
        let scenario = scenario();
        let mut run = Run::warmed_up(&scenario, seed);
        run.start(&scenario, "leak");
        run.to(8.0);
        let page = run.fired("APIAvailability").unwrap();
        assert!((2.0..6.0).contains(&page), "{page}");
        assert!(run.is("api.errors / api.requests") > 0.15);
        assert!(run.is("business.orders") < 5.0);
        run.world
            .act(
                1,
                &Act::Restart {
                    on: "api".to_owned(),
                },
            )
            .unwrap();
        run.to(10.5);
        assert!(run.is("business.orders") > 250.0);
        run.to(15.0);
        assert!(run.is("business.orders") < 5.0);
        run.world
            .act(
                2,
                &Act::RollBack {
                    on: "api".to_owned(),
                    to: None,
                },
            )
            .unwrap();
        run.to(18.0);
        assert!(run.is("api.errors / api.requests") < 0.002);
        run.to(30.0);
        assert!(run.is("business.orders") > 280.0);
        assert!(run.is("db.connections") < 30.0);
    }
}

#[test]
fn hung_workers_are_seen_late_and_only_the_old_version_mends_them() {
    let scenario = scenario();
    let mut run = Run::warmed_up(&scenario, 8017);
    run.to(8.0);
    run.start(&scenario, "workers-hang");
    run.to(13.5);
    assert!(run.is("image-worker.hung") > 7.0);
    assert!(run.is("image-worker.done") < 100.0);
    assert_eq!(run.alerts(), 0, "nobody is told");
    run.to(20.0);
    assert!(run.fired("ImageQueueAge").is_some());
    assert!(run.fired("AITaskLatency").is_none());
    run.world
        .act(
            1,
            &Act::RestartWorkers {
                on: "image-worker".to_owned(),
            },
        )
        .unwrap();
    run.to(26.0);
    assert!(run.is("image-worker.hung") > 7.0);
    run.world
        .act(
            2,
            &Act::RollBack {
                on: "image-worker".to_owned(),
                to: None,
            },
        )
        .unwrap();
    run.to(29.0);
    assert!(run.is("image-worker.done") > 500.0);
    assert_eq!(run.is("image-worker.hung"), 0.0);
}
