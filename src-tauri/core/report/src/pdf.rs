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
use crate::{Pdf, ReportError};

/// Writes laid-out pages as a PDF.
pub(crate) fn write(laid: &Laid, meta: &Meta, created: DateTime<Utc>) -> Result<Pdf, ReportError> {
    let faces = faces::Faces::of(&laid.pages)?;
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
    let bytes = finish::finish(lopdf, laid, &tree, meta, created)?;
    let mut warnings: Vec<String> = said.iter().map(|w| w.msg.clone()).collect();
    let missing_glyphs: Vec<char> = laid.missing.iter().copied().collect();
    if !missing_glyphs.is_empty() {
        warnings.push(format!(
            "{} characters have no glyph in the shipped typefaces and are shown as boxes",
            missing_glyphs.len()
        ));
    }
    Ok(Pdf {
        bytes,
        pages: laid.pages.len() as u32,
        missing_glyphs,
        warnings,
    })
}
