//! The postmortem as people write it: edits, versions, the seal, the survey.

mod play;
mod refused;

use drill::writing::{
    ActionItem, Edit, Field, LINE_MAX, PROSE_MAX, RowEdit, Status, Survey, TOGETHER_MAX,
    VERSIONS_MAX, record_hash,
};
use drill::{Command, Drill, Fact};

use play::{fresh, scenario, started};
use refused::refused;

fn ended() -> Drill {
    let mut drill = started();
    drill.advance(60_000, 60_000);
    drill.command(&Command::End, 60_000).expect("ENDEX");
    drill
}

fn text(field: Field, text: &str) -> Command {
    let text = Some(text.to_owned());
    Command::Write {
        edits: vec![Edit::Text { field, text }],
    }
}

fn file(status: Status) -> Command {
    Command::File { status }
}

fn does(drill: &mut Drill, command: &Command) -> usize {
    drill.command(command, 1_000).expect("it is possible").len()
}

fn answer(helped: &str) -> Survey {
    Survey {
        helped: helped.to_owned(),
        ..Survey::default()
    }
}

#[test]
fn nothing_is_written_before_the_end() {
    for mut drill in [fresh(), started()] {
        assert_eq!(refused(&mut drill, &text(Field::Summary, "x")), "not-ended");
        assert_eq!(refused(&mut drill, &Command::Reveal), "not-ended");
        assert_eq!(refused(&mut drill, &file(Status::InReview)), "not-ended");
    }
}

#[test]
fn an_edit_is_a_fact_and_what_changes_nothing_is_none() {
    let mut drill = ended();
    assert_eq!(
        does(&mut drill, &text(Field::Summary, "It was the pool.")),
        1
    );
    assert_eq!(
        does(&mut drill, &text(Field::Summary, "It was the pool.")),
        0
    );
    assert_eq!(
        drill.state().writing.edits.texts[&Field::Summary],
        "It was the pool."
    );
    let back = Edit::Text {
        field: Field::Summary,
        text: None,
    };
    assert_eq!(does(&mut drill, &Command::Write { edits: vec![back] }), 1);
    assert!(!drill.state().writing.unkept(), "as drafted again");
}

#[test]
fn edits_have_limits_that_are_said() {
    let mut drill = ended();
    let write = |edit| Command::Write { edits: vec![edit] };
    let row = |event| {
        write(Edit::Row {
            event,
            row: RowEdit {
                hidden: true,
                ..RowEdit::default()
            },
        })
    };
    let caption = write(Edit::Caption {
        graph: "errosr".to_owned(),
        text: Some("see".to_owned()),
    });
    let items = write(Edit::ActionItems {
        items: Some(vec![ActionItem::default(); 101]),
    });
    for (command, code) in [
        (text(Field::Owner, &"o".repeat(LINE_MAX + 1)), "too-long"),
        (text(Field::Summary, &"s".repeat(PROSE_MAX + 1)), "too-long"),
        (row(0), "unknown-row"),
        (row(9_999), "unknown-row"),
        (caption, "unknown-graph"),
        (items, "too-many-items"),
    ] {
        assert_eq!(refused(&mut drill, &command), code);
    }
    assert_eq!(
        does(&mut drill, &text(Field::Summary, "a\u{7}b\u{0}c\nd")),
        1
    );
    assert_eq!(drill.state().writing.edits.texts[&Field::Summary], "abc\nd");
}

#[test]
fn edits_that_come_together_are_all_made_or_none() {
    let mut drill = ended();
    let row = |event| Edit::Row {
        event,
        row: RowEdit {
            hidden: true,
            ..RowEdit::default()
        },
    };
    let edits = vec![row(1), row(2), row(2)];
    let good = Command::Write { edits };
    assert_eq!(does(&mut drill, &good), 2, "the third changes nothing");
    let edits = vec![row(3), row(9_999)];
    assert_eq!(
        refused(&mut drill, &Command::Write { edits }),
        "unknown-row"
    );
    assert_eq!(drill.state().writing.edits.rows.len(), 2);
    let edits = vec![row(1); TOGETHER_MAX + 1];
    let many = Command::Write { edits };
    assert_eq!(refused(&mut drill, &many), "too-many-edits");
}

#[test]
fn a_restored_version_brings_its_text_and_loses_none() {
    let mut drill = ended();
    does(&mut drill, &text(Field::Summary, "first"));
    let keep = Command::KeepVersion {
        says: "after the round".to_owned(),
    };
    does(&mut drill, &keep);
    does(&mut drill, &text(Field::Summary, "second"));
    does(&mut drill, &Command::RestoreVersion { version: 1 });
    let writing = &drill.state().writing;
    assert_eq!(writing.edits.texts[&Field::Summary], "first");
    let kept: Vec<_> = writing.versions.iter().map(|v| v.says.as_str()).collect();
    assert_eq!(kept, ["after the round", "before version 1 was restored"]);
    assert_eq!(writing.versions[1].edits.texts[&Field::Summary], "second");
    let unknown = Command::RestoreVersion { version: 7 };
    assert_eq!(refused(&mut drill, &unknown), "unknown-version");
}

#[test]
fn final_is_sealed_and_closed_until_it_is_a_draft_again() {
    let mut drill = ended();
    does(&mut drill, &text(Field::Summary, "agreed"));
    drill.join("Ada", 0).expect("a desk");
    let record = record_hash(drill.events());
    assert_eq!(refused(&mut drill, &file(Status::Final)), "not-reviewed");
    does(&mut drill, &file(Status::InReview));
    does(&mut drill, &file(Status::Final));
    let seal = drill.state().writing.seal.clone().expect("a seal");
    assert_eq!(seal.record, record, "the writing is not part of the record");
    assert!(seal.holds(drill.events(), &drill.state().writing.edits));
    for (command, code) in [
        (text(Field::Summary, "no"), "final"),
        (file(Status::InReview), "final"),
        (Command::RestoreVersion { version: 1 }, "final"),
    ] {
        assert_eq!(refused(&mut drill, &command), code);
    }
    assert!(drill.survey("Ada", false, &answer("late"), 0).is_err());
    let note = Command::Observe {
        text: "late".to_owned(),
        mark: None,
        at_ms: None,
        by: None,
    };
    assert_eq!(refused(&mut drill, &note), "final");
    // Desks that are cleared away say nothing of the outage.
    drill
        .command(&Command::DropDesks, 0)
        .expect("it is possible");
    let writing = &drill.state().writing;
    assert!(seal.holds(drill.events(), &writing.edits));
    // One changed event, and the seal is broken.
    let mut events = drill.events().to_vec();
    events[2].wall_ms += 1;
    assert!(!seal.holds(&events, &drill.state().writing.edits));
    does(&mut drill, &file(Status::Draft));
    assert_eq!(drill.state().writing.seal, None);
    does(&mut drill, &text(Field::Summary, "reopened"));
    assert!(!seal.holds(drill.events(), &drill.state().writing.edits));
}

#[test]
fn whoever_answers_without_a_name_leaves_none() {
    let mut drill = started();
    drill.join("Ada", 0).expect("a desk");
    let role = scenario().roles[0].id.clone();
    drill.take("Ada", &role, 0).expect("a role");
    assert!(drill.survey("Ada", true, &answer("early"), 0).is_err());
    drill.command(&Command::End, 0).expect("ENDEX");
    assert!(drill.survey("Ada", true, &answer(" "), 0).is_err(), "empty");
    drill
        .survey("Ada", true, &answer("the playbook"), 0)
        .expect("room");
    let nameless = serde_json::to_string(drill.events().last().expect("one")).expect("JSON");
    assert!(
        !nameless.contains("Ada") && !nameless.contains(&role),
        "{nameless}"
    );
    drill
        .survey("Ada", false, &answer("the map"), 0)
        .expect("room");
    drill
        .survey("Ada", false, &answer("the log"), 0)
        .expect("room");
    let said: Vec<_> = drill.state().writing.surveys.iter().collect();
    assert_eq!(
        said.len(),
        2,
        "a second answer under a name replaces the first"
    );
    assert_eq!(said[1].survey.helped, "the log");
    assert_eq!(said[1].role.as_deref(), Some(role.as_str()));
    let rename = Command::Rename {
        from: "Ada".to_owned(),
        to: "Adele".to_owned(),
    };
    does(&mut drill, &rename);
    drill
        .survey("Adele", false, &answer("the list"), 0)
        .expect("room");
    assert_eq!(
        drill.state().writing.surveys.len(),
        2,
        "still the same person"
    );
}

#[test]
fn the_limit_of_versions_keeps_nobody_from_agreeing() {
    let mut drill = ended();
    let keep = Command::KeepVersion {
        says: "again".to_owned(),
    };
    for _ in 0..VERSIONS_MAX {
        does(&mut drill, &keep);
    }
    assert_eq!(refused(&mut drill, &keep), "too-many-versions");
    does(&mut drill, &file(Status::InReview));
    does(&mut drill, &file(Status::Final));
    assert!(drill.state().writing.seal.is_some());
}

#[test]
fn replaying_the_record_gives_the_same_writing() {
    let mut drill = ended();
    does(&mut drill, &text(Field::WentWell, "- one\n- two"));
    does(&mut drill, &file(Status::InReview));
    does(&mut drill, &Command::Reveal);
    assert_eq!(does(&mut drill, &Command::Reveal), 0, "once");
    assert!(matches!(
        drill.events().last().expect("one").fact,
        Fact::TruthRevealed
    ));
    let events = drill.events().to_vec();
    let again = Drill::replay(scenario(), events, drill.now_ms()).expect("a record");
    assert_eq!(again.state().writing, drill.state().writing);
}
