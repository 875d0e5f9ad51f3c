//! A drill file that somebody damaged and sealed again is taken in or refused in words: whatever is
//! wrong with its pages, with the text of its schema, or with what its rows say.
#![allow(clippy::unwrap_used)]

mod forge;
mod small;

use std::sync::{Arc, LazyLock};

use drill::{Drill, Event, Fact};
use forge::pages::{PAGE, pages};
use forge::{forged, sealed, unsealed};
use hostile::{ByteDamage, JsonDamage, TextDamage, byte_damage, json_damage, rounds, text_damage};
use journal::{FileError, Journal};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;
use small::{created, event, scenario};

/// A drill of several pages: its tables have inner pages and long cells.
static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut journal = Journal::in_memory().unwrap();
    let mut events = vec![created(), event(2, Fact::Started)];
    for seq in 3..60 {
        let text = "What was seen. ".repeat(seq as usize % 7 * 40);
        let (mark, of_ms, by) = (None, Some(5), Some("Ada".to_owned()));
        let fact = Fact::Observed {
            text,
            mark,
            of_ms,
            by,
        };
        events.push(event(seq, fact));
    }
    events.push(event(60, Fact::Ended));
    journal
        .begin("d1", 1_000, &scenario(), &events[..1])
        .unwrap();
    journal.append("d1", &events[1..], 60_000).unwrap();
    for minute in -1..3 {
        let noise = (0..600).map(|s| ((s * 7_919 + minute) % 1_013) as f32);
        let columns = [("api requests".to_owned(), noise.collect())];
        journal.keep_minute("d1", minute, &columns).unwrap();
    }
    journal.write_out("d1").unwrap()
});

/// It is taken in whole, or refused in words and nothing is written. Whether it was taken in.
fn survived(file: &[u8]) -> bool {
    let mut journal = Journal::in_memory().unwrap();
    match journal.take_in(file) {
        Ok(taken) => {
            let recorded = journal.load(&taken.drill).unwrap();
            assert_eq!(recorded.events.len(), taken.events);
            journal.minutes(&taken.drill).unwrap();
            let (events, until_ms) = (recorded.events, recorded.clock_ms);
            Drill::replay(Arc::new(recorded.scenario), events, until_ms).unwrap();
            let again = journal.write_out(&taken.drill).unwrap();
            let mut there = Journal::in_memory().unwrap();
            there.take_in(&again).unwrap();
            assert!(there.write_out(&taken.drill).unwrap() == again);
            true
        }
        Err(error) => {
            assert!(!matches!(error, FileError::Journal(_)), "{error}");
            let said = error.to_string();
            assert!(said.len() < 2_000, "{} bytes are said", said.len());
            assert!(journal.drills().unwrap().is_empty());
            false
        }
    }
}

/// Damage to pages, by somebody who knows where things stand on them.
#[derive(Debug, Clone)]
enum PageDamage {
    Bytes(ByteDamage),
    /// The head of a page: its kind, how many cells it has, where they are, the page to the right.
    Head {
        page: usize,
        at: usize,
        bytes: [u8; 4],
        length: usize,
    },
    /// A page is as another is.
    Same {
        page: usize,
        as_page: usize,
    },
    /// A page shows on another, at its right or in its nth cell.
    Child {
        page: usize,
        nth: usize,
        shows: usize,
    },
    /// The nth cell begins elsewhere.
    Cell {
        page: usize,
        nth: usize,
        at: u16,
    },
    /// The file's header.
    Header {
        at: usize,
        byte: u8,
    },
    /// The text of the schema.
    Schema(TextDamage),
}

fn page_damage() -> impl Strategy<Value = PageDamage> {
    let place = any::<usize>;
    prop_oneof![
        2 => byte_damage().prop_map(PageDamage::Bytes),
        4 => (place(), 0usize..12, proptest::array::uniform4(prop_oneof![Just(0u8), 0u8..16, Just(255u8)]), 1usize..5)
            .prop_map(|(page, at, bytes, length)| PageDamage::Head { page, at, bytes, length }),
        2 => (place(), place()).prop_map(|(page, as_page)| PageDamage::Same { page, as_page }),
        4 => (place(), 0usize..6, place()).prop_map(|(page, nth, shows)| PageDamage::Child { page, nth, shows }),
        3 => (place(), 0usize..40, any::<u16>()).prop_map(|(page, nth, at)| PageDamage::Cell { page, nth, at }),
        1 => (16usize..100, any::<u8>()).prop_map(|(at, byte)| PageDamage::Header { at, byte }),
        1 => text_damage().prop_map(PageDamage::Schema),
    ]
}

impl PageDamage {
    fn done(&self, database: &[u8]) -> Vec<u8> {
        let mut out = database.to_vec();
        let count = (pages(database) as usize).max(1);
        // Bytes of a page, and of the file's header before it.
        let start = |page: usize| {
            let page = page % count;
            (page * PAGE, if page == 0 { 100 } else { 0 })
        };
        let mut put = |at: usize, bytes: &[u8]| {
            for (to, byte) in out.iter_mut().skip(at).zip(bytes) {
                *to = *byte;
            }
        };
        match self {
            Self::Bytes(damage) => return damage.done(database),
            Self::Head {
                page,
                at,
                bytes,
                length,
            } => {
                let (from, header) = start(*page);
                put(from + header + at, &bytes[..*length]);
            }
            Self::Same { page, as_page } => {
                let ((to, skip), (from, _)) = (start(*page), start(*as_page));
                let copied = database.get(from + skip..from + PAGE).unwrap_or_default();
                put(to + skip, copied);
            }
            Self::Child { page, nth, shows } => {
                let (from, header) = start(*page);
                let shows = (*shows % (count + 2)) as u32;
                let at = match nth {
                    0 => header + 8,
                    nth => {
                        let pointer = from + header + 10 + 2 * nth;
                        let bytes = database.get(pointer..pointer + 2).unwrap_or(&[0, 0]);
                        usize::from(u16::from_be_bytes([bytes[0], bytes[1]]))
                    }
                };
                put(from + at, &shows.to_be_bytes());
            }
            Self::Cell { page, nth, at } => {
                let (from, header) = start(*page);
                let at = (*at % PAGE as u16).to_be_bytes();
                put(from + header + 8 + 2 * nth, &at);
            }
            Self::Header { at, byte } => put(*at, &[*byte]),
            Self::Schema(damage) => {
                let text = b"CREATE TABLE drills";
                let Some(at) = database.windows(text.len()).position(|w| w == text) else {
                    return out;
                };
                let end = (at / PAGE + 1) * PAGE;
                let Some(page) = database.get(at..end) else {
                    return out;
                };
                let text = damage.done(&String::from_utf8_lossy(page));
                put(at, &text.as_bytes()[..text.len().min(end - at)]);
            }
        }
        out
    }
}

proptest! {
    #![proptest_config(rounds(400))]

    #[test]
    fn a_file_with_damaged_pages_is_taken_in_or_refused(damages in vec(page_damage(), 1..5)) {
        let mut database = unsealed(&FILE).to_vec();
        for damage in &damages {
            database = damage.done(&database);
        }
        survived(&sealed(database));
    }
}

/// The rows of the record as JSON: scenario, and events.
static ROWS: LazyLock<(Value, Vec<Value>)> = LazyLock::new(|| {
    let mut journal = Journal::in_memory().unwrap();
    journal.take_in(&FILE).unwrap();
    let recorded = journal.load("d1").unwrap();
    let json = |event: &Event| serde_json::to_value(event).unwrap();
    let events = recorded.events.iter().take(6).map(json);
    (
        serde_json::to_value(&recorded.scenario).unwrap(),
        events.collect(),
    )
});

/// A file with these rows: what is in a row's columns twice is the same in both, where it can be.
fn rewritten(scenario: &Value, events: &[Value]) -> Vec<u8> {
    let quoted = |text: &str| format!("CAST(x'{}' AS TEXT)", hex(text.as_bytes()));
    let mut sql = String::from("DELETE FROM events; PRAGMA foreign_keys = OFF;");
    sql += &format!(
        "UPDATE drills SET scenario = {};",
        quoted(&scenario.to_string())
    );
    for (n, event) in (1_i64..).zip(events) {
        let number = |key: &str, otherwise: i64| event[key].as_i64().unwrap_or(otherwise);
        let (at, wall, v) = (number("at_ms", 0), number("wall_ms", 0), number("v", 1));
        let kind = quoted(event["kind"].as_str().unwrap_or_default());
        let body = quoted(&event.to_string());
        sql +=
            &format!("INSERT INTO events VALUES ('d1', {n}, {at}, {wall}, {v}, {kind}, {body});");
    }
    forged(&FILE, &sql)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

proptest! {
    #![proptest_config(rounds(200))]

    #[test]
    fn a_file_with_damaged_rows_is_taken_in_or_refused(
        damages in vec((any::<usize>(), json_damage()), 1..4),
    ) {
        let (mut scenario, mut events) = ROWS.clone();
        for (nth, damage) in &damages {
            damage_one(&mut scenario, &mut events, *nth, damage);
        }
        survived(&rewritten(&scenario, &events));
    }
}

fn damage_one(scenario: &mut Value, events: &mut [Value], nth: usize, damage: &JsonDamage) {
    match nth % (events.len() + 2) {
        0 | 1 => damage.done(scenario),
        nth => damage.done(&mut events[nth - 2]),
    }
}

#[test]
fn what_damages_is_done_to_what_is_taken_in() {
    assert!(survived(&FILE));
    let (scenario, events) = &*ROWS;
    assert!(survived(&rewritten(scenario, events)));
    assert!(pages(unsealed(&FILE)) > 15, "{}", pages(unsealed(&FILE)));
}
