//! What happened, in words. Screens and the postmortem say the same.

use scenario::{Deed, IncidentState, Page, Pattern, Scenario, Trigger, Verdict};
use world::{Act, Carrier, Effect, Fault, Shape};

use crate::state::State;

/// Incident clock, e.g. `03:14:32`, of a drill time. Wraps at midnight.
pub fn clock(starts_s: u32, at_ms: i64) -> String {
    let s = (i64::from(starts_s) + at_ms.div_euclid(1_000)).rem_euclid(86_400);
    format!("{:02}:{:02}:{:02}", s / 3_600, s / 60 % 60, s % 60)
}

/// A length of time, e.g. `4 min 10 s`; parts that are zero are left out.
pub fn duration(ms: i64) -> String {
    let sign = if ms <= -1_000 { "−" } else { "" };
    let s = ms.unsigned_abs() / 1_000;
    let parts = [(s / 3_600, "h"), (s / 60 % 60, "min"), (s % 60, "s")];
    let words: Vec<String> = parts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, unit)| format!("{n} {unit}"))
        .collect();
    if words.is_empty() {
        "0 s".to_owned()
    } else {
        format!("{sign}{}", words.join(" "))
    }
}

/// How long after something a thing came: `4 min 10 s`, or `4 min 10 s before` it.
pub fn span(ms: i64) -> String {
    if ms <= -1_000 {
        format!("{} before", duration(-ms))
    } else {
        duration(ms)
    }
}

/// A whole number, e.g. `12,480`.
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Where something was seen, e.g. "logs of api".
pub fn place(seen: Page, on: Option<&str>) -> String {
    match on {
        Some(on) => format!("{} of {on}", page(seen)),
        None => page(seen).to_owned(),
    }
}

/// A page's name.
pub fn page(page: Page) -> &'static str {
    match page {
        Page::Alerts => "alerts",
        Page::Dashboards => "dashboards",
        Page::Logs => "logs",
        Page::Traces => "traces",
        Page::Deploys => "deploys",
        Page::Database => "database",
        Page::AiPipeline => "AI pipeline",
        Page::WebConsole => "web console",
        Page::Playbooks => "playbooks",
    }
}

/// An incident state's name.
pub fn incident_state(state: IncidentState) -> &'static str {
    match state {
        IncidentState::Investigating => "Investigating",
        IncidentState::Identified => "Identified",
        IncidentState::Mitigating => "Mitigating",
        IncidentState::Monitoring => "Monitoring",
        IncidentState::Resolved => "Resolved",
    }
}

/// A deed as verb and object: ("rolled back", "api to v213").
pub fn deed(scenario: &Scenario, state: &State, deed: &Deed) -> (String, String) {
    let pair = |did: &str, what: String| (did.to_owned(), what);
    match deed {
        Deed::Look {
            page: looked,
            on,
            query,
        } => {
            let what = match (on, query) {
                (Some(on), Some(query)) => format!("{} of {on}: “{query}”", page(*looked)),
                (None, Some(query)) => format!("{}: “{query}”", page(*looked)),
                (Some(on), None) => format!("{} of {on}", page(*looked)),
                (None, None) => page(*looked).to_owned(),
            };
            pair(
                if query.is_some() {
                    "searched"
                } else {
                    "opened"
                },
                what,
            )
        }
        Deed::Acknowledge { alert } => pair("acknowledged", alert.clone()),
        Deed::Hypothesis { text } => pair("suspects:", text.clone()),
        Deed::Judge {
            hypothesis,
            verdict,
            evidence,
        } => {
            let said = state
                .hypotheses
                .iter()
                .find(|h| h.number == *hypothesis)
                .map_or_else(
                    || format!("hypothesis {hypothesis}"),
                    |h| format!("“{}”", h.text),
                );
            let because = if evidence.trim().is_empty() {
                String::new()
            } else {
                format!(": {}", evidence.trim())
            };
            let did = match verdict {
                Verdict::Confirmed => "confirmed",
                Verdict::Refuted => "refuted",
            };
            pair(did, said + &because)
        }
        Deed::System { act } => system_act(act),
        Deed::Severity { level } => pair("declared", format!("SEV-{level}")),
        Deed::State { state } => pair("set the state to", incident_state(*state).to_owned()),
        Deed::StatusUpdate {
            impact,
            doing,
            next_in_min,
        } => {
            let mut parts: Vec<String> = [impact, doing]
                .iter()
                .map(|t| t.trim().to_owned())
                .collect();
            parts.retain(|text| !text.is_empty());
            for text in &mut parts {
                if !text.ends_with(['.', '!', '?', '…', ':', '。', '！', '？']) {
                    text.push('.');
                }
            }
            if let Some(minutes) = next_in_min {
                parts.push(format!("Next update in {minutes} min."));
            }
            pair("sent a status update:", parts.join(" "))
        }
        Deed::Notice { text } => pair("told users:", text.clone()),
        Deed::Say { to, text, .. } => {
            let whom = scenario
                .roles
                .iter()
                .find(|role| role.id == *to)
                .map_or(to.as_str(), |role| role.short.as_str());
            let whom = if whom == "room" { "the room" } else { whom };
            (format!("told {whom}:"), text.clone())
        }
        Deed::Decision { text } => pair("decided:", text.clone()),
        Deed::Note { text, .. } => pair("noted:", text.clone()),
        Deed::Tick { item } => {
            let line = scenario
                .roles
                .iter()
                .flat_map(|role| role.checklist.get(*item as usize))
                .next()
                .cloned()
                .unwrap_or_default();
            pair("ticked", line)
        }
        Deed::Pin {
            page: seen,
            on,
            what,
            hypothesis,
            against,
        } => {
            let place = place(*seen, on.as_deref());
            let speaks = match hypothesis {
                Some(number) if *against => format!(", against hypothesis {number}"),
                Some(number) => format!(", for hypothesis {number}"),
                None => String::new(),
            };
            pair("pinned", format!("{place}{speaks}: “{what}”"))
        }
        Deed::Ask { question } => pair("asked the assistant:", question.clone()),
        Deed::Verify {
            question,
            holds,
            evidence,
        } => {
            let asked = state.questions.iter().find(|q| q.number == *question);
            let asked = asked.map_or_else(
                || format!("question {question}"),
                |q| format!("“{}”", q.text),
            );
            let found = if *holds { "holds" } else { "does not hold" };
            let because = match evidence.trim() {
                "" => String::new(),
                evidence => format!(": {evidence}"),
            };
            pair(
                "checked the answer to",
                format!("{asked}, it {found}{because}"),
            )
        }
    }
}

/// The line a role ticked: checklists differ between roles.
pub fn ticked(scenario: &Scenario, role: &str, item: u32) -> String {
    scenario
        .roles
        .iter()
        .find(|known| known.id == role)
        .and_then(|known| known.checklist.get(item as usize))
        .cloned()
        .unwrap_or_default()
}

fn system_act(act: &Act) -> (String, String) {
    let pair = |did: &str, what: String| (did.to_owned(), what);
    let switch = |on: bool| if on { "switched on" } else { "switched off" };
    match act {
        Act::RollBack { on, to: Some(to) } => pair("rolled back", format!("{on} to {to}")),
        Act::RollBack { on, to: None } => pair("rolled back", on.clone()),
        Act::Deploy {
            on,
            to,
            skip_migration,
        } => {
            let without = if *skip_migration {
                ", without its migration"
            } else {
                ""
            };
            pair("deployed", format!("{on} {to}{without}"))
        }
        Act::Restart { on } => pair("restarted", on.clone()),
        Act::Scale { on, to } => pair("scaled", format!("{on} to {to}")),
        Act::SetConfig { key, value } => pair("set", format!("{key} to {value}")),
        Act::Flag { flag, on } => pair(switch(*on), format!("the feature {flag}")),
        Act::Breaker { edge, open: true } => pair("opened the breaker", edge.clone()),
        Act::Breaker { edge, open: false } => pair("closed the breaker", edge.clone()),
        Act::Fallback { edge, on } => pair(switch(*on), format!("the fallback of {edge}")),
        Act::Disable { on, off } => pair(switch(!off), on.clone()),
        Act::RestartWorkers { on } => pair("restarted the workers of", on.clone()),
        Act::RetryTasks { queue } => pair("retried failed tasks of", queue.clone()),
        Act::PurgeQueue { queue } => pair("purged", queue.clone()),
        Act::KillConnections { database } => pair("killed connections to", database.clone()),
        Act::KillQueries { database } => pair("ended long sessions of", database.clone()),
        Act::FailOver { database } => pair("failed over", database.clone()),
        Act::MoveTasks { queue, to } => pair("moved tasks", format!("from {queue} to {to}")),
        Act::ShedTraffic { keep } if *keep >= 1.0 => pair("let in", "all traffic".to_owned()),
        Act::ShedTraffic { keep } => pair("shed traffic,", format!("{:.0} % let in", keep * 100.0)),
        Act::FlushCache { cache } => pair("flushed", cache.clone()),
        Act::WarmCache { cache } => pair("warmed", cache.clone()),
        Act::RenewCertificate { on } => pair("renewed the certificate of", on.clone()),
        Act::FreeDisk { on } => pair("freed disk space of", on.clone()),
        Act::SetAlert { alert, when, for_s } => pair(
            "changed the alert",
            format!("{alert} to {when} for {for_s} s"),
        ),
        Act::HealthCheck { on } => pair("checked the health of", on.clone()),
        Act::PipelineCheck => pair("checked", "the AI pipeline".to_owned()),
        Act::SmokeTest => pair("ran", "the smoke test".to_owned()),
    }
}

/// A share as a percentage that never rounds to nothing.
fn percent(share: f64) -> String {
    let p = share * 100.0;
    if p >= 10.0 || p == 0.0 {
        format!("{p:.0} %")
    } else {
        format!("{p:.1} %")
    }
}

/// A fault's effect, e.g. "pool leak, 0.4 % of requests".
pub fn effect(effect: &Effect) -> String {
    match effect {
        Effect::PoolLeak { rate } => format!("pool leak, {} of requests", percent(*rate)),
        Effect::Down => "down".to_owned(),
        Effect::Slow { factor } => format!("{factor}× slower"),
        Effect::Errors { ratio } => format!("{} errors", percent(*ratio)),
        Effect::Hang { ratio } => format!("{} hang", percent(*ratio)),
        Effect::Surge { factor } => format!("{factor}× the load"),
        Effect::Garbage { ratio } => format!("{} wrong answers", percent(*ratio)),
        Effect::Misconfigured { value } => format!("set to {value}"),
        Effect::NPlusOne { queries } => format!("{queries} queries instead of one"),
        Effect::Lock => "locked".to_owned(),
        Effect::ReplicaLag { ratio } => format!("replays {} more slowly", percent(*ratio)),
        Effect::FailOver => "fails over".to_owned(),
        Effect::CacheLoss { share } => format!("loses {} of what it knows", percent(*share)),
        Effect::MemoryLeak { mb } => format!("leaks {mb} MB each"),
        Effect::Poison { ratio } => format!("{} poison tasks", percent(*ratio)),
        Effect::Misrouted { to } => format!("tasks go to {to}"),
        Effect::Delay { ms } => format!("{ms} ms longer"),
        Effect::Loss { ratio } => format!("{} packets lost", percent(*ratio)),
        Effect::Certificate => "certificate expired".to_owned(),
        Effect::NoAddress => "name not resolved".to_owned(),
        Effect::DiskFill { mb_per_s } => format!("disk fills, {mb_per_s} MB/s"),
        Effect::Blind => "not seen".to_owned(),
        Effect::Late { seconds } => format!("seen {seconds} s late"),
    }
}

/// What carries a fault.
pub fn carrier(carrier: &Carrier) -> String {
    match carrier {
        Carrier::Version { component, version } => format!("carried by {component} {version}"),
        Carrier::Process => "carried by the running processes".to_owned(),
        Carrier::Config { key } => format!("carried by the setting {key}"),
        Carrier::Data => "carried by the data".to_owned(),
        Carrier::Outside => "from outside".to_owned(),
    }
}

/// A fault in one line.
pub fn fault(fault: &Fault) -> String {
    let only = fault
        .only
        .as_deref()
        .map(|only| format!(" ({only})"))
        .unwrap_or_default();
    let shape = match fault.shape {
        Shape::Step => String::new(),
        Shape::Ramp { over_ms } => format!(", over {}", duration(i64::from(over_ms))),
        Shape::Pulse { every_ms, on_ms } => {
            format!(
                ", {} of every {}",
                duration(i64::from(on_ms)),
                duration(i64::from(every_ms))
            )
        }
    };
    let lasts = fault
        .for_ms
        .map(|ms| format!(", for {}", duration(i64::from(ms))))
        .unwrap_or_default();
    let what = effect(&fault.effect);
    format!(
        "{what} on {}{only}{shape}{lasts}, {}",
        fault.on,
        carrier(&fault.carried_by)
    )
}

/// The few words of a fault's tag on the map, e.g. "v214 leak".
pub fn fault_label(fault: &Fault) -> String {
    let what = match &fault.effect {
        Effect::PoolLeak { .. } => "leak".to_owned(),
        Effect::Down => "down".to_owned(),
        Effect::Slow { factor } => format!("slow {factor}×"),
        Effect::Errors { ratio } => format!("errors {}", percent(*ratio)),
        Effect::Hang { ratio } => format!("hang {}", percent(*ratio)),
        Effect::Surge { factor } => format!("surge {factor}×"),
        Effect::Garbage { .. } => "garbage".to_owned(),
        Effect::Misconfigured { .. } => "misconfigured".to_owned(),
        Effect::NPlusOne { .. } => "N+1".to_owned(),
        Effect::Lock => "lock".to_owned(),
        Effect::ReplicaLag { .. } => "lag".to_owned(),
        Effect::FailOver => "failover".to_owned(),
        Effect::CacheLoss { .. } => "cache loss".to_owned(),
        Effect::MemoryLeak { .. } => "memory leak".to_owned(),
        Effect::Poison { .. } => "poison".to_owned(),
        Effect::Misrouted { .. } => "misrouted".to_owned(),
        Effect::Delay { ms } => format!("+{ms} ms"),
        Effect::Loss { ratio } => format!("loss {}", percent(*ratio)),
        Effect::Certificate => "certificate".to_owned(),
        Effect::NoAddress => "DNS".to_owned(),
        Effect::DiskFill { .. } => "disk fills".to_owned(),
        Effect::Blind => "blind".to_owned(),
        Effect::Late { .. } => "late".to_owned(),
    };
    match &fault.carried_by {
        Carrier::Version { version, .. } => format!("{version} {what}"),
        _ => what,
    }
}

/// A pattern in words, e.g. "roll back of api".
pub fn pattern(pattern: &Pattern) -> String {
    let kind = serde_json::to_value(pattern.act)
        .ok()
        .and_then(|value| value.as_str().map(|name| name.replace('-', " ")))
        .unwrap_or_default();
    let looked = pattern
        .page
        .map(|looked| format!(" at {}", page(looked)))
        .unwrap_or_default();
    let on = pattern
        .on
        .as_deref()
        .map(|on| format!(" of {on}"))
        .unwrap_or_default();
    format!("{kind}{looked}{on}")
}

/// When an inject comes, in words.
pub fn trigger(scenario: &Scenario, trigger: &Trigger) -> String {
    let after = |ms: u32| match ms {
        0 => "on".to_owned(),
        ms => format!("{} after", duration(i64::from(ms))),
    };
    match trigger {
        Trigger::At { at_ms } => clock(scenario.starts_s, i64::from(*at_ms)),
        Trigger::Act {
            pattern: p,
            after_ms,
        } => format!("{} {}", after(*after_ms), pattern(p)),
        Trigger::Alert { alert, after_ms } => format!("{} alert {alert}", after(*after_ms)),
        Trigger::Inject { inject, after_ms } => {
            let title = scenario
                .injects
                .iter()
                .find(|known| known.id == *inject)
                .map_or(inject.as_str(), |known| known.title.as_str());
            format!("{} “{title}”", after(*after_ms))
        }
        Trigger::Silent { pattern: p, for_ms } => {
            format!("no {} for {}", pattern(p), duration(i64::from(*for_ms)))
        }
        Trigger::Tray => "in the tray".to_owned(),
    }
}
