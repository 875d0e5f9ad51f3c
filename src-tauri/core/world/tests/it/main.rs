//! The simulated system, tested at its boundary.
#![allow(clippy::unwrap_used)] // A test that cannot go on should say where.
#![allow(clippy::print_stdout)] // The figures, beside what theory says.

mod acts;
mod anything;
mod corners;
mod determinism;
mod families;
mod faults;
mod full;
mod pages;
mod physics;
mod play;
mod refusals;
mod storms;
mod systems;
mod traces;
mod watching;
