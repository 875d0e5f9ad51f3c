//! Impact, key times, detection: the figures that stay bound to the record.

use super::{Composer, bullets_or, heading, note, prose_or};
use crate::clean::clean_line;
use crate::document::{Block, Column, Row, Span, Table, Tone};
use crate::postmortem::Measure;
use crate::time;

impl Composer<'_> {
    pub(super) fn impact(&self, blocks: &mut Vec<Block>) {
        let i = &self.p.impact;
        blocks.push(heading(1, "impact", "Impact"));
        let failed = match (i.requests_failed, i.requests_total) {
            (Some(failed), Some(total)) => {
                known(format!("{} of {}", time::count(failed), time::count(total)))
            }
            (failed, _) => figure(failed),
        };
        let mut figures = vec![
            (
                "Duration".to_owned(),
                i.duration_ms
                    .map_or_else(unknown, |d| known(time::duration(d))),
            ),
            ("Failed requests".to_owned(), failed),
            ("Users affected".to_owned(), figure(i.users_affected)),
            ("AI tasks failed".to_owned(), figure(i.ai_tasks_failed)),
            ("AI tasks late".to_owned(), figure(i.ai_tasks_late)),
            (
                "AI tasks thrown away".to_owned(),
                figure(i.ai_tasks_thrown_away),
            ),
            (
                "AI tasks still waiting".to_owned(),
                figure(i.ai_tasks_waiting),
            ),
            (
                "Error budget burnt".to_owned(),
                i.error_budget_burnt_pct
                    .filter(|b| b.is_finite())
                    .map_or_else(unknown, |b| known(format!("{} %", time::value(b)))),
            ),
        ];
        // A system that takes none has none to lose.
        if i.orders_lost.is_some() {
            figures.insert(3, ("Orders lost".to_owned(), figure(i.orders_lost)));
        }
        if i.tickets.is_some() {
            figures.push(("Support tickets".to_owned(), figure(i.tickets)));
        }
        blocks.push(Block::KeyValue(figures));
        if i.error_budget_burnt_pct.is_some() && !i.error_budget_of.is_empty() {
            blocks.push(note(format!(
                "The error budget is what 30 days at the traffic before the outage may cost: {}.",
                clean_line(&i.error_budget_of)
            )));
        }
        prose_or(blocks, &i.prose, "");
    }

    pub(super) fn key_times(&self, blocks: &mut Vec<Block>) {
        let k = &self.p.key_times;
        blocks.push(heading(1, "key-times", "Key times"));
        if k.instants.is_empty() {
            blocks.push(note("No key times were recorded."));
        } else {
            let rows = k.instants.iter().map(|instant| Row {
                cells: vec![
                    vec![Span::tone(clean_line(&instant.id), Tone::Muted)],
                    vec![Span::plain(clean_line(&instant.label))],
                    match instant.at_ms {
                        Some(at) => self.clock_link(at, instant.event),
                        None => vec![Span::tone("not reached", Tone::Muted)],
                    },
                    instant
                        .at_ms
                        .map(time::t_plus)
                        .map(Span::plain)
                        .into_iter()
                        .collect(),
                ],
                ..Row::default()
            });
            blocks.push(Block::Table(Table {
                columns: vec![
                    Column::fit(""),
                    Column::share("Instant", 1.0),
                    Column::fit_right("Clock"),
                    Column::fit_right("Since STARTEX"),
                ],
                rows: rows.collect(),
            }));
        }
        self.measures(blocks);
    }

    fn measures(&self, blocks: &mut Vec<Block>) {
        let k = &self.p.key_times;
        let rows = [
            (
                "TTD",
                "Time to detect",
                "first breach to first alert",
                k.ttd,
            ),
            (
                "TTA",
                "Time to acknowledge",
                "first alert to acknowledged",
                k.tta,
            ),
            (
                "TTI",
                "Time to identify",
                "first breach to correct cause written down",
                k.tti,
            ),
            (
                "TTM",
                "Time to mitigate",
                "first breach to service level holding",
                k.ttm,
            ),
            (
                "TTR",
                "Time to resolve",
                "first breach to fix validated",
                k.ttr,
            ),
        ];
        blocks.push(Block::Table(Table {
            columns: vec![
                Column::fit(""),
                Column::share("Measure", 1.0),
                Column::fit_right("Value"),
                Column::fit_right("Target"),
                Column::fit("Result"),
            ],
            rows: rows.into_iter().map(measure_row).collect(),
        }));
        let early = k.ttd.value_ms.is_some_and(|ttd| ttd < 0);
        if early {
            blocks.push(note(
                "The time to detect is negative: the alert came before users noticed.",
            ));
        }
    }

    pub(super) fn detection(&self, blocks: &mut Vec<Block>) {
        let d = &self.p.detection;
        blocks.push(heading(1, "detection", "Detection"));
        prose_or(blocks, &d.prose, "");
        blocks.push(heading(2, "signals", "What told us"));
        if d.signals.is_empty() {
            blocks.push(note("No alert or report came in."));
        } else {
            let rows = d.signals.iter().map(|s| Row {
                cells: vec![
                    self.clock_link(s.at_ms, s.event),
                    vec![Span::plain(clean_line(&s.text))],
                ],
                ..Row::default()
            });
            blocks.push(Block::Table(Table {
                columns: vec![Column::fit("Time"), Column::share("Signal", 1.0)],
                rows: rows.collect(),
            }));
        }
        blocks.push(heading(2, "earlier", "What could have told us earlier"));
        bullets_or(
            blocks,
            &d.earlier,
            "Nothing was found that could have told us earlier.",
        );
        if !d.halve.trim().is_empty() {
            blocks.push(heading(2, "halve", "How to halve the time to detect"));
            prose_or(blocks, &d.halve, "");
        }
    }
}

fn measure_row((id, name, span, measure): (&str, &str, &str, Measure)) -> Row {
    let value = match measure.value_ms {
        Some(v) => Span::plain(time::span(v)),
        None => Span::tone("not reached", Tone::Muted),
    };
    let target = match measure.target_ms {
        Some(t) => Span::plain(time::duration(t)),
        None => Span::tone("none", Tone::Muted),
    };
    let result = measure.met().map(|met| {
        if met {
            Span::tone("met", Tone::Good)
        } else {
            Span::verdict("missed", Tone::Bad)
        }
    });
    Row {
        cells: vec![
            vec![Span::tone(id, Tone::Muted)],
            vec![
                Span::plain(name),
                Span::tone(format!(", {span}"), Tone::Muted),
            ],
            vec![value],
            vec![target],
            result.into_iter().collect(),
        ],
        ..Row::default()
    }
}

fn known(text: String) -> Vec<Span> {
    vec![Span::plain(text)]
}

fn unknown() -> Vec<Span> {
    vec![Span::tone("not recorded", Tone::Muted)]
}

fn figure(n: Option<u64>) -> Vec<Span> {
    n.map_or_else(unknown, |n| known(time::count(n)))
}
