//! Tables of a list, each under its own `[[…]]`: a new one, and one moved.

use super::blocks::{Form, Layout, Part, Step};
use super::set::spliced;
use super::written::{Entries, Written, key_text};
use super::{EditError, way};
use crate::format::FileKind;

/// The text with a new table in the list.
pub(super) fn insert(
    layout: &Layout<'_>,
    kind: FileKind,
    list: &[Step],
    before: usize,
    table: &Entries,
) -> Result<String, EditError> {
    let block = block_text(list, table)?;
    if let Some(part) = layout.part(list)
        && part.form != Form::Sections
    {
        return Err(EditError::Text(way(list)));
    }
    let entries: Vec<&Part> = layout.inside(list).collect();
    match entries.get(before) {
        Some(next) => {
            let at = layout.block(next).start;
            Ok(spliced(layout.text, at..at, &format!("{block}\n")))
        }
        None => {
            let behind = entries.last().map(|last| layout.block(last).end);
            let at = behind.unwrap_or_else(|| home(layout, kind, list));
            Ok(behind_line(layout.text, at, &block))
        }
    }
}

/// A block of its own behind a place, with a blank line before and one behind it.
fn behind_line(text: &str, at: usize, block: &str) -> String {
    let before = &text[..at];
    let gap = match () {
        () if before.trim().is_empty() => "",
        () if before.ends_with("\n\n") => "",
        () if before.ends_with('\n') => "\n",
        () => "\n\n",
    };
    let rest = &text[at..];
    let tail = if rest.trim().is_empty() || rest.starts_with('\n') {
        ""
    } else {
        "\n"
    };
    spliced(text, at..at, &format!("{gap}{block}{tail}"))
}

/// Where the first table of a list goes: behind the last that comes before it in the format.
fn home(layout: &Layout<'_>, kind: FileKind, list: &[Step]) -> usize {
    let Some(Step::Key(name)) = list.last() else {
        return layout.text.len();
    };
    if list.len() > 1 {
        let parent = layout.part(&list[..list.len() - 1]);
        return parent
            .filter(|part| part.form == Form::Headed)
            .map_or(layout.text.len(), |part| layout.block(part).end);
    }
    let forms = kind.forms();
    let keys: Vec<&str> = forms
        .first()
        .map(|form| form.keys.iter().map(|key| key.name.as_str()).collect())
        .unwrap_or_default();
    let place = |name: &str| {
        keys.iter()
            .position(|key| *key == name)
            .unwrap_or(usize::MAX)
    };
    let mine = place(name);
    let ends = layout
        .parts
        .iter()
        .filter(|part| part.form == Form::Headed)
        .filter(|part| match part.path.first() {
            Some(Step::Key(first)) => place(first) <= mine,
            _ => false,
        });
    let behind = ends.map(|part| layout.block(part).end).max();
    behind.unwrap_or_else(|| layout.part(&[]).map_or(0, |file| layout.own(file).end))
}

/// `[[inject]]` and its lines, their `=` in one column.
fn block_text(list: &[Step], table: &Entries) -> Result<String, EditError> {
    let mut names = Vec::new();
    for step in list {
        match step {
            Step::Key(key) => names.push(key_text(key)),
            // Below one of several tables there is no way to say which.
            Step::At(_) => return Err(EditError::Text(way(list))),
        }
    }
    let width = table
        .0
        .iter()
        .map(|(key, _)| key_text(key).chars().count())
        .max()
        .unwrap_or(0);
    let mut block = format!("[[{}]]\n", names.join("."));
    for (key, value) in &table.0 {
        block.push_str(&format!(
            "{:<width$} = {}\n",
            key_text(key),
            value.to_toml()
        ));
    }
    Ok(block)
}

/// The text with one table of the list at another place.
pub(super) fn moved(
    layout: &Layout<'_>,
    list: &[Step],
    from: usize,
    to: usize,
) -> Result<String, EditError> {
    let entries: Vec<&Part> = layout.inside(list).collect();
    let (Some(mine), Some(_)) = (entries.get(from), entries.get(to)) else {
        return Err(EditError::Absent(way(list)));
    };
    if entries.iter().any(|part| part.form != Form::Headed) {
        return Err(EditError::Text(way(list)));
    }
    if from == to {
        return Ok(layout.text.to_owned());
    }
    let block = layout.block(mine);
    let own = layout.text[block.clone()].trim_end().to_owned() + "\n";
    let target = layout.block(entries[to]);
    let without = |text: &str, block: &std::ops::Range<usize>| -> String {
        let rest = &text[block.end..];
        // One of the blank lines around it goes with it.
        let blank = rest.len() - rest.trim_start_matches('\n').len();
        spliced(text, block.start..block.end + blank.min(1), "")
    };
    Ok(if from < to {
        let text = behind_line(layout.text, target.end, &own);
        without(&text, &block)
    } else {
        let text = without(layout.text, &block);
        let text = spliced(&text, target.start..target.start, &format!("{own}\n"));
        // The last of a file leaves no blank lines at its end.
        if block.end == layout.text.len() {
            format!("{}\n", text.trim_end())
        } else {
            text
        }
    })
}

fn list_in<'w>(tree: &'w mut Written, list: &[Step]) -> Result<&'w mut Vec<Written>, EditError> {
    let mut here = tree;
    for (depth, step) in list.iter().enumerate() {
        let is_last = depth + 1 == list.len();
        here = match (step, here) {
            (Step::Key(key), Written::Table(entries)) => {
                if !entries.0.iter().any(|(name, _)| name == key) {
                    let empty = if is_last {
                        Written::List(Vec::new())
                    } else {
                        Written::Table(Entries::default())
                    };
                    entries.0.push((key.clone(), empty));
                }
                let found = entries.0.iter_mut().find(|(name, _)| name == key);
                &mut found.ok_or_else(|| EditError::Absent(way(list)))?.1
            }
            (Step::At(at), Written::List(items)) => items
                .get_mut(*at)
                .ok_or_else(|| EditError::Absent(way(list)))?,
            _ => return Err(EditError::Absent(way(list))),
        };
    }
    match here {
        Written::List(items) => Ok(items),
        _ => Err(EditError::Text(way(list))),
    }
}

pub(super) fn insert_in_tree(
    tree: &mut Written,
    list: &[Step],
    before: usize,
    table: &Entries,
) -> Result<(), EditError> {
    let items = list_in(tree, list)?;
    if before > items.len() {
        return Err(EditError::Absent(way(list)));
    }
    items.insert(before, Written::Table(table.clone()));
    Ok(())
}

pub(super) fn move_in_tree(
    tree: &mut Written,
    list: &[Step],
    from: usize,
    to: usize,
) -> Result<(), EditError> {
    let items = list_in(tree, list)?;
    if from >= items.len() || to >= items.len() {
        return Err(EditError::Absent(way(list)));
    }
    let one = items.remove(from);
    items.insert(to, one);
    Ok(())
}
