//! What a facilitator can ask of a drill. A command may be refused; an event may not.

use scenario::{Deed, Mark, Message};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use world::Fault;

use crate::writing::{Edit, Status, Survey};

/// A request, judged by [`crate::decide`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// Puts a person into a role (a role may be shared).
    Assign {
        /// Role id.
        role: String,
        /// Name as they want to be called.
        person: String,
    },
    /// Takes a person out of a role.
    Unassign {
        /// Role id.
        role: String,
        /// Name.
        person: String,
    },
    /// One person hands the role to another, with a note.
    HandOver {
        /// Role id.
        role: String,
        /// Who leaves.
        from: String,
        /// Who takes it.
        to: String,
        /// What the next one has to know.
        note: String,
    },
    /// Calls a person otherwise, at their desk and on the board.
    Rename {
        /// Name now.
        from: String,
        /// New name.
        to: String,
    },
    /// Puts a person into one role, out of all others.
    MovePerson {
        /// Name.
        person: String,
        /// Role id; None: out of every role, to wait for one.
        role: Option<String>,
    },
    /// Sends a person away from their desk and out of every role.
    Remove {
        /// Name.
        person: String,
    },
    /// Takes everybody's desk away. They keep their roles.
    DropDesks,
    /// Says whether a role may be taken at a desk.
    OpenRole {
        /// Role id.
        role: String,
        /// It may.
        open: bool,
    },
    /// STARTEX.
    Start,
    /// Stops the clock.
    Pause,
    /// Lets it run again.
    Resume,
    /// Drill seconds per wall second, 0.5 to 60.
    Speed {
        /// The factor.
        factor: f64,
    },
    /// Lets drill time pass at once, while nobody in the room can do anything. A clock that stands
    /// stands again afterwards.
    Jump {
        /// So long, milliseconds; None: until the next inject that comes by itself.
        by_ms: Option<u32>,
    },
    /// REAL EMERGENCY: everything stops, every screen says that this is not the drill.
    Emergency,
    /// ENDEX. Erases nothing.
    End,
    /// Fires an inject now: early, late, or from the tray.
    Fire {
        /// Inject id.
        inject: String,
    },
    /// Keeps an inject back until released.
    Hold {
        /// Inject id.
        inject: String,
    },
    /// Lets a held inject come; at once if its time has passed.
    Release {
        /// Inject id.
        inject: String,
    },
    /// It will not come.
    Skip {
        /// Inject id.
        inject: String,
    },
    /// Brings a skipped inject back.
    Restore {
        /// Inject id.
        inject: String,
    },
    /// Moves an inject that has a time and has not fired, or gives one of the tray a time.
    Move {
        /// Inject id.
        inject: String,
        /// New time, milliseconds from STARTEX.
        at_ms: u32,
    },
    /// Moves every inject that has a time and has not fired.
    Slide {
        /// By how much, milliseconds; negative is earlier (not before now).
        by_ms: i32,
        /// Only this inject and those that come after it; None: all.
        #[serde(default)]
        from: Option<String>,
    },
    /// Gives the drill another planned end, and brings what is left of the run sheet into it.
    Fit {
        /// The new end, milliseconds from STARTEX.
        length_ms: u32,
    },
    /// Adds a copy of an inject: five minutes after it, or into the tray when it has no time.
    Duplicate {
        /// Inject id.
        inject: String,
    },
    /// Undoes a fired inject: stops its fault, retracts its message. The record says so.
    Undo {
        /// Inject id.
        inject: String,
    },
    /// Adds an inject of the facilitator's own.
    AddInject {
        /// Title for the run sheet.
        title: String,
        /// When, milliseconds from STARTEX; None: into the tray.
        at_ms: Option<u32>,
        /// Fault it starts.
        fault: Option<Fault>,
        /// Message it delivers.
        message: Option<Message>,
    },
    /// Starts a fault that is on no run sheet.
    StartFault {
        /// The fault.
        fault: Fault,
    },
    /// Takes a fault's source away. What it built up stays.
    StopFault {
        /// Number of the fault.
        fault: u32,
    },
    /// Logs what a participant did.
    Log {
        /// Role id.
        role: String,
        /// Which of those who share the role; None: not said.
        #[serde(default)]
        person: Option<String>,
        /// What they did.
        deed: Deed,
    },
    /// Says how a hypothesis stands to the truth. Only the facilitator sees it.
    Rule {
        /// Its number, from 1.
        hypothesis: u32,
        /// The ruling.
        truth: Ruling,
    },
    /// Answers a question in the assistant's name.
    Answer {
        /// Number of the question, from 1.
        question: u32,
        /// What it says.
        text: String,
        /// Scripted answer that it is, or was made from.
        script: Option<String>,
        /// Whether it is so; None: the facilitator does not say.
        right: Option<bool>,
    },
    /// Keeps the assistant's answer from going by itself.
    HoldAnswer {
        /// Number of the question, from 1.
        question: u32,
    },
    /// Gives the next step of a hint to the role it is for.
    Hint {
        /// Expectation id.
        expectation: String,
    },
    /// Edits the postmortem. All of the edits are made, or none.
    Write {
        /// The edits, in order; 1,000 at the most.
        edits: Vec<Edit>,
    },
    /// Keeps a version of the postmortem.
    KeepVersion {
        /// Why, in a few words.
        says: String,
    },
    /// Makes the postmortem what it was in a version. What stands now is kept as a version first.
    RestoreVersion {
        /// Its number, from 1.
        version: u32,
    },
    /// Says where the postmortem stands. Final seals it; only a draft can be edited again.
    File {
        /// Where.
        status: Status,
    },
    /// Writes down an answer to the three questions after the drill.
    Survey {
        /// Role id; None: without a name.
        role: Option<String>,
        /// The answer.
        survey: Survey,
    },
    /// Shows the truth to the room. What was shown stays shown.
    Reveal,
    /// A note of the facilitator's or an observer's, for the hot wash.
    Observe {
        /// The words.
        text: String,
        /// Good, bad or lucky.
        mark: Option<Mark>,
        /// The moment it is about, milliseconds from STARTEX; None: now.
        #[serde(default)]
        at_ms: Option<i32>,
        /// Observer who saw it; None: the facilitator.
        #[serde(default)]
        by: Option<String>,
    },
    /// Sets a need aside for five minutes of drill time.
    SetAside {
        /// Id of the need.
        need: String,
    },
}

/// How a hypothesis stands to the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// It is the cause, or one of them.
    True,
    /// It is not.
    RedHerring,
    /// Not known yet.
    Open,
}

/// Why a command was not carried out, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// For programs: `unknown-inject`, `not-running` …
    pub code: String,
    /// What and where.
    pub message: String,
    /// What to do next.
    pub hint: String,
}

/// Most lines of a refusal's message and of its hint: what is wrong with a scenario comes in many.
/// What somebody wrote can be quoted in one, and can be as long as a message on the wire; lines are
/// cut as all that is said about a scenario.
const LINES_MAX: usize = 200;

impl Refusal {
    /// A refusal.
    pub fn new(code: &str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: within(&message.into()),
            hint: within(&hint.into()),
        }
    }
}

fn within(said: &str) -> String {
    let lines = said.split('\n').take(LINES_MAX);
    let lines: Vec<String> = lines.map(|line| scenario::short(line.to_owned())).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::Refusal;

    #[test]
    fn what_is_wrong_is_said_whole_and_what_is_quoted_is_cut() {
        let problems = vec!["x".repeat(500); 40].join("\n");
        let refusal = Refusal::new("x", problems.as_str(), "");
        assert_eq!(refusal.message, problems);
        for endless in ["x".repeat(30_000), "x\n".repeat(30_000)] {
            let refusal = Refusal::new("x", endless, "");
            assert!(refusal.message.len() < 700, "{}", refusal.message.len());
        }
    }
}
