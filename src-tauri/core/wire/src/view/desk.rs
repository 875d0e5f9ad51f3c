//! The desk's view. Built only from what its roles may see.

use drill::{Drill, Event, Fact};
use scenario::{Deed, DeedKind, Role};
use world::What;

use super::feed::{kind, said};
use super::parts::{self, ms, short};
use super::{lookup, panels};
use crate::console::FeedKind;
use crate::desk::{
    ChannelKind, ChannelRow, DeskRow, DeskView, HypothesisRow, PinRow, QuestionView, RoleOffer,
    SeatRole, SeatView,
};
use crate::lookup::Vocabulary;
use crate::parts::{PanelView, UpdateView};

/// Lines of the channel, and pieces of evidence, that are sent. Older ones are in the record.
const LINES: usize = 100;
/// Pieces of evidence of a hypothesis that are sent, the newest.
const EVIDENCE: usize = 12;
/// Status updates that are sent.
const UPDATES: usize = 30;
/// Characters of a text that are sent; the record has all of it.
const TEXT: usize = 1_000;
/// Characters of a piece of evidence under a hypothesis.
const SHORT: usize = 300;
/// Lines of the timeline that are sent.
const TIMELINE: usize = 120;
/// Questions that are sent.
const QUESTIONS: usize = 30;

/// The name under which the view for some roles is kept: all who hold the same see the same.
pub fn roles_key(drill: &Drill, person: &str) -> String {
    let mut roles = drill.state().roles_of(person);
    roles.sort_unstable();
    roles.join(" ")
}

/// Who sits at a desk, and whether they have answered the three questions. None: nobody of that
/// name does.
pub fn seat(drill: &Drill, person: &str, answered: bool) -> Option<SeatView> {
    let (scenario, state) = (drill.scenario(), drill.state());
    if !state.at_desk(person) {
        return None;
    }
    let held = state.roles_of(person);
    let waits = held.is_empty();
    let roles = held.iter().filter_map(|id| role(drill, id));
    let offers = scenario.roles.iter().filter(|_| waits);
    Some(SeatView {
        person: person.to_owned(),
        roles: roles.map(seat_role).collect(),
        offers: offers
            .map(|role| RoleOffer {
                id: role.id.clone(),
                title: role.title.clone(),
                answers_for: role.answers_for.clone(),
                people: people(drill, &role.id),
                open: !state.closed_roles.contains(&role.id),
            })
            .collect(),
        title: state.head.title.clone(),
        briefing: scenario.briefing.clone(),
        answered,
    })
}

fn role<'a>(drill: &'a Drill, id: &str) -> Option<&'a Role> {
    drill.scenario().roles.iter().find(|role| role.id == id)
}

fn people(drill: &Drill, role: &str) -> Vec<String> {
    let people = drill.state().people(role).into_iter();
    people.map(str::to_owned).collect()
}

fn seat_role(role: &Role) -> SeatRole {
    SeatRole {
        id: role.id.clone(),
        title: role.title.clone(),
        short: role.short.clone(),
        answers_for: role.answers_for.clone(),
        may: DeedKind::ALL
            .into_iter()
            .filter(|kind| role.may_do(*kind))
            .collect(),
    }
}

/// The graphs.
pub fn graphs(drill: &Drill) -> Vec<PanelView> {
    panels::panels(drill, false)
}

/// What there is to point at. Voices are those who have spoken.
pub fn desk_vocabulary(drill: &Drill) -> Vocabulary {
    let messages = drill.state().messages.iter();
    let mut voices: Vec<String> = messages.map(|m| m.message.from.clone()).collect();
    voices.sort();
    voices.dedup();
    Vocabulary {
        voices,
        ..lookup::vocabulary(drill)
    }
}

/// What some roles see now.
pub fn desk(drill: &Drill, roles: &[&str], unsaved: bool) -> DeskView {
    let state = drill.state();
    let notice = state.deeds.iter().rev().find_map(|d| match &d.did.deed {
        Deed::Notice { text } => Some((short_of(text, TEXT), ms(d.at_ms))),
        _ => None,
    });
    let events = drill.events().iter().rev();
    DeskView {
        title: state.head.title.clone(),
        team: state.head.team.clone(),
        unsaved,
        clock: parts::clock(drill),
        incident: parts::incident(drill),
        alerts: parts::alerts(drill),
        roles: parts::roles(drill),
        checklists: roles.iter().filter_map(|id| checklist(drill, id)).collect(),
        channel: events
            .clone()
            .filter_map(|event| channel(drill, roles, event))
            .take(LINES)
            .collect(),
        hypotheses: hypotheses(drill),
        pins: pins(drill),
        timeline: events
            .filter_map(|event| timeline(drill, event))
            .take(TIMELINE)
            .collect(),
        updates: updates(drill),
        notice,
        questions: questions(drill),
    }
}

/// A text whose end is left out beyond so many characters. Line breaks stay.
fn short_of(text: &str, max: usize) -> String {
    match text.char_indices().nth(max) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

fn updates(drill: &Drill) -> Vec<UpdateView> {
    let newest = parts::updates(drill).into_iter().take(UPDATES);
    newest
        .map(|update| UpdateView {
            impact: short_of(&update.impact, TEXT),
            doing: short_of(&update.doing, TEXT),
            ..update
        })
        .collect()
}

fn checklist(drill: &Drill, id: &str) -> Option<(String, Vec<(String, bool)>)> {
    let role = role(drill, id)?;
    let ticked = &drill.state().ticked;
    let lines = role.checklist.iter().enumerate();
    let line =
        |(at, text): (usize, &String)| (text.clone(), ticked.contains(&(id.to_owned(), at as u32)));
    Some((role.short.clone(), lines.map(line).collect()))
}

/// Person, or else the role's short name.
fn by(drill: &Drill, person: Option<&String>, role: &str) -> String {
    person.cloned().unwrap_or_else(|| short(drill, role))
}

fn channel(drill: &Drill, roles: &[&str], event: &Event) -> Option<ChannelRow> {
    let row = |kind, from: String, to: String, text: &str| ChannelRow {
        event: event.seq,
        at_ms: ms(event.at_ms),
        kind,
        from,
        to,
        channel: String::new(),
        text: short_of(text, TEXT),
        number: None,
        waits: false,
        retracted: false,
    };
    let heard = |to: &str| to == "room" || roles.contains(&to);
    match &event.fact {
        Fact::Did(did) => {
            let Deed::Say { to, text, .. } = &did.deed else {
                return None;
            };
            let mine = heard(to) || roles.contains(&did.role.as_str());
            // The record of it has the name they go by now.
            let record = drill.state().deed(event.seq);
            let from = by(drill, record.and_then(|r| r.did.person.as_ref()), &did.role);
            mine.then(|| row(ChannelKind::Team, from, short(drill, to), text))
        }
        Fact::MessageDelivered {
            number, message, ..
        } if heard(&message.to) => {
            let mut all = drill.state().messages.iter();
            let record = all.find(|m| m.number == *number)?;
            Some(ChannelRow {
                channel: message.channel.clone(),
                number: Some(*number),
                waits: message.wants_answer && record.answered_ms.is_none() && !record.retracted,
                retracted: record.retracted,
                ..row(
                    ChannelKind::Outside,
                    message.from.clone(),
                    short(drill, &message.to),
                    &message.text,
                )
            })
        }
        Fact::HintGiven {
            expectation, text, ..
        } => {
            let mut all = drill.scenario().expectations.iter();
            let role = &all.find(|e| e.id == *expectation)?.role;
            let to = short(drill, role);
            heard(role).then(|| row(ChannelKind::Hint, "Facilitator".to_owned(), to, text))
        }
        _ => None,
    }
}

fn hypotheses(drill: &Drill) -> Vec<HypothesisRow> {
    let all = drill.state().hypotheses.iter().rev();
    all.map(|h| HypothesisRow {
        number: h.number,
        text: short_of(&h.text, TEXT),
        role: short(drill, &h.role),
        at_ms: ms(h.at_ms),
        verdict: h.verdict,
        evidence: h.evidence[h.evidence.len().saturating_sub(EVIDENCE)..]
            .iter()
            .map(|one| match one.against && one.seen.is_some() {
                true => short_of(&format!("against: {}", one.what), SHORT),
                false => short_of(&one.what, SHORT),
            })
            .collect(),
    })
    .collect()
}

fn pins(drill: &Drill) -> Vec<PinRow> {
    let all = drill.state().pins.iter().rev().take(LINES);
    all.map(|pin| PinRow {
        number: pin.number,
        at_ms: ms(pin.at_ms),
        by: by(drill, pin.person.as_ref(), &pin.role),
        page: pin.page,
        what: short_of(&pin.what, TEXT),
        hypothesis: pin.hypothesis,
        against: pin.against,
    })
    .collect()
}

/// An event as the team's timeline has it.
pub(super) fn timeline(drill: &Drill, event: &Event) -> Option<DeskRow> {
    let row = |who: &str, did: &str, what: &str, kind: FeedKind| DeskRow {
        event: event.seq,
        at_ms: ms(event.at_ms),
        who: who.to_owned(),
        person: None,
        did: did.to_owned(),
        what: short_of(what, TEXT),
        kind,
        ok: None,
        outcome: None,
    };
    match &event.fact {
        Fact::Did(did) => {
            // Looks, ticks and talk have their own places.
            if matches!(
                did.deed.kind(),
                DeedKind::Look | DeedKind::Tick | DeedKind::Say | DeedKind::Ask | DeedKind::Pin
            ) {
                return None;
            }
            let record = drill.state().deed(event.seq)?;
            let (verb, what) = said(drill, record);
            let outcome = record.outcome.as_ref();
            Some(DeskRow {
                person: record.did.person.clone(),
                ok: outcome.map(|(_, ok, _)| *ok),
                outcome: outcome
                    .map(|(.., says)| says.clone())
                    .or_else(|| did.says.clone()),
                ..row(&short(drill, &did.role), &verb, &what, kind(&did.deed))
            })
        }
        Fact::Started => Some(row("Facilitator", "started the drill", "", FeedKind::Steer)),
        Fact::Ended => Some(row("Facilitator", "ended the drill", "", FeedKind::Steer)),
        Fact::System(What::AlertFired { alert, .. }) => {
            Some(row("System", "alert fired:", alert, FeedKind::System))
        }
        Fact::System(What::AlertResolved { alert }) => {
            Some(row("System", "alert resolved:", alert, FeedKind::System))
        }
        _ => None,
    }
}

fn questions(drill: &Drill) -> Vec<QuestionView> {
    let all = drill.state().questions.iter().rev().take(QUESTIONS);
    all.map(|q| QuestionView {
        number: q.number,
        at_ms: ms(q.at_ms),
        by: by(drill, q.person.as_ref(), &q.role),
        text: short_of(&q.text, TEXT),
        answer: q
            .answer
            .as_ref()
            .map(|answer| short_of(&answer.text, 2 * TEXT)),
        answered_ms: q.answer.as_ref().map(|answer| ms(answer.at_ms)),
        holds: q.verified.and_then(|(.., holds)| holds),
    })
    .collect()
}
