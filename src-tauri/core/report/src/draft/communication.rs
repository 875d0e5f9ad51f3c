//! What was said to whom, against what was promised and the norms.

use drill::state::UpdateRecord;
use drill::{Drill, words};
use scenario::Deed;

use super::timeline::plain;
use super::{clock, short};
use crate::postmortem::{Communication, StatusUpdate};

/// The review.
pub fn communication(drill: &Drill) -> Communication {
    let mut updates = updates(drill);
    updates.extend(notices(drill));
    updates.sort_by_key(|update| update.at_ms);
    Communication {
        updates,
        remarks: remarks(drill),
        prose: String::new(),
    }
}

fn updates(drill: &Drill) -> Vec<StatusUpdate> {
    let state = drill.state();
    let norms = drill.scenario().norms;
    let declared = state.severities.first().map(|(at, ..)| *at);
    let mut before: Option<&UpdateRecord> = None;
    let mut rows = Vec::new();
    for update in &state.updates {
        let due_ms = match before {
            None => declared.map(|at| at + i64::from(norms.first_update_ms)),
            Some(last) => Some(
                last.next_ms
                    .unwrap_or(last.at_ms + i64::from(norms.update_every_ms)),
            ),
        };
        let text: Vec<String> = [&update.impact, &update.doing]
            .into_iter()
            .filter(|text| !text.trim().is_empty())
            .map(|text| plain(text.trim()))
            .collect();
        rows.push(StatusUpdate {
            at_ms: update.at_ms,
            due_ms,
            late_by_ms: due_ms.map(|due| (update.at_ms - due).max(0)),
            audience: "stakeholders".to_owned(),
            author: short(drill, &update.role),
            text: text.join(" "),
            has_impact: !update.impact.trim().is_empty(),
            next_promised_ms: update.next_ms,
        });
        before = Some(update);
    }
    rows
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
                ..StatusUpdate::default()
            }),
            _ => None,
        })
        .collect()
}

fn remarks(drill: &Drill) -> Vec<String> {
    let state = drill.state();
    let norms = drill.scenario().norms;
    let mut remarks = Vec::new();
    let declared = state.severities.first().map(|(at, ..)| *at);
    match (declared, state.updates.first()) {
        (None, _) => remarks.push("No severity was set, so no incident was declared.".to_owned()),
        (Some(at), None) => remarks.push(format!(
            "The incident was declared at {}, and stakeholders were told nothing.",
            clock(drill, at)
        )),
        (Some(at), Some(first)) => {
            let took = first.at_ms - at;
            let norm = i64::from(norms.first_update_ms);
            let verdict = if took <= norm { "inside" } else { "outside" };
            remarks.push(format!(
                "The first update came {} after declaring, {verdict} the norm of {}.",
                words::duration(took.max(0)),
                words::duration(norm)
            ));
        }
    }
    let silent_impact = state
        .updates
        .iter()
        .filter(|u| u.impact.trim().is_empty())
        .count();
    if silent_impact > 0 {
        remarks.push(format!(
            "{silent_impact} of the updates did not say who was affected."
        ));
    }
    let no_next = state.updates.iter().filter(|u| u.next_ms.is_none()).count();
    if no_next > 0 {
        remarks.push(format!(
            "{no_next} of the updates did not say when the next one comes."
        ));
    }
    let waiting = state
        .messages
        .iter()
        .filter(|m| m.message.wants_answer && !m.retracted && m.answered_ms.is_none());
    for m in waiting {
        remarks.push(format!(
            "{} asked {} at {} and got no answer in the record.",
            plain(&m.message.from),
            short(drill, &m.message.to),
            clock(drill, m.at_ms)
        ));
    }
    for role in &drill.scenario().roles {
        let deeds = state.deeds.iter().filter(|d| d.did.role == role.id).count();
        if deeds == 0 {
            remarks.push(format!("{} did nothing that was recorded.", role.short));
        }
    }
    remarks
}
