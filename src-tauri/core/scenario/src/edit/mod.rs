//! Changes to a file that leave the rest of it as it is: comments, order, blanks.
//!
//! A change replaces, adds or takes out a piece of the text. Afterwards the text is read again:
//! unless it says exactly what was asked for, nothing is changed, and the change is refused.

mod blocks;
mod lists;
mod set;
mod written;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use blocks::Step;
pub use written::{Entries, Written};

use crate::format::FileKind;
use blocks::Layout;

/// A change to a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "edit", rename_all = "snake_case")]
// Postmortems have edits of their own.
#[ts(rename = "TextEdit")]
pub enum Edit {
    /// Gives a key a value, and makes the tables on the way to it.
    Set {
        /// The way to it.
        at: Vec<Step>,
        /// The value.
        value: Written,
    },
    /// Takes out a key, an entry of a list, or a table, with its comments.
    Unset {
        /// The way to it.
        at: Vec<Step>,
    },
    /// Puts a new table into a list under `[[…]]`.
    Insert {
        /// The way to the list.
        list: Vec<Step>,
        /// Before this entry; behind the last when it is as many as there are.
        before: usize,
        /// Keys and values.
        table: Entries,
    },
    /// Moves a table of a list under `[[…]]` to another place in it.
    Move {
        /// The way to the list.
        list: Vec<Step>,
        /// Which.
        from: usize,
        /// Its place afterwards.
        to: usize,
    },
    /// Writes the whole text.
    Write {
        /// It.
        text: String,
    },
}

/// A change that was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The text does not read.
    #[error("the file does not read; mend its text first: {0}")]
    Syntax(String),
    /// There is nothing there.
    #[error("there is no {0} in the file")]
    Absent(String),
    /// It is written in a way that this change cannot be made in.
    #[error("{0} is written in a way that is best changed in the text itself")]
    Text(String),
}

/// What a text says.
///
/// # Errors
/// It does not read; the parser's words.
pub fn tree(text: &str) -> Result<Written, EditError> {
    let document =
        toml_edit::Document::parse(text).map_err(|e| EditError::Syntax(e.message().to_owned()))?;
    Ok(Written::of_table(document.as_table()))
}

/// Makes one change.
///
/// # Errors
/// It cannot be made, and why. The text is then as it was.
pub fn apply(text: &str, kind: FileKind, edit: &Edit) -> Result<String, EditError> {
    // Lines end as they ended: changes are made in one kind, and written in the file's own; of
    // two kinds in one file, in that of most of its lines.
    let windows = text.matches("\r\n").count();
    if windows > 0 {
        let done = apply(&text.replace("\r\n", "\n"), kind, edit)?.replace("\r\n", "\n");
        let is_windows = 2 * windows > text.matches('\n').count();
        return Ok(if is_windows {
            done.replace('\n', "\r\n")
        } else {
            done
        });
    }
    if let Edit::Write { text } = edit {
        return Ok(text.clone());
    }
    let layout = Layout::new(text).map_err(|e| EditError::Syntax(e.message().to_owned()))?;
    let mut wanted = tree(text)?;
    let done = changed(&layout, kind, &mut wanted, edit).map_err(|error| match error {
        EditError::Absent(_) => EditError::Absent(name(edit)),
        error => error,
    })?;
    match tree(&done) {
        Ok(said) if same(&said, &wanted) => Ok(done),
        _ => Err(EditError::Text(name(edit))),
    }
}

/// The text after a change; `wanted` is what it should say then.
fn changed(
    layout: &Layout<'_>,
    kind: FileKind,
    wanted: &mut Written,
    edit: &Edit,
) -> Result<String, EditError> {
    match edit {
        Edit::Set { at, value } => {
            set::in_tree(wanted, at, value)?;
            set::set(layout, kind, at, value)
        }
        Edit::Unset { at } => {
            set::out_of_tree(wanted, at)?;
            set::unset(layout, at)
        }
        Edit::Insert {
            list,
            before,
            table,
        } => {
            lists::insert_in_tree(wanted, list, *before, table)?;
            lists::insert(layout, kind, list, *before, table)
        }
        Edit::Move { list, from, to } => {
            lists::move_in_tree(wanted, list, *from, *to)?;
            lists::moved(layout, list, *from, *to)
        }
        Edit::Write { text } => Ok(text.clone()),
    }
}

/// The ways to what stands at places of a text: line and column from 1, in characters. None of a
/// text that does not read.
#[must_use]
pub fn at(text: &str, places: &[(u32, u32)]) -> Vec<Vec<Step>> {
    let Ok(layout) = Layout::new(text) else {
        return places.iter().map(|_| Vec::new()).collect();
    };
    let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
    let lines: Vec<usize> = std::iter::once(0).chain(breaks).collect();
    let byte = |(line, column): &(u32, u32)| {
        let line = line.saturating_sub(1) as usize;
        let from = lines.get(line).copied().unwrap_or(text.len());
        let before = text[from..].chars().take(column.saturating_sub(1) as usize);
        from + before.map(char::len_utf8).sum::<usize>()
    };
    let bytes: Vec<usize> = places.iter().map(byte).collect();
    let parts = layout.at(&bytes).into_iter();
    parts.map(|part| part.path.clone()).collect()
}

/// The same keys and values; keys of a table in any order. A list of tables that is empty is not
/// written at all.
fn same(a: &Written, b: &Written) -> bool {
    let full = |table: &Entries| -> Vec<(String, Written)> {
        let is_empty = |value: &Written| matches!(value, Written::List(items) if items.is_empty());
        table
            .0
            .iter()
            .filter(|(_, value)| !is_empty(value))
            .cloned()
            .collect()
    };
    match (a, b) {
        (Written::Table(a), Written::Table(b)) => {
            let (a, b) = (full(a), full(b));
            let found = |key: &String| b.iter().find(|(other, _)| other == key);
            a.len() == b.len()
                && a.iter()
                    .all(|(key, value)| found(key).is_some_and(|(_, of)| same(value, of)))
        }
        (Written::List(a), Written::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Written::Number(a), Written::Number(b)) => a.to_bits() == b.to_bits() || a == b,
        _ => a == b,
    }
}

fn name(edit: &Edit) -> String {
    match edit {
        Edit::Set { at, .. } | Edit::Unset { at } => way(at),
        Edit::Insert { list, .. } | Edit::Move { list, .. } => way(list),
        Edit::Write { .. } => "the text".to_owned(),
    }
}

/// `inject[2].message.text`, places from 1 as people count.
fn way(path: &[Step]) -> String {
    let mut all = String::new();
    for step in path {
        match step {
            Step::At(at) => all.push_str(&format!("[{}]", at + 1)),
            Step::Key(key) => {
                if !all.is_empty() {
                    all.push('.');
                }
                all.push_str(key);
            }
        }
    }
    format!("`{all}`")
}
