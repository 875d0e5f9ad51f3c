//! A fault of the program ends one call, not the drill.
//!
//! What a call was doing when it panicked is half done, and nobody can say which half. So what the
//! drill holds in memory is thrown away, and the drill is made anew from its events, as it is when
//! it is opened: from those that were there before the call, and those that are on disk, which
//! happened whatever came after. They are taken from memory and not from the journal, for when the
//! disk is full that has not all of them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use diary::{DrillId, Entry};
use drill::{Drill, Refusal};

use super::noted::{count, ms_since};
use super::{OnStage, Stage, wall_ms};
use crate::clock::{Clock, Moment};

/// How the drill stood before something was done.
#[derive(Clone, Copy)]
struct Before {
    events: usize,
    now_ms: i64,
}

impl Stage {
    /// Does something that may have a fault. None: it had, and the drill stands as it did before.
    pub(super) fn guarded<T>(&mut self, does: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let before = self.on.as_ref().map(|on| Before {
            events: on.drill.events().len(),
            now_ms: on.drill.now_ms(),
        });
        // What was broken is thrown away below; what is left, as the journal, cleans up by itself.
        let done = catch_unwind(AssertUnwindSafe(|| does(self)));
        done.inspect_err(|_| self.make_anew(before)).ok()
    }

    /// The same for what nobody asked for. It would be done again at once, and have the same fault:
    /// the clock stands after it.
    pub(super) fn guarded_by_pausing(&mut self, does: impl FnOnce(&mut Self)) {
        if self.guarded(does).is_some() {
            return;
        }
        self.guarded(|stage| {
            if let Some(on) = &mut stage.on {
                on.drill.pause_for("the program had a fault", wall_ms());
            }
            stage.show();
        });
    }

    /// Makes the drill anew after a fault.
    fn make_anew(&mut self, before: Option<Before>) {
        let from = Instant::now();
        self.around.wash = None;
        let (Some(on), Some(before)) = (&mut self.on, before) else {
            // It was not there before: it is in the journal, and can be opened.
            self.on = None;
            return;
        };
        let keep = before.events.max(on.saved);
        let made = catch_unwind(AssertUnwindSafe(|| anew(on, keep, before.now_ms)));
        let id = DrillId::of(&on.id);
        match made {
            Ok(Some(drill)) => {
                on.drill = drill;
                on.clock = Clock::start(Moment::now());
                on.seats = (0, Arc::default());
                on.drafted = None;
                self.diary().note(Entry::Mended {
                    drill: id,
                    events: count(keep),
                    ms: ms_since(from),
                });
            }
            _ => {
                let unsaved = count(keep.saturating_sub(on.saved));
                // What only memory has stays there, however broken: exports may still work.
                if unsaved == 0 {
                    self.on = None;
                }
                self.diary().note(Entry::NotMended { drill: id, unsaved });
            }
        }
    }
}

/// A drill from its first events, at a moment that it has been at.
fn anew(on: &OnStage, events: usize, now_ms: i64) -> Option<Drill> {
    let events = on.drill.events().get(..events)?.to_vec();
    let scenario = Arc::clone(on.drill.scenario());
    Drill::replay(scenario, events, now_ms.max(on.saved_ms)).ok()
}

/// What is said to the facilitator.
pub(super) fn refusal() -> Refusal {
    Refusal::new(
        "internal",
        "That was not done: the program has a fault there.",
        "The drill goes on as it stood before, and nothing recorded is lost. Do it another way; \
         Save diagnostics (Ctrl K) writes down where the fault is.",
    )
}

/// What is said at a desk.
pub(super) fn at_a_desk() -> Refusal {
    Refusal::new(
        "internal",
        "That was not done: the program has a fault there.",
        "Do it another way, and tell the facilitator. Nothing recorded is lost.",
    )
}

/// What is said to whoever writes a scenario.
pub(super) fn in_the_editor() -> Refusal {
    Refusal::new(
        "internal",
        "That was not done: the editor has a fault there.",
        "Open the scenario again: its files are as they were after the last step. Save diagnostics \
         (Ctrl K) writes down where the fault is.",
    )
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use diary::{Diary, Program};
    use drill::{Command, Fact};
    use journal::Journal;
    use tokio::sync::oneshot;
    use wire::{Call, Push, Reply};

    use super::super::handle::Said;
    use super::super::{Config, Handle, Stage, spawn};

    /// Nobody waits so long when all is well.
    const LONG: Duration = Duration::from_secs(60);

    /// A stage with a running drill.
    async fn running(folder: &Path) -> (Handle, Diary, String) {
        let diary = Diary::open(&folder.join("logs"));
        let config = Config {
            journal: Journal::open(&folder.join("journal.sqlite")).unwrap(),
            scenarios: Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios")),
            exports: folder.join("exports"),
            diary: diary.clone(),
            program: Program::Serve,
        };
        let stage = spawn(config).unwrap();
        let call = Call::Create {
            scenario: "3am-outage".to_owned(),
            team: "Night shift".to_owned(),
            seed: None,
            minutes: Some(30),
            people: vec![("on-call".to_owned(), "Ada".to_owned())],
        };
        let Reply::Opened { drill } = stage.call(call).await else {
            panic!("not opened")
        };
        assert_eq!(ask(&stage, Command::Start).await, Reply::Done);
        (stage, diary, drill)
    }

    async fn ask(stage: &Handle, command: Command) -> Reply {
        let command = Box::new(command);
        stage.call(Call::Command { command }).await
    }

    fn note(text: &str) -> Command {
        Command::Observe {
            text: text.to_owned(),
            mark: None,
            at_ms: None,
            by: None,
        }
    }

    async fn on_stage(
        stage: &Handle,
        does: impl FnOnce(&mut Stage) -> Reply + Send + 'static,
    ) -> Reply {
        let (reply, answer) = oneshot::channel();
        let said = Said::Does(Box::new(does), reply);
        assert!(stage.first.send(said).await.is_ok());
        answer.await.expect("an answer, whatever happens")
    }

    fn code(reply: &Reply) -> &str {
        match reply {
            Reply::Refused { refusal } => &refusal.code,
            other => panic!("not refused: {other:?}"),
        }
    }

    /// Notes in the record on the stage.
    async fn notes(stage: &Handle) -> Vec<String> {
        let (out, notes) = std::sync::mpsc::channel();
        on_stage(stage, move |stage| {
            for event in stage.on().unwrap().drill.events() {
                if let Fact::Observed { text, .. } = &event.fact {
                    out.send(text.clone()).unwrap();
                }
            }
            Reply::Done
        })
        .await;
        notes.iter().collect()
    }

    #[tokio::test]
    async fn a_call_with_a_fault_is_answered_and_the_drill_goes_on_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let (stage, diary, id) = running(folder.path()).await;
        diary.hear_panics();
        assert_eq!(ask(&stage, note("before")).await, Reply::Done);
        // What a call leaves behind that gets half through.
        let answer = on_stage(&stage, |stage| {
            let drill = &mut stage.on().unwrap().drill;
            drill.command(&note("half done"), 0).unwrap();
            panic!("a fault of the program");
        });
        assert_eq!(code(&answer.await), "internal");
        assert_eq!(ask(&stage, note("after")).await, Reply::Done);
        assert_eq!(notes(&stage).await, ["before", "after"]);
        let at_ms = |stage: &Handle| match stage.console().borrow().as_ref() {
            Push::Console { view } => view.clock.at_ms,
            other => panic!("no drill but {other:?}"),
        };
        // The clock runs on by itself.
        let then = at_ms(&stage);
        let mut views = stage.console();
        while at_ms(&stage) == then {
            views.changed().await.unwrap();
        }
        assert_eq!(stage.call(Call::Close).await, Reply::Done);
        let opened = stage.call(Call::Open { drill: id.clone() }).await;
        assert_eq!(opened, Reply::Opened { drill: id });
        assert_eq!(notes(&stage).await, ["before", "after"]);

        diary.settle(LONG);
        let log = diary::read(&folder.path().join("logs")).join("\n");
        for words in [
            r#""what":"panicked","file":"edge/live/src/stage/faults.rs""#,
            r#""thread":"stage","message":"a fault of the program""#,
            r#""what":"mended""#,
            r#""what":"refused","code":"internal""#,
        ] {
            assert!(log.contains(words), "{words}: {log}");
        }
    }

    #[tokio::test]
    async fn what_is_not_on_disk_yet_survives_a_fault_too() {
        let folder = tempfile::tempdir().unwrap();
        let (stage, _, _) = running(folder.path()).await;
        let answer = on_stage(&stage, |stage| {
            let command = |stage: &mut Stage, text| {
                let drill = &mut stage.on().unwrap().drill;
                drill.command(&note(text), 0).unwrap();
            };
            // As when the disk is full: nothing saves it in between.
            command(stage, "only in memory");
            let done = stage.guarded(|stage| {
                command(stage, "half done");
                panic!("a fault");
            });
            assert!(done.is_none());
            Reply::Done
        });
        assert_eq!(answer.await, Reply::Done);
        assert_eq!(notes(&stage).await, ["only in memory"]);
    }

    #[tokio::test]
    async fn a_fault_that_would_come_again_at_once_stops_the_clock() {
        let folder = tempfile::tempdir().unwrap();
        let (stage, _, _) = running(folder.path()).await;
        let answer = on_stage(&stage, |stage| {
            stage.guarded_by_pausing(|_| panic!("a fault"));
            Reply::Done
        });
        assert_eq!(answer.await, Reply::Done);
        let why = match stage.console().borrow().as_ref() {
            Push::Console { view } => {
                let paused = view.feed.iter().find(|row| row.did == "paused");
                paused.map(|row| row.what.clone())
            }
            other => panic!("no drill but {other:?}"),
        };
        assert!(
            why.as_ref()
                .is_some_and(|why| why.contains("the program had a fault")),
            "{why:?}"
        );
        assert_eq!(ask(&stage, Command::Resume).await, Reply::Done);
    }
    #[tokio::test]
    async fn an_editor_that_gives_no_answer_is_answered_for() {
        let folder = tempfile::tempdir().unwrap();
        let (mut stage, _, _) = running(folder.path()).await;
        let (asks, mut asked) = tokio::sync::mpsc::channel(1);
        stage.editor = asks;
        tokio::spawn(async move { drop(asked.recv().await) });
        let undo = Call::Editor {
            ask: wire::EditorCall::Undo,
        };
        let answer = stage.call(undo).await;
        assert_eq!(code(&answer), "internal");
        assert_eq!(ask(&stage, note("after")).await, Reply::Done);
    }
}
