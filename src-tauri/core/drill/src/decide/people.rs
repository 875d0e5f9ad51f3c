//! Who plays which role.

use scenario::Mark;

use super::{Ground, blank, nearest, worded};
use crate::command::Refusal;
use crate::event::Fact;
use crate::names;
use crate::state::State;

/// People who may share one role. Further ones are refused.
pub(super) const PEOPLE_MAX: usize = 12;

pub(super) fn known_role(ground: &Ground<'_>, role: &str) -> Result<(), Refusal> {
    let roles = &ground.scenario.roles;
    if roles.iter().any(|known| known.id == role) {
        return Ok(());
    }
    Err(Refusal::new(
        "unknown-role",
        format!("This scenario has no role called `{role}`."),
        nearest(role, roles.iter().map(|known| known.id.as_str())),
    ))
}

/// Who is there now: at a desk, or in a role.
pub(super) fn known(state: &State) -> impl Iterator<Item = &str> {
    let desks = state.desks.iter().map(|desk| desk.person.as_str());
    let held = state.holdings.iter().filter(|h| h.to_ms.is_none());
    desks.chain(held.map(|h| h.person.as_str()))
}

/// As it was written first: the facilitator's "ada" is the Ada who sits there. Somebody else does
/// not look the same.
fn named(ground: &Ground<'_>, person: &str) -> Result<String, Refusal> {
    let person = names::person(person)?;
    if let Some(same) = known(ground.state).find(|known| names::same(known, &person)) {
        return Ok(same.to_owned());
    }
    match known(ground.state).find(|known| names::alike(known, &person)) {
        None => Ok(person),
        Some(known) => Err(Refusal::new(
            "name-taken",
            format!("{known} is here already; this name looks the same, in other letters."),
            format!("If it is {known}, choose them from the list; otherwise add a surname."),
        )),
    }
}

pub(super) fn assign(ground: &Ground<'_>, role: &str, person: &str) -> Result<Vec<Fact>, Refusal> {
    known_role(ground, role)?;
    let person = named(ground, person)?;
    let there = ground.state.people(role);
    if there.contains(&person.as_str()) {
        return Err(Refusal::new(
            "already",
            format!("{person} already has this role."),
            "Nothing to do, or give another name.",
        ));
    }
    if there.len() >= PEOPLE_MAX {
        return Err(Refusal::new(
            "full",
            format!("{PEOPLE_MAX} people already share this role."),
            "Take someone out first.",
        ));
    }
    Ok(vec![Fact::Assigned {
        role: role.to_owned(),
        person,
    }])
}

pub(super) fn has(ground: &Ground<'_>, role: &str, person: &str) -> Result<(), Refusal> {
    known_role(ground, role)?;
    let there = ground.state.people(role);
    if there.contains(&person) {
        return Ok(());
    }
    Err(Refusal::new(
        "unknown-person",
        format!("{person} does not have this role now."),
        nearest(person, there.into_iter()),
    ))
}

pub(super) fn unassign(
    ground: &Ground<'_>,
    role: &str,
    person: &str,
) -> Result<Vec<Fact>, Refusal> {
    has(ground, role, person)?;
    Ok(vec![Fact::Unassigned {
        role: role.to_owned(),
        person: person.to_owned(),
    }])
}

pub(super) fn hand_over(
    ground: &Ground<'_>,
    role: &str,
    from: &str,
    to: &str,
    note: &str,
) -> Result<Vec<Fact>, Refusal> {
    has(ground, role, from)?;
    let to = named(ground, to)?;
    if ground.state.people(role).contains(&to.as_str()) {
        return Err(Refusal::new(
            "already",
            format!("{to} already has this role."),
            "Take the other person out instead.",
        ));
    }
    // A hand-over without a note is allowed: that it had none is what the review shows.
    let note = if blank(note) {
        String::new()
    } else {
        worded(note, "The note")?
    };
    Ok(vec![Fact::HandedOver {
        role: role.to_owned(),
        from: from.to_owned(),
        to,
        note,
    }])
}

/// A note of what somebody saw. Its moment may lie before now, never after.
pub(super) fn observe(
    ground: &Ground<'_>,
    text: &str,
    mark: Option<Mark>,
    at_ms: Option<i32>,
    by: Option<&str>,
) -> Result<Vec<Fact>, Refusal> {
    let text = worded(text, "The note")?;
    let by = match by {
        Some(name) if !blank(name) => Some(names::name(name, "The name")?),
        _ => None,
    };
    let now = ground.state.now_ms;
    let of_ms = at_ms
        .map(|at| i64::from(at).clamp(0, now))
        .filter(|at| *at != now);
    Ok(vec![Fact::Observed {
        text,
        mark,
        of_ms,
        by,
    }])
}
