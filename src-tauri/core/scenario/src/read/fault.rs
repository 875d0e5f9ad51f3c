//! Faults: `{ kind = "pool-leak", on = "api.db", rate = 0.004, carried_by = "api@v214" }`.

use super::choice::did_you_mean;
use super::effect;
use super::table::{Table, Text};
use crate::limits;
use crate::names;
use world::{Carrier, Effect, Fault, Shape, SystemSpec};

/// Reads a fault; its title is the inject's unless it has its own.
pub(super) fn fault(table: &Table<'_>, system: &SystemSpec, title: &str) -> Option<Fault> {
    let kind = table.need_text("kind", limits::ID, "slow");
    let own_title = table.text("title", limits::TITLE);
    let on = table.need_text("on", limits::TITLE, "api");
    let only = table.text("only", limits::TITLE);
    let shape = shape(table);
    let for_ms = table.ms("for").map(|ms| ms.value);
    let carried_by = table.text("carried_by", limits::TITLE);
    let carried_by = carried_by.map(|text| carrier(table, &text, system));
    let Some(effect) = effect::effect(table, &kind, system) else {
        table.hush();
        return None;
    };
    check_target(table, &effect, &on, system);
    if let Some(only) = &only {
        check_only(table, &on, only, system);
    }
    Some(Fault {
        title: own_title.map_or_else(|| title.to_owned(), |title| title.value),
        on: on.value,
        only: only.map(|only| only.value),
        carried_by: carried_by.unwrap_or_else(|| effect.usual_carrier()),
        effect,
        shape,
        for_ms,
    })
}

fn check_target(table: &Table<'_>, effect: &Effect, on: &Text, system: &SystemSpec) {
    let (kind, known) = effect::targets(effect, system);
    table.doc.refers(on, kind, known.iter().map(String::as_str));
}

fn check_only(table: &Table<'_>, on: &Text, only: &Text, system: &SystemSpec) {
    let known = names::parts_at(system, &on.value);
    if known.is_empty() {
        let message = format!("{} has no parts", on.value);
        table
            .doc
            .error(&table.place("only"), message, "remove `only`");
    } else {
        let kind = format!("part of {}", on.value);
        table
            .doc
            .refers(only, &kind, known.iter().map(String::as_str));
    }
}

fn shape(table: &Table<'_>) -> Shape {
    let Some(shape) = table.table("shape", "the shape") else {
        return Shape::Step;
    };
    match shape.which(&["ramp", "pulse"])[..] {
        ["ramp"] => Shape::Ramp {
            over_ms: shape.need_ms("ramp", "2m").value,
        },
        ["pulse"] => {
            let every = shape.need_ms("pulse", "10s");
            let on = shape.need_ms("on", "3s");
            if on.value == 0 || on.value >= every.value {
                let message = "a pulse is on for less than its period, and not for nothing";
                let help = "e.g. `shape = { pulse = \"10s\", on = \"3s\" }`";
                table.doc.error(&on.span, message, help);
            }
            Shape::Pulse {
                every_ms: every.value.max(1),
                on_ms: on.value,
            }
        }
        _ => {
            let help = "write `{ ramp = \"2m\" }` or `{ pulse = \"10s\", on = \"3s\" }`";
            table
                .doc
                .error(&shape.span, "a shape is a `ramp` or a `pulse`", help);
            shape.hush();
            Shape::Step
        }
    }
}

/// "api@v214", "process", "config:api.pool.db.size", "data", "outside".
fn carrier(table: &Table<'_>, text: &Text, system: &SystemSpec) -> Carrier {
    let part = |value: &str| Text {
        value: value.to_owned(),
        span: text.span.clone(),
    };
    if let Some(key) = text.value.strip_prefix("config:") {
        let keys = names::config_keys(system);
        let flags = system.flags.iter().map(|flag| flag.id.as_str());
        let known = keys.iter().map(String::as_str).chain(flags);
        table
            .doc
            .refers(&part(key), "configuration key or flag", known);
        return Carrier::Config {
            key: key.to_owned(),
        };
    }
    if let Some((component, version)) = text.value.split_once('@') {
        let all = names::versions(system);
        let known = all.iter().map(|(id, _)| *id);
        if table
            .doc
            .refers(&part(component), "service or worker", known)
        {
            let versions = all
                .iter()
                .find(|(id, _)| *id == component)
                .map_or(&[][..], |(_, v)| *v);
            let known = versions.iter().map(|version| version.id.as_str());
            let kind = format!("version of {component}");
            table.doc.refers(&part(version), &kind, known);
        }
        return Carrier::Version {
            component: component.to_owned(),
            version: version.to_owned(),
        };
    }
    match text.value.as_str() {
        "process" => Carrier::Process,
        "data" => Carrier::Data,
        "outside" => Carrier::Outside,
        _ => {
            if !text.value.is_empty() {
                let message = format!("nothing called \"{}\" can carry a fault", text.value);
                let near = did_you_mean(&text.value, ["process", "data", "outside"]);
                let help = format!(
                    "write \"api@v214\", \"config:<key>\", \"process\", \"data\" or \"outside\"; {near}"
                );
                table.doc.error(&text.span, message, help);
            }
            Carrier::Outside
        }
    }
}
