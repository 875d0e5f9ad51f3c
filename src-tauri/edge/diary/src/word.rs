//! The only texts of an entry that are not in the program itself.

use std::panic::Location;

use serde::{Serialize, Serializer};

/// Longest word, bytes.
const WORD: usize = 32;
/// Longest place, bytes.
const PLACE: usize = 96;

/// A code, a kind, a version: `unknown-inject`, `message_delivered`, `12.4`. No blank, no capital
/// and nothing beyond ASCII: neither a name as people write it nor a sentence. What is none of that
/// is `other`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Word(Short<WORD>);

impl Word {
    /// A word, or `other`.
    pub fn of(text: &str) -> Self {
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(&b);
        Self(Short::of(text, fits))
    }
}

/// The id of a drill that was made on a machine, its minute and a number: `2026-11-24-1904-2`. One
/// that has letters in it was made from what somebody wrote, and is `other`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DrillId(Short<WORD>);

impl DrillId {
    /// An id, or `other`.
    pub fn of(text: &str) -> Self {
        Self(Short::of(text, |b| b.is_ascii_digit() || b == b'-'))
    }
}

/// A file of a program's source, as the compiler knows it: of a library without the folders of the
/// machine that it was built on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place(Short<PLACE>);

impl Place {
    /// The file of a place.
    pub fn of(place: &Location<'_>) -> Self {
        Self::named(place.file())
    }

    fn named(file: &str) -> Self {
        let file = file.replace('\\', "/");
        // `…/registry/src/INDEX/indexmap-2.1.0/src/map.rs`, `/rustc/HASH/library/core/src/…`
        let library = file.split_once("/registry/src/");
        let library = library.and_then(|(_, rest)| rest.split_once('/'));
        let standard = || file.split_once("/library/");
        let file = library
            .or_else(standard)
            .map_or(file.as_str(), |(_, rest)| rest);
        let fits = |b: u8| b.is_ascii_alphanumeric() || b"-_./".contains(&b);
        // A place of its own folder alone; any other tells where somebody has it.
        Self(Short::of(
            if file.starts_with('/') { "" } else { file },
            fits,
        ))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Short<const LONGEST: usize> {
    bytes: [u8; LONGEST],
    length: usize,
}

impl<const LONGEST: usize> Short<LONGEST> {
    fn of(text: &str, fits: impl Fn(u8) -> bool) -> Self {
        let whole = !text.is_empty() && text.len() <= LONGEST && text.bytes().all(fits);
        let text = if whole { text } else { "other" };
        let mut bytes = [0; LONGEST];
        for (to, from) in bytes.iter_mut().zip(text.bytes()) {
            *to = from;
        }
        Self {
            bytes,
            length: text.len(),
        }
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or("other")
    }
}

impl Serialize for Word {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.0.text())
    }
}

impl Serialize for DrillId {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.0.text())
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.0.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_no_word_and_no_id() {
        for text in [
            "",
            "Ada",
            "ada lovelace",
            "李雷",
            "ada@example",
            "a\nb",
            &"a".repeat(33),
        ] {
            assert_eq!(Word::of(text), Word::of("other"), "{text}");
        }
        assert_eq!(Word::of("unknown-inject").0.text(), "unknown-inject");
        for text in ["", "ada", "2026-11-24 19:04", "3am-outage-good"] {
            assert_eq!(DrillId::of(text).0.text(), "other", "{text}");
        }
        let id = "2026-11-24-1904-2";
        assert_eq!(DrillId::of(id).0.text(), id);
    }

    #[test]
    fn a_place_tells_nothing_of_the_machine_that_built_it() {
        for (file, expected) in [
            ("edge/live/src/stage/mod.rs", "edge/live/src/stage/mod.rs"),
            ("edge\\live\\src\\lib.rs", "edge/live/src/lib.rs"),
            (
                "/home/ada/.cargo/registry/src/index.crates.io-1949/indexmap-2.1.0/src/map.rs",
                "indexmap-2.1.0/src/map.rs",
            ),
            (
                "/rustc/59807616/library/core/src/option.rs",
                "core/src/option.rs",
            ),
            ("/home/ada/three-am/src/main.rs", "other"),
        ] {
            assert_eq!(Place::named(file).0.text(), expected);
        }
    }
}
