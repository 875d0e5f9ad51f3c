//! The timeline: every fact of the record that a reader needs, roles only.

use drill::effect::Effect;
use drill::event::FiredBy;
use drill::state::DeedRecord;
use drill::{Drill, Event, Fact, words};
use scenario::{Deed, DeedKind};
use world::What;

use super::{clock, short};
use crate::postmortem::{RowKind, TimelineRow};

/// All rows in order.
pub fn timeline(drill: &Drill) -> Vec<TimelineRow> {
    let events = drill.events().iter();
    let mut rows: Vec<TimelineRow> = events.filter_map(|event| row(drill, event)).collect();
    // A note may be of a moment before it was written.
    rows.sort_by_key(|row| row.at_ms);
    rows
}

fn row(drill: &Drill, event: &Event) -> Option<TimelineRow> {
    let (who, kind, text) = told(drill, event)?;
    // A note is of the moment that the record says it is about.
    let mut notes = drill.state().marks.iter();
    let note = notes.find(|note| note.seq == event.seq);
    let at_ms = note.map_or(event.at_ms, |note| note.at_ms);
    Some(TimelineRow {
        at_ms,
        clock: clock(drill, at_ms),
        who,
        kind,
        text,
        event: Some(u64::from(event.seq)),
        harmful: harmful(drill, event),
        ..TimelineRow::default()
    })
}

/// An act that did harm, against the same drill without it.
fn harmful(drill: &Drill, event: &Event) -> bool {
    let record = drill.state().deeds.iter().find(|d| d.seq == event.seq);
    record
        .and_then(|record| record.effect.as_ref())
        .is_some_and(Effect::harmful)
}

fn told(drill: &Drill, event: &Event) -> Option<(String, RowKind, String)> {
    let state = drill.state();
    let by = |who: &str, kind: RowKind, text: String| Some((who.to_owned(), kind, text));
    let inject = |id: &str| {
        let record = state.inject(id);
        record.map_or_else(
            || id.to_owned(),
            |r| format!("“{}”", plain(&r.inject.title)),
        )
    };
    match &event.fact {
        Fact::Started => by("Facilitator", RowKind::System, "STARTEX".to_owned()),
        Fact::Ended => by("Facilitator", RowKind::System, "ENDEX".to_owned()),
        Fact::Paused { why } => by("Facilitator", RowKind::System, format!("Paused: {why}.")),
        Fact::Jumped { to_ms } => by(
            "Facilitator",
            RowKind::System,
            format!(
                "Time passed at once, to {}.",
                words::clock(drill.scenario().starts_s, *to_ms)
            ),
        ),
        Fact::LengthSet { length_ms } => by(
            "Facilitator",
            RowKind::System,
            format!(
                "Planned end: {}.",
                words::clock(drill.scenario().starts_s, i64::from(*length_ms))
            ),
        ),
        Fact::EmergencyCalled => by(
            "Facilitator",
            RowKind::System,
            "Real emergency: everything stopped.".to_owned(),
        ),
        Fact::HandedOver { role, note, .. } => by(
            &short(drill, role),
            RowKind::Note,
            if note.is_empty() {
                "Handed the role over, without a note.".to_owned()
            } else {
                format!("Handed the role over: {}", plain(note))
            },
        ),
        Fact::InjectFired {
            inject: id,
            by: fired,
        } => {
            let who = match fired {
                FiredBy::Facilitator => "Facilitator",
                FiredBy::Schedule | FiredBy::Branch => "Run sheet",
            };
            by(who, RowKind::Inject, inject(id))
        }
        Fact::InjectUndone { inject: id } => by(
            "Facilitator",
            RowKind::Inject,
            format!("Undone: {}", inject(id)),
        ),
        Fact::FaultStarted {
            what, inject: None, ..
        } => by(
            "Facilitator",
            RowKind::Inject,
            format!("Fault: {}", plain(&what.title)),
        ),
        Fact::FaultStopped { fault } => {
            let title = state
                .faults
                .iter()
                .find(|f| f.id == *fault)
                .map(|f| &f.fault.title)?;
            by(
                "Facilitator",
                RowKind::Inject,
                format!("Fault stopped: {}", plain(title)),
            )
        }
        Fact::MessageDelivered { message, .. } => {
            let to = if message.to == "room" {
                "the room".to_owned()
            } else {
                short(drill, &message.to)
            };
            by(
                &message.from,
                RowKind::Message,
                format!("To {to}: {}", plain(&message.text)),
            )
        }
        Fact::HintGiven { text, .. } => by(
            "Facilitator",
            RowKind::Note,
            format!("Hint: {}", plain(text)),
        ),
        Fact::AssistantAnswered { text, .. } => by(
            "Assistant",
            RowKind::Message,
            format!("Answered: {}", plain(text)),
        ),
        Fact::Observed { text, by: saw, .. } => by(
            // By name they are among the lessons; the story knows roles.
            saw.as_ref().map_or("Facilitator", |_| "Observer"),
            RowKind::Note,
            plain(text),
        ),
        Fact::Did(did) => {
            let (verb, what) = match did.deed {
                Deed::Tick { item } => (
                    "ticked".to_owned(),
                    words::ticked(drill.scenario(), &did.role, item),
                ),
                _ => words::deed(drill.scenario(), state, &did.deed),
            };
            let record = state.deeds.iter().find(|d| d.seq == event.seq);
            let outcome = record
                .and_then(|record| outcome(drill, record))
                .unwrap_or_default();
            let text = format!("{} {}{outcome}", capital(&verb), plain(&what));
            by(&short(drill, &did.role), kind(&did.deed), text)
        }
        Fact::System(what) => system(drill, what, (event.at_ms, event.seq)),
        _ => None,
    }
}

/// What came of an act: " (03:13:08: 4 of 4 replicas on v213; over 7 minutes: …)".
fn outcome(drill: &Drill, record: &DeedRecord) -> Option<String> {
    let (at, _, says) = record.outcome.as_ref()?;
    let later = record.effect.as_ref().map(Effect::says);
    let later = later
        .map(|later| format!("; {}", plain(&later)))
        .unwrap_or_default();
    Some(format!(" ({}: {}{later})", clock(drill, *at), plain(says)))
}

fn system(
    drill: &Drill,
    what: &What,
    (at_ms, seq): (i64, u32),
) -> Option<(String, RowKind, String)> {
    let spec = &drill.scenario().system;
    let by = |kind: RowKind, text: String| Some(("System".to_owned(), kind, text));
    let level = |id: &str| {
        let found = spec.service_levels.iter().find(|l| l.id == id);
        found.map_or_else(|| id.to_owned(), |l| l.title.clone())
    };
    match what {
        What::AlertFired { alert, .. } => {
            let rule = spec.alerts.iter().find(|rule| rule.name == *alert);
            let title = rule.map(|r| format!(": {}", r.title)).unwrap_or_default();
            by(RowKind::Alert, format!("{alert} fired{title}"))
        }
        What::AlertResolved { alert } => by(RowKind::Alert, format!("{alert} resolved")),
        What::BreachBegan { level: id } => {
            let mut all = drill.state().breaches.iter();
            let since = all.find(|breach| breach.seq == seq);
            let since = since.filter(|breach| breach.from_ms < at_ms);
            let since = since
                .map(|breach| format!(" (since {})", clock(drill, breach.from_ms)))
                .unwrap_or_default();
            by(RowKind::System, format!("Missed: {}{since}", level(id)))
        }
        What::BreachEnded { level: id } => by(RowKind::System, format!("Met again: {}", level(id))),
        What::FaultEnded { fault, says } => {
            let found = drill.state().faults.iter().find(|f| f.id == *fault)?;
            let title = plain(&found.fault.title);
            by(
                RowKind::System,
                format!("Fault gone: {title} ({})", plain(says)),
            )
        }
        What::FaultBack { fault } => {
            let found = drill.state().faults.iter().find(|f| f.id == *fault)?;
            by(
                RowKind::System,
                format!("Fault back: {}", plain(&found.fault.title)),
            )
        }
        What::ActDone { .. } => None,
    }
}

fn kind(deed: &Deed) -> RowKind {
    match deed.kind() {
        DeedKind::Look => RowKind::Look,
        DeedKind::Hypothesis | DeedKind::Judge => RowKind::Hypothesis,
        DeedKind::Severity | DeedKind::State => RowKind::Severity,
        DeedKind::StatusUpdate => RowKind::Update,
        DeedKind::Notice => RowKind::Notice,
        kind if kind.is_check() => RowKind::Check,
        DeedKind::Note | DeedKind::Decision | DeedKind::Tick | DeedKind::Pin => RowKind::Note,
        DeedKind::Say | DeedKind::Ask | DeedKind::Verify => RowKind::Message,
        _ => RowKind::Act,
    }
}

/// First letter large.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// What people typed, so that Markdown in it stays what they typed.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&'
        ) {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}
