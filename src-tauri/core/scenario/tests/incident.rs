//! Timelines of real incidents as the run sheets of drills.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod disk;

use proptest::prelude::*;
use scenario::incident::{Written, skeleton, timeline};
use scenario::{clock_s, read, read_team, start};

fn said(written: Written, bytes: &[u8], starts: Option<&str>) -> String {
    let starts = starts.map(|text| clock_s(text).unwrap());
    let name = match written {
        Written::Csv => "timeline.csv",
        Written::Markdown => "timeline.md",
    };
    match timeline(name, bytes, written, starts) {
        Err(problems) => {
            assert!(!problems.is_empty());
            let all: Vec<String> = problems.iter().take(6).map(ToString::to_string).collect();
            all.join("\n")
        }
        Ok(read) => {
            let mut all = format!(
                "starts {:02}:{:02}:{:02}, passed over {}, moved {}\n",
                read.starts_s / 3600,
                read.starts_s / 60 % 60,
                read.starts_s % 60,
                read.passed_over,
                read.moved
            );
            for entry in &read.entries {
                all.push_str(&format!("+{:>5} s  {}\n", entry.at_s, entry.what));
            }
            all
        }
    }
}

/// What it is, its text, and when the drill starts if that is said.
type Case = (&'static str, &'static [u8], Option<&'static str>);

fn all(written: Written, cases: &[Case]) -> String {
    let each = cases.iter().map(|(what, bytes, starts)| {
        format!(
            "=== {what}\n{}\n\n",
            said(written, bytes, *starts).trim_end()
        )
    });
    each.collect()
}

#[test]
fn tables() {
    let many: String = (0..491)
        .map(|n| format!("03:{:02},e{n}\n", n % 60))
        .collect();
    let many: &'static [u8] = Box::leak(many.into_bytes().into_boxed_slice());
    let large: &'static [u8] = Box::leak(vec![b'x'; 1_000_001].into_boxed_slice());
    let cases: [Case; 24] = [
        ("plain", b"03:04,API errors\n03:10,Paged\n", None),
        ("a header", b"Time,What happened\n03:04,API errors\n03:10:30,Paged\n", None),
        ("a header in another order", b"id,Description,who,Timestamp (UTC)\n1,API errors,x,2026-11-24T03:04:05Z\n2,Paged,y,2026-11-24T03:10Z\n", None),
        ("semicolons, quotes, a break in a cell", b"time;event\r\n03:04;\"He said \"\"down\"\"; twice,\r\nthen left\"\r\n03:10;Paged\r\n", None),
        ("tabs and a mark of the byte order", b"\xef\xbb\xbf03:04\tAPI errors\n03:10\tPaged\n", None),
        ("twelve hours", b"11:58 PM,API errors\n12:05 AM,Paged\n1:30 am,Fixed\n", None),
        ("over midnight", b"23:50,API errors\n00:10,Paged\n", None),
        ("over midnight, with days", b"2026-11-24 23:50,API errors\n2026-11-25 00:10:30,Paged\n", None),
        ("offsets", b"2026-11-24T03:04:00+01:00,Here\n2026-11-24T02:10:00Z,There\n", None),
        ("out of order", b"03:10,Paged\n03:04,API errors\n03:20,Fixed\n", None),
        ("an earlier start", b"03:04,API errors\n03:10,Paged\n", Some("03:00")),
        ("an earlier start, the day before", b"00:04,API errors\n00:10,Paged\n", Some("23:55")),
        ("a start too late", b"03:04,API errors\n03:10,Paged\n", Some("03:05")),
        ("empty lines and cells", b"\n,,\n03:04,API errors\n\n03:10,\n", None),
        ("no times", b"soon,API errors\n3 o'clock,Paged\n03:10,Fixed\n", None),
        ("one column", b"03:04\n03:10\n", None),
        ("characters that cannot be seen", "03:04,API\u{202e} er\u{7}rors\n".as_bytes(), None),
        ("Latin-1", b"03:04,API errors\n03:10,l\xe4utet\n", None),
        ("UTF-16", b"\xff\xfe0\x003\x00", None),
        ("empty", b"", None),
        ("a header alone", b"time,event\n", None),
        ("too long", b"03:04,API errors\n11:10,Paged\n2026-11-24 03:04,x\n", None),
        ("too many", many, None),
        ("too large", large, None),
    ];
    let all = all(Written::Csv, &cases);
    insta::assert_snapshot!("tables", all);
}

#[test]
fn notes() {
    let cases: [Case; 8] = [
        ("bullets", b"# Incident 42\n\nIt was a long night.\n\n- 03:04 API errors\n- **03:10** \xe2\x80\x93 Paged, `api` is down\n* 03:12: Mara looks\n1. 03:20 - Rolled back\n", None),
        ("headings", b"## 03:04 API errors\nThe graphs were red.\n\n## 03:10 UTC: Paged\n", None),
        ("a table", b"| time | who | what |\n| --- | --- | --- |\n| 03:04 | | API errors |\n| **03:10** | Mara | Paged \\| called |\n", None),
        ("done items and brackets", b"- [x] 03:04 API errors\n- [03:10] Paged\n- [ ] write it up\n", None),
        ("code is not read", b"- 03:04 API errors\n```\n- 03:05 log line\n```\n- 03:10 Paged\n", None),
        ("nothing behind the time", b"- 03:04\n- 03:10 Paged\n", None),
        ("no entries", b"# Incident 42\nIt was a long night.\n", None),
        ("the ends of lines of Windows", b"\xef\xbb\xbf- 23:58 API errors\r\n- 00:03 Paged\r\n", None),
    ];
    let all = all(Written::Markdown, &cases);
    insta::assert_snapshot!("notes", all);
}

#[test]
fn a_skeleton_checks_clean_and_says_what_is_to_do() {
    let long = "and then ".repeat(60);
    let text =
        format!("03:04:10,API errors\n03:10,API errors\n04:20:05,\"He said \"\"{long}\"\"\"\n");
    let read_back = timeline("t.csv", text.as_bytes(), Written::Csv, None).unwrap();
    let mut files = disk::shipped();
    let mut wanted = skeleton("incident-42", "storefront", &read_back);
    wanted.title = Some("Incident 42".to_owned());
    files.0.extend(start(&files, &wanted).unwrap().0);
    let read = read(&files, "incident-42").unwrap();
    assert_eq!(read.warnings, []);
    assert_eq!(read.scenario.length_ms, 90 * 60_000);
    read_team(&files, "incident-42/teams/good.toml", &read.scenario).unwrap();
    let text = &files.0["incident-42/scenario.toml"];
    let (head, rest) = text.split_once("\n# ── what is really").unwrap();
    let from = rest.find("# What happened that night").unwrap();
    let to = rest.find("# Branches").unwrap();
    insta::assert_snapshot!("skeleton", format!("{head}\n…\n{}", &rest[from..to]));
    // One entry is enough.
    let short = timeline("t.csv", b"03:04,x", Written::Csv, None).unwrap();
    assert_eq!(skeleton("a", "storefront", &short).minutes, 20);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn any_text_is_read_or_refused(text in "([0-9:TZ APM+-]{0,12}[,;|\t\"\n\\PC]{0,8}){0,12}") {
        for written in [Written::Csv, Written::Markdown] {
            let Ok(read_back) = timeline("t", text.as_bytes(), written, None) else { continue };
            let mut files = disk::readme::example();
            let wanted = skeleton("night", "kiosk", &read_back);
            files.0.extend(start(&files, &wanted).unwrap().0);
            let read = read(&files, "night");
            prop_assert!(read.is_ok_and(|read| read.warnings.is_empty()));
        }
    }
}
