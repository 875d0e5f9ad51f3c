//! One drill: the record so far, the state folded from it, and the system it happened to.

use std::sync::Arc;

use scenario::{Deed, Scenario, Trigger};
use world::{Happening, World};

use crate::apply::{apply, first, settle};
use crate::command::{Command, Refusal};
use crate::decide::{self, decide, firing};
use crate::event::{Created, EVENT_VERSION, Event, Fact, FiredBy};
use crate::state::{ClockPhase, InjectPhase, State};
use crate::worlds::Worlds;
use crate::writing::{Seal, Status, Survey};

/// A drill on which commands can be made and time can pass. A clone is a checkpoint.
#[derive(Clone)]
pub struct Drill {
    scenario: Arc<Scenario>,
    state: State,
    worlds: Worlds,
    events: Vec<Event>,
}

/// A record that is not one: it does not begin with how the drill was made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadRecord(pub String);

impl Drill {
    /// Makes a drill. Its first event is in [`Drill::events`].
    ///
    /// # Errors
    /// The system cannot be simulated; a checked scenario's can.
    pub fn create(scenario: Arc<Scenario>, head: Created, wall_ms: i64) -> Result<Self, BadRecord> {
        let mut drill = Self::bare(scenario, head.clone(), u64::MAX)?;
        drill.record(Fact::Created(head), 0, wall_ms);
        Ok(drill)
    }

    fn bare(scenario: Arc<Scenario>, head: Created, most: u64) -> Result<Self, BadRecord> {
        let mut world = World::new(&scenario.system, u64::from(head.seed)).map_err(|problems| {
            let all: Vec<String> = problems
                .iter()
                .map(|p| format!("{}: {}", p.path, p.message))
                .collect();
            BadRecord(format!(
                "the system cannot be simulated: {}",
                all.join("; ")
            ))
        })?;
        world.set_starts_s_of_day(scenario.starts_s);
        let state = first(&scenario, head);
        let mut drill = Self {
            scenario,
            state,
            worlds: Worlds::new(world),
            events: Vec::new(),
        };
        drill.run(0, most)?;
        Ok(drill)
    }

    /// Folds a record again, and lets the system run to `until_ms`.
    ///
    /// # Errors
    /// The record does not begin with [`Fact::Created`], or skips a number.
    pub fn replay(
        scenario: Arc<Scenario>,
        events: Vec<Event>,
        until_ms: i64,
    ) -> Result<Self, BadRecord> {
        Self::replay_within(scenario, events, until_ms, u64::MAX)
    }

    /// The same for a record of somebody else, whose system may be made to keep this machine busy:
    /// no more than `most` is simulated, in events of the system ([`World::events`]).
    ///
    /// # Errors
    /// Those of [`Drill::replay`], and that it is too much.
    pub fn replay_within(
        scenario: Arc<Scenario>,
        events: Vec<Event>,
        until_ms: i64,
        most: u64,
    ) -> Result<Self, BadRecord> {
        let Some(Event {
            fact: Fact::Created(head),
            ..
        }) = events.first()
        else {
            return Err(BadRecord(
                "the record does not begin with how it was made".to_owned(),
            ));
        };
        let mut drill = Self::bare(scenario, head.clone(), most)?;
        for event in events {
            if event.seq != drill.state.seq + 1 {
                let (seq, last) = (event.seq, drill.state.seq);
                return Err(BadRecord(format!("event {seq} follows event {last}")));
            }
            drill.run(event.at_ms, most)?;
            apply(&drill.scenario, &mut drill.state, &mut drill.worlds, &event);
            drill.events.push(event);
        }
        drill.run(until_ms, most)?;
        drill.state.now_ms = drill.state.now_ms.max(until_ms);
        Ok(drill)
    }

    /// The scenario it plays.
    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    /// The fold of its events.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The simulated system.
    pub fn world(&self) -> &World {
        self.worlds.real()
    }

    /// Its events.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Drill time, milliseconds from STARTEX.
    pub fn now_ms(&self) -> i64 {
        self.state.now_ms
    }

    /// Whether drill time passes.
    pub fn running(&self) -> bool {
        self.state.phase == ClockPhase::Running
    }

    /// Decides a command and applies what follows. Returns the new events.
    ///
    /// # Errors
    /// A refusal in words; nothing has changed.
    pub fn command(&mut self, command: &Command, wall_ms: i64) -> Result<&[Event], Refusal> {
        let mut facts = decide(&self.scenario, &self.state, self.worlds.real(), command)?;
        for fact in &mut facts {
            if let Fact::Filed {
                status: Status::Final,
                seal,
            } = fact
            {
                *seal = Some(Seal::over(&self.events, &self.state.writing.edits, wall_ms));
            }
        }
        let from = self.events.len();
        let stood = self.state.phase == ClockPhase::Paused;
        let jump = facts.iter().find_map(|fact| match fact {
            Fact::Jumped { to_ms } => Some(*to_ms),
            _ => None,
        });
        self.record_all(facts, wall_ms);
        // What waits for no time at all comes with the command itself.
        self.fire_due(wall_ms);
        if let Some(to_ms) = jump {
            self.advance(to_ms, wall_ms);
            if stood {
                self.pause_for("facilitator", wall_ms);
            }
        }
        Ok(&self.events[from..])
    }

    /// Where a command would move injects: id, from and to. Nothing changes.
    ///
    /// # Errors
    /// A refusal in words: it would not be done.
    pub fn foresee(&self, command: &Command) -> Result<Vec<(String, i64, i64)>, Refusal> {
        let facts = decide(&self.scenario, &self.state, self.worlds.real(), command)?;
        let moves = facts.into_iter().filter_map(|fact| match fact {
            Fact::InjectMoved { inject, to_ms } => {
                let from = self.state.inject(&inject)?.at_ms?;
                Some((inject, from, i64::from(to_ms)))
            }
            _ => None,
        });
        Ok(moves.collect())
    }

    /// Somebody sits down at a desk of their own. Returns its number.
    ///
    /// # Errors
    /// A refusal in words; nothing has changed.
    pub fn join(&mut self, name: &str, wall_ms: i64) -> Result<u32, Refusal> {
        let (desk, joined) = decide::join(&self.state, name)?;
        self.record_all(vec![joined], wall_ms);
        Ok(desk)
    }

    /// Somebody at a desk who has no role takes one.
    ///
    /// # Errors
    /// A refusal in words; nothing has changed.
    pub fn take(&mut self, person: &str, role: &str, wall_ms: i64) -> Result<(), Refusal> {
        let (scenario, world) = (&self.scenario, self.worlds.real());
        let facts = decide::take(scenario, &self.state, world, person, role)?;
        self.record_all(facts, wall_ms);
        Ok(())
    }

    /// Somebody does something at their own desk. Returns the new events; none for a look that
    /// was just made, or that only asks for what is new on a page that stays open (`again`).
    ///
    /// # Errors
    /// A refusal in words; nothing has changed.
    pub fn at_desk(
        &mut self,
        person: &str,
        role: &str,
        deed: &Deed,
        again: bool,
        wall_ms: i64,
    ) -> Result<&[Event], Refusal> {
        let (scenario, world) = (&self.scenario, self.worlds.real());
        let facts = decide::at_desk(scenario, &self.state, world, person, role, deed, again)?;
        let from = self.events.len();
        self.record_all(facts, wall_ms);
        self.fire_due(wall_ms);
        Ok(&self.events[from..])
    }

    /// Somebody at a desk answers the three questions after the drill, with or without their name.
    ///
    /// # Errors
    /// A refusal in words; nothing has changed.
    pub fn survey(
        &mut self,
        person: &str,
        anonymous: bool,
        survey: &Survey,
        wall_ms: i64,
    ) -> Result<(), Refusal> {
        let name = (!anonymous).then_some(person);
        let role = name.and_then(|name| self.state.roles_of(name).first().copied());
        let facts = decide::survey(&self.state, role, name, survey)?;
        self.record_all(facts, wall_ms);
        Ok(())
    }

    /// Whether somebody may do this now, in this role. Nothing is recorded.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn may_do(&self, person: &str, role: &str, deed: &Deed) -> Result<(), Refusal> {
        decide::may_do(
            &self.scenario,
            &self.state,
            self.world(),
            person,
            role,
            deed,
        )
    }

    /// Takes desks away that nobody can come back to. Whoever sat there keeps their role.
    pub fn leave(&mut self, desks: &[u32], wall_ms: i64) {
        let left = desks.iter().map(|desk| Fact::Left { desk: *desk });
        self.record_all(left.collect(), wall_ms);
    }

    /// Records that the clock stopped for a reason of the program's ("closed", "suspended").
    pub fn pause_for(&mut self, why: &str, wall_ms: i64) -> &[Event] {
        let from = self.events.len();
        if self.running() {
            let at_ms = self.state.now_ms;
            self.record(
                Fact::Paused {
                    why: why.to_owned(),
                },
                at_ms,
                wall_ms,
            );
        }
        &self.events[from..]
    }

    /// Lets drill time pass up to `to_ms`, if the clock runs. Returns the new events. The
    /// result does not depend on how the time is cut into calls.
    pub fn advance(&mut self, to_ms: i64, wall_ms: i64) -> &[Event] {
        let from = self.events.len();
        while self.running() && self.state.now_ms < to_ms {
            let second = (self.state.now_ms / 1_000 + 1) * 1_000;
            let due = self.next_due().unwrap_or(i64::MAX);
            let step = to_ms.min(second).min(due.max(self.state.now_ms + 1));
            for happening in self.pass(step) {
                let at_ms = happening.at_ms.max(self.state.now_ms);
                self.record(Fact::System(happening.what), at_ms, wall_ms);
            }
            self.state.now_ms = step;
            self.fire_due(wall_ms);
        }
        &self.events[from..]
    }

    /// When the next inject, or the assistant's next answer, comes by itself.
    pub fn next_due(&self) -> Option<i64> {
        let answers = self.state.questions.iter().filter_map(|q| q.due_ms);
        self.state
            .injects
            .iter()
            .filter_map(due)
            .chain(answers)
            .min()
    }

    fn fire_due(&mut self, wall_ms: i64) {
        if !self.running() {
            return;
        }
        // Each question is answered once, so this ends.
        while let Some(fact) = decide::due_answer(&self.scenario, &self.state) {
            let at_ms = self.state.now_ms;
            self.record(fact, at_ms, wall_ms);
        }
        // Each inject fires at most once here, so this ends.
        while let Some(record) = self
            .state
            .injects
            .iter()
            .filter(|record| due(record).is_some_and(|at| at <= self.state.now_ms))
            .min_by_key(|record| due(record))
        {
            let inject = record.inject.clone();
            let by = match inject.trigger {
                Trigger::At { .. } | Trigger::Tray => FiredBy::Schedule,
                _ => FiredBy::Branch,
            };
            let at_ms = self.state.now_ms;
            for fact in firing(&self.state, &inject, by) {
                self.record(fact, at_ms, wall_ms);
            }
        }
    }

    /// Lets the system run again up to a time, a second at a time, until that was too much.
    fn run(&mut self, to_ms: i64, most: u64) -> Result<(), BadRecord> {
        loop {
            let now_ms = self.world().now_ms();
            self.pass(to_ms.min(now_ms + 1_000).max(now_ms));
            if self.worlds.work() > most {
                return Err(BadRecord(format!(
                    "its system does too much to be simulated again: {most} steps are allowed"
                )));
            }
            if self.world().now_ms() >= to_ms {
                return Ok(());
            }
        }
    }

    /// Lets the system run, and notes what acts turned out to have done.
    fn pass(&mut self, to_ms: i64) -> Vec<Happening> {
        let happened = self.worlds.advance(to_ms);
        settle(&mut self.state, &mut self.worlds);
        happened
    }

    /// Records facts, all of now.
    fn record_all(&mut self, facts: Vec<Fact>, wall_ms: i64) {
        let at_ms = self.state.now_ms;
        for fact in facts {
            self.record(fact, at_ms, wall_ms);
        }
    }

    fn record(&mut self, fact: Fact, at_ms: i64, wall_ms: i64) {
        let event = Event {
            seq: self.state.seq + 1,
            at_ms,
            wall_ms,
            v: EVENT_VERSION,
            fact,
        };
        let by_itself = matches!(event.fact, Fact::System(_));
        apply(&self.scenario, &mut self.state, &mut self.worlds, &event);
        self.events.push(event);
        if !by_itself {
            self.follow(wall_ms);
        }
    }

    /// Records what follows from a fact at the same instant, before anything else can: a record that
    /// ends here has it, and a replay, which lets the system run before each event, meets the same.
    fn follow(&mut self, wall_ms: i64) {
        let now_ms = self.state.now_ms;
        for happening in self.pass(now_ms) {
            let at_ms = happening.at_ms.max(now_ms);
            self.record(Fact::System(happening.what), at_ms, wall_ms);
        }
    }
}

/// When an inject comes by itself: its time, or the time that what it waits for gave it.
pub(crate) fn due(record: &crate::state::InjectRecord) -> Option<i64> {
    if record.phase != InjectPhase::Planned {
        return None;
    }
    match record.inject.trigger {
        // One of the tray comes by itself once it was given a time.
        Trigger::At { .. } | Trigger::Tray => record.at_ms,
        _ => record.armed_ms,
    }
}
