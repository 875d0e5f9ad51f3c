//! What the facilitator sees: everything, the truth included.

use drill::Ruling;
use drill::judge::Standing;
use scenario::{Phase, Trigger, Verdict};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use world::{Fault, spec::ComponentKind};

use crate::parts::{
    AlertView, ClockView, IncidentView, JoiningView, PanelView, RoleView, Tone, UpdateView,
};

/// The console.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ConsoleView {
    /// Which drill.
    pub drill: DrillHead,
    /// The clock.
    pub clock: ClockView,
    /// The incident.
    pub incident: IncidentView,
    /// Run sheet: fired ones first in order of firing, then by time, then those that wait for
    /// something. The tray is apart.
    pub run_sheet: Vec<InjectRow>,
    /// Injects off the timeline.
    pub tray: Vec<InjectRow>,
    /// Id of the inject that comes next.
    pub next: Option<String>,
    /// The system and what is really broken.
    pub system: SystemView,
    /// All graphs, key ones first.
    pub panels: Vec<PanelView>,
    /// Marks for the graphs.
    pub marks: Vec<MarkView>,
    /// Alerts, firing ones first, newest first.
    pub alerts: Vec<AlertView>,
    /// The role board.
    pub roles: Vec<RoleRow>,
    /// How to join; None: joining is off.
    pub joining: Option<JoiningView>,
    /// Who has a desk of their own, in the order they joined.
    pub desks: Vec<DeskSeat>,
    /// What was turned away at the door: when by the wall clock, and what. Newest first.
    pub turned_away: Vec<(String, String)>,
    /// Questions to the assistant, those that wait first, then the newest first.
    pub questions: Vec<QuestionRow>,
    /// What needs the facilitator, most urgent first.
    pub needs: Vec<NeedRow>,
    /// What was done, newest first, 200 at most.
    pub feed: Vec<FeedRow>,
    /// What the team believes, newest first, and causes nobody suspects.
    pub beliefs: Vec<BeliefRow>,
    /// Expected actions.
    pub expectations: Vec<ExpectationRow>,
    /// Messages from outside, newest first.
    pub messages: Vec<MessageRow>,
    /// Status updates, newest first.
    pub updates: Vec<UpdateView>,
    /// The timeline's lanes.
    pub lanes: Vec<Lane>,
    /// Key times reached so far, and those not yet.
    pub key_times: Vec<KeyTime>,
    /// TTD, TTA, TTI, TTM and TTR.
    pub spans: Vec<Span>,
}

/// Which drill is on the stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct DrillHead {
    /// Id.
    pub id: String,
    /// The team's how manieth.
    pub number: u32,
    /// Scenario title.
    pub title: String,
    /// Scenario id.
    pub scenario: String,
    /// Team.
    pub team: String,
    /// Seed.
    pub seed: u32,
    /// None: everything is on disk. Otherwise why not, in words.
    pub unsaved: Option<String>,
}

/// One inject.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct InjectRow {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// State.
    pub state: InjectState,
    /// Planned or fired time; None: waits for something, or in the tray.
    pub at_ms: Option<i32>,
    /// What it waits for.
    pub trigger: Trigger,
    /// The trigger in words, e.g. "60 s after roll back of api".
    pub when: String,
    /// What it brings in words, e.g. "fault · pool leak on api.db, 0.4 %".
    pub brings: String,
    /// Advice.
    pub note: Option<String>,
    /// Message text, if any.
    pub message: Option<String>,
    /// Number of the fault it started.
    pub fault: Option<u32>,
    /// Fired and can be undone.
    pub undoable: bool,
    /// Added by the facilitator.
    pub added: bool,
}

/// States of an inject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum InjectState {
    /// Will come.
    Planned,
    /// Waits for an act, alert, inject or silence.
    Waiting,
    /// Kept back.
    Held,
    /// Came.
    Fired,
    /// Will not come.
    Skipped,
    /// Came, and was undone.
    Undone,
    /// In the tray.
    Tray,
}

/// The system, with the truth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SystemView {
    /// Components in the system's order.
    pub components: Vec<ComponentView>,
    /// Who calls whom.
    pub edges: Vec<EdgeView>,
    /// Faults that were started and have not ended.
    pub faults: Vec<FaultRow>,
}

/// One box of the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ComponentView {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Kind.
    pub kind: ComponentKind,
    /// Column of the map, from 0 (browsers) to the right.
    pub column: u32,
    /// Row within the column.
    pub row: u32,
    /// How it stands.
    pub tone: Tone,
    /// E.g. "31 % 5xx · 8.2 s"; begins with "not seen since 03:12" when no metric of it arrives.
    pub says: String,
    /// Running versions, e.g. "v214 ×3, v213 ×1".
    pub version: Option<String>,
    /// Switched off by an act.
    pub off: bool,
}

/// One arrow of the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct EdgeView {
    /// Caller.
    pub from: String,
    /// Callee.
    pub to: String,
    /// How it stands.
    pub tone: Tone,
    /// Its breaker is open.
    pub breaker_open: bool,
    /// Cached answers are served.
    pub fallback_on: bool,
}

/// A fault in the system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct FaultRow {
    /// Number.
    pub id: u32,
    /// The fault.
    pub fault: Fault,
    /// Component it is drawn on.
    pub component: String,
    /// Short, e.g. "v214 leak".
    pub label: String,
    /// In words.
    pub says: String,
    /// Started at.
    pub at_ms: i32,
    /// Strength now, 0 to 1.
    pub strength: f64,
    /// Inject that started it.
    pub inject: Option<String>,
}

/// A mark on graphs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct MarkView {
    /// When.
    pub at_ms: i32,
    /// Inject (truth), alert (bad) or act (good).
    pub tone: Tone,
    /// Few words.
    pub label: String,
}

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
    /// Expectations in all.
    pub expected: u32,
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
    },
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
    /// Evidence given.
    pub evidence: Vec<String>,
    /// The facilitator's ruling.
    pub truth: Ruling,
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

/// A lane of the timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Lane {
    /// "Injects", "Alerts", or a role's short name.
    pub title: String,
    /// Its bars in order of time.
    pub bars: Vec<Bar>,
}

/// A bar of a lane.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Bar {
    /// From.
    pub from_ms: i32,
    /// To; None: until now, or an instant.
    pub to_ms: Option<i32>,
    /// Goes on.
    pub open: bool,
    /// Few words.
    pub label: String,
    /// All words.
    pub title: String,
    /// Look.
    pub tone: Tone,
    /// Inject that can be moved.
    pub inject: Option<String>,
}

/// One of the times t0 to t10.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct KeyTime {
    /// E.g. "t2".
    pub id: String,
    /// E.g. "First alert".
    pub title: String,
    /// When; None: not reached.
    pub at_ms: Option<i32>,
}

/// A time between two key times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Span {
    /// E.g. "TTD".
    pub id: String,
    /// E.g. "Time to detect".
    pub title: String,
    /// How long; None: not reached. Negative: the alert came before users noticed.
    pub ms: Option<i32>,
}
