//! What can happen: a scenario folder, read and checked.
//!
//! A folder arrives as named texts (whoever owns the disk reads them) and leaves as a
//! [`Scenario`] in which every reference holds, or as all its [`Problem`]s at once, each
//! with file, line, column and remedy.
//!
//! It must never know: files and directories, a running drill, people's names.

pub mod bundle;
pub mod deed;
pub mod edit;
mod files;
mod fit;
pub mod format;
pub mod incident;
pub mod limits;
pub mod model;
pub mod names;
pub mod noticed;
pub mod paths;
mod problem;
mod read;
pub mod roles;
mod start;
pub mod team;

pub use deed::{Deed, DeedKind, IncidentState, Mark, Page, Verdict};
pub use files::{Files, part_of};
pub use model::{
    Answer, Cause, Expectation, Hint, Inject, Message, Norms, Pattern, Phase, Playbook, Role,
    Scenario, Since, Stakeholder, Trigger, Truth,
};
pub use problem::{Problem, Severity, short};
pub use read::{
    Choices, Read, choices, clock_s, duration_ms, read, read_act, read_fault, read_system,
    read_team,
};
pub use start::{NoStart, Start, begun, copy_of, id_of, start};
pub use team::{TeamScript, TeamStep};

/// Kinds of faults, as scenarios write them.
pub fn fault_kinds() -> impl Iterator<Item = &'static str> {
    read::effect::KINDS.iter().map(|(kind, _)| *kind)
}
