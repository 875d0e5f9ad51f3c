//! What people can look at, over some minutes of a system.

use world::logs::{LogLevel, LogStore};
use world::spec::PanelSpec;
use world::{Expr, Happening, What, World};

/// How often figures are read, milliseconds.
pub(super) const EVERY_MS: i64 = 30_000;
/// Over how long, seconds.
const WINDOW_S: u32 = 60;
/// Readings that have to differ: two minutes of them.
const READINGS: usize = 4;
/// A change of so much of the usual value is seen on a graph.
const CLEAR: f64 = 0.2;

/// Readings of a system, from now on.
pub(super) struct Look {
    raised: bool,
    /// One list of readings for each panel, then for each figure.
    readings: Vec<Vec<Option<f64>>>,
    panels_beyond: bool,
    errors: u32,
    changes: usize,
}

impl Look {
    /// Runs a world for so long, and reads it.
    pub(super) fn at(mut world: World, for_ms: i64) -> Self {
        let (from, ends) = (world.logs().len(), world.now_ms() + for_ms);
        let panels: Vec<(Expr, u32)> = expressions(&world);
        let figures: Vec<(String, String)> = world
            .telemetry()
            .series()
            .iter()
            .map(|one| (one.component.clone(), one.alias.clone()))
            .collect();
        let mut look = Self {
            raised: false,
            readings: vec![Vec::new(); panels.len() + figures.len()],
            panels_beyond: false,
            errors: 0,
            changes: 0,
        };
        while world.now_ms() < ends {
            let next = (world.now_ms() + EVERY_MS).min(ends);
            look.raised |= raised(&world.advance(next));
            look.panels_beyond |= beyond(&world);
            let at_s = seconds(&world);
            let seen = panels
                .iter()
                .map(|(expr, window_s)| world.seen(expr, at_s, *window_s));
            let known = figures.iter().map(|(component, alias)| {
                let is_seen = world.is_seen(component, at_s);
                is_seen.then(|| world.figure(component, alias, at_s, WINDOW_S))?
            });
            for (readings, value) in look.readings.iter_mut().zip(seen.chain(known)) {
                readings.push(value);
            }
        }
        look.errors = errors(world.logs(), from);
        look.changes = world.changes().len();
        look
    }

    /// Something here is clearly other than in the quiet: an alert, a graph, a figure, the log, or
    /// a line in the history of changes.
    pub(super) fn differs(&self, quiet: &Self) -> bool {
        let louder = (self.raised && !quiet.raised) || (self.panels_beyond && !quiet.panels_beyond);
        let graphs = self.readings.iter().zip(&quiet.readings);
        louder
            || self.changes != quiet.changes
            || self.errors > quiet.errors.saturating_mul(2).saturating_add(20)
            || graphs
                .into_iter()
                .any(|(own, quiet)| is_elsewhere(own, quiet))
    }
}

/// Several readings outside of the band that the quiet ones stay in, by more than a fifth.
fn is_elsewhere(own: &[Option<f64>], quiet: &[Option<f64>]) -> bool {
    let usual: Vec<f64> = quiet
        .iter()
        .copied()
        .flatten()
        .filter(|v| v.is_finite())
        .collect();
    let gone = own
        .iter()
        .zip(quiet)
        .filter(|(own, quiet)| own.is_none() != quiet.is_none());
    if gone.count() >= READINGS {
        return true;
    }
    let least = usual.iter().copied().fold(f64::INFINITY, f64::min);
    let most = usual.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if least > most {
        return false;
    }
    let mean = usual.iter().sum::<f64>() / usual.len() as f64;
    let margin = (most - least).max(CLEAR * mean.abs());
    let outside = |value: &f64| *value > most + margin || *value < least - margin;
    own.iter().copied().flatten().filter(outside).count() >= READINGS
}

/// An alert fired, or a service level broke.
pub(super) fn raised(happenings: &[Happening]) -> bool {
    happenings.iter().any(|happening| {
        matches!(
            happening.what,
            What::AlertFired { .. } | What::BreachBegan { .. }
        )
    })
}

/// A panel is beyond one of its limits.
pub(super) fn beyond(world: &World) -> bool {
    let at_s = seconds(world);
    world.spec().panels.iter().any(|panel| {
        let expr = Expr::parse(&panel.expr).ok();
        let value = expr.and_then(|expr| world.seen(&expr, at_s, panel.window_s));
        value.is_some_and(|value| is_beyond(panel, value))
    })
}

fn is_beyond(panel: &PanelSpec, value: f64) -> bool {
    [panel.warn, panel.bad].into_iter().flatten().any(|limit| {
        if panel.low_is_bad {
            value < limit
        } else {
            value > limit
        }
    })
}

fn expressions(world: &World) -> Vec<(Expr, u32)> {
    let panels = world.spec().panels.iter();
    panels
        .filter_map(|panel| Some((Expr::parse(&panel.expr).ok()?, panel.window_s)))
        .collect()
}

fn errors(logs: &LogStore, from: usize) -> u32 {
    let errors = logs
        .since(from)
        .filter(|record| record.level == LogLevel::Error);
    u32::try_from(errors.count()).unwrap_or(u32::MAX)
}

fn seconds(world: &World) -> i32 {
    i32::try_from(world.now_ms() / 1000).unwrap_or(i32::MAX)
}
