//! Logs: compact records, rendered as the real programs write them when read.

mod fixed;
mod packed;
mod query;
mod record;
mod render;
mod search;
mod sieve;
mod store;

pub use query::{Query, QueryError};
pub use record::{Cause, FAULT_CODES, LogLevel, LogLine, LogRecord, Names};
pub(crate) use record::{IDS, id_of};
pub use render::RenderedLine;
pub(crate) use render::added_column;
pub use search::{BINS, LogPage, MAX_LINES, PagedLine};
pub use store::{LogStore, request_id};
