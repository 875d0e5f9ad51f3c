//! How faults begin, sleep and end.

use super::{Carried, Stage, Strike};
use crate::World;
use crate::engine::agenda::Event;
use crate::fault::{Effect, Fault, Shape};
use crate::happening::What;
use crate::parts::{NONE, Part};
use crate::problem::Refusal;

/// Why a lock is gone that somebody ended.
const SESSION_ENDED: &str = "The session that held the lock was ended.";

/// Faults at work at most, over a drill.
const MOST_FAULTS: usize = 1_000;

impl World {
    /// Starts a fault now. If a version carries it that no replica runs, it sleeps until one does.
    ///
    /// # Errors
    /// Those of [`World::check_fault`]; `known-id` when the number is taken; `too-many`.
    pub fn start_fault(&mut self, id: u32, fault: &Fault) -> Result<(), Refusal> {
        if self.faults.iter().any(|live| live.id == id) {
            let message = format!("There is a fault number {id} already.");
            return Err(Refusal::new(
                "known-id",
                message,
                "Give it another number.".to_owned(),
            ));
        }
        if self.faults.len() >= MOST_FAULTS {
            let message = format!("{MOST_FAULTS} faults were started already.");
            return Err(Refusal::new(
                "too-many",
                message,
                "End this drill and begin another.".to_owned(),
            ));
        }
        let mut live = self.resolve_fault(id, fault)?;
        if self.happens_once(&live) {
            live.stage = Stage::Ended;
            self.faults.push(live);
            return Ok(());
        }
        if let Effect::Misconfigured { value } = fault.effect {
            live.carried = Carried::Config {
                key: fault.on.clone(),
                value,
            };
            live.fault.carried_by = crate::fault::Carrier::Config {
                key: fault.on.clone(),
            };
            self.wrong_values.push((
                id,
                fault.on.clone(),
                self.key_value(&fault.on).unwrap_or(value),
            ));
            self.push_value(&fault.on, value);
        }
        if matches!(live.carried, Carried::Version { .. })
            && !self.carried_still(live.place, &live.carried)
        {
            live.stage = Stage::Dormant;
            let says = "No replica runs the version that carries it.".to_owned();
            self.happen(What::FaultEnded { fault: id, says });
        }
        let number = self.faults.len() as u16;
        if live.place != NONE {
            self.hooks[usize::from(live.place)].push(number);
        }
        if live.until != i64::MAX {
            self.agenda
                .plan(live.until, Event::FaultTurns { fault: number });
        }
        if let Shape::Pulse { every_ms, on_ms } = fault.shape {
            for turn in [on_ms, every_ms] {
                self.agenda.plan(
                    self.now + i64::from(turn) * 1000,
                    Event::FaultTurns { fault: number },
                );
            }
        }
        self.faults.push(live);
        self.strikes_once(number);
        self.faults_changed();
        Ok(())
    }

    /// Takes a fault's source away. What it has built up stays, as in life.
    ///
    /// # Errors
    /// `unknown-fault` when there is none with this number that is still there.
    pub fn stop_fault(&mut self, id: u32) -> Result<(), Refusal> {
        let found = self
            .faults
            .iter()
            .position(|live| live.id == id && live.stage != Stage::Ended);
        let Some(number) = found else {
            let message = format!("There is no fault number {id} at work.");
            return Err(Refusal::new(
                "unknown-fault",
                message,
                "It may have ended by itself.".to_owned(),
            ));
        };
        self.end_fault(number, None);
        Ok(())
    }

    /// Its time is over, or its pulse turns.
    pub(crate) fn fault_turns(&mut self, number: u16) {
        let live = &self.faults[usize::from(number)];
        if live.stage == Stage::Ended {
            return;
        }
        if self.now >= live.until {
            self.end_fault(usize::from(number), Some("It ran out.".to_owned()));
            return;
        }
        if let Shape::Pulse { every_ms, .. } = live.fault.shape {
            // Each turn plans the same turn of the next period.
            let next = self.now + i64::from(every_ms) * 1000;
            self.agenda.plan(next, Event::FaultTurns { fault: number });
            if self.faults[usize::from(number)].strength(self.now) > 0.0 {
                self.strikes_once(number);
            } else {
                self.lets_go(number, 1);
            }
        }
        self.faults_changed();
    }

    fn end_fault(&mut self, number: usize, says: Option<String>) {
        let live = &mut self.faults[number];
        live.stage = Stage::Ended;
        let (id, place) = (live.id, live.place);
        if place != NONE {
            self.hooks[usize::from(place)].retain(|&other| usize::from(other) != number);
        }
        if let Some(at) = self
            .wrong_values
            .iter()
            .position(|(fault, ..)| *fault == id)
        {
            let (_, key, before) = self.wrong_values.remove(at);
            if self.carried_still(NONE, &self.faults[number].carried) {
                self.push_value(&key, before);
            }
        }
        let ended = says.as_deref() == Some(SESSION_ENDED);
        if let Some(says) = says {
            self.happen(What::FaultEnded { fault: id, says });
        }
        self.lets_go(number as u16, if ended { 2 } else { 1 });
        self.faults_changed();
    }

    /// What one fault held back goes on: locks are given back (1: as it was meant, 2: by an
    /// administrator), queues are read again. What another fault holds stays held.
    fn lets_go(&mut self, number: u16, how: u32) {
        let live = &self.faults[usize::from(number)];
        let (place, only, strike) = (live.place, live.only, live.strike);
        if strike == Some(Strike::Lock) && live.holds {
            self.faults[usize::from(number)].holds = false;
            self.log_migration(place, only, how);
        }
        if matches!(strike, Some(Strike::Lock | Strike::Hang)) {
            self.unlock_queries(number);
        }
        match self.part_at(place) {
            Some(Part::Queue(queue)) => self.feed(queue),
            Some(Part::Worker(worker)) => self.feed(self.workers[usize::from(worker)].queue),
            _ => {}
        }
    }

    /// Strengths changed by a jump: rates and connections follow at once.
    fn faults_changed(&mut self) {
        self.set_rates();
        self.watch_databases();
    }

    /// Every second: wakes, puts to sleep and ends faults with what carries them.
    pub(crate) fn watch_faults(&mut self) {
        for number in 0..self.faults.len() {
            let live = &self.faults[number];
            if live.stage == Stage::Ended {
                continue;
            }
            let carried = self.carried_still(live.place, &live.carried);
            match (live.stage, carried) {
                (Stage::Dormant, true) => {
                    let now = self.now;
                    let live = &mut self.faults[number];
                    live.stage = Stage::Active;
                    live.started = now;
                    let fault = live.id;
                    self.happen(What::FaultBack { fault });
                    self.strikes_once(number as u16);
                    self.faults_changed();
                }
                (Stage::Active, false) => self.carrier_gone(number),
                _ => {}
            }
        }
    }

    fn carrier_gone(&mut self, number: usize) {
        let says = match &self.faults[number].fault.carried_by {
            crate::fault::Carrier::Version { component, version } => {
                format!("No replica of {component} runs {version} any more.")
            }
            crate::fault::Carrier::Process => {
                "The processes that carried it were restarted.".to_owned()
            }
            crate::fault::Carrier::Config { key } => format!("{key} was set to another value."),
            crate::fault::Carrier::Data => "The data lies on another machine now.".to_owned(),
            crate::fault::Carrier::Outside => return,
        };
        if matches!(self.faults[number].carried, Carried::Version { .. }) {
            // It comes back with the version.
            let (id, place) = (self.faults[number].id, self.faults[number].place);
            self.faults[number].stage = Stage::Dormant;
            self.happen(What::FaultEnded { fault: id, says });
            if place != NONE {
                self.lets_go(number as u16, 1);
            }
            self.faults_changed();
        } else {
            self.end_fault(number, Some(says));
        }
    }

    /// The sessions of a database were ended, and with them whoever held its locks.
    pub(crate) fn end_locks(&mut self, database: u16) -> u32 {
        let place = self.databases[usize::from(database)].place;
        self.end_at(place, SESSION_ENDED, |live| {
            let held = matches!(live.carried, Carried::Process { .. } | Carried::Data { .. });
            held && matches!(live.strike, Some(Strike::Hang | Strike::Lock))
        })
    }

    /// A new certificate is in place.
    pub(crate) fn end_expired(&mut self, place: u16) -> u32 {
        self.end_at(place, "The certificate was renewed.", |live| {
            live.strike == Some(Strike::Certificate)
                && matches!(live.carried, Carried::Data { .. } | Carried::Process { .. })
        })
    }

    /// Whether a certificate there is not accepted.
    pub(crate) fn has_expired(&self, place: u16) -> bool {
        self.hooks[usize::from(place)].iter().any(|&number| {
            let live = &self.faults[usize::from(number)];
            live.strike == Some(Strike::Certificate) && live.strength(self.now) > 0.0
        })
    }

    fn end_at(&mut self, place: u16, says: &str, wanted: impl Fn(&super::Live) -> bool) -> u32 {
        let mut ended = 0;
        for number in 0..self.faults.len() {
            let live = &self.faults[number];
            if live.place == place && live.stage == Stage::Active && wanted(live) {
                self.end_fault(number, Some(says.to_owned()));
                ended += 1;
            }
        }
        ended
    }
}
