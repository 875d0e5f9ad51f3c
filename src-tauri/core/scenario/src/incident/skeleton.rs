//! A timeline as the run sheet of a new scenario.

use super::{Entry, Timeline};
use crate::edit::Written;
use crate::limits;
use crate::start::Start;

/// What the skeleton is called, and plays on, filled with what the timeline says. It lasts ten
/// minutes beyond the last entry, in steps of five, and twenty at least.
#[must_use]
pub fn skeleton(id: &str, system: &str, timeline: &Timeline) -> Start {
    let last_s = timeline.entries.last().map_or(0, |entry| entry.at_s);
    let minutes = (last_s + 600).div_ceil(300) * 5;
    Start {
        starts_s: timeline.starts_s,
        minutes: minutes.clamp(20, limits::LENGTH_MS / 60_000),
        happens: happens(&timeline.entries),
        ..Start::new(id, system)
    }
}

/// The injects.
fn happens(entries: &[Entry]) -> String {
    let mut text = String::from(
        "# What happened that night. TODO, for each: what somebody said, wrote or was paged with is a\n\
         # `message = { from = \"…\", to = \"bridge\", channel = \"chat\", text = \"…\" }`; what the system did is\n\
         # a `fault`; what the team did is an [[expect]]; what nobody knew then, take out.\n\n",
    );
    for (at, entry) in entries.iter().enumerate() {
        let title = cut(&entry.what, limits::TITLE);
        let note = cut(&entry.what, limits::TEXT);
        text.push_str(&format!(
            "[[inject]]              # TODO\nid    = \"event-{}\"\nat    = {}\ntitle = {}\nnote  = {}\n\n",
            at + 1,
            toml(&time(entry.at_s)),
            toml(&title),
            toml(&note)
        ));
    }
    text
}

/// As a run sheet has it: "04:30", "1h04m30s" from an hour on.
fn time(seconds: u32) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours == 0 {
        format!("{minutes:02}:{seconds:02}")
    } else {
        format!("{hours}h{minutes:02}m{seconds:02}s")
    }
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most - 1).collect();
    format!("{}…", cut.trim_end())
}

fn toml(text: &str) -> String {
    Written::Text(text.to_owned()).to_toml()
}
