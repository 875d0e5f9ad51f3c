//! The published JSON Schema is current, and what is exported keeps to it.
#![allow(
    clippy::disallowed_methods,
    reason = "the test writes the schema when it is asked to"
)]

mod fixture;

use report::Postmortem;

/// `THREE_AM_WRITE=1 cargo test -p report --test schema` writes it anew.
#[test]
fn the_schema_is_current() {
    let schema = report::schema();
    if std::env::var("THREE_AM_WRITE").is_ok() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/postmortem.schema.json");
        std::fs::write(path, schema).unwrap();
        return;
    }
    // As values: the order of keys is up to what else is built.
    let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert!(
        value(&schema) == value(report::SCHEMA),
        "postmortem.schema.json is stale: THREE_AM_WRITE=1 cargo test -p report --test schema"
    );
}

#[test]
fn what_is_exported_keeps_to_the_schema() {
    let schema: serde_json::Value = serde_json::from_str(report::SCHEMA).unwrap();
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    let validator = jsonschema::validator_for(&schema).unwrap();
    for p in [fixture::outage(), Postmortem::default()] {
        let text = report::json(&p);
        let begins = format!("{{\n  \"format\": \"{}\",", report::FORMAT);
        assert!(text.starts_with(&begins), "{}", &text[..80]);
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        let problems: Vec<String> = validator
            .iter_errors(&json)
            .map(|e| format!("{}: {e}", e.instance_path()))
            .collect();
        assert!(problems.is_empty(), "{problems:#?}");
        // The schema is not one that anything keeps to.
        for (at, wrong) in [
            ("/format", serde_json::json!("three-am/postmortem/0")),
            ("/title/status", serde_json::json!("lost")),
            ("/timeline", serde_json::json!({})),
            ("/impact/duration_ms", serde_json::json!("an hour")),
        ] {
            let mut spoiled = json.clone();
            *spoiled.pointer_mut(at).unwrap() = wrong;
            assert!(!validator.is_valid(&spoiled), "{at}");
        }
        let mut without = json.clone();
        without.as_object_mut().unwrap().remove("title");
        assert!(!validator.is_valid(&without));
    }
}
