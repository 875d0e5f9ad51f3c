//! What could have told us earlier: graphs that stood beyond a limit of theirs before the first alert.

use drill::effect::trouble;
use drill::times::KeyTimes;
use drill::{Drill, words};
use world::expr::Expr;
use world::spec::PanelSpec;

use super::clock;
use super::timeline::plain;

/// A graph must stay beyond its limit for so long, seconds: a moment is noise.
const HOLDS_S: i32 = 30;
/// It must have done so this much before the first alert, seconds.
const AHEAD_S: i32 = 30;
/// Without an alert at all, as many signs are enough.
const SIGNS: usize = 6;

/// One line for each graph, the earliest first.
pub fn earlier(drill: &Drill, times: &KeyTimes) -> Vec<String> {
    let now_s = second(drill.now_ms());
    let alerted_s = times.alerted.map(|(at, _)| second(at));
    let until = alerted_s.map_or(now_s, |at| at - AHEAD_S);
    let panels = drill.scenario().system.panels.iter();
    let mut signs: Vec<(i32, &PanelSpec)> = panels
        .filter_map(|panel| Some((beyond_since(drill, panel, until)?, panel)))
        .collect();
    signs.sort_by_key(|(at, _)| *at);
    signs
        .into_iter()
        .take(SIGNS)
        .map(|(at, panel)| {
            let ms = i64::from(at) * 1_000;
            let before = match alerted_s {
                Some(alert) => format!(
                    "{} before the first alert",
                    words::duration(i64::from(alert - at) * 1_000)
                ),
                None => "and no alert fired at all".to_owned(),
            };
            format!(
                "“{}” stood beyond its limit from {} on, {before}.",
                plain(&panel.title),
                clock(drill, ms)
            )
        })
        .collect()
}

fn second(at_ms: i64) -> i32 {
    i32::try_from(at_ms.div_euclid(1_000)).unwrap_or(i32::MAX)
}

/// The second from which a graph was beyond a limit of its own for long enough; None: it was not
/// before `until`, has no limit, or was beyond it before the drill.
fn beyond_since(drill: &Drill, panel: &PanelSpec, until: i32) -> Option<i32> {
    let expr = Expr::parse(&panel.expr).ok()?;
    let beyond = |s: i32| {
        let value = drill.world().eval(&expr, s, panel.window_s);
        value.is_some_and(|value| trouble(panel, value) > 0)
    };
    if beyond(0) {
        return None;
    }
    let mut since = None;
    for s in 1..=until + HOLDS_S {
        match (beyond(s), since) {
            (true, None) if s > until => return None,
            (true, None) => since = Some(s),
            (true, Some(from)) if s - from >= HOLDS_S => return Some(from),
            (true, Some(_)) => {}
            (false, _) => since = None,
        }
    }
    None
}
