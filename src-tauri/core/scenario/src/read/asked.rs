//! For tests: the keys that a reader asks for, by what it asks them of.

use std::collections::{BTreeMap, BTreeSet};

use super::doc::Doc;
use super::table::Table;
use super::{scenario, system, team};
use crate::Files;

type Keys = BTreeMap<String, BTreeSet<String>>;

fn keys(text: &str, what: &str, read: impl FnOnce(&Doc<'_>, &Table<'_>)) -> Keys {
    let doc = Doc::new("it", text);
    let tree = doc.tree();
    assert!(!doc.has_problems(), "it reads: {:?}", doc.into_problems());
    let top = Table::of(&doc, &tree, what);
    read(&doc, &top);
    drop(top);
    doc.asked.take()
}

pub(crate) fn scenario(files: &Files, text: &str) -> Keys {
    let (system, _) = super::read_system(files, "storefront").expect("it ships");
    keys(text, "the scenario", |doc, top| {
        scenario::system_id(top);
        let around = scenario::Around {
            id: "it".to_owned(),
            system_id: "storefront".to_owned(),
            system,
            briefing: String::new(),
            facilitator: String::new(),
            playbooks: Vec::new(),
        };
        scenario::scenario(doc, top, around);
    })
}

pub(crate) fn system(text: &str) -> Keys {
    keys(text, "the system", |doc, top| {
        system::system(doc, top);
    })
}

pub(crate) fn team(files: &Files, text: &str) -> Keys {
    let read = super::read(files, "3am-outage").expect("it ships");
    keys(text, "the team", |_, top| {
        team::team(top, &read.scenario);
    })
}
