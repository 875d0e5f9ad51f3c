//! Action items: a verb first, an owner, a date that can come, something that can be finished.

use chrono::NaiveDate;

use super::text::Text;
use super::words::{ALONE, NO_VERB_ENDS, NO_VERBS, VAGUE, VERBS};
use super::{Column, Place, Remark, RemarkKind, Severity};
use crate::postmortem::{ActionItem, Postmortem};

/// Looks at each action item, and at all of them together.
pub(super) fn look(p: &Postmortem, remarks: &mut Vec<Remark>) {
    let drill = date(&p.title.date);
    let mut before: Vec<String> = Vec::new();
    for (at, item) in (0..).zip(&p.action_items) {
        title(at, item, &mut before, remarks);
        owner(at, item, remarks);
        due(at, item, drill, remarks);
    }
    if p.action_items.iter().all(|item| item.changes.is_none()) {
        remarks.push(Remark {
            place: Place::ActionItems,
            kind: RemarkKind::NothingChanges,
            severity: Severity::Hint,
            from: 0,
            to: 0,
            found: String::new(),
            says: "No action item changes a monitoring threshold, a playbook or observability."
                .to_owned(),
            remedy: "Say which of the three an action item changes, or add one that does."
                .to_owned(),
        });
    }
}

fn date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok()
}

fn title(at: u32, item: &ActionItem, before: &mut Vec<String>, remarks: &mut Vec<Remark>) {
    let text = Text::read(&item.title);
    let words: Vec<&str> = text.words.iter().map(|w| w.lower.as_str()).collect();
    let whole = words.join(" ");
    let mut add =
        |kind, severity, (from, to): (u32, u32), found: &str, says: &str, remedy: &str| {
            remarks.push(Remark {
                place: Place::ActionItem(at, Column::Title),
                kind,
                severity,
                from,
                to,
                found: found.to_owned(),
                says: says.to_owned(),
                remedy: remedy.to_owned(),
            });
        };
    let all = text.units(&(0..item.title.len()));
    match text.words.first() {
        Some(first) if no_verb(&item.title, first.at.clone(), &first.lower) => add(
            RemarkKind::NoVerb,
            Severity::Warning,
            text.units(&first.at),
            item.title.get(first.at.clone()).unwrap_or_default(),
            "The action item does not begin with a verb.",
            "Begin with what is to be done: “Add …”, “Lower …”, “Write …”.",
        ),
        None => add(
            RemarkKind::NoVerb,
            Severity::Warning,
            all,
            "",
            "The action item does not say what is to be done.",
            "Begin with what is to be done: “Add …”, “Lower …”, “Write …”.",
        ),
        Some(_) => {}
    }
    if vague(&whole, words.len()) {
        add(
            RemarkKind::Vague,
            Severity::Warning,
            all,
            &item.title,
            "Nobody can say when this is done.",
            "Name the thing that will be different, and how one can see it.",
        );
    }
    if !whole.is_empty() && before.contains(&whole) {
        add(
            RemarkKind::Duplicate,
            Severity::Warning,
            all,
            &item.title,
            "The same action item stands above.",
            "Keep one of them.",
        );
    }
    before.push(whole);
}

/// Whether a first word is surely no verb. A word that is not known gets the benefit of doubt.
fn no_verb(title: &str, at: std::ops::Range<usize>, lower: &str) -> bool {
    if VERBS.contains(&lower) {
        return false;
    }
    let word = title.get(at).unwrap_or_default();
    let acronym = word.chars().count() > 1 && !word.chars().any(char::is_lowercase);
    let ascii = lower.is_ascii();
    let third = ascii && lower.len() > 3 && lower.ends_with('s') && !lower.ends_with("ss");
    let past = ascii && lower.len() > 3 && lower.ends_with("ed") && !lower.ends_with("eed");
    let noun = lower.len() > 5 && NO_VERB_ENDS.iter().any(|end| lower.ends_with(end));
    NO_VERBS.contains(&lower) || (acronym && ascii) || third || past || (ascii && noun)
}

fn vague(whole: &str, words: usize) -> bool {
    let begins = |phrase: &&&str| {
        whole
            .strip_prefix(**phrase)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let alone = ALONE
        .iter()
        .find(begins)
        .is_some_and(|verb| words <= verb.split(' ').count() + 1);
    // A vague beginning may go on to something definite.
    let vague = VAGUE
        .iter()
        .find(begins)
        .is_some_and(|phrase| words <= phrase.split(' ').count() + 4);
    alone || vague
}

fn owner(at: u32, item: &ActionItem, remarks: &mut Vec<Remark>) {
    if item.owner.as_deref().is_some_and(|o| !o.trim().is_empty()) {
        return;
    }
    remarks.push(missing(
        Place::ActionItem(at, Column::Owner),
        RemarkKind::NoOwner,
        "Nobody will see to this action item.",
        "Name one owner.",
    ));
}

fn due(at: u32, item: &ActionItem, drill: Option<NaiveDate>, remarks: &mut Vec<Remark>) {
    let place = Place::ActionItem(at, Column::Due);
    let text = item.due.as_deref().unwrap_or_default();
    if text.trim().is_empty() {
        let says = "The action item has no date.";
        remarks.push(missing(place, RemarkKind::NoDue, says, "Set a date."));
        return;
    }
    let (kind, says, remedy) = match (date(text), drill) {
        (None, _) => (
            RemarkKind::NotADate,
            format!("“{}” is no date.", text.trim()),
            "Write it as 2026-11-24.",
        ),
        (Some(due), Some(drill)) if due < drill => (
            RemarkKind::BeforeDrill,
            format!("{due} is before the drill, which was on {drill}."),
            "Set a date after the drill.",
        ),
        _ => return,
    };
    remarks.push(Remark {
        place,
        kind,
        severity: Severity::Warning,
        from: 0,
        to: super::text::units(text, text.len()),
        found: text.to_owned(),
        says,
        remedy: remedy.to_owned(),
    });
}

/// A remark on something that is not there.
pub(super) fn missing(place: Place, kind: RemarkKind, says: &str, remedy: &str) -> Remark {
    Remark {
        place,
        kind,
        severity: Severity::Warning,
        from: 0,
        to: 0,
        found: String::new(),
        says: says.to_owned(),
        remedy: remedy.to_owned(),
    }
}
