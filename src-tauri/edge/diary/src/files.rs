//! The files: a new one when the newest is full, and the oldest is thrown away.
//!
//! Own code, and no crate for rotating files: of those there are, one panics where the folder
//! cannot be made or a file was taken away, and does not say that a line was lost; others rotate by
//! time alone, which is no bound.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Most bytes of a file. The entry that would go beyond begins the next one.
pub const FILE_BYTES: u64 = 1_000_000;
/// Most files. When one more is begun the oldest is thrown away.
pub const FILES: u32 = 5;

/// The files of one diary. One program at a time writes them; others are told that they are in use.
pub(crate) struct Files {
    folder: PathBuf,
    file_bytes: u64,
    open: Option<Open>,
}

struct Open {
    newest: File,
    bytes: u64,
    /// Held as long as the files are open; the system lets go of it when the process dies.
    _lock: File,
}

impl Files {
    /// Files in a folder, none of which is opened yet.
    pub fn new(folder: PathBuf, file_bytes: u64) -> Self {
        Self {
            folder,
            file_bytes,
            open: None,
        }
    }

    /// Writes a line.
    ///
    /// # Errors
    /// The system's; it is tried from the beginning with the next line.
    pub fn write(&mut self, line: &str) -> io::Result<()> {
        let written = self.try_write(line);
        if written.is_err() {
            self.open = None;
        }
        written
    }

    fn try_write(&mut self, line: &str) -> io::Result<()> {
        let mut open = match self.open.take() {
            Some(open) => open,
            None => self.open()?,
        };
        let length = line.len() as u64;
        if open.bytes > 0 && open.bytes + length > self.file_bytes {
            drop(open);
            self.shift()?;
            open = self.open()?;
        }
        open.newest.write_all(line.as_bytes())?;
        open.bytes += length;
        self.open = Some(open);
        Ok(())
    }

    fn open(&self) -> io::Result<Open> {
        fs::create_dir_all(&self.folder)?;
        let lock = File::create(self.folder.join("lock"))?;
        lock.try_lock()?;
        let mut newest = File::options()
            .read(true)
            .append(true)
            .create(true)
            .open(path(&self.folder, 0))?;
        let bytes = newest.metadata()?.len();
        // A line that a full disk cut short keeps to itself.
        if !ends_a_line(&newest, bytes)? {
            newest.write_all(b"\n")?;
        }
        Ok(Open {
            newest,
            bytes,
            _lock: lock,
        })
    }

    /// Every file is one older, and the oldest is gone.
    fn shift(&self) -> io::Result<()> {
        for age in (0..FILES - 1).rev() {
            match fs::rename(path(&self.folder, age), path(&self.folder, age + 1)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                moved => moved?,
            }
        }
        Ok(())
    }
}

fn ends_a_line(file: &File, bytes: u64) -> io::Result<bool> {
    use std::io::{Read, Seek, SeekFrom};
    if bytes == 0 {
        return Ok(true);
    }
    let mut file = file;
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// A file by its age; 0 is the newest.
fn path(folder: &Path, age: u32) -> PathBuf {
    folder.join(match age {
        0 => "three-am.jsonl".to_owned(),
        age => format!("three-am.{age}.jsonl"),
    })
}

/// The lines in a folder, oldest first. What is no object of JSON, as a line that a full disk cut
/// short, is left out; so is a file that cannot be read.
pub fn read(folder: &Path) -> Vec<String> {
    let all = (0..FILES).rev().filter_map(|age| {
        let bytes = fs::read(path(folder, age)).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    });
    let mut lines = Vec::new();
    for text in all {
        let whole = |line: &&str| {
            serde_json::from_str::<serde_json::Value>(line).is_ok_and(|value| value.is_object())
        };
        lines.extend(text.lines().filter(whole).map(str::to_owned));
    }
    lines
}
