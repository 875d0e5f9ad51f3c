//! A drill's record as a postmortem: the draft that stands at ENDEX.
//!
//! Figures come from the record and stay bound to it; sentences are made only of figures
//! and of what people wrote. Where the record is silent, the draft says so.

mod communication;
mod earlier;
mod figures;
mod graphs;
mod learning;
mod response;
mod survey;
mod timeline;
mod what_ifs;

use drill::times::{KeyTimes, Moment, key_times};
use drill::writing::record_hash;
use drill::{Drill, words};

use crate::postmortem::{Postmortem, Status, TitleBlock, Trigger};

/// Writes the draft. `date` is the day on which the drill was made, `2026-11-24`.
#[must_use]
pub fn draft(drill: &Drill, date: &str) -> Postmortem {
    let times = key_times(drill.scenario(), drill.state());
    Postmortem {
        title: title(drill, date),
        summary: summary(drill, &times),
        impact: figures::impact(drill, &times),
        key_times: figures::key_times(&times),
        detection: learning::detection(drill, &times),
        trigger: Trigger {
            prose: drill.scenario().truth.trigger.clone(),
            team_said: String::new(),
        },
        cause: learning::cause(drill),
        harmful_acts: response::harmful_acts(drill),
        timeline: timeline::timeline(drill),
        timeline_prose: String::new(),
        timeline_hidden: 0,
        graphs: graphs::graphs(drill),
        role_board: response::role_board(drill),
        expectations: response::expectations(drill),
        response_prose: String::new(),
        repair: response::repair(drill, &times),
        communication: communication::communication(drill, &times),
        lessons: learning::lessons(drill),
        what_ifs: what_ifs::what_ifs(drill),
        action_items: learning::action_items(drill),
        evidence: learning::evidence(drill),
    }
}

fn title(drill: &Drill, date: &str) -> TitleBlock {
    let state = drill.state();
    TitleBlock {
        incident: state.head.title.clone(),
        drill_number: Some(state.head.number),
        drill_id: state.head.drill.clone(),
        date: date.to_owned(),
        team: state.head.team.clone(),
        severity: state
            .severities
            .last()
            .map(|(_, l, _)| format!("SEV-{l}"))
            .unwrap_or_default(),
        status: Status::Draft,
        owner: None,
        scenario: drill.scenario().title.clone(),
        seed: u64::from(state.head.seed),
        // The record has no name for the one who ran it; an unattended run had nobody.
        facilitator: if state.head.unattended {
            String::new()
        } else {
            "in the room".to_owned()
        },
        record_hash: record_hash(drill.events()),
        seal: None,
        starts_s_of_day: drill.scenario().starts_s,
    }
}

/// The incident clock of a drill time.
fn clock(drill: &Drill, at_ms: i64) -> String {
    words::clock(drill.scenario().starts_s, at_ms)
}

/// A role's title.
fn role(drill: &Drill, id: &str) -> String {
    let roles = &drill.scenario().roles;
    roles
        .iter()
        .find(|r| r.id == id)
        .map_or_else(|| id.to_owned(), |r| r.title.clone())
}

/// A role's short name.
fn short(drill: &Drill, id: &str) -> String {
    let roles = &drill.scenario().roles;
    roles
        .iter()
        .find(|r| r.id == id)
        .map_or_else(|| id.to_owned(), |r| r.short.clone())
}

fn event(moment: Moment) -> Option<u64> {
    moment.and_then(|(_, seq)| seq).map(u64::from)
}

fn summary(drill: &Drill, times: &KeyTimes) -> String {
    let Some((from, _)) = times.impact else {
        return "No user-facing service level was breached during this drill.".to_owned();
    };
    let levels = &drill.scenario().system.service_levels;
    let mut broken: Vec<&str> = Vec::new();
    for breach in &drill.state().breaches {
        if let Some(level) = levels.iter().find(|l| l.id == breach.level)
            && !broken.contains(&level.title.as_str())
        {
            broken.push(&level.title);
        }
    }
    let (one, many) = ("This level was missed", "These levels were missed");
    let mut text = format!(
        "From **{}** users were affected. {}: {}.",
        clock(drill, from),
        if broken.len() == 1 { one } else { many },
        broken.join("; ")
    );
    match times.mitigated {
        Some((to, _)) => {
            text += &format!(
                " Service was back inside its levels at **{}**, after {}.",
                clock(drill, to),
                words::duration(to - from)
            );
        }
        None => {
            text += " Service had not been back inside its levels for two minutes at ENDEX.";
        }
    }
    let told = match (times.alerted, times.identified) {
        (None, _) => " No alert fired.".to_owned(),
        (Some((at, _)), None) => format!(
            " The first alert came at {}. No correct cause was written down.",
            clock(drill, at)
        ),
        (Some((at, _)), Some((known, _))) => format!(
            " The first alert came at {}, and the cause was written down at {}.",
            clock(drill, at),
            clock(drill, known)
        ),
    };
    text + &told
}
