//! The timeline of a real incident, read as the run sheet of a drill: a skeleton to be completed.
//!
//! A table (CSV) or notes (Markdown) give times and what happened. Which of it is what people saw,
//! what they did, and what nobody knew then is for its author to say: every entry becomes an
//! inject with a note, in its place.

mod markdown;
mod order;
mod skeleton;
mod stamp;
mod table;

use crate::problem::{Problem, Severity, short, sorted};

pub use skeleton::skeleton;

/// Largest file that is read, bytes.
pub const BYTES: usize = 1_000_000;
/// Most entries: a run sheet has 500 injects, and some of them are the skeleton's.
pub const ENTRIES: usize = 490;
/// Longest time from STARTEX to the last entry, seconds: ten minutes less than a drill may last.
pub const LENGTH_S: i64 = 8 * 3600 - 600;

/// How a timeline is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Rows and columns, with commas, semicolons or tabs.
    Csv,
    /// Bullets, headings or tables that begin with a time.
    Markdown,
}

/// What happened, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// Incident clock at STARTEX, seconds of the day.
    pub starts_s: u32,
    /// The entries.
    pub entries: Vec<Entry>,
    /// Lines that say something and have no time.
    pub passed_over: usize,
    /// Entries that stood behind later ones.
    pub moved: usize,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Seconds from STARTEX.
    pub at_s: u32,
    /// What happened, on one line.
    pub what: String,
}

/// A line of the file, before it has a place in time.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    line: u32,
    at: stamp::Stamp,
    what: String,
}

/// The rows of a file, the lines passed over, and what is wrong.
#[derive(Debug, Default)]
struct Rows {
    rows: Vec<Row>,
    passed_over: usize,
    problems: Vec<Problem>,
}

/// Reads a timeline. The first entry is STARTEX, unless it `starts` at another time of the day
/// (seconds) before it.
///
/// # Errors
/// All that is wrong with it, each with its line and what to do.
pub fn timeline(
    file: &str,
    bytes: &[u8],
    written: Written,
    starts: Option<u32>,
) -> Result<Timeline, Vec<Problem>> {
    let text = text(file, bytes).map_err(|problem| vec![problem])?;
    let lines = Lines { file, text: &text };
    let mut rows = match written {
        Written::Csv => table::rows(&lines),
        Written::Markdown => markdown::rows(&lines),
    };
    if rows.rows.len() > ENTRIES {
        let message = format!("{} entries; {ENTRIES} fit a run sheet", rows.rows.len());
        let line = rows.rows[ENTRIES].line;
        rows.problems
            .push(lines.problem(line, message, "leave out what nobody needs to hear"));
    } else if rows.rows.is_empty() && rows.problems.is_empty() {
        let help = match written {
            Written::Csv => "a row is a time and what happened: `03:04, API errors`",
            Written::Markdown => "an entry begins with its time: `- 03:04 API errors`",
        };
        rows.problems
            .push(lines.problem(1, "there is no entry with a time", help));
    }
    if !rows.problems.is_empty() {
        return Err(sorted(rows.problems));
    }
    order::ordered(&lines, &rows, starts)
}

fn text(file: &str, bytes: &[u8]) -> Result<String, Problem> {
    let at = |text: &str, line: u32, message: String, help: &str| {
        Err(Lines { file, text }.problem(line, message, help))
    };
    if bytes.len() > BYTES {
        let message = format!("the file is larger than {BYTES} bytes");
        return at("", 1, message, "leave out what is no entry");
    }
    let utf8 = "save it as UTF-8 (spreadsheets call it \"CSV UTF-8\")";
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return at("", 1, "the file is UTF-16".to_owned(), utf8);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').unwrap_or(text);
            Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
        }
        Err(error) => {
            let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let line = u32::try_from(good.matches('\n').count() + 1).unwrap_or(u32::MAX);
            let byte = bytes[error.valid_up_to()];
            let message = format!("the file is not UTF-8: byte {byte:#04x}");
            at(&good, line, message, utf8)
        }
    }
}

/// The file, for what is said about it.
struct Lines<'t> {
    file: &'t str,
    text: &'t str,
}

impl Lines<'_> {
    fn problem(&self, line: u32, message: impl Into<String>, help: impl Into<String>) -> Problem {
        let text = self.text.split('\n').nth(line.saturating_sub(1) as usize);
        let text: String = text.unwrap_or_default().chars().take(400).collect();
        Problem {
            severity: Severity::Error,
            file: self.file.to_owned(),
            line,
            column: 1,
            length: u32::try_from(text.chars().count()).unwrap_or(1).max(1),
            line_text: text,
            message: short(message.into()),
            help: short(help.into()),
        }
    }
}

/// On one line, without what cannot be seen.
fn plain(text: &str) -> String {
    let hidden = |c: char| c.is_control() || crate::paths::turns(c);
    let words = text.split(|c: char| c.is_whitespace() || hidden(c));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}
