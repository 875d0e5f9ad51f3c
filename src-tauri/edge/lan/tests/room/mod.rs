//! A room to test in: a stage with a drill on it, its door open on loopback, and desks.
#![allow(dead_code, reason = "each test file uses its part")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use journal::Journal;
use lan::Front;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Message, protocol::CloseFrame};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use wire::parts::JoiningView;
use wire::{Call, ConsoleView, Push, Reply};

pub fn scenarios() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios")
}

pub struct Room {
    pub front: Front,
    pub drill: String,
    pub folder: tempfile::TempDir,
}

fn front(folder: &Path) -> Front {
    // The stage before may take a moment to let go of the journal.
    let path = folder.join("journal.sqlite");
    let journal = (0..200).find_map(|_| {
        let opened = Journal::open(&path).ok();
        if opened.is_none() {
            std::thread::sleep(Duration::from_millis(20));
        }
        opened
    });
    let config = live::Config {
        journal: journal.expect("the journal opens"),
        scenarios: Some(scenarios()),
        exports: folder.join("exports"),
        diary: live::Diary::nowhere(),
        program: live::Program::Serve,
    };
    Front::new(live::spawn(config).expect("a thread"))
}

impl Room {
    /// A drill that has not started, with Ada as On-Call on the board.
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let front = front(folder.path());
        let call = Call::Create {
            scenario: "3am-outage".to_owned(),
            team: "Night shift".to_owned(),
            seed: None,
            minutes: Some(30),
            people: vec![("on-call".to_owned(), "Ada".to_owned())],
        };
        let Reply::Opened { drill } = front.call(call).await else {
            panic!("not opened")
        };
        Self {
            front,
            drill,
            folder,
        }
    }

    /// The same room after the program was ended and started again.
    pub async fn again(self) -> Self {
        let Self {
            front: old,
            drill,
            folder,
        } = self;
        drop(old);
        let front = front(folder.path());
        let call = Call::Open {
            drill: drill.clone(),
        };
        assert!(matches!(front.call(call).await, Reply::Opened { .. }));
        Self {
            front,
            drill,
            folder,
        }
    }

    pub async fn open(&self) -> JoiningView {
        let call = Call::Joining {
            network: Some("127.0.0.1".to_owned()),
        };
        assert_eq!(self.front.call(call).await, Reply::Done);
        let joining = self.console().joining;
        joining.expect("the console shows how to join")
    }

    pub async fn command(&self, command: Value) -> Reply {
        let call = json!({ "call": "command", "command": command });
        self.front.call(serde_json::from_value(call).unwrap()).await
    }

    pub async fn obey(&self, command: Value) {
        assert_eq!(self.command(command).await, Reply::Done);
    }

    pub fn console(&self) -> ConsoleView {
        match self.front.stage().console().borrow().as_ref() {
            Push::Console { view } => (**view).clone(),
            other => panic!("no console view but {other:?}"),
        }
    }

    /// The console once it shows something.
    pub async fn shows(&self, what: &str, is: impl Fn(&ConsoleView) -> bool) -> ConsoleView {
        let mut views = self.front.stage().console();
        let seen = views.wait_for(|push| match push.as_ref() {
            Push::Console { view } => is(view),
            _ => false,
        });
        let seen = tokio::time::timeout(Duration::from_secs(20), seen).await;
        match seen.unwrap_or_else(|_| panic!("the console never shows {what}")) {
            Ok(push) => match push.as_ref() {
                Push::Console { view } => (**view).clone(),
                other => panic!("{other:?}"),
            },
            Err(_) => panic!("the stage is gone"),
        }
    }
}

/// What a plain request came back with: status, head, body.
pub async fn http(
    address: &str,
    request: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> (u16, String, String) {
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    let has_host = headers.iter().any(|(name, _)| *name == "host");
    let mut head = format!("{request} HTTP/1.1\r\nconnection: close\r\n");
    if !has_host {
        head.push_str(&format!("host: {address}\r\n"));
    }
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("content-length: {}\r\n\r\n{body}", body.len()));
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut text = Vec::new();
    stream.read_to_end(&mut text).await.unwrap();
    let text = String::from_utf8_lossy(&text).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split_whitespace().nth(1).and_then(|s| s.parse().ok());
    (status.unwrap_or(0), head.to_lowercase(), body.to_owned())
}

/// Joins; the answer is the status, the token, and what was said.
pub async fn join(address: &str, code: &str, name: &str) -> (u16, Option<String>, Value) {
    let body = json!({ "code": code, "name": name }).to_string();
    let origin = format!("http://{address}");
    let headers = [
        ("origin", origin.as_str()),
        ("content-type", "application/json"),
    ];
    let (status, head, body) = http(address, "POST /join", &headers, &body).await;
    let token = head
        .split("three_am_desk=")
        .nth(1)
        .and_then(|rest| rest.split(';').next())
        .map(str::to_owned);
    (
        status,
        token,
        serde_json::from_str(&body).unwrap_or_default(),
    )
}

/// A desk's socket.
pub struct Desk {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    next: u32,
    pub seat: Value,
    pub view: Value,
    /// Everything that was received.
    pub heard: Vec<String>,
    pub graphs: usize,
}

impl Desk {
    /// Connects with a token, and waits for the first seat.
    pub async fn at(address: &str, token: &str) -> Self {
        let mut desk = Self::connect(address, token).await.expect("it connects");
        desk.until("a seat", |desk| desk.seat.is_object()).await;
        desk
    }

    pub async fn connect(address: &str, token: &str) -> Result<Self, String> {
        let mut request = format!("ws://{address}/socket")
            .into_client_request()
            .unwrap();
        let headers = request.headers_mut();
        headers.insert("origin", format!("http://{address}").parse().unwrap());
        headers.insert("cookie", format!("three_am_desk={token}").parse().unwrap());
        let (socket, _) = connect_async(request).await.map_err(|e| e.to_string())?;
        Ok(Self {
            socket,
            next: 1,
            seat: Value::Null,
            view: Value::Null,
            heard: Vec::new(),
            graphs: 0,
        })
    }

    /// Joins and connects.
    pub async fn joined(joining: &JoiningView, name: &str) -> (Self, String) {
        let (status, token, said) = join(&joining.address, &joining.code, name).await;
        assert_eq!(status, 204, "{said}");
        let token = token.expect("a token");
        (Self::at(&joining.address, &token).await, token)
    }

    /// Reads one message; the close frame where it ends.
    pub async fn read(&mut self) -> Result<Value, Option<CloseFrame>> {
        let next = tokio::time::timeout(Duration::from_secs(20), self.socket.next());
        match next.await.expect("something comes") {
            Some(Ok(Message::Text(text))) => {
                let said: Value = serde_json::from_str(&text).expect("JSON");
                self.heard.push(text.to_string());
                match said["push"]["push"].as_str() {
                    Some("seat") => self.seat = said["push"]["seat"].clone(),
                    Some("desk") => self.view = said["push"]["view"].clone(),
                    Some("clock") => self.view["clock"] = said["push"]["clock"].clone(),
                    Some("graphs") => self.graphs += 1,
                    _ => {}
                }
                Ok(said)
            }
            Some(Ok(Message::Close(frame))) => Err(frame),
            Some(Ok(_)) => Ok(Value::Null),
            Some(Err(_)) | None => Err(None),
        }
    }

    pub async fn until(&mut self, what: &str, is: impl Fn(&Self) -> bool) {
        for _ in 0..2_000 {
            if is(self) {
                return;
            }
            if let Err(closed) = self.read().await {
                panic!("closed ({closed:?}) before {what}");
            }
        }
        panic!("never {what}");
    }

    pub async fn send(&mut self, text: String) {
        self.socket
            .send(Message::Text(text.into()))
            .await
            .expect("sent");
    }

    /// Calls, and waits for the reply.
    pub async fn call(&mut self, call: Value) -> Value {
        let id = self.next;
        self.next += 1;
        self.send(json!({ "id": id, "call": call }).to_string())
            .await;
        loop {
            match self.read().await {
                Ok(said) if said["id"] == id => return said["reply"].clone(),
                Ok(_) => {}
                Err(closed) => panic!("closed: {closed:?}"),
            }
        }
    }

    /// Does something in a role.
    pub async fn act(&mut self, role: &str, deed: Value) -> Value {
        self.call(json!({ "call": "do", "role": role, "deed": deed }))
            .await
    }

    /// Reads until it is closed; code and reason.
    pub async fn closed(&mut self) -> (u16, String) {
        loop {
            match self.read().await {
                Ok(_) => {}
                Err(frame) => {
                    let frame = frame.expect("a close frame");
                    return (u16::from(frame.code), frame.reason.to_string());
                }
            }
        }
    }
}

pub fn refused(reply: &Value) -> (String, String) {
    assert_eq!(reply["reply"], "refused", "{reply}");
    let text = |key: &str| {
        reply["refusal"][key]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    (text("code"), text("message"))
}
