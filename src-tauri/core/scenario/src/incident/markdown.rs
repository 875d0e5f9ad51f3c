//! Notes: bullets, headings and tables that begin with a time.

use super::table::names_event;
use super::{Lines, Row, Rows, plain, stamp};

/// The entries of a file. A line without a time is passed over and counted.
pub(super) fn rows(lines: &Lines<'_>) -> Rows {
    let mut found = Rows::default();
    let mut is_code = false;
    // The column of what happened, as the table's head names it.
    let mut event: Option<usize> = None;
    for (at, text) in lines.text.split('\n').enumerate() {
        let line = u32::try_from(at + 1).unwrap_or(u32::MAX);
        let text = text.trim();
        if text.starts_with("```") || text.starts_with("~~~") {
            is_code = !is_code;
            continue;
        }
        if text.is_empty() || is_rule(text) {
            continue;
        }
        let cells = cells(text);
        if cells.len() < 2 {
            event = None;
        }
        let entry = if is_code {
            None
        } else if cells.len() > 1 {
            let named = cells.iter().position(|cell| names_event(&unmarked(cell)));
            let entry = of_cells(&cells, event);
            if entry.is_none() && named.is_some() {
                event = named;
                continue;
            }
            entry
        } else {
            marked(text).and_then(of_line)
        };
        match entry {
            None => found.passed_over += 1,
            Some((_, what)) if what.is_empty() => found.problems.push(lines.problem(
                line,
                "the entry does not say what happened",
                "say it behind the time, on the same line",
            )),
            Some((at, what)) => found.rows.push(Row { line, at, what }),
        }
    }
    found
}

/// `---`, `| --- | --- |`.
fn is_rule(text: &str) -> bool {
    text.contains("--") && text.chars().all(|c| "|-: ".contains(c))
}

/// The cells of a table's row; one for anything else.
fn cells(text: &str) -> Vec<String> {
    if !text.starts_with('|') {
        return vec![text.to_owned()];
    }
    let mut cells = vec![String::new()];
    let mut is_escaped = false;
    for c in text.trim_start_matches('|').chars() {
        match (c, cells.last_mut()) {
            ('|', _) if !is_escaped => cells.push(String::new()),
            (_, Some(cell)) => {
                if c == '|' {
                    cell.pop();
                }
                cell.push(c);
            }
            (_, None) => {}
        }
        is_escaped = c == '\\';
    }
    cells
}

/// The first cell that is a time, and what stands in the column of events, or in the next that says
/// something.
fn of_cells(cells: &[String], event: Option<usize>) -> Option<(stamp::Stamp, String)> {
    let is_time = |cell: &String| {
        let cell = unmarked(cell);
        stamp::take(&cell)
            .filter(|(_, rest)| rest.trim().is_empty())
            .map(|(stamp, _)| stamp)
    };
    let (at, stamp) = cells
        .iter()
        .enumerate()
        .find_map(|(at, cell)| Some((at, is_time(cell)?)))?;
    let said = |cell: &String| plain(&unmarked(cell));
    if let Some(cell) = event.and_then(|event| cells.get(event)) {
        return Some((stamp, said(cell)));
    }
    let rest = cells[at + 1..].iter().chain(&cells[..at]);
    let what = rest.map(said).find(|what| !what.is_empty());
    Some((stamp, what.unwrap_or_default()))
}

/// What stands behind the mark of a bullet, a number or a heading.
fn marked(text: &str) -> Option<&str> {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if digits.len() < text.len() {
        return digits.strip_prefix(". ").or(digits.strip_prefix(") "));
    }
    let rest = text.trim_start_matches('#');
    if rest.len() < text.len() {
        return rest.strip_prefix(' ');
    }
    ["- ", "* ", "+ "]
        .iter()
        .find_map(|mark| text.strip_prefix(mark))
}

fn of_line(text: &str) -> Option<(stamp::Stamp, String)> {
    let text = unmarked(text);
    let text = text.trim_start();
    // A box of a list of things to do.
    let text = ["[ ] ", "[x] ", "[X] "]
        .iter()
        .find_map(|done| text.strip_prefix(done))
        .unwrap_or(text);
    let (stamp, rest) = stamp::take(text)?;
    let between = |c: char| c.is_whitespace() || ":|-–—,;".contains(c);
    Some((stamp, plain(rest.trim_start_matches(between))))
}

/// Without marks of weight and code.
fn unmarked(text: &str) -> String {
    text.replace("**", "").replace("__", "").replace('`', "")
}
