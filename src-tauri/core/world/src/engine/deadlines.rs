//! Time limits. Most are never reached, so they wait in lines beside the agenda: a limit is
//! the same for all in a line, so whoever came first is due first, and only the head of each
//! line costs an event.

use std::collections::VecDeque;

use super::agenda::Event;
use crate::World;

/// What a limit is for, and whose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    /// A user's patience with one call (a wait of a journey).
    Patience,
    /// A service's limit for one request (a life of a request).
    Service(u16),
    /// A caller's limit for one try at a call site (a wait of a request).
    Call(u16),
    /// The wait for a pool connection, by pool (a wait of a request).
    Pool(u16),
    /// When a wait for a lock is worth a line, by database (a life of a query).
    LockWait(u16),
    /// A database's limit of a wait for a lock (a life of a query).
    LockLimit(u16),
    /// A task kind's limit for one try (a life of a task: each try is one).
    Task(u16),
}

/// All lines.
#[derive(Debug, Clone, Default)]
pub(crate) struct Deadlines {
    lines: Vec<Queue>,
}

#[derive(Debug, Clone)]
struct Queue {
    line: Line,
    due: VecDeque<(i64, u32, u32)>,
    armed: bool,
}

impl Deadlines {
    /// Opens a line; its number is for [`World::limit`].
    pub(crate) fn open(&mut self, line: Line) -> u16 {
        self.lines.push(Queue {
            line,
            due: VecDeque::new(),
            armed: false,
        });
        (self.lines.len() - 1) as u16
    }
}

impl World {
    /// Sets a time limit `us` from now.
    pub(crate) fn limit(&mut self, line: u16, us: i64, at: u32, ticket: u32) {
        let due = self.now + us;
        let queue = &mut self.deadlines.lines[usize::from(line)];
        if queue.due.back().is_some_and(|last| last.0 > due) {
            // The limit was shortened while running: those set before are due later.
            self.agenda.plan(
                due,
                Event::OneDeadline {
                    line: queue.line,
                    at,
                    ticket,
                },
            );
            return;
        }
        queue.due.push_back((due, at, ticket));
        if !queue.armed {
            queue.armed = true;
            self.agenda.plan(due, Event::Deadline { line });
        }
    }

    pub(crate) fn on_deadline(&mut self, line: u16) {
        let number = usize::from(line);
        let kind = self.deadlines.lines[number].line;
        loop {
            let Some(&(due, at, ticket)) = self.deadlines.lines[number].due.front() else {
                self.deadlines.lines[number].armed = false;
                return;
            };
            let holds = self.limit_holds(kind, at, ticket);
            if holds && due > self.now {
                self.agenda.plan(due, Event::Deadline { line });
                return;
            }
            self.deadlines.lines[number].due.pop_front();
            if holds {
                self.on_limit(kind, at, ticket);
            }
        }
    }

    fn limit_holds(&self, line: Line, at: u32, ticket: u32) -> bool {
        match line {
            Line::Patience => self.journeys.waits(at, ticket),
            Line::Service(_) => self.requests.lives(at, ticket),
            Line::Call(_) | Line::Pool(_) => self.requests.waits(at, ticket),
            Line::LockWait(_) | Line::LockLimit(_) => self.still_locked(at, ticket),
            Line::Task(_) => self.tasks.lives(at, ticket),
        }
    }

    pub(crate) fn on_limit(&mut self, line: Line, at: u32, ticket: u32) {
        if !self.limit_holds(line, at, ticket) {
            return;
        }
        match line {
            Line::Patience => self.user_gives_up(at),
            Line::Service(_) => self.request_timed_out(at),
            Line::Call(_) => self.call_timed_out(at),
            Line::Pool(_) => self.pool_wait_over(at),
            Line::LockWait(_) | Line::LockLimit(_) => self.lock_wait(line, at),
            Line::Task(_) => self.task_timed_out(at),
        }
    }
}
