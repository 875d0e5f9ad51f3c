//! One file: its text, its tree with places, and the problems found in it.

use std::cell::RefCell;
use std::ops::Range;

use toml_edit::{Item, TableLike, Value};

use crate::limits;
use crate::problem::{Problem, Severity, short};

/// Where something stands, bytes.
pub(super) type Span = Range<usize>;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct At<T> {
    pub value: T,
    pub span: Span,
}

/// A TOML value, in which inline and other tables are the same.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Text(String),
    Whole(i64),
    Number(f64),
    Truth(bool),
    Date,
    List(Vec<At<Node>>),
    Table(Vec<Entry>),
}

/// One `key = value`.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub key: At<String>,
    pub item: At<Node>,
}

impl Node {
    /// What it is, for messages.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Whole(_) => "a whole number",
            Self::Number(_) => "a number",
            Self::Truth(_) => "true or false",
            Self::Date => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

/// A file being read.
pub(super) struct Doc<'a> {
    pub file: String,
    text: &'a str,
    line_starts: Vec<usize>,
    problems: RefCell<Vec<Problem>>,
    /// Keys that were asked for, by what they were asked of.
    #[cfg(test)]
    pub asked: RefCell<std::collections::BTreeMap<String, std::collections::BTreeSet<String>>>,
}

impl<'a> Doc<'a> {
    pub(super) fn new(file: impl Into<String>, text: &'a str) -> Self {
        let starts = text.match_indices('\n').map(|(at, _)| at + 1);
        let line_starts = std::iter::once(0).chain(starts).collect();
        Self {
            file: file.into(),
            text,
            line_starts,
            problems: RefCell::default(),
            #[cfg(test)]
            asked: RefCell::default(),
        }
    }

    pub(super) fn error(&self, at: &Span, message: impl Into<String>, help: impl Into<String>) {
        self.add(Severity::Error, at, message.into(), help.into());
    }

    pub(super) fn warn(&self, at: &Span, message: impl Into<String>, help: impl Into<String>) {
        self.add(Severity::Warning, at, message.into(), help.into());
    }

    pub(super) fn has_problems(&self) -> bool {
        !self.problems.borrow().is_empty()
    }

    pub(super) fn has_errors(&self) -> bool {
        crate::problem::any_error(&self.problems.borrow())
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems.into_inner()
    }

    /// The tree of the file; an empty one after a mistake in its syntax.
    pub(super) fn tree(&self) -> At<Node> {
        let empty = At {
            value: Node::Table(Vec::new()),
            span: 0..0,
        };
        if self.text.len() > limits::FILE_BYTES {
            let message = format!("the file is larger than {} bytes", limits::FILE_BYTES);
            self.error(&(0..0), message, "split it, or shorten its texts");
            return empty;
        }
        match toml_edit::Document::parse(self.text) {
            Ok(document) => {
                let node = Node::Table(entries(document.as_table(), &(0..0)));
                At {
                    value: node,
                    span: 0..0,
                }
            }
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                let (message, help) = said(error.message(), self.after_equals(&span));
                self.error(&span, message, help);
                empty
            }
        }
    }

    fn add(&self, severity: Severity, at: &Span, message: String, help: String) {
        let start = self.boundary(at.start);
        let line = self
            .line_starts
            .partition_point(|from| *from <= start)
            .max(1)
            - 1;
        let from = self.line_starts[line];
        let line_text = self.text[from..].lines().next().unwrap_or("");
        let to = self
            .boundary(at.end)
            .clamp(start, (from + line_text.len()).max(start));
        self.problems.borrow_mut().push(Problem {
            severity,
            file: self.file.clone(),
            line: count(line) + 1,
            column: count(self.text[from..start].chars().count()) + 1,
            length: count(self.text[start..to].chars().count()).max(1),
            line_text: line_text.chars().take(400).collect(),
            message: short(message),
            help: short(help),
        });
    }

    /// Nothing stands between the `=` before this place and the end of its line.
    fn after_equals(&self, at: &Span) -> bool {
        let start = self.boundary(at.start);
        let (before, after) = self.text.split_at(start);
        let rest = after.lines().next().unwrap_or("").trim();
        before.trim_end_matches([' ', '\t']).ends_with('=')
            && (rest.is_empty() || rest.starts_with('#'))
    }

    fn boundary(&self, at: usize) -> usize {
        (0..=at.min(self.text.len()))
            .rev()
            .find(|at| self.text.is_char_boundary(*at))
            .unwrap_or(0)
    }
}

fn entries(table: &dyn TableLike, around: &Span) -> Vec<Entry> {
    let mut all = Vec::new();
    for (name, item) in table.iter() {
        let key = table.get_key_value(name).and_then(|(key, _)| key.span());
        let span = key
            .or_else(|| item.span())
            .unwrap_or_else(|| around.clone());
        let item = node(item, &span);
        all.push(Entry {
            key: At {
                value: name.to_owned(),
                span,
            },
            item,
        });
    }
    all
}

fn node(item: &Item, around: &Span) -> At<Node> {
    let span = item.span().unwrap_or_else(|| around.clone());
    let value = match item {
        Item::None => Node::Table(Vec::new()),
        Item::Value(value) => return plain(value, around),
        Item::Table(table) => Node::Table(entries(table, &span)),
        Item::ArrayOfTables(tables) => {
            let one = |table: &toml_edit::Table| {
                let span = table.span().unwrap_or_else(|| span.clone());
                At {
                    value: Node::Table(entries(table, &span)),
                    span,
                }
            };
            Node::List(tables.iter().map(one).collect())
        }
    };
    At { value, span }
}

fn plain(value: &Value, around: &Span) -> At<Node> {
    let span = value.span().unwrap_or_else(|| around.clone());
    let value = match value {
        Value::String(text) => Node::Text(text.value().clone()),
        Value::Integer(whole) => Node::Whole(*whole.value()),
        Value::Float(number) => Node::Number(*number.value()),
        Value::Boolean(truth) => Node::Truth(*truth.value()),
        Value::Datetime(_) => Node::Date,
        Value::Array(list) => Node::List(list.iter().map(|value| plain(value, &span)).collect()),
        Value::InlineTable(table) => Node::Table(entries(table, &span)),
    };
    At { value, span }
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

/// What the parser said, in our words where its own mislead, and a remedy.
fn said(message: &str, is_after_equals: bool) -> (String, &'static str) {
    let says = |word| message.contains(word);
    if is_after_equals {
        return (
            "a value is missing".to_owned(),
            "write it after the `=`, texts in quotes",
        );
    }
    let help = if says("duplicate key") {
        "a key stands once in a table; begin another entry with its own [[…]] line"
    } else if says("string") || says("quote") {
        "a text stands between two \" on one line; longer ones between \"\"\" and \"\"\""
    } else if says("key") && says("=") {
        "write `key = value`, one to a line"
    } else if says("array") || says("table") || says("`]`") || says("`}`") {
        "close every [ with ] and every { with }, with a comma between two values"
    } else {
        "texts stand in quotes, each `key = value` on a line of its own, tables begin with [name] or [[name]]"
    };
    (message.trim().replace('\n', ", "), help)
}
