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
    Edge(Part, Part),
    Traffic,
    Telemetry,
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
            self.check_value(&fault.on, value)?;
        } else {
            let (found, target) = self.find_target(&fault.on)?;
            check_effect(strike, target, &fault.on)?;
            self.check_means(strike, target, &fault.on)?;
            place = found;
            if let Some(name) = &fault.only {
                only = self.find_only(name, target)?;
            }
        }
        let carried = self.find_carrier(fault, place)?;
        let to = match &fault.effect {
            Effect::Misrouted { to } => match self.need_part(to)? {
                Part::Queue(at) => at,
                _ => {
                    let message = format!("`{to}` is no queue.");
                    let hint = "Tasks can only be misrouted to a queue.".to_owned();
                    return Err(Refusal::new("wrong-kind", message, hint));
                }
            },
            _ => NONE,
        };
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
            to,
            carried,
            started: now,
            until,
            stage,
            holds: false,
            luck,
        })
    }

    fn find_target(&self, on: &str) -> Result<(u16, Target), Refusal> {
        if on == "traffic" {
            return Ok((self.traffic.place, Target::Traffic));
        }
        if on == "telemetry" {
            return Ok((self.telemetry_place, Target::Telemetry));
        }
        if let Some(part) = self.find_part(on) {
            return Ok((self.part_place(part), Target::Part(part)));
        }
        if let Some(edge) = self.edges.iter().find(|edge| edge.id == on) {
            return Ok((edge.place, Target::Edge(edge.from, edge.to)));
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
        known.push("telemetry".to_owned());
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
            Target::Edge(..) => {
                let mut all: Vec<String> = (0..self.services.len())
                    .flat_map(|at| self.endpoint_names(at as u16))
                    .collect();
                all.extend(self.table_names());
                all.extend(self.task_names());
                all
            }
            Target::Telemetry | Target::Part(Part::Cache(_) | Part::External(_)) => Vec::new(),
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
            Carrier::Data => Ok(Carried::Data {
                node: self.node_at(place),
            }),
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
        | Effect::Garbage { ratio: value }
        | Effect::ReplicaLag { ratio: value }
        | Effect::CacheLoss { share: value }
        | Effect::Poison { ratio: value }
        | Effect::Loss { ratio: value } => share(value),
        Effect::Slow { factor: value } | Effect::Surge { factor: value } => factor(value),
        Effect::NPlusOne { queries } => (1.0..=1_000.0).contains(&queries),
        Effect::MemoryLeak { mb } => (0.0..=10_000.0).contains(&mb),
        Effect::Delay { ms } => (0.0..=60_000.0).contains(&ms),
        Effect::DiskFill { mb_per_s } => (0.0..=100_000.0).contains(&mb_per_s),
        Effect::Late { seconds } => (0.0..=3_600.0).contains(&seconds),
        Effect::Down
        | Effect::Lock
        | Effect::FailOver
        | Effect::Misrouted { .. }
        | Effect::Certificate
        | Effect::NoAddress
        | Effect::Blind => true,
        Effect::Misconfigured { value } => value.is_finite(),
    };
    if !fine {
        let message = "The strength of this fault is out of range.".to_owned();
        let hint = format!(
            "Shares are from 0 to 1, factors from 0 to {MOST_FACTOR}, queries from 1 to 1,000."
        );
        return Err(Refusal::new("out-of-range", message, hint));
    }
    let once = match effect {
        Effect::FailOver => !matches!(shape, Shape::Step),
        Effect::CacheLoss { .. } => matches!(shape, Shape::Ramp { .. }),
        _ => false,
    };
    if once {
        return Err(Refusal::new(
            "no-such-shape",
            "This fault happens at an instant and cannot grow.".to_owned(),
            "Leave the shape out.".to_owned(),
        ));
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

/// What can be wrong with what stands at a place.
fn possible(target: Target) -> &'static [Strike] {
    use Strike::{
        Blind, CacheLoss, Certificate, Delay, DiskFill, Down, Errors, FailOver, Garbage, Hang,
        Late, Leak, Lock, Loss, MemoryLeak, Misrouted, NPlusOne, NoAddress, Poison, ReplicaLag,
        Slow, Surge,
    };
    match target {
        Target::Pool(_) => &[Leak],
        Target::Traffic => &[Surge],
        Target::Telemetry => &[Blind, Late],
        // A user's way has no time of its own that could be multiplied.
        Target::Edge(Part::Browser, _) => {
            &[Down, Errors, Hang, Delay, Loss, Certificate, NoAddress]
        }
        Target::Edge(..) => &[
            Down,
            Slow,
            Errors,
            Hang,
            Delay,
            Loss,
            Certificate,
            NoAddress,
        ],
        Target::Part(Part::Browser) => &[Errors, Blind],
        Target::Part(Part::Service(_)) => &[
            Down,
            Slow,
            Errors,
            Hang,
            NPlusOne,
            MemoryLeak,
            Certificate,
            NoAddress,
            Blind,
        ],
        Target::Part(Part::Database(_)) => &[
            Down, Slow, Errors, Hang, Lock, ReplicaLag, FailOver, DiskFill, Blind,
        ],
        Target::Part(Part::Cache(_)) => &[Down, Slow, Errors, Hang, CacheLoss, Blind],
        Target::Part(Part::Queue(_)) => &[Surge, Down, Errors, Poison, Misrouted, Blind],
        Target::Part(Part::Worker(_)) => &[Down, Slow, Errors, Hang, MemoryLeak, Blind],
        Target::Part(Part::Model(_)) => &[Down, Slow, Errors, Hang, Garbage, MemoryLeak, Blind],
        Target::Part(Part::External(_)) => {
            &[Down, Slow, Errors, Hang, Certificate, NoAddress, Blind]
        }
    }
}

fn check_effect(strike: Option<Strike>, target: Target, on: &str) -> Result<(), Refusal> {
    let Some(strike) = strike else { return Ok(()) };
    let can = possible(target);
    if can.contains(&strike) {
        return Ok(());
    }
    let words: Vec<String> = can.iter().map(|&one| in_words(one)).collect();
    Err(Refusal::new(
        "no-such-effect",
        format!("`{on}` cannot have the fault {}.", in_words(strike)),
        format!("It can have: {}.", words.join(", ")),
    ))
}

/// "memory leak"
fn in_words(strike: Strike) -> String {
    let mut words = String::new();
    for letter in format!("{strike:?}").chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}

impl World {
    /// Some faults need something that only some systems have.
    fn check_means(&self, strike: Option<Strike>, target: Target, on: &str) -> Result<(), Refusal> {
        let lacks = match (strike, target) {
            (Some(Strike::MemoryLeak), Target::Part(part)) => {
                let limited = match part {
                    Part::Service(at) => self.services[usize::from(at)].memory.is_some(),
                    Part::Worker(at) => self.workers[usize::from(at)].memory.is_some(),
                    Part::Model(at) => self.models[usize::from(at)].gpu.is_some(),
                    _ => false,
                };
                (!limited).then_some("memory limit")
            }
            (Some(Strike::DiskFill), Target::Part(Part::Database(at))) => {
                let disk = self.databases[usize::from(at)].disk.is_some();
                (!disk).then_some("disk")
            }
            (Some(Strike::ReplicaLag), Target::Part(Part::Database(at))) => {
                let follows = self.databases[usize::from(at)].follows.is_some();
                (!follows).then_some("database that it follows")
            }
            (Some(Strike::FailOver), Target::Part(Part::Database(at))) => {
                self.replica_of(at).is_none().then_some("replica")
            }
            _ => None,
        };
        match lacks {
            None => Ok(()),
            Some(what) => Err(Refusal::new(
                "no-such-effect",
                format!("`{on}` has no {what}."),
                format!(
                    "Give it one in its system, or choose another fault than {}.",
                    strike.map(in_words).unwrap_or_default()
                ),
            )),
        }
    }
}
