//! Desks of participants' own: who sits there, and what they may do.

use scenario::{Deed, Scenario};
use world::World;

use super::people::known;
use super::{Ground, deeds, nearest, people, started};
use crate::command::Refusal;
use crate::event::Fact;
use crate::names;
use crate::state::{ClockPhase, DeedRecord, State};

/// Desks of a drill. Further ones are refused.
pub const DESKS_MAX: usize = 1_000;
/// The same look by the same person is one look for so long, drill milliseconds: a second tap.
const SAME_LOOK_MS: i64 = 5_000;
/// Longest name of anything that can be pointed at, bytes. A longer one is refused.
const WORD_BYTES: usize = 400;

/// Somebody sits down. Whom the facilitator has put into a role under that name has it.
pub(crate) fn join(state: &State, name: &str) -> Result<(u32, Fact), Refusal> {
    let name = names::person(name)?;
    // As the facilitator wrote it: their "Ada" is this "ada".
    let held = known(state).find(|known| !state.at_desk(known) && names::same(known, &name));
    if held.is_none()
        && let Some(known) = known(state).find(|known| names::alike(known, &name))
    {
        return Err(Refusal::new(
            "name-taken",
            format!("{known} is here already."),
            "Add a letter or your surname. If that is you on another device, ask the facilitator to remove the \
             first one.",
        ));
    }
    if state.desks.len() >= DESKS_MAX {
        return Err(Refusal::new(
            "full",
            format!("{DESKS_MAX} desks are taken; there is no more."),
            "Share a screen with a colleague.",
        ));
    }
    let name = held.map_or(name, str::to_owned);
    let desk = state.desks_made + 1;
    let joined = Fact::Joined { desk, person: name };
    Ok((desk, joined))
}

/// Who waits takes a role that the facilitator leaves open.
pub(crate) fn take(
    scenario: &Scenario,
    state: &State,
    world: &World,
    person: &str,
    role: &str,
) -> Result<Vec<Fact>, Refusal> {
    let ground = &Ground {
        scenario,
        state,
        world,
    };
    sits(state, person)?;
    people::known_role(ground, role)?;
    if state.phase == ClockPhase::Ended {
        return Err(over());
    }
    if !state.roles_of(person).is_empty() {
        return Err(Refusal::new(
            "has-role",
            "You have a role.",
            "The facilitator moves people from one to another.",
        ));
    }
    if ground.state.closed_roles.contains(role) {
        return Err(Refusal::new(
            "role-closed",
            "The facilitator gives this role to somebody themselves.",
            "Take another, or wait to be put into one.",
        ));
    }
    people::assign(ground, role, person)
}

fn desk(ground: &Ground<'_>, person: &str) -> Result<(), Refusal> {
    if ground.state.at_desk(person) || !ground.state.roles_of(person).is_empty() {
        return Ok(());
    }
    let names = ground.state.desks.iter().map(|desk| desk.person.as_str());
    Err(Refusal::new(
        "unknown-person",
        format!("{person} is not here."),
        nearest(person, names),
    ))
}

pub(super) fn rename(ground: &Ground<'_>, from: &str, to: &str) -> Result<Vec<Fact>, Refusal> {
    desk(ground, from)?;
    let to = names::person(to)?;
    // Two people must not become one in the record, not even one who has left.
    let taken = |known: &str| known != from && names::alike(known, &to);
    let state = ground.state;
    let known = state.holdings.iter().any(|h| taken(&h.person))
        || state.desks.iter().any(|desk| taken(&desk.person))
        || state
            .deeds
            .iter()
            .any(|d| d.did.person.as_deref().is_some_and(taken));
    if to == from || known {
        return Err(Refusal::new(
            "name-taken",
            format!("There is or was a {to} in this drill."),
            "Give another name.",
        ));
    }
    Ok(vec![Fact::Renamed {
        from: from.to_owned(),
        to,
    }])
}

/// Into one role, out of all others.
pub(super) fn put(
    ground: &Ground<'_>,
    person: &str,
    role: Option<&str>,
) -> Result<Vec<Fact>, Refusal> {
    desk(ground, person)?;
    let held = ground.state.roles_of(person);
    let mut facts: Vec<Fact> = held
        .iter()
        .filter(|known| Some(**known) != role)
        .map(|role| Fact::Unassigned {
            role: (*role).to_owned(),
            person: person.to_owned(),
        })
        .collect();
    if let Some(role) = role
        && !held.contains(&role)
    {
        facts.extend(people::assign(ground, role, person)?);
    }
    if facts.is_empty() {
        return Err(Refusal::new(
            "already",
            format!("{person} is there already."),
            "Nothing to do.",
        ));
    }
    Ok(facts)
}

pub(super) fn remove(ground: &Ground<'_>, person: &str) -> Result<Vec<Fact>, Refusal> {
    desk(ground, person)?;
    Ok(vec![Fact::Removed {
        person: person.to_owned(),
    }])
}

pub(super) fn drop_all(state: &State) -> Vec<Fact> {
    let desks = state.desks.iter();
    desks.map(|desk| Fact::Left { desk: desk.desk }).collect()
}

pub(super) fn open_role(ground: &Ground<'_>, role: &str, open: bool) -> Result<Vec<Fact>, Refusal> {
    people::known_role(ground, role)?;
    if ground.state.closed_roles.contains(role) != open {
        return Err(Refusal::new(
            "already",
            "That is so already.",
            "Nothing to do.",
        ));
    }
    Ok(vec![Fact::RoleOpened {
        role: role.to_owned(),
        open,
    }])
}

/// What somebody does at their own desk: they must be there, hold the role, and the role may do it.
/// A look that was just made, or that only asks for what is new (`again`), is no new one.
pub(crate) fn at_desk(
    scenario: &Scenario,
    state: &State,
    world: &World,
    person: &str,
    role: &str,
    deed: &Deed,
    again: bool,
) -> Result<Vec<Fact>, Refusal> {
    let ground = Ground {
        scenario,
        state,
        world,
    };
    check(&ground, person, role, deed)?;
    if matches!(deed, Deed::Look { .. }) {
        let known = again && still_looks(state, person, deed);
        // To read goes on after the end; the record is closed.
        if known || just_looked(state, person, deed) || state.phase == ClockPhase::Ended {
            return Ok(Vec::new());
        }
    }
    deeds::did(&ground, role, Some(person), true, deed)
}

/// Whether somebody may do this now, in this role. Nothing is recorded.
pub(crate) fn may_do(
    scenario: &Scenario,
    state: &State,
    world: &World,
    person: &str,
    role: &str,
    deed: &Deed,
) -> Result<(), Refusal> {
    let ground = Ground {
        scenario,
        state,
        world,
    };
    check(&ground, person, role, deed)
}

fn check(ground: &Ground<'_>, person: &str, role: &str, deed: &Deed) -> Result<(), Refusal> {
    let state = ground.state;
    may(ground, person, role, deed)?;
    started(state).map_err(|_| {
        Refusal::new(
            "not-started",
            "The drill has not started.",
            "Read the briefing; the facilitator starts the clock.",
        )
    })?;
    match state.phase {
        ClockPhase::Emergency => {
            return Err(Refusal::new(
                "emergency",
                "Stop: a REAL EMERGENCY was called. This is not the drill.",
                "Listen to the facilitator.",
            ));
        }
        ClockPhase::Ended if matches!(deed, Deed::Look { .. }) => {}
        ClockPhase::Ended => return Err(over()),
        ClockPhase::Paused if matches!(deed, Deed::System { .. }) => {
            return Err(Refusal::new(
                "paused",
                "The clock stands, so nothing can be done to the system.",
                "The facilitator lets it run again; until then, read and talk.",
            ));
        }
        _ => {}
    }
    Ok(())
}

fn over() -> Refusal {
    Refusal::new(
        "ended",
        "The drill has ended.",
        "What you did is in the record.",
    )
}

fn sits(state: &State, person: &str) -> Result<(), Refusal> {
    if state.at_desk(person) {
        return Ok(());
    }
    Err(Refusal::new(
        "no-desk",
        "You have no desk in this drill.",
        "Join with the code that the facilitator shows.",
    ))
}

fn may(ground: &Ground<'_>, person: &str, role: &str, deed: &Deed) -> Result<(), Refusal> {
    sits(ground.state, person)?;
    // Nothing there is has a longer name; a long one is expensive to look up.
    if role.len() > WORD_BYTES || deed.on().is_some_and(|on| on.len() > WORD_BYTES) {
        return Err(Refusal::new(
            "too-long",
            "Nothing here has so long a name.",
            "Choose it from the list.",
        ));
    }
    let held = ground.state.roles_of(person);
    let Some(known) = ground.scenario.roles.iter().find(|known| known.id == role) else {
        return Err(people::known_role(ground, role).err().unwrap_or_else(|| {
            Refusal::new("unknown-role", "There is no such role.", "Take another.")
        }));
    };
    if !held.contains(&role) {
        return Err(Refusal::new(
            "not-your-role",
            format!("You do not hold {}.", known.short),
            if held.is_empty() {
                "The facilitator gives you a role.".to_owned()
            } else {
                format!("Ask whoever does; you hold {}.", held.join(", "))
            },
        ));
    }
    let kind = deed.kind();
    if known.may_do(kind) {
        return Ok(());
    }
    let others: Vec<&str> = ground
        .scenario
        .roles
        .iter()
        .filter(|other| other.may_do(kind))
        .map(|other| other.short.as_str())
        .collect();
    Err(Refusal::new(
        "not-yours",
        format!("{} may not do that.", known.title),
        match others[..] {
            [] => "Ask the facilitator.".to_owned(),
            _ => format!("Ask for it: {} may.", others.join(", ")),
        },
    ))
}

/// The last look of a person.
fn last_look<'a>(state: &'a State, person: &str) -> Option<&'a DeedRecord> {
    state.deeds.iter().rev().find(|record| {
        record.did.person.as_deref() == Some(person) && matches!(record.did.deed, Deed::Look { .. })
    })
}

/// Whether a person made the same look just now, and nothing came since that one could look for.
fn just_looked(state: &State, person: &str, deed: &Deed) -> bool {
    let Some(last) = last_look(state, person) else {
        return false;
    };
    let new = |at: Option<i64>| at.is_some_and(|at| at > last.at_ms);
    let came = state.alerts.iter().any(|alert| new(Some(alert.fired_ms)))
        || state.injects.iter().any(|inject| new(inject.fired_ms))
        || state
            .questions
            .iter()
            .any(|q| new(q.answer.as_ref().map(|a| a.at_ms)));
    last.did.deed == *deed && state.now_ms - last.at_ms < SAME_LOOK_MS && !came
}

/// Whether a page that stays open asks for what is new on it: that is no new look.
fn still_looks(state: &State, person: &str, deed: &Deed) -> bool {
    last_look(state, person).is_some_and(|last| last.did.deed == *deed)
}
