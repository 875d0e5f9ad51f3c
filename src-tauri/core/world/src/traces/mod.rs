//! Traces: spans of every failed user call and a sample of the others.
//!
//! A user call's spans are recorded while it runs and judged when all that it set going is
//! over: what failed, had an error in it or took long is kept, and of the rest one in n. The
//! number of a trace is what the logs call `req`. Recording draws no chance of its own.

mod hooks;
mod live;
mod search;
mod span;
mod store;
mod tree;

pub(crate) use live::Link;
pub use search::{DURATIONS_MS, MAX_ROWS, TraceFilter, TracePage, TraceRow};
pub use span::SpanKind;
pub use store::TraceStore;
pub(crate) use store::one_in;
pub use tree::{SpanView, TraceView};

use crate::logs::Names;

/// The traces of a world, to be read.
#[derive(Debug, Clone, Copy)]
pub struct Traces<'a> {
    pub(crate) store: &'a TraceStore,
    pub(crate) names: &'a Names,
    /// Microseconds from STARTEX; spans that are not over reach to here.
    pub(crate) now: i64,
}
