//! What it cost: figures summed since STARTEX, or between two instants.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::World;

/// Sums over a stretch of time, whole seconds. Users are journeys: each is another person.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Totals {
    /// Calls that users' browsers made.
    pub requests: u64,
    /// Calls that failed, were refused or were given up.
    pub failed_requests: u64,
    /// Journeys begun.
    pub journeys: u64,
    /// Users affected: journeys that failed, whether in the end or at the door.
    pub users_affected: u64,
    /// Users who gave up waiting, among them.
    pub users_left: u64,
    /// Users turned away at the door, among them.
    pub users_turned_away: u64,
    /// Journeys begun by kind.
    pub journeys_by: BTreeMap<String, u64>,
    /// Journeys failed by kind.
    pub failed_by: BTreeMap<String, u64>,
    /// Business figures, e.g. orders.
    pub counts: BTreeMap<String, u64>,
    /// Tasks done.
    pub tasks_done: u64,
    /// Tasks done later than they were wanted, among them.
    #[serde(default)]
    pub tasks_late: u64,
    /// Tasks failed for good.
    pub tasks_failed: u64,
    /// Tasks thrown away unseen.
    pub tasks_purged: u64,
    /// Tasks that had failed for good and were put back.
    pub tasks_requeued: u64,
    /// Writes that failovers lost.
    pub lost_writes: u64,
}

impl World {
    /// From STARTEX until now.
    pub fn totals(&self) -> Totals {
        self.totals_between(0, self.now_ms())
    }

    /// Over the whole seconds that begin in `from_ms..to_ms`.
    pub fn totals_between(&self, from_ms: i64, to_ms: i64) -> Totals {
        let begin = from_ms.div_euclid(1000) + i64::from(from_ms.rem_euclid(1000) > 0);
        let end = to_ms.div_euclid(1000) + i64::from(to_ms.rem_euclid(1000) > 0);
        let first = i64::from(self.telemetry.from_s());
        let sum = |component: &str, alias: &str| {
            let Some(series) = self.telemetry.find(component, alias) else {
                return 0;
            };
            let clamp =
                |second: i64| (second - first).clamp(0, series.values.len() as i64) as usize;
            let (from, to) = (clamp(begin), clamp(end));
            if from >= to {
                0
            } else {
                series.values[from..to]
                    .iter()
                    .map(|&value| value as u64)
                    .sum()
            }
        };
        let by = |prefix: &str| {
            let kinds = self.spec.traffic.journeys.iter();
            kinds
                .map(|kind| {
                    (
                        kind.name.clone(),
                        sum("browser", &format!("{prefix}_{}", kind.name)),
                    )
                })
                .collect()
        };
        let workers = |alias: &str| {
            self.spec
                .workers
                .iter()
                .map(|worker| sum(&worker.id, alias))
                .sum()
        };
        let queues = |alias: &str| {
            self.spec
                .queues
                .iter()
                .map(|queue| sum(&queue.id, alias))
                .sum()
        };
        let figures = self
            .traffic
            .business
            .iter()
            .map(|(name, _)| self.logs.names().get(*name).to_owned());
        Totals {
            requests: sum("browser", "requests"),
            failed_requests: sum("browser", "errors"),
            journeys: sum("browser", "journeys"),
            users_affected: sum("browser", "journeys_failed"),
            users_left: sum("browser", "left"),
            users_turned_away: sum("browser", "shed"),
            journeys_by: by("journeys"),
            failed_by: by("journeys_failed"),
            counts: figures
                .map(|name| (name.clone(), sum("business", &name)))
                .collect(),
            tasks_done: workers("done"),
            tasks_late: workers("late"),
            tasks_failed: workers("failed"),
            tasks_purged: queues("purged"),
            tasks_requeued: queues("requeued"),
            lost_writes: self
                .spec
                .databases
                .iter()
                .map(|database| sum(&database.id, "lost_writes"))
                .sum(),
        }
    }
}
