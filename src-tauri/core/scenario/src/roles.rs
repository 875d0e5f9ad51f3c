//! The five standard roles.

use crate::deed::DeedKind;
use crate::model::Role;

/// What everybody may do at a desk of their own, whatever their role.
pub const EVERYBODY: [DeedKind; 14] = [
    DeedKind::Look,
    DeedKind::Acknowledge,
    DeedKind::Hypothesis,
    DeedKind::Judge,
    DeedKind::Say,
    DeedKind::Note,
    DeedKind::Decision,
    DeedKind::Tick,
    DeedKind::Pin,
    DeedKind::Ask,
    DeedKind::Verify,
    DeedKind::HealthCheck,
    DeedKind::PipelineCheck,
    DeedKind::SmokeTest,
];

impl Role {
    /// Whether it may do deeds of a kind at a desk of its own.
    pub fn may_do(&self, kind: DeedKind) -> bool {
        EVERYBODY.contains(&kind) || self.may.is_empty() || self.may.contains(&kind)
    }
}

/// On-Call, Backend, Frontend, Bridge, Documentation, in this order.
pub fn standard() -> Vec<Role> {
    vec![
        role(
            "on-call",
            "On-Call Engineer",
            "On-Call",
            "First triage and diagnosis: alerts, logs, metrics; quick fixes such as fallbacks and restarts.",
            &[
                "Acknowledge the page",
                "Say what you see, in one sentence, to the room",
                "Look at what changed: deploys, configuration, flags",
                "Check logs and latency of the service that pages",
                "Check AI pipeline and model latency",
                "Before each act: say what you expect it to do",
                "After each act: look whether it did",
            ],
            &[
                DeedKind::Severity,
                DeedKind::State,
                DeedKind::StatusUpdate,
                DeedKind::RollBack,
                DeedKind::Restart,
                DeedKind::Scale,
                DeedKind::Flag,
                DeedKind::Breaker,
                DeedKind::Fallback,
                DeedKind::Disable,
                DeedKind::RestartWorkers,
                DeedKind::RetryTasks,
                DeedKind::ShedTraffic,
                DeedKind::SetAlert,
            ],
        ),
        role(
            "backend",
            "Backend Engineer",
            "Backend",
            "Database and API faults, AI tasks where a model is involved; validates the backend after the fix.",
            &[
                "Look at connections, waits and slow statements",
                "Look at queues, workers and hung tasks",
                "Write down a hypothesis with its evidence",
                "Take the smallest act that stops the harm",
                "Check what the act left behind: backlog, cold cache, failed tasks",
                "Run health checks and a smoke test after the fix",
            ],
            &[
                DeedKind::RollBack,
                DeedKind::Deploy,
                DeedKind::Restart,
                DeedKind::Scale,
                DeedKind::SetConfig,
                DeedKind::Flag,
                DeedKind::Breaker,
                DeedKind::Fallback,
                DeedKind::Disable,
                DeedKind::RestartWorkers,
                DeedKind::RetryTasks,
                DeedKind::PurgeQueue,
                DeedKind::KillConnections,
                DeedKind::KillQueries,
                DeedKind::FailOver,
                DeedKind::MoveTasks,
                DeedKind::ShedTraffic,
                DeedKind::FlushCache,
                DeedKind::WarmCache,
                DeedKind::RenewCertificate,
                DeedKind::FreeDisk,
                DeedKind::SetAlert,
            ],
        ),
        role(
            "frontend",
            "Frontend Engineer",
            "Frontend",
            "What users see: errors in the page, notices to users, a stable frontend after the fix.",
            &[
                "Open the web console: what do users see?",
                "Say which journeys fail and which work",
                "Put up a notice that says what works",
                "Switch off features that make the page fail",
                "Watch page errors fall after the fix",
                "Take the notice down, or say that it is over",
            ],
            &[
                DeedKind::Notice,
                DeedKind::RollBack,
                DeedKind::Deploy,
                DeedKind::Flag,
                DeedKind::Fallback,
                DeedKind::Disable,
                DeedKind::FlushCache,
                DeedKind::WarmCache,
            ],
        ),
        role(
            "bridge",
            "Bridge Engineer",
            "Bridge",
            "Coordination over teams, the whole picture, stakeholder communication; keeps silos from forming.",
            &[
                "Set the severity, and so declare the incident",
                "First status update within five minutes of that",
                "Ask each role what it knows and what it does next",
                "Answer stakeholders, in their words",
                "Keep to the promised time of the next update",
                "Ask before risky acts: what if it makes things worse?",
                "Close only after the checks are green",
            ],
            &[
                DeedKind::Severity,
                DeedKind::State,
                DeedKind::StatusUpdate,
                DeedKind::Notice,
                DeedKind::ShedTraffic,
            ],
        ),
        role(
            "documentation",
            "Documentation Lead",
            "Docs",
            "The live timeline, decisions and steps; the postmortem with a clear root cause.",
            &[
                "Write down when it began and who noticed",
                "Write down every decision and why",
                "Keep hypotheses: raised, confirmed, refuted",
                "Mark what went well, badly, and by luck",
                "Note the time of mitigation and of the fix",
                "Write the root cause in one sentence, blameless",
            ],
            &[DeedKind::State],
        ),
    ]
}

fn role(
    id: &str,
    title: &str,
    short: &str,
    answers_for: &str,
    checklist: &[&str],
    may: &[DeedKind],
) -> Role {
    Role {
        id: id.to_owned(),
        title: title.to_owned(),
        short: short.to_owned(),
        answers_for: answers_for.to_owned(),
        checklist: checklist.iter().map(|line| (*line).to_owned()).collect(),
        may: may.to_vec(),
    }
}
