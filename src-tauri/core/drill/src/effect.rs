//! What an act did, measured: the same drill with it and without it, over the same minutes, and
//! without it with other luck, so that chance is not taken for its doing.
//! Whether an act is unsafe is not known here; what it cost is read off the two systems.

mod figures;
mod says;

use scenario::Deed;
use world::World;
use world::expr::Expr;
use world::spec::PanelSpec;

pub use figures::{Figure, Of};

/// Panels that differ by less than this share of the larger value stand alike.
const NOISE: f64 = 0.25;
/// A panel differs when it does so at the end and this much before, seconds.
const HOLDS_S: i32 = 60;
/// How often one looks whether it was better for a while, seconds.
const LOOKS_S: usize = 15;

/// The drill with an act, against the same drill without it.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// What was compared.
    pub stretch: Stretch,
    /// What it cost with and without, the weightiest first.
    pub figures: Vec<Figure>,
    /// The same over the last minute only.
    pub last: Vec<Figure>,
    /// Failed requests by which it was worse at its worst instant, when that was beyond noise.
    pub at_first: Option<u64>,
    /// Key panels that stood otherwise at the end, in their order.
    pub panels: Vec<Panel>,
    /// All in all.
    pub sum: Sum,
}

/// Three futures of one system.
#[derive(Clone, Copy)]
pub struct Futures<'a> {
    /// With the act.
    pub with: &'a World,
    /// Without it.
    pub without: &'a World,
    /// Without it, with other luck.
    pub chance: &'a World,
}

/// A stretch of the drill, whole seconds from STARTEX.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The second in which the act was begun.
    pub from_s: i32,
    /// The second before which the comparison ended.
    pub to_s: i32,
    /// It ended before the act had had its time.
    pub early: bool,
}

impl Stretch {
    /// From the second of one time until that of another, milliseconds.
    pub fn new(from_ms: i64, to_ms: i64, early: bool) -> Self {
        let second = |ms: i64| i32::try_from(ms.div_euclid(1_000)).unwrap_or(i32::MAX);
        Self {
            from_s: second(from_ms),
            to_s: second(to_ms),
            early,
        }
    }
}

/// A key panel that stood otherwise at the end than it would have.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Its title.
    pub title: String,
    /// Unit.
    pub unit: String,
    /// Value with the act.
    pub with: f64,
    /// Value without it.
    pub without: f64,
    /// It stood better with the act.
    pub better: bool,
}

/// How it compares all in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sum {
    /// Better than without it.
    Better,
    /// Better for a while; what was better is broken at the end.
    Relief,
    /// Worse than without it.
    Worse,
    /// No difference, and something was out of its limits.
    NoEffect,
    /// No difference, and nothing was wrong.
    Fine,
}

/// Whether a deed acts on the system, rather than only asking it.
pub fn acts(deed: &Deed) -> bool {
    let check = deed.kind().is_check();
    matches!(deed, Deed::System { .. }) && !check
}

impl Effect {
    /// Whether it did harm: it was worse all in all, or helped at a cost.
    pub fn harmful(&self) -> bool {
        self.sum == Sum::Worse || !self.cost().is_empty()
    }
}

/// Compares systems that were one until the stretch began. All have reached its end.
pub fn compare(futures: Futures<'_>, stretch: Stretch) -> Effect {
    let figures = figures::figures(futures, stretch);
    let panels: Vec<Panel> = key_panels(futures.with)
        .filter_map(|panel| {
            let differs = |without| differs(futures.with, without, panel, stretch);
            let chance = differs(futures.chance)?;
            differs(futures.without).filter(|found| found.better == chance.better)
        })
        .collect();
    let last = Stretch {
        from_s: stretch.from_s.max(stretch.to_s - HOLDS_S),
        ..stretch
    };
    let last = figures::figures(futures, last);
    let both = (futures.with, futures.without);
    Effect {
        stretch,
        at_first: figures::at_first(futures, stretch),
        sum: sum(both, (&figures, &last), &panels, stretch),
        figures,
        last,
        panels,
    }
}

/// How it stands in the end weighs more than the way there, and people weigh more than panels,
/// which do not see who was turned away.
fn sum(
    (with, without): (&World, &World),
    (figures, last): (&[Figure], &[Figure]),
    panels: &[Panel],
    stretch: Stretch,
) -> Sum {
    let end = match figures::sign(last) {
        0 => {
            let up = panels.iter().any(|panel| panel.better);
            let down = panels.iter().any(|panel| !panel.better);
            i64::from(up) - i64::from(down)
        }
        people => people,
    };
    match (end, figures::sign(figures)) {
        (1, _) => Sum::Better,
        (-1, _) | (_, -1) => Sum::Worse,
        (_, 1) if lapsed(with, without, stretch) => Sum::Relief,
        (_, 1) => Sum::Better,
        _ if wrong(with, stretch) => Sum::NoEffect,
        _ => Sum::Fine,
    }
}

/// Something stood better with the act for a while, and is broken at the end.
fn lapsed(with: &World, without: &World, stretch: Stretch) -> bool {
    let seconds = || (stretch.from_s..stretch.to_s).step_by(LOOKS_S);
    let at = |world, panel, second| level(world, panel, second).map_or(0, |(level, _)| level);
    key_panels(with).any(|panel| {
        at(with, panel, stretch.to_s) == BROKEN
            && seconds().any(|s| at(with, panel, s) < at(without, panel, s))
    })
}

/// Something was out of its limits when the act began, or is at the end.
fn wrong(with: &World, stretch: Stretch) -> bool {
    key_panels(with).any(|panel| {
        let out = |second| level(with, panel, second).is_some_and(|(level, _)| level > 0);
        out(stretch.from_s) || out(stretch.to_s)
    })
}

fn differs(with: &World, without: &World, panel: &PanelSpec, stretch: Stretch) -> Option<Panel> {
    let at = |second: i32| {
        let ((is, with), (would, without)) =
            (level(with, panel, second)?, level(without, panel, second)?);
        let apart = (with - without).abs() > NOISE * with.abs().max(without.abs());
        let better = (is != would && apart).then_some(is < would)?;
        Some((better, with, without))
    };
    let (better, with, without) = at(stretch.to_s)?;
    let (earlier, ..) = at(stretch.to_s - HOLDS_S)?;
    (better == earlier).then(|| Panel {
        title: panel.title.clone(),
        unit: panel.unit.clone(),
        with,
        without,
        better,
    })
}

fn key_panels(world: &World) -> impl Iterator<Item = &PanelSpec> {
    world.spec().panels.iter().filter(|panel| panel.key)
}

/// How a panel stands at a second, and its value.
fn level(world: &World, panel: &PanelSpec, second: i32) -> Option<(u32, f64)> {
    let expr = Expr::parse(&panel.expr).ok()?;
    let value = world.eval(&expr, second, panel.window_s)?;
    Some((trouble(panel, value), value))
}

/// [`trouble`] beyond the limit that means broken.
pub const BROKEN: u32 = 2;

/// How a panel's value stands to its limits: 0 inside, 1 to be warned of, [`BROKEN`].
pub fn trouble(panel: &PanelSpec, value: f64) -> u32 {
    let beyond = |limit: Option<f64>| {
        limit.is_some_and(|limit| {
            if panel.low_is_bad {
                value < limit
            } else {
                value > limit
            }
        })
    };
    if beyond(panel.bad) {
        BROKEN
    } else {
        u32::from(beyond(panel.warn))
    }
}
