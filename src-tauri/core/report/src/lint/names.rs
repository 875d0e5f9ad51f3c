//! People's names: on the role board they belong, elsewhere a role does.

use std::collections::BTreeSet;
use std::ops::Range;

use super::fields::Field;
use super::text::{Text, in_word};
use super::words::{ALSO_WORDS, PARTICLES};
use super::{Place, Remark, RemarkKind, Severity};
use crate::postmortem::RoleShift;

/// The names on a role board, whole and in parts, each with the roles held under it.
pub(super) struct Names {
    /// The longest first, so that a whole name is found before its parts.
    all: Vec<(String, Vec<String>)>,
}

impl Names {
    pub fn of(board: &[RoleShift]) -> Self {
        let roles: BTreeSet<String> = board
            .iter()
            .flat_map(|shift| shift.role.split(|c: char| !in_word(c)))
            .map(str::to_lowercase)
            .collect();
        let mut all: Vec<(String, Vec<String>)> = Vec::new();
        for shift in board {
            let person = shift.person.trim();
            let parts = person
                .split_whitespace()
                .map(|part| part.trim_matches(|c: char| !in_word(c)));
            for name in std::iter::once(person).chain(parts) {
                let short = name.chars().filter(|c| c.is_alphabetic()).count() < 2;
                let lower = name.to_lowercase();
                if short || roles.contains(&lower) || PARTICLES.contains(&lower.as_str()) {
                    continue;
                }
                match all.iter_mut().find(|(known, _)| known == name) {
                    Some((_, held)) if held.contains(&shift.role) => {}
                    Some((_, held)) => held.push(shift.role.clone()),
                    None => all.push((name.to_owned(), vec![shift.role.clone()])),
                }
            }
        }
        all.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        Self { all }
    }

    /// Adds a remark for each name in a field, in order.
    pub fn find(&self, field: &Field<'_>, text: &Text<'_>, remarks: &mut Vec<Remark>) {
        let mut found: Vec<(Range<usize>, &str, &[String])> = Vec::new();
        for (name, roles) in &self.all {
            for (from, _) in text.source.match_indices(name.as_str()) {
                let at = from..from + name.len();
                let taken = found
                    .iter()
                    .any(|(other, ..)| other.start < at.end && at.start < other.end);
                if !taken && stands_alone(text, &at) && !is_a_word(text, &at, name) {
                    found.push((at, name, roles));
                }
            }
        }
        found.sort_by_key(|(at, ..)| at.start);
        remarks.extend(found.into_iter().map(|(at, name, roles)| {
            let (from, to) = text.units(&at);
            Remark {
                place: field.place.clone(),
                kind: RemarkKind::Name,
                severity: Severity::Warning,
                from,
                to,
                found: name.to_owned(),
                says: format!("“{name}” is a person on the role board. Here only roles are named."),
                remedy: match (&field.place, roles) {
                    // What was recorded is not rewritten.
                    (Place::Row(_), _) => {
                        "Leave the row out, or say in a note which role it was.".to_owned()
                    }
                    (_, [role]) => format!("Write “{role}”."),
                    (_, roles) => format!("Write the role: {}.", roles.join(" or ")),
                },
            }
        }));
    }
}

/// Not in code, and no part of a longer word or of a name with a hyphen.
fn stands_alone(text: &Text<'_>, at: &Range<usize>) -> bool {
    let before = text.source.get(..at.start).unwrap_or_default();
    let after = text.source.get(at.end..).unwrap_or_default();
    let (mut back, mut on) = (before.chars().rev(), after.chars());
    // "Anna-Mara" is somebody else; in "Mara-led" it is still Mara.
    let joins = |c: Option<char>| c.is_some_and(in_word);
    let front = match back.next() {
        Some('-') => joins(back.next()),
        near => joins(near),
    };
    let end = match on.next() {
        Some('-') => on.next().is_some_and(char::is_uppercase),
        near => joins(near),
    };
    let code = text
        .words
        .iter()
        .any(|w| w.code && w.at.start < at.end && at.start < w.at.end);
    !front && !end && !code
}

/// A name that is an English word as well, at the beginning of a sentence, where every word has
/// a capital: "Will it hold?"
fn is_a_word(text: &Text<'_>, at: &Range<usize>, name: &str) -> bool {
    let before = text.source.get(..at.start).unwrap_or_default();
    let begins = before
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '"' | '“' | '('))
        .chars()
        .next_back()
        .is_none_or(|c| matches!(c, '.' | '!' | '?' | ':' | '-' | '•'));
    begins && ALSO_WORDS.contains(&name.to_lowercase().as_str())
}
