//! What folders and files of a scenario may be called, so that every system can hold them and
//! no name means another place, or looks like another name.

use crate::limits;

/// Characters of one part of a path.
const PART: usize = 100;
/// What Windows takes for a device, whatever its ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Why a text cannot be the id of a scenario or a system: what is wrong, and what to do.
#[must_use]
pub fn id_problem(id: &str) -> Option<(String, String)> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let help = "use lower-case letters, digits and -, e.g. \"3am-outage\"";
    let say = |what: &str, help: &str| Some((format!("\"{}\" {what}", shown(id)), help.to_owned()));
    if id.is_empty() || !id.chars().all(is_plain) || id.starts_with('-') || id.ends_with('-') {
        return say("cannot be an id", help);
    }
    if id.len() > limits::ID {
        return say(
            &format!("is longer than {} characters", limits::ID),
            "shorten it",
        );
    }
    if id == "systems" || is_device(id) {
        return say("is taken for something else", "choose another name");
    }
    None
}

/// Why a path is none of a scenario's, whatever it holds: what is wrong, and what to do.
#[must_use]
pub fn path_problem(path: &str) -> Option<(&'static str, &'static str)> {
    let relative = "paths are relative to the scenarios folder, with / between their parts";
    if path.contains('\\') {
        return Some(("the path has a backslash", relative));
    }
    if path.starts_with('/') {
        return Some(("the path is absolute", relative));
    }
    if path.contains(':') {
        return Some(("the path has a colon", relative));
    }
    path.split('/').find_map(part_problem)
}

fn part_problem(part: &str) -> Option<(&'static str, &'static str)> {
    let rename = "rename the file";
    let said = if part.is_empty() {
        "the path has an empty part"
    } else if part == "." || part == ".." {
        "the path leads elsewhere"
    } else if part.chars().any(char::is_control) {
        "the name has a control character"
    } else if part.chars().any(turns) {
        "the name has a character that turns the direction of reading"
    } else if part.chars().any(is_invisible) {
        "the name has an invisible character"
    } else if part.chars().any(|c| "<>\"|?*".contains(c)) {
        "the name has a character that not every system can write"
    } else if part.starts_with('.') || part.starts_with(' ') {
        "the name begins with a dot or a blank"
    } else if part.ends_with('.') || part.ends_with(' ') {
        "the name ends with a dot or a blank"
    } else if part.chars().count() > PART {
        "the name is longer than 100 characters"
    } else if is_device(part) {
        "the name is a device's on Windows"
    } else {
        return None;
    };
    Some((said, rename))
}

fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end();
    let stem = stem.to_lowercase();
    let is_port = |rest: &str| {
        let mut letters = rest.chars();
        matches!(
            (letters.next(), letters.next()),
            (Some('0'..='9' | '¹' | '²' | '³'), None)
        )
    };
    DEVICES.contains(&stem.as_str())
        || ["com", "lpt"]
            .iter()
            .any(|port| stem.strip_prefix(port).is_some_and(is_port))
}

/// Turns the direction of what comes after it, so that a text shows other than it is read.
pub(crate) fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Takes no place on a screen, so that two names look alike.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}' | '\u{2029}'
        | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
        || (c.is_whitespace() && c != ' ')
}

/// A name of strangers, for messages: cut, and with what cannot be seen written out.
pub(crate) fn shown(name: &str) -> String {
    let mut all = String::new();
    for c in name.chars().take(120) {
        if c.is_control() || turns(c) || is_invisible(c) {
            all.push_str(&format!("\\u{{{:x}}}", c as u32));
        } else {
            all.push(c);
        }
    }
    if name.chars().nth(120).is_some() {
        all.push('…');
    }
    all
}
