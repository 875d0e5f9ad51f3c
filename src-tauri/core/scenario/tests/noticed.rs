//! What nobody could notice is said, and nothing is said of what ships.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod disk;

use scenario::{Files, noticed::unnoticed, read};

const SCENARIO: &str = "kiosk-release/scenario.toml";
const FAULT: &str =
    "fault = { kind = \"pool-leak\", on = \"shop.db\", rate = 0.01, carried_by = \"shop@v2\" }";
const CALL: &str = "at      = \"06:00\"";

fn said(files: &Files, id: &str) -> String {
    let read = read(files, id).unwrap_or_else(|problems| panic!("{}", problems[0]));
    let problems = unnoticed(files, &read.scenario);
    let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
    if all.is_empty() {
        "nothing".to_owned()
    } else {
        all.join("\n")
    }
}

#[test]
fn what_ships_is_noticed() {
    let mut files = disk::shipped();
    files.0.extend(disk::readme::example().0);
    for id in files.scenario_ids() {
        assert_eq!(said(&files, id), "nothing", "{id}");
    }
}

#[test]
fn what_nobody_could_notice_is_said() {
    let mut all = String::new();
    for (what, changes) in [
        ("as it is", &[][..]),
        ("far too weak", &[("rate = 0.01", "rate = 0.0000001")]),
        (
            "on what nobody uses",
            &[(
                FAULT,
                "fault = { kind = \"errors\", on = \"spare\", ratio = 1 }",
            )],
        ),
        (
            "two, one of them weak",
            &[(
                CALL,
                "at      = \"01:00\"\ntitle   = \"Hardly slow\"\nfault   = { kind = \"slow\", on = \"db\", factor = 1.001 }\n\n[[inject]]\nat      = \"06:00\"",
            )],
        ),
        (
            "waits for a deploy that nobody did",
            &[("at      = \"-5m\"\n", "")],
        ),
        (
            "is seen, and nothing leaves its limits",
            &[
                (
                    FAULT,
                    "fault = { kind = \"errors\", on = \"shop\", ratio = 0.004 }",
                ),
                (CALL, "tray    = true"),
            ],
        ),
        (
            "is seen, nothing leaves its limits, and somebody calls",
            &[(
                FAULT,
                "fault = { kind = \"errors\", on = \"shop\", ratio = 0.004 }",
            )],
        ),
        (
            "a false alarm",
            &[(FAULT, "note = \"All is well.\""), (CALL, "tray    = true")],
        ),
        (
            "the graphs end",
            &[(FAULT, "fault = { kind = \"blind\", on = \"telemetry\" }")],
        ),
    ] {
        let mut files = disk::readme::example();
        let system = files.0.get_mut("systems/kiosk/system.toml").unwrap();
        system.push_str("\n[service.spare]\nworkers = 1\n[[service.spare.endpoint]]\nname = \"GET /\"\nsteps = [{ cpu = \"1ms\" }]\n");
        for (from, to) in changes {
            let text = files.0.get_mut(SCENARIO).unwrap();
            assert!(text.contains(from), "{what}: no {from}");
            *text = text.replacen(from, to, 1);
        }
        all.push_str(&format!(
            "=== {what}\n{}\n\n",
            said(&files, "kiosk-release")
        ));
    }
    insta::assert_snapshot!("unnoticed", all);
}
