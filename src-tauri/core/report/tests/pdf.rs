//! The PDF as others see it: its text, its structure, its bytes.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod fixture;
mod tools;

use report::postmortem::{Evidence, RoleShift, TimelineRow};
use report::{Options, Paper, Postmortem};
use tools::{options, pdf, squeeze};

#[test]
fn same_input_same_bytes() {
    let p = fixture::outage();
    let first = pdf(&p);
    let second = pdf(&p);
    assert!(first == second);
    assert!(
        first.missing_glyphs.is_empty(),
        "{:?}",
        first.missing_glyphs
    );
    assert_eq!(first.warnings, Vec::<String>::new());
    let later = Options {
        created: options().created + chrono::TimeDelta::seconds(1),
        ..options()
    };
    assert_ne!(first.bytes, report::pdf(&p, &later).unwrap().bytes);
}

#[test]
fn every_timeline_row_is_in_the_text_in_order() {
    let p = fixture::outage();
    let Some(text) = tools::text(&pdf(&p).bytes, "rows") else {
        return;
    };
    let text = squeeze(&text);
    let mut from = 0;
    for row in &p.timeline {
        let words = row.text.replace(['*', '`'], "");
        let clock = report::time::clock(p.title.starts_s_of_day, row.at_ms);
        let wanted = squeeze(&format!("{clock}{}{}{words}", row.who, row.kind.word()));
        let at = text[from..].find(&wanted);
        assert!(at.is_some(), "not in the text, or not in order: {wanted}");
        from += at.unwrap_or(0);
    }
}

#[test]
fn qpdf_finds_nothing_wrong() {
    for (name, p) in [
        ("full", fixture::outage()),
        ("empty", Postmortem::default()),
        ("naughty", naughty()),
    ] {
        for paper in [Paper::A4, Paper::Letter] {
            let pdf = report::pdf(&p, &Options { paper, ..options() }).unwrap();
            tools::check(&pdf.bytes, &format!("{name}-{paper:?}"));
        }
    }
}

#[test]
fn links_and_outline_lead_somewhere() {
    let p = fixture::outage();
    let doc = lopdf::Document::load_mem(&pdf(&p).bytes).unwrap();
    let pages: Vec<lopdf::ObjectId> = doc.get_pages().into_values().collect();
    let mut inside = 0;
    for id in doc.objects.keys() {
        let Ok(dict) = doc.get_dictionary(*id) else {
            continue;
        };
        if let Ok(dest) = dict.get(b"Dest").and_then(lopdf::Object::as_array) {
            inside += 1;
            assert!(pages.contains(&dest[0].as_reference().unwrap()));
        }
        if dict.has_type(b"Annot") {
            let border = dict
                .get(b"Border")
                .and_then(lopdf::Object::as_array)
                .unwrap();
            assert!(border.iter().all(|side| side.as_i64().ok() == Some(0)));
        }
    }
    // Contents, outline, key times, signals, harmful act, evidence both ways.
    assert!(inside > 50, "{inside}");
    let root = doc.catalog().unwrap();
    for key in [&b"Outlines"[..], b"Metadata", b"StructTreeRoot", b"Lang"] {
        assert!(root.has(key), "{}", String::from_utf8_lossy(key));
    }
}

#[test]
fn figures_are_told_in_words() {
    let doc = lopdf::Document::load_mem(&pdf(&fixture::outage()).bytes).unwrap();
    let alts: Vec<String> = doc
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok()?.get(b"Alt").ok())
        .map(|alt| lopdf::decode_text_string(alt).unwrap())
        .collect();
    let wanted = "Updates to stakeholders and notices to users. An update was due 3 times: 1 came \
                  in time, 1 came late, 1 never came, overdue for 6 min 35 s in all.";
    assert!(alts.iter().any(|alt| alt == wanted), "{alts:?}");
}

#[test]
fn people_stand_only_on_the_role_board() {
    let p = fixture::outage();
    let Some(text) = tools::text(&pdf(&p).bytes, "people") else {
        return;
    };
    for RoleShift { person, .. } in &p.role_board {
        assert_eq!(
            squeeze(&text).matches(&squeeze(person)).count(),
            1,
            "{person}"
        );
    }
}

#[test]
fn an_empty_postmortem_says_so_everywhere() {
    let pdf = pdf(&Postmortem::default());
    let Some(text) = tools::text(&pdf.bytes, "empty") else {
        return;
    };
    for line in [
        "No status update was sent.",
        "Nothing was recorded.",
        "not recorded",
        "No action items have been agreed.",
        "not reached",
    ] {
        assert!(text.contains(line), "{line}");
    }
    assert!(text.contains("No act on the system was measured"));
}

const NAUGHTY: [&str; 14] = [
    "Zoë, Łukasz, İpek, Đặng Thị Hương, naïve façade",
    "Ещё один сбой в 03:04",
    "Αθηνά επανεκκίνησε τον διακομιστή",
    "שלום עולם, השרת נפל 3 פעמים",
    "مرحبا بالعالم: الخادم توقف",
    "fire 🔥 rocket 🚀 thumbs 👍🏽 family 👩‍👩‍👧",
    "数据库连接池已耗尽",
    "tab\there, bell\u{7}, null\u{0}, override \u{202e}evil\u{202c}, bom \u{feff}end",
    "combining e\u{301} and a\u{300}\u{323}, z\u{335}\u{336}\u{337}a\u{489}lgo",
    "<script>alert('x')</script> & <b>bold</b> &amp; | pipe | `tick",
    "-> => != 10x20 ffi fl 1/2 :-) #42 @everyone",
    "\u{10ffff} \u{e000} \u{fffd} \u{ffff}",
    "𝕳𝖊𝖑𝖑𝖔 ½ ™ © № ≤ ≥ → ✓ ✗",
    "",
];

fn naughty() -> Postmortem {
    let mut p = fixture::outage();
    let long = "x".repeat(3_000);
    let texts = NAUGHTY.into_iter().chain([long.as_str()]);
    for (i, text) in texts.enumerate() {
        p.timeline.push(TimelineRow {
            at_ms: i as i64 * 1000,
            who: text.chars().take(60).collect(),
            text: text.to_owned(),
            ..TimelineRow::default()
        });
        p.evidence.push(Evidence {
            body: text.to_owned(),
            title: text.to_owned(),
            ..Evidence::default()
        });
        p.lessons.lucky.push(text.to_owned());
        p.title
            .incident
            .push_str(text.get(..text.len().min(12)).unwrap_or(""));
        p.graphs[0].caption = text.to_owned();
        p.graphs[0].title = text.to_owned();
    }
    p
}

#[test]
fn naughty_strings_are_shown_and_what_cannot_be_is_reported() {
    let pdf = pdf(&naughty());
    for c in "数据库连接池已耗尽".chars() {
        assert!(
            pdf.missing_glyphs.contains(&c),
            "{c} is missing and not reported"
        );
    }
    for c in "Zëłİиαשש🔥🚀→✓½عł".chars() {
        assert!(!pdf.missing_glyphs.contains(&c), "{c} has a glyph");
    }
    assert_eq!(pdf.warnings.len(), 1, "{:?}", pdf.warnings);
    let Some(text) = tools::text(&pdf.bytes, "naughty") else {
        return;
    };
    let text = squeeze(&text);
    for wanted in [
        "Zoë,Łukasz,İpek,ĐặngThịHương,naïvefaçade",
        "Ещёодинсбойв03:04",
        "Αθηνάεπανεκκίνησετονδιακομιστή",
        "שלום",
        "השרת",
        "بالعالم",
        "数据库连接池已耗尽",
        "override",
        "<script>alert('x')</script>&<b>bold</b>",
        "->=>!=10x20ffifl1/2:-)#42@everyone",
        "🔥",
        "≤≥→✓✗",
    ] {
        assert!(text.contains(wanted), "{wanted}");
    }
    assert!(!text.contains('\u{202e}'));
}

#[test]
fn nothing_stands_outside_the_paper() {
    for p in [fixture::outage(), naughty()] {
        let Some(boxes) = tools::word_boxes(&pdf(&p).bytes, "boxes") else {
            return;
        };
        assert!(!boxes.is_empty());
        for b in boxes {
            let inside =
                b[0] >= 54.0 && b[2] <= 595.3 - 54.0 && b[1] >= 30.0 && b[3] <= 842.0 - 30.0;
            assert!(inside, "{b:?}");
        }
    }
}

#[test]
fn two_thousand_rows_and_a_row_taller_than_a_page() {
    let mut p = fixture::outage();
    p.timeline = p.timeline.iter().cycle().take(2_000).cloned().collect();
    for (i, row) in p.timeline.iter_mut().enumerate() {
        row.event = Some(10_000 + i as u64);
        row.at_ms = i as i64 * 1_500;
    }
    p.timeline[1_000].text = (0..2_000).map(|i| format!("word{i} ")).collect();
    let pdf = pdf(&p);
    assert!(pdf.pages > 45, "{}", pdf.pages);
    tools::check(&pdf.bytes, "rows-2000");
    let Some(text) = tools::text(&pdf.bytes, "rows-2000") else {
        return;
    };
    for i in [0, 999, 1_999] {
        assert!(
            text.contains(&report::time::clock(3 * 3600, i * 1_500)),
            "row {i}"
        );
    }
    for word in ["word0 ", "word1000 ", "word1999"] {
        assert!(text.contains(word), "{word}");
    }
}

#[test]
fn a_deep_nest_of_markdown_does_no_harm() {
    let mut p = Postmortem {
        summary: format!("{}deep\n\n{}deeper", "> ".repeat(3_000), "- ".repeat(3_000)),
        ..Postmortem::default()
    };
    p.cause.root = "[".repeat(5_000);
    assert!(pdf(&p).pages >= 1);
    assert!(report::markdown(&p).contains("deep"));
}
