//! What needs the facilitator: from the record, and from the desks that are not connected.

use drill::needs::{Answer, Need, Urgency, is_aside, needs as from_record};
use drill::{ClockPhase, Drill, words};

use super::Around;
use crate::console::{NeedAnswer, NeedRow};
use crate::parts::Tone;

/// A desk may be out of reach for so long before it is told: a phone sleeps now and then.
const LOST_MS: i64 = 60_000;

/// Most urgent first.
pub fn needs(drill: &Drill, around: &Around) -> Vec<NeedRow> {
    let mut all = from_record(drill.scenario(), drill.state());
    all.extend(lost_desks(drill, around));
    all.sort_by_key(|need| need.urgency);
    all.into_iter().map(row).collect()
}

/// While joining is on: without it nobody can be connected.
fn lost_desks(drill: &Drill, around: &Around) -> Vec<Need> {
    let state = drill.state();
    if around.joining.is_none() || state.phase == ClockPhase::Ended {
        return Vec::new();
    }
    let lost = state.desks.iter().filter_map(|desk| {
        let since = *around.lost.get(&desk.desk)?;
        let id = format!("lost-{}", desk.person);
        if state.now_ms - since < LOST_MS || is_aside(state, &id) {
            return None;
        }
        Some(Need {
            id,
            urgency: Urgency::Soon,
            title: format!("{}’s desk is not connected.", desk.person),
            text: format!(
                "Since {}. The seat is kept; the same address brings them back.",
                words::clock(drill.scenario().starts_s, since)
            ),
            answer: Some(Answer::Desk(desk.person.clone())),
        })
    });
    lost.collect()
}

fn row(need: Need) -> NeedRow {
    NeedRow {
        id: need.id,
        tone: match need.urgency {
            Urgency::Now => Tone::Bad,
            Urgency::Soon => Tone::Warn,
            Urgency::Know => Tone::Info,
        },
        title: need.title,
        text: need.text,
        answer: need.answer.map(|answer| match answer {
            Answer::Hint(expectation, step) => NeedAnswer::Hint { expectation, step },
            Answer::Assign(role) => NeedAnswer::Assign { role },
            Answer::Fire(inject) => NeedAnswer::Fire { inject },
            Answer::Rule(hypothesis) => NeedAnswer::Rule { hypothesis },
            Answer::Question(question) => NeedAnswer::Question { question },
            Answer::Log(role, deed) => NeedAnswer::Log { role, deed },
            Answer::Look(page) => NeedAnswer::Look { page },
            Answer::Desk(person) => NeedAnswer::Desk { person },
            Answer::Tray => NeedAnswer::Tray,
            Answer::End => NeedAnswer::End,
        }),
    }
}
