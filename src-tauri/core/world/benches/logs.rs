//! How fast is log search? A million records of a storefront with an outage, newest 200 lines shown.
#![allow(clippy::disallowed_types, clippy::disallowed_methods)]

mod loads;

use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::ItemsCount;
use world::World;
use world::logs::Query;

const RECORDS: usize = 1_000_000;
const SHOWN: usize = 200;

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let mut world = loads::systems::start(&loads::storefront(60.0), 1);
    world.advance(600_000);
    if let Err(refused) = world.start_fault(1, &loads::leak()) {
        panic!("{refused}: {}", refused.hint);
    }
    let mut minute = 10;
    while world.logs().len() < RECORDS {
        minute += 1;
        world.advance(minute * 60_000);
    }
    world
});

fn main() {
    divan::main();
}

fn search(bencher: Bencher, query: &str, from_ms: i64, to_ms: i64, shown: usize) {
    let world = &*WORLD;
    let query = Query::parse(query).unwrap_or_else(|wrong| panic!("{wrong}"));
    let find = || world.logs().search(&query, from_ms, to_ms, None, shown);
    let found = find();
    assert!(
        found.matched > 0,
        "A search that finds nothing says little."
    );
    bencher
        .counter(ItemsCount::new(found.scanned))
        .bench_local(find);
}

fn everywhere(bencher: Bencher, query: &str) {
    search(bencher, query, i64::MIN, i64::MAX, SHOWN);
}

#[divan::bench(sample_count = 11, sample_size = 1)]
fn word(bencher: Bencher) {
    everywhere(bencher, "checkout");
}

#[divan::bench(sample_count = 11, sample_size = 1)]
fn phrase(bencher: Bencher) {
    everywhere(bencher, "\"internal server error\"");
}

#[divan::bench(sample_count = 11, sample_size = 1)]
fn exclusion(bencher: Bencher) {
    everywhere(bencher, "checkout -500 -info");
}

#[divan::bench(sample_count = 11, sample_size = 1)]
fn regex_with_literal(bencher: Bencher) {
    everywhere(bencher, "/checkout.* 50[0-9]/");
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn regex_without_literal(bencher: Bencher) {
    everywhere(bencher, "/[a-f][0-9]{4}[a-f]/");
}

/// Five minutes of it.
#[divan::bench(sample_count = 51, sample_size = 1)]
fn time_range(bencher: Bencher) {
    search(bencher, "checkout", 900_000, 1_200_000, SHOWN);
}

/// No words and no lines: the counts alone.
#[divan::bench(sample_count = 51, sample_size = 1)]
fn histogram(bencher: Bencher) {
    let until_ms = WORLD.now_ms();
    search(bencher, "", -600_000, until_ms, 0);
}
