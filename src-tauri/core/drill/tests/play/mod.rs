//! A drill of the shipped scenario, to play in tests.
#![allow(
    clippy::disallowed_methods,
    reason = "a test may read the shipped scenario"
)]
#![allow(dead_code, reason = "each test uses what it needs")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use drill::{Command, Created, Drill, Event};
use scenario::{Deed, Files, Scenario};

/// The shipped scenario.
pub fn scenario() -> Arc<Scenario> {
    static READ: OnceLock<Arc<Scenario>> = OnceLock::new();
    let read = || {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios");
        let mut texts = BTreeMap::new();
        gather(&root, &root, &mut texts);
        let read = scenario::read(&Files(texts), "3am-outage").expect("the shipped scenario");
        Arc::new(read.scenario)
    };
    Arc::clone(READ.get_or_init(read))
}

fn gather(root: &Path, folder: &Path, texts: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            gather(root, &path, texts);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            let name = path.strip_prefix(root).expect("inside").to_string_lossy();
            texts.insert(name.replace('\\', "/"), text);
        }
    }
}

/// A drill that has just been made.
pub fn fresh() -> Drill {
    static MADE: OnceLock<Drill> = OnceLock::new();
    let make = || {
        let scenario = scenario();
        let head = Created {
            drill: "d1".to_owned(),
            scenario: scenario.id.clone(),
            title: scenario.title.clone(),
            team: "Night shift".to_owned(),
            number: 1,
            seed: scenario.seed,
            length_ms: scenario.length_ms,
            unattended: false,
        };
        Drill::create(scenario, head, 0).expect("a checked scenario can be simulated")
    };
    MADE.get_or_init(make).clone()
}

/// One whose clock runs.
pub fn started() -> Drill {
    let mut drill = fresh();
    drill.command(&Command::Start, 0).expect("STARTEX");
    drill
}

/// Logs a deed that is possible.
pub fn log(drill: &mut Drill, role: &str, deed: Deed) -> Vec<Event> {
    let command = Command::Log {
        role: role.to_owned(),
        person: None,
        deed,
    };
    drill
        .command(&command, 0)
        .expect("the deed is possible")
        .to_vec()
}
