//! The postmortem and the whole record as bytes, and onto the disk.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use drill::{Drill, Refusal};
use journal::{Journal, JournalError};
use report::Postmortem;
use wire::{Format, PaperSize, Reply};

use crate::library;
use crate::stage::{Config, OnStage};

/// An export in memory.
pub struct Exported {
    /// The file.
    pub bytes: Vec<u8>,
    /// Pages, for PDF.
    pub pages: u32,
    /// What the reader should know.
    pub warnings: Vec<String>,
}

/// An export that was not made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The PDF.
    #[error("the postmortem could not be laid out: {0}")]
    Layout(#[from] report::ReportError),
    /// The record.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

/// The postmortem of a drill that was made at a wall time.
pub fn postmortem_of(drill: &Drill, made_ms: i64) -> Postmortem {
    let made = made(made_ms);
    // The day on the wall of the room; a rehearsal has no room, and the same bytes everywhere.
    let date = if drill.state().head.unattended {
        made.date_naive()
    } else {
        made.with_timezone(&chrono::Local).date_naive()
    };
    report::draft(drill, &date.to_string())
}

fn made(made_ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(made_ms).unwrap_or_default()
}

/// A drill in a format: its postmortem, or its record in a journal.
///
/// # Errors
/// The PDF could not be laid out, or the record not be read; the message says why.
pub fn export(
    (journal, drill): (&Journal, &str),
    postmortem: &Postmortem,
    made_ms: i64,
    format: Format,
    paper: PaperSize,
) -> Result<Exported, ExportError> {
    let plain = |bytes: Vec<u8>| Exported {
        bytes,
        pages: 0,
        warnings: Vec::new(),
    };
    let text = |text: String| plain(text.into_bytes());
    Ok(match format {
        Format::Markdown => text(report::markdown(postmortem)),
        Format::Json => text(report::json(postmortem)),
        Format::Csv => text(report::action_items_csv(postmortem)),
        Format::Drill => plain(journal.write_out(drill)?),
        Format::Pdf => {
            let paper = match paper {
                PaperSize::A4 => report::Paper::A4,
                PaperSize::Letter => report::Paper::Letter,
            };
            let options = report::Options {
                paper,
                created: made(made_ms),
            };
            let pdf = report::pdf(postmortem, &options)?;
            Exported {
                bytes: pdf.bytes,
                pages: pdf.pages,
                warnings: pdf.warnings,
            }
        }
    })
}

/// The name of a drill's export where nobody chose one.
fn name(drill: &str, format: Format) -> String {
    match format {
        Format::Pdf => format!("postmortem-{drill}.pdf"),
        Format::Markdown => format!("postmortem-{drill}.md"),
        Format::Json => format!("postmortem-{drill}.json"),
        Format::Csv => format!("postmortem-{drill}.csv"),
        Format::Drill => format!("drill-{drill}.3am"),
    }
}

/// Exports the drill on the stage to a path, or into a folder under a name of its own.
pub(crate) fn reply(
    config: &Config,
    on: &OnStage,
    format: Format,
    paper: PaperSize,
    path: Option<String>,
) -> Result<Reply, Refusal> {
    // The stage saves before it answers; what it could not save would be missing.
    if let (Format::Drill, Some(why)) = (format, &on.unsaved) {
        return Err(Refusal::new(
            "unsaved",
            format!("The record is not whole on disk. {why}"),
            "Export the postmortem meanwhile: it is made from memory.",
        ));
    }
    let path = path.map_or_else(|| config.exports.join(name(&on.id, format)), PathBuf::from);
    let postmortem = postmortem_of(&on.drill, on.made_ms);
    let record = (&config.journal, on.id.as_str());
    let exported = export(record, &postmortem, on.made_ms, format, paper).map_err(|e| match e {
        ExportError::Journal(e) => library::trouble(&e),
        ExportError::Layout(e) => Refusal::new(
            "layout",
            format!("The postmortem could not be laid out: {e}"),
            "Export it as Markdown meanwhile.",
        ),
    })?;
    shelf::write_whole(&path, &exported.bytes).map_err(|e| {
        Refusal::new(
            "not-written",
            e.to_string(),
            "Choose another folder, or make room on the disk.",
        )
    })?;
    Ok(Reply::Exported {
        path: path.display().to_string(),
        pages: exported.pages,
        bytes: u32::try_from(exported.bytes.len()).unwrap_or(u32::MAX),
        warnings: exported.warnings,
    })
}
