//! Text from people, made safe to lay out: no control characters, no direction overrides,
//! no endless fields.

/// Characters of one field that are kept; the rest is counted and said.
const MAX_CHARS: usize = 20_000;

/// Cleans one field. Line breaks stay, tabs become four spaces.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut kept = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if kept == MAX_CHARS {
            let left = 1 + chars.count();
            out.push_str(&format!(" … ({left} more characters are not shown)"));
            break;
        }
        kept += 1;
        match c {
            '\t' => out.push_str("    "),
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{b}' | '\u{c}' => out.push('\n'),
            '\n' => out.push('\n'),
            c if is_hidden(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// The same for what must stay on one line: titles, labels, names.
pub(crate) fn clean_line(text: &str) -> String {
    let text = clean(text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            // Direction marks, embeddings, overrides and isolates: they can make a line read
            // as something else than what was typed.
            '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            // Soft hyphen, byte order mark, interlinear annotation, word joiner and its like.
            | '\u{ad}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{2060}'..='\u{2064}'
            | '\u{206a}'..='\u{206f}')
}

#[cfg(test)]
mod tests {
    use super::{clean, clean_line};

    #[test]
    fn control_characters_go_and_breaks_stay() {
        assert_eq!(clean("a\u{0}b\u{202e}c\r\nd\te\u{7f}"), "abc\nd    e");
        assert_eq!(clean_line(" two \n lines\t here "), "two lines here");
    }

    #[test]
    fn an_endless_field_is_cut_and_says_so() {
        let text = clean(&"x".repeat(25_000));
        assert!(text.ends_with("… (5000 more characters are not shown)"));
    }
}
