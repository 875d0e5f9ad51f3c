//! `ui/src/wire/generated.ts` says what the types here say. A stale file fails.
#![allow(clippy::disallowed_methods, reason = "a test may read the tree")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use ts_rs::{Config, TS, TypeVisitor};

/// Collects the declaration of every type that can be reached from the roots.
struct Collect {
    config: Config,
    found: BTreeMap<String, String>,
}

impl TypeVisitor for Collect {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_none() {
            return;
        }
        let name = T::ident(&self.config);
        if self.found.contains_key(&name) {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        self.found
            .insert(name, format!("{docs}export {}", T::decl(&self.config)));
        T::visit_dependencies(self);
    }
}

fn typescript() -> String {
    let mut all = Collect {
        config: Config::new().with_large_int("number"),
        found: BTreeMap::new(),
    };
    all.visit::<wire::Call>();
    all.visit::<wire::Reply>();
    all.visit::<wire::Push>();
    all.visit::<wire::DeskCall>();
    all.visit::<wire::DeskReply>();
    all.visit::<wire::DeskPush>();
    let head = "// Written by `npm run wire` from src-tauri/core/wire. Do not edit.\n";
    let body: Vec<String> = all.found.into_values().collect();
    format!("{head}\n{}\n", body.join("\n\n"))
}

#[test]
fn typescript_is_current() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/wire/generated.ts");
    let wanted = typescript();
    if std::env::var_os("THREE_AM_WRITE").is_some() {
        std::fs::write(&path, &wanted).expect("ui/src/wire can be written");
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        there == wanted,
        "ui/src/wire/generated.ts is stale; run: npm run wire"
    );
}
