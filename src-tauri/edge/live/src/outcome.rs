//! What came of a drill, in a few figures: kept in the journal when it has ended, so that the
//! library need not play it again to say so.

use drill::judge::{self, Standing};
use drill::{Drill, times, words};
use serde::{Deserialize, Serialize};
use wire::parts::Tone;

/// Kept figures of another version are made anew when the drill is opened.
const VERSION: u32 = 1;

/// What came of a drill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    v: u32,
    /// Users were hit.
    hit: bool,
    /// Time to mitigate, milliseconds; None: not reached.
    mitigated_ms: Option<i64>,
    /// Checks were run and green.
    validated: bool,
    /// Expectations met in time, and of how many.
    met: usize,
    judged: usize,
}

impl Outcome {
    /// Of a drill that has ended.
    pub fn of(drill: &Drill) -> Self {
        let (scenario, state) = (drill.scenario(), drill.state());
        let key = times::key_times(scenario, state);
        let judged = judge::expectations(scenario, state);
        let met = judged.iter().filter(|one| one.standing == Standing::Met);
        Self {
            v: VERSION,
            hit: key.impact.is_some(),
            mitigated_ms: key.ttm(),
            validated: key.validated.is_some(),
            met: met.count(),
            judged: judged.len(),
        }
    }

    /// As it was kept. None: of another version, or damaged.
    pub fn read(kept: &str) -> Option<Self> {
        let read: Self = serde_json::from_str(kept).ok()?;
        (read.v == VERSION).then_some(read)
    }

    /// To be kept.
    pub fn kept(&self) -> String {
        // Figures and truths always write.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// In a few words, and whether it went well.
    pub fn says(&self) -> (String, Tone) {
        let (end, tone) = match (self.hit, self.mitigated_ms) {
            // A drill that ended before anything happened went neither well nor badly.
            (false, _) if self.met * 2 < self.judged => ("no user was hit".to_owned(), Tone::Plain),
            (false, _) => ("no user was hit".to_owned(), Tone::Good),
            (true, Some(ms)) if self.validated => (
                format!("mitigated after {}, validated", words::duration(ms)),
                Tone::Good,
            ),
            (true, Some(ms)) => (
                format!("mitigated after {}, not validated", words::duration(ms)),
                Tone::Warn,
            ),
            (true, None) => ("not mitigated".to_owned(), Tone::Bad),
        };
        let expectations = match self.judged {
            0 => String::new(),
            judged => format!(" · {} of {judged} expectations in time", self.met),
        };
        (format!("{end}{expectations}"), tone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_a_drill() {
        let said = |hit, mitigated_ms, validated, met| {
            let v = VERSION;
            let one = Outcome {
                v,
                hit,
                mitigated_ms,
                validated,
                met,
                judged: 10,
            };
            assert_eq!(Outcome::read(&one.kept()).as_ref(), Some(&one));
            one.says()
        };
        let words = |text: &str, tone| (text.to_owned(), tone);
        assert_eq!(
            said(false, None, false, 0),
            words(
                "no user was hit · 0 of 10 expectations in time",
                Tone::Plain
            )
        );
        assert_eq!(
            said(false, None, false, 9),
            words("no user was hit · 9 of 10 expectations in time", Tone::Good)
        );
        assert_eq!(
            said(true, Some(60_000), true, 9),
            words(
                "mitigated after 1 min, validated · 9 of 10 expectations in time",
                Tone::Good
            )
        );
        assert_eq!(
            said(true, Some(60_000), false, 5),
            words(
                "mitigated after 1 min, not validated · 5 of 10 expectations in time",
                Tone::Warn
            )
        );
        assert_eq!(
            said(true, None, false, 1),
            words("not mitigated · 1 of 10 expectations in time", Tone::Bad)
        );
        assert_eq!(Outcome::read("{\"v\":0}"), None);
    }
}
