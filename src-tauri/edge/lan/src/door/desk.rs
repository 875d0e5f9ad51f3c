//! One socket of a desk: calls in, replies and pushes out.

use std::borrow::Cow;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use drill::Refusal;
use live::Handle;
use serde::{Deserialize, Serialize};
use tokio::sync::{oneshot, watch};
use wire::{DeskCall, DeskReply};

use super::press::Printed;

/// Largest message of a desk, bytes. A larger one closes the socket, with the reason.
pub const MESSAGE_BYTES: usize = 32 * 1_024;
/// Calls that may come at once, and that come back each second. Beyond them calls are refused.
const CALLS: f64 = 30.0;
const CALLS_A_SECOND: f64 = 10.0;
/// Messages that were refused or could not be read before the socket is closed.
const STRIKES: u32 = 50;
/// What a search costs of them: it takes the stage that all share.
const SEARCH: f64 = 5.0;
/// A browser that takes nothing for so long is given up; it comes back to its seat.
const STUCK: Duration = Duration::from_secs(10);
/// How long a socket that was told to close is listened to.
const LINGER: Duration = Duration::from_secs(1);
/// How often a browser is asked whether it is there, and how long it may say nothing.
const ASK: Duration = Duration::from_secs(20);
const SILENT: Duration = Duration::from_secs(50);

/// The seat is gone.
const NO_SEAT: u16 = 4001;
/// Joining was closed.
const CLOSED: u16 = 4002;
/// The same desk was opened in more browsers than it has places.
const ELSEWHERE: u16 = 4003;
/// Too many messages, or ones that cannot be read.
const TOO_MUCH: u16 = 4008;
/// Too large a message, and one that breaks the protocol, as RFC 6455 has them.
const TOO_BIG: u16 = 1009;
const BROKEN: u16 = 1002;

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

/// A bucket of calls, one for each desk however many sockets it has.
#[derive(Debug)]
pub struct Budget {
    left: f64,
    at: Instant,
    strikes: u32,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            left: CALLS,
            at: Instant::now(),
            strikes: 0,
        }
    }
}

impl Budget {
    fn take(&mut self, cost: f64, now: Instant) -> bool {
        let back = now.duration_since(self.at).as_secs_f64() * CALLS_A_SECOND;
        self.left = (self.left + back).min(CALLS);
        if self.left >= CALLS {
            // Whoever has been quiet since starts afresh: a long night is no attack.
            self.strikes = 0;
        }
        self.at = now;
        let there = self.left >= cost;
        if there {
            self.left -= cost;
        }
        there
    }
}

/// How a socket ends.
type Ended = Option<(u16, Cow<'static, str>)>;

/// Serves a desk's socket until it closes. A slow reader skips to the newest view.
/// `moved` ends it when the desk was opened elsewhere.
pub async fn serve(
    mut socket: WebSocket,
    desk: u32,
    reading: Reading,
    budget: Arc<Mutex<Budget>>,
    moved: oneshot::Receiver<()>,
) {
    reading.stage.present(desk, true).await;
    let stage = reading.stage.clone();
    let who = |desk| {
        let desks = stage.desks();
        let desks = desks.borrow();
        let seat = desks.seats.get(&desk);
        seat.map_or_else(|| format!("desk {desk}"), |seat| seat.view.person.clone())
    };
    if let Some((code, reason)) = converse(&mut socket, desk, reading, &budget, moved).await {
        if matches!(code, TOO_MUCH | TOO_BIG | BROKEN) {
            stage.turned_away(format!("The socket of {} was closed: {reason}", who(desk)));
        }
        let frame = CloseFrame {
            code,
            reason: reason.as_ref().into(),
        };
        // It may be gone already.
        let _ = say(&mut socket, Message::Close(Some(frame))).await;
        let _ = tokio::time::timeout(LINGER, listen_out(&mut socket)).await;
        if matches!(code, TOO_BIG | BROKEN) {
            // No more can be read of it; the reason still needs a moment to arrive.
            tokio::time::sleep(LINGER).await;
        }
    }
    stage.present(desk, false).await;
}

/// Hears a socket out after it was told to close. To drop it while something is unread resets the
/// connection, and the reason would be lost on the way.
async fn listen_out(socket: &mut WebSocket) {
    while let Some(Ok(_)) = socket.recv().await {}
}

async fn converse(
    socket: &mut WebSocket,
    desk: u32,
    reading: Reading,
    budget: &Mutex<Budget>,
    mut moved: oneshot::Receiver<()>,
) -> Ended {
    let Reading {
        stage,
        mut printed,
        mut graphs,
        mut closed,
    } = reading;
    printed.mark_changed();
    let mut watching = false;
    let mut sent: (Option<Utf8Bytes>, Option<Utf8Bytes>) = (None, None);
    let mut ask = tokio::time::interval(ASK);
    let mut heard = Instant::now();
    loop {
        tokio::select! {
            // That joining was closed is said before that the seat is gone.
            biased;
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
                if let Some(view) = now.views.get(roles) {
                    let known = same(sent.1.as_ref(), &view.whole);
                    if !known {
                        sent.1 = Some(view.whole.clone());
                        send(socket, view.whole.clone()).await?;
                    }
                    // A whole that was written a while ago has the time of then.
                    if known || !view.fresh {
                        send(socket, view.clock.clone()).await?;
                    }
                }
            }
            changed = graphs.changed(), if watching => {
                changed.ok()?;
                let now = graphs.borrow_and_update().clone();
                // Who waits for a role looks at nothing.
                let seats = Arc::clone(&printed.borrow());
                if seats.seats.get(&desk).is_some_and(|(_, roles)| !roles.is_empty()) {
                    send(socket, now).await?;
                }
            }
            _ = &mut moved => {
                let why = "You have this open in too many places; this is the oldest. Reload to use it here.";
                return Some((ELSEWHERE, why.into()));
            }
            _ = ask.tick() => {
                if heard.elapsed() > SILENT {
                    // A phone that went without a word. It comes back to its seat.
                    return None;
                }
                say(socket, Message::Ping(Bytes::new())).await?;
            }
            message = socket.recv() => match message {
                Some(Ok(Message::Text(text))) => {
                    heard = Instant::now();
                    let before = watching;
                    let (id, reply) = answer(&stage, desk, &text, budget, &mut watching).await;
                    let out = budget.lock().is_ok_and(|mut budget| {
                        // The next socket is warned anew.
                        budget.strikes >= STRIKES && std::mem::take(&mut budget.strikes) > 0
                    });
                    if out {
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
                Some(Ok(_)) => heard = Instant::now(),
                Some(Err(error)) => return broken(&error.to_string()),
            },
        }
    }
}

/// How a socket ends that could not be read from.
fn broken(error: &str) -> Ended {
    if error.contains("too long") {
        let why = format!("A message is larger than {MESSAGE_BYTES} bytes.");
        return Some((TOO_BIG, why.into()));
    }
    // A connection that was cut is nobody's fault, and nobody is there to hear of it.
    let cut = ["reset", "closed", "IO error", "Broken pipe"];
    let fault = !cut.iter().any(|word| error.contains(word));
    fault.then(|| (BROKEN, "A message breaks the protocol.".into()))
}

/// What a call takes of its desk's budget.
fn cost(call: &DeskCall) -> f64 {
    match call {
        DeskCall::Logs { .. } | DeskCall::Traces { .. } => SEARCH,
        _ => 1.0,
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
    budget: &Mutex<Budget>,
    watching: &mut bool,
) -> (u32, DeskReply) {
    let strike = || {
        if let Ok(mut budget) = budget.lock() {
            budget.strikes += 1;
        }
    };
    let refused = |code: &str, message: &str, hint: &str| DeskReply::Refused {
        refusal: Refusal::new(code, message, hint),
    };
    let Ok(asked) = serde_json::from_str::<Asked>(text) else {
        #[derive(Deserialize)]
        struct OnlyId {
            id: u32,
        }
        strike();
        let id = serde_json::from_str::<OnlyId>(text).map_or(0, |only| only.id);
        let reply = refused(
            "message",
            "That message could not be read.",
            "Reload the page.",
        );
        return (id, reply);
    };
    let (price, now) = (cost(&asked.call), Instant::now());
    if !budget
        .lock()
        .is_ok_and(|mut budget| budget.take(price, now))
    {
        strike();
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
