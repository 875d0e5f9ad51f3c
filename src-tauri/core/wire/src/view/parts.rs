//! Pieces that more than one audience sees.

use drill::{ClockPhase, Drill, judge, words};

use crate::parts::{AlertView, ClockState, ClockView, IncidentView, RoleView, UpdateView};

/// Milliseconds on the wire. A drill is over long before 24 days.
pub fn ms(at: i64) -> i32 {
    i32::try_from(at).unwrap_or(if at < 0 { i32::MIN } else { i32::MAX })
}

/// A role's short name.
pub fn short(drill: &Drill, role: &str) -> String {
    let roles = &drill.scenario().roles;
    roles
        .iter()
        .find(|r| r.id == role)
        .map_or_else(|| role.to_owned(), |r| r.short.clone())
}

/// The clock.
pub fn clock(drill: &Drill) -> ClockView {
    let state = drill.state();
    ClockView {
        state: match state.phase {
            ClockPhase::Ready => ClockState::Ready,
            ClockPhase::Running => ClockState::Running,
            ClockPhase::Paused => ClockState::Paused,
            ClockPhase::Emergency => ClockState::Emergency,
            ClockPhase::Ended => ClockState::Ended,
        },
        at_ms: ms(state.now_ms),
        clock: words::clock(drill.scenario().starts_s, state.now_ms),
        speed: state.speed,
        paused_ms: u32::try_from(state.paused_ms).unwrap_or(0),
        starts_s: drill.scenario().starts_s,
        length_ms: state.head.length_ms,
        started: state.started_wall_ms.is_some(),
    }
}

/// How the incident stands.
pub fn incident(drill: &Drill) -> IncidentView {
    let state = drill.state();
    let updates = updates(drill);
    IncidentView {
        severity: state.severities.last().map(|(_, level, _)| *level),
        state: state.states.last().map(|(_, said, _)| *said),
        headline: updates
            .iter()
            .map(|u| u.impact.trim())
            .find(|t| !t.is_empty())
            .map(str::to_owned),
        last_update: updates.into_iter().next(),
        next_update_due_ms: judge::next_update_due(drill.scenario(), state).map(ms),
    }
}

/// Status updates, newest first.
pub fn updates(drill: &Drill) -> Vec<UpdateView> {
    let all = drill.state().updates.iter().enumerate().rev();
    all.map(|(at, update)| UpdateView {
        number: at as u32 + 1,
        at_ms: ms(update.at_ms),
        role: short(drill, &update.role),
        impact: update.impact.clone(),
        doing: update.doing.clone(),
        next_ms: update.next_ms.map(ms),
    })
    .collect()
}

/// Alerts: firing ones first, loudest first, then by time; resolved ones newest first.
pub fn alerts(drill: &Drill) -> Vec<AlertView> {
    let rules = &drill.scenario().system.alerts;
    let mut all: Vec<AlertView> = drill
        .state()
        .alerts
        .iter()
        .filter_map(|record| {
            let rule = rules.iter().find(|rule| rule.name == record.name)?;
            Some(AlertView {
                name: rule.name.clone(),
                title: rule.title.clone(),
                component: rule.component.clone(),
                severity: rule.severity,
                fired_ms: ms(record.fired_ms),
                resolved_ms: record.resolved_ms.map(ms),
                acknowledged_by: record
                    .acknowledged
                    .as_ref()
                    .map(|(_, role)| short(drill, role)),
            })
        })
        .collect();
    all.sort_by_key(|alert| match alert.resolved_ms {
        None => (0, std::cmp::Reverse(alert.severity), alert.fired_ms),
        Some(at) => (1, std::cmp::Reverse(alert.severity), -at),
    });
    all.sort_by_key(|alert| alert.resolved_ms.is_some());
    all
}

/// Roles as everybody sees them.
pub fn roles(drill: &Drill) -> Vec<RoleView> {
    let state = drill.state();
    let roles = drill.scenario().roles.iter();
    roles
        .map(|role| {
            let last = state.last_deed(&role.id);
            RoleView {
                id: role.id.clone(),
                short: role.short.clone(),
                people: state
                    .people(&role.id)
                    .into_iter()
                    .map(str::to_owned)
                    .collect(),
                last: last.map(|record| {
                    let (did, what) = super::feed::said(drill, record);
                    // The strip has room for a few words.
                    cut(&format!("{did} {what}"), 48)
                }),
                last_ms: last.map(|record| ms(record.at_ms)),
            }
        })
        .collect()
}

/// A text cut to so many characters, with an ellipsis.
pub fn cut(text: &str, max: usize) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= max {
        return line;
    }
    let head: String = line.chars().take(max.saturating_sub(1)).collect();
    format!("{}…", head.trim_end())
}
