//! The fields of a postmortem that people write in.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A field of the postmortem that people write in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// 1. The incident's name.
    Incident,
    /// 1. Who answers for the document.
    Owner,
    /// 1. Who ran the drill.
    Facilitator,
    /// 2. Two or three sentences.
    Summary,
    /// 3. The impact in business words.
    Impact,
    /// 5. How the outage came to be known.
    Detection,
    /// 5. What could have told us earlier.
    Earlier,
    /// 5. How the time to detect could be halved.
    Halve,
    /// 6. What set it off.
    Trigger,
    /// 6. What the team took for the trigger.
    TeamSaid,
    /// 7. Why it was possible.
    RootCause,
    /// 7. Contributing factors.
    Contributing,
    /// 8. About the timeline.
    Timeline,
    /// 10. About roles and expectations.
    Response,
    /// 11. Temporary.
    Mitigation,
    /// 11. Lasting.
    Fix,
    /// 11. How it was validated.
    Validation,
    /// 11. Anything else about it.
    Repair,
    /// 12. Judgement on what was said to whom.
    Communication,
    /// 13. What went well.
    WentWell,
    /// 13. What went badly.
    WentBadly,
    /// 13. Where we got lucky.
    Lucky,
    /// 15. What we take away.
    Lessons,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// One line of plain text.
    Line,
    /// Markdown.
    Prose,
    /// A list: one item of inline Markdown on each line.
    List,
}

impl Field {
    /// All of them, in reading order.
    pub const ALL: [Self; 23] = [
        Self::Incident,
        Self::Owner,
        Self::Facilitator,
        Self::Summary,
        Self::Impact,
        Self::Detection,
        Self::Earlier,
        Self::Halve,
        Self::Trigger,
        Self::TeamSaid,
        Self::RootCause,
        Self::Contributing,
        Self::Timeline,
        Self::Response,
        Self::Mitigation,
        Self::Fix,
        Self::Validation,
        Self::Repair,
        Self::Communication,
        Self::WentWell,
        Self::WentBadly,
        Self::Lucky,
        Self::Lessons,
    ];

    /// What it holds.
    #[must_use]
    pub fn holds(self) -> Holds {
        match self {
            Self::Incident | Self::Owner | Self::Facilitator => Holds::Line,
            Self::Communication
            | Self::Earlier
            | Self::Contributing
            | Self::Mitigation
            | Self::Fix
            | Self::Validation
            | Self::WentWell
            | Self::WentBadly
            | Self::Lucky => Holds::List,
            _ => Holds::Prose,
        }
    }

    /// What people call it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Incident => "Incident",
            Self::Owner => "Owner",
            Self::Facilitator => "Facilitator",
            Self::Summary => "Summary",
            Self::Impact => "In business words",
            Self::Detection => "How it came to be known",
            Self::Earlier => "What could have told us earlier",
            Self::Halve => "How to halve the time to detect",
            Self::Trigger => "Trigger",
            Self::TeamSaid => "What the team took it for",
            Self::RootCause => "Root cause",
            Self::Contributing => "Contributing factors",
            Self::Timeline => "About the timeline",
            Self::Response => "About roles and expectations",
            Self::Mitigation => "Mitigation, temporary",
            Self::Fix => "Fix, lasting",
            Self::Validation => "How it was validated",
            Self::Repair => "About mitigation and fix",
            Self::Communication => "Judgement",
            Self::WentWell => "What went well",
            Self::WentBadly => "What went badly",
            Self::Lucky => "Where we got lucky",
            Self::Lessons => "What we take away",
        }
    }
}
