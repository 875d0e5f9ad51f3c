//! Promised against actual: when the next word to stakeholders was due, and when it came.

use drill::times::KeyTimes;
use drill::{Drill, words};
use scenario::IncidentState;

use super::{clock, ends_ms, finding, over};
use crate::postmortem::{Came, Finding, FindingKind, Silence, Stretch, StretchEnd, StretchFrom};

/// An update that comes by so much before it was promised is called early, milliseconds.
const EARLY_MS: i64 = 60_000;
/// An update so long before "resolved" is said may be the one that says so, milliseconds.
const CLOSING_MS: i64 = 120_000;

/// From declaring to the first update, from each update to the next, and from the last until
/// the incident was resolved or the drill ended. Nothing is due while it is called resolved.
pub fn stretches(drill: &Drill) -> Vec<Stretch> {
    let state = drill.state();
    let norms = drill.scenario().norms;
    let first = state.updates.first();
    let mut all = Vec::new();
    if let Some((declared, _, seq)) = state.severities.first()
        && first.is_none_or(|update| update.at_ms >= *declared)
    {
        let begun = Stretch {
            from: StretchFrom::Declared,
            from_ms: *declared,
            from_event: Some(u64::from(*seq)),
            due_ms: declared + i64::from(norms.first_update_ms),
            ..Stretch::default()
        };
        all.extend(ended(drill, begun, 0));
    }
    for (at, update) in state.updates.iter().enumerate() {
        let begun = Stretch {
            from: StretchFrom::Update,
            from_ms: update.at_ms,
            from_event: Some(u64::from(update.seq)),
            due_ms: update
                .next_ms
                .unwrap_or(update.at_ms + i64::from(norms.update_every_ms)),
            promised: update.next_ms.is_some(),
            ..Stretch::default()
        };
        all.extend(ended(drill, begun, at + 1));
    }
    all
}

/// A stretch with its end: the update at `next`, unless the incident was over when it was due.
fn ended(drill: &Drill, begun: Stretch, next: usize) -> Option<Stretch> {
    if over(drill, begun.from_ms) {
        return None;
    }
    let state = drill.state();
    let next = state.updates.get(next);
    let next = next.filter(|update| update.at_ms <= begun.due_ms || !over(drill, begun.due_ms));
    if let Some(update) = next {
        let came = if update.at_ms > begun.due_ms {
            Came::Late
        } else if begun.promised && begun.due_ms - update.at_ms > EARLY_MS {
            Came::Early
        } else {
            Came::InTime
        };
        return Some(Stretch {
            until: StretchEnd::Update,
            until_ms: update.at_ms,
            until_event: Some(u64::from(update.seq)),
            came,
            ..begun
        });
    }
    let resolved = state
        .states
        .iter()
        .find(|(at, said, _)| *at >= begun.from_ms && *said == IncidentState::Resolved);
    let (until, until_ms, until_event) = match resolved {
        Some((at, _, seq)) => (StretchEnd::Resolved, *at, Some(u64::from(*seq))),
        None => (StretchEnd::Endex, ends_ms(drill), None),
    };
    Some(Stretch {
        until,
        until_ms,
        until_event,
        came: if until_ms > begun.due_ms {
            Came::Never
        } else {
            Came::NotDue
        },
        ..begun
    })
}

/// The longest stretch; when no incident was declared, also the time from the first customer
/// impact to the first update or the end.
pub fn longest_silence(drill: &Drill, times: &KeyTimes, stretches: &[Stretch]) -> Option<Silence> {
    let state = drill.state();
    let mut all: Vec<Silence> = Vec::new();
    if let (Some((from_ms, event)), true) = (times.impact, state.severities.is_empty()) {
        let first = state.updates.first();
        all.push(Silence {
            from_ms,
            to_ms: first.map_or(ends_ms(drill), |update| update.at_ms),
            events: event
                .into_iter()
                .chain(first.map(|update| update.seq))
                .map(u64::from)
                .collect(),
        });
    }
    all.extend(stretches.iter().map(|s| Silence {
        from_ms: s.from_ms,
        to_ms: s.until_ms,
        events: s.from_event.into_iter().chain(s.until_event).collect(),
    }));
    // Of equal ones the first.
    all.into_iter()
        .rev()
        .max_by_key(|silence| silence.to_ms - silence.from_ms)
}

/// What the stretches come to.
pub fn findings(drill: &Drill, stretches: &[Stretch], longest: Option<&Silence>) -> Vec<Finding> {
    let state = drill.state();
    let mut all = Vec::new();
    if state.severities.is_empty() {
        let text = "No severity was set, so no incident was declared.";
        all.push(finding(FindingKind::Declared, false, text, []));
    }
    let (first, rest): (Vec<&Stretch>, Vec<&Stretch>) = stretches
        .iter()
        .partition(|s| s.from == StretchFrom::Declared);
    all.extend(first.into_iter().filter_map(|s| first_update(drill, s)));
    all.extend(rest.iter().filter_map(|s| overdue(drill, s)));
    all.extend(kept(&rest));
    all.extend(longest.map(|silence| silent(drill, silence)));
    all.extend(closing(drill));
    all
}

fn first_update(drill: &Drill, s: &Stretch) -> Option<Finding> {
    let events: Vec<u64> = s.from_event.into_iter().chain(s.until_event).collect();
    let declared = clock(drill, s.from_ms);
    let norm = words::duration(s.due_ms - s.from_ms);
    let took = words::duration(s.until_ms - s.from_ms);
    let (good, text) = match s.came {
        Came::NotDue => return None,
        Came::Never => (
            false,
            format!("The incident was declared at {declared}, and stakeholders were told nothing."),
        ),
        Came::Late => (
            false,
            format!(
                "The first update came at {}, {took} after declaring; the norm is {norm}.",
                clock(drill, s.until_ms)
            ),
        ),
        Came::Early | Came::InTime => (
            true,
            format!(
                "The first update came at {}, {took} after declaring, inside the norm of {norm}.",
                clock(drill, s.until_ms)
            ),
        ),
    };
    Some(finding(FindingKind::FirstUpdate, good, text, events))
}

fn overdue(drill: &Drill, s: &Stretch) -> Option<Finding> {
    if !s.overdue() {
        return None;
    }
    let due = clock(drill, s.due_ms);
    let was = if s.promised {
        format!("The update promised for {due}")
    } else {
        format!("The update due by the norm at {due}")
    };
    let late = words::duration(s.by_ms());
    let until = clock(drill, s.until_ms);
    let text = match s.until {
        StretchEnd::Update => format!("{was} came at {until}, {late} late."),
        StretchEnd::Resolved => format!(
            "{was} had not come when the incident was called resolved at {until}, {late} later."
        ),
        StretchEnd::Endex => {
            format!("{was} had not come when the drill ended at {until}, {late} later.")
        }
    };
    let events = s.from_event.into_iter().chain(s.until_event);
    Some(finding(FindingKind::Cadence, false, text, events))
}

/// Praise for a team that kept every promise after the first update.
fn kept(rest: &[&Stretch]) -> Option<Finding> {
    let came: Vec<&&Stretch> = rest
        .iter()
        .filter(|s| s.until == StretchEnd::Update)
        .collect();
    if came.is_empty() || rest.iter().any(|s| s.overdue()) {
        return None;
    }
    let by = if came.iter().all(|s| s.promised) {
        "by the time that had been promised"
    } else {
        "when it was due"
    };
    let text = match came.len() {
        1 => format!("The update after the first came {by}."),
        n => format!("Each of the {n} updates after the first came {by}."),
    };
    let events = came.iter().filter_map(|s| s.until_event);
    Some(finding(FindingKind::Cadence, true, text, events))
}

fn silent(drill: &Drill, silence: &Silence) -> Finding {
    let norm = i64::from(drill.scenario().norms.update_every_ms);
    let lasted = silence.to_ms - silence.from_ms;
    let good = lasted <= norm;
    let text = format!(
        "Stakeholders went without an update for {} at the longest, from {} to {}; the norm is \
         {}{}.",
        words::duration(lasted),
        clock(drill, silence.from_ms),
        clock(drill, silence.to_ms),
        if good { "at most " } else { "" },
        words::duration(norm)
    );
    finding(
        FindingKind::Silence,
        good,
        text,
        silence.events.iter().copied(),
    )
}

/// Whether an update went with the last "resolved".
fn closing(drill: &Drill) -> Option<Finding> {
    let state = drill.state();
    let ends = ends_ms(drill);
    let (at, seq) = drill::times::key_times(drill.scenario(), state).closed?;
    let seq = seq?;
    let told = state
        .updates
        .iter()
        .find(|update| update.at_ms >= at - CLOSING_MS);
    let events = [u64::from(seq)].into_iter();
    match told {
        Some(update) => {
            let text = format!(
                "The incident was called resolved at {}, and stakeholders were told at {}.",
                clock(drill, at),
                clock(drill, update.at_ms)
            );
            let events = events.chain([u64::from(update.seq)]);
            Some(finding(FindingKind::Closing, true, text, events))
        }
        // Too close to ENDEX to say.
        None if ends - at < CLOSING_MS => None,
        None => {
            let text = format!(
                "The incident was called resolved at {}, and no update told stakeholders so.",
                clock(drill, at)
            );
            Some(finding(FindingKind::Closing, false, text, events))
        }
    }
}

/// Whether an update closes the incident: it is called resolved, or will be in a moment.
pub fn closes(drill: &Drill, at_ms: i64) -> bool {
    let soon = drill.state().states.iter().any(|(at, said, _)| {
        *said == IncidentState::Resolved && (at_ms..=at_ms + CLOSING_MS).contains(at)
    });
    soon || over(drill, at_ms)
}
