//! The composition root: opens the journal, starts the stage, mounts the windows.
//!
//! The only code that knows Tauri. It must never know any rule of the drill.

mod asking;
mod awake;
mod commands;
mod displays;
mod flight;
mod layers;
mod opening;
mod rounds;
mod shell;
mod windows;

use std::process::ExitCode;

fn main() -> ExitCode {
    match shell::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            shell::tell(&format!("Three AM could not start: {error}"));
            ExitCode::FAILURE
        }
    }
}
