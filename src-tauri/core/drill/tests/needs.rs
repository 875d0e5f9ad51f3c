//! What needs the facilitator, computed from the record.

mod play;

use drill::needs::{Answer, Need, needs};
use drill::{Command, Drill, Ruling};
use scenario::{Deed, DeedKind, Page, Trigger};
use world::Act;

use play::{log, started};

const MIN: i64 = 60_000;

fn all(drill: &Drill) -> Vec<Need> {
    needs(drill.scenario(), drill.state())
}

fn find(drill: &Drill, id: &str) -> Option<Need> {
    all(drill).into_iter().find(|need| need.id == id)
}

fn command(drill: &mut Drill, command: &Command) {
    drill.command(command, 0).expect("it is possible");
}

#[test]
fn what_needs_the_facilitator_is_computed() {
    let mut drill = started();
    let has = |drill: &Drill, id: &str| find(drill, id).is_some();
    assert!(has(&drill, "empty-frontend"));
    let assign = Command::Assign {
        role: "frontend".to_owned(),
        person: "June".to_owned(),
    };
    drill.advance(MIN, 0);
    drill.command(&assign, 0).expect("assigned");
    assert!(!has(&drill, "empty-frontend") && !has(&drill, "silent-frontend"));
    log(&mut drill, "bridge", Deed::Severity { level: 1 });
    // Who came late is silent from then on, not from STARTEX.
    let norm = i64::from(drill.scenario().norms.silent_after_ms);
    let came = drill.now_ms();
    assert!(came > 0);
    drill.advance(came + norm - 1_000, 0);
    assert!(!has(&drill, "silent-frontend"));
    drill.advance((came + norm).max(7 * MIN), 0);
    assert!(has(&drill, "silent-frontend"));
    let update = find(&drill, "update-1").expect("declared, and stakeholders were told nothing");
    assert_eq!(
        update.answer,
        Some(Answer::Log(
            "bridge".to_owned(),
            Some(DeedKind::StatusUpdate)
        ))
    );
    let update = Deed::StatusUpdate {
        impact: "One checkout in five fails.".to_owned(),
        doing: String::new(),
        next_in_min: Some(10),
    };
    log(&mut drill, "bridge", update);
    let look = Deed::Look {
        page: Page::WebConsole,
        on: None,
        query: None,
    };
    log(&mut drill, "frontend", look);
    assert!(
        !has(&drill, "update-1") && !has(&drill, "update-2") && !has(&drill, "silent-frontend")
    );
}

#[test]
fn a_need_that_is_set_aside_comes_back() {
    let mut drill = started();
    assert!(find(&drill, "empty-frontend").is_some());
    let aside = Command::SetAside {
        need: "empty-frontend".to_owned(),
    };
    command(&mut drill, &aside);
    assert!(find(&drill, "empty-frontend").is_none());
    assert!(find(&drill, "empty-backend").is_some(), "only that one");
    drill.advance(5 * MIN - 1, 0);
    assert!(find(&drill, "empty-frontend").is_none());
    drill.advance(5 * MIN, 0);
    assert!(find(&drill, "empty-frontend").is_some());
}

#[test]
fn somebody_at_a_desk_without_a_role_waits() {
    let mut drill = started();
    drill.join("Ada", 0).expect("a desk");
    let waits = find(&drill, "waits-Ada").expect("nothing to do at it");
    assert_eq!(waits.answer, Some(Answer::Desk("Ada".to_owned())));
    drill.take("Ada", "frontend", 0).expect("the role is open");
    assert!(find(&drill, "waits-Ada").is_none());
}

#[test]
fn a_wrong_hypothesis_gains_with_its_evidence() {
    let mut drill = started();
    // Until something is expected of anybody there is no hint to give.
    drill.advance(8 * MIN, 0);
    log(
        &mut drill,
        "backend",
        Deed::Hypothesis {
            text: "the certificate".to_owned(),
        },
    );
    let rule = Command::Rule {
        hypothesis: 1,
        truth: Ruling::RedHerring,
    };
    command(&mut drill, &rule);
    let pin = |against: bool| Deed::Pin {
        page: Page::Logs,
        on: None,
        what: "a line".to_owned(),
        hypothesis: Some(1),
        against,
    };
    log(&mut drill, "backend", pin(false));
    assert!(find(&drill, "wrong-1").is_none(), "one piece is a thought");
    log(&mut drill, "backend", pin(false));
    let wrong = find(&drill, "wrong-1").expect("two pieces are a track");
    assert!(
        wrong.text.contains("2 for it, nothing against"),
        "{}",
        wrong.text
    );
    // The answer leads to what is true, by an expectation's next hint.
    let Some(Answer::Hint(expectation, step)) = wrong.answer else {
        panic!("{wrong:?}")
    };
    let hints = &drill.scenario().hints;
    let hint = hints.iter().find(|h| h.expectation == expectation);
    assert_eq!(hint.expect("a hint").steps[0], step);
    log(&mut drill, "backend", pin(true));
    log(&mut drill, "backend", pin(true));
    assert!(find(&drill, "wrong-1").is_none(), "as much against as for");
}

#[test]
fn a_team_is_behind_ahead_or_over_its_time_box() {
    let mut drill = started();
    let length = i64::from(drill.state().head.length_ms);
    drill.advance(length / 2 - 1_000, 0);
    assert!(find(&drill, "behind").is_none());
    drill.advance(length / 2, 0);
    let behind = find(&drill, "behind").expect("users are hit, and nobody knows why");
    assert!(behind.text.contains("nobody has named the cause"));
    assert!(
        matches!(behind.answer, Some(Answer::Hint(..))),
        "{behind:?}"
    );
    drill.advance(length, 0);
    assert!(find(&drill, "box-over").is_none());
    drill.advance(length + 1_000, 0);
    let over = find(&drill, "box-over").expect("its time is over");
    assert_eq!(over.answer, Some(Answer::End));
    assert!(find(&drill, "behind").is_none(), "it is not both");

    let mut drill = started();
    drill.advance(3 * MIN, 0);
    assert!(drill.state().in_breach(), "users are hit");
    let back = Act::RollBack {
        on: "api".to_owned(),
        to: Some("v213".to_owned()),
    };
    log(&mut drill, "backend", Deed::System { act: back });
    let rest: Vec<String> = drill
        .state()
        .injects
        .iter()
        .filter(|r| r.fired_ms.is_none() && r.inject.trigger != Trigger::Tray)
        .map(|r| r.inject.id.clone())
        .collect();
    for inject in rest {
        command(&mut drill, &Command::Skip { inject });
    }
    while drill.state().in_breach() {
        let to = drill.now_ms() + 10_000;
        assert!(to < 15 * MIN, "the roll-back helps");
        drill.advance(to, 0);
    }
    let ahead = find(&drill, "ahead").expect("it is over, and much is left");
    assert_eq!(ahead.answer, Some(Answer::Tray), "{ahead:?}");
}

#[test]
fn the_most_urgent_comes_first() {
    let mut drill = started();
    log(&mut drill, "bridge", Deed::Severity { level: 1 });
    drill.advance(8 * MIN, 0);
    let urgencies: Vec<_> = all(&drill).into_iter().map(|need| need.urgency).collect();
    assert!(urgencies.len() > 3);
    assert!(urgencies.is_sorted());
}
