//! Databases, caches, queues, models and third parties, from the spec.

use std::collections::VecDeque;

use super::build::index;
use super::deadlines::Line;
use super::names::Place;
use super::tally::{Tally, Waits};
use crate::World;
use crate::parts::Part;
use crate::parts::cache::Cache;
use crate::parts::database::Database;
use crate::parts::disk::Disk;
use crate::parts::external::External;
use crate::parts::memory::Gpu;
use crate::parts::model::Model;
use crate::parts::queue::Queue;
use crate::parts::replica::Stand;
use crate::parts::replication::Follows;
use crate::spec::{Stack, SystemSpec, WorkerSpec};
use crate::telemetry::Histogram;

impl World {
    pub(super) fn build_databases(&mut self, spec: &SystemSpec) {
        let now = self.now;
        for (at, of) in spec.databases.iter().enumerate() {
            let database = Database {
                place: self.place(Place::Part(Part::Database(at as u16))),
                name: self.logs.component(&of.id, of.stack),
                stand: Stand::Up,
                started: now,
                cold_until: i64::MIN,
                cores: of.cores,
                max_connections: of.max_connections,
                connections: 0,
                opened: 0,
                busy: 0,
                waiting: VecDeque::new(),
                locked: 0,
                lock_timeout_us: of.lock_timeout_us as i64,
                rows: Vec::new(),
                row_luck: self.stream(&format!("database.{}.rows", of.id)),
                lock_lines: (
                    self.deadlines.open(Line::LockWait(at as u16)),
                    self.deadlines.open(Line::LockLimit(at as u16)),
                ),
                node: 0,
                follows: of.replica.as_ref().map(|replica| {
                    let leader = index(&spec.databases, &replica.of, |database| &database.id);
                    Follows::new(leader, replica.replays)
                }),
                disk: of.disk.as_ref().map(Disk::new),
                stream: self.stream(&format!("database.{}", of.id)),
                inside: Tally::new(now),
                waits: Waits::default(),
                second: crate::parts::database::Second::default(),
                latency: Histogram::default(),
                was_down: false,
                slow: VecDeque::new(),
            };
            self.databases.push(database);
        }
    }

    pub(super) fn build_caches(&mut self, spec: &SystemSpec) {
        let now = self.now;
        for (at, of) in spec.caches.iter().enumerate() {
            let cache = Cache {
                place: self.place(Place::Part(Part::Cache(at as u16))),
                name: self.logs.component(&of.id, of.stack),
                stand: Stand::Up,
                started: now,
                hit_ratio: of.hit_ratio,
                time: of.time.into(),
                warmth: 1.0,
                fills: 1.0,
                stream: self.stream(&format!("cache.{}", of.id)),
                second: crate::parts::cache::Second::default(),
                latency: Histogram::default(),
            };
            self.caches.push(cache);
        }
    }

    pub(super) fn build_queues(&mut self, spec: &SystemSpec) {
        let now = self.now;
        for (at, of) in spec.queues.iter().enumerate() {
            let reads = |worker: &&WorkerSpec| worker.queue == of.id;
            let readers = spec
                .workers
                .iter()
                .enumerate()
                .filter(|(_, worker)| reads(worker));
            let readers = readers.map(|(number, _)| number as u16).collect();
            let queue = Queue {
                place: self.place(Place::Part(Part::Queue(at as u16))),
                name: self.logs.component(&of.id, of.stack),
                capacity: of.capacity,
                max_deliveries: of.max_deliveries,
                readers,
                ready: VecDeque::new(),
                unknown: VecDeque::new(),
                delayed: 0,
                failed: VecDeque::new(),
                stream: self.stream(&format!("queue.{}", of.id)),
                inside: Tally::new(now),
                waits: Waits::default(),
                second: crate::parts::queue::Second::default(),
                last_id: 0,
            };
            self.queues.push(queue);
        }
    }

    pub(super) fn build_models(&mut self, spec: &SystemSpec) {
        let now = self.now;
        for (at, of) in spec.models.iter().enumerate() {
            let model = Model {
                place: self.place(Place::Part(Part::Model(at as u16))),
                name: self.logs.component(&of.id, Stack::Plain),
                stand: Stand::Up,
                started: now,
                time: of.time.into(),
                error_ratio: of.error_ratio,
                quality: of.quality,
                slots: of.slots,
                gpu: of.gpu.map(Gpu::new),
                load_us: of.load_us as i64,
                busy: 0,
                waiting: VecDeque::new(),
                stream: self.stream(&format!("model.{}", of.id)),
                luck: self.stream(&format!("model.{}.errors", of.id)),
                truth: self.stream(&format!("model.{}.quality", of.id)),
                inside: Tally::new(now),
                waits: Waits::default(),
                second: crate::parts::model::Second::default(),
                latency: Histogram::default(),
                quality_seen: of.quality,
            };
            self.models.push(model);
        }
    }

    pub(super) fn build_externals(&mut self, spec: &SystemSpec) {
        let now = self.now;
        for (at, of) in spec.externals.iter().enumerate() {
            let place = self.place(Place::Part(Part::External(at as u16)));
            let name = self.logs.component(&of.id, Stack::Plain);
            let (times, luck) = (
                format!("external.{}", of.id),
                format!("external.{}.errors", of.id),
            );
            let streams = (self.stream(&times), self.stream(&luck));
            self.externals
                .push(External::new(place, name, of, streams, now));
        }
    }
}
