//! What is judged and computed from the record: expectations, hypotheses, needs.

mod play;
mod refused;

use std::sync::Arc;

use drill::judge::{Standing, expectations};
use drill::{Command, Drill, Ruling};
use scenario::{Deed, Verdict};

use play::{log, scenario, started};
use refused::refused;

const MIN: i64 = 60_000;

fn hypothesis(text: &str) -> Deed {
    Deed::Hypothesis {
        text: text.to_owned(),
    }
}

#[test]
fn expectations_are_judged_from_the_record() {
    let mut drill = started();
    let standing = |drill: &Drill, deed: &str| {
        let scenario = Arc::clone(drill.scenario());
        let judged = expectations(&scenario, drill.state());
        let wanted = judged.into_iter().find(|j| {
            j.expectation
                .any
                .iter()
                .any(|p| serde_json::to_value(p.act).expect("a name") == serde_json::json!(deed))
        });
        wanted.expect("the scenario expects it").standing
    };
    assert_eq!(
        standing(&drill, "acknowledge"),
        Standing::Waiting,
        "no alert yet"
    );
    let early = Command::Log {
        role: "on-call".to_owned(),
        person: None,
        deed: Deed::Acknowledge {
            alert: "APIAvailability".to_owned(),
        },
    };
    assert_eq!(refused(&mut drill, &early), "not-fired");
    while drill
        .state()
        .alerts
        .iter()
        .all(|a| a.name != "APIAvailability")
    {
        let to = drill.now_ms() + 10_000;
        assert!(to < 10 * MIN, "the leak pages");
        drill.advance(to, 0);
    }
    assert_eq!(standing(&drill, "acknowledge"), Standing::Open);
    let Command::Log { role, deed, .. } = early else {
        unreachable!()
    };
    log(&mut drill, &role, deed);
    assert_eq!(standing(&drill, "acknowledge"), Standing::Met);
    let alert = drill
        .state()
        .alerts
        .iter()
        .find(|a| a.name == "APIAvailability");
    assert_eq!(
        alert.expect("there").acknowledged.as_ref().expect("by").1,
        "on-call"
    );
    drill.command(&Command::End, 0).expect("ENDEX");
    let scenario = scenario();
    let judged = expectations(&scenario, drill.state());
    // Nobody asked the assistant, so there was nothing of its to check.
    assert!(judged.iter().all(|j| j.expectation.id != "check-restart"));
    let end = drill.now_ms();
    assert!(judged.iter().any(|j| j.standing == Standing::Missed));
    for j in &judged {
        let settled = matches!(
            j.standing,
            Standing::Met | Standing::Late | Standing::Missed
        );
        // What was due after the end was neither done nor missed.
        let open = j.standing == Standing::Open && j.due_ms.is_some_and(|due| due > end);
        assert!(settled || open, "{j:?}");
    }
}

#[test]
fn hypotheses_are_recognised_ruled_on_and_judged() {
    let mut drill = started();
    log(
        &mut drill,
        "backend",
        hypothesis("v214 leaks database connections"),
    );
    log(&mut drill, "on-call", hypothesis("solar flares"));
    let truths: Vec<Ruling> = drill.state().hypotheses.iter().map(|h| h.truth).collect();
    assert_eq!(truths, [Ruling::True, Ruling::Open]);
    let rule = Command::Rule {
        hypothesis: 2,
        truth: Ruling::RedHerring,
    };
    drill.command(&rule, 0).expect("ruled");
    let judge = Deed::Judge {
        hypothesis: 1,
        verdict: Verdict::Confirmed,
        evidence: "errors began with the deploy".to_owned(),
    };
    log(&mut drill, "backend", judge);
    let first = &drill.state().hypotheses[0];
    assert_eq!(first.verdict, Some(Verdict::Confirmed));
    assert_eq!(first.evidence[0].what, "errors began with the deploy");
    let times = drill::times::key_times(drill.scenario(), drill.state());
    assert_eq!(times.identified.map(|(at, _)| at), Some(0));
}
