//! The team: roles, desks, what they did, believe, were expected to do, and asked.

use drill::Ruling;
use drill::judge::Standing;
use scenario::{DeedKind, Mark, Page, Phase, Verdict};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::parts::{RoleView, Tone};

/// A role on the facilitator's board.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct RoleRow {
    /// As everybody sees it.
    pub role: RoleView,
    /// Full title.
    pub title: String,
    /// What it answers for.
    pub answers_for: String,
    /// Silent for so long; None: not silent, empty, or not running.
    pub silent_ms: Option<u32>,
    /// Expectations met, in time or late.
    pub met: u32,
    /// Those of them that were met late.
    pub late: u32,
    /// Expectations that can still be met in time.
    pub due: u32,
    /// Expectations whose time is over.
    pub missed: u32,
    /// Expectations in all.
    pub expected: u32,
    /// Acts on the system under way.
    pub under_way: u32,
    /// What was done in the last five minutes, looks included.
    pub recent: u32,
    /// Checklist lines and whether they are ticked.
    pub checklist: Vec<(String, bool)>,
    /// It may be taken at a desk.
    pub open: bool,
}

/// A desk of somebody's own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct DeskSeat {
    /// Name.
    pub person: String,
    /// Role ids; empty: they wait for one.
    pub roles: Vec<String>,
    /// A browser is connected.
    pub connected: bool,
    /// What they did last, in words.
    pub last: Option<String>,
    /// When.
    pub last_ms: Option<i32>,
}

/// A question to the assistant, with the truth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct QuestionRow {
    /// Number, from 1.
    pub number: u32,
    /// Asked at.
    pub at_ms: i32,
    /// Role's short name.
    pub role: String,
    /// Person, where known.
    pub person: Option<String>,
    /// The question.
    pub text: String,
    /// Answers to choose from, the one that goes by itself first.
    pub proposals: Vec<ProposalRow>,
    /// When the answer goes by itself; None: it is held, or has gone.
    pub due_ms: Option<i32>,
    /// What was said; None: not yet.
    pub answer: Option<String>,
    /// Whether that is so.
    pub right: Option<bool>,
    /// It was put to the test at.
    pub verified_ms: Option<i32>,
    /// What they said came of it.
    pub holds: Option<bool>,
    /// It was acted on, and whether it had been put to the test before.
    pub followed: Option<bool>,
}

/// An answer that the scenario has ready.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ProposalRow {
    /// Its id.
    pub id: String,
    /// What it says.
    pub says: String,
    /// Whether that is so.
    pub right: bool,
    /// What is right or wrong about it.
    pub note: Option<String>,
    /// It goes by itself.
    pub first: bool,
}

/// Something that needs the facilitator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct NeedRow {
    /// Stable id of the need.
    pub id: String,
    /// How urgent.
    pub tone: Tone,
    /// What, few words.
    pub title: String,
    /// Why, one sentence.
    pub text: String,
    /// What one key does about it.
    pub answer: Option<NeedAnswer>,
}

/// The answer to a need.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NeedAnswer {
    /// Give a hint: the button's words and the step that would be given.
    Hint {
        /// Expectation id.
        expectation: String,
        /// The step.
        step: String,
    },
    /// Assign a role.
    Assign {
        /// Role id.
        role: String,
    },
    /// Fire an inject.
    Fire {
        /// Inject id.
        inject: String,
    },
    /// Rule on a hypothesis.
    Rule {
        /// Its number.
        hypothesis: u32,
    },
    /// Answer a question in the assistant's name.
    Question {
        /// Its number.
        question: u32,
    },
    /// Log for a role.
    Log {
        /// Role id.
        role: String,
        /// The kind of deed that is wanted.
        deed: Option<DeedKind>,
    },
    /// Look at a page.
    Look {
        /// Which.
        page: Page,
    },
    /// See to somebody's desk.
    Desk {
        /// Name.
        person: String,
    },
    /// Play an inject from the tray.
    Tray,
    /// End the drill.
    End,
}

/// A note for the hot wash.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct NoteRow {
    /// Number of the event.
    pub event: u32,
    /// The moment it is about.
    pub at_ms: i32,
    /// Who noted it: an observer, a role's short name; None: the facilitator.
    pub by: Option<String>,
    /// The words.
    pub text: String,
    /// Good, bad or lucky.
    pub mark: Option<Mark>,
}

/// What has been looked at, and by whom.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct CoverageView {
    /// Roles' short names: the columns.
    pub roles: Vec<String>,
    /// Pages, in the order of the desk.
    pub pages: Vec<CoverageRow>,
    /// Components, in the system's order.
    pub components: Vec<CoverageRow>,
}

/// A page or component, and who looked at it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct CoverageRow {
    /// Component id; the page's name for pages.
    pub id: String,
    /// The page; None: a component.
    pub page: Option<Page>,
    /// In words.
    pub title: String,
    /// What is broken there now, in words; None: nothing.
    pub faulty: Option<String>,
    /// For each role in order; None: never looked.
    pub looks: Vec<Option<LookCell>>,
}

/// How a role has looked at something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct LookCell {
    /// How often.
    pub times: u32,
    /// First at.
    pub first_ms: i32,
    /// Last at.
    pub last_ms: i32,
    /// Who, where known, in the order in which they first did.
    pub people: Vec<String>,
}

/// A line of the actions feed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct FeedRow {
    /// Number of the event.
    pub event: u32,
    /// When.
    pub at_ms: i32,
    /// Role's short name; "Facilitator" or "System" where it is not a role.
    pub who: String,
    /// Person, if the role has exactly one.
    pub person: Option<String>,
    /// Verb, e.g. "rolled back".
    pub did: String,
    /// Object, e.g. "api v214 → v213".
    pub what: String,
    /// What it looks like: a look, an act, talk, a note …
    pub kind: FeedKind,
    /// Judgements, e.g. ("expected", good), ("no difference", warn).
    pub tags: Vec<(String, Tone)>,
    /// What came of it, for acts: "4 of 4 replicas on v213".
    pub outcome: Option<String>,
    /// Hypothesis it is about, from 1, and how.
    pub about: Option<About>,
}

/// How a line bears on a hypothesis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct About {
    /// Its number, from 1.
    pub hypothesis: u32,
    /// How.
    pub how: Bears,
}

/// What a line does with a hypothesis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Bears {
    /// Raises it, or gives a verdict.
    Weighs,
    /// Keeps something that speaks for it.
    Supports,
    /// Keeps something that speaks against it.
    Against,
}

/// Kinds of feed lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FeedKind {
    /// Looking.
    Look,
    /// Thinking.
    Think,
    /// Acting on the system.
    Act,
    /// Checking.
    Check,
    /// Talking.
    Talk,
    /// Writing.
    Write,
    /// The facilitator steering.
    Steer,
    /// The system by itself.
    System,
}

/// A hypothesis, or a cause nobody has written down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct BeliefRow {
    /// Its number; None: nobody suspects it.
    pub number: Option<u32>,
    /// The words.
    pub text: String,
    /// Role.
    pub role: Option<String>,
    /// When.
    pub at_ms: Option<i32>,
    /// The team's verdict.
    pub verdict: Option<Verdict>,
    /// What speaks for it, in the order in which it came; what was kept says where it was seen.
    pub supports: Vec<String>,
    /// What speaks against it.
    pub against: Vec<String>,
    /// The facilitator's ruling.
    pub truth: Ruling,
    /// It is wrong and leads them astray: how.
    pub astray: Option<Astray>,
}

/// How a wrong hypothesis leads the team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Astray {
    /// They took it as confirmed.
    Confirmed,
    /// More and more speaks for it.
    Gaining,
}

/// An expected action.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ExpectationRow {
    /// Id.
    pub id: String,
    /// Role's short name.
    pub role: String,
    /// Phase.
    pub phase: Phase,
    /// Title.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// Deadline; None: what it counts from has not come.
    pub due_ms: Option<i32>,
    /// Met at.
    pub met_ms: Option<i32>,
    /// Who met it.
    pub met_by: Option<String>,
    /// How it stands.
    pub standing: Standing,
    /// Hint steps given, of all.
    pub hints: (u32, u32),
    /// The step that would be given next.
    pub next_hint: Option<String>,
}

/// A message from outside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct MessageRow {
    /// Number, from 1.
    pub number: u32,
    /// When.
    pub at_ms: i32,
    /// From whom.
    pub from: String,
    /// Role's short name, or "room".
    pub to: String,
    /// How it came.
    pub channel: String,
    /// The words.
    pub text: String,
    /// An answer is expected.
    pub wants_answer: bool,
    /// Answered at.
    pub answered_ms: Option<i32>,
    /// Taken back.
    pub retracted: bool,
}
