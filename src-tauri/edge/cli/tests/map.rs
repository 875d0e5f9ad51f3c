//! The code map is true: no crate depends on one that it must not know.

use std::collections::BTreeMap;
use std::process::Command;

/// Each crate and the crates of ours that it may use. Anything else is a mistake in the tree.
const MAY_USE: [(&str, &[&str]); 14] = [
    // Only tests use it.
    ("hostile", &[]),
    ("world", &[]),
    ("scenario", &["world"]),
    ("drill", &["world", "scenario"]),
    ("report", &["world", "scenario", "drill"]),
    ("wire", &["world", "scenario", "drill", "report"]),
    ("diary", &[]),
    ("journal", &["world", "scenario", "drill"]),
    ("bad-disk", &[]),
    ("shelf", &["scenario"]),
    (
        "live",
        &[
            "world", "scenario", "drill", "report", "wire", "diary", "journal", "shelf",
        ],
    ),
    ("lan", &["drill", "wire", "live"]),
    (
        "cli",
        &[
            "world", "scenario", "drill", "wire", "journal", "shelf", "live", "lan",
        ],
    ),
    ("three-am", &["drill", "wire", "shelf", "live", "lan"]),
];

/// Technologies with one home each.
const HOMES: [(&str, &str); 12] = [
    ("rusqlite", "journal"),
    ("libsqlite3-sys", "bad-disk"),
    ("axum", "lan"),
    ("hyper-util", "lan"),
    ("if-addrs", "lan"),
    ("tauri", "three-am"),
    ("zbus", "three-am"),
    ("printpdf", "report"),
    ("pulldown-cmark", "report"),
    ("toml_edit", "scenario"),
    ("csv", "scenario"),
    ("clap", "cli"),
];

fn packages() -> BTreeMap<String, Vec<String>> {
    let told = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .output()
        .expect("cargo metadata runs");
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).expect("and is JSON");
    let packages = told["packages"].as_array().expect("packages").iter();
    packages
        .map(|package| {
            let name = package["name"].as_str().unwrap_or_default().to_owned();
            let uses = package["dependencies"]
                .as_array()
                .expect("dependencies")
                .iter();
            // Tests may use more than what they test.
            let uses = uses
                .filter(|d| d["kind"] != "dev")
                .filter_map(|d| d["name"].as_str().map(str::to_owned))
                .collect();
            (name, uses)
        })
        .collect()
}

#[test]
fn crates_know_only_what_they_may() {
    let packages = packages();
    let ours: Vec<&str> = packages.keys().map(String::as_str).collect();
    let listed: Vec<&str> = MAY_USE.iter().map(|(name, _)| *name).collect();
    for name in &ours {
        assert!(
            listed.contains(name),
            "{name} has no place on the map in this test and README"
        );
    }
    for (name, may) in MAY_USE {
        let uses = packages
            .get(name)
            .unwrap_or_else(|| panic!("{name} is on the map only"));
        for used in uses.iter().filter(|used| ours.contains(&used.as_str())) {
            assert!(may.contains(&used.as_str()), "{name} must not know {used}");
        }
    }
}

#[test]
fn each_technology_has_one_home() {
    for (name, uses) in packages() {
        for (technology, home) in HOMES {
            let used = uses.iter().any(|used| used == technology);
            assert!(
                !used || name == home,
                "{technology} lives in {home}, not in {name}"
            );
        }
    }
}
