//! The stage after ENDEX: the postmortem is written, the hot wash plays, desks are asked.

mod staged;

use std::time::Duration;

use drill::Command;
use drill::writing::{Edit, Field, Status, Survey};
use live::Handle;
use staged::{ask, create, refused, stage, view};
use wire::postmortem::{FieldView, PostmortemView};
use wire::{Call, DeskCall, DeskReply, Format, PaperSize, Push, Reply};
use world::{Carrier, Effect, Fault, Shape};

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
