//! What a person types into the search box.
//!
//! Parts are separated by spaces and all must match: words and `"phrases"` (ASCII case
//! ignored), `service:api`, `level:warn` (that or worse), `req:8f21b7`, `replica:2`,
//! `/regex/`. A minus before a part turns it round. Several `service:`, `req:` or `replica:`
//! parts are alternatives.

use regex::bytes::{Regex, RegexBuilder};
use thiserror::Error;

use super::{LogLevel, fixed};

/// Longest query, bytes. A longer one is refused.
pub const MAX_BYTES: usize = 500;
/// Most parts of a query. More are refused.
pub const MAX_PARTS: usize = 16;
/// Most letters of a query that are quoted in what is said about it.
const MAX_QUOTED: usize = 40;
/// A compiled regex may take so much memory, bytes. A larger one is refused: its size is
/// what one byte of a line can cost at worst.
const MAX_REGEX_BYTES: usize = 32 << 10;
/// The cache that makes a regex fast may take so much memory, bytes.
const MAX_CACHE_BYTES: usize = 1 << 20;
/// Deepest nesting inside a regex. A deeper one is refused.
const MAX_REGEX_DEPTH: u32 = 40;

/// What is wrong with a query.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message} at byte {at}: {help}")]
pub struct QueryError {
    /// Where, bytes from the start; at most the length of the text.
    pub at: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// A parsed query.
#[derive(Debug, Clone, Default)]
pub struct Query {
    pub(super) parts: Vec<Part>,
}

/// One part.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) negated: bool,
    pub(super) test: Test,
}

/// What a part asks for.
#[derive(Debug, Clone)]
pub(super) enum Test {
    /// Lower-case text that the line contains.
    Text(String),
    /// `runs` as [`fixed::runs_of`] has them.
    Regex {
        regex: Regex,
        runs: Vec<String>,
    },
    Service(String),
    /// That or worse.
    Level(LogLevel),
    Request(u32),
    Replica(u16),
}

impl Query {
    /// Reads a query. The empty text matches everything.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        if text.len() > MAX_BYTES {
            let at = (0..=MAX_BYTES)
                .rev()
                .find(|at| text.is_char_boundary(*at))
                .unwrap_or(0);
            return Err(error(
                at,
                format!("longer than {MAX_BYTES} bytes"),
                "use fewer or shorter words",
            ));
        }
        let mut parts = Vec::new();
        let mut at = 0;
        while let Some(skipped) = text[at..].find(|c: char| !c.is_whitespace()) {
            at += skipped;
            if parts.len() == MAX_PARTS {
                return Err(error(
                    at,
                    format!("more than {MAX_PARTS} parts"),
                    "join words to a \"phrase\"",
                ));
            }
            let (part, length) = part(text, at)?;
            parts.push(part);
            at += length;
        }
        Ok(Self { parts })
    }

    /// It matches every line.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
}

/// The part that begins at `at`, and its length in bytes.
fn part(text: &str, at: usize) -> Result<(Part, usize), QueryError> {
    let rest = &text[at..];
    let negated = rest.starts_with('-') && rest[1..].starts_with(|c: char| !c.is_whitespace());
    let minus = usize::from(negated);
    let (test, length) = test(&rest[minus..], at + minus)?;
    Ok((Part { negated, test }, minus + length))
}

fn test(rest: &str, at: usize) -> Result<(Test, usize), QueryError> {
    if let Some(inside) = rest.strip_prefix('"') {
        return phrase(inside, at);
    }
    if let Some(found) = regex(rest, at)? {
        return Ok(found);
    }
    let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let word = &rest[..length];
    let test = match word.split_once(':') {
        Some((key, value)) if key.eq_ignore_ascii_case("service") => service(value, at)?,
        Some((key, value)) if key.eq_ignore_ascii_case("level") => level(value, at)?,
        Some((key, value)) if key.eq_ignore_ascii_case("req") => request(value, at)?,
        Some((key, value)) if key.eq_ignore_ascii_case("replica") => replica(value, at)?,
        _ => Test::Text(word.to_ascii_lowercase()),
    };
    Ok((test, length))
}

fn phrase(inside: &str, at: usize) -> Result<(Test, usize), QueryError> {
    let mut phrase = String::new();
    let mut escaped = false;
    for (offset, c) in inside.char_indices() {
        match c {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => {
                if phrase.is_empty() {
                    return Err(error(at, "an empty phrase", "put words between the quotes"));
                }
                return Ok((Test::Text(phrase.to_ascii_lowercase()), offset + 2));
            }
            _ => {
                if escaped && c != '"' && c != '\\' {
                    phrase.push('\\');
                }
                phrase.push(c);
                escaped = false;
            }
        }
    }
    Err(error(at, "the phrase has no end", "close it with \""))
}

/// A regex stands between two slashes; `/api/checkout` is a word.
fn regex(rest: &str, at: usize) -> Result<Option<(Test, usize)>, QueryError> {
    let Some(inside) = rest.strip_prefix('/') else {
        return Ok(None);
    };
    let close = closing_slash(inside);
    let is_closed = close.is_some_and(|close| {
        let after = inside[close + 1..].chars().next();
        close > 0 && after.is_none_or(char::is_whitespace)
    });
    let Some(close) = close.filter(|_| is_closed) else {
        let word = rest.split(char::is_whitespace).next().unwrap_or(rest);
        if word.contains([']', '[', '(', '\\', '|', '*', '^']) {
            return Err(error(
                at,
                "this regex has no end",
                "close it with /, and write \\/ for a / in it",
            ));
        }
        return Ok(None);
    };
    let built = RegexBuilder::new(&inside[..close])
        .unicode(false)
        .case_insensitive(true)
        .multi_line(true)
        .size_limit(MAX_REGEX_BYTES)
        .dfa_size_limit(MAX_CACHE_BYTES)
        .nest_limit(MAX_REGEX_DEPTH)
        .build();
    match built {
        Ok(regex) => {
            let runs = fixed::runs_of(&inside[..close]);
            Ok(Some((Test::Regex { regex, runs }, close + 2)))
        }
        Err(regex::Error::CompiledTooBig(_)) => Err(error(
            at,
            "this regex is too large",
            "use smaller repetition counts",
        )),
        Err(reason) => {
            let reason = reason.to_string();
            let last = reason.lines().last().unwrap_or_default();
            let message = format!(
                "this regex is not valid: {}",
                last.trim_start_matches("error: ")
            );
            Err(error(
                at,
                message,
                "put \\ before ( ) [ ] { } . * + ? | meant as they are, or use a \"phrase\"",
            ))
        }
    }
}

fn closing_slash(inside: &str) -> Option<usize> {
    let mut escaped = false;
    inside.bytes().position(|byte| {
        let closes = byte == b'/' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    })
}

fn service(value: &str, at: usize) -> Result<Test, QueryError> {
    if value.is_empty() {
        return Err(error(
            at,
            "service: of which component?",
            "write e.g. service:api, without a space",
        ));
    }
    Ok(Test::Service(value.to_owned()))
}

fn level(value: &str, at: usize) -> Result<Test, QueryError> {
    let level = match value.to_ascii_lowercase().as_str() {
        "debug" => LogLevel::Debug,
        "info" | "notice" | "log" => LogLevel::Info,
        "warn" | "warning" => LogLevel::Warn,
        "error" | "err" | "critical" | "fatal" => LogLevel::Error,
        _ => {
            let help = "use level:debug, level:info, level:warn or level:error";
            return Err(error(
                at,
                format!("there is no level {}", quoted(value)),
                help,
            ));
        }
    };
    Ok(Test::Level(level))
}

fn request(value: &str, at: usize) -> Result<Test, QueryError> {
    let is_hex = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    match u32::from_str_radix(value, 16) {
        Ok(req) if is_hex && req != 0 => Ok(Test::Request(req)),
        _ => {
            let help = "copy it from a line, e.g. req:8f21b7";
            Err(error(
                at,
                format!("{} is no request id", quoted(value)),
                help,
            ))
        }
    }
}

fn replica(value: &str, at: usize) -> Result<Test, QueryError> {
    let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    match value.parse() {
        Ok(replica) if is_number => Ok(Test::Replica(replica)),
        _ => {
            let help = "use a number from 0, e.g. service:api replica:2";
            Err(error(at, format!("{} is no replica", quoted(value)), help))
        }
    }
}

/// As it was typed, the beginning of it: what is not shown is written as six letters.
fn quoted(value: &str) -> String {
    match value.char_indices().nth(MAX_QUOTED) {
        None => format!("{value:?}"),
        Some((end, _)) => format!("{:?}…", &value[..end]),
    }
}

fn error(at: usize, message: impl Into<String>, help: impl Into<String>) -> QueryError {
    QueryError {
        at,
        message: message.into(),
        help: help.into(),
    }
}
