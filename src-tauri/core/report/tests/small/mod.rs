//! A small shop whose only service goes down at once, and drills of it, played from a list.
#![allow(dead_code, reason = "each test file uses a part")]

use std::collections::BTreeMap;
use std::sync::Arc;

use drill::{Command, Created, Drill};
use scenario::{Deed, Files, Scenario};
use world::Act;

pub const SECOND: i64 = 1_000;
pub const MINUTE: i64 = 60_000;

const SYSTEM: &str = r#"
title   = "Kiosk"
warm_up = "1m"

[traffic]
rate     = 2
gives_up = "10s"
attempts = 1

[[traffic.journey]]
name  = "buy"
calls = ["shop GET /"]

[service.shop]
title    = "Till"
workers  = 4
replicas = 2
versions = [{ id = "v1", at = "-9d", note = "First" }, { id = "v2", at = "-1d", note = "Second" }]

[[service.shop.endpoint]]
name  = "GET /"
steps = [{ cpu = "20ms" }]

[service.stock]
title   = "Stock keeper"
workers = 4

[[service.stock.endpoint]]
name  = "GET /"
steps = [{ cpu = "20ms" }]

[[alert]]
name     = "ShopErrors"
title    = "The till answers with errors"
severity = "critical"
when     = "shop.errors / shop.requests > 0.02"
for      = "30s"

[[service_level]]
id     = "buy"
title  = "People can buy"
breach = "shop.errors / shop.requests > 0.02"
for    = "30s"
"#;

const SCENARIO: &str = r#"
title   = "The till is down"
summary = "Nobody can pay."
system  = "kiosk"
starts  = "03:00"
length  = "60m"
level   = 1
seed    = 7
trains  = ["communication"]

[truth]
root_cause   = "The till cannot start without its printer."
trigger      = "Somebody took the printer away."
contributing = ["No alert on printers"]

[[truth.cause]]
id    = "printer"
says  = "The printer is gone."
words = [["printer"]]

[norms]
first_update = "5m"
update_every = "20m"

[[inject]]
id    = "down"
at    = "00:00"
title = "The till goes down"
fault = { kind = "errors", on = "shop", ratio = 0.5, carried_by = "process" }

[[inject]]
id      = "owner"
tray    = true
title   = "The owner calls"
message = { from = "Owner", to = "bridge", channel = "phone", text = "What is going on?", wants_answer = true }

[[inject]]
id      = "printer"
tray    = true
title   = "The printer reports in"
message = { from = "printer", to = "room", channel = "chat", text = "No paper." }

[[expect]]
id     = "update"
role   = "bridge"
phase  = "mitigate"
title  = "First update"
act    = "status-update"
within = "10m"
why    = "Somebody waits for it."
"#;

/// The scenario.
pub fn scenario() -> Arc<Scenario> {
    let texts = BTreeMap::from([
        ("systems/kiosk/system.toml".to_owned(), SYSTEM.to_owned()),
        ("till/scenario.toml".to_owned(), SCENARIO.to_owned()),
    ]);
    match scenario::read(&Files(texts), "till") {
        Ok(read) => Arc::new(read.scenario),
        Err(problems) => {
            let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
            panic!("{}", all.join("\n"));
        }
    }
}

/// What is done in a drill, and at which drill time, in milliseconds.
pub struct Step {
    pub at_ms: i64,
    pub command: Command,
}

/// `"05:30"` as milliseconds.
pub fn at(clock: &str) -> i64 {
    let (minutes, seconds) = clock.split_once(':').expect("minutes and seconds");
    let number = |text: &str| text.parse::<i64>().expect("a number");
    number(minutes) * MINUTE + number(seconds) * SECOND
}

/// A role does something.
pub fn did(clock: &str, role: &str, deed: Deed) -> Step {
    let command = Command::Log {
        role: role.to_owned(),
        person: None,
        deed,
    };
    Step {
        at_ms: at(clock),
        command,
    }
}

/// An inject from the tray comes.
pub fn fire(clock: &str, inject: &str) -> Step {
    let inject = inject.to_owned();
    Step {
        at_ms: at(clock),
        command: Command::Fire { inject },
    }
}

/// Before STARTEX somebody takes a role.
pub fn holds(role: &str) -> Step {
    let command = Command::Assign {
        role: role.to_owned(),
        person: format!("P. {role}"),
    };
    Step { at_ms: -1, command }
}

pub fn hand_over(clock: &str, role: &str, note: &str) -> Step {
    let command = Command::HandOver {
        role: role.to_owned(),
        from: format!("P. {role}"),
        to: "Q. Next".to_owned(),
        note: note.to_owned(),
    };
    Step {
        at_ms: at(clock),
        command,
    }
}

pub fn severity(level: u8) -> Deed {
    Deed::Severity { level }
}

pub fn resolved() -> Deed {
    Deed::State {
        state: scenario::IncidentState::Resolved,
    }
}

pub fn update(impact: &str, doing: &str, next_in_min: Option<u32>) -> Deed {
    Deed::StatusUpdate {
        impact: impact.to_owned(),
        doing: doing.to_owned(),
        next_in_min,
    }
}

pub fn say(to: &str, text: &str) -> Deed {
    Deed::Say {
        to: to.to_owned(),
        text: text.to_owned(),
        answers: None,
    }
}

pub fn note(text: &str) -> Deed {
    Deed::Note {
        text: text.to_owned(),
        mark: None,
    }
}

pub fn notice(text: &str) -> Deed {
    Deed::Notice {
        text: text.to_owned(),
    }
}

pub fn search(query: &str) -> Deed {
    Deed::Look {
        page: scenario::Page::Logs,
        on: None,
        query: Some(query.to_owned()),
    }
}

pub fn restart(on: &str) -> Deed {
    let on = on.to_owned();
    Deed::System {
        act: Act::Restart { on },
    }
}

pub fn scale(on: &str, to: u32) -> Deed {
    let on = on.to_owned();
    Deed::System {
        act: Act::Scale { on, to },
    }
}

pub fn smoke_test() -> Deed {
    Deed::System {
        act: Act::SmokeTest,
    }
}

/// The drill after these steps, ended at `ends`.
pub fn played(steps: Vec<Step>, ends: &str) -> Drill {
    let scenario = scenario();
    let head = Created {
        drill: "d1".to_owned(),
        scenario: scenario.id.clone(),
        title: scenario.title.clone(),
        team: "Night shift".to_owned(),
        number: 1,
        seed: scenario.seed,
        length_ms: scenario.length_ms,
        unattended: true,
    };
    let mut drill = Drill::create(scenario, head, 0).expect("it can be simulated");
    let (before, mut during): (Vec<Step>, Vec<Step>) =
        steps.into_iter().partition(|step| step.at_ms < 0);
    for step in before {
        drill.command(&step.command, 0).expect("before STARTEX");
    }
    drill.command(&Command::Start, 0).expect("STARTEX");
    during.sort_by_key(|step| step.at_ms);
    for step in during {
        drill.advance(step.at_ms, step.at_ms);
        drill.command(&step.command, step.at_ms).expect("possible");
    }
    drill.advance(at(ends), at(ends));
    drill.command(&Command::End, at(ends)).expect("ENDEX");
    drill
}
