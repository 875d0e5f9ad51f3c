//! Who was told what when, and who wrote in and was answered.

use drill::state::MessageRecord;
use drill::times::KeyTimes;
use drill::{Drill, Fact, words};
use scenario::Deed;

use super::{clock, clocks, ends_ms, finding, scope_due_ms, short};
use crate::draft::timeline::plain;
use crate::postmortem::{Audience, AudienceKind, Finding, FindingKind, Letter, Told};

/// A question that came so shortly before ENDEX may be without an answer, milliseconds.
const JUST_MS: i64 = 120_000;

/// Stakeholders and users, told or not; the room, when something was said in it; and everybody
/// outside who wrote in or was spoken to, in the order in which they appear.
pub fn audiences(drill: &Drill) -> Vec<Audience> {
    let state = drill.state();
    let told = |at_ms: i64, seq: u32| Told {
        at_ms,
        event: Some(u64::from(seq)),
    };
    let mut all = vec![
        Audience {
            name: "stakeholders".to_owned(),
            kind: AudienceKind::Stakeholders,
            told: state.updates.iter().map(|u| told(u.at_ms, u.seq)).collect(),
            ..Audience::default()
        },
        Audience {
            name: "users".to_owned(),
            kind: AudienceKind::Users,
            told: state
                .deeds
                .iter()
                .filter(|d| matches!(d.did.deed, Deed::Notice { .. }))
                .map(|d| told(d.at_ms, d.seq))
                .collect(),
            ..Audience::default()
        },
    ];
    let said = said(drill, "room");
    if !said.is_empty() {
        all.push(Audience {
            name: "the room".to_owned(),
            kind: AudienceKind::Room,
            told: said,
            ..Audience::default()
        });
    }
    all.extend(outside(drill));
    all
}

fn outside(drill: &Drill) -> Vec<Audience> {
    let state = drill.state();
    // Somebody of the team is no audience, and people's names stand on the role board only.
    let inside = |to: &str| {
        let names =
            |person: &str| same(person, to) || person.split_whitespace().any(|part| same(part, to));
        let mut roles = drill.scenario().roles.iter();
        to == "room"
            || roles.any(|r| r.id == to || same(&r.short, to))
            || state.holdings.iter().any(|h| names(&h.person))
    };
    let wrote = state.messages.iter().filter(|m| !m.retracted);
    let wrote = wrote.map(|m| (m.at_ms, m.message.from.as_str()));
    let heard = state.deeds.iter().filter_map(|d| match &d.did.deed {
        Deed::Say { to, .. } if !inside(to) => Some((d.at_ms, addressee(drill, d.seq, to))),
        _ => None,
    });
    let mut named: Vec<(i64, &str)> = wrote.chain(heard).collect();
    named.sort_by_key(|(at, _)| *at);
    let mut all: Vec<Audience> = Vec::new();
    for (_, name) in named {
        if all.iter().any(|known| same(&known.name, name)) {
            continue;
        }
        all.push(Audience {
            name: name.to_owned(),
            kind: AudienceKind::Outside,
            told: said(drill, name),
            wrote: letters(drill, name),
        });
    }
    all
}

/// Names differ in case and blanks when they are typed.
fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// To whom something was said: the writer of the message that it answers, if it answers one.
fn addressee<'a>(drill: &'a Drill, seq: u32, to: &'a str) -> &'a str {
    let state = drill.state();
    let answers = state.deed(seq).and_then(|d| match d.did.deed {
        Deed::Say { answers, .. } => answers,
        _ => None,
    });
    let message = answers.and_then(|n| state.messages.iter().find(|m| m.number == n));
    message.map_or(to, |m| m.message.from.as_str())
}

/// What was said to somebody.
fn said(drill: &Drill, to: &str) -> Vec<Told> {
    let deeds = drill.state().deeds.iter();
    deeds
        .filter(|d| match &d.did.deed {
            Deed::Say { to: whom, .. } => same(whom, to) || same(addressee(drill, d.seq, whom), to),
            _ => false,
        })
        .map(|d| Told {
            at_ms: d.at_ms,
            event: Some(u64::from(d.seq)),
        })
        .collect()
}

fn letters(drill: &Drill, from: &str) -> Vec<Letter> {
    let messages = drill.state().messages.iter();
    messages
        .filter(|m| !m.retracted && same(&m.message.from, from))
        .map(|m| Letter {
            at_ms: m.at_ms,
            event: delivered(drill, m.number),
            wants_answer: m.message.wants_answer,
            answer: answer(drill, m),
        })
        .collect()
}

fn delivered(drill: &Drill, wanted: u32) -> Option<u64> {
    let found = drill.events().iter().find(
        |event| matches!(&event.fact, Fact::MessageDelivered { number, .. } if *number == wanted),
    );
    found.map(|event| u64::from(event.seq))
}

/// The first thing said that answers a message: it says so, or it goes to the one who wrote.
fn answer(drill: &Drill, m: &MessageRecord) -> Option<Told> {
    let mut deeds = drill.state().deeds.iter();
    let found = deeds.find(|d| match &d.did.deed {
        Deed::Say {
            answers: Some(number),
            ..
        } => *number == m.number,
        Deed::Say { to, .. } => d.at_ms >= m.at_ms && same(to, &m.message.from),
        _ => false,
    })?;
    Some(Told {
        at_ms: found.at_ms,
        event: Some(u64::from(found.seq)),
    })
}

/// What users were told, and who waits for an answer.
pub fn findings(drill: &Drill, times: &KeyTimes, audiences: &[Audience]) -> Vec<Finding> {
    let mut all = Vec::new();
    all.extend(users(drill, times, audiences));
    all.extend(answers(drill));
    all
}

fn users(drill: &Drill, times: &KeyTimes, audiences: &[Audience]) -> Option<Finding> {
    let (from, event) = times.impact?;
    let event = event.map(u64::from);
    let users = audiences.iter().find(|a| a.kind == AudienceKind::Users)?;
    let since = clock(drill, from);
    let Some(first) = users.told.first() else {
        let text = format!("Users were affected from {since} and were told nothing.");
        return Some(finding(FindingKind::Users, false, text, event));
    };
    let due = scope_due_ms(drill);
    let good = due.is_some_and(|due| first.at_ms <= due);
    let at = clock(drill, first.at_ms);
    let norm = match due {
        Some(due) if !good => format!("; the norm is by {}", clock(drill, due)),
        _ => String::new(),
    };
    let text = if first.at_ms < from {
        format!("Users were told at {at}, before they were affected at {since}.")
    } else {
        format!(
            "Users were affected from {since} and were first told at {at}, {} later{norm}.",
            words::duration(first.at_ms - from)
        )
    };
    let events = event.into_iter().chain(first.event);
    Some(finding(FindingKind::Users, good, text, events))
}

/// Who waits for an answer, each once for every role that was asked; or that nobody does.
fn answers(drill: &Drill) -> Vec<Finding> {
    let messages = drill.state().messages.iter();
    let asked = messages.filter(|m| m.message.wants_answer && !m.retracted);
    let mut waiting: Vec<Vec<&MessageRecord>> = Vec::new();
    let mut answered = Vec::new();
    let mut slowest = 0;
    for m in asked {
        if let Some(told) = answer(drill, m) {
            slowest = slowest.max(told.at_ms - m.at_ms);
            answered.push([delivered(drill, m.number), told.event]);
        } else if ends_ms(drill) - m.at_ms >= JUST_MS {
            let alike = |group: &&mut Vec<&MessageRecord>| {
                group.iter().all(|other| {
                    same(&other.message.from, &m.message.from) && other.message.to == m.message.to
                })
            };
            match waiting.iter_mut().find(alike) {
                Some(group) => group.push(m),
                None => waiting.push(vec![m]),
            }
        }
    }
    if waiting.is_empty() && !answered.is_empty() {
        let waited = words::duration(slowest);
        let text = match answered.len() {
            1 => format!("The one question from outside was answered, after {waited}."),
            n => format!("All {n} questions from outside were answered, each within {waited}."),
        };
        let events = answered.into_iter().flatten().flatten();
        return vec![finding(FindingKind::Answers, true, text, events)];
    }
    let groups = waiting.iter().filter_map(|group| {
        let first = &group.first()?.message;
        let text = format!(
            "{} asked {} at {} and got no answer.",
            capital(&plain(&first.from)),
            whom(drill, &first.to),
            clocks(drill, group.iter().map(|m| m.at_ms))
        );
        let events = group.iter().filter_map(|m| delivered(drill, m.number));
        Some(finding(FindingKind::Answers, false, text, events))
    });
    groups.collect()
}

fn whom(drill: &Drill, to: &str) -> String {
    if to == "room" {
        "the room".to_owned()
    } else {
        short(drill, to)
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
