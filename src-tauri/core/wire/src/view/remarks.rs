//! What there is to say about the text of a postmortem, and where in the editor it stands.

use std::collections::BTreeMap;

use drill::writing::{Edits, Field, Holds, Status};
use report::lint::{Place, Remark, Severity, lint};
use report::{Postmortem, item_at, text, with};

use super::postmortem::section_of;
use crate::postmortem::RemarkView;

/// All remarks on a postmortem as it stands.
pub(super) fn remarks(stands: &mut Postmortem, edits: &Edits) -> Vec<RemarkView> {
    let found = lint(stands);
    found
        .into_iter()
        .map(|remark| view(stands, edits, remark))
        .collect()
}

/// The remarks on a field, had it this text.
pub(super) fn of_field(draft: &Postmortem, field: Field, text: &str) -> Vec<RemarkView> {
    let alone = Postmortem {
        title: draft.title.clone(),
        role_board: draft.role_board.clone(),
        trigger: draft.trigger.clone(),
        cause: draft.cause.clone(),
        ..Postmortem::default()
    };
    let edits = Edits {
        texts: BTreeMap::from([(field, text.to_owned())]),
        ..Edits::default()
    };
    let mut alone = with(alone, &edits, Status::Draft, None);
    let all = remarks(&mut alone, &edits);
    all.into_iter()
        .filter(|remark| remark.field == Some(field))
        .collect()
}

/// Where a place is in the editor: section, field, item of its list.
fn field_of(place: &Place) -> Option<(Field, u32)> {
    Some(match place {
        Place::Summary => (Field::Summary, 0),
        Place::Impact => (Field::Impact, 0),
        Place::Detection => (Field::Detection, 0),
        Place::Earlier(n) => (Field::Earlier, *n),
        Place::Halve => (Field::Halve, 0),
        Place::Trigger => (Field::Trigger, 0),
        Place::TriggerTeam => (Field::TeamSaid, 0),
        Place::RootCause => (Field::RootCause, 0),
        Place::Contributing(n) => (Field::Contributing, *n),
        Place::Repair => (Field::Repair, 0),
        Place::Mitigation(n) => (Field::Mitigation, *n),
        Place::Fix(n) => (Field::Fix, *n),
        Place::Validation(n) => (Field::Validation, *n),
        Place::Communication(n) => (Field::Communication, *n),
        Place::Lessons => (Field::Lessons, 0),
        Place::WentWell(n) => (Field::WentWell, *n),
        Place::WentBadly(n) => (Field::WentBadly, *n),
        Place::Lucky(n) => (Field::Lucky, *n),
        Place::LuckyList => (Field::Lucky, 0),
        Place::Timeline => (Field::Timeline, 0),
        Place::Response => (Field::Response, 0),
        Place::Hypothesis(_)
        | Place::Update(_)
        | Place::Row(_)
        | Place::Note(_)
        | Place::Caption(_)
        | Place::Evidence(_)
        | Place::ActionItem(..)
        | Place::ActionItems => return None,
    })
}

fn view(stands: &mut Postmortem, edits: &Edits, remark: Remark) -> RemarkView {
    let field = field_of(&remark.place);
    let section = match (&remark.place, field) {
        (_, Some((field, _))) => section_of(field),
        (Place::Hypothesis(_), _) => "root-cause",
        (Place::Update(_), _) => "communication",
        (Place::Row(_) | Place::Note(_), _) => "timeline",
        (Place::Caption(_), _) => "graphs",
        (Place::Evidence(_), _) => "evidence",
        _ => "action-items",
    };
    // The text in the editor has the items before this one as well.
    let ahead = match field {
        Some((field, n)) if field.holds() == Holds::List => {
            let typed = edits.texts.get(&field).cloned();
            let whole = typed.unwrap_or_else(|| text(stands, field));
            item_at(&whole, n as usize).unwrap_or(0)
        }
        _ => 0,
    };
    let shift = |at: u32| {
        if remark.from == remark.to {
            0
        } else {
            at + ahead
        }
    };
    RemarkView {
        section: section.to_owned(),
        field: field.map(|(field, _)| field),
        row: match remark.place {
            Place::Row(event) | Place::Note(event) => u32::try_from(event).ok(),
            _ => None,
        },
        graph: match &remark.place {
            Place::Caption(graph) => Some(graph.clone()),
            _ => None,
        },
        item: match remark.place {
            Place::ActionItem(n, _) => Some(n),
            _ => None,
        },
        warning: remark.severity == Severity::Warning,
        from: shift(remark.from),
        to: shift(remark.to),
        found: remark.found,
        says: remark.says,
        remedy: remark.remedy,
    }
}
