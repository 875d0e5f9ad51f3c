//! Detection, cause, lessons, action items, evidence.

use drill::judge::{self, Standing};
use drill::times::KeyTimes;
use drill::{Drill, Ruling, words};
use scenario::{Deed, Mark, Page, Verdict};

use super::timeline::plain;
use super::{clock, earlier, event, short, survey};
use crate::postmortem::{
    ActionItem, ActionKind, Cause, Change, Detection, Evidence, EvidenceKind, Hypothesis,
    HypothesisState, Lessons, Signal,
};

/// What told the team.
pub fn detection(drill: &Drill, times: &KeyTimes) -> Detection {
    let state = drill.state();
    let rules = &drill.scenario().system.alerts;
    let mut signals: Vec<Signal> = state
        .alerts
        .iter()
        .map(|a| Signal {
            at_ms: a.fired_ms,
            text: rules.iter().find(|rule| rule.name == a.name).map_or_else(
                || a.name.clone(),
                |rule| format!("{}: {}", a.name, rule.title),
            ),
            event: Some(u64::from(a.seq)),
        })
        .collect();
    let reports = state.messages.iter().filter(|m| !m.retracted);
    signals.extend(reports.map(|m| Signal {
        at_ms: m.at_ms,
        text: format!(
            "{} ({}): {}",
            m.message.from, m.message.channel, m.message.text
        ),
        event: None,
    }));
    signals.sort_by_key(|signal| signal.at_ms);
    let prose = match (times.impact, times.alerted, times.ttd()) {
        (None, None, _) => "No user-facing service level was breached and no alert fired.".into(),
        (None, Some((at, _)), _) => format!(
            "An alert fired at {}; no user-facing service level was breached.",
            clock(drill, at)
        ),
        (Some((at, _)), None, _) => {
            format!(
                "Users were affected from {}; no alert fired.",
                clock(drill, at)
            )
        }
        (Some((impact, _)), Some((alert, _)), Some(ttd)) => {
            let how = if ttd < 0 {
                format!("{} before users were affected", words::duration(-ttd))
            } else {
                format!("{} after users were first affected", words::duration(ttd))
            };
            format!(
                "Users were affected from {}. The first alert fired at {}, {how}.",
                clock(drill, impact),
                clock(drill, alert)
            )
        }
        _ => String::new(),
    };
    Detection {
        prose,
        signals,
        earlier: earlier::earlier(drill, times),
        halve: String::new(),
    }
}

/// Truth and hypotheses.
pub fn cause(drill: &Drill) -> Cause {
    let truth = &drill.scenario().truth;
    let state = drill.state();
    let settled = |number: u32| {
        state.deeds.iter().rev().find_map(|d| match d.did.deed {
            Deed::Judge { hypothesis, .. } if hypothesis == number => Some(d.at_ms),
            _ => None,
        })
    };
    Cause {
        root: truth.root_cause.clone(),
        contributing: truth.contributing.clone(),
        hypotheses: state
            .hypotheses
            .iter()
            .map(|h| Hypothesis {
                at_ms: h.at_ms,
                role: short(drill, &h.role),
                text: plain(&h.text),
                state: match h.verdict {
                    Some(Verdict::Confirmed) => HypothesisState::Confirmed,
                    Some(Verdict::Refuted) => HypothesisState::Refuted,
                    None => HypothesisState::Open,
                },
                settled_ms: settled(h.number),
            })
            .collect(),
    }
}

/// Marked notes, and what the expectations say.
pub fn lessons(drill: &Drill) -> Lessons {
    let state = drill.state();
    let marked = |wanted: Mark| -> Vec<String> {
        let notes = state.marks.iter().filter(|note| note.mark == Some(wanted));
        notes
            .map(|note| format!("{} {}", clock(drill, note.at_ms), plain(&note.text)))
            .collect()
    };
    let judged = judge::expectations(drill.scenario(), state);
    let named = |wanted: Standing| -> Vec<String> {
        let those = judged.iter().filter(|j| j.standing == wanted);
        those
            .map(|j| {
                let expected = j.expectation;
                let by = j.met_by.as_ref().filter(|by| **by != expected.role);
                let by = by.map_or(String::new(), |by| {
                    format!(", done by {}", short(drill, by))
                });
                format!(
                    "{} ({}{by})",
                    plain(&expected.title),
                    short(drill, &expected.role)
                )
            })
            .collect()
    };
    let mut went_well = marked(Mark::Good);
    let met = named(Standing::Met);
    if !met.is_empty() {
        went_well.push(format!("Done in time: {}.", met.join("; ")));
    }
    let mut went_badly = marked(Mark::Bad);
    let late = named(Standing::Late);
    if !late.is_empty() {
        went_badly.push(format!("Done late: {}.", late.join("; ")));
    }
    went_badly.extend(unchecked(drill));
    let missed = named(Standing::Missed);
    if !missed.is_empty() {
        went_badly.push(format!("Not done: {}.", missed.join("; ")));
    }
    Lessons {
        went_well,
        went_badly,
        lucky: marked(Mark::Lucky),
        prose: String::new(),
        answers: survey::answers(drill),
    }
}

/// Advice of the assistant's that was followed before anybody looked whether it was so.
fn unchecked(drill: &Drill) -> Vec<String> {
    let state = drill.state();
    let blindly = state.questions.iter().filter_map(|question| {
        let (act, checked) = question.followed?;
        let deed = state.deeds.iter().find(|d| d.did.act == Some(act))?;
        (!checked).then_some((question, deed))
    });
    blindly
        .map(|(question, deed)| {
            let (did, what) = words::deed(drill.scenario(), state, &deed.did.deed);
            let right = question.answer.as_ref().and_then(|answer| answer.right);
            let so = match right {
                Some(true) => "it happened to be right",
                Some(false) => "it was wrong",
                None => "nobody knows whether it was right",
            };
            format!(
                "The assistant's answer to “{}” was followed ({} {did} {}) before anybody looked \
                 whether it was so; {so}.",
                plain(&question.text),
                short(drill, &deed.did.role),
                plain(&what)
            )
        })
        .collect()
}

/// What the record itself suggests. Owner and date are for people.
pub fn action_items(drill: &Drill) -> Vec<ActionItem> {
    let state = drill.state();
    let mut items = Vec::new();
    let mut add = |title: String, kind: ActionKind, changes: Option<Change>| {
        items.push(ActionItem {
            title,
            owner: None,
            due: None,
            kind,
            changes,
        });
    };
    for factor in &drill.scenario().truth.contributing {
        add(
            format!("Decide what removes this factor: {}", plain(factor)),
            ActionKind::Prevent,
            None,
        );
    }
    let times = drill::times::key_times(drill.scenario(), state);
    if times.ttd().is_some_and(|ttd| ttd > 60_000) {
        add(
            format!(
                "Lower a threshold, or alert on an earlier sign: the first alert came {} after \
                 users were affected",
                words::duration(times.ttd().unwrap_or(0))
            ),
            ActionKind::Detect,
            Some(Change::Threshold),
        );
    }
    for cause in &drill.scenario().truth.causes {
        let suspected = state
            .hypotheses
            .iter()
            .any(|h| h.cause.as_deref() == Some(cause.id.as_str()));
        if !suspected {
            add(
                format!(
                    "Make this visible, for nobody suspected it: {}",
                    plain(&cause.says)
                ),
                ActionKind::Detect,
                Some(Change::Observability),
            );
        }
    }
    // One for each role: what nobody did is a page of a playbook, not a list of sins.
    let judged = judge::expectations(drill.scenario(), state);
    let missed: Vec<_> = judged
        .iter()
        .filter(|j| j.standing == Standing::Missed)
        .collect();
    for role in &drill.scenario().roles {
        let titles: Vec<String> = missed
            .iter()
            .filter(|j| j.expectation.role == role.id)
            .map(|j| plain(&j.expectation.title))
            .collect();
        if !titles.is_empty() {
            add(
                format!(
                    "Write into the playbook of {}: {}",
                    role.short,
                    titles.join("; ")
                ),
                ActionKind::Process,
                Some(Change::Playbook),
            );
        }
    }
    items.extend(survey::changes(drill));
    items
}

/// What was pinned, and what was given with verdicts, in order of time.
pub fn evidence(drill: &Drill) -> Vec<Evidence> {
    let state = drill.state();
    let pins = state.pins.iter().map(|pin| {
        let said = pin.hypothesis.and_then(|number| {
            let found = state.hypotheses.iter().find(|h| h.number == number)?;
            let speaks = if pin.against { "against" } else { "for" };
            Some(format!(", {speaks} “{}”", plain(&found.text)))
        });
        let of = pin.on.as_ref().map(|on| format!(" of {}", plain(on)));
        Evidence {
            at_ms: Some(pin.at_ms),
            kind: match pin.page {
                Page::Logs => EvidenceKind::Log,
                Page::Dashboards => EvidenceKind::Graph,
                Page::Traces => EvidenceKind::Trace,
                _ => EvidenceKind::Other,
            },
            title: format!(
                "{}{}, kept by {}{}.",
                words::page(pin.page),
                of.unwrap_or_default(),
                short(drill, &pin.role),
                said.unwrap_or_default()
            ),
            body: pin.what.clone(),
            event: event(Some((pin.at_ms, Some(pin.seq)))),
        }
    });
    let judged = state.deeds.iter().filter_map(|d| match &d.did.deed {
        Deed::Judge {
            hypothesis,
            evidence,
            ..
        } if !evidence.trim().is_empty() => {
            let h = state.hypotheses.iter().find(|h| h.number == *hypothesis)?;
            let ruled = match h.truth {
                Ruling::True => " It was right.",
                Ruling::RedHerring => " It was a red herring.",
                Ruling::Open => "",
            };
            Some(Evidence {
                at_ms: Some(d.at_ms),
                kind: EvidenceKind::Other,
                title: format!("On “{}”.{ruled}", plain(&h.text)),
                body: evidence.clone(),
                event: event(Some((d.at_ms, Some(d.seq)))),
            })
        }
        _ => None,
    });
    let mut all: Vec<Evidence> = pins.chain(judged).collect();
    all.sort_by_key(|one| one.at_ms);
    all
}
