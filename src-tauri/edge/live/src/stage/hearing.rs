//! What is said to the stage is heard one after the other, and answered.

use std::collections::VecDeque;

use tokio::sync::mpsc;
use wire::Reply;
use wire::desk::DeskReply;

use super::handle::Said;
use super::{DESKS_EVERY, LOOK_AFTER, Stage, TICK, TOGETHER, faults, noted};

impl Stage {
    /// `first` is the facilitator's: whatever the desks ask, PAUSE and REAL EMERGENCY do not wait.
    pub(super) async fn run(
        mut self,
        mut first: mpsc::Receiver<Said>,
        mut inbox: mpsc::Receiver<Said>,
    ) {
        // The first page asks for the library: it is checked while that page is still coming. What
        // is wrong with the folder is said to whoever asks.
        self.guarded(|stage| {
            let _ = stage.checked.look(&stage.config);
            if let Some(saved) = stage.config.journal.salvaged().last() {
                let said = saved.said();
                stage.damaged(said);
            }
        });
        let look = tokio::time::sleep(LOOK_AFTER);
        tokio::pin!(look);
        let mut looked = false;
        let mut ticks = tokio::time::interval(TICK);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut together = VecDeque::with_capacity(TOGETHER);
        let mut some = Vec::with_capacity(TOGETHER);
        loop {
            let due = self.shown + DESKS_EVERY;
            tokio::select! {
                biased;
                said = first.recv() => match said {
                    Some(said) => together.push_back(said),
                    None => break,
                },
                _ = ticks.tick() => self.guarded_by_pausing(Self::tick),
                () = tokio::time::sleep_until(due.into()), if self.stale => self.show_what_is_stale(),
                () = &mut look, if !looked => {
                    looked = true;
                    self.guarded(Self::look_through);
                }
                _ = inbox.recv_many(&mut some, TOGETHER) => together.extend(some.drain(..)),
            }
            self.hear(&mut together, &mut first);
        }
        // Nobody is left to be told; what could be saved is.
        self.guarded(|stage| {
            let _ = stage.leave();
        });
    }

    /// Answers all that has come, in order, the facilitator first. What desks did is on disk before
    /// any of them is told.
    pub(super) fn hear(&mut self, said: &mut VecDeque<Said>, first: &mut mpsc::Receiver<Said>) {
        let mut answers: Vec<Box<dyn FnOnce()>> = Vec::new();
        let mut joins = false;
        while let Some(one) = first.try_recv().ok().or_else(|| said.pop_front()) {
            match one {
                Said::Call(call, reply) => {
                    let answer = self.guarded(|stage| stage.answer(call));
                    let answer = self.answered(answer);
                    // Whoever asked may have left; the deed is done all the same.
                    let _ = reply.send(answer);
                }
                Said::TakeIn(file, reply) => {
                    let answer = self.guarded(|stage| {
                        stage.pass();
                        let answer = stage.take_in(&file);
                        answer.unwrap_or_else(|refusal| Reply::Refused { refusal })
                    });
                    let answer = self.answered(answer);
                    let _ = reply.send(answer);
                }
                Said::Join(name, key, reply) => {
                    let joined = self.guarded(|stage| {
                        stage.elapse();
                        stage.join(&name, key)
                    });
                    let joined = joined.unwrap_or_else(|| Err(faults::at_a_desk()));
                    if let Err(refusal) = &joined {
                        noted::refused(self.diary(), refusal);
                    }
                    joins |= joined.is_ok();
                    answers.push(Box::new(move || {
                        let _ = reply.send(joined);
                    }));
                }
                Said::Desk(desk, call, reply) => {
                    let answer = self.guarded(|stage| {
                        stage.elapse();
                        stage.desk(desk, call)
                    });
                    let answer = answer.unwrap_or_else(|| DeskReply::Refused {
                        refusal: faults::at_a_desk(),
                    });
                    if let DeskReply::Refused { refusal } = &answer {
                        noted::refused(self.diary(), refusal);
                    }
                    answers.push(Box::new(move || {
                        let _ = reply.send(answer);
                    }));
                }
                Said::Told(reply) => {
                    self.guarded(|stage| stage.told(reply));
                }
                Said::Present(desk, here) => self.present(desk, here),
                Said::TurnedAway(what) => self.turned_away(what),
                #[cfg(test)]
                Said::Does(does, reply) => {
                    let answer = self.guarded(|stage| does(stage));
                    let _ = reply.send(self.answered(answer));
                }
                Said::Joining(joining, reply) => {
                    self.around.joining = joining;
                    self.guarded(Self::show);
                    let _ = reply.send(());
                }
            }
        }
        if !answers.is_empty() {
            self.guarded(Self::save);
        }
        // Who has a desk must be found there when they come back with their token.
        if joins || (self.stale && self.shown.elapsed() >= DESKS_EVERY) {
            self.show_what_is_stale();
        }
        for answer in answers {
            answer();
        }
    }

    /// The answer, or why there is none; a refusal is noted.
    pub(super) fn answered(&self, answer: Option<Reply>) -> Reply {
        let answer = answer.unwrap_or_else(|| Reply::Refused {
            refusal: faults::refusal(),
        });
        if let Reply::Refused { refusal } = &answer {
            noted::refused(self.diary(), refusal);
        }
        answer
    }
}
