//! What is going to happen, in order of time; at the same instant in order of planning.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

use super::deadlines::Line;
use crate::parts::{Cause, Outcome};

/// Something planned. Indices point into the world's slabs; `life` and `wait` are tickets
/// (see [`super::slab::Slab`]): an event whose ticket is void is ignored.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Event {
    /// A second is over.
    Tick,
    /// The next user of a journey arrives, if the arrivals were not planned anew meanwhile.
    Arrive { journey: u16, plan: u32 },
    /// A user comes back to a journey.
    JourneyGoesOn { at: u32, wait: u32 },
    /// A user's call never arrived.
    UserRefused {
        at: u32,
        wait: u32,
        cause: Cause,
        status: u16,
    },
    /// A request that waited goes on at its step.
    RequestGoesOn { at: u32, wait: u32 },
    /// A call of a request is tried again.
    CallAgain { at: u32, wait: u32 },
    /// A query is executed.
    QueryDone { at: u32, life: u32 },
    /// The answer of a query has come to a request over a slow way.
    QueryAnswered { at: u32, wait: u32, pool: u8 },
    /// A user's call sets out, over a slow way.
    UserSends { at: u32, wait: u32 },
    /// A process ran out of memory.
    OutOfMemory {
        service: u16,
        replica: u16,
        epoch: u32,
    },
    /// A replica is ready again after it was killed.
    ReplicaBack {
        service: u16,
        replica: u16,
        epoch: u32,
    },
    /// A worker's process is ready again after it died.
    SlotBack {
        worker: u16,
        slot: u16,
        started: i64,
    },
    /// The load balancer asks a replica how it is.
    CheckReplica { service: u16, replica: u16 },
    /// And has waited long enough for its answer.
    CheckOver {
        service: u16,
        replica: u16,
        number: u32,
    },
    /// A model has answered.
    InferenceDone { at: u32, life: u32 },
    /// A third party has answered a request or a task.
    ExternalDone {
        external: u16,
        outcome: Outcome,
        at: u32,
        wait: u32,
    },
    /// A call of a request ended on the way: it never arrived, or its answer was slow.
    CallDone {
        outcome: Outcome,
        at: u32,
        wait: u32,
    },
    /// A task's own work is done.
    TaskWorked { at: u32, wait: u32 },
    /// Idle slots look into their queue.
    Feed { queue: u16 },
    /// A task is due again.
    TaskAgain { at: u32, wait: u32 },
    /// A request worker is back after it was killed.
    WorkerBack {
        service: u16,
        replica: u16,
        epoch: u32,
    },
    /// The earliest deadline of a line may be due.
    Deadline { line: u16 },
    /// A deadline that did not fit into its line.
    OneDeadline { line: Line, at: u32, ticket: u32 },
    /// A step of an act or of a planned deploy.
    ActStep { step: u32 },
    /// A fault begins or ends a phase.
    FaultTurns { fault: u16 },
}

/// A planned event under one number that orders by time, then by planning.
#[derive(Debug, Clone, Copy)]
struct Entry {
    key: u128,
    event: Event,
}

impl Entry {
    fn new(at: i64, seq: u64, event: Event) -> Self {
        // The sign is turned round, so that negative times come first among unsigned numbers.
        let at = (at as u64) ^ (1 << 63);
        Self {
            key: u128::from(at) << 64 | u128::from(seq),
            event,
        }
    }

    fn at(&self) -> i64 {
        (((self.key >> 64) as u64) ^ (1 << 63)) as i64
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        // Reversed: the heap gives its greatest, we want the earliest.
        other.key.cmp(&self.key)
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Entry {}

/// The plan.
#[derive(Debug, Clone, Default)]
pub(crate) struct Agenda {
    heap: BinaryHeap<Entry>,
    seq: u64,
}

impl Agenda {
    pub(crate) fn plan(&mut self, at: i64, event: Event) {
        self.seq += 1;
        self.heap.push(Entry::new(at, self.seq, event));
    }

    /// The next event at or before `until`.
    pub(crate) fn next(&mut self, until: i64) -> Option<(i64, Event)> {
        let top = self.heap.peek_mut()?;
        if top.at() > until {
            return None;
        }
        let entry = PeekMut::pop(top);
        Some((entry.at(), entry.event))
    }

    /// Events planned so far.
    pub(crate) fn planned(&self) -> u64 {
        self.seq
    }
}
