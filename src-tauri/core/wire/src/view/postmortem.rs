//! The postmortem for the console's editor.

use drill::Drill;
use drill::writing::{Edits, Field, Seal, Status, Version};
use report::document::Block;
use report::{Postmortem, inline, sections, text, with};

use super::parts::ms;
use super::remarks;
use crate::postmortem::{
    CaptionView, FieldView, PostmortemView, RemarkView, SealView, SectionView, TimelineRowView,
    VersionView, WritingView,
};

/// Where the postmortem stands.
pub fn writing(drill: &Drill) -> WritingView {
    let writing = &drill.state().writing;
    WritingView {
        status: writing.status,
        versions: u32::try_from(writing.versions.len()).unwrap_or(u32::MAX),
        unkept: writing.unkept(),
        surveys: u32::try_from(writing.surveys.len()).unwrap_or(u32::MAX),
        revealed: writing.revealed,
    }
}

/// The postmortem over its draft, as it stands or as it was in a version. None: no such version.
pub fn postmortem(
    drill: &Drill,
    draft: &Postmortem,
    version: Option<u32>,
) -> Option<PostmortemView> {
    let writing = &drill.state().writing;
    let old: Option<&Version> = match version {
        Some(number) => Some(writing.versions.iter().find(|v| v.number == number)?),
        None => None,
    };
    let edits = old.map_or(&writing.edits, |v| &v.edits);
    let status = old.map_or(writing.status, |v| v.status);
    let seal = writing.seal.as_ref().filter(|_| old.is_none());
    let mut stands = with(draft.clone(), edits, status, seal);
    let mut drafted = draft.clone();
    let printed = sections(&stands);
    Some(PostmortemView {
        drill: drill.state().head.drill.clone(),
        incident: stands.title.incident.clone(),
        status,
        version,
        open: old.is_none() && status != Status::Final,
        unkept: writing.unkept(),
        edited_ms: writing.edited_ms.map(|at| at as f64),
        seal: seal.map(|seal| seal_view(drill, seal, edits)),
        sections: printed
            .into_iter()
            .map(|section| SectionView {
                fields: Field::ALL
                    .into_iter()
                    .filter(|field| section_of(*field) == section.id)
                    .map(|field| FieldView {
                        field,
                        holds: field.holds(),
                        title: field.title().to_owned(),
                        text: text(&mut stands, field),
                        drafted: text(&mut drafted, field),
                        edited: edits.texts.contains_key(&field),
                    })
                    .collect(),
                id: section.id,
                title: section.title,
                blocks: section.blocks,
            })
            .collect(),
        rows: rows(draft, edits),
        captions: stands
            .graphs
            .iter()
            .map(|graph| CaptionView {
                graph: graph.id.clone(),
                title: graph.title.clone(),
                text: graph.caption.clone(),
            })
            .collect(),
        action_items_edited: edits.action_items.is_some(),
        remarks: remarks::remarks(&mut stands, edits),
        action_items: stands.action_items,
        versions: writing.versions.iter().rev().map(version_view).collect(),
    })
}

/// A field's text as it will be printed, and what there is to say about it.
pub fn preview(draft: &Postmortem, field: Field, text: &str) -> (Vec<Block>, Vec<RemarkView>) {
    (
        report::preview(field, text),
        remarks::of_field(draft, field, text),
    )
}

fn version_view(version: &Version) -> VersionView {
    VersionView {
        number: version.number,
        wall_ms: version.wall_ms as f64,
        says: version.says.clone(),
        status: version.status,
    }
}

fn seal_view(drill: &Drill, seal: &Seal, edits: &Edits) -> SealView {
    SealView {
        at: report::sealed_at(seal),
        events: seal.events,
        record: seal.record.clone(),
        text: seal.text.clone(),
        holds: seal.holds(drill.events(), edits),
    }
}

fn rows(draft: &Postmortem, edits: &Edits) -> Vec<TimelineRowView> {
    let rows = draft.timeline.iter().filter_map(|row| {
        let event = u32::try_from(row.event?).ok()?;
        let said = edits.rows.get(&event).cloned().unwrap_or_default();
        Some(TimelineRowView {
            event,
            at_ms: ms(row.at_ms),
            clock: row.clock.clone(),
            who: row.who.clone(),
            kind: row.kind.word().to_owned(),
            text: inline(&row.text),
            harmful: row.harmful,
            hidden: said.hidden,
            pinned: said.pinned,
            note: said.note,
        })
    });
    rows.collect()
}

/// The section that a field is written in.
pub(crate) fn section_of(field: Field) -> &'static str {
    match field {
        Field::Incident | Field::Owner | Field::Facilitator => "title",
        Field::Summary => "summary",
        Field::Impact => "impact",
        Field::Detection | Field::Earlier | Field::Halve => "detection",
        Field::Trigger | Field::TeamSaid => "trigger",
        Field::RootCause | Field::Contributing => "root-cause",
        Field::Timeline => "timeline",
        Field::Response => "response",
        Field::Mitigation | Field::Fix | Field::Validation | Field::Repair => "repair",
        Field::Communication => "communication",
        Field::WentWell | Field::WentBadly | Field::Lucky | Field::Lessons => "lessons",
    }
}
