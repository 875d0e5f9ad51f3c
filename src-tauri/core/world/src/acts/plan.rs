//! From an act to its plan, or to words that say why not.

use super::commands::plan_shed;
use super::roll::SLOTS_US;
use super::steps::Op;
use super::{Plan, World};
use crate::act::Act;
use crate::changes::ChangeKind;
use crate::parts::Part;
use crate::problem::{Refusal, did_you_mean};

/// A command to a queue, a cache or a database.
const COMMAND_US: i64 = 3_000_000;

pub(super) fn refusal<T>(code: &'static str, message: String, hint: &str) -> Result<T, Refusal> {
    Err(Refusal::new(code, message, hint.to_owned()))
}

impl World {
    pub(super) fn plan(&self, act: &Act) -> Result<Plan, Refusal> {
        match act {
            Act::RollBack { on, to } => self.plan_roll_back(on, to.as_deref()),
            Act::Deploy {
                on,
                to,
                skip_migration,
            } => self.plan_deploy_of(on, to, *skip_migration),
            Act::Restart { on } => self.plan_restart(on),
            Act::Scale { on, to } => self.plan_scale(on, *to),
            Act::SetConfig { key, value } => self.plan_config(key, *value),
            Act::Flag { flag, on } => self.plan_flag(flag, *on),
            Act::Breaker { edge, open } => self.plan_breaker(edge, *open),
            Act::Fallback { edge, on } => self.plan_fallback(edge, *on),
            Act::Disable { on, off } => self.plan_disable(on, *off),
            Act::RestartWorkers { on } => match self.need_part(on)? {
                Part::Worker(_) => self.plan_restart(on),
                _ => refusal(
                    "wrong-kind",
                    format!("`{on}` is no worker."),
                    "Restart it instead.",
                ),
            },
            Act::RetryTasks { queue } => self.plan_retry(queue),
            Act::PurgeQueue { queue } => self.plan_purge(queue),
            Act::KillConnections { database } => self.plan_kill(database),
            Act::KillQueries { database } => self.plan_kill_queries(database),
            Act::FailOver { database } => self.plan_fail_over(database),
            Act::MoveTasks { queue, to } => self.plan_move(queue, to),
            Act::ShedTraffic { keep } => plan_shed(*keep),
            Act::FlushCache { cache } => self.plan_flush(cache),
            Act::WarmCache { cache } => self.plan_warm(cache),
            Act::RenewCertificate { on } => self.plan_renew(on),
            Act::FreeDisk { on } => self.plan_free_disk(on),
            Act::SetAlert { alert, when, for_s } => self.plan_alert(alert, when, *for_s),
            Act::HealthCheck { on } => self.plan_health_check(on),
            Act::PipelineCheck => self.plan_pipeline_check(),
            Act::SmokeTest => Ok(self.plan_smoke_test()),
        }
    }

    pub(super) fn need_edge(&self, id: &str) -> Result<u16, Refusal> {
        let known: Vec<String> = self.edges.iter().map(|edge| edge.id.clone()).collect();
        match known.iter().position(|one| one == id) {
            Some(at) => Ok(at as u16),
            None => {
                let message = format!("There is no edge called `{id}`.");
                Err(Refusal::new(
                    "unknown-edge",
                    message,
                    did_you_mean(id, &known),
                ))
            }
        }
    }

    fn plan_restart(&self, on: &str) -> Result<Plan, Refusal> {
        let part = self.need_part(on)?;
        self.refuse_rolling(part)?;
        let (mut steps, takes_us, says) = match part {
            Part::Service(at) => {
                let (steps, takes_us) = self.restart_steps(at);
                (
                    steps,
                    takes_us,
                    format!("{on} one replica at a time; drops what is in flight, comes back cold"),
                )
            }
            Part::Worker(at) => {
                let slots = self.slots_there(at);
                let mut steps = Vec::new();
                self.slot_steps(
                    at,
                    &slots,
                    self.workers[usize::from(at)].version,
                    0,
                    &mut steps,
                );
                (
                    steps,
                    SLOTS_US,
                    format!(
                        "all {} slots of {on}; what they hold goes back to the queue",
                        slots.len()
                    ),
                )
            }
            Part::Database(_) => (
                store_steps(part, 20_000_000),
                20_000_000,
                format!("{on} is away for 20 s, then cold"),
            ),
            Part::Cache(_) => (
                store_steps(part, 5_000_000),
                5_000_000,
                format!("{on} is away for 5 s and comes back empty"),
            ),
            Part::Model(at) => {
                let takes_us = self.models[usize::from(at)].load_us.max(1_000_000);
                (
                    store_steps(part, takes_us),
                    takes_us,
                    format!("{on} is loaded anew, {} s", takes_us / 1_000_000),
                )
            }
            Part::Browser | Part::Queue(_) | Part::External(_) => {
                return refusal(
                    "wrong-kind",
                    format!("`{on}` cannot be restarted."),
                    "Services, workers, databases, caches and models can.",
                );
            }
        };
        steps.push((
            0,
            Op::Change(on.to_owned(), ChangeKind::Restart, "restarted".to_owned()),
        ));
        Ok(Plan {
            steps,
            takes_us,
            says,
            rolls: Some(part),
            also: None,
        })
    }
}

/// One command that takes effect when it is done.
pub(super) fn command(op: Op, component: &str, says: String) -> Plan {
    let change = Op::Change(component.to_owned(), ChangeKind::Other, says.clone());
    Plan {
        steps: vec![(COMMAND_US - 1, op), (COMMAND_US - 1, change)],
        takes_us: COMMAND_US,
        says,
        rolls: None,
        also: None,
    }
}

fn store_steps(part: Part, takes_us: i64) -> Vec<(i64, Op)> {
    vec![
        (0, Op::StopStore(part)),
        (takes_us - 1, Op::ReadyStore(part)),
    ]
}
