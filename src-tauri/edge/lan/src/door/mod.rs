//! The door of the room: desks come in over a network while the facilitator leaves it open.

mod desk;
pub mod headers;
mod limits;
mod networks;
mod press;
mod qr;
mod server;
mod tries;

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, Weak};

use drill::{Command, Refusal};
use live::Handle;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::watch;
use wire::call::{FlightCheck, FlightRow};
use wire::parts::{JoiningView, Tone};
use wire::{Call, Reply};

use crate::random::code;
use limits::Joins;
use server::Shared;

/// Ports that are tried in turn, so that an address stays the same after the program was started
/// again; then any.
const PORTS: std::ops::RangeInclusive<u16> = 3003..=3012;
/// Bytes of a connection that the system keeps for a slow reader. Left to itself it keeps
/// megabytes, which are a minute of old views, and cost as much for each browser that is stuck.
const UNREAD: u32 = 64 * 1_024;
/// Connections that may wait to be accepted.
const WAITING: u32 = 1_024;
/// Codes of earlier openings that are remembered, to say that they are old.
const STALE: usize = 20;

/// The door. Closed until it is opened; closed when the drill leaves the stage.
pub struct Door {
    stage: Handle,
    open: Arc<tokio::sync::Mutex<Option<Open>>>,
    stale: Mutex<Vec<String>>,
}

struct Open {
    /// Drill it was opened for.
    drill: String,
    closed: watch::Sender<bool>,
}

/// The stage with a door: where every call of the facilitator's goes. Cheap to clone.
#[derive(Clone)]
pub struct Front {
    stage: Handle,
    door: Arc<Door>,
}

impl Front {
    /// A stage whose door is closed.
    pub fn new(stage: Handle) -> Self {
        let door = Arc::new(Door::new(stage.clone()));
        Self { stage, door }
    }

    /// The stage.
    pub fn stage(&self) -> &Handle {
        &self.stage
    }

    /// Makes a call and waits for the reply.
    pub async fn call(&self, call: Call) -> Reply {
        match call {
            Call::Networks => Reply::Networks {
                networks: networks::networks(),
            },
            Call::Joining {
                network: Some(network),
            } => match self.door.open(&network).await {
                Ok(()) => Reply::Done,
                Err(refusal) => Reply::Refused { refusal },
            },
            Call::Joining { network: None } => {
                // First the door: who is dropped hears that it was closed.
                self.door.close().await;
                let command = Box::new(Command::DropDesks);
                self.stage.call(Call::Command { command }).await
            }
            Call::PreFlight { scenario } => {
                let reply = self.stage.call(Call::PreFlight { scenario }).await;
                self.with_joining(reply).await
            }
            other => self.stage.call(other).await,
        }
    }

    /// The network's row of pre-flight.
    async fn with_joining(&self, reply: Reply) -> Reply {
        let Reply::PreFlight { mut rows } = reply else {
            return reply;
        };
        let others = networks::networks().iter().filter(|n| !n.loopback).count();
        let is_open = self.door.open.lock().await.is_some();
        let (tone, says) = match (is_open, others) {
            (true, _) => (
                Tone::Good,
                "Desks can join: the code is on the room screen.",
            ),
            (false, 0) => (
                Tone::Info,
                "Off, and this machine is on no network: log for everybody with A.",
            ),
            (false, _) => (
                Tone::Info,
                "Off. In the drill, participants may join from their own devices.",
            ),
        };
        rows.push(FlightRow {
            id: FlightCheck::Joining,
            tone,
            says: says.to_owned(),
        });
        Reply::PreFlight { rows }
    }
}

fn cannot(network: &str, error: &std::io::Error) -> Refusal {
    Refusal::new(
        "network",
        format!("This machine cannot be reached at {network}: {error}"),
        "Choose a network again: the list is of now. A firewall may also stand in the way.",
    )
}

fn listen(ip: IpAddr) -> std::io::Result<TcpListener> {
    for port in PORTS {
        if let Ok(listener) = listen_at(SocketAddr::new(ip, port)) {
            return Ok(listener);
        }
    }
    listen_at(SocketAddr::new(ip, 0))
}

fn listen_at(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // As `TcpListener::bind` does: on Windows it would mean something else.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    // Connections inherit it.
    socket.set_send_buffer_size(UNREAD)?;
    socket.bind(address)?;
    socket.listen(WAITING)
}

impl Door {
    /// A closed door.
    pub fn new(stage: Handle) -> Self {
        Self {
            stage,
            open: Arc::default(),
            stale: Mutex::default(),
        }
    }

    /// Opens it to one network, for the drill on the stage. An open one is opened anew, with
    /// another code; whoever has a seat keeps it.
    ///
    /// # Errors
    /// No drill is on the stage, the network is none of this machine's, or it cannot be listened on.
    pub async fn open(&self, network: &str) -> Result<(), Refusal> {
        let drill = self.stage.desks().borrow().drill.clone();
        let Some(drill) = drill else {
            return Err(Refusal::new(
                "no-drill",
                "No drill is on the stage.",
                "Open one first; people join a drill.",
            ));
        };
        // Never all networks at once: 0.0.0.0 is none of them.
        let known = networks::networks();
        let Some(chosen) = known.iter().find(|one| one.address == network) else {
            return Err(Refusal::new(
                "unknown-network",
                format!("This machine has no network with the address {network}."),
                "Choose one of the list; it may have changed.",
            ));
        };
        self.close().await;
        let trouble = |e: &std::io::Error| cannot(network, e);
        let ip: IpAddr = network
            .parse()
            .map_err(|_| trouble(&std::io::ErrorKind::InvalidInput.into()))?;
        let listener = listen(ip).map_err(|e| trouble(&e))?;
        let address = listener.local_addr().map_err(|e| trouble(&e))?;
        let code = code().map_err(|e| trouble(&e))?;
        let mut hosts = vec![address.to_string()];
        if ip.is_loopback() {
            hosts.push(format!("localhost:{}", address.port()));
        }
        let url = format!("http://{address}/#{code}");
        let view = JoiningView {
            qr: qr::rows(&url),
            code: code.clone(),
            address: address.to_string(),
            url,
            network: chosen.name.clone(),
        };
        let (closed_out, closed) = watch::channel(false);
        let shared = Arc::new(Shared {
            hosts,
            stale: self.old_codes(&code),
            code,
            tries: Mutex::default(),
            reading: server::reading(&self.stage, closed.clone()),
            desks: Mutex::new(BTreeMap::new()),
            joins: Joins::default(),
        });
        tokio::spawn(server::run(listener, shared));
        *self.open.lock().await = Some(Open {
            drill: drill.clone(),
            closed: closed_out,
        });
        tokio::spawn(close_with(
            self.stage.clone(),
            Arc::downgrade(&self.open),
            closed,
            drill,
        ));
        self.stage.joining(Some(view)).await;
        Ok(())
    }

    /// Remembers a code, and returns those before it.
    fn old_codes(&self, code: &str) -> Vec<String> {
        let Ok(mut stale) = self.stale.lock() else {
            return Vec::new();
        };
        let before = stale.clone();
        stale.push(code.to_owned());
        if stale.len() > STALE {
            stale.remove(0);
        }
        before
    }

    /// Closes it. Sockets are told, and end.
    pub async fn close(&self) {
        if let Some(open) = self.open.lock().await.take() {
            open.closed.send_replace(true);
            self.stage.joining(None).await;
        }
    }
}

/// Closes the door when the drill leaves the stage. It keeps neither alive.
async fn close_with(
    stage: Handle,
    open: Weak<tokio::sync::Mutex<Option<Open>>>,
    mut closed: watch::Receiver<bool>,
    drill: String,
) {
    let mut desks = stage.desks();
    let gone = |desks: &Arc<live::Desks>| desks.drill.as_ref() != Some(&drill);
    tokio::select! {
        // An error of either: it is closed, or the stage is gone, and with it the drill.
        _ = closed.wait_for(|closed| *closed) => return,
        _ = desks.wait_for(gone) => {}
    }
    let Some(open) = open.upgrade() else { return };
    let mut open = open.lock().await;
    if let Some(open) = open.take_if(|open| open.drill == drill) {
        open.closed.send_replace(true);
        stage.joining(None).await;
    }
}
