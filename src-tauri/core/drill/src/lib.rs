//! What happened and what it means: command → decide → events → fold → projections.
//!
//! The events are the only truth. `decide` may refuse; `apply` never fails, for the past
//! already happened. Everything shown or reported is a fold that can be thrown away.
//!
//! It must never know: the wall clock (times arrive as arguments), files, databases,
//! windows, or which audience is looking.

mod apply;
pub mod assistant;
pub mod command;
mod decide;
mod drill;
pub mod effect;
pub mod event;
pub mod judge;
pub mod moments;
pub mod names;
pub mod needs;
pub mod state;
pub mod times;
pub mod words;
mod worlds;
pub mod writing;

pub use command::{Command, Refusal, Ruling};
pub use decide::{
    DESKS_MAX, FAULTS_MAX, NAME_MAX, SPEED_MAX, SPEED_MIN, SURVEYS_MAX, TEXT_MAX, decide,
};
pub use drill::{BadRecord, Drill};
pub use event::{Created, EVENT_VERSION, Event, Fact};
pub use state::{ClockPhase, State};
pub use worlds::{LEAST_MS, SETTLE_MS, SHADOWS_MAX};
