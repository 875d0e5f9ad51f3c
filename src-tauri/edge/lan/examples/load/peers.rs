//! Who ours is held against.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

use axum::Router;
use axum::extract::ws::{Message, Utf8Bytes, WebSocketUpgrade};
use axum::routing::get;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::broadcast;

use crate::Failed;
use crate::room::Crowd;

/// axum, and nothing else: bytes that are there already, to every socket.
pub struct Bare {
    pub address: String,
    out: broadcast::Sender<Utf8Bytes>,
    server: tokio::task::JoinHandle<()>,
}

impl Bare {
    pub async fn open() -> Result<Self, Failed> {
        let (out, _) = broadcast::channel::<Utf8Bytes>(16);
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        let subscribed = out.clone();
        let socket = move |upgrade: WebSocketUpgrade| {
            let mut all = subscribed.subscribe();
            async move {
                upgrade.on_upgrade(move |mut socket| async move {
                    while let Ok(text) = all.recv().await {
                        if socket.send(Message::Text(text)).await.is_err() {
                            break;
                        }
                    }
                })
            }
        };
        let router = Router::new().route("/socket", get(socket));
        // As our own door has it.
        let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        let server = tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self {
            address,
            out,
            server,
        })
    }

    pub fn send(&self, text: &Utf8Bytes) -> Result<(), Failed> {
        self.out.send(text.clone())?;
        Ok(())
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Messages a second with `ws` on Node: a script that serves the texts as [`Bare`] does, and
/// hears from the desks directly when all have one.
pub fn with_node(script: &str, texts: &[String], warm: usize, desks: usize) -> Result<f64, Failed> {
    let mut file = tempfile::NamedTempFile::new()?;
    for text in texts {
        writeln!(file, "{text}")?;
    }
    file.flush()?;
    let (heard, says) = std::io::pipe()?;
    let mut node = Command::new("node")
        .arg(script)
        .arg(file.path())
        .arg(warm.to_string())
        .stdin(heard)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("node cannot be run: {error}"))?;
    let mut said = BufReader::new(node.stdout.take().ok_or("no way from node")?);
    let mut address = String::new();
    said.read_line(&mut address)?;
    let crowd = Crowd::connect(address.trim(), (desks, 1, 0), Some(says.into()))?;
    let mut rate = String::new();
    said.read_to_string(&mut rate)?;
    drop(crowd);
    node.wait()?;
    let rate = rate.trim();
    rate.parse()
        .map_err(|_| format!("{script} says no rate but: {rate}").into())
}
