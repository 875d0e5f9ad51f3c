//! What the desktop's windows may do is written in their configuration, and is little.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).expect("the file");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn each_window_may_call_what_it_needs_and_nothing_else() {
    let files = std::fs::read_dir(root().join("capabilities")).expect("the folder");
    let mut all: Vec<(Value, Value)> = files
        .flatten()
        .map(|file| read(&file.path()))
        .map(|one| {
            assert!(one.get("remote").is_none(), "no page from outside: {one}");
            (one["windows"].clone(), one["permissions"].clone())
        })
        .collect();
    all.sort_by_key(|(windows, _)| windows.to_string());
    // No plugin, no file, no shell, no event: two commands of our own.
    assert_eq!(
        all,
        [
            (json!(["console"]), json!(["allow-call", "allow-watch"])),
            (json!(["room"]), json!(["allow-watch"])),
        ]
    );
}

#[test]
fn nothing_from_outside_is_let_into_a_window() {
    let app = &read(&root().join("tauri.conf.json"))["app"];
    assert_ne!(app["withGlobalTauri"], json!(true));
    let security = &app["security"];
    assert!(
        security
            .as_object()
            .is_some_and(|all| all.keys().eq(["csp"])),
        "nothing that loosens it: {security}"
    );
    let policy = security["csp"].as_str().expect("a policy");
    let of = |kind: &str| {
        let rule = policy.split("; ").find_map(|rule| rule.strip_prefix(kind));
        rule.map(str::trim)
    };
    assert_eq!(of("default-src "), Some("'self'"));
    assert_eq!(of("connect-src "), Some("ipc: http://ipc.localhost"));
    assert_eq!(of("script-src "), None, "as all else: 'self'");
    for kind in ["object-src ", "base-uri ", "form-action "] {
        assert_eq!(of(kind), Some("'none'"), "{kind}");
    }
    for lets in ["unsafe-eval", "https:", "*"] {
        assert!(!policy.contains(lets), "{lets}: {policy}");
    }
}
