//! Single values, as scenarios write them, for whoever runs a system without a scenario.

use super::doc::Doc;
use super::table::Table;
use super::{fault, team, time};
use crate::problem::{Problem, sorted};
use world::{Act, Fault, SystemSpec};

/// Reads a duration, milliseconds: "90s", "5m", "1h30m", "02:30".
///
/// # Errors
/// What is wrong with it, and what to write, in one line.
pub fn duration_ms(text: &str) -> Result<u64, String> {
    time::duration_us(text)
        .map(|us| us / 1000)
        .map_err(|(message, help)| format!("{message}: {help}"))
}

/// Reads a time of the day, seconds from midnight: "03:00", "03:00:30".
///
/// # Errors
/// What is wrong with it, and what to write, in one line.
pub fn clock_s(text: &str) -> Result<u32, String> {
    time::clock_s(text).map_err(|(message, help)| format!("{message}: {help}"))
}

/// Reads a fault as an inject writes it: `{ kind = "down", on = "db" }`. `name` says in
/// problems where it stands.
///
/// # Errors
/// All that is wrong with it.
pub fn read_fault(name: &str, text: &str, system: &SystemSpec) -> Result<Fault, Vec<Problem>> {
    one(name, "fault", text, |table| {
        fault::fault(table, system, "A fault")
    })
}

/// Reads an act on the system as a team's step writes it: `{ act = "roll-back", on = "api" }`.
///
/// # Errors
/// All that is wrong with it.
pub fn read_act(name: &str, text: &str, system: &SystemSpec) -> Result<Act, Vec<Problem>> {
    one(name, "act", text, |table| team::act(table, system))
}

/// Reads one inline table, which problems show as the value of `key`.
fn one<T>(
    name: &str,
    key: &str,
    text: &str,
    read: impl Fn(&Table<'_>) -> Option<T>,
) -> Result<T, Vec<Problem>> {
    let text = format!("{key} = {text}");
    let doc = Doc::new(name, &text);
    let tree = doc.tree();
    let top = Table::of(&doc, &tree, name);
    let found = top.table(key, name).and_then(|table| read(&table));
    if doc.has_errors() {
        top.hush();
    } else if found.is_none() {
        top.missing(key, "{ … }");
    }
    drop(top);
    match found {
        Some(found) if !doc.has_errors() => Ok(found),
        _ => Err(sorted(doc.into_problems())),
    }
}
