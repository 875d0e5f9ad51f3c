//! The postmortem as bytes, and onto the disk.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use drill::{Drill, Refusal};
use report::Postmortem;
use wire::{Format, PaperSize, Reply};

use crate::stage::OnStage;

/// An export in memory.
pub struct Exported {
    /// The file.
    pub bytes: Vec<u8>,
    /// Pages, for PDF.
    pub pages: u32,
    /// What the reader should know.
    pub warnings: Vec<String>,
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

/// A postmortem in a format.
///
/// # Errors
/// The PDF could not be laid out; the message says why.
pub fn export(
    postmortem: &Postmortem,
    made_ms: i64,
    format: Format,
    paper: PaperSize,
) -> Result<Exported, report::ReportError> {
    let text = |text: String| Exported {
        bytes: text.into_bytes(),
        pages: 0,
        warnings: Vec::new(),
    };
    Ok(match format {
        Format::Markdown => text(report::markdown(postmortem)),
        Format::Json => text(report::json(postmortem)),
        Format::Csv => text(report::action_items_csv(postmortem)),
        Format::Pdf => {
            let paper = match paper {
                PaperSize::A4 => report::Paper::A4,
                PaperSize::Letter => report::Paper::Letter,
            };
            let options = report::Options::new(paper, made(made_ms));
            let pdf = report::pdf(postmortem, &options)?;
            Exported {
                bytes: pdf.bytes,
                pages: pdf.pages,
                warnings: pdf.warnings,
            }
        }
    })
}

fn ending(format: Format) -> &'static str {
    match format {
        Format::Pdf => "pdf",
        Format::Markdown => "md",
        Format::Json => "json",
        Format::Csv => "csv",
    }
}

/// Exports the drill on the stage to a path, or into a folder under a name of its own.
pub(crate) fn reply(
    on: &OnStage,
    format: Format,
    paper: PaperSize,
    path: Option<String>,
    folder: &Path,
) -> Result<Reply, Refusal> {
    let path = path.map_or_else(
        || folder.join(format!("postmortem-{}.{}", on.id, ending(format))),
        PathBuf::from,
    );
    let postmortem = postmortem_of(&on.drill, on.made_ms);
    let exported = export(&postmortem, on.made_ms, format, paper).map_err(|e| {
        Refusal::new(
            "layout",
            format!("The postmortem could not be laid out: {e}"),
            "Export it as Markdown meanwhile.",
        )
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
