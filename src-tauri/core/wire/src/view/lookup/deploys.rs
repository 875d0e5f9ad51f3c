//! The deploys page: what was changed.

use drill::{Drill, words};

use super::table;
use crate::lookup::TableView;
use crate::parts::Tone;

pub(super) fn changes(drill: &Drill) -> TableView {
    let starts_s = drill.scenario().starts_s;
    let rows = drill.world().changes().iter().rev().map(|change| {
        let day = change.at_ms.div_euclid(86_400_000);
        let clock = words::clock(starts_s, change.at_ms);
        // The incident clock shows no date; what is older than a day says so.
        let when = if day < -1 {
            format!("{clock} ({} days ago)", -day - 1)
        } else {
            clock
        };
        let recent = change.at_ms > drill.now_ms() - 3_600_000;
        let cells = vec![when, change.component.clone(), change.text.clone()];
        (cells, if recent { Tone::Info } else { Tone::Plain })
    });
    table(
        "Deploys and changes, newest first",
        &["Time", "On", "What"],
        "Nothing was changed.",
        rows.collect(),
    )
}
