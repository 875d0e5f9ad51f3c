//! A stage with a drill, its door open on loopback, and the process that the desks are in.

use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use journal::Journal;
use lan::Front;
use live::{Desks, Handle};
use serde_json::{Value, json};
use tokio::sync::watch;
use wire::parts::JoiningView;
use wire::{Call, Push, Reply};

use crate::Failed;

/// People that a role takes. The others wait for one, and see what the room is told.
const SHARE: usize = 12;
/// Drill seconds that have passed when it is measured, and how fast they pass.
const DRILL_S: u64 = 480;
const FAST: u64 = 60;
/// What came with them is over by then.
const SETTLE: Duration = Duration::from_secs(3);
/// Roles of the drill.
const ROLES: [&str; 5] = ["on-call", "bridge", "backend", "frontend", "documentation"];

/// The drill that is played.
pub const DRILL: &str = "3am-outage";

pub fn scenarios() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios")
}

pub struct Room {
    pub stage: Handle,
    pub front: Front,
    pub joining: JoiningView,
    /// What desks are shown in a room that is fed.
    shown: watch::Sender<Arc<Desks>>,
    _folder: tempfile::TempDir,
}

impl Room {
    /// Desks see what the stage shows, or (`fed`) what is shown with [`Room::show`].
    pub async fn open(fed: bool) -> Result<Self, Failed> {
        // Beside the program: the system's temporary folder may be no disk.
        let program = std::env::current_exe()?;
        let beside = program.parent().ok_or("a program without a folder")?;
        let folder = tempfile::tempdir_in(beside)?;
        let stage = live::spawn(live::Config {
            journal: Journal::open(&folder.path().join("journal.sqlite"))?,
            scenarios: Some(scenarios()),
            exports: folder.path().join("exports"),
            diary: live::Diary::nowhere(),
            program: live::Program::Serve,
        })?;
        let call = Call::Create {
            scenario: DRILL.to_owned(),
            team: "Night shift".to_owned(),
            seed: None,
            minutes: Some(90),
            people: Vec::new(),
        };
        done(stage.call(call).await)?;
        let shown = watch::Sender::new(Arc::clone(&stage.desks().borrow()));
        let front = Front::new(match fed {
            true => stage.clone().showing(shown.subscribe()),
            false => stage.clone(),
        });
        let call = Call::Joining {
            network: Some("127.0.0.1".to_owned()),
        };
        done(front.call(call).await)?;
        let joining = match front.stage().console().borrow().as_ref() {
            Push::Console { view } => view.joining.clone(),
            _ => None,
        };
        Ok(Self {
            stage,
            front,
            joining: joining.ok_or("the console does not show how to join")?,
            shown,
            _folder: folder,
        })
    }

    pub async fn command(&self, command: Value) -> Result<(), Failed> {
        let call = serde_json::from_value(json!({ "call": "command", "command": command }))?;
        done(self.front.call(call).await)
    }

    /// Fills the roles, all alike.
    pub async fn cast(&self, desks: usize) -> Result<(), Failed> {
        for number in 0..desks.min(SHARE * ROLES.len()) {
            let role = ROLES[number % ROLES.len()];
            let person = person(number);
            self.command(json!({ "do": "move_person", "person": person, "role": role }))
                .await?;
        }
        Ok(())
    }

    /// Fills the roles, lets some minutes of the drill pass, so that there is something
    /// to see, and leaves it running as in a room.
    pub async fn begin(&self, desks: usize) -> Result<(), Failed> {
        self.cast(desks).await?;
        self.command(json!({ "do": "start" })).await?;
        let speed = |factor: u64| self.command(json!({ "do": "speed", "factor": factor }));
        speed(FAST).await?;
        tokio::time::sleep(Duration::from_secs(DRILL_S / FAST)).await;
        speed(1).await?;
        tokio::time::sleep(SETTLE).await;
        Ok(())
    }

    /// Shows something to the desks of a room that is fed.
    pub fn show(&self, desks: Arc<Desks>) {
        self.shown.send_replace(desks);
    }

    /// Shows what the stage shows, to the desks of a room that is fed.
    pub fn show_stage(&self) {
        self.show(Arc::clone(&self.stage.desks().borrow()));
    }

    /// Everybody joins a room that is fed; meanwhile it shows what the stage shows.
    pub async fn seat(&self, size: Size) -> Result<Crowd, Failed> {
        let joining = self.joining.clone();
        let mut crowd = tokio::task::spawn_blocking(move || Crowd::join(&joining, size));
        let mut desks = self.stage.desks();
        loop {
            tokio::select! {
                crowd = &mut crowd => return crowd?,
                changed = desks.changed() => {
                    changed?;
                    self.show(Arc::clone(&desks.borrow_and_update()));
                }
            }
        }
    }

    /// Logs that On-Call says something to the room: it is in every desk's view.
    pub fn saying(text: &str) -> Result<Call, Failed> {
        let deed = json!({ "deed": "say", "to": "room", "text": text, "answers": null });
        let command = json!({ "do": "log", "role": ROLES[0], "person": null, "deed": deed });
        Ok(serde_json::from_value(
            json!({ "call": "command", "command": command }),
        )?)
    }
}

pub fn done(reply: Reply) -> Result<(), Failed> {
    match reply {
        Reply::Refused { refusal } => Err(format!("{}: {}", refusal.code, refusal.message).into()),
        _ => Ok(()),
    }
}

/// What people are called.
pub fn person(number: usize) -> String {
    format!("Person {number}")
}

/// The process that the desks are in. It is ended with this.
pub struct Crowd {
    child: Child,
    orders: ChildStdin,
    /// What it says, a line each.
    says: Option<Lines<BufReader<ChildStdout>>>,
}

/// Desks, sockets of each, and how many of the desks never read.
pub type Size = (usize, usize, usize);

impl Crowd {
    /// Joined and connected, with the views that they begin with.
    pub fn join(joining: &JoiningView, size: Size) -> Result<Self, Failed> {
        Self::start(&joining.address, &joining.code, size, None)
    }

    /// Connected to a server that knows no code. What it says goes to `hears`, if that is given.
    pub fn connect(address: &str, size: Size, hears: Option<Stdio>) -> Result<Self, Failed> {
        Self::start(address, "-", size, hears)
    }

    fn start(
        address: &str,
        code: &str,
        (desks, each, stuck): Size,
        hears: Option<Stdio>,
    ) -> Result<Self, Failed> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["clients", address, code])
            .args([desks, each, stuck].map(|number| number.to_string()))
            .stdin(Stdio::piped())
            .stdout(hears.unwrap_or_else(Stdio::piped))
            .spawn()?;
        let orders = child.stdin.take().ok_or("no way to the desks")?;
        let says = child.stdout.take();
        let mut crowd = Self {
            child,
            orders,
            says: says.map(|says| BufReader::new(says).lines()),
        };
        if crowd.says.is_some() {
            crowd.hear("ready")?;
        }
        Ok(crowd)
    }

    /// Waits for a line, past others.
    pub fn hear(&mut self, wanted: &str) -> Result<(), Failed> {
        while self.line()? != wanted {}
        Ok(())
    }

    fn line(&mut self) -> Result<String, Failed> {
        let next = self.says.as_mut().and_then(Iterator::next);
        Ok(next.ok_or("the desks have stopped")??)
    }

    /// What it has seen. It ends with that.
    pub fn tell(mut self) -> Result<Value, Failed> {
        writeln!(self.orders, "tell")?;
        loop {
            let line = self.line()?;
            if line.starts_with('{') {
                return Ok(serde_json::from_str(&line)?);
            }
        }
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
