//! What a setting is now, and what setting it does at once.

use super::Setting;
use crate::World;
use crate::parts::edge::Site;
use crate::parts::health::Check;
use crate::parts::worker::Kind;
use crate::spec::QueueOrder;

impl World {
    /// Value of a setting now.
    pub(crate) fn setting(&self, setting: Setting) -> f64 {
        let ms = |us: i64| us as f64 / 1000.0;
        let service = |at: u16| &self.services[usize::from(at)];
        let site = |edge: u16| self.sites.iter().find(|site| site.edge == edge);
        match setting {
            Setting::Workers(at) => f64::from(service(at).workers),
            Setting::QueueLength(at) => f64::from(service(at).queue_length),
            Setting::QueueOrder(at) => f64::from(service(at).order as u8),
            Setting::Timeout(at) => ms(service(at).timeout_us),
            Setting::ServiceRate(at) => service(at).door.per_s,
            Setting::Memory(at) => service(at).memory.map_or(0.0, |memory| memory.limit_mb),
            Setting::HealthEvery(at) => {
                service(at).health.map_or(0.0, |health| ms(health.every_us))
            }
            Setting::HealthTimeout(at) => service(at)
                .health
                .map_or(0.0, |health| ms(health.timeout_us)),
            Setting::HealthFailures(at) => service(at)
                .health
                .map_or(0.0, |health| f64::from(health.failures)),
            Setting::LockTimeout(at) => ms(self.databases[usize::from(at)].lock_timeout_us),
            Setting::Deliveries(at) => f64::from(self.queues[usize::from(at)].max_deliveries),
            Setting::Prefetch(at) => f64::from(self.workers[usize::from(at)].prefetch),
            Setting::CallJitter(edge) => site(edge).map_or(0.0, |site| site.jitter),
            Setting::PoolSize(at, pool) => f64::from(service(at).pools[usize::from(pool)].size),
            Setting::PoolWait(at, pool) => ms(service(at).pools[usize::from(pool)].wait_us),
            Setting::MaxConnections(at) => {
                f64::from(self.databases[usize::from(at)].max_connections)
            }
            Setting::Capacity(at) => f64::from(self.queues[usize::from(at)].capacity),
            Setting::TaskTimeout(at, kind) => {
                ms(self.workers[usize::from(at)].kinds[usize::from(kind)].timeout_us)
            }
            Setting::TaskAttempts(at, kind) => {
                f64::from(self.workers[usize::from(at)].kinds[usize::from(kind)].attempts)
            }
            Setting::TaskRetry(at, kind) => {
                self.workers[usize::from(at)].kinds[usize::from(kind)].retry_ms
            }
            Setting::ModelSlots(at) => f64::from(self.models[usize::from(at)].slots),
            Setting::RateLimit(at) => self.externals[usize::from(at)].door.per_s,
            Setting::CallTimeout(edge) => site(edge).map_or(0.0, |site| ms(site.timeout_us)),
            Setting::CallAttempts(edge) => site(edge).map_or(0.0, |site| f64::from(site.attempts)),
            Setting::CallBackoff(edge) => site(edge).map_or(0.0, |site| ms(site.backoff_us)),
            Setting::CallBudget(edge) => self.edges[usize::from(edge)].budget.unwrap_or(-1.0),
            Setting::BreakerRatio(edge) => self.edges[usize::from(edge)]
                .breaker
                .as_ref()
                .map_or(0.0, |breaker| breaker.failure_ratio),
            Setting::UserAttempts => f64::from(self.traffic.attempts),
            Setting::UserPatience => ms(self.traffic.gives_up_us),
            Setting::UserRetry => self.traffic.retry_ms,
        }
    }

    pub(super) fn set(&mut self, setting: Setting, value: f64) {
        let (count, us) = (value as u32, (value * 1000.0) as i64);
        match setting {
            Setting::Workers(at) => {
                self.services[usize::from(at)].workers = count;
                for replica in 0..self.services[usize::from(at)].replicas.len() as u16 {
                    self.serve_queue(at, replica);
                }
            }
            Setting::QueueLength(at) => self.services[usize::from(at)].queue_length = count,
            Setting::QueueOrder(at) => {
                self.services[usize::from(at)].order = match count {
                    0 => QueueOrder::Fifo,
                    1 => QueueOrder::Lifo,
                    _ => QueueOrder::DropExpired,
                };
            }
            Setting::Timeout(at) => self.services[usize::from(at)].timeout_us = us,
            Setting::ServiceRate(at) => self.services[usize::from(at)].door.per_s = value,
            Setting::Memory(at) => {
                if let Some(memory) = &mut self.services[usize::from(at)].memory {
                    memory.limit_mb = value;
                }
            }
            Setting::HealthEvery(at) => self.each_check(at, |health| health.every_us = us),
            Setting::HealthTimeout(at) => self.each_check(at, |health| health.timeout_us = us),
            Setting::HealthFailures(at) => self.each_check(at, |health| health.failures = count),
            Setting::LockTimeout(at) => self.databases[usize::from(at)].lock_timeout_us = us,
            Setting::Deliveries(at) => self.queues[usize::from(at)].max_deliveries = count,
            Setting::Prefetch(at) => self.workers[usize::from(at)].prefetch = count,
            Setting::CallJitter(edge) => self.each_site(edge, |site| site.jitter = value),
            Setting::PoolSize(at, pool) => {
                self.services[usize::from(at)].pools[usize::from(pool)].size = count;
                for replica in 0..self.services[usize::from(at)].replicas.len() as u16 {
                    self.shrink_pool(at, replica, pool);
                    self.serve_waiters(at, replica, pool);
                }
            }
            Setting::PoolWait(at, pool) => {
                self.services[usize::from(at)].pools[usize::from(pool)].wait_us = us;
            }
            Setting::MaxConnections(at) => self.databases[usize::from(at)].max_connections = count,
            Setting::Capacity(at) => self.queues[usize::from(at)].capacity = count,
            Setting::TaskTimeout(at, kind) => self.kind_mut(at, kind).timeout_us = us,
            Setting::TaskAttempts(at, kind) => self.kind_mut(at, kind).attempts = count,
            Setting::TaskRetry(at, kind) => {
                let kind = self.kind_mut(at, kind);
                kind.retry_ms = value;
                kind.retry_after = kind.retry_after.with_mean(value * 1000.0);
            }
            Setting::ModelSlots(at) => {
                self.models[usize::from(at)].slots = count;
                self.place_inferences(at);
            }
            Setting::RateLimit(at) => {
                self.externals[usize::from(at)].door.per_s = value;
            }
            Setting::CallTimeout(edge) => self.each_site(edge, |site| site.timeout_us = us),
            Setting::CallAttempts(edge) => self.each_site(edge, |site| site.attempts = count),
            Setting::CallBackoff(edge) => self.each_site(edge, |site| site.backoff_us = us),
            Setting::CallBudget(edge) => {
                self.edges[usize::from(edge)].budget = (value >= 0.0).then_some(value);
            }
            Setting::BreakerRatio(edge) => {
                if let Some(breaker) = &mut self.edges[usize::from(edge)].breaker {
                    breaker.failure_ratio = value;
                }
            }
            Setting::UserAttempts => self.traffic.attempts = count,
            Setting::UserPatience => self.traffic.gives_up_us = us,
            Setting::UserRetry => {
                self.traffic.retry_ms = value;
                self.traffic.retry_after = self.traffic.retry_after.with_mean(value * 1000.0);
            }
        }
    }

    fn kind_mut(&mut self, worker: u16, kind: u16) -> &mut Kind {
        &mut self.workers[usize::from(worker)].kinds[usize::from(kind)]
    }

    fn each_check(&mut self, service: u16, change: impl Fn(&mut Check)) {
        if let Some(health) = &mut self.services[usize::from(service)].health {
            change(health);
        }
    }

    fn each_site(&mut self, edge: u16, change: impl Fn(&mut Site)) {
        self.sites
            .iter_mut()
            .filter(|site| site.edge == edge)
            .for_each(change);
    }
}
