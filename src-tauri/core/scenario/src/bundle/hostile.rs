//! What a bundle of strangers may hold: these files, under these names, with these characters.

use std::collections::BTreeMap;

use super::{FILES, Refused, refused};
use crate::files::Files;
use crate::limits;
use crate::paths;

/// All that is wrong with the paths and the characters of some files; what they say comes later.
pub(super) fn problems(id: &str, files: &Files) -> Vec<Refused> {
    let mut all = Vec::new();
    if let Some((message, help)) = paths::id_problem(id) {
        all.push(refused("", message, help));
    }
    if files.0.len() > FILES {
        let message = format!("it has {} files; {FILES} are read", files.0.len());
        all.push(refused("", message, "leave some out"));
    }
    let mut folded: BTreeMap<String, &str> = BTreeMap::new();
    for (path, text) in &files.0 {
        match path_problem(id, path) {
            Some((message, help)) => all.push(refused(path, message, help)),
            None => {
                if let Some(other) = folded.insert(path.to_lowercase(), path) {
                    let message = format!("the name differs from {other} by its case only");
                    all.push(refused(path, message, "rename one of them"));
                }
            }
        }
        if let Some((message, help)) = text_problem(text) {
            all.push(refused(path, message, help));
        }
    }
    let systems = files.system_ids();
    if systems.len() > 1 {
        let message = format!("it has several systems: {}", systems.join(", "));
        all.push(refused(
            "",
            message,
            "a bundle holds one scenario and its system",
        ));
    }
    all
}

fn path_problem(id: &str, path: &str) -> Option<(String, String)> {
    let owned = |(message, help): (&str, &str)| (message.to_owned(), help.to_owned());
    if let Some(problem) = paths::path_problem(path) {
        return Some(owned(problem));
    }
    if !belongs(path) {
        let help = "a bundle holds scenario.toml, briefing.md, facilitator.md, teams/NAME.toml and playbooks/NAME.md of a scenario; system.toml and playbooks/NAME.md of its system";
        return Some(owned(("the file is none of a scenario's", help)));
    }
    let parts: Vec<&str> = path.split('/').collect();
    match parts[..] {
        ["systems", system, ..] => paths::id_problem(system),
        [of, ..] if of != id => {
            let message = format!(
                "the file is of another scenario than \"{}\"",
                paths::shown(id)
            );
            Some((
                message,
                "a bundle holds one scenario and its system".to_owned(),
            ))
        }
        _ => None,
    }
}

/// Whether a file is one of a scenario's or a system's, by where it lies.
pub(super) fn belongs(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    let ends = |name: &str, ending: &str| name.strip_suffix(ending).is_some_and(|n| !n.is_empty());
    match parts[..] {
        ["systems", _, "system.toml"] => true,
        ["systems", _, "playbooks", name] => ends(name, ".md"),
        ["systems", ..] => false,
        [_, "scenario.toml" | "briefing.md" | "facilitator.md"] => true,
        [_, "teams", name] => ends(name, ".toml"),
        [_, "playbooks", name] => ends(name, ".md"),
        _ => false,
    }
}

fn text_problem(text: &str) -> Option<(String, String)> {
    if text.len() > limits::FILE_BYTES {
        let message = format!("the file is larger than {} bytes", limits::FILE_BYTES);
        return Some((message, "shorten its texts".to_owned()));
    }
    for (at, line) in text.split('\n').enumerate() {
        let found = line
            .chars()
            .find(|&c| paths::turns(c) || (c.is_control() && c != '\t'));
        let Some(c) = found else { continue };
        let what = if paths::turns(c) {
            "a character that turns the direction of reading"
        } else {
            "a control character"
        };
        let message = format!("line {} has {what}, U+{:04X}", at + 1, c as u32);
        return Some((message, "take it out".to_owned()));
    }
    None
}

/// Without a mark of the byte order, and with `\n` at the end of lines.
pub(super) fn with_plain_ends(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.replace("\r\n", "\n")
}
