//! How fast is the simulation? `npm run bench` prints it beside other simulators.
#![allow(clippy::disallowed_types, clippy::disallowed_methods)]

mod loads;

use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::ItemsCount;
use world::World;

const HOUR_MS: i64 = 3_600_000;
const FORK_MS: i64 = 300_000;

/// A storefront after a drill hour, to copy and to go on from.
static AFTER_AN_HOUR: LazyLock<World> = LazyLock::new(|| {
    let mut world = warm(60.0);
    world.advance(HOUR_MS);
    world
});

fn main() {
    divan::main();
}

/// At STARTEX, warmed up.
fn warm(rate: f64) -> World {
    let mut world = loads::systems::start(&loads::storefront(rate), 1);
    world.advance(0);
    world
}

/// A drill hour at so many journeys a second, with all telemetry; as items: events.
#[divan::bench(args = [60, 600], sample_count = 7, sample_size = 1)]
fn drill_hour(bencher: Bencher, rate: u32) {
    let world = warm(f64::from(rate));
    let events = {
        let mut world = world.clone();
        world.advance(HOUR_MS);
        world.events()
    };
    bencher
        .counter(ItemsCount::new(events - world.events()))
        .with_inputs(|| world.clone())
        .bench_values(|mut world| {
            world.advance(HOUR_MS);
            world
        });
}

#[divan::bench(sample_count = 51, sample_size = 1)]
fn checkpoint(bencher: Bencher) {
    let world = &*AFTER_AN_HOUR;
    bencher.bench_local(|| world.clone());
}

/// A checkpoint and five minutes on.
#[divan::bench(sample_count = 21, sample_size = 1)]
fn fork(bencher: Bencher) {
    let world = &*AFTER_AN_HOUR;
    bencher.bench_local(|| {
        let mut fork = world.clone();
        fork.advance(HOUR_MS + FORK_MS);
        fork
    });
}
