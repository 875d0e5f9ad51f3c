//! Events: facts, in the order in which they became true. Once shipped, for ever.

use scenario::{Deed, Inject, Mark, Message};
use serde::{Deserialize, Serialize};
use world::{Fault, What};

use crate::command::Ruling;
use crate::writing::{Edit, Seal, Status, Survey};

/// Version of the facts below, written into every envelope. A change is a new kind of fact
/// plus an upcast from the old one.
pub const EVENT_VERSION: u8 = 1;

/// One fact with its place in the record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Number, from 1, without gaps.
    pub seq: u32,
    /// Drill time, milliseconds from STARTEX.
    pub at_ms: i64,
    /// Wall clock, Unix milliseconds. For people; nothing is computed from it but pauses.
    pub wall_ms: i64,
    /// [`EVENT_VERSION`] at the time of writing.
    pub v: u8,
    /// What became true.
    #[serde(flatten)]
    pub fact: Fact,
}

/// What became true.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum Fact {
    /// A drill was made.
    Created(Created),
    /// A person took a role.
    Assigned {
        /// Role id.
        role: String,
        /// Name.
        person: String,
    },
    /// A person left a role.
    Unassigned {
        /// Role id.
        role: String,
        /// Name.
        person: String,
    },
    /// A role went from one to the other.
    HandedOver {
        /// Role id.
        role: String,
        /// Who left.
        from: String,
        /// Who took it.
        to: String,
        /// The note.
        note: String,
    },
    /// A person sat down at a desk of their own.
    Joined {
        /// Number of the desk, from 1; never given twice.
        desk: u32,
        /// Name.
        person: String,
    },
    /// A person is called otherwise from here on.
    Renamed {
        /// Name until now.
        from: String,
        /// Name from here on.
        to: String,
    },
    /// A person was sent away from their desk and out of every role.
    Removed {
        /// Name.
        person: String,
    },
    /// A desk is no more; whoever sat there keeps their role.
    Left {
        /// Number of the desk.
        desk: u32,
    },
    /// Whether a role may be taken at a desk.
    RoleOpened {
        /// Role id.
        role: String,
        /// It may.
        open: bool,
    },
    /// STARTEX.
    Started,
    /// The clock stands.
    Paused {
        /// Why: "facilitator", "closed", …
        why: String,
    },
    /// The clock runs.
    Resumed,
    /// Speed changed.
    SpeedSet {
        /// Drill seconds per wall second.
        factor: f64,
    },
    /// Drill time passed at once, while nobody could do anything.
    Jumped {
        /// Until when, milliseconds from STARTEX.
        to_ms: i64,
    },
    /// The planned end is another one.
    LengthSet {
        /// From STARTEX.
        length_ms: u32,
    },
    /// The facilitator set a need aside.
    NeedSetAside {
        /// Its id.
        need: String,
        /// It comes back at.
        until_ms: i64,
    },
    /// REAL EMERGENCY was called.
    EmergencyCalled,
    /// ENDEX.
    Ended,
    /// An inject came.
    InjectFired {
        /// Its id.
        inject: String,
        /// By whom.
        by: FiredBy,
    },
    /// An inject is kept back.
    InjectHeld {
        /// Its id.
        inject: String,
    },
    /// It no longer is.
    InjectReleased {
        /// Its id.
        inject: String,
    },
    /// It will not come.
    InjectSkipped {
        /// Its id.
        inject: String,
    },
    /// It may come again.
    InjectRestored {
        /// Its id.
        inject: String,
    },
    /// It has another time.
    InjectMoved {
        /// Its id.
        inject: String,
        /// New time.
        to_ms: u32,
    },
    /// What it brought was taken back.
    InjectUndone {
        /// Its id.
        inject: String,
    },
    /// The facilitator wrote one.
    InjectAdded {
        /// It.
        inject: Box<Inject>,
    },
    /// A fault was put into the system.
    FaultStarted {
        /// Its number, from 1.
        fault: u32,
        /// It.
        what: Fault,
        /// Inject it came with.
        inject: Option<String>,
    },
    /// Its source was taken away by the facilitator.
    FaultStopped {
        /// Its number.
        fault: u32,
    },
    /// A message came from outside.
    MessageDelivered {
        /// Its number, from 1.
        number: u32,
        /// It.
        message: Message,
        /// Inject it came with.
        inject: String,
    },
    /// A message was taken back.
    MessageRetracted {
        /// Its number.
        number: u32,
    },
    /// A participant did something.
    Did(Did),
    /// The assistant answered.
    AssistantAnswered {
        /// Number of the question.
        question: u32,
        /// What it said.
        text: String,
        /// Scripted answer it is, or was made from.
        script: Option<String>,
        /// Whether it is so, where somebody knows.
        right: Option<bool>,
        /// The facilitator sent it; otherwise it went by itself.
        sent: bool,
    },
    /// The assistant's answer does not go by itself any more.
    AnswerHeld {
        /// Number of the question.
        question: u32,
    },
    /// The facilitator ruled on a hypothesis.
    Ruled {
        /// Its number.
        hypothesis: u32,
        /// The ruling.
        truth: Ruling,
    },
    /// A hint was given.
    HintGiven {
        /// Expectation it helps with.
        expectation: String,
        /// Step, from 0.
        step: u32,
        /// Its words.
        text: String,
    },
    /// The facilitator or an observer noted something.
    Observed {
        /// The words.
        text: String,
        /// For the hot wash.
        mark: Option<Mark>,
        /// The moment it is about, where that is not when it was written.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of_ms: Option<i64>,
        /// Observer; None: the facilitator.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
    },
    /// The postmortem was edited.
    Wrote(Edit),
    /// A version of the postmortem was kept.
    VersionKept {
        /// Why, in a few words.
        says: String,
    },
    /// The postmortem is again as it was in a version.
    VersionRestored {
        /// Its number.
        version: u32,
    },
    /// The postmortem stands elsewhere; a version is kept of it.
    Filed {
        /// Where.
        status: Status,
        /// What it is sealed with, when it is final.
        seal: Option<Seal>,
    },
    /// Somebody answered the three questions after the drill.
    Surveyed {
        /// Role id; None: without a name.
        role: Option<String>,
        /// Who; None: without a name.
        person: Option<String>,
        /// The answer.
        survey: Survey,
    },
    /// The truth was shown to the room.
    TruthRevealed,
    /// The system did something by itself.
    System(What),
}

/// How a drill was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Created {
    /// Drill id.
    pub drill: String,
    /// Scenario id.
    pub scenario: String,
    /// Scenario title.
    pub title: String,
    /// Team.
    pub team: String,
    /// The team's how manieth, from 1.
    pub number: u32,
    /// Seed.
    pub seed: u32,
    /// Planned length, milliseconds.
    pub length_ms: u32,
    /// Played by a script, with nobody in the room.
    pub unattended: bool,
}

/// What made an inject come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FiredBy {
    /// Its time.
    Schedule,
    /// What it waited for.
    Branch,
    /// The facilitator.
    Facilitator,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_false(value: &bool) -> bool {
    !value
}

/// A participant's deed, with what the drill knows about it at that moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Did {
    /// Role id.
    pub role: String,
    /// Who, if they were named, or exactly one person held the role.
    pub person: Option<String>,
    /// What.
    pub deed: Deed,
    /// Number of the act on the system, from 1.
    pub act: Option<u32>,
    /// The estimate given for it.
    pub says: Option<String>,
    /// Number of the hypothesis raised, from 1.
    pub hypothesis: Option<u32>,
    /// Cause or herring that its words were recognised as.
    pub cause: Option<String>,
    /// Number of the question asked, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<u32>,
    /// Done at a desk of their own, not logged by the facilitator.
    #[serde(default, skip_serializing_if = "is_false")]
    pub at_desk: bool,
}
