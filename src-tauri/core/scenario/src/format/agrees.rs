//! The description of the format is that of what is read: the same keys of the same tables.

use std::collections::{BTreeMap, BTreeSet};

use super::FileKind;
use crate::read::asked;
use crate::{Files, deed};

type Keys = BTreeMap<String, BTreeSet<String>>;

fn described(kind: FileKind) -> Keys {
    let mut all = Keys::new();
    for form in kind.forms() {
        let keys = form.keys.into_iter().map(|key| key.name);
        all.entry(form.what).or_default().extend(keys);
    }
    // What people are called is not described: every key is a role.
    all.remove("people");
    all
}

fn shipped() -> Files {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios");
    let mut files = Files::default();
    let paths = [
        "3am-outage/scenario.toml",
        "3am-outage/teams/good.toml",
        "systems/storefront/system.toml",
        "systems/twenty/system.toml",
    ];
    for path in paths {
        #[allow(clippy::disallowed_methods, reason = "a test reads what ships")]
        let text = std::fs::read_to_string(root.join(path)).expect("it ships");
        files.0.insert(path.to_owned(), text);
    }
    files
}

/// Every kind of fault once, with the keys of all of them: the reader asks for what it wants.
fn with_every_fault(text: &str) -> String {
    let mut text = text.to_owned();
    for (kind, _) in crate::read::effect::KINDS {
        text.push_str(&format!("\n[[inject]]\ntitle = \"{kind}\"\nat = \"1m\"\nfault = {{ kind = \"{kind}\", on = \"api\", shape = {{ pulse = \"10s\" }} }}\n"));
    }
    text.push_str(
        "\n[[alert]]\nname = \"x\"\n[[role]]\nid = \"on-call\"\n[[stakeholder]]\nname = \"x\"\n",
    );
    text.push_str(&every_when("inject", "title"));
    text
}

/// Every way to wait for something.
fn every_when(list: &str, title: &str) -> String {
    let each = ["act", "silent", "alert", "inject"].map(|what| {
        format!("\n[[{list}]]\n{title} = \"after {what}\"\nwhen = {{ {what} = \"look\" }}\n")
    });
    each.concat()
}

fn with_every_deed(text: &str) -> String {
    let mut text = text.to_owned();
    for act in crate::read::names_of::<deed::DeedKind>() {
        text.push_str(&format!(
            "\n[[do]]\nat = \"1m\"\nrole = \"on-call\"\nact = \"{act}\"\n"
        ));
        // What it is on is asked for first, and what follows only if that is there.
        let on = if act == "set-alert" {
            "APIAvailability"
        } else {
            "api"
        };
        text.push_str(&format!(
            "on = \"{on}\"\nkey = \"api.workers\"\nto = \"room\"\n"
        ));
    }
    text + &every_when("do", "role")
}

fn compare(kind: FileKind, asked: &Keys) {
    for (what, keys) in described(kind) {
        // "service api": named tables say their name.
        let of = asked.iter().filter(|(asked, _)| {
            **asked == what
                || asked
                    .strip_prefix(&what)
                    .is_some_and(|rest| rest.starts_with(' '))
        });
        let read: BTreeSet<String> = of.flat_map(|(_, keys)| keys.iter().cloned()).collect();
        assert_eq!(keys, read, "{kind:?}: {what}: left: described, right: read");
    }
}

#[test]
fn scenarios() {
    let files = shipped();
    let text = with_every_fault(&files.0["3am-outage/scenario.toml"]);
    compare(FileKind::Scenario, &asked::scenario(&files, &text));
}

#[test]
fn systems() {
    let files = shipped();
    let mut all = Keys::new();
    for id in ["storefront", "twenty"] {
        for (what, keys) in asked::system(&files.0[&format!("systems/{id}/system.toml")]) {
            all.entry(what).or_default().extend(keys);
        }
    }
    compare(FileKind::System, &all);
}

#[test]
fn teams() {
    let files = shipped();
    let text = with_every_deed(&files.0["3am-outage/teams/good.toml"]);
    compare(FileKind::Team, &asked::team(&files, &text));
}
