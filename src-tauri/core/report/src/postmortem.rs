//! The postmortem as plain data: what the record can fill and what people write.
//!
//! Sixteen sections, in reading order. Every instant is in milliseconds since STARTEX of
//! *drill time*; every text field is Markdown unless its comment says otherwise. A figure
//! that was not recorded is `None`, never zero.

mod communication;
mod facts;
mod judgement;
mod response;

pub use communication::{
    Audience, AudienceKind, Came, Finding, FindingKind, Letter, Milestone, Silence, Stretch,
    StretchEnd, StretchFrom, Told, UnannouncedAct,
};
pub use drill::writing::{ActionItem, ActionKind, Change, Seal, Status};
pub use facts::{
    Detection, Evidence, EvidenceKind, Graph, Impact, KeyTime, KeyTimes, Mark, MarkKind, Measure,
    RowKind, Signal, TimelineRow,
};
pub use judgement::{
    Answer, Cause, HarmfulAct, Hypothesis, HypothesisState, Lessons, Trigger, WhatIf,
};
pub use response::{Communication, Expectation, Repair, RoleShift, StatusUpdate, Verdict};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One drill's postmortem.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Postmortem {
    /// 1. What this document is about and where it stands.
    pub title: TitleBlock,
    /// 2. Two or three sentences.
    pub summary: String,
    /// 3. What the outage cost.
    pub impact: Impact,
    /// 4. The instants t0 to t10 and the measures derived from them.
    pub key_times: KeyTimes,
    /// 5. What told us, and what could have told us earlier.
    pub detection: Detection,
    /// 6. What set it off, apart from why it was possible.
    pub trigger: Trigger,
    /// 7. Why it was possible, with the hypotheses the team held on the way.
    pub cause: Cause,
    /// 7. Acts that did harm.
    pub harmful_acts: Vec<HarmfulAct>,
    /// 8. Everything that happened, in order.
    pub timeline: Vec<TimelineRow>,
    /// 8. About it, written by people.
    pub timeline_prose: String,
    /// 8. Rows of the record that people left out.
    pub timeline_hidden: u32,
    /// 9. Telemetry, with the marks that explain it.
    pub graphs: Vec<Graph>,
    /// 10. Who held which role, and when. The only place for people's names.
    pub role_board: Vec<RoleShift>,
    /// 10. What was expected of the roles, and the fact that settled it.
    pub expectations: Vec<Expectation>,
    /// 10. About roles and expectations, written by people.
    pub response_prose: String,
    /// 11. What stopped the damage, what removed the cause, how both were checked.
    pub repair: Repair,
    /// 12. What was said to whom, and when it was due.
    pub communication: Communication,
    /// 13. What went well, what went badly, where we got lucky.
    pub lessons: Lessons,
    /// 14. Acts on the system, against the same minutes without them.
    pub what_ifs: Vec<WhatIf>,
    /// 15. What will change.
    pub action_items: Vec<ActionItem>,
    /// 16. What was pinned during the drill.
    pub evidence: Vec<Evidence>,
}

/// The title block: plain text throughout.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TitleBlock {
    /// The incident's name, for example "Checkout fails for one customer in seven".
    pub incident: String,
    /// The drill's running number in its journal, if it has one.
    pub drill_number: Option<u32>,
    /// The drill's identity in the journal.
    pub drill_id: String,
    /// The calendar date of the drill, `YYYY-MM-DD`.
    pub date: String,
    /// The team that played.
    pub team: String,
    /// The severity in force at the end, for example "SEV-1"; empty when none was declared.
    pub severity: String,
    /// Where the document stands.
    pub status: Status,
    /// Who answers for the document; `None` shows as "not assigned".
    pub owner: Option<String>,
    /// The scenario's title.
    pub scenario: String,
    /// The seed that, with the scenario and the acts, gives this drill again.
    pub seed: u64,
    /// Who ran the drill.
    pub facilitator: String,
    /// A hash of the record, so that two copies of this document can be compared.
    pub record_hash: String,
    /// What a final document is sealed with.
    pub seal: Option<Seal>,
    /// The incident clock at STARTEX, in seconds of the day (03:00:00 is 10 800).
    pub starts_s_of_day: u32,
}
