//! Desks as they are used: joined with a code, looked and acted at, lost and found again.
#![allow(clippy::unwrap_used)]

mod room;

use room::{Desk, Room, refused};
use serde_json::json;
use wire::{Call, Reply};

#[tokio::test(flavor = "multi_thread")]
async fn people_join_look_act_and_the_console_sees_it() {
    let room = Room::new().await;
    assert_eq!(room.console().joining, None, "off by default");
    let joining = room.open().await;
    assert_eq!(joining.code.len(), 6);
    assert!(joining.url.ends_with(&format!("/#{}", joining.code)));
    assert!(joining.qr.len() > 20 && joining.qr.iter().all(|row| row.len() == joining.qr.len()));

    // Ada stands on the board, so she has her role; Grace takes one.
    let (mut ada, _) = Desk::joined(&joining, " ada ").await;
    assert_eq!(ada.seat["person"], "Ada");
    assert_eq!(ada.seat["roles"][0]["id"], "on-call");
    let (mut grace, _) = Desk::joined(&joining, "Grace").await;
    assert_eq!(grace.seat["roles"], json!([]));
    assert!(grace.seat["offers"].as_array().unwrap().len() == 5);
    let early = grace.call(
        json!({ "call": "page", "again": false, "role": "bridge", "page": "alerts", "on": null }),
    );
    assert_eq!(refused(&early.await).0, "not-your-role");
    room.obey(json!({ "do": "open_role", "role": "backend", "open": false }))
        .await;
    let closed = grace
        .call(json!({ "call": "take", "role": "backend" }))
        .await;
    assert_eq!(refused(&closed).0, "role-closed");
    assert_eq!(
        grace
            .call(json!({ "call": "take", "role": "bridge" }))
            .await["reply"],
        "done"
    );
    grace
        .until("her role", |desk| desk.seat["roles"][0]["id"] == "bridge")
        .await;

    let early = ada.call(
        json!({ "call": "page", "again": false, "role": "on-call", "page": "alerts", "on": null }),
    );
    assert_eq!(refused(&early.await).0, "not-started");
    room.obey(json!({ "do": "start" })).await;
    ada.until("the clock", |desk| desk.view["clock"]["state"] == "running")
        .await;

    // A look is recorded once, however often the page is renewed.
    for again in [false, true, true] {
        let page =
            ada.call(json!({ "call": "page", "again": again, "role": "on-call", "page": "database", "on": null }));
        assert_eq!(page.await["reply"], "page");
    }
    let logs = json!({ "call": "logs", "again": false, "role": "on-call", "query": "level:error", "from_ms": -600_000,
        "to_ms": 1_000, "before": null, "limit": 50 });
    assert_eq!(ada.call(logs).await["reply"], "logs");
    let console = room
        .shows("the search", |view| {
            view.feed.iter().any(|row| row.what.contains("level:error"))
        })
        .await;
    let looks: Vec<_> = console
        .feed
        .iter()
        .filter(|row| row.did == "opened")
        .collect();
    assert_eq!(looks.len(), 1);
    assert_eq!(looks[0].person.as_deref(), Some("Ada"));
    assert_eq!(looks[0].who, "On-Call");

    // What the role may not do, what is not there, and another's role: refused in words.
    let severity = json!({ "deed": "severity", "level": 1 });
    assert_eq!(grace.act("bridge", severity.clone()).await["reply"], "done");
    let restart = |on: &str| json!({ "deed": "system", "act": { "act": "restart", "on": on } });
    let (code, message) = refused(&grace.act("bridge", restart("api")).await);
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("not-yours", "Bridge Engineer may not do that.")
    );
    assert_eq!(
        refused(&ada.act("on-call", restart("nowhere")).await).0,
        "unknown-component"
    );
    assert_eq!(
        refused(&ada.act("bridge", severity).await).0,
        "not-your-role"
    );

    // An estimate first, then the act; both desks and the console see it.
    let estimate = ada.call(
        json!({ "call": "estimate", "role": "on-call", "act": { "act": "restart", "on": "api" } }),
    );
    assert!(estimate.await["estimate"]["takes_ms"].as_u64().unwrap() > 1_000);
    assert_eq!(ada.act("on-call", restart("api")).await["reply"], "done");
    grace
        .until("the act", |desk| {
            let rows = desk.view["timeline"].as_array().unwrap();
            rows.iter()
                .any(|row| row["did"] == "restarted" && row["person"] == "Ada")
        })
        .await;

    // Moved, renamed, removed.
    room.obey(json!({ "do": "move_person", "person": "Ada", "role": "frontend" }))
        .await;
    ada.until("the move", |desk| desk.seat["roles"][0]["id"] == "frontend")
        .await;
    room.obey(json!({ "do": "rename", "from": "Ada", "to": "Ada L." }))
        .await;
    ada.until("the name", |desk| desk.seat["person"] == "Ada L.")
        .await;
    assert!(
        room.console()
            .feed
            .iter()
            .any(|row| row.person.as_deref() == Some("Ada L."))
    );
    room.obey(json!({ "do": "remove", "person": "Ada L." }))
        .await;
    let (code, why) = ada.closed().await;
    assert_eq!(code, 4001);
    assert!(why.contains("removed"), "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_desk_comes_back_to_its_seat() {
    let room = Room::new().await;
    let joining = room.open().await;
    let (desk, token) = Desk::joined(&joining, "Ada").await;
    room.shows("her", |view| view.desks.iter().any(|desk| desk.connected))
        .await;
    drop(desk);
    room.shows("that she is lost", |view| {
        view.desks.iter().all(|desk| !desk.connected)
    })
    .await;
    room.obey(json!({ "do": "start" })).await;
    let back = Desk::at(&joining.address, &token).await;
    assert_eq!(back.seat["roles"][0]["id"], "on-call");

    // A name that is there is said so, whatever its capitals; one that hides or is ours is not taken.
    for (name, code) in [
        ("ADA", "name-taken"),
        ("  ", "empty"),
        ("Facilitator", "name"),
        ("\u{202e}", "empty"),
    ] {
        let (status, token, said) = room::join(&joining.address, &joining.code, name).await;
        assert_eq!((status, token), (409, None));
        assert_eq!(said["refusal"]["code"], code, "{name:?}");
    }
    // Markup is a name like any other, and comes back as data.
    let (markup, _) = Desk::joined(&joining, "<img src=x onerror=alert(1)>").await;
    assert_eq!(markup.seat["person"], "<img src=x onerror=alert(1)>");

    // The program ends and is started again: joining is off, and the seat is still hers.
    drop((back, markup));
    let room = room.again().await;
    assert_eq!(room.console().joining, None);
    assert_eq!(room.console().desks.len(), 2);
    let joining = room.open().await;
    let back = Desk::at(&joining.address, &token).await;
    assert_eq!(back.seat["person"], "Ada");

    // Closed: everybody is dropped, and yesterday's token opens nothing.
    let mut back = back;
    assert_eq!(
        room.front.call(Call::Joining { network: None }).await,
        Reply::Done
    );
    assert_eq!(back.closed().await.0, 4002);
    assert_eq!(room.console().desks.len(), 0);
    assert_eq!(
        room.console().roles[0].role.people,
        ["Ada"],
        "she keeps her role on the board"
    );
    let again = room.open().await;
    assert_ne!(again.code, joining.code);
    assert!(Desk::connect(&again.address, &token).await.is_err());
    let (status, _, said) = room::join(&again.address, &joining.code, "Ada").await;
    assert_eq!(
        (status, said["refusal"]["code"].as_str()),
        (403, Some("stale-code"))
    );

    // The drill leaves the stage: the door closes with it.
    let (mut desk, _) = Desk::joined(&again, "Ada").await;
    assert_eq!(room.front.call(Call::Close).await, Reply::Done);
    let (code, _) = desk.closed().await;
    assert!(code == 4001 || code == 4002, "{code}");
    for _ in 0..200 {
        if tokio::net::TcpStream::connect(&again.address)
            .await
            .is_err()
        {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("it still listens");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_assistant_answers_by_itself_or_through_the_facilitator() {
    let room = Room::new().await;
    let joining = room.open().await;
    let (mut ada, _) = Desk::joined(&joining, "Ada").await;
    room.obey(json!({ "do": "start" })).await;
    room.obey(json!({ "do": "speed", "factor": 60.0 })).await;
    let asked = ada.act(
        "on-call",
        json!({ "deed": "ask", "question": "Is the moon made of cheese?" }),
    );
    assert_eq!(asked.await["reply"], "done");
    let console = room
        .shows("the question", |view| !view.questions.is_empty())
        .await;
    let row = &console.questions[0];
    assert_eq!(
        (row.person.as_deref(), row.proposals.len()),
        (Some("Ada"), 0)
    );
    room.obey(
        json!({ "do": "answer", "question": 1, "text": "No.", "script": null, "right": true }),
    )
    .await;
    ada.until("the answer", |desk| {
        desk.view["questions"][0]["answer"] == "No."
    })
    .await;
    assert!(
        ada.view["questions"][0].get("right").is_none(),
        "a desk has no field for it"
    );
    // Without anybody it says that it does not know.
    ada.act(
        "on-call",
        json!({ "deed": "ask", "question": "And the sun?" }),
    )
    .await;
    ada.until("a shrug", |desk| {
        let said = desk.view["questions"][0]["answer"].as_str();
        said.is_some_and(|said| said.contains("I do not know"))
    })
    .await;
    let holds = json!({ "deed": "verify", "question": 1, "holds": true, "evidence": "looked up" });
    assert_eq!(ada.act("on-call", holds).await["reply"], "done");
    room.shows("that it was checked", |view| {
        view.questions
            .iter()
            .any(|q| q.number == 1 && q.holds == Some(true))
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_join_at_once_find_their_seats() {
    // A socket may come before the seat that was just taken has been printed: it waits for it.
    let room = Room::new().await;
    let joining = room.open().await;
    let many = (0..80).map(|number| {
        let joining = joining.clone();
        tokio::spawn(async move { Desk::joined(&joining, &format!("Guest {number}")).await })
    });
    for (number, joined) in many.collect::<Vec<_>>().into_iter().enumerate() {
        let (desk, _) = joined.await.unwrap();
        assert_eq!(desk.seat["person"], format!("Guest {number}"));
    }
}
