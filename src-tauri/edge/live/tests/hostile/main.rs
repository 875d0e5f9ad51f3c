//! Whatever comes over the wire is answered with a value, or refused in words; and what the stage
//! has recorded then is the drill that it plays.
#![allow(clippy::unwrap_used)]

mod files;
mod record;
mod room;
mod seeds;
#[path = "../staged/mod.rs"]
mod staged;

use hostile::{JsonDamage, TextDamage, json_damage, naughty, rounds, text_damage};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};
use wire::{Call, DeskCall};

use room::Room;

/// One thing that is said to the stage: which, by whom, and what was done to it.
#[derive(Debug, Clone)]
struct Said {
    nth: usize,
    at_desk: bool,
    damages: Vec<JsonDamage>,
    /// Damage to the text of it: keys that are there twice, depth, what is no JSON.
    text: Option<TextDamage>,
}

fn said() -> impl Strategy<Value = Said> {
    let damages = prop_oneof![2 => Just(Vec::new()), 5 => vec(json_damage(), 1..3)];
    let text = prop_oneof![12 => Just(None), 1 => text_damage().prop_map(Some)];
    (any::<usize>(), any::<bool>(), damages, text).prop_map(|(nth, at_desk, damages, text)| Said {
        nth,
        at_desk,
        damages,
        text,
    })
}

impl Said {
    fn text(&self, seeds: &[Value]) -> String {
        let mut value = seeds[self.nth % seeds.len()].clone();
        for damage in &self.damages {
            damage.done(&mut value);
        }
        let text = value.to_string();
        match &self.text {
            Some(damage) => damage.done(&text),
            None => text,
        }
    }
}

#[test]
fn each_seed_is_a_call() {
    for seed in seeds::calls() {
        let read: Result<Call, _> = serde_json::from_value(seed.clone());
        assert!(read.is_ok(), "{seed}: {read:?}");
    }
    for seed in seeds::desk_calls() {
        let read: Result<DeskCall, _> = serde_json::from_value(seed.clone());
        assert!(read.is_ok(), "{seed}: {read:?}");
    }
}

proptest! {
    // Each round is a drill, and to make one smaller takes as long as all of them.
    #![proptest_config(ProptestConfig { max_shrink_iters: 100, ..rounds(8) })]

    #[test]
    fn whatever_is_said_is_answered_and_the_record_is_the_drill(all in vec(said(), 10..40)) {
        let (calls, desk_calls) = (seeds::calls(), seeds::desk_calls());
        let mut room = Room::new();
        for said in &all {
            if said.at_desk {
                room.desk(&said.text(&desk_calls));
            } else {
                room.facilitator(&said.text(&calls));
            }
        }
        room.record_is_the_drill();
    }
}

/// A text in every place of a call where there is a text.
fn everywhere(seed: &Value, text: &str) -> Value {
    match seed {
        // What names the variant stays.
        Value::Object(table) => Value::Object(
            table
                .iter()
                .map(|(key, value)| {
                    let tags = [
                        "call", "do", "deed", "act", "ask", "edit", "kind", "page", "state",
                        "mark", "verdict", "field", "format", "paper", "status", "truth", "role",
                        "path",
                    ];
                    let stays = tags.contains(&key.as_str()) && value.is_string();
                    let value = if stays {
                        value.clone()
                    } else {
                        everywhere(value, text)
                    };
                    (key.clone(), value)
                })
                .collect(),
        ),
        Value::Array(list) => list.iter().map(|value| everywhere(value, text)).collect(),
        Value::String(_) => json!(text),
        other => other.clone(),
    }
}

/// Names, notes, hypotheses, messages, edits … of every naughty string.
#[test]
fn naughty_strings_are_taken_or_refused_wherever_there_is_a_text() {
    let (calls, desk_calls) = (seeds::calls(), seeds::desk_calls());
    // What ends the drill, or takes it away, is tried elsewhere.
    let ends = |seed: &&Value| {
        let text = seed.to_string();
        ![
            "\"end\"",
            "\"emergency\"",
            "\"create\"",
            "\"open\"",
            "\"close\"",
            "\"jump\"",
            "\"drill\"",
            "\"json\"",
            "\"library\"",
            "\"ask\":",
        ]
        .iter()
        .any(|word| text.contains(word))
    };
    let calls: Vec<&Value> = calls.iter().filter(ends).collect();
    let naughty: Vec<&str> = naughty().collect();
    // Each string in some calls, and each call with some strings.
    let most = hostile::asked("PROPTEST_CASES", 700_usize).min(naughty.len() * calls.len());
    let mut room = Room::new();
    for n in 0..most {
        let text = naughty[n % naughty.len()];
        let call = calls[(n * 7 + n / naughty.len()) % calls.len()];
        room.facilitator(&everywhere(call, text).to_string());
        let call = &desk_calls[(n * 5 + n / naughty.len()) % desk_calls.len()];
        room.desk(&everywhere(call, text).to_string());
        // The record stays one that people could have made.
        if n % 350 == 349 {
            room.record_is_the_drill();
            room = Room::new();
        }
    }
    room.record_is_the_drill();
}
