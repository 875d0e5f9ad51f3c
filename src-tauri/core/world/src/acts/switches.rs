//! Switches: configuration, flags, breakers, fallbacks, whole components.

use super::plan::{command, refusal};
use super::steps::Op;
use super::{Plan, World};
use crate::changes::ChangeKind;
use crate::config::Setting;
use crate::parts::Part;
use crate::problem::{Refusal, did_you_mean};

/// A configuration value is everywhere after this.
const CONFIG_US: i64 = 4_000_000;
/// An alert may wait for at most so long.
const MOST_FOR_S: u32 = 3_600;
/// A flag is everywhere after this.
const FLAG_US: i64 = 3_000_000;

impl World {
    pub(super) fn plan_config(&self, key: &str, value: f64) -> Result<Plan, Refusal> {
        let setting = self.check_own_setting(key, value)?;
        let before = self.key_value(key).unwrap_or(value);
        let mut says = format!("{key} {before} → {value}");
        if let Setting::PoolSize(service, pool) = setting {
            let replicas = self.replicas_there(service).len() as u32;
            says.push_str(&self.connections_warning(service, replicas, Some((pool, value as u32))));
        }
        let steps = vec![(CONFIG_US - 1, Op::Set(key.to_owned(), value))];
        Ok(Plan {
            steps,
            takes_us: CONFIG_US,
            says,
            rolls: None,
            also: None,
        })
    }

    pub(super) fn plan_alert(&self, alert: &str, when: &str, for_s: u32) -> Result<Plan, Refusal> {
        let rules = self.alert_rules();
        let known: Vec<String> = rules.iter().map(|(name, ..)| name.clone()).collect();
        let Some(at) = known.iter().position(|one| one == alert) else {
            let message = format!("There is no alert called `{alert}`.");
            return Err(Refusal::new(
                "unknown-alert",
                message,
                did_you_mean(alert, &known),
            ));
        };
        self.check_rule(when)?;
        if for_s > MOST_FOR_S {
            return refusal(
                "out-of-range",
                format!("An alert cannot wait {for_s} s."),
                &format!("Give at most {MOST_FOR_S} s."),
            );
        }
        let (_, before, was_s) = &rules[at];
        let says = format!("{alert}: {before} for {was_s} s → {when} for {for_s} s");
        let steps = vec![
            (
                CONFIG_US - 1,
                Op::SetAlert(at as u16, when.to_owned(), for_s),
            ),
            (
                CONFIG_US - 1,
                Op::Change("alerts".to_owned(), ChangeKind::Config, says.clone()),
            ),
        ];
        Ok(Plan {
            steps,
            takes_us: CONFIG_US,
            says,
            rolls: None,
            also: None,
        })
    }

    pub(super) fn plan_flag(&self, flag: &str, on: bool) -> Result<Plan, Refusal> {
        let known: Vec<String> = self.spec.flags.iter().map(|one| one.id.clone()).collect();
        let Some(at) = known.iter().position(|one| one == flag) else {
            let message = format!("There is no flag called `{flag}`.");
            return Err(Refusal::new(
                "unknown-flag",
                message,
                did_you_mean(flag, &known),
            ));
        };
        let says = if on {
            format!("{flag} on")
        } else {
            format!("{flag} off: {}", self.spec.flags[at].title)
        };
        Ok(Plan {
            steps: vec![(FLAG_US - 1, Op::Flag(at as u16, on))],
            takes_us: FLAG_US,
            says,
            rolls: None,
            also: None,
        })
    }

    pub(super) fn plan_breaker(&self, edge: &str, open: bool) -> Result<Plan, Refusal> {
        let at = self.need_edge(edge)?;
        let known = &self.edges[usize::from(at)];
        if known.breaker.is_none() {
            return refusal(
                "no-breaker",
                format!("`{edge}` has no circuit breaker."),
                "Cut its retries, or switch the feature off.",
            );
        }
        let says = match (open, known.can_fall_back) {
            (true, true) => format!("{edge} is cut; cached answers are served"),
            (true, false) => format!("{edge} is cut; every call over it fails at once"),
            (false, _) => format!("{edge} is let through again, and watched"),
        };
        Ok(command(Op::Breaker(at, open), edge, says))
    }

    pub(super) fn plan_fallback(&self, edge: &str, on: bool) -> Result<Plan, Refusal> {
        let at = self.need_edge(edge)?;
        if !self.edges[usize::from(at)].can_fall_back {
            return refusal(
                "no-fallback",
                format!("There is no cached answer for `{edge}`."),
                "Switch the feature off by its flag.",
            );
        }
        let says = if on {
            format!("cached answers instead of {edge}")
        } else {
            format!("{edge} is called again")
        };
        Ok(command(Op::Fallback(at, on), edge, says))
    }

    pub(super) fn plan_disable(&self, on: &str, off: bool) -> Result<Plan, Refusal> {
        let part = self.need_part(on)?;
        let essential = match part {
            Part::Service(at) => self.spec.services[usize::from(at)].essential,
            Part::Worker(at) => self.spec.workers[usize::from(at)].essential,
            _ => {
                return refusal(
                    "wrong-kind",
                    format!("`{on}` cannot be switched off."),
                    "Services and workers can.",
                );
            }
        };
        if essential && off {
            return refusal(
                "essential",
                format!("`{on}` is essential: without it there is no business."),
                "Disable something that users can do without.",
            );
        }
        let says = if off {
            format!("{on} is switched off")
        } else {
            format!("{on} is switched on again")
        };
        Ok(command(Op::Disable(part, off), on, says))
    }
}
