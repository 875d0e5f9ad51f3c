//! What people conclude: trigger, cause, lessons, what-ifs. (Action items: [`drill::writing`].)

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What set it off.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Trigger {
    /// From the scenario's truth.
    pub prose: String,
    /// What the team took it for, if they said so.
    pub team_said: String,
}

/// Why it was possible.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Cause {
    /// The root cause.
    pub root: String,
    /// Contributing factors, one line each.
    pub contributing: Vec<String>,
    /// What the team held to be the cause on the way.
    pub hypotheses: Vec<Hypothesis>,
}

/// One proposed cause.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Hypothesis {
    /// When it was written down, in milliseconds since STARTEX.
    pub at_ms: i64,
    /// The role that raised it. Plain text.
    pub role: String,
    /// The claim. Inline Markdown.
    pub text: String,
    /// How it ended.
    pub state: HypothesisState,
    /// When it was confirmed or refuted.
    pub settled_ms: Option<i64>,
}

/// How a hypothesis ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HypothesisState {
    /// Neither.
    #[default]
    Open,
    /// Held to be right.
    Confirmed,
    /// Held to be wrong.
    Refuted,
}

impl HypothesisState {
    /// The word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Confirmed => "confirmed",
            Self::Refuted => "refuted",
        }
    }
}

/// An act during the response that made the outage worse, or helped at a cost.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct HarmfulAct {
    /// Milliseconds since STARTEX.
    pub at_ms: i64,
    /// The role, never a person. Plain text.
    pub role: String,
    /// What was done. Inline Markdown.
    pub text: String,
    /// What it did to the system. Inline Markdown.
    pub effect: String,
    /// Its event; links to its timeline row.
    pub event: Option<u64>,
}

/// What went well, badly, and by luck. One line of Markdown each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Lessons {
    /// What went well.
    pub went_well: Vec<String>,
    /// What went badly.
    pub went_badly: Vec<String>,
    /// Where we got lucky.
    pub lucky: Vec<String>,
    /// What we take away, written by people.
    pub prose: String,
    /// What people answered after the drill, word for word.
    pub answers: Vec<Answer>,
}

/// An answer to the three questions after the drill. Plain text; each may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Answer {
    /// The role, never a person; empty: without a name, or without a role.
    pub role: String,
    /// What helped.
    pub helped: String,
    /// What hindered.
    pub hindered: String,
    /// What should change.
    pub change: String,
}

/// A decisive act, earlier: a second run of the simulation that differs in one act.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WhatIf {
    /// What is changed. Inline Markdown.
    pub title: String,
    /// What the second run shows. Inline Markdown.
    pub outcome: String,
    /// The act that is changed; links to its timeline row.
    pub event: Option<u64>,
    /// When that was, in milliseconds since STARTEX.
    pub at_ms: Option<i64>,
    /// How long the outage would have been, in milliseconds.
    pub duration_ms: Option<i64>,
    /// How long it was, in milliseconds.
    pub actual_ms: Option<i64>,
}
