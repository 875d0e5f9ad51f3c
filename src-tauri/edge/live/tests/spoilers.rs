//! Nothing of the truth reaches the room: every byte of its views is scanned for the scenario's
//! secrets, in every scenario, by every team, all through the drill.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use drill::Drill;
use scenario::Scenario;

fn scenarios() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios")
}

/// What the room must never read: the truth, the hints, what is planned, advice.
fn secrets(scenario: &Scenario) -> BTreeSet<String> {
    let truth = &scenario.truth;
    let mut all: Vec<&str> = vec![&truth.root_cause, &truth.trigger];
    all.extend(truth.contributing.iter().map(String::as_str));
    all.extend(
        truth
            .causes
            .iter()
            .chain(&truth.herrings)
            .map(|c| c.says.as_str()),
    );
    all.extend(
        scenario
            .hints
            .iter()
            .flat_map(|h| &h.steps)
            .map(String::as_str),
    );
    all.extend(
        scenario
            .expectations
            .iter()
            .flat_map(|e| [e.title.as_str(), e.why.as_str()]),
    );
    for inject in &scenario.injects {
        all.push(&inject.title);
        all.extend(inject.note.as_deref());
        all.extend(inject.fault.as_ref().map(|fault| fault.title.as_str()));
    }
    all.extend(scenario.facilitator.lines().filter(|line| line.len() > 30));
    all.into_iter()
        .map(|text| text.trim().to_lowercase())
        .filter(|t| t.len() > 8)
        .collect()
}

#[test]
fn the_room_reads_no_secret() {
    let files = shelf::read_files(&scenarios()).unwrap();
    let (mut views, mut bytes) = (0, 0);
    for id in shelf::ids(&files) {
        let scenario = Arc::new(scenario::read(&files, &id).unwrap().scenario);
        let secrets = secrets(&scenario);
        assert!(secrets.len() > 30, "{} secrets in {id}", secrets.len());
        for path in files.team_paths(&id) {
            let path = path.to_owned();
            let team = scenario::read_team(&files, &path, &scenario).unwrap();
            let played = live::rehearse(&scenario, &team, scenario.seed, |_, _| {}).unwrap();
            let events = played.drill.events();
            for part in 1..=4 {
                let some = events[..events.len() * part / 4].to_vec();
                let drill = Drill::replay(Arc::clone(&scenario), some, 0).unwrap();
                let view =
                    serde_json::to_string(&wire::view::room(&drill, &Default::default())).unwrap();
                // What the team or the outside has said aloud is no secret any more.
                let said = said(&drill);
                let read = view.to_lowercase();
                for secret in &secrets {
                    let leaked = read.contains(secret.as_str()) && !said.contains(secret.as_str());
                    assert!(!leaked, "{path}: the room reads “{secret}”");
                }
                views += 1;
                bytes += view.len();
            }
            // The scan can find something: the facilitator's view holds secrets.
            let console = wire::view::console(&played.drill, &Default::default());
            let console = serde_json::to_string(&console).unwrap().to_lowercase();
            assert!(
                secrets
                    .iter()
                    .any(|secret| console.contains(secret.as_str()))
            );
        }
    }
    assert!(
        views >= 12 && bytes > 10_000,
        "{views} views, {bytes} bytes"
    );
}

/// Everything participants and outside voices have said.
fn said(drill: &Drill) -> String {
    let state = drill.state();
    let mut all: Vec<String> = state
        .messages
        .iter()
        .map(|m| m.message.text.clone())
        .collect();
    for record in &state.deeds {
        let (did, what) = drill::words::deed(drill.scenario(), state, &record.did.deed);
        all.push(format!("{did} {what}"));
        all.extend(record.did.says.clone());
    }
    all.join("\n").to_lowercase()
}
