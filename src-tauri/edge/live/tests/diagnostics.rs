//! What is noted and what can be sent on tells how the program stands, and holds no name and no
//! text of anybody's.

mod staged;

use std::time::Duration;

use drill::Command;
use live::{Diary, Program};
use scenario::Deed;
use serde_json::Value;
use staged::{ask, refused, stage_with};
use wire::{Call, DeskCall, Format, PaperSize, Reply};

/// In every name and text of this drill, in small letters and in large ones.
const MARK: &str = "quokka";
/// Nobody waits so long when all is well.
const LONG: Duration = Duration::from_secs(60);

fn marked(text: &str) -> String {
    format!("{text} {MARK}")
}

#[tokio::test]
async fn neither_the_log_nor_the_diagnostics_hold_a_name_or_a_text() {
    let folder = tempfile::tempdir().unwrap();
    let diary = Diary::open(&folder.path().join("logs"));
    let stage = stage_with(folder.path(), diary.clone());
    let people = vec![
        ("on-call".to_owned(), MARK.to_owned()),
        ("backend".to_owned(), marked("Björn")),
    ];
    let call = Call::Create {
        scenario: "3am-outage".to_owned(),
        team: marked("Team"),
        seed: None,
        minutes: Some(30),
        people,
    };
    let Reply::Opened { drill } = stage.call(call).await else {
        panic!("not opened")
    };
    ask(&stage, Command::Start).await;
    let observe = |text: String| Command::Observe {
        text,
        mark: None,
        at_ms: None,
        by: Some(marked("Observer")),
    };
    assert_eq!(ask(&stage, observe(marked("Seen:"))).await, Reply::Done);
    stage.join(marked("Ada"), [7; 32]).await.unwrap();
    let note = Deed::Note {
        text: MARK.to_owned(),
        mark: None,
    };
    stage
        .desk(
            1,
            DeskCall::Do {
                role: MARK.to_owned(),
                deed: Box::new(note),
            },
        )
        .await;
    // What is refused says in its words what was asked.
    for call in [
        Call::Scenario {
            id: MARK.to_owned(),
        },
        Call::Open {
            drill: MARK.to_owned(),
        },
        Call::TakeIn {
            path: Some(format!("/home/{MARK}/{MARK}.3am")),
        },
    ] {
        refused(stage.call(call).await);
    }
    let fire = Command::Fire {
        inject: MARK.to_owned(),
    };
    assert_eq!(refused(ask(&stage, fire).await).0, "unknown-inject");
    ask(&stage, Command::Pause).await;
    ask(&stage, Command::End).await;
    let export = Call::Export {
        format: Format::Markdown,
        paper: PaperSize::A4,
        path: Some(folder.path().join(MARK).display().to_string()),
    };
    let Reply::Exported { path, .. } = stage.call(export).await else {
        panic!("not exported")
    };
    // The marks are where they belong.
    assert!(std::fs::read_to_string(path).unwrap().contains(MARK));
    diary.settle(LONG);
    let displays = vec![(1920, 1080)];
    let reply = stage.call(Call::Diagnostics { displays }).await;
    let Reply::Diagnosed { path, bytes } = reply else {
        panic!("not written: {reply:?}")
    };
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text.len(), bytes as usize);
    assert!(path.contains("exports"), "{path}");
    let log = diary::read(&folder.path().join("logs")).join("\n");
    for (name, text) in [("diagnostics", &text), ("log", &log)] {
        let lower = text.to_lowercase();
        let folder = folder.path().display().to_string();
        for secret in [MARK, "björn", "observer", "seen:", "night", &folder] {
            assert!(!lower.contains(secret), "{secret} is in the {name}: {text}");
        }
    }

    // And it says what whoever helps has to know.
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is one thing"))
        .collect();
    let one = |what: &str| lines.iter().find(|line| line["what"] == what);
    let of = |what: &str| one(what).unwrap_or_else(|| panic!("no {what} in {text}"));
    assert_eq!(of("started")["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(of("display")["width"], 1920);
    assert_eq!(of("journal")["check"], "sound");
    assert!(of("journal")["bytes"].as_u64().is_some_and(|b| b > 10_000));
    assert_eq!(of("drills")["ended"], 1);
    let observed = lines.iter().find(|line| line["kind"] == "observed");
    assert_eq!(observed.map(|line| &line["events"]), Some(&1.into()));
    assert!(of("disk")["free_bytes"].as_u64().is_some());
    let refused = lines.iter().filter(|line| line["what"] == "refused_since");
    let codes: Vec<&str> = refused.filter_map(|line| line["code"].as_str()).collect();
    assert!(codes.contains(&"unknown-scenario") && codes.contains(&"unknown-inject"));
    for what in [
        "drill_opened",
        "drill_started",
        "drill_paused",
        "drill_ended",
    ] {
        assert_eq!(of(what)["drill"], drill.as_str(), "{what}");
    }
    assert_eq!(of("desk_joined")["desk"], 1);
    assert_eq!(of("exported")["format"], "markdown");
}

#[tokio::test]
async fn a_journal_that_is_damaged_is_said_to_be_and_nothing_of_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.sqlite");
    let told = || live::diagnostics(&path, &Diary::nowhere(), Program::Command, &[]);
    assert!(told().contains(r#""check":"none""#), "{}", told());
    std::fs::write(&path, MARK.repeat(1_000)).unwrap();
    let text = told();
    assert!(
        text.contains(r#""check":{"unread":"no-database"}"#),
        "{text}"
    );
    assert!(!text.contains(MARK), "{text}");
}
