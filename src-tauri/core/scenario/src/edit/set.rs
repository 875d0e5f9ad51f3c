//! One key, or one entry of a list between brackets: given a value, or taken out.

use super::blocks::{Form, Layout, Part, Step, begin};
use super::written::{Entries, Written, key_text};
use super::{EditError, way};
use crate::format::{self, FileKind, Kind};

/// The text with the value there.
pub(super) fn set(
    layout: &Layout<'_>,
    kind: FileKind,
    at: &[Step],
    value: &Written,
) -> Result<String, EditError> {
    let absent = || EditError::Absent(way(at));
    let (last, before) = at.split_last().ok_or_else(absent)?;
    if let Some(part) = layout.part(at) {
        return match part.form {
            Form::Plain | Form::Inline | Form::List => {
                Ok(spliced(layout.text, part.value.clone(), &value.to_toml()))
            }
            _ => Err(EditError::Text(way(at))),
        };
    }
    let Some(parent) = layout.part(before) else {
        // The table it is in is not there either: it comes with it.
        let Step::Key(key) = last else {
            return Err(absent());
        };
        let table = Written::Table(Entries(vec![(key.clone(), value.clone())]));
        return set(layout, kind, before, &table);
    };
    match (parent.form, last) {
        (Form::File | Form::Headed, Step::Key(key)) => {
            Ok(new_line(layout, kind, parent, key, value))
        }
        (Form::Inline, Step::Key(key)) => Ok(appended(
            layout,
            parent,
            &format!("{} = {}", key_text(key), value.to_toml()),
        )),
        (Form::List, Step::At(place)) if *place == layout.inside(before).count() => {
            Ok(appended(layout, parent, &value.to_toml()))
        }
        (Form::List, _) => Err(absent()),
        _ => Err(EditError::Text(way(at))),
    }
}

/// A new `key = value` among a table's own lines: behind the keys that come before it in the
/// format, its `=` under theirs.
fn new_line(
    layout: &Layout<'_>,
    kind: FileKind,
    parent: &Part,
    key: &str,
    value: &Written,
) -> String {
    let own = layout.own(parent);
    let order = order(kind, &parent.path);
    let place = |name: &str| {
        order
            .iter()
            .position(|known| known == name)
            .unwrap_or(usize::MAX)
    };
    let lines: Vec<&Part> = layout
        .inside(&parent.path)
        .filter(|part| own.contains(&part.key.start) && !part.key.is_empty())
        .collect();
    let name_of = |part: &Part| match part.path.last() {
        Some(Step::Key(name)) => name.clone(),
        _ => String::new(),
    };
    let above = lines
        .iter()
        .filter(|part| place(&name_of(part)) <= place(key))
        .max_by_key(|part| part.value.end);
    let written = |part: &&&Part| part.value.end.max(part.key.end);
    let at = match above {
        Some(part) => layout.line_end(written(&part)),
        None if parent.form == Form::Headed => layout.line_end(parent.value.end),
        None => lines
            .iter()
            .map(|part| layout.line_start(part.key.start))
            .min()
            .unwrap_or(own.end),
    };
    let column = lines
        .iter()
        .map(|part| equals_at(layout, part))
        .max()
        .unwrap_or(0);
    let indent = lines.first().map_or("", |part| {
        &layout.text[layout.line_start(part.key.start)..part.key.start]
    });
    let key = key_text(key);
    let line = format!(
        "{indent}{key:<width$} = {}\n",
        value.to_toml(),
        width = column.saturating_sub(1 + indent.chars().count())
    );
    let needs_break = at > 0 && !layout.text[..at].ends_with('\n');
    spliced(
        layout.text,
        at..at,
        &format!("{}{line}", if needs_break { "\n" } else { "" }),
    )
}

/// The column of a line's `=`, if it is the first thing behind its key.
fn equals_at(layout: &Layout<'_>, part: &Part) -> usize {
    let from = layout.line_start(part.key.start);
    let rest = &layout.text[part.key.end..];
    let blanks = rest.len() - rest.trim_start_matches(' ').len();
    if rest[blanks..].starts_with('=') {
        layout.text[from..part.key.end].chars().count() + blanks
    } else {
        0
    }
}

/// The keys of the table at a path, in the order of the format.
fn order(kind: FileKind, path: &[Step]) -> Vec<String> {
    let forms = kind.forms();
    let mut form: Option<&format::Form> = forms.first();
    for step in path {
        let Step::Key(name) = step else { continue };
        let key = form.and_then(|form| form.keys.iter().find(|key| key.name == *name));
        form = match key.map(|key| &key.value) {
            Some(Kind::Table { form } | Kind::Tables { form, .. } | Kind::Named { form }) => {
                forms.iter().find(|known| known.id == *form)
            }
            // The name of a named table is no key of its form.
            _ => form,
        };
    }
    form.map(|form| form.keys.iter().map(|key| key.name.clone()).collect())
        .unwrap_or_default()
}

/// Puts something behind the last entry between brackets or braces.
fn appended(layout: &Layout<'_>, parent: &Part, what: &str) -> String {
    let last = layout
        .inside(&parent.path)
        .max_by_key(|part| part.value.end);
    match last {
        Some(last) => {
            let end = last.value.end;
            // An entry on a line of its own gets a next one that has one, too.
            let gap = match own_lines(layout, parent, last) {
                Some(_) => {
                    let line = layout.line_start(begin(last));
                    format!("\n{}", &layout.text[line..begin(last)])
                }
                None => " ".to_owned(),
            };
            // A comma that stands there already is used, and one is put behind the new entry.
            let rest = &layout.text[end..parent.value.end];
            let blank = rest.len() - rest.trim_start().len();
            if rest[blank..].starts_with(',') {
                let at = end + blank + 1;
                spliced(layout.text, at..at, &format!("{gap}{what},"))
            } else {
                spliced(layout.text, end..end, &format!(",{gap}{what}"))
            }
        }
        None => {
            let (open, close) = if parent.form == Form::Inline {
                ("{ ", " }")
            } else {
                ("[", "]")
            };
            spliced(
                layout.text,
                parent.value.clone(),
                &format!("{open}{what}{close}"),
            )
        }
    }
}

/// The text without what is there.
pub(super) fn unset(layout: &Layout<'_>, at: &[Step]) -> Result<String, EditError> {
    let absent = || EditError::Absent(way(at));
    let part = layout.part(at).ok_or_else(absent)?;
    let (_, before) = at.split_last().ok_or_else(absent)?;
    let parent = layout.part(before).ok_or_else(absent)?;
    match (part.form, parent.form) {
        (Form::Headed, _) => Ok(without_block(layout, part)),
        (Form::Sections | Form::Dotted | Form::File, _) | (_, Form::Dotted) => {
            Err(EditError::Text(way(at)))
        }
        (_, Form::Inline | Form::List) => Ok(without_entry(layout, parent, part)),
        _ => {
            // Comments directly above are its own; those at the top of a file are the file's.
            let from = match layout.lead(part.key.start) {
                0 => layout.line_start(part.key.start),
                from => from,
            };
            Ok(spliced(
                layout.text,
                from..layout.line_end(part.value.end),
                "",
            ))
        }
    }
}

/// Without a headed table and the blank lines behind it.
pub(super) fn without_block(layout: &Layout<'_>, part: &Part) -> String {
    let block = layout.block(part);
    let mut end = block.end;
    while end < layout.text.len() && layout.text[end..layout.line_end(end)].trim().is_empty() {
        end = layout.line_end(end);
    }
    let rest = spliced(layout.text, block.start..end, "");
    // The last of a file leaves no blank lines at its end.
    if end == layout.text.len() {
        format!("{}\n", rest.trim_end())
    } else {
        rest
    }
}

/// Without an entry between brackets or braces, and its comma. One that has its lines to itself
/// goes with them, and with the comments above it and behind it.
fn without_entry(layout: &Layout<'_>, parent: &Part, part: &Part) -> String {
    if let Some(lines) = own_lines(layout, parent, part) {
        return spliced(layout.text, lines, "");
    }
    let from = begin(part);
    let siblings: Vec<&Part> = layout.inside(&parent.path).collect();
    let next = siblings
        .iter()
        .map(|other| begin(other))
        .filter(|at| *at > from)
        .min();
    let last = siblings
        .iter()
        .filter(|other| begin(other) < from)
        .map(|other| other.value.end)
        .max();
    match (next, last) {
        (Some(next), _) => spliced(layout.text, from..next, ""),
        (None, Some(last)) => spliced(layout.text, last..part.value.end, ""),
        (None, None) => {
            let empty = if parent.form == Form::Inline {
                "{}"
            } else {
                "[]"
            };
            spliced(layout.text, parent.value.clone(), empty)
        }
    }
}

/// The lines of an entry that shares them with no other.
fn own_lines(layout: &Layout<'_>, parent: &Part, part: &Part) -> Option<std::ops::Range<usize>> {
    let from = layout.line_start(begin(part));
    let to = layout.line_end(part.value.end);
    let is_alone = from > parent.value.start
        && to <= parent.value.end
        && layout.text[from..begin(part)].trim().is_empty()
        && {
            let rest = layout.text[part.value.end..to].trim_start();
            let rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
            rest.is_empty() || rest.starts_with('#')
        };
    is_alone.then(|| {
        layout
            .lead(begin(part))
            .max(layout.line_end(parent.value.start))..to
    })
}

pub(super) fn spliced(text: &str, at: std::ops::Range<usize>, with: &str) -> String {
    format!("{}{with}{}", &text[..at.start], &text[at.end..])
}

/// The same in what the text says.
pub(super) fn in_tree(tree: &mut Written, at: &[Step], value: &Written) -> Result<(), EditError> {
    let absent = || EditError::Absent(way(at));
    let Some((first, rest)) = at.split_first() else {
        *tree = value.clone();
        return Ok(());
    };
    match (first, tree) {
        (Step::Key(key), Written::Table(entries)) => {
            if let Some((_, inner)) = entries.0.iter_mut().find(|(name, _)| name == key) {
                return in_tree(inner, rest, value);
            }
            let mut inner = Written::Table(Entries::default());
            in_tree(&mut inner, rest, value)?;
            entries.0.push((key.clone(), inner));
            Ok(())
        }
        (Step::At(place), Written::List(items)) => {
            if *place == items.len() {
                items.push(Written::Table(Entries::default()));
            }
            in_tree(items.get_mut(*place).ok_or_else(absent)?, rest, value)
        }
        _ => Err(absent()),
    }
}

pub(super) fn out_of_tree(tree: &mut Written, at: &[Step]) -> Result<(), EditError> {
    let absent = || EditError::Absent(way(at));
    let (first, rest) = at.split_first().ok_or_else(absent)?;
    match (first, tree) {
        (Step::Key(key), Written::Table(entries)) => {
            let place = entries
                .0
                .iter()
                .position(|(name, _)| name == key)
                .ok_or_else(absent)?;
            if !rest.is_empty() {
                return out_of_tree(&mut entries.0[place].1, rest);
            }
            entries.0.remove(place);
            Ok(())
        }
        (Step::At(place), Written::List(items)) if *place < items.len() => {
            if !rest.is_empty() {
                return out_of_tree(&mut items[*place], rest);
            }
            items.remove(*place);
            Ok(())
        }
        _ => Err(absent()),
    }
}
