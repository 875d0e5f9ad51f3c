//! SQLite: the append-only record of every drill.
//!
//! One file. Facts are inserted and never changed: triggers refuse UPDATE and DELETE. The
//! clock is the only row that moves. A file from a newer program is refused, in words.
//!
//! It must never know: what a fact means, the wall clock, or who is waiting for it.

mod chunk;
mod keys;
mod schema;
mod store;

pub use chunk::{pack, unpack};
pub use keys::Key;
pub use store::{DrillRow, Journal, JournalError, Recorded};
