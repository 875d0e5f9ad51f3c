//! How each kind of component is judged, and by which figures.

use super::components::{Figure, Health};
use crate::World;
use crate::parts::Process;
use crate::parts::replica::Stand;

/// Seconds that health is judged by.
const WINDOW_S: u32 = 15;
/// Share of errors from which a component is not well, and from which it is broken.
const DEGRADED: f64 = 0.02;
const BROKEN: f64 = 0.25;

/// Health of a component of which this share of the work fails.
fn judge(share: f64) -> Health {
    if share >= BROKEN {
        Health::Broken
    } else if share >= DEGRADED {
        Health::Degraded
    } else {
        Health::Ok
    }
}

impl World {
    /// A figure of the last seconds.
    fn lately(&self, id: &str, alias: &str) -> Option<f64> {
        self.figure(id, alias, (self.now / 1_000_000) as i32, WINDOW_S)
    }

    fn share_lately(&self, id: &str, part: &str, whole: &str) -> f64 {
        let whole = self.lately(id, whole).unwrap_or(0.0);
        if whole > 0.0 {
            self.lately(id, part).unwrap_or(0.0) / whole
        } else {
            0.0
        }
    }

    pub(super) fn browser_state(&self) -> (Health, Vec<Figure>) {
        let failing = self.share_lately("browser", "journeys_failed", "journeys");
        let rate = self.lately("browser", "journeys").unwrap_or(0.0) / f64::from(WINDOW_S);
        let figures = vec![
            Figure::new("journeys", format!("{rate:.0}"), "/s"),
            Figure::percent("fail", failing),
            Figure::new("users now", self.traffic.users(), ""),
        ];
        (judge(failing), figures)
    }

    pub(super) fn service_state(&self, at: u16, id: &str) -> (Health, Vec<Figure>) {
        let known = &self.services[usize::from(at)];
        let failing = self.share_lately(id, "errors", "requests");
        let mut figures = vec![
            Figure::percent("errors", failing),
            Figure::time("p95", self.lately(id, "p95_ms")),
        ];
        let there: Vec<_> = known
            .replicas
            .iter()
            .filter(|one| one.stand != Stand::Off)
            .collect();
        let up = (0..known.replicas.len() as u16)
            .filter(|&number| {
                let process = self.replica_process(at, number);
                known.replicas[usize::from(number)].stand == Stand::Up
                    && !self.down_for_sure(known.place, process)
            })
            .count();
        let (mut starved, mut waiting) = (false, 0);
        if !known.pools.is_empty() {
            let pools: Vec<_> = there
                .iter()
                .flat_map(|one| one.pools.iter().zip(&known.pools))
                .collect();
            let used: u32 = pools.iter().map(|(pool, _)| pool.used).sum();
            let size: u32 = pools.iter().map(|(_, of)| of.size).sum();
            waiting = pools.iter().map(|(pool, _)| pool.waiters).sum::<u32>();
            starved = pools
                .iter()
                .any(|(pool, of)| pool.used >= of.size && pool.waiters > 0);
            figures.push(Figure::new("pool", format!("{used}/{size}"), ""));
        }
        if waiting > 0 {
            figures.push(Figure::new("waiting", waiting, ""));
        } else if up < there.len() || known.pools.is_empty() {
            figures.push(Figure::new("replicas", format!("{up}/{}", there.len()), ""));
        }
        let mut health = judge(failing);
        if starved || up < there.len() {
            health = health.max(Health::Degraded);
        }
        if up == 0 {
            health = Health::Broken;
        }
        if known.off {
            health = Health::Off;
        }
        (health, figures)
    }

    pub(super) fn database_state(&self, at: u16, id: &str) -> (Health, Vec<Figure>) {
        let known = &self.databases[usize::from(at)];
        let failing = self
            .share_lately(id, "errors", "queries")
            .max(self.share_lately(id, "refused", "queries"));
        let waiting = known.waiting.len() as u32 + known.locked;
        let figures = vec![
            Figure::new(
                "connections",
                format!("{}/{}", known.connections, known.max_connections),
                "",
            ),
            Figure::time("p95", self.lately(id, "p95_ms")),
            Figure::new("waiting", waiting, ""),
        ];
        let mut health = judge(failing);
        if waiting > known.cores || known.connections >= known.max_connections {
            health = health.max(Health::Degraded);
        }
        let process = self.database_process(at);
        if known.stand != Stand::Up || self.down_for_sure(known.place, process) {
            health = Health::Broken;
        }
        (health, figures)
    }

    pub(super) fn cache_state(&self, at: u16, id: &str) -> (Health, Vec<Figure>) {
        let known = &self.caches[usize::from(at)];
        let looked =
            self.lately(id, "hits").unwrap_or(0.0) + self.lately(id, "misses").unwrap_or(0.0);
        let hits = if looked > 0.0 {
            self.lately(id, "hits").unwrap_or(0.0) / looked
        } else {
            known.hit_ratio * known.warmth
        };
        let figures = vec![
            Figure::percent("hits", hits),
            Figure::new(
                "look-ups",
                format!("{:.0}", looked / f64::from(WINDOW_S)),
                "/s",
            ),
        ];
        let mut health = if hits < known.hit_ratio * 0.85 {
            Health::Degraded
        } else {
            Health::Ok
        };
        let process = Process {
            place: known.place,
            version: crate::parts::NONE,
            started: known.started,
        };
        if known.stand != Stand::Up || self.down_for_sure(known.place, process) {
            health = Health::Broken;
        }
        (health, figures)
    }

    pub(super) fn queue_state(&self, at: u16, id: &str) -> (Health, Vec<Figure>) {
        let known = &self.queues[usize::from(at)];
        let oldest_s = self.lately(id, "oldest_s").unwrap_or(0.0);
        let figures = vec![
            Figure::new("waiting", known.len(), ""),
            Figure::time("oldest", Some(oldest_s * 1000.0)),
            Figure::new("failed", known.failed.len(), ""),
        ];
        let refused = self.lately(id, "refused").unwrap_or(0.0);
        let health = if refused > 0.0 || oldest_s > 300.0 {
            Health::Broken
        } else if oldest_s > 30.0 {
            Health::Degraded
        } else {
            Health::Ok
        };
        (health, figures)
    }

    pub(super) fn worker_state(&self, at: u16, id: &str) -> (Health, Vec<Figure>) {
        let known = &self.workers[usize::from(at)];
        let (hung, busy, size) = (known.hung(), known.busy(), known.size());
        let done = self.lately(id, "done").unwrap_or(0.0);
        let lost = ["failed", "retried", "lost"]
            .iter()
            .filter_map(|alias| self.lately(id, alias))
            .sum::<f64>();
        let failing = if done + lost > 0.0 {
            lost / (done + lost)
        } else {
            0.0
        };
        let figures = vec![
            Figure::new("busy", format!("{busy} of {size}"), ""),
            Figure::new("hung", format!("{hung} of {size}"), ""),
            Figure::new(
                "done",
                format!("{:.0}", done * 60.0 / f64::from(WINDOW_S)),
                "/min",
            ),
        ];
        let mut health = judge(failing);
        if hung > 0 {
            health = health.max(Health::Degraded);
        }
        if hung == size || size == 0 {
            health = Health::Broken;
        }
        if known.off {
            health = Health::Off;
        }
        (health, figures)
    }

    pub(super) fn model_state(&self, at: u16, id: &str) -> (Health, Vec<Figure>) {
        let known = &self.models[usize::from(at)];
        let failing = self.share_lately(id, "errors", "requests");
        // Whether answers are right is not seen from outside: quality is no health.
        let figures = vec![
            Figure::percent("errors", failing),
            Figure::time("p95", self.lately(id, "p95_ms")),
            Figure::new("busy", format!("{} of {}", known.busy, known.slots), ""),
        ];
        let mut health = judge(failing);
        if known.waiting.len() as u32 > known.slots {
            health = health.max(Health::Degraded);
        }
        if known.stand != Stand::Up || self.down_for_sure(known.place, self.model_process(at)) {
            health = Health::Broken;
        }
        (health, figures)
    }

    pub(super) fn external_state(&self, id: &str) -> (Health, Vec<Figure>) {
        let failing = self.share_lately(id, "errors", "requests");
        let limited = self.lately(id, "limited").unwrap_or(0.0);
        let mut figures = vec![
            Figure::percent("errors", failing),
            Figure::time("p95", self.lately(id, "p95_ms")),
        ];
        if limited > 0.0 {
            figures.push(Figure::new(
                "limited",
                format!("{:.0}", limited * 60.0 / f64::from(WINDOW_S)),
                "/min",
            ));
        }
        (judge(failing), figures)
    }
}
