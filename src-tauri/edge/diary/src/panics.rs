//! A fault of the program is noted wherever it happens.

use std::panic::{self, PanicHookInfo};
use std::time::Duration;

use crate::{Diary, Entry, Place};

/// How long the end of the program waits for the disk.
const SETTLE: Duration = Duration::from_secs(1);
/// Threads that are known by name. A name is not a text of the program's own for the compiler.
const THREADS: [&str; 6] = [
    "main",
    "stage",
    "editor",
    "rounds",
    "diary",
    "tokio-runtime-worker",
];

impl Diary {
    /// Notes every panic from now on, beside what is done about it anyway.
    pub fn hear_panics(&self) {
        let diary = self.clone();
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            diary.note(noted(info));
            before(info);
            // With the main thread the program ends; any other may be needed at once.
            if std::thread::current().name() == Some("main") {
                diary.settle(SETTLE);
            }
        }));
    }
}

/// Place, and the message only where it is a literal: others hold what people wrote.
fn noted(info: &PanicHookInfo<'_>) -> Entry {
    let thread = std::thread::current();
    let known = THREADS.iter().find(|known| thread.name() == Some(known));
    Entry::Panicked {
        file: info.location().map(Place::of),
        line: info.location().map_or(0, panic::Location::line),
        thread: known.copied().unwrap_or("other"),
        message: info.payload().downcast_ref::<&'static str>().copied(),
    }
}
