//! The single steps that acts and deploys are made of.

use crate::World;
use crate::changes::ChangeKind;
use crate::logs::{LogLevel, LogLine};
use crate::parts::Part;
use crate::parts::edge::BreakerState;
use crate::parts::replica::{Replica, Stand};
use crate::parts::worker::{Slot, SlotOf};

/// A database is slow for so long after a restart.
const DATABASE_COLD_US: i64 = 30_000_000;

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Op {
    Drain(u16, u16),
    Stop(u16, u16),
    /// Service, replica, version.
    Start(u16, u16, u16),
    Ready(u16, u16),
    /// What replicas and slots that are started later will run.
    Target(Part, u16),
    StopSlot(u16, u16),
    /// Worker, slot, version.
    StartSlot(u16, u16, u16),
    ReadySlot(u16, u16),
    /// Databases, caches, models.
    StopStore(Part),
    ReadyStore(Part),
    Set(String, f64),
    Flag(u16, bool),
    Breaker(u16, bool),
    Fallback(u16, bool),
    Disable(Part, bool),
    RetryTasks(u16),
    Purge(u16),
    KillConnections(u16),
    EndSessions(u16),
    /// Database, and the replica that takes over.
    Promote(u16, u16),
    /// Database, and how long until it is noticed: of a fault.
    FailOver(u16, i64),
    /// What was rolled beside the plan's own part can be rolled again.
    Free,
    /// From, to.
    MoveTasks(u16, u16),
    /// One page of a crawl: a journey.
    Crawl(u16),
    /// Place, and whose log tells it.
    Renew(u16, u16),
    FreeDisk(u16),
    /// Rule, expression, how long it must hold.
    SetAlert(u16, String, u32),
    /// Service, version.
    Migrate(u16, u16),
    Shed(f64),
    Flush(u16),
    Probe(u16),
    Change(String, ChangeKind, String),
    Deploy(Part, u16),
    /// The last one of every plan.
    Done,
}

impl World {
    /// Does a step. Returns what it counted.
    pub(super) fn do_op(&mut self, act: Option<u32>, op: &Op) -> u32 {
        match op {
            Op::Drain(service, replica) => self.drain_replica(*service, *replica),
            Op::Stop(service, replica) => self.stop_replica(*service, *replica),
            Op::Start(service, replica, version) => {
                self.start_new_replica(*service, *replica, *version);
            }
            Op::Ready(service, replica) => self.ready_replica(*service, *replica),
            Op::Target(Part::Service(at), version) => {
                self.services[usize::from(*at)].version = *version;
            }
            Op::Target(Part::Worker(at), version) => {
                self.workers[usize::from(*at)].version = *version;
            }
            Op::Target(..) | Op::Free | Op::Done => {}
            Op::StopSlot(worker, slot) => self.stop_slot(*worker, *slot),
            Op::StartSlot(worker, slot, version) => self.start_new_slot(*worker, *slot, *version),
            Op::ReadySlot(worker, slot) => self.ready_slot(*worker, *slot),
            Op::StopStore(part) => self.stop_store(*part),
            Op::ReadyStore(part) => self.ready_store(*part),
            Op::Set(key, value) => self.set_and_tell(key, *value),
            Op::Flag(flag, on) => self.switch_flag(*flag, *on),
            Op::Breaker(edge, open) => self.force_breaker(*edge, *open),
            Op::Fallback(edge, on) => {
                self.edges[usize::from(*edge)].fallback_on = *on;
            }
            Op::Disable(part, off) => self.disable(*part, *off),
            Op::RetryTasks(queue) => return self.retry_failed(*queue),
            Op::Purge(queue) => return self.purge(*queue),
            Op::KillConnections(database) => {
                let open = self.databases[usize::from(*database)].connections;
                self.drop_connections(*database);
                self.end_locks(*database);
                return open;
            }
            Op::EndSessions(database) => return self.end_sessions(*database),
            Op::Promote(database, replica) => return self.promote(*database, *replica),
            Op::FailOver(database, noticed) => self.begin_fail_over(*database, *noticed),
            Op::MoveTasks(queue, to) => return self.move_tasks(*queue, *to),
            Op::Crawl(journey) => self.begin_journey(*journey, act, true),
            Op::Renew(place, source) => return self.renew(*place, *source),
            Op::SetAlert(rule, when, for_s) => self.set_alert(*rule, when, *for_s),
            Op::FreeDisk(database) => return self.free_disk(*database),
            Op::Migrate(service, version) => self.migrate(*service, *version),
            Op::Shed(keep) => self.traffic.keep = *keep,
            Op::Flush(cache) => self.caches[usize::from(*cache)].warmth = 0.0,
            Op::Probe(journey) => self.begin_journey(*journey, act, false),
            Op::Change(component, kind, text) => self.change(component, *kind, text.clone()),
            Op::Deploy(part, version) => self.deploy(*part, *version),
        }
        0
    }

    fn start_new_replica(&mut self, service: u16, replica: u16, version: u16) {
        let now = self.now;
        let known = &mut self.services[usize::from(service)];
        let first = known.replicas.len();
        while known.replicas.len() <= usize::from(replica) {
            let mut fresh = Replica::new(version, now, known.pools.len(), 0.0);
            fresh.stand = Stand::Off;
            known.replicas.push(fresh);
        }
        for fresh in first..self.services[usize::from(service)].replicas.len() {
            self.plan_checks(service, fresh as u16);
        }
        self.start_replica(service, replica, version);
    }

    fn start_new_slot(&mut self, worker: u16, slot: u16, version: u16) {
        let now = self.now;
        let known = &mut self.workers[usize::from(worker)];
        while known.slots.len() <= usize::from(slot) {
            known.slots.push(SlotOf {
                doing: Slot::Off,
                version,
                started: now,
                memory_mb: 0.0,
            });
        }
        self.start_slot(worker, slot, version);
    }

    fn stop_store(&mut self, part: Part) {
        let name = self.part_name(part);
        self.log(name, 0, 0, LogLevel::Warn, LogLine::State, 0, 0, 0);
        match part {
            Part::Database(at) => {
                self.databases[usize::from(at)].stand = Stand::Starting;
                self.drop_connections(at);
            }
            Part::Cache(at) => {
                self.caches[usize::from(at)].stand = Stand::Starting;
                self.caches[usize::from(at)].warmth = 0.0;
            }
            Part::Model(at) => self.stop_model(at),
            _ => {}
        }
    }

    fn ready_store(&mut self, part: Part) {
        let now = self.now;
        let name = self.part_name(part);
        self.log(name, 0, 0, LogLevel::Info, LogLine::State, 0, 2, 0);
        match part {
            Part::Database(at) => {
                let known = &mut self.databases[usize::from(at)];
                (known.stand, known.started, known.cold_until) =
                    (Stand::Up, now, now + DATABASE_COLD_US);
            }
            Part::Cache(at) => {
                let known = &mut self.caches[usize::from(at)];
                (known.stand, known.started) = (Stand::Up, now);
            }
            Part::Model(at) => {
                let known = &mut self.models[usize::from(at)];
                (known.stand, known.started) = (Stand::Up, now);
                self.place_inferences(at);
            }
            _ => {}
        }
    }

    fn renew(&mut self, place: u16, source: u16) -> u32 {
        let line = LogLine::CertRenewed;
        self.log(source, 0, 0, LogLevel::Info, line, 0, 90, 0);
        self.end_expired(place)
    }

    /// Sets a value or switches a flag, where everyone can see it.
    pub(crate) fn push_value(&mut self, key: &str, value: f64) {
        match self.spec.flags.iter().position(|flag| flag.id == key) {
            Some(flag) => self.switch_flag(flag as u16, value != 0.0),
            None => self.set_and_tell(key, value),
        }
    }

    fn set_and_tell(&mut self, key: &str, value: f64) {
        let before = self.key_value(key).unwrap_or(value);
        self.apply_setting(key, value);
        let component = key.split(['.', '-']).next().unwrap_or(key);
        let component = self
            .key_component(key)
            .unwrap_or_else(|| component.to_owned());
        self.change(
            &component,
            ChangeKind::Config,
            format!("{key}: {before} → {value}"),
        );
        let name = self.logs.names_mut().intern(key);
        let source = self
            .find_part(&component)
            .map_or(self.traffic.name, |part| self.part_name(part));
        let thousandths = |value: f64| (value.clamp(0.0, 4e6) * 1000.0) as u32;
        self.log(
            source,
            0,
            0,
            LogLevel::Info,
            LogLine::Config,
            name,
            thousandths(before),
            thousandths(value),
        );
    }

    /// The component a key belongs to: the longest id it begins with.
    fn key_component(&self, key: &str) -> Option<String> {
        let ids = self.part_ids().into_iter();
        ids.filter(|id| {
            key.strip_prefix(id.as_str())
                .is_some_and(|rest| rest.starts_with('.') || rest.starts_with("->"))
        })
        .max_by_key(String::len)
    }

    fn switch_flag(&mut self, flag: u16, on: bool) {
        let known = &mut self.flags[usize::from(flag)];
        known.on = on;
        let name = known.name;
        let id = self.spec.flags[usize::from(flag)].id.clone();
        self.change(
            "flags",
            ChangeKind::Flag,
            format!("{id} {}", if on { "on" } else { "off" }),
        );
        for at in 0..self.services.len() {
            let source = self.services[at].name;
            self.log(
                source,
                0,
                0,
                LogLevel::Info,
                LogLine::Flag,
                name,
                u32::from(on),
                0,
            );
        }
    }

    fn force_breaker(&mut self, edge: u16, open: bool) {
        let known = &mut self.edges[usize::from(edge)];
        // Closing it by hand lets it work by itself again; opening holds it open.
        known.forced = open.then_some(true);
        known.state = BreakerState::Closed;
        known.forget();
        let (from, target) = (known.from, known.target);
        let source = self.part_name(from);
        self.log(
            source,
            0,
            0,
            LogLevel::Warn,
            LogLine::Breaker,
            target,
            u32::from(open),
            0,
        );
    }

    fn disable(&mut self, part: Part, off: bool) {
        match part {
            Part::Service(at) => self.services[usize::from(at)].off = off,
            Part::Worker(at) => {
                self.workers[usize::from(at)].off = off;
                if off {
                    self.give_back_reserved(at);
                }
                self.feed(self.workers[usize::from(at)].queue);
            }
            _ => {}
        }
        let name = self.part_name(part);
        self.log(
            name,
            0,
            0,
            LogLevel::Warn,
            LogLine::State,
            0,
            if off { 0 } else { 2 },
            0,
        );
    }
}
