//! What people write, as blocks and spans: Markdown yes, raw HTML no.
//!
//! Raw HTML is kept as the text it is. Headings become bold lines, so that prose in a field
//! cannot change the document's structure; images are named and left out.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::clean::clean;
use crate::document::{Block, Column, Link, Row, Span, Table};

/// Nested quotes and lists deeper than this are laid out at this depth.
const MAX_DEPTH: usize = 6;

/// A field of prose.
pub(crate) fn blocks(markdown: &str) -> Vec<Block> {
    let text = clean(markdown);
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut builder = Builder::new(false);
    for event in Parser::new_ext(&text, options) {
        builder.event(event);
    }
    builder.finish()
}

/// A field of one line or a few: emphasis, code and links, but no blocks.
#[must_use]
pub fn inline(markdown: &str) -> Vec<Span> {
    let text: Vec<String> = clean(markdown).lines().map(disarm).collect();
    let mut builder = Builder::new(true);
    for event in Parser::new_ext(&text.join("\n"), Options::ENABLE_STRIKETHROUGH) {
        builder.event(event);
    }
    let mut spans = Vec::new();
    for block in builder.finish() {
        if let Block::Paragraph(more) = block {
            if !spans.is_empty() {
                spans.push(Span::plain("\n"));
            }
            spans.extend(more);
        }
    }
    spans
}

/// Takes a line's power to start a block: "+ 3 pods" is a sentence, not a list.
fn disarm(line: &str) -> String {
    let line = line.trim();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && digits < 10 && line[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    if line.starts_with(['#', '>', '+', '-', '=', '~']) || is_star_rule(line) {
        return format!("\\{line}");
    }
    if line.starts_with('<') || line.starts_with("```") {
        return format!("\\{line}");
    }
    line.to_owned()
}

fn is_star_rule(line: &str) -> bool {
    line.starts_with("* ")
        || (line.len() >= 3 && line.chars().all(|c| matches!(c, '*' | '_' | ' ')))
}

/// Whether a link may leave the document: other schemes are shown as text.
fn url(target: &str) -> Option<Link> {
    let lower = target.to_ascii_lowercase();
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| lower.starts_with(scheme))
        .then(|| Link::Url(target.to_owned()))
}

enum Container {
    Root,
    Quote,
    List {
        start: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Item,
}

struct Builder {
    inline: bool,
    stack: Vec<(Container, Vec<Block>)>,
    /// Containers that were opened beyond `MAX_DEPTH` and left out.
    skipped: usize,
    spans: Vec<Span>,
    bold: usize,
    italic: usize,
    links: Vec<Option<Link>>,
    /// Where open images are.
    images: Vec<String>,
    code: Option<String>,
    table: Option<Table>,
    in_head: bool,
}

impl Builder {
    fn new(inline: bool) -> Self {
        Self {
            inline,
            stack: vec![(Container::Root, Vec::new())],
            skipped: 0,
            spans: Vec::new(),
            bold: 0,
            italic: 0,
            links: Vec::new(),
            images: Vec::new(),
            code: None,
            table: None,
            in_head: false,
        }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::Code(text) => self.push(&text, true),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
            Event::SoftBreak => self.text(if self.inline { "\n" } else { " " }),
            Event::HardBreak => self.text("\n"),
            Event::Rule => self.flush(),
            Event::FootnoteReference(text) => self.text(&text),
            Event::TaskListMarker(done) => self.text(if done { "[x] " } else { "[ ] " }),
        }
    }

    fn text(&mut self, text: &str) {
        match &mut self.code {
            Some(code) => code.push_str(text),
            None => self.push(text, false),
        }
    }

    fn push(&mut self, text: &str, code: bool) {
        let span = Span {
            text: text.to_owned(),
            bold: self.bold > 0,
            italic: self.italic > 0,
            code,
            link: self.links.iter().flatten().next_back().cloned(),
            ..Span::default()
        };
        match self.spans.last_mut() {
            Some(last) if same_style(last, &span) => last.text.push_str(text),
            _ => self.spans.push(span),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => {}
            Tag::Heading { .. } => {
                self.flush();
                self.bold += 1;
            }
            Tag::BlockQuote(_) => self.open(Container::Quote),
            Tag::List(start) => self.open(Container::List {
                start,
                items: Vec::new(),
            }),
            Tag::Item => self.open(Container::Item),
            Tag::CodeBlock(_) => {
                self.flush();
                self.code = Some(String::new());
            }
            Tag::Strong => self.bold += 1,
            Tag::Emphasis => self.italic += 1,
            Tag::Link { dest_url, .. } => self.links.push(url(&dest_url)),
            Tag::Image { dest_url, .. } => {
                self.text("(image not included: ");
                self.images.push(dest_url.to_string());
            }
            Tag::Table(_) => {
                self.flush();
                self.table = Some(Table::default());
            }
            Tag::TableHead => self.in_head = true,
            Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.rows.push(Row::default());
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.flush(),
            TagEnd::Heading(_) => {
                self.flush();
                self.bold -= 1;
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => self.close(),
            TagEnd::CodeBlock => {
                if let Some(code) = self.code.take() {
                    self.emit(Block::Code(code.trim_end_matches('\n').to_owned()));
                }
            }
            TagEnd::Strong => self.bold -= 1,
            TagEnd::Emphasis => self.italic -= 1,
            TagEnd::Link => {
                self.links.pop();
            }
            TagEnd::Image => {
                let named = self.images.pop().unwrap_or_default();
                self.text(&format!(" {named})"));
            }
            TagEnd::TableHead => self.in_head = false,
            TagEnd::TableCell => self.cell(),
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    self.emit(Block::Table(table));
                }
            }
            _ => {}
        }
    }

    fn cell(&mut self) {
        let spans = std::mem::take(&mut self.spans);
        let Some(table) = &mut self.table else { return };
        if self.in_head {
            let head: String = spans.iter().map(|s| s.text.as_str()).collect();
            table.columns.push(Column::share(&head, 1.0));
        } else if let Some(row) = table.rows.last_mut() {
            row.cells.push(spans);
        }
    }

    fn open(&mut self, container: Container) {
        self.flush();
        // An item always belongs to the list that was opened for it.
        let item = matches!(container, Container::Item);
        if self.skipped > 0 || (self.stack.len() > MAX_DEPTH && !item) {
            self.skipped += 1;
        } else {
            self.stack.push((container, Vec::new()));
        }
    }

    fn close(&mut self) {
        self.flush();
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match self.stack.pop() {
            Some((Container::Item, blocks)) => {
                if let Some((Container::List { items, .. }, _)) = self.stack.last_mut() {
                    items.push(blocks);
                }
            }
            Some((Container::List { start, items }, _)) => self.emit(Block::List { start, items }),
            Some((Container::Quote, blocks)) => self.emit(Block::Quote(blocks)),
            Some((Container::Root, blocks)) => self.stack.push((Container::Root, blocks)),
            None => {}
        }
    }

    fn flush(&mut self) {
        let spans = std::mem::take(&mut self.spans);
        if spans.iter().any(|s| !s.text.trim().is_empty()) {
            self.emit(Block::Paragraph(trimmed(spans)));
        }
    }

    fn emit(&mut self, block: Block) {
        if let Some((_, blocks)) = self.stack.last_mut() {
            blocks.push(block);
        }
    }

    fn finish(mut self) -> Vec<Block> {
        self.flush();
        while self.stack.len() > 1 {
            self.skipped = 0;
            self.close();
        }
        self.stack
            .pop()
            .map(|(_, blocks)| blocks)
            .unwrap_or_default()
    }
}

fn same_style(a: &Span, b: &Span) -> bool {
    (a.bold, a.italic, a.code, &a.link) == (b.bold, b.italic, b.code, &b.link)
}

fn trimmed(mut spans: Vec<Span>) -> Vec<Span> {
    if let Some(last) = spans.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::{blocks, inline};
    use crate::document::Block;

    fn plain(markdown: &str) -> String {
        inline(markdown).iter().map(|s| s.text.as_str()).collect()
    }

    #[test]
    fn inline_text_stays_what_was_typed() {
        for text in [
            "+ 3 pods",
            "- 2 %",
            "# of errors",
            "1. roll back",
            "<script>alert(1)</script> & <b>bold</b>",
            "> 5 s",
            "***",
            "a | b | c",
            "---",
            "```not code",
            "~~~",
        ] {
            assert_eq!(plain(text), text, "{text:?}");
        }
    }

    #[test]
    fn deep_nesting_is_flattened() {
        let mut deepest = 0;
        let mut level = blocks(&format!("{}end", "> ".repeat(5_000)));
        while let Some(Block::Quote(inner)) = level.into_iter().next() {
            deepest += 1;
            level = inner;
        }
        assert_eq!(deepest, super::MAX_DEPTH);
    }

    #[test]
    fn images_are_named_and_left_out() {
        assert_eq!(
            plain("see ![the *pool*](/no/such.png)!"),
            "see (image not included: the pool /no/such.png)!"
        );
        let spans = inline("![x](https://example.org/a.png)");
        assert!(spans.iter().all(|s| s.link.is_none()));
    }

    #[test]
    fn only_web_and_mail_links_leave() {
        let spans = inline("[a](javascript:alert(1)) [b](https://example.org)");
        let links: Vec<_> = spans.iter().map(|s| s.link.is_some()).collect();
        assert_eq!(links, [false, true]);
    }
}
