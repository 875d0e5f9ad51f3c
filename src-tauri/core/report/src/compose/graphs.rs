//! Graphs: the same numbered marks in every chart, explained once.

use std::collections::BTreeMap;

use super::{Composer, heading, note};
use crate::clean::clean_line;
use crate::document::{Block, Chart, ChartMark, Column, Row, Span, Table, Tone};
use crate::postmortem::{Graph, MarkKind};
use crate::{prose, time};

/// A mark as the key of its number: when, what, and the words.
type MarkKey = (i64, MarkKind, String);

impl Composer<'_> {
    pub(super) fn graphs(&self, blocks: &mut Vec<Block>) {
        blocks.push(heading(1, "graphs", "Graphs"));
        if self.p.graphs.is_empty() {
            blocks.push(note("No telemetry was recorded."));
            return;
        }
        let numbers = self.numbers();
        for graph in &self.p.graphs {
            let chart = self.chart(graph, &numbers);
            let mut caption = vec![Span::plain(chart.alt.clone())];
            let written = prose::inline(&graph.caption);
            if !written.is_empty() {
                caption.push(Span::plain(" "));
                caption.extend(written);
            }
            blocks.push(Block::Chart(chart));
            blocks.push(Block::Note(caption));
        }
        self.marks_table(blocks, &numbers);
    }

    fn numbers(&self) -> BTreeMap<MarkKey, usize> {
        let mut numbers: BTreeMap<MarkKey, usize> = self
            .p
            .graphs
            .iter()
            .flat_map(|g| &g.marks)
            .map(|m| ((m.at_ms, m.kind, clean_line(&m.label)), 0))
            .collect();
        for (i, number) in numbers.values_mut().enumerate() {
            *number = i + 1;
        }
        numbers
    }

    fn chart(&self, g: &Graph, numbers: &BTreeMap<MarkKey, usize>) -> Chart {
        let marks = g.marks.iter().filter_map(|m| {
            let number = numbers.get(&(m.at_ms, m.kind, clean_line(&m.label)))?;
            Some(ChartMark {
                at_s: m.at_ms as f64 / 1000.0,
                kind: m.kind,
                number: u32::try_from(*number).unwrap_or(u32::MAX),
            })
        });
        Chart {
            title: clean_line(&g.title),
            unit: clean_line(&g.unit),
            t0_s: if g.t0_s.is_finite() { g.t0_s } else { 0.0 },
            step_s: if g.step_s.is_finite() && g.step_s > 0.0 {
                g.step_s
            } else {
                1.0
            },
            values: g
                .values
                .iter()
                .map(|v| v.filter(|v| v.is_finite()))
                .collect(),
            threshold: g.threshold.filter(|t| t.is_finite()),
            marks: marks.collect(),
            starts_s_of_day: self.p.title.starts_s_of_day,
            alt: self.in_words(g),
        }
    }

    /// The graph in words: its extremes, and how long it was on the wrong side of the
    /// threshold. The right side is the one on which it starts.
    fn in_words(&self, g: &Graph) -> String {
        let unit = clean_line(&g.unit);
        let known: Vec<(usize, f32)> = g
            .values
            .iter()
            .enumerate()
            .filter_map(|(i, v)| v.filter(|v| v.is_finite()).map(|v| (i, v)))
            .collect();
        let highest = known
            .iter()
            .copied()
            .reduce(|a, b| if b.1 > a.1 { b } else { a });
        let lowest = known
            .iter()
            .copied()
            .reduce(|a, b| if b.1 < a.1 { b } else { a });
        let (Some(first), Some(highest), Some(lowest)) = (known.first(), highest, lowest) else {
            return "No values were recorded.".to_owned();
        };
        let extreme = |word: &str, (i, v): (usize, f32)| {
            let at_ms = ((g.t0_s + i as f64 * g.step_s) * 1000.0) as i64;
            format!("{word} {} at {}", with_unit(v, &unit), self.clock(at_ms))
        };
        let Some(threshold) = g.threshold.filter(|t| t.is_finite()) else {
            return format!(
                "{}, {}.",
                extreme("Lowest", lowest),
                extreme("highest", highest)
            );
        };
        let floor = first.1 > threshold;
        let (word, worst, never, side) = if floor {
            ("Lowest", lowest, "Never below", "Below")
        } else {
            ("Highest", highest, "Never above", "Above")
        };
        let beyond = known
            .iter()
            .filter(|(_, v)| {
                if floor {
                    *v < threshold
                } else {
                    *v > threshold
                }
            })
            .count();
        let limit = with_unit(threshold, &unit);
        let worst = extreme(word, worst);
        if beyond == 0 {
            return format!("{worst}. {never} {limit}, the dashed line.");
        }
        let length = time::duration((beyond as f64 * g.step_s * 1000.0) as i64);
        format!("{worst}. {side} {limit}, the dashed line, for {length}.")
    }

    fn marks_table(&self, blocks: &mut Vec<Block>, numbers: &BTreeMap<MarkKey, usize>) {
        if numbers.is_empty() {
            return;
        }
        blocks.push(heading(2, "marks", "Marks in the graphs"));
        blocks.push(note(
            "A square on a solid line is an inject, a circle on a dashed line an alert, a diamond \
             on a dotted line an act.",
        ));
        let rows = numbers.iter().map(|((at_ms, kind, label), number)| {
            let tone = match kind {
                MarkKind::Inject => Tone::Inject,
                MarkKind::Alert => Tone::Alert,
                MarkKind::Act => Tone::Act,
            };
            Row {
                cells: vec![
                    vec![Span::plain(number.to_string())],
                    vec![Span::plain(self.clock(*at_ms))],
                    vec![Span::tone(kind.word(), tone)],
                    vec![Span::plain(label.clone())],
                ],
                ..Row::default()
            }
        });
        blocks.push(Block::Table(Table {
            columns: vec![
                Column::fit_right("No."),
                Column::fit("Time"),
                Column::fit("Kind"),
                Column::share("Mark", 1.0),
            ],
            rows: rows.collect(),
        }));
    }
}

fn with_unit(v: f32, unit: &str) -> String {
    let v = time::value(f64::from(v));
    if unit.is_empty() {
        v
    } else {
        format!("{v} {unit}")
    }
}
