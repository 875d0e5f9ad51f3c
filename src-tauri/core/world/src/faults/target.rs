//! What a fault points at: found, or refused in words.

use super::{Carried, Live, Stage, Strike, strike_of};
use crate::World;
use crate::fault::{Carrier, Effect, Fault, Shape};
use crate::parts::{NONE, Part};
use crate::problem::{Refusal, did_you_mean};
use crate::random::Stream;

/// Largest factor of a fault. Beyond it the simulation would only burn time.
const MOST_FACTOR: f64 = 100.0;

/// What stands at a place, as far as effects can do something to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Part(Part),
    Pool(u16),
    Edge,
    Traffic,
}

impl World {
    /// Whether a fault could be started now.
    ///
    /// # Errors
    /// `unknown-target`, `no-such-effect`, `out-of-range`, `unknown-name`, `unknown-carrier`.
    pub fn check_fault(&self, fault: &Fault) -> Result<(), Refusal> {
        self.resolve_fault(0, fault).map(|_| ())
    }

    pub(super) fn resolve_fault(&self, id: u32, fault: &Fault) -> Result<Live, Refusal> {
        let (strike, amount) = strike_of(&fault.effect);
        check_amount(&fault.effect, fault.shape)?;
        let mut place = NONE;
        let mut only = NONE;
        if let Effect::Misconfigured { value } = fault.effect {
            self.check_setting(&fault.on, value)?;
        } else {
            let (found, target) = self.find_target(&fault.on)?;
            check_effect(strike, target, &fault.on)?;
            place = found;
            if let Some(name) = &fault.only {
                only = self.find_only(name, target)?;
            }
        }
        let carried = self.find_carrier(fault, place)?;
        let now = self.now;
        let until = fault
            .for_ms
            .map_or(i64::MAX, |ms| now + i64::from(ms) * 1000);
        let luck = Stream::new(self.seed, &format!("fault.{id}.{}", fault.on));
        let stage = Stage::Active;
        let fault = fault.clone();
        Ok(Live {
            id,
            fault,
            strike,
            amount,
            place,
            only,
            carried,
            started: now,
            until,
            stage,
            luck,
        })
    }

    fn find_target(&self, on: &str) -> Result<(u16, Target), Refusal> {
        if on == "traffic" {
            return Ok((self.traffic.place, Target::Traffic));
        }
        if let Some(part) = self.find_part(on) {
            return Ok((self.part_place(part), Target::Part(part)));
        }
        if let Some(edge) = self.edges.iter().find(|edge| edge.id == on) {
            return Ok((edge.place, Target::Edge));
        }
        for (number, service) in self.services.iter().enumerate() {
            for pool in &service.pools {
                if self.pool_id(number as u16, pool.database) == on {
                    return Ok((pool.place, Target::Pool(number as u16)));
                }
            }
        }
        let mut known = self.part_ids();
        known.push("traffic".to_owned());
        known.extend(self.edges.iter().map(|edge| edge.id.clone()));
        for (number, service) in self.services.iter().enumerate() {
            known.extend(
                service
                    .pools
                    .iter()
                    .map(|pool| self.pool_id(number as u16, pool.database)),
            );
        }
        Err(Refusal::new(
            "unknown-target",
            format!("There is no component, pool or edge called `{on}`."),
            did_you_mean(on, &known),
        ))
    }

    fn find_only(&self, name: &str, target: Target) -> Result<u16, Refusal> {
        let known: Vec<String> = match target {
            Target::Part(Part::Service(at)) | Target::Pool(at) => self.endpoint_names(at),
            Target::Part(Part::Database(_)) => self.table_names(),
            Target::Part(Part::Queue(_) | Part::Worker(_) | Part::Model(_)) => self.task_names(),
            Target::Part(Part::Browser) | Target::Traffic => self.journey_names(),
            Target::Edge => {
                let mut all: Vec<String> = (0..self.services.len())
                    .flat_map(|at| self.endpoint_names(at as u16))
                    .collect();
                all.extend(self.table_names());
                all.extend(self.task_names());
                all
            }
            Target::Part(Part::Cache(_) | Part::External(_)) => Vec::new(),
        };
        if known.iter().any(|one| one == name) {
            return Ok(self.known_name(name));
        }
        let message = format!("There is nothing called `{name}` there.");
        Err(Refusal::new(
            "unknown-name",
            message,
            did_you_mean(name, &known),
        ))
    }

    fn find_carrier(&self, fault: &Fault, place: u16) -> Result<Carried, Refusal> {
        match &fault.carried_by {
            Carrier::Outside => Ok(Carried::Outside),
            Carrier::Process => {
                if place != NONE && self.running_at(place).is_empty() {
                    return Err(Refusal::new(
                        "unknown-carrier",
                        format!(
                            "Nothing the team could restart carries a fault on `{}`.",
                            fault.on
                        ),
                        "Let the world outside carry it.".to_owned(),
                    ));
                }
                Ok(Carried::Process { before: self.now })
            }
            Carrier::Config { key } => match self.key_value(key) {
                Some(value) => Ok(Carried::Config {
                    key: key.clone(),
                    value,
                }),
                None => Err(Refusal::new(
                    "unknown-carrier",
                    format!("There is no configuration key or flag called `{key}`."),
                    did_you_mean(key, &self.key_names()),
                )),
            },
            Carrier::Version { component, version } => {
                let versions = self.versions_of(component)?;
                match versions.iter().position(|known| known == version) {
                    Some(number) => {
                        let place = self
                            .find_part(component)
                            .map_or(NONE, |part| self.part_place(part));
                        Ok(Carried::Version {
                            place,
                            version: number as u16,
                        })
                    }
                    None => Err(Refusal::new(
                        "unknown-carrier",
                        format!("`{component}` has no version `{version}`."),
                        did_you_mean(version, &versions),
                    )),
                }
            }
        }
    }
}

fn check_amount(effect: &Effect, shape: Shape) -> Result<(), Refusal> {
    let share = |value: f64| (0.0..=1.0).contains(&value);
    let factor = |value: f64| (0.0..=MOST_FACTOR).contains(&value);
    let fine = match *effect {
        Effect::PoolLeak { rate: value }
        | Effect::Errors { ratio: value }
        | Effect::Hang { ratio: value }
        | Effect::Garbage { ratio: value } => share(value),
        Effect::Slow { factor: value } | Effect::Surge { factor: value } => factor(value),
        Effect::Down => true,
        Effect::Misconfigured { value } => value.is_finite(),
    };
    if !fine {
        let message = "The strength of this fault is out of range.".to_owned();
        let hint = format!("Shares are from 0 to 1, factors from 0 to {MOST_FACTOR}.");
        return Err(Refusal::new("out-of-range", message, hint));
    }
    if let Shape::Pulse { every_ms, on_ms } = shape
        && (every_ms == 0 || on_ms > every_ms)
    {
        let message = "A pulse is on for longer than its period.".to_owned();
        return Err(Refusal::new(
            "out-of-range",
            message,
            "Give `on_ms` below `every_ms`.".to_owned(),
        ));
    }
    Ok(())
}

fn check_effect(strike: Option<Strike>, target: Target, on: &str) -> Result<(), Refusal> {
    use Strike::{Down, Errors, Garbage, Hang, Leak, Slow, Surge};
    let Some(strike) = strike else { return Ok(()) };
    let can: &[Strike] = match target {
        Target::Pool(_) => &[Leak],
        Target::Traffic => &[Surge],
        Target::Edge => &[Down, Slow, Errors, Hang],
        Target::Part(Part::Browser) => &[Errors],
        Target::Part(Part::Queue(_)) => &[Surge, Down, Errors],
        Target::Part(Part::Model(_)) => &[Down, Slow, Errors, Hang, Garbage],
        Target::Part(_) => &[Down, Slow, Errors, Hang],
    };
    if can.contains(&strike) {
        return Ok(());
    }
    let words: Vec<String> = can
        .iter()
        .map(|one| format!("{one:?}").to_lowercase())
        .collect();
    Err(Refusal::new(
        "no-such-effect",
        format!(
            "`{on}` cannot have the fault {}.",
            format!("{strike:?}").to_lowercase()
        ),
        format!("It can have: {}.", words.join(", ")),
    ))
}
