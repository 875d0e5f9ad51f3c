//! What acts do, measured against the same drill without them.

mod play;

use drill::effect::{Effect, Of, Sum};
use drill::{Command, Drill, Event, LEAST_MS, SETTLE_MS, SHADOWS_MAX};
use scenario::{Deed, Page};
use world::Act;

use play::{log, scenario, started};

const MIN: i64 = 60_000;

/// A drill with acts at their seconds, and time for all of them to show.
fn played(acts: &[(i64, Act)]) -> Drill {
    let mut drill = started();
    for (at_s, act) in acts {
        drill.advance(at_s * 1_000, 0);
        log(&mut drill, "backend", Deed::System { act: act.clone() });
    }
    drill.advance(drill.now_ms() + 2 * MIN + SETTLE_MS, 0);
    drill
}

fn effect(drill: &Drill, deed: usize) -> &Effect {
    let deed = &drill.state().deeds[deed];
    deed.effect.as_ref().expect("complete and settled")
}

fn sums(drill: &Drill) -> Vec<Option<Sum>> {
    let deeds = drill.state().deeds.iter();
    deeds
        .map(|d| d.effect.as_ref().map(|effect| effect.sum))
        .collect()
}

/// (with, without).
fn figure(effect: &Effect, of: &Of) -> (i64, i64) {
    let found = effect.figures.iter().find(|figure| figure.of == *of);
    let found = found.expect("every figure is there");
    (found.with, found.without)
}

fn on(name: &str) -> String {
    name.to_owned()
}

fn roll_back(name: &str) -> Act {
    Act::RollBack {
        on: on(name),
        to: None,
    }
}

fn restart(name: &str) -> Act {
    Act::Restart { on: on(name) }
}

fn kill() -> Act {
    Act::KillConnections { database: on("db") }
}

fn flush() -> Act {
    Act::FlushCache { cache: on("cache") }
}

fn purge() -> Act {
    Act::PurgeQueue {
        queue: on("images"),
    }
}

/// Something that touches nothing that is broken.
fn aside(fallback: bool) -> Act {
    Act::Fallback {
        edge: on("api->recommender"),
        on: fallback,
    }
}

#[test]
fn rolling_back_what_leaks_is_better() {
    let mut drill = started();
    drill.advance(5 * MIN, 0);
    let act = roll_back("api");
    log(&mut drill, "backend", Deed::System { act });
    let look = Deed::Look {
        page: Page::Deploys,
        on: None,
        query: None,
    };
    log(&mut drill, "backend", look);
    drill.advance(10 * MIN, 0);
    assert_eq!(sums(&drill), [None, None], "too early to say");
    drill.advance(12 * MIN, 0);
    assert_eq!(sums(&drill), [Some(Sum::Better), None], "a look is no act");

    let effect = effect(&drill, 0);
    let (with, without) = figure(effect, &Of::Requests);
    assert!(with * 5 < without, "{effect:?}");
    let errors = effect.panels.iter().find(|p| p.unit == "%");
    let errors = errors.expect("the errors differ");
    assert!(errors.with < 1.0 && errors.without > 5.0, "{errors:?}");
    assert!(!effect.harmful());
    let says = effect.says();
    assert!(
        says.starts_with("over 6 minutes: without it ")
            && says.contains("more users would have been affected"),
        "{says}"
    );
}

#[test]
fn one_act_is_judged_differently_as_it_does_different_things() {
    let judged = [
        // Nothing has leaked yet.
        (kill(), 0, Sum::NoEffect),
        // It takes back all that has leaked so far, and the leak goes on.
        (kill(), 240, Sum::Relief),
        (restart("api"), 240, Sum::Relief),
        (restart("db"), 180, Sum::Relief),
        // A cold cache sends everything to a database that is out of connections.
        (flush(), 240, Sum::Worse),
    ];
    for (act, at_s, sum) in judged {
        let drill = played(&[(at_s, act.clone())]);
        assert_eq!(effect(&drill, 0).sum, sum, "{act:?} at {at_s} s");
    }
}

#[test]
fn what_is_safe_after_the_repair_or_not_shows_too() {
    let drill = played(&[(30, roll_back("api")), (600, flush())]);
    assert_eq!(effect(&drill, 1).sum, Sum::NoEffect, "there is room for it");
    let drill = played(&[(30, roll_back("api")), (400, restart("db"))]);
    let harm = effect(&drill, 1);
    assert_eq!(harm.sum, Sum::Worse);
    assert!(harm.says().contains("more requests failed than without it"));
}

#[test]
fn an_act_with_no_effect_says_so() {
    // The same fallback once more: the two systems are the same to the last request.
    let drill = played(&[(30, aside(true)), (240, aside(true))]);
    let none = effect(&drill, 1);
    assert_eq!(none.sum, Sum::NoEffect, "checkout fails all the time");
    assert!(none.figures.iter().all(|f| f.with == f.without), "{none:?}");
    assert_eq!(
        none.says(),
        "over 5 minutes: no difference to not doing it",
        "{none:?}"
    );
    assert!(!none.harmful());
    // Nothing was wrong before the night began, nor after it was repaired.
    let drill = played(&[(1, roll_back("api")), (125, aside(true))]);
    assert_eq!(effect(&drill, 1).sum, Sum::Fine);
}

#[test]
fn throwing_tasks_away_is_marked_with_its_cost() {
    let drill = played(&[(900, purge())]);
    let (_, ok, says) = drill.state().deeds[0].outcome.clone().expect("done");
    let purged = effect(&drill, 0);
    let (with, without) = figure(purged, &Of::TasksPurged);
    assert!(ok && says.starts_with(&with.to_string()), "{says}");
    assert!(with > 1_000 && without == 0);
    assert_eq!(purged.sum, Sum::Worse, "it helped nobody");
    assert!(purged.says().contains("tasks thrown away"));
}

#[test]
fn what_helps_at_a_cost_is_better_and_harmful() {
    // All that leaked comes back; for twenty seconds nothing works at all.
    let drill = played(&[(100, restart("db")), (420, roll_back("api"))]);
    let helped = effect(&drill, 0);
    assert!(matches!(helped.sum, Sum::Better | Sum::Relief));
    assert!(helped.harmful(), "{helped:?}");
    let cost = helped.cost().join(", ");
    assert!(cost.ends_with("more requests failed at first"), "{cost}");
    // Half of the users stay outside so that the others are served.
    let shed = Act::ShedTraffic { keep: 0.5 };
    let back = Act::ShedTraffic { keep: 1.0 };
    let drill = played(&[(480, flush()), (560, shed), (680, back)]);
    let helped = effect(&drill, 1);
    assert_eq!(helped.sum, Sum::Better, "{helped:?}");
    let cost = helped.cost().join(", ");
    assert!(cost.contains("users turned away"), "{cost}");
}

#[test]
fn what_sounds_like_help_and_harms_is_worse() {
    // Who waits longer for a connection keeps a worker meanwhile, also from those who need none.
    let patience = Act::SetConfig {
        key: on("api.pool.db.wait_ms"),
        value: 5_000.0,
    };
    let drill = played(&[(150, patience)]);
    let harm = effect(&drill, 0);
    assert_eq!(harm.sum, Sum::Worse, "{harm:?}");
    assert!(harm.harmful());
    assert!(harm.says().contains("than without it"), "{}", harm.says());
}

#[test]
fn acts_that_nothing_feels_are_never_judged() {
    // Chance: each of them moves something by milliseconds in a system that is failing.
    let more = |name: &str, to| Act::Scale { on: on(name), to };
    for act in [aside(true), more("web", 3), more("recommender", 3)] {
        let drill = played(&[(300, act.clone())]);
        let effect = effect(&drill, 0);
        assert_eq!(effect.sum, Sum::NoEffect, "{act:?}: {effect:?}");
        assert!(!effect.harmful());
    }
}

#[test]
fn luck_is_not_taken_for_an_effect() {
    // The leak is taken back when the pools are all but dry: whether one of them has a connection
    // left is luck, and a thousand requests hang on it.
    let head = drill::Created {
        seed: 6,
        ..started().state().head.clone()
    };
    let mut drill = Drill::create(scenario(), head, 0).expect("it can be simulated");
    drill.command(&Command::Start, 0).expect("STARTEX");
    let act = Act::Scale {
        on: on("web"),
        to: 3,
    };
    log(&mut drill, "backend", Deed::System { act });
    drill.advance(2 * MIN, 0);
    let fault = drill.state().faults[0].id;
    let stop = Command::StopFault { fault };
    drill.command(&stop, 0).expect("the leak is taken back");
    drill.advance(2 * MIN + SETTLE_MS, 0);
    let effect = effect(&drill, 0);
    let (with, without) = figure(effect, &Of::Requests);
    assert!(without > with + 500, "{effect:?}");
    assert_eq!(effect.sum, Sum::Fine, "{effect:?}");
}

#[test]
fn faults_come_and_go_in_both() {
    let mut drill = started();
    let act = aside(true);
    log(&mut drill, "backend", Deed::System { act });
    drill.advance(MIN, 0);
    let fault = drill.state().faults[0].id;
    let stop = Command::StopFault { fault };
    drill.command(&stop, 0).expect("the leak is taken back");
    // The photos' fault comes early, into the same minutes.
    let fire = Command::Fire {
        inject: on("workers-hang"),
    };
    drill.command(&fire, 0).expect("it comes");
    drill.advance(2 * MIN + SETTLE_MS, 0);
    let effect = effect(&drill, 0);
    assert_eq!(effect.sum, Sum::NoEffect, "{effect:?}");
}

#[test]
fn other_acts_are_done_in_both() {
    let more = Act::Scale {
        on: on("web"),
        to: 3,
    };
    let drill = played(&[(200, more), (240, roll_back("api"))]);
    assert_eq!(sums(&drill), [Some(Sum::NoEffect), Some(Sum::Better)]);
}

/// Acts that overlap, at times that are no seconds, one of which needs another.
fn busy(mut pass: impl FnMut(&mut Drill, i64)) -> Drill {
    let mut drill = started();
    let forward = Act::RollBack {
        on: on("api"),
        to: Some(on("v214")),
    };
    for (at_ms, act) in [
        (61_234, restart("db")),
        (100_001, roll_back("api")),
        (250_500, forward),
        (300_999, flush()),
        (520_250, purge()),
    ] {
        pass(&mut drill, at_ms);
        log(&mut drill, "backend", Deed::System { act });
    }
    pass(&mut drill, 720_345);
    drill
}

#[test]
fn the_record_gives_the_same_effects_again() {
    let pass = |drill: &mut Drill, to_ms| {
        drill.advance(to_ms, 0);
    };
    let mut drill = busy(pass);
    let again = |drill: &Drill| {
        let text = serde_json::to_string(drill.events()).expect("events are data");
        let events: Vec<Event> = serde_json::from_str(&text).expect("and come back");
        Drill::replay(scenario(), events, drill.now_ms()).expect("a whole record")
    };
    let measured = |drill: &Drill| sums(drill).iter().flatten().count();
    assert_eq!(measured(&drill), 4, "the last is not over");
    assert_eq!(again(&drill).state(), drill.state());
    // A replayed drill goes on as the first would have.
    let mut other = again(&drill);
    for drill in [&mut drill, &mut other] {
        drill.advance(760_000, 0);
        drill.command(&Command::End, 0).expect("ENDEX");
    }
    assert_eq!(measured(&drill), 5);
    assert_eq!(other.state(), drill.state());
    assert_eq!(again(&drill).state(), drill.state());
}

#[test]
fn effects_do_not_depend_on_how_time_is_cut() {
    let whole = busy(|drill, to_ms| {
        drill.advance(to_ms, 0);
    });
    let cut = busy(|drill, to_ms| {
        let mut step = 1;
        while drill.now_ms() < to_ms {
            step = (step * 7 + 13) % 4_999;
            drill.advance((drill.now_ms() + step).min(to_ms), 0);
        }
    });
    assert_eq!(cut.state(), whole.state());
}

#[test]
fn the_oldest_shadow_makes_room() {
    let every = 33_000;
    let mut drill = started();
    let count = SHADOWS_MAX as i64 + 1;
    for n in 1..=count {
        drill.advance(n * every, 0);
        let act = aside(n % 2 == 1);
        log(&mut drill, "backend", Deed::System { act });
    }
    let lasted = (count - 1) * every / 1_000;
    let first = effect(&drill, 0).clone();
    assert!(first.stretch.early);
    assert_eq!(i64::from(first.stretch.to_s - first.stretch.from_s), lasted);
    assert!(first.says().starts_with("over only 4 minutes: "));
    assert_eq!(sums(&drill).iter().flatten().count(), 1, "the others go on");
    drill.advance(drill.now_ms() + 2 * MIN + SETTLE_MS, 0);
    assert_eq!(effect(&drill, 0), &first, "it was judged once");
    for n in 1..count as usize {
        assert!(!effect(&drill, n).stretch.early);
    }
}

#[test]
fn endex_ends_comparisons() {
    let mut drill = started();
    for at_ms in [4 * MIN, 7 * MIN] {
        drill.advance(at_ms, 0);
        log(&mut drill, "backend", Deed::System { act: kill() });
    }
    drill.advance(7 * MIN + LEAST_MS / 2, 0);
    drill.command(&Command::End, 0).expect("ENDEX");
    assert_eq!(sums(&drill), [Some(Sum::Better), None], "half a minute");
    assert!(effect(&drill, 0).stretch.early);
}
