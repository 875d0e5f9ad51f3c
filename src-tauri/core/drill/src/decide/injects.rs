//! What comes and what does not: injects as they are fired, held, skipped and undone, and faults
//! apart from them.

use scenario::Inject;
use world::Fault;

use super::{FAULTS_MAX, Ground, nearest, started};
use crate::command::Refusal;
use crate::event::{Fact, FiredBy};
use crate::state::{InjectPhase, InjectRecord, State};

pub(super) fn known<'a>(ground: &'a Ground<'_>, id: &str) -> Result<&'a InjectRecord, Refusal> {
    ground.state.inject(id).ok_or_else(|| {
        Refusal::new(
            "unknown-inject",
            format!("There is no inject called `{id}`."),
            nearest(
                id,
                ground
                    .state
                    .injects
                    .iter()
                    .map(|record| record.inject.id.as_str()),
            ),
        )
    })
}

pub(super) fn in_phase<'a>(
    ground: &'a Ground<'_>,
    id: &str,
    wanted: &[InjectPhase],
    verb: &str,
) -> Result<&'a InjectRecord, Refusal> {
    let record = known(ground, id)?;
    if wanted.contains(&record.phase) {
        return Ok(record);
    }
    let (is, hint) = match record.phase {
        InjectPhase::Planned => ("is still to come", "Fire, hold, move or skip it."),
        InjectPhase::Held => ("is held", "Release it."),
        InjectPhase::Fired => ("has come", "Undo takes back what it brought."),
        InjectPhase::Skipped => ("is skipped", "Bring it back first."),
        InjectPhase::Undone => ("was undone", "Fire it again if it should come after all."),
    };
    Err(Refusal::new(
        "inject-state",
        format!("“{}” {is} and cannot be {verb}.", record.inject.title),
        hint,
    ))
}

/// What firing an inject brings, in order. Also used when its time comes.
pub(crate) fn firing(state: &State, inject: &Inject, by: FiredBy) -> Vec<Fact> {
    let mut facts = vec![Fact::InjectFired {
        inject: inject.id.clone(),
        by,
    }];
    for stopped in &inject.stops {
        let faults = state
            .inject(stopped)
            .map(|record| record.faults.clone())
            .unwrap_or_default();
        for fault in faults {
            if state
                .faults
                .iter()
                .any(|f| f.id == fault && f.ended_ms.is_none())
            {
                facts.push(Fact::FaultStopped { fault });
            }
        }
    }
    if let Some(fault) = &inject.fault {
        facts.push(Fact::FaultStarted {
            fault: state.faults.len() as u32 + 1,
            what: fault.clone(),
            inject: Some(inject.id.clone()),
        });
    }
    if let Some(message) = &inject.message {
        facts.push(Fact::MessageDelivered {
            number: state.messages.len() as u32 + 1,
            message: message.clone(),
            inject: inject.id.clone(),
        });
    }
    facts
}

pub(super) fn fire(ground: &Ground<'_>, id: &str) -> Result<Vec<Fact>, Refusal> {
    started(ground.state)?;
    let wanted = [
        InjectPhase::Planned,
        InjectPhase::Held,
        InjectPhase::Skipped,
        InjectPhase::Undone,
    ];
    let record = in_phase(ground, id, &wanted, "fired")?;
    if let Some(fault) = &record.inject.fault {
        fault_fits(ground, fault)?;
    }
    Ok(firing(ground.state, &record.inject, FiredBy::Facilitator))
}

pub(super) fn hold(ground: &Ground<'_>, id: &str) -> Result<Vec<Fact>, Refusal> {
    in_phase(ground, id, &[InjectPhase::Planned], "held")?;
    Ok(vec![Fact::InjectHeld {
        inject: id.to_owned(),
    }])
}

pub(super) fn release(ground: &Ground<'_>, id: &str) -> Result<Vec<Fact>, Refusal> {
    in_phase(ground, id, &[InjectPhase::Held], "released")?;
    Ok(vec![Fact::InjectReleased {
        inject: id.to_owned(),
    }])
}

pub(super) fn skip(ground: &Ground<'_>, id: &str) -> Result<Vec<Fact>, Refusal> {
    in_phase(
        ground,
        id,
        &[InjectPhase::Planned, InjectPhase::Held],
        "skipped",
    )?;
    Ok(vec![Fact::InjectSkipped {
        inject: id.to_owned(),
    }])
}

pub(super) fn restore(ground: &Ground<'_>, id: &str) -> Result<Vec<Fact>, Refusal> {
    let record = in_phase(
        ground,
        id,
        &[InjectPhase::Skipped, InjectPhase::Undone],
        "brought back",
    )?;
    let mut facts = vec![Fact::InjectRestored {
        inject: id.to_owned(),
    }];
    // Its time may have passed while it was skipped: it waits for the facilitator then.
    if record
        .at_ms
        .or(record.armed_ms)
        .is_some_and(|at| at <= ground.state.now_ms)
    {
        facts.push(Fact::InjectHeld {
            inject: id.to_owned(),
        });
    }
    Ok(facts)
}

pub(super) fn undo(ground: &Ground<'_>, id: &str) -> Result<Vec<Fact>, Refusal> {
    let record = in_phase(ground, id, &[InjectPhase::Fired], "undone")?;
    let mut facts = vec![Fact::InjectUndone {
        inject: id.to_owned(),
    }];
    for fault in &record.faults {
        if ground
            .state
            .faults
            .iter()
            .any(|f| f.id == *fault && f.ended_ms.is_none())
        {
            facts.push(Fact::FaultStopped { fault: *fault });
        }
    }
    for number in &record.messages {
        if ground
            .state
            .messages
            .iter()
            .any(|m| m.number == *number && !m.retracted)
        {
            facts.push(Fact::MessageRetracted { number: *number });
        }
    }
    Ok(facts)
}

pub(super) fn fault_fits(ground: &Ground<'_>, fault: &Fault) -> Result<(), Refusal> {
    let active = ground
        .state
        .faults
        .iter()
        .filter(|f| f.ended_ms.is_none())
        .count();
    if active >= FAULTS_MAX {
        let message = format!("{FAULTS_MAX} faults are in the system already.");
        return Err(Refusal::new("full", message, "Stop one first."));
    }
    ground
        .world
        .check_fault(fault)
        .map_err(|refusal| Refusal::new(refusal.code, refusal.message, refusal.hint))
}

pub(super) fn start_fault(ground: &Ground<'_>, fault: &Fault) -> Result<Vec<Fact>, Refusal> {
    started(ground.state)?;
    fault_fits(ground, fault)?;
    let number = ground.state.faults.len() as u32 + 1;
    Ok(vec![Fact::FaultStarted {
        fault: number,
        what: fault.clone(),
        inject: None,
    }])
}

pub(super) fn stop_fault(ground: &Ground<'_>, fault: u32) -> Result<Vec<Fact>, Refusal> {
    match ground.state.faults.iter().find(|f| f.id == fault) {
        None => Err(Refusal::new(
            "unknown-fault",
            format!("There is no fault {fault}."),
            "The system map lists those that are active.",
        )),
        Some(found) if found.ended_ms.is_some() => Err(Refusal::new(
            "over",
            format!("“{}” is over already.", found.fault.title),
            "What it built up may still be there; the team has to clear that.",
        )),
        Some(_) => Ok(vec![Fact::FaultStopped { fault }]),
    }
}
