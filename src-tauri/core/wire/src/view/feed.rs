//! What was done, line by line.

use drill::effect::{Effect, Sum};
use drill::state::DeedRecord;
use drill::{Drill, Fact, words};
use scenario::{Deed, DeedKind};
use world::What;

use super::parts::{ms, short};
use crate::console::{About, Bears, FeedKind, FeedRow};
use crate::parts::Tone;

/// Lines sent. Older ones are in the record and the postmortem.
const LINES: usize = 200;
/// Looks among them, beside the others.
const LOOKS: usize = 100;

/// A deed as verb and object, with the checklist line of the right role.
pub fn said(drill: &Drill, record: &DeedRecord) -> (String, String) {
    if let Deed::Tick { item } = record.did.deed {
        return (
            "ticked".to_owned(),
            words::ticked(drill.scenario(), &record.did.role, item),
        );
    }
    words::deed(drill.scenario(), drill.state(), &record.did.deed)
}

/// The newest lines first.
pub fn feed(drill: &Drill) -> Vec<FeedRow> {
    let (mut looks, mut others) = (LOOKS + 1, LINES + 1);
    drill
        .events()
        .iter()
        .rev()
        .filter_map(|event| row(drill, event))
        .filter(|row| {
            // Many desks look much: their looks must not push out what was done.
            let left = if row.kind == FeedKind::Look {
                &mut looks
            } else {
                &mut others
            };
            *left = left.saturating_sub(1);
            *left > 0
        })
        .collect()
}

/// The hypothesis that a deed raises, judges or speaks to.
fn about(drill: &Drill, seq: u32, deed: &Deed) -> Option<About> {
    let (hypothesis, how) = match deed {
        Deed::Hypothesis { .. } => {
            let mut all = drill.state().hypotheses.iter();
            (all.find(|h| h.seq == seq)?.number, Bears::Weighs)
        }
        Deed::Judge { hypothesis, .. } => (*hypothesis, Bears::Weighs),
        Deed::Pin {
            hypothesis: Some(hypothesis),
            against,
            ..
        } if *against => (*hypothesis, Bears::Against),
        Deed::Pin {
            hypothesis: Some(hypothesis),
            ..
        } => (*hypothesis, Bears::Supports),
        _ => return None,
    };
    Some(About { hypothesis, how })
}

fn row(drill: &Drill, event: &drill::Event) -> Option<FeedRow> {
    let line = |who: &str, kind: FeedKind, did: &str, what: String| FeedRow {
        event: event.seq,
        at_ms: ms(event.at_ms),
        who: who.to_owned(),
        person: None,
        did: did.to_owned(),
        what,
        kind,
        tags: Vec::new(),
        outcome: None,
        about: None,
    };
    let steer = |did: &str, what: String| Some(line("Facilitator", FeedKind::Steer, did, what));
    let title = |id: &str| {
        let record = drill.state().inject(id);
        record.map_or_else(|| id.to_owned(), |r| format!("“{}”", r.inject.title))
    };
    let fault_title = |number: u32| {
        let found = drill.state().faults.iter().find(|f| f.id == number);
        found.map_or_else(
            || format!("fault {number}"),
            |f| format!("“{}”", f.fault.title),
        )
    };
    match &event.fact {
        Fact::Did(did) => {
            let record = drill.state().deed(event.seq)?;
            let (verb, what) = said(drill, record);
            let mut row = line(&short(drill, &did.role), kind(&did.deed), &verb, what);
            // As they are called now.
            row.person = record.did.person.clone();
            row.tags = tags(drill, record);
            row.outcome = record.outcome.as_ref().map(|(_, _, says)| says.clone());
            if let Some(later) = record.effect.as_ref().map(Effect::says) {
                row.outcome = row.outcome.map(|says| format!("{says}; {later}"));
            }
            row.about = about(drill, event.seq, &did.deed);
            if row.outcome.is_none() && did.act.is_some() {
                row.outcome = did.says.as_ref().map(|says| format!("under way: {says}"));
            }
            Some(row)
        }
        Fact::Started => steer("started the drill:", "STARTEX".to_owned()),
        Fact::Ended => steer("ended the drill:", "ENDEX".to_owned()),
        Fact::Paused { why } if why == "facilitator" => steer("paused", String::new()),
        Fact::Paused { why } => steer("paused", format!("({why})")),
        Fact::Resumed => steer("resumed", String::new()),
        Fact::SpeedSet { factor } => steer("set the speed to", format!("{factor}×")),
        Fact::Jumped { to_ms } => steer(
            "let time pass at once",
            format!("to {}", words::clock(drill.scenario().starts_s, *to_ms)),
        ),
        Fact::LengthSet { length_ms } => steer(
            "set the planned end to",
            words::clock(drill.scenario().starts_s, i64::from(*length_ms)),
        ),
        Fact::EmergencyCalled => steer("called a", "REAL EMERGENCY".to_owned()),
        Fact::Assigned { role, person } if event.at_ms > 0 => {
            steer("assigned", format!("{person} to {}", short(drill, role)))
        }
        Fact::Unassigned { role, person } if event.at_ms > 0 => {
            steer("took", format!("{person} out of {}", short(drill, role)))
        }
        Fact::HandedOver { role, from, to, .. } => steer(
            "recorded a hand-over of",
            format!("{}: {from} to {to}", short(drill, role)),
        ),
        Fact::Joined { person, .. } => Some(line(
            person,
            FeedKind::Talk,
            "sat down at a desk",
            String::new(),
        )),
        Fact::Renamed { from, to } => steer("renamed", format!("{from} to {to}")),
        Fact::Removed { person } => steer("sent away", person.clone()),
        Fact::RoleOpened { role, open } => {
            let did = if *open { "opened" } else { "closed" };
            steer(did, format!("the role {} to desks", short(drill, role)))
        }
        Fact::AssistantAnswered {
            question,
            text,
            right,
            sent,
            ..
        } => {
            let asked = drill.state().question(*question)?;
            let who = if *sent {
                "Assistant (you)"
            } else {
                "Assistant"
            };
            let whom = asked
                .person
                .clone()
                .unwrap_or_else(|| short(drill, &asked.role));
            let mut row = line(
                who,
                FeedKind::Talk,
                &format!("answered {whom}:"),
                text.clone(),
            );
            match right {
                Some(true) => row.tags.push(("right".to_owned(), Tone::Truth)),
                Some(false) => row.tags.push(("wrong".to_owned(), Tone::Truth)),
                None => {}
            }
            Some(row)
        }
        Fact::InjectFired { inject, by } => {
            let did = match by {
                drill::event::FiredBy::Facilitator => "fired",
                _ => "inject came:",
            };
            let who = match by {
                drill::event::FiredBy::Facilitator => "Facilitator",
                _ => "Run sheet",
            };
            Some(line(who, FeedKind::Steer, did, title(inject)))
        }
        Fact::InjectHeld { inject } => steer("held", title(inject)),
        Fact::InjectReleased { inject } => steer("released", title(inject)),
        Fact::InjectSkipped { inject } => steer("skipped", title(inject)),
        Fact::InjectRestored { inject } => steer("brought back", title(inject)),
        Fact::InjectUndone { inject } => steer("undid", title(inject)),
        Fact::InjectAdded { inject } => steer("added", format!("“{}”", inject.title)),
        Fact::FaultStarted {
            what, inject: None, ..
        } => steer("started the fault", format!("“{}”", what.title)),
        Fact::FaultStopped { fault } => steer("stopped the fault", fault_title(*fault)),
        Fact::HintGiven { text, .. } => steer("gave a hint:", format!("“{text}”")),
        Fact::Observed { text, by: None, .. } => steer("noted", text.clone()),
        Fact::Observed {
            text, by: Some(by), ..
        } => Some(line(by, FeedKind::Write, "noted", text.clone())),
        Fact::System(what) => {
            let (did, what, tone) = match what {
                What::AlertFired { alert, .. } => ("alert fired:", alert.clone(), Tone::Bad),
                What::AlertResolved { alert } => ("alert resolved:", alert.clone(), Tone::Good),
                What::BreachBegan { level } => (
                    "service level breached:",
                    level_title(drill, level),
                    Tone::Bad,
                ),
                What::BreachEnded { level } => (
                    "service level met again:",
                    level_title(drill, level),
                    Tone::Good,
                ),
                What::FaultEnded { fault, says } => (
                    "fault gone:",
                    format!("{} ({says})", fault_title(*fault)),
                    Tone::Truth,
                ),
                What::FaultBack { fault } => ("fault back:", fault_title(*fault), Tone::Truth),
                What::ActDone { .. } => return None,
            };
            let mut row = line("System", FeedKind::System, did, what);
            row.tags = vec![(tone_word(tone).to_owned(), tone)];
            Some(row)
        }
        _ => None,
    }
}

fn tone_word(tone: Tone) -> &'static str {
    match tone {
        Tone::Bad => "broken",
        Tone::Good => "healthy",
        Tone::Truth => "truth",
        _ => "",
    }
}

/// A service level's title.
pub fn level_title(drill: &Drill, id: &str) -> String {
    let levels = &drill.scenario().system.service_levels;
    levels
        .iter()
        .find(|l| l.id == id)
        .map_or_else(|| id.to_owned(), |l| l.title.clone())
}

/// What a deed looks like.
pub fn kind(deed: &Deed) -> FeedKind {
    match deed.kind() {
        DeedKind::Look => FeedKind::Look,
        DeedKind::Hypothesis | DeedKind::Judge | DeedKind::Pin | DeedKind::Verify => {
            FeedKind::Think
        }
        kind if kind.is_check() => FeedKind::Check,
        DeedKind::Acknowledge
        | DeedKind::Severity
        | DeedKind::State
        | DeedKind::StatusUpdate
        | DeedKind::Notice
        | DeedKind::Say
        | DeedKind::Ask => FeedKind::Talk,
        DeedKind::Decision | DeedKind::Note | DeedKind::Tick => FeedKind::Write,
        _ => FeedKind::Act,
    }
}

fn tags(drill: &Drill, record: &DeedRecord) -> Vec<(String, Tone)> {
    let mut tags = Vec::new();
    if !record.met.is_empty() {
        tags.push(("expected".to_owned(), Tone::Good));
    }
    if let Some((_, ok, _)) = &record.outcome {
        let check = kind(&record.did.deed) == FeedKind::Check;
        match (check, ok) {
            (true, true) => tags.push(("green".to_owned(), Tone::Good)),
            (true, false) => tags.push(("red".to_owned(), Tone::Bad)),
            (false, false) => tags.push(("failed".to_owned(), Tone::Bad)),
            (false, true) => {}
        }
    } else if record.did.act.is_some() {
        tags.push(("under way".to_owned(), Tone::Info));
    }
    if let Some(effect) = &record.effect {
        match effect.sum {
            Sum::Better => tags.push(("better".to_owned(), Tone::Good)),
            Sum::Relief => tags.push(("did not last".to_owned(), Tone::Warn)),
            Sum::Worse => tags.push(("made it worse".to_owned(), Tone::Bad)),
            Sum::NoEffect => tags.push(("no difference".to_owned(), Tone::Warn)),
            Sum::Fine => {}
        }
        if !effect.cost().is_empty() {
            tags.push(("at a cost".to_owned(), Tone::Bad));
        }
    }
    let asked = &drill.state().questions;
    if let Some(question) = asked.iter().find(|q| {
        record.did.act.is_some()
            && q.followed
                .is_some_and(|(act, _)| Some(act) == record.did.act)
    }) {
        let checked = question.followed.is_some_and(|(_, checked)| checked);
        tags.push(match checked {
            true => ("advised, checked first".to_owned(), Tone::Good),
            false => ("advised, not checked".to_owned(), Tone::Warn),
        });
    }
    if let (Deed::Hypothesis { .. }, Some(number)) = (&record.did.deed, record.did.hypothesis) {
        let found = drill.state().hypotheses.iter().find(|h| h.number == number);
        match found.map(|h| h.truth) {
            Some(drill::Ruling::True) => tags.push(("true".to_owned(), Tone::Truth)),
            Some(drill::Ruling::RedHerring) => {
                tags.push(("red herring".to_owned(), Tone::Truth));
            }
            _ => {}
        }
    }
    tags
}
