//! A field's text as words with their places, and the parts that are code or quotation.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

/// A field, read.
pub(super) struct Text<'a> {
    pub source: &'a str,
    pub words: Vec<Word>,
}

/// A word: letters, digits and marks, with apostrophes inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Its bytes.
    pub at: Range<usize>,
    /// In lower case, with a straight apostrophe.
    pub lower: String,
    /// Only blanks are between the word before and this one.
    pub follows: bool,
    /// In a code span, a code block or an address.
    pub code: bool,
    /// In a quotation: between quotation marks, or in a quoted block.
    pub quoted: bool,
}

impl<'a> Text<'a> {
    pub fn read(source: &'a str) -> Self {
        let (code, mut quoted) = marked(source);
        quoted.extend(quotations(source, &code));
        let inside = |ranges: &[Range<usize>], at: usize| ranges.iter().any(|r| r.contains(&at));
        let mut end = 0;
        let words = spans(source).into_iter().map(|at| {
            let between = source.get(end..at.start).unwrap_or_default();
            end = at.end;
            let text = source.get(at.clone()).unwrap_or_default();
            Word {
                lower: text.to_lowercase().replace('’', "'"),
                follows: between.chars().all(char::is_whitespace),
                code: inside(&code, at.start),
                quoted: inside(&quoted, at.start),
                at,
            }
        });
        Text {
            words: words.collect(),
            source,
        }
    }

    /// Where a phrase (words in lower case) stands, as bytes, outside code.
    pub fn phrase(&self, phrase: &str) -> Vec<(Range<usize>, bool)> {
        let wanted: Vec<&str> = phrase.split(' ').collect();
        let here = self.words.windows(wanted.len().max(1)).filter_map(|words| {
            let (first, last) = (words.first()?, words.last()?);
            let same = words.iter().zip(&wanted).all(|(w, want)| w.lower == *want);
            let joined = words.iter().skip(1).all(|w| w.follows);
            let found = same && joined && !words.iter().any(|w| w.code);
            found.then(|| (first.at.start..last.at.end, words.iter().all(|w| w.quoted)))
        });
        here.collect()
    }

    /// A range of bytes as UTF-16 code units.
    pub fn units(&self, at: &Range<usize>) -> (u32, u32) {
        (units(self.source, at.start), units(self.source, at.end))
    }
}

/// Bytes from the start as UTF-16 code units.
pub(super) fn units(source: &str, byte: usize) -> u32 {
    let before = source.get(..byte).unwrap_or(source);
    u32::try_from(before.encode_utf16().count()).unwrap_or(u32::MAX)
}

/// Whether a character continues a word: letters and digits of any script, and marks on them.
pub(super) fn in_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || matches!(c, '\u{300}'..='\u{36f}')
}

fn spans(source: &str) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    let mut open: Option<usize> = None;
    let mut chars = source.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let joins = matches!(c, '\'' | '’') && next.is_some_and(in_word);
        match open {
            None if in_word(c) => open = Some(at),
            Some(from) if !in_word(c) && !joins => {
                all.push(from..at);
                open = None;
            }
            _ => {}
        }
    }
    all.extend(open.map(|from| from..source.len()));
    all
}

/// Code and quoted blocks, as Markdown sees them, and addresses.
fn marked(source: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let (mut code, mut quoted) = (Vec::new(), Vec::new());
    for (event, range) in Parser::new_ext(source, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Code(_) | Event::Start(Tag::CodeBlock(_)) => code.push(range),
            Event::Start(Tag::BlockQuote(_)) => quoted.push(range),
            _ => {}
        }
    }
    for (from, _) in source.match_indices("://") {
        let rest = source.get(from..).unwrap_or_default();
        let ends = rest.find(|c: char| c.is_whitespace() || matches!(c, ')' | '>'));
        code.push(from..from + ends.unwrap_or(rest.len()));
    }
    (code, quoted)
}

/// What stands between quotation marks on one line, outside code.
fn quotations(source: &str, code: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in source.char_indices() {
        if code.iter().any(|range| range.contains(&at)) {
            continue;
        }
        match (open, c) {
            (_, '\n') => open = None,
            (Some((from, close)), c) if c == close || (close == '”' && c == '“') => {
                all.push(from..at);
                open = None;
            }
            (None, '"') => open = Some((at, '"')),
            (None, '“' | '„') => open = Some((at, '”')),
            (None, '«') => open = Some((at, '»')),
            _ => {}
        }
    }
    all
}
