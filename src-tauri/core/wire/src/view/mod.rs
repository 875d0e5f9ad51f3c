//! Views built from a drill, one per audience.

mod console;
mod feed;
mod lanes;
mod lookup;
mod panels;
mod parts;
mod room;
mod run_sheet;
mod sight;
mod system;

pub use console::console;
pub use lookup::{logs, page, trace, traces, vocabulary};
pub use panels::{first_minute, minute};
pub use room::room;
pub use run_sheet::brings;
