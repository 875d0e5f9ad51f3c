//! The first page: title, particulars, tiles, summary, contents.

use chrono::DateTime;

use super::{Composer, heading, line_or, or, prose_or};
use crate::clean::clean_line;
use crate::document::{Block, Span, Tile, Tone};
use crate::postmortem::{Measure, Postmortem, Seal, TitleBlock};
use crate::time;

impl Composer<'_> {
    pub(super) fn front(&self, blocks: &mut Vec<Block>) {
        let t = &self.p.title;
        blocks.push(Block::Title {
            kicker: "Postmortem".to_owned(),
            text: or(&clean_line(&t.incident), "Untitled incident"),
            subtitle: subtitle(t),
        });
        blocks.push(Block::KeyValue(particulars(t)));
        blocks.push(Block::Tiles(self.tiles()));
        blocks.push(heading(1, "summary", "Summary"));
        prose_or(blocks, &self.p.summary, "No summary has been written.");
        if let Some(of) = &t.seal {
            seal(blocks, of);
        }
        blocks.push(Block::Contents);
        blocks.push(Block::PageBreak);
    }

    fn tiles(&self) -> Vec<Tile> {
        let impact = &self.p.impact;
        let share = match (impact.requests_failed, impact.requests_total) {
            (Some(failed), Some(total)) if total > 0 => {
                format!(
                    "{} % of all",
                    time::value(100.0 * failed as f64 / total as f64)
                )
            }
            _ => String::new(),
        };
        vec![
            Tile {
                label: "Users felt it for".to_owned(),
                value: impact.duration_ms.map_or_else(not_recorded, time::duration),
                note: match impact.users_affected {
                    Some(n) => format!("{} users", time::count(n)),
                    None => String::new(),
                },
                tone: Tone::Plain,
            },
            Tile {
                label: "Requests failed".to_owned(),
                value: impact
                    .requests_failed
                    .map_or_else(not_recorded, time::count),
                note: share,
                tone: Tone::Plain,
            },
            measure_tile("Time to detect", self.p.key_times.ttd),
            measure_tile("Time to resolve", self.p.key_times.ttr),
        ]
    }
}

fn not_recorded() -> String {
    "not recorded".to_owned()
}

fn measure_tile(label: &str, measure: Measure) -> Tile {
    let (note, tone) = match (measure.target_ms, measure.met()) {
        (Some(target), Some(true)) => (
            format!("target {}, met", time::duration(target)),
            Tone::Good,
        ),
        (Some(target), _) => (
            format!("target {}, missed", time::duration(target)),
            Tone::Bad,
        ),
        (None, _) => ("no target set".to_owned(), Tone::Plain),
    };
    Tile {
        label: label.to_owned(),
        value: measure
            .value_ms
            .map_or_else(|| "not reached".to_owned(), time::span),
        note,
        tone,
    }
}

fn drill_name(t: &TitleBlock) -> String {
    match t.drill_number {
        Some(n) => format!("Drill {n}"),
        None => "Drill".to_owned(),
    }
}

fn subtitle(t: &TitleBlock) -> String {
    let mut parts = vec![drill_name(t)];
    parts.extend(
        [clean_line(&t.date), clean_line(&t.team)]
            .into_iter()
            .filter(|s| !s.is_empty()),
    );
    parts.push(or(&clean_line(&t.severity), "no severity declared"));
    parts.join(" · ")
}

fn particulars(t: &TitleBlock) -> Vec<(String, Vec<Span>)> {
    let pair = |label: &str, spans: Vec<Span>| (label.to_owned(), spans);
    let mut pairs = vec![
        pair("Status", vec![Span::plain(t.status.word())]),
        pair("Scenario", line_or(&t.scenario, "not recorded")),
        pair(
            "Owner",
            line_or(t.owner.as_deref().unwrap_or(""), "not assigned"),
        ),
        pair(
            "Facilitator",
            line_or(&t.facilitator, "none: the drill ran unattended"),
        ),
        pair("Drill", line_or(&t.drill_id, "not recorded")),
        pair("Seed", vec![Span::plain(t.seed.to_string())]),
        pair(
            "STARTEX",
            vec![Span::plain(time::clock(t.starts_s_of_day, 0))],
        ),
        pair("Record", line_or(&short(&t.record_hash), "no hash")),
    ];
    if let Some(seal) = &t.seal {
        pairs.push(pair("Sealed", vec![Span::plain(sealed_at(seal))]));
    }
    pairs
}

/// When a final document was sealed, to the minute.
#[must_use]
pub fn sealed_at(seal: &Seal) -> String {
    DateTime::from_timestamp_millis(seal.wall_ms).map_or_else(
        || "at an unknown time".to_owned(),
        |at| at.format("%Y-%m-%d %H:%M UTC").to_string(),
    )
}

/// The seal of a final document, in full.
fn seal(blocks: &mut Vec<Block>, seal: &Seal) {
    let hash = |text: &str| {
        vec![Span {
            text: text.to_owned(),
            code: true,
            ..Span::default()
        }]
    };
    blocks.push(Block::Note(vec![Span::plain(format!(
        "This document is final. It was sealed at {} over the {} events of the record and over what \
         people wrote. Whoever has the drill's record can compute both again (SHA-256).",
        sealed_at(seal),
        time::count(u64::from(seal.events)),
    ))]));
    blocks.push(Block::KeyValue(vec![
        ("Record".to_owned(), hash(&seal.record)),
        ("Text".to_owned(), hash(&seal.text)),
    ]));
}

fn short(hash: &str) -> String {
    clean_line(hash).chars().take(16).collect()
}

/// What stands at the foot of every page, so that a loose sheet can be traced.
pub(super) fn foot(p: &Postmortem) -> String {
    let mut parts = vec![drill_name(&p.title)];
    let (date, hash) = (clean_line(&p.title.date), short(&p.title.record_hash));
    if !date.is_empty() {
        parts.push(date);
    }
    if !hash.is_empty() {
        parts.push(format!("record {hash}"));
    }
    parts.join(" · ")
}
