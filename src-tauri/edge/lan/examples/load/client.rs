//! The desks: a light client that reads frames and looks for marks, and parses no JSON.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::mpsc;

use crate::numbers::now_us;
use crate::room::person;
use crate::{Failed, MARK};

/// Who comes.
pub struct Crowd {
    pub address: String,
    /// "-": a server that knows no code and sends nothing by itself.
    pub code: String,
    pub desks: usize,
    /// Sockets of each desk.
    pub each: usize,
    /// So many of the desks never read.
    pub stuck: usize,
}

/// What a socket tells.
enum Told {
    /// It has its first view.
    There,
    /// It has seen a mark.
    Mark { socket: usize, mark: usize, us: u64 },
    /// It was closed.
    Closed,
    /// One that never reads was given up.
    GivenUp,
    /// The other process asks what has been seen.
    Asked,
}

/// A desk has a view, and it is this old.
const FRESH_US: u64 = 2_000_000;
/// Joining at once would only queue.
const JOIN_AT_ONCE: usize = 8;
/// Tries to connect, a tenth of a second apart.
const TRIES: usize = 20;
/// A desk that never reads looks by then whether it was given up, and comes again.
const GIVEN_UP: Duration = Duration::from_secs(18);

pub async fn run(crowd: Crowd) -> Result<Value, Failed> {
    let crowd = Arc::new(crowd);
    let (tell, mut told) = mpsc::unbounded_channel();
    let sockets = crowd.desks * crowd.each;
    // When each socket has last had a view.
    let views: Arc<Vec<std::sync::atomic::AtomicU64>> =
        Arc::new((0..sockets).map(|_| Default::default()).collect());
    let size = Arc::new(AtomicUsize::new(0));
    let gate = Arc::new(tokio::sync::Semaphore::new(JOIN_AT_ONCE));
    for desk in 0..crowd.desks {
        let (crowd, tell, views) = (Arc::clone(&crowd), tell.clone(), Arc::clone(&views));
        let (gate, size) = (Arc::clone(&gate), Arc::clone(&size));
        tokio::spawn(async move {
            if let Err(failed) = sit(crowd, desk, tell, views, size, gate).await {
                eprintln!("Desk {desk}: {failed}");
                std::process::exit(1);
            }
        });
    }
    std::thread::spawn({
        let tell = tell.clone();
        move || {
            for line in std::io::stdin().lock().lines().map_while(Result::ok) {
                if line == "tell" {
                    let _ = tell.send(Told::Asked);
                }
            }
            // Whoever started this is gone.
            std::process::exit(0);
        }
    });

    let reading = (crowd.desks - crowd.stuck) * crowd.each;
    let (mut there, mut open, mut given_up) = (0, reading, 0);
    let mut receipts: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
    let mut last = vec![0; sockets];
    while let Some(one) = told.recv().await {
        match one {
            Told::There => {
                there += 1;
                if there == reading {
                    say("ready")?;
                }
            }
            Told::Mark { socket, mark, us } => {
                // A view shows all that was said before, too.
                let from = last[socket] + 1;
                last[socket] = last[socket].max(mark);
                for mark in from..=mark {
                    let all = receipts.entry(mark).or_default();
                    all.push(us);
                    if all.len() == reading {
                        say(&mark.to_string())?;
                    }
                }
            }
            Told::Closed if there < reading => return Err("A socket was closed at once.".into()),
            Told::Closed => open -= 1,
            Told::GivenUp => given_up += 1,
            Told::Asked => break,
        }
    }
    let now = now_us();
    let fresh = |at: &&std::sync::atomic::AtomicU64| at.load(Relaxed) + FRESH_US > now;
    Ok(json!({
        "open": open,
        "fresh": views.iter().filter(fresh).count(),
        "given_up": given_up,
        "view_bytes": size.load(Relaxed),
        "receipts": receipts,
    }))
}

fn say(line: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

type Views = Arc<Vec<std::sync::atomic::AtomicU64>>;

async fn sit(
    crowd: Arc<Crowd>,
    desk: usize,
    tell: mpsc::UnboundedSender<Told>,
    views: Views,
    size: Arc<AtomicUsize>,
    gate: Arc<tokio::sync::Semaphore>,
) -> Result<(), Failed> {
    let place = gate.acquire_owned().await?;
    let bare = crowd.code == "-";
    let token = match bare {
        true => String::new(),
        false => join(&crowd.address, &crowd.code, &person(desk)).await?,
    };
    if desk < crowd.stuck {
        drop(place);
        loop {
            let mut stuck = connect(&crowd.address, &token, true).await?;
            tokio::time::sleep(GIVEN_UP).await;
            // What the system has kept, and then the end, if the server has made one.
            let rest = &mut Vec::new();
            let ended = tokio::time::timeout(Duration::from_secs(1), stuck.read_to_end(rest));
            if ended.await.is_ok() {
                let _ = tell.send(Told::GivenUp);
            }
        }
    }
    for socket in 0..crowd.each {
        let mut stream = connect(&crowd.address, &token, false).await?;
        match bare {
            true => drop(tell.send(Told::There)),
            false => stream.write_all(&watch()).await?,
        }
        let reader = Reader {
            stream,
            socket: desk * crowd.each + socket,
            tell: tell.clone(),
            views: Arc::clone(&views),
            size: Arc::clone(&size),
            there: bare,
        };
        tokio::spawn(reader.read());
    }
    Ok(())
}

/// Joins as a browser does; the token that it gets.
async fn join(address: &str, code: &str, name: &str) -> Result<String, Failed> {
    let body = json!({ "code": code, "name": name }).to_string();
    let head = format!(
        "POST /join HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all((head + &body).as_bytes()).await?;
    let mut said = String::new();
    stream.read_to_string(&mut said).await?;
    let token = said.split("three_am_desk=").nth(1);
    let token = token.and_then(|rest| rest.split(';').next());
    Ok(token.ok_or(said.as_str())?.to_owned())
}

/// Connects; a room that is fed may learn a moment later who has joined.
async fn connect(address: &str, token: &str, stuck: bool) -> Result<TcpStream, Failed> {
    for _ in 0..TRIES {
        if let Ok(stream) = upgraded(address, token, stuck).await {
            return Ok(stream);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    upgraded(address, token, stuck).await
}

async fn upgraded(address: &str, token: &str, stuck: bool) -> Result<TcpStream, Failed> {
    let socket = TcpSocket::new_v4()?;
    if stuck {
        // As little as the system gives, so that it is stuck soon.
        socket.set_recv_buffer_size(4_096)?;
    }
    let mut stream = socket.connect(address.parse()?).await?;
    stream.set_nodelay(true)?;
    let head = format!(
        "GET /socket HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\n\
         cookie: three_am_desk={token}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await?;
    let mut said = Vec::new();
    while !said.ends_with(b"\r\n\r\n") {
        said.push(stream.read_u8().await?);
    }
    if !said.starts_with(b"HTTP/1.1 101") {
        return Err(String::from_utf8_lossy(&said).into_owned().into());
    }
    Ok(stream)
}

/// A call to watch the graphs, as a frame. Its mask is of zeros, which is one.
fn watch() -> Vec<u8> {
    let text = br#"{"id":1,"call":{"call":"watch","graphs":true}}"#;
    let mut frame = vec![0x81, 0x80 | text.len() as u8, 0, 0, 0, 0];
    frame.extend_from_slice(text);
    frame
}

/// The answer to a ping, masked with zeros.
const PONG: [u8; 6] = [0x8a, 0x80, 0, 0, 0, 0];

struct Reader {
    stream: TcpStream,
    socket: usize,
    tell: mpsc::UnboundedSender<Told>,
    views: Views,
    /// Size of the newest view.
    size: Arc<AtomicUsize>,
    /// It has had a view.
    there: bool,
}

impl Reader {
    async fn read(mut self) {
        let mut bytes = vec![0; 64 * 1_024];
        let (mut from, mut to) = (0, 0);
        loop {
            while let Some((start, end)) = frame(&bytes[from..to]) {
                let whole = from + end;
                if bytes[from] & 0x0f == 8 {
                    let _ = self.tell.send(Told::Closed);
                    return;
                }
                // A ping has nothing in it, and so has the pong.
                if bytes[from] & 0x0f == 9 && self.stream.write_all(&PONG).await.is_err() {
                    let _ = self.tell.send(Told::Closed);
                    return;
                }
                self.look(&bytes[from + start..whole]);
                from = whole;
            }
            bytes.copy_within(from..to, 0);
            (from, to) = (0, to - from);
            if to == bytes.len() {
                bytes.resize(to * 2, 0);
            }
            match self.stream.read(&mut bytes[to..]).await {
                Ok(count) if count > 0 => to += count,
                _ => {
                    let _ = self.tell.send(Told::Closed);
                    return;
                }
            }
        }
    }

    fn look(&mut self, payload: &[u8]) {
        let us = now_us();
        // Nothing has changed but the time: it is up to date.
        if payload.starts_with(br#"{"push":{"push":"clock""#) {
            self.views[self.socket].store(us, Relaxed);
            return;
        }
        if !payload.starts_with(br#"{"push":{"push":"desk""#) {
            return;
        }
        self.views[self.socket].store(us, Relaxed);
        self.size.store(payload.len(), Relaxed);
        if !self.there {
            self.there = true;
            let _ = self.tell.send(Told::There);
        }
        // The newest is the first.
        let digits = std::str::from_utf8(payload).ok().and_then(|text| {
            let at = text.find(MARK)? + MARK.len();
            text.get(at..at + 6)?.parse().ok()
        });
        if let Some(mark) = digits {
            let (socket, tell) = (self.socket, &self.tell);
            let _ = tell.send(Told::Mark { socket, mark, us });
        }
    }
}

/// Where the payload of a server's frame begins and ends; None: not all of it is there.
fn frame(bytes: &[u8]) -> Option<(usize, usize)> {
    let (start, length) = match bytes.get(1)? & 0x7f {
        126 => (
            4,
            u64::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?)),
        ),
        127 => (10, u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)),
        short => (2, u64::from(short)),
    };
    let end = start + length as usize;
    (end <= bytes.len()).then_some((start, end))
}
