//! A drill that was played here is the same drill there: record, state, postmortem, telemetry.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use drill::Drill;
use journal::{Came, Journal};
use live::{Config, Handle, spawn};
use wire::{Call, Format, PaperSize, Reply};

fn scenarios() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios")
}

/// A quarter of an hour of the first scenario.
fn played() -> live::Rehearsal {
    let files = shelf::read_files(&scenarios()).unwrap();
    let scenario = scenario::read(&files, "3am-outage").unwrap().scenario;
    let scenario = Arc::new(scenario.fitted(15 * 60_000));
    let team = scenario::read_team(&files, "3am-outage/teams/harmful.toml", &scenario).unwrap();
    live::rehearse(&scenario, &team, 11, |_, _| {}).unwrap()
}

fn replayed(journal: &Journal, id: &str) -> Drill {
    let recorded = journal.load(id).unwrap();
    Drill::replay(
        Arc::new(recorded.scenario),
        recorded.events,
        recorded.clock_ms,
    )
    .unwrap()
}

#[test]
fn a_drill_file_is_the_drill() {
    let played = played();
    let id = played.id();
    let here = played.recorded().unwrap();
    let file = here.write_out(id).unwrap();
    let mut there = Journal::in_memory().unwrap();
    assert_eq!(there.take_in(&file).unwrap().came, Came::New);

    let again = replayed(&there, id);
    assert!(again.events().len() > 50, "{}", again.events().len());
    assert_eq!(again.events(), played.drill.events());
    assert_eq!(again.state(), played.drill.state());
    assert_eq!(again.now_ms(), played.drill.now_ms());
    let json = |journal: &Journal, drill: &Drill| {
        let postmortem = live::postmortem_of(drill, played.made_ms);
        let paper = PaperSize::A4;
        let record = (journal, id);
        live::export(record, &postmortem, played.made_ms, Format::Json, paper)
            .unwrap()
            .bytes
    };
    assert!(json(&here, &played.drill) == json(&there, &again));
    let minutes = there.minutes(id).unwrap();
    assert!(minutes.len() >= 15, "{}", minutes.len());
    // As bytes: what was not measured is no number, and equals nothing.
    let packed = |journal: &Journal| -> Vec<(i32, Vec<u8>)> {
        let minutes = journal.minutes(id).unwrap().into_iter();
        minutes
            .map(|(minute, columns)| (minute, journal::pack(&columns)))
            .collect()
    };
    assert!(packed(&there) == packed(&here));
    // What was recorded is what the system does again.
    for (minute, columns) in minutes {
        let again = wire::view::minute(again.world(), minute);
        assert!(journal::pack(&again) == journal::pack(&columns), "{minute}");
    }
}

fn stage(folder: &Path) -> Handle {
    let journal = Journal::open(&folder.join("journal.sqlite")).unwrap();
    spawn(Config {
        journal,
        scenarios: Some(scenarios()),
        exports: folder.join("exports"),
        diary: live::Diary::nowhere(),
        program: live::Program::Serve,
    })
    .unwrap()
}

async fn export(stage: &Handle) -> String {
    let call = Call::Export {
        format: Format::Drill,
        paper: PaperSize::A4,
        path: None,
    };
    match stage.call(call).await {
        Reply::Exported { path, .. } => path,
        other => panic!("not exported: {other:?}"),
    }
}

fn code(reply: Reply) -> String {
    match reply {
        Reply::Refused { refusal } => refusal.code,
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn a_running_drill_is_exported_on_one_stage_and_goes_on_on_another() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = stage(here.path());
    let create = Call::Create {
        scenario: "3am-outage".to_owned(),
        team: "Night shift".to_owned(),
        seed: None,
        minutes: Some(30),
        people: vec![("on-call".to_owned(), "Ada".to_owned())],
    };
    let Reply::Opened { drill } = first.call(create).await else {
        panic!("not made")
    };
    let command = Box::new(drill::Command::Start);
    assert_eq!(first.call(Call::Command { command }).await, Reply::Done);
    let path = export(&first).await;
    assert!(path.ends_with(&format!("drill-{drill}.3am")), "{path}");
    // Not while a drill is on the stage, and not without a file.
    let take = |path: Option<&str>| Call::TakeIn {
        path: path.map(str::to_owned),
    };
    assert_eq!(code(first.call(take(Some(&path))).await), "on-stage");

    let second = stage(there.path());
    assert_eq!(code(second.call(take(None)).await), "no-path");
    assert_eq!(
        code(second.call(take(Some("/no/such.3am"))).await),
        "not-read"
    );
    assert_eq!(code(second.take_in(b"else".to_vec()).await), "drill-file");
    let Reply::TakenIn {
        drill: id, said, ..
    } = second.call(take(Some(&path))).await
    else {
        panic!("not taken in")
    };
    assert_eq!(id, drill);
    assert!(said.contains("in the library"), "{said}");
    let opened = second.call(Call::Open { drill: id.clone() }).await;
    assert_eq!(opened, Reply::Opened { drill: id });
    // It was running when it was exported: it stands there, and the file is its beginning now.
    assert_eq!(second.call(Call::Close).await, Reply::Done);
    let file = std::fs::read(&path).unwrap();
    match second.take_in(file).await {
        Reply::TakenIn { said, .. } => assert!(said.contains("goes on beyond"), "{said}"),
        other => panic!("not taken in: {other:?}"),
    }
}
