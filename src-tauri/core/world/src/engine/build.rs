//! From the spec to a system that runs. The spec was checked: every id is known.

use std::sync::Arc;

use super::deadlines::{Deadlines, Line};
use super::names::Place;
use super::slab::Slab;
use super::tally::Tally;
use crate::World;
use crate::acts::Acts;
use crate::alerts::Watch;
use crate::engine::agenda::{Agenda, Event};
use crate::logs::LogStore;
use crate::noise::Noise;
use crate::parts::cache::Cache;
use crate::parts::replica::Replica;
use crate::parts::service::{Endpoint, Service, Setup};
use crate::parts::traffic::{JourneyKind, Traffic};
use crate::parts::worker::{Kind, Slot, SlotOf, Worker};
use crate::parts::{NONE, Part};
use crate::random::Stream;
use crate::spec::{Stack, SystemSpec, VersionSpec};
use crate::telemetry::{Histogram, Sight, Telemetry};
use crate::traces::one_in;
use crate::world::Flag;

/// Successful requests a second that are all written to the access logs; of more, one in n.
/// At 32 bytes a line this keeps a two-hour drill below 100 MB of log.
const LOGGED_PER_S: f64 = 400.0;

/// A worker's process that died is there again after this.
const RESPAWN_US: i64 = 3_000_000;
/// With a model to load.
const LOADS_US: i64 = 15_000_000;

impl World {
    pub(crate) fn build(spec: &Arc<SystemSpec>, seed: u64) -> Self {
        let now = -i64::from(spec.warmup_s) * 1_000_000;
        let mut world = Self {
            spec: spec.clone(),
            seed,
            now,
            agenda: Agenda::default(),
            deadlines: Deadlines::default(),
            journeys: Slab::default(),
            requests: Slab::default(),
            queries: Slab::default(),
            tasks: Slab::default(),
            inferences: Slab::default(),
            traffic: bare_traffic(spec, seed, now),
            services: Vec::new(),
            databases: Vec::new(),
            caches: Vec::new(),
            queues: Vec::new(),
            workers: Vec::new(),
            models: Vec::new(),
            externals: Vec::new(),
            edges: Vec::new(),
            sites: Vec::new(),
            flags: Vec::new(),
            keys: Arc::new([]),
            places: Vec::new(),
            hooks: Vec::new(),
            telemetry_place: NONE,
            migrations: Vec::new(),
            faults: Vec::new(),
            wrong_values: Vec::new(),
            acts: Acts::default(),
            telemetry: Telemetry::empty(),
            sight: Sight::new((now / 1_000_000) as i32),
            watch: Watch::default(),
            logs: LogStore::default().called(&spec.app),
            traces: Box::default(),
            noise: Noise::new(spec, seed),
            access_sample: 1,
            changes: Vec::new(),
            happenings: Vec::new(),
        };
        world.name_parts(spec);
        world.build_databases(spec);
        world.build_caches(spec);
        world.build_queues(spec);
        world.build_models(spec);
        world.build_externals(spec);
        world.build_services(spec);
        world.build_workers(spec);
        world.build_journeys(spec);
        world.compile_services(spec);
        world.list_migrations();
        world.build_replicas(spec);
        world.weigh(spec);
        world.list_keys();
        world.telemetry = world.new_telemetry((now / 1_000_000) as i32);
        world.watch = world.new_watch();
        world.past_changes();
        world.plan_deploys();
        for journey in 0..world.traffic.journeys.len() as u16 {
            world.plan_arrival(journey);
        }
        world.agenda.plan(now + 1_000_000, Event::Tick);
        world
    }

    pub(super) fn place(&mut self, place: Place) -> u16 {
        self.places.push(place);
        self.hooks.push(Vec::new());
        (self.places.len() - 1) as u16
    }

    pub(super) fn name(&mut self, name: &str) -> u16 {
        self.logs.names_mut().intern(name)
    }

    pub(super) fn stream(&self, path: &str) -> Stream {
        Stream::new(self.seed, path)
    }

    fn name_parts(&mut self, spec: &SystemSpec) {
        self.traffic.name = self.logs.component("browser", Stack::React);
        self.traffic.browser = self.place(Place::Part(Part::Browser));
        self.traffic.place = self.place(Place::Traffic);
        self.telemetry_place = self.place(Place::Telemetry);
        self.traffic.line = self.deadlines.open(Line::Patience);
        for flag in &spec.flags {
            let name = self.name(&flag.id);
            self.flags.push(Flag { on: flag.on, name });
        }
    }

    fn build_services(&mut self, spec: &SystemSpec) {
        for (at, of) in spec.services.iter().enumerate() {
            let setup = Setup {
                place: self.place(Place::Part(Part::Service(at as u16))),
                name: self.logs.component(&of.id, of.stack),
                stack: of.stack,
                line: self.deadlines.open(Line::Service(at as u16)),
                stream: self.stream(&format!("service.{}", of.id)),
                now: self.now,
            };
            let mut service = Service::new(setup, of);
            service.versions = self.version_names(&of.version, &of.versions);
            service.version = self.first_version(&of.version, &of.versions);
            service.endpoints = of
                .endpoints
                .iter()
                .map(|endpoint| Endpoint {
                    name: self.name(&endpoint.name),
                    ops: Vec::new(),
                })
                .collect();
            self.services.push(service);
        }
    }

    /// Names of the versions, oldest first; the running one is among them even if its history
    /// was not given.
    fn version_names(&mut self, running: &str, history: &[VersionSpec]) -> Vec<u16> {
        let mut names: Vec<u16> = history
            .iter()
            .map(|version| self.name(&version.id))
            .collect();
        if !history.iter().any(|version| version.id == running) {
            names.push(self.name(running));
        }
        names
    }

    /// What runs at the beginning of the warm-up: the latest of the versions that were deployed
    /// before it, or the spec's own one if its date is not known. Those dated later are deployed
    /// when their time comes.
    fn first_version(&self, running: &str, history: &[VersionSpec]) -> u16 {
        let named = history.iter().position(|version| version.id == running);
        let Some(named) = named else {
            return history.len() as u16;
        };
        let begins_s = self.now / 1_000_000;
        let was_there = |(number, version): &(usize, &VersionSpec)| match version.at_s {
            Some(at_s) => i64::from(at_s) <= begins_s,
            None => *number == named,
        };
        let there = history.iter().enumerate().filter(was_there);
        there.map(|(number, _)| number).max().unwrap_or(named) as u16
    }

    fn build_workers(&mut self, spec: &SystemSpec) {
        for (at, of) in spec.workers.iter().enumerate() {
            let place = self.place(Place::Part(Part::Worker(at as u16)));
            let name = self.logs.component(&of.id, of.stack);
            let versions = self.version_names(&of.version, &of.versions);
            let version = self.first_version(&of.version, &of.versions);
            let queue = index(&spec.queues, &of.queue, |queue| &queue.id);
            let from = Part::Worker(at as u16);
            self.edge(from, Part::Queue(queue));
            let mut kinds = Vec::new();
            for task in &of.tasks {
                let model = task
                    .model
                    .as_ref()
                    .map(|id| index(&spec.models, id, |model| &model.id));
                let kind = Kind {
                    name: self.name(&task.name),
                    model: model.unwrap_or(NONE),
                    edge: model.map_or(NONE, |model| self.edge(from, Part::Model(model))),
                    time: task.time.into(),
                    attempts: task.attempts,
                    retry_after: task.retry_after.into(),
                    retry_ms: task.retry_after.mean_us as f64 / 1000.0,
                    timeout_us: task.timeout_us as i64,
                    line: self.deadlines.open(Line::Task(at as u16)),
                };
                kinds.push(kind);
            }
            let slot = SlotOf {
                doing: Slot::Idle,
                version,
                started: self.now,
                memory_mb: of.memory.map_or(0.0, |memory| memory.base_mb),
            };
            let asks_model = kinds.iter().any(|kind: &Kind| kind.model != NONE);
            self.workers.push(Worker {
                place,
                name,
                queue,
                versions,
                version,
                slots: vec![slot; of.slots as usize],
                idle: (0..of.slots as u16).rev().collect(),
                kinds,
                off: false,
                memory: of.memory,
                late_after_us: i64::from(of.late_after_s) * 1_000_000,
                respawn_us: if asks_model { LOADS_US } else { RESPAWN_US },
                prefetch: of.prefetch,
                reserved: std::collections::VecDeque::new(),
                stream: self.stream(&format!("worker.{}", of.id)),
                inside: Tally::new(self.now),
                second: crate::parts::worker::Second::default(),
                latency: Histogram::default(),
            });
        }
    }

    fn build_journeys(&mut self, spec: &SystemSpec) {
        let total: f64 = spec
            .traffic
            .journeys
            .iter()
            .map(|journey| journey.weight)
            .sum();
        for of in &spec.traffic.journeys {
            let mut calls = Vec::new();
            for (service, endpoint) in &of.calls {
                let service = index(&spec.services, service, |service| &service.id);
                let endpoints = &spec.services[usize::from(service)].endpoints;
                let endpoint = index(endpoints, endpoint, |endpoint| &endpoint.name);
                calls.push((
                    service,
                    endpoint,
                    self.edge(Part::Browser, Part::Service(service)),
                ));
            }
            let business = of.counts.as_ref().map(|figure| {
                let name = self.name(figure);
                let known = self
                    .traffic
                    .business
                    .iter()
                    .position(|(known, _)| *known == name);
                known.unwrap_or_else(|| {
                    self.traffic.business.push((name, 0));
                    self.traffic.business.len() - 1
                })
            });
            let rate = spec.traffic.rate * of.weight / total;
            let kind = JourneyKind {
                name: self.name(&of.name),
                rate,
                rate_now: rate,
                plan: 0,
                left: 0.0,
                since: self.now,
                arrivals: self.stream(&format!("journey.{}.arrivals", of.name)),
                pauses: self.stream(&format!("journey.{}.pauses", of.name)),
                calls,
                business,
                begun: 0,
                failed: 0,
            };
            self.traffic.journeys.push(kind);
        }
    }

    fn build_replicas(&mut self, spec: &SystemSpec) {
        let now = self.now;
        for (service, of) in self.services.iter_mut().zip(&spec.services) {
            let memory_mb = of.memory.map_or(0.0, |memory| memory.base_mb);
            let replica = Replica::new(service.version, now, service.pools.len(), memory_mb);
            service.replicas = vec![replica; of.replicas as usize];
            // Some were not reached by the deploy of what runs.
            let reaches = of
                .versions
                .get(usize::from(service.version))
                .and_then(|version| version.reaches);
            for left_out in service
                .replicas
                .iter_mut()
                .skip(reaches.map_or(usize::MAX, |count| count as usize))
            {
                left_out.version = service.version.saturating_sub(1);
            }
        }
        for service in 0..self.services.len() as u16 {
            for replica in 0..self.services[usize::from(service)].replicas.len() as u16 {
                self.plan_checks(service, replica);
            }
        }
    }

    /// What normal traffic does to caches and logs.
    fn weigh(&mut self, spec: &SystemSpec) {
        let weights = crate::check::Weights::of(spec);
        for (cache, of) in self.caches.iter_mut().zip(&spec.caches) {
            let rate = weights.look_ups.get(&of.id).copied().unwrap_or(0.0);
            cache.fills = Cache::fills_for(of.hit_ratio, of.warmup_s, rate);
        }
        self.traces.set_sample(one_in(weights.calls));
        self.access_sample = (libm::ceil(weights.requests / LOGGED_PER_S) as u32).max(1);
    }
}

/// Index of a known id.
pub(super) fn index<T>(all: &[T], id: &str, id_of: impl Fn(&T) -> &String) -> u16 {
    all.iter()
        .position(|one| id_of(one) == id)
        .map_or(NONE, |at| at as u16)
}

fn bare_traffic(spec: &SystemSpec, seed: u64, now: i64) -> Traffic {
    let of = &spec.traffic;
    Traffic {
        place: NONE,
        browser: NONE,
        name: NONE,
        journeys: Vec::new(),
        gives_up_us: of.gives_up_us as i64,
        line: 0,
        attempts: of.attempts,
        retry_after: of.retry_after.into(),
        retry_ms: of.retry_after.mean_us as f64 / 1000.0,
        keep: 1.0,
        door: Stream::new(seed, "traffic.door"),
        inside: Tally::new(now),
        probes: 0,
        second: crate::parts::traffic::Second::default(),
        business: Vec::new(),
        last_call: 0,
    }
}
