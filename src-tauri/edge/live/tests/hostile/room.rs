//! A drill on a stage, and what must hold of all that it answers and shows.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use drill::Drill;
use journal::Journal;
use live::{Config, Handle, spawn};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use tokio::runtime::Runtime;
use wire::{Call, DeskCall, DeskReply, EditorCall, Format, PaperSize, Push, Reply};

use crate::staged;

/// Longest text of a refusal, bytes: people read it.
const SAID_MAX: usize = 2_500;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

pub struct Room {
    folder: tempfile::TempDir,
    stage: Handle,
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A folder of scenarios in which few people shop, so that time costs little.
pub fn scenarios(folder: &Path) -> PathBuf {
    let scenarios = folder.join("scenarios");
    for part in ["3am-outage", "systems/storefront"] {
        copy(&staged::scenarios().join(part), &scenarios.join(part));
    }
    let system = scenarios.join("systems/storefront/system.toml");
    let text = fs::read_to_string(&system).unwrap();
    let quiet = text.replacen("rate        = 60 ", "rate        = 0.5 ", 1);
    assert_ne!(quiet, text, "the shop's rate is found");
    fs::write(&system, quiet).unwrap();
    scenarios
}

impl Room {
    /// A drill that runs: Ada on call at a desk of her own, Björn on the bridge.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = Config {
            journal: Journal::in_memory().unwrap(),
            scenarios: Some(scenarios(folder.path())),
            exports: folder.path().join("exports"),
            diary: live::Diary::nowhere(),
            program: live::Program::Serve,
        };
        let stage = spawn(config).unwrap();
        let mut room = Self { folder, stage };
        let people = [["on-call", "Ada"], ["bridge", "Björn"]];
        for call in [
            json!({ "call": "create", "scenario": "3am-outage", "team": "Night shift", "seed": 7,
                "minutes": 30, "people": people }),
            json!({ "call": "command", "command": { "do": "start" } }),
        ] {
            let reply = room.facilitator(&call.to_string()).unwrap();
            assert!(!matches!(reply, Reply::Refused { .. }), "{reply:?}");
        }
        let joined = RUNTIME.block_on(room.stage.join("Ada".to_owned(), [1; 32]));
        joined.unwrap();
        room
    }

    /// The facilitator says it; None: it is no call.
    pub fn facilitator(&mut self, text: &str) -> Option<Reply> {
        let mut call: Call = serde_json::from_str(text).ok()?;
        self.stay_here(&mut call);
        let reply = RUNTIME.block_on(self.stage.call(call));
        if let Reply::Refused { refusal } = &reply {
            is_words(refusal, text);
        }
        comes_back(&reply, text);
        self.shown(text);
        Some(reply)
    }

    /// Ada says it at her desk; nothing, where it is no call.
    pub fn desk(&mut self, text: &str) {
        let Ok(call) = serde_json::from_str::<DeskCall>(text) else {
            return;
        };
        let reply = RUNTIME.block_on(self.stage.desk(1, call));
        if let DeskReply::Refused { refusal } = &reply {
            is_words(refusal, text);
        }
        comes_back(&reply, text);
        self.shown(text);
    }

    /// A test writes nothing where somebody else might look.
    fn stay_here(&self, call: &mut Call) {
        let path = match call {
            Call::Export { path, .. }
            | Call::TakeIn { path }
            | Call::Editor {
                ask: EditorCall::Pack { path },
            } => path,
            _ => return,
        };
        *path = path.take().map(|_| {
            let path = self.folder.path().join("chosen");
            path.display().to_string()
        });
    }

    /// What everybody sees goes over the wire and comes back.
    fn shown(&self, text: &str) {
        let (console, room) = (self.stage.console(), self.stage.room());
        for push in [console, room] {
            comes_back::<Push>(&push.borrow(), text);
        }
        for view in self.stage.desks().borrow().views.values() {
            comes_back(view, text);
        }
    }

    /// The record, as it is on the disk, is folded to the drill that is played.
    pub fn record_is_the_drill(&mut self) {
        let export = |format| Call::Export {
            format,
            paper: PaperSize::A4,
            path: None,
        };
        // Time goes on between two exports, unless the clock stands.
        let pause = json!({ "call": "command", "command": { "do": "pause" } });
        self.facilitator(&pause.to_string());
        let mut files = Vec::new();
        for format in [Format::Drill, Format::Json] {
            match RUNTIME.block_on(self.stage.call(export(format))) {
                Reply::Exported { path, .. } => files.push(fs::read(path).unwrap()),
                Reply::Refused { refusal } if refusal.code == "no-drill" => return,
                other => panic!("{other:?}"),
            }
        }
        let mut there = Journal::in_memory().unwrap();
        let taken = match there.take_in(&files[0]) {
            Ok(taken) => taken,
            Err(error) => panic!("its own record is refused: {error}"),
        };
        let recorded = there.load(&taken.drill).unwrap();
        let made_ms = recorded.events[0].wall_ms;
        let (events, until_ms) = (recorded.events, recorded.clock_ms);
        let again = Drill::replay(Arc::new(recorded.scenario), events, until_ms).unwrap();
        let postmortem = live::postmortem_of(&again, made_ms);
        let record = (&there, taken.drill.as_str());
        let json = live::export(record, &postmortem, made_ms, Format::Json, PaperSize::A4);
        let (one, other) = (String::from_utf8_lossy(&files[1]), json.unwrap().bytes);
        assert_eq!(one, String::from_utf8_lossy(&other), "another drill");
    }
}

/// Why not, and what to do, in words that people read.
fn is_words(refusal: &drill::Refusal, text: &str) {
    assert_ne!(refusal.code, "stopped", "the stage is gone: {text}");
    for said in [&refusal.code, &refusal.message, &refusal.hint] {
        assert!(!said.trim().is_empty(), "{refusal:?}: {text}");
        assert!(said.len() <= SAID_MAX, "{} bytes: {text}", said.len());
    }
}

/// What is written as JSON is read as the same; no figure of it is NaN, which JSON has not.
pub fn comes_back<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(
    value: &T,
    text: &str,
) {
    let written = serde_json::to_string(value).unwrap();
    match serde_json::from_str::<T>(&written) {
        Ok(read) => assert!(read == *value, "{text}: comes back otherwise: {written}"),
        Err(error) => panic!("{text}: {error}: {written}"),
    }
}
