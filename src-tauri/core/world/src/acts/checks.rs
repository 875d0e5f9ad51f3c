//! What an act says when it is done: read from the system, not from the plan.

use super::{Begun, World};
use crate::act::Act;
use crate::logs::{LogLevel, LogLine};
use crate::parts::replica::Stand;
use crate::parts::{NONE, Part, Process};
use crate::state::Health;

impl World {
    /// Whether it did what it was asked, and what it says.
    pub(super) fn act_result(&mut self, begun: &Begun) -> (bool, String) {
        match &begun.act {
            Act::RollBack { on, .. }
            | Act::Deploy { on, .. }
            | Act::Restart { on }
            | Act::Scale { on, .. }
            | Act::RestartWorkers { on } => self.rolled(on),
            Act::SetConfig { key, value } => {
                let now = self.key_value(key).unwrap_or(f64::NAN);
                (now == *value, format!("{key} is {now}"))
            }
            Act::Flag { flag, on } => (
                true,
                format!("{flag} is {}", if *on { "on" } else { "off" }),
            ),
            Act::Breaker { edge, open } => (
                true,
                format!("{edge} is {}", if *open { "cut" } else { "let through" }),
            ),
            Act::Fallback { edge, on } => (
                true,
                format!(
                    "{edge}: {}",
                    if *on {
                        "cached answers are served"
                    } else {
                        "called again"
                    }
                ),
            ),
            Act::Disable { on, off } => (
                true,
                format!("{on} is {}", if *off { "off" } else { "on again" }),
            ),
            Act::RetryTasks { queue } => {
                (true, format!("{} tasks are back in {queue}", begun.count))
            }
            Act::PurgeQueue { queue } => (
                true,
                format!("{} tasks of {queue} were thrown away", begun.count),
            ),
            Act::KillConnections { database } => (
                true,
                format!("{} connections to {database} were closed", begun.count),
            ),
            Act::KillQueries { database } => (
                true,
                format!("{} sessions of {database} were ended", begun.count),
            ),
            Act::FailOver { database } => (
                true,
                format!(
                    "{database} runs on its replica; {} writes are lost",
                    begun.count
                ),
            ),
            Act::MoveTasks { queue, to } => {
                let moved = begun.count;
                (true, format!("{moved} tasks of {queue} are in {to} now"))
            }
            Act::SetAlert { alert, when, for_s } => {
                (true, format!("{alert} fires when {when} for {for_s} s"))
            }
            Act::WarmCache { cache } => self.warmed(cache),
            Act::RenewCertificate { on } => self.renewed(on),
            Act::FreeDisk { on } => (
                true,
                format!("{} MB on the disk of {on} are free again", begun.count),
            ),
            Act::ShedTraffic { keep } => (
                true,
                format!("{:.0} % of the users are let in", keep * 100.0),
            ),
            Act::FlushCache { cache } => (true, format!("{cache} is empty")),
            Act::HealthCheck { on } => self.health_check(on),
            Act::PipelineCheck => self.pipeline_check(),
            Act::SmokeTest => self.smoke_result(begun),
        }
    }

    fn renewed(&self, on: &str) -> (bool, String) {
        let edge = self.edges.iter().find(|edge| edge.id == on);
        let place = edge.map(|edge| edge.place);
        let place = place.or_else(|| self.find_part(on).map(|part| self.part_place(part)));
        if place.is_some_and(|place| self.has_expired(place)) {
            return (
                false,
                format!("{on} has a new certificate; clients still refuse it"),
            );
        }
        (true, format!("{on} has a new certificate"))
    }

    /// Whether a database, cache or model answers after what was done to it.
    fn store_is_ready(&self, part: Part, on: &str) -> (bool, String) {
        let (stand, process) = match part {
            Part::Database(at) => (
                self.databases[usize::from(at)].stand,
                self.database_process(at),
            ),
            Part::Model(at) => (self.models[usize::from(at)].stand, self.model_process(at)),
            Part::Cache(at) => {
                let known = &self.caches[usize::from(at)];
                let process = Process {
                    place: known.place,
                    version: NONE,
                    started: known.started,
                };
                (known.stand, process)
            }
            _ => return (true, format!("{on} is ready")),
        };
        if stand == Stand::Up && !self.down_for_sure(process.place, process) {
            (true, format!("{on} is ready"))
        } else {
            (false, format!("{on} was started and does not answer"))
        }
    }

    fn warmed(&self, cache: &str) -> (bool, String) {
        match self.find_part(cache) {
            Some(Part::Cache(at)) => {
                let percent = self.caches[usize::from(at)].warmth * 100.0;
                (true, format!("{cache} is {percent:.0} % warm"))
            }
            _ => (false, format!("{cache} is not there")),
        }
    }

    /// "4 of 4 replicas on v213"
    fn rolled(&self, on: &str) -> (bool, String) {
        match self.find_part(on) {
            Some(Part::Service(at)) => {
                let known = &self.services[usize::from(at)];
                let there = self.replicas_there(at);
                let ready = there.iter().filter(|&&number| {
                    let one = &known.replicas[usize::from(number)];
                    let process = self.replica_process(at, number);
                    one.stand == Stand::Up
                        && one.version == known.version
                        && !self.down_for_sure(known.place, process)
                });
                let ready = ready.count();
                let version = self
                    .logs
                    .names()
                    .get(known.versions[usize::from(known.version)]);
                (
                    ready == there.len(),
                    format!("{ready} of {} replicas on {version}", there.len()),
                )
            }
            Some(Part::Worker(at)) => {
                let known = &self.workers[usize::from(at)];
                let there = self.slots_there(at);
                let fit = known.size() - known.hung();
                let version = self
                    .logs
                    .names()
                    .get(known.versions[usize::from(known.version)]);
                (
                    fit as usize == there.len(),
                    format!("{fit} of {} slots work, on {version}", there.len()),
                )
            }
            Some(part) => self.store_is_ready(part, on),
            None => (false, format!("{on} is not there")),
        }
    }

    fn health_check(&mut self, on: &str) -> (bool, String) {
        let Some(part) = self.find_part(on) else {
            return (false, format!("{on} is not there"));
        };
        let Some(state) = self.components().into_iter().find(|state| state.id == on) else {
            return (false, format!("{on} is not there"));
        };
        let ok = state.health == Health::Ok;
        let figures: Vec<String> = state
            .figures
            .iter()
            .map(crate::state::Figure::words)
            .collect();
        let word = match state.health {
            Health::Ok => "well",
            Health::Degraded => "not well",
            Health::Broken => "broken",
            Health::Off => "off",
        };
        let level = if ok { LogLevel::Info } else { LogLevel::Error };
        let source = self.part_name(part);
        self.log(source, 0, 0, level, LogLine::Health, 0, u32::from(ok), 0);
        (ok, format!("{on} is {word}: {}", figures.join(", ")))
    }

    fn pipeline_check(&mut self) -> (bool, String) {
        let parts = self.pipeline_parts();
        let said: Vec<(bool, String)> = parts.iter().map(|on| self.health_check(on)).collect();
        let unwell: Vec<&str> = said
            .iter()
            .filter(|(ok, _)| !ok)
            .map(|(_, says)| says.as_str())
            .collect();
        if unwell.is_empty() {
            return (true, format!("all {} parts are well", said.len()));
        }
        let count = format!("{} of {} parts", unwell.len(), said.len());
        (
            false,
            format!("{count} are not well: {}", unwell.join("; ")),
        )
    }

    fn smoke_result(&self, begun: &Begun) -> (bool, String) {
        let mut failed = Vec::new();
        for (number, kind) in self.traffic.journeys.iter().enumerate() {
            let name = self.logs.names().get(kind.name);
            match begun
                .probes
                .iter()
                .find(|(journey, ..)| usize::from(*journey) == number)
            {
                Some((_, true, _)) => {}
                Some((_, false, 1)) => failed.push(format!("{name} (certificate not valid)")),
                Some((_, false, 2)) => failed.push(format!("{name} (name not resolved)")),
                Some((_, false, 3)) => failed.push(format!("{name} (connection refused)")),
                Some((_, false, 0)) => failed.push(format!("{name} (no answer)")),
                Some((_, false, status)) => failed.push(format!("{name} ({status})")),
                None => failed.push(format!("{name} (not done after 8 s)")),
            }
        }
        let all = self.traffic.journeys.len();
        if failed.is_empty() {
            return (true, format!("all {all} journeys work"));
        }
        (
            false,
            format!(
                "{} of {all} journeys fail: {}",
                failed.len(),
                failed.join(", ")
            ),
        )
    }
}
