//! A table of a file, asked key by key. It remembers what it was asked for, and when it
//! is dropped it reports every key that nobody asked for.

use std::cell::{Cell, RefCell};

use super::choice;
use super::doc::{At, Doc, Entry, Node, Span};
use crate::limits;

/// A text and where it stands. Empty after a mistake, which has then been reported.
pub(super) type Text = At<String>;

/// Unknown keys of a table that are named; of more it is said how many.
const UNKNOWN: usize = 30;

/// A table being read.
pub(super) struct Table<'d> {
    pub doc: &'d Doc<'d>,
    /// What it is, for messages, e.g. "an inject".
    pub what: String,
    pub span: Span,
    entries: &'d [Entry],
    asked: RefCell<Vec<String>>,
    quiet: Cell<bool>,
}

impl<'d> Table<'d> {
    /// A view of a node that should be a table; reports when it is not.
    pub(super) fn of(doc: &'d Doc<'d>, item: &'d At<Node>, what: impl Into<String>) -> Self {
        let what = what.into();
        let entries: &[Entry] = match &item.value {
            Node::Table(entries) => entries,
            other => {
                let message = format!("{what} should be a table, not {}", other.kind());
                doc.error(&item.span, message, "write `{ key = value, … }`");
                &[]
            }
        };
        let quiet = Cell::new(!matches!(item.value, Node::Table(_)));
        let span = item.span.clone();
        Self {
            doc,
            what,
            span,
            entries,
            asked: RefCell::default(),
            quiet,
        }
    }

    /// Says nothing about unknown keys: too much is wrong already.
    pub(super) fn hush(&self) {
        self.quiet.set(true);
    }

    /// The entry of a key, which is known from now on.
    pub(super) fn entry(&self, key: &str) -> Option<&'d Entry> {
        self.asked.borrow_mut().push(key.to_owned());
        self.entries.iter().find(|entry| entry.key.value == key)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.entry(key).is_some()
    }

    /// The first of some keys that stands here.
    pub(super) fn which(&self, keys: &[&'static str]) -> Vec<&'static str> {
        keys.iter().copied().filter(|key| self.has(key)).collect()
    }

    /// Where a key stands; the table's own place if it does not.
    pub(super) fn place(&self, key: &str) -> Span {
        self.entry(key)
            .map_or_else(|| self.span.clone(), |entry| entry.key.span.clone())
    }

    pub(super) fn missing(&self, key: &str, example: &str) {
        if !self.quiet.get() {
            let message = format!("{} has no `{key}`", self.what);
            self.doc
                .error(&self.span, message, format!("add `{key} = {example}`"));
        }
    }

    pub(super) fn wrong(&self, entry: &Entry, wanted: &str, example: &str) {
        let message = format!(
            "`{}` should be {wanted}, not {}",
            entry.key.value,
            entry.item.value.kind()
        );
        self.doc.error(
            &entry.item.span,
            message,
            format!("e.g. `{} = {example}`", entry.key.value),
        );
    }

    /// A text of at most so many characters.
    pub(super) fn text(&self, key: &str, most: usize) -> Option<Text> {
        let entry = self.entry(key)?;
        match &entry.item.value {
            Node::Text(text) => Some(checked(self.doc, key, text, &entry.item.span, most)),
            _ => {
                self.wrong(entry, "a text in quotes", "\"…\"");
                Some(At {
                    value: String::new(),
                    span: entry.item.span.clone(),
                })
            }
        }
    }

    pub(super) fn need_text(&self, key: &str, most: usize, example: &str) -> Text {
        self.text(key, most).unwrap_or_else(|| {
            self.missing(key, &format!("\"{example}\""));
            At {
                value: String::new(),
                span: self.span.clone(),
            }
        })
    }

    pub(super) fn truth(&self, key: &str, default: bool) -> bool {
        match self.entry(key) {
            None => default,
            Some(Entry {
                item:
                    At {
                        value: Node::Truth(truth),
                        ..
                    },
                ..
            }) => *truth,
            Some(entry) => {
                self.wrong(entry, "true or false", "true");
                default
            }
        }
    }

    /// The entries of a list.
    pub(super) fn list(&self, key: &str, most: usize) -> Vec<&'d At<Node>> {
        let Some(entry) = self.entry(key) else {
            return Vec::new();
        };
        let Node::List(items) = &entry.item.value else {
            self.wrong(entry, "a list", "[ … ]");
            return Vec::new();
        };
        if items.len() > most {
            let message = format!("`{key}` has {} entries; {most} are allowed", items.len());
            let span = items.get(most).map_or(&entry.item.span, |item| &item.span);
            self.doc
                .error(span, message, format!("keep the first {most}, or fewer"));
        }
        items.iter().take(most).collect()
    }

    /// A list of texts.
    pub(super) fn texts(&self, key: &str, most: usize, longest: usize) -> Vec<Text> {
        let texts = self
            .list(key, most)
            .into_iter()
            .filter_map(|item| match &item.value {
                Node::Text(text) => Some(checked(self.doc, key, text, &item.span, longest)),
                other => {
                    let message = format!("`{key}` lists texts, and this is {}", other.kind());
                    self.doc.error(&item.span, message, "put it in quotes");
                    None
                }
            });
        texts.collect()
    }

    /// A list of texts, without their places.
    pub(super) fn strings(&self, key: &str, most: usize, longest: usize) -> Vec<String> {
        self.texts(key, most, longest)
            .into_iter()
            .map(|text| text.value)
            .collect()
    }

    /// A list of tables.
    pub(super) fn tables(&self, key: &str, most: usize, what: &str) -> Vec<Table<'d>> {
        if let Some(Entry { item, .. }) = self.entry(key)
            && matches!(item.value, Node::Table(_))
        {
            let message = format!("`{key}` is one table and should be a list of them");
            self.doc
                .error(&item.span, message, format!("begin each with [[{key}]]"));
            return Vec::new();
        }
        let items = self.list(key, most);
        items
            .into_iter()
            .map(|item| Table::of(self.doc, item, what))
            .collect()
    }

    /// A table in this table.
    pub(super) fn table(&self, key: &str, what: &str) -> Option<Table<'d>> {
        self.entry(key)
            .map(|entry| Table::of(self.doc, &entry.item, what))
    }

    /// Tables by name: `[service.api]`, `pool.db = { … }`.
    pub(super) fn named(&self, key: &str, what: &str) -> Vec<(Text, Table<'d>)> {
        let Some(entry) = self.entry(key) else {
            return Vec::new();
        };
        let Node::Table(entries) = &entry.item.value else {
            self.wrong(entry, "a table of named tables", "{ name = { … } }");
            return Vec::new();
        };
        if entries.len() > limits::COMPONENTS {
            let message = format!(
                "{} of `{key}`; {} are allowed",
                entries.len(),
                limits::COMPONENTS
            );
            self.doc.error(
                &entry.key.span,
                message,
                "a drill needs only what can break",
            );
        }
        let one = |entry: &'d Entry| {
            let what = format!("{what} {}", entry.key.value);
            (entry.key.clone(), Table::of(self.doc, &entry.item, what))
        };
        entries.iter().take(limits::COMPONENTS).map(one).collect()
    }

    /// All keys with their texts: `[people]`.
    pub(super) fn pairs(&self, most: usize) -> Vec<(Text, Text)> {
        let keys: Vec<&At<String>> = self.entries.iter().map(|entry| &entry.key).collect();
        keys.into_iter()
            .filter_map(|key| Some((key.clone(), self.text(&key.value, most)?)))
            .collect()
    }
}

impl Drop for Table<'_> {
    fn drop(&mut self) {
        if self.quiet.get() {
            return;
        }
        let asked = self.asked.borrow();
        #[cfg(test)]
        self.doc
            .asked
            .borrow_mut()
            .entry(self.what.clone())
            .or_default()
            .extend(asked.iter().cloned());
        let free: Vec<&String> = asked
            .iter()
            .filter(|known| !self.entries.iter().any(|entry| entry.key.value == **known))
            .collect();
        let unknown = self.entries.iter();
        let mut unknown = unknown.filter(|entry| !asked.contains(&entry.key.value));
        for entry in unknown.by_ref().take(UNKNOWN) {
            let key = &entry.key.value;
            let message = format!("{} has no key `{key}`", self.what);
            let help = choice::did_you_mean(key, free.iter().map(|known| known.as_str()));
            self.doc.error(&entry.key.span, message, help);
        }
        if let Some(entry) = unknown.next() {
            let message = format!("{} has {} more of them", self.what, 1 + unknown.count());
            self.doc
                .error(&entry.key.span, message, "mend those above first");
        }
    }
}

fn checked(doc: &Doc<'_>, key: &str, text: &str, span: &Span, most: usize) -> Text {
    let length = text.chars().count();
    let value = text.trim_end().to_owned();
    if value.trim().is_empty() {
        doc.error(
            span,
            format!("`{key}` is empty"),
            "say something, or remove the line",
        );
        return At {
            value: String::new(),
            span: span.clone(),
        };
    }
    if length > most {
        let message = format!("`{key}` has {length} characters; {most} are allowed");
        doc.error(span, message, "shorten it");
    } else if value
        .chars()
        .any(|c| c.is_control() && c != '\n' && c != '\t')
    {
        doc.error(
            span,
            format!("`{key}` contains a control character"),
            "type it again",
        );
    }
    At {
        value,
        span: span.clone(),
    }
}
