//! 7. The same inputs give the same bytes; a part more does not change another's numbers.

use crate::play::{carried, fault, go, open_shop};
use crate::systems::{cpu, endpoint, ms, service, start, storefront};
use world::{Act, Effect, World};

fn played(seed: u64) -> World {
    let mut world = start(&storefront(20.0), seed);
    world.advance(0);
    world
        .start_fault(
            1,
            &carried(
                fault("api.db", Effect::PoolLeak { rate: 0.05 }, None),
                "api",
                "v214",
            ),
        )
        .unwrap();
    world.advance(240_000);
    world
        .act(
            1,
            &Act::RollBack {
                on: "api".into(),
                to: None,
            },
        )
        .unwrap();
    world.advance(400_000);
    world
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let (one, other, third) = (played(5), played(5), played(6));
    assert_eq!(
        one.telemetry().fingerprint(),
        other.telemetry().fingerprint()
    );
    assert_eq!(one.logs().len(), other.logs().len());
    assert!((0..one.logs().len()).all(|at| one.logs().get(at) == other.logs().get(at)));
    assert_ne!(
        one.telemetry().fingerprint(),
        third.telemetry().fingerprint()
    );
}

#[test]
fn a_checkpoint_goes_on_as_the_original() {
    let mut original = played(5);
    let mut copy = original.clone();
    // In other portions, too: how time is cut does not matter.
    original.advance(500_000);
    (400..=500).for_each(|second| drop(copy.advance(second * 1000)));
    assert_eq!(
        original.telemetry().fingerprint(),
        copy.telemetry().fingerprint()
    );
}

#[test]
fn one_service_more_does_not_change_the_others_numbers() {
    let mut spec = storefront(20.0);
    let mut before = start(&spec, 9);
    let idle = service(
        "reports",
        4,
        vec![endpoint("GET /reports", vec![cpu(ms(5))])],
    );
    spec.services.insert(0, idle);
    let mut after = start(&spec, 9);
    before.advance(60_000);
    after.advance(60_000);
    for series in before.telemetry().series() {
        let other = after
            .telemetry()
            .find(&series.component, &series.alias)
            .unwrap();
        let bits = |values: &[f32]| {
            values
                .iter()
                .map(|value| value.to_bits())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            bits(&series.values),
            bits(&other.values),
            "{}.{}",
            series.component,
            series.alias
        );
    }
}

#[test]
fn a_fault_here_does_not_change_who_comes() {
    let mut calm = open_shop();
    let mut hurt = calm.clone();
    hurt.start_fault(1, &fault("payments", Effect::Down, None))
        .unwrap();
    go(&mut calm, 120);
    go(&mut hurt, 120);
    for alias in ["journeys", "journeys_checkout"] {
        let values = |world: &World| {
            world
                .telemetry()
                .find("browser", alias)
                .unwrap()
                .values
                .clone()
        };
        assert_eq!(values(&calm), values(&hurt));
    }
}

#[test]
fn a_dormant_part_of_the_past_is_not_recomputed() {
    let mut world = open_shop();
    let before = world.telemetry().fingerprint();
    assert!(world.advance(-5_000).is_empty(), "time does not go back");
    assert_eq!(world.now_ms(), 0);
    assert_eq!(world.telemetry().fingerprint(), before);
}
