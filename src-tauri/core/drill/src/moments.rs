//! The moments that decided a drill, found in its record: where a hot wash stops.

use scenario::{Mark, Verdict};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::command::Ruling;
use crate::drill::Drill;
use crate::effect::{Effect, Sum};
use crate::judge::{self, Standing};
use crate::{times, words};

/// What sort of moment it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MomentKind {
    /// One of the key times.
    KeyTime,
    /// A fault came into the system.
    Fault,
    /// An act on the system that changed something, for better or worse.
    Act,
    /// A hypothesis that turned out to be right, or a red herring that was believed.
    Belief,
    /// An expected action that did not come.
    Missed,
    /// Advice that was followed before anybody looked whether it was so.
    Advice,
    /// Something that was noted with a mark: good, bad or lucky.
    Note,
}

/// A moment that decided something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// When, milliseconds from STARTEX.
    pub at_ms: i64,
    /// Number of the event, where it is one.
    pub seq: Option<u32>,
    /// What sort.
    pub kind: MomentKind,
    /// A few words.
    pub title: String,
    /// For better (true) or worse, where that can be said.
    pub good: Option<bool>,
    /// It says something of the truth: not for the room before that is shown.
    pub truth: bool,
}

/// All of them, in order of time.
#[must_use]
pub fn moments(drill: &Drill) -> Vec<Moment> {
    let mut all = key_times(drill);
    all.extend(faults(drill));
    all.extend(acts(drill));
    all.extend(beliefs(drill));
    all.extend(missed(drill));
    all.extend(advice(drill));
    all.extend(notes(drill));
    // Nothing is missed of what was due after the end.
    let end = drill.state().ended_ms.unwrap_or(i64::MAX);
    all.retain(|moment| moment.at_ms <= end);
    all.sort_by_key(|moment| (moment.at_ms, moment.kind));
    all
}

fn key_times(drill: &Drill) -> Vec<Moment> {
    let rows = times::key_times(drill.scenario(), drill.state()).rows();
    rows.into_iter()
        .filter_map(|(id, title, moment)| {
            let (at_ms, seq) = moment?;
            Some(Moment {
                at_ms,
                seq,
                kind: MomentKind::KeyTime,
                title: title.to_owned(),
                good: None,
                truth: matches!(id, "t0" | "t6" | "t8"),
            })
        })
        .collect()
}

/// Whoever notes knows the truth, and may have written it.
fn notes(drill: &Drill) -> Vec<Moment> {
    let marks = drill.state().marks.iter();
    let marked = marks.filter_map(|note| {
        Some(Moment {
            at_ms: note.at_ms,
            seq: Some(note.seq),
            kind: MomentKind::Note,
            title: note.text.clone(),
            good: match note.mark? {
                Mark::Good => Some(true),
                Mark::Bad => Some(false),
                Mark::Lucky => None,
            },
            truth: true,
        })
    });
    marked.collect()
}

fn faults(drill: &Drill) -> Vec<Moment> {
    let all = drill.state().faults.iter();
    all.map(|record| Moment {
        at_ms: record.at_ms,
        seq: None,
        kind: MomentKind::Fault,
        title: record.fault.title.clone(),
        good: None,
        truth: true,
    })
    .collect()
}

/// Acts that did something, measured against the same drill without them.
fn acts(drill: &Drill) -> Vec<Moment> {
    let state = drill.state();
    let measured = state
        .deeds
        .iter()
        .filter_map(|d| Some((d, d.effect.as_ref()?)));
    measured
        .filter(|(_, effect)| effect.harmful() || matches!(effect.sum, Sum::Better | Sum::Relief))
        .map(|(d, effect)| {
            let (did, what) = words::deed(drill.scenario(), state, &d.did.deed);
            let who = short(drill, &d.did.role);
            Moment {
                at_ms: d.at_ms,
                seq: Some(d.seq),
                kind: MomentKind::Act,
                title: format!("{who} {did} {what}: {}", Effect::says(effect)),
                good: Some(!effect.harmful()),
                truth: true,
            }
        })
        .collect()
}

fn beliefs(drill: &Drill) -> Vec<Moment> {
    let all = drill.state().hypotheses.iter();
    all.filter_map(|h| {
        let (good, how) = match (h.truth, h.verdict) {
            (Ruling::True, Some(Verdict::Refuted)) => (false, "right, and refuted"),
            (Ruling::True, _) => (true, "right"),
            (Ruling::RedHerring, Some(Verdict::Confirmed)) => (false, "a red herring, confirmed"),
            _ => return None,
        };
        Some(Moment {
            at_ms: h.at_ms,
            seq: Some(h.seq),
            kind: MomentKind::Belief,
            title: format!("{} wrote down “{}”: {how}", short(drill, &h.role), h.text),
            good: Some(good),
            truth: true,
        })
    })
    .collect()
}

fn missed(drill: &Drill) -> Vec<Moment> {
    let judged = judge::expectations(drill.scenario(), drill.state());
    judged
        .into_iter()
        .filter(|j| j.standing == Standing::Missed)
        .filter_map(|j| {
            let role = short(drill, &j.expectation.role);
            Some(Moment {
                at_ms: j.due_ms?,
                seq: None,
                kind: MomentKind::Missed,
                title: format!("{role}, expected by now: {}", j.expectation.title),
                good: Some(false),
                truth: true,
            })
        })
        .collect()
}

fn advice(drill: &Drill) -> Vec<Moment> {
    let state = drill.state();
    let followed = state.questions.iter().filter_map(|q| {
        let (act, checked) = q.followed?;
        let deed = state.deeds.iter().find(|d| d.did.act == Some(act))?;
        let right = q.answer.as_ref().and_then(|answer| answer.right)?;
        (!checked && !right).then(|| Moment {
            at_ms: deed.at_ms,
            seq: Some(deed.seq),
            kind: MomentKind::Advice,
            title: "The assistant was followed before anybody looked. It was wrong.".to_owned(),
            good: Some(false),
            truth: true,
        })
    });
    followed.collect()
}

fn short(drill: &Drill, role: &str) -> String {
    let roles = &drill.scenario().roles;
    let found = roles.iter().find(|known| known.id == role);
    found.map_or_else(|| role.to_owned(), |known| known.short.clone())
}
