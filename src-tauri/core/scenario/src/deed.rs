//! Deeds: everything a participant can do, and the facilitator can log for them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use world::Act;

/// Something a participant does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "deed", rename_all = "snake_case")]
pub enum Deed {
    /// Opens a page, or searches it.
    Look {
        /// Which page.
        page: Page,
        /// Component, alert, playbook or deploy looked at, if one.
        on: Option<String>,
        /// What was searched for, if anything.
        query: Option<String>,
    },
    /// Tells the others: I have the page.
    Acknowledge {
        /// Alert name.
        alert: String,
    },
    /// Writes down what might be the cause.
    Hypothesis {
        /// In their words.
        text: String,
    },
    /// Judges a hypothesis raised before.
    Judge {
        /// Its number, from 1.
        hypothesis: u32,
        /// Confirmed or refuted.
        verdict: Verdict,
        /// Because of what.
        evidence: String,
    },
    /// Acts on the system, checks included.
    System {
        /// The act.
        act: Act,
    },
    /// Sets the severity; the first time declares the incident.
    Severity {
        /// 1 (worst) to 5.
        level: u8,
    },
    /// Says where the incident stands.
    State {
        /// The new state.
        state: IncidentState,
    },
    /// Tells stakeholders.
    StatusUpdate {
        /// Who is affected and how. May be empty, and is then found in the review.
        impact: String,
        /// What the team does about it.
        doing: String,
        /// Minutes until the next update, if promised.
        next_in_min: Option<u32>,
    },
    /// Tells users.
    Notice {
        /// What users read.
        text: String,
    },
    /// Says something to the room, a role or a stakeholder.
    Say {
        /// Role id, stakeholder, or "room".
        to: String,
        /// The words.
        text: String,
        /// Number of the message this answers, if one.
        answers: Option<u32>,
    },
    /// Writes down a decision.
    Decision {
        /// What was decided.
        text: String,
    },
    /// Writes into the timeline.
    Note {
        /// The words.
        text: String,
        /// Good, bad or lucky, when it is meant for the hot wash.
        mark: Option<Mark>,
    },
    /// Ticks a line of the role's checklist.
    Tick {
        /// Its index, from 0.
        item: u32,
    },
    /// Keeps something seen as evidence, for or against a hypothesis or for none yet.
    Pin {
        /// Page it was seen on.
        page: Page,
        /// Component, graph or playbook it was seen of, if one.
        on: Option<String>,
        /// What was seen: the log line, the figure, in words.
        what: String,
        /// Number of the hypothesis it speaks to, from 1.
        hypothesis: Option<u32>,
        /// It speaks against it.
        against: bool,
    },
    /// Asks the assistant.
    Ask {
        /// The question.
        question: String,
    },
    /// Says whether an answer of the assistant held when it was looked at.
    Verify {
        /// Number of the question, from 1.
        question: u32,
        /// It holds.
        holds: bool,
        /// Because of what.
        evidence: String,
    },
}

/// Pages one can look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Page {
    /// Firing and past alerts.
    Alerts,
    /// Graphs.
    Dashboards,
    /// Logs with search.
    Logs,
    /// Traces: the way of one request through the system.
    Traces,
    /// Deploys and other changes.
    Deploys,
    /// Connections, waits, slow statements.
    Database,
    /// Queues, workers, models.
    AiPipeline,
    /// What the browser shows.
    WebConsole,
    /// What to do when.
    Playbooks,
}

impl Page {
    /// All of them, in the order of a desk.
    pub const ALL: [Self; 9] = [
        Self::Alerts,
        Self::Dashboards,
        Self::Logs,
        Self::Traces,
        Self::Deploys,
        Self::Database,
        Self::AiPipeline,
        Self::WebConsole,
        Self::Playbooks,
    ];
}

/// Where the incident stands, as the team says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum IncidentState {
    /// Nobody knows why.
    Investigating,
    /// The cause is known.
    Identified,
    /// Being contained.
    Mitigating,
    /// Contained; watching.
    Monitoring,
    /// Over.
    Resolved,
}

/// A judgement on a hypothesis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The evidence holds.
    Confirmed,
    /// It does not.
    Refuted,
}

/// For the hot wash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Went well.
    Good,
    /// Went badly.
    Bad,
    /// Where they got lucky.
    Lucky,
}

/// The kind of a deed, as scenarios name it (`act = "roll-back"`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "each is the deed or act of the same name")]
pub enum DeedKind {
    Look,
    Acknowledge,
    Hypothesis,
    Judge,
    Severity,
    State,
    StatusUpdate,
    Notice,
    Say,
    Decision,
    Note,
    Tick,
    Pin,
    Ask,
    Verify,
    RollBack,
    Deploy,
    Restart,
    Scale,
    SetConfig,
    Flag,
    Breaker,
    Fallback,
    Disable,
    RestartWorkers,
    RetryTasks,
    PurgeQueue,
    KillConnections,
    KillQueries,
    FailOver,
    MoveTasks,
    ShedTraffic,
    FlushCache,
    WarmCache,
    RenewCertificate,
    FreeDisk,
    SetAlert,
    HealthCheck,
    PipelineCheck,
    SmokeTest,
}

impl DeedKind {
    /// All of them.
    pub const ALL: [Self; 40] = [
        Self::Look,
        Self::Acknowledge,
        Self::Hypothesis,
        Self::Judge,
        Self::Severity,
        Self::State,
        Self::StatusUpdate,
        Self::Notice,
        Self::Say,
        Self::Decision,
        Self::Note,
        Self::Tick,
        Self::Pin,
        Self::Ask,
        Self::Verify,
        Self::RollBack,
        Self::Deploy,
        Self::Restart,
        Self::Scale,
        Self::SetConfig,
        Self::Flag,
        Self::Breaker,
        Self::Fallback,
        Self::Disable,
        Self::RestartWorkers,
        Self::RetryTasks,
        Self::PurgeQueue,
        Self::KillConnections,
        Self::KillQueries,
        Self::FailOver,
        Self::MoveTasks,
        Self::ShedTraffic,
        Self::FlushCache,
        Self::WarmCache,
        Self::RenewCertificate,
        Self::FreeDisk,
        Self::SetAlert,
        Self::HealthCheck,
        Self::PipelineCheck,
        Self::SmokeTest,
    ];

    /// A check: it looks whether the system is well and changes nothing.
    pub fn is_check(self) -> bool {
        matches!(
            self,
            Self::HealthCheck | Self::PipelineCheck | Self::SmokeTest
        )
    }
}

impl Deed {
    /// Its kind.
    pub fn kind(&self) -> DeedKind {
        match self {
            Self::Look { .. } => DeedKind::Look,
            Self::Acknowledge { .. } => DeedKind::Acknowledge,
            Self::Hypothesis { .. } => DeedKind::Hypothesis,
            Self::Judge { .. } => DeedKind::Judge,
            Self::Severity { .. } => DeedKind::Severity,
            Self::State { .. } => DeedKind::State,
            Self::StatusUpdate { .. } => DeedKind::StatusUpdate,
            Self::Notice { .. } => DeedKind::Notice,
            Self::Say { .. } => DeedKind::Say,
            Self::Decision { .. } => DeedKind::Decision,
            Self::Note { .. } => DeedKind::Note,
            Self::Tick { .. } => DeedKind::Tick,
            Self::Pin { .. } => DeedKind::Pin,
            Self::Ask { .. } => DeedKind::Ask,
            Self::Verify { .. } => DeedKind::Verify,
            Self::System { act } => match act {
                Act::RollBack { .. } => DeedKind::RollBack,
                Act::Deploy { .. } => DeedKind::Deploy,
                Act::Restart { .. } => DeedKind::Restart,
                Act::Scale { .. } => DeedKind::Scale,
                Act::SetConfig { .. } => DeedKind::SetConfig,
                Act::Flag { .. } => DeedKind::Flag,
                Act::Breaker { .. } => DeedKind::Breaker,
                Act::Fallback { .. } => DeedKind::Fallback,
                Act::Disable { .. } => DeedKind::Disable,
                Act::RestartWorkers { .. } => DeedKind::RestartWorkers,
                Act::RetryTasks { .. } => DeedKind::RetryTasks,
                Act::PurgeQueue { .. } => DeedKind::PurgeQueue,
                Act::KillConnections { .. } => DeedKind::KillConnections,
                Act::KillQueries { .. } => DeedKind::KillQueries,
                Act::FailOver { .. } => DeedKind::FailOver,
                Act::MoveTasks { .. } => DeedKind::MoveTasks,
                Act::ShedTraffic { .. } => DeedKind::ShedTraffic,
                Act::FlushCache { .. } => DeedKind::FlushCache,
                Act::WarmCache { .. } => DeedKind::WarmCache,
                Act::RenewCertificate { .. } => DeedKind::RenewCertificate,
                Act::FreeDisk { .. } => DeedKind::FreeDisk,
                Act::SetAlert { .. } => DeedKind::SetAlert,
                Act::HealthCheck { .. } => DeedKind::HealthCheck,
                Act::PipelineCheck => DeedKind::PipelineCheck,
                Act::SmokeTest => DeedKind::SmokeTest,
            },
        }
    }

    /// What it is done to, as patterns name it: component, edge, flag, key, alert or queue.
    pub fn on(&self) -> Option<&str> {
        match self {
            Self::Look { on, .. } | Self::Pin { on, .. } => on.as_deref(),
            Self::Acknowledge { alert } => Some(alert),
            Self::Say { to, .. } => Some(to),
            Self::System { act } => match act {
                Act::RollBack { on, .. }
                | Act::Deploy { on, .. }
                | Act::Restart { on }
                | Act::Scale { on, .. }
                | Act::Disable { on, .. }
                | Act::RestartWorkers { on }
                | Act::RenewCertificate { on }
                | Act::FreeDisk { on }
                | Act::HealthCheck { on } => Some(on),
                Act::SetConfig { key, .. } => Some(key),
                Act::SetAlert { alert, .. } => Some(alert),
                Act::Flag { flag, .. } => Some(flag),
                Act::Breaker { edge, .. } | Act::Fallback { edge, .. } => Some(edge),
                Act::RetryTasks { queue }
                | Act::PurgeQueue { queue }
                | Act::MoveTasks { queue, .. } => Some(queue),
                Act::KillConnections { database }
                | Act::KillQueries { database }
                | Act::FailOver { database } => Some(database),
                Act::FlushCache { cache } | Act::WarmCache { cache } => Some(cache),
                Act::ShedTraffic { .. } | Act::PipelineCheck | Act::SmokeTest => None,
            },
            _ => None,
        }
    }
}
