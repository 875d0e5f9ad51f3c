//! The room's view. Built only from what the room may see.

use drill::Drill;

use super::{Around, hot_wash::hot_wash, panels, parts};
use crate::room::{RoomMessage, RoomView};

/// Messages that fit.
const MESSAGES: usize = 3;

/// What the room sees now.
pub fn room(drill: &Drill, around: &Around) -> RoomView {
    let state = drill.state();
    RoomView {
        title: state.head.title.clone(),
        team: state.head.team.clone(),
        clock: parts::clock(drill),
        incident: parts::incident(drill),
        alerts: parts::alerts(drill)
            .into_iter()
            .filter(|a| a.resolved_ms.is_none())
            .collect(),
        panels: panels::panels(drill, true),
        roles: parts::roles(drill),
        joining: around.joining.clone(),
        desks: around
            .connected
            .values()
            .filter(|count| **count > 0)
            .count() as u32,
        messages: state
            .messages
            .iter()
            .rev()
            .filter(|m| m.message.to == "room" && !m.retracted)
            .take(MESSAGES)
            .map(|m| RoomMessage {
                at_ms: parts::ms(m.at_ms),
                from: m.message.from.clone(),
                channel: m.message.channel.clone(),
                text: m.message.text.clone(),
            })
            .collect(),
        hot_wash: hot_wash(around, false),
    }
}
