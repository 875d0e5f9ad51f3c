//! The facilitator's console in a browser of this machine: who else is on it, and what stops them.
#![allow(clippy::unwrap_used)]

mod room;

use futures_util::{SinkExt, StreamExt};
use room::{Room, http};
use serde_json::{Value, json};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

const JSON: (&str, &str) = ("content-type", "application/json");

/// A served room: its address, and the token that opens it once.
async fn served(room: &Room) -> (String, String) {
    let server = lan::bind(room.front.clone(), 0).await.unwrap();
    let address = server.address.to_string();
    let token = server.url.split("token=").nth(1).unwrap().to_owned();
    tokio::spawn(server.run(std::future::pending()));
    (address, token)
}

/// What came of offering a token, and the cookie.
async fn offer(address: &str, token: &str, headers: &[(&str, &str)]) -> (u16, Option<String>) {
    let body = json!({ "token": token }).to_string();
    let (status, head, _) = http(address, "POST /session", headers, &body).await;
    let cookie = head
        .lines()
        .find_map(|line| line.strip_prefix("set-cookie: "));
    (status, cookie.map(str::to_owned))
}

/// A socket, or how it was refused.
async fn socket(
    address: &str,
    surface: &str,
    origin: Option<&str>,
    cookie: &str,
) -> Result<impl SinkExt<Message> + StreamExt<Item = Result<Message, impl std::fmt::Debug>>, String>
{
    let url = format!("ws://{address}/socket?surface={surface}");
    let mut request = url.into_client_request().unwrap();
    let headers = request.headers_mut();
    if let Some(origin) = origin {
        headers.insert("origin", origin.parse().unwrap());
    }
    headers.insert("cookie", cookie.parse().unwrap());
    let (socket, _) = connect_async(request).await.map_err(|e| e.to_string())?;
    Ok(socket)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_opens_once_and_for_its_own_page_alone() {
    let room = Room::new().await;
    let (address, token) = served(&room).await;
    let ours = format!("http://{address}");
    let elsewhere = [("origin", "http://elsewhere.example"), JSON];
    let rebound = [
        ("host", "rebound.example"),
        ("origin", "http://rebound.example"),
        JSON,
    ];
    for headers in [&elsewhere[..], &rebound[..], &[JSON][..]] {
        assert_eq!(
            offer(&address, &token, headers).await,
            (403, None),
            "{headers:?}"
        );
    }
    let own = [("origin", ours.as_str()), JSON];
    assert_eq!(offer(&address, "0123", &own).await, (403, None));
    let (status, cookie) = offer(&address, &token, &own).await;
    assert_eq!(status, 204);
    let cookie = cookie.expect("a cookie");
    for says in ["; httponly", "; samesite=strict", "; path=/"] {
        assert!(cookie.contains(says), "{says}: {cookie}");
    }
    // It was used.
    assert_eq!(offer(&address, &token, &own).await, (403, None));
    let session = cookie.split(';').next().unwrap();
    assert!(
        socket(&address, "console", Some(&ours), session)
            .await
            .is_ok()
    );
    for (origin, cookie) in [
        (Some("http://elsewhere.example"), session),
        (None, session),
        (Some("null"), session),
        (Some(ours.as_str()), "three_am=0000"),
        (Some(ours.as_str()), ""),
    ] {
        let refused = socket(&address, "console", origin, cookie).await;
        let said = refused
            .err()
            .unwrap_or_else(|| panic!("{origin:?} {cookie}"));
        assert!(said.contains("403"), "{said}");
    }
    // A drill file is not even read of somebody else.
    for headers in [
        vec![("origin", ours.as_str())],
        vec![("origin", "http://elsewhere.example"), ("cookie", session)],
    ] {
        let (status, ..) = http(&address, "POST /drill", &headers, "SQLite").await;
        assert_eq!(status, 403, "{headers:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_from_outside_is_let_into_a_page() {
    let room = Room::new().await;
    let (address, _) = served(&room).await;
    let joining = room.open().await;
    for (address, path) in [(&address, "/"), (&joining.address, "/")] {
        // Also where the pages have not been built.
        let (_, head, _) = http(address, &format!("GET {path}"), &[], "").await;
        let policy = head
            .lines()
            .find_map(|line| line.strip_prefix("content-security-policy: "));
        let policy = policy.expect("a policy");
        assert!(policy.starts_with("default-src 'self';"), "{policy}");
        for says in [
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(says), "{says}: {policy}");
        }
        for lets in ["unsafe-eval", "http:", "https:", "*", "script-src"] {
            assert!(!policy.contains(lets), "{lets}: {policy}");
        }
        assert!(head.contains("x-content-type-options: nosniff"), "{head}");
        assert!(head.contains("referrer-policy: no-referrer"), "{head}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_room_screen_may_only_watch() {
    let room = Room::new().await;
    let (address, token) = served(&room).await;
    let ours = format!("http://{address}");
    let (_, cookie) = offer(&address, &token, &[("origin", &ours), JSON]).await;
    let cookie = cookie.expect("a cookie");
    let session = cookie.split(';').next().unwrap();
    let Ok(mut screen) = socket(&address, "room", Some(&ours), session).await else {
        panic!("the room screen connects")
    };
    let start = json!({ "id": 7, "call": { "call": "command", "command": { "do": "start" } } });
    let sent = screen.send(Message::Text(start.to_string().into())).await;
    assert!(sent.is_ok());
    loop {
        let Some(Ok(Message::Text(text))) = screen.next().await else {
            panic!("no answer")
        };
        let said: Value = serde_json::from_str(&text).unwrap();
        if said["id"] == 7 {
            assert_eq!(said["reply"]["refusal"]["code"], "watch-only");
            break;
        }
        assert_eq!(said["push"]["push"], "room", "{said}");
    }
    assert_eq!(room.console().clock.state, wire::parts::ClockState::Ready);
}
