//! What a file says, as tables and values, in the order in which it says it.

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use toml_edit::{Item, TableLike, Value};
use ts_rs::TS;

/// A value as it is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(untagged)]
pub enum Written {
    /// True or false.
    Truth(bool),
    /// A whole number.
    Whole(#[ts(type = "number")] i64),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Written>),
    /// A table.
    Table(Entries),
}

/// Keys and values, in order.
#[derive(Debug, Clone, PartialEq, Default, TS)]
#[ts(type = "{ [key in string]: Written }")]
pub struct Entries(pub Vec<(String, Written)>);

impl Serialize for Entries {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Entries;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a table")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Entries, M::Error> {
                let mut all = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    all.push(entry);
                }
                Ok(Entries(all))
            }
        }
        from.deserialize_map(InOrder)
    }
}

impl Written {
    /// The value behind a key of a table.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Table(entries) => entries
                .0
                .iter()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// The entries of a list; none of anything else.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// As TOML, on one line but for texts that have several.
    #[must_use]
    pub fn to_toml(&self) -> String {
        match self {
            Self::Truth(truth) => truth.to_string(),
            Self::Whole(whole) => whole.to_string(),
            Self::Number(number) => toml_edit::value(*number).to_string(),
            Self::Text(text) => quoted(text),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::to_toml).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Table(entries) if entries.0.is_empty() => "{}".to_owned(),
            Self::Table(entries) => {
                let one = |(key, value): &(String, Self)| {
                    format!("{} = {}", key_text(key), value.to_toml())
                };
                let entries: Vec<String> = entries.0.iter().map(one).collect();
                format!("{{ {} }}", entries.join(", "))
            }
        }
    }

    pub(super) fn of_table(table: &dyn TableLike) -> Self {
        let each = table
            .iter()
            .map(|(key, item)| (key.to_owned(), Self::of_item(item)));
        Self::Table(Entries(each.collect()))
    }

    fn of_item(item: &Item) -> Self {
        match item {
            Item::None => Self::Table(Entries::default()),
            Item::Value(value) => Self::of_value(value),
            Item::Table(table) => Self::of_table(table),
            Item::ArrayOfTables(tables) => {
                Self::List(tables.iter().map(|table| Self::of_table(table)).collect())
            }
        }
    }

    fn of_value(value: &Value) -> Self {
        match value {
            Value::String(text) => Self::Text(text.value().clone()),
            Value::Integer(whole) => Self::Whole(*whole.value()),
            Value::Float(number) => Self::Number(*number.value()),
            Value::Boolean(truth) => Self::Truth(*truth.value()),
            Value::Datetime(date) => Self::Text(date.value().to_string()),
            Value::Array(list) => Self::List(list.iter().map(Self::of_value).collect()),
            Value::InlineTable(table) => Self::of_table(table),
        }
    }
}

/// A text in quotes: a paragraph of several lines between three of them.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c == '\n' || c == '\t' || !c.is_control();
    if text.contains('\n') && text.chars().all(is_plain) {
        let escaped = text.replace('\\', "\\\\").replace("\"\"\"", "\\\"\\\"\\\"");
        let escaped = match escaped.strip_suffix('"') {
            Some(rest) => format!("{rest}\\\""),
            None => escaped,
        };
        return format!("\"\"\"\n{escaped}\"\"\"");
    }
    let mut all = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => all.push_str("\\\""),
            '\\' => all.push_str("\\\\"),
            '\n' => all.push_str("\\n"),
            '\t' => all.push_str("\\t"),
            '\r' => all.push_str("\\r"),
            c if c.is_control() => all.push_str(&format!("\\u{:04X}", c as u32)),
            c => all.push(c),
        }
    }
    all.push('"');
    all
}

/// A key as it is written: bare where it can be.
pub(super) fn key_text(key: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !key.is_empty() && key.chars().all(is_bare) {
        key.to_owned()
    } else {
        quoted(&key.replace('\n', " "))
    }
}
