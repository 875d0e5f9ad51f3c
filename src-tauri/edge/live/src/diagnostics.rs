//! How the program stands, in one file that can be read before it is sent on: a line of JSON for
//! each thing, then the log. Everything in it is an [`Entry`], and so holds no name and no text.

use std::path::{Path, PathBuf};

use diary::{Check, DataFolder, Diary, Entry, Program, Word};
use drill::Refusal;
use wire::Reply;
use wire::call::AboutProgram;

use crate::stage::noted::count;

/// Displays that are told of.
const DISPLAYS: usize = 16;

/// Where things are kept, for whoever is not on the stage.
pub(crate) struct Places {
    pub journal: PathBuf,
    pub exports: PathBuf,
    pub diary: Diary,
    pub program: Program,
}

impl Places {
    pub fn about(&self) -> Reply {
        let logs = self.diary.folder();
        let is_written = !logs.as_os_str().is_empty();
        Reply::About {
            about: AboutProgram {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                journal: self.journal.display().to_string(),
                logs: is_written.then(|| logs.display().to_string()),
                exports: self.exports.display().to_string(),
            },
        }
    }

    /// Writes the diagnostics into the folder for exports.
    pub fn diagnose(&self, displays: &[(u32, u32)]) -> Reply {
        let path = diagnostics_in(&self.exports);
        let text = diagnostics(&self.journal, &self.diary, self.program, displays);
        match shelf::write_whole(&path, text.as_bytes()) {
            Ok(()) => Reply::Diagnosed {
                path: path.display().to_string(),
                bytes: u32::try_from(text.len()).unwrap_or(u32::MAX),
            },
            Err(error) => Reply::Refused {
                refusal: Refusal::new(
                    "not-written",
                    error.to_string(),
                    "Make room on the disk. `3am diagnostics --to FILE` writes it elsewhere.",
                ),
            },
        }
    }
}

/// Where diagnostics go in the folder for exports when nobody chose a place.
pub fn diagnostics_in(exports: &Path) -> PathBuf {
    let named = chrono::Local::now().format("diagnostics-%Y-%m-%d-%H%M%S.jsonl");
    exports.join(named.to_string())
}

/// The diagnostics as text. It reads the whole journal: not on a thread that others wait for.
pub fn diagnostics(
    journal: &Path,
    diary: &Diary,
    program: Program,
    displays: &[(u32, u32)],
) -> String {
    let mut all = vec![started(program)];
    let displays = displays.iter().take(DISPLAYS);
    all.extend(displays.map(|&(width, height)| Entry::Display { width, height }));
    all.extend(of_journal(journal));
    all.push(Entry::Disk {
        free_bytes: shelf::available_bytes(journal).ok(),
    });
    let counts = diary.counts();
    let refused = counts.refused.into_iter();
    all.extend(refused.map(|(code, calls)| Entry::RefusedSince { code, calls }));
    all.push(Entry::Since {
        faults: counts.faults,
        not_saved: counts.not_saved,
        left_out: counts.left_out,
    });
    let log = diary::read(diary.folder());
    all.push(Entry::Log {
        lines: count(log.len()),
    });
    let mut text: String = all.into_iter().map(diary::line).collect();
    for line in log {
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// Which program this is, and on what it runs.
pub fn started(program: Program) -> Entry {
    let data = match std::env::var_os("THREE_AM_DATA") {
        Some(_) => DataFolder::Named,
        None => DataFolder::Desktop,
    };
    Entry::Started {
        version: env!("CARGO_PKG_VERSION"),
        program,
        system: std::env::consts::OS,
        release: release(),
        machine: std::env::consts::ARCH,
        processors: count(std::thread::available_parallelism().map_or(0, Into::into)),
        data,
    }
}

/// What a Linux calls itself, and its version; elsewhere, and where it does not say, `other`.
fn release() -> [Word; 2] {
    let text = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    ["ID=", "VERSION_ID="].map(|key| {
        let value = text.lines().find_map(|line| line.strip_prefix(key));
        Word::of(value.unwrap_or_default().trim_matches('"'))
    })
}

fn of_journal(path: &Path) -> Vec<Entry> {
    let bytes = journal::bytes(path);
    if !path.exists() {
        let check = Check::None;
        return vec![Entry::Journal {
            schema: None,
            bytes,
            check,
        }];
    }
    let look = match journal::look(path) {
        Ok(look) => look,
        Err(error) => {
            let check = Check::Unread(Word::of(error.code()));
            return vec![Entry::Journal {
                schema: None,
                bytes,
                check,
            }];
        }
    };
    let check = match look.problems {
        0 => Check::Sound,
        problems => Check::Problems(problems),
    };
    let mut all = vec![
        Entry::Journal {
            schema: Some(look.schema),
            bytes,
            check,
        },
        Entry::Drills {
            drills: look.drills,
            ended: look.ended,
        },
    ];
    let events = look.events.into_iter();
    all.extend(events.map(|(kind, events)| Entry::Events {
        kind: Word::of(&kind),
        events,
    }));
    all
}
