//! The server: pages, the exchange of the token, the socket.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{Query, Request, State, WebSocketUpgrade};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use drill::Refusal;
use serde::Deserialize;
use tokio::net::TcpListener;
use wire::Reply;

use super::gate::{Closed, Gate};
use super::socket::{Surface, serve};
use crate::assets::console as asset;
use crate::door::Front;
use crate::door::headers::{self, is_ours};

/// Name of the cookie.
const COOKIE: &str = "three_am";
/// Largest message of the console's. The longest that is legal are a hundred action items; a larger
/// one ends the connection.
const MESSAGE_BYTES: usize = 8 * 1_024 * 1_024;

/// A server that listens.
pub struct Server {
    listener: TcpListener,
    router: Router,
    /// Where it listens.
    pub address: SocketAddr,
    /// The address to open, with its one-time token.
    pub url: String,
}

struct Shared {
    front: Front,
    gate: Gate,
    hosts: [String; 2],
}

/// Listens on loopback; port 0 takes a free one.
///
/// # Errors
/// The port is taken, or the system gives no randomness.
pub async fn bind(front: Front, port: u16) -> std::io::Result<Server> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let address = listener.local_addr()?;
    let (gate, token) = Gate::new()?;
    let hosts = [address.to_string(), format!("localhost:{}", address.port())];
    let shared = Arc::new(Shared { front, gate, hosts });
    let router = Router::new()
        .route("/session", post(session))
        .route("/drill", post(drill))
        .route("/socket", get(socket))
        .fallback(get(pages))
        .layer(axum::extract::DefaultBodyLimit::max(4_096))
        .with_state(shared);
    let url = format!("http://{address}/?token={token}");
    Ok(Server {
        listener,
        router,
        address,
        url,
    })
}

impl Server {
    /// Serves until `until` is over.
    ///
    /// # Errors
    /// The listener broke.
    pub async fn run(
        self,
        until: impl Future<Output = ()> + Send + 'static,
    ) -> std::io::Result<()> {
        axum::serve(self.listener, self.router)
            .with_graceful_shutdown(until)
            .await
    }
}

impl Shared {
    fn ours(&self, headers: &HeaderMap, origin_needed: bool) -> bool {
        is_ours(headers, &self.hosts, origin_needed)
    }

    fn known(&self, headers: &HeaderMap) -> bool {
        headers::cookies(headers, COOKIE).any(|value| self.gate.knows(value))
    }
}

fn refused(status: StatusCode, text: &'static str) -> Response {
    (status, text).into_response()
}

async fn pages(State(shared): State<Arc<Shared>>, headers: HeaderMap, uri: Uri) -> Response {
    if !shared.ours(&headers, false) {
        return refused(
            StatusCode::FORBIDDEN,
            "This server answers on its own address only.\n",
        );
    }
    asset(uri.path())
}

#[derive(Deserialize)]
struct Offer {
    token: String,
}

async fn session(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    Json(offer): Json<Offer>,
) -> Response {
    if !shared.ours(&headers, true) {
        return refused(
            StatusCode::FORBIDDEN,
            "This server answers its own pages only.\n",
        );
    }
    if shared.known(&headers) {
        return StatusCode::NO_CONTENT.into_response();
    }
    match shared.gate.exchange(&offer.token) {
        Ok(session) => {
            let cookie = format!("{COOKIE}={session}; HttpOnly; SameSite=Strict; Path=/");
            ([(header::SET_COOKIE, cookie)], StatusCode::NO_CONTENT).into_response()
        }
        Err(Closed::Wrong) => refused(
            StatusCode::FORBIDDEN,
            "That is not the token. Copy the whole address from the terminal.\n",
        ),
        Err(Closed::Used) => refused(
            StatusCode::FORBIDDEN,
            "That token was used. Start the program again for a new one.\n",
        ),
        Err(Closed::TooMany) => refused(
            StatusCode::TOO_MANY_REQUESTS,
            "Too many wrong tokens. Start the program again for a new one.\n",
        ),
    }
}

/// A drill file that the facilitator chose in the browser: the page knows its bytes, not its path.
async fn drill(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    // Before a byte of it is read.
    if !shared.ours(request.headers(), true) || !shared.known(request.headers()) {
        return refused(
            StatusCode::FORBIDDEN,
            "Open the address printed in the terminal, with its token.\n",
        );
    }
    let reply = match axum::body::to_bytes(request.into_body(), live::FILE_MAX).await {
        Ok(file) => shared.front.stage().take_in(file.into()).await,
        Err(_) => Reply::Refused {
            refusal: Refusal::new(
                "too-large",
                format!(
                    "The file did not arrive whole, or has more than {} MB.",
                    live::FILE_MAX >> 20
                ),
                "Choose a file that ends in .3am. Nothing was changed.",
            ),
        },
    };
    Json(reply).into_response()
}

#[derive(Deserialize)]
struct Which {
    surface: Surface,
    /// It keeps the last view, and wants only what changed.
    #[serde(default)]
    changes: bool,
}

async fn socket(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    Query(which): Query<Which>,
    upgrade: WebSocketUpgrade,
) -> Response {
    if !shared.ours(&headers, true) || !shared.known(&headers) {
        return refused(
            StatusCode::FORBIDDEN,
            "Open the address printed in the terminal, with its token.\n",
        );
    }
    let front = shared.front.clone();
    upgrade
        .max_message_size(MESSAGE_BYTES)
        .on_upgrade(move |socket| serve(socket, front, which.surface, which.changes))
}
