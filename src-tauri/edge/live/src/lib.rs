//! Tokio and the wall clock: the stage on which one drill runs.
//!
//! One thread owns the journal and the drill; everybody else sends it calls and watches.
//! An event is on disk before any view that follows from it is published. The same drill
//! also runs here unattended, as fast as it can ([`rehearse`]).
//!
//! It must never know: windows, sockets, or any rule of the drill.

mod changes;
mod clock;
mod diagnostics;
mod editor;
mod exports;
mod library;
mod opening;
mod outcome;
mod placing;
mod rehearse;
mod stage;

pub use changes::Told;
pub use diagnostics::{diagnostics, diagnostics_in};
pub use diary::{Diary, Program};
pub use exports::{ExportError, Exported, export, postmortem_of};
pub use journal::{FILE_MAX, Key};
pub use opening::{ENDED, OpenError, open};
pub use placing::{PlaceError, place, schema_text};
pub use rehearse::{Rehearsal, RehearsalError, Skipped, rehearse};
pub use report::SCHEMA as POSTMORTEM_SCHEMA;
pub use stage::{Config, Desks, Graphs, Handle, Seat, spawn};
