//! The program as it is served: started, spoken to over its sockets, killed.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::room::http;

pub fn scenarios() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios")
}

/// `3am serve`, with its data in a folder.
pub struct Program {
    child: Child,
    address: String,
    session: String,
}

impl Program {
    /// Starts it, and opens the address that it prints.
    pub async fn start(folder: &Path) -> Self {
        Self::start_by(&mut Command::new(env!("CARGO_BIN_EXE_3am")), folder).await
    }

    /// Starts it by a command that ends with the program's name.
    pub async fn start_by(command: &mut Command, folder: &Path) -> Self {
        let mut child = command
            .args(["serve", "--port", "0"])
            .env("THREE_AM_DATA", folder)
            .env("THREE_AM_SCENARIOS", scenarios())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("3am runs");
        let stdout = child.stdout.take().expect("a pipe");
        let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
        let url = lines.find_map(|line| line.trim().strip_prefix("http://").map(str::to_owned));
        let Some(url) = url else {
            let mut said = String::new();
            let _ = child
                .stderr
                .take()
                .map(|mut err| err.read_to_string(&mut said));
            panic!("it did not start: {said}");
        };
        let (address, token) = url.split_once("/?token=").expect("an address with a token");
        let origin = format!("http://{address}");
        let headers = [
            ("origin", origin.as_str()),
            ("content-type", "application/json"),
        ];
        let body = json!({ "token": token }).to_string();
        let (status, head, said) = http(address, "POST /session", &headers, &body).await;
        assert_eq!(status, 204, "{said}");
        let cookie = head.split("three_am=").nth(1).expect("a cookie");
        let session = cookie.split(';').next().unwrap_or_default();
        Self {
            address: address.to_owned(),
            session: session.to_owned(),
            child,
        }
    }

    /// The facilitator's line.
    pub async fn console(&self) -> Line {
        let path = "socket?surface=console";
        let cookie = format!("three_am={}", self.session);
        let line = Line::to(&self.address, path, &cookie).await;
        line.expect("the console connects")
    }

    /// Its number in the system.
    #[allow(dead_code, reason = "not every test needs it")]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What of it is in memory, MB.
    #[allow(dead_code, reason = "not every test measures it")]
    pub fn memory_mb(&self) -> f64 {
        let status = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(status).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kb = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        kb.unwrap_or(f64::NAN) / 1_024.0
    }

    /// SIGKILL: nothing of it runs any more, not even what was to be done at the end.
    pub fn kill(mut self) {
        self.child.kill().expect("it ran");
        self.child.wait().expect("it has ended");
    }
}

/// A socket of the console or of a desk, with all that came in on it.
pub struct Line {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    next: u32,
    /// What was pushed last, by the kind of push.
    pub shown: serde_json::Map<String, Value>,
    /// Everything that came, as text.
    pub heard: String,
}

impl Line {
    /// Connects. None: nobody listens there, or it is not let in.
    pub async fn to(address: &str, path: &str, cookie: &str) -> Option<Self> {
        let url = format!("ws://{address}/{path}");
        let mut request = url.into_client_request().expect("an address");
        let headers = request.headers_mut();
        let origin = format!("http://{address}");
        headers.insert("origin", origin.parse().expect("a header"));
        headers.insert("cookie", cookie.parse().expect("a header"));
        let (socket, _) = connect_async(request).await.ok()?;
        Some(Self {
            socket,
            next: 1,
            shown: serde_json::Map::new(),
            heard: String::new(),
        })
    }

    /// A desk's line.
    #[allow(dead_code, reason = "not every test has desks")]
    pub async fn desk(address: &str, token: &str) -> Option<Self> {
        Self::to(address, "socket", &format!("three_am_desk={token}")).await
    }

    /// The next message. None: the line is dead.
    pub async fn hear(&mut self) -> Option<Value> {
        loop {
            let Message::Text(text) = self.socket.next().await?.ok()? else {
                continue;
            };
            self.heard.push_str(&text);
            let said: Value = serde_json::from_str(&text).expect("JSON");
            if let Some(kind) = said["push"]["push"].as_str() {
                self.shown.insert(kind.to_owned(), said["push"].clone());
            }
            return Some(said);
        }
    }

    /// Hears until a push of a kind has come that is so. None: the line is dead.
    #[allow(dead_code, reason = "not every test waits")]
    pub async fn until(&mut self, kind: &str, is: impl Fn(&Value) -> bool) -> Option<Value> {
        loop {
            match self.shown.get(kind) {
                Some(push) if is(push) => return Some(push.clone()),
                _ => self.hear().await?,
            };
        }
    }

    /// Calls, and waits for the reply. None: the line is dead, and nobody knows what came of it.
    pub async fn call(&mut self, call: Value) -> Option<Value> {
        let id = self.next;
        self.next += 1;
        let text = json!({ "id": id, "call": call }).to_string();
        self.socket.send(Message::Text(text.into())).await.ok()?;
        loop {
            let said = self.hear().await?;
            if said["id"] == id {
                return Some(said["reply"].clone());
            }
        }
    }

    /// Calls as the facilitator, and wants no refusal.
    pub async fn obey(&mut self, command: Value) {
        let call = json!({ "call": "command", "command": command });
        let reply = self.call(call).await.expect("it lives");
        assert_eq!(reply["reply"], "done", "{reply}");
    }
}
