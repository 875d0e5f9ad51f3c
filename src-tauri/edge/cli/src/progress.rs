//! The bar while something is simulated.

use drill::words;
use indicatif::{ProgressBar, ProgressStyle};

/// A bar that is told simulated time; nothing is drawn where there is no terminal.
pub struct Progress {
    bar: ProgressBar,
    starts_s: u32,
}

impl Progress {
    /// `starts_s`: the incident clock at STARTEX.
    pub fn new(starts_s: u32) -> Self {
        let bar = ProgressBar::new(1);
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:40} {percent} %") {
            bar.set_style(style);
        }
        Self { bar, starts_s }
    }

    /// Something whose end is not known; it says what.
    pub fn spinning(says: String) -> Self {
        let bar = ProgressBar::new_spinner();
        bar.set_message(says);
        bar.tick();
        Self { bar, starts_s: 0 }
    }

    /// So far, of so much; milliseconds.
    pub fn at(&self, at_ms: i64, ends_ms: i64) {
        self.bar.set_length((ends_ms / 1_000).max(0) as u64);
        self.bar.set_position((at_ms / 1_000).max(0) as u64);
        self.bar.set_message(words::clock(self.starts_s, at_ms));
    }

    /// Takes the bar away.
    pub fn over(&self) {
        self.bar.finish_and_clear();
    }
}
