//! What the facilitator is shown beside the system: pre-flight, coverage, notes, what waits.

mod staged;

use drill::{Command, Refusal};
use scenario::{Deed, Mark, Page, Trigger};
use staged::{ask, create, stage, view};
use wire::call::FlightCheck;
use wire::console::InjectState;
use wire::parts::Tone;
use wire::{Call, Push, Reply};

async fn flight(stage: &live::Handle, scenario: Option<&str>) -> Vec<(FlightCheck, Tone, String)> {
    let scenario = scenario.map(str::to_owned);
    match stage.call(Call::PreFlight { scenario }).await {
        Reply::PreFlight { rows } => rows
            .into_iter()
            .map(|row| (row.id, row.tone, row.says))
            .collect(),
        other => panic!("no pre-flight but {other:?}"),
    }
}

#[tokio::test]
async fn pre_flight_says_what_is_ready_and_what_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let stage = stage(folder.path());
    let rows = flight(&stage, Some("3am-outage")).await;
    let ids: Vec<_> = rows.iter().map(|row| row.0).collect();
    assert_eq!(
        ids,
        [
            FlightCheck::Journal,
            FlightCheck::Disk,
            FlightCheck::Scenario
        ]
    );
    assert_eq!((rows[0].1, rows[2].1), (Tone::Good, Tone::Good), "{rows:?}");
    assert!(rows[0].2.contains("journal.sqlite"), "{}", rows[0].2);
    let rows = flight(&stage, Some("no-such-night")).await;
    assert_eq!(rows[2].1, Tone::Bad);
    assert!(rows[2].2.contains("no-such-night"), "{}", rows[2].2);
    assert!(matches!(
        stage.call(Call::PreFlight { scenario: None }).await,
        Reply::Refused { refusal } if refusal.code == "no-drill"
    ));
    create(&stage).await;
    let rows = flight(&stage, None).await;
    let roles = rows.last().unwrap();
    assert_eq!((roles.0, roles.1), (FlightCheck::Roles, Tone::Warn));
    assert!(roles.2.contains("Frontend"), "{}", roles.2);
}

#[tokio::test]
async fn what_came_of_a_file_from_outside_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let stage = stage(folder.path());
    let mut console = stage.console();
    let refusal = Refusal::new("not-a-drill", "This is no drill file.", "Choose another.");
    for number in 1..=2 {
        console.mark_unchanged();
        let reply = Reply::Refused {
            refusal: refusal.clone(),
        };
        stage.told(reply.clone()).await;
        console.changed().await.unwrap();
        let Push::Empty { told: Some(told) } = console.borrow().as_ref().clone() else {
            panic!("nothing was told")
        };
        assert_eq!((told.number, *told.reply), (number, reply));
    }
    create(&stage).await;
    assert_eq!(view(&stage).told.map(|told| told.number), Some(2));
}

#[tokio::test]
async fn coverage_notes_and_what_waits_are_seen() {
    let folder = tempfile::tempdir().unwrap();
    let stage = stage(folder.path());
    create(&stage).await;
    ask(&stage, Command::Start).await;
    let look = |role: &str, page, on: Option<&str>| Command::Log {
        role: role.to_owned(),
        person: None,
        deed: Deed::Look {
            page,
            on: on.map(str::to_owned),
            query: None,
        },
    };
    for command in [
        look("backend", Page::Logs, Some("api")),
        look("backend", Page::Logs, None),
        look("on-call", Page::Logs, Some("api")),
        Command::Observe {
            text: "They asked twice.".to_owned(),
            mark: Some(Mark::Bad),
            at_ms: Some(0),
            by: Some("Rosa".to_owned()),
        },
    ] {
        assert_eq!(ask(&stage, command).await, Reply::Done);
    }
    let view = view(&stage);
    let map = &view.coverage;
    let logs = map.pages.iter().find(|row| row.page == Some(Page::Logs));
    let times: Vec<_> = logs
        .unwrap()
        .looks
        .iter()
        .map(|cell| cell.as_ref().map_or(0, |cell| cell.times))
        .collect();
    assert_eq!(map.roles[..2], ["On-Call", "Backend"]);
    assert_eq!(times, [1, 2, 0, 0, 0]);
    let api = map.components.iter().find(|row| row.id == "api").unwrap();
    assert_eq!(
        api.looks[1].as_ref().unwrap().people,
        ["Björn"],
        "who, where one person has the role"
    );
    assert!(api.faulty.is_some(), "the leak is there from STARTEX");
    assert!(
        map.pages.iter().any(|row| {
            row.page == Some(Page::Database) && row.looks.iter().all(Option::is_none)
        })
    );
    assert_eq!(
        (view.notes[0].by.as_deref(), view.notes[0].at_ms),
        (Some("Rosa"), 0)
    );
    assert_eq!(view.roles[1].recent, 2);

    // A contingency would come when the silence has lasted; a branch on people nobody foresees.
    let waiting = || {
        view.run_sheet
            .iter()
            .filter(|row| row.state == InjectState::Waiting)
    };
    let silent = waiting().find(|row| matches!(row.trigger, Trigger::Silent { .. }));
    let silent = silent.expect("a contingency");
    assert!(silent.would_ms.is_some() && !silent.movable);
    let act = waiting().find(|row| matches!(row.trigger, Trigger::Act { .. }));
    assert_eq!(act.expect("a branch").would_ms, None);
    let bars = &view.lanes[0].bars;
    let drawn = bars
        .iter()
        .find(|bar| bar.inject.as_ref() == Some(&silent.id));
    let drawn = drawn.expect("it stands where it would come");
    assert_eq!(Some(drawn.from_ms), silent.would_ms);
    assert!(drawn.waits.is_some() && !drawn.movable);
}
