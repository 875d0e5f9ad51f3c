//! Desks in the record: who sits there, what they may do, and the assistant they ask.
#![allow(clippy::unwrap_used)]

mod play;
mod refused;

use drill::state::EvidenceRecord;
use drill::{ClockPhase, Command, Drill, Fact, Refusal};
use play::{fresh, log, started};
use refused::refused;
use scenario::{Deed, DeedKind, Page, Pattern, Verdict, roles};
use world::Act;

fn join(drill: &mut Drill, name: &str) -> u32 {
    drill.join(name, 0).unwrap()
}

fn put(drill: &mut Drill, person: &str, role: &str) {
    let command = Command::MovePerson {
        person: person.to_owned(),
        role: Some(role.to_owned()),
    };
    drill.command(&command, 0).unwrap();
}

fn seated(role: &str) -> Drill {
    let mut drill = started();
    join(&mut drill, "Ada");
    put(&mut drill, "Ada", role);
    drill
}

fn look(page: Page, query: Option<&str>) -> Deed {
    Deed::Look {
        page,
        on: None,
        query: query.map(str::to_owned),
    }
}

fn ask(question: &str) -> Deed {
    Deed::Ask {
        question: question.to_owned(),
    }
}

fn code(result: Result<&[drill::Event], Refusal>) -> String {
    result.map_or_else(
        |refusal| refusal.code,
        |events| format!("{} events", events.len()),
    )
}

#[test]
fn roles_may_do_what_they_answer_for() {
    // Each role, and what it may not do.
    let table: Vec<(String, Vec<DeedKind>)> = roles::standard()
        .iter()
        .map(|role| {
            let not = DeedKind::ALL.into_iter().filter(|kind| !role.may_do(*kind));
            (role.id.clone(), not.collect())
        })
        .collect();
    insta::assert_debug_snapshot!(table);
    for kind in roles::EVERYBODY {
        assert!(
            table.iter().all(|(_, not)| !not.contains(&kind)),
            "{kind:?}"
        );
    }
    for kind in DeedKind::ALL {
        assert!(
            table.iter().any(|(_, not)| !not.contains(&kind)),
            "nobody may {kind:?}"
        );
    }
}

#[test]
fn a_desk_is_checked_for_person_role_and_clock() {
    let mut drill = fresh();
    join(&mut drill, "Ada");
    put(&mut drill, "Ada", "bridge");
    let severity = Deed::Severity { level: 1 };
    let restart = Deed::System {
        act: Act::Restart {
            on: "api".to_owned(),
        },
    };
    let tried = |drill: &mut Drill, person: &str, role: &str, deed: &Deed| {
        code(drill.at_desk(person, role, deed, false, 0))
    };
    assert_eq!(tried(&mut drill, "Ada", "bridge", &severity), "not-started");
    drill.command(&Command::Start, 0).unwrap();
    assert_eq!(tried(&mut drill, "Ada", "bridge", &severity), "1 events");
    assert_eq!(tried(&mut drill, "Eve", "bridge", &severity), "no-desk");
    assert_eq!(
        tried(&mut drill, "Ada", "backend", &severity),
        "not-your-role"
    );
    assert_eq!(
        tried(&mut drill, "Ada", "nobody", &severity),
        "unknown-role"
    );
    assert_eq!(tried(&mut drill, "Ada", "bridge", &restart), "not-yours");
    put(&mut drill, "Ada", "backend");
    drill.command(&Command::Pause, 0).unwrap();
    assert_eq!(tried(&mut drill, "Ada", "backend", &restart), "paused");
    assert_eq!(
        tried(&mut drill, "Ada", "backend", &look(Page::Logs, None)),
        "1 events"
    );
    drill.command(&Command::Emergency, 0).unwrap();
    assert_eq!(
        tried(&mut drill, "Ada", "backend", &look(Page::Alerts, None)),
        "emergency"
    );
    drill.command(&Command::Resume, 0).unwrap();
    drill.command(&Command::End, 0).unwrap();
    assert_eq!(drill.state().phase, ClockPhase::Ended);
    assert_eq!(
        tried(&mut drill, "Ada", "backend", &look(Page::Alerts, None)),
        "0 events"
    );
    assert_eq!(tried(&mut drill, "Ada", "backend", &restart), "ended");
}

#[test]
fn a_page_that_stays_open_is_one_look_and_to_look_again_is_another() {
    let mut drill = seated("on-call");
    let count = |drill: &mut Drill, deed: &Deed, again: bool| {
        let events = drill.at_desk("Ada", "on-call", deed, again, 0).unwrap();
        events.len()
    };
    let (logs, errors) = (
        look(Page::Logs, None),
        look(Page::Logs, Some("level:error")),
    );
    assert_eq!(count(&mut drill, &logs, true), 1, "never opened before");
    drill.advance(3_000, 0);
    assert_eq!(count(&mut drill, &logs, false), 0, "a second tap");
    assert_eq!(count(&mut drill, &errors, false), 1);
    drill.advance(400_000, 0);
    assert_eq!(count(&mut drill, &errors, true), 0, "it has stayed open");
    assert_eq!(count(&mut drill, &errors, false), 1, "searched again");
    // What came since can be looked for at once.
    let asked = ask("How do I fix the database?");
    drill.at_desk("Ada", "on-call", &asked, false, 0).unwrap();
    drill.advance(412_000, 0);
    assert_eq!(count(&mut drill, &look(Page::Database, None), false), 1);
    drill.advance(415_500, 0);
    assert!(drill.state().question(1).unwrap().answer.is_some());
    assert_eq!(count(&mut drill, &look(Page::Database, None), false), 1);
    assert!(drill.state().question(1).unwrap().verified.is_some());
}

#[test]
fn a_note_of_a_hand_over_is_whole_or_refused() {
    let mut drill = started();
    let assign = Command::Assign {
        role: "bridge".to_owned(),
        person: "Rui".to_owned(),
    };
    drill.command(&assign, 0).unwrap();
    let hand_over = |note: String| Command::HandOver {
        role: "bridge".to_owned(),
        from: "Rui".to_owned(),
        to: "Ada".to_owned(),
        note,
    };
    let long = "a".repeat(drill::TEXT_MAX + 1);
    let refusal = drill.command(&hand_over(long), 0).unwrap_err();
    assert_eq!(refusal.code, "too-long");
    drill
        .command(&hand_over("Ask\u{7} Bo.\nTwice.".to_owned()), 0)
        .unwrap();
    let Fact::HandedOver { note, .. } = &drill.events().last().unwrap().fact else {
        panic!("handed over last")
    };
    assert_eq!(note, "Ask Bo.\nTwice.");
}

#[test]
fn a_role_is_handed_over_to_whoever_sits_there_however_it_is_written() {
    let mut drill = started();
    let assign = Command::Assign {
        role: "bridge".to_owned(),
        person: "Rui".to_owned(),
    };
    drill.command(&assign, 0).unwrap();
    let desk = join(&mut drill, "Ada");
    let hand_over = Command::HandOver {
        role: "bridge".to_owned(),
        from: "Rui".to_owned(),
        to: "ada".to_owned(),
        note: String::new(),
    };
    drill.command(&hand_over, 0).unwrap();
    let person = drill.state().person_at(desk).unwrap();
    assert_eq!(drill.state().roles_of(person), ["bridge"]);
}

#[test]
fn people_come_are_called_otherwise_and_go() {
    let mut drill = started();
    let assign = Command::Assign {
        role: "backend".to_owned(),
        person: "Ada".to_owned(),
    };
    drill.command(&assign, 0).unwrap();
    let desk = join(&mut drill, "ada");
    assert_eq!(
        drill.state().person_at(desk),
        Some("Ada"),
        "as the board has her"
    );
    assert_eq!(drill.join("ADA", 0).unwrap_err().code, "name-taken");
    drill
        .at_desk("Ada", "backend", &look(Page::Database, None), false, 0)
        .unwrap();
    let rename = |from: &str, to: &str| Command::Rename {
        from: from.to_owned(),
        to: to.to_owned(),
    };
    drill.command(&rename("Ada", "Ada L."), 0).unwrap();
    assert_eq!(drill.state().person_at(desk), Some("Ada L."));
    assert_eq!(drill.state().people("backend"), ["Ada L."]);
    let did = &drill.state().deeds.last().unwrap().did;
    assert_eq!((did.person.as_deref(), did.at_desk), (Some("Ada L."), true));
    let grace = join(&mut drill, "Grace");
    assert_eq!(
        refused(&mut drill, &rename("Grace", "ada l.")),
        "name-taken"
    );
    let remove = Command::Remove {
        person: "Grace".to_owned(),
    };
    drill.command(&remove, 0).unwrap();
    assert_eq!(drill.state().person_at(grace), None);
    assert_ne!(
        join(&mut drill, "Grace"),
        grace,
        "a number is never given twice"
    );
    drill.command(&Command::DropDesks, 0).unwrap();
    assert!(drill.state().desks.is_empty());
    assert_eq!(
        drill.state().people("backend"),
        ["Ada L."],
        "they keep their roles"
    );
    // The record folds to the same.
    let again = Drill::replay(
        drill.scenario().clone(),
        drill.events().to_vec(),
        drill.now_ms(),
    );
    assert_eq!(again.unwrap().state(), drill.state());
}

#[test]
fn the_best_whole_answer_goes_by_itself_unless_it_is_held() {
    let mut drill = seated("backend");
    let asked = ask("Our database refuses connections. Would a restart fix it?");
    drill.at_desk("Ada", "backend", &asked, false, 0).unwrap();
    let question = drill.state().question(1).unwrap();
    assert_eq!(question.script.as_deref(), Some("restart-db"));
    assert_eq!(drill.next_due().map(|at| at <= 15_000), Some(true));
    drill.advance(14_000, 0);
    assert!(drill.state().question(1).unwrap().answer.is_none());
    drill.advance(16_000, 0);
    let answer = drill.state().question(1).unwrap().answer.clone().unwrap();
    assert_eq!(
        (answer.at_ms, answer.right, answer.sent),
        (15_000, Some(false), false)
    );

    drill.at_desk("Ada", "backend", &asked, false, 0).unwrap();
    drill
        .command(&Command::HoldAnswer { question: 2 }, 0)
        .unwrap();
    drill.advance(200_000, 0);
    assert!(drill.state().question(2).unwrap().answer.is_none(), "held");
    let own = Command::Answer {
        question: 2,
        text: "Look at pg_stat_activity first.".to_owned(),
        script: None,
        right: Some(true),
    };
    drill.command(&own, 0).unwrap();
    assert_eq!(refused(&mut drill, &own), "answered");

    // Nothing fits: it says so, later.
    drill
        .at_desk("Ada", "backend", &ask("And the weather?"), false, 0)
        .unwrap();
    drill.advance(261_000, 0);
    let said = drill.state().question(3).unwrap().answer.clone().unwrap();
    assert_eq!(
        (said.text.as_str(), said.right),
        (drill::assistant::SHRUG, None)
    );
}

/// Asks, and does these in turn; what became of the question, and whether the expectation is met.
fn advised(deeds: &[Deed]) -> (bool, Option<bool>, bool) {
    let mut drill = seated("backend");
    drill
        .at_desk(
            "Ada",
            "backend",
            &ask("How do I fix the database?"),
            false,
            0,
        )
        .unwrap();
    drill.advance(20_000, 0);
    for deed in deeds {
        drill.at_desk("Ada", "backend", deed, false, 0).unwrap();
    }
    let question = drill.state().question(1).unwrap();
    (
        question.verified.is_some(),
        question.followed.map(|(_, checked)| checked),
        drill.state().met.contains_key("check-restart"),
    )
}

#[test]
fn whether_advice_was_looked_at_before_it_was_followed_is_recorded() {
    let restart = Deed::System {
        act: Act::Restart {
            on: "db".to_owned(),
        },
    };
    let health = Deed::System {
        act: Act::HealthCheck {
            on: "db".to_owned(),
        },
    };
    let database = look(Page::Database, None);
    let says = Deed::Verify {
        question: 1,
        holds: false,
        evidence: "few queries run".to_owned(),
    };
    assert_eq!(advised(&[]), (false, None, false));
    assert_eq!(
        advised(&[look(Page::Logs, None)]),
        (false, None, false),
        "logs do not show it"
    );
    assert_eq!(advised(std::slice::from_ref(&database)), (true, None, true));
    assert_eq!(advised(std::slice::from_ref(&says)), (true, None, true));
    assert_eq!(
        advised(&[health]),
        (false, None, false),
        "a check follows no advice"
    );
    assert_eq!(
        advised(std::slice::from_ref(&restart)),
        (false, Some(false), false)
    );
    assert_eq!(
        advised(&[database.clone(), restart.clone()]),
        (true, Some(true), true)
    );
    let says_late = [restart.clone(), says.clone()];
    assert_eq!(
        advised(&says_late),
        (true, Some(false), false),
        "to say it after the harm is no test"
    );
    assert_eq!(
        advised(&[restart, database]),
        (true, Some(false), false),
        "too late"
    );
}

#[test]
fn evidence_speaks_for_or_against_a_hypothesis() {
    let mut drill = seated("on-call");
    let hypothesis = Deed::Hypothesis {
        text: "Postgres is slow".to_owned(),
    };
    log(&mut drill, "backend", hypothesis);
    let pin = |hypothesis: Option<u32>, against: bool| Deed::Pin {
        page: Page::Dashboards,
        on: None,
        what: "Database p95 4 ms".to_owned(),
        hypothesis,
        against,
    };
    assert_eq!(
        code(drill.at_desk("Ada", "on-call", &pin(Some(2), true), false, 0)),
        "unknown-hypothesis"
    );
    drill
        .at_desk("Ada", "on-call", &pin(Some(1), true), false, 0)
        .unwrap();
    drill
        .at_desk("Ada", "on-call", &pin(None, false), false, 0)
        .unwrap();
    let state = drill.state();
    assert_eq!(
        state.hypotheses[0].evidence,
        [EvidenceRecord {
            what: "Database p95 4 ms".to_owned(),
            against: true,
            seen: Some((Page::Dashboards, None)),
        }]
    );
    assert_eq!(state.pins.len(), 2);
    assert!(matches!(drill.events().last().unwrap().fact, Fact::Did(ref did) if did.at_desk));
    let pattern = Pattern {
        act: DeedKind::Verify,
        on: Some("a".to_owned()),
        page: None,
    };
    assert!(pattern.verified(&["b".to_owned(), "a".to_owned()]));
    assert!(!pattern.verified(&["b".to_owned()]));
    // What is said with a verdict speaks on the verdict's side.
    for (verdict, weighed) in [(Verdict::Refuted, (0, 2)), (Verdict::Confirmed, (1, 2))] {
        let judged = Deed::Judge {
            hypothesis: 1,
            verdict,
            evidence: "as seen".to_owned(),
        };
        log(&mut drill, "backend", judged);
        assert_eq!(drill.state().hypotheses[0].weighed(), weighed);
    }
}
