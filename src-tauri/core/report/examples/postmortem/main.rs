//! A long postmortem for the benchmark: `postmortem content ROWS FOLDER` writes the same
//! document as JSON, as Typst's markup and as HTML; `postmortem pdf JSON PDF` is the run of
//! ours that is measured, from the JSON on the disk to the PDF on the disk; `postmortem tell
//! PDF` counts a file's pages and says whether it is tagged.
#![allow(
    clippy::disallowed_methods,
    reason = "an example reads and writes files; the crate does not"
)]

mod content;
#[path = "../../tests/fixture/mod.rs"]
mod fixture;
mod markup;

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["content", rows, folder] => write_content(rows.parse()?, Path::new(folder)),
        ["pdf", from, to] => write_pdf(from, to),
        ["tell", pdf] => tell(pdf),
        _ => Err("say: content ROWS FOLDER, or: pdf JSON PDF, or: tell PDF".into()),
    }
}

fn write_content(rows: usize, folder: &Path) -> Result<(), Box<dyn Error>> {
    let postmortem = content::postmortem(rows);
    let markdown = report::markdown(&postmortem);
    fs::create_dir_all(folder)?;
    fs::write(folder.join("content.json"), report::json(&postmortem))?;
    fs::write(folder.join("content.typ"), markup::typst(&markdown))?;
    fs::write(folder.join("content.html"), markup::html(&markdown))?;
    Ok(())
}

fn write_pdf(from: &str, to: &str) -> Result<(), Box<dyn Error>> {
    let postmortem: report::Postmortem = serde_json::from_slice(&fs::read(from)?)?;
    let created = chrono::DateTime::from_timestamp(1_795_500_000, 0).ok_or("no such time")?;
    let options = report::Options::new(report::Paper::A4, created);
    let pdf = report::pdf(&postmortem, &options)?;
    fs::write(to, &pdf.bytes)?;
    for warning in &pdf.warnings {
        writeln!(std::io::stderr(), "{warning}")?;
    }
    Ok(())
}

fn tell(pdf: &str) -> Result<(), Box<dyn Error>> {
    let document = lopdf::Document::load(pdf)?;
    let pages = document.get_pages().len();
    let tagged = document.catalog()?.has(b"StructTreeRoot");
    let bytes = fs::metadata(pdf)?.len();
    let told = serde_json::json!({ "pages": pages, "tagged": tagged, "bytes": bytes });
    writeln!(std::io::stdout(), "{told}")?;
    Ok(())
}
