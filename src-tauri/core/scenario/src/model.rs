//! A checked scenario.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use world::{Fault, SystemSpec};

use crate::deed::{Deed, DeedKind, Page};

/// A scenario in which every reference holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// The folder's name.
    pub id: String,
    /// E.g. "The 3 AM outage".
    pub title: String,
    /// One or two sentences for the card.
    pub summary: String,
    /// Id of the system it plays on.
    pub system_id: String,
    /// The system.
    pub system: Arc<SystemSpec>,
    /// Incident clock at STARTEX, seconds of the day.
    pub starts_s: u32,
    /// Planned length, milliseconds.
    pub length_ms: u32,
    /// 1 (first drill) to 5.
    pub level: u8,
    /// Seed unless the facilitator gives another.
    pub seed: u32,
    /// What it trains.
    pub trains: Vec<String>,
    /// What is really going on. Never leaves the console.
    pub truth: Truth,
    /// Who takes part.
    pub roles: Vec<Role>,
    /// The run sheet, branches, contingency injects and tray.
    pub injects: Vec<Inject>,
    /// What a good team does.
    pub expectations: Vec<Expectation>,
    /// Help, in steps.
    pub hints: Vec<Hint>,
    /// Communication norms.
    pub norms: Norms,
    /// Read to participants. Markdown.
    pub briefing: String,
    /// Read by the facilitator. Markdown.
    pub facilitator: String,
    /// The system's playbooks, and the scenario's own in place of those of the same id.
    pub playbooks: Vec<Playbook>,
    /// What the assistant answers. Which of it is right never leaves the console.
    #[serde(default)]
    pub answers: Vec<Answer>,
    /// People outside the team, for the facilitator to play.
    #[serde(default)]
    pub stakeholders: Vec<Stakeholder>,
}

/// The ground truth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Truth {
    /// Root cause, one or two sentences.
    pub root_cause: String,
    /// What set it off.
    pub trigger: String,
    /// What let it happen or last.
    pub contributing: Vec<String>,
    /// What a right hypothesis says.
    pub causes: Vec<Cause>,
    /// What a wrong one says.
    pub herrings: Vec<Cause>,
}

/// Recognises a hypothesis: each group must have a word that the text contains.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cause {
    /// Id, for patterns.
    pub id: String,
    /// In full.
    pub says: String,
    /// Groups of alternative lower-case words.
    pub words: Vec<Vec<String>>,
}

impl Cause {
    /// Whether a text in people's words says this.
    pub fn said_by(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        !self.words.is_empty()
            && self
                .words
                .iter()
                .all(|group| group.iter().any(|word| text.contains(word.as_str())))
    }
}

/// A role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Role {
    /// Id, e.g. "on-call".
    pub id: String,
    /// E.g. "On-Call Engineer".
    pub title: String,
    /// E.g. "On-Call".
    pub short: String,
    /// What it answers for, one sentence.
    pub answers_for: String,
    /// What it goes through.
    pub checklist: Vec<String>,
    /// Kinds of deeds it may do at a desk of its own, beside what everybody may; empty: all.
    #[serde(default)]
    pub may: Vec<DeedKind>,
}

/// One planned event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inject {
    /// Id, unique; made from the title unless given.
    pub id: String,
    /// For the facilitator's run sheet.
    pub title: String,
    /// When.
    pub trigger: Trigger,
    /// Fault it starts.
    pub fault: Option<Fault>,
    /// Injects whose faults it stops.
    pub stops: Vec<String>,
    /// Message it delivers.
    pub message: Option<Message>,
    /// Advice to the facilitator.
    pub note: Option<String>,
}

/// When an inject comes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Trigger {
    /// At a time on the run sheet, milliseconds from STARTEX.
    At {
        /// When.
        at_ms: u32,
    },
    /// After a participant did this.
    Act {
        /// What.
        pattern: Pattern,
        /// How long after.
        after_ms: u32,
    },
    /// After an alert fired.
    Alert {
        /// Which.
        alert: String,
        /// How long after.
        after_ms: u32,
    },
    /// After another inject fired.
    Inject {
        /// Which.
        inject: String,
        /// How long after.
        after_ms: u32,
    },
    /// When an act has not come for so long: a contingency inject.
    Silent {
        /// What has not come.
        pattern: Pattern,
        /// For how long, since STARTEX or the last time it came.
        for_ms: u32,
    },
    /// The facilitator's to play.
    Tray,
}

/// Recognises a deed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Pattern {
    /// Its kind.
    pub act: DeedKind,
    /// What it is done to; None: anything. For hypotheses a cause id, for `verify` an answer id.
    pub on: Option<String>,
    /// The page looked at; None: any.
    pub page: Option<Page>,
}

impl Pattern {
    /// Whether it asks that an answer of the assistant be put to the test, and one of these was.
    pub fn verified(&self, answers: &[String]) -> bool {
        self.act == DeedKind::Verify
            && answers
                .iter()
                .any(|id| self.on.as_ref().is_none_or(|on| on == id))
    }

    /// Whether a deed is of this pattern, or puts these answers of the assistant to the test where
    /// that is what it asks for.
    pub fn met_by(&self, deed: &Deed, cause: Option<&str>, tested: &[String]) -> bool {
        match self.act {
            // To say it after the harm is no test: who tests is known from the record.
            DeedKind::Verify => self.verified(tested),
            _ => self.matches(deed, cause),
        }
    }

    /// Whether a deed is of this pattern. `cause` is the cause a hypothesis was recognised as.
    pub fn matches(&self, deed: &Deed, cause: Option<&str>) -> bool {
        if deed.kind() != self.act {
            return false;
        }
        if let (Some(wanted), Deed::Look { page, .. }) = (self.page, deed)
            && wanted != *page
        {
            return false;
        }
        match (&self.on, deed) {
            (None, _) => true,
            (Some(on), Deed::Hypothesis { .. }) => cause == Some(on.as_str()),
            (Some(on), _) => deed.on() == Some(on.as_str()),
        }
    }
}

/// Something somebody outside the team says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Message {
    /// Stakeholder, e.g. "Support lead".
    pub from: String,
    /// Role id, or "room".
    pub to: String,
    /// E.g. "chat", "phone", "mail", "social", "pager".
    pub channel: String,
    /// The words.
    pub text: String,
    /// An answer is expected.
    pub wants_answer: bool,
}

/// Somebody outside the team whom the facilitator speaks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Stakeholder {
    /// As messages have it, e.g. "Support lead".
    pub name: String,
    /// What they need from the team, one sentence.
    pub wants: String,
    /// How they speak, and what makes them louder or leave.
    pub voice: String,
    /// Lines ready to be said.
    pub says: Vec<String>,
}

/// An answer that the assistant has ready.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Id, for patterns.
    pub id: String,
    /// Groups of alternative lower-case words; a question with a word of each is one for it.
    pub words: Vec<Vec<String>>,
    /// What it says.
    pub says: String,
    /// Whether that is so.
    pub right: bool,
    /// For the facilitator: what is right or wrong about it.
    pub note: Option<String>,
    /// Deeds that put it to the test; empty: looking at any page that shows the system, or a check.
    pub verify: Vec<Pattern>,
    /// Acts that follow its advice.
    pub invites: Vec<Pattern>,
}

impl Answer {
    /// One that no script stands behind.
    pub fn unscripted() -> Self {
        Self {
            id: String::new(),
            words: Vec::new(),
            says: String::new(),
            right: false,
            note: None,
            verify: Vec::new(),
            invites: Vec::new(),
        }
    }

    /// How many groups of its words a question has, and of how many.
    pub fn fits(&self, question: &str) -> (usize, usize) {
        let text = question.to_lowercase();
        let has = |group: &&Vec<String>| group.iter().any(|word| text.contains(word.as_str()));
        (self.words.iter().filter(has).count(), self.words.len())
    }

    /// Whether a deed puts it to the test.
    pub fn verified_by(&self, deed: &Deed) -> bool {
        if self.verify.is_empty() {
            let looked = matches!(deed, Deed::Look { page, .. } if *page != Page::Playbooks);
            return looked || deed.kind().is_check();
        }
        self.verify
            .iter()
            .any(|pattern| pattern.matches(deed, None))
    }

    /// Whether a deed does what it advises.
    pub fn followed_by(&self, deed: &Deed) -> bool {
        self.invites
            .iter()
            .any(|pattern| pattern.matches(deed, None))
    }
}

/// The four phases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Rapid diagnosis.
    Diagnose,
    /// Mitigation and containment.
    Mitigate,
    /// Resolution.
    Resolve,
    /// Postmortem and learning.
    Learn,
}

/// An expected participant action.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Expectation {
    /// Id, unique; made from the title unless given.
    pub id: String,
    /// Who should do it. Anyone doing it counts; the record says who did.
    pub role: String,
    /// When in the response.
    pub phase: Phase,
    /// E.g. "Acknowledge the page".
    pub title: String,
    /// Any of these meets it.
    pub any: Vec<Pattern>,
    /// By when.
    pub within_ms: u32,
    /// Counted from.
    pub since: Since,
    /// Why it matters.
    pub why: String,
}

/// What a deadline counts from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Since {
    /// STARTEX.
    Start,
    /// The first time this alert fires.
    Alert(String),
    /// This inject.
    Inject(String),
    /// The first time the assistant gives this answer.
    Answer(String),
}

/// Help towards an expectation, in steps from a nudge to the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hint {
    /// Expectation id.
    pub expectation: String,
    /// The steps.
    pub steps: Vec<String>,
}

/// Communication norms to review against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Norms {
    /// First update after declaring, milliseconds.
    pub first_update_ms: u32,
    /// Longest gap between updates, milliseconds.
    pub update_every_ms: u32,
    /// A role without any deed for so long is silent, milliseconds.
    pub silent_after_ms: u32,
}

impl Default for Norms {
    fn default() -> Self {
        Self {
            first_update_ms: 300_000,
            update_every_ms: 1_200_000,
            silent_after_ms: 360_000,
        }
    }
}

/// What to do when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Playbook {
    /// File name without ending.
    pub id: String,
    /// First heading.
    pub title: String,
    /// Markdown.
    pub text: String,
}
