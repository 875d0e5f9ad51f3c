//! Finding traces.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Traces;
use super::span::{self, Span, SpanKind};
use super::store::Group;
use super::tree::micros;
use crate::logs::{BINS, request_id};

/// Most rows of a page; a larger limit means this.
pub const MAX_ROWS: usize = 500;
/// Upper ends of the classes of durations, milliseconds; a last class has none.
pub const DURATIONS_MS: [u32; 7] = [10, 30, 100, 300, 1_000, 3_000, 10_000];
/// Ranges reach at most so far from STARTEX, milliseconds.
const MAX_MS: i64 = i32::MAX as i64;

/// What is looked for. All of it must be so; the default finds everything.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct TraceFilter {
    /// Went through or to this component.
    pub component: Option<String>,
    /// An endpoint, table or task with this in its name, whatever the case.
    pub name: Option<String>,
    /// The call, or the task, failed.
    pub failed: bool,
    /// Took at least so many milliseconds.
    pub min_ms: u32,
    /// Request id as logs write it. One that cannot be read finds nothing.
    pub req: Option<String>,
}

/// A trace in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct TraceRow {
    /// Request id, as logs write it.
    pub req: String,
    /// When it began, milliseconds from STARTEX.
    pub at_ms: i32,
    /// Duration of the call as the user saw it; of a task on its own, of the task. Microseconds.
    pub took_us: u32,
    /// The call, or the task, failed.
    pub failed: bool,
    /// HTTP status the user saw; 0 if there was none.
    pub status: u16,
    /// Journey; of a task on its own, the task.
    pub journey: String,
    /// What was called first, or the task.
    pub endpoint: String,
    /// Number of spans.
    pub spans: u32,
    /// Spans with an error.
    pub errors: u32,
    /// Where and what the error was that explains the others.
    pub fault: Option<(String, String)>,
    /// Somebody still works on it.
    pub open: bool,
}

/// One page of traces.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct TracePage {
    /// Newest first.
    pub rows: Vec<TraceRow>,
    /// Matches in the whole range, whatever the page.
    pub matched: u32,
    /// Those among them that failed.
    pub failed: u32,
    /// Matches and failures per bin over the range, oldest first; as many bins as for logs.
    pub histogram: Vec<(u32, u32)>,
    /// Width of a bin, milliseconds; at least 1. The last bins may reach past the range.
    pub bin_ms: u32,
    /// Matches and failures by duration, in the classes that [`DURATIONS_MS`] ends.
    pub durations: Vec<(u32, u32)>,
    /// Upper ends of these classes, milliseconds; the last class has none.
    pub durations_ms: Vec<u32>,
    /// Of the calls in which nothing went wrong, one in so many is kept.
    pub one_in: u32,
}

/// A user call, or a task on its own.
struct Match<'a> {
    group: Group,
    spans: &'a [Span],
}

impl Traces<'_> {
    /// Matches that began in `from_ms <= at < to_ms` (milliseconds from STARTEX): at most `limit`
    /// of them, newest first, behind the one whose request id is `before`; and counts over the
    /// whole range. Of calls in progress, those that have failed already are among them.
    pub fn search(
        &self,
        filter: &TraceFilter,
        from_ms: i64,
        to_ms: i64,
        before: Option<u32>,
        limit: usize,
    ) -> TracePage {
        let from_ms = from_ms.clamp(-MAX_MS, MAX_MS);
        let to_ms = to_ms.clamp(from_ms, MAX_MS);
        let bin_ms = ((to_ms - from_ms).unsigned_abs().div_ceil(BINS as u64) as u32).max(1);
        let found = self.matches(filter, from_ms * 1000, to_ms * 1000);
        let mut page = TracePage {
            rows: Vec::new(),
            matched: found.len() as u32,
            failed: 0,
            histogram: vec![(0, 0); BINS],
            bin_ms,
            durations: vec![(0, 0); DURATIONS_MS.len() + 1],
            durations_ms: DURATIONS_MS.to_vec(),
            one_in: self.store.one_in,
        };
        for one in &found {
            let failed = u32::from(one.failed());
            let at = (one.at_us() - from_ms * 1000) / (i64::from(bin_ms) * 1000);
            let took_ms = self.took(one) / 1000;
            let class = DURATIONS_MS.iter().position(|&end| took_ms < end);
            page.failed += failed;
            for (matched, bad) in [
                &mut page.histogram[at as usize],
                &mut page.durations[class.unwrap_or(DURATIONS_MS.len())],
            ] {
                *matched += 1;
                *bad += failed;
            }
        }
        let first = match before {
            None => 0,
            Some(root) => found
                .iter()
                .position(|one| one.group.root == root)
                .map_or(found.len(), |at| at + 1),
        };
        let rows = found.iter().skip(first).take(limit.min(MAX_ROWS));
        page.rows = rows.map(|one| self.row(one)).collect();
        page
    }

    /// Newest first; each root once, its user call before its tasks.
    fn matches(&self, filter: &TraceFilter, from_us: i64, to_us: i64) -> Vec<Match<'_>> {
        let sought = Sought::new(self, filter);
        let kept = self.store.groups().map(|(group, spans)| Match {
            group: *group,
            spans,
        });
        let in_progress = self.store.live.iter().filter(|live| live.has_failed());
        let in_progress = in_progress.map(|live| Match {
            group: live.group(),
            spans: &live.spans,
        });
        let mut found: Vec<Match<'_>> = kept
            .chain(in_progress)
            .filter(|one| one.at_us() >= from_us && one.at_us() < to_us)
            .filter(|one| sought.fits(one, self.took(one)))
            .collect();
        found.sort_by_key(|one| {
            let is_task = one
                .spans
                .first()
                .is_none_or(|first| first.kind == SpanKind::Task);
            (one.group.root, is_task, Reverse(one.at_us()))
        });
        found.dedup_by_key(|one| one.group.root);
        found.sort_by_key(|one| Reverse((one.at_us(), one.group.root)));
        found
    }

    fn took(&self, one: &Match<'_>) -> u32 {
        match one.spans.first() {
            Some(first) if !first.is_open() => first.dur_us,
            _ => micros(self.now - one.at_us()),
        }
    }

    fn row(&self, one: &Match<'_>) -> TraceRow {
        let first = one.spans.first();
        TraceRow {
            req: request_id(one.group.root).unwrap_or_default(),
            at_ms: one.at_us().div_euclid(1000) as i32,
            took_us: self.took(one),
            failed: one.failed(),
            status: first.map_or(0, |span| span::details(span.detail).0),
            journey: self.names.get(one.group.title).to_owned(),
            endpoint: first
                .map_or("", |span| self.names.get(span.name))
                .to_owned(),
            spans: u32::from(one.group.count),
            errors: u32::from(one.group.errors),
            fault: self.fault_words(one.spans),
            open: one.spans.iter().any(Span::is_open),
        }
    }
}

impl Match<'_> {
    fn at_us(&self) -> i64 {
        self.spans.first().map_or(0, |first| first.at_us)
    }

    fn failed(&self) -> bool {
        self.spans
            .first()
            .is_some_and(|first| first.cause != span::WELL)
    }
}

/// A filter made ready for one store.
struct Sought {
    component: Option<u16>,
    /// By index of a name: it is one of those looked for.
    names: Option<Vec<bool>>,
    failed: bool,
    min_us: u32,
    root: Option<u32>,
    never: bool,
}

impl Sought {
    fn new(traces: &Traces<'_>, filter: &TraceFilter) -> Self {
        let asked = |text: &Option<String>| {
            let text = text.as_deref().unwrap_or_default().trim();
            (!text.is_empty()).then(|| text.to_ascii_lowercase())
        };
        let component = asked(&filter.component).map(|id| traces.names.find(&id));
        let root = asked(&filter.req).map(|req| u32::from_str_radix(&req, 16).ok());
        let names = asked(&filter.name).map(|part| {
            let all = traces.names.all().iter();
            all.map(|name| name.to_ascii_lowercase().contains(&part))
                .collect()
        });
        Self {
            never: component == Some(None) || root == Some(None),
            component: component.flatten(),
            names,
            failed: filter.failed,
            min_us: filter.min_ms.saturating_mul(1000),
            root: root.flatten(),
        }
    }

    fn fits(&self, one: &Match<'_>, took_us: u32) -> bool {
        !self.never
            && self.root.is_none_or(|root| root == one.group.root)
            && took_us >= self.min_us
            && (!self.failed || one.failed())
            && self
                .component
                .is_none_or(|id| one.spans.iter().any(|span| span.source == id))
            && self.names.as_ref().is_none_or(|names| {
                let named = |span: &Span| names.get(usize::from(span.name)) == Some(&true);
                one.spans.iter().any(named)
            })
    }
}
