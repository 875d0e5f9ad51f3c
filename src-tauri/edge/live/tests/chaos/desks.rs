//! What desks ask, by lot, and how it is done: as the stage does it, without the stage's clock.

use drill::{Drill, Refusal};
use scenario::{Deed, Page};
use wire::desk::{DeskCall, DeskReply};
use world::traces::TraceFilter;

use crate::commands::survey;
use crate::deeds::{act, deed};
use crate::dice::Dice;
use crate::names::{Names, words};

// A call that is new does not compile until it stands here, can be drawn, and is done below.
kinds!(CallKind of DeskCall {
    Take, Do, Estimate, Logs, Traces, Trace, Page, Vocabulary, Survey, Watch,
});

/// A desk's call, which may be refused.
pub fn call(dice: &mut Dice, names: &Names, drill: &Drill, desk: u32) -> DeskCall {
    let held = drill
        .state()
        .person_at(desk)
        .map(|one| drill.state().roles_of(one));
    let role = match held.as_deref() {
        Some([one, ..]) if !dice.one_in(8) => (*one).to_owned(),
        _ => dice.name(&names.roles),
    };
    let ended = drill.state().ended_ms.is_some();
    let waits = held.is_none_or(|held| held.is_empty());
    let kind = dice.weighed(CallKind::ALL, |kind| match kind {
        CallKind::Do => 60,
        CallKind::Take => 1 + 30 * usize::from(waits),
        CallKind::Survey => 1 + 30 * usize::from(ended),
        CallKind::Watch | CallKind::Vocabulary => 1,
        CallKind::Estimate
        | CallKind::Logs
        | CallKind::Traces
        | CallKind::Trace
        | CallKind::Page => 5,
    });
    let now = drill.now_ms() as i32;
    match kind {
        CallKind::Take => DeskCall::Take { role },
        CallKind::Do => DeskCall::Do {
            role,
            deed: Box::new(deed(dice, names, drill)),
        },
        CallKind::Estimate => DeskCall::Estimate {
            role,
            act: act(dice, names),
        },
        CallKind::Logs => DeskCall::Logs {
            role,
            again: dice.flip(),
            query: (*dice.pick(&[
                "error",
                "level:error -timeout",
                "/pool|lock/",
                "\"",
                "/(/",
                "",
            ]))
            .to_owned(),
            from_ms: *dice.pick(&[i32::MIN, -60_000, now - 60_000]),
            to_ms: *dice.pick(&[i32::MAX, now, 0]),
            before: dice.maybe(|dice| dice.u32() >> dice.below(32)),
            limit: *dice.pick(&[0, 20, 500, u32::MAX]),
        },
        CallKind::Traces => DeskCall::Traces {
            role,
            again: dice.flip(),
            filter: TraceFilter {
                component: dice.maybe(|dice| dice.name(&names.components)),
                name: dice.maybe(|dice| dice.name(&names.endpoints)),
                failed: dice.flip(),
                min_ms: *dice.pick(&[0, 100, u32::MAX]),
                req: dice
                    .one_in(6)
                    .then(|| format!("{:06x}", dice.below(99_999))),
            },
            from_ms: *dice.pick(&[i32::MIN, now - 60_000]),
            to_ms: *dice.pick(&[i32::MAX, now]),
            before: dice
                .one_in(4)
                .then(|| format!("{:06x}", dice.below(99_999))),
            limit: *dice.pick(&[0, 20, u32::MAX]),
        },
        CallKind::Trace => DeskCall::Trace {
            role,
            req: if dice.one_in(8) {
                words(dice, names)
            } else {
                format!("{:06x}", dice.below(30_000))
            },
        },
        CallKind::Page => DeskCall::Page {
            role,
            again: dice.flip(),
            page: *dice.pick(&Page::ALL),
            on: dice.maybe(|dice| dice.name(&names.playbooks)),
        },
        CallKind::Vocabulary => DeskCall::Vocabulary,
        CallKind::Survey => DeskCall::Survey {
            anonymous: dice.flip(),
            survey: survey(dice, names),
        },
        CallKind::Watch => DeskCall::Watch {
            graphs: dice.flip(),
        },
    }
}

/// Does it for whoever sits there.
pub fn done(
    drill: &mut Drill,
    desk: u32,
    call: &DeskCall,
    wall_ms: i64,
) -> Result<DeskReply, Refusal> {
    let Some(person) = drill.state().person_at(desk).map(str::to_owned) else {
        return Err(Refusal::new("no-desk", "Nobody sits there.", "Join."));
    };
    let look = |page, on: Option<String>, query: &str| Deed::Look {
        page,
        on,
        query: (!query.trim().is_empty()).then(|| query.to_owned()),
    };
    Ok(match call {
        DeskCall::Take { role } => {
            drill.take(&person, role, wall_ms)?;
            DeskReply::Done
        }
        DeskCall::Do { role, deed } => {
            drill.at_desk(&person, role, deed, false, wall_ms)?;
            DeskReply::Done
        }
        DeskCall::Estimate { role, act } => {
            drill.may_do(&person, role, &Deed::System { act: act.clone() })?;
            let estimated = drill.world().estimate(act);
            let estimate = estimated.map_err(|no| Refusal::new(no.code, no.message, no.hint))?;
            DeskReply::Estimate { estimate }
        }
        DeskCall::Logs {
            role,
            again,
            query,
            from_ms,
            to_ms,
            before,
            limit,
        } => {
            let look = look(Page::Logs, None, query);
            drill.may_do(&person, role, &look)?;
            let page = wire::view::logs(drill, query, *from_ms, *to_ms, *before, *limit)?;
            drill.at_desk(&person, role, &look, *again || before.is_some(), wall_ms)?;
            DeskReply::Logs { page }
        }
        DeskCall::Traces {
            role,
            again,
            filter,
            from_ms,
            to_ms,
            before,
            limit,
        } => {
            let look = look(Page::Traces, filter.component.clone(), "");
            drill.may_do(&person, role, &look)?;
            let last = before.as_deref();
            let page = wire::view::traces(drill, filter, *from_ms, *to_ms, last, *limit)?;
            drill.at_desk(&person, role, &look, *again || before.is_some(), wall_ms)?;
            DeskReply::Traces { page }
        }
        DeskCall::Trace { role, req } => {
            let look = look(Page::Traces, None, &format!("req:{req}"));
            drill.may_do(&person, role, &look)?;
            let trace = wire::view::trace(drill, req)?;
            drill.at_desk(&person, role, &look, false, wall_ms)?;
            DeskReply::Trace { trace }
        }
        DeskCall::Page {
            role,
            again,
            page,
            on,
        } => {
            let look = look(*page, on.clone(), "");
            drill.at_desk(&person, role, &look, *again, wall_ms)?;
            let page = Box::new(wire::view::page(drill, *page, on.as_deref()));
            DeskReply::Page { page }
        }
        DeskCall::Vocabulary => DeskReply::Vocabulary {
            vocabulary: Box::new(wire::view::desk_vocabulary(drill)),
        },
        DeskCall::Survey { anonymous, survey } => {
            drill.survey(&person, *anonymous, survey, wall_ms)?;
            DeskReply::Done
        }
        DeskCall::Watch { .. } => DeskReply::Done,
    })
}
