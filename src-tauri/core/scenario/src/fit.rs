//! Fitting a run sheet to another slot.

use crate::model::{Scenario, Trigger};

/// No deadline gets shorter than this by fitting.
const SHORTEST_MS: u32 = 30_000;

impl Scenario {
    /// The same scenario in another length, milliseconds: what stands on the clock moves
    /// with it (times, silences, deadlines, pauses after alerts and injects), rounded to
    /// seconds. What the system does keeps its own time (faults, their shapes and ends),
    /// and so do the answers to acts and the communication norms.
    pub fn fitted(&self, length_ms: u32) -> Self {
        let mut fitted = self.clone();
        let from = u64::from(self.length_ms.max(1));
        let scale = |ms: u32| {
            let scaled = u64::from(ms) * u64::from(length_ms) / from;
            u32::try_from((scaled + 500) / 1000 * 1000).unwrap_or(u32::MAX)
        };
        if length_ms == self.length_ms || length_ms == 0 {
            return fitted;
        }
        fitted.length_ms = length_ms;
        for inject in &mut fitted.injects {
            match &mut inject.trigger {
                Trigger::At { at_ms } => *at_ms = scale(*at_ms),
                Trigger::Silent { for_ms, .. } => *for_ms = scale(*for_ms).max(SHORTEST_MS),
                Trigger::Alert { after_ms, .. } | Trigger::Inject { after_ms, .. } => {
                    *after_ms = scale(*after_ms);
                }
                Trigger::Act { .. } | Trigger::Tray => {}
            }
        }
        for expectation in &mut fitted.expectations {
            expectation.within_ms = scale(expectation.within_ms).max(SHORTEST_MS);
        }
        fitted
    }
}
