//! What healthy systems write into their logs all day.

use crate::World;
use crate::logs::{LogLevel, LogLine};
use crate::parts::replica::Stand;
use crate::random::Stream;
use crate::spec::{Stack, SystemSpec};

/// A bot knocks about this often at each public service. Seconds.
const BOT_EVERY_S: f64 = 25.0;
/// A deprecation warning appears about this often per Django service. Seconds.
const DEPRECATION_EVERY_S: f64 = 90.0;
/// PostgreSQL's `checkpoint_timeout`.
const CHECKPOINT_EVERY_S: i64 = 300;
/// Redis saves "after 60 seconds if at least 10000 keys changed".
const SAVE_EVERY_S: i64 = 60;

/// Luck of the noise, by part.
#[derive(Debug, Clone, Default)]
pub(crate) struct Noise {
    services: Vec<Stream>,
    databases: Vec<Stream>,
    caches: Vec<Stream>,
}

impl Noise {
    pub(crate) fn new(spec: &SystemSpec, seed: u64) -> Self {
        let stream = |id: &String| Stream::new(seed, &format!("noise.{id}"));
        Self {
            services: spec.services.iter().map(|one| stream(&one.id)).collect(),
            databases: spec.databases.iter().map(|one| stream(&one.id)).collect(),
            caches: spec.caches.iter().map(|one| stream(&one.id)).collect(),
        }
    }
}

impl World {
    /// Every second.
    pub(crate) fn make_noise(&mut self) {
        let second = self.now / 1_000_000;
        for at in 0..self.services.len() {
            let luck = &mut self.noise.services[at];
            let (bot, warning) = (
                luck.chance(1.0 / BOT_EVERY_S),
                luck.chance(1.0 / DEPRECATION_EVERY_S),
            );
            let which = luck.below(1_000);
            let known = &self.services[at];
            let (name, stack) = (known.name, known.stack);
            let Some(replica) = known
                .replicas
                .iter()
                .position(|replica| replica.stand == Stand::Up)
            else {
                continue;
            };
            let replica = replica as u16;
            if bot && stack != Stack::Plain {
                self.log(
                    name,
                    replica,
                    0,
                    LogLevel::Warn,
                    LogLine::NotFound,
                    0,
                    which,
                    0,
                );
            }
            if warning && stack == Stack::Django {
                self.log(
                    name,
                    replica,
                    0,
                    LogLevel::Warn,
                    LogLine::Deprecation,
                    0,
                    which,
                    0,
                );
            }
        }
        if second.rem_euclid(CHECKPOINT_EVERY_S) == 0 {
            for at in 0..self.databases.len() {
                let buffers = 200 + self.noise.databases[at].below(900);
                let name = self.databases[at].name;
                self.log(
                    name,
                    0,
                    0,
                    LogLevel::Info,
                    LogLine::DbCheckpoint,
                    0,
                    buffers,
                    0,
                );
            }
        }
        if second.rem_euclid(SAVE_EVERY_S) == 0 {
            for at in 0..self.caches.len() {
                let changes = 10_000 + self.noise.caches[at].below(9_000);
                let name = self.caches[at].name;
                self.log(
                    name,
                    0,
                    0,
                    LogLevel::Info,
                    LogLine::RedisSave,
                    0,
                    changes,
                    0,
                );
            }
        }
    }
}
