//! Coverage: what has been looked at, and by whom.

use std::collections::BTreeMap;

use drill::needs::{component_of, page_for};
use drill::state::DeedRecord;
use drill::{Drill, words};
use scenario::names::kind_of;
use scenario::{Deed, Page};
use world::spec::ComponentKind;

use super::parts::ms;
use crate::console::{CoverageRow, CoverageView, LookCell};

/// Looks at one thing, by role id.
type Looks = BTreeMap<String, LookCell>;

/// What has been looked at since STARTEX.
pub fn coverage(drill: &Drill) -> CoverageView {
    let (mut pages, mut components) = (BTreeMap::new(), BTreeMap::new());
    for record in &drill.state().deeds {
        if let Deed::Look { page, on, .. } = &record.did.deed {
            count(pages.entry(words::page(*page)).or_default(), record);
            if let Some(on) = on {
                count(components.entry(component_of(on)).or_default(), record);
            }
        }
    }
    let faulty = faults(drill);
    let roles = &drill.scenario().roles;
    let cells = |looks: Option<&Looks>| {
        let one = |role: &scenario::Role| looks?.get(&role.id).cloned();
        roles.iter().map(one).collect()
    };
    CoverageView {
        roles: roles.iter().map(|role| role.short.clone()).collect(),
        pages: Page::ALL
            .into_iter()
            .map(|page| CoverageRow {
                id: words::page(page).to_owned(),
                page: Some(page),
                title: words::page(page).to_owned(),
                faulty: faulty.iter().find(|f| f.0 == page).map(|f| f.2.clone()),
                looks: cells(pages.get(words::page(page))),
            })
            .collect(),
        components: drill
            .world()
            .components()
            .into_iter()
            .filter(|component| component.kind != ComponentKind::Browser)
            .map(|component| CoverageRow {
                page: None,
                title: component.title,
                faulty: faulty
                    .iter()
                    .find(|f| f.1 == component.id)
                    .map(|f| f.2.clone()),
                looks: cells(components.get(component.id.as_str())),
                id: component.id,
            })
            .collect(),
    }
}

fn count(looks: &mut Looks, record: &DeedRecord) {
    let at_ms = ms(record.at_ms);
    let cell = looks.entry(record.did.role.clone()).or_insert(LookCell {
        times: 0,
        first_ms: at_ms,
        last_ms: at_ms,
        people: Vec::new(),
    });
    cell.times += 1;
    cell.last_ms = at_ms;
    if let Some(person) = &record.did.person
        && !cell.people.contains(person)
    {
        cell.people.push(person.clone());
    }
}

/// What is broken now: the page that shows it, the component, and its title.
fn faults(drill: &Drill) -> Vec<(Page, String, String)> {
    let active = drill.state().faults.iter().filter(|f| f.ended_ms.is_none());
    active
        .filter_map(|record| {
            let component = component_of(&record.fault.on);
            let kind = kind_of(&drill.scenario().system, component)?;
            Some((
                page_for(kind),
                component.to_owned(),
                record.fault.title.clone(),
            ))
        })
        .collect()
}
