//! What people did.

use std::sync::Arc;

use super::assistant;
use crate::command::Ruling;
use crate::effect;
use crate::event::{Did, Event};
use crate::state::{
    DeedRecord, EvidenceRecord, HypothesisRecord, MarkRecord, NotedBy, PinRecord, State,
    UpdateRecord,
};
use crate::worlds::Worlds;
use scenario::{Deed, Scenario, Trigger, Verdict};

pub(super) fn deed(
    scenario: &Arc<Scenario>,
    state: &mut State,
    worlds: &mut Worlds,
    event: &Event,
    did: &Did,
) {
    let at = event.at_ms;
    match &did.deed {
        Deed::System { act } => {
            if let Some(number) = did.act {
                state.acts = state.acts.max(number);
                worlds.act(number, act, effect::acts(&did.deed));
            }
        }
        Deed::Acknowledge { alert } => {
            let open = state.alerts.iter_mut().rev().find(|a| a.name == *alert);
            if let Some(found) = open {
                found.acknowledged.get_or_insert((at, did.role.clone()));
            }
        }
        Deed::Hypothesis { text } => {
            let number = did.hypothesis.unwrap_or(0);
            let causes = &scenario.truth.causes;
            let truth = match &did.cause {
                Some(id) if causes.iter().any(|cause| cause.id == *id) => Ruling::True,
                Some(_) => Ruling::RedHerring,
                None => Ruling::Open,
            };
            state.hypotheses.push(HypothesisRecord {
                number,
                seq: event.seq,
                at_ms: at,
                role: did.role.clone(),
                text: text.clone(),
                cause: did.cause.clone(),
                truth,
                verdict: None,
                evidence: Vec::new(),
            });
        }
        Deed::Judge {
            hypothesis,
            verdict,
            evidence,
        } => {
            if let Some(found) = state
                .hypotheses
                .iter_mut()
                .find(|h| h.number == *hypothesis)
            {
                found.verdict = Some(*verdict);
                if !evidence.trim().is_empty() {
                    found.evidence.push(EvidenceRecord {
                        what: evidence.clone(),
                        against: *verdict == Verdict::Refuted,
                        seen: None,
                    });
                }
            }
        }
        Deed::Severity { level } => state.severities.push((at, *level, event.seq)),
        Deed::State { state: said } => state.states.push((at, *said, event.seq)),
        Deed::StatusUpdate {
            impact,
            doing,
            next_in_min,
        } => state.updates.push(UpdateRecord {
            seq: event.seq,
            at_ms: at,
            role: did.role.clone(),
            impact: impact.clone(),
            doing: doing.clone(),
            next_ms: next_in_min.map(|minutes| at + i64::from(minutes) * 60_000),
        }),
        Deed::Say {
            answers: Some(number),
            ..
        } => {
            if let Some(found) = state.messages.iter_mut().find(|m| m.number == *number) {
                found.answered_ms.get_or_insert(at);
            }
        }
        Deed::Note {
            text,
            mark: Some(mark),
        } => {
            state.marks.push(MarkRecord {
                seq: event.seq,
                at_ms: at,
                text: text.clone(),
                mark: Some(*mark),
                by: NotedBy::Role(did.role.clone()),
            });
        }
        Deed::Pin {
            page,
            on,
            what,
            hypothesis,
            against,
        } => {
            let found = state
                .hypotheses
                .iter_mut()
                .find(|h| Some(h.number) == *hypothesis);
            if let Some(found) = found {
                found.evidence.push(EvidenceRecord {
                    what: what.clone(),
                    against: *against,
                    seen: Some((*page, on.clone())),
                });
            }
            state.pins.push(PinRecord {
                number: state.pins.len() as u32 + 1,
                seq: event.seq,
                at_ms: at,
                role: did.role.clone(),
                person: did.person.clone(),
                page: *page,
                on: on.clone(),
                what: what.clone(),
                hypothesis: *hypothesis,
                against: *against,
            });
        }
        Deed::Ask { .. } => assistant::asked(scenario, state, event, did),
        Deed::Tick { item } => state.ticked.push((did.role.clone(), *item)),
        _ => {}
    }
    let tested = assistant::weigh(scenario, state, event, did);
    let met = judge(scenario, state, event, did, &tested);
    state.deeds.push(DeedRecord {
        seq: event.seq,
        at_ms: at,
        did: did.clone(),
        outcome: None,
        effect: None,
        met,
        in_breach: state.in_breach(),
    });
    for record in &mut state.injects {
        match &record.inject.trigger {
            Trigger::Act { pattern, after_ms }
                if pattern.met_by(&did.deed, did.cause.as_deref(), &tested) =>
            {
                record.armed_ms = record.armed_ms.or(Some(at + i64::from(*after_ms)));
            }
            Trigger::Silent { pattern, for_ms }
                if pattern.met_by(&did.deed, did.cause.as_deref(), &tested) =>
            {
                record.armed_ms = Some(at + i64::from(*for_ms));
            }
            _ => {}
        }
    }
}

/// Expectations that this deed meets for the first time. One that counts from an alert or an
/// inject is not met by what was done before it.
fn judge(
    scenario: &Scenario,
    state: &mut State,
    event: &Event,
    did: &Did,
    tested: &[String],
) -> Vec<String> {
    let mut met = Vec::new();
    for expectation in &scenario.expectations {
        let begun = crate::judge::since(expectation, state).is_some();
        let fits = begun
            && expectation
                .any
                .iter()
                .any(|p| p.met_by(&did.deed, did.cause.as_deref(), tested));
        if fits && !state.met.contains_key(&expectation.id) {
            state
                .met
                .insert(expectation.id.clone(), (event.at_ms, event.seq));
            met.push(expectation.id.clone());
        }
    }
    met
}
