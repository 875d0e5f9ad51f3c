//! What is wrong with a file, said so that its author can mend it.

use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The scenario cannot be played.
    Error,
    /// It can, and something is probably not meant so.
    Warning,
}

/// One mistake: where, what, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
pub struct Problem {
    /// How bad.
    pub severity: Severity,
    /// Path relative to the scenarios folder.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    /// Characters marked, at least 1.
    pub length: u32,
    /// The whole line, cut at 400 characters.
    pub line_text: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Most characters of a line that are drawn; the window moves to the mark.
const DRAWN: usize = 100;

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let number = self.line.to_string();
        let gutter = " ".repeat(number.len());
        writeln!(f, "{word}: {}", self.message)?;
        writeln!(f, "{gutter}--> {}:{}:{}", self.file, self.line, self.column)?;
        if !self.line_text.trim().is_empty() {
            let (line, before, marked) = self.window();
            writeln!(f, "{gutter} |")?;
            writeln!(f, "{number} | {line}")?;
            writeln!(f, "{gutter} | {}{}", " ".repeat(before), "^".repeat(marked))?;
        }
        write!(f, "{gutter} = help: {}", self.help)
    }
}

impl Problem {
    /// The part of the line that is drawn, and where the mark stands in it.
    fn window(&self) -> (String, usize, usize) {
        let chars: Vec<char> = self
            .line_text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let column = (self.column.saturating_sub(1) as usize).min(chars.len());
        let from = if chars.len() > DRAWN {
            column.saturating_sub(DRAWN / 3)
        } else {
            0
        };
        let to = chars.len().min(from + DRAWN);
        let mut line: String = chars[from..to].iter().collect();
        let mut before = column - from;
        if from > 0 {
            line.insert(0, '…');
            before += 1;
        }
        if to < chars.len() {
            line.push('…');
        }
        let room = line.chars().count().saturating_sub(before).max(1);
        (
            line.trim_end().to_owned(),
            before,
            (self.length as usize).clamp(1, room),
        )
    }
}

/// Most characters of what is said about a problem. A name in it can be as long as a file.
const SAID: usize = 600;

/// What is said, cut where it goes on without end: after 600 characters.
pub fn short(said: String) -> String {
    match said.char_indices().nth(SAID) {
        None => said,
        Some((end, _)) => format!("{}…", &said[..end]),
    }
}

/// In the order of files and lines, errors of one place before its warnings.
pub(crate) fn sorted(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by(|a, b| {
        (&a.file, a.line, a.column, a.severity).cmp(&(&b.file, b.line, b.column, b.severity))
    });
    problems.dedup();
    problems
}

/// There is at least one error among them.
pub(crate) fn any_error(problems: &[Problem]) -> bool {
    problems
        .iter()
        .any(|problem| problem.severity == Severity::Error)
}
