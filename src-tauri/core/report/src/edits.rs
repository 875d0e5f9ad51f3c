//! What people wrote, over the draft. Figures are not reached from here.

use drill::writing::{Edits, Field, Seal, Status};

use crate::postmortem::{Postmortem, TimelineRow};

/// Where a field's text stands in the model.
enum Slot<'a> {
    Text(&'a mut String),
    Maybe(&'a mut Option<String>),
    List(&'a mut Vec<String>),
}

fn slot(p: &mut Postmortem, field: Field) -> Slot<'_> {
    match field {
        Field::Incident => Slot::Text(&mut p.title.incident),
        Field::Owner => Slot::Maybe(&mut p.title.owner),
        Field::Facilitator => Slot::Text(&mut p.title.facilitator),
        Field::Summary => Slot::Text(&mut p.summary),
        Field::Impact => Slot::Text(&mut p.impact.prose),
        Field::Detection => Slot::Text(&mut p.detection.prose),
        Field::Earlier => Slot::List(&mut p.detection.earlier),
        Field::Halve => Slot::Text(&mut p.detection.halve),
        Field::Trigger => Slot::Text(&mut p.trigger.prose),
        Field::TeamSaid => Slot::Text(&mut p.trigger.team_said),
        Field::RootCause => Slot::Text(&mut p.cause.root),
        Field::Contributing => Slot::List(&mut p.cause.contributing),
        Field::Timeline => Slot::Text(&mut p.timeline_prose),
        Field::Response => Slot::Text(&mut p.response_prose),
        Field::Mitigation => Slot::List(&mut p.repair.mitigations),
        Field::Fix => Slot::List(&mut p.repair.fixes),
        Field::Validation => Slot::List(&mut p.repair.validations),
        Field::Repair => Slot::Text(&mut p.repair.prose),
        Field::Communication => Slot::List(&mut p.communication.remarks),
        Field::WentWell => Slot::List(&mut p.lessons.went_well),
        Field::WentBadly => Slot::List(&mut p.lessons.went_badly),
        Field::Lucky => Slot::List(&mut p.lessons.lucky),
        Field::Lessons => Slot::Text(&mut p.lessons.prose),
    }
}

/// A field's text as it stands, for an editor: a list has an item on each line.
#[must_use]
pub fn text(p: &mut Postmortem, field: Field) -> String {
    match slot(p, field) {
        Slot::Text(text) => text.clone(),
        Slot::Maybe(text) => text.clone().unwrap_or_default(),
        Slot::List(items) => items.join("\n"),
    }
}

/// The draft with what people wrote over it.
#[must_use]
pub fn with(
    mut draft: Postmortem,
    edits: &Edits,
    status: Status,
    seal: Option<&Seal>,
) -> Postmortem {
    for (field, text) in &edits.texts {
        match slot(&mut draft, *field) {
            Slot::Text(at) => at.clone_from(text),
            Slot::Maybe(at) => *at = Some(text.clone()).filter(|t| !t.trim().is_empty()),
            Slot::List(at) => *at = items(text),
        }
    }
    for graph in &mut draft.graphs {
        if let Some(text) = edits.captions.get(&graph.id) {
            graph.caption.clone_from(text);
        }
    }
    if let Some(items) = &edits.action_items {
        draft.action_items.clone_from(items);
    }
    let before = draft.timeline.len();
    draft.timeline.retain_mut(|row| shown(row, edits));
    draft.timeline_hidden = u32::try_from(before - draft.timeline.len()).unwrap_or(u32::MAX);
    draft.title.status = status;
    draft.title.seal = seal.cloned();
    draft
}

/// Puts what is said about a row on it; false: it is left out.
fn shown(row: &mut TimelineRow, edits: &Edits) -> bool {
    let event = row.event.and_then(|event| u32::try_from(event).ok());
    let Some(said) = event.and_then(|event| edits.rows.get(&event)) else {
        return true;
    };
    row.pinned = said.pinned;
    row.note.clone_from(&said.note);
    !said.hidden
}

/// A list's items, one on each line; a bullet before an item is taken for what it is.
pub(crate) fn items(text: &str) -> Vec<String> {
    lines(text).map(|(_, item)| item.to_owned()).collect()
}

/// Where the n-th item of a list begins in its text, in UTF-16 code units.
#[must_use]
pub fn item_at(text: &str, n: usize) -> Option<u32> {
    let (at, _) = lines(text).nth(n)?;
    u32::try_from(text[..at].encode_utf16().count()).ok()
}

/// The items of a list, each with the byte at which it begins.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split('\n').filter_map(move |line| {
        let bare = line.trim_start();
        let bare = bare
            .strip_prefix("- ")
            .or_else(|| bare.strip_prefix("* "))
            .unwrap_or(bare);
        let item = bare.trim_start();
        // Both stand in the same text.
        let at = item.as_ptr() as usize - text.as_ptr() as usize;
        let item = item.trim_end();
        (!item.is_empty()).then_some((at, item))
    })
}
