//! Text in 80 columns.

/// Columns of a terminal that nobody made wider.
pub const COLUMNS: usize = 80;

/// A row: what stands in front, and a text that goes on below itself.
pub fn row(front: &str, text: &str) -> String {
    let indent = front.chars().count();
    let room = COLUMNS.saturating_sub(indent).max(20);
    let mut out = String::new();
    let mut used = 0;
    out.push_str(front);
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > room {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            used = 0;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += length;
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// A text in so many columns, cut with "…".
pub fn cut(text: &str, columns: usize) -> String {
    if text.chars().count() <= columns {
        return text.to_owned();
    }
    let kept: String = text.chars().take(columns.saturating_sub(1)).collect();
    kept + "…"
}

/// A figure with the digits that matter.
pub fn figure(value: f64) -> String {
    if value.abs() >= 10.0 || value == 0.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    }
}
