//! Role board, expectations, repair: what people did.

use super::{Composer, bullets_or, heading, line_or, note, prose_or};
use crate::document::{Block, Column, Row, Span, Table, Tone};
use crate::postmortem::{Expectation, Verdict};
use crate::prose;

impl Composer<'_> {
    pub(super) fn response(&self, blocks: &mut Vec<Block>) {
        blocks.push(heading(1, "response", "Response"));
        prose_or(blocks, &self.p.response_prose, "");
        self.role_board(blocks);
        self.expectations(blocks);
    }

    fn role_board(&self, blocks: &mut Vec<Block>) {
        blocks.push(heading(2, "roles", "Role board"));
        if self.p.role_board.is_empty() {
            blocks.push(note("No roles were assigned."));
            return;
        }
        let rows = self.p.role_board.iter().map(|shift| Row {
            cells: vec![
                line_or(&shift.role, "unknown"),
                line_or(&shift.person, "not held"),
                self.clock_or(Some(shift.from_ms), ""),
                self.clock_or(shift.to_ms, "end"),
                prose::inline(&shift.hand_over),
            ],
            ..Row::default()
        });
        blocks.push(Block::Table(Table {
            columns: vec![
                Column::fit("Role"),
                Column::fit("Person"),
                Column::fit("From"),
                Column::fit("To"),
                Column::share("Hand-over", 1.0),
            ],
            rows: rows.collect(),
        }));
    }

    fn expectations(&self, blocks: &mut Vec<Block>) {
        blocks.push(heading(2, "expectations", "Expectations"));
        if self.p.expectations.is_empty() {
            blocks.push(note("The scenario set no expectations."));
            return;
        }
        let of = |v| {
            self.p
                .expectations
                .iter()
                .filter(|e| e.verdict == v)
                .count()
        };
        blocks.push(Block::Paragraph(vec![Span::plain(format!(
            "{} met, {} late, {} missed, {} open when the drill ended.",
            of(Verdict::Met),
            of(Verdict::Late),
            of(Verdict::Missed),
            of(Verdict::Open),
        ))]));
        blocks.push(Block::Table(Table {
            columns: vec![
                Column::fit("Verdict"),
                Column::fit("Role"),
                Column::share("Expected", 1.0),
                Column::fit("Due"),
                Column::fit("Met"),
            ],
            rows: self
                .p
                .expectations
                .iter()
                .map(|e| self.expectation_row(e))
                .collect(),
        }));
    }

    fn expectation_row(&self, e: &Expectation) -> Row {
        let verdict = match e.verdict {
            Verdict::Met => Span::tone("met", Tone::Good),
            Verdict::Late => Span::verdict("late", Tone::Warn),
            Verdict::Missed => Span::verdict("missed", Tone::Bad),
            Verdict::Open => Span::tone("open", Tone::Muted),
        };
        let mut role = line_or(&e.role, "any role");
        if !e.phase.trim().is_empty() {
            role.push(Span::plain("\n"));
            role.extend(line_or(&e.phase, "").into_iter().map(muted));
        }
        let mut what = prose::inline(&e.title);
        for line in [prose::inline(&e.why), prose::inline(&e.fact)] {
            if !line.is_empty() {
                what.push(Span::plain("\n"));
                what.extend(line.into_iter().map(muted));
            }
        }
        Row {
            cells: vec![
                vec![verdict],
                role,
                what,
                self.clock_or(e.due_ms, "–"),
                self.clock_or(e.met_at_ms, "–"),
            ],
            ..Row::default()
        }
    }

    pub(super) fn repair(&self, blocks: &mut Vec<Block>) {
        let r = &self.p.repair;
        blocks.push(heading(1, "repair", "Mitigation and fix"));
        prose_or(blocks, &r.prose, "");
        blocks.push(heading(2, "mitigation", "Mitigation, temporary"));
        bullets_or(blocks, &r.mitigations, "Nothing was done to mitigate.");
        blocks.push(heading(2, "fix", "Fix, lasting"));
        bullets_or(blocks, &r.fixes, "No lasting fix was applied.");
        blocks.push(heading(2, "validation", "How it was validated"));
        bullets_or(blocks, &r.validations, "No check was run.");
    }
}

fn muted(span: Span) -> Span {
    Span {
        tone: Tone::Muted,
        ..span
    }
}
