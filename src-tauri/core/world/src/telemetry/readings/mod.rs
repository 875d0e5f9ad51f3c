//! What is read of each part, said here and nowhere else: the same list names the series at
//! the start and fills them while running.

mod services;
mod stores;
mod work;

use crate::World;
use crate::parts::Part;

/// One figure, as it is read.
pub(in crate::telemetry) struct Reading {
    pub(in crate::telemetry) metric: &'static str,
    pub(in crate::telemetry) alias: &'static str,
    pub(in crate::telemetry) unit: &'static str,
    pub(in crate::telemetry) what: Value,
}

pub(in crate::telemetry) enum Value {
    Count(u32),
    Gauge(f64),
    /// Quantile of the part's latencies.
    Quantile(f64),
}

fn count(metric: &'static str, alias: &'static str, value: u32) -> Reading {
    Reading {
        metric,
        alias,
        unit: "1",
        what: Value::Count(value),
    }
}

fn gauge(metric: &'static str, alias: &'static str, unit: &'static str, value: f64) -> Reading {
    Reading {
        metric,
        alias,
        unit,
        what: Value::Gauge(value),
    }
}

fn quantile(metric: &'static str, alias: &'static str, quantile: f64) -> Reading {
    Reading {
        metric,
        alias,
        unit: "ms",
        what: Value::Quantile(quantile),
    }
}

impl World {
    pub(in crate::telemetry) fn read(&mut self, part: Part) -> Vec<Reading> {
        match part {
            Part::Browser => self.read_browser(),
            Part::Service(at) => self.read_service(at),
            Part::Database(at) => self.read_database(at),
            Part::Cache(at) => self.read_cache(at),
            Part::Queue(at) => self.read_queue(at),
            Part::Worker(at) => self.read_worker(at),
            Part::Model(at) => self.read_model(at),
            Part::External(at) => self.read_external(at),
        }
    }

    fn read_browser(&mut self) -> Vec<Reading> {
        let second = std::mem::take(&mut self.traffic.second);
        vec![
            count("browser.page_loads", "page_loads", second.page_loads),
            count("browser.js.errors", "js_errors", second.js_errors),
            count(
                "browser.page_loads.failed",
                "failed_pages",
                second.failed_pages,
            ),
            count("browser.users.left", "left", second.left),
            count("browser.users.turned_away", "shed", second.shed),
            count("browser.http.requests", "requests", second.calls),
            count("browser.http.errors", "errors", second.calls_failed),
            count("browser.http.retries", "retries", second.retries),
            count("browser.journeys", "journeys", second.journeys),
            count(
                "browser.journeys.done",
                "journeys_done",
                second.journeys_done,
            ),
            count(
                "browser.journeys.failed",
                "journeys_failed",
                second.journeys_failed,
            ),
            gauge(
                "browser.users.active",
                "users",
                "users",
                f64::from(self.traffic.users()),
            ),
        ]
    }
}
