//! The format as JSON Schema (draft 2020-12), for editors that know TOML.

use serde_json::{Map, Value, json};

use super::{FileKind, Form, Key, Kind, Source};
use crate::deed;
use crate::read::effect;

/// The schema of a kind of file.
#[must_use]
pub fn schema(kind: FileKind) -> Value {
    let forms = kind.forms();
    let (file, parts) = forms
        .split_first()
        .unwrap_or_else(|| unreachable!("every file has a form"));
    let mut whole = table(file);
    let defs: Map<String, Value> = parts
        .iter()
        .map(|form| (form.id.clone(), table(form)))
        .collect();
    if let Value::Object(whole) = &mut whole {
        whole.insert(
            "$schema".to_owned(),
            json!("https://json-schema.org/draft/2020-12/schema"),
        );
        whole.insert("title".to_owned(), json!(title(kind)));
        whole.insert("$defs".to_owned(), Value::Object(defs));
        // What the line for editors at the top of a file is.
        if let Some(Value::Object(keys)) = whole.get_mut("properties") {
            keys.insert("$schema".to_owned(), json!({ "type": "string" }));
        }
    }
    whole
}

fn title(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Scenario => "Three AM: scenario.toml",
        FileKind::System => "Three AM: system.toml",
        FileKind::Team => "Three AM: teams/NAME.toml",
    }
}

fn table(form: &Form) -> Value {
    if form.keys.is_empty() {
        return json!({ "type": "object", "description": form.says, "additionalProperties": { "type": "string" } });
    }
    let keys: Map<String, Value> = form
        .keys
        .iter()
        .map(|key| (key.name.clone(), property(key)))
        .collect();
    let needed: Vec<&str> = form
        .keys
        .iter()
        .filter(|key| key.needed && key.beside.is_none())
        .map(|key| key.name.as_str())
        .collect();
    let mut table = json!({
        "type": "object",
        "description": form.says,
        "properties": keys,
        "additionalProperties": false,
    });
    if !needed.is_empty() {
        table["required"] = json!(needed);
    }
    let mut groups: Vec<&str> = form
        .keys
        .iter()
        .filter_map(|key| key.either.as_deref())
        .collect();
    groups.dedup();
    if let [group] = groups[..] {
        let of = form
            .keys
            .iter()
            .filter(|key| key.either.as_deref() == Some(group));
        table["oneOf"] = of.map(|key| json!({ "required": [key.name] })).collect();
    }
    table
}

fn property(key: &Key) -> Value {
    let mut value = kind(&key.value);
    if let Value::Object(value) = &mut value {
        value.insert("description".to_owned(), json!(key.says));
    }
    value
}

fn kind(kind: &Kind) -> Value {
    let part = |form: &str| json!({ "$ref": format!("#/$defs/{form}") });
    match kind {
        Kind::Text { most } | Kind::Prose { most } => {
            json!({ "type": "string", "minLength": 1, "maxLength": most })
        }
        Kind::Word => json!({ "type": ["string", "integer"] }),
        Kind::Duration => {
            json!({ "type": "string", "pattern": DURATION, "examples": ["90s", "5m", "02:30"] })
        }
        Kind::Time => {
            json!({ "type": "string", "pattern": TIME, "examples": ["12ms", "12ms exp", "12ms fixed"] })
        }
        Kind::Clock => {
            json!({ "type": "string", "pattern": "^[0-2]?[0-9]:[0-5][0-9](:[0-5][0-9])?$", "examples": ["03:00"] })
        }
        Kind::Before => json!({ "type": "string", "pattern": "^-", "examples": ["-19m", "-3d"] }),
        Kind::Whole { least, most } => {
            json!({ "type": "integer", "minimum": least, "maximum": most })
        }
        Kind::Number { least, most } => {
            json!({ "type": "number", "minimum": least, "maximum": most })
        }
        Kind::Truth => json!({ "type": "boolean" }),
        Kind::Choice { of } => choice(*of),
        Kind::Texts { most, of } => {
            let item = of.map_or_else(
                || json!({ "type": "string", "minLength": 1, "maxLength": most }),
                choice,
            );
            json!({ "type": "array", "items": item })
        }
        Kind::Numbers => json!({ "type": "array", "items": { "type": "number" } }),
        Kind::Groups => {
            json!({ "type": "array", "minItems": 1, "items": { "type": "array", "minItems": 1, "items": { "type": "string", "minLength": 1 } } })
        }
        Kind::Table { form } => part(form),
        Kind::Tables { form, .. } => json!({ "type": "array", "items": part(form) }),
        Kind::Named { form } => json!({ "type": "object", "additionalProperties": part(form) }),
        Kind::Pairs => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
    }
}

const DURATION: &str = r"^\s*(\d+:[0-5]?\d(:[0-5]?\d)?|(\d+(\.\d+)?\s*(d|h|m|s|ms|us)\s*)+|0)\s*$";
const TIME: &str = r"^\s*(\d+(\.\d+)?\s*(h|m|s|ms|us)\s*)+( (exp|fixed))?\s*$";

/// A name: one of the words, where they are the same for every scenario.
fn choice(of: Source) -> Value {
    match words(of) {
        Some(words) => json!({ "enum": words }),
        None => json!({ "type": "string", "minLength": 1, "maxLength": crate::limits::TITLE }),
    }
}

/// The words of a closed list.
#[must_use]
pub fn words(of: Source) -> Option<Vec<String>> {
    let owned = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    Some(match of {
        Source::FaultKind => effect::KINDS
            .iter()
            .map(|(kind, _)| (*kind).to_owned())
            .collect(),
        Source::Channel => owned(&["chat", "phone", "mail", "social", "pager"]),
        Source::Act => crate::read::names_of::<deed::DeedKind>(),
        Source::Page => crate::read::names_of::<deed::Page>(),
        Source::Phase => crate::read::names_of::<crate::Phase>(),
        Source::Severity => crate::read::names_of::<world::Level>(),
        Source::Stack => crate::read::names_of::<world::spec::Stack>(),
        Source::Order => crate::read::names_of::<world::spec::QueueOrder>(),
        Source::Access => crate::read::names_of::<world::spec::Access>(),
        Source::State => crate::read::names_of::<deed::IncidentState>(),
        Source::Verdict => crate::read::names_of::<deed::Verdict>(),
        Source::Mark => crate::read::names_of::<deed::Mark>(),
        Source::Turn => owned(&["on", "off", "open", "closed"]),
        _ => return None,
    })
}
