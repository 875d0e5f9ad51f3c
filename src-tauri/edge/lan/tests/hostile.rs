//! Who should not get in does not, and hears why in words.
#![allow(clippy::unwrap_used)]

mod room;

use room::{Desk, Room, http, join, refused};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn codes_are_guessed_ever_more_slowly() {
    let room = Room::new().await;
    let joining = room.open().await;
    let mut waits = Vec::new();
    for guess in ["AAAAAA", "", "<script>", "BBBBBB", "CCCCCC"] {
        let (status, token, said) = join(&joining.address, guess, "Eve").await;
        assert_eq!(token, None);
        waits.push((status, said["wait_s"].as_u64()));
    }
    assert_eq!(
        waits,
        [
            (403, None),
            (403, None),
            (403, None),
            (403, Some(2)),
            (429, Some(2))
        ]
    );
    // Not even the right one is looked at until then.
    let (status, _, said) = join(&joining.address, &joining.code, "Eve").await;
    assert_eq!(
        (status, said["refusal"]["code"].as_str()),
        (429, Some("wait"))
    );
    assert!(room.console().desks.is_empty());
    // It stands where the facilitator can read it.
    let console = room
        .shows("the guesses", |view| !view.turned_away.is_empty())
        .await;
    assert!(
        console.turned_away[0]
            .1
            .contains("wrong code came from 127.0.0.1")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_its_own_page_speaks_to_the_server_and_nothing_else_is_there() {
    let room = Room::new().await;
    let joining = room.open().await;
    let address = joining.address.as_str();
    let body = json!({ "code": joining.code, "name": "Eve" }).to_string();
    let kind = ("content-type", "application/json");
    for headers in [
        vec![("origin", "http://elsewhere.example"), kind],
        vec![kind],
        vec![
            ("host", "rebound.example"),
            ("origin", "http://rebound.example"),
            kind,
        ],
    ] {
        let (status, ..) = http(address, "POST /join", &headers, &body).await;
        assert_eq!(status, 403, "{headers:?}");
    }
    let (status, ..) = http(
        address,
        "GET /seat",
        &[("cookie", "three_am_desk=0000")],
        "",
    )
    .await;
    assert_eq!(status, 401);
    assert!(Desk::connect(address, "0000").await.is_err());
    // The facilitator's road is not here, and there is no directory to wander in.
    for path in [
        "/console.html",
        "/room.html",
        "/session",
        "/socket?surface=console",
        "/assets/",
        "/assets",
        "/assets/../console.html",
        "/%2e%2e/Cargo.toml",
        "/desk.html/..",
        "/.git/config",
    ] {
        let (status, _, body) = http(address, &format!("GET {path}"), &[], "").await;
        assert!(matches!(status, 400 | 401 | 404), "{path}: {status}");
        assert!(!body.contains("<script"), "{path}");
    }
    let (status, ..) = http(address, "POST /session", &[kind], "{}").await;
    assert!(matches!(status, 404 | 405), "{status}");
    let large = "x".repeat(10_000);
    let origin = format!("http://{address}");
    let (status, ..) = http(address, "POST /join", &[("origin", &origin), kind], &large).await;
    assert_eq!(status, 413);
    // All networks at once is no network.
    for network in ["0.0.0.0", "10.255.255.1", "localhost", "::"] {
        let call = json!({ "call": "joining", "network": network });
        let reply = room.front.call(serde_json::from_value(call).unwrap()).await;
        assert!(matches!(reply, wire::Reply::Refused { .. }), "{network}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_messages_are_refused_or_end_the_socket_and_the_drill_goes_on() {
    let room = Room::new().await;
    let joining = room.open().await;
    let (mut desk, token) = Desk::joined(&joining, "Ada").await;
    room.obey(json!({ "do": "start" })).await;

    // What the facilitator may say, a desk may not.
    for call in [
        json!({ "call": "command", "command": { "do": "end" } }),
        json!({ "call": "library" }),
        json!({ "call": "export", "format": "json", "paper": "a4", "path": "/tmp/x" }),
        json!({ "call": "joining", "network": null }),
        json!({ "call": "do", "role": "on-call", "deed": { "deed": "note" } }),
        json!("x"),
    ] {
        assert_eq!(refused(&desk.call(call).await).0, "message");
    }
    let long = "x".repeat(5_000);
    let note = json!({ "deed": "note", "text": long, "mark": null });
    assert_eq!(refused(&desk.act("on-call", note).await).0, "too-long");

    // Too fast: refused, then closed.
    let mut fast = 0;
    for _ in 0..60 {
        let reply = desk.call(json!({ "call": "vocabulary" })).await;
        fast += u32::from(reply["refusal"]["code"] == "too-fast");
    }
    assert!(fast > 10, "{fast}");
    for _ in 0..60 {
        desk.send("not JSON".to_owned()).await;
    }
    assert_eq!(desk.closed().await.0, 4008);

    // Too large: closed, with the reason. And back in the same seat.
    let mut desk = Desk::at(&joining.address, &token).await;
    desk.send("x".repeat(40_000)).await;
    let (code, why) = desk.closed().await;
    assert_eq!(code, 1009);
    assert!(why.contains("larger"), "{why}");
    let desk = Desk::at(&joining.address, &token).await;
    assert_eq!(desk.seat["person"], "Ada");
    let logged = |view: &wire::ConsoleView| {
        let lines = view
            .turned_away
            .iter()
            .filter(|(_, what)| what.contains("Ada"));
        lines.count() >= 2
    };
    room.shows("both closings", logged).await;
    assert_eq!(room.console().clock.state, wire::parts::ClockState::Running);

    // Many browsers of one desk: the oldest gives way, so that a lost one never keeps the seat.
    let mut tabs = std::collections::VecDeque::from([desk]);
    for _ in 0..6 {
        tabs.push_back(Desk::at(&joining.address, &token).await);
    }
    let mut oldest = tabs.pop_front().unwrap();
    let (code, why) = oldest.closed().await;
    assert_eq!(code, 4003);
    assert!(why.contains("too many places"), "{why}");
    // What was asked too fast is paid for by the desk, whichever browser asks next.
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let newest = tabs.back_mut().unwrap();
    assert_eq!(
        newest.call(json!({ "call": "vocabulary" })).await["reply"],
        "vocabulary"
    );
}

/// Every call there is that shows or does something.
fn every_call(role: &str) -> Vec<serde_json::Value> {
    let filter =
        json!({ "component": null, "name": null, "failed": false, "min_ms": 0, "req": null });
    let act = json!({ "act": "restart", "on": "api" });
    let mut calls = Vec::new();
    for before in [json!(null), json!(4_000_000_000_u32)] {
        calls.push(
            json!({ "call": "logs", "role": role, "again": true, "query": "", "from_ms": -600_000,
            "to_ms": 10_000_000, "before": before, "limit": 9 }),
        );
    }
    for before in [json!(null), json!("ffffff")] {
        calls.push(
            json!({ "call": "traces", "role": role, "again": true, "filter": filter,
            "from_ms": -600_000, "to_ms": 10_000_000, "before": before, "limit": 9 }),
        );
    }
    calls.extend([
        json!({ "call": "trace", "role": role, "req": "000001" }),
        json!({ "call": "page", "role": role, "again": true, "page": "database", "on": null }),
        json!({ "call": "estimate", "role": role, "act": act }),
        json!({ "call": "do", "role": role, "deed": { "deed": "system", "act": act } }),
        json!({ "call": "do", "role": role, "deed": { "deed": "note", "text": "x", "mark": null } }),
    ]);
    calls
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_is_checked_for_role_and_clock() {
    let room = Room::new().await;
    let joining = room.open().await;
    let (mut waits, _) = Desk::joined(&joining, "Waiting").await;
    let (mut ada, _) = Desk::joined(&joining, "Ada").await;
    // Before STARTEX nobody sees anything, and who waits sees nothing at all.
    for call in every_call("on-call") {
        assert_eq!(
            refused(&ada.call(call.clone()).await).0,
            "not-started",
            "{call}"
        );
    }
    room.obey(json!({ "do": "start" })).await;
    for role in ["on-call", "nobody", ""] {
        for call in every_call(role) {
            let (code, _) = refused(&waits.call(call.clone()).await);
            assert!(
                ["not-your-role", "unknown-role", "too-fast"].contains(&code.as_str()),
                "{code}: {call}"
            );
        }
    }
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    assert_eq!(
        refused(&waits.call(json!({ "call": "vocabulary" })).await).0,
        "no-role"
    );
    waits.call(json!({ "call": "watch", "graphs": true })).await;
    room.obey(json!({ "do": "emergency" })).await;
    for call in every_call("on-call") {
        let (code, _) = refused(&ada.call(call.clone()).await);
        assert!(
            ["emergency", "too-fast"].contains(&code.as_str()),
            "{code}: {call}"
        );
    }
    assert_eq!(waits.graphs, 0);
    assert!(
        room.console()
            .feed
            .iter()
            .all(|row| row.kind != wire::console::FeedKind::Look)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stuck_desk_slows_nobody() {
    let room = Room::new().await;
    let joining = room.open().await;
    // Reads nothing from here on.
    let (mut stuck, _) = Desk::joined(&joining, "Stuck").await;
    stuck.call(json!({ "call": "watch", "graphs": true })).await;
    let (mut ada, _) = Desk::joined(&joining, "Ada").await;
    ada.call(json!({ "call": "watch", "graphs": true })).await;
    room.obey(json!({ "do": "start" })).await;
    room.obey(json!({ "do": "speed", "factor": 60.0 })).await;
    ada.until("graphs", |desk| desk.graphs >= 5).await;
    for number in 0..20 {
        let text = format!("still here {number}");
        let say = json!({ "deed": "say", "to": "room", "text": text, "answers": null });
        assert_eq!(ada.act("on-call", say).await["reply"], "done");
        ada.until("her words", |desk| desk.view["channel"][0]["text"] == text)
            .await;
    }
    drop(stuck);
}
