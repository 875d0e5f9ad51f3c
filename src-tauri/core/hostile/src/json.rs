//! Damage to JSON: what is right in all but one place gets through more doors than noise.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Number, Value, json};

use crate::pieces::{NUMBERS, PIECES};

/// One damage. Values are counted in the order in which they are written, round and round.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "places and lengths, as the variant says")]
pub enum JsonDamage {
    /// A value is another.
    Set { nth: usize, value: Value },
    /// A number is another number: types keep to what they were, and limits are what is tried.
    Number { nth: usize, number: Value },
    /// A text has a piece in it, or is nothing but a piece many times.
    Text {
        nth: usize,
        piece: &'static str,
        times: usize,
    },
    /// A value is the one of another place.
    Same { nth: usize, as_nth: usize },
    /// It is gone from its list or table.
    Gone { nth: usize },
    /// It is there twice in its list; in a table, under another key.
    Twice { nth: usize },
    /// It is inside so many lists.
    Deep { nth: usize, deep: usize },
}

/// Any JSON, not too large.
pub fn any_json() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        select(&PIECES[..]).prop_map(str::to_owned),
        select(&NUMBERS[..]).prop_map(str::to_owned),
        "\\PC{0,12}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        number(),
        text.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 5, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            vec((text.clone(), inner), 0..5).prop_map(|pairs| Value::Object(Map::from_iter(pairs))),
        ]
    })
}

/// Numbers that JSON can say, at limits mostly.
fn number() -> impl Strategy<Value = Value> {
    let limits: Vec<Value> = [
        json!(0),
        json!(1),
        json!(-1),
        json!(2),
        json!(255),
        json!(256),
        json!(65_535),
        json!(i32::MAX),
        json!(i32::MIN),
        json!(u32::MAX),
        json!(1_u64 << 32),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(-0.0),
        json!(0.5),
        json!(1e-320),
        json!(f64::MAX),
        json!(f64::MIN),
    ]
    .into();
    prop_oneof![
        3 => select(limits),
        1 => any::<i32>().prop_map(Value::from),
        1 => (-1e6..1e6_f64).prop_map(|n| Number::from_f64(n).map_or(Value::Null, Value::Number)),
    ]
}

/// Any damage.
pub fn json_damage() -> impl Strategy<Value = JsonDamage> {
    let place = || any::<usize>();
    prop_oneof![
        3 => (place(), any_json()).prop_map(|(nth, value)| JsonDamage::Set { nth, value }),
        6 => (place(), number()).prop_map(|(nth, number)| JsonDamage::Number { nth, number }),
        4 => (place(), select(&PIECES[..]), 0usize..4)
            .prop_map(|(nth, piece, times)| JsonDamage::Text { nth, piece, times }),
        1 => (place(), select(&PIECES[..]), 100usize..4_000)
            .prop_map(|(nth, piece, times)| JsonDamage::Text { nth, piece, times }),
        4 => (place(), place()).prop_map(|(nth, as_nth)| JsonDamage::Same { nth, as_nth }),
        2 => place().prop_map(|nth| JsonDamage::Gone { nth }),
        2 => place().prop_map(|nth| JsonDamage::Twice { nth }),
        1 => (place(), 1usize..200).prop_map(|(nth, deep)| JsonDamage::Deep { nth, deep }),
    ]
}

impl JsonDamage {
    /// Does it.
    pub fn done(&self, whole: &mut Value) {
        match self {
            Self::Set { nth, value } => put(whole, *nth, each, value.clone()),
            Self::Number { nth, number } => {
                put(whole, *nth, Value::is_number, number.clone());
            }
            Self::Text { nth, piece, times } => {
                if let Some(at) = pick(whole, *nth, Value::is_string) {
                    let said = at.as_str().unwrap_or_default();
                    *at = match times {
                        0 => json!(format!("{said}{piece}")),
                        1 => json!(format!("{piece}{said}")),
                        times => json!(piece.repeat(*times)),
                    };
                }
            }
            Self::Same { nth, as_nth } => {
                if let Some(value) = pick(whole, *as_nth, each).cloned() {
                    put(whole, *nth, each, value);
                }
            }
            Self::Gone { nth } => {
                if let Some(at) = pick(whole, *nth, holds) {
                    match at {
                        Value::Array(list) => {
                            list.remove(nth / 7 % list.len());
                        }
                        Value::Object(table) => {
                            let key = table.keys().nth(nth / 7 % table.len()).cloned();
                            table.remove(&key.unwrap_or_default());
                        }
                        _ => {}
                    }
                }
            }
            Self::Twice { nth } => match pick(whole, *nth, holds) {
                Some(Value::Array(list)) => list.push(list[nth / 7 % list.len()].clone()),
                Some(Value::Object(table)) => {
                    let value = table.values().nth(nth / 7 % table.len()).cloned();
                    table.insert("again".to_owned(), value.unwrap_or_default());
                }
                _ => {}
            },
            Self::Deep { nth, deep } => {
                if let Some(at) = pick(whole, *nth, each) {
                    for _ in 0..*deep {
                        *at = Value::Array(vec![at.take()]);
                    }
                }
            }
        }
    }
}

fn each(_: &Value) -> bool {
    true
}

/// A list or table that is not empty.
fn holds(value: &Value) -> bool {
    match value {
        Value::Array(list) => !list.is_empty(),
        Value::Object(table) => !table.is_empty(),
        _ => false,
    }
}

fn put(whole: &mut Value, nth: usize, is: fn(&Value) -> bool, value: Value) {
    if let Some(at) = pick(whole, nth, is) {
        *at = value;
    }
}

/// The nth value that is one of those, counted round.
fn pick(whole: &mut Value, nth: usize, is: fn(&Value) -> bool) -> Option<&mut Value> {
    let count = count(whole, is);
    let mut left = nth.checked_rem(count)?;
    find(whole, is, &mut left)
}

fn count(value: &Value, is: fn(&Value) -> bool) -> usize {
    let inside: usize = match value {
        Value::Array(list) => list.iter().map(|v| count(v, is)).sum(),
        Value::Object(table) => table.values().map(|v| count(v, is)).sum(),
        _ => 0,
    };
    inside + usize::from(is(value))
}

fn find<'a>(
    value: &'a mut Value,
    is: fn(&Value) -> bool,
    left: &mut usize,
) -> Option<&'a mut Value> {
    if is(value) {
        if *left == 0 {
            return Some(value);
        }
        *left -= 1;
    }
    match value {
        Value::Array(list) => list.iter_mut().find_map(|v| find(v, is, left)),
        Value::Object(table) => table.values_mut().find_map(|v| find(v, is, left)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::JsonDamage;
    use serde_json::{Value, json};

    #[test]
    fn each_damage_damages() {
        let done = |damage: JsonDamage| {
            let mut whole = json!({ "a": [1, "x"], "b": 2 });
            damage.done(&mut whole);
            whole
        };
        let value = Value::Null;
        assert_eq!(
            done(JsonDamage::Set { nth: 5, value }),
            Value::Null,
            "round and round"
        );
        let number = json!(9);
        assert_eq!(
            done(JsonDamage::Number { nth: 1, number }),
            json!({ "a": [1, "x"], "b": 9 })
        );
        let (nth, piece, times) = (0, "!", 0);
        assert_eq!(
            done(JsonDamage::Text { nth, piece, times }),
            json!({ "a": [1, "x!"], "b": 2 })
        );
        let as_nth = 4;
        assert_eq!(
            done(JsonDamage::Same { nth: 1, as_nth }),
            json!({ "a": 2, "b": 2 })
        );
        assert_eq!(done(JsonDamage::Gone { nth: 0 }), json!({ "b": 2 }));
        assert_eq!(
            done(JsonDamage::Twice { nth: 1 }),
            json!({ "a": [1, "x", 1], "b": 2 })
        );
        assert_eq!(
            done(JsonDamage::Deep { nth: 4, deep: 2 }),
            json!({ "a": [1, "x"], "b": [[2]] })
        );
    }
}
