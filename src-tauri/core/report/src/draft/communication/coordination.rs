//! Working together: the same done twice, roles that were silent, empty or handed over.

use drill::state::DeedRecord;
use drill::times::KeyTimes;
use drill::{Drill, Fact, words};
use scenario::Deed;

use super::{clock, ends_ms, finding, list, short};
use crate::draft::timeline::plain;
use crate::postmortem::{Finding, FindingKind};

/// The same act or check by two roles within so much is said, milliseconds.
const SAME_ACT_MS: i64 = 180_000;
/// The same search by two roles within so much is said, milliseconds.
const SAME_SEARCH_MS: i64 = 120_000;
/// A held role without a deed for so long is silent, milliseconds; in a drill shorter than
/// three times that, a third of the drill.
const SILENT_MS: i64 = 600_000;

/// What the record shows of the roles together.
pub fn findings(drill: &Drill, times: &KeyTimes) -> Vec<Finding> {
    let mut all = same_things(drill);
    all.extend(silent_roles(drill, times));
    all.extend(not_held(drill));
    all.extend(hand_overs(drill));
    all
}

/// Acts, checks and searches that two roles did within minutes, each told once. Pages that
/// several looked at are left out: that is how a team reads a system.
fn same_things(drill: &Drill) -> Vec<Finding> {
    let deeds = &drill.state().deeds;
    let mut all = Vec::new();
    for (at, second) in deeds.iter().enumerate() {
        let within = match &second.did.deed {
            Deed::System { .. } => SAME_ACT_MS,
            Deed::Look { query: Some(_), .. } => SAME_SEARCH_MS,
            _ => continue,
        };
        let first = deeds[..at].iter().rev().find(|first| {
            second.at_ms - first.at_ms <= within
                && first.did.role != second.did.role
                && same(&first.did.deed, &second.did.deed)
        });
        if let Some(first) = first {
            all.push(twice(drill, first, second));
        }
    }
    all
}

/// Whether two deeds are the same: the same kind of act on the same thing, or the same search.
fn same(one: &Deed, other: &Deed) -> bool {
    match (one, other) {
        (Deed::System { .. }, Deed::System { .. }) => {
            one.kind() == other.kind() && one.on() == other.on()
        }
        (
            Deed::Look {
                page,
                on,
                query: Some(query),
            },
            Deed::Look {
                page: seen,
                on: of,
                query: Some(asked),
            },
        ) => {
            let plain = |text: &str| text.trim().to_lowercase();
            page == seen && on == of && plain(query) == plain(asked)
        }
        _ => false,
    }
}

fn twice(drill: &Drill, first: &DeedRecord, second: &DeedRecord) -> Finding {
    let told = |d: &DeedRecord| words::deed(drill.scenario(), drill.state(), &d.did.deed);
    let ((did, what), (then, other)) = (told(first), told(second));
    let (one, two) = (
        short(drill, &first.did.role),
        short(drill, &second.did.role),
    );
    let (at, later) = (clock(drill, first.at_ms), clock(drill, second.at_ms));
    let text = if (&did, &what) == (&then, &other) {
        format!(
            "{one} and {two} both {did} {}, at {at} and {later}.",
            plain(&what)
        )
    } else {
        format!(
            "{one} {did} {} at {at}, and {two} {then} {} at {later}.",
            plain(&what),
            plain(&other)
        )
    };
    let events = [first.seq, second.seq].map(u64::from);
    finding(FindingKind::SameThing, false, text, events)
}

/// Silence counts while a role is held, from the first alert or customer impact until the
/// incident is over: before that there is nothing to do.
fn silent_roles(drill: &Drill, times: &KeyTimes) -> Vec<Finding> {
    let state = drill.state();
    let ends = ends_ms(drill);
    let limit = SILENT_MS.min(ends / 3);
    let signs = [times.alerted, times.impact].into_iter().flatten();
    let Some(begins) = signs.map(|(at, _)| at).min() else {
        return Vec::new();
    };
    let over = times.closed.map_or(ends, |(at, _)| at);
    let mut all = Vec::new();
    let mut heard = Vec::new();
    for role in &drill.scenario().roles {
        let spans: Vec<(i64, i64)> = held(drill, &role.id)
            .into_iter()
            .map(|(from, to)| (from.max(begins), to.min(over)))
            .filter(|(from, to)| to - from >= limit)
            .collect();
        if spans.is_empty() {
            continue;
        }
        let deeds: Vec<&DeedRecord> = state
            .deeds
            .iter()
            .filter(|d| d.did.role == role.id)
            .collect();
        if deeds.is_empty() {
            let text = format!("{} was held, and nothing is recorded of it.", role.short);
            all.push(finding(FindingKind::NothingRecorded, false, text, []));
            continue;
        }
        let gaps: Vec<Gap> = spans
            .into_iter()
            .flat_map(|span| gaps(&deeds, span, limit))
            .collect();
        if gaps.is_empty() {
            heard.push(role.short.clone());
        } else {
            all.push(silent(drill, &role.short, &gaps));
        }
    }
    if all.is_empty() && !heard.is_empty() {
        let text = format!(
            "No role was silent for {}: {}.",
            words::duration(limit),
            list(&heard)
        );
        all.push(finding(FindingKind::SilentRole, true, text, []));
    }
    all
}

/// A stretch without a deed: its ends, each with the deed there, if it is one.
type Gap = [(i64, Option<u32>); 2];

/// Stretches of a span without any of these deeds.
fn gaps(deeds: &[&DeedRecord], (from, to): (i64, i64), limit: i64) -> Vec<Gap> {
    let inside = deeds
        .iter()
        .filter(|d| (from..=to).contains(&d.at_ms))
        .map(|d| (d.at_ms, Some(d.seq)));
    let points: Vec<(i64, Option<u32>)> = [(from, None)]
        .into_iter()
        .chain(inside)
        .chain([(to, None)])
        .collect();
    let pairs = points.windows(2).filter_map(|pair| match pair {
        [begun, ended] if ended.0 - begun.0 >= limit => Some([*begun, *ended]),
        _ => None,
    });
    pairs.collect()
}

fn silent(drill: &Drill, role: &str, gaps: &[Gap]) -> Finding {
    let each: Vec<String> = gaps
        .iter()
        .map(|[(begun, _), (ended, _)]| {
            format!(
                "for {} from {} to {}",
                words::duration(ended - begun),
                clock(drill, *begun),
                clock(drill, *ended)
            )
        })
        .collect();
    let text = format!("Nothing is recorded of {role} {}.", list(&each));
    let ends = gaps.iter().flatten().filter_map(|(_, seq)| *seq);
    finding(FindingKind::SilentRole, false, text, ends.map(u64::from))
}

/// When a role was held by anybody, spans that touch made one.
fn held(drill: &Drill, role: &str) -> Vec<(i64, i64)> {
    let holdings = drill.state().holdings.iter().filter(|h| h.role == role);
    let mut spans: Vec<(i64, i64)> = holdings
        .map(|h| (h.from_ms.max(0), h.to_ms.unwrap_or(ends_ms(drill))))
        .collect();
    spans.sort_unstable();
    let mut merged: Vec<(i64, i64)> = Vec::new();
    for (from, to) in spans {
        match merged.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}

fn not_held(drill: &Drill) -> Option<Finding> {
    let roles = &drill.scenario().roles;
    let empty: Vec<String> = roles
        .iter()
        .filter(|role| held(drill, &role.id).is_empty())
        .map(|role| role.short.clone())
        .collect();
    let text = match empty.len() {
        0 => return None,
        n if n == roles.len() => "No role was given to anybody.".to_owned(),
        1 => format!("Nobody held {}.", list(&empty)),
        _ => format!("Nobody held these roles: {}.", list(&empty)),
    };
    Some(finding(FindingKind::NotHeld, false, text, []))
}

fn hand_overs(drill: &Drill) -> Vec<Finding> {
    let events = drill.events().iter();
    events
        .filter_map(|event| match &event.fact {
            Fact::HandedOver { role, note, .. } => {
                let good = !note.trim().is_empty();
                let with = if good { "with" } else { "without" };
                let text = format!(
                    "{} was handed over at {}, {with} a note.",
                    short(drill, role),
                    clock(drill, event.at_ms)
                );
                let events = [u64::from(event.seq)];
                Some(finding(FindingKind::HandOver, good, text, events))
            }
            _ => None,
        })
        .collect()
}
