//! One socket: calls in, replies and pushes out.

use std::sync::Arc;

use axum::extract::ws::{Message, WebSocket};
use drill::Refusal;
use serde::{Deserialize, Serialize};
use wire::{Call, Push, Reply};

use crate::door::Front;

/// Who watches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Surface {
    /// May call and watch.
    Console,
    /// May only watch.
    Room,
}

#[derive(Deserialize)]
struct Asked {
    id: u32,
    call: Call,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Said<'a> {
    Reply { id: u32, reply: &'a Reply },
    Push { push: &'a Push },
}

/// Serves one socket until it closes. A slow reader skips to the newest view.
pub async fn serve(mut socket: WebSocket, front: Front, surface: Surface) {
    let mut views = match surface {
        Surface::Console => front.stage().console(),
        Surface::Room => front.stage().room(),
    };
    views.mark_changed();
    loop {
        tokio::select! {
            changed = views.changed() => {
                if changed.is_err() {
                    break;
                }
                let push = Arc::clone(&views.borrow_and_update());
                if !say(&mut socket, &Said::Push { push: &push }).await {
                    break;
                }
            }
            message = socket.recv() => match message {
                Some(Ok(Message::Text(text))) => {
                    let (id, reply) = answer(&front, surface, &text).await;
                    if !say(&mut socket, &Said::Reply { id, reply: &reply }).await {
                        break;
                    }
                }
                Some(Ok(Message::Close(_))) | None | Some(Err(_)) => break,
                Some(Ok(_)) => {}
            },
        }
    }
}

async fn answer(front: &Front, surface: Surface, text: &str) -> (u32, Reply) {
    let refused = |code: &str, message: String, hint: &str| Reply::Refused {
        refusal: Refusal::new(code, message, hint),
    };
    match serde_json::from_str::<Asked>(text) {
        Err(error) => {
            #[derive(Deserialize)]
            struct OnlyId {
                id: u32,
            }
            let id = serde_json::from_str::<OnlyId>(text).map_or(0, |only| only.id);
            let message = format!("That message could not be read: {error}");
            (id, refused("message", message, "Reload the page."))
        }
        Ok(asked) if surface == Surface::Room => (
            asked.id,
            refused(
                "watch-only",
                "The room screen may only watch.".to_owned(),
                "Use the console.",
            ),
        ),
        Ok(asked) => (asked.id, front.call(asked.call).await),
    }
}

async fn say(socket: &mut WebSocket, said: &Said<'_>) -> bool {
    match serde_json::to_string(said) {
        Ok(text) => socket.send(Message::Text(text.into())).await.is_ok(),
        Err(_) => false,
    }
}
