//! Needs about time: injects held past theirs, and a team far ahead of the time box or behind it.

use scenario::Scenario;

use super::insight::towards_truth;
use super::{Answer, Need, Urgency, need};
use crate::drill::due;
use crate::state::{ClockPhase, InjectPhase, State};
use crate::times::key_times;
use crate::words;

/// A team that has put an end to the impact is ahead while so much of the time box is left,
const AHEAD_LEFT: f64 = 0.4;
/// and nothing comes for so long.
const QUIET_MS: i64 = 180_000;
/// A team is behind when it has not named the cause after so much of the time box,
const CAUSE_BY: f64 = 0.5;
/// or has not put an end to the impact after so much.
const MITIGATED_BY: f64 = 0.75;

pub(super) fn held(state: &State, all: &mut Vec<Need>) {
    for record in state
        .injects
        .iter()
        .filter(|r| r.phase == InjectPhase::Held)
    {
        let due = record.at_ms.or(record.armed_ms);
        if due.is_some_and(|at| at <= state.now_ms) {
            all.push(need(
                format!("held-{}", record.inject.id),
                Urgency::Know,
                format!("“{}” is held past its time.", record.inject.title),
                "Fire it when the room is ready, or skip it.".to_owned(),
                Some(Answer::Fire(record.inject.id.clone())),
            ));
        }
    }
}

pub(super) fn pace(scenario: &Scenario, state: &State, all: &mut Vec<Need>) {
    let length = i64::from(state.head.length_ms).max(1);
    let left = length - state.now_ms;
    if left < 0 {
        all.push(need(
            "box-over".to_owned(),
            Urgency::Soon,
            format!("The time box is over by {}.", words::duration(-left)),
            "Bring it to an end, or give it a new one (fit).".to_owned(),
            Some(Answer::End),
        ));
        return;
    }
    let (times, gone) = (
        key_times(scenario, state),
        state.now_ms as f64 / length as f64,
    );
    if times.impact.is_none() || state.phase == ClockPhase::Ready {
        return;
    }
    if times.mitigated.is_some() {
        if 1.0 - gone >= AHEAD_LEFT {
            ahead(state, left, all);
        }
        return;
    }
    let lacks = if gone >= MITIGATED_BY {
        "users are still affected"
    } else if gone >= CAUSE_BY && times.identified.is_none() {
        "nobody has named the cause"
    } else {
        return;
    };
    all.push(need(
        "behind".to_owned(),
        Urgency::Soon,
        "The team is behind the time box.".to_owned(),
        format!("{} are left, and {lacks}.", words::duration(left)),
        towards_truth(scenario, state),
    ));
}

/// Something could come, and does not for a while.
fn ahead(state: &State, left: i64, all: &mut Vec<Need>) {
    let next = state
        .injects
        .iter()
        .filter_map(|record| Some((due(record)?, record)))
        .filter(|(_, record)| record.inject.fault.is_some() || record.inject.message.is_some())
        .min_by_key(|(at, _)| *at);
    let answer = match next {
        Some((at, _)) if at - state.now_ms < QUIET_MS => return,
        Some((_, record)) => Answer::Fire(record.inject.id.clone()),
        None if in_tray(state) => Answer::Tray,
        None => return,
    };
    let says = match next {
        Some((at, record)) => format!(
            "“{}” comes in {}.",
            record.inject.title,
            words::duration(at - state.now_ms)
        ),
        None => "Nothing comes by itself any more; the tray has more.".to_owned(),
    };
    all.push(need(
        "ahead".to_owned(),
        Urgency::Know,
        "The team is ahead of the time box.".to_owned(),
        format!("{} are left. {says}", words::duration(left)),
        Some(answer),
    ));
}

fn in_tray(state: &State) -> bool {
    state.injects.iter().any(|record| {
        record.inject.trigger == scenario::Trigger::Tray
            && record.phase == InjectPhase::Planned
            && record.at_ms.is_none()
    })
}
