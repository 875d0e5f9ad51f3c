//! Pages → bytes: printpdf for operators and fonts, lopdf for what printpdf does not write.

mod faces;
mod finish;
mod ops;
mod outline;
mod row;
mod tree;

use chrono::{DateTime, Utc};
use printpdf::{PdfDocument, PdfFont, PdfPage, PdfSaveOptions, Pt, Rect};

use crate::document::Meta;
use crate::flow::Laid;
use crate::workers::Workers;
use crate::{Pdf, ReportError};

/// Writes laid-out pages as a PDF.
pub(crate) fn write(
    laid: &Laid,
    meta: &Meta,
    created: DateTime<Utc>,
    workers: Workers,
) -> Result<Pdf, ReportError> {
    let faces = faces::Faces::of(laid)?;
    let mut tree = tree::Tree::new(laid.nodes.0.len(), laid.pages.len());
    let mut document = PdfDocument::new(&meta.title);
    for (id, font) in faces.fonts() {
        document.resources.fonts.map.insert(id, PdfFont::new(font));
    }
    let (width, height) = (Pt(laid.sheet.paper_width), Pt(laid.sheet.paper_height));
    for (index, page) in laid.pages.iter().enumerate() {
        let paper = Rect::from_wh(width, height);
        document.pages.push(PdfPage {
            media_box: paper.clone(),
            trim_box: paper.clone(),
            crop_box: paper,
            ops: ops::page(page, index, height.0, &laid.nodes, &faces, &mut tree),
        });
    }
    let mut said = Vec::new();
    let options = PdfSaveOptions::default();
    let lopdf = document.to_lopdf_document(&options, &mut said);
    drop(document);
    let bytes = finish::finish(lopdf, laid, &tree, meta, created, workers)?;
    let mut warnings: Vec<String> = said.iter().map(|w| w.msg.clone()).collect();
    let missing_glyphs: Vec<char> = laid.missing.iter().copied().collect();
    if !missing_glyphs.is_empty() {
        warnings.push(missing(&missing_glyphs));
    }
    Ok(Pdf {
        bytes,
        pages: laid.pages.len() as u32,
        missing_glyphs,
        warnings,
    })
}

/// Names the first characters that no typeface has.
fn missing(characters: &[char]) -> String {
    const NAMED: usize = 8;
    let named = characters.iter().take(NAMED);
    let named: Vec<String> = named
        .map(|c| format!("{c} (U+{:04X})", u32::from(*c)))
        .collect();
    let more = match characters.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(
        "No typeface at hand has {}{more}: shown as boxes, and whole in copied text.",
        named.join(", ")
    )
}
