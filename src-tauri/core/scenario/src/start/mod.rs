//! The texts that a new scenario begins with: a small night that checks clean and plays.
//!
//! What breaks is found in the system itself: the first service whose errors, or whose slowness,
//! one of its alerts pages for, broken by a release that this night adds.

mod breaks;
mod fill;
mod whole;

pub use whole::{begun, copy_of, id_of};

use std::collections::BTreeMap;

use world::{ComponentKind, SystemSpec};

use crate::edit::Written;
use crate::files::Files;
use crate::limits;
use crate::read::read_system;
use breaks::Breaks;

const SCENARIO: &str = include_str!("scenario.toml");
const BRIEFING: &str = include_str!("briefing.md");
const FACILITATOR: &str = include_str!("facilitator.md");
const TEAM: &str = include_str!("good.toml");
const SUPPORT: &str = include_str!("support.toml");
const ANSWER: &str = include_str!("answer.toml");
const ANSWER_DO: &str = include_str!("answer-do.toml");

/// What a new scenario is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// Its id: the folder's name.
    pub id: String,
    /// Title; made from the id unless given.
    pub title: Option<String>,
    /// The system it plays on.
    pub system: String,
    /// Incident clock at STARTEX, seconds of the day.
    pub starts_s: u32,
    /// Length, minutes.
    pub minutes: u32,
    /// Injects as TOML in place of the usual message from outside; empty: the usual one.
    pub happens: String,
}

impl Start {
    /// Half an hour from 03:00.
    #[must_use]
    pub fn new(id: &str, system: &str) -> Self {
        Self {
            id: id.to_owned(),
            title: None,
            system: system.to_owned(),
            starts_s: 3 * 3600,
            minutes: 30,
            happens: String::new(),
        }
    }
}

/// A scenario that cannot be begun.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}\n  help: {help}")]
pub struct NoStart {
    /// Why.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// The files of a new scenario, all below its own folder.
///
/// # Errors
/// The title is too long, the system does not read, or has no service to break.
pub fn start(files: &Files, wanted: &Start) -> Result<Files, NoStart> {
    let no = |message: String, help: String| Err(NoStart { message, help });
    let title = wanted.title.clone().unwrap_or_else(|| titled(&wanted.id));
    let is_long = title.chars().count() > limits::TITLE;
    if title.trim().is_empty() || is_long || title.chars().any(char::is_control) {
        let help = format!("give it one line of 1 to {} characters", limits::TITLE);
        return no("That cannot be a title.".to_owned(), help);
    }
    let system = match read_system(files, &wanted.system) {
        Ok((system, _)) => system,
        Err(problems) => {
            let wanted = &wanted.system;
            if let [absent] = &problems[..]
                && files
                    .get(&format!("systems/{wanted}/system.toml"))
                    .is_none()
            {
                let help = absent.help.clone();
                return no(format!("There is no system \"{wanted}\"."), help);
            }
            let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
            let message = format!("The system \"{wanted}\" does not read.\n{}", all.join("\n"));
            let help = "mend it first, or give another one with --system";
            return no(message, help.to_owned());
        }
    };
    let Some(breaks) = Breaks::of(&system) else {
        return no(
            format!("The system \"{}\" has no service.", wanted.system),
            "give another one with --system: what breaks in a new scenario is a service".to_owned(),
        );
    };
    let words = words(wanted, &title, &system, &breaks);
    let text = |template: &str| fill::fill(template, &words);
    let id = &wanted.id;
    Ok(Files(BTreeMap::from([
        (format!("{id}/scenario.toml"), text(SCENARIO)),
        (format!("{id}/briefing.md"), text(BRIEFING)),
        (format!("{id}/facilitator.md"), text(FACILITATOR)),
        (format!("{id}/teams/good.toml"), text(TEAM)),
    ])))
}

/// What stands in place of each `<<…>>`. Names as TOML; with `-plain`, as they are.
fn words(
    wanted: &Start,
    title: &str,
    system: &SystemSpec,
    breaks: &Breaks,
) -> BTreeMap<&'static str, String> {
    let toml = |text: &str| Written::Text(text.to_owned()).to_toml();
    let quoted = |text: String| toml(&text);
    let Breaks {
        service,
        version,
        before,
        ..
    } = breaks;
    let does = breaks.does;
    let root_cause = format!("{service} {version} {does}.");
    let remedy = format!("Roll back {service} to {before}.");
    let starts = clock(wanted.starts_s);
    let usual = wanted.happens.is_empty();
    let only_usual = |text: &str| {
        if usual {
            text.to_owned()
        } else {
            String::new()
        }
    };
    let happens = if usual {
        SUPPORT.to_owned()
    } else {
        wanted.happens.clone()
    };
    BTreeMap::from([
        ("title", toml(title)),
        ("title-plain", title.to_owned()),
        (
            "summary",
            quoted(format!(
                "After a release of {service}, users are in trouble."
            )),
        ),
        ("system", toml(&wanted.system)),
        ("system-title", system.title.clone()),
        ("starts", toml(&starts)),
        ("starts-plain", starts),
        ("length", quoted(format!("{}m", wanted.minutes))),
        ("seed", seed(&wanted.id).to_string()),
        ("root-cause", toml(&root_cause)),
        ("root-cause-plain", root_cause.clone()),
        (
            "trigger",
            quoted(format!(
                "{version} was deployed {} minutes before STARTEX.",
                breaks.minutes_ago
            )),
        ),
        (
            "cause",
            quoted(format!("The release {version} of {service} {does}.")),
        ),
        ("version-word", quoted(version.to_lowercase())),
        ("service-word", quoted(service.to_lowercase())),
        ("service", toml(service)),
        ("deploys", breaks.deploys()),
        ("alert", breaks.own_alert()),
        ("alert-name", toml(&breaks.alert)),
        ("alert-plain", breaks.alert.clone()),
        ("page", quoted(breaks.page())),
        ("fault", breaks.fault()),
        ("fault-title", quoted(format!("{version} {does}"))),
        ("happens", happens),
        ("answer", only_usual(ANSWER)),
        ("answer-do", only_usual(ANSWER_DO)),
        ("ends", only_usual("ends    = \"20:00\"\n")),
        (
            "hint",
            quoted(format!(
                "{service} {version} went out {} minutes before it began.",
                breaks.minutes_ago
            )),
        ),
        ("remedy", toml(&remedy)),
        (
            "remedy-plain",
            format!("Rolling back {service} to {before}"),
        ),
        (
            "hypothesis",
            quoted(format!(
                "The release {version} of {service} is it: it fails since that deploy."
            )),
        ),
        ("parts", parts(system)),
    ])
}

/// "03:00", with seconds where there are some.
fn clock(s: u32) -> String {
    let (hours, minutes, seconds) = (s / 3600 % 24, s / 60 % 60, s % 60);
    match seconds {
        0 => format!("{hours:02}:{minutes:02}"),
        _ => format!("{hours:02}:{minutes:02}:{seconds:02}"),
    }
}

/// "a-new-night" → "A new night".
fn titled(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    first.into_iter().chain([letters.collect()]).collect()
}

/// A number from the id, so that two scenarios differ.
fn seed(id: &str) -> u32 {
    id.bytes().fold(2_166_136_261_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(16_777_619)
    }) % 10_000
}

/// The rows of the briefing's table.
fn parts(system: &SystemSpec) -> String {
    let kinds = [
        (ComponentKind::Service, "service"),
        (ComponentKind::Database, "database"),
        (ComponentKind::Cache, "cache"),
        (ComponentKind::Queue, "queue"),
        (ComponentKind::Worker, "workers"),
        (ComponentKind::Model, "model"),
        (ComponentKind::External, "third party"),
    ];
    let mut rows = Vec::new();
    for (kind, name) in kinds {
        for id in crate::names::of_kind(system, &[kind]) {
            rows.push(format!("| `{id}` | {name} |"));
        }
    }
    rows.join("\n")
}
