//! The timeline of the record, as the postmortem tells it.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod small;

use drill::Command;
use scenario::Mark;
use small::{MINUTE, did, played, severity};

#[test]
fn an_observers_note_stands_at_its_moment_and_without_a_name() {
    let steps = vec![did("02:00", "bridge", severity(1))];
    let mut drill = played(steps, "10:00");
    let note = Command::Observe {
        text: "They asked twice.".to_owned(),
        mark: Some(Mark::Good),
        at_ms: Some(90_000),
        by: Some("Rosa".to_owned()),
    };
    // Written after ENDEX, about a moment in the drill.
    drill.command(&note, 0).unwrap();
    let rows = report::draft(&drill, "2026-11-30").timeline;
    let at = rows
        .iter()
        .position(|row| row.text == "They asked twice.")
        .expect("it is told");
    assert_eq!(rows[at].at_ms, 3 * MINUTE / 2);
    assert_eq!(rows[at].who, "Observer");
    assert!(rows[at].clock.ends_with(":01:30"), "{}", rows[at].clock);
    assert!(rows.is_sorted_by_key(|row| row.at_ms));
    assert!(rows.iter().all(|row| !row.who.contains("Rosa")));
}
