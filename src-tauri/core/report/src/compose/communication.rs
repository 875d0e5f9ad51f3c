//! Communication review: what follows from it, promises, what was said, and who was told.

mod cadence;

use super::{Composer, bullets_or, heading, line_or, note, or, row_id};
use crate::clean::clean_line;
use crate::document::{Block, Column, Row, Span, Table, Tone};
use crate::postmortem::{Audience, AudienceKind, Finding, Letter, StatusUpdate};
use crate::{prose, time};

/// The rule by which acts are called unannounced.
const RULE: &str = "An act counts as announced when somebody said, wrote down or sent something \
    within three minutes before or after it that names what was done or what it was done to, or \
    when the acting role wrote anything within a minute. What was said aloud is not in the record.";

impl Composer<'_> {
    pub(super) fn communication(&self, blocks: &mut Vec<Block>) {
        let c = &self.p.communication;
        blocks.push(heading(1, "communication", "Communication review"));
        self.findings(blocks);
        if c.remarks.iter().any(|remark| !remark.trim().is_empty()) {
            blocks.push(heading(2, "comms-people", "What people add"));
            bullets_or(blocks, &c.remarks, "");
        }
        self.cadence(blocks);
        self.said(blocks);
        self.audiences(blocks);
        self.unannounced(blocks);
    }

    fn findings(&self, blocks: &mut Vec<Block>) {
        let all = &self.p.communication.findings;
        for (good, id, title) in [
            (true, "comms-good", "What was in time and in order"),
            (false, "comms-bad", "Gaps"),
        ] {
            let those: Vec<&Finding> = all.iter().filter(|f| f.good == good).collect();
            if those.is_empty() {
                continue;
            }
            blocks.push(heading(2, id, title));
            let items = those.iter().map(|f| vec![Block::Paragraph(self.linked(f))]);
            blocks.push(Block::List {
                start: None,
                items: items.collect(),
            });
        }
    }

    /// A finding, its clocks made links to the rows of its events.
    fn linked(&self, finding: &Finding) -> Vec<Span> {
        let mut spans = prose::inline(&finding.text);
        let rows = finding.events.iter().filter_map(|event| {
            let row = self.p.timeline.iter().find(|r| r.event == Some(*event))?;
            Some((self.clock(row.at_ms), *event))
        });
        for (clock, event) in rows {
            let found = spans.iter().enumerate().find_map(|(at, span)| {
                let from = span.link.is_none().then(|| span.text.find(&clock))??;
                Some((at, from))
            });
            let Some((at, from)) = found else { continue };
            let span = spans.remove(at);
            let to = from + clock.len();
            let part = |text: &str| Span {
                text: text.to_owned(),
                ..span.clone()
            };
            let link = Span::inside(clock, row_id(event));
            let parts = [part(&span.text[..from]), link, part(&span.text[to..])];
            let parts = parts.into_iter().filter(|span| !span.text.is_empty());
            spans.splice(at..at, parts);
        }
        spans
    }

    fn said(&self, blocks: &mut Vec<Block>) {
        let c = &self.p.communication;
        if c.updates.is_empty() {
            blocks.push(note("No status update was sent."));
            return;
        }
        blocks.push(heading(2, "said", "What was said"));
        // Where the promises are listed above, they are not told again here.
        let due = c.stretches.is_empty();
        let mut columns = vec![Column::fit("Sent")];
        if due {
            columns.extend([Column::fit("Due"), Column::fit("Late by")]);
        }
        columns.extend([
            Column::fit("To"),
            Column::fit("By"),
            Column::share("What it said", 1.0),
        ]);
        let rows = c.updates.iter().map(|u| self.update_row(u, due));
        blocks.push(Block::Table(Table {
            columns,
            rows: rows.collect(),
        }));
    }

    fn update_row(&self, u: &StatusUpdate, due: bool) -> Row {
        let mut said = prose::inline(&u.text);
        let impact = if u.has_impact {
            "Says what users feel"
        } else {
            "Does not say what users feel"
        };
        let next = match u.next_promised_ms {
            Some(at) => format!("next promised for {}", self.clock(at)),
            None => "names no next update".to_owned(),
        };
        // Users are not promised a next notice.
        if u.audience != "users" {
            if !said.is_empty() {
                said.push(Span::plain("\n"));
            }
            said.push(Span::tone(format!("{impact}; {next}."), Tone::Muted));
        }
        let mut cells = vec![self.clock_link(u.at_ms, u.event)];
        if due {
            let late = match (u.due_ms, u.late_by_ms) {
                (_, Some(late)) if late > 0 => Span::verdict(time::duration(late), Tone::Bad),
                (Some(_), _) => Span::plain("in time"),
                (None, _) => Span::tone("–", Tone::Muted),
            };
            cells.extend([self.clock_or(u.due_ms, "–"), vec![late]]);
        }
        cells.extend([
            line_or(&u.audience, "not said"),
            line_or(&u.author, "unknown"),
            said,
        ]);
        Row {
            cells,
            ..Row::default()
        }
    }

    fn audiences(&self, blocks: &mut Vec<Block>) {
        let all = &self.p.communication.audiences;
        if all.is_empty() {
            return;
        }
        let (reporters, told): (Vec<&Audience>, Vec<&Audience>) = all.iter().partition(|a| {
            let asked = a.wrote.iter().any(|letter| letter.wants_answer);
            a.kind == AudienceKind::Outside && a.told.is_empty() && !asked
        });
        let rows = told.into_iter().map(|a| self.audience_row(a));
        let others = (!reporters.is_empty()).then(|| self.reporters_row(&reporters));
        let rows = rows.chain(others);
        blocks.push(heading(2, "audiences", "Who was told what when"));
        blocks.push(Block::Table(Table {
            columns: vec![
                Column::fit("Audience"),
                Column::fit("First told"),
                Column::fit("Last told"),
                Column::fit_right("Times"),
                Column::share("Wrote in", 1.0),
            ],
            rows: rows.collect(),
        }));
    }

    /// Those who only reported something, in one row.
    fn reporters_row(&self, those: &[&Audience]) -> Row {
        let mut wrote = Vec::new();
        for a in those {
            for letter in &a.wrote {
                if !wrote.is_empty() {
                    wrote.push(Span::plain(", "));
                }
                wrote.push(Span::plain(format!("{} at ", clean_line(&a.name))));
                wrote.extend(self.clock_link(letter.at_ms, letter.event));
            }
        }
        wrote.push(Span::tone("; asked for no answer", Tone::Muted));
        let nothing = || vec![Span::tone("–", Tone::Muted)];
        Row {
            cells: vec![
                vec![Span::tone("others", Tone::Muted)],
                nothing(),
                nothing(),
                nothing(),
                wrote,
            ],
            ..Row::default()
        }
    }

    fn audience_row(&self, a: &Audience) -> Row {
        let (first, last) = (a.told.first(), a.told.last());
        let asked = a.wrote.iter().any(|letter| letter.wants_answer);
        let owed = a.kind != AudienceKind::Outside || asked;
        let never = if owed {
            Span::verdict("never", Tone::Bad)
        } else {
            Span::tone("–", Tone::Muted)
        };
        let mut wrote = Vec::new();
        for letter in &a.wrote {
            if !wrote.is_empty() {
                wrote.push(Span::plain("\n"));
            }
            wrote.extend(self.letter(letter));
        }
        let name = or(&clean_line(&a.name), "not said");
        Row {
            cells: vec![
                vec![Span::plain(name)],
                first.map_or(vec![never], |t| self.clock_link(t.at_ms, t.event)),
                last.filter(|_| a.told.len() > 1)
                    .map_or(vec![Span::tone("–", Tone::Muted)], |t| {
                        self.clock_link(t.at_ms, t.event)
                    }),
                vec![Span::plain(a.told.len().to_string())],
                wrote,
            ],
            ..Row::default()
        }
    }

    fn letter(&self, letter: &Letter) -> Vec<Span> {
        let mut spans = self.clock_link(letter.at_ms, letter.event);
        spans.push(Span::plain(", "));
        spans.push(match (letter.answer, letter.wants_answer) {
            (Some(answer), _) => {
                let waited = time::duration(answer.at_ms - letter.at_ms);
                Span::plain(format!("answered after {waited}"))
            }
            (None, true) => Span::verdict("asked and was not answered", Tone::Bad),
            (None, false) => Span::tone("asked for no answer", Tone::Muted),
        });
        spans
    }

    fn unannounced(&self, blocks: &mut Vec<Block>) {
        let acts = &self.p.communication.unannounced;
        if acts.is_empty() {
            return;
        }
        blocks.push(heading(2, "unannounced", "Acts that nobody announced"));
        blocks.push(note(RULE));
        let rows = acts.iter().map(|act| Row {
            cells: vec![
                self.clock_link(act.at_ms, act.event),
                line_or(&act.role, "unknown"),
                prose::inline(&act.text),
            ],
            ..Row::default()
        });
        blocks.push(Block::Table(Table {
            columns: vec![
                Column::fit("Time"),
                Column::fit("Role"),
                Column::share("Act", 1.0),
            ],
            rows: rows.collect(),
        }));
    }
}
