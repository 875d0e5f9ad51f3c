//! Other people's programs as witnesses. Where one is not installed, its test says nothing.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
#![allow(
    clippy::disallowed_methods,
    reason = "tests write files for the tools that read them"
)]
#![allow(dead_code, reason = "no test asks every witness")]

use std::path::PathBuf;
use std::process::{Command, Output};

use report::{Options, Paper, Pdf, Postmortem};

/// A4, made at one instant.
pub fn options() -> Options {
    let created = chrono::DateTime::from_timestamp(1_795_500_000, 0).unwrap();
    Options::new(Paper::A4, created)
}

/// The PDF of a postmortem.
pub fn pdf(p: &Postmortem) -> Pdf {
    report::pdf(p, &options()).unwrap()
}

/// Words that must be found, in any spacing.
pub fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn run(program: &str, arguments: &[&str], bytes: &[u8], name: &str) -> Option<Output> {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.{program}.pdf"));
    std::fs::write(&path, bytes).unwrap();
    let file = path.to_str().unwrap();
    let arguments: Vec<&str> = arguments
        .iter()
        .map(|a| if *a == "FILE" { file } else { a })
        .collect();
    let out = Command::new(program).args(arguments).output().ok();
    if out.is_none() {
        use std::io::Write;
        // Not through the test runner, which would keep it to itself.
        let _ = writeln!(
            std::io::stderr(),
            "{program} is not installed: {name} is not checked"
        );
    }
    out
}

/// The text in the order of the file.
pub fn text(bytes: &[u8], name: &str) -> Option<String> {
    let out = run(
        "pdftotext",
        &["-raw", "-enc", "UTF-8", "FILE", "-"],
        bytes,
        name,
    )?;
    assert!(
        out.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    Some(String::from_utf8(out.stdout).unwrap())
}

/// Left, top, right and bottom of every word.
pub fn word_boxes(bytes: &[u8], name: &str) -> Option<Vec<[f64; 4]>> {
    let out = run("pdftotext", &["-bbox", "FILE", "-"], bytes, name)?;
    // Its own title line is not always UTF-8.
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let number = |line: &str, key: &str| -> Option<f64> {
        line.split(&format!("{key}=\""))
            .nth(1)?
            .split('"')
            .next()?
            .parse()
            .ok()
    };
    let words = text.lines().filter(|l| l.trim_start().starts_with("<word"));
    let corners = words.filter_map(|l| {
        Some([
            number(l, "xMin")?,
            number(l, "yMin")?,
            number(l, "xMax")?,
            number(l, "yMax")?,
        ])
    });
    Some(corners.collect())
}

/// Fails when qpdf finds anything to say.
pub fn check(bytes: &[u8], name: &str) {
    if let Some(out) = run("qpdf", &["--check", "FILE"], bytes, name) {
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(out.status.success() && said.is_empty(), "{name}: {said}");
    }
}

/// Each font: its name, and whether it is embedded, a subset, and readable as text.
pub fn fonts(bytes: &[u8], name: &str) -> Option<Vec<(String, bool, bool, bool)>> {
    let out = run("pdffonts", &["FILE"], bytes, name)?;
    assert!(out.status.success());
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let fonts = text.lines().skip(2).map(|line| {
        // From the right: number, generation, then yes or no three times.
        let words: Vec<&str> = line.split_whitespace().rev().collect();
        let yes = |at: usize| words[at] == "yes";
        let name = line.split_whitespace().next().unwrap_or_default();
        (name.to_owned(), yes(4), yes(3), yes(2))
    });
    Some(fonts.collect())
}
