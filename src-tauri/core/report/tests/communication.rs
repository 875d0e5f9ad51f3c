//! The communication review: small drills, and what is found in them. What is not found is not
//! in the snapshot, so each rule is seen to speak and to keep silent.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod small;

use report::postmortem::{Communication, Finding, FindingKind};
use small::{
    Step, did, fire, hand_over, holds, note, notice, played, resolved, restart, say, scale, search,
    severity, smoke_test, update,
};

const MOST: &str = "Nobody can pay.";
const DOING: &str = "We look.";

fn review(steps: Vec<Step>, ends: &str) -> Communication {
    report::draft(&played(steps, ends), "2026-11-24").communication
}

/// The findings of some kinds, one a line, with the number of their events.
fn found(c: &Communication, kinds: &[FindingKind]) -> String {
    let line = |f: &Finding| {
        let sign = if f.good { '+' } else { '-' };
        format!("  {sign} {} [{}]", f.text, f.events.len())
    };
    let those = c.findings.iter().filter(|f| kinds.contains(&f.kind));
    let lines: Vec<String> = those.map(line).collect();
    if lines.is_empty() {
        "  nothing".to_owned()
    } else {
        lines.join("\n")
    }
}

macro_rules! reviews {
    ($($group:ident, [$($kind:ident),*] { $($name:literal: [$($step:expr),* $(,)?] until $ends:literal,)* })*) => {
        $(#[test]
        fn $group() {
            let kinds = [$(FindingKind::$kind),*];
            let mut all = String::new();
            $(
                let c = review(vec![$($step),*], $ends);
                all.push_str(&format!("{}\n{}\n\n", $name, found(&c, &kinds)));
            )*
            insta::assert_snapshot!(stringify!($group), all);
        })*
    };
}

reviews! {
    first_update, [Declared, FirstUpdate, Closing] {
        "no severity": [did("02:00", "bridge", update(MOST, DOING, None))] until "10:00",
        "in time": [
            did("02:00", "bridge", severity(1)),
            did("06:00", "bridge", update(MOST, DOING, None)),
        ] until "10:00",
        "late": [
            did("02:00", "bridge", severity(1)),
            did("07:01", "bridge", update(MOST, DOING, None)),
        ] until "10:00",
        "never": [did("02:00", "bridge", severity(1))] until "10:00",
        "the drill ended before": [did("07:00", "bridge", severity(1))] until "10:00",
        "resolved before": [
            did("02:00", "bridge", severity(1)),
            did("04:00", "bridge", resolved()),
        ] until "10:00",
        "told that it is over": [
            did("02:00", "bridge", severity(1)),
            did("04:00", "bridge", update(MOST, DOING, Some(5))),
            did("08:00", "bridge", resolved()),
            did("08:30", "bridge", update("None any more.", "Closed.", None)),
        ] until "12:00",
    }
    cadence, [Cadence, Silence] {
        "promises kept": [
            did("02:00", "bridge", severity(1)),
            did("03:00", "bridge", update(MOST, DOING, Some(10))),
            did("12:30", "bridge", update(MOST, DOING, Some(15))),
            did("20:00", "bridge", update(MOST, DOING, Some(10))),
        ] until "25:00",
        "the norm kept": [
            did("02:00", "bridge", severity(1)),
            did("03:00", "bridge", update(MOST, DOING, None)),
            did("22:00", "bridge", update(MOST, DOING, None)),
        ] until "25:00",
        "a promise broken": [
            did("02:00", "bridge", severity(1)),
            did("03:00", "bridge", update(MOST, DOING, Some(10))),
            did("14:30", "bridge", update(MOST, DOING, Some(20))),
        ] until "30:00",
        "the norm missed": [
            did("02:00", "bridge", severity(1)),
            did("03:00", "bridge", update(MOST, DOING, None)),
            did("24:00", "bridge", update(MOST, DOING, None)),
        ] until "25:00",
        "open at the end": [
            did("02:00", "bridge", severity(1)),
            did("03:00", "bridge", update(MOST, DOING, Some(10))),
        ] until "25:00",
        "overdue when resolved": [
            did("02:00", "bridge", severity(1)),
            did("03:00", "bridge", update(MOST, DOING, Some(10))),
            did("15:00", "bridge", resolved()),
        ] until "25:00",
        "resolved before it was due": [
            did("02:00", "bridge", severity(1)),
            did("03:00", "bridge", update(MOST, DOING, Some(10))),
            did("12:00", "bridge", resolved()),
            did("40:00", "bridge", update(MOST, DOING, None)),
        ] until "45:00",
        "never declared": [did("00:01", "bridge", note("quiet"))] until "25:00",
    }
    what_updates_say, [WithoutImpact, WithoutDoing, WithoutNext, Complete, BeforeSeverity, Scope] {
        "all of it": [
            did("02:00", "bridge", severity(1)),
            did("03:00", "bridge", update(MOST, DOING, Some(10))),
        ] until "14:00",
        "all of it, and closed": [
            did("02:00", "bridge", severity(1)),
            did("03:00", "bridge", update(MOST, DOING, Some(10))),
            did("10:00", "bridge", update("None any more.", "Closed.", None)),
            did("10:30", "bridge", resolved()),
        ] until "14:00",
        "nobody is affected": [
            did("02:00", "bridge", severity(1)),
            did("03:00", "bridge", update("", DOING, Some(10))),
        ] until "14:00",
        "the scope came late": [
            did("02:00", "bridge", severity(1)),
            did("03:00", "bridge", update("", DOING, Some(10))),
            did("12:30", "bridge", update(MOST, "", None)),
        ] until "14:00",
        "too short to say": [
            did("02:00", "bridge", severity(1)),
            did("03:00", "bridge", update("", DOING, Some(10))),
        ] until "11:00",
        "before the severity": [
            did("02:00", "bridge", update(MOST, DOING, Some(3))),
            did("04:00", "bridge", update(MOST, DOING, Some(10))),
            did("06:00", "bridge", severity(1)),
        ] until "14:00",
    }
    who_was_told, [Users, Answers] {
        "users and the owner": [
            fire("02:00", "owner"),
            did("02:00", "bridge", severity(1)),
            did("04:30", "bridge", say("owner", "Nobody can pay, we look.")),
            did("05:00", "frontend", notice("You cannot pay at the moment.")),
        ] until "14:00",
        "users late": [
            did("02:00", "bridge", severity(1)),
            did("13:00", "frontend", notice("You cannot pay at the moment.")),
        ] until "14:00",
        "nobody": [fire("02:00", "owner"), fire("03:00", "printer")] until "14:00",
        "asked just before the end": [fire("13:00", "owner")] until "14:00",
    }
    announced, [Unannounced] {
        "by nobody": [did("10:00", "backend", restart("shop"))] until "14:00",
        "no act": [did("10:00", "backend", smoke_test())] until "14:00",
        "named before, by another role": [
            did("07:00", "bridge", say("room", "We bounce the till in a moment.")),
            did("10:00", "backend", restart("shop")),
        ] until "14:00",
        "named after, in a note": [
            did("10:00", "backend", restart("shop")),
            did("13:00", "documentation", note("Till restarted.")),
        ] until "14:00",
        "named too long before": [
            did("06:59", "bridge", say("room", "We restart the shop in a moment.")),
            did("10:00", "backend", restart("shop")),
        ] until "14:00",
        "something else was said": [
            did("09:00", "bridge", say("room", "The workshop opens at nine.")),
            did("10:00", "backend", restart("shop")),
        ] until "14:00",
        "its own words, whatever they are": [
            did("09:30", "backend", say("room", "Jetzt.")),
            did("10:00", "backend", restart("shop")),
        ] until "14:00",
        "suspected and searched only": [
            did("09:30", "backend", search("restart shop")),
            did("10:00", "backend", restart("shop")),
        ] until "14:00",
        "one of two": [
            did("05:00", "bridge", update(MOST, "We restart the till.", None)),
            did("05:30", "backend", restart("shop")),
            did("10:00", "backend", scale("shop", 3)),
        ] until "14:00",
    }
    same_thing, [SameThing] {
        "the same act": [
            did("05:00", "backend", restart("shop")),
            did("07:30", "on-call", restart("shop")),
        ] until "14:00",
        "the same, otherwise": [
            did("05:00", "backend", scale("shop", 3)),
            did("06:00", "on-call", scale("shop", 4)),
        ] until "14:00",
        "the same check": [
            did("05:00", "backend", smoke_test()),
            did("06:00", "on-call", smoke_test()),
        ] until "14:00",
        "long after": [
            did("05:00", "backend", restart("shop")),
            did("08:01", "on-call", restart("shop")),
        ] until "14:00",
        "something else": [
            did("05:00", "backend", restart("shop")),
            did("06:00", "on-call", restart("stock")),
        ] until "14:00",
        "by one role": [
            did("05:00", "backend", restart("shop")),
            did("06:00", "backend", restart("shop")),
        ] until "14:00",
        "the same search": [
            did("05:00", "backend", search("level:error")),
            did("06:30", "on-call", search(" Level:Error ")),
        ] until "14:00",
        "another search": [
            did("05:00", "backend", search("level:error")),
            did("06:30", "on-call", search("level:warn")),
        ] until "14:00",
    }
    roles, [SilentRole, NothingRecorded, NotHeld, HandOver] {
        "nobody at all": [] until "12:00",
        "two are silent": [
            holds("on-call"), holds("backend"), holds("frontend"), holds("bridge"),
            did("02:00", "on-call", note("here")),
            did("10:00", "on-call", note("still here")),
            did("19:00", "on-call", note("still here")),
            did("03:00", "bridge", severity(1)),
            did("20:00", "bridge", severity(2)),
            did("28:00", "backend", note("oh")),
        ] until "30:00",
        "all heard": [
            holds("on-call"), holds("backend"), holds("frontend"), holds("bridge"),
            holds("documentation"),
            did("09:00", "on-call", note("here")),
            did("09:00", "backend", note("here")),
            did("09:00", "frontend", note("here")),
            did("09:00", "bridge", note("here")),
            did("09:00", "documentation", note("here")),
            did("18:00", "bridge", severity(1)),
            did("18:30", "bridge", resolved()),
        ] until "40:00",
        "handed over": [
            holds("on-call"), holds("bridge"),
            hand_over("05:00", "on-call", "The till is down, the printer is suspected."),
            hand_over("06:00", "bridge", " "),
        ] until "07:00",
    }
}

#[test]
fn audiences_are_outside_the_team() {
    let steps = vec![
        holds("backend"),
        fire("02:00", "printer"),
        did("03:00", "bridge", say("P. backend", "Your turn.")),
        did("03:10", "bridge", say("backend", "Your turn.")),
        did("03:20", "bridge", say("room", "We look.")),
        did("03:30", "bridge", say("Press office", "We look.")),
    ];
    let c = review(steps, "05:00");
    let names: Vec<&str> = c.audiences.iter().map(|a| a.name.as_str()).collect();
    let wanted = [
        "stakeholders",
        "users",
        "the room",
        "printer",
        "Press office",
    ];
    assert_eq!(names, wanted);
}
