//! What updates say and leave out: who is affected, what is done, when the next one comes.

use drill::state::UpdateRecord;
use drill::{Drill, words};

use super::cadence::closes;
use super::{clock, clocks, ends_ms, finding, scope_due_ms};
use crate::postmortem::{Finding, FindingKind};

/// What the updates leave out, or that they leave out nothing.
pub fn findings(drill: &Drill) -> Vec<Finding> {
    let updates = &drill.state().updates;
    let all: Vec<&UpdateRecord> = updates.iter().collect();
    // The one that closes the incident has no next one to name.
    let open: Vec<&UpdateRecord> = updates.iter().filter(|u| !closes(drill, u.at_ms)).collect();
    let gaps = [
        without(
            drill,
            &all,
            FindingKind::WithoutImpact,
            "say who is affected",
            |u| u.impact.trim().is_empty(),
        ),
        without(
            drill,
            &all,
            FindingKind::WithoutDoing,
            "say what is being done",
            |u| u.doing.trim().is_empty(),
        ),
        without(
            drill,
            &open,
            FindingKind::WithoutNext,
            "say when the next one comes",
            |u| u.next_ms.is_none(),
        ),
    ];
    let mut found: Vec<Finding> = gaps.into_iter().flatten().collect();
    if found.is_empty() && !updates.is_empty() {
        let text = match open.len() {
            0 => "Every update says who is affected and what is being done.",
            n if n == updates.len() => {
                "Every update says who is affected, what is being done and when the next one comes."
            }
            _ => {
                "Every update says who is affected and what is being done, and each but the one \
                 that closes the incident says when the next one comes."
            }
        };
        let events = updates.iter().map(|u| u64::from(u.seq));
        found.push(finding(FindingKind::Complete, true, text, events));
    }
    found.extend(before_severity(drill));
    found.extend(scope(drill));
    found
}

fn without(
    drill: &Drill,
    of: &[&UpdateRecord],
    kind: FindingKind,
    what: &str,
    lacks: impl Fn(&UpdateRecord) -> bool,
) -> Option<Finding> {
    let those: Vec<&&UpdateRecord> = of.iter().filter(|u| lacks(u)).collect();
    let at = clocks(drill, those.iter().map(|u| u.at_ms));
    let text = match those.len() {
        0 => return None,
        1 => format!("The update of {at} does not {what}."),
        n => format!("{n} of {} updates do not {what}: {at}.", of.len()),
    };
    let events = those.iter().map(|u| u64::from(u.seq));
    Some(finding(kind, false, text, events))
}

fn before_severity(drill: &Drill) -> Option<Finding> {
    let state = drill.state();
    // Without any severity it is said that there was none.
    let (declared, _, seq) = state.severities.first()?;
    let early: Vec<&UpdateRecord> = state
        .updates
        .iter()
        .filter(|u| u.at_ms < *declared)
        .collect();
    let (first, severity) = (early.first()?, clock(drill, *declared));
    let sent = clocks(drill, early.iter().map(|u| u.at_ms));
    let what = if early.len() == 1 {
        "An update"
    } else {
        "Updates"
    };
    let text = format!(
        "{what} went out at {sent}, before a severity was set at {severity}, {} after the first.",
        words::duration(declared - first.at_ms)
    );
    let text = if early.len() == 1 {
        format!("{what} went out at {sent}, before a severity was set at {severity}.")
    } else {
        text
    };
    let events = early.iter().map(|u| u.seq).chain([*seq]).map(u64::from);
    Some(finding(FindingKind::BeforeSeverity, false, text, events))
}

/// When stakeholders first read who and what is affected.
fn scope(drill: &Drill) -> Option<Finding> {
    let state = drill.state();
    let (declared, _, severity) = state.severities.first()?;
    let due = scope_due_ms(drill)?;
    let norm = words::duration(due - declared);
    let told = state.updates.iter().find(|u| !u.impact.trim().is_empty());
    let (good, text) = match told {
        None if ends_ms(drill) <= due => return None,
        None => (
            false,
            format!(
                "Stakeholders were not told who and what is affected, which the norm asks for by \
                 {}.",
                clock(drill, due)
            ),
        ),
        Some(u) if u.at_ms <= due => (
            true,
            format!(
                "Stakeholders read who and what is affected at {}, inside the norm of {norm} \
                 after declaring.",
                clock(drill, u.at_ms)
            ),
        ),
        Some(u) => (
            false,
            format!(
                "Stakeholders first read who and what is affected at {}, {} after declaring; \
                 the norm is {norm}.",
                clock(drill, u.at_ms),
                words::duration(u.at_ms - declared)
            ),
        ),
    };
    let events = [*severity].into_iter().chain(told.map(|u| u.seq));
    let events = events.map(u64::from);
    Some(finding(FindingKind::Scope, good, text, events))
}
