//! What there is to choose from, for each kind of name that a file may have: for forms, so it
//! makes do with a file that does not check yet.

use std::collections::BTreeMap;

use super::effect;
use super::inject::slug;
use super::pattern::{self, Refs};
use crate::deed::DeedKind;
use crate::edit::Written;
use crate::format::Source;
use crate::format::schema::words;
use crate::{names, roles};
use world::SystemSpec;

/// Names with what they say, by kind: a [`Source`]'s name; `fault_on KIND`, `act_on ACT` and
/// `fault_only TARGET` where it depends on what stands beside it.
pub type Choices = BTreeMap<String, Vec<(String, String)>>;

/// What there is to choose from in a scenario that says this, on this system.
#[must_use]
pub fn choices(
    says: &Written,
    system: &SystemSpec,
    playbooks: &[String],
    systems: &[&str],
) -> Choices {
    let mut all = Choices::new();
    for of in CLOSED {
        if let Some(words) = words(of) {
            all.insert(name(of), plain(words));
        }
    }
    let refs = refs(says, playbooks);
    let mut put = |of: Source, values: Vec<(String, String)>| {
        all.insert(name(of), values);
    };
    let with_room = [("room".to_owned(), "Everybody".to_owned())];
    put(
        Source::System,
        plain(systems.iter().map(|&id| id.to_owned()).collect()),
    );
    put(Source::Role, role_names(says));
    put(
        Source::Reader,
        role_names(says).into_iter().chain(with_room).collect(),
    );
    put(Source::Stakeholder, plain(refs.stakeholders.clone()));
    put(Source::Inject, refs.injects.clone());
    put(Source::Expectation, refs.expectations.clone());
    put(Source::Answer, plain(refs.answers.clone()));
    put(Source::Alert, alerts(says, system));
    put(
        Source::Queue,
        plain(owned(names::of_kind(
            system,
            &[world::spec::ComponentKind::Queue],
        ))),
    );
    put(
        Source::Versioned,
        plain(owned(
            names::versions(system)
                .into_iter()
                .map(|(id, _)| id)
                .collect(),
        )),
    );
    put(Source::Component, components(system));
    put(Source::Carrier, plain(carriers(says, system)));
    for (kind, _) in effect::KINDS {
        let known = effect::of_kind(kind).map(|effect| effect::targets(&effect, system).1);
        all.insert(format!("fault_on {kind}"), plain(known.unwrap_or_default()));
    }
    for (id, _) in names::components(system) {
        let parts = names::parts_at(system, id);
        if !parts.is_empty() {
            all.insert(format!("fault_only {id}"), plain(parts));
        }
    }
    for act in super::names_of::<DeedKind>() {
        let kind = super::choice::named::<DeedKind>(&act).ok();
        let known = kind.and_then(|kind| pattern::targets(kind, system, &refs));
        all.insert(
            format!("act_on {act}"),
            plain(known.map(|(_, known)| known).unwrap_or_default()),
        );
    }
    all
}

/// Lists that are the same for every scenario.
const CLOSED: [Source; 10] = [
    Source::FaultKind,
    Source::Channel,
    Source::Act,
    Source::Page,
    Source::Phase,
    Source::Severity,
    Source::State,
    Source::Verdict,
    Source::Mark,
    Source::Turn,
];

fn name(of: Source) -> String {
    // A source's name is what serde writes: the same that forms say.
    serde_json::to_value(of)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn plain(values: Vec<String>) -> Vec<(String, String)> {
    values
        .into_iter()
        .map(|value| (value, String::new()))
        .collect()
}

fn owned(values: Vec<&str>) -> Vec<String> {
    values.into_iter().map(str::to_owned).collect()
}

/// Texts under a key of the tables of a list.
fn each<'w>(says: &'w Written, list: &str, key: &'w str) -> impl Iterator<Item = &'w str> {
    let tables = says.get(list).map(Written::items).unwrap_or_default();
    tables
        .iter()
        .filter_map(move |table| table.get(key)?.as_text())
}

/// (id, title) of the tables of a list: the id is the title's unless there is one.
fn titled(says: &Written, list: &str) -> Vec<(String, String)> {
    let tables = says.get(list).map(Written::items).unwrap_or_default();
    let one = |table: &Written| {
        let title = table
            .get("title")
            .and_then(Written::as_text)
            .unwrap_or_default();
        let id = table.get("id").and_then(Written::as_text);
        (
            id.map_or_else(|| slug(title), str::to_owned),
            title.to_owned(),
        )
    };
    tables
        .iter()
        .map(one)
        .filter(|(id, _)| !id.is_empty())
        .collect()
}

fn role_names(says: &Written) -> Vec<(String, String)> {
    let standard = roles::standard();
    let title = |id: &str| {
        standard
            .iter()
            .find(|role| role.id == id)
            .map(|role| role.title.clone())
    };
    let own: Vec<(String, String)> = each(says, "role", "id")
        .map(|id| (id.to_owned(), title(id).unwrap_or_default()))
        .collect();
    if own.is_empty() {
        return standard
            .iter()
            .map(|role| (role.id.clone(), role.title.clone()))
            .collect();
    }
    own
}

fn refs(says: &Written, playbooks: &[String]) -> Refs {
    let causes = says.get("truth").into_iter().flat_map(|truth| {
        ["cause", "herring"].map(|list| {
            each(truth, list, "id")
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
    });
    let mut stakeholders: Vec<String> = each(says, "stakeholder", "name")
        .map(str::to_owned)
        .collect();
    let injects = says.get("inject").map(Written::items).unwrap_or_default();
    for from in injects
        .iter()
        .filter_map(|inject| inject.get("message")?.get("from")?.as_text())
    {
        if !stakeholders.iter().any(|known| known == from) {
            stakeholders.push(from.to_owned());
        }
    }
    Refs {
        roles: role_names(says).into_iter().map(|(id, _)| id).collect(),
        injects: titled(says, "inject"),
        expectations: titled(says, "expect"),
        causes: causes.flatten().collect(),
        answers: each(says, "answer", "id").map(str::to_owned).collect(),
        playbooks: playbooks.to_vec(),
        stakeholders,
    }
}

fn alerts(says: &Written, system: &SystemSpec) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = system
        .alerts
        .iter()
        .map(|alert| (alert.name.clone(), alert.title.clone()))
        .collect();
    for name in each(says, "alert", "name") {
        if !all.iter().any(|(known, _)| known == name) {
            all.push((name.to_owned(), String::new()));
        }
    }
    all
}

fn components(system: &SystemSpec) -> Vec<(String, String)> {
    let ids = names::components(system)
        .into_iter()
        .map(|(id, _)| (id.to_owned(), String::new()));
    ids.collect()
}

fn carriers(says: &Written, system: &SystemSpec) -> Vec<String> {
    let mut all: Vec<String> = owned(vec!["process", "data", "outside"]);
    for (id, versions) in names::versions(system) {
        all.extend(
            versions
                .iter()
                .map(|version| format!("{id}@{}", version.id)),
        );
    }
    let deploys = says.get("deploy").map(Written::items).unwrap_or_default();
    for deploy in deploys {
        let text = |key| deploy.get(key).and_then(Written::as_text);
        if let (Some(on), Some(version)) = (text("on"), text("version")) {
            all.push(format!("{on}@{version}"));
        }
    }
    all.extend(
        names::config_keys(system)
            .into_iter()
            .map(|key| format!("config:{key}")),
    );
    all
}
