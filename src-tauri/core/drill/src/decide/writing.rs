//! The postmortem: who may change what, and when.

use super::{Ground, TEXT_MAX, blank, bounded, clean};
use crate::command::{Command, Refusal};
use crate::event::Fact;
use crate::state::{ClockPhase, State};
use crate::writing::{
    ACTION_ITEMS_MAX, ActionItem, EDITS_MAX, Edit, Holds, LINE_MAX, PROSE_MAX, Status, Survey,
    TOGETHER_MAX, VERSIONS_MAX,
};

/// Answers to the survey of one drill. Further ones are refused.
pub const SURVEYS_MAX: usize = 2_000;
/// Longest answer to one of the three questions, characters. A longer one is refused.
const ANSWER_MAX: usize = 2_000;

pub(super) fn writing(ground: &Ground<'_>, command: &Command) -> Result<Vec<Fact>, Refusal> {
    let state = ground.state;
    over(state)?;
    let writing = &state.writing;
    match command {
        Command::Write { edits } => {
            open(state)?;
            if edits.len() > TOGETHER_MAX {
                return Err(Refusal::new(
                    "too-many-edits",
                    format!("{} edits at once; {TOGETHER_MAX} are allowed.", edits.len()),
                    "Make them in parts.",
                ));
            }
            if writing.made as usize + edits.len() > EDITS_MAX as usize {
                return Err(too_many());
            }
            let mut after = writing.edits.clone();
            let mut facts = Vec::new();
            for edit in edits {
                let edit = checked(ground, edit)?;
                // What changes nothing leaves no trace.
                if after.make(&edit) {
                    facts.push(Fact::Wrote(edit));
                }
            }
            Ok(facts)
        }
        Command::KeepVersion { says } => {
            room_for_version(state)?;
            let says = bounded(says, "The version's name", LINE_MAX)?;
            Ok(vec![Fact::VersionKept { says }])
        }
        Command::RestoreVersion { version } => {
            open(state)?;
            if writing.made >= EDITS_MAX {
                return Err(too_many());
            }
            let Some(found) = writing.versions.iter().find(|v| v.number == *version) else {
                return Err(Refusal::new(
                    "unknown-version",
                    format!("There is no version {version}."),
                    "Choose one from the list of versions.",
                ));
            };
            if found.edits == writing.edits {
                return Ok(Vec::new());
            }
            let mut facts = Vec::new();
            if writing.unkept() {
                room_for_version(state)?;
                let says = format!("before version {version} was restored");
                facts.push(Fact::VersionKept { says });
            }
            facts.push(Fact::VersionRestored { version: *version });
            Ok(facts)
        }
        Command::File { status } => file(state, *status),
        Command::Survey { role, survey: said } => {
            if let Some(role) = role {
                super::people::known_role(ground, role)?;
            }
            survey(state, role.as_deref(), None, said)
        }
        Command::Reveal if writing.revealed => Ok(Vec::new()),
        Command::Reveal => Ok(vec![Fact::TruthRevealed]),
        _ => Ok(Vec::new()),
    }
}

fn too_many() -> Refusal {
    Refusal::new(
        "too-many-edits",
        format!("This postmortem was edited {EDITS_MAX} times, and that is the limit."),
        "Export it as Markdown and go on in another editor.",
    )
}

fn over(state: &State) -> Result<(), Refusal> {
    if state.phase == ClockPhase::Ended {
        return Ok(());
    }
    Err(Refusal::new(
        "not-ended",
        "The drill has not ended; its postmortem is still being made by what happens.",
        "End it first: ENDEX.",
    ))
}

/// It can be edited.
pub(super) fn open(state: &State) -> Result<(), Refusal> {
    if state.writing.status != Status::Final {
        return Ok(());
    }
    Err(Refusal::new(
        "final",
        "This postmortem is final and sealed.",
        "Take it back to draft first. That is written into the record, and the sealed version stays.",
    ))
}

fn room_for_version(state: &State) -> Result<(), Refusal> {
    if state.writing.versions.len() < VERSIONS_MAX {
        return Ok(());
    }
    Err(Refusal::new(
        "too-many-versions",
        format!("{VERSIONS_MAX} versions are kept, and that is the limit."),
        "Export this one as Markdown. Every edit is in the record all the same.",
    ))
}

fn file(state: &State, status: Status) -> Result<Vec<Fact>, Refusal> {
    let now = state.writing.status;
    if now == status {
        return Ok(Vec::new());
    }
    if status == Status::Final && now == Status::Draft {
        return Err(Refusal::new(
            "not-reviewed",
            "A draft cannot become final at once.",
            "Put it into review first, and have somebody read it who was in the room.",
        ));
    }
    if now == Status::Final && status == Status::InReview {
        return Err(Refusal::new(
            "final",
            "This postmortem is final and sealed.",
            "Take it back to draft, and then into review.",
        ));
    }
    // The limit of versions must not keep anybody from agreeing.
    Ok(vec![Fact::Filed { status, seal: None }])
}

/// An edit as it is kept.
fn checked(ground: &Ground<'_>, edit: &Edit) -> Result<Edit, Refusal> {
    Ok(match edit {
        Edit::Text { field, text } => {
            let max = match field.holds() {
                Holds::Line => LINE_MAX,
                Holds::Prose | Holds::List => PROSE_MAX,
            };
            let text = match text {
                Some(text) => Some(kept(text, field.title(), max)?),
                None => None,
            };
            Edit::Text {
                field: *field,
                text,
            }
        }
        Edit::Row { event, row } => {
            if *event == 0 || *event > ground.state.seq {
                return Err(Refusal::new(
                    "unknown-row",
                    format!("There is no event {event} in this record."),
                    "Choose a row of the timeline.",
                ));
            }
            let mut row = row.clone();
            row.note = kept(&row.note, "The note", TEXT_MAX)?;
            Edit::Row { event: *event, row }
        }
        Edit::Caption { graph, text } => {
            let mut panels = ground.scenario.system.panels.iter();
            if !panels.any(|panel| panel.id == *graph) {
                let names = ground.scenario.system.panels.iter().map(|p| p.id.as_str());
                return Err(Refusal::new(
                    "unknown-graph",
                    format!("There is no graph “{graph}”."),
                    super::nearest(graph, names),
                ));
            }
            let text = match text.as_deref().map(str::trim) {
                None | Some("") => None,
                Some(text) => Some(kept(text, "The caption", TEXT_MAX)?),
            };
            Edit::Caption {
                graph: graph.clone(),
                text,
            }
        }
        Edit::ActionItems { items: None } => Edit::ActionItems { items: None },
        Edit::ActionItems { items: Some(items) } => {
            if items.len() > ACTION_ITEMS_MAX {
                return Err(Refusal::new(
                    "too-many-items",
                    format!(
                        "{} action items; {ACTION_ITEMS_MAX} are allowed.",
                        items.len()
                    ),
                    "Keep those that will be done.",
                ));
            }
            let items = items.iter().map(action_item).collect::<Result<_, _>>()?;
            Edit::ActionItems { items: Some(items) }
        }
    })
}

fn action_item(item: &ActionItem) -> Result<ActionItem, Refusal> {
    let line = |text: &Option<String>, what: &str| -> Result<Option<String>, Refusal> {
        let text = kept(text.as_deref().unwrap_or_default(), what, LINE_MAX)?;
        Ok(Some(text).filter(|text| !text.is_empty()))
    };
    Ok(ActionItem {
        title: kept(&item.title, "The action", TEXT_MAX)?,
        owner: line(&item.owner, "The owner")?,
        due: line(&item.due, "The date")?,
        kind: item.kind,
        changes: item.changes,
    })
}

/// A text that may be empty, within its limit.
fn kept(text: &str, what: &str, max: usize) -> Result<String, Refusal> {
    if blank(text) {
        return Ok(String::new());
    }
    // An editor's spaces and line breaks at the end belong to whoever still writes.
    let clean = clean(text);
    bounded(&clean, what, max)?;
    Ok(clean)
}

/// Somebody's answer to the three questions.
pub(crate) fn survey(
    state: &State,
    role: Option<&str>,
    person: Option<&str>,
    said: &Survey,
) -> Result<Vec<Fact>, Refusal> {
    over(state)?;
    if state.writing.status == Status::Final {
        return Err(Refusal::new(
            "final",
            "The postmortem is final; answers would not get into it any more.",
            "Tell the facilitator.",
        ));
    }
    if state.writing.surveyed >= SURVEYS_MAX as u32 {
        return Err(Refusal::new(
            "full",
            format!("{SURVEYS_MAX} answers are there; there is room for no more."),
            "Tell the facilitator.",
        ));
    }
    let survey = Survey {
        helped: kept(&said.helped, "What helped", ANSWER_MAX)?,
        hindered: kept(&said.hindered, "What hindered", ANSWER_MAX)?,
        change: kept(&said.change, "What should change", ANSWER_MAX)?,
    };
    if survey == Survey::default() {
        return Err(Refusal::new(
            "empty",
            "Nothing is written in any of the three.",
            "A few words in one of them are enough.",
        ));
    }
    Ok(vec![Fact::Surveyed {
        role: role.map(str::to_owned),
        person: person.map(str::to_owned),
        survey,
    }])
}
