//! Parts of a needle that can only stand in the fixed parts of a line.
//!
//! What differs between lines of one shape is written in digits, a to f, `.`, `:` and `-`
//! (see [`Ink::shape`](super::render::Ink::shape)). A run of other letters is therefore
//! in the shape, or in no line of it.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Hir, HirKind};

/// The longest run of letters g to z in a lower-case word; may be empty.
pub(super) fn run(word: &str) -> &str {
    let runs = word.split(|c: char| !('g'..='z').contains(&c));
    runs.max_by_key(|run| run.len()).unwrap_or("")
}

/// Runs of which any match of a regex has at least one, ignoring case; empty if none is
/// known. Each is of at least two letters.
pub(super) fn runs_of(pattern: &str) -> Vec<String> {
    let parsed = ParserBuilder::new()
        .unicode(false)
        .utf8(false)
        .nest_limit(40)
        .build()
        .parse(pattern);
    parsed
        .ok()
        .and_then(|hir| required(&hir))
        .unwrap_or_default()
}

fn required(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let text = String::from_utf8_lossy(&literal.0).to_ascii_lowercase();
            let run = run(&text);
            (run.len() > 1).then(|| vec![run.to_owned()])
        }
        HirKind::Capture(capture) => required(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub),
        // The part whose shortest run is longest says most.
        HirKind::Concat(parts) => parts
            .iter()
            .filter_map(required)
            .max_by_key(|runs| runs.iter().map(String::len).min()),
        HirKind::Alternation(branches) => {
            let branches: Option<Vec<_>> = branches.iter().map(required).collect();
            branches.map(|runs| runs.concat())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::runs_of;

    #[test]
    fn what_a_regex_requires() {
        let rows: &[(&str, &[&str])] = &[
            ("pool ?timeout", &["pool"]),
            ("timeout=\\d+", &["out"]),
            ("pool|timeout", &["pool", "out"]),
            ("(POST|PUT) /x", &["post", "put"]),
            ("(timeout)?", &[]),
            ("(timeout)+", &["out"]),
            ("pool|.", &[]),
            ("(?i)timeout", &[]),
            ("[5]\\d\\d", &[]),
            ("dead beef", &[]),
            ("(", &[]),
        ];
        for (pattern, runs) in rows {
            assert_eq!(runs_of(pattern), *runs, "{pattern}");
        }
    }
}
