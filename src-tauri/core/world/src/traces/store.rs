//! Where traces are kept: sealed blocks that clones share. Those of failed user calls and
//! tasks apart from the others, so that they can be kept longer.

use std::collections::VecDeque;
use std::sync::Arc;

use super::live::Live;
use super::span::{self, Span};

/// Spans kept at most, 24 bytes each. Beyond it the oldest blocks go: first those without a
/// failed call, then those with.
pub(crate) const MAX_SPANS: usize = 1_500_000;
/// Traces of calls without a failure that are kept, a second, roughly.
pub(crate) const KEPT_PER_S: f64 = 5.0;
/// A block is sealed at so many spans.
const BLOCK: usize = 2048;

/// Traces of a run: those in progress, and those that were kept.
#[derive(Debug, Clone)]
pub struct TraceStore {
    pub(super) on: bool,
    /// Of the calls without a failure one in so many is kept.
    pub(super) one_in: u32,
    pub(super) live: Vec<Live>,
    pub(super) free: Vec<u32>,
    failed: Ring,
    others: Ring,
    max_spans: usize,
}

/// Spans of one user call, or of a task that outlived its call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) root: u32,
    /// Where its spans begin in their block.
    first: u32,
    pub(super) count: u16,
    /// Span of the user call it hangs on; NONE: it is the user call, or that was not kept.
    pub(super) parent: u16,
    /// Name of the journey or task.
    pub(super) title: u16,
    /// Spans with an error.
    pub(super) errors: u16,
    pub(super) cut: bool,
}

#[derive(Debug, Clone, Default)]
struct Ring {
    blocks: VecDeque<Arc<Block>>,
    tail: Block,
    spans: usize,
}

#[derive(Debug, Clone, Default)]
struct Block {
    groups: Vec<Group>,
    spans: Vec<Span>,
}

impl Default for TraceStore {
    /// Empty, and keeps everything.
    fn default() -> Self {
        Self {
            on: true,
            one_in: 1,
            live: Vec::new(),
            free: Vec::new(),
            failed: Ring::default(),
            others: Ring::default(),
            max_spans: MAX_SPANS,
        }
    }
}

impl Group {
    pub(super) fn of(live: &Live, parent: u16) -> Self {
        Self {
            root: live.root,
            first: 0,
            count: live.spans.len() as u16,
            parent,
            title: live.title,
            errors: live.errors,
            cut: live.cut,
        }
    }
}

impl TraceStore {
    /// Traces kept.
    pub fn len(&self) -> usize {
        self.groups().count()
    }

    /// Nothing was kept yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Spans kept; see also [`TraceStore::in_progress`].
    pub fn spans(&self) -> usize {
        self.failed.spans + self.others.spans
    }

    /// Memory of what is kept, bytes.
    pub fn bytes(&self) -> usize {
        self.spans() * size_of::<Span>() + self.len() * size_of::<Group>()
    }

    /// Puts what is in progress into what is kept. `parent`: see [`Group`].
    pub(super) fn keep(&mut self, trace: u32, parent: u16) {
        let live = &self.live[trace as usize];
        let failed = live
            .spans
            .first()
            .is_some_and(|first| first.cause != span::WELL);
        let ring = if failed {
            &mut self.failed
        } else {
            &mut self.others
        };
        ring.push(Group::of(live, parent), &live.spans);
        while self.spans() > self.max_spans {
            if !self.others.forget() && !self.failed.forget() {
                return;
            }
        }
    }

    /// All that is kept with its spans, oldest first within the failed and within the others.
    pub(super) fn groups(&self) -> impl Iterator<Item = (&Group, &[Span])> {
        self.failed.groups().chain(self.others.groups())
    }

    /// Of the calls without a failure, one in so many is kept.
    pub(crate) fn set_sample(&mut self, one_in: u32) {
        self.one_in = one_in.max(1);
    }

    pub(crate) fn set_on(&mut self, on: bool) {
        self.on = on;
    }

    pub(crate) fn set_limit(&mut self, max_spans: usize) {
        self.max_spans = max_spans;
    }
}

impl Ring {
    fn push(&mut self, mut group: Group, spans: &[Span]) {
        group.first = self.tail.spans.len() as u32;
        self.tail.groups.push(group);
        self.tail.spans.extend_from_slice(spans);
        self.spans += spans.len();
        if self.tail.spans.len() >= BLOCK {
            let block = std::mem::take(&mut self.tail);
            self.tail.spans.reserve(BLOCK + BLOCK / 4);
            self.blocks.push_back(Arc::new(block));
        }
    }

    /// Drops the oldest sealed block. False: there is none.
    fn forget(&mut self) -> bool {
        let Some(block) = self.blocks.pop_front() else {
            return false;
        };
        self.spans -= block.spans.len();
        true
    }

    fn groups(&self) -> impl Iterator<Item = (&Group, &[Span])> {
        let blocks = self.blocks.iter().map(Arc::as_ref);
        blocks.chain([&self.tail]).flat_map(|block| {
            block.groups.iter().map(|group| {
                let first = group.first as usize;
                (group, &block.spans[first..first + usize::from(group.count)])
            })
        })
    }
}

/// Of how many calls one is kept, at a rate of calls a second.
pub(crate) fn one_in(calls_per_s: f64) -> u32 {
    (libm::round(calls_per_s / KEPT_PER_S) as u32).max(1)
}
