//! Patterns of deeds: `{ act = "roll-back", on = "api" }`, and what a deed can be on.

use super::doc::At;
use super::table::{Table, Text};
use crate::deed::DeedKind;
use crate::limits;
use crate::model::{Pattern, Scenario};
use crate::names;
use world::SystemSpec;
use world::spec::ComponentKind;

/// What a scenario gives to point at, besides its system.
#[derive(Debug, Default)]
pub(super) struct Refs {
    pub roles: Vec<String>,
    /// (id, title).
    pub injects: Vec<(String, String)>,
    /// (id, title).
    pub expectations: Vec<(String, String)>,
    /// Causes and herrings.
    pub causes: Vec<String>,
    /// What the assistant can answer.
    pub answers: Vec<String>,
    pub playbooks: Vec<String>,
    /// Who sends messages.
    pub stakeholders: Vec<String>,
}

impl Refs {
    pub(super) fn of(scenario: &Scenario) -> Self {
        let truth = &scenario.truth;
        let messages = scenario
            .injects
            .iter()
            .filter_map(|inject| inject.message.as_ref());
        Self {
            roles: scenario.roles.iter().map(|role| role.id.clone()).collect(),
            injects: pairs(scenario.injects.iter().map(|i| (&i.id, &i.title))),
            expectations: pairs(scenario.expectations.iter().map(|e| (&e.id, &e.title))),
            causes: truth
                .causes
                .iter()
                .chain(&truth.herrings)
                .map(|c| c.id.clone())
                .collect(),
            answers: scenario.answers.iter().map(|a| a.id.clone()).collect(),
            playbooks: scenario
                .playbooks
                .iter()
                .map(|playbook| playbook.id.clone())
                .collect(),
            stakeholders: messages.map(|message| message.from.clone()).collect(),
        }
    }
}

fn pairs<'a>(of: impl Iterator<Item = (&'a String, &'a String)>) -> Vec<(String, String)> {
    of.map(|(id, title)| (id.clone(), title.clone())).collect()
}

/// Finds an inject or expectation by id or by title; reports it if there is none.
pub(super) fn find(
    table: &Table<'_>,
    name: &Text,
    kind: &str,
    known: &[(String, String)],
) -> Option<String> {
    let found = known
        .iter()
        .find(|(id, title)| *id == name.value || *title == name.value);
    if let Some((id, _)) = found {
        return Some(id.clone());
    }
    table
        .doc
        .refers(name, kind, known.iter().map(|(id, _)| id.as_str()));
    None
}

/// Reads `act`, `on` and `page` of a table.
pub(super) fn pattern(table: &Table<'_>, system: &SystemSpec, refs: &Refs) -> Option<Pattern> {
    keyed(table, "act", system, refs)
}

/// The same with another key for the act, as in `{ silent = "status-update", … }`.
pub(super) fn keyed(
    table: &Table<'_>,
    key: &str,
    system: &SystemSpec,
    refs: &Refs,
) -> Option<Pattern> {
    let act: Option<At<DeedKind>> = table.need_choice(key, "roll-back");
    let on = table.text("on", limits::TITLE);
    let page = table.choice("page");
    let act = act?.value;
    if let Some(page) = &page
        && act != DeedKind::Look
    {
        let help = "`page` goes with `act = \"look\"`: remove it";
        table.doc.error(&page.span, "only a look has a page", help);
    }
    if let Some(on) = &on {
        check_on(table, act, on, system, refs);
    }
    Some(Pattern {
        act,
        on: on.map(|on| on.value),
        page: page.map(|page| page.value),
    })
}

/// Whether a deed of this kind can be on that; reports it if not.
pub(super) fn check_on(
    table: &Table<'_>,
    act: DeedKind,
    on: &Text,
    system: &SystemSpec,
    refs: &Refs,
) -> bool {
    match targets(act, system, refs) {
        Some((kind, known)) => table.doc.refers(on, kind, known.iter().map(String::as_str)),
        None => {
            table.doc.error(
                &on.span,
                "this act is on nothing in particular",
                "remove `on`",
            );
            false
        }
    }
}

/// What a deed of a kind can be on, and how that is called. None: on nothing.
pub(super) fn targets(
    act: DeedKind,
    system: &SystemSpec,
    refs: &Refs,
) -> Option<(&'static str, Vec<String>)> {
    use ComponentKind::{Cache, Database, Model, Queue, Service, Worker};
    let of = |kinds: &[ComponentKind]| -> Vec<String> {
        names::of_kind(system, kinds)
            .into_iter()
            .map(str::to_owned)
            .collect()
    };
    let all = || {
        names::components(system)
            .into_iter()
            .map(|(id, _)| id.to_owned())
            .collect()
    };
    Some(match act {
        DeedKind::Look | DeedKind::Pin => (
            "component, alert, playbook or deploy",
            lookable(system, refs),
        ),
        DeedKind::Acknowledge | DeedKind::SetAlert => (
            "alert",
            system
                .alerts
                .iter()
                .map(|alert| alert.name.clone())
                .collect(),
        ),
        DeedKind::Hypothesis => ("cause or herring", refs.causes.clone()),
        DeedKind::Verify => ("answer", refs.answers.clone()),
        DeedKind::Say => {
            let room = std::iter::once("room".to_owned());
            let all = refs
                .roles
                .iter()
                .chain(&refs.stakeholders)
                .cloned()
                .chain(room)
                .collect();
            ("role or stakeholder", all)
        }
        DeedKind::RollBack | DeedKind::Deploy | DeedKind::Scale => {
            ("service or worker", of(&[Service, Worker]))
        }
        DeedKind::Restart => (
            "service, worker, model, database or cache",
            of(&[Service, Worker, Model, Database, Cache]),
        ),
        DeedKind::SetConfig => ("configuration key", names::config_keys(system)),
        DeedKind::Flag => (
            "flag",
            system.flags.iter().map(|flag| flag.id.clone()).collect(),
        ),
        DeedKind::Breaker => (
            "edge with a breaker",
            names::edges_with(system, |edge| edge.breaker.is_some()),
        ),
        DeedKind::Fallback => (
            "edge with a cached answer",
            names::edges_with(system, |edge| edge.fallback),
        ),
        DeedKind::Disable => (
            "non-essential service or worker",
            names::non_essential(system)
                .into_iter()
                .map(str::to_owned)
                .collect(),
        ),
        DeedKind::RestartWorkers => ("worker", of(&[Worker])),
        DeedKind::RetryTasks | DeedKind::PurgeQueue | DeedKind::MoveTasks => {
            ("queue", of(&[Queue]))
        }
        DeedKind::KillConnections | DeedKind::KillQueries | DeedKind::FailOver => {
            ("database", of(&[Database]))
        }
        DeedKind::FreeDisk => ("database", of(&[Database])),
        DeedKind::FlushCache | DeedKind::WarmCache => ("cache", of(&[Cache])),
        DeedKind::RenewCertificate => {
            let mut all = of(&[Service, Database, Cache, Queue]);
            all.extend(names::all_edges(system));
            all.extend(names::user_edges(system));
            ("component or edge", all)
        }
        DeedKind::HealthCheck => ("component", all()),
        DeedKind::Judge
        | DeedKind::Severity
        | DeedKind::State
        | DeedKind::StatusUpdate
        | DeedKind::Notice
        | DeedKind::Decision
        | DeedKind::Note
        | DeedKind::Tick
        | DeedKind::Ask
        | DeedKind::ShedTraffic
        | DeedKind::PipelineCheck
        | DeedKind::SmokeTest => return None,
    })
}

fn lookable(system: &SystemSpec, refs: &Refs) -> Vec<String> {
    let components = names::components(system)
        .into_iter()
        .map(|(id, _)| id.to_owned());
    let alerts = system.alerts.iter().map(|alert| alert.name.clone());
    let panels = system.panels.iter().map(|panel| panel.id.clone());
    let deploys = names::versions(system)
        .into_iter()
        .flat_map(|(id, versions)| {
            versions
                .iter()
                .map(move |version| format!("{id}@{}", version.id))
        });
    let all = components
        .chain(alerts)
        .chain(refs.playbooks.iter().cloned());
    all.chain(panels)
        .chain(deploys)
        .chain(["browser".to_owned()])
        .collect()
}
