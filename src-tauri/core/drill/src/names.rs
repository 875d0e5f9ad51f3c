//! Names of people and teams: what is kept of them, and when two of them look the same.
//!
//! A name is one line that can be seen. What cannot be seen is no part of it, but for what joins
//! letters to a word in Persian, in the scripts of India, and in emoji. Two names are the same if
//! they differ in nothing but that and capitals; they look alike if the eye cannot tell them apart,
//! as Unicode has it (UTS #39): a Cyrillic А and a Latin A.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton;

use crate::command::Refusal;
use crate::decide::{NAME_MAX, bounded};

/// Most marks on a letter; Vietnamese and Hebrew have three. Further ones are left out: they
/// would be drawn over the lines above.
const MARKS_MAX: usize = 4;
/// Names that mean something else on a screen.
const TAKEN: [&str; 6] = [
    "facilitator",
    "system",
    "run sheet",
    "assistant",
    "room",
    "pager",
];

/// Letters that show nothing, or turn the direction of what stands beside them.
pub(crate) fn unseen(c: char) -> bool {
    matches!(c,
        '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d159}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        || c.is_control()
        // Nobody's: each machine draws another, or none.
        || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
        || (c as u32) & 0xfffe == 0xfffe
}

/// Turns what comes after it, until something else turns it back.
pub(crate) fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Joins letters, or makes an emoji of the sign before it.
fn joins(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe0f}')
}

/// A name as it is kept.
///
/// # Errors
/// Nothing of it can be seen, or it is longer than [`NAME_MAX`].
pub fn name(text: &str, what: &str) -> Result<String, Refusal> {
    let seen: Vec<char> = text.nfc().collect();
    let mut kept = String::new();
    let (mut before, mut marks) = (' ', 0);
    for (at, &c) in seen.iter().enumerate() {
        let after = seen.get(at + 1).copied().unwrap_or(' ');
        let word = |c: char| !c.is_ascii() && !c.is_whitespace() && !unseen(c);
        let stays = if c.is_whitespace() {
            true
        } else if joins(c) {
            word(before) && (c == '\u{fe0f}' || word(after))
        } else {
            !unseen(c)
        };
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        if stays && marks <= MARKS_MAX {
            kept.push(c);
            // The sign that a joiner stands behind.
            before = if joins(c) { before } else { c };
        }
    }
    let line: Vec<&str> = kept.split_whitespace().collect();
    let line = line.join(" ");
    // Marks alone are drawn on nothing, or on what stands before.
    let line = line.trim_start_matches(is_combining_mark);
    bounded(line, what, NAME_MAX)
}

/// A person's name as it is kept.
///
/// # Errors
/// Those of [`name`], or it means something else on a screen.
pub(crate) fn person(text: &str) -> Result<String, Refusal> {
    let name = name(text, "The name")?;
    if TAKEN.iter().any(|taken| alike(taken, &name)) {
        return Err(Refusal::new(
            "name",
            format!("“{name}” means something else here."),
            "Take the name that your colleagues call you by.",
        ));
    }
    Ok(name)
}

/// Whether it is the same name, whatever its capitals.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one == other || plain(one) == plain(other)
}

/// Whether the eye takes one for the other, as they stand or in small letters. Names that are the
/// same are alike.
pub(crate) fn alike(one: &str, other: &str) -> bool {
    let shape = |name: &str| -> String { skeleton(name).collect() };
    same(one, other)
        || shape(&seen(one)) == shape(&seen(other))
        || shape(&plain(one)) == shape(&plain(other))
}

fn seen(name: &str) -> String {
    name.nfkc().filter(|c| !unseen(*c)).collect()
}

fn plain(name: &str) -> String {
    seen(name).to_lowercase()
}
