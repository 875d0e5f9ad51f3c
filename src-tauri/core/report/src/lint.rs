//! What to look at again in a postmortem: names outside the role board, words of blame and of
//! hindsight, action items that nobody can finish, and what is empty.
//!
//! It reads English, and it judges words, not people: where it cannot tell, it says nothing.
//! Code is never judged; quotations are judged for names only.

mod fields;
mod items;
mod names;
mod phrases;
mod text;
mod whole;
mod words;

use serde::{Deserialize, Serialize};

use crate::postmortem::Postmortem;

/// Something to look at again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The field.
    pub place: Place,
    /// What sort of remark.
    pub kind: RemarkKind,
    /// How much it matters.
    pub severity: Severity,
    /// Where it begins in the field's text, in UTF-16 code units, as browsers count.
    pub from: u32,
    /// Where it ends. Equal to `from` when it is about the whole field or something missing.
    pub to: u32,
    /// The words that were found; empty when something is missing.
    pub found: String,
    /// What there is to say about it. Plain text.
    pub says: String,
    /// What to do instead. Plain text.
    pub remedy: String,
}

/// A field that people write. Numbers in a list count from 0.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "field", content = "at", rename_all = "snake_case")]
pub enum Place {
    /// The summary.
    Summary,
    /// The impact in business words.
    Impact,
    /// How the outage came to be known.
    Detection,
    /// What could have told us earlier.
    Earlier(u32),
    /// How the time to detect could be halved.
    Halve,
    /// What set it off.
    Trigger,
    /// What the team took for the trigger.
    TriggerTeam,
    /// The root cause.
    RootCause,
    /// A contributing factor.
    Contributing(u32),
    /// A hypothesis.
    Hypothesis(u32),
    /// What is said about the repair.
    Repair,
    /// A mitigation.
    Mitigation(u32),
    /// A lasting fix.
    Fix(u32),
    /// How it was validated.
    Validation(u32),
    /// A status update or notice.
    Update(u32),
    /// A judgement on communication.
    Communication(u32),
    /// What we take away.
    Lessons,
    /// What went well.
    WentWell(u32),
    /// What went badly.
    WentBadly(u32),
    /// Where we got lucky.
    Lucky(u32),
    /// All of that list, when it is empty.
    LuckyList,
    /// The row of an event in the timeline.
    Row(u64),
    /// What people say about the row of an event.
    Note(u64),
    /// About the timeline.
    Timeline,
    /// About roles and expectations.
    Response,
    /// The caption of a graph, by its id.
    Caption(String),
    /// The title of a piece of evidence.
    Evidence(u32),
    /// A column of an action item.
    ActionItem(u32, Column),
    /// All action items together.
    ActionItems,
}

/// A column of an action item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// What will be done.
    Title,
    /// Who will see to it.
    Owner,
    /// Until when.
    Due,
}

/// What sort of remark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemarkKind {
    /// A person's name outside the role board.
    Name,
    /// A word that blames.
    Blame,
    /// What did not happen, told with hindsight.
    Counterfactual,
    /// An action item that does not begin with a verb.
    NoVerb,
    /// An action item without an owner.
    NoOwner,
    /// An action item without a date.
    NoDue,
    /// A date that is none.
    NotADate,
    /// A date before the drill.
    BeforeDrill,
    /// An action item of which nobody can say when it is done.
    Vague,
    /// An action item that is there twice.
    Duplicate,
    /// No summary.
    SummaryEmpty,
    /// A summary of more than five sentences.
    SummaryLong,
    /// No root cause.
    CauseEmpty,
    /// A root cause that says no more than the trigger.
    CauseIsTrigger,
    /// Nothing where we got lucky.
    LuckyEmpty,
    /// No action item changes a threshold, a playbook or observability.
    NothingChanges,
}

/// How much a remark matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth a thought.
    Hint,
    /// Worth a change.
    Warning,
}

/// All remarks: those on words in reading order, then on action items, then on what is empty.
#[must_use]
pub fn lint(p: &Postmortem) -> Vec<Remark> {
    let names = names::Names::of(&p.role_board);
    let mut remarks = Vec::new();
    for field in fields::fields(p) {
        let text = text::Text::read(field.text);
        names.find(&field, &text, &mut remarks);
        phrases::find(&field, &text, &mut remarks);
    }
    items::look(p, &mut remarks);
    whole::look(p, &mut remarks);
    remarks
}
