//! What the facilitator sees: everything, the truth included.

mod sheet;
mod team;
mod time;

pub use sheet::{ComponentView, EdgeView, FaultRow, InjectRow, InjectState, Move, SystemView};
pub use team::{
    About, Astray, Bears, BeliefRow, CoverageRow, CoverageView, DeskSeat, ExpectationRow, FeedKind,
    FeedRow, LookCell, MessageRow, NeedAnswer, NeedRow, NoteRow, ProposalRow, QuestionRow, RoleRow,
};
pub use time::{Bar, KeyTime, Lane, MarkView, Span};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::call::Told;
use crate::hot_wash::HotWashView;
use crate::parts::{AlertView, ClockView, IncidentView, JoiningView, PanelView, UpdateView};
use crate::postmortem::WritingView;

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
    /// What has been looked at, and by whom.
    pub coverage: CoverageView,
    /// Notes, newest first.
    pub notes: Vec<NoteRow>,
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
    /// The hot wash, while it is open.
    pub hot_wash: Option<Box<HotWashView>>,
    /// Where the postmortem stands.
    pub writing: WritingView,
    /// What came of a file that was opened from outside the console.
    pub told: Option<Told>,
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
    /// None: saving is quick. Otherwise how slow it was, in words.
    pub slow: Option<String>,
}
