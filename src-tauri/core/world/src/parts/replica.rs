//! Replicas: processes that start, serve, drain and die.

use std::collections::VecDeque;

use crate::World;
use crate::logs::{LogLevel, LogLine};
use crate::parts::health::Pulse;
use crate::parts::pool::Pool;
use crate::parts::{Answer, Cause, Process};

/// After a start everything takes longer for a while: nothing is compiled or cached yet.
const COLD_US: i64 = 10_000_000;
/// How much longer.
const COLD_FACTOR: f64 = 1.6;

/// One process of a service.
#[derive(Debug, Clone)]
pub(crate) struct Replica {
    pub(crate) stand: Stand,
    pub(crate) version: u16,
    /// Counts its starts, so that events of an earlier life are known as such.
    pub(crate) epoch: u32,
    pub(crate) started: i64,
    pub(crate) cold_until: i64,
    /// Workers at work.
    pub(crate) busy: u32,
    /// Workers that were killed and are not back yet.
    pub(crate) lost: u32,
    pub(crate) queue: VecDeque<u32>,
    pub(crate) pools: Vec<Pool>,
    /// Memory it takes, megabytes.
    pub(crate) memory_mb: f64,
    /// How often it was stopped since STARTEX, whatever for.
    pub(crate) stops: u32,
    /// How often it was killed for taking too much.
    pub(crate) oom_kills: u32,
    /// What the load balancer knows of it.
    pub(crate) pulse: Pulse,
}

/// What a replica is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stand {
    /// Serves.
    Up,
    /// Ends what it has; gets nothing new.
    Draining,
    /// Starts.
    Starting,
    /// Is not there.
    Off,
}

impl Replica {
    pub(crate) fn new(version: u16, now: i64, pools: usize, memory_mb: f64) -> Self {
        Self {
            stand: Stand::Up,
            version,
            epoch: 0,
            started: now,
            cold_until: i64::MIN,
            busy: 0,
            lost: 0,
            queue: VecDeque::new(),
            pools: vec![Pool::default(); pools],
            memory_mb,
            stops: 0,
            oom_kills: 0,
            pulse: Pulse::default(),
        }
    }
}

impl World {
    /// The process of a replica, as faults ask for it.
    pub(crate) fn replica_process(&self, service: u16, replica: u16) -> Process {
        let known = &self.services[usize::from(service)];
        let here = &known.replicas[usize::from(replica)];
        Process {
            place: known.place,
            version: here.version,
            started: here.started,
        }
    }

    /// Slowness of a replica that is not warm yet.
    pub(crate) fn cold_factor(&self, service: u16, replica: u16) -> f64 {
        let here = &self.services[usize::from(service)].replicas[usize::from(replica)];
        if self.now < here.cold_until {
            COLD_FACTOR
        } else {
            1.0
        }
    }

    /// A process number that looks like one and stays the same for one life of a replica.
    pub(crate) fn pid(&self, service: u16, replica: u16) -> u32 {
        let epoch = self.services[usize::from(service)].replicas[usize::from(replica)].epoch;
        100 + u32::from(service) * 977 + u32::from(replica) * 61 + epoch * 13
    }

    /// Gets nothing new from now on.
    pub(crate) fn drain_replica(&mut self, service: u16, replica: u16) {
        let here = &mut self.services[usize::from(service)].replicas[usize::from(replica)];
        if here.stand == Stand::Up {
            here.stand = Stand::Draining;
        }
    }

    /// Dies with all it holds: callers see a closed connection.
    pub(crate) fn stop_replica(&mut self, service: u16, replica: u16) {
        let pid = self.pid(service, replica);
        let after_startex = self.now >= 0;
        let known = &mut self.services[usize::from(service)];
        let here = &mut known.replicas[usize::from(replica)];
        if here.stand == Stand::Off {
            return;
        }
        let was_starting = here.stand == Stand::Starting;
        here.stand = Stand::Off;
        here.epoch += 1;
        here.stops += u32::from(after_startex);
        here.lost = 0;
        here.queue.clear();
        let (source, version) = (known.name, known.versions[usize::from(here.version)]);
        if !was_starting {
            self.log(
                source,
                replica,
                0,
                LogLevel::Info,
                LogLine::Stopped,
                version,
                pid,
                0,
            );
        }
        let dropped = self
            .requests
            .which(|held| held.service == service && held.replica == replica);
        let tickets: Vec<(u32, u32)> = dropped
            .iter()
            .map(|&at| (at, self.requests.life(at)))
            .collect();
        for (at, life) in tickets {
            if self.requests.lives(at, life) {
                self.release_all(at, true);
                self.end(at, Answer::failed(Cause::CallRefused, 502));
            }
        }
        for pool in 0..self.services[usize::from(service)].pools.len() {
            self.empty_pool(service, replica, pool);
        }
    }

    /// Is started, and not yet ready.
    pub(crate) fn start_replica(&mut self, service: u16, replica: u16, version: u16) {
        let now = self.now;
        let known = &mut self.services[usize::from(service)];
        let here = &mut known.replicas[usize::from(replica)];
        here.stand = Stand::Starting;
        here.version = version;
        here.started = now;
        here.memory_mb = known.memory.map_or(0.0, |memory| memory.base_mb);
        here.pulse = Pulse::default();
        known.second.starts += 1;
        let (source, name) = (known.name, known.versions[usize::from(version)]);
        let pid = self.pid(service, replica);
        self.log(
            source,
            replica,
            0,
            LogLevel::Info,
            LogLine::Started,
            name,
            pid,
            0,
        );
    }

    /// Serves from now on, cold at first.
    pub(crate) fn ready_replica(&mut self, service: u16, replica: u16) {
        let now = self.now;
        let here = &mut self.services[usize::from(service)].replicas[usize::from(replica)];
        if here.stand == Stand::Starting {
            here.stand = Stand::Up;
            here.cold_until = now + COLD_US;
        }
    }
}
