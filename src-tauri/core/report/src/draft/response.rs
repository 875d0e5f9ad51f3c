//! Who held which role, what was expected, what was done to the system.

use drill::effect::{Effect, Sum, acts};
use drill::judge::{self, Standing};
use drill::state::DeedRecord;
use drill::times::KeyTimes;
use drill::{Drill, words};
use scenario::{Phase, Since};

use super::timeline::plain;
use super::{clock, role, short};
use crate::postmortem::{Expectation, HarmfulAct, Repair, RoleShift, Verdict};

/// Every holding of every role; a role that was never held has an empty row.
pub fn role_board(drill: &Drill) -> Vec<RoleShift> {
    let mut board = Vec::new();
    for known in &drill.scenario().roles {
        let held = drill.state().holdings.iter().filter(|h| h.role == known.id);
        let before = board.len();
        board.extend(held.map(|h| RoleShift {
            role: known.title.clone(),
            person: h.person.clone(),
            from_ms: h.from_ms,
            to_ms: h.to_ms,
            hand_over: h.note.as_deref().map(plain).unwrap_or_default(),
        }));
        if board.len() == before {
            board.push(RoleShift {
                role: known.title.clone(),
                ..RoleShift::default()
            });
        }
    }
    board
}

/// The expectations, with the fact that settled each.
pub fn expectations(drill: &Drill) -> Vec<Expectation> {
    let state = drill.state();
    judge::expectations(drill.scenario(), state)
        .into_iter()
        .map(|judged| {
            let expected = judged.expectation;
            let deed = judged
                .met
                .and_then(|(_, seq)| state.deeds.iter().find(|d| d.seq == seq));
            let fact = match (deed, judged.standing) {
                (Some(deed), _) => {
                    let (did, what) = words::deed(drill.scenario(), state, &deed.did.deed);
                    let who = short(drill, &deed.did.role);
                    let at = clock(drill, deed.at_ms);
                    format!("{at} {who} {did} {}", plain(&what))
                }
                (None, Standing::Missed) if judged.due_ms.is_none() => match &expected.since {
                    Since::Alert(alert) => format!("{alert} never fired."),
                    Since::Inject(_) | Since::Answer(_) => {
                        "What it counts from never came.".to_owned()
                    }
                    Since::Start => "Nothing like it is in the record.".to_owned(),
                },
                _ => "Nothing like it is in the record.".to_owned(),
            };
            Expectation {
                role: short(drill, &expected.role),
                phase: phase(expected.phase).to_owned(),
                title: plain(&expected.title),
                why: plain(&expected.why),
                due_ms: judged.due_ms,
                met_at_ms: judged.met.map(|(at, _)| at),
                verdict: match judged.standing {
                    Standing::Met => Verdict::Met,
                    Standing::Late => Verdict::Late,
                    Standing::Missed => Verdict::Missed,
                    Standing::Waiting | Standing::Open => Verdict::Open,
                },
                fact,
            }
        })
        .collect()
}

fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Diagnose => "diagnose",
        Phase::Mitigate => "mitigate",
        Phase::Resolve => "resolve",
        Phase::Learn => "learn",
    }
}

/// Acts that did harm, measured against the same drill without them: those that made it worse, and
/// those that helped at a cost.
pub fn harmful_acts(drill: &Drill) -> Vec<HarmfulAct> {
    let acts = drill.state().deeds.iter().filter_map(|d| {
        let effect = d.effect.as_ref().filter(|effect| effect.harmful())?;
        let (_, _, says) = d.outcome.as_ref()?;
        let later = effect.says();
        Some(HarmfulAct {
            at_ms: d.at_ms,
            role: role(drill, &d.did.role),
            text: said(drill, d),
            effect: plain(&format!("{says}; {later}")),
            event: Some(u64::from(d.seq)),
        })
    });
    acts.collect()
}

fn said(drill: &Drill, record: &DeedRecord) -> String {
    let (did, what) = words::deed(drill.scenario(), drill.state(), &record.did.deed);
    plain(&format!("{did} {what}"))
}

/// What was done to the system, before and after the levels were back, and the checks.
pub fn repair(drill: &Drill, times: &KeyTimes) -> Repair {
    let state = drill.state();
    let mut repair = Repair::default();
    let line = |record: &DeedRecord| {
        let outcome = record
            .outcome
            .as_ref()
            .map(|(at, _, says)| format!(": {} at {}", plain(says), clock(drill, *at)))
            .unwrap_or_else(|| ": not complete when the drill ended".to_owned());
        let at = clock(drill, record.at_ms);
        format!(
            "{at} {} {}{outcome}",
            short(drill, &record.did.role),
            said(drill, record)
        )
    };
    for record in state.deeds.iter().filter(|d| d.did.act.is_some()) {
        let worse = |effect: &Effect| effect.sum == Sum::Worse;
        if !acts(&record.did.deed) {
            repair.validations.push(line(record));
        } else if !record.effect.as_ref().is_some_and(worse) {
            // What made it worse stands under the acts that did harm.
            repair.mitigations.push(line(record));
        }
    }
    // A fix is lasting when a fault went because its carrier did.
    for fault in state
        .faults
        .iter()
        .filter(|f| !f.stopped && f.fault.for_ms.is_none())
    {
        let title = plain(&fault.fault.title);
        repair
            .fixes
            .push(match (fault.ended_ms, &fault.ended_says) {
                (Some(at), Some(says)) => {
                    format!("{}: “{title}” is gone. {}", clock(drill, at), plain(says))
                }
                (Some(at), None) => format!("{}: “{title}” is gone.", clock(drill, at)),
                (None, _) => format!("“{title}” was still in the system when the drill ended."),
            });
    }
    if times.mitigated.is_none() && times.impact.is_some() {
        repair.prose = "The user-facing service levels were not met again.".to_owned();
    }
    repair
}
