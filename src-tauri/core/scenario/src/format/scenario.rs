//! `scenario.toml`.

use super::run_sheet;
use super::{
    Form, Key, Kind, Source, form, id, key, of, paragraphs, prose, sections, table, tables, text,
    whole,
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
    all.extend(run_sheet::forms());
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
    let mut keys = vec![
        key("on", of(Source::Versioned), "Service or worker.").needed(),
        key("version", id(), "Its new version.").needed(),
    ];
    keys.extend(release());
    form("deploy", "a deploy", "A release of this night.", keys)
}

/// What a release is, beside the name of its version: the same in a night's `[[deploy]]` and in a
/// system's `versions`.
pub(super) fn release() -> [Key; 5] {
    [
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
    ]
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
