//! One socket: calls in, replies and pushes out.

use std::sync::Arc;

use axum::extract::ws::{Message, WebSocket};
use drill::Refusal;
use live::Told;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::task::JoinSet;
use wire::{Call, Push, Reply};

use crate::door::Front;

/// Answers of one socket that may be waited for while others are given. Beyond, they wait their turn.
const ASIDE: usize = 8;

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
    Told { push: &'a Value },
}

/// Serves one socket until it closes. A slow reader skips to the newest view; one that keeps what it
/// was told is told what changed.
pub async fn serve(mut socket: WebSocket, front: Front, surface: Surface, changes: bool) {
    let mut views = match surface {
        Surface::Console => front.stage().console(),
        Surface::Room => front.stage().room(),
    };
    views.mark_changed();
    let mut told = changes.then(Told::default);
    // What takes seconds is answered when it is there; all else in its order.
    let mut aside: JoinSet<(u32, Reply)> = JoinSet::new();
    loop {
        tokio::select! {
            Some(Ok((id, reply))) = aside.join_next() => {
                if !say(&mut socket, &Said::Reply { id, reply: &reply }).await {
                    break;
                }
            }
            changed = views.changed() => {
                if changed.is_err() {
                    break;
                }
                let push = Arc::clone(&views.borrow_and_update());
                let said = match &mut told {
                    None => say(&mut socket, &Said::Push { push: &push }).await,
                    Some(told) => match told.tell(&push) {
                        None => true,
                        Some(change) => say(&mut socket, &Said::Told { push: &change }).await,
                    },
                };
                if !said {
                    break;
                }
            }
            message = socket.recv() => match message {
                Some(Ok(Message::Text(text))) => {
                    let (id, reply) = match heard(surface, &text) {
                        Err(refused) => *refused,
                        Ok(asked) if takes_seconds(&asked.call) && aside.len() < ASIDE => {
                            let front = front.clone();
                            aside.spawn(async move { (asked.id, front.call(asked.call).await) });
                            continue;
                        }
                        Ok(asked) => (asked.id, front.call(asked.call).await),
                    };
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

/// What a thread of its own answers, and may take seconds: the editor's calls, and the look through
/// the journal.
fn takes_seconds(call: &Call) -> bool {
    matches!(call, Call::Editor { .. } | Call::Diagnostics { .. })
}

/// What was asked; or why it is not answered, and to whom that goes.
fn heard(surface: Surface, text: &str) -> Result<Asked, Box<(u32, Reply)>> {
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
            Err(Box::new((
                id,
                refused("message", message, "Reload the page."),
            )))
        }
        Ok(asked) if surface == Surface::Room => {
            let message = "The room screen may only watch.".to_owned();
            Err(Box::new((
                asked.id,
                refused("watch-only", message, "Use the console."),
            )))
        }
        Ok(asked) => Ok(asked),
    }
}

async fn say(socket: &mut WebSocket, said: &Said<'_>) -> bool {
    match serde_json::to_string(said) {
        Ok(text) => socket.send(Message::Text(text.into())).await.is_ok(),
        Err(_) => false,
    }
}
