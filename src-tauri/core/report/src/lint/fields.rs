//! The fields that people write or quote, in reading order.

use std::collections::BTreeSet;

use super::{Column, Place};
use crate::postmortem::{Postmortem, RowKind};

/// A field and its text.
pub(super) struct Field<'a> {
    pub place: Place,
    pub text: &'a str,
    /// It holds what an act did, measured against the same drill without it.
    pub measured: bool,
}

/// All that are read for words. The role board is the place for names, and an owner is a name.
pub(super) fn fields(p: &Postmortem) -> Vec<Field<'_>> {
    let mut all = Vec::new();
    let mut one = |place: Place, text| {
        all.push(Field {
            place,
            text,
            measured: false,
        });
    };
    one(Place::Summary, p.summary.as_str());
    one(Place::Impact, &p.impact.prose);
    one(Place::Detection, &p.detection.prose);
    each(&p.detection.earlier, Place::Earlier, &mut one);
    one(Place::Halve, &p.detection.halve);
    one(Place::Trigger, &p.trigger.prose);
    one(Place::TriggerTeam, &p.trigger.team_said);
    one(Place::RootCause, &p.cause.root);
    each(&p.cause.contributing, Place::Contributing, &mut one);
    let hypotheses = p.cause.hypotheses.iter().map(|h| &h.text);
    each(hypotheses, Place::Hypothesis, &mut one);
    one(Place::Timeline, &p.timeline_prose);
    for row in &p.timeline {
        if let Some(event) = row.event {
            one(Place::Row(event), &row.text);
            one(Place::Note(event), &row.note);
        }
    }
    for graph in &p.graphs {
        one(Place::Caption(graph.id.clone()), &graph.caption);
    }
    one(Place::Response, &p.response_prose);
    one(Place::Repair, &p.repair.prose);
    each(&p.repair.mitigations, Place::Mitigation, &mut one);
    each(&p.repair.fixes, Place::Fix, &mut one);
    each(&p.repair.validations, Place::Validation, &mut one);
    let updates = p.communication.updates.iter().map(|u| &u.text);
    each(updates, Place::Update, &mut one);
    each(&p.communication.remarks, Place::Communication, &mut one);
    one(Place::Lessons, &p.lessons.prose);
    each(&p.lessons.went_well, Place::WentWell, &mut one);
    each(&p.lessons.went_badly, Place::WentBadly, &mut one);
    each(&p.lessons.lucky, Place::Lucky, &mut one);
    let titles = p.action_items.iter().map(|item| &item.title);
    each(titles, |n| Place::ActionItem(n, Column::Title), &mut one);
    let evidence = p.evidence.iter().map(|e| &e.title);
    each(evidence, Place::Evidence, &mut one);
    let acts = p.timeline.iter().filter(|row| row.kind == RowKind::Act);
    let acts: BTreeSet<u64> = acts.filter_map(|row| row.event).collect();
    for field in &mut all {
        field.measured = matches!(field.place, Place::Row(event) if acts.contains(&event));
    }
    all.retain(|field| !field.text.trim().is_empty());
    all
}

fn each<'a>(
    texts: impl IntoIterator<Item = &'a String>,
    place: impl Fn(u32) -> Place,
    one: &mut impl FnMut(Place, &'a str),
) {
    for (at, text) in (0..).zip(texts) {
        one(place(at), text);
    }
}
