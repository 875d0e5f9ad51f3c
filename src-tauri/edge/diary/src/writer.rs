//! The way into the files: a queue with an end, and a thread that writes.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{SecondsFormat, Utc};
use serde::Serialize;

use crate::files::{FILE_BYTES, Files};
use crate::{Entry, Word};

/// Entries that may wait for the disk. Those beyond are left out and counted; how many, stands in
/// the file as soon as it can be written again.
const WAITING: usize = 512;
/// Codes of refusals that are counted. Further ones are not: there are fewer in the program.
const CODES: usize = 256;

/// Where what the program does is noted. Cheap to clone.
#[derive(Clone)]
pub struct Diary {
    folder: PathBuf,
    way: Option<SyncSender<Said>>,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// Entries left out that the file does not tell of yet.
    untold: AtomicU64,
    counts: Mutex<Counts>,
}

/// What was noted since the program started, in numbers.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    /// Calls refused, by code.
    pub refused: BTreeMap<Word, u32>,
    /// Faults of the program.
    pub faults: u32,
    /// Times that saving failed.
    pub not_saved: u32,
    /// Entries left out.
    pub left_out: u64,
}

enum Said {
    Line(String),
    /// Answered when all that was said before is written, or was left out.
    Settle(SyncSender<()>),
}

impl Diary {
    /// A diary in a folder. A folder that cannot be written to stands in nobody's way: it is tried
    /// again with each entry.
    pub fn open(folder: &Path) -> Self {
        let mut files = Files::new(folder.to_owned(), FILE_BYTES);
        Self::through(folder, move |line| files.write(line))
    }

    /// A diary that nobody writes down; it only counts.
    pub fn nowhere() -> Self {
        Self {
            folder: PathBuf::new(),
            way: None,
            shared: Arc::default(),
        }
    }

    /// A diary whose lines go anywhere.
    #[doc(hidden)]
    pub fn through(
        folder: &Path,
        write: impl FnMut(&str) -> io::Result<()> + Send + 'static,
    ) -> Self {
        let (way, said) = sync_channel(WAITING);
        let shared = Arc::<Shared>::default();
        let theirs = Arc::clone(&shared);
        let writer = std::thread::Builder::new().name("diary".to_owned());
        // Without a thread nothing is written, and nobody has to care.
        let started = writer.spawn(move || write_all(&said, &theirs, write));
        Self {
            folder: folder.to_owned(),
            way: started.is_ok().then_some(way),
            shared,
        }
    }

    /// Where its files are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Notes something. It never waits, and never fails.
    pub fn note(&self, entry: Entry) {
        self.shared.count(entry);
        if let Some(way) = &self.way
            && way.try_send(Said::Line(line(entry))).is_err()
        {
            self.shared.leave_out();
        }
    }

    /// Waits until what was noted is written, but not longer than `most`: for the end of a program.
    pub fn settle(&self, most: Duration) {
        let (done, settled) = sync_channel(1);
        let said = self
            .way
            .as_ref()
            .map(|way| way.try_send(Said::Settle(done)));
        if let Some(Ok(())) = said {
            // Either it is done, or the disk is too slow to wait for.
            let _ = settled.recv_timeout(most);
        }
    }

    /// What was noted so far, in numbers.
    pub fn counts(&self) -> Counts {
        self.shared
            .counts
            .lock()
            .map(|counts| counts.clone())
            .unwrap_or_default()
    }
}

impl Shared {
    fn count(&self, entry: Entry) {
        let Ok(mut counts) = self.counts.lock() else {
            return;
        };
        match entry {
            Entry::Refused { code } => {
                let known = counts.refused.len();
                if known < CODES || counts.refused.contains_key(&code) {
                    *counts.refused.entry(code).or_default() += 1;
                }
            }
            Entry::Panicked { .. } => counts.faults += 1,
            Entry::NotSaved { .. } => counts.not_saved += 1,
            _ => {}
        }
    }

    fn leave_out(&self) {
        self.untold.fetch_add(1, Ordering::Relaxed);
        if let Ok(mut counts) = self.counts.lock() {
            counts.left_out += 1;
        }
    }
}

fn write_all(
    said: &Receiver<Said>,
    shared: &Shared,
    mut write: impl FnMut(&str) -> io::Result<()>,
) {
    while let Ok(said) = said.recv() {
        match said {
            Said::Line(line) => {
                let entries = shared.untold.load(Ordering::Relaxed);
                if entries > 0 && write(&self::line(Entry::LeftOut { entries })).is_ok() {
                    shared.untold.fetch_sub(entries, Ordering::Relaxed);
                }
                if write(&line).is_err() {
                    shared.leave_out();
                }
            }
            Said::Settle(done) => {
                let _ = done.try_send(());
            }
        }
    }
}

#[derive(Serialize)]
struct Line {
    at: String,
    #[serde(flatten)]
    entry: Entry,
}

/// An entry as it is written, with the moment (UTC) and the end of the line.
pub fn line(entry: Entry) -> String {
    let at = Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true);
    let mut line = serde_json::to_string(&Line { at, entry }).unwrap_or_default();
    line.push('\n');
    line
}
