//! What ships, damaged, is read or refused in words: every place named is in the text, and what is
//! read plays by the limits.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod disk;

use std::sync::LazyLock;

use hostile::{TextDamage, rounds, text_damage};
use proptest::collection::vec;
use proptest::prelude::*;
use scenario::bundle::gather;
use scenario::edit::{self, Edit, Entries, Step, Written, apply};
use scenario::format::FileKind;
use scenario::incident::{self, timeline};
use scenario::noticed::unnoticed;
use scenario::{Files, Problem, limits, read, read_team};

static SHIPPED: LazyLock<Files> = LazyLock::new(disk::shipped);

/// Each scenario's files and its system's, without the others.
static ALONE: LazyLock<Vec<(String, Files)>> = LazyLock::new(|| {
    let ids = SHIPPED.scenario_ids().into_iter();
    let alone = ids.map(|id| (id.to_owned(), gather(&SHIPPED, id).unwrap().files));
    alone.collect()
});

fn alone(nth: usize) -> (String, Files) {
    ALONE[nth % ALONE.len()].clone()
}

/// Reads all there is of a scenario.
fn read_all(files: &Files, id: &str) {
    let problems = match read(files, id) {
        Ok(read) => {
            let scenario = &read.scenario;
            assert!(scenario.length_ms <= limits::LENGTH_MS);
            assert!(scenario.injects.len() <= limits::INJECTS);
            let mut problems = read.warnings;
            for path in files.team_paths(id) {
                match read_team(files, path, scenario) {
                    Ok(team) => assert!(team.steps.len() <= limits::TEAM_STEPS),
                    Err(more) => problems.extend(more),
                }
            }
            problems
        }
        Err(problems) => {
            assert!(!problems.is_empty());
            problems
        }
    };
    for problem in &problems {
        is_in_its_text(files, problem);
    }
}

fn is_in_its_text(files: &Files, problem: &Problem) {
    assert!(problem.length > 0 && !problem.message.is_empty() && !problem.help.is_empty());
    assert!(problem.to_string().len() < 20_000, "{problem}");
    let Some(text) = files.get(&problem.file) else {
        return;
    };
    let line = text.split('\n').nth(problem.line as usize - 1).unwrap();
    assert!(
        problem.column as usize <= line.chars().count() + 1,
        "{problem:?}"
    );
}

fn damaged(text: &str, damages: &[TextDamage]) -> String {
    let mut text = text.to_owned();
    for damage in damages {
        text = damage.done(&text);
    }
    text
}

/// What is most often still read afterwards.
fn number_damage() -> impl Strategy<Value = TextDamage> {
    let number = (
        any::<usize>(),
        proptest::sample::select(&["0", "1", "2", "7", "59", "64", "99", "1000"][..]),
    );
    prop_oneof![
        4 => number.prop_map(|(nth, number)| TextDamage::Number { nth, number }),
        1 => (any::<usize>(), 1usize..4).prop_map(|(line, lines)| TextDamage::Cut { line, lines }),
        1 => (any::<usize>(), any::<usize>()).prop_map(|(of, from)| TextDamage::Value { of, from }),
    ]
}

#[test]
fn the_corpus_is_read_or_refused() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("README.md") {
            continue;
        }
        count += 1;
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        let (id, files) = alone(0);
        let team = files.team_paths(&id)[0].to_owned();
        let system = files.0.keys().find(|path| path.ends_with("system.toml"));
        for place in [format!("{id}/scenario.toml"), team, system.unwrap().clone()] {
            let mut files = files.clone();
            files.0.insert(place, text.clone());
            read_all(&files, &id);
        }
        for written in [incident::Written::Csv, incident::Written::Markdown] {
            let _ = timeline("corpus", text.as_bytes(), written, None);
        }
    }
    assert!(count > 5, "{count}");
}

proptest! {
    #![proptest_config(rounds(3))]

    /// What is read can be played: whoever wrote it hears where it hurts, and not from a panic.
    #[test]
    fn what_is_read_in_spite_of_damage_can_be_played(
        nth in any::<usize>(),
        which in any::<usize>(),
        damages in vec(number_damage(), 1..4),
    ) {
        let (id, mut files) = alone(nth);
        let toml = files.0.keys().filter(|path| path.ends_with(".toml") && !path.contains("/teams/"));
        let paths: Vec<String> = toml.cloned().collect();
        let path = &paths[which % paths.len()];
        let text = damaged(files.get(path).unwrap(), &damages);
        files.0.insert(path.clone(), text);
        if let Ok(read) = read(&files, &id) {
            for problem in unnoticed(&files, &read.scenario) {
                is_in_its_text(&files, &problem);
            }
        }
    }
}

proptest! {
    #![proptest_config(rounds(150))]

    #[test]
    fn what_ships_is_read_or_refused_however_it_is_damaged(
        nth in any::<usize>(),
        which in any::<usize>(),
        damages in vec(text_damage(), 1..5),
    ) {
        let (id, mut files) = alone(nth);
        // The TOML files are where there is much to say.
        let toml = files.0.keys().filter(|path| path.ends_with(".toml"));
        let paths: Vec<String> = toml.chain(files.0.keys()).cloned().collect();
        let path = &paths[which % paths.len()];
        let text = damaged(files.get(path).unwrap(), &damages);
        files.0.insert(path.clone(), text);
        read_all(&files, &id);
    }

    /// A step of the editor on a damaged file says what was asked for, or leaves the file alone.
    #[test]
    fn an_edit_of_a_damaged_file_is_made_or_refused(
        nth in any::<usize>(),
        damages in vec(text_damage(), 0..3),
        way in any::<usize>(),
        value in prop_oneof!["\\PC{0,9}", proptest::sample::select(&hostile::PIECES[..]).prop_map(str::to_owned)],
        kind in 0usize..4,
    ) {
        let (id, files) = alone(nth);
        let text = damaged(files.get(&format!("{id}/scenario.toml")).unwrap(), &damages);
        let lines: Vec<(u32, u32)> = (1..).zip(text.split('\n')).map(|(n, _)| (n, 1)).collect();
        let ways = edit::at(&text, &lines[..lines.len().min(400)]);
        let at: Vec<Step> = ways[way % ways.len()].clone();
        let edit = match kind {
            0 => Edit::Set { at, value: Written::Text(value.clone()) },
            1 => Edit::Unset { at },
            2 => Edit::Move { list: vec![Step::from("inject")], from: way % 40, to: way / 7 % 40 },
            _ => Edit::Insert {
                list: vec![Step::from("inject")],
                before: way % 40,
                table: Entries(vec![("title".to_owned(), Written::Text(value.clone()))]),
            },
        };
        if let Ok(done) = apply(&text, FileKind::Scenario, &edit) {
            prop_assert!(edit::tree(&done).is_ok());
            if let Edit::Unset { .. } = edit {
                // Ends of lines become those of most lines.
                let plain = |text: &str| text.replace("\r\n", "\n").len();
                prop_assert!(plain(&done) <= plain(&text));
            }
        }
    }

    #[test]
    fn a_damaged_timeline_of_an_incident_is_read_or_refused(damages in vec(text_damage(), 1..6), csv in any::<bool>()) {
        let (text, written) = if csv {
            ("time,what,who\n03:00,\"API errors, many\",Ada\n03:04,Rolled back,\n23:59,\"a \"\"b\"\"\",x\n00:10,Over,\n", incident::Written::Csv)
        } else {
            ("# Night\n- 03:00 API errors\n- 03:04 Rolled back\n  and waited\n| 03:10 | Over |\n", incident::Written::Markdown)
        };
        let text = damaged(text, &damages);
        match timeline("t", text.as_bytes(), written, None) {
            Ok(timeline) => {
                let start = incident::skeleton("night", "storefront", &timeline);
                if let Ok(files) = scenario::start(&SHIPPED, &start) {
                    let mut whole = SHIPPED.clone();
                    whole.0.extend(files.0);
                    let read = read(&whole, "night");
                    prop_assert!(read.is_ok(), "{:?}", read.err());
                }
            }
            Err(problems) => prop_assert!(problems.iter().all(|p| !p.message.is_empty() && !p.help.is_empty())),
        }
    }
}
