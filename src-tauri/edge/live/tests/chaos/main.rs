//! **Determinism under chaos.** Thousands of drills, each from one number: a scenario that ships
//! with any luck of the system's, people and desks, then whatever a facilitator, the desks and the
//! clock can do in any order, possible or not. What must hold is looked at after each step:
//!
//! * nothing that came into the simulated system is lost, and Little's law (`books`);
//! * numbers of the record have no gaps, its times never go back, and what was refused changed
//!   nothing: not the record, the state, the system, or what is shown (`held`);
//! * what is shown is what is recorded, and no figure of it is NaN or infinite (`told`, `views`);
//! * a drill that is put away and opened again, at any moment at which the program could have
//!   saved it, is the same and goes on the same; the same steps make the same record byte for byte
//!   and the same telemetry; the wall clock, the speed and the portions in which time passes make
//!   no difference but to what is told of them (`again`);
//! * nothing panics.
//!
//! By design these do depend on the wall clock, and are left out where it is another one: the wall
//! time in an event, how long pauses took, when a version of the postmortem was made, and the seal
//! over all of that.
//!
//! `THREE_AM_DRILLS=n` plays n drills, `THREE_AM_SEED=s` the one of s, both together n from s on.

/// Names the variants of an enum. A new one does not compile until it is named here too.
macro_rules! kinds {
    ($name:ident of $what:ident { $($kind:ident),* $(,)? }) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($kind),* }
        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$kind),*];
            /// Which of them one is.
            #[allow(dead_code, reason = "that it compiles is what it is for")]
            pub fn of(one: &$what) -> Self {
                match one { $($what::$kind { .. } => Self::$kind),* }
            }
        }
    };
}

mod again;
mod books;
mod commands;
mod deeds;
mod desks;
mod dice;
mod faults;
mod held;
mod names;
mod play;
mod steps;
mod told;
mod views;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use scenario::Files;

use play::{Night, Trail, note, play};
use steps::Step;

/// Drills of a normal run.
const DRILLS: u64 = 24;
/// Drills that are played at once.
const AT_ONCE: usize = 2;

fn files() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios");
    shelf::read_files(&root).expect("they ship")
}

fn set(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{variable} is no number: {text}")),
    )
}

/// Plays a drill twice. What is wrong comes back in words, with all that was done until then.
fn drill(seed: u64, files: &Files) -> Result<Night, String> {
    let trail = Trail::default();
    let played = catch_unwind(AssertUnwindSafe(|| {
        let night = play(seed, files, &trail)?;
        match seed % 2 {
            0 => {
                note(&trail, "and again, exactly so".to_owned());
                again::exactly(seed, &night)?;
            }
            _ => {
                note(&trail, "and again, at other times".to_owned());
                again::otherwise(seed, &night)?;
            }
        }
        Ok(night)
    }));
    let said = match played {
        Ok(Ok(mut night)) => {
            night.trail = trail.into_inner().unwrap_or_else(|e| e.into_inner());
            return Ok(night);
        }
        Ok(Err(said)) => said,
        Err(panic) => match panic.downcast_ref::<String>() {
            Some(said) => format!("it panicked: {said}"),
            None => format!("it panicked: {:?}", panic.downcast_ref::<&str>()),
        },
    };
    let trail = trail.into_inner().unwrap_or_else(|e| e.into_inner());
    Err(format!(
        "{}\nseed {seed}: {said}\nplay it again: THREE_AM_SEED={seed} cargo test -p live --test chaos promises\n",
        trail.join("\n")
    ))
}

#[test]
fn a_drill_of_any_kind_keeps_its_promises() {
    let (from, count) = match (set("THREE_AM_SEED"), set("THREE_AM_DRILLS")) {
        (None, count) => (1, count.unwrap_or(DRILLS)),
        (Some(from), count) => (from, count.unwrap_or(1)),
    };
    let files = files();
    let (next, failed) = (AtomicU64::new(0), Mutex::new(Vec::new()));
    let seen = Mutex::new(BTreeMap::<String, (usize, usize)>::new());
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= count || failed.lock().expect("whole").len() >= 20 {
                        break;
                    }
                    match drill(from + at, &files) {
                        Ok(night) if count == 1 => show(&night),
                        Ok(night) => count_kinds(&mut seen.lock().expect("whole"), &night),
                        Err(said) => failed.lock().expect("whole").push(said),
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().expect("whole");
    assert!(
        failed.is_empty(),
        "{} failed:\n\n{}",
        failed.len(),
        failed.join("\n\n")
    );
    // As many as these try everything, and everything is possible now and then.
    if count >= DRILLS {
        let seen = seen.into_inner().expect("whole");
        for kind in commands::CommandKind::ALL {
            let (done, refused) = seen.get(&format!("{kind:?}")).copied().unwrap_or_default();
            assert!(
                done > 0,
                "{kind:?} was done {done} times and refused {refused} times"
            );
        }
    }
}

/// One drill is played to be read: `-- --nocapture` shows it.
#[allow(clippy::print_stdout, reason = "it was asked for")]
fn show(night: &Night) {
    println!("{}", night.trail.join("\n"));
}

/// How often each command was done, and refused.
fn count_kinds(seen: &mut BTreeMap<String, (usize, usize)>, night: &Night) {
    for taken in &night.taken {
        if let Step::Command(command) = &taken.step {
            let kind = format!("{:?}", commands::CommandKind::of(command));
            let (done, refused) = seen.entry(kind).or_default();
            *(if taken.answer.is_ok() { done } else { refused }) += 1;
        }
    }
}

#[test]
fn a_seed_is_one_drill() {
    let files = files();
    let (one, two) = (Trail::default(), Trail::default());
    let first = play(7, &files, &one).expect("it plays");
    let second = play(7, &files, &two).expect("it plays");
    assert_eq!(*one.lock().expect("whole"), *two.lock().expect("whole"));
    assert_eq!(first.drill.events(), second.drill.events());
}
