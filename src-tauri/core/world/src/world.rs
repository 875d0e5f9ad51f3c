//! The simulated system as one value: clone it and you have a checkpoint.

use std::sync::Arc;

use crate::acts::Acts;
use crate::alerts::Watch;
use crate::changes::Change;
use crate::config::Key;
use crate::engine::Place;
use crate::engine::agenda::Agenda;
use crate::engine::deadlines::Deadlines;
use crate::engine::slab::Slab;
use crate::faults::Live;
use crate::happening::{Happening, What};
use crate::logs::{LogLevel, LogLine, LogRecord, LogStore};
use crate::noise::Noise;
use crate::parts::cache::Cache;
use crate::parts::database::Database;
use crate::parts::edge::{Edge, Site};
use crate::parts::external::External;
use crate::parts::model::{Inference, Model};
use crate::parts::query::Query;
use crate::parts::queue::Queue;
use crate::parts::request::Request;
use crate::parts::schema::Migration;
use crate::parts::service::Service;
use crate::parts::task::Task;
use crate::parts::traffic::{Journey, Traffic};
use crate::parts::worker::Worker;
use crate::problem::Problem;
use crate::spec::SystemSpec;
use crate::telemetry::{Sight, Telemetry};
use crate::traces::{TraceStore, Traces};

/// A system that runs. Everything that can change is in here, and nothing else is: two worlds
/// of the same spec and seed that are asked the same are the same, for ever.
#[derive(Debug, Clone)]
pub struct World {
    pub(crate) spec: Arc<SystemSpec>,
    pub(crate) seed: u64,
    /// Microseconds from STARTEX.
    pub(crate) now: i64,
    pub(crate) agenda: Agenda,
    pub(crate) deadlines: Deadlines,

    pub(crate) journeys: Slab<Journey>,
    pub(crate) requests: Slab<Request>,
    pub(crate) queries: Slab<Query>,
    pub(crate) tasks: Slab<Task>,
    pub(crate) inferences: Slab<Inference>,

    pub(crate) traffic: Traffic,
    pub(crate) services: Vec<Service>,
    pub(crate) databases: Vec<Database>,
    pub(crate) caches: Vec<Cache>,
    pub(crate) queues: Vec<Queue>,
    pub(crate) workers: Vec<Worker>,
    pub(crate) models: Vec<Model>,
    pub(crate) externals: Vec<External>,
    pub(crate) edges: Vec<Edge>,
    pub(crate) sites: Vec<Site>,
    pub(crate) flags: Vec<Flag>,
    pub(crate) keys: Arc<[Key]>,

    /// What stands at each place where faults can strike.
    pub(crate) places: Vec<Place>,
    /// By place: numbers of the faults there.
    pub(crate) hooks: Vec<Vec<u16>>,
    pub(crate) telemetry_place: u16,
    pub(crate) migrations: Vec<Migration>,
    pub(crate) faults: Vec<Live>,
    /// Wrong values that faults have set: fault id, key, value before.
    pub(crate) wrong_values: Vec<(u32, String, f64)>,
    pub(crate) acts: Acts,

    pub(crate) telemetry: Telemetry,
    pub(crate) sight: Sight,
    pub(crate) watch: Watch,
    pub(crate) logs: LogStore,
    pub(crate) traces: Box<TraceStore>,
    pub(crate) noise: Noise,
    /// One in so many successes is written to an access log.
    pub(crate) access_sample: u32,
    pub(crate) changes: Vec<Change>,
    pub(crate) happenings: Vec<Happening>,
}

/// A feature, as it is switched.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Flag {
    pub(crate) on: bool,
    pub(crate) name: u16,
}

impl World {
    /// A system at the beginning of its warm-up.
    ///
    /// # Errors
    /// All that is wrong with the spec, at once, in words.
    pub fn new(spec: &Arc<SystemSpec>, seed: u64) -> Result<Self, Vec<Problem>> {
        let problems = crate::check::check(spec);
        if !problems.is_empty() {
            return Err(problems);
        }
        let world = Self::build(spec, seed);
        let problems = crate::check::unknown_terms(&world);
        if problems.is_empty() {
            Ok(world)
        } else {
            Err(problems)
        }
    }

    /// Milliseconds from STARTEX; negative in the warm-up.
    pub fn now_ms(&self) -> i64 {
        self.now.div_euclid(1000)
    }

    /// Runs up to and including an instant. Returns what happened, in order of time. An instant
    /// that has passed already changes nothing.
    pub fn advance(&mut self, to_ms: i64) -> Vec<Happening> {
        let until = to_ms * 1000;
        while let Some((at, event)) = self.agenda.next(until) {
            debug_assert!(at >= self.now, "time goes forward");
            self.now = at;
            self.happens(event);
        }
        self.now = self.now.max(until);
        std::mem::take(&mut self.happenings)
    }

    /// The system that runs.
    pub fn spec(&self) -> &SystemSpec {
        &self.spec
    }

    /// All that was logged so far.
    pub fn logs(&self) -> &LogStore {
        &self.logs
    }

    /// What was recorded of user calls so far.
    pub fn traces(&self) -> Traces<'_> {
        Traces {
            store: &self.traces,
            names: self.logs.names(),
            now: self.now,
        }
    }

    /// Records user calls that begin from here on, or no longer. Nothing else changes by it.
    pub fn set_traces(&mut self, on: bool) {
        self.traces.set_on(on);
    }

    /// Spans kept at most, roughly; 1.5 million if nothing is said. Holds from the next trace on.
    pub fn set_trace_limit(&mut self, spans: usize) {
        self.traces.set_limit(spans);
    }

    /// The incident clock at STARTEX, seconds of the day, for times inside rendered lines.
    pub fn set_starts_s_of_day(&mut self, seconds: u32) {
        self.logs.starts_s_of_day = seconds;
    }

    /// Events simulated so far, for measuring speed.
    pub fn events(&self) -> u64 {
        self.agenda.planned()
    }

    pub(crate) fn happen(&mut self, what: What) {
        let at_ms = self.now_ms();
        self.happenings.push(Happening { at_ms, what });
    }

    #[allow(clippy::too_many_arguments)] // They are the fields of a record, in its order.
    pub(crate) fn log(
        &mut self,
        source: u16,
        replica: u16,
        req: u32,
        level: LogLevel,
        line: LogLine,
        x: u16,
        a: u32,
        b: u32,
    ) {
        self.logs.push(LogRecord {
            at_us: self.now,
            req,
            a,
            b,
            source,
            replica,
            x,
            level,
            line,
        });
    }
}
