//! Strings that have broken programs before.

/// The Big List of Naughty Strings; see `naughty/README.md`.
const LIST: &str = include_str!("../naughty/blns.txt");

/// What is not on the list: it is made of lines of text, and these are none.
const MORE: [&str; 12] = [
    "",
    "\u{0}",
    "a\u{0}b",
    "a\r\nb",
    "a\n\n# b",
    "\u{200d}",
    "\u{3164}",
    "\u{202e}gnp.exe",
    "=1+1;=1+1",
    "\t=1+1",
    "＝1+1",
    "https://example.org/\\",
];

/// Each of them, once.
pub fn naughty() -> impl Iterator<Item = &'static str> {
    let listed = LIST
        .split('\n')
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    listed.chain(MORE)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_list_is_there_in_full() {
        assert!(super::naughty().count() > 500);
        assert!(super::naughty().any(|text| text.contains("DROP TABLE")));
    }
}
