//! What must hold: of every step, of the record, of the system, and of what is shown.

use drill::{Drill, EVENT_VERSION, Event, Fact, Refusal, State};

use crate::steps::Step;
use crate::views::{first_difference, views};
use crate::{books, told, views};

/// No act takes longer, milliseconds.
const ACT_MS: i64 = 20 * 60_000;

/// How it was before a step.
pub struct Before {
    events: usize,
    last: Option<Event>,
    now_ms: i64,
    running: bool,
    state: State,
    simulated: u64,
    /// What was shown, where it is compared.
    views: Option<Vec<(String, String)>>,
}

impl Before {
    pub fn of(drill: &Drill, looks: bool) -> Self {
        Self {
            events: drill.events().len(),
            last: drill.events().last().cloned(),
            now_ms: drill.now_ms(),
            running: drill.running(),
            state: drill.state().clone(),
            simulated: drill.world().events(),
            views: looks.then(|| views(drill)),
        }
    }
}

/// After each step.
pub fn after(
    before: &Before,
    drill: &Drill,
    step: &Step,
    answer: &Result<String, Refusal>,
    wall_ms: i64,
) -> Result<(), String> {
    let state = drill.state();
    ensure(drill.events().len() >= before.events, || {
        "the record got shorter".to_owned()
    })?;
    let (old, new) = drill.events().split_at(before.events);
    ensure(old.last() == before.last.as_ref(), || {
        "an old event changed".to_owned()
    })?;
    record(before, drill, new, wall_ms)?;
    ensure(drill.now_ms() >= before.now_ms, || {
        format!(
            "time went back from {} to {}",
            before.now_ms,
            drill.now_ms()
        )
    })?;
    ensure(drill.world().now_ms() == drill.now_ms(), || {
        format!("the system is at {} ms", drill.world().now_ms())
    })?;
    if let Step::Pass(to_ms) = step {
        let to = (*to_ms).max(before.now_ms);
        let wanted = if before.running { to } else { before.now_ms };
        ensure(drill.now_ms() == wanted, || {
            format!("at {} ms and not at {wanted} ms", drill.now_ms())
        })?;
    }
    if let Ok(answer) = answer {
        views::finite("the answer", answer)?;
    } else {
        ensure(new.is_empty(), || {
            format!("refused, and yet recorded: {new:?}")
        })?;
        ensure(before.simulated == drill.world().events(), || {
            "refused, and yet the system went on".to_owned()
        })?;
        ensure(before.state == *state, || {
            let (was, is) = (format!("{:?}", before.state), format!("{state:?}"));
            format!(
                "refused, and yet the state changed: {}",
                first_difference(&was, &is)
            )
        })?;
        if let Some(before) = &before.views {
            views::same(
                "refused, and yet it is shown otherwise",
                before,
                &views(drill),
            )?;
        }
    }
    if let (Step::Desk(..) | Step::Command(_), Ok(_)) = (step, answer) {
        let acts = state
            .deeds
            .iter()
            .filter(|deed| deed.did.act.is_some())
            .count();
        ensure(acts == state.acts as usize, || {
            format!("{acts} acts, and {} are counted", state.acts)
        })?;
    }
    Ok(())
}

/// Numbers without gaps, times that never go back, and each event reads back as it was written.
fn record(before: &Before, drill: &Drill, new: &[Event], wall_ms: i64) -> Result<(), String> {
    for event in new {
        given(drill, event)?;
    }
    let (mut seq, mut at_ms) = before
        .last
        .as_ref()
        .map_or((0, 0), |last| (last.seq, last.at_ms));
    for event in new {
        let said = |what: &str| format!("{what}: {event:?}");
        ensure(event.seq == seq + 1, || said(&format!("a gap after {seq}")))?;
        ensure(event.at_ms >= at_ms, || {
            said("an event before the last one")
        })?;
        ensure(event.at_ms >= before.now_ms, || {
            said("an event of the past")
        })?;
        ensure(event.at_ms <= drill.now_ms(), || {
            said("an event of the future")
        })?;
        ensure(event.v == EVENT_VERSION, || said("of another version"))?;
        ensure(event.wall_ms == wall_ms, || said("of another wall clock"))?;
        let written = serde_json::to_string(event).map_err(|e| said(&e.to_string()))?;
        let read: Event = serde_json::from_str(&written).map_err(|e| said(&e.to_string()))?;
        ensure(read == *event, || {
            said(&format!("it reads back as {read:?}"))
        })?;
        (seq, at_ms) = (event.seq, event.at_ms);
    }
    ensure(drill.state().seq == seq, || {
        format!("{} events, and {seq} numbers", drill.state().seq)
    })
}

/// Whoever sits at a desk gets a role under the name by which they sit there, however the
/// facilitator writes it.
fn given(drill: &Drill, event: &Event) -> Result<(), String> {
    let (Fact::Assigned { person, .. } | Fact::HandedOver { to: person, .. }) = &event.fact else {
        return Ok(());
    };
    let wanted = person.to_lowercase();
    let mut desks = drill.state().desks.iter();
    let sits = desks.find(|desk| desk.person.to_lowercase() == wanted);
    ensure(sits.is_none_or(|desk| desk.person == *person), || {
        format!("{event:?} is not for {sits:?}")
    })
}

/// Now and then, and at the end.
pub fn everywhere(drill: &Drill) -> Result<(), String> {
    books::add_up(drill)?;
    told::is_recorded(drill)?;
    for (name, view) in views(drill) {
        views::finite(&name, &view)?;
    }
    Ok(())
}

/// When nothing more happens.
pub fn at_the_end(drill: &Drill) -> Result<(), String> {
    ensure(drill.state().ended_ms.is_some(), || {
        "it did not end".to_owned()
    })?;
    let state = drill.state();
    let mut acts = state.deeds.iter().filter(|deed| deed.did.act.is_some());
    let lost = acts.find(|deed| deed.outcome.is_none() && state.now_ms - deed.at_ms > ACT_MS);
    ensure(lost.is_none(), || {
        format!("nothing came of an act: {lost:?}")
    })?;
    let postmortem = live::postmortem_of(drill, crate::steps::MADE_MS);
    views::finite("the postmortem", &format!("{postmortem:?}"))
}

/// An error, unless it is so.
pub fn ensure(so: bool, or: impl FnOnce() -> String) -> Result<(), String> {
    if so { Ok(()) } else { Err(or()) }
}
