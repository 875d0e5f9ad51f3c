//! The postmortem of the drill on the stage, while people write it.

use drill::{Command, Refusal, writing};
use report::Postmortem;
use wire::{Format, Reply};

use super::{OnStage, Stage, wall_ms};
use crate::exports;

impl OnStage {
    /// The draft from the record, made anew when something was added to that.
    pub(crate) fn draft(&mut self) -> &Postmortem {
        let knows = writing::recorded(self.drill.events());
        // While the clock runs, figures change without an event.
        let running = self.drill.running();
        let known = self.drafted.take().filter(|(n, _)| *n == knows && !running);
        let (drill, made_ms) = (&self.drill, self.made_ms);
        let draft = known.unwrap_or_else(|| (knows, exports::drafted(drill, made_ms)));
        &self.drafted.insert(draft).1
    }
}

impl Stage {
    pub(super) fn postmortem(&mut self, version: Option<u32>) -> Result<Reply, Refusal> {
        let on = self.on()?;
        if on.drill.state().ended_ms.is_none() {
            return Err(Refusal::new(
                "not-ended",
                "The drill has not ended; its postmortem is still being made by what happens.",
                "End it first: ENDEX. An export shows what the record holds by now.",
            ));
        }
        let draft = on.draft().clone();
        let view = wire::view::postmortem(&on.drill, &draft, version);
        let view = view.ok_or_else(|| {
            Refusal::new(
                "unknown-version",
                format!("There is no version {}.", version.unwrap_or_default()),
                "Choose one from the list of versions.",
            )
        })?;
        Ok(Reply::Postmortem {
            view: Box::new(view),
        })
    }

    /// What went out can be found again: an export of something new keeps a version of it.
    pub(super) fn keep_exported(&mut self, format: Format) {
        let Some(on) = &mut self.on else { return };
        let writing = &on.drill.state().writing;
        if on.drill.state().ended_ms.is_none() || !writing.unkept() {
            return;
        }
        let what = match format {
            // It has every edit in it.
            Format::Drill => return,
            Format::Pdf => "PDF",
            Format::Markdown => "Markdown",
            Format::Json => "JSON",
            Format::Csv => "CSV",
        };
        let keep = Command::KeepVersion {
            says: format!("exported as {what}"),
        };
        // At the limit of versions the export is there all the same.
        if on.drill.command(&keep, wall_ms()).is_ok() {
            self.save();
            self.show();
        }
    }
}
