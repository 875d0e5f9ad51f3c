//! `teams/NAME.toml`.

use super::scenario;
use super::{Form, Kind, Source, form, key, number, of, prose, sections, table, text, whole};
use crate::limits;

pub(super) fn forms() -> Vec<Form> {
    let when = scenario::forms()
        .into_iter()
        .filter(|form| form.id == "when");
    [file(), people(), step()].into_iter().chain(when).collect()
}

fn file() -> Form {
    form(
        "team",
        "the team",
        "A team that plays a scenario unattended.",
        vec![
            key("title", text(), "E.g. \"A good night\".").needed(),
            key("summary", prose(), "What it does and what comes of it.").needed(),
            key(
                "ends",
                Kind::Duration,
                "ENDEX; the scenario's length unless given.",
            ),
            key("people", table("people"), "Roles and fictional names."),
            key("do", sections("do"), "What it does, one deed each.").needed(),
        ],
    )
}

fn people() -> Form {
    form("people", "people", "Roles and fictional names.", Vec::new())
}

fn step() -> Form {
    let acts = |names: &[&str]| {
        names
            .iter()
            .map(|&name| name.to_owned())
            .collect::<Vec<_>>()
    };
    let with = |names: &[&str]| acts(names);
    let mut keys = vec![
        key("at", Kind::Duration, "On the clock, from STARTEX.").either("when"),
        key(
            "when",
            table("when"),
            "After something, or when something does not come.",
        )
        .either("when"),
        key("after", Kind::Duration, "How long after `when`."),
        key("role", of(Source::Role), "Who does it.").needed(),
        key("act", of(Source::Act), "What they do.").needed(),
        key("on", of(Source::ActOn), "What it is done to."),
    ];
    for (name, kind, says, acts) in [
        (
            "page",
            of(Source::Page),
            "The page.",
            with(&["look", "pin"]),
        ),
        ("query", text(), "What is searched for.", with(&["look"])),
        (
            "text",
            prose(),
            "The words.",
            with(&[
                "hypothesis",
                "notice",
                "decision",
                "note",
                "say",
                "pin",
                "ask",
            ]),
        ),
        (
            "hypothesis",
            whole(1, 1000),
            "Its number, from 1.",
            with(&["judge", "pin"]),
        ),
        (
            "verdict",
            of(Source::Verdict),
            "Confirmed or refuted.",
            with(&["judge"]),
        ),
        (
            "evidence",
            prose(),
            "Because of what.",
            with(&["judge", "verify"]),
        ),
        (
            "against",
            Kind::Truth,
            "It speaks against the hypothesis.",
            with(&["pin"]),
        ),
        ("level", whole(1, 5), "1 (worst) to 5.", with(&["severity"])),
        (
            "state",
            of(Source::State),
            "Where the incident stands.",
            with(&["state"]),
        ),
        (
            "impact",
            prose(),
            "Who is affected and how.",
            with(&["status-update"]),
        ),
        (
            "doing",
            prose(),
            "What the team does about it.",
            with(&["status-update"]),
        ),
        (
            "next_in",
            Kind::Duration,
            "When it speaks again.",
            with(&["status-update"]),
        ),
        (
            "to",
            Kind::Word,
            "Whom: a role, stakeholder or the room; or a version, number or queue.",
            with(&["say", "roll-back", "deploy", "scale", "move-tasks"]),
        ),
        (
            "answers",
            whole(1, 100_000),
            "Number of the message it answers.",
            with(&["say"]),
        ),
        (
            "mark",
            of(Source::Mark),
            "Good, bad or lucky.",
            with(&["note"]),
        ),
        (
            "item",
            whole(1, 1000),
            "Line of the checklist, from 1.",
            with(&["tick"]),
        ),
        (
            "question",
            whole(1, 1000),
            "Number of the question, from 1.",
            with(&["verify"]),
        ),
        (
            "holds",
            Kind::Truth,
            "Whether the answer held.",
            with(&["verify"]),
        ),
        (
            "skip_migration",
            Kind::Truth,
            "Without its migration.",
            with(&["deploy"]),
        ),
        ("key", text(), "Configuration key.", with(&["set-config"])),
        (
            "value",
            number(-1e9, 1e9),
            "Its new value.",
            with(&["set-config"]),
        ),
        (
            "turn",
            of(Source::Turn),
            "Which way.",
            with(&["flag", "breaker", "fallback", "disable"]),
        ),
        (
            "rule",
            text(),
            "Expression with one comparison.",
            with(&["set-alert"]),
        ),
        (
            "for",
            Kind::Duration,
            "For how long it holds before it fires.",
            with(&["set-alert"]),
        ),
        (
            "keep",
            number(0.0, 1.0),
            "Share let in.",
            with(&["shed-traffic"]),
        ),
    ] {
        let names: Vec<&str> = acts.iter().map(String::as_str).collect();
        keys.push(key(name, kind, says).beside("act", &names));
    }
    debug_assert!(keys.len() < limits::LIST);
    form("do", "a step", "One deed, done once.", keys)
}
