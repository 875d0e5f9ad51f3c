//! The format of the files, described once: what editors are told as JSON Schema, and what
//! forms ask for. A test holds it against what is read.

#[cfg(test)]
mod agrees;
mod parts;
mod run_sheet;
mod scenario;
pub mod schema;
mod system;
mod team;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// `scenario.toml`
    Scenario,
    /// `system.toml`
    System,
    /// `teams/NAME.toml`
    Team,
}

/// A kind of table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Form {
    /// Its name, e.g. "inject".
    pub id: String,
    /// What one is, for messages: "an inject".
    pub what: String,
    /// What it is for, one sentence.
    pub says: String,
    /// Its keys, in the order in which they are written.
    pub keys: Vec<Key>,
}

/// A key of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Key {
    /// As it is written.
    pub name: String,
    /// As a form calls it.
    pub title: String,
    /// What it says, one sentence.
    pub says: String,
    /// What stands behind it.
    pub value: Kind,
    /// A table without it is a mistake; of a key beside another, where that one asks for it.
    pub needed: bool,
    /// Of all keys with the same word here, one stands in a table.
    pub either: Option<String>,
    /// It means something beside this key only, when that has one of these values.
    pub beside: Option<Beside>,
}

/// A key and values of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Beside {
    /// The other key.
    pub key: String,
    /// Values with which this one means something.
    pub values: Vec<String>,
}

/// What stands behind a key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// A text on one line.
    Text {
        /// Most characters.
        most: usize,
    },
    /// A text or a whole number.
    Word,
    /// A paragraph.
    Prose {
        /// Most characters.
        most: usize,
    },
    /// "90s", "5m", "02:30".
    Duration,
    /// "12ms", "12ms exp": a time that varies.
    Time,
    /// "03:00".
    Clock,
    /// "-19m": before STARTEX.
    Before,
    /// A whole number.
    Whole {
        /// Least.
        least: i64,
        /// Most.
        most: i64,
    },
    /// A number.
    Number {
        /// Least.
        least: f64,
        /// Most.
        most: f64,
    },
    /// True or false.
    Truth,
    /// A name of something.
    Choice {
        /// Of what.
        of: Source,
    },
    /// A list of texts.
    Texts {
        /// Most characters of one.
        most: usize,
        /// Names of what, where they are names.
        of: Option<Source>,
    },
    /// A list of numbers.
    Numbers,
    /// A list of groups of words.
    Groups,
    /// A table.
    Table {
        /// Which form.
        form: String,
    },
    /// A list of tables.
    Tables {
        /// Which form.
        form: String,
        /// The list belongs to the file and not to one line: `[[inject]]`.
        sections: bool,
    },
    /// Tables by name: `[service.api]`.
    Named {
        /// Which form.
        form: String,
    },
    /// Texts by name: `[people]`.
    Pairs,
}

/// What names are names of. Which there are depends on the scenario and its system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Systems.
    System,
    /// Roles.
    Role,
    /// Roles, and the room.
    Reader,
    /// Who has sent something, or has a voice.
    Stakeholder,
    /// How a message comes.
    Channel,
    /// Kinds of faults.
    FaultKind,
    /// What a fault of the kind beside it can be on.
    FaultOn,
    /// Parts of what the fault is on.
    FaultOnly,
    /// What carries a fault.
    Carrier,
    /// Queues.
    Queue,
    /// Alerts.
    Alert,
    /// Injects.
    Inject,
    /// Expectations.
    Expectation,
    /// Answers of the assistant.
    Answer,
    /// Kinds of deeds.
    Act,
    /// What the act beside it can be on.
    ActOn,
    /// Pages.
    Page,
    /// The four phases.
    Phase,
    /// Severities of an alert.
    Severity,
    /// Services and workers.
    Versioned,
    /// Components.
    Component,
    /// How logs look.
    Stack,
    /// Orders of a queue.
    Order,
    /// What a query does.
    Access,
    /// States of an incident.
    State,
    /// Verdicts on a hypothesis.
    Verdict,
    /// Marks of a note.
    Mark,
    /// Ways to turn something.
    Turn,
}

impl FileKind {
    /// The form of the whole file, and those of what is in it. The first is the file's.
    #[must_use]
    pub fn forms(self) -> Vec<Form> {
        match self {
            Self::Scenario => scenario::forms(),
            Self::System => system::forms(),
            Self::Team => team::forms(),
        }
    }
}

fn form(id: &str, what: &str, says: &str, keys: Vec<Key>) -> Form {
    Form {
        id: id.to_owned(),
        what: what.to_owned(),
        says: says.to_owned(),
        keys,
    }
}

/// A key; its title is its name with a capital and blanks, unless it gets another.
fn key(name: &str, value: Kind, says: &str) -> Key {
    let mut letters = name.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    let title: String = first.into_iter().chain(letters).collect();
    Key {
        name: name.to_owned(),
        title: title.replace('_', " "),
        says: says.to_owned(),
        value,
        needed: false,
        either: None,
        beside: None,
    }
}

impl Key {
    fn needed(mut self) -> Self {
        self.needed = true;
        self
    }

    fn called(mut self, title: &str) -> Self {
        title.clone_into(&mut self.title);
        self
    }

    fn either(mut self, group: &str) -> Self {
        self.either = Some(group.to_owned());
        self
    }

    fn beside(mut self, key: &str, values: &[&str]) -> Self {
        self.beside = Some(Beside {
            key: key.to_owned(),
            values: values.iter().map(|&value| value.to_owned()).collect(),
        });
        self
    }
}

fn text() -> Kind {
    Kind::Text {
        most: crate::limits::TITLE,
    }
}

fn id() -> Kind {
    Kind::Text {
        most: crate::limits::ID,
    }
}

fn prose() -> Kind {
    Kind::Prose {
        most: crate::limits::TEXT,
    }
}

fn of(of: Source) -> Kind {
    Kind::Choice { of }
}

fn whole(least: i64, most: impl Into<i64>) -> Kind {
    Kind::Whole {
        least,
        most: most.into(),
    }
}

fn number(least: f64, most: f64) -> Kind {
    Kind::Number { least, most }
}

fn table(form: &str) -> Kind {
    Kind::Table {
        form: form.to_owned(),
    }
}

/// A list of tables within a line or a table.
fn tables(form: &str) -> Kind {
    Kind::Tables {
        form: form.to_owned(),
        sections: false,
    }
}

/// A list of tables, each under its own `[[…]]`.
fn sections(form: &str) -> Kind {
    Kind::Tables {
        form: form.to_owned(),
        sections: true,
    }
}

fn named(form: &str) -> Kind {
    Kind::Named {
        form: form.to_owned(),
    }
}

fn paragraphs() -> Kind {
    Kind::Texts {
        most: crate::limits::TEXT,
        of: None,
    }
}
