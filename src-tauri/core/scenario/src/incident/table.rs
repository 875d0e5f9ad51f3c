//! Rows and columns: RFC 4180, with commas, semicolons or tabs.

use csv::{ReaderBuilder, StringRecord};

use super::{Lines, Row, Rows, plain, stamp};

/// What the column of the time may be called.
const TIMES: [&str; 8] = [
    "time",
    "at",
    "timestamp",
    "when",
    "date",
    "datetime",
    "clock",
    "zeit",
];
/// What the column of what happened may be called.
const EVENTS: [&str; 9] = [
    "event",
    "what",
    "description",
    "message",
    "entry",
    "summary",
    "note",
    "text",
    "details",
];

/// The rows of a file.
pub(super) fn rows(lines: &Lines<'_>) -> Rows {
    let mut found = Rows::default();
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter(lines.text))
        .has_headers(false)
        .flexible(true)
        .from_reader(lines.text.as_bytes());
    let mut columns: Option<(usize, usize)> = None;
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let at = error.position().map_or(1, |at| at.line());
                let help = "write \"\" for a quote inside of quotes";
                let line = u32::try_from(at).unwrap_or(u32::MAX);
                let problem = lines.problem(line, "the row cannot be read", help);
                found.problems.push(problem);
                continue;
            }
        };
        let line = record
            .position()
            .map_or(1, |at| line_at(lines.text, at.byte()));
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let columns = match columns {
            Some(columns) => columns,
            None => {
                let (first, is_header) = columns_of(&record);
                columns = Some(first);
                if is_header {
                    continue;
                }
                first
            }
        };
        row(lines, line, &record, columns, &mut found);
    }
    found
}

fn row(
    lines: &Lines<'_>,
    line: u32,
    record: &StringRecord,
    (time, what): (usize, usize),
    found: &mut Rows,
) {
    let cell = |at| record.get(at).unwrap_or_default();
    let stamp = stamp::take(cell(time)).filter(|(_, rest)| rest.trim().is_empty());
    let what = plain(cell(what));
    match stamp {
        _ if record.len() < 2 => found.problems.push(lines.problem(
            line,
            "the row has one column",
            "a row is a time and what happened, with a comma, a semicolon or a tab between them",
        )),
        None => {
            let shown = crate::paths::shown(cell(time).trim());
            found.problems.push(lines.problem(
                line,
                format!("\"{shown}\" is no time"),
                "write it as 03:04, 03:04:05, 3:04 AM, 2026-11-24 03:04 or 2026-11-24T03:04:05Z",
            ));
        }
        Some(_) if what.is_empty() => found.problems.push(lines.problem(
            line,
            "the row does not say what happened",
            "say it, or take the row out",
        )),
        Some((at, _)) => found.rows.push(Row { line, at, what }),
    }
}

/// Time and what happened, and whether the row only names them.
fn columns_of(first: &StringRecord) -> ((usize, usize), bool) {
    let named = |names: &[&str]| first.iter().position(|cell| is_one_of(names, cell));
    if first.get(0).is_some_and(|cell| stamp::take(cell).is_some()) {
        return ((0, 1), false);
    }
    match (named(&TIMES), named(&EVENTS)) {
        (None, None) => ((0, 1), false),
        (Some(time), None) => ((time, usize::from(time == 0)), true),
        (None, Some(what)) => ((usize::from(what == 0), what), true),
        (Some(time), Some(what)) => ((time, what), true),
    }
}

/// The line of the record behind a place: empty lines before it are no record.
fn line_at(text: &str, byte: u64) -> u32 {
    let from = usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
    let bytes = text.as_bytes();
    let empty = bytes[from..].iter().take_while(|b| **b == b'\n').count();
    let before = bytes[..from + empty].iter().filter(|b| **b == b'\n');
    u32::try_from(before.count() + 1).unwrap_or(u32::MAX)
}

/// Whether a cell names the column of what happened.
pub(super) fn names_event(cell: &str) -> bool {
    is_one_of(&EVENTS, cell)
}

fn is_one_of(names: &[&str], cell: &str) -> bool {
    let cell = cell.trim().to_lowercase();
    let word = cell.split(|c: char| !c.is_alphanumeric()).next();
    word.is_some_and(|word| names.contains(&word))
}

/// What stands between the columns of the first row.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty());
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut is_quoted = false;
    for c in first.unwrap_or_default().bytes() {
        is_quoted ^= c == b'"';
        for (delimiter, count) in &mut counts {
            *count += u32::from(!is_quoted && c == *delimiter);
        }
    }
    // Of as many, the first.
    let best = counts.iter().rev().max_by_key(|(_, count)| *count);
    best.map_or(b',', |(delimiter, _)| *delimiter)
}
