//! The engine: what is planned, what is in flight, and who is who.

pub(crate) mod agenda;
mod build;
mod build_stores;
mod compile;
pub(crate) mod deadlines;
mod invariants;
mod names;
pub(crate) mod program;
pub(crate) mod slab;
pub(crate) mod tally;

pub(crate) use names::Place;

use crate::World;
use agenda::Event;

/// Pools are trimmed so often. Seconds.
const TRIM_EVERY_S: i64 = 60;

impl World {
    /// One event, unless its ticket is void.
    pub(crate) fn happens(&mut self, event: Event) {
        match event {
            Event::Tick => self.tick(),
            Event::Arrive { journey, plan } => self.user_arrives(journey, plan),
            Event::JourneyGoesOn { at, wait } if self.journeys.waits(at, wait) => {
                self.user_calls(at);
            }
            Event::UserRefused {
                at,
                wait,
                cause,
                status,
            } if self.journeys.waits(at, wait) => {
                self.user_refused(at, cause, status);
            }
            Event::RequestGoesOn { at, wait } if self.requests.waits(at, wait) => {
                self.request_goes_on(at);
            }
            Event::CallAgain { at, wait } if self.requests.waits(at, wait) => self.call_again(at),
            Event::CallDone { outcome, at, wait } if self.requests.waits(at, wait) => {
                self.call_ended(at, outcome);
            }
            Event::ExternalDone {
                external,
                outcome,
                at,
                wait,
            } => self.external_done(external, outcome, at, wait),
            Event::QueryDone { at, life } if self.queries.lives(at, life) => self.query_done(at),
            Event::QueryAnswered { at, wait, pool } if self.requests.waits(at, wait) => {
                self.query_answered(at, pool);
            }
            Event::UserSends { at, wait } if self.journeys.waits(at, wait) => {
                self.user_sends(at, wait);
            }
            Event::OutOfMemory {
                service,
                replica,
                epoch,
            } => self.out_of_memory(service, replica, epoch),
            Event::ReplicaBack {
                service,
                replica,
                epoch,
            } => self.replica_back(service, replica, epoch),
            Event::SlotBack {
                worker,
                slot,
                started,
            } => self.slot_back(worker, slot, started),
            Event::CheckReplica { service, replica } => self.check_replica(service, replica),
            Event::CheckOver {
                service,
                replica,
                number,
            } => self.check_over(service, replica, number),
            Event::InferenceDone { at, life } if self.inferences.lives(at, life) => {
                self.inference_done(at);
            }
            Event::TaskWorked { at, wait } if self.tasks.waits(at, wait) => self.task_worked(at),
            Event::TaskAgain { at, wait } if self.tasks.waits(at, wait) => self.task_again(at),
            Event::Feed { queue } => self.feed(queue),
            Event::WorkerBack {
                service,
                replica,
                epoch,
            } => self.worker_back(service, replica, epoch),
            Event::Deadline { line } => self.on_deadline(line),
            Event::OneDeadline { line, at, ticket } => self.on_limit(line, at, ticket),
            Event::ActStep { step } => self.act_step(step),
            Event::FaultTurns { fault } => self.fault_turns(fault),
            _ => {}
        }
    }

    /// A second is over.
    fn tick(&mut self) {
        self.replicate();
        self.fill_disks();
        self.sample();
        self.watch_faults();
        self.set_rates();
        self.watch_databases();
        self.watch_alerts();
        self.make_noise();
        let second = self.now / 1_000_000;
        if second % TRIM_EVERY_S == 0 {
            self.trim_pools();
        }
        debug_assert_eq!(self.invariants(), Ok(()));
        self.agenda.plan(self.now + 1_000_000, Event::Tick);
    }
}
