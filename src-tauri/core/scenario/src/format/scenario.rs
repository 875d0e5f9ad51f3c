//! `scenario.toml`.

use super::{
    Form, Key, Kind, Source, form, id, key, number, of, paragraphs, prose, sections, table, tables,
    text, whole,
};
use crate::limits;

pub(super) fn forms() -> Vec<Form> {
    let mut all = vec![
        file(),
        truth(),
        cause("cause", "a cause"),
        cause("herring", "a herring"),
    ];
    all.extend([deploy(), alert(), role(), norms(), stakeholder(), answer()]);
    all.extend([
        inject(),
        when(),
        message(),
        fault(),
        shape(),
        expect(),
        since(),
        act(),
        hint(),
    ]);
    all
}

fn file() -> Form {
    form(
        "scenario",
        "the scenario",
        "A drill: what happens, what a good team does, and what is really going on.",
        vec![
            key("title", text(), "For the card in the library.").needed(),
            key(
                "summary",
                prose(),
                "What happens, in a sentence or two. The facilitator reads it.",
            )
            .needed(),
            key(
                "system",
                of(Source::System),
                "The system it plays on: a folder in systems/.",
            )
            .needed(),
            key("starts", Kind::Clock, "The incident clock at STARTEX.").needed(),
            key(
                "length",
                Kind::Duration,
                "Planned length; the facilitator can fit the run sheet to another slot.",
            )
            .needed(),
            key("level", whole(1, 5), "1 (first drill) to 5.").needed(),
            key(
                "seed",
                whole(0, u32::MAX),
                "Chance grows from it: the same seed and acts give the same drill.",
            )
            .needed(),
            key(
                "trains",
                Kind::Texts {
                    most: limits::ID,
                    of: None,
                },
                "What it trains, in a word or two each.",
            ),
            key(
                "truth",
                table("truth"),
                "What is really going on. It never leaves the console.",
            )
            .needed(),
            key(
                "deploy",
                sections("deploy"),
                "What this story adds to the deploy histories of its system.",
            ),
            key(
                "alert",
                sections("alert"),
                "Rules of this night, beside the system's or in place of those of the same name.",
            ),
            key(
                "role",
                sections("role"),
                "Who takes part. Without any, the standard five.",
            ),
            key(
                "norms",
                table("norms"),
                "What communication is reviewed against.",
            ),
            key(
                "stakeholder",
                sections("stakeholder"),
                "People outside the team, whom the facilitator plays.",
            ),
            key(
                "inject",
                sections("inject"),
                "The run sheet, its branches, contingency injects and tray.",
            ),
            key("expect", sections("expect"), "What a good team does."),
            key("answer", sections("answer"), "What the assistant says."),
            key(
                "hint",
                sections("hint"),
                "Help, from a nudge to the answer.",
            ),
        ],
    )
}

fn truth() -> Form {
    form(
        "truth",
        "the truth",
        "What is really going on.",
        vec![
            key("root_cause", prose(), "Root cause, one or two sentences.")
                .called("Root cause")
                .needed(),
            key("trigger", prose(), "What set it off.").needed(),
            key("contributing", paragraphs(), "What let it happen or last."),
            key("cause", sections("cause"), "What a right hypothesis says."),
            key("herring", sections("herring"), "What a wrong one says."),
        ],
    )
}

fn cause(id_of: &str, what: &str) -> Form {
    form(
        id_of,
        what,
        "Recognises a hypothesis by its words.",
        vec![
            key("id", id(), "Name for patterns.").needed(),
            key("says", prose(), "What it says, in full.").needed(),
            key(
                "words",
                Kind::Groups,
                "A hypothesis says it when it contains a word of each group.",
            )
            .needed(),
        ],
    )
}

fn deploy() -> Form {
    form(
        "deploy",
        "a deploy",
        "A release of this night.",
        vec![
            key("on", of(Source::Versioned), "Service or worker.").needed(),
            key("version", id(), "Its new version.").needed(),
            key(
                "at",
                Kind::Before,
                "Before STARTEX; without it the version is built and not deployed yet.",
            ),
            key("note", text(), "What the deploy log says."),
            key(
                "migrates",
                text(),
                "The table whose schema it changes, as \"db.orders\".",
            ),
            key(
                "rolls_back",
                Kind::Truth,
                "False: versions before it cannot live with that change.",
            )
            .called("Rolls back"),
            key(
                "reaches",
                whole(1, limits::REPLICAS),
                "Replicas it got to; the others keep the old version.",
            ),
        ],
    )
}

pub(super) fn alert() -> Form {
    form(
        "alert",
        "an alert",
        "A rule that fires.",
        vec![
            key("name", id(), "As the page has it.").needed(),
            key("title", text(), "What it says, in words."),
            key(
                "when",
                text(),
                "Expression with one comparison, as \"api.errors / api.requests > 0.02\".",
            )
            .needed(),
            key("severity", of(Source::Severity), "Critical pages.").needed(),
            key(
                "component",
                of(Source::Component),
                "What it is about; the first of its expression unless given.",
            ),
            key("window", Kind::Duration, "Over how long it measures (1m)."),
            key(
                "for",
                Kind::Duration,
                "For how long it holds before it fires (1m).",
            ),
        ],
    )
}

fn role() -> Form {
    form(
        "role",
        "a role",
        "Who takes part. A standard id brings its texts.",
        vec![
            key(
                "id",
                id(),
                "on-call, backend, frontend, bridge, documentation, or another.",
            )
            .needed(),
            key("title", text(), "In full."),
            key("short", Kind::Text { most: 24 }, "For narrow places."),
            key("answers_for", prose(), "What it answers for, one sentence.").called("Answers for"),
            key(
                "checklist",
                Kind::Texts {
                    most: limits::TITLE,
                    of: None,
                },
                "What it goes through.",
            ),
            key(
                "may",
                Kind::Texts {
                    most: limits::ID,
                    of: Some(Source::Act),
                },
                "Acts it may do at a desk of its own; without it, the standard's, or all.",
            ),
        ],
    )
}

fn norms() -> Form {
    form(
        "norms",
        "the norms",
        "What communication is reviewed against.",
        vec![
            key(
                "first_update",
                Kind::Duration,
                "From the severity to the first update (5m).",
            )
            .called("First update"),
            key(
                "update_every",
                Kind::Duration,
                "From one update to the next (20m).",
            )
            .called("Update every"),
            key(
                "silent_after",
                Kind::Duration,
                "A role that does nothing for so long is shown as silent (6m).",
            )
            .called("Silent after"),
        ],
    )
}

fn stakeholder() -> Form {
    form(
        "stakeholder",
        "a stakeholder",
        "Somebody outside the team, whom the facilitator plays.",
        vec![
            key("name", text(), "As messages have it.").needed(),
            key(
                "wants",
                prose(),
                "What they need from the team, one sentence.",
            )
            .needed(),
            key(
                "voice",
                prose(),
                "How they speak, what makes them louder, and what makes them go away.",
            )
            .needed(),
            key("says", paragraphs(), "Lines ready to be said."),
        ],
    )
}

fn answer() -> Form {
    form(
        "answer",
        "an answer",
        "Something the assistant says when it is asked.",
        vec![
            key("id", id(), "Name for patterns.").needed(),
            key(
                "words",
                Kind::Groups,
                "A question with a word of each group gets it.",
            )
            .needed(),
            key("says", prose(), "What it answers.").needed(),
            key("right", Kind::Truth, "False where it is confidently wrong.").needed(),
            key(
                "note",
                prose(),
                "For the facilitator: what is right or wrong about it.",
            ),
            key(
                "verify",
                tables("act"),
                "Deeds that put it to the test; without, any look at the system and any check.",
            ),
            key("invites", tables("act"), "Acts that follow it."),
        ],
    )
}

fn inject() -> Form {
    form(
        "inject",
        "an inject",
        "One line of the run sheet.",
        vec![
            key("id", id(), "Made from the title unless given."),
            key("at", Kind::Duration, "On the clock, from STARTEX.")
                .either("when")
                .called("On the clock"),
            key(
                "when",
                table("when"),
                "After something, or when something does not come.",
            )
            .either("when")
            .called("After something"),
            key(
                "tray",
                Kind::Truth,
                "Off the clock, the facilitator's to play.",
            )
            .either("when")
            .called("In the tray"),
            key(
                "after",
                Kind::Duration,
                "How long after it; not with a silence.",
            )
            .beside("when", &[]),
            key("title", text(), "For the run sheet.").needed(),
            key("fault", table("fault"), "What breaks."),
            key(
                "stops",
                Kind::Texts {
                    most: limits::TITLE,
                    of: Some(Source::Inject),
                },
                "Injects whose faults it ends.",
            ),
            key(
                "message",
                table("message"),
                "What somebody outside the team says.",
            ),
            key("note", prose(), "Advice to the facilitator."),
        ],
    )
}

fn when() -> Form {
    form(
        "when",
        "`when`",
        "What an inject waits for.",
        vec![
            key("act", of(Source::Act), "After somebody did this.").either("what"),
            key("alert", of(Source::Alert), "After this alert fired.").either("what"),
            key("inject", of(Source::Inject), "After this inject.").either("what"),
            key(
                "silent",
                of(Source::Act),
                "When this has not come for so long.",
            )
            .either("what"),
            key(
                "on",
                of(Source::ActOn),
                "What it is done to; without, anything.",
            ),
            key(
                "page",
                of(Source::Page),
                "The page looked at; without, any.",
            )
            .beside("act", &["look"]),
            key(
                "for",
                Kind::Duration,
                "For how long it has not come, since STARTEX or the last time.",
            )
            .beside("silent", &[]),
        ],
    )
}

fn message() -> Form {
    form(
        "message",
        "a message",
        "Something somebody outside the team says.",
        vec![
            key("from", of(Source::Stakeholder), "Who says it.").needed(),
            key("to", of(Source::Reader), "A role, or the room.").needed(),
            key("channel", of(Source::Channel), "How it comes (chat)."),
            key("wants_answer", Kind::Truth, "An answer is expected.").called("Wants an answer"),
            key("text", prose(), "The words.").needed(),
        ],
    )
}

/// A fault's keys: those of its strength mean something for some kinds only.
fn fault() -> Form {
    let strengths: [(&str, Kind, &str); 9] = [
        (
            "rate",
            number(0.0, 1.0),
            "Share of requests that keep their connection.",
        ),
        (
            "factor",
            number(0.0, 100.0),
            "So many times as long, or as much.",
        ),
        ("ratio", number(0.0, 1.0), "Share that is hit."),
        ("value", number(-1e9, 1e9), "What it is set to."),
        ("queries", number(1.0, 1000.0), "Queries instead of one."),
        ("share", number(0.0, 1.0), "Share of what it holds."),
        (
            "mb",
            number(0.0, 10_000.0),
            "Megabytes kept by each request.",
        ),
        ("mb_per_s", number(0.0, 100_000.0), "Megabytes a second."),
        ("by", Kind::Duration, "By how long."),
    ];
    let title = |name: &str| match name {
        "mb" => "Megabytes",
        "mb_per_s" => "Megabytes a second",
        "rate" | "ratio" | "share" => "Share, 0 to 1",
        "by" => "By how long",
        "value" => "Value",
        "queries" => "Queries",
        _ => "Factor",
    };
    let strength = |(name, kind, says): (&str, Kind, &str)| {
        key(name, kind, says)
            .called(title(name))
            .needed()
            .beside("kind", &with(name))
    };
    let mut keys = vec![
        key("kind", of(Source::FaultKind), "What breaks.").needed(),
        key("on", of(Source::FaultOn), "What it is on.").needed(),
        key(
            "only",
            of(Source::FaultOnly),
            "Only this endpoint or task of it.",
        ),
    ];
    keys.extend(strengths.map(strength));
    keys.extend([
        key("to", of(Source::Queue), "The queue that gets them.").beside("kind", &with("to")),
        key("shape", table("shape"), "How it grows; without, at once and whole."),
        key("for", Kind::Duration, "How long; without, until something ends it."),
        key("carried_by", of(Source::Carrier), "What has to go for it to go: a version, a configuration value, processes, data, the outside.").called("Carried by"),
        key("title", text(), "The inject's unless given."),
    ]);
    form(
        "fault",
        "a fault",
        "What breaks, how strongly, and what carries it.",
        keys,
    )
}

/// Kinds of faults whose strength is under this key.
fn with(strength: &str) -> Vec<&'static str> {
    let kinds = crate::read::effect::KINDS.iter();
    kinds
        .filter(|(_, key)| *key == strength)
        .map(|(kind, _)| *kind)
        .collect()
}

fn shape() -> Form {
    form(
        "shape",
        "the shape",
        "How a fault grows.",
        vec![
            key(
                "ramp",
                Kind::Duration,
                "Grows to its strength over so long.",
            )
            .either("shape"),
            key("pulse", Kind::Duration, "Comes and goes, once in so long.").either("shape"),
            key("on", Kind::Duration, "Of a pulse: how long it is there.").beside("pulse", &[]),
        ],
    )
}

fn expect() -> Form {
    form(
        "expect",
        "an expectation",
        "Something a good team does.",
        vec![
            key("id", id(), "Made from the title unless given."),
            key(
                "role",
                of(Source::Role),
                "Who should; anyone who does it meets it.",
            )
            .needed(),
            key("phase", of(Source::Phase), "When in the response.").needed(),
            key("title", text(), "What, in the imperative.").needed(),
            key("act", of(Source::Act), "The act that meets it.").either("what"),
            key("any", tables("act"), "Several, any of which meets it.").either("what"),
            key(
                "on",
                of(Source::ActOn),
                "What it is done to, if that matters.",
            )
            .beside("act", &[]),
            key(
                "page",
                of(Source::Page),
                "The page looked at, if that matters.",
            )
            .beside("act", &["look"]),
            key("within", Kind::Duration, "By when.").needed(),
            key(
                "of",
                table("of"),
                "What that counts from; without, STARTEX.",
            ),
            key("why", prose(), "What it is good for.").needed(),
        ],
    )
}

fn since() -> Form {
    form(
        "of",
        "`of`",
        "What a deadline counts from.",
        vec![
            key(
                "alert",
                of(Source::Alert),
                "The first time this alert fires.",
            )
            .either("what"),
            key("inject", of(Source::Inject), "This inject.").either("what"),
            key(
                "answer",
                of(Source::Answer),
                "The first time the assistant gives this answer.",
            )
            .either("what"),
        ],
    )
}

fn act() -> Form {
    let keys: Vec<Key> = vec![
        key("act", of(Source::Act), "The act.").needed(),
        key(
            "on",
            of(Source::ActOn),
            "What it is done to; without, anything.",
        ),
        key(
            "page",
            of(Source::Page),
            "The page looked at; without, any.",
        )
        .beside("act", &["look"]),
    ];
    form("act", "an act", "Recognises what somebody does.", keys)
}

fn hint() -> Form {
    form(
        "hint",
        "a hint",
        "Help towards an expectation.",
        vec![
            key(
                "for",
                of(Source::Expectation),
                "The expectation, by id or title.",
            )
            .needed(),
            key("steps", paragraphs(), "From a nudge to the answer.").needed(),
        ],
    )
}
