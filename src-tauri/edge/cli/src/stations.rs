//! A run's components in two tables: what went through them, and how they waited.

use std::fmt::Write;

use world::{ComponentKind, Station, World};

/// How the stations stood when the warm-up was over.
pub struct Before(Vec<Option<Station>>);

/// A component over the run.
struct Row {
    id: String,
    kind: ComponentKind,
    arrived: f64,
    failed: f64,
    busy: Option<f64>,
    percentiles_ms: [Option<f64>; 3],
    seconds: f64,
    growth: Option<Station>,
}

impl Before {
    /// As they stand now.
    pub fn of(world: &World) -> Self {
        let all = world.components();
        Self(all.iter().map(|one| world.station(&one.id)).collect())
    }

    /// Both tables, from then until now.
    pub fn tables(&self, world: &World) -> String {
        let rows: Vec<Row> = world
            .components()
            .into_iter()
            .zip(&self.0)
            .map(|(one, before)| row(world, one.id, one.kind, before.as_ref()))
            .collect();
        flow(&rows) + &waiting(&rows)
    }
}

fn row(world: &World, id: String, kind: ComponentKind, before: Option<&Station>) -> Row {
    let until_s = i32::try_from(world.now_ms() / 1_000).unwrap_or(i32::MAX);
    let figure = |alias: &str| world.figure(&id, alias, until_s, until_s.unsigned_abs());
    let sum = |aliases: &[&str]| -> f64 { aliases.iter().filter_map(|alias| figure(alias)).sum() };
    let growth = before
        .zip(world.station(&id))
        .map(|(before, after)| grown(before, &after));
    let share = |used: f64, of: Option<f64>| of.filter(|of| *of > 0.0).map(|of| used / of);
    // What a component without a station counts as arrived, and what failed or was refused.
    let (arrivals, failures): (&[&str], &[&str]) = match kind {
        ComponentKind::Browser => (&[], &["journeys_failed"]),
        ComponentKind::Service | ComponentKind::Database => (&[], &["errors", "refused"]),
        ComponentKind::Cache => (&["hits", "misses"], &["errors"]),
        ComponentKind::Queue => (&[], &["refused"]),
        ComponentKind::Worker => (&[], &["failed"]),
        ComponentKind::Model => (&[], &["errors"]),
        ComponentKind::External => (&["requests"], &["errors"]),
    };
    let busy = match kind {
        ComponentKind::Service | ComponentKind::Database => figure("cpu"),
        ComponentKind::Worker => share(sum(&["busy", "hung"]), figure("slots")),
        ComponentKind::Model => {
            let key = format!("{id}.slots");
            let slots = world.config().into_iter().find(|value| value.key == key);
            share(sum(&["busy"]), slots.map(|value| value.value))
        }
        _ => None,
    };
    Row {
        arrived: growth.map_or_else(|| sum(arrivals), |growth| growth.arrived as f64),
        failed: sum(failures),
        busy,
        percentiles_ms: ["p50_ms", "p95_ms", "p99_ms"].map(figure),
        seconds: world.now_ms() as f64 / 1e3,
        growth,
        id,
        kind,
    }
}

/// What was counted between two readings; `present` is that of the second.
fn grown(before: &Station, after: &Station) -> Station {
    Station {
        arrived: after.arrived - before.arrived,
        left: after.left - before.left,
        present: after.present,
        stayed_us: after.stayed_us - before.stayed_us,
        presence_us: after.presence_us - before.presence_us,
        begun: after.begun - before.begun,
        waited: after.waited - before.waited,
        waited_us: after.waited_us - before.waited_us,
    }
}

fn flow(rows: &[Row]) -> String {
    let mut out = format!(
        "\n{:<14} {:<8} {:>8} {:>7} {:>7} {:>6} {:>7} {:>7} {:>7}\n",
        "component", "kind", "arrived", "per s", "failed", "busy", "p50", "p95", "p99"
    );
    for row in rows {
        let [p50, p95, p99] = row.percentiles_ms.map(|ms| time(ms, 3));
        let busy = row
            .busy
            .map_or_else(none, |share| format!("{:.1}%", share * 100.0));
        let per_s = digits(row.arrived / row.seconds, 4);
        // Writing into a String cannot fail.
        let _ = writeln!(
            out,
            "{:<14} {:<8} {:>8} {per_s:>7} {:>7} {busy:>6} {p50:>7} {p95:>7} {p99:>7}",
            row.id,
            kind(row.kind),
            row.arrived,
            row.failed
        );
    }
    out
}

/// Waiting, and the two sides of Little's law: the mean number in the station as it was
/// counted, and arrivals times the mean stay.
fn waiting(rows: &[Row]) -> String {
    let mut out = format!(
        "\n{:<14} {:>8} {:>10} {:>10} {:>9} {:>11} {:>11}\n",
        "station", "P(wait)", "mean wait", "stay W", "λ per s", "L", "λ·W"
    );
    for row in rows {
        let Some(of) = &row.growth else { continue };
        let mean_ms = |us: i64, n: u64| (n > 0).then(|| us as f64 / n as f64 / 1e3);
        let waits =
            of.begun > 0 && !matches!(row.kind, ComponentKind::Browser | ComponentKind::Worker);
        let share = if waits {
            format!("{:.4}", of.waited as f64 / of.begun as f64)
        } else {
            none()
        };
        let wait = time(mean_ms(of.waited_us, of.begun).filter(|_| waits), 4);
        let stay = mean_ms(of.stayed_us, of.left);
        let rate = of.arrived as f64 / row.seconds;
        let present = of.presence_us as f64 / 1e6 / row.seconds;
        let law = stay.map_or_else(none, |ms| digits(rate * ms / 1e3, 5));
        let _ = writeln!(
            out,
            "{:<14} {share:>8} {wait:>10} {:>10} {:>9} {:>11} {law:>11}",
            row.id,
            time(stay, 4),
            digits(rate, 4),
            digits(present, 5)
        );
    }
    out
}

fn none() -> String {
    "–".to_owned()
}

fn kind(kind: ComponentKind) -> &'static str {
    match kind {
        ComponentKind::Browser => "users",
        ComponentKind::Service => "service",
        ComponentKind::Database => "database",
        ComponentKind::Cache => "cache",
        ComponentKind::Queue => "queue",
        ComponentKind::Worker => "worker",
        ComponentKind::Model => "model",
        ComponentKind::External => "external",
    }
}

/// "20.46ms", "1.205s"
fn time(ms: Option<f64>, most: usize) -> String {
    match ms {
        None => none(),
        Some(ms) if ms >= 1e3 => digits(ms / 1e3, most) + "s",
        Some(ms) => digits(ms, most) + "ms",
    }
}

/// A figure with so many digits; those before the point are never cut.
fn digits(value: f64, most: usize) -> String {
    let before = if value.abs() < 10.0 {
        1
    } else {
        value.abs().log10().floor() as usize + 1
    };
    format!("{value:.*}", most.saturating_sub(before))
}
