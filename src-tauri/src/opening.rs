//! Files opened from outside: named when the program starts, by a second start, or by the desktop.

use std::path::{Path, PathBuf};

use lan::Front;
use tauri::{AppHandle, Manager};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use wire::{Call, Reply};

use crate::{shell, windows};

/// What can be taken in: a drill, a packed scenario.
const ENDINGS: [&str; 2] = [".3am", ".scenario.json"];
/// Files that may wait. More are left out, named.
const FILES: usize = 64;

/// Where files are left until the stage is there to take them in.
pub struct Doorstep(Sender<PathBuf>);

impl Doorstep {
    /// A doorstep, and what is left there.
    pub fn new() -> (Self, Receiver<PathBuf>) {
        let (left, found) = channel(FILES);
        (Self(left), found)
    }

    /// Leaves files to be taken in.
    pub fn leave(&self, files: impl IntoIterator<Item = PathBuf>) {
        for file in files {
            if let Err(error) = self.0.try_send(file) {
                shell::tell(&format!("Not taken in: {}", error.into_inner().display()));
            }
        }
    }
}

/// The files among a program's arguments that can be taken in, from the folder it was started in.
pub fn files(arguments: &[String], folder: &Path) -> Vec<PathBuf> {
    let named = arguments.iter().skip(1).filter(|argument| {
        let name = argument.to_lowercase();
        ENDINGS.iter().any(|ending| name.ends_with(ending))
    });
    named.map(|name| folder.join(name)).collect()
}

/// Takes in what is left at the doorstep, one after the other, for as long as the program runs.
pub async fn take_in(app: AppHandle, mut found: Receiver<PathBuf>) {
    let front = app.state::<Front>().inner().clone();
    while let Some(file) = found.recv().await {
        let path = Some(file.to_string_lossy().into_owned());
        let reply = front.call(Call::TakeIn { path }).await;
        if let Reply::Refused { refusal } = &reply {
            let (message, hint) = (&refusal.message, &refusal.hint);
            shell::tell(&format!("{}: {message} {hint}", file.display()));
        }
        front.stage().told(reply).await;
        windows::front(&app);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_taken_in_is_a_file_to_open() {
        let arguments = [
            "/usr/bin/night.3am",
            "drill.3am",
            "--automation",
            "/home/ada/our night.scenario.json",
            "notes.json",
            "OLD.3AM",
        ];
        let arguments = arguments.map(str::to_owned);
        let folder = Path::new("/home/ada");
        let expected = ["drill.3am", "our night.scenario.json", "OLD.3AM"];
        let expected = expected.map(|name| folder.join(name));
        assert_eq!(files(&arguments, folder), expected);
        assert!(files(&arguments[..1], folder).is_empty());
    }
}
