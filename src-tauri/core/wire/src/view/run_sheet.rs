//! The run sheet.

use drill::state::{InjectPhase, InjectRecord};
use drill::{Drill, words};
use scenario::{Inject, Scenario, Trigger};

use super::parts::ms;
use crate::console::{InjectRow, InjectState};

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
    let timed = matches!(inject.trigger, Trigger::At { .. });
    let tray = matches!(inject.trigger, Trigger::Tray);
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
        added: record.added,
    }
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
