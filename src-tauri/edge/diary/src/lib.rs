//! What the program did: one line of JSON each, in a few small files beside the journal.
//!
//! Nothing that a person is called, wrote or typed can stand in it: an [`Entry`] has fields for
//! numbers, for texts that are in the program itself, and for [`Word`], [`DrillId`] and [`Place`],
//! which take no sentence. That is why it is no general logging facade: those take any text, and the texts of
//! libraries hold addresses.
//!
//! Whoever notes something waits for no disk. It must never know: what is on the stage, or who
//! reads it.

mod entry;
mod files;
mod panics;
mod word;
mod writer;

pub use entry::{Check, DataFolder, Entry, Program};
pub use files::{FILE_BYTES, FILES, read};
pub use word::{DrillId, Place, Word};
pub use writer::{Counts, Diary, line};
