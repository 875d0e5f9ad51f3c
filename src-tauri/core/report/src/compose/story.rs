//! Trigger, cause, harmful acts, timeline: what happened and why.

use super::{Composer, bullets_or, evidence_id, heading, line_or, note, prose_or, row_id};
use crate::clean::clean_line;
use crate::document::{Block, Column, Row, Span, Table, Tone};
use crate::postmortem::{HypothesisState, RowKind, TimelineRow};
use crate::prose;

impl Composer<'_> {
    pub(super) fn trigger(&self, blocks: &mut Vec<Block>) {
        let t = &self.p.trigger;
        blocks.push(heading(1, "trigger", "Trigger"));
        prose_or(blocks, &t.prose, "The trigger was not recorded.");
        if !t.team_said.trim().is_empty() {
            blocks.push(heading(2, "trigger-team", "What the team took it for"));
            prose_or(blocks, &t.team_said, "");
        }
    }

    pub(super) fn cause(&self, blocks: &mut Vec<Block>) {
        let c = &self.p.cause;
        blocks.push(heading(1, "root-cause", "Root cause"));
        prose_or(blocks, &c.root, "The root cause has not been written down.");
        blocks.push(heading(2, "contributing", "Contributing factors"));
        bullets_or(
            blocks,
            &c.contributing,
            "No contributing factors have been written down.",
        );
        blocks.push(heading(2, "hypotheses", "Hypotheses on the way"));
        if c.hypotheses.is_empty() {
            blocks.push(note("No hypothesis was written down during the drill."));
            return;
        }
        let rows = c.hypotheses.iter().map(|h| Row {
            cells: vec![
                self.clock_or(Some(h.at_ms), ""),
                line_or(&h.role, "unknown"),
                prose::inline(&h.text),
                vec![match h.state {
                    HypothesisState::Confirmed => Span::verdict("confirmed", Tone::Good),
                    HypothesisState::Refuted => Span::plain("refuted"),
                    HypothesisState::Open => Span::tone("open", Tone::Muted),
                }],
                self.clock_or(h.settled_ms, ""),
            ],
            ..Row::default()
        });
        blocks.push(Block::Table(Table {
            columns: vec![
                Column::fit("Raised"),
                Column::fit("Role"),
                Column::share("Hypothesis", 1.0),
                Column::fit("State"),
                Column::fit("Settled"),
            ],
            rows: rows.collect(),
        }));
    }

    pub(super) fn harmful_acts(&self, blocks: &mut Vec<Block>) {
        blocks.push(heading(2, "made-worse", "Acts that did harm"));
        if self.p.harmful_acts.is_empty() {
            blocks.push(note(
                "No act during the response did harm, measured against the same drill without it.",
            ));
            return;
        }
        let rows = self.p.harmful_acts.iter().map(|a| Row {
            cells: vec![
                self.clock_link(a.at_ms, a.event),
                line_or(&a.role, "unknown"),
                prose::inline(&a.text),
                prose::inline(&a.effect),
            ],
            ..Row::default()
        });
        blocks.push(Block::Table(Table {
            columns: vec![
                Column::fit("Time"),
                Column::fit("Role"),
                Column::share("Act", 1.0),
                Column::share("Effect", 1.0),
            ],
            rows: rows.collect(),
        }));
    }

    pub(super) fn timeline(&self, blocks: &mut Vec<Block>) {
        blocks.push(heading(1, "timeline", "Timeline"));
        if self.p.timeline.is_empty() {
            blocks.push(note("Nothing was recorded."));
            return;
        }
        prose_or(blocks, &self.p.timeline_prose, "");
        self.decisive(blocks);
        match self.p.timeline_hidden {
            0 => {}
            1 => blocks.push(note("One row of the record is left out here.")),
            n => blocks.push(note(format!("{n} rows of the record are left out here."))),
        }
        blocks.push(Block::Table(Table {
            columns: vec![
                Column::fit("Time"),
                Column::fit("Who"),
                Column::fit("Kind"),
                Column::share("What", 1.0),
            ],
            rows: self
                .p
                .timeline
                .iter()
                .map(|r| self.timeline_row(r))
                .collect(),
        }));
    }

    /// The rows that people pinned, with what they say about them.
    fn decisive(&self, blocks: &mut Vec<Block>) {
        let pinned: Vec<&TimelineRow> = self.p.timeline.iter().filter(|r| r.pinned).collect();
        if pinned.is_empty() {
            return;
        }
        blocks.push(heading(2, "decisive", "What decided the night"));
        let rows = pinned.into_iter().map(|r| {
            let mut what = prose::inline(&r.text);
            annotation(&mut what, &r.note);
            Row {
                cells: vec![self.clock_link(r.at_ms, r.event), line_or(&r.who, ""), what],
                ..Row::default()
            }
        });
        blocks.push(Block::Table(Table {
            columns: vec![
                Column::fit("Time"),
                Column::fit("Who"),
                Column::share("What", 1.0),
            ],
            rows: rows.collect(),
        }));
        blocks.push(heading(2, "all-rows", "The whole night"));
    }

    fn timeline_row(&self, r: &TimelineRow) -> Row {
        let clock = clean_line(&r.clock);
        let mut what = prose::inline(&r.text);
        if r.harmful {
            what.push(Span::verdict(" did harm", Tone::Bad));
        }
        if r.pinned {
            what.push(Span::verdict(" decisive", Tone::Act));
        }
        if let Some(number) = r.event.and_then(|e| self.evidence.get(&e)) {
            what.push(Span::plain(" "));
            what.push(Span::inside(
                format!("evidence {number}"),
                evidence_id(*number),
            ));
        }
        annotation(&mut what, &r.note);
        Row {
            cells: vec![
                vec![Span::plain(if clock.is_empty() {
                    self.clock(r.at_ms)
                } else {
                    clock
                })],
                line_or(&r.who, ""),
                vec![Span::tone(r.kind.word(), kind_tone(r.kind))],
                what,
            ],
            id: r.event.map(row_id),
            tone: if r.harmful { Tone::Bad } else { Tone::Plain },
        }
    }
}

/// What people say about a row, on a line of its own under it.
fn annotation(what: &mut Vec<Span>, text: &str) {
    let spans = prose::inline(text);
    if spans.is_empty() {
        return;
    }
    what.push(Span::plain("\n"));
    what.push(Span::tone("Note: ", Tone::Muted));
    what.extend(spans.into_iter().map(|span| Span {
        italic: true,
        ..span
    }));
}

fn kind_tone(kind: RowKind) -> Tone {
    match kind {
        RowKind::Inject => Tone::Inject,
        RowKind::Alert | RowKind::Severity => Tone::Alert,
        RowKind::Act | RowKind::Check => Tone::Act,
        RowKind::Update | RowKind::Notice | RowKind::Message => Tone::Talk,
        RowKind::Hypothesis => Tone::Think,
        RowKind::Look | RowKind::Note | RowKind::System => Tone::Muted,
    }
}
