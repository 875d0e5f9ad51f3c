//! What is said about mistakes: one small change to the README's example, and all that
//! is said about it.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod disk;

use scenario::{Files, Problem, read, read_team};

const SCENARIO: &str = "kiosk-release/scenario.toml";
const SYSTEM: &str = "systems/kiosk/system.toml";
const TEAM: &str = "kiosk-release/teams/good.toml";

/// File, what stands there, what is written instead.
type Change = (&'static str, &'static str, &'static str);

fn said(changes: &[Change]) -> String {
    let mut files = disk::readme::example();
    for (file, from, to) in changes {
        let text = files.0.get_mut(*file).unwrap();
        assert!(text.contains(from), "the example has no {from:?}");
        *text = text.replacen(from, to, 1);
    }
    shown(&all(&files))
}

/// Problems and warnings of the scenario, and those of its team.
fn all(files: &Files) -> Vec<Problem> {
    match read(files, "kiosk-release") {
        Ok(read) => {
            let mut problems = read.warnings;
            problems.extend(
                read_team(files, TEAM, &read.scenario)
                    .err()
                    .into_iter()
                    .flatten(),
            );
            problems
        }
        Err(problems) => problems,
    }
}

fn shown(problems: &[Problem]) -> String {
    let each: Vec<String> = problems.iter().map(Problem::to_string).collect();
    if each.is_empty() {
        "nothing".to_owned()
    } else {
        each.join("\n\n")
    }
}

macro_rules! mistakes {
    ($($group:ident { $($name:literal: $changes:expr,)* })*) => {
        $(#[test]
        fn $group() {
            let mut all = String::new();
            $(all.push_str(&format!("=== {}\n\n{}\n\n", $name, said(&$changes)));)*
            insta::assert_snapshot!(stringify!($group), all);
        })*
    };
}

mistakes! {
    syntax {
        "open quote": [(SCENARIO, "system  = \"kiosk\"", "system  = \"kiosk")],
        "no value": [(SCENARIO, "level   = 1", "level   =")],
        "open list": [(SCENARIO, "[\"triage\", \"rollback\"]", "[\"triage\", \"rollback\"")],
        "twice": [(SCENARIO, "level   = 1", "level   = 1\nlevel   = 2")],
        "in the system": [(SYSTEM, "[service.shop]", "[service.shop")],
    }
    names {
        "unknown key": [(SCENARIO, "within = \"6m\"", "withn = \"6m\"")],
        "unknown system": [(SCENARIO, "system  = \"kiosk\"", "system  = \"kisok\"")],
        "unknown role": [(SCENARIO, "role   = \"bridge\"", "role   = \"frontend\"")],
        "unknown alert": [(SCENARIO, "{ alert = \"ShopErrors\" }", "{ alert = \"ShopError\" }")],
        "unknown expectation": [(SCENARIO, "for   = \"Roll back\"", "for   = \"Roll it back\"")],
        "unknown act": [(SCENARIO, "act    = \"roll-back\"", "act    = \"rollback\"")],
        "unknown page": [(SCENARIO, "page   = \"deploys\"", "page   = \"deployments\"")],
        "unknown phase": [(SCENARIO, "phase  = \"learn\"", "phase  = \"learning\"")],
        "unknown pool": [(SCENARIO, "on = \"shop.db\"", "on = \"shop.database\"")],
        "unknown version": [(SCENARIO, "carried_by = \"shop@v2\"", "carried_by = \"shop@v3\"")],
        "unknown carrier": [(SCENARIO, "carried_by = \"shop@v2\"", "carried_by = \"proces\"")],
        "unknown fault": [(SCENARIO, "kind = \"pool-leak\"", "kind = \"leak\"")],
        "unknown metric": [(SYSTEM, "expr  = \"db.connections\"", "expr  = \"db.conections\"")],
        "unknown component": [(SYSTEM, "expr  = \"shop.p95_ms / 1000\"", "expr  = \"shp.p95_ms / 1000\"")],
        "unknown endpoint": [(SYSTEM, "\"shop POST /buy\"", "\"shop POST /bye\"")],
        "no pool": [(SYSTEM, "pool.db  = { size = 10, wait = \"3s\" }\n", "")],
        "same id twice": [(SCENARIO, "title   = \"The owner calls\"", "title   = \"The kiosk calls\"")],
        "id with capitals": [(SYSTEM, "[database.db]", "[database.DB]")],
        "id taken": [(SYSTEM, "[database.db]", "[database.shop]")],
    }
    values {
        "bad expression": [(SYSTEM, "breach = \"shop.errors / shop.requests > 0.02\"", "breach = \"shop.errors / shop.requests > 2%\"")],
        "nothing compared": [(SYSTEM, "breach = \"shop.errors / shop.requests > 0.02\"", "breach = \"shop.errors\"")],
        "bad duration": [(SYSTEM, "gives_up = \"5s\"", "gives_up = \"5 seconds\"")],
        "bare number for duration": [(SYSTEM, "gives_up = \"5s\"", "gives_up = 5")],
        "absurd duration": [(SCENARIO, "length  = \"30m\"", "length  = \"30h\"")],
        "out of bounds": [(SCENARIO, "rate = 0.01", "rate = 1.5")],
        "wrong type": [(SCENARIO, "seed    = 7", "seed    = \"seven\"")],
        "list instead of table": [(SCENARIO, "fault = { kind = \"pool-leak\", on = \"shop.db\", rate = 0.01, carried_by = \"shop@v2\" }", "fault = [\"pool-leak\"]")],
        "empty text": [(SCENARIO, "why    = \"Somebody waits for it.\"", "why    = \"  \"")],
        "not ascii": [(SCENARIO, "title   = \"The kiosk calls\"", "title   = \"Der Kiosk läutet — 電話\"\ntitel   = \"x\"")],
    }
    structure {
        "many at once": [
            (SCENARIO, "starts  = \"22:10\"", "starts  = \"10pm\""),
            (SCENARIO, "level   = 1", "level   = 9"),
            (SCENARIO, "at    = \"00:00\"", "at    = \"-1m\""),
            (SCENARIO, "to = \"bridge\"", "to = \"brigde\""),
            (SCENARIO, "summary = \"A release keeps database connections. Ten minutes later nobody can buy.\"\n", ""),
            (SYSTEM, "workers  = 8", "wokers   = 8"),
        ],
        "step of two kinds": [(SYSTEM, "{ cpu = \"20ms\" }", "{ cpu = \"20ms\", enqueue = \"a.b\" }")],
        "step of no kind": [(SYSTEM, "{ cpu = \"20ms\" }", "{ cpus = \"20ms\" }")],
        "two triggers": [(SCENARIO, "at      = \"06:00\"", "at      = \"06:00\"\ntray    = true")],
        "no trigger": [(SCENARIO, "at      = \"06:00\"\n", "")],
        "waits for itself": [(SCENARIO, "at      = \"06:00\"", "when    = { inject = \"The kiosk calls\" }")],
        "two things awaited": [(SCENARIO, "when    = { silent = \"status-update\", for = \"12m\" }", "when    = { silent = \"status-update\", alert = \"ShopErrors\", for = \"12m\" }")],
        "page of another act": [(SCENARIO, "act    = \"smoke-test\"", "act    = \"smoke-test\"\npage   = \"logs\"")],
        "on of an act on nothing": [(SCENARIO, "act    = \"smoke-test\"", "act    = \"smoke-test\"\non     = \"shop\"")],
    }
    warnings {
        "after the end": [(SCENARIO, "at      = \"06:00\"", "at      = \"31:00\"")],
        "after the end, by a chain": [(SCENARIO, "when    = { silent = \"status-update\", for = \"12m\" }", "when    = { inject = \"The kiosk calls\" }\nafter   = \"25m\"")],
        "a silence longer than the scenario": [(SCENARIO, "for = \"12m\"", "for = \"31m\"")],
        "counted from what never comes": [
            (SCENARIO, "at      = \"06:00\"", "at      = \"31:00\""),
            (SCENARIO, "within = \"10m\"\nof     = { alert = \"ShopErrors\" }", "within = \"10m\"\nof     = { inject = \"The kiosk calls\" }"),
        ],
        "counted from the tray": [
            (SCENARIO, "at      = \"06:00\"", "tray    = true"),
            (SCENARIO, "within = \"10m\"\nof     = { alert = \"ShopErrors\" }", "within = \"10m\"\nof     = { inject = \"The kiosk calls\" }"),
        ],
        "stops what breaks nothing": [(SCENARIO, "at      = \"06:00\"", "at      = \"06:00\"\nstops   = [\"The owner calls\"]")],
        "nobody hears": [(SCENARIO, "[[hint]]", "[[stakeholder]]\nname  = \"Press\"\nwants = \"A line.\"\nvoice = \"Loud.\"\n\n[[stakeholder]]\nname  = \"Kiosk 4\"\nwants = \"To sell.\"\nvoice = \"Short.\"\n\n[[hint]]")],
        "does nothing": [(SCENARIO, "message = { from = \"Kiosk 4\", to = \"bridge\", channel = \"phone\", text = \"Nobody can pay here.\", wants_answer = true }\n", "")],
        "role without work": [(SCENARIO, "id = \"bridge\"\n", "id = \"bridge\"\n\n[[role]]\nid = \"coffee\"\ntitle = \"Coffee\"\nanswers_for = \"Coffee.\"\n")],
        "no briefing": [("kiosk-release/briefing.md", "# The kiosk stops selling\nYou run the shop system of forty kiosks. It is ten past ten in the evening.\n", "")],
        "more connections than there are": [(SYSTEM, "max_connections = 50", "max_connections = 15")],
        "three key panels": [(SYSTEM, "unit  = \"s\"\nkey   = true", "unit  = \"s\"")],
    }
    teams {
        "unknown key": [(TEAM, "page  = \"deploys\"", "page  = \"deploys\"\nlevel = 2")],
        "no deed": [(TEAM, "act   = \"look\"\n", "")],
        "no such service": [(TEAM, "on    = \"shop\"", "on    = \"api\"")],
        "no such person": [(TEAM, "bridge  =", "bidge   =")],
        "in the tray": [(TEAM, "at      = \"12:00\"", "tray    = true")],
    }
}

#[test]
fn no_such_scenario() {
    let files = disk::readme::example();
    let problems = read(&files, "kiosk").unwrap_err();
    insta::assert_snapshot!("no_such_scenario", shown(&problems));
}

#[test]
fn too_many_injects() {
    let mut files = disk::readme::example();
    let more: String = (0..600)
        .map(|n| format!("[[inject]]\nat = \"01:00\"\ntitle = \"Call {n}\"\nnote = \"n\"\n"))
        .collect();
    files.0.get_mut(SCENARIO).unwrap().push_str(&more);
    insta::assert_snapshot!("too_many_injects", shown(&all(&files)));
}

#[test]
fn a_long_line_is_cut_about_its_mistake() {
    let long = format!(
        "why    = \"{}\"\nwhy2   = \"{}\"",
        "wait ".repeat(300),
        "x".repeat(300)
    );
    let mut files = disk::readme::example();
    let text = files.0.get_mut(SCENARIO).unwrap();
    *text = text.replace("why    = \"Somebody waits for it.\"", &long);
    let line = "message = { from = \"Kiosk 4\", to = \"brigde\", channel";
    let wide = format!(
        "message = {{ from = \"{}\", to = \"brigde\", channel",
        "Kiosk ".repeat(20)
    );
    *text = text.replace(
        "to = \"bridge\", channel = \"phone\", text = \"N",
        "to = \"brigde\", channel = \"phone\", text = \"N",
    );
    *text = text.replace(line, &wide);
    insta::assert_snapshot!("a_long_line", shown(&all(&files)));
}
