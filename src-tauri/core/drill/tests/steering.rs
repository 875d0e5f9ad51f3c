//! The facilitator steers: the plan is moved, fitted and copied, and drill time jumps.

mod play;
mod refused;

use drill::moments::MomentKind;
use drill::state::InjectPhase;
use drill::{ClockPhase, Command, Drill, Fact};
use proptest::prelude::*;
use scenario::{Mark, Trigger};

use play::{fresh, scenario, started};
use refused::refused;

const MIN: i64 = 60_000;

/// What has a time and has not come, in the order of the scenario.
fn plan(drill: &Drill) -> Vec<(String, i64)> {
    let waiting = |phase| matches!(phase, InjectPhase::Planned | InjectPhase::Held);
    drill
        .state()
        .injects
        .iter()
        .filter(|r| waiting(r.phase))
        .filter_map(|r| Some((r.inject.id.clone(), r.at_ms?)))
        .collect()
}

fn in_time(drill: &Drill) -> Vec<(String, i64)> {
    let mut plan = plan(drill);
    plan.sort_by_key(|(_, at)| *at);
    plan
}

fn does(drill: &mut Drill, command: &Command) {
    drill.command(command, 0).expect("it is possible");
}

#[test]
fn what_follows_slides_and_what_comes_before_stays() {
    let mut drill = started();
    drill.advance(MIN, 0);
    let before = in_time(&drill);
    let (from, at) = before[1].clone();
    let slide = Command::Slide {
        by_ms: 120_000,
        from: Some(from),
    };
    does(&mut drill, &slide);
    for ((id, now), (_, was)) in in_time(&drill).iter().zip(&before) {
        let by = if *was >= at { 120_000 } else { 0 };
        assert_eq!(*now, was + by, "{id}");
    }
    let branch = drill.state().injects.iter().find(|r| {
        r.phase == InjectPhase::Planned && matches!(r.inject.trigger, Trigger::Act { .. })
    });
    let none = Command::Slide {
        by_ms: 1,
        from: Some(branch.expect("a branch").inject.id.clone()),
    };
    assert_eq!(refused(&mut drill, &none), "no-time");
}

#[test]
fn the_rest_is_fitted_to_a_new_end() {
    let mut drill = started();
    drill.advance(5 * MIN, 0);
    let length = drill.state().head.length_ms;
    let fit = |length_ms| Command::Fit { length_ms };
    assert_eq!(refused(&mut drill, &fit(4 * 60_000)), "past");
    assert_eq!(refused(&mut drill, &fit(13 * 3_600_000)), "too-late");
    let before = plan(&drill);
    does(&mut drill, &fit(length / 2));
    assert_eq!(drill.state().head.length_ms, length / 2);
    for ((id, now), (_, was)) in plan(&drill).iter().zip(&before) {
        let share = (was - 5 * MIN) as f64 / (f64::from(length) - 5.0 * MIN as f64);
        let wanted = 5.0 * MIN as f64 + share * (f64::from(length / 2) - 5.0 * MIN as f64);
        assert!((*now as f64 - wanted).abs() <= 500.0, "{id}: {now}");
    }
    // After the planned end, what is left is measured by its last inject.
    let mut late = started();
    let id = in_time(&late).pop().expect("the last one").0;
    let far = Command::Move {
        inject: id.clone(),
        at_ms: length + 600_000,
    };
    does(&mut late, &far);
    late.advance(i64::from(length) + MIN, 0);
    does(&mut late, &fit(length + 180_000));
    assert_eq!(
        in_time(&late).pop(),
        Some((id, i64::from(length) + 180_000))
    );
}

#[test]
fn one_is_copied_and_one_of_the_tray_gets_a_time() {
    let mut drill = started();
    let (first, at) = in_time(&drill).pop().expect("one with a time");
    does(
        &mut drill,
        &Command::Duplicate {
            inject: first.clone(),
        },
    );
    let copy = drill.state().injects.last().expect("the copy").clone();
    assert!(copy.added && copy.inject.id == "added-1");
    assert_eq!(copy.at_ms, Some(at + 5 * MIN));
    let original = drill.state().inject(&first).expect("there").inject.clone();
    assert_eq!(copy.inject.title, original.title);
    assert_eq!(copy.inject.message, original.message);
    assert_eq!(copy.inject.fault, original.fault);

    let in_tray = scenario()
        .injects
        .iter()
        .find(|i| i.trigger == Trigger::Tray)
        .expect("one in the tray")
        .id
        .clone();
    does(
        &mut drill,
        &Command::Duplicate {
            inject: in_tray.clone(),
        },
    );
    assert_eq!(drill.state().injects.last().expect("it").at_ms, None);
    let give = Command::Move {
        inject: in_tray.clone(),
        at_ms: 60_000,
    };
    does(&mut drill, &give);
    drill.advance(2 * MIN, 0);
    let came = drill.state().inject(&in_tray).expect("there");
    assert_eq!(came.fired_ms, Some(MIN), "it comes by itself then");
}

#[test]
fn a_jump_ends_at_the_next_inject_and_a_clock_that_stood_stands() {
    let mut drill = fresh();
    let next = Command::Jump { by_ms: None };
    assert_eq!(refused(&mut drill, &next), "clock");
    does(&mut drill, &Command::Start);
    drill.advance(MIN, 0);
    does(&mut drill, &Command::Pause);
    let due = drill
        .state()
        .injects
        .iter()
        .filter(|r| r.phase == InjectPhase::Planned)
        .filter_map(|r| match r.inject.trigger {
            Trigger::Tray => None,
            _ => r.at_ms.or(r.armed_ms),
        })
        .min()
        .expect("something is to come");
    let fired = |drill: &Drill| {
        let all = &drill.state().injects;
        all.iter().filter(|r| r.fired_ms.is_some()).count()
    };
    let before = fired(&drill);
    does(&mut drill, &next);
    assert_eq!(drill.now_ms(), due);
    assert!(fired(&drill) > before, "it came");
    assert_eq!(drill.state().phase, ClockPhase::Paused);
    assert_eq!(drill.world().now_ms(), due, "the system went along");
    let far = Command::Jump {
        by_ms: Some(31 * 60_000),
    };
    assert_eq!(refused(&mut drill, &far), "too-far");
    does(&mut drill, &Command::Resume);
    does(
        &mut drill,
        &Command::Jump {
            by_ms: Some(10_000),
        },
    );
    assert_eq!(drill.now_ms(), due + 10_000);
    assert!(drill.running());
    // The record says so, and gives the same drill again.
    let jumps = drill.events().iter();
    let jumps = jumps
        .filter(|e| matches!(e.fact, Fact::Jumped { .. }))
        .count();
    assert_eq!(jumps, 2);
    let again = Drill::replay(scenario(), drill.events().to_vec(), drill.now_ms());
    let again = again.expect("a record");
    assert_eq!(again.state(), drill.state());
    let print = |drill: &Drill| drill.world().telemetry().fingerprint();
    assert_eq!(print(&again), print(&drill));
    does(&mut drill, &Command::Emergency);
    assert_eq!(refused(&mut drill, &next), "clock");
}

#[test]
fn in_a_jump_nobody_was_silent() {
    let mut drill = started();
    let assign = Command::Assign {
        role: "frontend".to_owned(),
        person: "June".to_owned(),
    };
    does(&mut drill, &assign);
    let silent = |drill: &Drill| {
        drill::judge::silent_for(drill.scenario(), drill.state(), "frontend").is_some()
    };
    does(
        &mut drill,
        &Command::Jump {
            by_ms: Some(20 * 60_000),
        },
    );
    assert!(!silent(&drill));
    drill.advance(drill.now_ms() + 7 * MIN, 0);
    assert!(silent(&drill));
}

#[test]
fn what_was_fired_early_and_undone_can_come_at_its_time() {
    let mut drill = started();
    drill.advance(MIN, 0);
    let (id, at) = in_time(&drill)[1].clone();
    let inject = || id.clone();
    does(&mut drill, &Command::Fire { inject: inject() });
    does(&mut drill, &Command::Undo { inject: inject() });
    assert!(!in_time(&drill).iter().any(|(known, _)| *known == id));
    does(&mut drill, &Command::Restore { inject: inject() });
    assert!(in_time(&drill).contains(&(inject(), at)));
    drill.advance(at, 0);
    assert_eq!(drill.state().inject(&id).and_then(|r| r.fired_ms), Some(at));
}

#[test]
fn a_slide_from_one_on_leaves_what_was_held_before_it() {
    let mut drill = started();
    drill.advance(MIN, 0);
    let plan = in_time(&drill);
    let ((held, due), (from, at)) = (plan[0].clone(), plan[1].clone());
    does(
        &mut drill,
        &Command::Hold {
            inject: held.clone(),
        },
    );
    // Its time passes, and it is still held.
    drill.advance(due + 1_000, 0);
    let slide = Command::Slide {
        by_ms: 60_000,
        from: Some(from.clone()),
    };
    let moves = drill.foresee(&slide).expect("possible");
    assert!(moves.contains(&(from, at, at + 60_000)));
    assert!(!moves.iter().any(|(id, ..)| *id == held), "{moves:?}");
}

#[test]
fn marked_notes_are_where_a_hot_wash_stops() {
    let mut drill = started();
    drill.advance(3 * MIN, 0);
    for mark in [Some(Mark::Good), Some(Mark::Lucky), None] {
        let note = Command::Observe {
            text: "They asked twice.".to_owned(),
            mark,
            at_ms: Some(150_000),
            by: None,
        };
        does(&mut drill, &note);
    }
    let all = drill::moments::moments(&drill).into_iter();
    let notes: Vec<_> = all
        .filter(|moment| moment.kind == MomentKind::Note)
        .map(|moment| (moment.at_ms, moment.good, moment.truth))
        .collect();
    assert_eq!(notes, [(150_000, Some(true), true), (150_000, None, true)]);
}

#[test]
fn a_note_is_of_its_moment_and_of_whoever_saw_it() {
    let mut drill = started();
    drill.advance(3 * MIN, 0);
    let note = |at_ms, by: Option<&str>| Command::Observe {
        text: "They asked twice.".to_owned(),
        mark: None,
        at_ms,
        by: by.map(str::to_owned),
    };
    does(&mut drill, &note(Some(150_000), Some(" Rosa ")));
    does(&mut drill, &note(Some(999_000), None));
    does(&mut drill, &note(Some(-5), Some("  ")));
    let notes = &drill.state().marks;
    let told: Vec<_> = notes.iter().map(|n| (n.at_ms, n.by.clone())).collect();
    use drill::state::NotedBy::{Facilitator, Observer};
    assert_eq!(
        told,
        [
            (150_000, Observer("Rosa".to_owned())),
            (180_000, Facilitator),
            (0, Facilitator),
        ],
        "a moment that has not come is now, one before STARTEX is STARTEX"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is done to the plan, nothing comes before now, nothing is lost, and the order of
    /// what is left stays.
    #[test]
    fn a_plan_keeps_its_order(steps in proptest::collection::vec((0u8..3, -900_000i32..900_000), 1..12)) {
        let mut drill = started();
        drill.advance(2 * MIN, 0);
        let order: Vec<String> = in_time(&drill).into_iter().map(|(id, _)| id).collect();
        for (what, by) in steps {
            let command = match what {
                0 => Command::Slide { by_ms: by, from: None },
                1 => Command::Fit { length_ms: 2_700_000u32.saturating_add_signed(by) },
                // Only later: what follows would overtake what stays.
                _ => Command::Slide { by_ms: by.abs(), from: order.get(1).cloned() },
            };
            let foreseen = drill.foresee(&command);
            let before = plan(&drill);
            // A refusal leaves all as it is.
            let done = drill.command(&command, 0).map(<[_]>::to_vec);
            prop_assert_eq!(foreseen.as_ref().err(), done.as_ref().err());
            for event in done.into_iter().flatten() {
                let Fact::InjectMoved { inject, to_ms } = event.fact else { continue };
                let was = before.iter().find(|(id, _)| *id == inject).map(|(_, at)| *at);
                let moved = (inject, was.expect("it was there"), i64::from(to_ms));
                prop_assert!(foreseen.as_ref().is_ok_and(|all| all.contains(&moved)), "{moved:?}");
            }
            let plan = in_time(&drill);
            // What was slid to now has come.
            let came = |id: &String| drill.state().inject(id).is_some_and(|r| r.fired_ms.is_some());
            let left: Vec<_> = order.iter().filter(|id| !came(id)).collect();
            prop_assert_eq!(plan.len(), left.len());
            prop_assert!(plan.iter().all(|(_, at)| *at >= drill.now_ms()));
            let at = |id: &String| plan.iter().find(|(known, _)| known == id).map(|(_, at)| *at);
            let times: Vec<_> = left.into_iter().map(at).collect();
            prop_assert!(times.is_sorted(), "{:?}", plan);
        }
    }
}
