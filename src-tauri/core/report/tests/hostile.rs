//! Whatever people write, a postmortem is made of it: the PDF opens, Markdown has the structure
//! that it should have and nothing active in it, JSON keeps to its schema, CSV runs nothing.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod fixture;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use drill::writing::{ActionItem, ActionKind, Field, Holds};
use hostile::{TextDamage, naughty, rounds, text_damage};
use proptest::collection::vec;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use report::{Paper, Postmortem};

static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let schema: serde_json::Value = serde_json::from_str(report::SCHEMA).unwrap();
    jsonschema::validator_for(&schema).unwrap()
});

/// The corpus: name and text.
fn corpus() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus");
    let files = std::fs::read_dir(folder).unwrap();
    let mut all: Vec<(String, String)> = files
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.ends_with("README.md"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    all.sort();
    assert!(all.len() > 10);
    all
}

/// A postmortem in which somebody wrote the same text wherever one can write.
fn with(text: &str) -> Postmortem {
    let mut edits = drill::writing::Edits::default();
    for field in Field::ALL {
        let text = match field.holds() {
            Holds::Line => text.replace('\n', " "),
            Holds::Prose | Holds::List => text.to_owned(),
        };
        edits.texts.insert(field, text);
    }
    edits.action_items = Some(vec![ActionItem {
        title: text.to_owned(),
        owner: Some(text.to_owned()),
        due: Some(text.to_owned()),
        kind: ActionKind::Detect,
        changes: None,
    }]);
    let mut draft = fixture::outage();
    draft.timeline.truncate(2);
    draft.timeline[0].text = text.to_owned();
    draft.timeline[0].who = text.to_owned();
    draft.title.team = text.to_owned();
    report::with(draft, &edits, report::postmortem::Status::Draft, None)
}

fn damaged(text: &str, damages: &[TextDamage]) -> String {
    let done = |text: String, damage: &TextDamage| damage.done(&text);
    let text = damages.iter().fold(text.to_owned(), done);
    // What is beyond it is refused before it comes here.
    text.chars().take(drill::writing::PROSE_MAX).collect()
}

/// Markdown of GitHub's dialect, read by a reader that is not the writer's.
struct Shape {
    /// Headings by level.
    headings: Vec<u8>,
    /// Columns of each table.
    tables: Vec<usize>,
    html: BTreeSet<String>,
    links: Vec<String>,
    images: usize,
    /// Blocks of code.
    code: usize,
}

/// With plain words everywhere, and with none.
static PLAIN: LazyLock<(Shape, Shape)> = LazyLock::new(|| {
    let of = |text| shape(&report::markdown(&with(text)));
    (of("plain"), of(""))
});

fn shape(markdown: &str) -> Shape {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS;
    let mut shape = Shape {
        headings: Vec::new(),
        tables: Vec::new(),
        html: BTreeSet::new(),
        links: Vec::new(),
        images: 0,
        code: 0,
    };
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => shape.headings.push(level as u8),
            Event::Start(Tag::Table(columns)) => shape.tables.push(columns.len()),
            Event::Start(Tag::Link { dest_url, .. }) => shape.links.push(dest_url.into_string()),
            Event::Start(Tag::Image { .. }) => shape.images += 1,
            Event::Start(Tag::CodeBlock(_)) => shape.code += 1,
            Event::Html(html) | Event::InlineHtml(html) => {
                shape.html.insert(html.into_string());
            }
            _ => {}
        }
    }
    shape
}

/// What an export must be, whatever was written.
fn holds(text: &str, what: &str) {
    let p = with(text);
    let markdown = report::markdown(&p);
    let found = shape(&markdown);
    assert!(
        found.html.iter().all(|html| html == "<br>"),
        "{what}: {:?}",
        found.html
    );
    assert_eq!(found.images, 0, "{what}");
    for link in &found.links {
        let lower = link.to_lowercase();
        let known = ["https://", "http://", "mailto:", "#"];
        assert!(known.iter().any(|s| lower.starts_with(s)), "{what}: {link}");
    }
    // No text makes a heading, and none takes one away; where nothing is written, some are left out.
    let (plain, empty) = &*PLAIN;
    assert!(
        found.headings == plain.headings || found.headings == empty.headings,
        "{what}:\n{markdown}"
    );
    same_structure(text, what);

    let json = report::json(&p);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(SCHEMA.is_valid(&value), "{what}");
    assert!(
        serde_json::from_str::<Postmortem>(&json).unwrap() == p,
        "{what}"
    );

    let csv = report::action_items_csv(&p);
    assert_csv(&csv, what);
}

/// A summary has in the export what it has as it was written: no table more, no code less.
fn same_structure(text: &str, what: &str) {
    // What is taken out of a text is no structure.
    let unseen = |c: char| c != '\n' && (c.is_control() || !c.is_ascii() && !c.is_alphanumeric());
    if text.contains(unseen) {
        return;
    }
    let summary = |text: &str| {
        report::markdown(&Postmortem {
            summary: text.to_owned(),
            ..Postmortem::default()
        })
    };
    let (written, without) = (shape(text), shape(&summary("plain")));
    let markdown = summary(text);
    let found = shape(&markdown);
    let tables = without.tables.len() + written.tables.len();
    assert_eq!(found.tables.len(), tables, "{what}:\n{markdown}");
    assert_eq!(
        found.code,
        without.code + written.code,
        "{what}:\n{markdown}"
    );
}

/// Two records of five cells, none of which a spreadsheet would run, with any of the three
/// separators that spreadsheets take a file to have.
fn assert_csv(csv: &str, what: &str) {
    let mut cells = vec![String::new()];
    let (mut quoted, mut rows) = (false, 0);
    for c in csv.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' | ';' | '\t' if !quoted => cells.push(String::new()),
            '\n' if !quoted => {
                rows += 1;
                assert_eq!(cells.len(), 5, "{what}: {csv}");
                cells.truncate(1);
                cells[0].clear();
            }
            '\r' if !quoted => {}
            c => cells.last_mut().unwrap().push(c),
        }
        let runs =
            |cell: &String| cell.starts_with(['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠']);
        assert!(!cells.iter().any(runs), "{what}: {csv}");
    }
    assert_eq!((rows, quoted), (2, false), "{what}: {csv}");
}

/// The PDF opens, has the pages that it says, and nothing in it acts.
fn pdf_holds(mut p: Postmortem, what: &str) {
    let created = chrono::DateTime::from_timestamp(1_795_500_000, 0).unwrap();
    let options = report::Options::new(Paper::A4, created);
    // Graphs are the same whatever is written, and most of the work.
    p.graphs.clear();
    let pdf = report::pdf(&p, &options).unwrap();
    assert!((1..800).contains(&pdf.pages), "{what}: {} pages", pdf.pages);
    let doc = lopdf::Document::load_mem(&pdf.bytes).unwrap();
    assert_eq!(doc.get_pages().len(), pdf.pages as usize, "{what}");
    for object in doc.objects.values() {
        let Ok(dict) = object.as_dict() else { continue };
        for key in [
            "JS",
            "JavaScript",
            "AA",
            "OpenAction",
            "Launch",
            "EmbeddedFiles",
        ] {
            assert!(!dict.has(key.as_bytes()), "{what}: {key}");
        }
        let action = dict.get(b"A").and_then(lopdf::Object::as_dict);
        // Structure has attributes under the same key.
        if let (true, Ok(action)) = (dict.has_type(b"Annot"), action) {
            let url = action.get(b"URI").unwrap().as_str().unwrap();
            let url = String::from_utf8_lossy(url).to_lowercase();
            let known = ["https://", "http://", "mailto:"];
            assert!(known.iter().any(|s| url.starts_with(s)), "{what}: {url}");
        }
    }
}

#[test]
fn the_corpus_becomes_a_postmortem() {
    for (name, text) in corpus() {
        holds(&text, &name);
        pdf_holds(with(&text), &name);
    }
}

#[test]
fn naughty_strings_become_a_postmortem() {
    for text in naughty() {
        holds(text, text);
    }
    // All of them in one file: each PDF takes its time.
    let all: Vec<&str> = naughty().collect();
    let p = Postmortem {
        summary: all.join("\n\n"),
        ..Postmortem::default()
    };
    pdf_holds(p, "all");
}

/// What one can write in Markdown.
const SAMPLE: &str = "At **03:04** the *pool* of `orders-db` ran dry, see [the board](https://example.org/b?a=1&b=(2)).\n\
    \n1. First\n2. Second\n   - deeper\n\n     and longer\n\n> Somebody said\n> twice\n\n```sql\nSELECT 1 | 2;\n```\n\n\
    | time | what |\n|---|--:|\n| 03:04 | a `b` c |\n\n# Heading\n\nLine\\\nbreak  \n<b>bold</b> ![x](https://example.org/x.png)\n\
    <https://example.org> mail@example.org ~~gone~~ [ref][1]\n\n[1]: https://example.org/1 \"t\"\n";

proptest! {
    #![proptest_config(rounds(60))]

    #[test]
    fn any_markdown_is_exported_in_the_same_structure(damages in vec(text_damage(), 1..6)) {
        let text = damaged(SAMPLE, &damages);
        holds(&text, &text);
    }
}

proptest! {
    #![proptest_config(rounds(2))]

    #[test]
    fn any_markdown_is_laid_out(damages in vec(text_damage(), 1..6)) {
        let text = damaged(SAMPLE, &damages);
        pdf_holds(with(&text), &text);
    }
}
