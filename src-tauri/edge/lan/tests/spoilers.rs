//! A drill with every audience attached over real sockets: every byte that reached the room screen
//! or a desk is scanned for the scenario's secrets.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod room;
#[path = "../../live/tests/secrets/mod.rs"]
mod secrets;

use std::sync::Arc;
use std::time::Duration;

use drill::Drill;
use journal::Journal;
use room::{Desk, Room};
use serde_json::{Value, json};
use wire::{Call, Reply};

const ROLES: [&str; 5] = ["on-call", "backend", "frontend", "bridge", "documentation"];
const PAGES: [&str; 9] = [
    "alerts",
    "dashboards",
    "logs",
    "traces",
    "deploys",
    "database",
    "ai_pipeline",
    "web_console",
    "playbooks",
];

/// What a role goes through: every page, every search, a question, a hypothesis, a check.
async fn use_everything(desk: &mut Desk, role: &str) {
    for page in PAGES {
        desk.call(
            json!({ "call": "page", "again": false, "role": role, "page": page, "on": null }),
        )
        .await;
    }
    let logs = json!({ "call": "logs", "again": false, "role": role, "query": "", "from_ms": -600_000,
        "to_ms": 10_000_000, "before": null, "limit": 500 });
    desk.call(logs).await;
    let filter =
        json!({ "component": null, "name": null, "failed": true, "min_ms": 0, "req": null });
    let traces = json!({ "call": "traces", "again": false, "role": role, "filter": filter, "from_ms": -600_000,
        "to_ms": 10_000_000, "before": null, "limit": 100 });
    let traces = desk.call(traces).await;
    if let Some(req) = traces["page"]["rows"][0]["req"].as_str() {
        desk.call(json!({ "call": "trace", "role": role, "req": req }))
            .await;
    }
    desk.call(json!({ "call": "vocabulary" })).await;
    let deeds: [Value; 5] = [
        json!({ "deed": "ask", "question": "How do I fix the database? Should I restart it?" }),
        json!({ "deed": "hypothesis", "text": "Postgres is slow" }),
        json!({ "deed": "system", "act": { "act": "pipeline_check" } }),
        json!({ "deed": "say", "to": "room", "text": "I am looking", "answers": null }),
        json!({ "deed": "tick", "item": 0 }),
    ];
    for deed in deeds {
        desk.act(role, deed).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_byte_of_the_truth_leaves_the_console() {
    let room = Room::new().await;
    let joining = room.open().await;
    let mut desks = Vec::new();
    for role in ROLES {
        let (mut desk, _) = Desk::joined(&joining, &format!("Desk of {role}")).await;
        assert_eq!(
            desk.call(json!({ "call": "take", "role": role })).await["reply"],
            "done"
        );
        desk.call(json!({ "call": "watch", "graphs": true })).await;
        desks.push((desk, role));
    }
    let (waiting, _) = Desk::joined(&joining, "Waiting").await;
    desks.push((waiting, "none"));

    let mut views = room.front.stage().room();
    let screen = tokio::spawn(async move {
        let mut heard = Vec::new();
        while views.changed().await.is_ok() {
            let push = Arc::clone(&views.borrow_and_update());
            heard.push(serde_json::to_string(&push).unwrap());
        }
        heard
    });

    room.obey(json!({ "do": "start" })).await;
    room.obey(json!({ "do": "speed", "factor": 60.0 })).await;
    let players = desks.into_iter().map(|(mut desk, role)| {
        tokio::spawn(async move {
            let mut next = 60_000;
            while desk.view["clock"]["state"] != "ended" {
                let at = desk.view["clock"]["at_ms"].as_i64().unwrap_or(0);
                if at > next && role != "none" {
                    next = at + 180_000;
                    use_everything(&mut desk, role).await;
                }
                if desk.read().await.is_err() {
                    break;
                }
            }
            desk.heard
        })
    });
    let players: Vec<_> = players.collect();
    // A quarter of an hour of the night, with a fault of the facilitator's own and a hint.
    room.shows("a quarter of an hour", |view| view.clock.at_ms > 900_000)
        .await;
    room.obey(json!({ "do": "hint", "expectation": "deploys" }))
        .await;
    room.obey(
        json!({ "do": "observe", "text": "They do not look at the workers yet", "mark": "bad" }),
    )
    .await;
    room.obey(json!({ "do": "end" })).await;
    let mut heard = Vec::new();
    for player in players {
        heard.extend(player.await.unwrap());
    }
    assert_eq!(room.front.call(Call::Close).await, Reply::Done);
    let Room {
        front,
        drill,
        folder,
    } = room;
    drop(front);
    heard.extend(screen.await.unwrap());

    // What has been said aloud is read from the record.
    let path = folder.path().join("journal.sqlite");
    let mut journal = Journal::open(&path);
    for _ in 0..300 {
        if journal.is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        journal = Journal::open(&path);
    }
    let recorded = journal.unwrap().load(&drill).unwrap();
    let scenario = Arc::new(recorded.scenario);
    let played = Drill::replay(Arc::clone(&scenario), recorded.events, recorded.clock_ms).unwrap();
    let said = secrets::said(&played);
    let secrets = secrets::secrets(&scenario);
    let hidden = secrets
        .iter()
        .filter(|secret| !said.contains(secret.as_str()));
    let hidden: Vec<&String> = hidden.collect();
    assert!(hidden.len() > 60, "{}", hidden.len());
    let bytes: usize = heard.iter().map(String::len).sum();
    for text in &heard {
        let read = text.to_lowercase();
        for secret in &hidden {
            assert!(!read.contains(secret.as_str()), "“{secret}” was sent");
        }
        assert!(
            !read.contains("they do not look at the workers"),
            "a note of the facilitator's"
        );
    }
    println!(
        "{} messages of {bytes} bytes, {} secrets",
        heard.len(),
        hidden.len()
    );
    assert!(
        heard.len() > 300 && bytes > 2_000_000,
        "{} of {bytes}",
        heard.len()
    );
}
