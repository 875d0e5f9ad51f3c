//! What never comes: said only where it is certain.
//!
//! A time is the earliest at which something can be. An alert may fire, an act be done and the
//! tray be played at once, so what waits for them is held to come.

use std::collections::BTreeMap;

use super::doc::Doc;
use super::table::Table;
use super::time;
use crate::model::{Inject, Scenario, Since, Trigger};

/// The tables of a scenario, in the order of what was read from them.
pub(super) struct Tables<'t, 'd> {
    pub injects: &'t [Table<'d>],
    pub expectations: &'t [Table<'d>],
    pub hints: &'t [Table<'d>],
    pub stakeholders: &'t [Table<'d>],
}

/// Injects after the end, what is counted from them, hints towards that, and whom nobody hears.
pub(super) fn warn(doc: &Doc<'_>, tables: &Tables<'_, '_>, scenario: &Scenario) {
    let earliest = earliest_ms(&scenario.injects);
    let comes = |id: &str| {
        earliest
            .get(id)
            .is_none_or(|ms| *ms < u64::from(scenario.length_ms))
    };
    for (table, inject) in tables.injects.iter().zip(&scenario.injects) {
        // What stands on the clock was said when it was read.
        if comes(&inject.id) || matches!(inject.trigger, Trigger::At { .. }) {
            continue;
        }
        let at = time::say_us(earliest.get(inject.id.as_str()).map_or(0, |ms| ms * 1000));
        let message = format!(
            "\"{}\" comes after the end: at {at} at the earliest",
            inject.title
        );
        let help = "wait for something earlier, or for less time, or make the scenario longer";
        doc.warn(&table.place("when"), message, help);
    }
    stops(doc, tables.injects, scenario);

    let mut never: Vec<&str> = Vec::new();
    for (table, expectation) in tables.expectations.iter().zip(&scenario.expectations) {
        let Since::Inject(inject) = &expectation.since else {
            continue;
        };
        if comes(inject) {
            continue;
        }
        never.push(&expectation.id);
        let message = format!(
            "\"{}\" is never asked: what it counts from comes after the end",
            expectation.title
        );
        let help = "count from something else, or move that inject";
        doc.warn(&table.place("of"), message, help);
    }
    for (table, hint) in tables.hints.iter().zip(&scenario.hints) {
        if never.contains(&hint.expectation.as_str()) {
            let message = "the hint is never given: what it is for is never asked";
            doc.warn(&table.place("for"), message, "mend the expectation first");
        }
    }
    unheard(doc, tables.stakeholders, scenario);
}

/// When each inject comes at the earliest, milliseconds. Circles were refused before.
fn earliest_ms(injects: &[Inject]) -> BTreeMap<&str, u64> {
    let mut known: BTreeMap<&str, u64> = BTreeMap::new();
    // A chain is as long as there are injects, at most.
    for _ in injects {
        let before = known.len();
        for inject in injects {
            let ms = match &inject.trigger {
                Trigger::At { at_ms } => Some(u64::from(*at_ms)),
                Trigger::Silent { for_ms, .. } => Some(u64::from(*for_ms)),
                Trigger::Act { after_ms, .. } | Trigger::Alert { after_ms, .. } => {
                    Some(u64::from(*after_ms))
                }
                Trigger::Inject { inject, after_ms } => known
                    .get(inject.as_str())
                    .map(|ms| ms.saturating_add(u64::from(*after_ms))),
                Trigger::Tray => Some(0),
            };
            if let Some(ms) = ms {
                known.insert(&inject.id, ms);
            }
        }
        if known.len() == before {
            break;
        }
    }
    known
}

/// What an inject stops should have been started.
fn stops(doc: &Doc<'_>, tables: &[Table<'_>], scenario: &Scenario) {
    for (table, inject) in tables.iter().zip(&scenario.injects) {
        for stopped in &inject.stops {
            let other = scenario.injects.iter().find(|other| other.id == *stopped);
            if let Some(other) = other.filter(|other| other.fault.is_none()) {
                let message = format!("it stops \"{}\", which starts no fault", other.title);
                let help = "name the inject whose fault it ends";
                doc.warn(&table.place("stops"), message, help);
            }
        }
    }
}

/// Somebody who sends nothing, and for whom no line is ready.
fn unheard(doc: &Doc<'_>, tables: &[Table<'_>], scenario: &Scenario) {
    for (table, stakeholder) in tables.iter().zip(&scenario.stakeholders) {
        let speaks = scenario
            .injects
            .iter()
            .filter_map(|inject| inject.message.as_ref())
            .any(|message| message.from == stakeholder.name);
        if !speaks && stakeholder.says.is_empty() {
            let message = format!("nobody hears {}", stakeholder.name);
            let help = "send a message from them in an inject, or give them lines in `says`";
            doc.warn(&table.place("name"), message, help);
        }
    }
}
