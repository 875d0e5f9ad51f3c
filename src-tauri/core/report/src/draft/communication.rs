//! What was said to whom, against what was promised and the norms, and how the roles worked
//! together. Statements carry the events that they follow from.

mod announced;
mod audiences;
mod cadence;
mod coordination;
mod said;

use drill::Drill;
use drill::times::KeyTimes;
use scenario::{Deed, IncidentState};

use super::timeline::plain;
use super::{clock, short};
use crate::postmortem::StretchEnd;
use crate::postmortem::{Communication, Finding, FindingKind, Milestone, StatusUpdate, Stretch};

/// The review.
pub fn communication(drill: &Drill, times: &KeyTimes) -> Communication {
    let stretches = cadence::stretches(drill);
    let longest_silence = cadence::longest_silence(drill, times, &stretches);
    let audiences = audiences::audiences(drill);
    let unannounced = announced::unannounced(drill);
    let mut findings = cadence::findings(drill, &stretches, longest_silence.as_ref());
    findings.extend(said::findings(drill));
    findings.extend(audiences::findings(drill, times, &audiences));
    findings.extend(announced::findings(drill, &unannounced));
    findings.extend(coordination::findings(drill, times));
    let mut updates = updates(drill, &stretches);
    updates.extend(notices(drill));
    updates.sort_by_key(|update| update.at_ms);
    Communication {
        updates,
        remarks: Vec::new(),
        stretches,
        longest_silence,
        milestones: milestones(drill),
        audiences,
        unannounced,
        findings,
        ends_ms: ends_ms(drill),
    }
}

fn updates(drill: &Drill, stretches: &[Stretch]) -> Vec<StatusUpdate> {
    let rows = drill.state().updates.iter().map(|update| {
        let event = Some(u64::from(update.seq));
        let ended = stretches
            .iter()
            .find(|s| s.until == StretchEnd::Update && s.until_event == event);
        let due_ms = ended.map(|stretch| stretch.due_ms);
        let text: Vec<String> = [&update.impact, &update.doing]
            .into_iter()
            .filter(|text| !text.trim().is_empty())
            .map(|text| plain(text.trim()))
            .collect();
        StatusUpdate {
            at_ms: update.at_ms,
            due_ms,
            late_by_ms: due_ms.map(|due| (update.at_ms - due).max(0)),
            audience: "stakeholders".to_owned(),
            author: short(drill, &update.role),
            text: text.join(" "),
            has_impact: !update.impact.trim().is_empty(),
            next_promised_ms: update.next_ms,
            event,
        }
    });
    rows.collect()
}

fn notices(drill: &Drill) -> Vec<StatusUpdate> {
    let deeds = drill.state().deeds.iter();
    deeds
        .filter_map(|d| match &d.did.deed {
            Deed::Notice { text } => Some(StatusUpdate {
                at_ms: d.at_ms,
                audience: "users".to_owned(),
                author: short(drill, &d.did.role),
                text: plain(text),
                has_impact: true,
                event: Some(u64::from(d.seq)),
                ..StatusUpdate::default()
            }),
            _ => None,
        })
        .collect()
}

/// Severities and states in order.
fn milestones(drill: &Drill) -> Vec<Milestone> {
    let state = drill.state();
    let severities = state
        .severities
        .iter()
        .map(|(at_ms, level, seq)| Milestone {
            at_ms: *at_ms,
            label: format!("SEV-{level}"),
            event: Some(u64::from(*seq)),
        });
    let states = state.states.iter().map(|(at_ms, said, seq)| Milestone {
        at_ms: *at_ms,
        label: drill::words::incident_state(*said).to_owned(),
        event: Some(u64::from(*seq)),
    });
    let mut all: Vec<Milestone> = severities.chain(states).collect();
    all.sort_by_key(|milestone| milestone.event);
    all
}

/// ENDEX, or how far the drill has come.
fn ends_ms(drill: &Drill) -> i64 {
    drill.state().ended_ms.unwrap_or(drill.now_ms())
}

/// Whether the incident is called resolved at an instant.
fn over(drill: &Drill, at_ms: i64) -> bool {
    let mut states = drill.state().states.iter();
    let last = states.rfind(|(at, ..)| *at <= at_ms);
    matches!(last, Some((_, IncidentState::Resolved, _)))
}

/// Until when who and what is affected is to be told: the norm's length after declaring for the
/// first update, and as long again. Milliseconds since STARTEX; none without a severity.
fn scope_due_ms(drill: &Drill) -> Option<i64> {
    let (declared, ..) = drill.state().severities.first()?;
    Some(declared + 2 * i64::from(drill.scenario().norms.first_update_ms))
}

fn finding(
    kind: FindingKind,
    good: bool,
    text: impl Into<String>,
    events: impl IntoIterator<Item = u64>,
) -> Finding {
    Finding {
        kind,
        good,
        text: text.into(),
        events: events.into_iter().collect(),
    }
}

/// "a", "a and b", "a, b and c".
fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Clocks of instants, as a list.
fn clocks(drill: &Drill, at: impl IntoIterator<Item = i64>) -> String {
    let all: Vec<String> = at.into_iter().map(|ms| clock(drill, ms)).collect();
    list(&all)
}
