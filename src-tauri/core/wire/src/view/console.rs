//! The facilitator's view.

use drill::needs::astray;
use drill::state::{HypothesisRecord, InjectPhase};
use drill::{Drill, Ruling, judge, times, words};

use super::parts::{cut, ms, short};
use super::{
    Around, coverage, feed, hot_wash, lanes, needs, notes, panels, parts, postmortem, role_board,
    run_sheet, seats, system,
};
use crate::console::{
    Astray, BeliefRow, ConsoleView, DrillHead, ExpectationRow, InjectState, KeyTime, MarkView,
    MessageRow, Span,
};
use crate::parts::Tone;

/// What the facilitator sees now.
pub fn console(drill: &Drill, around: &Around) -> ConsoleView {
    let state = drill.state();
    let (sheet, tray) = run_sheet::run_sheet(drill);
    let next = sheet
        .iter()
        .filter(|row| row.state == InjectState::Planned)
        .min_by_key(|row| row.at_ms)
        .map(|row| row.id.clone());
    let key = times::key_times(drill.scenario(), state);
    ConsoleView {
        drill: DrillHead {
            id: state.head.drill.clone(),
            number: state.head.number,
            title: state.head.title.clone(),
            scenario: state.head.scenario.clone(),
            team: state.head.team.clone(),
            seed: state.head.seed,
            unsaved: around.unsaved.clone(),
            slow: around.slow.clone(),
        },
        clock: parts::clock(drill),
        incident: parts::incident(drill),
        run_sheet: sheet,
        tray,
        next,
        system: system::system(drill),
        panels: panels::panels(drill, false),
        marks: marks(drill),
        alerts: parts::alerts(drill),
        roles: role_board::roles(drill),
        joining: around.joining.clone(),
        desks: seats::desks(drill, around),
        turned_away: around.turned_away.iter().rev().cloned().collect(),
        questions: seats::questions(drill),
        needs: needs::needs(drill, around),
        feed: feed::feed(drill),
        beliefs: beliefs(drill),
        coverage: coverage::coverage(drill),
        notes: notes::notes(drill),
        expectations: expectations(drill),
        messages: messages(drill),
        updates: parts::updates(drill),
        lanes: lanes::lanes(drill),
        spans: spans(&key),
        hot_wash: hot_wash(around, true),
        writing: postmortem::writing(drill),
        told: around.told.clone(),
        key_times: key
            .rows()
            .into_iter()
            .map(|(id, title, moment)| KeyTime {
                id: id.to_owned(),
                title: title.to_owned(),
                at_ms: moment.map(|(at, _)| ms(at)),
            })
            .collect(),
    }
}

fn spans(key: &times::KeyTimes) -> Vec<Span> {
    [
        ("TTD", "Time to detect", key.ttd()),
        ("TTA", "Time to acknowledge", key.tta()),
        ("TTI", "Time to identify the cause", key.tti()),
        ("TTM", "Time to mitigate", key.ttm()),
        ("TTR", "Time to resolve", key.ttr()),
    ]
    .map(|(id, title, span)| Span {
        id: id.to_owned(),
        title: title.to_owned(),
        ms: span.map(ms),
    })
    .into()
}

fn marks(drill: &Drill) -> Vec<MarkView> {
    let state = drill.state();
    let mark = |at: i64, tone: Tone, label: &str| MarkView {
        at_ms: ms(at),
        tone,
        label: cut(label, 32),
    };
    let faults = state
        .injects
        .iter()
        .filter(|r| r.phase == InjectPhase::Fired && r.inject.fault.is_some())
        .filter_map(|r| Some(mark(r.fired_ms?, Tone::Truth, &r.inject.title)));
    let alerts = state
        .alerts
        .iter()
        .map(|a| mark(a.fired_ms, Tone::Bad, &a.name));
    let acts = state.deeds.iter().filter(|d| d.did.act.is_some()).map(|d| {
        let (did, what) = feed::said(drill, d);
        mark(d.at_ms, Tone::Good, &format!("{did} {what}"))
    });
    let mut all: Vec<MarkView> = faults.chain(alerts).chain(acts).collect();
    all.sort_by_key(|m| m.at_ms);
    all
}

fn beliefs(drill: &Drill) -> Vec<BeliefRow> {
    let state = drill.state();
    let mut rows: Vec<BeliefRow> = state
        .hypotheses
        .iter()
        .rev()
        .map(|h| BeliefRow {
            number: Some(h.number),
            text: h.text.clone(),
            role: Some(short(drill, &h.role)),
            at_ms: Some(ms(h.at_ms)),
            verdict: h.verdict,
            supports: evidence(h, false),
            against: evidence(h, true),
            truth: h.truth,
            astray: astray(h).map(|how| match how {
                drill::needs::Astray::Confirmed => Astray::Confirmed,
                drill::needs::Astray::Gaining => Astray::Gaining,
            }),
        })
        .collect();
    let suspected = |id: &str| {
        state
            .hypotheses
            .iter()
            .any(|h| h.cause.as_deref() == Some(id))
    };
    for cause in &drill.scenario().truth.causes {
        if !suspected(&cause.id) {
            rows.push(BeliefRow {
                number: None,
                text: cause.says.clone(),
                role: None,
                at_ms: None,
                verdict: None,
                supports: Vec::new(),
                against: Vec::new(),
                truth: Ruling::True,
                astray: None,
            });
        }
    }
    rows
}

/// What speaks on one side, as lines.
fn evidence(h: &HypothesisRecord, against: bool) -> Vec<String> {
    let side = h.evidence.iter().filter(|e| e.against == against);
    side.map(|e| match &e.seen {
        Some((page, on)) => format!("{} ({})", e.what, words::place(*page, on.as_deref())),
        None => e.what.clone(),
    })
    .collect()
}

fn expectations(drill: &Drill) -> Vec<ExpectationRow> {
    let scenario = drill.scenario();
    judge::expectations(scenario, drill.state())
        .into_iter()
        .map(|judged| {
            let expected = judged.expectation;
            let steps = scenario.hints.iter().find(|h| h.expectation == expected.id);
            let given = drill.state().hints.get(&expected.id).copied().unwrap_or(0);
            ExpectationRow {
                id: expected.id.clone(),
                role: short(drill, &expected.role),
                phase: expected.phase,
                title: expected.title.clone(),
                why: expected.why.clone(),
                due_ms: judged.due_ms.map(ms),
                met_ms: judged.met.map(|(at, _)| ms(at)),
                met_by: judged.met_by.map(|role| short(drill, &role)),
                standing: judged.standing,
                hints: (given, steps.map_or(0, |h| h.steps.len() as u32)),
                next_hint: steps.and_then(|h| h.steps.get(given as usize).cloned()),
            }
        })
        .collect()
}

fn messages(drill: &Drill) -> Vec<MessageRow> {
    let all = drill.state().messages.iter().rev();
    all.map(|m| MessageRow {
        number: m.number,
        at_ms: ms(m.at_ms),
        from: m.message.from.clone(),
        to: short(drill, &m.message.to),
        channel: m.message.channel.clone(),
        text: m.message.text.clone(),
        wants_answer: m.message.wants_answer,
        answered_ms: m.answered_ms.map(ms),
        retracted: m.retracted,
    })
    .collect()
}
