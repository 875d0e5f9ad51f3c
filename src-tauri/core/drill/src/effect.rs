//! What an act did, measured: the key figures when it was begun and two minutes after it was
//! complete. What else happened meanwhile is in the record too; this says what came after, not why.

use scenario::{Deed, DeedKind};
use world::expr::Expr;
use world::spec::PanelSpec;

use crate::drill::Drill;
use crate::state::DeedRecord;

/// An act is given so long to show what it does, milliseconds.
pub const SETTLE_MS: i64 = 120_000;
/// A change smaller than this share of the larger value is noise.
const NOISE: f64 = 0.25;

/// How the key figures stood before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// Figures that changed, in the panels' order.
    pub changes: Vec<Change>,
    /// All in all.
    pub sum: Sum,
}

/// A figure that changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Panel title.
    pub title: String,
    /// Unit.
    pub unit: String,
    /// When the act was begun.
    pub before: f64,
    /// Two minutes after it was complete.
    pub after: f64,
}

/// How the key figures stand all in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sum {
    /// Less is out of its limits, and nothing is broken any more.
    Better,
    /// More is, or what was broken is twice as bad, and nothing is better for it.
    Worse,
    /// Something was broken, and something is.
    NoEffect,
    /// All was and is inside its limits.
    Fine,
}

/// Whether a deed acts on the system, rather than only asking it.
pub fn acts(deed: &Deed) -> bool {
    let check = matches!(deed.kind(), DeedKind::HealthCheck | DeedKind::SmokeTest);
    matches!(deed, Deed::System { .. }) && !check
}

/// What came after an act; None: it is no act, is not complete, or it is too early to say.
pub fn effect(drill: &Drill, record: &DeedRecord) -> Option<Effect> {
    let (done, ..) = record.outcome.as_ref()?;
    let settled = done + SETTLE_MS;
    if !acts(&record.did.deed) || drill.now_ms() < settled {
        return None;
    }
    let mut changes = Vec::new();
    let (mut total_before, mut total_after, mut broken) = (0, 0, false);
    let (mut rose, mut fell) = (false, false);
    for panel in drill
        .scenario()
        .system
        .panels
        .iter()
        .filter(|panel| panel.key)
    {
        let (before, after) = (
            value(drill, panel, record.at_ms)?,
            value(drill, panel, settled)?,
        );
        let (was, is) = (trouble(panel, before), trouble(panel, after));
        total_before += was;
        total_after += is;
        broken |= is == BROKEN;
        let (low, high) = if panel.low_is_bad {
            (after, before)
        } else {
            (before, after)
        };
        rose |= is > was || (was == BROKEN && is == BROKEN && high > 2.0 * low);
        fell |= is < was;
        let moved = (after - before).abs() > NOISE * before.abs().max(after.abs());
        if was != is || (moved && was + is > 0) {
            let (title, unit) = (panel.title.clone(), panel.unit.clone());
            changes.push(Change {
                title,
                unit,
                before,
                after,
            });
        }
    }
    let sum = match (total_before, total_after) {
        (0, 0) => Sum::Fine,
        _ if rose && !fell => Sum::Worse,
        (before, after) if after < before && !broken => Sum::Better,
        _ => Sum::NoEffect,
    };
    Some(Effect { changes, sum })
}

fn value(drill: &Drill, panel: &PanelSpec, at_ms: i64) -> Option<f64> {
    let expr = Expr::parse(&panel.expr).ok()?;
    let second = i32::try_from(at_ms.div_euclid(1_000)).ok()?;
    drill.world().eval(&expr, second, panel.window_s)
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

impl Effect {
    /// In words, e.g. "two minutes later API errors 21 % → 0 %"; None when nothing changed.
    pub fn says(&self) -> Option<String> {
        let changes: Vec<String> = self
            .changes
            .iter()
            .map(|c| {
                format!(
                    "{} {} → {} {}",
                    c.title,
                    short(c.before),
                    short(c.after),
                    c.unit
                )
            })
            .collect();
        (!changes.is_empty()).then(|| format!("two minutes later {}", changes.join(", ")))
    }
}

/// A figure with the digits that matter.
fn short(value: f64) -> String {
    if value.abs() >= 10.0 || value == 0.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    }
}
