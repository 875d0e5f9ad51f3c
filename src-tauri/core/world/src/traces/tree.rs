//! One trace as a tree, to be read.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::span::{self, Span, SpanKind};
use super::store::Group;
use super::{Traces, live};
use crate::logs::request_id;
use crate::parts::NONE;

/// A trace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct TraceView {
    /// Request id, as logs write it.
    pub req: String,
    /// When it began, milliseconds from STARTEX.
    pub at_ms: i32,
    /// From its beginning to the end of its last span, microseconds.
    pub took_us: u32,
    /// The journey; of a task whose call was not kept, the task.
    pub journey: String,
    /// Parts stand behind what they are a part of, in order of time.
    pub spans: Vec<SpanView>,
    /// It had more spans than are kept of one trace.
    pub cut: bool,
    /// Something in it is not over.
    pub open: bool,
}

/// A span.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SpanView {
    /// Number in the trace, from 0.
    pub id: u32,
    /// Number of the span it is a part of.
    pub parent: Option<u32>,
    /// How deep it stands, from 0.
    pub depth: u32,
    /// What it is about.
    pub kind: SpanKind,
    /// The component that did it.
    pub component: String,
    /// Its replica or slot.
    pub replica: u32,
    /// The component it was done to, if that is another one.
    pub peer: Option<String>,
    /// Endpoint, table or task; may be empty.
    pub name: String,
    /// From the beginning of the trace, microseconds.
    pub from_us: u32,
    /// Duration so far, microseconds.
    pub took_us: u32,
    /// Not over.
    pub open: bool,
    /// What went wrong, in words.
    pub error: Option<String>,
    /// HTTP status, if there was one.
    pub status: Option<u16>,
    /// Number of the try, from 1, of what is tried again.
    pub attempt: Option<u16>,
    /// Of a cache look-up: it found something.
    pub hit: Option<bool>,
}

/// Spans of one root, gathered from their groups. Parents are places in here.
struct Gathered {
    spans: Vec<Span>,
    title: u16,
    cut: bool,
}

impl Traces<'_> {
    /// Traces that are kept.
    pub fn len(&self) -> usize {
        self.store.len()
    }

    /// None is kept yet.
    pub fn is_empty(&self) -> bool {
        self.store.is_empty()
    }

    /// What is kept, and how much memory it takes.
    pub fn store(&self) -> &super::TraceStore {
        self.store
    }

    /// The trace of a user call, by its number in the logs: kept, or still in progress. None if
    /// it went well and is not one of the sample, or was too long ago.
    pub fn trace(&self, root: u32) -> Option<TraceView> {
        let gathered = self.gather(root)?;
        let spans = &gathered.spans;
        let began = spans.iter().map(|span| span.at_us).min()?;
        let over = spans.iter().map(|span| self.over(span)).max()?;
        let views = in_order(spans)
            .into_iter()
            .map(|(at, depth)| self.view(spans, at, depth, began))
            .collect();
        Some(TraceView {
            req: request_id(root).unwrap_or_default(),
            at_ms: began.div_euclid(1000) as i32,
            took_us: micros(over - began),
            journey: self.names.get(gathered.title).to_owned(),
            spans: views,
            cut: gathered.cut,
            open: spans.iter().any(Span::is_open),
        })
    }

    /// When a span was over; of one that is not, now.
    fn over(&self, span: &Span) -> i64 {
        if span.is_open() {
            self.now.max(span.at_us)
        } else {
            span.at_us + i64::from(span.dur_us)
        }
    }

    /// The user call first, so that its tasks can hang on it.
    fn gather(&self, root: u32) -> Option<Gathered> {
        let kept = self.store.groups().filter(|(group, _)| group.root == root);
        let mut all: Vec<(Group, &[Span])> = kept.map(|(group, spans)| (*group, spans)).collect();
        let in_progress = self.store.live.iter();
        all.extend(
            in_progress
                .filter(|live| live.root == root && live.open > 0)
                .map(|live| (live.group(), live.spans.as_slice())),
        );
        all.sort_by_key(|(_, spans)| {
            let is_task = spans
                .first()
                .is_none_or(|first| first.kind == SpanKind::Task);
            (is_task, spans.first().map(|first| first.at_us))
        });
        let (first, spans) = all.first()?;
        let mut gathered = Gathered {
            spans: spans.to_vec(),
            title: first.title,
            cut: first.cut,
        };
        for (group, spans) in &all[1..] {
            let offset = gathered.spans.len() as u16;
            gathered.cut |= group.cut;
            gathered.spans.extend(spans.iter().map(|span| Span {
                parent: match span.parent {
                    NONE if group.parent < offset => group.parent,
                    NONE => NONE,
                    parent => parent + offset,
                },
                ..*span
            }));
        }
        Some(gathered)
    }

    fn view(&self, spans: &[Span], at: usize, depth: u32, began: i64) -> SpanView {
        let span = &spans[at];
        let owner = owner(spans, at);
        let (status, attempt) = match span.kind {
            SpanKind::Cache => (0, 0),
            _ => span::details(span.detail),
        };
        let name = |at| self.names.get(at).to_owned();
        SpanView {
            id: at as u32,
            parent: (span.parent != NONE).then_some(u32::from(span.parent)),
            depth,
            kind: span.kind,
            component: name(owner.source),
            replica: u32::from(owner.replica),
            peer: (owner.source != span.source).then(|| name(span.source)),
            name: name(span.name),
            from_us: micros(span.at_us - began),
            took_us: micros(self.over(span) - span.at_us),
            open: span.is_open(),
            error: span::error(span),
            status: (status > 0).then_some(status),
            attempt: (attempt > 0).then_some(attempt),
            hit: (span.kind == SpanKind::Cache).then_some(span.detail == span::HIT),
        }
    }

    /// Component and words of the span that explains a failure.
    pub(super) fn fault_words(&self, spans: &[Span]) -> Option<(String, String)> {
        let span = spans.get(usize::from(live::fault(spans)))?;
        Some((self.names.get(span.source).to_owned(), span::error(span)?))
    }
}

/// Who did it: what is done to others is done by the request or the try it is a part of.
fn owner(spans: &[Span], at: usize) -> &Span {
    let mut at = at;
    loop {
        let span = &spans[at];
        let own = matches!(
            span.kind,
            SpanKind::Browser
                | SpanKind::Server
                | SpanKind::Task
                | SpanKind::Try
                | SpanKind::QueueWait
                | SpanKind::ModelWait
                | SpanKind::Inference
        );
        if own || span.parent == NONE {
            return span;
        }
        at = usize::from(span.parent);
    }
}

/// Places and depths, parts behind what they are a part of, in order of time.
fn in_order(spans: &[Span]) -> Vec<(usize, u32)> {
    let mut parts: Vec<Vec<usize>> = vec![Vec::new(); spans.len()];
    let mut stack = Vec::new();
    for (at, span) in spans.iter().enumerate() {
        match parts.get_mut(usize::from(span.parent)) {
            Some(of) => of.push(at),
            None => stack.push((at, 0)),
        }
    }
    for of in &mut parts {
        of.sort_by_key(|&at| spans[at].at_us);
    }
    stack.reverse();
    let mut order = Vec::with_capacity(spans.len());
    while let Some((at, depth)) = stack.pop() {
        order.push((at, depth));
        stack.extend(parts[at].iter().rev().map(|&part| (part, depth + 1)));
    }
    order
}

pub(super) fn micros(us: i64) -> u32 {
    us.clamp(0, i64::from(u32::MAX)) as u32
}
