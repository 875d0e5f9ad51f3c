//! What the team did about it: acts with what came of them, and expectations.

use std::fmt::Write;

use drill::judge::{self, Judged, Standing};
use drill::{Drill, effect, words};
use scenario::Phase;

use crate::columns::row;
use crate::summary::at;

const PHASES: [(Phase, &str); 4] = [
    (Phase::Diagnose, "diagnose"),
    (Phase::Mitigate, "mitigate"),
    (Phase::Resolve, "resolve"),
    (Phase::Learn, "learn"),
];

/// Acts on the system, each with its effect as measured.
pub fn acts(drill: &Drill) -> String {
    let (scenario, state) = (drill.scenario(), drill.state());
    let mut out = String::from("\nActs on the system\n");
    let acts: Vec<_> = state
        .deeds
        .iter()
        .filter(|record| effect::acts(&record.did.deed))
        .collect();
    if acts.is_empty() {
        out.push_str("  none\n");
    }
    for record in acts {
        let (did, what) = words::deed(scenario, state, &record.did.deed);
        let measured = record.effect.as_ref();
        let came = match (measured, &record.outcome) {
            (Some(effect), _) => match effect.sum {
                effect::Sum::Better => "better",
                effect::Sum::Relief => "better for a while",
                effect::Sum::Worse => "WORSE",
                effect::Sum::NoEffect => "no difference",
                effect::Sum::Fine => "fine with and without it",
            },
            (None, None) => "not complete at the end",
            (None, Some(_)) => "too late to measure",
        };
        let front = format!("  {}  {:<13} ", at(drill, record.at_ms), record.did.role);
        out.push_str(&row(&front, &format!("{did} {what}: {came}")));
        let indent = " ".repeat(front.chars().count());
        if let Some((_, false, says)) = &record.outcome {
            out.push_str(&row(&indent, &format!("did not do it: {says}")));
        }
        if let Some(effect) = measured {
            out.push_str(&row(&indent, &effect.says()));
        }
    }
    out
}

/// Expectations by role and phase, then those that were not met in time.
pub fn expectations(drill: &Drill) -> String {
    let judged = judge::expectations(drill.scenario(), drill.state());
    let count = |standing| judged.iter().filter(|j| j.standing == standing).count();
    let (met, late) = (count(Standing::Met), count(Standing::Late));
    let mut out = format!(
        "\nExpectations: {met} met, {late} late, {} missed of {}\n  {:<16}",
        judged.len() - met - late,
        judged.len(),
        "met in time"
    );
    // Writing into a String cannot fail.
    for (_, name) in PHASES {
        let _ = write!(out, " {name:>10}");
    }
    out.push('\n');
    for role in &drill.scenario().roles {
        let _ = write!(out, "  {:<16}", role.id);
        for (phase, _) in PHASES {
            let here =
                |j: &&Judged<'_>| j.expectation.role == role.id && j.expectation.phase == phase;
            let all = judged.iter().filter(here);
            let met = all.clone().filter(|j| j.standing == Standing::Met).count();
            let cell = match all.count() {
                0 => "–".to_owned(),
                all => format!("{met} of {all}"),
            };
            let _ = write!(out, " {cell:>10}");
        }
        out.push('\n');
    }
    for one in judged.iter().filter(|j| j.standing != Standing::Met) {
        let (role, title) = (&one.expectation.role, &one.expectation.title);
        let (word, by) = match (one.met, one.due_ms) {
            (Some((ms, _)), Some(due)) => ("late", format!(", {} late", words::duration(ms - due))),
            (None, Some(due)) => ("missed", format!(", due {}", at(drill, due))),
            _ => ("missed", ", never asked for".to_owned()),
        };
        let front = format!("  {word:<7} {role:<13} ");
        out.push_str(&row(&front, &format!("{title}{by}")));
    }
    out
}
