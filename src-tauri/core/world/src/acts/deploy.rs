//! Deploys and rollbacks, and the migrations that go with them.

use super::plan::refusal;
use super::steps::Op;
use super::{Plan, World};
use crate::changes::ChangeKind;
use crate::parts::{NONE, Part};
use crate::problem::{Refusal, did_you_mean};

/// A component to be rolled, and what it runs.
struct Rolled {
    part: Part,
    versions: Vec<String>,
    running: u16,
}

impl World {
    pub(super) fn plan_roll_back(&self, on: &str, to: Option<&str>) -> Result<Plan, Refusal> {
        let rolled = self.need_rolled(on)?;
        let target = match to {
            Some(name) => rolled.need_version(on, name)?,
            None if rolled.running == 0 => {
                let from = &rolled.versions[0];
                let message = format!("There is no version of `{on}` before {from}.");
                return refusal("no-earlier-version", message, "");
            }
            None => rolled.running - 1,
        };
        self.plan_version(on, &rolled, target, false)
    }

    pub(super) fn plan_deploy_of(&self, on: &str, to: &str, skip: bool) -> Result<Plan, Refusal> {
        let rolled = self.need_rolled(on)?;
        let target = rolled.need_version(on, to)?;
        self.plan_version(on, &rolled, target, skip)
    }

    fn need_rolled(&self, on: &str) -> Result<Rolled, Refusal> {
        let part = self.need_part(on)?;
        let versions = self.versions_of(on)?;
        self.refuse_rolling(part)?;
        let running = match part {
            Part::Service(at) => self.services[usize::from(at)].version,
            Part::Worker(at) => self.workers[usize::from(at)].version,
            _ => NONE,
        };
        Ok(Rolled {
            part,
            versions,
            running,
        })
    }

    fn plan_version(
        &self,
        on: &str,
        rolled: &Rolled,
        target: u16,
        skip: bool,
    ) -> Result<Plan, Refusal> {
        let (part, running) = (rolled.part, rolled.running);
        let history = self.version_specs(part);
        let undone = usize::from(target) + 1..=usize::from(running);
        // A migration is in the database and stays there; what else cannot go back is refused.
        if let Some(stuck) = undone
            .filter_map(|at| history.get(at))
            .find(|version| !version.rolls_back && version.migrates.is_none())
        {
            return refusal(
                "cannot-roll-back",
                format!(
                    "{} of `{on}` cannot be rolled back: {}",
                    stuck.id, stuck.note
                ),
                "Go forward, or take its effect away by a flag or a configuration value.",
            );
        }
        let (mut steps, takes_us) = self.roll_steps(part, target, None);
        let name = |version: u16| &rolled.versions[usize::from(version)];
        let (from, to) = (name(running), name(target));
        let mut text = format!("{from} → {to}");
        let mut says = format!(
            "{on} {text}, one replica at a time; what is in flight longer than 5 s is dropped"
        );
        if let Part::Service(at) = part {
            for version in self.stuck_migrations(at, target) {
                let stays = name(version);
                says.push_str(&format!(
                    "; the migration of {stays} stays in the database, and {to} may not live with it"
                ));
            }
            let left_out = self.open_migrations(at, target);
            if skip && left_out > 0 {
                text.push_str(", without its migration");
                says.push_str("; its migration is left out");
            } else if !skip {
                steps.insert(0, (0, Op::Migrate(at, target)));
            }
        }
        steps.push((0, Op::Change(on.to_owned(), ChangeKind::Deploy, text)));
        Ok(Plan {
            steps,
            takes_us,
            says,
            rolls: Some(part),
            also: None,
        })
    }
}

impl Rolled {
    fn need_version(&self, on: &str, name: &str) -> Result<u16, Refusal> {
        match self.versions.iter().position(|known| known == name) {
            Some(at) => Ok(at as u16),
            None => {
                let message = format!("`{on}` has no version `{name}`.");
                Err(Refusal::new(
                    "unknown-version",
                    message,
                    did_you_mean(name, &self.versions),
                ))
            }
        }
    }
}
