//! Which keys there are: named once, at the start.

use super::{Key, Setting};
use crate::World;
use crate::parts::Part;

type Keys = Vec<(String, Setting)>;

impl World {
    /// Lists the keys of all parts, in the order of the spec.
    pub(crate) fn list_keys(&mut self) {
        let mut keys = Keys::new();
        self.service_keys(&mut keys);
        self.edge_keys(&mut keys);
        self.store_keys(&mut keys);
        self.task_keys(&mut keys);
        keys.push(("traffic.attempts".to_owned(), Setting::UserAttempts));
        keys.push(("traffic.gives_up_ms".to_owned(), Setting::UserPatience));
        keys.push(("traffic.retry_after_ms".to_owned(), Setting::UserRetry));
        let with_value = |(name, setting)| Key {
            name,
            setting,
            default: self.setting(setting),
        };
        self.keys = keys.into_iter().map(with_value).collect::<Vec<_>>().into();
    }

    fn service_keys(&self, keys: &mut Keys) {
        for at in 0..self.services.len() as u16 {
            let id = self.part_id(Part::Service(at));
            keys.push((format!("{id}.workers"), Setting::Workers(at)));
            keys.push((format!("{id}.queue_length"), Setting::QueueLength(at)));
            keys.push((format!("{id}.queue_order"), Setting::QueueOrder(at)));
            keys.push((format!("{id}.timeout_ms"), Setting::Timeout(at)));
            keys.push((format!("{id}.rate_limit"), Setting::ServiceRate(at)));
            let known = &self.services[usize::from(at)];
            if known.memory.is_some() {
                keys.push((format!("{id}.memory_mb"), Setting::Memory(at)));
            }
            if known.health.is_some() {
                keys.push((format!("{id}.health.every_ms"), Setting::HealthEvery(at)));
                keys.push((
                    format!("{id}.health.timeout_ms"),
                    Setting::HealthTimeout(at),
                ));
                keys.push((format!("{id}.health.failures"), Setting::HealthFailures(at)));
            }
            for (number, pool) in self.services[usize::from(at)].pools.iter().enumerate() {
                let database = self.part_id(Part::Database(pool.database));
                let pool = format!("{id}.pool.{database}");
                let number = number as u8;
                keys.push((format!("{pool}.size"), Setting::PoolSize(at, number)));
                keys.push((format!("{pool}.wait_ms"), Setting::PoolWait(at, number)));
            }
        }
    }

    /// Only edges that are called over: a query's way has the pool's settings.
    fn edge_keys(&self, keys: &mut Keys) {
        for (number, edge) in self.edges.iter().enumerate() {
            let (at, id) = (number as u16, &edge.id);
            if !self.sites.iter().any(|site| site.edge == at) {
                continue;
            }
            keys.push((format!("{id}.timeout_ms"), Setting::CallTimeout(at)));
            keys.push((format!("{id}.attempts"), Setting::CallAttempts(at)));
            keys.push((format!("{id}.backoff_ms"), Setting::CallBackoff(at)));
            keys.push((format!("{id}.jitter"), Setting::CallJitter(at)));
            keys.push((format!("{id}.retry_budget"), Setting::CallBudget(at)));
            if edge.breaker.is_some() {
                keys.push((format!("{id}.breaker_ratio"), Setting::BreakerRatio(at)));
            }
        }
    }

    fn store_keys(&self, keys: &mut Keys) {
        for at in 0..self.databases.len() as u16 {
            let id = self.part_id(Part::Database(at));
            keys.push((format!("{id}.max_connections"), Setting::MaxConnections(at)));
            keys.push((format!("{id}.lock_timeout_ms"), Setting::LockTimeout(at)));
        }
        for at in 0..self.queues.len() as u16 {
            let id = self.part_id(Part::Queue(at));
            keys.push((format!("{id}.capacity"), Setting::Capacity(at)));
            keys.push((format!("{id}.max_deliveries"), Setting::Deliveries(at)));
        }
        for at in 0..self.models.len() as u16 {
            let id = self.part_id(Part::Model(at));
            keys.push((format!("{id}.slots"), Setting::ModelSlots(at)));
        }
        for at in 0..self.externals.len() as u16 {
            let id = self.part_id(Part::External(at));
            keys.push((format!("{id}.rate_limit"), Setting::RateLimit(at)));
        }
    }

    fn task_keys(&self, keys: &mut Keys) {
        for at in 0..self.workers.len() as u16 {
            let id = self.part_id(Part::Worker(at));
            keys.push((format!("{id}.prefetch"), Setting::Prefetch(at)));
            for (number, kind) in self.workers[usize::from(at)].kinds.iter().enumerate() {
                let task = format!("{id}.task.{}", self.logs.names().get(kind.name));
                let number = number as u16;
                keys.push((
                    format!("{task}.timeout_ms"),
                    Setting::TaskTimeout(at, number),
                ));
                keys.push((
                    format!("{task}.attempts"),
                    Setting::TaskAttempts(at, number),
                ));
                keys.push((
                    format!("{task}.retry_after_ms"),
                    Setting::TaskRetry(at, number),
                ));
            }
        }
    }
}
