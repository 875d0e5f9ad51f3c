//! One socket of a desk: calls in, replies and pushes out.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use drill::Refusal;
use live::Handle;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use wire::{DeskCall, DeskReply};

use super::press::Printed;

/// Largest message of a desk, bytes. A larger one closes the socket, with the reason.
pub const MESSAGE_BYTES: usize = 16 * 1_024;
/// Calls that may come at once, and that come back each second. Beyond them calls are refused.
const CALLS: f64 = 30.0;
const CALLS_A_SECOND: f64 = 10.0;
/// Messages that were refused or could not be read before the socket is closed.
const STRIKES: u32 = 50;
/// A browser that takes nothing for so long is given up; it comes back to its seat.
const STUCK: Duration = Duration::from_secs(10);

/// The seat is gone.
const NO_SEAT: u16 = 4001;
/// Joining was closed.
const CLOSED: u16 = 4002;
/// Too many messages, or ones that cannot be read.
const TOO_MUCH: u16 = 4008;
/// Too large a message, as RFC 6455 has it.
const TOO_BIG: u16 = 1009;

/// What a desk's socket reads.
#[derive(Clone)]
pub struct Reading {
    pub stage: Handle,
    pub printed: watch::Receiver<Arc<Printed>>,
    pub graphs: watch::Receiver<Utf8Bytes>,
    /// True: joining was closed.
    pub closed: watch::Receiver<bool>,
}

#[derive(Deserialize)]
struct Asked {
    id: u32,
    call: DeskCall,
}

#[derive(Serialize)]
struct Said<'a> {
    id: u32,
    reply: &'a DeskReply,
}

/// A bucket of calls.
struct Budget {
    left: f64,
    at: Instant,
    strikes: u32,
}

impl Budget {
    fn take(&mut self, now: Instant) -> bool {
        let back = now.duration_since(self.at).as_secs_f64() * CALLS_A_SECOND;
        self.left = (self.left + back).min(CALLS);
        self.at = now;
        let there = self.left >= 1.0;
        if there {
            self.left -= 1.0;
        }
        there
    }
}

/// How a socket ends.
type Ended = Option<(u16, Cow<'static, str>)>;

/// Serves a desk's socket until it closes. A slow reader skips to the newest view.
pub async fn serve(mut socket: WebSocket, desk: u32, reading: Reading) {
    reading.stage.present(desk, true).await;
    let stage = reading.stage.clone();
    if let Some((code, reason)) = converse(&mut socket, desk, reading).await {
        let frame = CloseFrame {
            code,
            reason: reason.as_ref().into(),
        };
        // It may be gone already.
        let _ = say(&mut socket, Message::Close(Some(frame))).await;
    }
    stage.present(desk, false).await;
}

async fn converse(socket: &mut WebSocket, desk: u32, reading: Reading) -> Ended {
    let Reading {
        stage,
        mut printed,
        mut graphs,
        mut closed,
    } = reading;
    printed.mark_changed();
    let mut watching = false;
    let mut sent: (Option<Utf8Bytes>, Option<Utf8Bytes>) = (None, None);
    let mut budget = Budget {
        left: CALLS,
        at: Instant::now(),
        strikes: 0,
    };
    loop {
        tokio::select! {
            changed = closed.changed() => {
                if changed.is_err() || *closed.borrow() {
                    return Some((CLOSED, "The facilitator has closed joining.".into()));
                }
            }
            changed = printed.changed() => {
                changed.ok()?;
                let now = Arc::clone(&printed.borrow_and_update());
                let Some((seat, roles)) = now.seats.get(&desk) else {
                    if stage.desks().borrow().seats.contains_key(&desk) {
                        // They have only just joined: it is being printed.
                        continue;
                    }
                    return Some((NO_SEAT, "Your seat is gone: the facilitator has removed it, or closed the drill.".into()));
                };
                if !same(sent.0.as_ref(), seat) {
                    sent.0 = Some(seat.clone());
                    send(socket, seat.clone()).await?;
                }
                if let Some(view) = now.views.get(roles) && !same(sent.1.as_ref(), view) {
                    sent.1 = Some(view.clone());
                    send(socket, view.clone()).await?;
                }
            }
            changed = graphs.changed(), if watching => {
                changed.ok()?;
                let now = graphs.borrow_and_update().clone();
                send(socket, now).await?;
            }
            message = socket.recv() => match message {
                Some(Ok(Message::Text(text))) => {
                    let before = watching;
                    let (id, reply) = answer(&stage, desk, &text, &mut budget, &mut watching).await;
                    if budget.strikes >= STRIKES {
                        let why = "Too many messages, or ones that cannot be read. Reload the page.";
                        return Some((TOO_MUCH, why.into()));
                    }
                    let text = serde_json::to_string(&Said { id, reply: &reply }).ok()?;
                    send(socket, text.into()).await?;
                    if watching && !before {
                        graphs.mark_changed();
                    }
                }
                Some(Ok(Message::Binary(_))) => {
                    return Some((TOO_MUCH, "Binary messages are not read here.".into()));
                }
                Some(Ok(Message::Close(_))) | None => return None,
                Some(Ok(_)) => {}
                Some(Err(error)) => {
                    let big = error.to_string().contains("too long");
                    let why = format!("A message is larger than {MESSAGE_BYTES} bytes.");
                    return big.then(|| (TOO_BIG, why.into()));
                }
            },
        }
    }
}

/// Whether it has been sent already; most often it is the very same bytes.
fn same(sent: Option<&Utf8Bytes>, now: &Utf8Bytes) -> bool {
    sent.is_some_and(|sent| std::ptr::eq(sent.as_str(), now.as_str()) || sent == now)
}

async fn answer(
    stage: &Handle,
    desk: u32,
    text: &str,
    budget: &mut Budget,
    watching: &mut bool,
) -> (u32, DeskReply) {
    let refused = |code: &str, message: &str, hint: &str| DeskReply::Refused {
        refusal: Refusal::new(code, message, hint),
    };
    let Ok(asked) = serde_json::from_str::<Asked>(text) else {
        #[derive(Deserialize)]
        struct OnlyId {
            id: u32,
        }
        budget.strikes += 1;
        let id = serde_json::from_str::<OnlyId>(text).map_or(0, |only| only.id);
        let reply = refused(
            "message",
            "That message could not be read.",
            "Reload the page.",
        );
        return (id, reply);
    };
    if !budget.take(Instant::now()) {
        budget.strikes += 1;
        let reply = refused(
            "too-fast",
            "That was too much at once.",
            "Wait a second and try again.",
        );
        return (asked.id, reply);
    }
    if let DeskCall::Watch { graphs } = asked.call {
        *watching = graphs;
        return (asked.id, DeskReply::Done);
    }
    (asked.id, stage.desk(desk, asked.call).await)
}

/// None: it is gone, or stuck.
async fn send(socket: &mut WebSocket, text: Utf8Bytes) -> Option<()> {
    say(socket, Message::Text(text)).await
}

async fn say(socket: &mut WebSocket, message: Message) -> Option<()> {
    let sent = tokio::time::timeout(STUCK, socket.send(message)).await;
    sent.ok()?.ok()
}
