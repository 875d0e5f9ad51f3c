//! The run sheet of a `scenario.toml`, what is expected in it, and the hints towards that.

use super::{
    Form, Key, Kind, Source, form, id, key, number, of, paragraphs, prose, table, tables, text,
};
use crate::limits;

pub(super) fn forms() -> [Form; 9] {
    [
        inject(),
        when(),
        message(),
        fault(),
        shape(),
        expect(),
        since(),
        act(),
        hint(),
    ]
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
