//! Views built from a drill, one per audience.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::call::Told;
use crate::parts::JoiningView;

mod console;
mod coverage;
mod desk;
mod editor;
mod feed;
mod hot_wash;
mod lanes;
mod lookup;
mod needs;
mod notes;
mod panels;
mod parts;
mod postmortem;
mod rehearsal;
mod remarks;
mod role_board;
mod room;
mod run_sheet;
mod seats;
mod sight;
mod system;

pub use console::console;
pub use desk::{desk, desk_vocabulary, graphs, roles_key, seat};
pub use editor::editor;
pub use hot_wash::{Wash, hot_wash, story};
pub use lookup::{logs, page, trace, traces, vocabulary};
pub use panels::{first_minute, minute};
pub use postmortem::{postmortem, preview, writing};
pub use rehearsal::rehearsal;
pub use room::room;
pub use run_sheet::{brings, foresee};

/// What is so around a drill and stands in no record.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Around {
    /// Why the journal lags behind, if it does.
    pub unsaved: Option<String>,
    /// How slow saving was, if it was.
    pub slow: Option<String>,
    /// How to join; None: joining is off.
    pub joining: Option<JoiningView>,
    /// What was turned away at the door, newest last: when by the wall clock, and what.
    pub turned_away: VecDeque<(String, String)>,
    /// Browsers connected by number of the desk.
    pub connected: BTreeMap<u32, u32>,
    /// Desks that have answered the three questions, whether with their name or without.
    pub answered: BTreeSet<u32>,
    /// The hot wash, while it is open.
    pub wash: Option<Wash>,
    /// Desks that no browser is connected to, and since when in drill time.
    pub lost: BTreeMap<u32, i64>,
    /// What came of a file that was opened from outside the console.
    pub told: Option<Told>,
}

impl Around {
    fn is_connected(&self, desk: u32) -> bool {
        self.connected.get(&desk).is_some_and(|count| *count > 0)
    }
}
