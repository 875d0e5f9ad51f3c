//! Every second each part is read once, and each figure goes to the end of its series.

use super::readings::Value;
use super::{Kind, Series, Telemetry};
use crate::World;
use crate::parts::Part;

impl World {
    /// Names all series. The first reading tells them.
    pub(crate) fn new_telemetry(&mut self, from_s: i32) -> Telemetry {
        let mut series = Vec::new();
        let mut sources = Vec::new();
        for part in self.parts() {
            let id = self.part_id(part).to_owned();
            for reading in self.read(part) {
                let (kind, source) = match reading.what {
                    Value::Count(_) => (Kind::Counter, None),
                    Value::Gauge(_) => (Kind::Gauge, None),
                    Value::Quantile(quantile) => (Kind::Latency, Some((part, quantile))),
                };
                series.push(new_series(
                    &id,
                    reading.metric,
                    reading.alias,
                    reading.unit,
                    kind,
                    from_s,
                ));
                sources.push(source);
            }
        }
        for kind in &self.traffic.journeys {
            let name = self.logs.names().get(kind.name);
            for (metric, alias) in [
                ("browser.journeys", "journeys"),
                ("browser.journeys.failed", "journeys_failed"),
            ] {
                let (metric, alias) = (format!("{metric}.{name}"), format!("{alias}_{name}"));
                series.push(new_series(
                    "browser",
                    &metric,
                    &alias,
                    "1",
                    Kind::Counter,
                    from_s,
                ));
            }
        }
        for (name, _) in &self.traffic.business {
            let name = self.logs.names().get(*name);
            series.push(new_series(
                "business",
                &format!("business.{name}"),
                name,
                "1",
                Kind::Counter,
                from_s,
            ));
        }
        sources.resize(series.len(), None);
        let mut index: Vec<u32> = (0..series.len() as u32).collect();
        index.sort_by_key(|&number| {
            let one = &series[number as usize];
            (one.component.clone(), one.alias.clone())
        });
        Telemetry {
            series,
            sources,
            index,
            from_s,
            seconds: 0,
        }
    }

    /// A second is over: reads every part and begins the next second.
    pub(crate) fn sample(&mut self) {
        let second = self.telemetry.seconds;
        let mut number = 0;
        for part in self.parts() {
            if let Some(histogram) = self.histogram_mut(part) {
                histogram.next_second();
            }
            for reading in self.read(part) {
                let value = match reading.what {
                    Value::Count(count) => count as f32,
                    Value::Gauge(value) => value as f32,
                    Value::Quantile(quantile) => self
                        .histogram(part)
                        .and_then(|histogram| histogram.quantile_ms(second, second + 1, quantile))
                        .map_or(f32::NAN, |ms| ms as f32),
                };
                self.telemetry.series[number].values.push(value);
                number += 1;
            }
        }
        for kind in &mut self.traffic.journeys {
            for count in [&mut kind.begun, &mut kind.failed] {
                self.telemetry.series[number]
                    .values
                    .push(std::mem::take(count) as f32);
                number += 1;
            }
        }
        for (_, count) in &mut self.traffic.business {
            self.telemetry.series[number]
                .values
                .push(std::mem::take(count) as f32);
            number += 1;
        }
        self.look_at_second(self.telemetry.from_s + second as i32);
        self.telemetry.seconds += 1;
        self.edges
            .iter_mut()
            .for_each(crate::parts::edge::Edge::next_second);
    }

    fn histogram_mut(&mut self, part: Part) -> Option<&mut super::Histogram> {
        match part {
            Part::Service(at) => Some(&mut self.services[usize::from(at)].latency),
            Part::Database(at) => Some(&mut self.databases[usize::from(at)].latency),
            Part::Cache(at) => Some(&mut self.caches[usize::from(at)].latency),
            Part::Worker(at) => Some(&mut self.workers[usize::from(at)].latency),
            Part::Model(at) => Some(&mut self.models[usize::from(at)].latency),
            Part::External(at) => Some(&mut self.externals[usize::from(at)].latency),
            Part::Browser | Part::Queue(_) => None,
        }
    }
}

fn new_series(
    component: &str,
    metric: &str,
    alias: &str,
    unit: &str,
    kind: Kind,
    from_s: i32,
) -> Series {
    Series {
        component: component.to_owned(),
        metric: metric.to_owned(),
        alias: alias.to_owned(),
        unit: unit.to_owned(),
        kind,
        from_s,
        values: Vec::new(),
    }
}
