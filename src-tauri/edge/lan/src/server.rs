//! The server: pages, the exchange of the token, the socket.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{Query, State, WebSocketUpgrade};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use live::Handle;
use serde::Deserialize;
use tokio::net::TcpListener;

use crate::assets::asset;
use crate::gate::{Closed, Gate};
use crate::socket::{Surface, serve};

/// Name of the cookie.
const COOKIE: &str = "three_am";

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
    stage: Handle,
    gate: Gate,
    hosts: [String; 2],
}

/// Listens on loopback; port 0 takes a free one.
///
/// # Errors
/// The port is taken, or the system gives no randomness.
pub async fn bind(stage: Handle, port: u16) -> std::io::Result<Server> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let address = listener.local_addr()?;
    let (gate, token) = Gate::new()?;
    let hosts = [address.to_string(), format!("localhost:{}", address.port())];
    let shared = Arc::new(Shared { stage, gate, hosts });
    let router = Router::new()
        .route("/session", post(session))
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
    /// Host must be ours (a name that points here from outside is not), and so must Origin
    /// where there is one (another page in the same browser is not).
    fn ours(&self, headers: &HeaderMap, origin_needed: bool) -> bool {
        let text = |name| {
            headers
                .get(name)
                .and_then(|v: &header::HeaderValue| v.to_str().ok())
        };
        let host = text(header::HOST).is_some_and(|h| self.hosts.iter().any(|ours| ours == h));
        let origin = match text(header::ORIGIN) {
            Some(origin) => self
                .hosts
                .iter()
                .any(|ours| origin.strip_prefix("http://") == Some(ours)),
            None => !origin_needed,
        };
        host && origin
    }

    fn known(&self, headers: &HeaderMap) -> bool {
        let cookies = headers
            .get(header::COOKIE)
            .and_then(|v| v.to_str().ok())
            .unwrap_or("");
        cookies
            .split(';')
            .filter_map(|pair| pair.trim().split_once('='))
            .any(|(name, value)| name == COOKIE && self.gate.knows(value))
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

#[derive(Deserialize)]
struct Which {
    surface: Surface,
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
    let stage = shared.stage.clone();
    upgrade
        .max_message_size(64 * 1_024)
        .on_upgrade(move |socket| serve(socket, stage, which.surface))
}
