//! Whether a system can run: all problems at once, in words.

mod advice;
mod parts;
mod steps;
mod watch;
mod weights;

pub use advice::advice;
pub(crate) use steps::each_step;
pub(crate) use watch::unknown_terms;
pub(crate) use weights::Weights;

use crate::problem::{Problem, did_you_mean};
use crate::spec::SystemSpec;

/// Largest rate of journeys a second: beyond it a drill would not run in real time.
const MOST_RATE: f64 = 1_000.0;
/// Longest warm-up. Seconds.
const MOST_WARMUP_S: u32 = 4 * 3600;
/// Requests to all services together at most, per second: the figure that speed follows from.
const MOST_REQUESTS: f64 = 10_000.0;
/// Parts of one kind at most.
const MOST_PARTS: usize = 100;

/// All that is wrong with a spec.
pub(crate) fn check(spec: &SystemSpec) -> Vec<Problem> {
    let mut found = Found {
        spec,
        problems: Vec::new(),
    };
    found.ids();
    found.traffic();
    found.services();
    found.stores();
    found.workers();
    found.cycles();
    found.watched();
    if found.problems.is_empty() {
        found.load();
    }
    found.problems
}

/// The spec, and what was found wrong with it so far.
struct Found<'a> {
    spec: &'a SystemSpec,
    problems: Vec<Problem>,
}

impl Found<'_> {
    fn say(
        &mut self,
        path: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problems.push(Problem {
            path: path.into(),
            message: message.into(),
            help: help.into(),
        });
    }

    /// A number that must lie in a range.
    fn range(&mut self, path: String, value: f64, min: f64, max: f64) {
        if !(min..=max).contains(&value) {
            self.say(
                path,
                format!("{value} is out of range."),
                format!("Give a number from {min} to {max}."),
            );
        }
    }

    fn share(&mut self, path: String, value: f64) {
        self.range(path, value, 0.0, 1.0);
    }

    /// An id that must be known.
    fn known(&mut self, path: String, what: &str, id: &str, known: &[String]) {
        if !known.iter().any(|one| one == id) {
            self.say(
                path,
                format!("There is no {what} called `{id}`."),
                did_you_mean(id, known),
            );
        }
    }

    fn ids(&mut self) {
        let spec = self.spec;
        let kinds: [(&str, Vec<&String>); 7] = [
            ("service", spec.services.iter().map(|one| &one.id).collect()),
            (
                "database",
                spec.databases.iter().map(|one| &one.id).collect(),
            ),
            ("cache", spec.caches.iter().map(|one| &one.id).collect()),
            ("queue", spec.queues.iter().map(|one| &one.id).collect()),
            ("worker", spec.workers.iter().map(|one| &one.id).collect()),
            ("model", spec.models.iter().map(|one| &one.id).collect()),
            (
                "external",
                spec.externals.iter().map(|one| &one.id).collect(),
            ),
        ];
        let mut seen: Vec<&str> = vec!["browser", "business", "traffic", "flags"];
        for (kind, ids) in &kinds {
            if ids.len() > MOST_PARTS {
                self.say(
                    *kind,
                    format!("There are {} of them.", ids.len()),
                    format!("{MOST_PARTS} are the most."),
                );
            }
            for id in ids {
                let path = format!("{kind}.{id}");
                let plain = id
                    .chars()
                    .all(|one| one.is_ascii_alphanumeric() || one == '-' || one == '_');
                if id.is_empty() || !plain {
                    self.say(
                        path.clone(),
                        format!("`{id}` cannot be an id."),
                        "Use letters, digits, `-` and `_`.",
                    );
                }
                if seen.contains(&id.as_str()) {
                    self.say(
                        path,
                        format!("The id `{id}` is taken."),
                        "Ids are unique over all components.",
                    );
                }
                seen.push(id);
            }
        }
    }

    /// What all journeys together ask for.
    fn load(&mut self) {
        let requests = Weights::of(self.spec).requests;
        if requests > MOST_REQUESTS {
            self.say(
                "traffic.rate",
                format!("The journeys ask for {requests:.0} requests a second."),
                format!("{MOST_REQUESTS} are the most that can be simulated in a drill."),
            );
        }
    }

    fn traffic(&mut self) {
        let of = &self.spec.traffic;
        self.range("traffic.rate".to_owned(), of.rate, 0.0, MOST_RATE);
        self.range(
            "traffic.attempts".to_owned(),
            f64::from(of.attempts),
            1.0,
            20.0,
        );
        self.range(
            "warmup_s".to_owned(),
            f64::from(self.spec.warmup_s),
            0.0,
            f64::from(MOST_WARMUP_S),
        );
        if of.rate > 0.0
            && of
                .journeys
                .iter()
                .map(|journey| journey.weight)
                .sum::<f64>()
                <= 0.0
        {
            self.say(
                "traffic.journeys",
                "Nobody does anything.",
                "Give one journey a weight above 0.",
            );
        }
        let hours = of.by_hour.len();
        if hours != 0 && hours != 24 {
            self.say(
                "traffic.by_hour",
                format!("It has {hours} factors."),
                "A day has 24 hours: give 24, from midnight on, or none.",
            );
        }
        for (hour, factor) in of.by_hour.iter().enumerate() {
            self.range(format!("traffic.by_hour[{hour}]"), *factor, 0.0, 100.0);
        }
        let services: Vec<String> = self
            .spec
            .services
            .iter()
            .map(|one| one.id.clone())
            .collect();
        let mut seen: Vec<&str> = Vec::new();
        for (at, journey) in of.journeys.iter().enumerate() {
            let path = format!("traffic.journeys[{at}]");
            self.range(format!("{path}.weight"), journey.weight, 0.0, 1e9);
            if seen.contains(&journey.name.as_str()) {
                self.say(
                    format!("{path}.name"),
                    format!("`{}` is taken.", journey.name),
                    "Give it another name.",
                );
            }
            seen.push(&journey.name);
            if journey.calls.is_empty() {
                self.say(
                    format!("{path}.calls"),
                    "It calls nothing.",
                    "Name at least one call.",
                );
            }
            for (number, (service, endpoint)) in journey.calls.iter().enumerate() {
                let path = format!("{path}.calls[{number}]");
                match self.spec.services.iter().find(|one| one.id == *service) {
                    None => self.known(path, "service", service, &services),
                    Some(found) => {
                        let endpoints: Vec<String> =
                            found.endpoints.iter().map(|one| one.name.clone()).collect();
                        self.known(path, "endpoint", endpoint, &endpoints);
                    }
                }
            }
        }
    }
}
