//! Acts on data, machines and certificates: failover, sessions, disks, crawls.

use super::plan::{command, refusal};
use super::steps::Op;
use super::{Plan, World};
use crate::changes::ChangeKind;
use crate::parts::{NONE, Part};
use crate::problem::Refusal;

/// A replica is promoted, and clients are sent to it, in this.
const PROMOTE_US: i64 = 20_000_000;
/// It is missing as a replica for so long: a new one is built.
const REBUILD_US: i64 = 90_000_000;
/// A failover that finds its database being rolled comes again after this.
const AGAIN_US: i64 = 10_000_000;
/// A machine without a replica is started again in this, once that has been noticed.
const ALONE_US: i64 = 60_000_000;
/// A new certificate is asked for and rolled out in this.
const RENEW_US: i64 = 45_000_000;
/// Old files are found and deleted in this.
const FREE_US: i64 = 30_000_000;
/// A crawl asks for a page this often, and for so long.
const CRAWL_EVERY_US: i64 = 20_000;
const CRAWL_US: i64 = 60_000_000;

impl World {
    fn need_database(&self, id: &str) -> Result<u16, Refusal> {
        match self.need_part(id)? {
            Part::Database(at) => Ok(at),
            _ => refusal(
                "wrong-kind",
                format!("`{id}` is no database."),
                "Name a database.",
            ),
        }
    }

    pub(super) fn plan_kill_queries(&self, database: &str) -> Result<Plan, Refusal> {
        let at = self.need_database(database)?;
        let says = format!(
            "sessions of {database} that hold locks or have run for more than 5 s are ended; what they did is undone"
        );
        Ok(command(Op::EndSessions(at), database, says))
    }

    pub(super) fn plan_fail_over(&self, database: &str) -> Result<Plan, Refusal> {
        let at = self.need_database(database)?;
        self.refuse_rolling(Part::Database(at))?;
        let hint = "Restart it, or find out what ails it.";
        let Some(any) = self.replica_of(at) else {
            let message = format!("`{database}` has no replica that could take over.");
            return refusal("no-replica", message, hint);
        };
        let Some(replica) = self.ready_replica_of(at) else {
            let name = self.part_id(Part::Database(any));
            let message = format!("`{name}` cannot take over: it is down, or being built.");
            return refusal("no-replica", message, hint);
        };
        let name = self.part_id(Part::Database(replica));
        let says = format!(
            "{name} takes over from {database}: away for 20 s, then cold; what has not reached {name} is lost; nobody reads from {name} for 90 s more"
        );
        Ok(self.fail_over_plan(at, replica, 0, says))
    }

    fn fail_over_plan(&self, at: u16, replica: u16, after: i64, says: String) -> Plan {
        let (part, other) = (Part::Database(at), Part::Database(replica));
        let (id, name) = (self.part_id(part), self.part_id(other));
        let over = after + PROMOTE_US - 1;
        let text = format!("failed over to {name}");
        let steps = vec![
            (0, Op::StopStore(part)),
            (over, Op::StopStore(other)),
            (over, Op::Promote(at, replica)),
            (over, Op::ReadyStore(part)),
            (over, Op::Change(id.to_owned(), ChangeKind::Other, text)),
            (over + REBUILD_US, Op::ReadyStore(other)),
        ];
        Plan {
            steps,
            takes_us: after + PROMOTE_US,
            says,
            rolls: Some(part),
            also: Some((other, over + REBUILD_US)),
        }
    }

    /// The machine of a database dies; its replica takes over when that has been noticed.
    pub(crate) fn begin_fail_over(&mut self, database: u16, noticed_after: i64) {
        let part = Part::Database(database);
        if self.refuse_rolling(part).is_err() {
            // It happens as soon as nobody is at it.
            self.plan_op(self.now + AGAIN_US, Op::FailOver(database, noticed_after));
            return;
        }
        let plan = match self.ready_replica_of(database) {
            Some(replica) => self.fail_over_plan(database, replica, noticed_after, String::new()),
            // Nobody can take over: the machine is started again.
            None => Plan {
                steps: vec![
                    (0, Op::StopStore(part)),
                    (noticed_after + ALONE_US - 1, Op::ReadyStore(part)),
                ],
                takes_us: noticed_after + ALONE_US,
                says: String::new(),
                rolls: Some(part),
                also: None,
            },
        };
        self.begin_plan(None, plan);
    }

    pub(super) fn plan_move(&self, queue: &str, to: &str) -> Result<Plan, Refusal> {
        let (from, into) = (self.need_queue(queue)?, self.need_queue(to)?);
        if from == into {
            let message = format!("`{queue}` is the queue they are in.");
            return refusal("nothing-to-do", message, "Name another one.");
        }
        let waiting = self.queues[usize::from(from)].len();
        let says = format!("{waiting} tasks that wait in {queue} go to {to}");
        Ok(command(Op::MoveTasks(from, into), queue, says))
    }

    pub(super) fn plan_warm(&self, cache: &str) -> Result<Plan, Refusal> {
        let Part::Cache(at) = self.need_part(cache)? else {
            let message = format!("`{cache}` is no cache.");
            return refusal("wrong-kind", message, "Name a cache.");
        };
        let journeys = self.journeys_over(at);
        if journeys.is_empty() {
            let message = format!("No journey asks `{cache}`.");
            return refusal("nothing-to-do", message, "");
        }
        let mut steps = Vec::new();
        for number in 0..(CRAWL_US / CRAWL_EVERY_US) as usize {
            let journey = journeys[number % journeys.len()];
            steps.push((number as i64 * CRAWL_EVERY_US, Op::Crawl(journey)));
        }
        let text = "crawled for a minute".to_owned();
        steps.push((0, Op::Change(cache.to_owned(), ChangeKind::Other, text)));
        let says = format!(
            "asks for 50 pages a second for 1 min, so that {cache} knows them; the database pays for it"
        );
        Ok(Plan {
            steps,
            takes_us: CRAWL_US,
            says,
            rolls: None,
            also: None,
        })
    }

    /// Journeys with a call whose steps look into a cache.
    fn journeys_over(&self, cache: u16) -> Vec<u16> {
        let all = self.traffic.journeys.iter().enumerate();
        let over = all.filter(|(_, kind)| {
            kind.calls.iter().any(|&(service, endpoint, _)| {
                let known = &self.services[usize::from(service)];
                known.endpoints[usize::from(endpoint)].looks_into(cache)
            })
        });
        over.map(|(at, _)| at as u16).collect()
    }

    pub(super) fn plan_renew(&self, on: &str) -> Result<Plan, Refusal> {
        let edge = self.edges.iter().find(|edge| edge.id == on);
        let (place, owner) = match edge {
            Some(edge) => (edge.place, edge.to),
            None => {
                let part = self.need_part(on)?;
                (self.part_place(part), part)
            }
        };
        match owner {
            Part::External(_) => {
                let message = format!("The certificate of `{on}` is the provider's, not yours.");
                return refusal("not-ours", message, "Ask them, or do without them.");
            }
            Part::Service(_) | Part::Database(_) | Part::Cache(_) | Part::Queue(_)
                if place != NONE => {}
            _ => {
                let message = format!("`{on}` has no certificate.");
                return refusal("wrong-kind", message, "Services and edges to them have.");
            }
        }
        let source = self.part_name(owner);
        let text = "new certificate".to_owned();
        let steps = vec![
            (RENEW_US - 1, Op::Renew(place, source)),
            (
                RENEW_US - 1,
                Op::Change(on.to_owned(), ChangeKind::Other, text),
            ),
        ];
        Ok(Plan {
            steps,
            takes_us: RENEW_US,
            says: format!("a new certificate for {on}, good for 90 days"),
            rolls: None,
            also: None,
        })
    }

    pub(super) fn plan_free_disk(&self, on: &str) -> Result<Plan, Refusal> {
        let at = self.need_database(on)?;
        let Some(disk) = self.databases[usize::from(at)].disk else {
            let message = format!("The disk of `{on}` is no concern here.");
            return refusal("nothing-to-do", message, "");
        };
        let says = format!(
            "{on} uses {:.0} % of its disk; what its tables do not need is deleted",
            disk.used() * 100.0
        );
        let text = "old files deleted".to_owned();
        let steps = vec![
            (FREE_US - 1, Op::FreeDisk(at)),
            (
                FREE_US - 1,
                Op::Change(on.to_owned(), ChangeKind::Other, text),
            ),
        ];
        Ok(Plan {
            steps,
            takes_us: FREE_US,
            says,
            rolls: None,
            also: None,
        })
    }
}
