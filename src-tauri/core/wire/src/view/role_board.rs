//! The role board.

use drill::judge::Standing;
use drill::{Drill, judge};

use super::parts;
use crate::console::RoleRow;

/// What was done since then counts as recent.
const RECENT_MS: i64 = 300_000;

/// Roles in the scenario's order.
pub fn roles(drill: &Drill) -> Vec<RoleRow> {
    let scenario = drill.scenario();
    let state = drill.state();
    let judged = judge::expectations(scenario, state);
    parts::roles(drill)
        .into_iter()
        .zip(&scenario.roles)
        .map(|(view, role)| {
            let mine = judged.iter().filter(|j| j.expectation.role == role.id);
            let standing = |wanted| mine.clone().filter(|j| j.standing == wanted).count() as u32;
            let deeds = state.deeds.iter().filter(|d| d.did.role == role.id);
            let under_way =
                |d: &&drill::state::DeedRecord| d.did.act.is_some() && d.outcome.is_none();
            let recent = |d: &&drill::state::DeedRecord| state.now_ms - d.at_ms <= RECENT_MS;
            RoleRow {
                role: view,
                title: role.title.clone(),
                answers_for: role.answers_for.clone(),
                silent_ms: judge::silent_for(scenario, state, &role.id)
                    .and_then(|ms| u32::try_from(ms).ok()),
                met: standing(Standing::Met) + standing(Standing::Late),
                late: standing(Standing::Late),
                due: standing(Standing::Open),
                missed: standing(Standing::Missed),
                expected: mine.clone().count() as u32,
                under_way: deeds.clone().filter(under_way).count() as u32,
                recent: deeds.clone().filter(recent).count() as u32,
                checklist: role
                    .checklist
                    .iter()
                    .enumerate()
                    .map(|(at, line)| {
                        let ticked = state.ticked.contains(&(role.id.clone(), at as u32));
                        (line.clone(), ticked)
                    })
                    .collect(),
                open: !state.closed_roles.contains(&role.id),
            }
        })
        .collect()
}
