//! One measurement in a process of its own, as JSON, for `npm run bench`:
//! `measure station SERVERS RATE MEAN_MS CUSTOMERS SEED` or `measure drill HOURS RATE`.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_types,
    clippy::disallowed_methods
)]

#[path = "../benches/loads/mod.rs"]
mod loads;

use std::time::Instant;

use loads::systems;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let numbers: Vec<f64> = words.iter().skip(1).flat_map(|word| word.parse()).collect();
    match (words.first().map(String::as_str), numbers.as_slice()) {
        (Some("station"), &[servers, rate, mean_ms, customers, seed]) => {
            station(servers as u32, rate, mean_ms as u64, customers, seed as u64);
        }
        (Some("drill"), &[hours, rate]) => drill(hours, rate),
        _ => println!("station SERVERS RATE MEAN_MS CUSTOMERS SEED, or drill HOURS RATE"),
    }
}

/// An M/M/c station, with the telemetry and logs that every service has.
fn station(servers: u32, rate: f64, mean_ms: u64, customers: f64, seed: u64) {
    let steps = vec![systems::cpu(systems::exp(mean_ms * 1000))];
    let shop = systems::service("shop", servers, vec![systems::endpoint("GET /", steps)]);
    let mut world = systems::start(&systems::small(rate, vec![shop]), seed);
    let begun = Instant::now();
    world.advance((customers / rate * 1000.0) as i64);
    let took_s = begun.elapsed().as_secs_f64();
    if let Some(found) = world.station("shop") {
        let wait_s = found.waited_us as f64 / 1e6 / found.begun as f64;
        let customers = found.arrived;
        println!("{{\"took_s\":{took_s},\"customers\":{customers},\"wait_s\":{wait_s}}}");
    }
}

/// A drill of the storefront. `peak_mb` is null where the system does not tell.
fn drill(hours: f64, rate: f64) {
    let mut world = systems::start(&loads::storefront(rate), 1);
    world.advance(0);
    let (events, begun, cpu) = (world.events(), Instant::now(), cpu_s());
    world.advance((hours * 3_600_000.0) as i64);
    let wall_s = begun.elapsed().as_secs_f64();
    let cpu_s = cpu_s()
        .zip(cpu)
        .map_or(wall_s, |(after, before)| after - before);
    let events = world.events() - events;
    let peak_mb = peak_mb().map_or("null".to_owned(), |mb| mb.to_string());
    println!("{{\"wall_s\":{wall_s},\"cpu_s\":{cpu_s},\"events\":{events},\"peak_mb\":{peak_mb}}}");
}

/// Time this thread has computed, as Linux counts it.
fn cpu_s() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    let ns: f64 = told.split(' ').next()?.parse().ok()?;
    Some(ns / 1e9)
}

/// Most memory this process has held.
fn peak_mb() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = told.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kb: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kb * 1024.0 / 1e6)
}
