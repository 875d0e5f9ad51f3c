//! A drill at its boundary: commands in, events out, and the same again from the record.

mod play;
mod refused;

use drill::event::FiredBy;
use drill::state::InjectPhase;
use drill::{ClockPhase, Command, Drill, Event, Fact};
use scenario::{Deed, Mark};
use world::Act;

use play::{fresh, log, scenario, started};
use refused::refused;

const MIN: i64 = 60_000;

/// First inject with a time and a fault that has not come.
fn next_fault(drill: &Drill) -> String {
    let planned = drill.state().injects.iter().filter(|r| {
        r.phase == InjectPhase::Planned
            && r.inject.fault.is_some()
            && r.at_ms > Some(drill.now_ms())
    });
    planned
        .min_by_key(|r| r.at_ms)
        .expect("one is left")
        .inject
        .id
        .clone()
}

#[test]
fn the_result_does_not_depend_on_how_time_is_cut() {
    let mut whole = started();
    whole.advance(5 * MIN, 0);
    let mut cut = started();
    for step in [
        1, 250, 333, 7_001, 59_999, 60_000, 61_234, 200_000, 299_999, 300_000,
    ] {
        cut.advance(step, 0);
    }
    assert_eq!(cut.events(), whole.events());
    assert_eq!(cut.state(), whole.state());
    let print = |drill: &Drill| drill.world().telemetry().fingerprint();
    assert_eq!(print(&cut), print(&whole));
}

/// What somebody wrote is quoted in a refusal, and not all of it.
#[test]
fn a_refusal_is_no_longer_than_people_read() {
    let mut drill = started();
    let fire = Command::Fire {
        inject: "漢".repeat(100_000),
    };
    let refusal = drill.command(&fire, 0).expect_err("there is none");
    assert!(refusal.message.contains("漢漢…"), "{}", refusal.message);
    assert!(refusal.message.chars().count() < 1_000);
}

/// Warm-up, then what is real, then what is compared: whichever is too much.
#[test]
fn a_record_is_not_replayed_beyond_what_is_allowed() {
    let mut drill = started();
    let restart = Deed::System {
        act: Act::Restart {
            on: "api".to_owned(),
        },
    };
    drill.advance(MIN, 0);
    log(&mut drill, "backend", restart);
    drill.advance(2 * MIN, 0);
    let replayed = |events: &[Event], to_ms, most| {
        Drill::replay_within(scenario(), events.to_vec(), to_ms, most)
    };
    let events = drill.events();
    let seen = drill.world().events();
    assert!(replayed(events, 0, 1_000).is_err(), "the warm-up");
    assert!(replayed(&events[..1], 2 * MIN, seen + 1_000).is_ok());
    assert!(replayed(&events[..1], 2 * MIN, seen / 2).is_err());
    assert!(replayed(events, 2 * MIN, seen + 1_000).is_err(), "two more");
    let again = replayed(events, 2 * MIN, 4 * seen).expect("enough");
    assert_eq!(again.state(), drill.state());
}

#[test]
fn the_record_gives_the_drill_again() {
    let mut drill = started();
    drill.advance(4 * MIN, 0);
    log(
        &mut drill,
        "backend",
        Deed::System {
            act: Act::Restart {
                on: "api".to_owned(),
            },
        },
    );
    drill.advance(5 * MIN + 17, 0);
    drill
        .command(
            &Command::Fire {
                inject: next_fault(&drill),
            },
            0,
        )
        .expect("fired");
    drill.advance(6 * MIN + 345, 0);
    drill.pause_for("closed", 9);

    let text = serde_json::to_string(drill.events()).expect("events are data");
    let events: Vec<Event> = serde_json::from_str(&text).expect("and come back");
    let again = Drill::replay(scenario(), events, drill.now_ms()).expect("a whole record");
    assert_eq!(again.events(), drill.events());
    assert_eq!(again.state(), drill.state());
    let print = |drill: &Drill| drill.world().telemetry().fingerprint();
    assert_eq!(print(&again), print(&drill));
}

#[test]
fn a_record_with_a_gap_is_no_record() {
    let mut drill = started();
    drill.advance(MIN, 0);
    let mut events = drill.events().to_vec();
    events.remove(1);
    assert!(Drill::replay(scenario(), events, 0).is_err());
    assert!(Drill::replay(scenario(), Vec::new(), 0).is_err());
}

#[test]
fn the_clock_stands_unless_it_runs() {
    let mut drill = fresh();
    drill.advance(MIN, 0);
    assert_eq!(drill.now_ms(), 0, "before STARTEX");
    drill.command(&Command::Start, 1_000).expect("STARTEX");
    drill.advance(MIN, 0);
    drill.command(&Command::Pause, 5_000).expect("paused");
    drill.advance(2 * MIN, 0);
    assert_eq!(drill.now_ms(), MIN);
    assert_eq!(refused(&mut drill, &Command::Pause), "clock");
    drill.command(&Command::Resume, 12_000).expect("resumed");
    assert_eq!(drill.state().paused_ms, 7_000);
    drill.command(&Command::Emergency, 13_000).expect("called");
    drill.advance(3 * MIN, 0);
    assert_eq!(drill.now_ms(), MIN, "a real emergency stops everything");
    drill.command(&Command::Resume, 14_000).expect("over");
    drill.command(&Command::End, 15_000).expect("ENDEX");
    drill.advance(4 * MIN, 0);
    assert_eq!(drill.now_ms(), MIN);
    assert_eq!(refused(&mut drill, &Command::Resume), "ended");
    // What was noticed can still be written down.
    let note = Command::Observe {
        text: "calm".to_owned(),
        mark: Some(Mark::Good),
        at_ms: None,
        by: None,
    };
    drill.command(&note, 0).expect("noted");
}

#[test]
fn an_inject_is_held_released_moved_skipped_and_brought_back() {
    let mut drill = started();
    let id = next_fault(&drill);
    let inject = |drill: &Drill| drill.state().inject(&id).expect("there").clone();
    let planned = inject(&drill).at_ms.expect("a time");
    drill
        .command(&Command::Hold { inject: id.clone() }, 0)
        .expect("held");
    drill.advance(planned + MIN, 0);
    assert_eq!(
        inject(&drill).phase,
        InjectPhase::Held,
        "held past its time"
    );
    drill
        .command(&Command::Release { inject: id.clone() }, 0)
        .expect("released");
    assert_eq!(
        inject(&drill).phase,
        InjectPhase::Fired,
        "its time has passed: at once"
    );
    assert_eq!(inject(&drill).fired_ms, Some(planned + MIN));

    let id = next_fault_or_message(&drill);
    let inject = |drill: &Drill| drill.state().inject(&id).expect("there").clone();
    let past = Command::Move {
        inject: id.clone(),
        at_ms: 1,
    };
    assert_eq!(refused(&mut drill, &past), "past");
    let to = (drill.now_ms() + 5 * MIN) as u32;
    drill
        .command(
            &Command::Move {
                inject: id.clone(),
                at_ms: to,
            },
            0,
        )
        .expect("moved");
    assert_eq!(inject(&drill).at_ms, Some(i64::from(to)));
    drill
        .command(&Command::Skip { inject: id.clone() }, 0)
        .expect("skipped");
    drill.advance(i64::from(to) + MIN, 0);
    assert_eq!(inject(&drill).phase, InjectPhase::Skipped);
    drill
        .command(&Command::Restore { inject: id.clone() }, 0)
        .expect("brought back");
    assert_eq!(
        inject(&drill).phase,
        InjectPhase::Held,
        "its time has passed: it waits"
    );
}

fn next_fault_or_message(drill: &Drill) -> String {
    let planned = drill
        .state()
        .injects
        .iter()
        .filter(|r| r.phase == InjectPhase::Planned && r.at_ms > Some(drill.now_ms() + MIN));
    planned
        .min_by_key(|r| r.at_ms)
        .expect("one is left")
        .inject
        .id
        .clone()
}

#[test]
fn undoing_takes_back_what_was_brought_and_the_record_says_so() {
    let mut drill = started();
    let id = next_fault(&drill);
    drill
        .command(&Command::Fire { inject: id.clone() }, 0)
        .expect("fired");
    let record = drill.state().inject(&id).expect("there").clone();
    assert_eq!(record.faults.len(), 1);
    let undone = drill
        .command(&Command::Undo { inject: id.clone() }, 0)
        .expect("undone")
        .to_vec();
    assert!(
        undone
            .iter()
            .any(|e| matches!(e.fact, Fact::InjectUndone { .. }))
    );
    assert!(
        undone
            .iter()
            .any(|e| matches!(e.fact, Fact::FaultStopped { .. }))
    );
    let fault = drill
        .state()
        .faults
        .iter()
        .find(|f| f.id == record.faults[0])
        .expect("kept");
    assert!(fault.stopped && fault.ended_ms.is_some());
    assert_eq!(
        refused(&mut drill, &Command::Undo { inject: id }),
        "inject-state"
    );
}

#[test]
fn injects_of_ones_own_come_now_later_or_wait_in_the_tray() {
    let mut drill = started();
    drill.advance(2 * MIN, 0);
    let message = scenario::Message {
        from: "Journalist".to_owned(),
        to: "room".to_owned(),
        channel: "social".to_owned(),
        text: "Is the shop down?".to_owned(),
        wants_answer: true,
    };
    let add = |at_ms, message: &scenario::Message| Command::AddInject {
        title: "A journalist".to_owned(),
        at_ms,
        fault: None,
        message: Some(message.clone()),
    };
    // "Now", read off the screen a moment ago.
    let now = (drill.now_ms() - 300) as u32;
    let came = drill
        .command(&add(Some(now), &message), 0)
        .expect("added")
        .to_vec();
    let fired = |e: &Event| {
        matches!(
            e.fact,
            Fact::InjectFired {
                by: FiredBy::Schedule,
                ..
            }
        )
    };
    assert!(came.iter().any(fired), "{came:?}");
    assert_eq!(
        drill
            .state()
            .messages
            .last()
            .expect("delivered")
            .message
            .from,
        "Journalist"
    );
    drill
        .command(&add(None, &message), 0)
        .expect("into the tray");
    drill
        .command(
            &Command::Fire {
                inject: "added-2".to_owned(),
            },
            0,
        )
        .expect("from the tray");
    let stranger = scenario::Message {
        to: "on-cal".to_owned(),
        ..message
    };
    assert_eq!(refused(&mut drill, &add(None, &stranger)), "unknown-role");
    let nothing = Command::AddInject {
        title: "Nothing".to_owned(),
        at_ms: None,
        fault: None,
        message: None,
    };
    assert_eq!(refused(&mut drill, &nothing), "nothing");
}

#[test]
fn what_a_fault_does_at_once_stands_in_the_record_at_once() {
    let mut drill = started();
    drill.advance(MIN, 0);
    let fault = world::Fault {
        title: "The cache forgets".to_owned(),
        on: "cache".to_owned(),
        only: None,
        effect: world::Effect::CacheLoss { share: 1.0 },
        shape: world::Shape::Step,
        for_ms: None,
        carried_by: world::Carrier::Outside,
    };
    drill.command(&Command::StartFault { fault }, 0).unwrap();
    // Put away now, before any more time passes: the fault is over all the same.
    let (events, now) = (drill.events().to_vec(), drill.now_ms());
    let mut again = Drill::replay(drill.scenario().clone(), events, now).unwrap();
    again.advance(2 * MIN, 0);
    drill.advance(2 * MIN, 0);
    let mut faults = again.state().faults.iter();
    let forgets = faults.find(|f| f.fault.title == "The cache forgets");
    assert_eq!(forgets.unwrap().ended_ms, Some(MIN));
    assert_eq!(again.events(), drill.events());
    assert_eq!(again.state(), drill.state());
}

#[test]
fn a_role_is_handed_over_with_a_note() {
    let mut drill = started();
    let assign = |person: &str| Command::Assign {
        role: "bridge".to_owned(),
        person: person.to_owned(),
    };
    drill.command(&assign("Rui"), 0).expect("assigned");
    assert_eq!(refused(&mut drill, &assign("Rui")), "already");
    drill.advance(MIN, 0);
    let hand_over = Command::HandOver {
        role: "bridge".to_owned(),
        from: "Rui".to_owned(),
        to: "Mina".to_owned(),
        note: "VP wants two sentences by 03:10".to_owned(),
    };
    drill.command(&hand_over, 0).expect("handed over");
    assert_eq!(drill.state().people("bridge"), ["Mina"]);
    assert_eq!(refused(&mut drill, &hand_over), "unknown-person");
    let rui = &drill.state().holdings[0];
    assert_eq!((rui.from_ms, rui.to_ms), (0, Some(MIN)));
}

#[test]
fn an_emergency_in_a_pause_leads_back_to_it() {
    let mut drill = started();
    for (command, phase) in [
        (Command::Pause, ClockPhase::Paused),
        (Command::Emergency, ClockPhase::Emergency),
        (Command::Resume, ClockPhase::Paused),
        (Command::Resume, ClockPhase::Running),
        (Command::Emergency, ClockPhase::Emergency),
        (Command::Resume, ClockPhase::Running),
    ] {
        drill.command(&command, 0).expect("possible");
        assert_eq!(drill.state().phase, phase, "{command:?}");
    }
}

#[test]
fn an_emergency_before_startex_leaves_a_drill_to_start() {
    let mut drill = fresh();
    drill.command(&Command::Emergency, 0).expect("called");
    let refusal = drill.command(&Command::End, 0).expect_err("not begun");
    assert_eq!(refusal.code, "clock");
    drill.command(&Command::Resume, 0).expect("over");
    assert_eq!(drill.state().phase, ClockPhase::Ready);
    drill.command(&Command::Start, 0).expect("STARTEX");
    assert!(drill.running());
}

#[test]
fn a_skipped_contingency_that_is_brought_back_late_waits() {
    let mut drill = started();
    let silent = drill
        .state()
        .injects
        .iter()
        .find(|r| matches!(r.inject.trigger, scenario::Trigger::Silent { .. }));
    let (id, due) = silent
        .map(|r| (r.inject.id.clone(), r.armed_ms))
        .expect("there is one");
    drill
        .command(&Command::Skip { inject: id.clone() }, 0)
        .expect("skipped");
    drill.advance(due.expect("a time") + MIN, 0);
    drill
        .command(&Command::Restore { inject: id.clone() }, 0)
        .expect("brought back");
    assert_eq!(
        drill.state().inject(&id).expect("there").phase,
        InjectPhase::Held
    );
}

#[test]
fn a_leak_that_is_deployed_again_is_there_again() {
    let mut drill = started();
    drill.advance(MIN, 0);
    let to = |version: &str| Deed::System {
        act: Act::RollBack {
            on: "api".to_owned(),
            to: Some(version.to_owned()),
        },
    };
    log(&mut drill, "backend", to("v213"));
    drill.advance(4 * MIN, 0);
    assert!(
        drill.state().faults[0].ended_ms.is_some(),
        "gone with its version"
    );
    log(&mut drill, "backend", to("v214"));
    drill.advance(7 * MIN, 0);
    assert_eq!(drill.state().faults[0].ended_ms, None, "and back with it");
}
