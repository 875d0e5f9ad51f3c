//! The scenarios folder, read from disk for tests.
#![allow(dead_code)]

pub mod readme;

use std::path::Path;

use scenario::Files;

/// Everything in the scenarios folder that is text.
pub fn shipped() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios");
    let mut files = Files::default();
    add(&root, "", &mut files);
    files
}

fn add(folder: &Path, before: &str, files: &mut Files) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{before}{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            add(&path, &format!("{name}/"), files);
        } else if name.ends_with(".toml") || name.ends_with(".md") {
            files
                .0
                .insert(name, std::fs::read_to_string(&path).unwrap());
        }
    }
}
