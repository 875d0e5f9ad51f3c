//! How a system is watched: flags, alerts, service levels, panels.

use super::choice::did_you_mean;
use super::doc::Span;
use super::table::{Table, Text};
use crate::limits;
use crate::names;
use world::expr::Expr;
use world::spec::{AlertSpec, ComponentKind, FlagSpec, PanelSpec, ServiceLevelSpec};
use world::{Level, SystemSpec};

pub(super) fn flags(top: &Table<'_>) -> Vec<FlagSpec> {
    let read = |(id, table): (Text, Table<'_>)| FlagSpec {
        id: id.value,
        title: table
            .need_text("title", limits::TITLE, "Recommendations on product pages")
            .value,
        on: table.truth("on", true),
    };
    top.named("flag", "flag").into_iter().map(read).collect()
}

pub(super) fn alerts(top: &Table<'_>, system: &SystemSpec) -> Vec<AlertSpec> {
    let mut names: Vec<Text> = Vec::new();
    let mut all = Vec::new();
    for table in top.tables("alert", limits::LIST, "an alert") {
        let name = table.need_text("name", limits::ID, "APIAvailability");
        unique(&table, &mut names, &name, "alerts");
        all.push(alert(&table, name, system));
    }
    all
}

/// The `[[alert]]`s of a scenario: rules that its night has beside its system's, or in place of
/// those of the same name.
pub(super) fn overrides(top: &Table<'_>, system: &mut SystemSpec) {
    for alert in alerts(top, system) {
        match system
            .alerts
            .iter_mut()
            .find(|known| known.name == alert.name)
        {
            Some(known) => *known = alert,
            None => system.alerts.push(alert),
        }
    }
}

fn alert(table: &Table<'_>, name: Text, system: &SystemSpec) -> AlertSpec {
    let when = expression(table, "when", system, true);
    let component = table.text("component", limits::ID);
    if let Some(component) = &component {
        let known = names::components(system).into_iter().map(|(id, _)| id);
        table
            .doc
            .refers(component, "component", known.chain(["browser"]));
    }
    AlertSpec {
        title: table
            .text("title", limits::TITLE)
            .map_or_else(|| name.value.clone(), |t| t.value),
        name: name.value,
        component: component.map_or_else(|| first_component(&when), |id| id.value),
        when,
        window_s: table.seconds("window", 60).max(1),
        for_s: table.seconds("for", 60),
        severity: table
            .need_choice("severity", "critical")
            .map_or(Level::Warning, |level| level.value),
    }
}

pub(super) fn service_levels(top: &Table<'_>, system: &SystemSpec) -> Vec<ServiceLevelSpec> {
    let mut ids: Vec<Text> = Vec::new();
    let mut all = Vec::new();
    for table in top.tables("service_level", limits::LIST, "a service level") {
        let id = table.need_text("id", limits::ID, "checkout");
        unique(&table, &mut ids, &id, "service levels");
        all.push(ServiceLevelSpec {
            id: id.value,
            title: table
                .need_text("title", limits::TITLE, "99 % of checkouts succeed")
                .value,
            breach: expression(&table, "breach", system, true),
            window_s: table.seconds("window", 60).max(1),
            for_s: table.seconds("for", 60),
        });
    }
    all
}

pub(super) fn panels(top: &Table<'_>, system: &SystemSpec) -> Vec<PanelSpec> {
    let mut ids: Vec<Text> = Vec::new();
    let mut all = Vec::new();
    for table in top.tables("panel", limits::LIST, "a panel") {
        let id = table.need_text("id", limits::ID, "api-errors");
        unique(&table, &mut ids, &id, "panels");
        all.push(PanelSpec {
            id: id.value,
            title: table.need_text("title", limits::TITLE, "API errors").value,
            expr: expression(&table, "expr", system, false),
            unit: table
                .text("unit", 20)
                .map_or_else(String::new, |unit| unit.value),
            window_s: table.seconds("window", 60).max(1),
            warn: table.number("warn", -1e12..=1e12),
            bad: table.number("bad", -1e12..=1e12),
            low_is_bad: table.truth("low_is_bad", false),
            key: table.truth("key", false),
        });
    }
    all
}

fn unique(table: &Table<'_>, known: &mut Vec<Text>, name: &Text, kind: &str) {
    if !name.value.is_empty() && known.iter().any(|other| other.value == name.value) {
        let message = format!("two {kind} are called \"{}\"", name.value);
        table.doc.error(&name.span, message, "rename one of them");
    }
    known.push(name.clone());
}

/// An expression whose every term there is.
fn expression(table: &Table<'_>, key: &str, system: &SystemSpec, compares: bool) -> String {
    let example = if compares {
        "api.errors / api.requests > 0.01"
    } else {
        "api.errors"
    };
    let text = table.need_text(key, limits::TEXT, example);
    if text.value.is_empty() {
        return text.value;
    }
    match Expr::parse(&text.value) {
        Err(error) => {
            // The mark moves to the place inside the quotes.
            let start = (text.span.start + 1 + error.at).min(text.span.end.saturating_sub(1));
            let span = start..text.span.end.saturating_sub(1).max(start);
            table.doc.error(&span, error.message, error.help);
        }
        Ok(expr) => {
            for (component, alias) in expr.terms() {
                term(table, &text.span, system, component, alias);
            }
            if compares && !expr.is_comparison() {
                let help = format!("e.g. `{key} = \"{example}\"`");
                table
                    .doc
                    .error(&text.span, format!("`{key}` compares nothing"), help);
            } else if !compares && expr.is_comparison() {
                let message = format!("`{key}` is drawn and may not compare");
                table
                    .doc
                    .error(&text.span, message, "keep the side that is to be drawn");
            }
        }
    }
    text.value
}

fn term(table: &Table<'_>, span: &Span, system: &SystemSpec, component: &str, alias: &str) {
    let name = Text {
        value: component.to_owned(),
        span: span.clone(),
    };
    let journeys = || {
        system
            .traffic
            .journeys
            .iter()
            .map(|journey| journey.name.as_str())
    };
    let known: Vec<String> = match component {
        "business" => system
            .traffic
            .journeys
            .iter()
            .filter_map(|j| j.counts.clone())
            .collect(),
        "browser" => names::aliases(ComponentKind::Browser)
            .iter()
            .map(|alias| (*alias).to_owned())
            .chain(
                journeys().flat_map(|j| [format!("journeys_{j}"), format!("journeys_failed_{j}")]),
            )
            .collect(),
        _ => {
            let all = names::components(system).into_iter().map(|(id, _)| id);
            if !table
                .doc
                .refers(&name, "component", all.chain(["browser", "business"]))
            {
                return;
            }
            names::aliases_of(system, component)
                .iter()
                .map(|alias| (*alias).to_owned())
                .collect()
        }
    };
    if !known.iter().any(|known| known == alias) {
        let message = format!("{component} has no metric `{alias}`");
        table.doc.error(
            span,
            message,
            did_you_mean(alias, known.iter().map(String::as_str)),
        );
    }
}

fn first_component(when: &str) -> String {
    Expr::parse(when)
        .ok()
        .and_then(|expr| {
            expr.terms()
                .first()
                .map(|(component, _)| (*component).to_owned())
        })
        .unwrap_or_default()
}
