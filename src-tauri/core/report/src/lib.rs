//! What we learned: a postmortem as plain data, and the PDF, Markdown, JSON and CSV made of it.
//!
//! The way is *postmortem → document → pages → bytes*. The same postmortem and the same
//! options give the same bytes, on every machine, for ever.
//!
//! This crate must never know what time it is, where files are, which fonts a machine has, or
//! anything that differs between two runs: dates come in as arguments, bytes go out. It is the
//! only user of printpdf.

mod clean;
mod compose;
mod csv;
pub mod document;
mod draft;
mod edits;
mod flow;
mod json;
pub mod lint;
mod markdown;
mod pdf;
pub mod postmortem;
mod prose;
pub mod time;
mod workers;

use std::num::NonZeroUsize;
use std::sync::Arc;

pub use compose::{Section, preview, sealed_at, sections};
pub use draft::draft;
pub use edits::{item_at, text, with};
pub use json::{FORMAT, SCHEMA, schema};
pub use lint::lint;
pub use postmortem::Postmortem;
pub use prose::inline;

/// The paper a PDF is laid out for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 in.
    Letter,
}

/// A typeface beyond the shipped ones, for scripts that they do not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typeface {
    /// What it is called in the PDF.
    pub name: String,
    /// The font file, TrueType or OpenType, or a collection of them.
    pub bytes: Arc<[u8]>,
    /// Which of a collection; otherwise 0.
    pub index: u32,
}

/// What a PDF depends on besides the postmortem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The paper.
    pub paper: Paper,
    /// The date written into the file's metadata.
    pub created: chrono::DateTime<chrono::Utc>,
    /// How many threads may work on it; `None`: as many as there are cores. The bytes are the
    /// same with any number.
    pub threads: Option<NonZeroUsize>,
    /// Where to look, in this order, for what the shipped typefaces do not have.
    pub typefaces: Vec<Typeface>,
}

impl Options {
    /// For a paper and a date, and nothing else said.
    #[must_use]
    pub fn new(paper: Paper, created: chrono::DateTime<chrono::Utc>) -> Self {
        Self {
            paper,
            created,
            threads: None,
            typefaces: Vec::new(),
        }
    }
}

/// A finished PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: u32,
    /// Characters for which no typeface has a glyph, each once, in order. They are
    /// shown as boxes; copied text still holds them.
    pub missing_glyphs: Vec<char>,
    /// Anything else a person should hear about.
    pub warnings: Vec<String>,
}

/// Why no PDF was made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// A typeface could not be reduced to the glyphs in use.
    #[error("the typeface {face} could not be embedded: {reason}")]
    Typeface {
        /// Its name.
        face: String,
        /// What the subsetter said.
        reason: String,
    },
    /// The file's structure could not be completed.
    #[error("the PDF could not be completed: {0}")]
    Finish(String),
}

/// Lays the postmortem out and writes it as a PDF.
///
/// # Errors
///
/// When a typeface cannot be embedded or the file cannot be completed; neither depends on
/// what people wrote.
pub fn pdf(p: &Postmortem, o: &Options) -> Result<Pdf, ReportError> {
    let document = compose::document(p);
    let sheet = match o.paper {
        Paper::A4 => flow::Sheet::a4(),
        Paper::Letter => flow::Sheet::letter(),
    };
    let workers = workers::Workers::new(o.threads);
    let (typefaces, refused) = flow::Typefaces::new(&o.typefaces);
    let laid = flow::lay_out(&document, sheet, &typefaces, workers);
    let mut pdf = pdf::write(&laid, &document.meta, o.created, workers)?;
    pdf.warnings.extend(
        refused
            .iter()
            .map(|name| format!("the typeface {name} cannot be embedded and was not used")),
    );
    Ok(pdf)
}

/// The postmortem as Markdown that can be pasted into a wiki.
#[must_use]
pub fn markdown(p: &Postmortem) -> String {
    markdown::write(&compose::document(p))
}

/// The whole model as JSON, indented, with keys in the order of the types. [`SCHEMA`] describes it.
#[must_use]
pub fn json(p: &Postmortem) -> String {
    json::write(p)
}

/// The action items as CSV (RFC 4180): title, owner, due, type, changes.
#[must_use]
pub fn action_items_csv(p: &Postmortem) -> String {
    csv::write(&p.action_items)
}
