//! Commands: to queues, databases, caches, the front door; and the checks.

use super::plan::{command, refusal};
use super::steps::Op;
use super::{Plan, World};
use crate::parts::Part;
use crate::problem::Refusal;

/// A health check asks everyone.
const HEALTH_US: i64 = 3_000_000;
/// What a smoke test waits at most.
const SMOKE_US: i64 = 8_000_000;

/// Lets only a share of the users in.
pub(super) fn plan_shed(keep: f64) -> Result<Plan, Refusal> {
    if !(0.0..=1.0).contains(&keep) {
        return refusal(
            "out-of-range",
            format!("{keep} is no share."),
            "Give a share from 0 to 1.",
        );
    }
    let percent = keep * 100.0;
    let says = if keep >= 1.0 {
        "everybody is let in again".to_owned()
    } else {
        format!("{percent:.0} % of the users are let in, the others see \"try again later\"")
    };
    Ok(command(Op::Shed(keep), "traffic", says))
}

impl World {
    pub(super) fn need_queue(&self, id: &str) -> Result<u16, Refusal> {
        match self.need_part(id)? {
            Part::Queue(at) => Ok(at),
            _ => refusal(
                "wrong-kind",
                format!("`{id}` is no queue."),
                "Name a queue.",
            ),
        }
    }

    pub(super) fn plan_retry(&self, queue: &str) -> Result<Plan, Refusal> {
        let at = self.need_queue(queue)?;
        let failed = self.queues[usize::from(at)].failed.len();
        if failed == 0 {
            let message = format!("No task of `{queue}` has failed for good.");
            return refusal("nothing-to-do", message, "");
        }
        let says = format!("{failed} failed tasks go back into {queue}");
        Ok(command(Op::RetryTasks(at), queue, says))
    }

    pub(super) fn plan_purge(&self, queue: &str) -> Result<Plan, Refusal> {
        let at = self.need_queue(queue)?;
        let waiting = self.queues[usize::from(at)].len();
        let says = format!("{waiting} tasks that wait in {queue} are thrown away for good");
        Ok(command(Op::Purge(at), queue, says))
    }

    pub(super) fn plan_kill(&self, database: &str) -> Result<Plan, Refusal> {
        let Part::Database(at) = self.need_part(database)? else {
            let message = format!("`{database}` is no database.");
            return refusal("wrong-kind", message, "Name a database.");
        };
        let open = self.databases[usize::from(at)].connections;
        let says = format!("{open} connections to {database} are closed; queries in flight fail");
        Ok(command(Op::KillConnections(at), database, says))
    }

    pub(super) fn plan_flush(&self, cache: &str) -> Result<Plan, Refusal> {
        let Part::Cache(at) = self.need_part(cache)? else {
            return refusal(
                "wrong-kind",
                format!("`{cache}` is no cache."),
                "Name a cache.",
            );
        };
        let says =
            format!("{cache} forgets everything; until it is warm, all goes to the database");
        Ok(command(Op::Flush(at), cache, says))
    }

    pub(super) fn plan_health_check(&self, on: &str) -> Result<Plan, Refusal> {
        self.need_part(on)?;
        let says = format!("asks {on} whether it is well");
        Ok(Plan {
            steps: Vec::new(),
            takes_us: HEALTH_US,
            says,
            rolls: None,
            also: None,
        })
    }

    pub(super) fn plan_pipeline_check(&self) -> Result<Plan, Refusal> {
        let parts = self.pipeline_parts();
        if parts.is_empty() {
            return refusal(
                "no-pipeline",
                "This system has no queue, worker or model.".to_owned(),
                "Check its services instead.",
            );
        }
        Ok(Plan {
            steps: Vec::new(),
            takes_us: HEALTH_US,
            says: format!("asks {} whether they are well", parts.join(", ")),
            rolls: None,
            also: None,
        })
    }

    /// Ids of the queues, workers and models, as the file has them.
    pub(super) fn pipeline_parts(&self) -> Vec<String> {
        use crate::spec::ComponentKind::{Model, Queue, Worker};
        let all = self.components().into_iter();
        all.filter(|part| matches!(part.kind, Queue | Worker | Model))
            .map(|part| part.id)
            .collect()
    }

    pub(super) fn plan_smoke_test(&self) -> Plan {
        let count = self.traffic.journeys.len() as u16;
        let steps = (0..count).map(|journey| (0, Op::Probe(journey))).collect();
        let says = format!("runs {count} journeys once, end to end");
        Plan {
            steps,
            takes_us: SMOKE_US,
            says,
            rolls: None,
            also: None,
        }
    }
}
