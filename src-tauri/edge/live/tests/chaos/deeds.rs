//! Deeds by lot: every kind there is, the acts on the system among them.

use drill::Drill;
use scenario::{Deed, DeedKind, IncidentState, Mark, Page, Verdict};
use world::Act;

use crate::dice::Dice;
use crate::names::{Names, words};

/// How often a kind is drawn. An act is compared with not doing it, in two more systems for five
/// minutes and more: what costs so much is rarer than talk.
fn weight(kind: DeedKind) -> usize {
    match kind {
        DeedKind::Look => 90,
        DeedKind::Acknowledge
        | DeedKind::Hypothesis
        | DeedKind::Judge
        | DeedKind::Severity
        | DeedKind::State
        | DeedKind::StatusUpdate
        | DeedKind::Notice
        | DeedKind::Say
        | DeedKind::Decision
        | DeedKind::Note
        | DeedKind::Tick
        | DeedKind::Pin
        | DeedKind::Ask
        | DeedKind::Verify => 24,
        _ => 1,
    }
}

/// A deed, which may be refused.
pub fn deed(dice: &mut Dice, names: &Names, drill: &Drill) -> Deed {
    let kind = dice.weighed(&DeedKind::ALL, weight);
    of(kind, dice, names, drill)
}

fn of(kind: DeedKind, dice: &mut Dice, names: &Names, drill: &Drill) -> Deed {
    let state = drill.state();
    let number = |dice: &mut Dice, last: usize| 1 + dice.below(last + 1) as u32;
    match kind {
        DeedKind::Look => Deed::Look {
            page: *dice.pick(&Page::ALL),
            on: dice.maybe(|dice| names.anything(dice)),
            query: dice.maybe(|dice| words(dice, names)),
        },
        DeedKind::Acknowledge => Deed::Acknowledge {
            alert: dice.name(&names.alerts),
        },
        DeedKind::Hypothesis => Deed::Hypothesis {
            text: words(dice, names),
        },
        DeedKind::Judge => Deed::Judge {
            hypothesis: number(dice, state.hypotheses.len()),
            verdict: *dice.pick(&[Verdict::Confirmed, Verdict::Refuted]),
            evidence: words(dice, names),
        },
        DeedKind::Severity => Deed::Severity {
            level: dice.below(7) as u8,
        },
        DeedKind::State => Deed::State {
            state: *dice.pick(&[
                IncidentState::Investigating,
                IncidentState::Identified,
                IncidentState::Mitigating,
                IncidentState::Monitoring,
                IncidentState::Resolved,
            ]),
        },
        DeedKind::StatusUpdate => Deed::StatusUpdate {
            impact: words(dice, names),
            doing: words(dice, names),
            next_in_min: dice.maybe(|dice| dice.below(260) as u32),
        },
        DeedKind::Notice => Deed::Notice {
            text: words(dice, names),
        },
        DeedKind::Say => Deed::Say {
            to: if dice.flip() {
                "room".to_owned()
            } else {
                dice.name(&names.roles)
            },
            text: words(dice, names),
            answers: dice.maybe(|dice| number(dice, state.messages.len())),
        },
        DeedKind::Decision => Deed::Decision {
            text: words(dice, names),
        },
        DeedKind::Note => Deed::Note {
            text: words(dice, names),
            mark: dice.maybe(mark),
        },
        DeedKind::Tick => Deed::Tick {
            item: dice.below(8) as u32,
        },
        DeedKind::Pin => Deed::Pin {
            page: *dice.pick(&Page::ALL),
            on: dice.maybe(|dice| names.anything(dice)),
            what: words(dice, names),
            hypothesis: dice.maybe(|dice| number(dice, state.hypotheses.len())),
            against: dice.flip(),
        },
        DeedKind::Ask => Deed::Ask {
            question: words(dice, names),
        },
        DeedKind::Verify => Deed::Verify {
            question: number(dice, state.questions.len()),
            holds: dice.flip(),
            evidence: words(dice, names),
        },
        act => Deed::System {
            act: act_of(act, dice, names).unwrap_or(Act::SmokeTest),
        },
    }
}

/// An act, which the system may refuse.
pub fn act(dice: &mut Dice, names: &Names) -> Act {
    act_of(*dice.pick(&DeedKind::ALL), dice, names).unwrap_or(Act::PipelineCheck)
}

/// None: a deed of that kind is no act on the system.
fn act_of(kind: DeedKind, dice: &mut Dice, names: &Names) -> Option<Act> {
    let mut on = dice.name(&names.components);
    let mut version = dice.name(&[]);
    if !names.versions.is_empty() && !dice.one_in(8) {
        let one = dice.pick(&names.versions).clone();
        version = one.1;
        if matches!(
            kind,
            DeedKind::RollBack | DeedKind::Deploy | DeedKind::Scale
        ) {
            on = one.0;
        }
    }
    Some(match kind {
        DeedKind::Look
        | DeedKind::Acknowledge
        | DeedKind::Hypothesis
        | DeedKind::Judge
        | DeedKind::Severity
        | DeedKind::State
        | DeedKind::StatusUpdate
        | DeedKind::Notice
        | DeedKind::Say
        | DeedKind::Decision
        | DeedKind::Note
        | DeedKind::Tick
        | DeedKind::Pin
        | DeedKind::Ask
        | DeedKind::Verify => return None,
        DeedKind::RollBack => Act::RollBack {
            on,
            to: dice.maybe(|_| version),
        },
        DeedKind::Deploy => Act::Deploy {
            on,
            to: version,
            skip_migration: dice.flip(),
        },
        DeedKind::Restart => Act::Restart { on },
        DeedKind::Scale => Act::Scale {
            on,
            to: dice.below(12) as u32,
        },
        DeedKind::SetConfig => {
            let (key, now, least, most) = dice.pick(&names.keys).clone();
            let value = *dice.pick(&[now / 2.0, now * 2.0, least, most, -1.0]);
            Act::SetConfig { key, value }
        }
        DeedKind::Flag => Act::Flag {
            flag: dice.name(&names.flags),
            on: dice.flip(),
        },
        DeedKind::Breaker => Act::Breaker {
            edge: dice.name(&names.edges),
            open: dice.flip(),
        },
        DeedKind::Fallback => Act::Fallback {
            edge: dice.name(&names.edges),
            on: dice.flip(),
        },
        DeedKind::Disable => Act::Disable {
            on,
            off: dice.flip(),
        },
        DeedKind::RestartWorkers => Act::RestartWorkers { on },
        DeedKind::RetryTasks => Act::RetryTasks { queue: on },
        DeedKind::PurgeQueue => Act::PurgeQueue { queue: on },
        DeedKind::KillConnections => Act::KillConnections { database: on },
        DeedKind::KillQueries => Act::KillQueries { database: on },
        DeedKind::FailOver => Act::FailOver { database: on },
        DeedKind::MoveTasks => Act::MoveTasks {
            queue: on,
            to: dice.name(&names.components),
        },
        DeedKind::ShedTraffic => Act::ShedTraffic { keep: dice.share() },
        DeedKind::FlushCache => Act::FlushCache { cache: on },
        DeedKind::WarmCache => Act::WarmCache { cache: on },
        DeedKind::RenewCertificate => Act::RenewCertificate {
            on: names.anything(dice),
        },
        DeedKind::FreeDisk => Act::FreeDisk { on },
        DeedKind::SetAlert => Act::SetAlert {
            alert: dice.name(&names.alerts),
            when: if dice.one_in(6) {
                "api.p95_ms / (1 - 1) >".to_owned()
            } else {
                dice.name(&names.rules)
            },
            for_s: dice.below(400) as u32,
        },
        DeedKind::HealthCheck => Act::HealthCheck { on },
        DeedKind::PipelineCheck => Act::PipelineCheck,
        DeedKind::SmokeTest => Act::SmokeTest,
    })
}

pub fn mark(dice: &mut Dice) -> Mark {
    *dice.pick(&[Mark::Good, Mark::Bad, Mark::Lucky])
}
