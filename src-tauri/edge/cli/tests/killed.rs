//! The program is killed at any instant, with desks attached, and started again. Whatever anybody
//! was told of is there, once; the clock stands where it stood; the system goes on as it would have.
//!
//! So many times as `THREE_AM_KILLS` says; the instants are those of `THREE_AM_SEED`.
#![allow(clippy::unwrap_used)]
#![allow(clippy::print_stdout, reason = "it says how much was tried")]

mod program;
#[path = "../../lan/tests/room/mod.rs"]
mod room;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use drill::{Drill, Event};
use hostile::{Dice, asked};
use journal::{Journal, pack};
use program::{Line, Program};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

/// Kills where nothing else is asked for: every test run has some.
const KILLS: u32 = 8;
const SEED: u64 = 3;
/// Of a clock that nothing else happens to, so much may be lost.
const CLOCK_MS: i64 = 1_000;
const SPEEDS: [f64; 3] = [1.0, 4.0, 16.0];
const DESKS: [(&str, &str); 3] = [
    ("on-call", "Ada"),
    ("backend", "Björn"),
    ("documentation", "李雷"),
];

/// What one of them knows when the program dies.
#[derive(Default)]
struct Knows {
    /// Acts that were asked for.
    asked: BTreeSet<String>,
    /// Those of which they got a reply.
    done: BTreeSet<String>,
    /// Everything that they were sent.
    heard: String,
    /// The clock they saw last, milliseconds.
    clock_ms: i64,
}

/// Acts until the line is dead.
fn acting(
    mut line: Line,
    who: String,
    call: impl Fn(&str) -> Value + Send + 'static,
) -> JoinHandle<Knows> {
    tokio::spawn(async move {
        let mut knows = Knows::default();
        for number in 1.. {
            let act = format!("act-{who}-{number}.");
            knows.asked.insert(act.clone());
            let Some(reply) = line.call(call(&act)).await else {
                break;
            };
            if reply["reply"] == "done" {
                knows.done.insert(act);
            }
            // Slow enough that no limit is reached.
            let pause = tokio::time::sleep(Duration::from_millis(120));
            tokio::pin!(pause);
            let dead = loop {
                tokio::select! {
                    () = &mut pause => break false,
                    said = line.hear() => if said.is_none() { break true },
                }
            };
            if dead {
                break;
            }
        }
        knows.clock_ms = ["console", "desk", "clock"]
            .iter()
            .filter_map(|push| clock(line.shown.get(*push)?))
            .max()
            .unwrap_or(0);
        knows.heard = std::mem::take(&mut line.heard);
        knows
    })
}

/// The clock in a push; those of desks may have it beside the view.
fn clock(push: &Value) -> Option<i64> {
    let at_ms = |clock: &Value| clock["at_ms"].as_i64();
    at_ms(&push["view"]["clock"]).or_else(|| at_ms(&push["clock"]))
}

/// The acts that are named in a text.
fn acts(text: &str) -> BTreeSet<String> {
    let named = text.split("act-").skip(1);
    named
        .filter_map(|rest| rest.split_once('.').map(|(name, _)| format!("act-{name}.")))
        .filter(|act| act.len() < 40)
        .collect()
}

/// The record as it is on the disk, held against what was there before.
fn record(folder: &Path, drill: &str, before: &[Event]) -> (Vec<Event>, i64) {
    let journal = Journal::open(&folder.join("journal.sqlite")).expect("the journal opens");
    let recorded = journal.load(drill).expect("the record is whole");
    assert_eq!(
        &recorded.events[..before.len()],
        before,
        "what was recorded has changed"
    );
    // Replaying refuses a number that is missing or comes twice.
    let replayed = Drill::replay(
        Arc::new(recorded.scenario.clone()),
        recorded.events.clone(),
        recorded.clock_ms,
    );
    let replayed = replayed.expect("it can be replayed");
    for (minute, columns) in journal.minutes(drill).expect("telemetry") {
        let now = wire::view::minute(replayed.world(), minute);
        // Bytes: what is not known is no number, and equal to nothing.
        let same = pack(&columns) == pack(&now);
        assert!(same, "the telemetry of minute {minute} is another one");
    }
    (recorded.events, recorded.clock_ms)
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_instant() {
    let (kills, seed) = (asked("THREE_AM_KILLS", KILLS), asked("THREE_AM_SEED", SEED));
    let mut dice = Dice(seed);
    let folder = tempfile::tempdir().unwrap();
    let mut tokens: Vec<String> = Vec::new();
    let mut drill = String::new();
    let (mut events, mut clock_ms) = (Vec::new(), 0);
    let (mut told_of, mut ran_ms, mut speed) = (0, 0, 1.0);
    for kill in 1..=kills {
        let program = Program::start(folder.path()).await;
        let mut console = program.console().await;
        if drill.is_empty() {
            let people: Vec<_> = DESKS.iter().collect();
            let create = json!({ "call": "create", "scenario": "3am-outage", "team": "Night shift",
                "seed": null, "minutes": 180, "people": people });
            let opened = console.call(create).await.expect("it lives");
            assert_eq!(opened["reply"], "opened", "{opened}");
            drill = opened["drill"].as_str().expect("a drill").to_owned();
        } else {
            let open = json!({ "call": "open", "drill": drill });
            let opened = console.call(open).await.expect("it lives");
            assert_eq!(opened["reply"], "opened", "{opened}");
        }
        let stands = console.until("console", |push| {
            push["view"]["clock"]["state"] != "running"
        });
        let stands = stands.await.expect("it lives");
        assert_eq!(
            stands["view"]["clock"]["at_ms"], clock_ms,
            "kill {kill}: the clock stands elsewhere"
        );

        // Everybody comes back to their desk with what their browser kept.
        let door = json!({ "call": "joining", "network": "127.0.0.1" });
        let open = console.call(door).await.expect("it lives");
        assert_eq!(open["reply"], "done", "{open}");
        let open = console.until("console", |push| push["view"]["joining"].is_object());
        let joining = open.await.expect("it lives")["view"]["joining"].clone();
        let address = joining["address"].as_str().expect("an address");
        let mut lines = Vec::new();
        for (at, (_, name)) in DESKS.iter().enumerate() {
            if tokens.len() <= at {
                let code = joining["code"].as_str().expect("a code");
                let (status, token, said) = room::join(address, code, name).await;
                assert_eq!(status, 204, "{said}");
                tokens.push(token.expect("a token"));
            }
            let mut line = Line::desk(address, &tokens[at]).await.expect("let in");
            let seat = line.until("seat", |_| true).await.expect("it lives");
            assert_eq!(seat["seat"]["person"], *name, "kill {kill}");
            lines.push(line);
        }
        let resumed = Instant::now();
        let begin = if events.is_empty() { "start" } else { "resume" };
        console.obey(json!({ "do": begin })).await;
        let was_speed = std::mem::replace(&mut speed, SPEEDS[dice.up_to(2) as usize]);
        console
            .obey(json!({ "do": "speed", "factor": speed }))
            .await;

        // All act at once, and in the midst of it the program dies.
        let mut all = vec![acting(
            console,
            format!("{kill}-facilitator"),
            |act| json!({ "call": "command", "command": { "do": "observe", "text": act, "mark": null } }),
        )];
        for ((role, _), line) in DESKS.iter().zip(lines) {
            all.push(acting(line, format!("{kill}-{role}"), move |act| {
                json!({ "call": "do", "role": role,
                    "deed": { "deed": "say", "to": "room", "text": act, "answers": null } })
            }));
        }
        tokio::time::sleep(Duration::from_micros(dice.up_to(1_200_000))).await;
        program.kill();
        let lived_ms = resumed.elapsed().as_secs_f64() * 1_000.0;
        let mut known = Vec::new();
        for one in all {
            known.push(one.await.expect("nobody panicked"));
        }

        let was_ms = clock_ms;
        let before = std::mem::take(&mut events);
        (events, clock_ms) = record(folder.path(), &drill, &before);
        let new = &events[before.len()..];
        let texts: Vec<String> = new
            .iter()
            .map(|event| serde_json::to_string(event).unwrap())
            .collect();
        let times = |act: &str| texts.iter().filter(|text| text.contains(act)).count();
        for who in &known {
            for act in &who.asked {
                let there = times(act);
                assert!(there <= 1, "kill {kill}: {act} is there {there} times");
                let done = who.done.contains(act);
                assert!(
                    there == 1 || !done,
                    "kill {kill}: {act} was done, and is lost"
                );
            }
            let mine = format!("act-{kill}-");
            for act in acts(&who.heard).iter().filter(|act| act.starts_with(&mine)) {
                assert_eq!(times(act), 1, "kill {kill}: somebody was told of {act}");
                told_of += 1;
            }
        }
        // No further back than what anybody saw, and no further on than the time it had.
        let seen_ms = known.iter().map(|who| who.clock_ms).max().unwrap_or(0);
        let least_ms = was_ms.max(seen_ms - CLOCK_MS);
        let most_ms = was_ms as f64 + lived_ms * f64::max(was_speed, speed);
        assert!(
            least_ms <= clock_ms && clock_ms as f64 <= most_ms,
            "kill {kill}: the clock stood at {was_ms} ms, was seen at {seen_ms}, and stands at {clock_ms}"
        );
        ran_ms += clock_ms - was_ms;
    }
    println!(
        "Killed {kills} times with seed {seed}: {} events, {told_of} times somebody was told of an act, \
         {} s of the drill.",
        events.len(),
        ran_ms / 1_000
    );
    assert!(told_of > 0 && ran_ms > 0, "nothing happened");
}
