//! The postmortem and the whole record as bytes, and onto the disk.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use chrono::{DateTime, Utc};
use diary::Entry;
use drill::writing::Seal;
use drill::{Drill, Refusal};
use journal::{Journal, JournalError};
use report::Postmortem;
use wire::{Format, PaperSize, Reply};

use crate::library;
use crate::stage::noted::ms_since;
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

/// The postmortem of a drill that was made at a wall time, with what people wrote over it.
pub fn postmortem_of(drill: &Drill, made_ms: i64) -> Postmortem {
    written(drill, drafted(drill, made_ms))
}

/// A draft with what people wrote over it.
pub(crate) fn written(drill: &Drill, draft: Postmortem) -> Postmortem {
    let writing = &drill.state().writing;
    report::with(draft, &writing.edits, writing.status, writing.seal.as_ref())
}

/// The draft from the record alone.
pub(crate) fn drafted(drill: &Drill, made_ms: i64) -> Postmortem {
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
            let options = report::Options::new(paper, made(made_ms));
            let pdf = pdf(postmortem, options, shelf::typefaces_with)?;
            Exported {
                bytes: pdf.bytes,
                pages: pdf.pages,
                warnings: pdf.warnings,
            }
        }
    })
}

/// The PDF; where the shipped typefaces lack characters, with typefaces of this machine that
/// `find` finds, and then it says so.
fn pdf(
    postmortem: &Postmortem,
    mut options: report::Options,
    find: impl Fn(&[char]) -> Vec<shelf::SystemTypeface>,
) -> Result<report::Pdf, report::ReportError> {
    let plain = report::pdf(postmortem, &options)?;
    if plain.missing_glyphs.is_empty() {
        return Ok(plain);
    }
    let found = find(&plain.missing_glyphs);
    let names: Vec<&str> = found.iter().map(|f| f.name.as_str()).collect();
    let names = names.join(", ");
    let added = found.iter().map(|f| report::Typeface {
        name: f.name.clone(),
        bytes: Arc::clone(&f.bytes),
        index: f.index,
    });
    options.typefaces = added.collect();
    // A machine's broken font must not keep anybody from a postmortem.
    let richer = (!found.is_empty())
        .then(|| report::pdf(postmortem, &options).ok())
        .flatten()
        .filter(|pdf| pdf.missing_glyphs.len() < plain.missing_glyphs.len());
    let used_found = richer.is_some();
    let mut pdf = richer.unwrap_or(plain);
    if used_found {
        pdf.warnings.push(format!(
            "Characters that the shipped typefaces lack are set in {names}, found on this \
             machine: on another one, this PDF's bytes can differ."
        ));
    }
    Ok(pdf)
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
    on: &mut OnStage,
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
    let from = Instant::now();
    let path = path.map_or_else(|| config.exports.join(name(&on.id, format)), PathBuf::from);
    let draft = on.draft().clone();
    let postmortem = written(&on.drill, draft);
    let record = (&config.journal, on.id.as_str());
    let mut exported =
        export(record, &postmortem, on.made_ms, format, paper).map_err(|e| match e {
            ExportError::Journal(e) => library::trouble(&e),
            ExportError::Layout(e) => Refusal::new(
                "layout",
                format!("The postmortem could not be laid out: {e}"),
                "Export it as Markdown meanwhile.",
            ),
        })?;
    let writing = &on.drill.state().writing;
    let broken = |seal: &Seal| !seal.holds(on.drill.events(), &writing.edits);
    if writing.seal.as_ref().is_some_and(broken) {
        exported.warnings.push(
            "The seal does not hold: the record or the text is not what was sealed.".to_owned(),
        );
    }
    shelf::write_whole(&path, &exported.bytes).map_err(|e| {
        Refusal::new(
            "not-written",
            e.to_string(),
            "Choose another folder, or make room on the disk.",
        )
    })?;
    config.diary.note(Entry::Exported {
        format: match format {
            Format::Pdf => "pdf",
            Format::Markdown => "markdown",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Drill => "drill",
        },
        bytes: exported.bytes.len() as u64,
        ms: ms_since(from),
    });
    Ok(Reply::Exported {
        path: path.display().to_string(),
        pages: exported.pages,
        bytes: u32::try_from(exported.bytes.len()).unwrap_or(u32::MAX),
        warnings: exported.warnings,
    })
}

#[cfg(test)]
mod tests {
    use super::pdf;
    use report::{Options, Paper, Postmortem};

    const HEBREW: &[u8] = include_bytes!("../../../core/report/fonts/NotoSansHebrew-Regular.ttf");

    fn with(summary: &str) -> Postmortem {
        Postmortem {
            summary: summary.to_owned(),
            ..Postmortem::default()
        }
    }

    fn options() -> Options {
        Options::new(Paper::A4, super::made(0))
    }

    #[test]
    fn nothing_is_looked_for_while_nothing_is_missing() {
        let made = pdf(&with("Łódź"), options(), |_| unreachable!()).unwrap();
        assert!(made.warnings.is_empty(), "{:?}", made.warnings);
    }

    #[test]
    fn what_no_typeface_has_is_named() {
        let made = pdf(&with("数据库连接池已耗尽"), options(), |_| {
            Vec::new()
        })
        .unwrap();
        assert_eq!(made.missing_glyphs.len(), 9);
        let last = made.warnings.last().unwrap();
        assert!(
            last.contains("(U+") && last.contains("and 1 more"),
            "{last}"
        );
    }

    #[test]
    fn a_found_typeface_that_does_not_help_changes_nothing() {
        let found = |bytes: &[u8]| shelf::SystemTypeface {
            name: "Other".to_owned(),
            bytes: bytes.into(),
            index: 0,
        };
        let plain = pdf(&with("数"), options(), |_| Vec::new()).unwrap();
        for bytes in [HEBREW, b"no font"] {
            let made = pdf(&with("数"), options(), |_| vec![found(bytes)]).unwrap();
            assert!(made == plain, "{:?}", made.warnings);
        }
    }
}
