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
mod document;
mod draft;
mod flow;
mod json;
mod markdown;
mod pdf;
pub mod postmortem;
mod prose;
pub mod time;

pub use draft::draft;
pub use json::{FORMAT, SCHEMA, schema};
pub use postmortem::Postmortem;

/// The paper a PDF is laid out for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 in.
    Letter,
}

/// What a PDF depends on besides the postmortem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The paper.
    pub paper: Paper,
    /// The date written into the file's metadata.
    pub created: chrono::DateTime<chrono::Utc>,
}

/// A finished PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: u32,
    /// Characters for which no shipped typeface has a glyph, each once, in order. They are
    /// shown as boxes; copied text still holds them.
    pub missing_glyphs: Vec<char>,
    /// Anything else a person should hear about.
    pub warnings: Vec<String>,
}

/// Why no PDF was made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// A shipped typeface could not be reduced to the glyphs in use.
    #[error("the typeface {face} could not be embedded: {reason}")]
    Typeface {
        /// Its file name.
        face: &'static str,
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
    let laid = flow::lay_out(&document, sheet);
    pdf::write(&laid, &document.meta, o.created)
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
