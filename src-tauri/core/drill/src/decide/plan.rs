//! The run sheet as a plan: what is moved, slid, fitted, copied and added.

use scenario::{Inject, Message, Trigger};
use world::Fault;

use super::injects::{fault_fits, in_phase, known};
use super::{Ground, NAME_MAX, bounded, people, worded};
use crate::command::Refusal;
use crate::event::Fact;
use crate::names;
use crate::state::{InjectPhase, InjectRecord, State};

/// Injects on one run sheet. Further ones are refused.
const INJECTS_MAX: usize = 500;
/// Latest time of an inject, and of the end: 12 hours.
const AT_MAX_MS: u32 = 12 * 3_600_000;
/// A time so little past still means now: one minute, which is a second of wall time at full speed.
const NOW_MS: u32 = 60_000;
/// A copy comes so long after what it is a copy of.
const COPY_AFTER_MS: i64 = 300_000;

pub(super) fn shift(ground: &Ground<'_>, id: &str, at_ms: u32) -> Result<Vec<Fact>, Refusal> {
    let record = in_phase(
        ground,
        id,
        &[InjectPhase::Planned, InjectPhase::Held],
        "moved",
    )?;
    if record.at_ms.is_none() && record.inject.trigger != Trigger::Tray {
        return Err(no_time(record));
    }
    time_fits(ground.state, at_ms)?;
    Ok(vec![Fact::InjectMoved {
        inject: id.to_owned(),
        to_ms: at_ms,
    }])
}

fn time_fits(state: &State, at_ms: u32) -> Result<(), Refusal> {
    if i64::from(at_ms) < state.now_ms {
        return Err(Refusal::new(
            "past",
            "That time has passed.",
            "Choose a later time, or fire it now.",
        ));
    }
    if at_ms > AT_MAX_MS {
        return Err(Refusal::new(
            "too-late",
            "That is more than 12 hours after STARTEX.",
            "Choose an earlier time.",
        ));
    }
    Ok(())
}

/// Those that have a time and have not come.
fn to_come(state: &State) -> impl Iterator<Item = (&InjectRecord, i64)> {
    state
        .injects
        .iter()
        .filter(|record| matches!(record.phase, InjectPhase::Planned | InjectPhase::Held))
        .filter_map(|record| Some((record, record.at_ms?)))
}

/// Moves them, never before now. None: it stays where it is, even when that has passed.
fn moved(state: &State, to: impl Fn(&InjectRecord, i64) -> Option<i64>) -> Vec<Fact> {
    let latest = i64::from(AT_MAX_MS).max(state.now_ms);
    to_come(state)
        .filter_map(|(record, at)| {
            let to = to(record, at)?.clamp(state.now_ms, latest);
            let to_ms = u32::try_from(to).ok()?;
            (to != at).then(|| Fact::InjectMoved {
                inject: record.inject.id.clone(),
                to_ms,
            })
        })
        .collect()
}

pub(super) fn slide(
    ground: &Ground<'_>,
    by_ms: i32,
    from: Option<&str>,
) -> Result<Vec<Fact>, Refusal> {
    let since = match from {
        None => i64::MIN,
        Some(id) => {
            let wanted = [InjectPhase::Planned, InjectPhase::Held];
            let record = in_phase(ground, id, &wanted, "slid")?;
            record.at_ms.ok_or_else(|| no_time(record))?
        }
    };
    let facts = moved(ground.state, |_, at| {
        (at >= since).then(|| at + i64::from(by_ms))
    });
    if facts.is_empty() {
        return Err(Refusal::new(
            "nothing",
            "No inject with a time is left to slide.",
            "Those that wait for something come when it happens.",
        ));
    }
    Ok(facts)
}

fn no_time(record: &InjectRecord) -> Refusal {
    Refusal::new(
        "no-time",
        format!(
            "“{}” waits for something and has no time to move.",
            record.inject.title
        ),
        "Fire it when you want it to come.",
    )
}

/// What was planned between now and the old end comes between now and the new one, in proportion
/// and to the second.
pub(super) fn fit(ground: &Ground<'_>, length_ms: u32) -> Result<Vec<Fact>, Refusal> {
    let state = ground.state;
    let (now, new) = (state.now_ms, i64::from(length_ms));
    if new <= now {
        return Err(Refusal::new(
            "past",
            "That end has passed.",
            "Choose a later one, or end the drill.",
        ));
    }
    if length_ms > AT_MAX_MS {
        return Err(Refusal::new(
            "too-late",
            "That is more than 12 hours after STARTEX.",
            "Choose an earlier end.",
        ));
    }
    // After the planned end, what is left is measured by its last inject.
    let planned = i64::from(state.head.length_ms);
    let last = to_come(state).map(|(_, at)| at).max().unwrap_or(now);
    let old = if planned > now { planned } else { last };
    let mut facts = vec![Fact::LengthSet { length_ms }];
    if old > now {
        facts.extend(moved(state, |_, at| {
            let ahead = (at - now).max(0) * (new - now) / (old - now);
            Some(now + (ahead + 500) / 1_000 * 1_000)
        }));
    }
    if facts.len() == 1 && length_ms == state.head.length_ms {
        return Err(Refusal::new(
            "nothing",
            "The drill ends then already.",
            "Choose another end.",
        ));
    }
    Ok(facts)
}

pub(super) fn duplicate(ground: &Ground<'_>, id: &str) -> Result<Vec<Fact>, Refusal> {
    let record = known(ground, id)?;
    room(ground.state)?;
    let (state, inject) = (ground.state, &record.inject);
    let time = record.fired_ms.or(record.at_ms);
    let at_ms = time
        .map(|at| at.max(state.now_ms) + COPY_AFTER_MS)
        .filter(|at| *at <= i64::from(AT_MAX_MS))
        .and_then(|at| u32::try_from(at).ok());
    Ok(vec![Fact::InjectAdded {
        inject: Box::new(Inject {
            id: next_id(state),
            title: inject.title.clone(),
            trigger: at_ms.map_or(Trigger::Tray, |at_ms| Trigger::At { at_ms }),
            ..inject.clone()
        }),
    }])
}

fn room(state: &State) -> Result<(), Refusal> {
    if state.injects.len() < INJECTS_MAX {
        return Ok(());
    }
    let message = format!("The run sheet holds {INJECTS_MAX} injects.");
    Err(Refusal::new("full", message, "Use one that is there."))
}

fn next_id(state: &State) -> String {
    let added = state.injects.iter().filter(|record| record.added).count();
    format!("added-{}", added + 1)
}

pub(super) fn add(
    ground: &Ground<'_>,
    title: &str,
    at_ms: Option<u32>,
    fault: Option<&Fault>,
    message: Option<&Message>,
) -> Result<Vec<Fact>, Refusal> {
    let title = bounded(title, "The title", NAME_MAX)?;
    room(ground.state)?;
    if fault.is_none() && message.is_none() {
        return Err(Refusal::new(
            "nothing",
            "This inject brings neither a fault nor a message.",
            "Choose a fault, or write who says what.",
        ));
    }
    // "Now" was read off a screen, and is a little past when it arrives: it means now.
    let now_ms = u32::try_from(ground.state.now_ms).unwrap_or(0);
    let at_ms = at_ms.map(|at| {
        if now_ms.saturating_sub(at) <= NOW_MS {
            at.max(now_ms)
        } else {
            at
        }
    });
    if let Some(at_ms) = at_ms {
        time_fits(ground.state, at_ms)?;
    }
    if let Some(fault) = fault {
        fault_fits(ground, fault)?;
    }
    let message = match message {
        None => None,
        Some(message) => {
            if message.to != "room" {
                people::known_role(ground, &message.to)?;
            }
            Some(Message {
                from: names::name(&message.from, "The sender")?,
                text: worded(&message.text, "The message")?,
                ..message.clone()
            })
        }
    };
    let inject = Inject {
        id: next_id(ground.state),
        title,
        trigger: at_ms.map_or(Trigger::Tray, |at_ms| Trigger::At { at_ms }),
        fault: fault.cloned(),
        stops: Vec::new(),
        message,
        note: None,
    };
    Ok(vec![Fact::InjectAdded {
        inject: Box::new(inject),
    }])
}
