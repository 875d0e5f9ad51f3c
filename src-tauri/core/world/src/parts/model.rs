//! Models: inferences on a bounded number of slots, right or wrong.

use std::collections::VecDeque;

use crate::World;
use crate::engine::agenda::Event;
use crate::engine::tally::{Tally, Waits};
use crate::faults::Strike;
use crate::parts::memory::Gpu;
use crate::parts::replica::Stand;
use crate::parts::request::Wrote;
use crate::parts::{Answer, Caller, Cause, NONE, Outcome, Process};
use crate::random::{Draw, Stream};
use crate::telemetry::Histogram;

/// An inference that finds no memory on the GPU fails after this.
const GPU_FULL_US: i64 = 30_000;

/// A model at work.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    pub(crate) place: u16,
    pub(crate) name: u16,
    pub(crate) stand: Stand,
    pub(crate) started: i64,
    pub(crate) time: Draw,
    pub(crate) error_ratio: f64,
    pub(crate) quality: f64,
    pub(crate) slots: u32,
    pub(crate) gpu: Option<Gpu>,
    pub(crate) load_us: i64,
    pub(crate) busy: u32,
    pub(crate) waiting: VecDeque<u32>,
    pub(crate) stream: Stream,
    pub(crate) luck: Stream,
    pub(crate) truth: Stream,
    pub(crate) inside: Tally,
    /// Inferences that got a slot.
    pub(crate) waits: Waits,
    pub(crate) second: Second,
    pub(crate) latency: Histogram,
    /// Share of right answers in the last second that had any.
    pub(crate) quality_seen: f64,
}

/// Counts within the running second.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Second {
    pub(crate) requests: u32,
    pub(crate) errors: u32,
    pub(crate) answers: u32,
    pub(crate) right: u32,
}

/// One inference.
#[derive(Debug, Clone)]
pub(crate) struct Inference {
    pub(crate) model: u16,
    pub(crate) caller: Caller,
    /// Task kind, for faults.
    pub(crate) kind: u16,
    pub(crate) origin: Process,
    pub(crate) arrived: i64,
    /// On a slot, or waiting for one.
    pub(crate) placed: bool,
    pub(crate) hung: bool,
    pub(crate) us: i64,
    pub(crate) fails: Option<Cause>,
}

impl World {
    pub(crate) fn model_process(&self, model: u16) -> Process {
        let known = &self.models[usize::from(model)];
        Process {
            place: known.place,
            version: NONE,
            started: known.started,
        }
    }

    /// Asks a model. Refused at once if it is down; else the answer comes as an event.
    pub(crate) fn infer(
        &mut self,
        model: u16,
        caller: Caller,
        kind: u16,
        origin: Process,
    ) -> Result<(u32, u32), Cause> {
        let now = self.now;
        let own = self.model_process(model);
        let known = &mut self.models[usize::from(model)];
        let place = known.place;
        known.second.requests += 1;
        let drawn = known.stream.time(known.time, 1.0);
        let fails = known.luck.chance(known.error_ratio);
        let mut refused = None;
        if known.stand != Stand::Up || self.strikes(place, Strike::Down, kind, own, origin) {
            refused = Some(Cause::CallRefused);
        } else if self.strikes(place, Strike::Errors, kind, own, origin) {
            refused = Some(Cause::CallError);
        }
        if let Some(cause) = refused {
            self.models[usize::from(model)].second.errors += 1;
            return Err(cause);
        }
        let us = (drawn as f64 * self.slowed(place, kind, own, origin)) as i64;
        let at = self.inferences.insert(Inference {
            model,
            caller,
            kind,
            origin,
            arrived: now,
            placed: false,
            hung: false,
            us,
            fails: fails.then_some(Cause::CallError),
        });
        let life = self.inferences.life(at);
        let known = &mut self.models[usize::from(model)];
        known.inside.arrive(now);
        known.waiting.push_back(at);
        self.place_inferences(model);
        Ok((at, life))
    }

    /// Free slots take inferences that wait.
    pub(crate) fn place_inferences(&mut self, model: u16) {
        let own = self.model_process(model);
        loop {
            let known = &mut self.models[usize::from(model)];
            if known.busy >= known.slots || known.stand != Stand::Up {
                return;
            }
            let Some(at) = known.waiting.pop_front() else {
                return;
            };
            known.busy += 1;
            let full = known.gpu.is_some_and(|gpu| !gpu.has_room(known.busy));
            known.waits.begin(self.now - self.inferences[at].arrived);
            let place = known.place;
            self.inferences[at].placed = true;
            if full {
                self.inferences[at].fails = Some(Cause::GpuOom);
                self.inferences[at].us = GPU_FULL_US;
            }
            let (kind, origin, us) = {
                let inference = &self.inferences[at];
                (inference.kind, inference.origin, inference.us)
            };
            if self.strikes(place, Strike::Hang, kind, own, origin) {
                self.inferences[at].hung = true;
                continue;
            }
            let life = self.inferences.life(at);
            self.agenda
                .plan(self.now + us, Event::InferenceDone { at, life });
        }
    }

    pub(crate) fn inference_done(&mut self, at: u32) {
        let own = self.model_process(self.inferences[at].model);
        let Some(done) = self.take_inference(at) else {
            return;
        };
        self.leave_gpu_memory(done.model, done.kind, done.origin);
        let place = own.place;
        let garbage = self.strikes(place, Strike::Garbage, done.kind, own, done.origin);
        let known = &mut self.models[usize::from(done.model)];
        known.latency.add(self.now - done.arrived);
        let right = known.truth.chance(known.quality) && !garbage;
        if done.fails.is_some() {
            known.second.errors += 1;
        } else {
            known.second.answers += 1;
            known.second.right += u32::from(right);
        }
        self.place_inferences(done.model);
        let answer = Answer {
            outcome: done.fails.map_or(Outcome::Done, Outcome::Failed),
            status: if done.fails.is_some() { 500 } else { 200 },
            by: own,
            wrote: Wrote::NEVER,
        };
        self.answer(done.caller, answer);
    }

    fn take_inference(&mut self, at: u32) -> Option<Inference> {
        let gone = self.inferences.remove(at)?;
        let known = &mut self.models[usize::from(gone.model)];
        known.inside.leave(self.now, gone.arrived);
        if gone.placed {
            known.busy -= 1;
        } else {
            known.waiting.retain(|&other| other != at);
        }
        Some(gone)
    }

    /// The process that asked was killed: a hung or waiting inference goes with it; one that
    /// is being computed is computed to its end.
    pub(crate) fn let_go(&mut self, at: u32) {
        let inference = &self.inferences[at];
        let model = inference.model;
        if inference.hung || !inference.placed {
            self.take_inference(at);
            self.place_inferences(model);
        }
    }

    /// The model's server stops: all that is in it fails.
    pub(crate) fn stop_model(&mut self, model: u16) {
        self.models[usize::from(model)].stand = Stand::Starting;
        if let Some(gpu) = &mut self.models[usize::from(model)].gpu {
            gpu.leaked_mb = 0.0;
        }
        for at in self.inferences.which(|inference| inference.model == model) {
            if let Some(gone) = self.take_inference(at) {
                self.models[usize::from(model)].second.errors += 1;
                self.answer(gone.caller, Answer::failed(Cause::CallRefused, 502));
            }
        }
    }
}
