//! What healthy systems write into their logs all day.

use crate::World;
use crate::check::each_step;
use crate::logs::{LogLevel, LogLine};
use crate::parts::replica::Stand;
use crate::random::Stream;
use crate::spec::{Stack, StepKind, SystemSpec};

/// PostgreSQL's `checkpoint_timeout`.
const CHECKPOINT_EVERY_S: i64 = 300;
/// Redis saves "after 60 seconds if at least 10000 keys changed".
const SAVE_EVERY_S: i64 = 60;

/// One kind of noise, by chance.
struct Kind {
    /// Names its streams of chance, so that a new kind does not shift another.
    path: &'static str,
    line: LogLine,
    level: LogLevel,
    /// Mean time between two lines of one component, seconds.
    every_s: f64,
    who: Who,
}

/// Who writes it.
#[derive(Clone, Copy, PartialEq)]
enum Who {
    Django,
    Web,
    Service,
    Database,
    Cache,
    Worker,
    /// Only the first group of workers runs the scheduler.
    Beat,
    Browser,
}

const KINDS: [Kind; 12] = [
    kind("bot", LogLine::NotFound, LogLevel::Warn, 25.0, Who::Service),
    kind(
        "deprecation",
        LogLine::Deprecation,
        LogLevel::Warn,
        90.0,
        Who::Django,
    ),
    kind(
        "host",
        LogLine::BadHost,
        LogLevel::Error,
        600.0,
        Who::Django,
    ),
    kind(
        "csrf",
        LogLine::CsrfFailed,
        LogLevel::Warn,
        180.0,
        Who::Django,
    ),
    kind(
        "recycle",
        LogLine::WorkerNotice,
        LogLevel::Info,
        400.0,
        Who::Service,
    ),
    kind(
        "left",
        LogLine::ClientClosed,
        LogLevel::Info,
        60.0,
        Who::Web,
    ),
    kind(
        "vacuum",
        LogLine::DbVacuum,
        LogLevel::Info,
        150.0,
        Who::Database,
    ),
    kind(
        "report",
        LogLine::DbSlow,
        LogLevel::Info,
        500.0,
        Who::Database,
    ),
    kind(
        "client",
        LogLine::RedisClient,
        LogLevel::Info,
        150.0,
        Who::Cache,
    ),
    kind("beat", LogLine::BeatSent, LogLevel::Info, 60.0, Who::Beat),
    kind(
        "chatter",
        LogLine::WorkerChatter,
        LogLevel::Info,
        240.0,
        Who::Worker,
    ),
    kind(
        "console",
        LogLine::BrowserNoise,
        LogLevel::Warn,
        45.0,
        Who::Browser,
    ),
];

const fn kind(path: &'static str, line: LogLine, level: LogLevel, every_s: f64, who: Who) -> Kind {
    Kind {
        path,
        line,
        level,
        every_s,
        who,
    }
}

/// Luck of the noise: one stream a kind and component.
#[derive(Debug, Clone, Default)]
pub(crate) struct Noise {
    sources: Vec<Source>,
    databases: Vec<Stream>,
    caches: Vec<Stream>,
    /// By cache: changes in the save under way.
    saving: Vec<u32>,
    /// By database: its tables.
    tables: Vec<Vec<String>>,
}

/// A kind of noise at a component.
#[derive(Debug, Clone)]
struct Source {
    kind: usize,
    /// Index among the components of its sort.
    at: usize,
    stream: Stream,
}

impl Noise {
    pub(crate) fn new(spec: &SystemSpec, seed: u64) -> Self {
        let stream = |id: &String| Stream::new(seed, &format!("noise.{id}"));
        let mut sources = Vec::new();
        for (at, Kind { path, who, .. }) in KINDS.iter().enumerate() {
            for (index, id) in who.ids(spec) {
                sources.push(Source {
                    kind: at,
                    at: index,
                    stream: Stream::new(seed, &format!("noise.{path}.{id}")),
                });
            }
        }
        Self {
            sources,
            databases: spec.databases.iter().map(|one| stream(&one.id)).collect(),
            caches: spec.caches.iter().map(|one| stream(&one.id)).collect(),
            saving: vec![0; spec.caches.len()],
            tables: spec
                .databases
                .iter()
                .map(|one| tables_of(spec, &one.id))
                .collect(),
        }
    }
}

impl Who {
    /// Components that write it: index among their sort, and id.
    fn ids(self, spec: &SystemSpec) -> Vec<(usize, String)> {
        let of = |ids: Vec<&String>| ids.into_iter().cloned().enumerate().collect();
        match self {
            Self::Django | Self::Web | Self::Service => spec
                .services
                .iter()
                .enumerate()
                .filter(|(_, one)| match self {
                    Self::Django => one.stack == Stack::Django,
                    Self::Web => matches!(one.stack, Stack::React | Stack::Nginx),
                    _ => one.stack != Stack::Plain,
                })
                .map(|(at, one)| (at, one.id.clone()))
                .collect(),
            Self::Database => of(spec.databases.iter().map(|one| &one.id).collect()),
            Self::Cache => of(spec.caches.iter().map(|one| &one.id).collect()),
            Self::Worker => of(spec.workers.iter().map(|one| &one.id).collect()),
            Self::Beat => of(spec.workers.iter().take(1).map(|one| &one.id).collect()),
            Self::Browser => vec![(0, "browser".to_owned())],
        }
    }
}

/// Tables of a database that queries name, each once, in order.
fn tables_of(spec: &SystemSpec, id: &str) -> Vec<String> {
    let mut tables = Vec::new();
    for endpoint in spec.services.iter().flat_map(|one| &one.endpoints) {
        each_step(&endpoint.steps, &mut |step| {
            if let StepKind::Query {
                database, table, ..
            } = &step.kind
                && database == id
            {
                tables.push(table.clone());
            }
        });
    }
    tables.sort_unstable();
    tables.dedup();
    tables
}

impl World {
    /// Every second.
    pub(crate) fn make_noise(&mut self) {
        for at in 0..self.noise.sources.len() {
            let source = &mut self.noise.sources[at];
            let (kind, part) = (&KINDS[source.kind], source.at);
            let due = source.stream.chance(1.0 / kind.every_s);
            let which = source.stream.below(1_000);
            if due && let Some((name, replica)) = self.who_writes(kind.who, part) {
                self.write_noise(kind, part, name, replica, which);
            }
        }
        let second = self.now / 1_000_000;
        if second.rem_euclid(CHECKPOINT_EVERY_S) == 0 {
            self.checkpoints();
        }
        self.saves(second.rem_euclid(SAVE_EVERY_S));
    }

    /// Name and replica of a component that is up.
    fn who_writes(&self, who: Who, at: usize) -> Option<(u16, u16)> {
        match who {
            Who::Django | Who::Web | Who::Service => {
                let service = &self.services[at];
                let is_up = |replica: &crate::parts::replica::Replica| replica.stand == Stand::Up;
                let replica = service.replicas.iter().position(is_up)?;
                Some((service.name, replica as u16))
            }
            Who::Database => {
                let known = &self.databases[at];
                (known.stand == Stand::Up).then_some((known.name, 0))
            }
            Who::Cache => {
                let known = &self.caches[at];
                (known.stand == Stand::Up).then_some((known.name, 0))
            }
            Who::Worker | Who::Beat => {
                let known = &self.workers[at];
                (!known.off).then_some((known.name, 0))
            }
            Who::Browser => Some((self.traffic.name, 0)),
        }
    }

    fn write_noise(&mut self, kind: &Kind, part: usize, name: u16, replica: u16, which: u32) {
        let mut level = kind.level;
        let (x, a, b) = match kind.line {
            LogLine::ClientClosed => {
                let endpoints = &self.services[part].endpoints;
                let Some(endpoint) = endpoints.get(which as usize % endpoints.len().max(1)) else {
                    return;
                };
                (endpoint.name, 0, 200 + which * 5)
            }
            LogLine::DbVacuum | LogLine::DbSlow => {
                let tables = &self.noise.tables[part];
                let Some(table) = tables.get(which as usize % tables.len().max(1)) else {
                    return;
                };
                (self.logs.names_mut().intern(table), 300 + which * 2, 0)
            }
            LogLine::WorkerNotice => {
                if self.services[part].stack != Stack::Django {
                    level = LogLevel::Warn;
                }
                (0, 20 + which % 400, 0)
            }
            LogLine::RedisClient => (0, 1_000 + which, 0),
            _ => (0, which, 0),
        };
        self.log(name, replica, 0, level, kind.line, x, a, b);
    }

    fn checkpoints(&mut self) {
        for at in 0..self.databases.len() {
            let buffers = 200 + self.noise.databases[at].below(900);
            let name = self.databases[at].name;
            let line = LogLine::DbCheckpoint;
            self.log(name, 0, 0, LogLevel::Info, line, 0, buffers, 0);
        }
    }

    /// A background save begins with its minute and is done a second later.
    fn saves(&mut self, second: i64) {
        for at in 0..self.caches.len() {
            let name = self.caches[at].name;
            if self.caches[at].stand != Stand::Up {
                self.noise.saving[at] = 0;
                continue;
            }
            let (line, changes) = match second {
                0 => {
                    let changes = 10_000 + self.noise.caches[at].below(9_000);
                    self.noise.saving[at] = changes;
                    (LogLine::RedisSave, changes)
                }
                1 if self.noise.saving[at] != 0 => (
                    LogLine::RedisSaved,
                    std::mem::take(&mut self.noise.saving[at]),
                ),
                _ => continue,
            };
            self.log(name, 0, 0, LogLevel::Info, line, 0, changes, 0);
        }
    }
}
