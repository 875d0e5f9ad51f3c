//! Honest physics: what queueing theory says must come out.

use world::spec::{EdgeSpec, QueueOrder, ServiceSpec};

use crate::systems::{call, cpu, edge, endpoint, exp, service, small, start};

/// Erlang's C formula: probability of waiting with `c` servers at `load` Erlang.
fn erlang_c(c: u32, load: f64) -> f64 {
    // By the recursion of Erlang B, which does not overflow.
    let blocked = (1..=c).fold(1.0, |b, n| load * b / (f64::from(n) + load * b));
    let rho = load / f64::from(c);
    blocked / (1.0 - rho * (1.0 - blocked))
}

/// Physics 2. An M/M/c queue made of the ordinary parts waits as Erlang C says.
#[test]
fn waiting_agrees_with_erlang_c() {
    for (c, rho, wait_share, mean_wait) in [
        (5, 0.8, 0.5541, 0.5541),
        (10, 0.8, 0.4092, 0.2046),
        (20, 0.9, 0.5508, 0.2754),
    ] {
        let load = f64::from(c) * rho;
        assert!(
            (erlang_c(c, load) - wait_share).abs() < 1e-4,
            "the figures in the design are Erlang's"
        );
        // 100 ms of service; as many arrivals a second as make that load.
        let rate = load / 0.1;
        let spec = small(
            rate,
            vec![service(
                "shop",
                c,
                vec![endpoint("GET /", vec![cpu(exp(100_000))])],
            )],
        );
        let (mut waited, mut wait, mut arrivals) = (0.0, 0.0, 0.0);
        // Two million arrivals in twenty runs: of 400,000 the standard error alone is 2 %, since
        // those who wait together wait alike.
        for seed in 0..20 {
            let mut world = start(&spec, 100 + seed);
            world.advance(60_000);
            let before = world.station("shop").unwrap();
            let seconds = (100_000.0 / rate) as i64;
            world.advance(60_000 + seconds * 1000);
            let after = world.station("shop").unwrap();
            arrivals += (after.begun - before.begun) as f64;
            waited += (after.waited - before.waited) as f64;
            wait += (after.waited_us - before.waited_us) as f64;
        }
        let (share, mean) = (waited / arrivals, wait / arrivals / 100_000.0);
        println!(
            "M/M/{c} at {rho}: {arrivals} arrivals, P(wait) {share:.4} ({wait_share}), E[Wq] {mean:.4} ({mean_wait})"
        );
        assert!(arrivals >= 400_000.0, "{arrivals} arrivals");
        assert!(
            (share / wait_share - 1.0).abs() < 0.03,
            "P(wait) {share}, not {wait_share}"
        );
        assert!(
            (mean / mean_wait - 1.0).abs() < 0.03,
            "E[Wq] {mean}, not {mean_wait}"
        );
    }
}

/// Physics 3. What has piled up drains at the rate that is left over: Q / (cμ − λ).
#[test]
fn a_backlog_drains_at_the_rate_left_over() {
    for (rho, minutes) in [(0.9, 90.0), (0.7, 23.3), (0.5, 10.0)] {
        let rate = 10.0 * rho / 0.1;
        // Patient users and a long queue: a stop of ten minutes keeps all of them waiting.
        let spec = small(
            rate,
            vec![service(
                "shop",
                10,
                vec![endpoint("GET /", vec![cpu(exp(100_000))])],
            )],
        );
        let mut world = start(&spec, 7);
        let stop = crate::play::fault("shop", world::Effect::Slow { factor: 100.0 }, Some(600_000));
        world.advance(60_000);
        let backlog = |world: &world::World| world.station("shop").unwrap().present;
        world.start_fault(1, &stop).unwrap();
        world.advance(660_000);
        let (built, mut drained) = (backlog(&world), 0);
        while backlog(&world) > 15 {
            drained += 1;
            world.advance(660_000 + drained * 1000);
            assert!(drained < 3 * 3600, "it never drains");
        }
        let took = drained as f64 / 60.0;
        println!("ρ = {rho}: {built} waiting, drained in {took:.1} min (theory {minutes:.1})");
        assert!(
            (took / minutes - 1.0).abs() < 0.12,
            "{took} minutes, not {minutes}"
        );
    }
}

/// Physics 4. A burst of ten seconds is over, and the retries it caused keep the system down.
#[test]
fn retries_keep_a_system_down() {
    for (rho, recovers) in [(0.3, true), (0.5, false), (0.7, false)] {
        let mut world = storm(rho);
        println!(
            "ρ = {rho}: goodput {:.2} of the load ten minutes after the burst",
            goodput(&mut world, 720)
        );
        let share = goodput(&mut world, 780);
        assert_eq!(
            share > 0.95,
            recovers,
            "at ρ = {rho} the share of good answers is {share}"
        );
    }
}

/// Physics 4, the way out. Cutting the retries leaves the queue, shedding for a minute leaves both; the storm
/// ends when the queue is cleared, whether or not the retries are cut.
#[test]
fn a_storm_ends_when_the_queue_is_cleared() {
    let cut = |world: &mut world::World| {
        let act = world::Act::SetConfig {
            key: "gate->shop.attempts".into(),
            value: 1.0,
        };
        world.act(1, &act).unwrap();
    };
    let clear = |world: &mut world::World| {
        world
            .act(2, &world::Act::Restart { on: "shop".into() })
            .unwrap();
    };
    let shed = |world: &mut world::World| {
        world
            .act(3, &world::Act::ShedTraffic { keep: 0.1 })
            .unwrap();
        world.advance(360_000);
        world
            .act(4, &world::Act::ShedTraffic { keep: 1.0 })
            .unwrap();
    };
    let after = |acts: &[&dyn Fn(&mut world::World)]| {
        let mut world = storm(0.7);
        world.advance(300_000);
        acts.iter().for_each(|act| act(&mut world));
        goodput(&mut world, 700)
    };
    let (cut_only, shed_only, both) = (after(&[&cut]), after(&[&shed]), after(&[&cut, &clear]));
    let cleared = after(&[&clear]);
    println!(
        "retries cut {cut_only:.2}, shed for a minute {shed_only:.2}, cleared {cleared:.2}, cut and cleared {both:.2}"
    );
    assert!(
        cut_only < 0.5 && shed_only < 0.5,
        "the storm goes on: {cut_only}, {shed_only}"
    );
    assert!(both > 0.95, "it is over: {both}");
    // With room to spare (ρ < 1) an empty queue is enough: nobody times out, so nobody retries.
    // The next burst brings the storm back.
    assert!(cleared > 0.95, "{cleared}");
}

/// A pool of 20, 100 ms, 2 s patience, 3 attempts; load × 3 for ten seconds at 60 s.
fn storm(rho: f64) -> world::World {
    storm_with(rho, None)
}

fn storm_with(rho: f64, retry_budget: Option<f64>) -> world::World {
    let rate = 20.0 * rho / 0.1;
    let way = EdgeSpec {
        retry_budget,
        ..edge(2_000, 3, 100)
    };
    let shop = service("shop", 20, vec![endpoint("GET /", vec![cpu(exp(100_000))])]);
    let gate = service(
        "gate",
        1_000,
        vec![endpoint("GET /", vec![call("shop", "GET /", way)])],
    );
    let gate = ServiceSpec {
        replicas: 20,
        ..gate
    };
    let mut world = start(&small(rate, vec![gate, shop]), 11);
    world.advance(60_000);
    let burst = crate::play::fault(
        "traffic",
        world::Effect::Surge { factor: 3.0 },
        Some(10_000),
    );
    world.start_fault(1, &burst).unwrap();
    world.advance(70_000);
    world
}

/// Share of the journeys that went well over the minute before a second.
pub fn goodput(world: &mut world::World, until_s: i64) -> f64 {
    world.advance(until_s * 1000);
    let expr = world::Expr::parse("browser.journeys_done / browser.journeys").unwrap();
    world.eval(&expr, until_s as i32, 60).unwrap()
}

/// A budget of one retry in ten calls makes the same system safe.
#[test]
fn a_retry_budget_ends_the_storm_by_itself() {
    for rho in [0.5, 0.7] {
        let share = goodput(&mut storm_with(rho, Some(0.1)), 300);
        assert!(
            share > 0.95,
            "at ρ = {rho} the share of good answers is {share}"
        );
    }
}

/// Overload that lasts: a first-in-first-out queue serves only those who have left.
#[test]
fn the_order_of_the_queue_decides_who_is_served_in_vain() {
    let served = |queue_order| {
        let shop = service("shop", 20, vec![endpoint("GET /", vec![cpu(exp(100_000))])]);
        let mut spec = small(
            260.0,
            vec![ServiceSpec {
                queue_order,
                ..shop
            }],
        );
        spec.traffic.gives_up_us = 2_000_000;
        goodput(&mut start(&spec, 5), 300)
    };
    let (fifo, lifo) = (served(QueueOrder::Fifo), served(QueueOrder::Lifo));
    let drop_expired = served(QueueOrder::DropExpired);
    println!("fifo {fifo:.2}, lifo {lifo:.2}, drop expired {drop_expired:.2}");
    assert!(fifo < 0.05, "{fifo}");
    assert!(lifo > 0.6, "{lifo}");
    // Whoever is still there when a worker is free has waited nearly as long as they will, and
    // leaves while being served.
    assert!(
        drop_expired > 2.0 * fifo && drop_expired < lifo,
        "{drop_expired}"
    );
}
