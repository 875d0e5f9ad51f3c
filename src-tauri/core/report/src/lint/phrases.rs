//! Words of blame and of hindsight.

use std::ops::Range;

use super::fields::Field;
use super::text::Text;
use super::words::{BLAME, HINDSIGHT, MAYBE_HINDSIGHT, Phrase};
use super::{Place, Remark, RemarkKind, Severity};

/// Adds a remark for each word of blame or hindsight, in order.
pub(super) fn find(field: &Field<'_>, text: &Text<'_>, remarks: &mut Vec<Remark>) {
    let mut found = Vec::new();
    search(
        text,
        BLAME,
        RemarkKind::Blame,
        Severity::Warning,
        &mut found,
    );
    // These two ask what could have been.
    if !matches!(field.place, Place::Earlier(_) | Place::Halve) {
        let row = matches!(field.place, Place::Row(_));
        let maybe = if row {
            Severity::Warning
        } else {
            Severity::Hint
        };
        let kind = RemarkKind::Counterfactual;
        search(text, HINDSIGHT, kind, Severity::Warning, &mut found);
        // Beside an act stands what would have been without it: that was simulated, not supposed.
        if !field.measured {
            search(text, MAYBE_HINDSIGHT, kind, maybe, &mut found);
        }
    }
    found.sort_by_key(|(at, ..): &Found| at.start);
    remarks.extend(found.into_iter().map(|(at, kind, severity, remedy)| {
        let (from, to) = text.units(&at);
        let words = text.source.get(at).unwrap_or_default().to_owned();
        let says = match kind {
            RemarkKind::Blame => format!("“{words}” makes a person the cause."),
            _ => format!("“{words}” tells what did not happen, with what is known now."),
        };
        Remark {
            place: field.place.clone(),
            kind,
            severity,
            from,
            to,
            found: words,
            says,
            remedy: remedy.to_owned(),
        }
    }));
}

type Found = (Range<usize>, RemarkKind, Severity, &'static str);

fn search(
    text: &Text<'_>,
    phrases: &'static [Phrase],
    kind: RemarkKind,
    severity: Severity,
    found: &mut Vec<Found>,
) {
    for (phrase, remedy) in phrases {
        let places = text.phrase(phrase).into_iter();
        let said = places.filter(|(_, quoted)| !quoted);
        found.extend(said.map(|(at, _)| (at, kind, severity, *remedy)));
    }
}
