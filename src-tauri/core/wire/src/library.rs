//! The library: scenarios to play, drills that were played.

use scenario::Stakeholder;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::parts::{ClockState, Tone};

/// The first page of the console.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct LibraryView {
    /// Scenarios that check clean, by level and title.
    pub scenarios: Vec<ScenarioCard>,
    /// Scenarios that do not, with what is wrong.
    pub broken: Vec<BrokenScenario>,
    /// Drills, newest first.
    pub drills: Vec<DrillCard>,
    /// Where the journal is.
    pub journal: String,
    /// Program version.
    pub version: String,
    /// What was damaged in the journal since the program started, and what became of it, in words.
    pub salvaged: Vec<String>,
}

/// A scenario's card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ScenarioCard {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Summary.
    pub summary: String,
    /// System title.
    pub system: String,
    /// Its id.
    pub system_id: String,
    /// 1 to 5.
    pub level: u8,
    /// Planned length, minutes.
    pub minutes: u32,
    /// What it trains.
    pub trains: Vec<String>,
    /// How often it was played on this machine.
    pub played: u32,
    /// By which teams, the latest first.
    pub teams: Vec<PlayedBy>,
    /// Legal but unwise things, in words.
    pub warnings: Vec<String>,
}

/// A team that played a scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct PlayedBy {
    /// Team.
    pub team: String,
    /// How often.
    pub times: u32,
    /// When last, wall clock, `2026-11-24`.
    pub last: String,
    /// How the last one went, in a few words, e.g. "mitigated after 14 min · 21 of 27 expectations";
    /// None: it has not ended.
    pub result: Option<String>,
    /// Whether that went well (good), half (warn) or not (bad).
    pub tone: Tone,
}

/// A scenario that cannot be played.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct BrokenScenario {
    /// Folder.
    pub id: String,
    /// All problems, rendered with place and remedy.
    pub problems: Vec<String>,
}

/// A recorded drill.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct DrillCard {
    /// Id.
    pub id: String,
    /// Scenario title.
    pub title: String,
    /// Team.
    pub team: String,
    /// The team's how manieth.
    pub number: u32,
    /// Made at, wall clock, `2026-11-24 19:04`.
    pub made: String,
    /// State of its clock.
    pub state: ClockState,
    /// Drill time it stands at.
    pub at_ms: i32,
    /// Seed.
    pub seed: u32,
}

/// A scenario for the set-up page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ScenarioSheet {
    /// Card.
    pub card: ScenarioCard,
    /// Briefing, Markdown.
    pub briefing: String,
    /// Facilitator notes, Markdown.
    pub facilitator: String,
    /// Root cause, for the facilitator.
    pub root_cause: String,
    /// Trigger, for the facilitator.
    pub trigger: String,
    /// People outside the team, whom the facilitator plays.
    pub stakeholders: Vec<Stakeholder>,
    /// Incident clock at STARTEX, seconds of the day.
    pub starts_s: u32,
    /// Seed proposed.
    pub seed: u32,
    /// Roles.
    pub roles: Vec<RoleSheet>,
    /// Injects: (time in words, title, what it brings).
    pub injects: Vec<(String, String, String)>,
    /// Time boxes offered, minutes.
    pub minutes: Vec<u32>,
    /// Teams and people of earlier drills, to choose from.
    pub teams: Vec<String>,
    /// People of earlier drills.
    pub people: Vec<String>,
}

/// A role on the set-up page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct RoleSheet {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it answers for.
    pub answers_for: String,
    /// Checklist.
    pub checklist: Vec<String>,
}
