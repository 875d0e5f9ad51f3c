//! What a participant's desk sees and may say. These types have no field for the truth, hidden
//! injects, hints not given, or whether an answer of the assistant is right.

use drill::Refusal;
use drill::writing::Survey;
use scenario::{Deed, DeedKind, Page, Verdict};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use world::logs::LogPage;
use world::traces::{TraceFilter, TracePage, TraceView};
use world::{Act, ActEstimate};

use crate::console::FeedKind;
use crate::lookup::{PageView, Vocabulary};
use crate::parts::{AlertView, ClockView, IncidentView, PanelView, RoleView, UpdateView};

/// Everything a desk can ask. `role` is the one of their roles that they do it in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "call", rename_all = "snake_case")]
pub enum DeskCall {
    /// Takes a role that is open, when they have none.
    Take {
        /// Role id.
        role: String,
    },
    /// Does something.
    Do {
        /// Role id.
        role: String,
        /// What.
        deed: Box<Deed>,
    },
    /// What an act would do and how long it takes. Changes nothing.
    Estimate {
        /// Role id.
        role: String,
        /// The act.
        act: Act,
    },
    /// Searches the logs. It is a look, and is recorded.
    Logs {
        /// Role id.
        role: String,
        /// The same search once more, for what is new: no new look.
        again: bool,
        /// Words, "phrases", -not, service: level: req: /regex/.
        query: String,
        /// From, milliseconds.
        from_ms: i32,
        /// To, milliseconds.
        to_ms: i32,
        /// Continue before this line index; None: newest.
        before: Option<u32>,
        /// At most so many, 500 at most.
        limit: u32,
    },
    /// Searches the traces. It is a look, and is recorded.
    Traces {
        /// Role id.
        role: String,
        /// The same search once more, for what is new: no new look.
        again: bool,
        /// What is looked for.
        filter: TraceFilter,
        /// From, milliseconds.
        from_ms: i32,
        /// To, milliseconds.
        to_ms: i32,
        /// Continue behind this request id; None: newest.
        before: Option<String>,
        /// At most so many, 500 at most.
        limit: u32,
    },
    /// Opens one trace. It is a look, and is recorded.
    Trace {
        /// Role id.
        role: String,
        /// Request id, as logs write it.
        req: String,
    },
    /// Opens a page. It is a look, and is recorded.
    Page {
        /// Role id.
        role: String,
        /// The page stays open and asks for what is new: no new look.
        again: bool,
        /// Which.
        page: Page,
        /// Playbook; None: all of the page.
        on: Option<String>,
    },
    /// What there is to point at.
    Vocabulary,
    /// Answers the three questions after the drill.
    Survey {
        /// Without their name: the words are kept, and when they came; not who wrote them.
        anonymous: bool,
        /// The answer.
        survey: Survey,
    },
    /// Whether graphs are to be sent as they change.
    Watch {
        /// They are.
        graphs: bool,
    },
}

/// What a desk's call comes back with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "reply", rename_all = "snake_case")]
pub enum DeskReply {
    /// Done.
    Done,
    /// Not done, in words.
    Refused {
        /// Why.
        refusal: Refusal,
    },
    /// To [`DeskCall::Estimate`].
    Estimate {
        /// The estimate.
        estimate: ActEstimate,
    },
    /// To [`DeskCall::Logs`].
    Logs {
        /// The page.
        page: LogPage,
    },
    /// To [`DeskCall::Traces`].
    Traces {
        /// The page.
        page: TracePage,
    },
    /// To [`DeskCall::Trace`].
    Trace {
        /// The trace; None: it was not kept.
        trace: Option<TraceView>,
    },
    /// To [`DeskCall::Page`].
    Page {
        /// The page.
        page: Box<PageView>,
    },
    /// To [`DeskCall::Vocabulary`].
    Vocabulary {
        /// The vocabulary. Voices are those who have spoken.
        vocabulary: Box<Vocabulary>,
    },
}

/// Largest view of a desk in bytes, with room to spare. What is beyond it would cut desks off;
/// `live/tests/desk_view.rs` fills a drill to all its limits and holds it against this.
pub const VIEW_BYTES: usize = 8 * 1_024 * 1_024;

/// What desks get, the newest only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "push", rename_all = "snake_case")]
pub enum DeskPush {
    /// Who they are; again whenever that changes.
    Seat {
        /// The seat.
        seat: Box<SeatView>,
    },
    /// The incident, as their roles see it.
    Desk {
        /// The view.
        view: Box<DeskView>,
    },
    /// Nothing has changed but the time.
    Clock {
        /// The clock.
        clock: ClockView,
    },
    /// The graphs, for those who watch them.
    Graphs {
        /// Key ones first.
        panels: Vec<PanelView>,
    },
}

/// Who sits at a desk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SeatView {
    /// Name.
    pub person: String,
    /// Roles they hold; empty: they wait for one.
    pub roles: Vec<SeatRole>,
    /// All roles, for those who wait.
    pub offers: Vec<RoleOffer>,
    /// Title of the scenario.
    pub title: String,
    /// What is read to participants. Markdown.
    pub briefing: String,
    /// They have answered the three questions after the drill.
    pub answered: bool,
}

/// A role somebody holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SeatRole {
    /// Role id.
    pub id: String,
    /// E.g. "On-Call Engineer".
    pub title: String,
    /// E.g. "On-Call".
    pub short: String,
    /// What it answers for.
    pub answers_for: String,
    /// Kinds of deeds it may do.
    pub may: Vec<DeedKind>,
}

/// A role that may be taken, or not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct RoleOffer {
    /// Role id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it answers for.
    pub answers_for: String,
    /// Who holds it.
    pub people: Vec<String>,
    /// It may be taken.
    pub open: bool,
}

/// The incident, as some roles see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct DeskView {
    /// Title of the scenario.
    pub title: String,
    /// Team.
    pub team: String,
    /// What is done is in memory only: the disk does not take it.
    pub unsaved: bool,
    /// The clock.
    pub clock: ClockView,
    /// The incident.
    pub incident: IncidentView,
    /// Alerts, firing ones first.
    pub alerts: Vec<AlertView>,
    /// The role strip.
    pub roles: Vec<RoleView>,
    /// Their checklists: role's short name, and lines with whether they are ticked.
    pub checklists: Vec<(String, Vec<(String, bool)>)>,
    /// The room channel and what is said to their roles, newest first, 100 at most.
    pub channel: Vec<ChannelRow>,
    /// Hypotheses, newest first.
    pub hypotheses: Vec<HypothesisRow>,
    /// Evidence kept, newest first, 100 at most.
    pub pins: Vec<PinRow>,
    /// What the team did and the system told, newest first, 120 at most. Looks are not in it.
    pub timeline: Vec<DeskRow>,
    /// Status updates, newest first.
    pub updates: Vec<UpdateView>,
    /// The last notice to users, and when it was put up.
    pub notice: Option<(String, i32)>,
    /// Questions to the assistant, newest first.
    pub questions: Vec<QuestionView>,
}

impl DeskView {
    /// Whether nothing has changed since another but the time. A clock that stands, or runs again,
    /// is more than the time.
    pub fn differs_in_time_only(&self, then: &Self) -> bool {
        let Self {
            title,
            team,
            unsaved,
            clock,
            incident,
            alerts,
            roles,
            checklists,
            channel,
            hypotheses,
            pins,
            timeline,
            updates,
            notice,
            questions,
        } = self;
        clock.state == then.clock.state
            && *unsaved == then.unsaved
            && *timeline == then.timeline
            && *channel == then.channel
            && *roles == then.roles
            && *incident == then.incident
            && *alerts == then.alerts
            && *checklists == then.checklists
            && *hypotheses == then.hypotheses
            && *pins == then.pins
            && *updates == then.updates
            && *notice == then.notice
            && *questions == then.questions
            && *title == then.title
            && *team == then.team
    }
}

/// Where a line of the channel comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// Somebody of the team.
    Team,
    /// Somebody outside.
    Outside,
    /// A hint of the facilitator's.
    Hint,
}

/// A line of the channel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ChannelRow {
    /// Number of the event.
    pub event: u32,
    /// When.
    pub at_ms: i32,
    /// Where from.
    pub kind: ChannelKind,
    /// Person, role or outside voice.
    pub from: String,
    /// "room", a role's short name, or an outside voice.
    pub to: String,
    /// How it came: "chat", "phone", "pager" …
    pub channel: String,
    /// The words.
    pub text: String,
    /// Number of the message, where it is one that can be answered.
    pub number: Option<u32>,
    /// An answer is expected and has not come.
    pub waits: bool,
    /// Taken back.
    pub retracted: bool,
}

/// A hypothesis, as the team sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct HypothesisRow {
    /// Number, from 1.
    pub number: u32,
    /// The words.
    pub text: String,
    /// Role's short name.
    pub role: String,
    /// When.
    pub at_ms: i32,
    /// The team's verdict.
    pub verdict: Option<Verdict>,
    /// Evidence; what speaks against it begins with "against: ".
    pub evidence: Vec<String>,
}

/// Something kept as evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct PinRow {
    /// Number, from 1.
    pub number: u32,
    /// When.
    pub at_ms: i32,
    /// Person, or the role's short name.
    pub by: String,
    /// Page it was seen on.
    pub page: Page,
    /// What was seen.
    pub what: String,
    /// Hypothesis it speaks to.
    pub hypothesis: Option<u32>,
    /// It speaks against it.
    pub against: bool,
}

/// A line of the team's timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct DeskRow {
    /// Number of the event.
    pub event: u32,
    /// When.
    pub at_ms: i32,
    /// Role's short name; "System" for alerts, "Facilitator" for STARTEX and ENDEX.
    pub who: String,
    /// Person, where known.
    pub person: Option<String>,
    /// Verb.
    pub did: String,
    /// Object.
    pub what: String,
    /// What it looks like.
    pub kind: FeedKind,
    /// For acts and checks: how it came out; None: under way.
    pub ok: Option<bool>,
    /// For acts and checks: what is expected of it, or what came of it.
    pub outcome: Option<String>,
}

/// A question to the assistant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct QuestionView {
    /// Number, from 1.
    pub number: u32,
    /// Asked at.
    pub at_ms: i32,
    /// Person, or the role's short name.
    pub by: String,
    /// The question.
    pub text: String,
    /// What it said; None: not yet.
    pub answer: Option<String>,
    /// When.
    pub answered_ms: Option<i32>,
    /// What the team found when it checked; None: not said.
    pub holds: Option<bool>,
}
