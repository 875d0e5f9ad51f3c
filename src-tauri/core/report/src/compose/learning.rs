//! Lessons, what-ifs, action items, evidence.

use super::{Composer, bullets_or, evidence_id, heading, line_or, note, prose_or, row_id};
use crate::clean::clean;
use crate::document::{Block, Column, Row, Span, Table, Tone};
use crate::postmortem::Evidence;
use crate::{prose, time};

impl Composer<'_> {
    pub(super) fn lessons(&self, blocks: &mut Vec<Block>) {
        let l = &self.p.lessons;
        blocks.push(heading(1, "lessons", "Lessons"));
        prose_or(blocks, &l.prose, "");
        blocks.push(heading(2, "went-well", "What went well"));
        bullets_or(blocks, &l.went_well, "Nothing has been written down.");
        blocks.push(heading(2, "went-badly", "What went badly"));
        bullets_or(blocks, &l.went_badly, "Nothing has been written down.");
        blocks.push(heading(2, "lucky", "Where we got lucky"));
        bullets_or(blocks, &l.lucky, "Nothing has been written down.");
        self.answers(blocks);
    }

    /// What people answered after the drill, which nobody edits.
    fn answers(&self, blocks: &mut Vec<Block>) {
        let answers = &self.p.lessons.answers;
        if answers.is_empty() {
            return;
        }
        blocks.push(heading(2, "answers", "Asked after the drill"));
        let rows = answers.iter().map(|answer| Row {
            cells: vec![
                line_or(&answer.role, "without a role"),
                line_or(&answer.helped, "–"),
                line_or(&answer.hindered, "–"),
                line_or(&answer.change, "–"),
            ],
            ..Row::default()
        });
        blocks.push(Block::Table(Table {
            columns: vec![
                Column::fit("Who"),
                Column::share("What helped", 1.0),
                Column::share("What hindered", 1.0),
                Column::share("What should change", 1.0),
            ],
            rows: rows.collect(),
        }));
    }

    pub(super) fn what_ifs(&self, blocks: &mut Vec<Block>) {
        blocks.push(heading(1, "what-ifs", "What-ifs"));
        if self.p.what_ifs.is_empty() {
            blocks.push(note(
                "No act on the system was measured against the same drill without it.",
            ));
            return;
        }
        blocks.push(note(
            "Second runs of the same simulation over the minutes after an act, without that act. \
             Everything else, the chances included, is the same.",
        ));
        let timed = self.p.what_ifs.iter().any(|w| w.duration_ms.is_some());
        let length = |ms: Option<i64>| {
            vec![match ms {
                Some(ms) => Span::plain(time::duration(ms)),
                None => Span::tone("not known", Tone::Muted),
            }]
        };
        let rows = self.p.what_ifs.iter().map(|w| {
            let mut cells = vec![
                w.at_ms
                    .map(|at| self.clock_link(at, w.event))
                    .unwrap_or_default(),
                prose::inline(&w.title),
                prose::inline(&w.outcome),
            ];
            if timed {
                cells.extend([length(w.actual_ms), length(w.duration_ms)]);
            }
            Row {
                cells,
                ..Row::default()
            }
        });
        let mut columns = vec![
            Column::fit("Time"),
            Column::share("If", 1.0),
            Column::share("What the second run shows", 1.4),
        ];
        if timed {
            columns.extend([Column::fit_right("It lasted"), Column::fit_right("Then")]);
        }
        blocks.push(Block::Table(Table {
            columns,
            rows: rows.collect(),
        }));
    }

    pub(super) fn action_items(&self, blocks: &mut Vec<Block>) {
        blocks.push(heading(1, "action-items", "Action items"));
        if self.p.action_items.is_empty() {
            blocks.push(note("No action items have been agreed."));
            return;
        }
        let rows = self.p.action_items.iter().enumerate().map(|(i, item)| Row {
            cells: vec![
                vec![Span::tone((i + 1).to_string(), Tone::Muted)],
                prose::inline(&item.title),
                line_or(item.owner.as_deref().unwrap_or(""), "not assigned"),
                line_or(item.due.as_deref().unwrap_or(""), "no date"),
                vec![Span::plain(item.kind.word())],
                vec![match item.changes {
                    Some(change) => Span::plain(change.word()),
                    None => Span::tone("–", Tone::Muted),
                }],
            ],
            ..Row::default()
        });
        blocks.push(Block::Table(Table {
            columns: vec![
                Column::fit_right("No."),
                Column::share("Action", 1.0),
                Column::fit("Owner"),
                Column::fit("Due"),
                Column::fit("Type"),
                Column::fit("Changes"),
            ],
            rows: rows.collect(),
        }));
    }

    pub(super) fn evidence(&self, blocks: &mut Vec<Block>) {
        blocks.push(heading(1, "evidence", "Evidence"));
        if self.p.evidence.is_empty() {
            blocks.push(note("Nothing was pinned during the drill."));
            return;
        }
        for (i, e) in self.p.evidence.iter().enumerate() {
            self.piece_of_evidence(blocks, i + 1, e);
        }
    }

    fn piece_of_evidence(&self, blocks: &mut Vec<Block>, number: usize, e: &Evidence) {
        let when = e
            .at_ms
            .map(|at| format!(", {}", self.clock(at)))
            .unwrap_or_default();
        blocks.push(heading(
            3,
            &evidence_id(number),
            &format!("Evidence {number}: {}{when}", e.kind.word()),
        ));
        let mut title = prose::inline(&e.title);
        if let Some(event) = e.event.filter(|event| self.rows.contains(event)) {
            if !title.is_empty() {
                title.push(Span::plain(" "));
            }
            title.push(Span::inside("see the timeline", row_id(event)));
        }
        if !title.is_empty() {
            blocks.push(Block::Paragraph(title));
        }
        let body = clean(&e.body);
        if !body.trim().is_empty() {
            blocks.push(Block::Code(body.trim_end().to_owned()));
        }
    }
}
