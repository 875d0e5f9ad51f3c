//! The JSON text: its three keys, each once, and every path once.

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{FILES, FORMAT, Refused, refused};
use crate::files::Files;
use crate::paths;

/// What the text says, before anything of it is believed.
#[derive(Debug)]
pub(super) struct Parsed {
    pub id: String,
    entries: Vec<(String, Value)>,
}

/// A value as far as it matters.
#[derive(Debug)]
enum Value {
    Text(String),
    Table(Vec<(String, Value)>),
    Other,
}

const FROM: &str = "ask for a file that `3am pack` made";

/// Reads the text.
pub(super) fn parse(bytes: &[u8]) -> Result<Parsed, Refused> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let whole: Value = serde_json::from_slice(bytes).map_err(|error| {
        let message = format!("it is not JSON: {}", error.to_string().replace('\n', " "));
        refused("", message, FROM)
    })?;
    let Value::Table(entries) = whole else {
        return Err(refused("", "it is not a scenario: no object", FROM));
    };
    // The format first: another may have other keys.
    let text = |key: &str| {
        entries.iter().find_map(|(name, value)| match value {
            Value::Text(text) if name == key => Some(text.as_str()),
            _ => None,
        })
    };
    check_format(text("format"))?;
    let id = text("id").map(str::to_owned);
    for (at, (key, _)) in entries.iter().enumerate() {
        let shown = paths::shown(key);
        if !["format", "id", "files"].contains(&key.as_str()) {
            return Err(refused("", format!("there is no key \"{shown}\""), FROM));
        }
        if entries[..at].iter().any(|(other, _)| other == key) {
            return Err(refused("", format!("\"{shown}\" stands in it twice"), FROM));
        }
    }
    let Some(id) = id else {
        return Err(refused("", "\"id\" is missing or not a text", FROM));
    };
    let files = entries.into_iter().find(|(key, _)| key == "files");
    match files {
        Some((_, Value::Table(entries))) => Ok(Parsed { id, entries }),
        _ => Err(refused("", "\"files\" is missing or not an object", FROM)),
    }
}

fn check_format(format: Option<&str>) -> Result<(), Refused> {
    let ours = FORMAT.trim_end_matches(|c: char| c.is_ascii_digit());
    match format {
        Some(FORMAT) => Ok(()),
        Some(other)
            if other
                .strip_prefix(ours)
                .is_some_and(|version| version.parse::<u32>().is_ok_and(|number| number > 1)) =>
        {
            let message = format!("it was made by a newer Three AM: \"{other}\"");
            Err(refused(
                "",
                message,
                "update Three AM, or ask for an older file",
            ))
        }
        Some(other) => {
            let message = format!("it is \"{}\", not \"{FORMAT}\"", paths::shown(other));
            Err(refused("", message, FROM))
        }
        None => Err(refused("", "it does not say its format", FROM)),
    }
}

impl Parsed {
    /// The files, with the ends of lines as they are on this side.
    pub(super) fn files(&self) -> Result<Files, Vec<Refused>> {
        let mut problems = Vec::new();
        let mut files = Files::default();
        if self.entries.len() > FILES {
            let message = format!("it has {} files; {FILES} are read", self.entries.len());
            return Err(vec![refused("", message, "ask for a smaller one")]);
        }
        for (path, value) in &self.entries {
            let Value::Text(text) = value else {
                problems.push(refused(path, "the file is not a text", FROM));
                continue;
            };
            let text = super::hostile::with_plain_ends(text);
            if files.0.insert(path.clone(), text).is_some() {
                problems.push(refused(path, "the file stands in it twice", FROM));
            }
        }
        if problems.is_empty() {
            Ok(files)
        } else {
            Err(problems)
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Any)
    }
}

/// Keeps texts, and tables with their keys as they stand, doubles included.
struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Value, M::Error> {
        let mut all = Vec::new();
        while let Some(entry) = map.next_entry()? {
            all.push(entry);
        }
        Ok(Value::Table(all))
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Value, S::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Other)
    }
}
