//! The PDF at its boundary: a long one and hostile ones, as independent programs see them.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

#[path = "../examples/postmortem/content.rs"]
mod content;
mod fixture;
mod tools;

use std::collections::BTreeSet;
use std::num::NonZeroUsize;

use report::postmortem::TimelineRow;
use report::{Options, Paper, Postmortem, Typeface};
use tools::{options, pdf, squeeze};

/// What inline Markdown shows: no marks, and of links the words.
fn shown(markdown: &str) -> String {
    let mut out = String::new();
    let mut rest = markdown;
    while let Some((before, link)) = rest.split_once('[') {
        let (words, after) = link.split_once("](").unwrap();
        out.push_str(before);
        out.push_str(words);
        rest = after.split_once(')').unwrap().1;
    }
    out.push_str(rest);
    out.replace(['*', '`', '_'], "")
}

#[test]
fn a_thousand_rows_come_back_exactly_and_in_order() {
    let p = content::postmortem(1_000);
    for paper in [Paper::A4, Paper::Letter] {
        let pdf = report::pdf(&p, &Options { paper, ..options() }).unwrap();
        assert!(pdf.missing_glyphs.is_empty());
        tools::check(&pdf.bytes, &format!("thousand-{paper:?}"));
        let Some(text) = tools::text(&pdf.bytes, &format!("thousand-{paper:?}")) else {
            return;
        };
        let text = squeeze(&text);
        let mut from = text.find("TimeWhoKindWhat").unwrap();
        for row in &p.timeline {
            let clock = report::time::clock(p.title.starts_s_of_day, row.at_ms);
            let words = shown(&row.text);
            let wanted = squeeze(&format!("{clock}{}{}{words}", row.who, row.kind.word()));
            let at = text[from..].find(&wanted);
            assert!(at.is_some(), "not in the text, or not in order: {wanted}");
            from += at.unwrap() + wanted.len();
        }
    }
}

#[test]
fn the_rows_of_the_benchmark_differ() {
    let p = content::postmortem(10_000);
    let texts: BTreeSet<&str> = p.timeline.iter().map(|row| row.text.as_str()).collect();
    assert!(texts.len() > 9_500, "{}", texts.len());
    let cyrillic = |row: &&TimelineRow| row.text.chars().any(|c| ('а'..='я').contains(&c));
    let share = p.timeline.iter().filter(cyrillic).count();
    assert!(share > 100, "{share}");
}

#[test]
fn every_font_is_embedded_cut_down_and_readable() {
    let Some(fonts) = tools::fonts(&pdf(&content::postmortem(300)).bytes, "fonts") else {
        return;
    };
    assert!(fonts.len() >= 5, "{fonts:?}");
    for (name, embedded, subset, unicode) in fonts {
        assert!(embedded && subset && unicode, "{name}");
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let p = content::postmortem(700);
    let with = |threads| {
        let threads = NonZeroUsize::new(threads);
        report::pdf(
            &p,
            &Options {
                threads,
                ..options()
            },
        )
        .unwrap()
    };
    let one = with(1);
    // 0: as many as there are cores.
    for threads in [0, 2, 3, 8] {
        assert!(with(threads) == one, "{threads} threads");
    }
}

#[test]
fn every_link_and_outline_entry_leads_to_a_page_of_the_file() {
    let pdf = pdf(&content::postmortem(300));
    let doc = lopdf::Document::load_mem(&pdf.bytes).unwrap();
    let pages: BTreeSet<_> = doc.get_pages().into_values().collect();
    assert_eq!(pages.len(), pdf.pages as usize);
    let (mut inside, mut outside, mut listed) = (0, 0, 0);
    for id in doc.objects.keys() {
        let Ok(dict) = doc.get_dictionary(*id) else {
            continue;
        };
        let dest = dict.get(b"Dest").and_then(lopdf::Object::as_array).ok();
        if let Some(dest) = dest {
            assert!(pages.contains(&dest[0].as_reference().unwrap()));
        }
        if dict.has_type(b"Annot") {
            let action = dict.get(b"A").and_then(lopdf::Object::as_dict).ok();
            let url = action.map(|a| a.get(b"URI").unwrap().as_str().unwrap());
            assert!(dest.is_some() != url.is_some());
            assert!(url.is_none_or(|url| url.starts_with(b"https://")));
            inside += usize::from(dest.is_some());
            outside += usize::from(url.is_some());
        } else if dict.has(b"Title") && dict.has(b"Parent") {
            assert!(dest.is_some());
            listed += 1;
        }
    }
    assert!(
        inside > 25 && outside > 10 && listed > 15,
        "{inside} {outside} {listed}"
    );
}

#[test]
fn nothing_is_claimed_that_nobody_checked() {
    let bytes = pdf(&fixture::outage()).bytes;
    for claim in ["pdfuaid", "pdfaid", "pdfxid", "GTS_PDF"] {
        let found = bytes.windows(claim.len()).any(|w| w == claim.as_bytes());
        assert!(!found, "{claim}");
    }
}

#[test]
fn hostile_text_is_laid_out_within_bounds() {
    let row = |cell: &str, columns: usize| format!("{}|\n", format!("|{cell}").repeat(columns));
    let table = |columns| [row("a", columns), row("-", columns), row("b", columns)].concat();
    let texts = [
        "x".repeat(200_000),
        "数".repeat(200_000),
        "word ".repeat(100_000),
        "e\u{301}\u{300}".repeat(50_000),
        "\u{200d}👩".repeat(20_000),
        table(5_000),
        table(2_000),
        "> ".repeat(50_000) + "deep",
        "- ".repeat(50_000) + "deep",
        "**a* ".repeat(20_000),
        "[a](".repeat(20_000),
        "`".repeat(100_000),
        "a\n\n".repeat(50_000),
        "# ".repeat(20_000),
        "- a\n".repeat(20_000),
    ];
    for (i, text) in texts.into_iter().enumerate() {
        let mut p = Postmortem {
            summary: text.clone(),
            ..Postmortem::default()
        };
        p.timeline.push(TimelineRow {
            text,
            ..TimelineRow::default()
        });
        let pdf = pdf(&p);
        assert!(
            (1..700).contains(&pdf.pages),
            "text {i}: {} pages",
            pdf.pages
        );
        tools::check(&pdf.bytes, &format!("hostile-{i}"));
    }
}

const TWO: &[u8] = include_bytes!("fonts/Two.ttc");
const CHINESE: &str = "数据库连接池已耗尽";

#[test]
fn added_typefaces_stand_in_for_what_the_shipped_lack() {
    let p = Postmortem {
        summary: format!("{CHINESE} and plain words, שלום, 🔥"),
        ..Postmortem::default()
    };
    let typeface = |index| Typeface {
        name: format!("Two {index}"),
        bytes: TWO.into(),
        index,
    };
    // The first face has CFF outlines, the second TrueType ones.
    for (faces, lacks) in [
        (vec![0], "池已耗尽"),
        (vec![1], "数据库连接"),
        (vec![0, 1], ""),
    ] {
        let options = Options {
            typefaces: faces.iter().map(|i| typeface(*i)).collect(),
            ..options()
        };
        let pdf = report::pdf(&p, &options).unwrap();
        let mut lacks: Vec<char> = lacks.chars().collect();
        lacks.sort_unstable();
        assert_eq!(pdf.missing_glyphs, lacks);
        assert!(pdf == report::pdf(&p, &options).unwrap());
        let name = format!("added-{faces:?}");
        tools::check(&pdf.bytes, &name);
        if let Some(text) = tools::text(&pdf.bytes, &name) {
            assert!(squeeze(&text).contains(CHINESE), "{text}");
        }
        for (font, embedded, subset, unicode) in tools::fonts(&pdf.bytes, &name).unwrap_or_default()
        {
            assert!(embedded && subset && unicode, "{font}");
        }
    }
}

#[test]
fn what_is_no_typeface_is_said_and_left_out() {
    let p = Postmortem {
        summary: CHINESE.to_owned(),
        ..Postmortem::default()
    };
    let plain = pdf(&p);
    for (bytes, index) in [(&b""[..], 0), (b"ttcf", 0), (&TWO[..900], 0), (TWO, 7)] {
        let typefaces = vec![Typeface {
            name: "Broken".to_owned(),
            bytes: bytes.into(),
            index,
        }];
        let pdf = report::pdf(
            &p,
            &Options {
                typefaces,
                ..options()
            },
        )
        .unwrap();
        assert_eq!(pdf.bytes, plain.bytes);
        assert!(pdf.warnings.last().unwrap().contains("Broken"));
    }
}
