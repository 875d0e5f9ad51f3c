//! What two systems cost their users over the same minutes, and which differences are real.

use world::{Totals, World};

use super::{Futures, Stretch};

/// A difference is real beyond so many standard deviations of two independent counts.
const DEVIATIONS: f64 = 3.0;
/// And beyond this share of the larger count: what fails in an overload fails in bursts, which
/// a few milliseconds shift.
const BURSTS: f64 = 0.1;
/// And beyond this share of all there were: service levels end about there.
const MATTERS: f64 = 0.005;
/// And beyond so many times what luck alone makes of the system without the act: near the point
/// where a pool runs dry, that is much more than a count's deviation.
const LUCK: i64 = 2;

/// A count with an act and without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What is counted.
    pub of: Of,
    /// With the act.
    pub with: i64,
    /// Without it.
    pub without: i64,
    /// Without it, with other luck.
    pub chance: i64,
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
    /// Writes that a failover lost.
    WritesLost,
}

impl Of {
    /// Only acts do this, so that there is no chance in it; and it is part of another figure, or
    /// of none that people feel at once.
    fn by_hand(&self) -> bool {
        matches!(
            self,
            Self::TurnedAway | Self::TasksPurged | Self::WritesLost
        )
    }

    fn more_is_better(&self) -> bool {
        matches!(self, Self::Business(_) | Self::TasksDone)
    }
}

impl Figure {
    /// 1: really better with the act, -1: really worse, 0: no real difference.
    pub fn sign(&self) -> i64 {
        let more = self.with - self.without;
        let real = if self.of.by_hand() && self.without == 0 {
            more > 0
        } else {
            real([self.with, self.without, self.chance], self.among)
        };
        match (real, self.of.more_is_better()) {
            (false, _) => 0,
            (true, true) => more.signum(),
            (true, false) => -more.signum(),
        }
    }
}

/// What the weightiest figure that differs says: 1 better, -1 worse, 0 none differs.
pub(super) fn sign(figures: &[Figure]) -> i64 {
    let deciding = figures.iter().filter(|figure| !figure.of.by_hand());
    deciding
        .map(Figure::sign)
        .find(|sign| *sign != 0)
        .unwrap_or(0)
}

/// Whether the first of three counts is really apart from the other two, which differ by luck.
fn real([with, without, chance]: [i64; 3], among: i64) -> bool {
    let beyond = |other: i64| {
        let (apart, both) = ((with - other).abs(), with.abs() + other.abs());
        let larger = with.abs().max(other.abs());
        apart as f64 > DEVIATIONS * libm::sqrt(both as f64)
            && apart as f64 > BURSTS * larger as f64
            && apart as f64 > MATTERS * among as f64
            && apart > LUCK * (without - chance).abs()
    };
    let same_side = (with > without) == (with > chance);
    same_side && beyond(without) && beyond(chance)
}

/// All figures, the weightiest first: people, then what they came for, then requests, then tasks.
pub(super) fn figures(futures: Futures<'_>, stretch: Stretch) -> Vec<Figure> {
    let over = |world: &World| {
        let ms = |second: i32| i64::from(second) * 1_000;
        world.totals_between(ms(stretch.from_s), ms(stretch.to_s))
    };
    let (with, without) = (over(futures.with), over(futures.without));
    let chance = over(futures.chance);
    let figure = |of: Of, count: &dyn Fn(&Totals) -> i64, among: &dyn Fn(&Totals) -> i64| Figure {
        of,
        with: count(&with),
        without: count(&without),
        chance: count(&chance),
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
        figure(Of::WritesLost, &|t| whole(t.lost_writes), &users),
    ]);
    all
}

/// By how many failed requests it was worse with the act at its worst instant, if that is real:
/// what a rollback costs while it rolls is made good later and would not show in the sums.
pub(super) fn at_first(futures: Futures<'_>, stretch: Stretch) -> Option<u64> {
    let of = |world: &World, alias: &str, second: i32| {
        let series = world.telemetry().find("browser", alias);
        whole(series.and_then(|s| s.at(second)).unwrap_or(0.0) as u64)
    };
    let (mut failed, mut worst, mut calls) = ([0; 3], [0; 3], 0);
    for second in stretch.from_s..stretch.to_s {
        let worlds = [futures.with, futures.without, futures.chance];
        for (sum, world) in failed.iter_mut().zip(worlds) {
            *sum += of(world, "errors", second);
        }
        calls += of(futures.with, "requests", second).max(of(futures.without, "requests", second));
        if failed[0] - failed[1] > worst[0] - worst[1] {
            worst = failed;
        }
    }
    let more = u64::try_from(worst[0] - worst[1]).ok()?;
    real(worst, calls).then_some(more)
}

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
