//! The stage as its callers know it: calls in, replies and views out, and all of it on disk.

mod staged;

use std::sync::Arc;
use std::time::Duration;

use drill::{Command, Drill};
use journal::Journal;
use staged::{ask, create, refused, stage, view};
use wire::console::InjectState;
use wire::parts::ClockState;
use wire::{Call, Format, PaperSize, Reply};
use world::traces::TraceFilter;

#[tokio::test]
async fn a_drill_is_made_steered_left_and_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let stage = stage(folder.path());
    let id = create(&stage).await;
    let before = view(&stage);
    assert_eq!(before.clock.state, ClockState::Ready);
    assert_eq!(before.clock.clock, "03:00:00");
    assert_eq!(before.roles[1].role.people, ["Björn"]);

    assert_eq!(ask(&stage, Command::Start).await, Reply::Done);
    assert_eq!(
        ask(&stage, Command::Speed { factor: 60.0 }).await,
        Reply::Done
    );
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    let next = view(&stage).next.expect("something comes next");
    assert_eq!(
        ask(
            &stage,
            Command::Hold {
                inject: next.clone()
            }
        )
        .await,
        Reply::Done
    );
    assert_eq!(ask(&stage, Command::Pause).await, Reply::Done);
    let left = view(&stage);
    assert_eq!(left.clock.state, ClockState::Paused);
    assert!(left.clock.at_ms > 30_000, "it ran: {}", left.clock.at_ms);
    let held = left.run_sheet.iter().find(|row| row.id == next).unwrap();
    assert_eq!(held.state, InjectState::Held);
    drop(stage);

    let stage = self::stage(folder.path());
    assert_eq!(
        stage.call(Call::Open { drill: id.clone() }).await,
        Reply::Opened { drill: id }
    );
    let found = view(&stage);
    // The same drill to the last figure: the system was simulated again from the record.
    assert_eq!(found, left);
}

#[tokio::test]
async fn a_drill_that_was_running_when_the_program_died_stands_where_it_stood() {
    let folder = tempfile::tempdir().unwrap();
    let stage = stage(folder.path());
    let id = create(&stage).await;
    ask(&stage, Command::Start).await;
    ask(&stage, Command::Speed { factor: 60.0 }).await;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let last = view(&stage);
    // A copy of the files is what a machine without power leaves behind.
    let copy = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(folder.path()).unwrap().flatten() {
        if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
        }
    }
    let stage = self::stage(copy.path());
    stage.call(Call::Open { drill: id }).await;
    let found = view(&stage);
    assert_eq!(found.clock.state, ClockState::Paused);
    assert!(
        found.clock.at_ms >= last.clock.at_ms,
        "nothing that was shown is lost"
    );
    assert!(
        found
            .feed
            .iter()
            .any(|row| row.did == "paused" && row.what.contains("closed"))
    );
}

#[tokio::test]
async fn bad_input_is_refused_in_words_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let stage = stage(folder.path());
    let call = Call::Command {
        command: Box::new(Command::Start),
    };
    assert_eq!(refused(stage.call(call).await).0, "no-drill");
    let unknown = Call::Scenario {
        id: "3am-outrage".to_owned(),
    };
    assert_eq!(refused(stage.call(unknown).await).0, "unknown-scenario");
    let bad_team = Call::Create {
        scenario: "3am-outage".to_owned(),
        team: " \u{7} ".to_owned(),
        seed: None,
        minutes: None,
        people: Vec::new(),
    };
    assert_eq!(refused(stage.call(bad_team).await).0, "empty");
    let bad_role = Call::Create {
        scenario: "3am-outage".to_owned(),
        team: "Night shift".to_owned(),
        seed: None,
        minutes: None,
        people: vec![("on-cal".to_owned(), "Ada".to_owned())],
    };
    let (code, message) = refused(stage.call(bad_role).await);
    assert_eq!(code, "unknown-role", "{message}");

    create(&stage).await;
    let log = |deed| Command::Log {
        role: "backend".to_owned(),
        person: None,
        deed,
    };
    let restart = |on: &str| scenario::Deed::System {
        act: world::Act::Restart { on: on.to_owned() },
    };
    assert_eq!(
        refused(ask(&stage, log(restart("api"))).await).0,
        "not-started"
    );
    ask(&stage, Command::Start).await;
    ask(&stage, Command::Pause).await;
    let before = view(&stage);
    for (command, code) in [
        (log(restart("ap")), "unknown-component"),
        (
            Command::Fire {
                inject: "no-such".to_owned(),
            },
            "unknown-inject",
        ),
        (Command::Speed { factor: f64::NAN }, "speed"),
        (Command::Speed { factor: 61.0 }, "speed"),
        (Command::StopFault { fault: 99 }, "unknown-fault"),
        (Command::Start, "clock"),
        (log(scenario::Deed::Severity { level: 0 }), "severity"),
        (
            log(scenario::Deed::Note {
                text: "x".repeat(4_001),
                mark: None,
            }),
            "too-long",
        ),
        (
            Command::Observe {
                text: "\n\t".to_owned(),
                mark: None,
                at_ms: None,
                by: None,
            },
            "empty",
        ),
    ] {
        let (found, message) = refused(ask(&stage, command).await);
        assert_eq!(found, code, "{message}");
    }
    let bad_query = Call::Logs {
        query: "/(/".to_owned(),
        from_ms: 0,
        to_ms: 1,
        before: None,
        limit: 10,
    };
    assert_eq!(refused(stage.call(bad_query).await).0, "query");
    let bad_request = Call::Trace { req: "zz".into() };
    assert_eq!(refused(stage.call(bad_request).await).0, "request-id");
    assert_eq!(view(&stage), before);
}

/// The warm-up has calls of its own; one that is listed can be opened, another cannot.
#[tokio::test]
async fn a_listed_trace_can_be_opened() {
    let folder = tempfile::tempdir().unwrap();
    let stage = stage(folder.path());
    create(&stage).await;
    let list = Call::Traces {
        filter: TraceFilter::default(),
        from_ms: -3_600_000,
        to_ms: 1,
        before: None,
        limit: 3,
    };
    let Reply::Traces { page } = stage.call(list).await else {
        panic!("no list of traces");
    };
    assert_eq!(page.rows.len(), 3);
    let req = page.rows[0].req.clone();
    let Reply::Trace { trace: Some(trace) } = stage.call(Call::Trace { req: req.clone() }).await
    else {
        panic!("{req} cannot be opened");
    };
    assert_eq!(
        (trace.req, trace.spans.len()),
        (req, page.rows[0].spans as usize)
    );
    let unknown = Call::Trace { req: "0".into() };
    assert!(matches!(
        stage.call(unknown).await,
        Reply::Trace { trace: None }
    ));
}

#[tokio::test]
async fn what_is_exported_is_what_was_played() {
    let folder = tempfile::tempdir().unwrap();
    let stage = stage(folder.path());
    create(&stage).await;
    ask(&stage, Command::Start).await;
    let note = "Žofie says: *not* bold <b>and</b> `raw`".to_owned();
    ask(
        &stage,
        Command::Observe {
            text: note,
            mark: Some(scenario::Mark::Lucky),
            at_ms: None,
            by: None,
        },
    )
    .await;
    ask(&stage, Command::End).await;
    assert_eq!(view(&stage).clock.state, ClockState::Ended);
    for (format, start) in [
        (Format::Pdf, &b"%PDF-"[..]),
        (Format::Markdown, b"# "),
        (Format::Json, b"{"),
        (Format::Csv, b""),
    ] {
        let call = Call::Export {
            format,
            paper: PaperSize::A4,
            path: None,
        };
        let Reply::Exported { path, .. } = stage.call(call).await else {
            panic!("{format:?}")
        };
        let bytes = std::fs::read(path).unwrap();
        assert!(bytes.starts_with(start), "{format:?}");
        if format == Format::Markdown {
            let text = String::from_utf8(bytes).unwrap();
            assert!(
                text.contains("Žofie says: \\*not\\* bold &lt;b&gt;and"),
                "{text}"
            );
        }
    }
    let (code, _) = refused(ask(&stage, Command::Resume).await);
    assert_eq!(code, "ended");
}

/// What is in the journal's minutes is what a new simulation of the record gives.
#[tokio::test]
async fn the_recorded_telemetry_is_what_simulating_again_gives() {
    let folder = tempfile::tempdir().unwrap();
    let stage = stage(folder.path());
    let id = create(&stage).await;
    ask(&stage, Command::Start).await;
    ask(&stage, Command::Speed { factor: 60.0 }).await;
    tokio::time::sleep(Duration::from_millis(3_500)).await;
    stage.call(Call::Close).await;
    drop(stage);
    let journal = (0..200).find_map(|_| {
        std::thread::sleep(Duration::from_millis(20));
        Journal::open(&folder.path().join("journal.sqlite")).ok()
    });
    let journal = journal.expect("the stage lets go of the journal");
    let recorded = journal.load(&id).unwrap();
    let minutes = journal.minutes(&id).unwrap();
    assert!(minutes.len() > 3, "{} minutes", minutes.len());
    let scenario = Arc::new(recorded.scenario);
    let drill = Drill::replay(scenario, recorded.events, recorded.clock_ms).unwrap();
    for (minute, columns) in minutes {
        let again = wire::view::minute(drill.world(), minute);
        assert_eq!(again.len(), columns.len());
        for (new, old) in again.iter().zip(&columns) {
            assert_eq!(new.0, old.0);
            let bits = |values: &[f32]| values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&new.1), bits(&old.1), "minute {minute}, {}", new.0);
        }
    }
}
