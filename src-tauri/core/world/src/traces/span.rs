//! What is stored of a span: 24 bytes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::logs::FAULT_CODES;
use crate::parts::{Cause, NONE};

/// Duration of a span that is not over.
pub(crate) const OPEN: u32 = u32::MAX;
/// No error. Other causes: a [`FAULT_CODES`] index + 1, or one of those below.
pub(crate) const WELL: u8 = 0;
/// Whoever waited has left.
pub(crate) const LEFT: u8 = u8::MAX;
/// The page came, and its script failed.
pub(crate) const SCRIPT: u8 = u8::MAX - 1;
/// Thrown out of its queue.
pub(crate) const PURGED: u8 = u8::MAX - 2;
/// Detail of a look-up that found something.
pub(crate) const HIT: u16 = 1;

/// Bits of a detail that hold an HTTP status; those above hold the number of the try.
const STATUS_BITS: u32 = 10;

/// What a span is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum SpanKind {
    /// A call from a browser, until the user has an answer or leaves.
    Browser,
    /// A request in a service, from its arrival to its end.
    Server,
    /// Waits in the listen queue for a worker.
    WorkerWait,
    /// Waits for a connection from the pool.
    ConnectionWait,
    /// A query, from sending it to its answer.
    Query,
    /// A cache look-up.
    Cache,
    /// One try of a call to another service, a model or a third party.
    Call,
    /// A cached answer was served instead of a call.
    Fallback,
    /// A task is published.
    Publish,
    /// A task, from its publication to its end.
    Task,
    /// A task waits in its queue.
    QueueWait,
    /// One try of a task on a worker.
    Try,
    /// An inference waits for a slot of the model.
    ModelWait,
    /// A model computes.
    Inference,
}

/// One span. Its number is its place in its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    /// Microseconds from STARTEX.
    pub(crate) at_us: i64,
    /// [`OPEN`]: not over.
    pub(crate) dur_us: u32,
    /// Number of the span it is a part of; [`NONE`]: of none in this group.
    pub(crate) parent: u16,
    /// Name of the component it is about: the database of a query, the callee of a call.
    pub(crate) source: u16,
    pub(crate) replica: u16,
    /// Name of the endpoint, table, task; 0: none.
    pub(crate) name: u16,
    /// See [`detail`]; of a look-up: [`HIT`] or 0.
    pub(crate) detail: u16,
    pub(crate) kind: SpanKind,
    pub(crate) cause: u8,
}

impl Span {
    /// A span that begins.
    #[inline]
    pub(crate) fn new(kind: SpanKind, at_us: i64, source: u16, name: u16) -> Self {
        Self {
            at_us,
            dur_us: OPEN,
            parent: NONE,
            source,
            replica: 0,
            name: if name == NONE { 0 } else { name },
            detail: 0,
            kind,
            cause: WELL,
        }
    }

    /// The same, ended after some time.
    #[inline]
    pub(crate) fn lasting(mut self, us: i64) -> Self {
        self.dur_us = us.clamp(0, i64::from(OPEN - 1)) as u32;
        self
    }

    #[inline]
    pub(crate) fn end(&mut self, now: i64, cause: u8) {
        *self = self.lasting(now - self.at_us);
        self.cause = cause;
    }

    #[inline]
    pub(crate) fn is_open(&self) -> bool {
        self.dur_us == OPEN
    }
}

/// A status (0: none) and the number of a try (0: not counted) as one number.
#[inline]
pub(crate) fn detail(status: u16, attempt: u32) -> u16 {
    (attempt.min(63) as u16) << STATUS_BITS | status.min((1 << STATUS_BITS) - 1)
}

/// The inverse of [`detail`]: status and number of the try.
pub(crate) fn details(detail: u16) -> (u16, u16) {
    (detail & ((1 << STATUS_BITS) - 1), detail >> STATUS_BITS)
}

/// A cause as spans keep it.
#[inline]
pub(crate) fn packed(cause: Cause) -> u8 {
    cause as u8 + 1
}

/// What went wrong with a span, in words; None: nothing. A caller sees a status, not its cause.
pub(crate) fn error(span: &Span) -> Option<String> {
    let (status, _) = details(span.detail);
    let calls = matches!(span.kind, SpanKind::Browser | SpanKind::Call);
    if calls && span.cause != WELL && status >= 500 {
        return Some(format!("HTTP {status}"));
    }
    words(span.kind, span.cause).map(str::to_owned)
}

fn words(kind: SpanKind, cause: u8) -> Option<&'static str> {
    let words = match cause {
        WELL => return None,
        LEFT if kind == SpanKind::Browser => "the user left",
        LEFT => "whoever waited has left",
        SCRIPT => "the page came, its script failed",
        PURGED => "thrown out of the queue",
        _ => match FAULT_CODES.get(usize::from(cause) - 1).copied() {
            Some("pool-timeout") => "no connection in time",
            Some("db-too-many") => "too many connections",
            Some("db-down") => "the database does not answer",
            Some("call-timeout") => "timed out",
            Some("call-refused") => "refused",
            Some("call-error") => "answered with an error",
            Some("app-error") => "unhandled exception",
            Some("model-timeout") => "the model did not answer in time",
            Some("rate-limited") => "rate limited",
            Some("gpu-oom") => "out of GPU memory",
            Some("no-address") => "its name has no address",
            Some("certificate") => "certificate expired",
            Some("disk-full") => "disk full",
            Some("lock-timeout") => "no lock in time",
            Some("terminated") => "ended by an administrator",
            Some("stale-read") => "not there yet on the replica",
            Some("schema") => "schema does not fit",
            Some("worker-lost") => "worker lost",
            Some(code) => code,
            None => "failed",
        },
    };
    Some(words)
}
