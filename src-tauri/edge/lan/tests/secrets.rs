//! A desk's token is its browser's alone.
#![allow(clippy::unwrap_used)]

mod room;

use std::fs;

use room::{Desk, Room, http};
use serde_json::json;
use wire::{Call, Format, PaperSize, Reply};

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_out_of_reach_of_pages_and_nowhere_on_the_disk() {
    let room = Room::new().await;
    let joining = room.open().await;
    let origin = format!("http://{}", joining.address);
    let headers = [
        ("origin", origin.as_str()),
        ("content-type", "application/json"),
    ];
    let body = json!({ "code": joining.code, "name": "Ada" }).to_string();
    let (status, head, said) = http(&joining.address, "POST /join", &headers, &body).await;
    assert_eq!(status, 204, "{said}");
    let cookie = head.lines().find(|line| line.starts_with("set-cookie:"));
    let cookie = cookie.expect("a cookie");
    for says in ["; httponly", "; samesite=strict", "; path=/"] {
        assert!(cookie.contains(says), "{says}: {cookie}");
    }
    let token = cookie.split(['=', ';']).nth(1).unwrap();
    // 128 bits of it.
    assert_eq!(token.len(), 32);
    assert!(token.bytes().all(|b| b.is_ascii_hexdigit()), "{token}");

    // She is there, has done something, and her drill is taken away in all forms.
    let mut ada = Desk::at(&joining.address, token).await;
    room.obey(json!({ "do": "start" })).await;
    let note = json!({ "deed": "note", "text": "It began at three.", "mark": null });
    assert_eq!(ada.act("on-call", note).await["reply"], "done");
    room.obey(json!({ "do": "pause" })).await;
    room.obey(json!({ "do": "end" })).await;
    for format in [Format::Drill, Format::Json, Format::Markdown] {
        let call = Call::Export {
            format,
            paper: PaperSize::A4,
            path: None,
        };
        let reply = room.front.call(call).await;
        assert!(matches!(reply, Reply::Exported { .. }), "{reply:?}");
    }
    let displays = Vec::new();
    let reply = room.front.call(Call::Diagnostics { displays }).await;
    assert!(matches!(reply, Reply::Diagnosed { .. }), "{reply:?}");
    let mut files = 0;
    for folder in [
        room.folder.path().to_owned(),
        room.folder.path().join("exports"),
    ] {
        for file in fs::read_dir(folder).unwrap().flatten() {
            if !file.path().is_file() {
                continue;
            }
            files += 1;
            let text = String::from_utf8_lossy(&fs::read(file.path()).unwrap()).to_lowercase();
            assert!(!text.contains(token), "{:?}", file.path());
        }
    }
    assert!(files >= 6, "{files}: the journal, its log and the exports");
    assert!(
        ada.heard.iter().all(|heard| !heard.contains(token)),
        "not even she is told it again"
    );
}
