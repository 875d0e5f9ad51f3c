//! Time passes on the stage, and everybody is shown what is so.

use std::sync::Arc;
use std::time::Instant;

use drill::{Drill, Refusal};
use wire::call::Told;
use wire::{Push, Reply};

use super::{NOTHING, OnStage, Stage, VIEW_EVERY, wall_ms};
use crate::clock::{Moment, Tick};

impl Stage {
    pub(super) fn tick(&mut self) {
        let trouble = |on: &Option<OnStage>| {
            let on = on.as_ref()?;
            Some((on.unsaved.clone(), on.slow.clone()))
        };
        let before = trouble(&self.on);
        self.pass();
        let every = self.shown.elapsed() >= VIEW_EVERY;
        let due = match &self.on {
            // A clock that is no faster than the room's is seen to change when it does.
            Some(on) if on.drill.running() => {
                known(&on.drill) != self.known && (every || on.drill.state().speed <= 1.0)
            }
            _ => self.washing() && every,
        };
        if due || trouble(&self.on) != before {
            self.show();
        }
    }

    /// Lets drill time pass up to now, and saves what came of it.
    pub(super) fn pass(&mut self) {
        self.elapse();
        self.save();
    }

    /// Lets drill time pass up to now. What comes of it is not on disk yet.
    pub(super) fn elapse(&mut self) {
        let Some(on) = &mut self.on else { return };
        let speed = if on.drill.running() {
            on.drill.state().speed
        } else {
            0.0
        };
        let why = match on.clock.tick(Moment::now(), speed) {
            Tick::Passed(ms) => {
                if ms > 0 {
                    let to = on.drill.now_ms() + ms;
                    on.drill.advance(to, wall_ms());
                }
                return;
            }
            Tick::Leapt => "the computer could not keep up".to_owned(),
            Tick::Slept(slept) => format!(
                "the computer slept for {}",
                match slept.as_secs() {
                    s @ ..60 => format!("{s} s"),
                    s => format!("{} min", s / 60),
                }
            ),
        };
        on.drill.pause_for(&why, wall_ms());
        self.told(Reply::Refused {
            refusal: Refusal::new(
                "paused",
                format!("The drill was paused: {why}."),
                "No time of it has passed meanwhile. Space lets it go on.",
            ),
        });
    }

    /// Tells the console what came of something that it had not asked.
    pub(super) fn told(&mut self, reply: Reply) {
        let before = self.around.told.as_ref().map_or(0, |told| told.number);
        self.around.told = Some(Told {
            number: before + 1,
            reply: Box::new(reply),
        });
        self.show();
    }

    /// Shows it once: what has a fault is not tried again before something else is new.
    pub(super) fn show_what_is_stale(&mut self) {
        self.stale = false;
        self.guarded_by_pausing(Self::show);
    }

    /// Shows everybody what is so now. What is not on disk yet is saved first.
    pub(super) fn show(&mut self) {
        self.save();
        self.shown = Instant::now();
        self.stale = false;
        self.wash();
        // Desks first: there are many of them, and their way is the longest.
        let desks = Arc::new(self.desk_views());
        self.desks.send_replace(desks);
        let (console, room) = match &self.on {
            None => (
                Push::Empty {
                    told: self.around.told.clone(),
                },
                NOTHING,
            ),
            Some(on) => {
                self.known = known(&on.drill);
                self.around.unsaved.clone_from(&on.unsaved);
                self.around.slow = on.slow.as_ref().map(|(_, said)| said.clone());
                let around = &self.around;
                (
                    Push::Console {
                        view: Box::new(wire::view::console(&on.drill, around)),
                    },
                    Push::Room {
                        view: Box::new(wire::view::room(&on.drill, around)),
                    },
                )
            }
        };
        self.console.send_replace(Arc::new(console));
        self.room.send_replace(Arc::new(room));
        self.graph();
    }
}

/// What has to change before a view is worth drawing again while the clock runs.
fn known(drill: &Drill) -> (i64, usize) {
    (drill.now_ms().div_euclid(1_000), drill.events().len())
}
