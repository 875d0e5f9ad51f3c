//! A limit on how often something is let in: a token bucket that holds one second's worth.

/// A rate limit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Door {
    /// Requests a second; 0: no limit.
    pub(crate) per_s: f64,
    /// Refused requests use it up, too.
    counts_refused: bool,
    tokens: f64,
    refilled: i64,
}

impl Door {
    pub(crate) fn new(per_s: Option<f64>, counts_refused: bool, now: i64) -> Self {
        let per_s = per_s.unwrap_or(0.0);
        Self {
            per_s,
            counts_refused,
            tokens: per_s.max(1.0),
            refilled: now,
        }
    }

    /// Whether one more is let in now.
    pub(crate) fn lets_in(&mut self, now: i64) -> bool {
        if self.per_s <= 0.0 {
            return true;
        }
        let most = self.per_s.max(1.0);
        self.tokens = (self.tokens + (now - self.refilled) as f64 * self.per_s / 1e6).min(most);
        self.refilled = now;
        let within = self.tokens >= 1.0;
        if within || self.counts_refused {
            // Never deeper than a second: who stays away that long is let in again.
            self.tokens = (self.tokens - 1.0).max(-most);
        }
        within
    }
}

#[cfg(test)]
mod tests {
    use super::Door;

    fn let_in(counts_refused: bool, per_s: f64, asked_per_s: i64, seconds: i64) -> usize {
        let mut door = Door::new(Some(per_s), counts_refused, 0);
        (0..asked_per_s * seconds)
            .filter(|n| door.lets_in(n * 1_000_000 / asked_per_s))
            .count()
    }

    #[test]
    fn who_asks_twice_as_often_gets_in_as_often_unless_refusals_count() {
        assert!((950..=1_060).contains(&let_in(false, 50.0, 100, 20)));
        // Every refused one costs what would have let another in.
        assert!(let_in(true, 50.0, 100, 20) < 100);
        assert_eq!(let_in(true, 50.0, 40, 20), 800);
    }

    #[test]
    fn without_a_limit_everyone_is_let_in() {
        assert_eq!(let_in(true, 0.0, 100, 20), 2_000);
    }
}
