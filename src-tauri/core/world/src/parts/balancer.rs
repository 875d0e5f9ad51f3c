//! The load balancer before a service: whom it picks, and when it refuses.

use crate::World;
use crate::faults::Strike;
use crate::logs::{LogLevel, LogLine};
use crate::parts::replica::Stand;
use crate::parts::request::{Request, Wrote};
use crate::parts::{Caller, Cause, Process};

impl World {
    /// The load balancer takes a request, or refuses it.
    pub(crate) fn submit(
        &mut self,
        service: u16,
        endpoint: u16,
        caller: Caller,
        root: u32,
        wrote: Wrote,
        origin: Process,
    ) -> Result<(), Cause> {
        let now = self.now;
        let name = self.services[usize::from(service)].endpoints[usize::from(endpoint)].name;
        let Some(replica) = self.pick_replica(service, name, origin) else {
            self.refuse(service, name, root, 0);
            return Err(Cause::CallRefused);
        };
        if !self.services[usize::from(service)].door.lets_in(now) {
            self.turn_away(service, name, root, replica, 429);
            return Err(Cause::RateLimited);
        }
        self.admit(service, endpoint, replica, caller, root, wrote)
    }

    /// A replica takes a request, or has no place for it.
    pub(crate) fn admit(
        &mut self,
        service: u16,
        endpoint: u16,
        replica: u16,
        caller: Caller,
        root: u32,
        wrote: Wrote,
    ) -> Result<(), Cause> {
        let now = self.now;
        let name = self.services[usize::from(service)].endpoints[usize::from(endpoint)].name;
        let known = &mut self.services[usize::from(service)];
        let here = &mut known.replicas[usize::from(replica)];
        let free = here.busy + here.lost < known.workers;
        if !free && here.queue.len() >= known.queue_length as usize {
            let (source, length) = (known.name, known.queue_length);
            self.log(
                source,
                replica,
                root,
                LogLevel::Warn,
                LogLine::QueueFull,
                name,
                length,
                0,
            );
            if !matches!(caller, Caller::Check { .. }) {
                self.refuse(service, name, root, replica);
            }
            return Err(Cause::CallRefused);
        }
        known.inside.arrive(now);
        let mut request = Request::new(service, endpoint, replica, caller, root, now);
        request.wrote = wrote;
        request.warms = self.warms(caller);
        let at = self.requests.insert(request);
        self.trace_request_begins(at, !free);
        if free {
            self.take_worker(at);
            self.begin(at);
        } else {
            self.services[usize::from(service)].replicas[usize::from(replica)]
                .queue
                .push_back(at);
        }
        Ok(())
    }

    /// The least loaded of the replicas that can be reached.
    fn pick_replica(&mut self, service: u16, name: u16, origin: Process) -> Option<u16> {
        let known = &self.services[usize::from(service)];
        if known.off {
            return None;
        }
        let count = known.replicas.len();
        let place = known.place;
        let first = known.turn as usize;
        let troubled = self.struck(place);
        let mut best: Option<(u32, u16)> = None;
        for step in 0..count {
            let number = (first + step) % count;
            let replica = &self.services[usize::from(service)].replicas[number];
            if replica.stand != Stand::Up || replica.pulse.out {
                continue;
            }
            let load = replica.busy + replica.lost + replica.queue.len() as u32;
            if best.is_some_and(|(least, _)| least <= load) {
                continue;
            }
            if troubled {
                let process = self.replica_process(service, number as u16);
                if self.strikes(place, Strike::Down, name, process, origin) {
                    continue;
                }
            }
            best = Some((load, number as u16));
        }
        let (_, number) = best?;
        self.services[usize::from(service)].turn = (u32::from(number) + 1) % count as u32;
        Some(number)
    }

    /// Whether a request belongs to a crawl that warms a cache.
    fn warms(&self, caller: Caller) -> bool {
        match caller {
            Caller::Journey { at, .. } => self.journeys[at].warms,
            Caller::Request { at, .. } => self.requests[at].warms,
            Caller::Task { .. } | Caller::Check { .. } => false,
        }
    }

    fn refuse(&mut self, service: u16, name: u16, root: u32, replica: u16) {
        self.turn_away(service, name, root, replica, 503);
    }

    /// Says no: 503 when it cannot, 429 when it will not.
    fn turn_away(&mut self, service: u16, name: u16, root: u32, replica: u16, status: u32) {
        let known = &mut self.services[usize::from(service)];
        known.second.requests += 1;
        let level = if status == 429 {
            known.second.limited += 1;
            LogLevel::Warn
        } else {
            known.second.errors += 1;
            known.second.refused += 1;
            LogLevel::Error
        };
        let source = known.name;
        let line = LogLine::Access;
        self.log(source, replica, root, level, line, name, status, 0);
    }
}
