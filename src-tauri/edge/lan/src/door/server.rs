//! The desks' server: the page, the code, the seat, the socket. It knows no other road.

use std::collections::{BTreeMap, VecDeque};
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, DefaultBodyLimit, FromRequest, Request, State, WebSocketUpgrade};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use drill::Refusal;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot, watch};

use super::desk::{self, Budget, MESSAGE_BYTES, Reading};
use super::headers::{cookies, is_ours};
use super::limits::{self, Connections, Counted, Joins};
use super::tries::Tries;
use crate::assets;
use crate::random::{key_of, token};

/// Name of the cookie.
const COOKIE: &str = "three_am_desk";
/// How long a browser keeps it, seconds. The token dies earlier, with the drill.
const COOKIE_S: u32 = 86_400;
/// Longest body of a request, bytes.
const BODY_BYTES: usize = 4_096;
/// Connections in all. Beyond it the next one waits until one is gone.
const CONNECTIONS: usize = 2_000;
/// Bytes of a socket that are read at once. What desks say is small; more is read in turns.
const READ_BYTES: usize = 2_048;
/// How long a head may take, and how long the body after it. Beyond it the connection ends.
const HEAD: Duration = Duration::from_secs(10);
/// Sockets of one desk. Beyond it the oldest is closed: it is most likely one that was lost.
const SOCKETS_OF_ONE: usize = 6;

/// What the server knows.
pub struct Shared {
    pub hosts: Vec<String>,
    pub code: String,
    /// Codes of earlier openings.
    pub stale: Vec<String>,
    pub tries: Mutex<Tries>,
    pub reading: Reading,
    /// Sockets and budgets by desk.
    pub desks: Mutex<BTreeMap<u32, AtDesk>>,
    /// Seats taken.
    pub joins: Joins,
}

/// What a desk has here.
#[derive(Debug, Default)]
pub struct AtDesk {
    /// Its sockets, the oldest first, and how each is told to end.
    sockets: VecDeque<(u64, oneshot::Sender<()>)>,
    /// Sockets there have been.
    made: u64,
    budget: Arc<Mutex<Budget>>,
}

/// The places of a connection: among all, and among those of its address.
type Places = Arc<(OwnedSemaphorePermit, Counted)>;

/// Accepts connections until joining is closed.
pub async fn run(listener: TcpListener, shared: Arc<Shared>) {
    let mut closed = shared.reading.closed.clone();
    let stage = shared.reading.stage.clone();
    let router = Router::new()
        .route("/seat", get(seat))
        .route("/join", post(join))
        .route("/socket", get(socket))
        .fallback(get(page))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .with_state(shared);
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let connections = Connections::default();
    loop {
        if room.available_permits() == 0 {
            let what = format!("{CONNECTIONS} connections are open; the next ones wait.");
            stage.turned_away(what);
        }
        let Ok(place) = Arc::clone(&room).acquire_owned().await else {
            return;
        };
        let accepted = tokio::select! {
            _ = closed.wait_for(|closed| *closed) => return,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, from)) = accepted else {
            // Out of descriptors, most likely: one will be free soon.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let Some(counted) = connections.one(from.ip()) else {
            let (most, from) = (limits::CONNECTIONS, from.ip());
            let what = format!("{most} connections are open from {from}; one more was dropped.");
            stage.turned_away(what);
            continue;
        };
        let (router, mut closed) = (router.clone(), closed.clone());
        let places: Places = Arc::new((place, counted));
        tokio::spawn(async move {
            tokio::select! {
                () = connection(stream, from, router, places) => {}
                // A little later: sockets say why they close.
                () = async {
                    let _ = closed.wait_for(|closed| *closed).await;
                    tokio::time::sleep(Duration::from_secs(2)).await;
                } => {}
            }
        });
    }
}

async fn connection(stream: TcpStream, from: SocketAddr, router: Router, places: Places) {
    // Small messages, and people wait for them.
    let _ = stream.set_nodelay(true);
    let service = TowerToHyperService::new(
        router
            .layer(Extension(ConnectInfo(from)))
            .layer(Extension(places)),
    );
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD);
    // A connection that breaks is one that went.
    let _ = builder
        .serve_connection_with_upgrades(TokioIo::new(stream), service)
        .await;
}

impl Shared {
    fn ours(&self, headers: &HeaderMap, origin_needed: bool) -> bool {
        is_ours(headers, &self.hosts, origin_needed)
    }

    /// The desk whose token a browser has.
    fn desk(&self, headers: &HeaderMap) -> Option<u32> {
        let desks = self.reading.stage.desks();
        let desks = desks.borrow();
        let mut keys = cookies(headers, COOKIE).map(key_of);
        keys.find_map(|key| {
            let mut seats = desks.seats.iter();
            let same = |seat: &live::Seat| bool::from(seat.key.ct_eq(&key));
            seats.find(|(_, seat)| same(seat)).map(|(desk, _)| *desk)
        })
    }
}

/// A refusal, and how long to wait before trying again.
#[derive(Serialize)]
struct No {
    refusal: Refusal,
    wait_s: Option<u64>,
}

fn no(status: StatusCode, refusal: Refusal, wait: Option<Duration>) -> Response {
    let wait_s = wait.map(|wait| wait.as_millis().div_ceil(1_000) as u64);
    (status, Json(No { refusal, wait_s })).into_response()
}

fn elsewhere(shared: &Shared, headers: &HeaderMap) -> Response {
    let said = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let whence = said(header::ORIGIN)
        .or(said(header::HOST))
        .unwrap_or("nowhere");
    let whence: String = whence.chars().take(80).collect();
    let what = format!("A page of another address ({whence}) was not answered.");
    shared.reading.stage.turned_away(what);
    let refusal = Refusal::new(
        "elsewhere",
        "This server answers its own page only.",
        "Open the address as the facilitator shows it.",
    );
    no(StatusCode::FORBIDDEN, refusal, None)
}

async fn page(State(shared): State<Arc<Shared>>, headers: HeaderMap, uri: Uri) -> Response {
    if !shared.ours(&headers, false) {
        return elsewhere(&shared, &headers);
    }
    assets::desk(uri.path())
}

async fn seat(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    if !shared.ours(&headers, false) {
        return elsewhere(&shared, &headers);
    }
    match shared.desk(&headers) {
        Some(_) => StatusCode::NO_CONTENT.into_response(),
        None => StatusCode::UNAUTHORIZED.into_response(),
    }
}

#[derive(Deserialize)]
struct Offer {
    code: String,
    name: String,
}

async fn join(
    State(shared): State<Arc<Shared>>,
    Extension(ConnectInfo(from)): Extension<ConnectInfo<SocketAddr>>,
    request: Request,
) -> Response {
    let headers = request.headers();
    if !shared.ours(headers, true) {
        return elsewhere(&shared, headers);
    }
    if shared.desk(headers).is_some() {
        return StatusCode::NO_CONTENT.into_response();
    }
    let read = Json::<Offer>::from_request(request, &());
    let Json(offer) = match tokio::time::timeout(HEAD, read).await {
        Ok(Ok(offer)) => offer,
        Ok(Err(unread)) => return unread.into_response(),
        Err(_) => return StatusCode::REQUEST_TIMEOUT.into_response(),
    };
    if let Some(refused) = wrong_code(&shared, from.ip(), &offer.code) {
        return refused;
    }
    let Ok(token) = token() else {
        let refusal = Refusal::new(
            "no-randomness",
            "The system gives no randomness.",
            "Try again.",
        );
        return no(StatusCode::SERVICE_UNAVAILABLE, refusal, None);
    };
    if let Some(refused) = many_joins(&shared, from.ip()) {
        return refused;
    }
    match shared.reading.stage.join(offer.name, key_of(&token)).await {
        Ok(()) => {
            shared.joins.one(from.ip());
            let cookie =
                format!("{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/; Max-Age={COOKIE_S}");
            ([(header::SET_COOKIE, cookie)], StatusCode::NO_CONTENT).into_response()
        }
        Err(refusal) => no(StatusCode::CONFLICT, refusal, None),
    }
}

/// What is said where many have joined already. None: not so many.
fn many_joins(shared: &Shared, from: IpAddr) -> Option<Response> {
    shared.joins.is_full(from).then(|| {
        let most = limits::JOINS;
        let what = format!("{most} people joined from {from}; one more was refused.");
        shared.reading.stage.turned_away(what);
        let refusal = Refusal::new(
            "many-joins",
            format!("{most} people have joined from this device or its network."),
            "Ask the facilitator to turn joining off and on again.",
        );
        no(StatusCode::TOO_MANY_REQUESTS, refusal, None)
    })
}

/// What is said to a code that is not the one. None: it is.
fn wrong_code(shared: &Shared, from: IpAddr, offered: &str) -> Option<Response> {
    let offered: String = offered
        .chars()
        .filter(char::is_ascii_alphabetic)
        .map(|c| c.to_ascii_uppercase())
        .take(12)
        .collect();
    let Ok(mut tries) = shared.tries.lock() else {
        return Some(StatusCode::SERVICE_UNAVAILABLE.into_response());
    };
    let now = Instant::now();
    if let Some(wait) = tries.wait(from, now) {
        let refusal = Refusal::new(
            "wait",
            "Too many wrong codes came from here.",
            "Wait, then type the code as it stands on the room screen now.",
        );
        return Some(no(StatusCode::TOO_MANY_REQUESTS, refusal, Some(wait)));
    }
    let same = |code: &String| bool::from(code.as_bytes().ct_eq(offered.as_bytes()));
    if same(&shared.code) {
        tries.right(from);
        return None;
    }
    let wait = tries.wrong(from, now);
    let what = format!("A wrong code came from {from}.");
    shared.reading.stage.turned_away(what);
    let refusal = if shared.stale.iter().any(same) {
        Refusal::new(
            "stale-code",
            "That code is from before: joining was closed, and there is a new one.",
            "Look at the room screen, or ask the facilitator for the new code.",
        )
    } else {
        Refusal::new(
            "wrong-code",
            "That is not the code.",
            "It has six letters and stands on the room screen; the facilitator can read it to you.",
        )
    };
    Some(no(StatusCode::FORBIDDEN, refusal, wait))
}

async fn socket(
    State(shared): State<Arc<Shared>>,
    Extension(places): Extension<Places>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    if !shared.ours(&headers, true) {
        return elsewhere(&shared, &headers);
    }
    let Some(desk) = shared.desk(&headers) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    upgrade
        .max_message_size(MESSAGE_BYTES)
        .max_frame_size(MESSAGE_BYTES)
        // It is filled with zeros at every look for a message, and there is one for each socket.
        .read_buffer_size(READ_BYTES)
        // A view always fits; beyond a few the reader is stuck, and is given up.
        .max_write_buffer_size(2 * wire::desk::VIEW_BYTES)
        .on_upgrade(move |socket| async move {
            let Some((number, moved, budget)) = shared.sit(desk) else {
                return;
            };
            let reading = shared.reading.clone();
            desk::serve(socket, desk, reading, budget, moved).await;
            shared.stand(desk, number);
            drop(places);
        })
}

impl Shared {
    /// A socket takes a place at its desk; the oldest gives way.
    #[allow(
        clippy::type_complexity,
        reason = "number, end and budget of one socket"
    )]
    fn sit(&self, desk: u32) -> Option<(u64, oneshot::Receiver<()>, Arc<Mutex<Budget>>)> {
        let mut desks = self.desks.lock().ok()?;
        let at = desks.entry(desk).or_default();
        if at.sockets.len() >= SOCKETS_OF_ONE
            && let Some((_, end)) = at.sockets.pop_front()
        {
            // It may have ended by itself just now.
            let _ = end.send(());
        }
        at.made += 1;
        let (end, moved) = oneshot::channel();
        at.sockets.push_back((at.made, end));
        Some((at.made, moved, Arc::clone(&at.budget)))
    }

    /// A socket is gone. The desk's budget stays: to come back is no way to a fresh one.
    fn stand(&self, desk: u32, number: u64) {
        if let Ok(mut desks) = self.desks.lock()
            && let Some(at) = desks.get_mut(&desk)
        {
            at.sockets.retain(|(known, _)| *known != number);
        }
    }
}

/// What sockets read until joining is closed.
pub fn reading(stage: &live::Handle, closed: watch::Receiver<bool>) -> Reading {
    let (printed, graphs) = super::press::run(stage);
    Reading {
        stage: stage.clone(),
        printed,
        graphs,
        closed,
    }
}
