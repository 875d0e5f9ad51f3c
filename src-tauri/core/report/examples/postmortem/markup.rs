//! The Markdown of a postmortem as other typesetters want it: the same headings, tables with
//! headers that come again, lists, code, emphasis and links, on A4 in the same typefaces.

use std::collections::BTreeSet;

use pulldown_cmark::{Alignment, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// How one typesetter writes what Markdown says.
trait Dialect {
    fn text(&self, text: &str) -> String;
    fn code(&self, text: &str) -> String;
    fn block_code(&self, text: &str) -> String;
    fn emphasis(&self, strong: bool, start: bool) -> &'static str;
    fn link(&self, target: &str, known: bool) -> String;
    fn link_end(&self) -> &'static str;
    fn heading(&self, level: usize) -> String;
    fn heading_end(&self, level: usize, id: &str) -> String;
    fn paragraph(&self, start: bool) -> &'static str;
    fn quote(&self, start: bool) -> &'static str;
    fn list(&self, ordered: bool, start: bool) -> String;
    fn item(&self, start: bool) -> &'static str;
    fn table(&self, columns: &[Alignment]) -> String;
    fn head(&self, start: bool) -> &'static str;
    fn row(&self, start: bool) -> &'static str;
    fn cell(&self, head: bool, start: bool) -> &'static str;
    fn table_end(&self) -> &'static str;
}

/// GitHub's anchor of a title.
fn slug(title: &str) -> String {
    let letters = title.chars().filter_map(|c| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        c if c.is_alphanumeric() => Some(c.to_ascii_lowercase()),
        _ => None,
    });
    letters.collect()
}

fn level(level: HeadingLevel) -> usize {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        _ => 4,
    }
}

fn events(markdown: &str) -> impl Iterator<Item = Event<'_>> {
    Parser::new_ext(
        markdown,
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH,
    )
}

/// The anchors that headings give, each once.
fn anchors(markdown: &str) -> BTreeSet<String> {
    let mut title: Option<String> = None;
    let mut found = BTreeSet::new();
    for event in events(markdown) {
        match event {
            Event::Start(Tag::Heading { .. }) => title = Some(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(title) = &mut title {
                    title.push_str(&text);
                }
            }
            Event::End(TagEnd::Heading(_)) => found.extend(title.take().map(|t| slug(&t))),
            _ => {}
        }
    }
    found
}

fn write(markdown: &str, dialect: &impl Dialect) -> String {
    let anchors = anchors(markdown);
    let mut given = BTreeSet::new();
    let mut out = String::new();
    let mut title: Option<String> = None;
    let (mut in_code, mut in_head) = (false, false);
    let mut ordered = Vec::new();
    for event in events(markdown) {
        match event {
            Event::Text(text) if in_code => out.push_str(&dialect.block_code(&text)),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                if let Some(title) = &mut title {
                    title.push_str(&text);
                }
                out.push_str(&dialect.text(&text));
            }
            Event::Code(text) => {
                if let Some(title) = &mut title {
                    title.push_str(&text);
                }
                out.push_str(&dialect.code(&text));
            }
            Event::SoftBreak | Event::HardBreak => out.push('\n'),
            Event::Start(Tag::Emphasis) => out.push_str(dialect.emphasis(false, true)),
            Event::End(TagEnd::Emphasis) => out.push_str(dialect.emphasis(false, false)),
            Event::Start(Tag::Strong) => out.push_str(dialect.emphasis(true, true)),
            Event::End(TagEnd::Strong) => out.push_str(dialect.emphasis(true, false)),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let known = dest_url
                    .strip_prefix('#')
                    .is_none_or(|id| anchors.contains(id));
                out.push_str(&dialect.link(&dest_url, known));
            }
            Event::End(TagEnd::Link) => out.push_str(dialect.link_end()),
            Event::Start(Tag::Heading { level: l, .. }) => {
                title = Some(String::new());
                out.push_str(&dialect.heading(level(l)));
            }
            Event::End(TagEnd::Heading(l)) => {
                let id = slug(&title.take().unwrap_or_default());
                let id = if given.insert(id.clone()) {
                    id
                } else {
                    String::new()
                };
                out.push_str(&dialect.heading_end(level(l), &id));
            }
            Event::Start(Tag::Paragraph) => out.push_str(dialect.paragraph(true)),
            Event::End(TagEnd::Paragraph) => out.push_str(dialect.paragraph(false)),
            Event::Start(Tag::BlockQuote(_)) => out.push_str(dialect.quote(true)),
            Event::End(TagEnd::BlockQuote(_)) => out.push_str(dialect.quote(false)),
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::List(start)) => {
                ordered.push(start.is_some());
                out.push_str(&dialect.list(start.is_some(), true));
            }
            Event::End(TagEnd::List(_)) => {
                let ordered = ordered.pop().unwrap_or_default();
                out.push_str(&dialect.list(ordered, false));
            }
            Event::Start(Tag::Item) => out.push_str(dialect.item(true)),
            Event::End(TagEnd::Item) => out.push_str(dialect.item(false)),
            Event::Start(Tag::Table(columns)) => out.push_str(&dialect.table(&columns)),
            Event::End(TagEnd::Table) => out.push_str(dialect.table_end()),
            Event::Start(Tag::TableHead) => {
                in_head = true;
                out.push_str(dialect.head(true));
            }
            Event::End(TagEnd::TableHead) => {
                in_head = false;
                out.push_str(dialect.head(false));
            }
            Event::Start(Tag::TableRow) => out.push_str(dialect.row(true)),
            Event::End(TagEnd::TableRow) => out.push_str(dialect.row(false)),
            Event::Start(Tag::TableCell) => out.push_str(dialect.cell(in_head, true)),
            Event::End(TagEnd::TableCell) => out.push_str(dialect.cell(in_head, false)),
            _ => {}
        }
    }
    out
}

struct Typst;

/// For Typst 0.14 and later, tagged as is its default.
pub fn typst(markdown: &str) -> String {
    format!("{TYPST_HEAD}{}", write(markdown, &Typst))
}

const TYPST_HEAD: &str = r#"#set document(title: "Postmortem")
#set page(paper: "a4", margin: (x: 56pt, top: 74pt, bottom: 66pt), header: context {
  if here().page() > 1 [#set text(7.6pt, fill: luma(100)); Postmortem #h(1fr) Drill 17]
}, footer: context [#set text(7.6pt, fill: luma(100)); Three AM #h(1fr) #counter(page).display("1 / 1", both: true)])
#set text(font: ("Inter", "Noto Sans"), size: 9.5pt, lang: "en")
#set smartquote(enabled: false)
#show raw: set text(font: "IBM Plex Mono", size: 8pt)
#show link: set text(fill: rgb("1f5cb8"))
#set table(stroke: (x, y) => (bottom: 0.5pt + luma(210)), inset: (x: 6pt, y: 3.6pt), fill: (x, y) => if y == 0 { luma(244) })
#show table: set text(size: 8.4pt)
"#;

impl Dialect for Typst {
    fn text(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 8);
        for c in text.chars() {
            if "\\`*_$#@<>[]~\"'/=+-.".contains(c) {
                out.push('\\');
            }
            out.push(c);
        }
        out
    }
    fn code(&self, text: &str) -> String {
        format!(
            "#raw(\"{}\")",
            text.replace('\\', "\\\\").replace('"', "\\\"")
        )
    }
    fn block_code(&self, text: &str) -> String {
        let text = text.replace('\\', "\\\\").replace('"', "\\\"");
        format!("#raw(block: true, \"{text}\")\n\n")
    }
    fn emphasis(&self, strong: bool, start: bool) -> &'static str {
        match (strong, start) {
            (true, true) => "#strong[",
            (false, true) => "#emph[",
            (_, false) => "]",
        }
    }
    fn link(&self, target: &str, known: bool) -> String {
        match target.strip_prefix('#') {
            Some(id) if known => format!("#link(<{id}>)["),
            Some(_) => "#box[".to_owned(),
            None => format!("#link(\"{target}\")["),
        }
    }
    fn link_end(&self) -> &'static str {
        "]"
    }
    fn heading(&self, level: usize) -> String {
        // The title does not stand in the contents.
        if level == 1 {
            return "#text(25pt, weight: \"bold\")[".to_owned();
        }
        format!("{} ", "=".repeat(level - 1))
    }
    fn heading_end(&self, level: usize, id: &str) -> String {
        match (level, id) {
            (1, _) => "]\n\n#outline(depth: 1)\n\n".to_owned(),
            (_, "") => "\n\n".to_owned(),
            (_, id) => format!(" <{id}>\n\n"),
        }
    }
    fn paragraph(&self, start: bool) -> &'static str {
        if start { "" } else { "\n\n" }
    }
    fn quote(&self, start: bool) -> &'static str {
        if start {
            "#quote(block: true)["
        } else {
            "]\n\n"
        }
    }
    fn list(&self, ordered: bool, start: bool) -> String {
        match (ordered, start) {
            (true, true) => "#enum(".to_owned(),
            (false, true) => "#list(".to_owned(),
            (_, false) => ")\n\n".to_owned(),
        }
    }
    fn item(&self, start: bool) -> &'static str {
        if start { "[" } else { "]," }
    }
    fn table(&self, columns: &[Alignment]) -> String {
        let widths = vec!["auto"; columns.len() - 1].join(", ");
        let sides = columns.iter().map(|side| match side {
            Alignment::Right => "right",
            _ => "left",
        });
        let sides: Vec<&str> = sides.collect();
        format!(
            "#table(columns: ({widths}, 1fr), align: ({}),\n",
            sides.join(", ")
        )
    }
    fn head(&self, start: bool) -> &'static str {
        if start { "table.header(" } else { "),\n" }
    }
    fn row(&self, start: bool) -> &'static str {
        if start { "" } else { "\n" }
    }
    fn cell(&self, head: bool, start: bool) -> &'static str {
        match (head, start) {
            (true, true) => "[#strong[",
            (true, false) => "]],",
            (false, true) => "[",
            (false, false) => "],",
        }
    }
    fn table_end(&self) -> &'static str {
        ")\n\n"
    }
}

struct Html;

/// For what prints web pages; `fonts` stands beside it.
pub fn html(markdown: &str) -> String {
    format!("{HTML_HEAD}{}</body></html>\n", write(markdown, &Html))
}

const HTML_HEAD: &str = r#"<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Postmortem</title><style>
@font-face { font-family: Inter; src: url(fonts/Inter-Regular.ttf); }
@font-face { font-family: Inter; font-weight: 700; src: url(fonts/Inter-Bold.ttf); }
@font-face { font-family: Inter; font-style: italic; src: url(fonts/Inter-Italic.ttf); }
@font-face { font-family: Plex; src: url(fonts/IBMPlexMono-Regular.ttf); }
@font-face { font-family: Wide; src: url(fonts/NotoSans-Regular.ttf); }
@page { size: A4; margin: 74pt 56pt 66pt; @bottom-right { content: counter(page) " / " counter(pages); font: 7.6pt Inter; } }
body { font: 9.5pt/14pt Inter, Wide; margin: 0; }
code, pre { font: 8pt Plex; }
a { color: #1f5cb8; }
table { border-collapse: collapse; width: 100%; font-size: 8.4pt; line-height: 11.6pt; }
thead { display: table-header-group; background: #f3f5f8; }
tr { break-inside: avoid; border-bottom: 0.5pt solid #d3d8e0; }
td, th { text-align: left; vertical-align: top; padding: 3.6pt 6pt; }
</style></head><body>
"#;

impl Dialect for Html {
    fn text(&self, text: &str) -> String {
        text.replace('&', "&amp;").replace('<', "&lt;")
    }
    fn code(&self, text: &str) -> String {
        format!("<code>{}</code>", self.text(text))
    }
    fn block_code(&self, text: &str) -> String {
        format!("<pre>{}</pre>\n", self.text(text))
    }
    fn emphasis(&self, strong: bool, start: bool) -> &'static str {
        match (strong, start) {
            (true, true) => "<strong>",
            (true, false) => "</strong>",
            (false, true) => "<em>",
            (false, false) => "</em>",
        }
    }
    fn link(&self, target: &str, _known: bool) -> String {
        format!("<a href=\"{target}\">")
    }
    fn link_end(&self) -> &'static str {
        "</a>"
    }
    fn heading(&self, level: usize) -> String {
        format!("<h{level}>")
    }
    fn heading_end(&self, level: usize, id: &str) -> String {
        format!("<a id=\"{id}\"></a></h{level}>\n")
    }
    fn paragraph(&self, start: bool) -> &'static str {
        if start { "<p>" } else { "</p>\n" }
    }
    fn quote(&self, start: bool) -> &'static str {
        if start {
            "<blockquote>"
        } else {
            "</blockquote>\n"
        }
    }
    fn list(&self, ordered: bool, start: bool) -> String {
        let name = if ordered { "ol" } else { "ul" };
        let slash = if start { "" } else { "/" };
        format!("<{slash}{name}>\n")
    }
    fn item(&self, start: bool) -> &'static str {
        if start { "<li>" } else { "</li>\n" }
    }
    fn table(&self, _columns: &[Alignment]) -> String {
        "<table>".to_owned()
    }
    fn head(&self, start: bool) -> &'static str {
        if start {
            "<thead><tr>"
        } else {
            "</tr></thead><tbody>\n"
        }
    }
    fn row(&self, start: bool) -> &'static str {
        if start { "<tr>" } else { "</tr>\n" }
    }
    fn cell(&self, head: bool, start: bool) -> &'static str {
        match (head, start) {
            (true, true) => "<th>",
            (true, false) => "</th>",
            (false, true) => "<td>",
            (false, false) => "</td>",
        }
    }
    fn table_end(&self) -> &'static str {
        "</tbody></table>\n"
    }
}
