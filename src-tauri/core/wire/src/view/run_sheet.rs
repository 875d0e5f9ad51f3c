//! The run sheet.

use drill::state::{InjectPhase, InjectRecord, State};
use drill::{Command, Drill, Refusal, words};
use scenario::{Inject, Scenario, Trigger};

use super::parts::ms;
use crate::console::{InjectRow, InjectState, Move};

/// Where a command would move injects.
///
/// # Errors
/// A refusal in words: it would not be done.
pub fn foresee(drill: &Drill, command: &Command) -> Result<Vec<Move>, Refusal> {
    let moves = drill.foresee(command)?.into_iter();
    let rows = moves.map(|(inject, from, to)| Move {
        inject,
        from_ms: ms(from),
        to_ms: ms(to),
    });
    Ok(rows.collect())
}

/// Run sheet and tray: fired ones first as they came, then by time, then what waits.
pub fn run_sheet(drill: &Drill) -> (Vec<InjectRow>, Vec<InjectRow>) {
    let rows = drill
        .state()
        .injects
        .iter()
        .map(|record| row(drill, record));
    let (mut tray, mut sheet): (Vec<_>, Vec<_>) =
        rows.partition(|row| row.state == InjectState::Tray);
    sheet.sort_by_key(|row| {
        let over = matches!(row.state, InjectState::Fired | InjectState::Undone);
        match (over, row.at_ms) {
            (true, at) => (0, at.unwrap_or(0)),
            (false, Some(at)) => (1, at),
            (false, None) => (2, 0),
        }
    });
    tray.sort_by(|a, b| a.title.cmp(&b.title));
    (sheet, tray)
}

fn row(drill: &Drill, record: &InjectRecord) -> InjectRow {
    let scenario = drill.scenario();
    let inject = &record.inject;
    let tray = matches!(inject.trigger, Trigger::Tray) && record.at_ms.is_none();
    let timed = record.at_ms.is_some();
    let state = match record.phase {
        InjectPhase::Planned if tray => InjectState::Tray,
        InjectPhase::Planned if timed || armed(record) => InjectState::Planned,
        InjectPhase::Planned => InjectState::Waiting,
        InjectPhase::Held => InjectState::Held,
        InjectPhase::Fired => InjectState::Fired,
        InjectPhase::Skipped => InjectState::Skipped,
        InjectPhase::Undone => InjectState::Undone,
    };
    InjectRow {
        id: inject.id.clone(),
        title: inject.title.clone(),
        state,
        at_ms: record.fired_ms.or(record.at_ms).or(record.armed_ms).map(ms),
        would_ms: would_come(drill.state(), record, CHAIN_MAX).map(ms),
        trigger: inject.trigger.clone(),
        when: match record.at_ms {
            Some(at) if timed => words::clock(scenario.starts_s, at),
            _ => words::trigger(scenario, &inject.trigger),
        },
        brings: brings(scenario, inject),
        note: inject.note.clone(),
        message: inject.message.as_ref().map(|message| message.text.clone()),
        fault: record.faults.last().copied(),
        undoable: record.phase == InjectPhase::Fired,
        movable: tray && record.phase == InjectPhase::Planned || movable(record),
        added: record.added,
    }
}

/// Injects that follow from one another so deep are foreseen.
pub const CHAIN_MAX: usize = 16;

/// It has a time, and has not come.
pub fn movable(record: &InjectRecord) -> bool {
    matches!(record.phase, InjectPhase::Planned | InjectPhase::Held) && record.at_ms.is_some()
}

/// When one that waits would come as things stand: a silence goes on, an inject that it follows
/// comes when it is planned, an alert goes on firing. What people will do nobody knows.
pub fn would_come(state: &State, record: &InjectRecord, depth: usize) -> Option<i64> {
    if !matches!(record.phase, InjectPhase::Planned | InjectPhase::Held) || depth == 0 {
        return None;
    }
    let planned = record.at_ms.or(record.armed_ms);
    planned.or_else(|| match &record.inject.trigger {
        Trigger::Inject { inject, after_ms } => {
            let first = would_come(state, state.inject(inject)?, depth - 1)?;
            Some(first + i64::from(*after_ms))
        }
        _ => None,
    })
}

/// A branch whose occasion has come has a time. Silence has one too, but moves it all the time.
fn armed(record: &InjectRecord) -> bool {
    record.armed_ms.is_some() && !matches!(record.inject.trigger, Trigger::Silent { .. })
}

/// What an inject brings, in words.
pub fn brings(scenario: &Scenario, inject: &Inject) -> String {
    let mut parts = Vec::new();
    if let Some(fault) = &inject.fault {
        parts.push(format!(
            "fault · {} on {}",
            words::effect(&fault.effect),
            fault.on
        ));
    }
    if let Some(message) = &inject.message {
        let to = scenario.roles.iter().find(|r| r.id == message.to);
        let to = to.map_or("the room", |role| role.short.as_str());
        parts.push(format!("{} · {} to {to}", message.channel, message.from));
    }
    for stopped in &inject.stops {
        let title = scenario.injects.iter().find(|known| known.id == *stopped);
        parts.push(format!(
            "stops “{}”",
            title.map_or(stopped.as_str(), |i| i.title.as_str())
        ));
    }
    if parts.is_empty() {
        "a note for you".to_owned()
    } else {
        parts.join(" · ")
    }
}
