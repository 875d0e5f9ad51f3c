//! What is seen of what was measured: the pipeline that brings it may be late, or blind.
//!
//! What was measured stays the truth, for the record and for service levels. Alerts and
//! graphs go by what is seen.

use crate::World;
use crate::expr::Expr;
use crate::faults::Strike;
use crate::parts::{NONE, Part, Process};

/// Gaps and delays of what is seen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sight {
    /// Seconds for which nothing of a part was seen; None: of anything.
    holes: Vec<Hole>,
    /// The second until which everything has arrived. It never goes back: what was seen was seen.
    until_s: i32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hole {
    part: Option<Part>,
    from_s: i32,
    until_s: i32,
}

impl Sight {
    pub(crate) fn new(from_s: i32) -> Self {
        Self {
            holes: Vec::new(),
            until_s: from_s,
        }
    }

    fn hides(&self, part: Option<Part>, second: i32) -> bool {
        self.hole(part, second).is_some()
    }

    /// What hides a second of a part.
    fn hole(&self, part: Option<Part>, second: i32) -> Option<&Hole> {
        self.holes.iter().find(|hole| {
            (hole.from_s..hole.until_s).contains(&second)
                && hole.part.is_none_or(|hidden| part == Some(hidden))
        })
    }

    fn blind(&mut self, part: Option<Part>, second: i32) {
        let open = self
            .holes
            .iter_mut()
            .find(|hole| hole.part == part && hole.until_s == second);
        match open {
            Some(hole) => hole.until_s += 1,
            None => self.holes.push(Hole {
                part,
                from_s: second,
                until_s: second + 1,
            }),
        }
    }
}

impl World {
    /// The second that is just over: what of it will be seen, and when?
    pub(super) fn look_at_second(&mut self, second: i32) {
        let by = Process::OUTSIDE;
        let everything = self.telemetry_place;
        let late = self.added(everything, Strike::Late, NONE, by, by) as u32;
        let late = i32::try_from(late).unwrap_or(i32::MAX);
        self.sight.until_s = self.sight.until_s.max(second + 1 - late);
        if self.added(everything, Strike::Blind, NONE, by, by) > 0.0 {
            self.sight.blind(None, second);
        }
        if self.faults.is_empty() {
            return;
        }
        for part in self.parts() {
            let place = self.part_place(part);
            if self.struck(place) && self.added(place, Strike::Blind, NONE, by, by) > 0.0 {
                self.sight.blind(Some(part), second);
            }
        }
    }

    /// The second until which measurements have arrived by now.
    pub fn seen_until_s(&self) -> i32 {
        self.sight.until_s
    }

    /// As [`World::eval`], of what has arrived by now. None: not yet, or the last second of the
    /// window was never seen.
    pub fn seen(&self, expr: &Expr, at_s: i32, window_s: u32) -> Option<f64> {
        if at_s > self.seen_until_s() || self.hidden(expr, at_s) {
            return None;
        }
        self.eval(expr, at_s, window_s)
    }

    /// Whether one of the terms of an expression was not seen in the second before `at_s`.
    pub(crate) fn hidden(&self, expr: &Expr, at_s: i32) -> bool {
        !self.sight.holes.is_empty()
            && expr
                .terms()
                .into_iter()
                .any(|(component, _)| self.sight.hides(self.find_part(component), at_s - 1))
    }

    /// The latest second before which something of a component was seen, at `at_s` or earlier, as
    /// far as is known by now. None: nothing of it ever was.
    pub fn last_seen_s(&self, component: &str, at_s: i32) -> Option<i32> {
        let part = self.find_part(component);
        let mut last = at_s.min(self.seen_until_s());
        while let Some(hole) = self.sight.hole(part, last - 1) {
            last = hole.from_s;
        }
        (last > self.telemetry.from_s()).then_some(last)
    }

    /// Whether a component was seen in the second before `at_s`, as far as is known by now.
    pub fn is_seen(&self, component: &str, at_s: i32) -> bool {
        let hidden = self.sight.hides(self.find_part(component), at_s - 1);
        at_s <= self.seen_until_s() && !hidden
    }
}
