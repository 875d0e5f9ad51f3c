//! SQLite: the append-only record of every drill.
//!
//! One file for all drills, and a drill file (`.3am`) for one that travels. Facts are inserted and never changed: triggers refuse UPDATE and DELETE. The
//! clock is the only row that moves. A file from a newer program is refused, in words; one from an
//! earlier is copied before it is changed; a damaged one is put aside, and what can be read is saved.
//!
//! It must never know: what a fact means, the wall clock, or who is waiting for it.

mod chunk;
mod copy;
mod error;
mod keys;
mod load;
mod look;
mod open;
mod salvage;
mod schema;
mod store;
mod sums;
mod take_in;
mod theirs;
mod untrusted;
mod wal;
mod write_out;

pub use chunk::{pack, unpack};
pub use error::JournalError;
pub use keys::Key;
pub use load::Recorded;
pub use look::{Look, bytes, look};
pub use salvage::{Cut, Salvaged, damage};
pub use schema::VERSION;
pub use store::{DrillRow, Journal};
pub use take_in::{Came, Taken};
pub use untrusted::FileError;
pub use write_out::{APPLICATION, FILE_MAX};
