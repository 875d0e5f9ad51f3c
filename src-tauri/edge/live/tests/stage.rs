//! The stage as its callers know it: calls in, replies and views out, and all of it on disk.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use drill::writing::{Edit, Field, Status, Survey};
use drill::{Command, Drill};
use journal::Journal;
use live::{Config, Handle, spawn};
use wire::console::InjectState;
use wire::parts::ClockState;
use wire::postmortem::{FieldView, PostmortemView};
use wire::{Call, ConsoleView, DeskCall, DeskReply, Format, PaperSize, Push, Reply};
use world::traces::TraceFilter;
use world::{Carrier, Effect, Fault, Shape};

fn scenarios() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios")
}

fn stage(folder: &Path) -> Handle {
    // The stage before may take a moment to let go of the journal.
    let path = folder.join("journal.sqlite");
    let journal = (0..200).find_map(|_| {
        let opened = Journal::open(&path).ok();
        if opened.is_none() {
            std::thread::sleep(Duration::from_millis(20));
        }
        opened
    });
    let config = Config {
        journal: journal.expect("the journal opens"),
        scenarios: Some(scenarios()),
        exports: folder.join("exports"),
    };
    spawn(config).expect("a thread")
}

fn view(stage: &Handle) -> ConsoleView {
    match stage.console().borrow().as_ref() {
        Push::Console { view } => (**view).clone(),
        other => panic!("no console view but {other:?}"),
    }
}

async fn create(stage: &Handle) -> String {
    let people = vec![
        ("on-call".to_owned(), "Ada".to_owned()),
        ("backend".to_owned(), "Björn".to_owned()),
        ("bridge".to_owned(), "李雷".to_owned()),
    ];
    let call = Call::Create {
        scenario: "3am-outage".to_owned(),
        team: "Night shift".to_owned(),
        seed: None,
        minutes: Some(30),
        people,
    };
    match stage.call(call).await {
        Reply::Opened { drill } => drill,
        other => panic!("not opened: {other:?}"),
    }
}

async fn ask(stage: &Handle, command: Command) -> Reply {
    stage
        .call(Call::Command {
            command: Box::new(command),
        })
        .await
}

fn refused(reply: Reply) -> (String, String) {
    match reply {
        Reply::Refused { refusal } => (refusal.code, refusal.message),
        other => panic!("not refused: {other:?}"),
    }
}

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

/// A drill of a minute that has ended.
async fn ended(stage: &Handle) -> String {
    let drill = create(stage).await;
    for command in [
        Command::Start,
        Command::Speed { factor: 60.0 },
        Command::StartFault {
            fault: Fault {
                title: "the hidden fault".to_owned(),
                on: "api".to_owned(),
                only: None,
                effect: Effect::Down,
                shape: Shape::Step,
                for_ms: None,
                carried_by: Carrier::Process,
            },
        },
    ] {
        assert_eq!(ask(stage, command).await, Reply::Done);
    }
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    assert_eq!(ask(stage, Command::End).await, Reply::Done);
    drill
}

fn write(field: Field, text: &str) -> Command {
    let text = Some(text.to_owned());
    Command::Write {
        edits: vec![Edit::Text { field, text }],
    }
}

async fn postmortem(stage: &Handle, version: Option<u32>) -> PostmortemView {
    match stage.call(Call::Postmortem { version }).await {
        Reply::Postmortem { view } => *view,
        other => panic!("no postmortem: {other:?}"),
    }
}

fn field_of(view: &PostmortemView, field: Field) -> FieldView {
    let mut all = view.sections.iter().flat_map(|s| &s.fields);
    all.find(|known| known.field == field).expect("it").clone()
}

#[tokio::test]
async fn what_is_written_is_there_after_the_program_died_and_in_what_goes_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let drill = {
        let stage = stage(folder.path());
        let drill = create(&stage).await;
        let (code, _) = refused(stage.call(Call::Postmortem { version: None }).await);
        assert_eq!(code, "not-ended");
        drop(stage);
        drill
    };
    let first = stage(folder.path());
    assert!(matches!(
        first.call(Call::Open { drill }).await,
        Reply::Opened { .. }
    ));
    let drill = ended(&first).await;
    let drafted = field_of(&postmortem(&first, None).await, Field::Summary);
    assert!(!drafted.edited && drafted.text == drafted.drafted);
    ask(&first, write(Field::Summary, "We lost **one minute**.")).await;
    // No goodbye: the stage is dropped with what it holds.
    drop(first);
    let again = stage(folder.path());
    again
        .call(Call::Open {
            drill: drill.clone(),
        })
        .await;
    let now = field_of(&postmortem(&again, None).await, Field::Summary);
    assert_eq!(
        (now.text.as_str(), now.edited),
        ("We lost **one minute**.", true)
    );
    assert_eq!(
        now.drafted, drafted.text,
        "the draft is there to go back to"
    );
    let to = folder.path().join("out.md");
    let export = Call::Export {
        format: Format::Markdown,
        paper: PaperSize::A4,
        path: Some(to.display().to_string()),
    };
    assert!(matches!(again.call(export).await, Reply::Exported { .. }));
    let text = std::fs::read_to_string(&to).expect("the export");
    assert!(text.contains("We lost **one minute**."), "{text}");
    let shown = postmortem(&again, None).await;
    assert_eq!(shown.versions[0].says, "exported as Markdown");
    assert!(!shown.unkept);
    // What went out is sealed, closed, and told from what was drafted.
    for status in [Status::InReview, Status::Final] {
        assert_eq!(ask(&again, Command::File { status }).await, Reply::Done);
    }
    let last = postmortem(&again, None).await;
    assert!(last.seal.as_ref().is_some_and(|seal| seal.holds) && !last.open);
    let (code, _) = refused(ask(&again, write(Field::Summary, "no")).await);
    assert_eq!(code, "final");
    let old = postmortem(&again, Some(1)).await;
    assert_eq!((old.version, old.open), (Some(1), false));
    let (code, _) = refused(again.call(Call::Postmortem { version: Some(99) }).await);
    assert_eq!(code, "unknown-version");
}

#[tokio::test]
async fn the_hot_wash_plays_on_the_room_screen_and_hides_the_truth_until_it_is_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let stage = stage(folder.path());
    let room = |stage: &Handle| match stage.room().borrow().as_ref() {
        Push::Room { view } => view.hot_wash.clone(),
        other => panic!("no room but {other:?}"),
    };
    create(&stage).await;
    let open = Call::HotWash { open: true };
    let (code, _) = refused(stage.call(open.clone()).await);
    assert_eq!(code, "not-ended");
    ended(&stage).await;
    let wash = |at_ms, speed| Call::Wash { at_ms, speed };
    let (code, _) = refused(stage.call(wash(0, 1.0)).await);
    assert_eq!(code, "no-hot-wash");
    assert_eq!(stage.call(open).await, Reply::Done);
    let (code, _) = refused(stage.call(wash(0, 61.0)).await);
    assert_eq!(code, "speed");
    let shown = room(&stage).expect("it is open");
    assert!(shown.story.truth.is_none() && !shown.revealed);
    let text = serde_json::to_string(&shown).expect("JSON");
    assert!(!text.contains("the hidden fault"), "{text}");
    let told = view(&stage).hot_wash.expect("the facilitator's");
    assert!(told.story.truth.is_some());
    assert_eq!(shown.story.to_ms, view(&stage).clock.at_ms);
    // It plays to the end and stands there.
    stage.call(wash(0, 60.0)).await;
    tokio::time::sleep(Duration::from_millis(900)).await;
    let at = room(&stage).expect("open").at_ms;
    assert!(at > 15_000, "{at}");
    stage.call(wash(i32::MAX, 60.0)).await;
    let last = room(&stage).expect("open");
    assert_eq!((last.at_ms, last.speed), (last.story.to_ms, 0.0));
    assert_eq!(ask(&stage, Command::Reveal).await, Reply::Done);
    let shown = room(&stage).expect("open");
    assert!(shown.revealed && shown.story.truth.is_some());
    stage.call(Call::HotWash { open: false }).await;
    assert_eq!(room(&stage), None);
}

#[tokio::test]
async fn each_desk_answers_once_and_without_a_name_if_they_like() {
    let folder = tempfile::tempdir().expect("a folder");
    let stage = stage(folder.path());
    create(&stage).await;
    stage.join("Ada".to_owned(), [7; 32]).await.expect("a desk");
    let answer = |anonymous, helped: &str| DeskCall::Survey {
        anonymous,
        survey: Survey {
            helped: helped.to_owned(),
            hindered: String::new(),
            change: "page the database team".to_owned(),
        },
    };
    let early = stage.desk(1, answer(true, "x")).await;
    assert!(matches!(early, DeskReply::Refused { .. }));
    ended(&stage).await;
    // `ended` made another drill: the desk went with the first.
    let gone = stage.desk(1, answer(true, "x")).await;
    assert!(matches!(gone, DeskReply::Refused { .. }));
    stage.join("Ada".to_owned(), [8; 32]).await.expect("a desk");
    assert_eq!(
        stage.desk(1, answer(true, "the map")).await,
        DeskReply::Done
    );
    let twice = stage.desk(1, answer(true, "again")).await;
    assert!(matches!(twice, DeskReply::Refused { .. }), "{twice:?}");
    assert_eq!(
        stage.desk(1, answer(false, "the log")).await,
        DeskReply::Done
    );
    let mut desks = stage.desks();
    desks
        .wait_for(|desks| desks.seats[&1].view.answered)
        .await
        .expect("the seat says so");
    let shown = postmortem(&stage, None).await;
    // Whatever is edited, before or after, the answers stand as they were given.
    ask(&stage, write(Field::WentWell, "Edited.")).await;
    let to = folder.path().join("out.md");
    let export = Call::Export {
        format: Format::Markdown,
        paper: PaperSize::A4,
        path: Some(to.display().to_string()),
    };
    assert!(matches!(stage.call(export).await, Reply::Exported { .. }));
    let text = std::fs::read_to_string(&to).expect("the export");
    assert!(text.contains("| On-Call | the log |"), "{text}");
    assert!(text.contains("| without a role | the map |"), "{text}");
    let items = shown.action_items.iter();
    assert_eq!(
        items
            .filter(|i| i.title == "Page the database team")
            .count(),
        2
    );
    // Final, left and opened again: its desks are gone, and the seal holds.
    for status in [Status::InReview, Status::Final] {
        assert_eq!(ask(&stage, Command::File { status }).await, Reply::Done);
    }
    let drill = view(&stage).drill.id;
    assert_eq!(stage.call(Call::Close).await, Reply::Done);
    let opened = stage.call(Call::Open { drill }).await;
    assert!(matches!(opened, Reply::Opened { .. }));
    let seal = postmortem(&stage, None).await.seal.expect("it is final");
    assert!(seal.holds, "nothing happened but reading");
}
