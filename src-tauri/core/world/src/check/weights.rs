//! How often things are used in normal traffic, by following the journeys.

use std::collections::BTreeMap;

use crate::spec::{Step, StepKind, SystemSpec, Time};

/// Calls deeper than this are not followed; cycles were refused before.
const DEEPEST: u32 = 20;

/// Uses a second in normal traffic.
#[derive(Debug, Default)]
pub(crate) struct Weights {
    /// Calls that users make.
    pub(crate) calls: f64,
    /// Requests to all services together.
    pub(crate) requests: f64,
    /// Workers that are at work at a time, by service id, if nothing ever waits.
    pub(crate) work: BTreeMap<String, f64>,
    /// Look-ups by cache id.
    pub(crate) look_ups: BTreeMap<String, f64>,
}

impl Weights {
    pub(crate) fn of(spec: &SystemSpec) -> Self {
        let mut weights = Self::default();
        let total: f64 = spec
            .traffic
            .journeys
            .iter()
            .map(|journey| journey.weight)
            .sum();
        for journey in &spec.traffic.journeys {
            for (service, endpoint) in &journey.calls {
                let rate = spec.traffic.rate * journey.weight / total;
                weights.calls += rate;
                weights.request(spec, service, endpoint, rate, DEEPEST);
            }
        }
        weights
    }

    /// Returns how long one request takes, seconds.
    fn request(
        &mut self,
        spec: &SystemSpec,
        service: &str,
        endpoint: &str,
        rate: f64,
        deep: u32,
    ) -> f64 {
        let found = spec.services.iter().find(|one| one.id == service);
        let found = found.and_then(|one| one.endpoints.iter().find(|one| one.name == endpoint));
        if let Some(endpoint) = found
            && deep > 0
        {
            self.requests += rate;
            let takes = self.steps(spec, &endpoint.steps, rate, deep);
            *self.work.entry(service.to_owned()).or_default() += rate * takes;
            return takes;
        }
        0.0
    }

    /// Returns how long the steps take, seconds.
    fn steps(&mut self, spec: &SystemSpec, steps: &[Step], rate: f64, deep: u32) -> f64 {
        let seconds = |time: &Time| time.mean_us as f64 / 1e6;
        let mut takes = 0.0;
        for step in steps {
            takes += match &step.kind {
                StepKind::Cache { cache, miss } => {
                    *self.look_ups.entry(cache.clone()).or_default() += rate;
                    let of = spec.caches.iter().find(|one| one.id == *cache);
                    let misses = 1.0 - of.map_or(0.0, |one| one.hit_ratio);
                    let found = of.map_or(0.0, |one| seconds(&one.time));
                    found + misses * self.steps(spec, miss, rate * misses, deep)
                }
                StepKind::Call {
                    target, endpoint, ..
                } => {
                    let model = spec.models.iter().find(|one| one.id == *target);
                    let external = spec.externals.iter().find(|one| one.id == *target);
                    model
                        .map(|one| seconds(&one.time))
                        .or(external.map(|one| seconds(&one.time)))
                        .unwrap_or_else(|| self.request(spec, target, endpoint, rate, deep - 1))
                }
                StepKind::Cpu { time } | StepKind::Query { time, .. } => seconds(time),
                StepKind::Enqueue { .. } => 0.001,
            };
        }
        takes
    }
}
