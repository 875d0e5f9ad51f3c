//! The facilitator's calls.

use drill::Refusal;
use wire::{Call, Reply};

use super::{OnStage, Stage, wall_ms};
use crate::clock::Moment;
use crate::{exports, library};

impl Stage {
    pub(super) fn answer(&mut self, call: Call) -> Reply {
        // Time first: a command belongs to the moment at which it was given.
        self.pass();
        let again = call.clone();
        let done = match self.done(call) {
            // What was damaged is saved, and then it can be done, or it is said what is lost.
            Err(refusal) if refusal.code == library::DAMAGED => {
                self.mend(&refusal.message);
                self.done(again)
            }
            done => done,
        };
        done.unwrap_or_else(|refusal| Reply::Refused { refusal })
    }

    pub(super) fn done(&mut self, call: Call) -> Result<Reply, Refusal> {
        match call {
            Call::Library => library::library(&self.config, &mut self.checked),
            Call::Scenario { id } => library::sheet(&self.config, &id),
            Call::Create {
                scenario,
                team,
                seed,
                minutes,
                people,
            } => self.create(&scenario, &team, seed, minutes, people),
            Call::Open { drill } => self.open(&drill),
            Call::TakeIn { path } => self.take_in_from(path),
            Call::Close => {
                self.leave()?;
                self.show();
                Ok(Reply::Done)
            }
            Call::Command { command } => {
                let on = self.on()?;
                on.drill.command(&command, wall_ms())?;
                // What it took to reckon a jump is no time of the drill.
                on.clock.tick(Moment::now(), 0.0);
                self.save();
                self.show();
                Ok(Reply::Done)
            }
            Call::Foresee { command } => {
                let moves = wire::view::foresee(&self.on()?.drill, &command)?;
                Ok(Reply::Foreseen { moves })
            }
            Call::Estimate { act } => {
                let estimate = self
                    .on()?
                    .drill
                    .world()
                    .estimate(&act)
                    .map_err(|no| Refusal::new(no.code, no.message, no.hint))?;
                Ok(Reply::Estimate { estimate })
            }
            Call::Logs {
                query,
                from_ms,
                to_ms,
                before,
                limit,
            } => {
                let drill = &self.on()?.drill;
                let page = wire::view::logs(drill, &query, from_ms, to_ms, before, limit)?;
                Ok(Reply::Logs { page })
            }
            Call::Traces {
                filter,
                from_ms,
                to_ms,
                before,
                limit,
            } => {
                let drill = &self.on()?.drill;
                let before = before.as_deref();
                let page = wire::view::traces(drill, &filter, from_ms, to_ms, before, limit)?;
                Ok(Reply::Traces { page })
            }
            Call::Trace { req } => {
                let trace = wire::view::trace(&self.on()?.drill, &req)?;
                Ok(Reply::Trace { trace })
            }
            Call::Page { page, on } => {
                let drill = &self.on()?.drill;
                Ok(Reply::Page {
                    page: Box::new(wire::view::page(drill, page, on.as_deref())),
                })
            }
            Call::Vocabulary => {
                let vocabulary = Box::new(wire::view::vocabulary(&self.on()?.drill));
                Ok(Reply::Vocabulary { vocabulary })
            }
            Call::Export {
                format,
                paper,
                path,
            } => {
                let on = self.on.as_mut().ok_or_else(no_drill)?;
                let reply = exports::reply(&self.config, on, format, paper, path)?;
                self.keep_exported(format);
                Ok(reply)
            }
            Call::Postmortem { version } => self.postmortem(version),
            Call::Preview { field, text } => {
                let draft = self.on()?.draft();
                let (blocks, remarks) = wire::view::preview(draft, field, &text);
                Ok(Reply::Preview { blocks, remarks })
            }
            Call::HotWash { open } => self.open_wash(open),
            Call::Wash { at_ms, speed } => self.move_wash(at_ms, speed),
            // The handle asks the editor itself.
            Call::Editor { .. } => Err(Refusal::new(
                "no-editor",
                "The editor is not here.",
                "Open the scenario in the library.",
            )),
            Call::Networks | Call::Joining { .. } => Err(Refusal::new(
                "no-network",
                "Desks cannot join here.",
                "Open the drill in the program or with `3am serve`.",
            )),
            // The handle answers these itself: nobody on the stage is to wait for them.
            Call::About | Call::Diagnostics { .. } => Err(Refusal::new(
                "not-here",
                "That is not asked of the stage.",
                "Ask the program.",
            )),
            Call::PreFlight { scenario } => self.pre_flight(scenario.as_deref()),
            Call::RoomScreen { .. } => Err(Refusal::new(
                "no-windows",
                "There are no windows here to open a room screen in.",
                "Open room.html in another browser window on this machine.",
            )),
        }
    }

    pub(super) fn on(&mut self) -> Result<&mut OnStage, Refusal> {
        self.on.as_mut().ok_or_else(no_drill)
    }
}

fn no_drill() -> Refusal {
    Refusal::new(
        "no-drill",
        "No drill is on the stage.",
        "Choose one from the library, or start a new one.",
    )
}
