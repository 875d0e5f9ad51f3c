//! Traces in progress: spans are added, ended, and judged when nobody works on them any more.

use super::TraceStore;
use super::span::{self, Span, SpanKind};
use super::store::Group;
use crate::parts::NONE;

/// Spans of one trace at most; further ones are left out and the trace says so.
pub(crate) const MAX_SPANS_EACH: usize = 500;
/// A user call that takes longer is kept.
const SLOW_US: u32 = 2_000_000;
/// "No trace".
const NOWHERE: u32 = u32::MAX;

/// A place in a trace in progress. Nowhere when traces are off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) trace: u32,
    /// Number of the span; [`NONE`]: left out.
    pub(crate) span: u16,
}

impl Link {
    /// Another span of the same trace.
    pub(crate) fn to(self, span: u16) -> Self {
        Self { span, ..self }
    }

    /// Belongs to no trace.
    pub(crate) const NOWHERE: Self = Self {
        trace: NOWHERE,
        span: NONE,
    };
}

/// A user call, or a task of one, in progress.
#[derive(Debug, Clone, Default)]
pub(super) struct Live {
    pub(super) root: u32,
    /// Name of the journey or task.
    pub(super) title: u16,
    /// Emptied, not dropped, when the trace is over: the next one here needs no allocation.
    pub(super) spans: Vec<Span>,
    /// Spans with an error.
    pub(super) errors: u16,
    /// Some were left out.
    pub(super) cut: bool,
    /// Users, requests and tasks that still add to it.
    pub(super) open: u32,
    /// Tasks it published that are not over; they ask what became of it.
    tasks: u32,
    fate: Fate,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Fate {
    #[default]
    Open,
    Kept,
    Dropped,
}

impl Live {
    /// Whether its first span is over and failed.
    pub(super) fn has_failed(&self) -> bool {
        self.open > 0
            && self
                .spans
                .first()
                .is_some_and(|first| !first.is_open() && first.cause != span::WELL)
    }

    pub(super) fn group(&self) -> Group {
        Group::of(self, NONE)
    }
}

impl TraceStore {
    /// A trace begins with its first span. It is held open once.
    #[inline]
    pub(super) fn open(&mut self, root: u32, title: u16, first: Span) -> Link {
        if !self.on {
            return Link::NOWHERE;
        }
        let trace = self.free.pop().unwrap_or_else(|| {
            self.live.push(Live::default());
            (self.live.len() - 1) as u32
        });
        let live = &mut self.live[trace as usize];
        (live.root, live.title, live.errors, live.cut) = (root, title, 0, false);
        (live.open, live.tasks, live.fate) = (1, 0, Fate::Open);
        live.spans.push(first);
        Link { trace, span: 0 }
    }

    /// Adds a span that is a part of another one. Returns where it is.
    #[inline]
    pub(super) fn add(&mut self, parent: Link, mut span: Span) -> Link {
        if parent.trace == NOWHERE {
            return Link::NOWHERE;
        }
        let live = &mut self.live[parent.trace as usize];
        if live.spans.len() >= MAX_SPANS_EACH {
            live.cut = true;
            return Link {
                span: NONE,
                ..parent
            };
        }
        // A part of one that was left out hangs on the first.
        span.parent = if parent.span == NONE { 0 } else { parent.span };
        live.errors += u16::from(span.cause != span::WELL);
        live.spans.push(span);
        Link {
            trace: parent.trace,
            span: (live.spans.len() - 1) as u16,
        }
    }

    /// A span, for changes; None: there is none.
    #[inline]
    pub(super) fn span_mut(&mut self, at: Link) -> Option<&mut Span> {
        if at.trace == NOWHERE || at.span == NONE {
            return None;
        }
        self.live[at.trace as usize]
            .spans
            .get_mut(usize::from(at.span))
    }

    /// A span is over, or turns out to have failed after all.
    #[inline]
    pub(super) fn end(&mut self, at: Link, now: i64, cause: u8) {
        let Some(span) = self.span_mut(at) else {
            return;
        };
        if span.is_open() {
            span.end(now, span::WELL);
        }
        if cause != span::WELL && span.cause == span::WELL {
            span.cause = cause;
            self.live[at.trace as usize].errors += 1;
        }
    }

    /// Somebody more adds to a trace.
    #[inline]
    pub(super) fn hold(&mut self, trace: u32) {
        if trace != NOWHERE {
            self.live[trace as usize].open += 1;
        }
    }

    /// Somebody is done with a trace; the last one has it judged.
    pub(super) fn let_go(&mut self, trace: u32) {
        if trace == NOWHERE {
            return;
        }
        let one_in = self.one_in;
        let live = &mut self.live[trace as usize];
        live.open -= 1;
        if live.open > 0 {
            return;
        }
        let slow = live
            .spans
            .first()
            .is_some_and(|first| first.dur_us > SLOW_US);
        let keep = live.errors > 0 || slow || sampled(live.root, one_in);
        live.fate = if keep { Fate::Kept } else { Fate::Dropped };
        self.settle(trace, keep, NONE);
    }

    /// A task was published from here and may later ask what became of the trace.
    pub(super) fn hold_for_task(&mut self, from: Link) {
        if from.trace != NOWHERE {
            self.live[from.trace as usize].tasks += 1;
        }
    }

    /// A task is over. `own`: its spans; nowhere if it was never begun.
    pub(super) fn end_task(&mut self, from: Link, own: u32) {
        let fate = self.live.get(from.trace as usize).map(|live| live.fate);
        if own != NOWHERE {
            let live = &self.live[own as usize];
            match fate {
                Some(Fate::Open) => self.append(from, own),
                Some(Fate::Kept) => self.settle(own, true, from.span),
                _ => {
                    let keep = live.errors > 0 || sampled(live.root, self.one_in);
                    self.settle(own, keep, NONE);
                }
            }
        }
        if fate.is_some() {
            let live = &mut self.live[from.trace as usize];
            live.tasks -= 1;
            if live.tasks == 0 && live.fate != Fate::Open {
                self.free.push(from.trace);
            }
        }
    }

    /// The user call is not over yet: the task's spans become a part of it.
    fn append(&mut self, from: Link, own: u32) {
        let mut spans = std::mem::take(&mut self.live[own as usize].spans);
        let live = &mut self.live[from.trace as usize];
        let offset = live.spans.len() as u16;
        if live.spans.len() + spans.len() > MAX_SPANS_EACH {
            live.cut = true;
        } else {
            for span in &mut spans {
                span.parent = match span.parent {
                    NONE if from.span == NONE => 0,
                    NONE => from.span,
                    parent => parent + offset,
                };
                live.errors += u16::from(span.cause != span::WELL);
            }
            live.spans.extend_from_slice(&spans);
        }
        spans.clear();
        let own_slot = &mut self.live[own as usize];
        (own_slot.spans, own_slot.open) = (spans, 0);
        self.free.push(own);
    }

    /// Puts a trace into the store or forgets it. `parent`: span of its user call it hangs on.
    fn settle(&mut self, trace: u32, keep: bool, parent: u16) {
        if keep {
            self.keep(trace, parent);
        }
        let live = &mut self.live[trace as usize];
        live.spans.clear();
        live.open = 0;
        if live.tasks == 0 {
            self.free.push(trace);
        } else {
            // Its tasks may wait long, and there may be many.
            live.spans = Vec::new();
        }
    }

    /// Number of users, requests and tasks that hold a trace. 0 when nothing is in flight.
    pub fn in_progress(&self) -> u32 {
        self.live.iter().map(|live| live.open + live.tasks).sum()
    }
}

/// Whether a root is one of the sample. The same for a call and its tasks.
fn sampled(root: u32, one_in: u32) -> bool {
    let mixed = root.wrapping_mul(0x85eb_ca6b);
    ((mixed ^ (mixed >> 15)).wrapping_mul(0xc2b2_ae35) >> 8).is_multiple_of(one_in)
}

/// The failed span that explains the others: from the first down to the last failed part.
pub(super) fn fault(spans: &[Span]) -> u16 {
    let mut at = match spans.iter().position(|span| span.cause != span::WELL) {
        Some(first) => first,
        None => return NONE,
    };
    let mut begins = at + 1;
    // Parts stand behind what they are a part of.
    while let Some(next) = (begins..spans.len()).rev().find(|&next| {
        let span = &spans[next];
        span.cause != span::WELL && usize::from(span.parent) == at && span.kind != SpanKind::Task
    }) {
        (at, begins) = (next, next + 1);
    }
    at as u16
}
