//! The hot wash: a whole drill as a story, with the truth or without it.

use std::sync::Arc;

use drill::event::FiredBy;
use drill::moments::moments;
use drill::{Drill, Event, Fact};
use scenario::Deed;

use super::parts::{cut, ms, short};
use super::{Around, desk, lanes, panels};
use crate::console::{Bar, FeedKind, Lane};
use crate::hot_wash::{HotWashView, MomentView, Story, StoryRow, TruthView};
use crate::parts::Tone;

/// Of the time before STARTEX so much is shown, seconds.
const BEFORE_S: i32 = 120;

/// The hot wash while it is open: both stories, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Wash {
    /// Where it stands now, drill time in milliseconds.
    pub at_ms: i32,
    /// Drill seconds per wall second; 0: it stands.
    pub speed: f64,
    /// The truth has been shown to the room.
    pub revealed: bool,
    /// For the facilitator, with the truth.
    pub told: Arc<Story>,
    /// For the room.
    pub shown: Arc<Story>,
}

/// The hot wash for the facilitator (with the truth) or for the room. None: it is not open.
pub fn hot_wash(around: &Around, truth: bool) -> Option<Box<HotWashView>> {
    let wash = around.wash.as_ref()?;
    let story = if truth { &wash.told } else { &wash.shown };
    Some(Box::new(HotWashView {
        at_ms: wash.at_ms,
        speed: wash.speed,
        revealed: wash.revealed,
        story: Story::clone(story),
    }))
}

/// A whole drill, with the truth or without it.
pub fn story(drill: &Drill, truth: bool) -> Story {
    let first_s = -i32::try_from(drill.scenario().system.warmup_s).unwrap_or(0);
    let from_s = first_s.max(-BEFORE_S);
    Story {
        from_ms: from_s * 1_000,
        to_ms: ms(drill.now_ms()),
        panels: panels::whole(drill, from_s),
        lanes: story_lanes(drill, truth),
        rows: drill
            .events()
            .iter()
            .filter_map(|event| row(drill, event, truth))
            .collect(),
        moments: moments(drill)
            .into_iter()
            .filter(|moment| truth || !moment.truth)
            .map(|moment| MomentView {
                at_ms: ms(moment.at_ms),
                kind: moment.kind,
                title: cut(&moment.title, 240),
                good: moment.good,
                hidden: moment.truth,
            })
            .collect(),
        truth: truth.then(|| {
            let known = &drill.scenario().truth;
            TruthView {
                trigger: known.trigger.clone(),
                root_cause: known.root_cause.clone(),
                contributing: known.contributing.clone(),
            }
        }),
    }
}

fn story_lanes(drill: &Drill, truth: bool) -> Vec<Lane> {
    let (injects, alerts, roles) = {
        let mut all = lanes::lanes(drill).into_iter();
        (all.next(), all.next(), all)
    };
    let mut out = Vec::new();
    if truth {
        out.extend(injects);
    }
    out.extend(alerts);
    out.push(said(drill));
    out.extend(roles.map(|mut lane| {
        for bar in &mut lane.bars {
            // What was expected of them is told with the truth.
            if !truth && bar.tone == Tone::Good {
                bar.tone = Tone::Plain;
            }
            bar.inject = None;
        }
        lane
    }));
    out
}

/// Messages from outside, and what was told to them.
fn said(drill: &Drill) -> Lane {
    let state = drill.state();
    let bar = |at: i64, label: &str, title: String, tone: Tone| Bar {
        from_ms: ms(at),
        to_ms: None,
        open: false,
        label: cut(label, 18),
        title: cut(&title, 240),
        tone,
        inject: None,
        movable: false,
        waits: None,
    };
    let messages = state.messages.iter().filter(|m| !m.retracted);
    let mut bars: Vec<Bar> = messages
        .map(|m| {
            let title = format!("{}: {}", m.message.from, m.message.text);
            bar(m.at_ms, &m.message.from, title, Tone::Info)
        })
        .collect();
    bars.extend(state.updates.iter().map(|u| {
        let title = format!("Status update: {} {}", u.impact, u.doing);
        bar(u.at_ms, "update", title, Tone::Plain)
    }));
    bars.sort_by_key(|bar| bar.from_ms);
    Lane {
        title: "Outside".to_owned(),
        bars,
    }
}

fn row(drill: &Drill, event: &Event, truth: bool) -> Option<StoryRow> {
    let line = |who: &str, text: String, kind: FeedKind| {
        Some(StoryRow {
            at_ms: ms(event.at_ms),
            who: who.to_owned(),
            text: cut(&text, 400),
            kind,
        })
    };
    match &event.fact {
        Fact::MessageDelivered {
            number, message, ..
        } => {
            let mut all = drill.state().messages.iter();
            // What was taken back, the room has not read.
            if !truth && all.any(|m| m.number == *number && m.retracted) {
                return None;
            }
            line(
                &message.from,
                format!("to {}: {}", short(drill, &message.to), message.text),
                FeedKind::Talk,
            )
        }
        Fact::Did(did) => {
            if let Deed::Say { to, text, .. } = &did.deed {
                let said = format!("to {}: {text}", short(drill, to));
                return line(&short(drill, &did.role), said, FeedKind::Talk);
            }
            team(drill, event)
        }
        Fact::AssistantAnswered { text, .. } => line("Assistant", text.clone(), FeedKind::Talk),
        Fact::InjectFired { inject, by } if truth => {
            let record = drill.state().inject(inject)?;
            let who = match by {
                FiredBy::Facilitator => "Facilitator",
                FiredBy::Schedule | FiredBy::Branch => "Run sheet",
            };
            line(who, record.inject.title.clone(), FeedKind::Steer)
        }
        _ => team(drill, event),
    }
}

/// A row as the desks had it.
fn team(drill: &Drill, event: &Event) -> Option<StoryRow> {
    let row = desk::timeline(drill, event)?;
    let outcome = row.outcome.map(|says| format!(" ({says})"));
    Some(StoryRow {
        at_ms: row.at_ms,
        who: row.who,
        text: cut(
            &format!("{} {}{}", row.did, row.what, outcome.unwrap_or_default()),
            400,
        ),
        kind: row.kind,
    })
}
