//! What two systems cost their users over the same minutes, and which differences are real.

use world::{Totals, World};

use super::Stretch;

/// A difference is real beyond so many standard deviations of two independent counts. The two
/// systems share their users' arrivals, so that by chance alone they differ by less.
const DEVIATIONS: f64 = 3.0;
/// And beyond this share of the larger count: what fails in an overload fails in bursts, which
/// a few milliseconds shift.
const BURSTS: f64 = 0.1;
/// And beyond this share of all there were: service levels end about there.
const MATTERS: f64 = 0.005;

/// A count with an act and without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What is counted.
    pub of: Of,
    /// With the act.
    pub with: i64,
    /// Without it.
    pub without: i64,
    /// All there were: calls for failed calls, and so on.
    pub among: i64,
}

/// What a figure counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Of {
    /// Users affected.
    Users,
    /// Users turned away at the door, among them.
    TurnedAway,
    /// A business figure by its name, e.g. orders. More is better.
    Business(String),
    /// Failed requests.
    Requests,
    /// Tasks that failed for good or were thrown away, less those put back.
    TasksLost,
    /// Tasks thrown away, among them.
    TasksPurged,
    /// Tasks done. More is better.
    TasksDone,
}

impl Of {
    /// Whether it says by itself that it was better or worse; the others are part of one that
    /// does.
    pub(super) fn decides(&self) -> bool {
        !self.by_hand()
    }

    /// Only acts do this: no chance is in it.
    fn by_hand(&self) -> bool {
        matches!(self, Self::TurnedAway | Self::TasksPurged)
    }

    fn more_is_better(&self) -> bool {
        matches!(self, Self::Business(_) | Self::TasksDone)
    }
}

impl Figure {
    /// 1: really better with the act, -1: really worse, 0: no real difference.
    pub fn sign(&self) -> i64 {
        let more = self.with - self.without;
        let real = if self.of.by_hand() {
            more != 0
        } else {
            real(self.with, self.without, self.among)
        };
        match (real, self.of.more_is_better()) {
            (false, _) => 0,
            (true, true) => more.signum(),
            (true, false) => -more.signum(),
        }
    }
}

fn real(with: i64, without: i64, among: i64) -> bool {
    let (apart, both) = ((with - without).abs(), with.abs() + without.abs());
    let larger = with.abs().max(without.abs());
    apart as f64 > DEVIATIONS * libm::sqrt(both as f64)
        && apart as f64 > BURSTS * larger as f64
        && apart as f64 > MATTERS * among as f64
}

/// All figures, the weightiest first: people, then what they came for, then requests, then tasks.
pub(super) fn figures(with: &World, without: &World, stretch: Stretch) -> Vec<Figure> {
    let over = |world: &World| {
        let ms = |second: i32| i64::from(second) * 1_000;
        world.totals_between(ms(stretch.from_s), ms(stretch.to_s))
    };
    let (with, without) = (over(with), over(without));
    let figure = |of: Of, count: &dyn Fn(&Totals) -> i64, among: &dyn Fn(&Totals) -> i64| Figure {
        of,
        with: count(&with),
        without: count(&without),
        among: among(&with).max(among(&without)),
    };
    let tasks = |t: &Totals| whole(t.tasks_done + t.tasks_failed + t.tasks_purged);
    let lost = |t: &Totals| whole(t.tasks_failed) + whole(t.tasks_purged) - whole(t.tasks_requeued);
    let users = |t: &Totals| whole(t.journeys);
    let mut all = vec![
        figure(Of::Users, &|t| whole(t.users_affected), &users),
        figure(Of::TurnedAway, &|t| whole(t.users_turned_away), &users),
    ];
    for name in with.counts.keys() {
        let count = |t: &Totals| whole(t.counts.get(name).copied().unwrap_or(0));
        all.push(figure(Of::Business(name.clone()), &count, &count));
    }
    all.extend([
        figure(Of::Requests, &|t| whole(t.failed_requests), &|t| {
            whole(t.requests)
        }),
        figure(Of::TasksLost, &lost, &tasks),
        figure(Of::TasksPurged, &|t| whole(t.tasks_purged), &tasks),
        figure(Of::TasksDone, &|t| whole(t.tasks_done), &tasks),
    ]);
    all
}

/// By how many failed requests it was worse with the act at its worst instant, if that is real:
/// what a rollback costs while it rolls is made good later and would not show in the sums.
pub(super) fn at_first(with: &World, without: &World, stretch: Stretch) -> Option<u64> {
    let of = |world: &World, alias: &str, second: i32| {
        let series = world.telemetry().find("browser", alias);
        whole(series.and_then(|s| s.at(second)).unwrap_or(0.0) as u64)
    };
    let calls: i64 = (stretch.from_s..stretch.to_s)
        .map(|second| of(with, "requests", second).max(of(without, "requests", second)))
        .sum();
    let (mut failed, mut worst) = ((0, 0), (0, 0));
    for second in stretch.from_s..stretch.to_s {
        failed.0 += of(with, "errors", second);
        failed.1 += of(without, "errors", second);
        if failed.0 - failed.1 > worst.0 - worst.1 {
            worst = failed;
        }
    }
    let more = u64::try_from(worst.0 - worst.1).ok()?;
    real(worst.0, worst.1, calls).then_some(more)
}

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
