//! What changed from one view to the next, for a road that remembers the last.
//!
//! A view of a long drill has hundreds of kilobytes, and from one to the next a clock and a few
//! figures are new. What is sent is a value of JSON that says where: `{"set": value}`,
//! `{"in": {field or index: change}}`, or `{"splice": [[from, how many, rows], …]}`, which are
//! done one after the other. `ui/src/link/changes.ts` reads it.

use serde_json::{Map, Value, json};
use wire::Push;

/// What rows of a list are told apart by, of those that a view has.
const NAMES: [&str; 3] = ["id", "event", "number"];
/// By so many rows a list may move up or down and still be known again.
const SLIDE: usize = 8;

/// What one watcher knows.
#[derive(Debug, Default)]
pub struct Told {
    last: Value,
}

impl Told {
    /// What is to be sent so that the watcher knows this: the push itself, the first time and
    /// when it is of another kind; afterwards `{"changes": change}`. None: they know it.
    pub fn tell(&mut self, push: &Push) -> Option<Value> {
        // Through text: a value made directly would write every `f32` as the `f64` beside it.
        let now: Value = serde_json::from_str(&serde_json::to_string(push).ok()?).ok()?;
        let before = std::mem::replace(&mut self.last, now);
        if before.get("push") != self.last.get("push") {
            return Some(self.last.clone());
        }
        change(&before, &self.last).map(|change| json!({ "changes": change }))
    }
}

fn set(value: &Value) -> Value {
    json!({ "set": value })
}

/// None: they are equal.
fn change(before: &Value, now: &Value) -> Option<Value> {
    match (before, now) {
        (Value::Object(before), Value::Object(now)) => fields(before, now),
        (Value::Array(before), Value::Array(now)) => list(before, now),
        _ => (before != now).then(|| set(now)),
    }
}

fn within(changes: Map<String, Value>) -> Option<Value> {
    let within = |changes| Map::from_iter([("in".to_owned(), Value::Object(changes))]).into();
    (!changes.is_empty()).then(|| within(changes))
}

fn fields(before: &Map<String, Value>, now: &Map<String, Value>) -> Option<Value> {
    if before.len() != now.len() || !now.keys().all(|key| before.contains_key(key)) {
        return Some(json!({ "set": now }));
    }
    let changes = now.iter().filter_map(|(key, value)| {
        let change = change(before.get(key)?, value)?;
        Some((key.clone(), change))
    });
    within(changes.collect())
}

fn list(before: &[Value], now: &[Value]) -> Option<Value> {
    if before.len() == now.len() && before.iter().zip(now).all(|(a, b)| same_row(a, b)) {
        let rows = before.iter().zip(now).enumerate();
        let changes = rows.filter_map(|(at, (a, b))| Some((at.to_string(), change(a, b)?)));
        return within(changes.collect());
    }
    Some(json!({ "splice": slid(before, now).unwrap_or_else(|| spliced(before, now)) }))
}

/// Rows of the same name. Values of a graph, or other rows without one, are held against each
/// other only when they are equal.
fn same_row(a: &Value, b: &Value) -> bool {
    let name = NAMES
        .iter()
        .find(|name| a.get(**name).is_some_and(|v| !v.is_null()));
    match name {
        Some(name) => a.get(name) == b.get(name),
        None => a.is_object() && b.is_object() || a == b,
    }
}

type Splice = (usize, usize, Vec<Value>);

/// A list that lost its first rows and got others at its end, or the other way round.
fn slid(before: &[Value], now: &[Value]) -> Option<Vec<Splice>> {
    for by in 1..=SLIDE {
        if let Some(kept) = before.get(by..)
            && !kept.is_empty()
            && now.starts_with(kept)
        {
            let new = now[kept.len()..].to_vec();
            return Some(vec![(0, by, Vec::new()), (kept.len(), 0, new)]);
        }
        if let Some(kept) = now.get(by..)
            && !kept.is_empty()
            && before.starts_with(kept)
        {
            let lost = before.len() - kept.len();
            return Some(vec![
                (kept.len(), lost, Vec::new()),
                (0, 0, now[..by].to_vec()),
            ]);
        }
    }
    None
}

/// What stands between the rows at both ends that are as they were.
fn spliced(before: &[Value], now: &[Value]) -> Vec<Splice> {
    let alike = |pairs: &mut dyn Iterator<Item = (&Value, &Value)>| {
        pairs.take_while(|(a, b)| a == b).count()
    };
    let from = alike(&mut before.iter().zip(now));
    let tail = alike(&mut before[from..].iter().rev().zip(now[from..].iter().rev()));
    let new = now[from..now.len() - tail].to_vec();
    vec![(from, before.len() - from - tail, new)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the page does it.
    fn apply(before: &Value, change: &Value) -> Value {
        if let Some(value) = change.get("set") {
            return value.clone();
        }
        let mut now = before.clone();
        for (at, change) in change["in"].as_object().into_iter().flatten() {
            let place = match &mut now {
                Value::Array(rows) => &mut rows[at.parse::<usize>().unwrap()],
                object => &mut object[at.as_str()],
            };
            *place = apply(place, change);
        }
        for splice in change["splice"].as_array().into_iter().flatten() {
            let at = |i: usize| usize::try_from(splice[i].as_u64().unwrap()).unwrap();
            let rows = now.as_array_mut().unwrap();
            rows.splice(at(0)..at(0) + at(1), splice[2].as_array().unwrap().clone());
        }
        now
    }

    #[test]
    fn says_where() {
        let row = |id: &str, says: &str| json!({ "id": id, "says": says });
        let (a, b, c) = (row("a", "well"), row("b", "well"), row("c", "well"));
        for (before, now, said) in [
            (
                json!({ "x": 1, "y": [1] }),
                json!({ "x": 1, "y": [1] }),
                json!(null),
            ),
            (
                json!({ "x": 1, "y": 2 }),
                json!({ "x": 1, "y": 3 }),
                json!({ "in": { "y": { "set": 3 } } }),
            ),
            // Another shape is another thing.
            (
                json!({ "x": 1 }),
                json!({ "z": 1 }),
                json!({ "set": { "z": 1 } }),
            ),
            (
                json!({ "x": null }),
                json!({ "x": [] }),
                json!({ "in": { "x": { "set": [] } } }),
            ),
            (
                json!([a, b]),
                json!([a, row("b", "broken")]),
                json!({ "in": { "1": { "in": { "says": { "set": "broken" } } } } }),
            ),
            // A graph moves on.
            (
                json!([1, 2, 3]),
                json!([2, 3, 4]),
                json!({ "splice": [[0, 1, []], [2, 0, [4]]] }),
            ),
            (
                json!([1, 2, 3]),
                json!([1, 9, 3]),
                json!({ "splice": [[1, 1, [9]]] }),
            ),
            // What is newest stands at the top, and the oldest goes.
            (
                json!([b, c]),
                json!([a, b]),
                json!({ "splice": [[1, 1, []], [0, 0, [a]]] }),
            ),
            (
                json!([b, c]),
                json!([a, b, c]),
                json!({ "splice": [[2, 0, []], [0, 0, [a]]] }),
            ),
            (
                json!([a, c]),
                json!([a, b, c]),
                json!({ "splice": [[1, 0, [b]]] }),
            ),
            (
                json!([a, b]),
                json!([b, a]),
                json!({ "splice": [[0, 1, []], [1, 0, [a]]] }),
            ),
            (json!([]), json!([a]), json!({ "splice": [[0, 0, [a]]] })),
            (json!([a]), json!([]), json!({ "splice": [[0, 1, []]] })),
        ] {
            let found = change(&before, &now);
            assert_eq!(found.clone().unwrap_or_default(), said, "{before} to {now}");
            let change = found.unwrap_or_else(|| json!({ "in": {} }));
            assert_eq!(apply(&before, &change), now);
        }
    }

    #[test]
    fn any_list_becomes_any_other() {
        // Lists of up to four of three rows, one of which has two states.
        let rows = [
            json!({ "id": 1, "x": 1 }),
            json!({ "id": 1, "x": 2 }),
            json!({ "id": 2 }),
        ];
        let mut lists = vec![Vec::new()];
        for at in 0.. {
            let Some(list) = lists.get(at).cloned() else {
                break;
            };
            if list.len() < 4 {
                lists.extend(
                    rows.iter()
                        .map(|row| [list.clone(), vec![row.clone()]].concat()),
                );
            }
        }
        for before in &lists {
            for now in &lists {
                let (before, now) = (Value::from(before.clone()), Value::from(now.clone()));
                let change = change(&before, &now).unwrap_or_else(|| json!({ "in": {} }));
                assert_eq!(apply(&before, &change), now, "{before} by {change}");
            }
        }
    }

    #[test]
    fn the_first_is_whole_and_the_same_is_nothing() {
        let mut told = Told::default();
        assert_eq!(
            told.tell(&Push::Empty { told: None }),
            Some(json!({ "push": "empty", "told": null }))
        );
        assert_eq!(told.tell(&Push::Empty { told: None }), None);
    }
}
