//! Circuit breakers: they watch the last seconds of an edge, and cut it.

use crate::World;
use crate::logs::{LogLevel, LogLine};
use crate::parts::edge::BreakerState;

impl World {
    /// Whether the breaker lets a call through now.
    pub(super) fn breaker_passes(&mut self, edge: u16) -> bool {
        let now = self.now;
        let known = &mut self.edges[usize::from(edge)];
        if let Some(open) = known.forced {
            return !open;
        }
        match known.state {
            BreakerState::Closed => true,
            BreakerState::Open { until } | BreakerState::HalfOpen { until } if now < until => false,
            BreakerState::Open { .. } | BreakerState::HalfOpen { .. } => {
                let open_us = known
                    .breaker
                    .as_ref()
                    .map_or(0, |breaker| breaker.open_us as i64);
                known.state = BreakerState::HalfOpen {
                    until: now + open_us,
                };
                self.log_breaker(edge, 2);
                true
            }
        }
    }

    /// Counts a call's end and moves its breaker.
    pub(crate) fn count_call(&mut self, edge: u16, failed: bool) {
        let now = self.now;
        let known = &mut self.edges[usize::from(edge)];
        known.count(failed);
        let Some(breaker) = &known.breaker else {
            return;
        };
        if known.forced.is_some() {
            return;
        }
        let changed = match known.state {
            BreakerState::HalfOpen { .. } if failed => {
                known.state = BreakerState::Open {
                    until: now + breaker.open_us as i64,
                };
                Some(1)
            }
            BreakerState::HalfOpen { .. } => {
                known.state = BreakerState::Closed;
                known.forget();
                Some(0)
            }
            BreakerState::Closed => {
                let (calls, failures) = known.recent();
                let trips = failed
                    && calls >= breaker.min_calls
                    && f64::from(failures) >= breaker.failure_ratio * f64::from(calls);
                trips.then(|| {
                    known.state = BreakerState::Open {
                        until: now + breaker.open_us as i64,
                    };
                    1
                })
            }
            BreakerState::Open { .. } => None,
        };
        if let Some(state) = changed {
            self.log_breaker(edge, state);
        }
    }

    fn log_breaker(&mut self, edge: u16, state: u32) {
        let known = &self.edges[usize::from(edge)];
        let (from, target) = (known.from, known.target);
        let level = if state == 0 {
            LogLevel::Info
        } else {
            LogLevel::Warn
        };
        let source = self.part_name(from);
        self.log(source, 0, 0, level, LogLine::Breaker, target, state, 0);
    }
}
