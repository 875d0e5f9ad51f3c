//! The system map: components with their health, and the edges between them.

use serde::{Deserialize, Serialize};

use crate::World;
use crate::parts::Part;
use crate::parts::edge::{BreakerState, LOOK_BACK};
use crate::spec::ComponentKind;

/// A component now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComponentState {
    /// Id.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// What it is.
    pub kind: ComponentKind,
    /// How it is.
    pub health: Health,
    /// Two or three telling numbers.
    pub figures: Vec<Figure>,
    /// Versions that run, and on how many replicas or slots.
    pub versions: Vec<VersionCount>,
}

/// How a component is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// Well.
    Ok,
    /// Something is wrong with it.
    Degraded,
    /// It does not do its work.
    Broken,
    /// It is switched off.
    Off,
}

/// A telling number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// E.g. "errors".
    pub label: String,
    /// E.g. "31" or "100/100".
    pub value: String,
    /// E.g. "%", "s", or nothing.
    pub unit: String,
}

/// A version and on how many replicas it runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionCount {
    /// Version id.
    pub version: String,
    /// Replicas or slots.
    pub replicas: u32,
}

/// An edge now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EdgeState {
    /// Component id.
    pub from: String,
    /// Component id.
    pub to: String,
    /// Over the last ten seconds.
    pub calls_per_s: f64,
    /// Share of them that failed, 0 to 1.
    pub error_ratio: f64,
    /// The circuit breaker lets nothing through. None: there is no breaker.
    pub breaker_open: Option<bool>,
    /// Cached answers are served by hand. None: there are none.
    pub fallback_on: Option<bool>,
}

impl Figure {
    pub(super) fn new(label: &str, value: impl std::fmt::Display, unit: &str) -> Self {
        Self {
            label: label.to_owned(),
            value: format!("{value}"),
            unit: unit.to_owned(),
        }
    }

    pub(super) fn percent(label: &str, share: f64) -> Self {
        let percent = share * 100.0;
        let value = if percent > 0.0 && percent < 10.0 {
            format!("{percent:.1}")
        } else {
            format!("{percent:.0}")
        };
        Self::new(label, value, "%")
    }

    /// "p95 8.2 s" or "p95 42 ms"
    pub(super) fn time(label: &str, ms: Option<f64>) -> Self {
        match ms {
            None => Self::new(label, "–", ""),
            Some(ms) if ms >= 1000.0 => Self::new(label, format!("{:.1}", ms / 1000.0), "s"),
            Some(ms) => Self::new(label, format!("{ms:.0}"), "ms"),
        }
    }

    /// "pool 100/100"
    pub fn words(&self) -> String {
        let space = if self.unit.is_empty() { "" } else { " " };
        format!("{} {}{space}{}", self.label, self.value, self.unit)
    }
}

impl World {
    /// All components, in the order of the spec, users first.
    pub fn components(&self) -> Vec<ComponentState> {
        self.parts()
            .into_iter()
            .map(|part| self.component(part))
            .collect()
    }

    /// All edges that are used, in order of their first use in the spec.
    pub fn edges(&self) -> Vec<EdgeState> {
        let states = self.edges.iter().map(|edge| {
            let (calls, failures) = edge.recent();
            let open = match edge.forced {
                Some(open) => open,
                None => edge.state != BreakerState::Closed,
            };
            EdgeState {
                from: self.part_id(edge.from).to_owned(),
                to: self.part_id(edge.to).to_owned(),
                calls_per_s: f64::from(calls) / LOOK_BACK as f64,
                error_ratio: f64::from(failures) / f64::from(calls.max(1)),
                breaker_open: edge.breaker.as_ref().map(|_| open),
                fallback_on: edge.can_fall_back.then_some(edge.fallback_on),
            }
        });
        states.collect()
    }

    fn component(&self, part: Part) -> ComponentState {
        let id = self.part_id(part).to_owned();
        let spec = &self.spec;
        let (title, kind, (health, figures)) = match part {
            Part::Browser => ("Users", ComponentKind::Browser, self.browser_state()),
            Part::Service(at) => (
                spec.services[usize::from(at)].title.as_str(),
                ComponentKind::Service,
                self.service_state(at, &id),
            ),
            Part::Database(at) => (
                spec.databases[usize::from(at)].title.as_str(),
                ComponentKind::Database,
                self.database_state(at, &id),
            ),
            Part::Cache(at) => (
                spec.caches[usize::from(at)].title.as_str(),
                ComponentKind::Cache,
                self.cache_state(at, &id),
            ),
            Part::Queue(at) => (
                spec.queues[usize::from(at)].title.as_str(),
                ComponentKind::Queue,
                self.queue_state(at, &id),
            ),
            Part::Worker(at) => (
                spec.workers[usize::from(at)].title.as_str(),
                ComponentKind::Worker,
                self.worker_state(at, &id),
            ),
            Part::Model(at) => (
                spec.models[usize::from(at)].title.as_str(),
                ComponentKind::Model,
                self.model_state(at, &id),
            ),
            Part::External(at) => (
                spec.externals[usize::from(at)].title.as_str(),
                ComponentKind::External,
                self.external_state(&id),
            ),
        };
        let title = if title.is_empty() {
            id.clone()
        } else {
            title.to_owned()
        };
        ComponentState {
            id,
            title,
            kind,
            health,
            figures,
            versions: self.running_versions(part),
        }
    }

    pub(super) fn running_versions(&self, part: Part) -> Vec<VersionCount> {
        let names = match part {
            Part::Service(at) => &self.services[usize::from(at)].versions,
            Part::Worker(at) => &self.workers[usize::from(at)].versions,
            _ => return Vec::new(),
        };
        let running = self.running_at(self.part_place(part));
        let counts = names
            .iter()
            .enumerate()
            .map(|(number, &name)| VersionCount {
                version: self.logs.names().get(name).to_owned(),
                replicas: running
                    .iter()
                    .filter(|(version, _)| usize::from(*version) == number)
                    .count() as u32,
            });
        counts.filter(|count| count.replicas > 0).collect()
    }
}
