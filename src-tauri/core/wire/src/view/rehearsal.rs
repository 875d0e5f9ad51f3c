//! A rehearsal, as the editor shows it.

use drill::judge::{self, Standing};
use drill::{Drill, times, words};

use super::parts::ms;
use super::story;
use crate::editor::RehearsalView;

/// How a drill went that was played unattended: by a team of this title, or by nobody.
#[must_use]
pub fn rehearsal(
    drill: &Drill,
    team: Option<String>,
    skipped: Vec<String>,
    took_ms: u32,
) -> RehearsalView {
    let (scenario, state) = (drill.scenario(), drill.state());
    let key = times::key_times(scenario, state);
    let judged = judge::expectations(scenario, state);
    let count = |wanted: &dyn Fn(&Standing) -> bool| {
        u32::try_from(judged.iter().filter(|one| wanted(&one.standing)).count()).unwrap_or(u32::MAX)
    };
    let met = count(&|standing| *standing == Standing::Met);
    let late = count(&|standing| *standing == Standing::Late);
    let all = u32::try_from(judged.len()).unwrap_or(u32::MAX);
    let totals = drill.world().totals();
    let outcome = outcome(drill, &key);
    let rows = key.rows();
    RehearsalView {
        team,
        story: story(drill, true),
        key_times: rows
            .into_iter()
            .map(|(_, title, moment)| (title.to_owned(), moment.map(|(at, _)| ms(at))))
            .collect(),
        fired: state
            .injects
            .iter()
            .filter_map(|record| Some((record.inject.id.clone(), ms(record.fired_ms?))))
            .collect(),
        expectations: (met, late, all - met - late),
        users_affected: u32::try_from(totals.users_affected).unwrap_or(u32::MAX),
        outcome,
        skipped,
        took_ms,
    }
}

/// How it ended, in a sentence.
fn outcome(drill: &Drill, key: &times::KeyTimes) -> String {
    let at = |ms: i64| words::clock(drill.scenario().starts_s, ms);
    match (key.impact, key.mitigated, key.validated) {
        (None, ..) => "No service level was broken.".to_owned(),
        (Some((from, _)), None, _) => format!(
            "Users were hit from {} on, and still are at the end.",
            at(from)
        ),
        (Some((from, _)), Some((to, _)), None) => format!(
            "Users were hit from {} to {}; nobody checked.",
            at(from),
            at(to)
        ),
        (Some((from, _)), Some((to, _)), Some((checked, _))) => format!(
            "Users were hit from {} to {}; validated at {}.",
            at(from),
            at(to),
            at(checked)
        ),
    }
}
