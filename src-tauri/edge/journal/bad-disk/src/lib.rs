//! For tests: SQLite on a disk that fails when it is told to.
//!
//! A file system of SQLite's own kind (a VFS, <https://sqlite.org/vfs.html>), which hands all to the
//! machine's and fails what it was told to fail with the codes that SQLite's unix file system gives:
//! as SQLite is tested itself (<https://sqlite.org/testing.html>, 3.2).

mod shim;

use std::ffi::CString;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

/// How a disk fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fails {
    /// No room: nothing can be written where nothing was. ENOSPC.
    Full,
    /// No room, and half of what was to be written is there.
    Torn,
    /// Mounted read-only after an error, as ext4 does it: nothing is written, made or removed. EROFS.
    ReadOnly,
    /// What is written gives an error. EIO.
    Writes,
    /// What is written cannot be brought to the disk. EIO of fsync.
    Syncs,
    /// What is read gives an error. EIO.
    Reads,
    /// What is read is not what was written, and no error says so.
    Rots,
}

/// By their numbers.
const EVERY: [Fails; 7] = [
    Fails::Full,
    Fails::Torn,
    Fails::ReadOnly,
    Fails::Writes,
    Fails::Syncs,
    Fails::Reads,
    Fails::Rots,
];

impl Fails {
    /// All that say so.
    pub const ALL: [Self; 6] = [
        Self::Full,
        Self::Torn,
        Self::ReadOnly,
        Self::Writes,
        Self::Syncs,
        Self::Reads,
    ];
}

/// What is done to a disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Does {
    Read,
    Write,
    Grow,
    Truncate,
    Sync,
    Make,
    Remove,
}

/// A disk. It is there until the process ends: SQLite may hold on to it.
#[derive(Clone, Copy)]
pub struct Disk {
    told: &'static Told,
}

/// What a disk was told.
#[derive(Default)]
pub(crate) struct Told {
    pub(crate) name: CString,
    /// Place in [`EVERY`] from 1; 0: it works.
    how: AtomicU32,
    /// So many of what would fail go well before.
    spares: AtomicU64,
    /// So many fail.
    lasts: AtomicU64,
    failed: AtomicU64,
    done: AtomicU64,
    /// What bringing to the disk takes, milliseconds.
    slow_ms: AtomicU64,
}

impl Disk {
    /// A disk that works.
    ///
    /// # Panics
    /// SQLite has no file system, or no memory.
    pub fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = CString::new(format!("bad-disk-{number}")).unwrap_or_default();
        let told = Box::leak(Box::new(Told {
            name,
            ..Told::default()
        }));
        shim::register(told);
        Self { told }
    }

    /// What SQLite calls it: `vfs` when a database is opened.
    pub fn vfs(&self) -> &'static str {
        self.told.name.to_str().unwrap_or_default()
    }

    /// From now on it fails, after `spares` of what would have failed went well.
    pub fn fail(&self, how: Fails, spares: u64) {
        self.fail_times(how, spares, u64::MAX);
    }

    /// It fails so many times, and works again.
    pub fn fail_times(&self, how: Fails, spares: u64, times: u64) {
        let told = self.told;
        told.how.store(0, Ordering::SeqCst);
        told.spares.store(spares, Ordering::SeqCst);
        told.lasts.store(times, Ordering::SeqCst);
        told.failed.store(0, Ordering::SeqCst);
        let place = EVERY.iter().position(|one| *one == how);
        told.how
            .store(place.map_or(0, |at| at as u32 + 1), Ordering::SeqCst);
    }

    /// Bringing to the disk takes so long from now on.
    pub fn slow(&self, each: Duration) {
        let ms = u64::try_from(each.as_millis()).unwrap_or(u64::MAX);
        self.told.slow_ms.store(ms, Ordering::SeqCst);
    }

    /// It works from now on.
    pub fn mend(&self) {
        self.told.how.store(0, Ordering::SeqCst);
        self.slow(Duration::ZERO);
    }

    /// How often it has failed since it was told to.
    pub fn failed(&self) -> u64 {
        self.told.failed.load(Ordering::SeqCst)
    }

    /// How often something was written, grown, cut, brought to the disk, made or removed.
    pub fn written(&self) -> u64 {
        self.told.done.load(Ordering::SeqCst)
    }
}

impl Default for Disk {
    fn default() -> Self {
        Self::new()
    }
}

impl Told {
    /// How this is to fail; None: it goes well.
    pub(crate) fn fails(&self, does: Does) -> Option<Fails> {
        if does != Does::Read {
            self.done.fetch_add(1, Ordering::SeqCst);
        }
        if does == Does::Sync {
            let ms = self.slow_ms.load(Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(ms));
        }
        let at = self.how.load(Ordering::SeqCst).checked_sub(1)?;
        let how = *EVERY.get(at as usize)?;
        let concerned = match how {
            Fails::Full | Fails::Torn => matches!(does, Does::Write | Does::Grow | Does::Make),
            Fails::ReadOnly => !matches!(does, Does::Read | Does::Sync),
            Fails::Writes => matches!(does, Does::Write | Does::Truncate),
            Fails::Syncs => does == Does::Sync,
            Fails::Reads | Fails::Rots => does == Does::Read,
        };
        let less = |count: &AtomicU64| {
            let down = |n: u64| n.checked_sub(1);
            count
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, down)
                .is_ok()
        };
        if !concerned || less(&self.spares) || !less(&self.lasts) {
            return None;
        }
        self.failed.fetch_add(1, Ordering::SeqCst);
        Some(how)
    }
}
