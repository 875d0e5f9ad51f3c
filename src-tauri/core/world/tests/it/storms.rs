//! Metastability by its settings: each of them moves a system between stable, vulnerable and
//! metastable, and does so by its mechanism (Bronson et al., HotOS 2021; Huang et al., OSDI 2022).

use crate::physics::goodput;
use crate::systems::{call, cpu, edge, endpoint, exp, service, small, start};
use world::spec::{BreakerSpec, EdgeSpec, QueueOrder, ServiceSpec};

/// A pool of 20, 100 ms, ρ = .7; load × 3 for ten seconds; the share of good answers ten
/// minutes later.
struct Storm {
    way: EdgeSpec,
    shop: ServiceSpec,
}

impl Storm {
    fn new() -> Self {
        Self {
            way: edge(2_000, 3, 100),
            shop: service("shop", 20, vec![endpoint("GET /", vec![cpu(exp(100_000))])]),
        }
    }

    fn way(mut self, change: impl Fn(&mut EdgeSpec)) -> Self {
        change(&mut self.way);
        self
    }

    fn shop(mut self, change: impl Fn(&mut ServiceSpec)) -> Self {
        change(&mut self.shop);
        self
    }

    fn survives(self) -> f64 {
        let gate = ServiceSpec {
            replicas: 20,
            ..service(
                "gate",
                1_000,
                vec![endpoint("GET /", vec![call("shop", "GET /", self.way)])],
            )
        };
        let mut world = start(&small(140.0, vec![gate, self.shop]), 11);
        world.advance(60_000);
        let surge = world::Effect::Surge { factor: 3.0 };
        let burst = crate::play::fault("traffic", surge, Some(10_000));
        world.start_fault(1, &burst).unwrap();
        goodput(&mut world, 700)
    }
}

#[test]
fn every_setting_moves_the_system_between_its_states() {
    let breaker = BreakerSpec {
        failure_ratio: 0.5,
        min_calls: 20,
        open_us: 5_000_000,
    };
    let rows: Vec<(&str, Storm, bool)> = vec![
        ("as it is", Storm::new(), false),
        (
            "one attempt",
            Storm::new().way(|way| way.attempts = 1),
            true,
        ),
        (
            "two attempts",
            Storm::new().way(|way| way.attempts = 2),
            false,
        ),
        (
            "retry budget 10 %",
            Storm::new().way(|way| way.retry_budget = Some(0.1)),
            true,
        ),
        (
            "backoff 30 s",
            Storm::new().way(|way| way.backoff_us = 30_000_000),
            false,
        ),
        (
            "circuit breaker",
            Storm::new().way(|way| way.breaker = Some(breaker.clone())),
            true,
        ),
        (
            "last in, first out",
            Storm::new().shop(|shop| shop.queue_order = QueueOrder::Lifo),
            true,
        ),
        (
            "queue of 20 places",
            Storm::new().shop(|shop| shop.queue_length = 20),
            true,
        ),
        (
            "queue of 5,000 places",
            Storm::new().shop(|shop| shop.queue_length = 5_000),
            false,
        ),
        (
            "a third more workers",
            Storm::new().shop(|shop| shop.workers = 27),
            false,
        ),
        (
            "a rate limit at 190/s",
            Storm::new().shop(|shop| shop.rate_limit = Some(190.0)),
            true,
        ),
    ];
    let mut amiss = Vec::new();
    for (name, storm, recovers) in rows {
        let share = storm.survives();
        println!("{name:<24} {share:.2} of the answers are good ten minutes later");
        if (share > 0.95) != recovers {
            amiss.push(format!("{name}: {share:.2}"));
        }
    }
    assert!(amiss.is_empty(), "{amiss:?}");
}
