//! Acts on the system that no words go with.

use drill::Drill;
use drill::effect::acts;
use drill::state::DeedRecord;
use scenario::{Deed, DeedKind};
use world::Act;

use super::{clocks, finding, short};
use crate::draft::timeline::plain;
use crate::postmortem::{Finding, FindingKind, UnannouncedAct};

/// Words that name an act count within so much of it, before or after, milliseconds.
const NAMED_MS: i64 = 180_000;
/// Words of the acting role count whatever they are within so much of it, milliseconds.
const OWN_MS: i64 = 60_000;
/// Shorter parts of a key or an id (`to`, `db`) name nothing by themselves.
const NAMING: usize = 3;

/// The acts that nobody announced. The rule stands at
/// [`Communication::unannounced`](crate::postmortem::Communication::unannounced): it leans to
/// silence, for an act that is called unannounced and was not costs more than one that is
/// passed over. A hypothesis, a search and a question to the assistant announce nothing.
pub fn unannounced(drill: &Drill) -> Vec<UnannouncedAct> {
    let state = drill.state();
    let done = state.deeds.iter().filter(|d| acts(&d.did.deed));
    done.filter(|act| !announced(drill, act))
        .map(|act| {
            let (did, what) = drill::words::deed(drill.scenario(), state, &act.did.deed);
            UnannouncedAct {
                at_ms: act.at_ms,
                role: short(drill, &act.did.role),
                text: plain(&format!("{did} {what}")),
                event: Some(u64::from(act.seq)),
            }
        })
        .collect()
}

fn announced(drill: &Drill, act: &DeedRecord) -> bool {
    let names = names(drill, &act.did.deed);
    drill.state().deeds.iter().any(|d| {
        let apart = (d.at_ms - act.at_ms).abs();
        let Some(text) = words_of(&d.did.deed) else {
            return false;
        };
        let own = d.did.role == act.did.role && apart <= OWN_MS;
        own || (apart <= NAMED_MS && names.iter().any(|name| is_named(&text, name)))
    })
}

/// What a deed tells others, in words.
fn words_of(deed: &Deed) -> Option<String> {
    match deed {
        Deed::Say { text, .. }
        | Deed::Decision { text }
        | Deed::Note { text, .. }
        | Deed::Notice { text } => Some(text.clone()),
        Deed::StatusUpdate { impact, doing, .. } => Some(format!("{impact} {doing}")),
        _ => None,
    }
}

/// Lower case, everything but letters and digits a blank, one blank at either end.
fn flat(text: &str) -> String {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    format!(" {} ", words.join(" "))
}

/// Whether a text has a name at the start of a word: "roll" is in "rolled back", not in "scroll".
fn is_named(text: &str, name: &str) -> bool {
    flat(text).contains(&format!(" {name}"))
}

/// What names an act: the id of what it is done to, whole and in parts; its name for people;
/// the version; and stems of the verb.
fn names(drill: &Drill, deed: &Deed) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut add = |text: &str| {
        let text = flat(text).trim().to_owned();
        if !text.is_empty() {
            names.push(text);
        }
    };
    if let Some(on) = deed.on() {
        add(on);
        on.split(['.', '_', '>'])
            .filter(|part| part.len() >= NAMING)
            .for_each(&mut add);
        if let Some(title) = title(drill, on) {
            add(&title);
        }
    }
    if let Deed::System {
        act: Act::RollBack { to: Some(to), .. } | Act::Deploy { to, .. } | Act::MoveTasks { to, .. },
    } = deed
    {
        add(to);
    }
    stems(deed.kind()).iter().for_each(|stem| add(stem));
    names
}

/// The name for people of a component.
fn title(drill: &Drill, id: &str) -> Option<String> {
    let spec = &drill.scenario().system;
    let mut all = (spec.services.iter().map(|c| (&c.id, &c.title)))
        .chain(spec.databases.iter().map(|c| (&c.id, &c.title)))
        .chain(spec.caches.iter().map(|c| (&c.id, &c.title)))
        .chain(spec.queues.iter().map(|c| (&c.id, &c.title)))
        .chain(spec.workers.iter().map(|c| (&c.id, &c.title)));
    all.find(|(known, _)| *known == id)
        .map(|(_, title)| title.clone())
}

/// How people say that they do it: the beginnings of words.
fn stems(kind: DeedKind) -> &'static [&'static str] {
    match kind {
        DeedKind::RollBack => &["roll", "revert", "back to", "undo"],
        DeedKind::Deploy => &["deploy", "release", "ship", "roll"],
        DeedKind::Restart | DeedKind::RestartWorkers => {
            &["restart", "bounc", "reboot", "kick", "recycl"]
        }
        DeedKind::Scale => &["scal", "replica", "capacity", "slots", "more worker"],
        DeedKind::SetConfig => &["config", "setting", "rais", "lower", "limit"],
        DeedKind::Flag => &["flag", "switch", "toggl", "turn"],
        DeedKind::Breaker => &["breaker", "cut off", "circuit"],
        DeedKind::Fallback => &["fallback", "fall back", "degrad"],
        DeedKind::Disable => &["disabl", "switch", "turn", "enabl"],
        DeedKind::RetryTasks => &["retr", "requeu"],
        DeedKind::PurgeQueue => &["purg", "empt", "clear", "drop", "throw"],
        DeedKind::KillConnections => &["kill", "connections"],
        DeedKind::KillQueries => &["kill", "end session", "long session", "queries"],
        DeedKind::FailOver => &[
            "fail over",
            "failover",
            "failing over",
            "failed over",
            "promot",
        ],
        DeedKind::MoveTasks => &["mov", "rerout", "shift"],
        DeedKind::ShedTraffic => &["shed", "throttl", "let in", "traffic", "turn away"],
        DeedKind::FlushCache => &["flush", "clear", "empt"],
        DeedKind::WarmCache => &["warm"],
        DeedKind::RenewCertificate => &["renew", "certificate", "cert"],
        DeedKind::FreeDisk => &["disk", "space", "clean"],
        DeedKind::SetAlert => &["alert", "threshold"],
        _ => &[],
    }
}

/// How many of the acts were announced.
pub fn findings(drill: &Drill, unannounced: &[UnannouncedAct]) -> Option<Finding> {
    let state = drill.state();
    let all: Vec<&DeedRecord> = state.deeds.iter().filter(|d| acts(&d.did.deed)).collect();
    let (n, of) = (unannounced.len(), all.len());
    if of == 0 {
        return None;
    }
    if n == 0 {
        let text = match of {
            1 => "The one act on the system was announced.".to_owned(),
            of => format!("All {of} acts on the system were announced."),
        };
        let events = all.iter().map(|d| u64::from(d.seq));
        return Some(finding(FindingKind::Unannounced, true, text, events));
    }
    let at = clocks(drill, unannounced.iter().map(|act| act.at_ms));
    let text = match (n, of) {
        (1, 1) => format!("Nobody announced the one act on the system, at {at}."),
        (1, of) => format!("Nobody announced 1 of the {of} acts on the system: {at}."),
        (n, of) if n == of => format!("Nobody announced any of the {of} acts on the system: {at}."),
        (n, of) => format!("Nobody announced {n} of the {of} acts on the system: {at}."),
    };
    let events = unannounced.iter().filter_map(|act| act.event);
    Some(finding(FindingKind::Unannounced, false, text, events))
}
