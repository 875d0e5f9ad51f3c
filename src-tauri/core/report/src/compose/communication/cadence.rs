//! Promises to stakeholders and what came of them, drawn and listed.

use super::super::{Composer, heading, note};
use crate::clean::clean_line;
use crate::document::{
    BarKind, Block, Column, Lane, LaneBar, LanePoint, LaneRule, Lanes, PointKind, Row, Span, Table,
    Tone,
};
use crate::postmortem::{AudienceKind, Came, Stretch, StretchEnd, StretchFrom};
use crate::time;

/// What the drawing's shapes mean.
const KEY: &str = "Upper lane: a line from what the next update counts from until it was due; a \
    ring ends it where that was promised, a stroke where the norm says so. Lower lanes: a disc is \
    an update, a hatched bar time in which one was overdue, a square a notice to users.";

impl Composer<'_> {
    pub(super) fn cadence(&self, blocks: &mut Vec<Block>) {
        let c = &self.p.communication;
        if c.stretches.is_empty() {
            return;
        }
        blocks.push(heading(2, "cadence", "Promised and sent"));
        let lanes = self.lanes();
        let caption = format!("{} {KEY}", lanes.alt);
        blocks.push(Block::Lanes(lanes));
        blocks.push(note(caption));
        blocks.push(Block::Table(Table {
            columns: vec![
                Column::fit("Counted from"),
                Column::fit("Next due"),
                Column::fit("Set by"),
                Column::fit("Came"),
                Column::share("How", 1.0),
            ],
            rows: c.stretches.iter().map(|s| self.stretch_row(s)).collect(),
        }));
    }

    fn stretch_row(&self, s: &Stretch) -> Row {
        let mut from = self.clock_link(s.from_ms, s.from_event);
        from.push(Span::tone(
            match s.from {
                StretchFrom::Declared => " declared",
                StretchFrom::Update => " update",
            },
            Tone::Muted,
        ));
        let came = match s.until {
            StretchEnd::Update => self.clock_link(s.until_ms, s.until_event),
            StretchEnd::Resolved => {
                let mut came = vec![Span::tone("resolved at ", Tone::Muted)];
                came.extend(self.clock_link(s.until_ms, s.until_event));
                came
            }
            StretchEnd::Endex => vec![Span::tone(
                format!("drill ended at {}", self.clock(s.until_ms)),
                Tone::Muted,
            )],
        };
        let by = time::duration(s.by_ms().abs());
        let how = match s.came {
            Came::Early => Span::tone(format!("{by} early"), Tone::Good),
            Came::InTime => Span::tone("in time", Tone::Good),
            Came::Late => Span::verdict(format!("{by} late"), Tone::Bad),
            Came::Never => Span::verdict(format!("never, {by} overdue"), Tone::Bad),
            Came::NotDue => Span::tone("not due", Tone::Muted),
        };
        Row {
            cells: vec![
                from,
                self.clock_or(Some(s.due_ms), ""),
                vec![Span::plain(if s.promised { "promise" } else { "norm" })],
                came,
                vec![how],
            ],
            ..Row::default()
        }
    }

    fn lanes(&self) -> Lanes {
        let c = &self.p.communication;
        let s = |ms: i64| ms as f64 / 1000.0;
        let last = c.stretches.iter().map(|s| s.until_ms).max().unwrap_or(0);
        let promised = Lane {
            label: "Promised".to_owned(),
            bars: (c.stretches.iter().zip((0..2).cycle()))
                .map(|(stretch, row)| LaneBar {
                    from_s: s(stretch.from_ms),
                    to_s: s(stretch.due_ms),
                    kind: BarKind::Given,
                    row: Some(row),
                })
                .collect(),
            points: (c.stretches.iter().zip((0..2).cycle()))
                .map(|(stretch, row)| LanePoint {
                    at_s: s(stretch.due_ms),
                    kind: if stretch.promised {
                        PointKind::Promised
                    } else {
                        PointKind::Norm
                    },
                    row: Some(row),
                })
                .collect(),
        };
        let told = |kind: AudienceKind, point: PointKind| {
            let all = c.audiences.iter().filter(move |a| a.kind == kind);
            let points = all.flat_map(|a| &a.told).map(|told| LanePoint {
                at_s: s(told.at_ms),
                kind: point,
                row: None,
            });
            points.collect::<Vec<LanePoint>>()
        };
        let overdue = c.stretches.iter().filter(|s| s.overdue());
        let sent = Lane {
            label: "Sent".to_owned(),
            bars: overdue
                .map(|stretch| LaneBar {
                    from_s: s(stretch.due_ms),
                    to_s: s(stretch.until_ms),
                    kind: BarKind::Overdue,
                    row: None,
                })
                .collect(),
            points: told(AudienceKind::Stakeholders, PointKind::Sent),
        };
        let users = Lane {
            label: "Users".to_owned(),
            bars: Vec::new(),
            points: told(AudienceKind::Users, PointKind::Notice),
        };
        let rules = c.milestones.iter().map(|milestone| LaneRule {
            at_s: s(milestone.at_ms),
            label: clean_line(&milestone.label),
            strong: milestone.label.starts_with("SEV-"),
        });
        Lanes {
            title: "Updates to stakeholders and notices to users".to_owned(),
            from_s: 0.0,
            to_s: s(c.ends_ms.max(last)),
            lanes: vec![promised, sent, users],
            rules: rules.collect(),
            starts_s_of_day: self.p.title.starts_s_of_day,
            alt: self.cadence_in_words(),
        }
    }

    /// What the lanes show, in sentences.
    fn cadence_in_words(&self) -> String {
        let c = &self.p.communication;
        let of = |came: &[Came]| {
            c.stretches
                .iter()
                .filter(|s| came.contains(&s.came))
                .count()
        };
        let due = c.stretches.len() - of(&[Came::NotDue]);
        let in_time = of(&[Came::Early, Came::InTime]);
        let times = match due {
            0 => return "No update was due before the incident was over.".to_owned(),
            1 => "An update was due once".to_owned(),
            2 => "An update was due twice".to_owned(),
            n => format!("An update was due {n} times"),
        };
        match in_time {
            1 if due == 1 => return format!("{times}, and came in time."),
            2 if due == 2 => return format!("{times}, and came in time both times."),
            n if n == due => return format!("{times}, and came in time every time."),
            _ => {}
        }
        let counts = [
            (in_time, "came in time"),
            (of(&[Came::Late]), "came late"),
            (of(&[Came::Never]), "never came"),
        ];
        let counts: Vec<String> = counts
            .into_iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, what)| format!("{n} {what}"))
            .collect();
        let overdue = c.stretches.iter().filter(|s| s.overdue());
        let overdue: i64 = overdue.map(Stretch::by_ms).sum();
        let summed = if overdue > 0 {
            format!(", overdue for {} in all", time::duration(overdue))
        } else {
            String::new()
        };
        format!("{times}: {}{summed}.", counts.join(", "))
    }
}
