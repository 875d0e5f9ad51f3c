//! What-ifs: each act on the system, against the same minutes without it. The drill has measured
//! them as it ran, on second simulations that differ in nothing else.

use drill::{Drill, words};

use super::timeline::{capital, plain};
use super::{event, short};
use crate::postmortem::WhatIf;

/// One for each act that was measured, in order of time.
pub fn what_ifs(drill: &Drill) -> Vec<WhatIf> {
    let state = drill.state();
    let measured = state
        .deeds
        .iter()
        .filter_map(|d| Some((d, d.effect.as_ref()?)));
    measured
        .map(|(d, effect)| {
            let (did, what) = words::deed(drill.scenario(), state, &d.did.deed);
            WhatIf {
                title: format!(
                    "{} had not {did} {}",
                    short(drill, &d.did.role),
                    plain(&what)
                ),
                outcome: capital(&plain(&effect.says())),
                event: event(Some((d.at_ms, Some(d.seq)))),
                at_ms: Some(d.at_ms),
                ..WhatIf::default()
            }
        })
        .collect()
}
