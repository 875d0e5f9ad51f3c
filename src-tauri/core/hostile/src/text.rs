//! Damage to a text that is made of lines, such as TOML and Markdown.

use proptest::prelude::*;
use proptest::sample::select;

use crate::bytes::{ByteDamage, byte_damage};
use crate::pieces::{NUMBERS, PIECES};

/// No text grows beyond this, bytes.
const MAX: usize = 400_000;

/// One damage. Places are counted round and round, so that every number is one.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "places and lengths, as the variant says")]
pub enum TextDamage {
    /// Bytes are others; what is no UTF-8 then becomes U+FFFD.
    Bytes(ByteDamage),
    /// Lines are gone.
    Cut { line: usize, lines: usize },
    /// Lines are there once more, elsewhere: a key twice, a table in a table.
    Copy {
        line: usize,
        lines: usize,
        to: usize,
    },
    /// Two lines have changed places.
    Swap { one: usize, other: usize },
    /// A number is another.
    Number { nth: usize, number: &'static str },
    /// What stands behind a `=` is what stands behind another one.
    Value { of: usize, from: usize },
    /// A piece stands before a character.
    Piece { at: usize, piece: &'static str },
    /// A piece is there very often.
    Often {
        at: usize,
        piece: &'static str,
        times: usize,
    },
    /// Something is nested deep, and closed again or not.
    Nest {
        at: usize,
        open: &'static str,
        close: &'static str,
        deep: usize,
    },
}

/// Pairs that nest.
const PAIRS: [(&str, &str); 12] = [
    ("[", "]"),
    ("{a=", "}"),
    ("[[", "]]"),
    ("{\"a\":", "}"),
    ("(", ")"),
    ("a.", "b"),
    ("\"", "\""),
    ("> ", ""),
    ("- ", ""),
    ("**a *", "b*"),
    ("[a](", ")"),
    ("<b>", "</b>"),
];

/// Any damage.
pub fn text_damage() -> impl Strategy<Value = TextDamage> {
    let place = || any::<usize>();
    prop_oneof![
        3 => byte_damage().prop_map(TextDamage::Bytes),
        2 => (place(), 1usize..4).prop_map(|(line, lines)| TextDamage::Cut { line, lines }),
        2 => (place(), 1usize..12, place())
            .prop_map(|(line, lines, to)| TextDamage::Copy { line, lines, to }),
        1 => (place(), place()).prop_map(|(one, other)| TextDamage::Swap { one, other }),
        4 => (place(), select(&NUMBERS[..]))
            .prop_map(|(nth, number)| TextDamage::Number { nth, number }),
        4 => (place(), place()).prop_map(|(of, from)| TextDamage::Value { of, from }),
        3 => (place(), select(&PIECES[..])).prop_map(|(at, piece)| TextDamage::Piece { at, piece }),
        1 => (place(), select(&PIECES[..]), 1usize..3_000)
            .prop_map(|(at, piece, times)| TextDamage::Often { at, piece, times }),
        1 => (place(), select(&PAIRS[..]), 1usize..3_000)
            .prop_map(|(at, (open, close), deep)| TextDamage::Nest { at, open, close, deep }),
    ]
}

impl TextDamage {
    /// The text, damaged.
    #[must_use]
    pub fn done(&self, text: &str) -> String {
        let lines: Vec<&str> = text.split('\n').collect();
        match self {
            Self::Bytes(damage) => {
                let bytes = damage.done(text.as_bytes());
                String::from_utf8_lossy(&bytes).into_owned()
            }
            Self::Cut { line, lines: count } => {
                let from = line % lines.len();
                let to = (from + count).min(lines.len());
                [&lines[..from], &lines[to..]].concat().join("\n")
            }
            Self::Copy {
                line,
                lines: count,
                to,
            } => {
                let from = line % lines.len();
                let copied = &lines[from..(from + count).min(lines.len())];
                let to = to % (lines.len() + 1);
                [&lines[..to], copied, &lines[to..]].concat().join("\n")
            }
            Self::Swap { one, other } => {
                let mut lines = lines;
                let count = lines.len();
                lines.swap(one % count, other % count);
                lines.join("\n")
            }
            Self::Number { nth, number } => with_number(text, *nth, number),
            Self::Value { of, from } => with_value(&lines, *of, *from),
            Self::Piece { at, piece } => inserted(text, *at, piece),
            Self::Often { at, piece, times } => {
                inserted(text, *at, &piece.repeat(fitting(piece.len(), *times)))
            }
            Self::Nest {
                at,
                open,
                close,
                deep,
            } => {
                let deep = fitting(open.len() + close.len(), *deep);
                inserted(text, *at, &(open.repeat(deep) + &close.repeat(deep)))
            }
        }
    }
}

fn fitting(length: usize, times: usize) -> usize {
    times.min(MAX / length.max(1))
}

fn inserted(text: &str, at: usize, piece: &str) -> String {
    let mut at = at % (text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    if text.len() + piece.len() > MAX {
        return text.to_owned();
    }
    [&text[..at], piece, &text[at..]].concat()
}

/// Where numbers stand: runs of digits, with what belongs to them.
fn with_number(text: &str, nth: usize, number: &str) -> String {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let starts: Vec<usize> = (0..bytes.len())
        .filter(|at| digit(*at) && (*at == 0 || !digit(at - 1)))
        .collect();
    if starts.is_empty() {
        return inserted(text, nth, number);
    }
    let from = starts[nth % starts.len()];
    let to = (from..).find(|at| !digit(*at)).unwrap_or(from);
    [&text[..from], number, &text[to..]].concat()
}

fn with_value(lines: &[&str], of: usize, from: usize) -> String {
    let keyed: Vec<usize> = (0..lines.len())
        .filter(|at| lines[*at].contains('='))
        .collect();
    if keyed.is_empty() {
        return lines.join("\n");
    }
    let (of, from) = (keyed[of % keyed.len()], keyed[from % keyed.len()]);
    let key = lines[of].split('=').next().unwrap_or_default();
    let value = lines[from].split_once('=').map_or("", |(_, value)| value);
    let line = format!("{key}={value}");
    let mut lines = lines.to_vec();
    lines[of] = &line;
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::TextDamage;

    #[test]
    fn each_damage_damages() {
        let text = "a = 1\nb = \"ü\"\nc = 300";
        let said = |damage: TextDamage| damage.done(text);
        let cut = TextDamage::Cut { line: 4, lines: 9 };
        assert_eq!(said(cut), "a = 1");
        let copy = TextDamage::Copy {
            line: 2,
            lines: 1,
            to: 0,
        };
        assert_eq!(said(copy), "c = 300\na = 1\nb = \"ü\"\nc = 300");
        let number = TextDamage::Number {
            nth: 1,
            number: "nan",
        };
        assert_eq!(said(number), "a = 1\nb = \"ü\"\nc = nan");
        let value = TextDamage::Value { of: 0, from: 1 };
        assert_eq!(said(value), "a = \"ü\"\nb = \"ü\"\nc = 300");
        // Never within a character.
        let piece = TextDamage::Piece { at: 12, piece: "#" };
        assert_eq!(said(piece), "a = 1\nb = \"#ü\"\nc = 300");
        let nest = TextDamage::Nest {
            at: 0,
            open: "[",
            close: "]",
            deep: 2,
        };
        assert!(said(nest).starts_with("[[]]a"));
    }
}
