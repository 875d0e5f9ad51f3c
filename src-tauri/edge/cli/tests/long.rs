//! A long evening: a drill that goes on for hours, with desks at work. What it takes of memory, and
//! how far its clock goes from the machine's, is said; after an hour of running it is held
//! to the one, after four of the drill to the other.
//!
//! `THREE_AM_MINUTES` of the room's time at `THREE_AM_SPEED`.
#![allow(clippy::unwrap_used)]
#![allow(clippy::print_stdout, reason = "it says what it measured")]

mod program;
#[path = "../../lan/tests/room/mod.rs"]
mod room;

use std::time::{Duration, Instant};

use hostile::asked;
use program::{Line, Program};
use serde_json::{Value, json};

const DESKS: [(&str, &str); 3] = [
    ("on-call", "Ada"),
    ("backend", "Björn"),
    ("documentation", "李雷"),
];
/// So often somebody does something.
const ACT_EVERY: Duration = Duration::from_secs(5);
/// So many parts of the run are compared.
const PARTS: usize = 12;
/// The clock may be so far from the machine's.
const DRIFT_MS: f64 = 100.0;
/// A run that is shorter says how far the clock went, and is not held to it.
const HELD_FROM: Duration = Duration::from_secs(3_600);
/// The program may grow by so much in a minute of the drill: what it writes into its logs is kept.
const MEMORY_MB: f64 = 0.6;
/// Drill time from which it is held to that, milliseconds: before, traces are still filling up.
const HELD_FROM_MS: i64 = 4 * 3_600_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_long_evening() {
    let minutes: f64 = asked("THREE_AM_MINUTES", 0.1);
    let speed: f64 = asked("THREE_AM_SPEED", 60.0);
    let whole = Duration::from_secs_f64(minutes * 60.0);
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path()).await;
    let mut console = program.console().await;
    let people: Vec<_> = DESKS.iter().collect();
    let create = json!({ "call": "create", "scenario": "3am-outage", "team": "Night shift",
        "seed": 7, "minutes": 180, "people": people });
    let opened = console.call(create).await.unwrap();
    assert_eq!(opened["reply"], "opened", "{opened}");
    let door = json!({ "call": "joining", "network": "127.0.0.1" });
    console.call(door).await.unwrap();
    let open = console.until("console", |push| push["view"]["joining"].is_object());
    let joining = open.await.unwrap()["view"]["joining"].clone();
    let (address, code) = (&joining["address"], &joining["code"]);
    let (address, code) = (address.as_str().unwrap(), code.as_str().unwrap());
    let mut desks = Vec::new();
    for (role, name) in DESKS {
        let (status, token, said) = room::join(address, code, name).await;
        assert_eq!(status, 204, "{said}");
        let mut line = Line::desk(address, &token.unwrap()).await.unwrap();
        line.until("seat", |_| true).await.unwrap();
        desks.push(tokio::spawn(working(line, role)));
    }

    console.obey(json!({ "do": "start" })).await;
    console
        .obey(json!({ "do": "speed", "factor": speed }))
        .await;
    let begun = console.until("console", |push| {
        push["view"]["clock"]["state"] == "running" && push["view"]["clock"]["speed"] == speed
    });
    let begun_ms = at_ms(&begun.await.unwrap());
    let begun = Instant::now();
    // How far the clock was behind the machine's in each part, milliseconds of the drill: the least of
    // what was seen, which has the least of the way to the console in it.
    let mut behind: Vec<f64> = Vec::new();
    // Minutes of the drill, and what the program had in memory then.
    let mut grown: Vec<(f64, f64)> = Vec::new();
    for part in 1..=PARTS {
        let end = begun + whole.mul_f64(part as f64 / PARTS as f64);
        let mut behind_ms = f64::MAX;
        while Instant::now() < end {
            let said = tokio::time::timeout(Duration::from_secs(30), console.hear());
            let said = said.await.expect("the clock is seen to go on");
            let said = said.expect("it lives");
            console.heard.clear();
            if said["push"]["push"] == "console" {
                let passed_ms = (at_ms(&said["push"]) - begun_ms) as f64;
                let ran_ms = begun.elapsed().as_secs_f64() * 1_000.0 * speed;
                behind_ms = behind_ms.min(ran_ms - passed_ms);
            }
        }
        let memory_mb = program.memory_mb();
        let passed_ms = at_ms(&console.shown["console"]) - begun_ms;
        behind.push(behind_ms);
        grown.push((passed_ms as f64 / 60_000.0, memory_mb));
        println!(
            "{:6.1} min: {memory_mb:6.1} MB, {behind_ms:7.1} ms behind, {} s of the drill",
            begun.elapsed().as_secs_f64() / 60.0,
            passed_ms / 1_000,
        );
    }
    let state = &console.shown["console"]["view"]["clock"]["state"];
    assert_eq!(state, "running", "it stopped by itself");
    program.kill();
    let mut acts = 0;
    for desk in desks {
        acts += desk.await.expect("nobody panicked");
    }
    assert!(acts > 0, "nobody did anything");

    let drift_ms = (behind[PARTS - 1] - behind[1]) / speed;
    println!("{acts} acts; the clock drifted by {drift_ms:.1} ms of the room's time.");
    let ((from, had_mb), (to, has_mb)) = (grown[0], grown[PARTS - 1]);
    let a_minute_mb = (has_mb - had_mb) / (to - from);
    println!("The program grew by {a_minute_mb:.2} MB a minute of the drill, to {has_mb:.0} MB.");
    if to * 60_000.0 >= HELD_FROM_MS as f64 {
        assert!(a_minute_mb <= MEMORY_MB, "it grows by {a_minute_mb} MB");
    }
    if whole >= HELD_FROM {
        assert!(drift_ms.abs() <= DRIFT_MS, "the clock drifts");
    }
}

/// Does something now and then, for as long as the line lives.
async fn working(mut line: Line, role: &'static str) -> u32 {
    let mut done = 0;
    for number in 1_u32.. {
        let text = format!("{role} looked, time {number}");
        let call = if number % 3 == 0 {
            json!({ "call": "do", "role": role,
                "deed": { "deed": "say", "to": "room", "text": text, "answers": null } })
        } else {
            json!({ "call": "do", "role": role,
                "deed": { "deed": "look", "page": "dashboards", "on": null, "query": null } })
        };
        let Some(reply) = line.call(call).await else {
            return done;
        };
        done += u32::from(reply["reply"] == "done");
        line.heard.clear();
        let pause = tokio::time::sleep(ACT_EVERY);
        tokio::pin!(pause);
        loop {
            tokio::select! {
                () = &mut pause => break,
                said = line.hear() => {
                    line.heard.clear();
                    if said.is_none() { return done; }
                }
            }
        }
    }
    done
}

fn at_ms(push: &Value) -> i64 {
    push["view"]["clock"]["at_ms"].as_i64().unwrap_or(0)
}
