//! How fast is it? One drill hour of a storefront at 60 journeys a second, healthy and with
//! an outage: `cargo run --release -p world --example hour`, without traces with `-- --no-traces`.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_types,
    clippy::disallowed_methods
)]

#[path = "../tests/it/systems.rs"]
mod systems;

use std::time::Instant;

use world::{Carrier, Effect, Fault, Shape, World};

fn main() {
    let mut world = systems::start(&systems::storefront(60.0), 1);
    world.set_traces(std::env::args().all(|arg| arg != "--no-traces"));
    world.advance(0);
    let leak = Fault {
        title: "v214 leaks connections".into(),
        on: "api.db".into(),
        only: Some("POST /api/checkout".into()),
        effect: Effect::PoolLeak { rate: 0.02 },
        shape: Shape::Step,
        for_ms: None,
        carried_by: Carrier::Version {
            component: "api".into(),
            version: "v214".into(),
        },
    };
    let mut broken = world.clone();
    hour("healthy", &mut world);
    if let Err(refused) = broken.start_fault(1, &leak) {
        println!("{refused}: {}", refused.hint);
    }
    hour("with an outage", &mut broken);
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        let peak = status.lines().find(|line| line.starts_with("VmHWM"));
        println!("\n{} for both together", peak.unwrap_or_default());
    }
}

fn hour(title: &str, world: &mut World) {
    let (events, begun) = (world.events(), Instant::now());
    let happenings = world.advance(3_600_000);
    let took = begun.elapsed().as_secs_f64();
    let events = world.events() - events;
    let totals = world.totals();
    println!("\n{title}");
    let speed = events as f64 / took / 1e6;
    println!("  {events} events in {took:.2} s: {speed:.1} million a second");
    let (calls, failed) = (totals.requests, totals.failed_requests);
    println!(
        "  {calls} user calls, {failed} failed; {} happenings",
        happenings.len()
    );
    let series = world.telemetry().series();
    let values: usize = series.iter().map(|one| one.values.len()).sum();
    println!(
        "  {} series, {:.1} MB of values",
        series.len(),
        values as f64 * 4.0 / 1e6
    );
    let logs = world.logs().len();
    println!("  {logs} log records, {:.1} MB", logs as f64 * 32.0 / 1e6);
    let traces = world.traces();
    let kept = traces.store();
    println!(
        "  {} traces of {} spans, {:.1} MB",
        kept.len(),
        kept.spans(),
        kept.bytes() as f64 / 1e6
    );
    let begun = Instant::now();
    let copy = world.clone();
    println!(
        "  a checkpoint takes {:.1} ms",
        begun.elapsed().as_secs_f64() * 1e3
    );
    let begun = Instant::now();
    let components = copy.components();
    println!(
        "  the map takes {:.2} ms",
        begun.elapsed().as_secs_f64() * 1e3
    );
    for component in components {
        let figures: Vec<String> = component.figures.iter().map(world::Figure::words).collect();
        println!(
            "    {:14} {:?}: {}",
            component.id,
            component.health,
            figures.join(", ")
        );
    }
}
