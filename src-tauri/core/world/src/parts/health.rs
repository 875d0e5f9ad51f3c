//! Health checks: the load balancer asks each replica, and believes what it hears.
//!
//! The question is a real request: it waits in the replica's listen queue, needs a worker and
//! whatever its endpoint asks. So a check that is too strict takes good servers out when they
//! are busy, and leaves more work to the others.

use crate::World;
use crate::engine::agenda::Event;
use crate::faults::Strike;
use crate::logs::{LogLevel, LogLine};
use crate::parts::replica::Stand;
use crate::parts::request::Wrote;
use crate::parts::{Caller, Process};

/// How replicas are checked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Check {
    pub(crate) endpoint: u16,
    pub(crate) every_us: i64,
    pub(crate) timeout_us: i64,
    pub(crate) failures: u32,
    pub(crate) passes: u32,
}

/// What the load balancer knows of a replica.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Pulse {
    /// Number of the last question.
    number: u32,
    waits: bool,
    bad: u32,
    good: u32,
    /// It gets nothing.
    pub(crate) out: bool,
}

impl World {
    /// Plans the first check of a replica; they are spread over the period.
    pub(crate) fn plan_checks(&mut self, service: u16, replica: u16) {
        let known = &self.services[usize::from(service)];
        let Some(check) = known.health else { return };
        let share = i64::from(replica % 16) * check.every_us / 16;
        self.agenda.plan(
            self.now + share + 1,
            Event::CheckReplica { service, replica },
        );
    }

    /// A replica is asked.
    pub(crate) fn check_replica(&mut self, service: u16, replica: u16) {
        let now = self.now;
        let Some(check) = self.services[usize::from(service)].health else {
            return;
        };
        let event = Event::CheckReplica { service, replica };
        self.agenda.plan(now + check.every_us.max(1_000), event);
        let here = &mut self.services[usize::from(service)].replicas[usize::from(replica)];
        if here.stand != Stand::Up || here.pulse.waits {
            return;
        }
        here.pulse.number += 1;
        here.pulse.waits = true;
        let number = here.pulse.number;
        let event = Event::CheckOver {
            service,
            replica,
            number,
        };
        self.agenda.plan(now + check.timeout_us, event);
        let caller = Caller::Check {
            service,
            replica,
            number,
        };
        let process = self.replica_process(service, replica);
        let known = &self.services[usize::from(service)];
        let name = known.endpoints[usize::from(check.endpoint)].name;
        let place = known.place;
        let down = self.strikes(place, Strike::Down, name, process, Process::OUTSIDE);
        let taken = self.admit(service, check.endpoint, replica, caller, 0, Wrote::NEVER);
        if down || taken.is_err() {
            self.checked(service, replica, number, false);
        }
    }

    pub(crate) fn check_over(&mut self, service: u16, replica: u16, number: u32) {
        if self.waits_for_check(service, replica, number) {
            self.checked(service, replica, number, false);
        }
    }

    pub(crate) fn waits_for_check(&self, service: u16, replica: u16, number: u32) -> bool {
        let pulse = &self.services[usize::from(service)].replicas[usize::from(replica)].pulse;
        pulse.waits && pulse.number == number
    }

    /// The answer to a check, or that there is none.
    pub(crate) fn checked(&mut self, service: u16, replica: u16, number: u32, well: bool) {
        if !self.waits_for_check(service, replica, number) {
            return;
        }
        let known = &mut self.services[usize::from(service)];
        let Some(check) = known.health else { return };
        let source = known.name;
        let pulse = &mut known.replicas[usize::from(replica)].pulse;
        pulse.waits = false;
        let (turned, row) = if well {
            (pulse.bad, pulse.good) = (0, pulse.good + 1);
            (pulse.out && pulse.good >= check.passes, pulse.good)
        } else {
            (pulse.bad, pulse.good) = (pulse.bad + 1, 0);
            (!pulse.out && pulse.bad >= check.failures, pulse.bad)
        };
        if turned {
            pulse.out = !well;
            let level = if well { LogLevel::Info } else { LogLevel::Warn };
            let (line, a) = (LogLine::Rotation, u32::from(well));
            self.log(source, replica, 0, level, line, 0, a, row);
        }
    }
}
