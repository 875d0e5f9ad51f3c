//! The editor: one thread that has the files of one scenario open. It has nothing to do with the
//! drill on the stage, which plays a copy of its scenario.

pub(crate) mod making;
mod rehearsing;
mod session;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use drill::Refusal;
use scenario::Files;
use scenario::format::FileKind;
use tokio::sync::{mpsc, oneshot};
use wire::{EditorCall, EditorReply, Reply};

use rehearsing::Rehearsing;
use session::Session;

/// Calls that may wait. A caller beyond waits for a place.
const CALLS: usize = 32;

/// What is asked of the editor, and where the answer goes.
pub(crate) type Asked = (EditorCall, oneshot::Sender<Reply>);

/// Starts the editor on a thread of its own; it ends when the last handle is gone.
pub(crate) fn spawn(
    scenarios: Option<PathBuf>,
    exports: PathBuf,
) -> std::io::Result<mpsc::Sender<Asked>> {
    let (asks, mut inbox) = mpsc::channel::<Asked>(CALLS);
    std::thread::Builder::new()
        .name("editor".to_owned())
        .spawn(move || {
            let mut editor = Editor {
                scenarios,
                exports,
                session: None,
                rehearsing: None,
            };
            while let Some((ask, reply)) = inbox.blocking_recv() {
                editor.guarded(|editor| editor.asked(ask, reply));
            }
        })?;
    Ok(asks)
}

struct Editor {
    /// Scenarios folder; None: none was found.
    scenarios: Option<PathBuf>,
    /// Where a packed scenario goes when no place was chosen.
    exports: PathBuf,
    session: Option<Session>,
    /// Tells the rehearsal that is going on to give up.
    rehearsing: Option<Arc<AtomicBool>>,
}

impl Editor {
    /// Does something that may have a fault. A fault ends it, and closes what was open: the files on
    /// the disk are the truth.
    fn guarded(&mut self, does: impl FnOnce(&mut Self)) {
        if catch_unwind(AssertUnwindSafe(|| does(self))).is_err() {
            self.give_up();
            self.session = None;
        }
    }

    fn asked(&mut self, ask: EditorCall, reply: oneshot::Sender<Reply>) {
        let done = match ask {
            EditorCall::Rehearse { team, minutes } => match self.rehearsal(team, minutes) {
                // It answers when it is over.
                Ok(rehearsing) => return self.rehearse(rehearsing, reply),
                Err(refusal) => Err(refusal),
            },
            ask => self.done(ask),
        };
        let answer = match done {
            Ok(answer) => Reply::Editor { answer },
            Err(refusal) => Reply::Refused { refusal },
        };
        // Whoever asked may be gone.
        let _ = reply.send(answer);
    }

    fn done(&mut self, ask: EditorCall) -> Result<EditorReply, Refusal> {
        match ask {
            EditorCall::Open { scenario } => self.open(&scenario),
            EditorCall::Change { edits, says } => self.session()?.change(&edits, &says),
            EditorCall::Remove { file } => self.session()?.remove(&file),
            EditorCall::Undo => self.session()?.undo(),
            EditorCall::Redo => self.session()?.redo(),
            EditorCall::Again => self.session()?.again(),
            EditorCall::Close => {
                self.give_up();
                self.session = None;
                Ok(EditorReply::Closed)
            }
            EditorCall::Make {
                title,
                system,
                from,
            } => {
                let id = making::make(&self.folder()?, &title, system, from.as_deref())?;
                self.open(&id)
            }
            EditorCall::Pack { path } => {
                let exports = self.exports.clone();
                let session = self.session()?;
                making::pack(session.files(), session.id(), &exports, path)
            }
            EditorCall::Rehearse { .. } => Err(nothing_open()),
        }
    }

    fn open(&mut self, id: &str) -> Result<EditorReply, Refusal> {
        let folder = self.folder()?;
        let session = Session::open(folder, id)?;
        let view = Box::new(session.view());
        self.give_up();
        self.session = Some(session);
        Ok(EditorReply::Opened {
            view,
            forms: FileKind::Scenario.forms(),
        })
    }

    fn folder(&self) -> Result<PathBuf, Refusal> {
        self.scenarios
            .clone()
            .ok_or_else(crate::library::no_scenarios)
    }

    fn session(&mut self) -> Result<&mut Session, Refusal> {
        self.session.as_mut().ok_or_else(nothing_open)
    }

    fn rehearsal(
        &mut self,
        team: Option<String>,
        minutes: Option<u32>,
    ) -> Result<Rehearsing, Refusal> {
        let session = self.session()?;
        Rehearsing::of(session.files(), session.id(), team, minutes)
    }

    /// Plays on a thread of its own, so that the files can be changed meanwhile.
    fn rehearse(&mut self, rehearsing: Rehearsing, reply: oneshot::Sender<Reply>) {
        self.give_up();
        let over = Arc::new(AtomicBool::new(false));
        self.rehearsing = Some(Arc::clone(&over));
        let began = Instant::now();
        let play = move || {
            let answer = match rehearsing.play(&over, began) {
                Ok(rehearsal) => Reply::Editor {
                    answer: EditorReply::Rehearsed {
                        rehearsal: Box::new(rehearsal),
                    },
                },
                Err(refusal) => Reply::Refused { refusal },
            };
            let _ = reply.send(answer);
        };
        // Without a thread nobody answers, and whoever asked is told that the engine has stopped.
        let _ = std::thread::Builder::new()
            .name("rehearsal".to_owned())
            .spawn(play);
    }

    fn give_up(&mut self) {
        if let Some(rehearsing) = self.rehearsing.take() {
            rehearsing.store(true, Ordering::Relaxed);
        }
    }
}

fn nothing_open() -> Refusal {
    Refusal::new(
        "nothing-open",
        "No scenario is open in the editor.",
        "Choose one in the library, and press Edit.",
    )
}

/// Reads the scenarios folder, in words where that fails.
fn read(folder: &std::path::Path) -> Result<Files, Refusal> {
    shelf::read_files(folder).map_err(|e| {
        Refusal::new(
            "scenarios",
            e.to_string(),
            "Mend that, then open the scenario again.",
        )
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_fault_closes_what_was_open_and_the_editor_goes_on() {
        let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios");
        let over = Arc::new(AtomicBool::new(false));
        let mut editor = Editor {
            scenarios: Some(scenarios),
            exports: PathBuf::new(),
            session: None,
            rehearsing: None,
        };
        editor.open("3am-outage").expect("it opens");
        editor.rehearsing = Some(Arc::clone(&over));
        let (reply, answer) = oneshot::channel::<Reply>();
        editor.guarded(|_| {
            let _answers = reply;
            panic!("a fault of the editor");
        });
        // Whoever asked is told by the handle: see `faults::in_the_editor`.
        assert!(answer.blocking_recv().is_err());
        assert!(over.load(Ordering::Relaxed), "a rehearsal gives up");
        let refusal = editor.done(EditorCall::Undo).expect_err("nothing is open");
        assert_eq!(refusal.code, "nothing-open");
        editor.open("3am-outage").expect("it opens again");
    }
}
