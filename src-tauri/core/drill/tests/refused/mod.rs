//! A command that is not carried out.

use drill::{Command, Drill};

/// The code of a command's refusal.
pub fn refused(drill: &mut Drill, command: &Command) -> String {
    let before = drill.events().len();
    let refusal = drill.command(command, 0).expect_err("it is refused").code;
    assert_eq!(drill.events().len(), before, "a refusal leaves no event");
    refusal
}
