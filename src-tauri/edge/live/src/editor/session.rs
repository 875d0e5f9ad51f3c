//! The files of one scenario while they are written. Every change is on the disk before it is
//! shown; what was there before is kept for undo.

use std::path::PathBuf;

use drill::Refusal;
use scenario::Files;
use scenario::edit::{self, EditError, Written};
use scenario::format::FileKind;
use wire::EditorReply;
use wire::editor::{EditorView, FileEdit};

/// Steps that can be undone. Beyond, the oldest is forgotten.
const STEPS: usize = 200;
/// Changes of one step.
const EDITS: usize = 200;

/// A scenario that is open.
pub(super) struct Session {
    folder: PathBuf,
    id: String,
    /// The scenarios folder as it was read, with what was written since.
    files: Files,
    done: Vec<Step>,
    undone: Vec<Step>,
}

/// A file that a step changed: path, text before, text after; None: no such file.
type Change = (String, Option<String>, Option<String>);

/// What a step changed.
struct Step {
    says: String,
    texts: Vec<Change>,
}

impl Session {
    pub(super) fn open(folder: PathBuf, id: &str) -> Result<Self, Refusal> {
        let files = super::read(&folder)?;
        let known = files.scenario_ids();
        if !known.contains(&id) {
            let message = format!("There is no scenario called `{id}`.");
            return Err(Refusal::new(
                "unknown-scenario",
                message,
                format!("There are: {}.", known.join(", ")),
            ));
        }
        Ok(Self {
            folder,
            id: id.to_owned(),
            files,
            done: Vec::new(),
            undone: Vec::new(),
        })
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn files(&self) -> &Files {
        &self.files
    }

    pub(super) fn view(&self) -> EditorView {
        let says = |steps: &[Step]| steps.last().map(|step| step.says.clone());
        let folder = self.folder.join(&self.id).display().to_string();
        wire::view::editor(
            &self.files,
            &self.id,
            &folder,
            says(&self.done),
            says(&self.undone),
        )
    }

    pub(super) fn change(
        &mut self,
        edits: &[FileEdit],
        says: &str,
    ) -> Result<EditorReply, Refusal> {
        if edits.len() > EDITS {
            let message = format!(
                "{} changes at once; {EDITS} are made in one step.",
                edits.len()
            );
            return Err(Refusal::new(
                "too-many",
                message,
                "Make them in several steps.",
            ));
        }
        let mut after = self.files.clone();
        for FileEdit { file, edit } in edits {
            let kind = self.kind(file)?;
            let text = after.get(file).unwrap_or_default();
            let text = edit::apply(text, kind, edit).map_err(|error| not_changed(file, &error))?;
            if text.len() > scenario::limits::FILE_BYTES {
                let message = format!(
                    "{file} would have more than {} bytes.",
                    scenario::limits::FILE_BYTES
                );
                return Err(Refusal::new(
                    "too-large",
                    message,
                    "Split it, or shorten its texts.",
                ));
            }
            after.0.insert(file.clone(), text);
        }
        self.step(says, &after)
    }

    pub(super) fn remove(&mut self, file: &str) -> Result<EditorReply, Refusal> {
        let may_go = ["teams/", "playbooks/"]
            .iter()
            .any(|folder| file.starts_with(&format!("{}/{folder}", self.id)));
        if !may_go || self.files.get(file).is_none() {
            let message = format!("{file} cannot be taken away.");
            return Err(Refusal::new(
                "stays",
                message,
                "Only a scenario's own teams and playbooks can.",
            ));
        }
        let mut after = self.files.clone();
        after.0.remove(file);
        self.step(&format!("remove {file}"), &after)
    }

    /// Makes what differs from now a step, and writes it.
    fn step(&mut self, says: &str, after: &Files) -> Result<EditorReply, Refusal> {
        let paths = self.files.0.keys().chain(after.0.keys());
        let mut texts: Vec<Change> = paths
            .filter(|path| self.files.get(path) != after.get(path))
            .map(|path| {
                (
                    path.clone(),
                    self.files.get(path).map(str::to_owned),
                    after.get(path).map(str::to_owned),
                )
            })
            .collect();
        texts.dedup();
        if !texts.is_empty() {
            let says: String = says.chars().filter(|c| !c.is_control()).take(200).collect();
            self.write(&texts, false)?;
            self.done.push(Step { says, texts });
            self.undone.clear();
            if self.done.len() > STEPS {
                self.done.remove(0);
            }
        }
        Ok(self.edited())
    }

    pub(super) fn undo(&mut self) -> Result<EditorReply, Refusal> {
        let Some(step) = self.done.pop() else {
            return Err(Refusal::new(
                "nothing",
                "There is nothing to undo.",
                "Steps are kept while the editor is open.",
            ));
        };
        if let Err(refusal) = self.write(&step.texts, true) {
            self.done.push(step);
            return Err(refusal);
        }
        self.undone.push(step);
        Ok(self.edited())
    }

    pub(super) fn redo(&mut self) -> Result<EditorReply, Refusal> {
        let Some(step) = self.undone.pop() else {
            return Err(Refusal::new(
                "nothing",
                "There is nothing to make again.",
                "Undo something first.",
            ));
        };
        if let Err(refusal) = self.write(&step.texts, false) {
            self.undone.push(step);
            return Err(refusal);
        }
        self.done.push(step);
        Ok(self.edited())
    }

    pub(super) fn again(&mut self) -> Result<EditorReply, Refusal> {
        *self = Self::open(self.folder.clone(), &self.id)?;
        Ok(self.edited())
    }

    fn edited(&self) -> EditorReply {
        EditorReply::Edited {
            view: Box::new(self.view()),
        }
    }

    /// Writes the texts of a step (`back`: those before it), unless a file is not as we left it.
    fn write(&mut self, texts: &[Change], back: bool) -> Result<(), Refusal> {
        let there = super::read(&self.folder)?;
        for (path, ..) in texts {
            if there.get(path) != self.files.get(path) {
                let message =
                    format!("{path} was changed by another program. Nothing was written.");
                let help = "Read the files again. Steps before that cannot be undone any more.";
                return Err(Refusal::new("changed-outside", message, help));
            }
        }
        let mut written: Vec<&Change> = Vec::new();
        for change in texts {
            if let Err(error) = self.put(change, back) {
                // All or none: what stands there already is taken back, as far as that goes.
                for change in written {
                    let _ = self.put(change, !back);
                }
                let help = "Make room, or make the folder writable. A copy of the scenario in another folder can be edited too.";
                return Err(Refusal::new("not-written", error, help));
            }
            written.push(change);
        }
        Ok(())
    }

    /// Writes one text of a step, or takes the file away.
    fn put(&mut self, (path, before, after): &Change, back: bool) -> Result<(), String> {
        let text = if back { before } else { after };
        let target = self.folder.join(path);
        shelf::no_links(&self.folder, path).map_err(|e| e.to_string())?;
        match text {
            Some(text) => {
                shelf::write_whole(&target, text.as_bytes()).map_err(|e| e.to_string())?;
                self.files.0.insert(path.clone(), text.clone());
            }
            None => {
                shelf::remove_file(&target).map_err(|e| e.to_string())?;
                self.files.0.remove(path);
            }
        }
        Ok(())
    }

    /// What kind of file this is; a refusal if it is none of the scenario's.
    fn kind(&self, file: &str) -> Result<FileKind, Refusal> {
        let text = self
            .files
            .get(&format!("{}/scenario.toml", self.id))
            .unwrap_or_default();
        let says = edit::tree(text).ok();
        let system = says
            .as_ref()
            .and_then(|says| says.get("system").and_then(Written::as_text));
        scenario::part_of(file, &self.id, system.unwrap_or_default()).ok_or_else(|| {
            let message = format!("{file} is no file of this scenario.");
            let help = "A scenario has scenario.toml, briefing.md, facilitator.md, teams/NAME.toml and playbooks/NAME.md; names are small letters, digits and -.";
            Refusal::new("no-such-file", message, help)
        })
    }
}

fn not_changed(file: &str, error: &EditError) -> Refusal {
    let help = match error {
        EditError::Syntax(_) => "Open the file as text; what is wrong is marked there.",
        EditError::Absent(_) => "It may have gone meanwhile. Look at the file again.",
        EditError::Text(_) => "Open the file as text, and change it there.",
    };
    Refusal::new(
        "not-changed",
        format!("{file} was not changed: {error}."),
        help,
    )
}
