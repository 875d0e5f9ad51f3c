//! The way to the stage, for everybody who is not on it.

use std::collections::BTreeMap;
use std::sync::Arc;

use drill::Refusal;
use journal::Key;
use tokio::sync::{mpsc, oneshot, watch};
use wire::desk::{DeskView, SeatView};
use wire::parts::{JoiningView, PanelView};
use wire::{Call, DeskCall, DeskReply, EditorCall, Push, Reply};

use crate::diagnostics::Places;
use crate::editor::Asked;
use crate::stage::faults;

/// What is said to the stage.
pub(super) enum Said {
    /// The facilitator calls.
    Call(Call, oneshot::Sender<Reply>),
    /// The facilitator takes a drill file in; these are its bytes.
    TakeIn(Vec<u8>, oneshot::Sender<Reply>),
    /// Somebody sits down; answered when they have a desk.
    Join(String, Key, oneshot::Sender<Result<(), Refusal>>),
    /// A desk calls.
    Desk(u32, DeskCall, oneshot::Sender<DeskReply>),
    /// A browser came to a desk (true) or went.
    Present(u32, bool),
    /// Something came of what the console had not asked.
    Told(Reply),
    /// Somebody was turned away at the door, in words.
    TurnedAway(String),
    /// A test does something, with the stage.
    #[cfg(test)]
    Does(
        Box<dyn FnOnce(&mut super::Stage) -> Reply + Send>,
        oneshot::Sender<Reply>,
    ),
    /// How to join, or no more.
    Joining(Option<JoiningView>, oneshot::Sender<()>),
}

/// A desk that is taken.
#[derive(Debug, Clone)]
pub struct Seat {
    /// Who sits there.
    pub view: SeatView,
    /// Name of their view among the views.
    pub roles: String,
    /// SHA-256 of the token that their browser has.
    pub key: Key,
}

/// What desks see of the drill on the stage, the newest only.
#[derive(Debug, Default)]
pub struct Desks {
    /// Drill on the stage.
    pub drill: Option<String>,
    /// Seats by number of the desk. The same map until somebody comes, goes or changes roles.
    pub seats: Arc<BTreeMap<u32, Seat>>,
    /// Views by the roles of those who see them.
    pub views: BTreeMap<String, DeskView>,
}

/// The graphs, as often as desks get them.
pub type Graphs = Arc<Vec<PanelView>>;

/// The way to the stage. Cheap to clone.
#[derive(Clone)]
pub struct Handle {
    /// The facilitator's.
    pub(super) first: mpsc::Sender<Said>,
    pub(super) said: mpsc::Sender<Said>,
    pub(super) editor: mpsc::Sender<Asked>,
    pub(super) places: Arc<Places>,
    pub(super) console: watch::Receiver<Arc<Push>>,
    pub(super) room: watch::Receiver<Arc<Push>>,
    pub(super) desks: watch::Receiver<Arc<Desks>>,
    pub(super) graphs: watch::Receiver<Graphs>,
}

fn gone() -> Refusal {
    Refusal::new(
        "stopped",
        "The drill engine has stopped.",
        "Start the program again; the drill resumes where it was.",
    )
}

impl Handle {
    /// Says something and waits for the answer. None: the stage is gone.
    async fn ask<T>(
        &self,
        road: &mpsc::Sender<Said>,
        said: impl FnOnce(oneshot::Sender<T>) -> Said,
    ) -> Option<T> {
        let (reply, answer) = oneshot::channel();
        road.send(said(reply)).await.ok()?;
        answer.await.ok()
    }

    /// Makes a call for the facilitator and waits for the reply.
    pub async fn call(&self, call: Call) -> Reply {
        let reply = match call {
            Call::Editor { ask } => self.edit(ask).await,
            Call::About => Some(self.places.about()),
            Call::Diagnostics { displays } => self.diagnose(displays).await,
            call => self.ask(&self.first, |reply| Said::Call(call, reply)).await,
        };
        reply.unwrap_or_else(|| Reply::Refused { refusal: gone() })
    }

    /// Writes the diagnostics, on a thread that nobody waits for. None: the program is ending.
    async fn diagnose(&self, displays: Vec<(u32, u32)>) -> Option<Reply> {
        let places = Arc::clone(&self.places);
        let written = tokio::task::spawn_blocking(move || places.diagnose(&displays));
        written.await.ok()
    }

    /// Asks the editor. None: it is gone. An editor that had a fault gives no answer.
    async fn edit(&self, ask: EditorCall) -> Option<Reply> {
        let (reply, answer) = oneshot::channel();
        self.editor.send((ask, reply)).await.ok()?;
        let answer = answer.await;
        Some(answer.unwrap_or_else(|_| Reply::Refused {
            refusal: faults::in_the_editor(),
        }))
    }

    /// Takes a drill file in for the facilitator, and waits for the reply.
    pub async fn take_in(&self, file: Vec<u8>) -> Reply {
        let reply = self
            .ask(&self.first, |reply| Said::TakeIn(file, reply))
            .await;
        reply.unwrap_or_else(|| Reply::Refused { refusal: gone() })
    }

    /// Shows the console what came of a call that it did not make: a file opened from outside.
    pub async fn told(&self, reply: Reply) {
        // A stage that is gone shows nothing.
        let _ = self.first.send(Said::Told(reply)).await;
    }

    /// Somebody sits down at a desk of their own; `key` is the SHA-256 of the token that their
    /// browser gets.
    ///
    /// # Errors
    /// A refusal in words.
    pub async fn join(&self, name: String, key: Key) -> Result<(), Refusal> {
        let joined = self
            .ask(&self.said, |reply| Said::Join(name, key, reply))
            .await;
        joined.unwrap_or_else(|| Err(gone()))
    }

    /// Makes a call for whoever sits at a desk, and waits for the reply.
    pub async fn desk(&self, desk: u32, call: DeskCall) -> DeskReply {
        let reply = self
            .ask(&self.said, |reply| Said::Desk(desk, call, reply))
            .await;
        reply.unwrap_or_else(|| DeskReply::Refused { refusal: gone() })
    }

    /// A browser came to a desk (true) or went.
    pub async fn present(&self, desk: u32, here: bool) {
        // A stage that is gone shows nobody.
        let _ = self.said.send(Said::Present(desk, here)).await;
    }

    /// Says that somebody was turned away at the door. When the stage is busy it is left out: who
    /// knocks a thousand times is told of often enough.
    pub fn turned_away(&self, what: String) {
        let _ = self.said.try_send(Said::TurnedAway(what));
    }

    /// Says how to join, or that nobody can any more. It is shown on return.
    pub async fn joining(&self, joining: Option<JoiningView>) {
        // A stage that is gone shows nothing.
        let _ = self
            .ask(&self.first, |reply| Said::Joining(joining, reply))
            .await;
    }

    /// The newest view for the facilitator. Slow watchers skip to it.
    pub fn console(&self) -> watch::Receiver<Arc<Push>> {
        self.console.clone()
    }

    /// The newest view for the room.
    pub fn room(&self) -> watch::Receiver<Arc<Push>> {
        self.room.clone()
    }

    /// The newest views for desks.
    pub fn desks(&self) -> watch::Receiver<Arc<Desks>> {
        self.desks.clone()
    }

    /// The same stage, with desks' views from elsewhere: to measure the road from there on.
    #[doc(hidden)]
    #[must_use]
    pub fn showing(mut self, desks: watch::Receiver<Arc<Desks>>) -> Self {
        self.desks = desks;
        self
    }

    /// The newest graphs for desks.
    pub fn graphs(&self) -> watch::Receiver<Graphs> {
        self.graphs.clone()
    }
}
