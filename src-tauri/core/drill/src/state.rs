//! The fold: everything that follows from the events, kept up to date one event at a time.

use std::collections::{BTreeMap, BTreeSet};

use scenario::{IncidentState, Inject, Mark, Message, Page, Verdict};
use world::Fault;

use crate::command::Ruling;
use crate::effect::Effect;
use crate::event::{Created, Did};
use crate::writing::Writing;

/// Where the clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockPhase {
    /// Before STARTEX.
    Ready,
    /// Runs.
    Running,
    /// Stands.
    Paused,
    /// Stands: REAL EMERGENCY.
    Emergency,
    /// After ENDEX.
    Ended,
}

/// State of an inject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InjectPhase {
    /// Will come at its time, or when what it waits for is there.
    Planned,
    /// Kept back.
    Held,
    /// Came.
    Fired,
    /// Will not come.
    Skipped,
    /// Came and was taken back.
    Undone,
}

/// An inject and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct InjectRecord {
    /// It.
    pub inject: Inject,
    /// State.
    pub phase: InjectPhase,
    /// Time it was moved to, or has.
    pub at_ms: Option<i64>,
    /// Time at which what it waits for lets it come.
    pub armed_ms: Option<i64>,
    /// Came at.
    pub fired_ms: Option<i64>,
    /// Faults it started.
    pub faults: Vec<u32>,
    /// Messages it delivered.
    pub messages: Vec<u32>,
    /// Written by the facilitator during the drill.
    pub added: bool,
}

/// A fault and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct FaultRecord {
    /// Number.
    pub id: u32,
    /// It.
    pub fault: Fault,
    /// Started at.
    pub at_ms: i64,
    /// Inject it came with.
    pub inject: Option<String>,
    /// Ended at.
    pub ended_ms: Option<i64>,
    /// Why it ended, when the system said so.
    pub ended_says: Option<String>,
    /// Stopped by the facilitator.
    pub stopped: bool,
}

/// A message from outside.
#[derive(Debug, Clone, PartialEq)]
pub struct MessageRecord {
    /// Number.
    pub number: u32,
    /// Came at.
    pub at_ms: i64,
    /// It.
    pub message: Message,
    /// Answered at.
    pub answered_ms: Option<i64>,
    /// Taken back.
    pub retracted: bool,
}

/// A deed and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct DeedRecord {
    /// Event number.
    pub seq: u32,
    /// Done at.
    pub at_ms: i64,
    /// The fact.
    pub did: Did,
    /// For acts on the system: complete at, did what it was asked, words.
    pub outcome: Option<(i64, bool, String)>,
    /// For acts on the system: what it did, once it has been compared with not doing it.
    pub effect: Option<Effect>,
    /// Expectations it met.
    pub met: Vec<String>,
    /// System levels in breach when it was done.
    pub in_breach: bool,
}

/// A hypothesis.
#[derive(Debug, Clone, PartialEq)]
pub struct HypothesisRecord {
    /// Number.
    pub number: u32,
    /// Event number.
    pub seq: u32,
    /// Raised at.
    pub at_ms: i64,
    /// Role id.
    pub role: String,
    /// The words.
    pub text: String,
    /// Recognised as this cause or herring.
    pub cause: Option<String>,
    /// Ruling in force.
    pub truth: Ruling,
    /// The team's verdict.
    pub verdict: Option<Verdict>,
    /// What speaks for it and against it, in the order in which it came.
    pub evidence: Vec<EvidenceRecord>,
}

/// Something that speaks for or against a hypothesis.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceRecord {
    /// The words.
    pub what: String,
    /// It speaks against it.
    pub against: bool,
    /// Page it was seen on, and of what; None: said with a verdict.
    pub seen: Option<(Page, Option<String>)>,
}

impl HypothesisRecord {
    /// How much speaks for it, and how much against it.
    #[must_use]
    pub fn weighed(&self) -> (usize, usize) {
        let against = self.evidence.iter().filter(|e| e.against).count();
        (self.evidence.len() - against, against)
    }
}

/// An alert from firing to resolving.
#[derive(Debug, Clone, PartialEq)]
pub struct AlertRecord {
    /// Event number.
    pub seq: u32,
    /// Rule.
    pub name: String,
    /// Fired at.
    pub fired_ms: i64,
    /// Resolved at.
    pub resolved_ms: Option<i64>,
    /// Acknowledged: when, by which role.
    pub acknowledged: Option<(i64, String)>,
}

/// A breach of a user-facing service level.
#[derive(Debug, Clone, PartialEq)]
pub struct BreachRecord {
    /// Event number.
    pub seq: u32,
    /// Service level.
    pub level: String,
    /// From.
    pub from_ms: i64,
    /// Until.
    pub to_ms: Option<i64>,
}

/// A status update.
#[derive(Debug, Clone, PartialEq)]
pub struct UpdateRecord {
    /// Event number.
    pub seq: u32,
    /// Sent at.
    pub at_ms: i64,
    /// Role id.
    pub role: String,
    /// Impact.
    pub impact: String,
    /// What is done.
    pub doing: String,
    /// Next one promised for.
    pub next_ms: Option<i64>,
}

/// A person in a role, from and until.
#[derive(Debug, Clone, PartialEq)]
pub struct Holding {
    /// Role id.
    pub role: String,
    /// Name.
    pub person: String,
    /// From.
    pub from_ms: i64,
    /// Until.
    pub to_ms: Option<i64>,
    /// Note at the hand-over.
    pub note: Option<String>,
}

/// Something kept as evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct PinRecord {
    /// Number, from 1.
    pub number: u32,
    /// Event number.
    pub seq: u32,
    /// Kept at.
    pub at_ms: i64,
    /// Role id.
    pub role: String,
    /// Who.
    pub person: Option<String>,
    /// Page it was seen on.
    pub page: Page,
    /// Seen of.
    pub on: Option<String>,
    /// What was seen.
    pub what: String,
    /// Hypothesis it speaks to.
    pub hypothesis: Option<u32>,
    /// It speaks against it.
    pub against: bool,
}

/// What the assistant said to a question.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerRecord {
    /// Said at.
    pub at_ms: i64,
    /// The words.
    pub text: String,
    /// Scripted answer it is, or was made from.
    pub script: Option<String>,
    /// Whether it is so, where somebody knows.
    pub right: Option<bool>,
    /// The facilitator sent it.
    pub sent: bool,
}

/// A question to the assistant, and what became of the answer.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionRecord {
    /// Number, from 1.
    pub number: u32,
    /// Event number.
    pub seq: u32,
    /// Asked at.
    pub at_ms: i64,
    /// Role id.
    pub role: String,
    /// Who.
    pub person: Option<String>,
    /// The question.
    pub text: String,
    /// The scripted answer that goes by itself.
    pub script: Option<String>,
    /// When an answer goes by itself; None: it is held.
    pub due_ms: Option<i64>,
    /// The answer.
    pub answer: Option<AnswerRecord>,
    /// First put to the test: when, by which event, and what they said came of it.
    pub verified: Option<(i64, u32, Option<bool>)>,
    /// First act that follows its advice: number, and whether it had been put to the test.
    pub followed: Option<(u32, bool)>,
}

/// A note with or without a mark for the hot wash.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkRecord {
    /// Event number.
    pub seq: u32,
    /// The moment it is about.
    pub at_ms: i64,
    /// The words.
    pub text: String,
    /// Good, bad or lucky.
    pub mark: Option<Mark>,
    /// Who noted it.
    pub by: NotedBy,
}

/// Who noted something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotedBy {
    /// The facilitator.
    Facilitator,
    /// An observer, by name.
    Observer(String),
    /// A role of the team, by id.
    Role(String),
}

/// A desk of somebody's own.
#[derive(Debug, Clone, PartialEq)]
pub struct DeskRecord {
    /// Number, from 1; it stays when they are called otherwise.
    pub desk: u32,
    /// Name.
    pub person: String,
    /// Sat down at.
    pub joined_ms: i64,
}

/// Everything that follows from the events.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// How the drill was made.
    pub head: Created,
    /// Clock.
    pub phase: ClockPhase,
    /// The last emergency was called while the clock stood.
    pub stood: bool,
    /// Drill time, milliseconds from STARTEX.
    pub now_ms: i64,
    /// Drill seconds per wall second.
    pub speed: f64,
    /// Wall milliseconds paused, closed pauses only.
    pub paused_ms: i64,
    /// Wall time at which the present pause began.
    pub paused_since: Option<i64>,
    /// Wall time of STARTEX.
    pub started_wall_ms: Option<i64>,
    /// Drill time of ENDEX.
    pub ended_ms: Option<i64>,
    /// Number of the last event.
    pub seq: u32,
    /// Who held which role when.
    pub holdings: Vec<Holding>,
    /// Who has a desk of their own.
    pub desks: Vec<DeskRecord>,
    /// Desks there have been.
    pub desks_made: u32,
    /// Roles that may not be taken at a desk.
    pub closed_roles: BTreeSet<String>,
    /// Injects in the scenario's order, then added ones.
    pub injects: Vec<InjectRecord>,
    /// Faults.
    pub faults: Vec<FaultRecord>,
    /// Messages.
    pub messages: Vec<MessageRecord>,
    /// Deeds.
    pub deeds: Vec<DeedRecord>,
    /// Acts on the system so far.
    pub acts: u32,
    /// Hypotheses.
    pub hypotheses: Vec<HypothesisRecord>,
    /// Evidence kept.
    pub pins: Vec<PinRecord>,
    /// Questions to the assistant.
    pub questions: Vec<QuestionRecord>,
    /// Alerts.
    pub alerts: Vec<AlertRecord>,
    /// Breaches.
    pub breaches: Vec<BreachRecord>,
    /// Status updates.
    pub updates: Vec<UpdateRecord>,
    /// Severity: when, level, event.
    pub severities: Vec<(i64, u8, u32)>,
    /// Incident state: when, state, event.
    pub states: Vec<(i64, IncidentState, u32)>,
    /// Expectation id → (met at, event number).
    pub met: BTreeMap<String, (i64, u32)>,
    /// Expectation id → hint steps given.
    pub hints: BTreeMap<String, u32>,
    /// Checklist lines ticked: (role, index).
    pub ticked: Vec<(String, u32)>,
    /// The facilitator's and observers' notes, and the team's marked ones.
    pub marks: Vec<MarkRecord>,
    /// Needs that are set aside, and until when.
    pub aside: BTreeMap<String, i64>,
    /// Until when drill time was last made to pass at once.
    pub jumped_ms: Option<i64>,
    /// The postmortem as people write it, and what they said after the drill.
    pub writing: Writing,
}

impl State {
    /// The people who hold a role now.
    pub fn people(&self, role: &str) -> Vec<&str> {
        self.holdings
            .iter()
            .filter(|h| h.role == role && h.to_ms.is_none())
            .map(|h| h.person.as_str())
            .collect()
    }

    /// The roles a person holds now, in the order they took them.
    pub fn roles_of(&self, person: &str) -> Vec<&str> {
        self.holdings
            .iter()
            .filter(|h| h.person == person && h.to_ms.is_none())
            .map(|h| h.role.as_str())
            .collect()
    }

    /// Who sits at a desk.
    pub fn person_at(&self, desk: u32) -> Option<&str> {
        let mut desks = self.desks.iter();
        desks
            .find(|known| known.desk == desk)
            .map(|known| known.person.as_str())
    }

    /// Whether a person has a desk of their own.
    pub fn at_desk(&self, person: &str) -> bool {
        self.desks.iter().any(|desk| desk.person == person)
    }

    /// A question by its number.
    pub fn question(&self, number: u32) -> Option<&QuestionRecord> {
        self.questions.iter().find(|q| q.number == number)
    }

    /// An inject by its id.
    pub fn inject(&self, id: &str) -> Option<&InjectRecord> {
        self.injects.iter().find(|record| record.inject.id == id)
    }

    /// The deed with an event number.
    pub fn deed(&self, seq: u32) -> Option<&DeedRecord> {
        let at = self.deeds.binary_search_by_key(&seq, |record| record.seq);
        self.deeds.get(at.ok()?)
    }

    /// When a deed of a role was last done.
    pub fn last_deed(&self, role: &str) -> Option<&DeedRecord> {
        self.deeds
            .iter()
            .rev()
            .find(|record| record.did.role == role)
    }

    /// Whether a user-facing service level is breached now.
    pub fn in_breach(&self) -> bool {
        self.breaches.iter().any(|breach| breach.to_ms.is_none())
    }
}
