//! Whatever a desk sends is answered, or ends its socket with a reason; it never ends the drill.
#![allow(clippy::unwrap_used)]

mod room;

use std::time::Duration;

use hostile::{asked, json_damage, naughty, text_damage};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use room::{Desk, Room};

fn messages() -> Vec<Value> {
    let role = "on-call";
    let note = json!({ "deed": "note", "text": "A note", "mark": "lucky" });
    let restart = json!({ "deed": "system", "act": { "act": "restart", "on": "api" } });
    let calls = [
        json!({ "call": "do", "role": role, "deed": note }),
        json!({ "call": "do", "role": role, "deed": restart }),
        json!({ "call": "logs", "role": role, "again": false, "query": "timeout -/a|b/", "from_ms": -60_000,
            "to_ms": 60_000, "before": null, "limit": 100 }),
        json!({ "call": "page", "role": role, "again": true, "page": "database", "on": null }),
        json!({ "call": "take", "role": "backend" }),
        json!({ "call": "survey", "anonymous": true, "survey": { "helped": "a", "hindered": "", "change": "" } }),
        json!({ "call": "vocabulary" }),
        json!({ "call": "watch", "graphs": true }),
    ];
    let message = |(id, call)| json!({ "id": id, "call": call });
    (1..).zip(calls).map(message).collect()
}

/// What comes back: a reply in the right form, or the end of the socket, with its reason.
async fn answered(desk: &mut Desk, text: &str) -> bool {
    desk.send(text.to_owned()).await;
    loop {
        match desk.read().await {
            Ok(said) if said.get("reply").is_some() => {
                let reply = &said["reply"];
                if reply["reply"] == "refused" {
                    let (code, message) = room::refused(reply);
                    assert!(!code.is_empty() && !message.is_empty(), "{text}: {reply}");
                    assert!(message.len() < 2_500, "{text}: {reply}");
                }
                return true;
            }
            Ok(_) => {}
            Err(frame) => {
                let frame = frame.unwrap_or_else(|| panic!("it just ended: {text}"));
                let code = u16::from(frame.code);
                // Too much, or too large.
                assert!(
                    matches!(code, 4008 | 1009),
                    "{text}: {code} {}",
                    frame.reason
                );
                assert!(!frame.reason.is_empty(), "{text}");
                return false;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn any_message_of_a_desk_is_answered_or_ends_its_socket() {
    let room = Room::new().await;
    let joining = room.open().await;
    let (mut desk, token) = Desk::joined(&joining, "Ada").await;
    room.obey(json!({ "do": "start" })).await;
    let messages = messages();
    let damage = (
        any::<usize>(),
        vec(json_damage(), 0..3),
        weighted(0.2, text_damage()),
    );
    let mut runner = TestRunner::default();
    let mut ended = 0;
    for n in 0..asked("PROPTEST_CASES", 150_usize) {
        let (nth, damages, text) = damage.new_tree(&mut runner).unwrap().current();
        let mut value = messages[nth % messages.len()].clone();
        for damage in &damages {
            damage.done(&mut value);
        }
        let mut said = text.map_or(value.to_string(), |damage| damage.done(&value.to_string()));
        // As deep as it fits, now and then: whoever reads it must not do so on the stack.
        if n % 50 == 49 {
            said = format!("{}{}", "[".repeat(15_000), "]".repeat(15_000));
        }
        if !answered(&mut desk, &said).await {
            ended += 1;
            desk = Desk::at(&joining.address, &token).await;
        }
    }
    assert!(ended > 0, "who goes on so is sent away");
    // The drill goes on, and so does whoever sits at the desk.
    let note = json!({ "deed": "note", "text": "still here", "mark": null });
    for _ in 0..50 {
        let mut desk = Desk::at(&joining.address, &token).await;
        let reply = desk.act("on-call", note.clone()).await;
        if reply["reply"] == "done" {
            return;
        }
        // They have said too much just now.
        assert_eq!(room::refused(&reply).0, "too-fast", "{reply}");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    panic!("never heard again");
}

/// Nobody comes in under a name that cannot be seen or is somebody's; all others do.
#[tokio::test(flavor = "multi_thread")]
async fn naughty_names_join_or_are_refused() {
    let room = Room::new().await;
    let joining = room.open().await;
    let mut seated = 0;
    for (n, name) in naughty().enumerate().step_by(5) {
        let (status, token, said) = room::join(&joining.address, &joining.code, name).await;
        if token.is_some() {
            seated += 1;
            continue;
        }
        // A code that is right is not counted as a guess.
        assert!(
            matches!(status, 400 | 409 | 413 | 422),
            "{n} {name:?}: {status} {said}"
        );
        assert!(said["refusal"]["message"].is_string(), "{name:?}: {said}");
    }
    assert!(seated > 50, "{seated}");
    let console = room.console();
    assert_eq!(console.desks.len(), seated);
    let names: std::collections::BTreeSet<&str> = console
        .desks
        .iter()
        .map(|desk| desk.person.as_str())
        .collect();
    assert_eq!(names.len(), seated);
}
