//! A desk's view when a drill is full to its limits.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::path::Path;
use std::sync::Arc;

use drill::{Command, Created, Drill};
use scenario::{Deed, Page};
use wire::desk::VIEW_BYTES;

fn drill() -> Drill {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios");
    let files = shelf::read_files(&folder).unwrap();
    let scenario = Arc::new(scenario::read(&files, "3am-outage").unwrap().scenario);
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
    let mut drill = Drill::create(scenario, head, 0).unwrap();
    drill.command(&Command::Start, 0).unwrap();
    drill
}

#[test]
fn the_fullest_view_is_within_its_bounds() {
    let mut drill = drill();
    // Four bytes a letter, as long as anybody may write.
    let long = "\u{1f525}".repeat(drill::TEXT_MAX);
    let mut did = 0;
    let mut log = |drill: &mut Drill, deed: Deed| {
        let command = Command::Log {
            role: "bridge".to_owned(),
            person: None,
            deed,
        };
        did += u32::from(drill.command(&command, 0).is_ok());
    };
    for number in 0..150 {
        log(&mut drill, Deed::Hypothesis { text: long.clone() });
        for _ in 0..3 {
            log(
                &mut drill,
                Deed::Pin {
                    page: Page::Logs,
                    on: Some("api".to_owned()),
                    what: long.clone(),
                    hypothesis: Some(number % 60 + 1),
                    against: false,
                },
            );
        }
        let say = |to: &str| Deed::Say {
            to: to.to_owned(),
            text: long.clone(),
            answers: None,
        };
        log(&mut drill, say("room"));
        let update = Deed::StatusUpdate {
            impact: long.clone(),
            doing: long.clone(),
            next_in_min: Some(10),
        };
        log(&mut drill, update);
        log(&mut drill, Deed::Decision { text: long.clone() });
        log(&mut drill, Deed::Notice { text: long.clone() });
        if number < 12 {
            log(
                &mut drill,
                Deed::Ask {
                    question: long.clone(),
                },
            );
            let answer = Command::Answer {
                question: number + 1,
                text: long.clone(),
                script: None,
                right: None,
            };
            drill.command(&answer, 0).unwrap();
        }
    }
    assert!(did > 1_000, "{did}");
    let view = wire::view::desk(&drill, &["bridge", "on-call"], false);
    let bytes = serde_json::to_string(&view).unwrap().len();
    assert!((1_000_000..VIEW_BYTES).contains(&bytes), "{bytes}");
    // Names stand in a view as well; they are short.
    assert!(view.hypotheses.len() <= 60);
}
