//! How a command ends when it does not end well.

use std::fmt;
use std::io::Write;

/// Why a command failed.
#[derive(Debug)]
pub enum Failure {
    /// What was asked cannot be done. Nothing was written.
    Input(String),
    /// Something broke on the way.
    OnTheWay(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(text) | Self::OnTheWay(text) => f.write_str(text),
        }
    }
}

/// Bad input, in words.
pub fn input(error: impl fmt::Display) -> Failure {
    Failure::Input(error.to_string())
}

/// Broken on the way, in words.
pub fn on_the_way(error: impl fmt::Display) -> Failure {
    Failure::OnTheWay(error.to_string())
}

/// Says a line. A reader that has left is no reason to fail.
pub fn say(line: impl fmt::Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
