//! A command against the record: the facts that follow from it, or a refusal in words.

mod assistant;
mod clock;
mod deeds;
mod desks;
mod injects;
mod people;
mod plan;
mod writing;

pub(crate) use assistant::due_answer;
pub use desks::DESKS_MAX;
pub(crate) use desks::{at_desk, join, may_do, take};
pub(crate) use injects::firing;
pub use writing::SURVEYS_MAX;
pub(crate) use writing::survey;

use scenario::Scenario;
use world::World;

use crate::command::{Command, Refusal};
use crate::event::Fact;
use crate::names;
use crate::state::{ClockPhase, State};

/// Slowest speed, drill seconds per wall second.
pub const SPEED_MIN: f64 = 0.5;
/// Fastest speed.
pub const SPEED_MAX: f64 = 60.0;
/// Longest text anyone may write, characters. Longer ones are refused.
pub const TEXT_MAX: usize = 4_000;
/// Longest name. Longer ones are refused.
pub const NAME_MAX: usize = 80;
/// Faults that may be in the system at once. Further ones are refused.
pub const FAULTS_MAX: usize = 32;

/// Everything a decision may look at.
pub(crate) struct Ground<'a> {
    pub scenario: &'a Scenario,
    pub state: &'a State,
    pub world: &'a World,
}

/// The facts that follow from a command at the state's present time.
///
/// # Errors
/// A [`Refusal`]: nothing follows, and the words say why and what to do.
pub fn decide(
    scenario: &Scenario,
    state: &State,
    world: &World,
    command: &Command,
) -> Result<Vec<Fact>, Refusal> {
    let ground = Ground {
        scenario,
        state,
        world,
    };
    if state.phase == ClockPhase::Ended && !after_the_end(command) {
        return Err(Refusal::new(
            "ended",
            "This drill has ended; its record is closed.",
            "Notes can still be added, and the postmortem written and exported. Play again from the library.",
        ));
    }
    let changes_what_is_told = matches!(
        command,
        Command::Observe { .. }
            | Command::Rule { .. }
            | Command::Rename { .. }
            | Command::Remove { .. }
    );
    if changes_what_is_told {
        writing::open(state)?;
    }
    match command {
        Command::Assign { role, person } => people::assign(&ground, role, person),
        Command::Unassign { role, person } => people::unassign(&ground, role, person),
        Command::HandOver {
            role,
            from,
            to,
            note,
        } => people::hand_over(&ground, role, from, to, note),
        Command::Rename { from, to } => desks::rename(&ground, from, to),
        Command::MovePerson { person, role } => desks::put(&ground, person, role.as_deref()),
        Command::Remove { person } => desks::remove(&ground, person),
        Command::DropDesks => Ok(desks::drop_all(state)),
        Command::OpenRole { role, open } => desks::open_role(&ground, role, *open),
        Command::Start
        | Command::Pause
        | Command::Resume
        | Command::Speed { .. }
        | Command::Emergency
        | Command::Jump { .. }
        | Command::End => clock::clock(&ground, command),
        Command::Fire { inject } => injects::fire(&ground, inject),
        Command::Hold { inject } => injects::hold(&ground, inject),
        Command::Release { inject } => injects::release(&ground, inject),
        Command::Skip { inject } => injects::skip(&ground, inject),
        Command::Restore { inject } => injects::restore(&ground, inject),
        Command::Move { inject, at_ms } => plan::shift(&ground, inject, *at_ms),
        Command::Slide { by_ms, from } => plan::slide(&ground, *by_ms, from.as_deref()),
        Command::Fit { length_ms } => plan::fit(&ground, *length_ms),
        Command::Duplicate { inject } => plan::duplicate(&ground, inject),
        Command::Undo { inject } => injects::undo(&ground, inject),
        Command::AddInject {
            title,
            at_ms,
            fault,
            message,
        } => plan::add(&ground, title, *at_ms, fault.as_ref(), message.as_ref()),
        Command::StartFault { fault } => injects::start_fault(&ground, fault),
        Command::StopFault { fault } => injects::stop_fault(&ground, *fault),
        Command::Log { role, person, deed } => deeds::log(&ground, role, person.as_deref(), deed),
        Command::Answer {
            question,
            text,
            script,
            right,
        } => assistant::answer(&ground, *question, text, script.as_deref(), *right),
        Command::HoldAnswer { question } => assistant::hold(&ground, *question),
        Command::Rule { hypothesis, truth } => {
            if !state.hypotheses.iter().any(|h| h.number == *hypothesis) {
                return Err(unknown_hypothesis(*hypothesis));
            }
            Ok(vec![Fact::Ruled {
                hypothesis: *hypothesis,
                truth: *truth,
            }])
        }
        Command::Hint { expectation } => deeds::hint(&ground, expectation),
        Command::Write { .. }
        | Command::KeepVersion { .. }
        | Command::RestoreVersion { .. }
        | Command::File { .. }
        | Command::Survey { .. }
        | Command::Reveal => writing::writing(&ground, command),
        Command::Observe {
            text,
            mark,
            at_ms,
            by,
        } => people::observe(&ground, text, *mark, *at_ms, by.as_deref()),
        Command::SetAside { need } => {
            // Its kind stands before a name.
            let need = bounded(need, "The need", 2 * NAME_MAX)?;
            let until_ms = state.now_ms + crate::needs::ASIDE_MS;
            Ok(vec![Fact::NeedSetAside { need, until_ms }])
        }
    }
}

/// What may still be asked once a drill has ended.
fn after_the_end(command: &Command) -> bool {
    matches!(
        command,
        Command::Observe { .. }
            | Command::Rule { .. }
            | Command::Rename { .. }
            | Command::Remove { .. }
            | Command::DropDesks
            | Command::Write { .. }
            | Command::KeepVersion { .. }
            | Command::RestoreVersion { .. }
            | Command::File { .. }
            | Command::Survey { .. }
            | Command::Reveal
    )
}

/// The drill must have started.
pub(crate) fn started(state: &State) -> Result<(), Refusal> {
    if state.phase == ClockPhase::Ready {
        return Err(Refusal::new(
            "not-started",
            "The drill has not started.",
            "Start it first: STARTEX.",
        ));
    }
    Ok(())
}

pub(crate) fn unknown_hypothesis(number: u32) -> Refusal {
    Refusal::new(
        "unknown-hypothesis",
        format!("There is no hypothesis {number}."),
        "Log the hypothesis first; they are numbered as they come.",
    )
}

/// Trims a text, keeps line breaks, and refuses the empty and the endless.
pub(crate) fn worded(text: &str, what: &str) -> Result<String, Refusal> {
    bounded(text, what, TEXT_MAX)
}

pub(crate) fn bounded(text: &str, what: &str, max: usize) -> Result<String, Refusal> {
    let clean = clean(text).trim().to_owned();
    if blank(&clean) {
        return Err(Refusal::new(
            "empty",
            format!("{what} is empty."),
            "Write a word or two.",
        ));
    }
    let length = clean.chars().count();
    if length > max {
        let message = format!("{what} has {length} characters; {max} are allowed.");
        return Err(Refusal::new("too-long", message, "Shorten it."));
    }
    Ok(clean)
}

/// A text without control characters, and without those that turn what stands behind the text.
/// Right-to-left scripts need none of them.
pub(crate) fn clean(text: &str) -> String {
    let stays = |c: &char| !names::turns(*c) && (!c.is_control() || *c == '\n' || *c == '\t');
    text.chars().filter(stays).collect()
}

/// Whether there is nothing to be seen in a text.
pub(crate) fn blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || names::unseen(c))
}

/// "Did you mean `api`?" for the nearest of some names, or the names themselves.
pub(crate) fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    // What is compared is a table of one by the other.
    let is_name = wanted.len() <= 4 * NAME_MAX;
    let near = names
        .iter()
        .filter(|_| is_name)
        .map(|name| (strsim::damerau_levenshtein(wanted, name), name))
        .min()
        .filter(|(distance, _)| *distance <= wanted.chars().count().max(3) / 2);
    match near {
        Some((_, name)) => format!("Did you mean `{name}`?"),
        None if names.is_empty() => "There are none.".to_owned(),
        None => format!("There are: {}.", names.join(", ")),
    }
}
