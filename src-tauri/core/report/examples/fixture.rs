//! Writes the fixture's PDF (and its Markdown, when a second path is given):
//! `cargo run -p report --example fixture -- out.pdf [out.md] [rows]`.
#![allow(
    clippy::disallowed_methods,
    reason = "an example writes files; the crate does not"
)]

#[path = "../tests/fixture/mod.rs"]
mod fixture;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let path = args.next().ok_or("a path for the PDF is needed")?;
    let markdown = args.next();
    let mut postmortem = fixture::outage();
    if let Some(rows) = args.next() {
        let rows: usize = rows.parse()?;
        postmortem.timeline = postmortem
            .timeline
            .iter()
            .cycle()
            .take(rows)
            .cloned()
            .collect();
        for (i, row) in postmortem.timeline.iter_mut().enumerate() {
            row.at_ms = i as i64 * 977;
            row.event = Some(i as u64);
        }
    }
    let created = chrono::DateTime::from_timestamp(1_795_500_000, 0).ok_or("no such time")?;
    let options = report::Options::new(report::Paper::A4, created);
    let pdf = report::pdf(&postmortem, &options)?;
    std::fs::write(path, &pdf.bytes)?;
    if let Some(path) = markdown.filter(|p| p != "-") {
        std::fs::write(path, report::markdown(&postmortem))?;
    }
    for warning in &pdf.warnings {
        use std::io::Write;
        writeln!(std::io::stderr(), "{warning}")?;
    }
    Ok(())
}
