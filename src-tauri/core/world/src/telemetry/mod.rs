//! What the system shows of itself: one value per second and metric.

mod histogram;
mod readings;
mod sample;
mod sight;

pub use histogram::Histogram;
pub(crate) use sight::Sight;

use crate::World;
use crate::expr::Expr;
use crate::parts::Part;

/// What kind of figure a series holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Count within the second. Over a window: the sum.
    Counter,
    /// Value at the second's end, or its mean over the second. Over a window: the mean.
    Gauge,
    /// A percentile of the second, ms; NaN when nothing was measured. Over a window: the
    /// percentile of all that was measured in it.
    Latency,
}

/// One figure over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Component id.
    pub component: String,
    /// Name after OpenTelemetry's conventions or the tool's exporter.
    pub metric: String,
    /// Short name, for expressions.
    pub alias: String,
    /// E.g. "1", "ms", "connections".
    pub unit: String,
    /// What its values are.
    pub kind: Kind,
    /// The second of the first value, from STARTEX; negative in the warm-up.
    pub from_s: i32,
    /// One value per second: `values[n]` is of the second from `from_s + n` to the next.
    pub values: Vec<f32>,
}

impl Series {
    /// The value of a second; None outside, or when nothing was measured.
    pub fn at(&self, second: i32) -> Option<f32> {
        let index = usize::try_from(second - self.from_s).ok()?;
        self.values
            .get(index)
            .copied()
            .filter(|value| value.is_finite())
    }
}

/// All series, and the buckets behind the latencies.
#[derive(Debug, Clone)]
pub struct Telemetry {
    series: Vec<Series>,
    /// By series: whose histogram, and which quantile.
    sources: Vec<Option<(Part, f64)>>,
    /// Series numbers in order of (component, alias).
    index: Vec<u32>,
    from_s: i32,
    seconds: usize,
}

impl Telemetry {
    pub(crate) fn empty() -> Self {
        Self {
            series: Vec::new(),
            sources: Vec::new(),
            index: Vec::new(),
            from_s: 0,
            seconds: 0,
        }
    }

    /// All series, in the order of the spec.
    pub fn series(&self) -> &[Series] {
        &self.series
    }

    /// A series by component and alias, or by component and full metric name.
    pub fn find(&self, component: &str, metric: &str) -> Option<&Series> {
        self.number(component, metric)
            .map(|number| &self.series[number])
            .or_else(|| {
                self.series
                    .iter()
                    .find(|one| one.component == component && one.metric == metric)
            })
    }

    /// The first second there is, from STARTEX.
    pub fn from_s(&self) -> i32 {
        self.from_s
    }

    /// The second that is not complete yet: all before it are there.
    pub fn until_s(&self) -> i32 {
        self.from_s + self.seconds as i32
    }

    /// A number that two runs share only if all their values are the same bits.
    pub fn fingerprint(&self) -> u64 {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        let mut eat = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        for series in &self.series {
            series
                .component
                .bytes()
                .chain(series.alias.bytes())
                .for_each(&mut eat);
            for value in &series.values {
                value.to_bits().to_le_bytes().into_iter().for_each(&mut eat);
            }
        }
        hash
    }

    fn number(&self, component: &str, alias: &str) -> Option<usize> {
        let found = self.index.binary_search_by(|&number| {
            let one = &self.series[number as usize];
            (one.component.as_str(), one.alias.as_str()).cmp(&(component, alias))
        });
        found.ok().map(|at| self.index[at] as usize)
    }
}

impl World {
    /// All that was measured so far.
    pub fn telemetry(&self) -> &Telemetry {
        &self.telemetry
    }

    /// Left side of an expression as known at second `at_s`: counters summed, gauges averaged
    /// and latencies merged over the `window_s` complete seconds before it. None when a term
    /// is unknown or was not measured.
    pub fn eval(&self, expr: &Expr, at_s: i32, window_s: u32) -> Option<f64> {
        expr.eval(&mut |component, alias| self.figure(component, alias, at_s, window_s))
    }

    /// Whether a comparison holds, over the same window as [`World::eval`].
    pub fn holds(&self, expr: &Expr, at_s: i32, window_s: u32) -> Option<bool> {
        expr.holds(&mut |component, alias| self.figure(component, alias, at_s, window_s))
    }

    /// One term of an expression over a window.
    pub fn figure(&self, component: &str, alias: &str, at_s: i32, window_s: u32) -> Option<f64> {
        let telemetry = &self.telemetry;
        let number = telemetry.number(component, alias)?;
        let series = &telemetry.series[number];
        let to = usize::try_from(at_s - series.from_s)
            .ok()?
            .min(series.values.len());
        let from = to.saturating_sub(window_s.max(1) as usize);
        if from == to {
            return None;
        }
        let sum = || {
            series.values[from..to]
                .iter()
                .map(|&value| f64::from(value))
                .sum::<f64>()
        };
        match series.kind {
            Kind::Counter => Some(sum()),
            Kind::Gauge => Some(sum() / (to - from) as f64),
            Kind::Latency => {
                let (part, quantile) = telemetry.sources[number]?;
                self.histogram(part)?.quantile_ms(from, to, quantile)
            }
        }
    }

    /// The latencies of a component.
    pub(crate) fn histogram(&self, part: Part) -> Option<&Histogram> {
        match part {
            Part::Service(at) => Some(&self.services[usize::from(at)].latency),
            Part::Database(at) => Some(&self.databases[usize::from(at)].latency),
            Part::Cache(at) => Some(&self.caches[usize::from(at)].latency),
            Part::Worker(at) => Some(&self.workers[usize::from(at)].latency),
            Part::Model(at) => Some(&self.models[usize::from(at)].latency),
            Part::External(at) => Some(&self.externals[usize::from(at)].latency),
            Part::Browser | Part::Queue(_) => None,
        }
    }
}
