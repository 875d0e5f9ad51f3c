//! Replication: replicas that follow, fall behind, and take over.

use std::collections::VecDeque;

use crate::World;
use crate::faults::Strike;
use crate::logs::{LogLevel, LogLine};
use crate::parts::query::Query;
use crate::parts::replica::Stand;
use crate::parts::request::Ask;
use crate::parts::{Cause, NONE};

/// What is sent takes so long to arrive and be replayed when nothing is in the way.
const ARRIVES_US: i64 = 2_000;

/// A replica's state: what it has not replayed yet.
#[derive(Debug, Clone)]
pub(crate) struct Follows {
    /// Database it follows.
    pub(crate) of: u16,
    /// Writes a second it can replay.
    pub(crate) replays: f64,
    /// (when written, how many) not replayed yet, oldest first.
    behind: VecDeque<(i64, u32)>,
    /// Part of a write that it had time for and that was not there.
    credit: f64,
}

impl Follows {
    pub(crate) fn new(of: u16, replays: f64) -> Self {
        Self {
            of,
            replays,
            behind: VecDeque::new(),
            credit: 0.0,
        }
    }

    /// How far behind it is, microseconds.
    pub(crate) fn lag_us(&self, now: i64) -> i64 {
        self.behind.front().map_or(0, |&(since, _)| now - since)
    }

    /// Writes it does not know.
    pub(crate) fn unknown(&self) -> u32 {
        self.behind.iter().map(|&(_, writes)| writes).sum()
    }

    fn replay(&mut self, speed: f64) {
        self.credit = (self.credit + self.replays * speed).min(self.replays.max(1.0));
        while let Some((_, writes)) = self.behind.front_mut() {
            let now = (*writes).min(self.credit as u32);
            *writes -= now;
            self.credit -= f64::from(now);
            if *writes > 0 {
                break;
            }
            self.behind.pop_front();
        }
        if self.behind.is_empty() {
            // Time that nobody needed cannot be saved.
            self.credit = 0.0;
        }
    }
}

impl World {
    /// Every second: replicas get what was written in it, and replay what they can.
    pub(crate) fn replicate(&mut self) {
        for at in 0..self.databases.len() {
            let Some(of) = self.databases[at].follows.as_ref().map(|known| known.of) else {
                continue;
            };
            let (now, writes) = (self.now, self.databases[usize::from(of)].second.writes);
            let place = self.databases[at].place;
            let own = self.database_process(at as u16);
            let lost = self.added(place, Strike::ReplicaLag, NONE, own, own);
            let up = self.databases[at].stand == Stand::Up && !self.down_for_sure(place, own);
            let speed = if up { (1.0 - lost).max(0.0) } else { 0.0 };
            if let Some(follows) = &mut self.databases[at].follows {
                if writes > 0 {
                    // Written half a second ago, on average.
                    follows.behind.push_back((now - 500_000, writes));
                }
                follows.replay(speed);
            }
        }
    }

    /// Whether a query asks a replica for what its user wrote and it does not know yet.
    pub(super) fn reads_stale(&self, database: u16, at: u32, ask: Ask) -> bool {
        let Some(follows) = &self.databases[usize::from(database)].follows else {
            return false;
        };
        let wrote = self.requests[at].wrote;
        !ask.write
            && wrote.table == ask.table
            && wrote.at > self.now - follows.lag_us(self.now).max(ARRIVES_US)
    }

    /// The row is not there, so the application fails.
    pub(super) fn found_nothing(&mut self, at: u32, sent: &Query) {
        self.databases[usize::from(sent.database)].second.stale += 1;
        self.release_after_query(at, sent.pool);
        self.step_failed(at, Cause::StaleRead);
    }

    /// The replica of a database that is there and knows most; the first of equals.
    pub(crate) fn ready_replica_of(&self, database: u16) -> Option<u16> {
        let ready = |at: u16| {
            let known = &self.databases[usize::from(at)];
            let own = self.database_process(at);
            known.stand == Stand::Up && !self.down_for_sure(known.place, own)
        };
        let all = (0..self.databases.len() as u16).filter(|&at| ready(at));
        let follows = all.filter_map(|at| {
            let follows = self.databases[usize::from(at)].follows.as_ref()?;
            (follows.of == database).then_some((follows.unknown(), at))
        });
        follows.min().map(|(_, at)| at)
    }

    /// A replica of a database, in whatever state.
    pub(crate) fn replica_of(&self, database: u16) -> Option<u16> {
        let all = self.databases.iter().enumerate();
        let follows = all.filter_map(|(at, known)| {
            let follows = known.follows.as_ref()?;
            (follows.of == database).then_some((follows.unknown(), at as u16))
        });
        follows.min().map(|(_, at)| at)
    }

    /// The replica takes over: what it does not know is lost. It is built anew itself.
    /// Returns how many writes were lost.
    pub(crate) fn promote(&mut self, database: u16, replica: u16) -> u32 {
        let follows = self.databases[usize::from(replica)].follows.as_mut();
        let lost = follows.map_or(0, |follows| {
            let lost = follows.unknown();
            follows.behind.clear();
            lost
        });
        let known = &mut self.databases[usize::from(database)];
        known.node += 1;
        known.second.lost += lost;
        let source = known.name;
        let line = LogLine::DbPromoted;
        self.log(source, 0, 0, LogLevel::Warn, line, 0, lost, 0);
        lost
    }
}
