//! The JSON Schemas that editors are told are current, and what ships keeps to them.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod disk;

use std::path::Path;

use scenario::edit::tree;
use scenario::format::{FileKind, schema::schema};

const KINDS: [(FileKind, &str); 3] = [
    (FileKind::Scenario, "scenario"),
    (FileKind::System, "system"),
    (FileKind::Team, "team"),
];

#[test]
fn the_schemas_beside_the_scenarios_are_current() {
    for (kind, name) in KINDS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(format!("../../../scenarios/{name}.schema.json"));
        let now = serde_json::to_string_pretty(&schema(kind)).unwrap() + "\n";
        if std::env::var_os("THREE_AM_WRITE").is_some() {
            std::fs::write(&path, &now).unwrap();
        }
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            there == now,
            "{} is old: THREE_AM_WRITE=1 cargo test -p scenario --test schema",
            path.display()
        );
    }
}

fn kind_of(path: &str) -> Option<FileKind> {
    match path {
        _ if path.ends_with("/scenario.toml") => Some(FileKind::Scenario),
        _ if path.ends_with("/system.toml") => Some(FileKind::System),
        _ if path.contains("/teams/") => Some(FileKind::Team),
        _ => None,
    }
}

#[test]
fn what_ships_keeps_to_them() {
    let mut files = disk::shipped();
    files.0.extend(disk::readme::example().0);
    let mut seen = 0;
    for (path, text) in &files.0 {
        let Some(kind) = kind_of(path).filter(|_| path.ends_with(".toml")) else {
            continue;
        };
        let validator = jsonschema::validator_for(&schema(kind)).unwrap();
        let value = serde_json::to_value(tree(text).unwrap()).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|e| format!("{path}: {}: {e}", e.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
        seen += 1;
    }
    assert!(seen >= 9, "{seen} files");
}

#[test]
fn what_is_wrong_does_not() {
    let example = disk::readme::example();
    let text = &example.0["kiosk-release/scenario.toml"];
    let validator = jsonschema::validator_for(&schema(FileKind::Scenario)).unwrap();
    let keeps =
        |text: &str| validator.is_valid(&serde_json::to_value(tree(text).unwrap()).unwrap());
    assert!(keeps(text));
    for (from, to) in [
        ("within = \"6m\"", "withn = \"6m\""),
        ("level   = 1", "level   = 9"),
        ("level   = 1", "level   = \"1\""),
        ("kind = \"pool-leak\"", "kind = \"leak\""),
        ("phase  = \"learn\"", "phase  = \"learning\""),
        ("length  = \"30m\"", "length  = \"half an hour\""),
        ("at    = \"00:00\"\n", ""),
        ("at    = \"00:00\"", "at    = \"00:00\"\ntray = true"),
    ] {
        assert!(text.contains(from), "{from}");
        assert!(!keeps(&text.replacen(from, to, 1)), "{to}");
    }
}
