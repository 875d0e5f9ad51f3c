//! Where things stand in a text: tables with the comments that are theirs, keys, values.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml_edit::{Document, Item, Table, TableLike, Value};
use ts_rs::TS;

/// A step of the way to a value: a key, or a place in a list from 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(untagged)]
pub enum Step {
    /// A place in a list.
    At(usize),
    /// A key.
    Key(String),
}

impl From<&str> for Step {
    fn from(key: &str) -> Self {
        Self::Key(key.to_owned())
    }
}

impl From<usize> for Step {
    fn from(at: usize) -> Self {
        Self::At(at)
    }
}

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// The file itself.
    File,
    /// Under a line in brackets.
    Headed,
    /// Between braces.
    Inline,
    /// As keys with dots, or only by the tables in it.
    Dotted,
    /// A list between brackets.
    List,
    /// A list of tables, each under its own line.
    Sections,
    /// Anything else.
    Plain,
}

/// Something that stands in the text.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub path: Vec<Step>,
    pub form: Form,
    /// Of the key before it; empty for entries of lists and the file.
    pub key: Range<usize>,
    /// Of the value; of a headed table its line in brackets.
    pub value: Range<usize>,
}

/// A text that reads, and all that stands in it, in order.
pub(super) struct Layout<'t> {
    pub text: &'t str,
    pub parts: Vec<Part>,
}

impl<'t> Layout<'t> {
    pub(super) fn new(text: &'t str) -> Result<Self, toml_edit::TomlError> {
        let document = Document::parse(text)?;
        let mut layout = Self {
            text,
            parts: Vec::new(),
        };
        layout.parts.push(Part {
            path: Vec::new(),
            form: Form::File,
            key: 0..0,
            value: 0..0,
        });
        layout.add_entries(&[], document.as_table());
        Ok(layout)
    }

    pub(super) fn part(&self, path: &[Step]) -> Option<&Part> {
        self.parts.iter().find(|part| part.path == path)
    }

    /// What stands directly in a table or list, in the order of the text.
    pub(super) fn inside<'p>(&'p self, path: &'p [Step]) -> impl Iterator<Item = &'p Part> {
        let depth = path.len() + 1;
        self.parts
            .iter()
            .filter(move |part| part.path.len() == depth && part.path.starts_with(path))
    }

    fn add_entries(&mut self, path: &[Step], table: &dyn TableLike) {
        for (name, item) in table.iter() {
            let key = table.get_key_value(name).and_then(|(key, _)| key.span());
            let path: Vec<Step> = path.iter().cloned().chain([Step::from(name)]).collect();
            self.add_item(path, item, key.unwrap_or(0..0));
        }
    }

    fn add_item(&mut self, path: Vec<Step>, item: &Item, key: Range<usize>) {
        match item {
            Item::None => {}
            Item::Value(value) => self.add_value(path, value, key),
            Item::Table(table) => self.add_table(&path, table, key),
            Item::ArrayOfTables(tables) => {
                let value = tables.span().unwrap_or(0..0);
                self.push(path.clone(), Form::Sections, key, value);
                for (at, table) in tables.iter().enumerate() {
                    let path: Vec<Step> = path.iter().cloned().chain([Step::At(at)]).collect();
                    self.add_table(&path, table, 0..0);
                }
            }
        }
    }

    fn add_table(&mut self, path: &[Step], table: &Table, key: Range<usize>) {
        let span = table.span().unwrap_or(0..0);
        let is_headed =
            !table.is_dotted() && !table.is_implicit() && self.text[span.clone()].starts_with('[');
        let form = if is_headed {
            Form::Headed
        } else {
            Form::Dotted
        };
        self.push(
            path.to_vec(),
            form,
            key,
            if is_headed { span } else { 0..0 },
        );
        self.add_entries(path, table);
    }

    fn add_value(&mut self, path: Vec<Step>, value: &Value, key: Range<usize>) {
        let span = value.span().unwrap_or(0..0);
        match value {
            Value::InlineTable(table) => {
                let form = if table.is_dotted() {
                    Form::Dotted
                } else {
                    Form::Inline
                };
                self.push(path.clone(), form, key, span);
                self.add_entries(&path, table);
            }
            Value::Array(list) => {
                self.push(path.clone(), Form::List, key, span);
                for (at, value) in list.iter().enumerate() {
                    let path = path.iter().cloned().chain([Step::At(at)]).collect();
                    self.add_value(path, value, 0..0);
                }
            }
            _ => self.push(path, Form::Plain, key, span),
        }
    }

    fn push(&mut self, path: Vec<Step>, form: Form, key: Range<usize>, value: Range<usize>) {
        self.parts.push(Part {
            path,
            form,
            key,
            value,
        });
    }

    /// A headed table with the comments directly above it, to the end of what is in it. Comments
    /// that stand apart are no table's.
    pub(super) fn block(&self, part: &Part) -> Range<usize> {
        let from = self.lead(part.value.start);
        let next = self.parts.iter().filter(|other| {
            other.form == Form::Headed
                && other.value.start > part.value.start
                && !other.path.starts_with(&part.path)
        });
        let to = next
            .map(|other| self.lead(other.value.start))
            .min()
            .unwrap_or(self.text.len());
        from..self.last_line(from, to)
    }

    /// A headed table's own lines: without the tables under it.
    pub(super) fn own(&self, part: &Part) -> Range<usize> {
        let from = if part.form == Form::File {
            0
        } else {
            part.value.start
        };
        let next = self.parts.iter().filter(|other| {
            other.form == Form::Headed && (part.form == Form::File || other.value.start > from)
        });
        let to = next
            .map(|other| self.lead(other.value.start))
            .min()
            .unwrap_or(self.text.len());
        from..self.last_line(from, to)
    }

    /// The beginning of the comment lines directly above a place, or of its own line.
    pub(super) fn lead(&self, at: usize) -> usize {
        let mut from = self.line_start(at);
        while from > 0 {
            let above = self.line_start(from - 1);
            let is_comment = self.text[above..from].trim_start().starts_with('#');
            if !is_comment || self.is_inside_text(above) {
                break;
            }
            from = above;
        }
        from
    }

    /// The end of the last line that says something, with comments directly below it.
    fn last_line(&self, from: usize, to: usize) -> usize {
        let (mut end, mut at, mut is_open) = (from, from, false);
        for line in self.text[from..to].split_inclusive('\n') {
            at += line.len();
            let line = line.trim();
            let is_comment = line.starts_with('#');
            // Inside of a text of several lines a # is no comment, and the value's end is known.
            if self.is_inside_value(at - 1)
                || (!line.is_empty() && !is_comment)
                || (is_comment && is_open)
                || end == from
            {
                end = at;
                is_open = true;
            } else {
                is_open = false;
            }
        }
        end
    }

    /// In a text of several lines a # is no comment.
    fn is_inside_text(&self, at: usize) -> bool {
        let texts = self.parts.iter().filter(|part| part.form == Form::Plain);
        texts
            .map(|part| part.value.clone())
            .any(|value| value.contains(&at))
    }

    fn is_inside_value(&self, at: usize) -> bool {
        self.parts.iter().any(|part| {
            !matches!(part.form, Form::Headed | Form::Sections | Form::File)
                && part.value.start <= at
                && at < part.value.end
        })
    }

    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |before| before + 1)
    }

    /// Behind the line break after a place.
    pub(super) fn line_end(&self, at: usize) -> usize {
        self.text[at..]
            .find('\n')
            .map_or(self.text.len(), |after| at + after + 1)
    }

    /// The deepest part that each of some places is in: of what stands between tables, the table
    /// before it.
    pub(super) fn at(&self, places: &[usize]) -> Vec<&Part> {
        let headed = self.parts.iter().filter(|part| part.form == Form::Headed);
        let mut heads: Vec<(usize, &Part)> = headed
            .map(|part| (self.lead(part.value.start), part))
            .collect();
        heads.sort_by_key(|(from, _)| *from);
        let values = self.parts.iter().filter(|part| {
            !matches!(
                part.form,
                Form::Headed | Form::Sections | Form::Dotted | Form::File
            )
        });
        let values: Vec<&Part> = values.collect();
        let one = |place: &usize| {
            let holds = |part: &&&Part| begin(part) <= *place && *place <= part.value.end;
            let deepest = values
                .iter()
                .filter(holds)
                .max_by_key(|part| part.path.len());
            let after = heads.partition_point(|(from, _)| from <= place);
            let table = after
                .checked_sub(1)
                .map_or(&self.parts[0], |at| heads[at].1);
            deepest.copied().unwrap_or(table)
        };
        places.iter().map(one).collect()
    }
}

/// Where a part begins: at its key, if it has one.
pub(super) fn begin(part: &Part) -> usize {
    if part.key.is_empty() {
        part.value.start
    } else {
        part.key.start
    }
}
