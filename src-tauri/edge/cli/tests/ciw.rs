//! Honest physics, test 8: an independent simulator agrees. Three networks are simulated by ours and
//! by Ciw, from one description, and what happens at each station is the same but for chance.
//!
//! `THREE_AM_PYTHON` names a Python that has Ciw (`npm test -- ciw` prepares one); without it
//! the test says so and passes.
#![allow(clippy::print_stdout)] // Agreement is to be seen.

#[path = "../../../core/world/tests/it/systems.rs"]
mod systems;

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use systems::{cpu, endpoint, exp, journey, service, small, start};
use world::SystemSpec;
use world::spec::ServiceSpec;

/// Counted from here, when the empty system has long been forgotten, to there. Seconds.
const FROM_S: i64 = 120;
const TO_S: i64 = 1_020;
/// Independent runs of each. Ours is quick, so that most of the uncertainty is Ciw's.
const OUR_SEEDS: std::ops::Range<u64> = 1_000..1_050;
const CIW_SEEDS: std::ops::Range<u64> = 1..21;
/// Means may differ by so many standard errors of their difference …
const MOST_ERRORS: f64 = 4.0;
/// … and that must be no more than this share of the figure, or agreement would mean little.
const WIDEST: f64 = 0.13;

struct Network {
    title: &'static str,
    /// Servers, and how many fit in (None: any number).
    stations: &'static [(u32, Option<u32>)],
    /// Arrivals a second, and the stations visited, each with a mean service time in milliseconds.
    classes: &'static [(f64, &'static [(usize, u64)])],
}

const NETWORKS: [Network; 3] = [
    Network {
        title: "M/M/3, 75 % busy",
        stations: &[(3, None)],
        classes: &[(22.5, &[(0, 100)])],
    },
    // Three classes with three times at queues that are first come, first served: no formula knows this one.
    Network {
        title: "three stations, three classes of customers",
        stations: &[(3, None), (1, None), (4, None)],
        classes: &[
            (6.0, &[(0, 200), (1, 50), (2, 150)]),
            (4.0, &[(2, 250), (0, 120)]),
            (4.0, &[(1, 80), (2, 200)]),
        ],
    },
    Network {
        title: "M/M/2/6, offered 110 %",
        stations: &[(2, Some(6))],
        classes: &[(22.0, &[(0, 100)])],
    },
];

/// What one run counted at one station.
struct Counts {
    begun: f64,
    waited: f64,
    wait_s: f64,
    present_s: f64,
    lost: f64,
}

type Figure = (&'static str, fn(&Counts) -> f64);

/// What is compared, each as one number a run.
const FIGURES: [Figure; 4] = [
    ("P(wait)", |of| of.waited / of.begun),
    ("mean wait, ms", |of| 1000.0 * of.wait_s / of.begun),
    ("mean number there", |of| {
        of.present_s / (TO_S - FROM_S) as f64
    }),
    ("share lost", |of| of.lost / (of.lost + of.begun)),
];

#[test]
fn an_independent_simulator_agrees() {
    let Ok(python) = std::env::var("THREE_AM_PYTHON") else {
        println!("Skipped: THREE_AM_PYTHON names no Python with Ciw. `npm test -- ciw` makes one.");
        return;
    };
    let peers: Vec<_> = NETWORKS.iter().map(|one| ask_ciw(&python, one)).collect();
    let mut apart = Vec::new();
    println!("Means over runs, ± standard error of the mean; z = difference in standard errors.");
    for (network, peer) in NETWORKS.iter().zip(peers) {
        let ours: Vec<_> = OUR_SEEDS.map(|seed| our_counts(network, seed)).collect();
        apart.extend(compare(network, &ours, &read_ciw(peer)));
    }
    assert!(apart.is_empty(), "They differ:\n{}", apart.join("\n"));
}

/// Prints both side by side; returns what differs by more than chance.
fn compare(network: &Network, ours: &[Vec<Counts>], ciws: &[Vec<Counts>]) -> Vec<String> {
    let mut apart = Vec::new();
    println!("\n{}", network.title);
    let [ours_, ciw_, z_, within_] = ["ours", "Ciw", "z", "within"];
    println!("  {:32}{ours_:>11}{ciw_:>20}{z_:>17}{within_:>9}", "");
    for (number, (_, room)) in network.stations.iter().enumerate() {
        for (name, figure) in FIGURES {
            if name == "share lost" && room.is_none() {
                continue;
            }
            let of =
                |runs: &[Vec<Counts>]| mean_and_error(runs.iter().map(|run| figure(&run[number])));
            let ((ours, our_error), (ciw, ciw_error)) = (of(ours), of(ciws));
            let error = our_error.hypot(ciw_error);
            let z = (ours - ciw) / error;
            let within = MOST_ERRORS * error / ciw;
            let line = format!(
                "  {:32}{ours:>11.4} ± {our_error:<6.4}{ciw:>11.4} ± {ciw_error:<6.4}{z:>8.2}{:>7.1} %",
                format!("station {} {name}", number + 1),
                within * 100.0
            );
            println!("{line}");
            if z.abs() > MOST_ERRORS || within > WIDEST || !z.is_finite() {
                apart.push(format!("{}:\n{line}", network.title));
            }
        }
    }
    apart
}

/// Of independent runs.
fn mean_and_error(runs: impl Iterator<Item = f64>) -> (f64, f64) {
    let runs: Vec<f64> = runs.collect();
    let count = runs.len() as f64;
    let mean = runs.iter().sum::<f64>() / count;
    let spread = runs.iter().map(|run| (run - mean).powi(2)).sum::<f64>() / (count - 1.0);
    (mean, (spread / count).sqrt())
}

/// The network made of ordinary parts: a station is a service, a class is a journey that calls
/// one service after the other, and whoever finds a full listen queue is lost.
fn spec(network: &Network) -> SystemSpec {
    let id = |station: usize| format!("s{}", station + 1);
    let path = |class: usize| format!("GET /{class}");
    let mut services = Vec::new();
    for (number, &(servers, room)) in network.stations.iter().enumerate() {
        let mut endpoints = Vec::new();
        for (class, (_, route)) in network.classes.iter().enumerate() {
            for (_, mean_ms) in route.iter().filter(|(station, _)| *station == number) {
                endpoints.push(endpoint(&path(class), vec![cpu(exp(mean_ms * 1000))]));
            }
        }
        let of = service(&id(number), servers, endpoints);
        services.push(ServiceSpec {
            queue_length: room.map_or(of.queue_length, |room| room - servers),
            ..of
        });
    }
    let mut spec = small(network.classes.iter().map(|(rate, _)| rate).sum(), services);
    let kinds = network.classes.iter().enumerate();
    spec.traffic.journeys = kinds
        .map(|(class, (rate, route))| {
            let names: Vec<_> = route
                .iter()
                .map(|visit| (id(visit.0), path(class)))
                .collect();
            let calls: Vec<_> = names.iter().map(|(id, path)| (&**id, &**path)).collect();
            journey(&format!("class{class}"), *rate, &calls, None)
        })
        .collect();
    spec
}

fn our_counts(network: &Network, seed: u64) -> Vec<Counts> {
    let mut world = start(&spec(network), seed);
    let read = |world: &world::World| {
        let at = |number| world.station(&format!("s{}", number + 1));
        let all = (0..network.stations.len()).map(|number| at(number).expect("a station"));
        all.collect::<Vec<_>>()
    };
    world.advance(FROM_S * 1000);
    let before = read(&world);
    world.advance(TO_S * 1000);
    let pairs = before.iter().zip(read(&world)).enumerate();
    pairs
        .map(|(number, (before, after))| {
            let id = format!("s{}", number + 1);
            let refused = world.telemetry().find(&id, "refused").expect("a series");
            let seconds = FROM_S as i32..TO_S as i32;
            Counts {
                begun: (after.begun - before.begun) as f64,
                waited: (after.waited - before.waited) as f64,
                wait_s: (after.waited_us - before.waited_us) as f64 / 1e6,
                present_s: (after.stayed_us - before.stayed_us) as f64 / 1e6,
                lost: seconds.filter_map(|at| refused.at(at)).map(f64::from).sum(),
            }
        })
        .collect()
}

/// Starts Ciw at a network; it works while others are asked.
fn ask_ciw(python: &str, network: &Network) -> std::process::Child {
    let stations = network.stations.iter();
    let classes = network.classes.iter();
    let asked = json!({
        "stations": stations
            .map(|(servers, room)| json!({"servers": servers, "room": room}))
            .collect::<Vec<_>>(),
        "classes": classes
            .map(|(rate, route)| {
                let route = route.iter().map(|(at, ms)| json!([at, *ms as f64 / 1000.0]));
                json!({"rate": rate, "route": route.collect::<Vec<_>>()})
            })
            .collect::<Vec<_>>(),
        "seeds": CIW_SEEDS.collect::<Vec<_>>(),
        "from_s": FROM_S,
        "to_s": TO_S,
    });
    let mut child = Command::new(python)
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/peers/with_ciw.py"
        ))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("THREE_AM_PYTHON runs");
    let mut stdin = child.stdin.take().expect("it listens");
    stdin
        .write_all(asked.to_string().as_bytes())
        .expect("it reads");
    child
}

fn read_ciw(child: std::process::Child) -> Vec<Vec<Counts>> {
    let output = child.wait_with_output().expect("Ciw ends");
    assert!(
        output.status.success(),
        "Ciw failed; its own words stand above"
    );
    let said = String::from_utf8(output.stdout).expect("JSON");
    let runs: Vec<Value> = said
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let counts = |one: &Value| {
        let field = |name: &str| one[name].as_f64().expect("a number");
        Counts {
            begun: field("begun"),
            waited: field("waited"),
            wait_s: field("wait_s"),
            present_s: field("present_s"),
            lost: field("lost"),
        }
    };
    runs.iter()
        .map(|run| run["stations"].as_array().expect("stations"))
        .map(|stations| stations.iter().map(counts).collect())
        .collect()
}
