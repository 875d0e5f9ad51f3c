//! What is empty, too long, or says no more than another field.

use std::collections::BTreeSet;

use super::items::missing;
use super::text::Text;
use super::words::{SHORT, SMALL};
use super::{Place, Remark, RemarkKind, Severity};
use crate::postmortem::Postmortem;

/// Sentences of a summary.
const SENTENCES: usize = 5;
/// A root cause of fewer words of its own is not compared.
const COMPARED: usize = 3;
/// Of ten words of the root cause so many in the trigger make it the same.
const SHARED_OF_TEN: usize = 8;

/// Looks at summary, cause and luck.
pub(super) fn look(p: &Postmortem, remarks: &mut Vec<Remark>) {
    summary(&p.summary, remarks);
    cause(p, remarks);
    if p.lessons.lucky.iter().all(|line| line.trim().is_empty()) {
        remarks.push(Remark {
            severity: Severity::Hint,
            ..missing(
                Place::LuckyList,
                RemarkKind::LuckyEmpty,
                "Nothing is written down where we got lucky.",
                "Ask what went right by chance, and what it would have cost otherwise.",
            )
        });
    }
}

fn summary(text: &str, remarks: &mut Vec<Remark>) {
    if text.trim().is_empty() {
        remarks.push(missing(
            Place::Summary,
            RemarkKind::SummaryEmpty,
            "There is no summary.",
            "Say in two or three sentences what broke, for whom, for how long, and why.",
        ));
        return;
    }
    let starts = sentences(text);
    if let Some(sixth) = starts.get(SENTENCES) {
        let read = Text::read(text);
        let (from, to) = read.units(&(*sixth..text.trim_end().len()));
        remarks.push(Remark {
            place: Place::Summary,
            kind: RemarkKind::SummaryLong,
            severity: Severity::Hint,
            from,
            to,
            found: text.get(*sixth..).unwrap_or_default().trim_end().to_owned(),
            says: format!("The summary has {} sentences.", starts.len()),
            remedy: "Keep two or three; the rest has its own section.".to_owned(),
        });
    }
}

/// Where sentences begin: at the first word, and after a full stop, a question or exclamation
/// mark that is followed by a blank.
fn sentences(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut open = true;
    let mut word = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_whitespace() {
            word = at + c.len_utf8();
            continue;
        }
        if open && c.is_alphanumeric() {
            starts.push(at);
            open = false;
        }
        let ends = chars.peek().is_none_or(|(_, next)| next.is_whitespace());
        let short = text.get(word..at).unwrap_or_default().to_lowercase();
        let short = SHORT.contains(&short.trim_start_matches('(')) && c == '.';
        if matches!(c, '.' | '!' | '?' | '…' | '。') && ends && !short {
            open = true;
        }
    }
    starts
}

fn cause(p: &Postmortem, remarks: &mut Vec<Remark>) {
    let root = p.cause.root.trim();
    if root.is_empty() {
        remarks.push(missing(
            Place::RootCause,
            RemarkKind::CauseEmpty,
            "There is no root cause.",
            "Say what made it possible, apart from what set it off.",
        ));
        return;
    }
    let of = own_words(root);
    let same = [&p.trigger.prose, &p.trigger.team_said]
        .into_iter()
        .any(|trigger| {
            let known = own_words(trigger);
            let shared = of.intersection(&known).count();
            of.len() >= COMPARED && shared * 10 >= of.len() * SHARED_OF_TEN
        });
    if same {
        let text = Text::read(&p.cause.root);
        let (from, to) = text.units(&(0..p.cause.root.len()));
        remarks.push(Remark {
            place: Place::RootCause,
            kind: RemarkKind::CauseIsTrigger,
            severity: Severity::Warning,
            from,
            to,
            found: root.to_owned(),
            says: "The root cause says no more than the trigger.".to_owned(),
            remedy: "Ask why the trigger could do this: what was already there?".to_owned(),
        });
    }
}

/// The words of a sentence that mean something by themselves.
fn own_words(text: &str) -> BTreeSet<String> {
    let read = Text::read(text);
    let words = read.words.into_iter().map(|word| word.lower);
    words
        .filter(|word| !SMALL.contains(&word.as_str()))
        .collect()
}
