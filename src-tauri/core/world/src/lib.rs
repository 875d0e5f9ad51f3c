//! How the simulated system behaves.
//!
//! A request-level discrete-event simulation of a full-stack web system. Every metric
//! point, log line and alert comes from a request or a task that went through it.
//! The same [`SystemSpec`], seed and inputs give the same bytes, on every platform.
//!
//! It must never know: the wall clock, files, scenarios, drills, roles, people, or who
//! is looking. Time is an argument: milliseconds from STARTEX, negative in the warm-up.

pub mod act;
pub mod expr;
pub mod fault;
pub mod happening;
pub mod logs;
pub mod spec;
pub mod traces;

mod acts;
mod alerts;
mod changes;
mod check;
mod config;
mod engine;
mod families;
mod faults;
mod luck;
mod noise;
mod parts;
mod problem;
mod random;
mod state;
mod telemetry;
mod totals;
mod world;

pub use act::{Act, ActEstimate};
pub use alerts::BREACH_ENDS_AFTER_S;
pub use changes::{Change, ChangeKind};
pub use check::advice;
pub use config::ConfigValue;
pub use expr::{Expr, ExprError};
pub use families::{Family, families};
pub use fault::{Carrier, Effect, Fault, Shape};
pub use faults::FaultState;
pub use happening::{Happening, Level, What};
pub use problem::{Problem, Refusal};
pub use spec::{ComponentKind, SystemSpec};
pub use state::{
    ComponentState, ConnectionsBy, DatabasePage, DiskState, EdgeState, FailedTaskView, Figure,
    GpuState, Health, LockHolder, LockWait, MemoryState, ModelPage, PoolState, QueuePage,
    ReplicaPage, ReplicaState, ReplicationState, SlowStatement, Station, VersionCount, WorkerState,
};
pub use telemetry::{Histogram, Kind, Series, Telemetry};
pub use totals::Totals;
pub use world::World;
