//! A record of somebody else that is a record, and says what no drill of ours would say: it is
//! refused, or it is opened, shown, goes on, and becomes a postmortem.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use drill::writing::Status;
use drill::{Command, Created, Drill, Event};
use hostile::{JsonDamage, json_damage, rounds};
use journal::Journal;
use proptest::collection::vec;
use proptest::prelude::*;
use scenario::{Page, Scenario};
use serde_json::{Value, json};
use wire::view::{self, Around};
use wire::{Format, PaperSize};

use crate::room::{comes_back, scenarios};
use crate::seeds;

const HOUR_MS: i64 = 3_600_000;

/// What was played: the scenario and the record, as JSON.
pub static PLAYED: LazyLock<(Value, Vec<Value>)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let files = shelf::read_files(&scenarios(folder.path())).unwrap();
    let scenario = scenario::read(&files, "3am-outage").unwrap().scenario;
    let scenario = Arc::new(scenario.fitted(12 * 60_000));
    let head = Created {
        drill: "d1".to_owned(),
        scenario: scenario.id.clone(),
        title: scenario.title.clone(),
        team: "Night shift".to_owned(),
        number: 1,
        seed: 7,
        length_ms: scenario.length_ms,
        unattended: false,
    };
    let mut drill = Drill::create(Arc::clone(&scenario), head, 0).unwrap();
    let hint = scenario.hints[0].expectation.clone();
    let calls = seeds::calls();
    let commands = calls.iter().filter_map(|call| call.get("command"));
    let all: Vec<Command> = commands
        .map(|command| serde_json::from_value(command.clone()).unwrap())
        .chain([Command::Hint { expectation: hint }])
        .collect();
    let person = "Ada".to_owned();
    let role = "on-call".to_owned();
    drill.command(&Command::Assign { role, person }, 0).unwrap();
    drill.command(&Command::Start, 0).unwrap();
    drill.join("Ada", 0).unwrap();
    let mut wall_ms = 0;
    for end in [false, false, true] {
        for command in &all {
            let last = matches!(
                command,
                Command::End
                    | Command::Emergency
                    | Command::Pause
                    | Command::Unassign { .. }
                    | Command::Rename { .. }
                    | Command::HandOver { .. }
                    | Command::MovePerson { .. }
                    | Command::DropDesks
            );
            if last && !end {
                continue;
            }
            // What is not possible now leaves nothing.
            wall_ms += 1_000;
            let _ = drill.command(command, wall_ms);
            drill.advance(drill.now_ms() + 1_500, wall_ms);
        }
    }
    for command in &all {
        let _ = drill.command(command, wall_ms);
    }
    let status = Status::InReview;
    drill.command(&Command::File { status }, HOUR_MS).unwrap();
    let events = drill.events().iter();
    (
        serde_json::to_value(&*scenario).unwrap(),
        events
            .map(|event| serde_json::to_value(event).unwrap())
            .collect(),
    )
});

/// A drill file with this in it; None: no journal of ours would hold it.
pub fn file(scenario: Value, events: Vec<Value>) -> Option<Vec<u8>> {
    let scenario: Scenario = serde_json::from_value(scenario).ok()?;
    let events: Result<Vec<Event>, _> = events.into_iter().map(serde_json::from_value).collect();
    let events = events.ok()?;
    let mut journal = Journal::in_memory().unwrap();
    let drill::Fact::Created(head) = &events.first()?.fact else {
        return None;
    };
    let clock_ms = events.iter().map(|event| event.at_ms).max()?;
    journal
        .begin(&head.drill, 0, &scenario, &events[..1])
        .ok()?;
    journal.append(&head.drill, &events[1..], clock_ms).ok()?;
    journal.write_out(&head.drill).ok()
}

/// Whether it was taken in; then everything is looked at.
fn opened(file: &[u8]) -> bool {
    let mut journal = Journal::in_memory().unwrap();
    let Ok(taken) = journal.take_in(file) else {
        return false;
    };
    let recorded = journal.load(&taken.drill).unwrap();
    let (scenario, events) = (Arc::new(recorded.scenario), recorded.events);
    let mut drill = Drill::replay(scenario, events, recorded.clock_ms).unwrap();
    looked_at(&drill);
    let postmortem = live::postmortem_of(&drill, 0);
    for format in [Format::Markdown, Format::Json, Format::Csv] {
        let record = (&journal, taken.drill.as_str());
        live::export(record, &postmortem, 0, format, PaperSize::A4).unwrap();
    }
    comes_back(&view::writing(&drill), "the postmortem");
    comes_back(&view::story(&drill, true), "the hot wash");
    // It goes on, if it can.
    let _ = drill.command(&Command::Resume, HOUR_MS);
    drill.advance(drill.now_ms() + 30_000, HOUR_MS);
    looked_at(&drill);
    true
}

fn looked_at(drill: &Drill) {
    let around = Around::default();
    comes_back(&view::console(drill, &around), "the console");
    comes_back(&view::room(drill, &around), "the room");
    let roles: Vec<&str> = drill
        .scenario()
        .roles
        .iter()
        .map(|role| role.id.as_str())
        .collect();
    comes_back(&view::desk(drill, &roles, false), "a desk");
    for page in [
        Page::Dashboards,
        Page::Deploys,
        Page::Database,
        Page::AiPipeline,
        Page::WebConsole,
        Page::Playbooks,
    ] {
        comes_back(&view::page(drill, page, None), "a page");
    }
    comes_back(&view::vocabulary(drill), "the vocabulary");
    let _ = view::logs(drill, "level:warn", i32::MIN, i32::MAX, None, 500);
    let command = Command::Slide {
        by_ms: 60_000,
        from: None,
    };
    let _ = view::foresee(drill, &command);
}

#[test]
fn what_is_damaged_is_a_whole_record() {
    let (scenario, events) = PLAYED.clone();
    let kinds: BTreeSet<&str> = events
        .iter()
        .filter_map(|event| event["kind"].as_str())
        .collect();
    assert!(kinds.len() > 33, "{} events, {kinds:?}", events.len());
    assert!(opened(&file(scenario, events).unwrap()));
}

fn done(damages: &[(usize, JsonDamage)]) -> Option<Vec<u8>> {
    let (mut scenario, mut events) = PLAYED.clone();
    let count = events.len();
    for (nth, damage) in damages {
        // One in five is of the scenario.
        match nth % 5 {
            0 => damage.done(&mut scenario),
            _ => damage.done(&mut events[nth / 5 % count]["data"]),
        }
    }
    file(scenario, events)
}

/// A text, a number, or a piece of another place where one was: what is still an event then.
fn likely_damage() -> impl Strategy<Value = JsonDamage> {
    let is_likely = |damage: &JsonDamage| {
        matches!(
            damage,
            JsonDamage::Number { .. }
                | JsonDamage::Text { .. }
                | JsonDamage::Same { .. }
                | JsonDamage::Gone { .. }
                | JsonDamage::Twice { .. }
        )
    };
    json_damage().prop_filter("it is likely to be no event", is_likely)
}

proptest! {
    #![proptest_config(rounds(40))]

    #[test]
    fn a_record_of_somebody_else_is_refused_or_opened(damages in vec((any::<usize>(), likely_damage()), 1..4)) {
        if let Some(file) = done(&damages) {
            opened(&file);
        }
    }
}

/// What the fuzzer found, kept.
#[test]
fn what_was_found_once_is_refused_or_opened() {
    let (scenario, events) = PLAYED.clone();
    for (path, value) in FOUND {
        let (mut scenario, mut events) = (scenario.clone(), events.clone());
        let value: Value = serde_json::from_str(value).unwrap();
        if let Some(place) = scenario.pointer_mut(path) {
            *place = value;
        } else {
            let (kind, path) = path.split_once(' ').unwrap();
            let event = events.iter_mut().find(|event| event["kind"] == json!(kind));
            *event.unwrap().pointer_mut(path).unwrap() = value;
        }
        if let Some(file) = file(scenario, events) {
            opened(&file);
        }
    }
}

/// (where: in the scenario, or in the first event of a kind; the value there)
const FOUND: [(&str, &str); 3] = [
    ("hint_given /data/step", "4294967295"),
    ("/system/traffic/gives_up_us", "9223372036854775807"),
    ("/system/traffic/retry_after/mean_us", "9223372036854775807"),
];
