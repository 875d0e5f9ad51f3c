//! Acts: planned as steps in time, so that each takes as long as it does and can be seen
//! half done.

mod checks;
mod commands;
mod deploy;
mod plan;
mod remedies;
mod roll;
mod scale;
mod steps;
mod switches;

use crate::World;
use crate::act::{Act, ActEstimate};
use crate::engine::agenda::Event;
use crate::happening::What;
use crate::parts::Part;
use crate::problem::Refusal;
use steps::Op;

/// Acts of a drill at most.
const MOST_ACTS: usize = 10_000;

/// All acts of a run, done or not.
#[derive(Debug, Clone, Default)]
pub(crate) struct Acts {
    begun: Vec<Begun>,
    steps: Vec<Step>,
    /// Parts that are being rolled, with the step that will let go of them.
    rolling: Vec<(Part, u32)>,
}

/// An act that was begun.
#[derive(Debug, Clone)]
struct Begun {
    id: u32,
    act: Act,
    done: bool,
    /// Counted by a step: tasks put back, purged, connections closed.
    count: u32,
    /// Results of a smoke test: journey kind, whether it went well, status.
    probes: Vec<(u16, bool, u16)>,
}

/// A step that is due at its time.
#[derive(Debug, Clone)]
struct Step {
    /// Number in `begun`; None: a deploy of the spec.
    act: Option<u32>,
    op: Op,
}

/// What an act will do.
struct Plan {
    /// (microseconds from now, what).
    steps: Vec<(i64, Op)>,
    takes_us: i64,
    says: String,
    /// Cannot be rolled by anything else meanwhile.
    rolls: Option<Part>,
    /// Nor can this one, until so many microseconds from now.
    also: Option<(Part, i64)>,
}

impl World {
    /// What an act would do and how long it would take. Changes nothing.
    ///
    /// # Errors
    /// Why it cannot be done now: `unknown-component`, `unknown-key`, `in-progress`, …
    pub fn estimate(&self, act: &Act) -> Result<ActEstimate, Refusal> {
        let plan = self.plan(act)?;
        Ok(ActEstimate {
            takes_ms: (plan.takes_us / 1000) as u32,
            says: plan.says,
        })
    }

    /// Begins an act. [`What::ActDone`] with its number comes from [`World::advance`].
    ///
    /// # Errors
    /// Those of [`World::estimate`]; `known-id` when the number is taken; `too-many`.
    pub fn act(&mut self, id: u32, act: &Act) -> Result<ActEstimate, Refusal> {
        if self.acts.begun.iter().any(|begun| begun.id == id) {
            let message = format!("There is an act number {id} already.");
            return Err(Refusal::new(
                "known-id",
                message,
                "Give it another number.".to_owned(),
            ));
        }
        if self.acts.begun.len() >= MOST_ACTS {
            let message = format!("{MOST_ACTS} acts were begun already.");
            return Err(Refusal::new(
                "too-many",
                message,
                "End this drill and begin another.".to_owned(),
            ));
        }
        let plan = self.plan(act)?;
        let estimate = ActEstimate {
            takes_ms: (plan.takes_us / 1000) as u32,
            says: plan.says.clone(),
        };
        let number = self.acts.begun.len() as u32;
        let act = act.clone();
        self.acts.begun.push(Begun {
            id,
            act,
            done: false,
            count: 0,
            probes: Vec::new(),
        });
        self.begin_plan(Some(number), plan);
        Ok(estimate)
    }

    /// Puts the steps of a plan on the agenda; those due at once are done at once.
    fn begin_plan(&mut self, act: Option<u32>, plan: Plan) {
        if let Some((part, until)) = plan.also {
            let step = self.plan_op(self.now + until, Op::Free);
            self.acts.rolling.push((part, step));
        }
        let last = (self.acts.steps.len() + plan.steps.len()) as u32;
        if let Some(part) = plan.rolls {
            self.acts.rolling.push((part, last));
        }
        let mut at_once = Vec::new();
        for (after, op) in plan.steps {
            let step = self.acts.steps.len() as u32;
            self.acts.steps.push(Step { act, op });
            if after == 0 {
                at_once.push(step);
            } else {
                self.agenda.plan(self.now + after, Event::ActStep { step });
            }
        }
        self.acts.steps.push(Step { act, op: Op::Done });
        self.agenda
            .plan(self.now + plan.takes_us, Event::ActStep { step: last });
        at_once.into_iter().for_each(|step| self.act_step(step));
    }

    /// Puts one step on the agenda that belongs to no act. Returns its number.
    fn plan_op(&mut self, at: i64, op: Op) -> u32 {
        let step = self.acts.steps.len() as u32;
        self.acts.steps.push(Step { act: None, op });
        self.agenda.plan(at, Event::ActStep { step });
        step
    }

    /// A step is due.
    pub(crate) fn act_step(&mut self, step: u32) {
        let Step { act, op } = self.acts.steps[step as usize].clone();
        if let Op::Done | Op::Free = op {
            self.acts.rolling.retain(|&(_, last)| last != step);
            if op == Op::Free {
                return;
            }
            if let Some(act) = act {
                self.act_done(act);
            }
            return;
        }
        let counted = self.do_op(act, &op);
        if let Some(act) = act {
            self.acts.begun[act as usize].count += counted;
        }
    }

    fn act_done(&mut self, act: u32) {
        self.acts.begun[act as usize].done = true;
        let begun = self.acts.begun[act as usize].clone();
        let (ok, says) = self.act_result(&begun);
        self.happen(What::ActDone {
            act: begun.id,
            ok,
            says,
        });
    }

    /// A probe of a smoke test has ended.
    pub(crate) fn probe_ends(&mut self, act: u32, journey: u16, done: bool, status: u16) {
        let begun = &mut self.acts.begun[act as usize];
        if !begun.done {
            begun.probes.push((journey, done, status));
        }
    }

    /// Refuses what would get in the way of something that is being rolled.
    fn refuse_rolling(&self, part: Part) -> Result<(), Refusal> {
        if self.acts.rolling.iter().any(|&(other, _)| other == part) {
            let message = format!(
                "`{}` is being restarted, deployed, failed over or built already.",
                self.part_id(part)
            );
            return Err(Refusal::new(
                "in-progress",
                message,
                "Wait until that is done.".to_owned(),
            ));
        }
        Ok(())
    }
}
