//! What people write over the draft: what it reaches, and what it cannot.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod fixture;

use std::collections::BTreeMap;

use drill::writing::{ActionItem, Edits, Field, Holds, RowEdit, Seal, Status};
use report::document::Block;
use report::{Postmortem, markdown, preview, sections, text, with};

fn over(edits: &Edits) -> Postmortem {
    with(fixture::outage(), edits, Status::Draft, None)
}

#[test]
fn every_field_takes_its_text_and_shows_it() {
    for field in Field::ALL {
        let written = match field.holds() {
            Holds::List => "one of zebra\ntwo of zebra".to_owned(),
            _ => "a line of zebra".to_owned(),
        };
        let edits = Edits {
            texts: BTreeMap::from([(field, written.clone())]),
            ..Edits::default()
        };
        let mut p = over(&edits);
        assert_eq!(text(&mut p, field), written, "{field:?}");
        assert!(markdown(&p).contains("zebra"), "{field:?} is not printed");
        let bare: Vec<Block> = preview(field, &written);
        assert!(!bare.is_empty(), "{field:?} has no preview");
    }
}

#[test]
fn no_edit_reaches_a_figure() {
    let all = Edits {
        texts: Field::ALL.map(|field| (field, "changed".to_owned())).into(),
        action_items: Some(vec![ActionItem::default()]),
        ..Edits::default()
    };
    let (before, after) = (fixture::outage(), over(&all));
    assert_eq!(before.key_times, after.key_times);
    assert_eq!(before.expectations, after.expectations);
    assert_eq!(before.communication.updates, after.communication.updates);
    assert_eq!(before.timeline, after.timeline);
    assert_eq!(before.evidence, after.evidence);
    let figures = |p: &Postmortem| report::postmortem::Impact {
        prose: String::new(),
        ..p.impact.clone()
    };
    assert_eq!(figures(&before), figures(&after));
}

#[test]
fn rows_are_hidden_annotated_and_pinned_and_the_document_says_so() {
    let row = |hidden, pinned, note: &str| RowEdit {
        hidden,
        pinned,
        note: note.to_owned(),
    };
    let edits = Edits {
        rows: BTreeMap::from([
            (104, row(true, false, "")),
            (110, row(false, true, "the *zebra* moment")),
        ]),
        ..Edits::default()
    };
    let p = over(&edits);
    assert_eq!(p.timeline.len() + 1, fixture::outage().timeline.len());
    assert_eq!(p.timeline_hidden, 1);
    let text = markdown(&p);
    assert!(text.contains("One row of the record is left out here."));
    assert!(text.contains("What decided the night"));
    assert_eq!(
        text.matches("zebra").count(),
        2,
        "above the table and in it"
    );
}

#[test]
fn a_list_keeps_its_items_whatever_bullets_they_had() {
    let edits = Edits {
        texts: BTreeMap::from([(Field::Lucky, "- a\n\n* b\n  c - d  \n".to_owned())]),
        ..Edits::default()
    };
    assert_eq!(over(&edits).lessons.lucky, ["a", "b", "c - d"]);
}

#[test]
fn a_final_document_prints_its_seal_in_full() {
    let seal = Seal {
        wall_ms: 1_795_500_000_000,
        events: 1_234,
        record: "ab".repeat(32),
        text: "cd".repeat(32),
    };
    let p = with(
        fixture::outage(),
        &Edits::default(),
        Status::Final,
        Some(&seal),
    );
    let text = markdown(&p);
    for wanted in [
        seal.record.as_str(),
        &seal.text,
        "1,234 events",
        "2026-11-24",
    ] {
        assert!(text.contains(wanted), "{wanted}");
    }
}

#[test]
fn sections_are_the_document() {
    let p = fixture::outage();
    let ids: Vec<String> = sections(&p).into_iter().map(|s| s.id).collect();
    assert_eq!(ids[..3], ["title", "summary", "impact"]);
    assert_eq!(ids.last().unwrap(), "evidence");
    assert!(sections(&p).iter().all(|s| !s.blocks.is_empty()), "{ids:?}");
}
