//! Document → Markdown for a wiki: GitHub's dialect, every typed character escaped.

use std::collections::BTreeMap;

use crate::document::{Block, Document, Link, Span, Table};

/// The whole document.
pub(crate) fn write(document: &Document) -> String {
    let slugs = slugs(document);
    let mut writer = Writer {
        slugs,
        out: String::new(),
    };
    for block in &document.blocks {
        writer.block(block, "");
    }
    let mut text = writer.out.trim_end().to_owned();
    text.push('\n');
    text
}

struct Writer {
    /// Heading ids → the anchors that GitHub makes of their titles.
    slugs: BTreeMap<String, String>,
    out: String,
}

impl Writer {
    /// Writes one block; `indent` stands before every line after the first.
    fn block(&mut self, block: &Block, indent: &str) {
        let text = match block {
            Block::Title {
                kicker,
                text,
                subtitle,
            } => {
                format!(
                    "# {}: {}\n\n{}",
                    escape(kicker),
                    escape(text),
                    escape(subtitle)
                )
            }
            Block::Heading { level, text, .. } => {
                format!("{} {}", "#".repeat(usize::from(*level) + 1), escape(text))
            }
            Block::Paragraph(spans) => guard(&self.spans(spans, "\\\n")),
            Block::Note(spans) => format!("_{}_", self.spans(spans, " ").trim()),
            Block::List { start, items } => self.list(*start, items),
            Block::Quote(inner) => self.quote(inner),
            Block::Code(text) => fence(text),
            Block::Table(table) => self.table(table),
            Block::KeyValue(pairs) => {
                let line = |(label, value): &(String, Vec<Span>)| {
                    format!("- **{}:** {}", escape(label), self.spans(value, " "))
                };
                pairs.iter().map(line).collect::<Vec<_>>().join("\n")
            }
            Block::Tiles(tiles) => {
                let line = |t: &crate::document::Tile| {
                    let note = if t.note.is_empty() {
                        String::new()
                    } else {
                        format!(" ({})", escape(&t.note))
                    };
                    format!("- **{}:** {}{note}", escape(&t.label), escape(&t.value))
                };
                tiles.iter().map(line).collect::<Vec<_>>().join("\n")
            }
            Block::Chart(chart) => {
                let unit = if chart.unit.is_empty() {
                    String::new()
                } else {
                    format!(" ({})", escape(&chart.unit))
                };
                format!("**{}{unit}**", escape(&chart.title))
            }
            // What it shows is told by the caption and the table below it.
            Block::Lanes(lanes) => format!("**{}**", escape(&lanes.title)),
            Block::Contents | Block::PageBreak => return,
        };
        let text = if indent.is_empty() {
            text
        } else {
            text.replace('\n', &format!("\n{indent}"))
        };
        self.out.push_str(&text);
        self.out.push_str("\n\n");
    }

    fn nested(&mut self, blocks: &[Block]) -> String {
        let outer = std::mem::take(&mut self.out);
        for block in blocks {
            self.block(block, "");
        }
        let inner = std::mem::replace(&mut self.out, outer);
        inner.trim_end().to_owned()
    }

    fn list(&mut self, start: Option<u64>, items: &[Vec<Block>]) -> String {
        let mut lines = Vec::with_capacity(items.len());
        for (i, item) in items.iter().enumerate() {
            let marker = match start {
                Some(n) => format!("{}. ", n.saturating_add(i as u64)),
                None => "- ".to_owned(),
            };
            let indent = format!("\n{}", " ".repeat(marker.len()));
            let inner = self.nested(item);
            lines.push(format!("{marker}{}", inner.replace('\n', &indent)));
        }
        lines.join("\n")
    }

    fn quote(&mut self, inner: &[Block]) -> String {
        let inner = self.nested(inner);
        inner
            .lines()
            .map(|l| format!("> {l}"))
            .collect::<Vec<_>>()
            .join("\n")
    }

    fn table(&self, table: &Table) -> String {
        let heads: Vec<String> = table
            .columns
            .iter()
            .map(|c| escape_cell(&escape(&c.head)))
            .collect();
        let rules: Vec<&str> = table
            .columns
            .iter()
            .map(|c| if c.right { "---:" } else { "---" })
            .collect();
        let mut lines = vec![
            format!("| {} |", heads.join(" | ")),
            format!("| {} |", rules.join(" | ")),
        ];
        for row in &table.rows {
            let cells: Vec<String> = (0..table.columns.len())
                .map(|i| {
                    let spans = row.cells.get(i).map_or(&[][..], Vec::as_slice);
                    escape_cell(&self.spans(spans, "<br>"))
                })
                .collect();
            lines.push(format!("| {} |", cells.join(" | ")));
        }
        lines.join("\n")
    }

    /// Spans in a row; `br` stands for a line break.
    fn spans(&self, spans: &[Span], br: &str) -> String {
        spans.iter().map(|s| self.span(s, br)).collect()
    }

    fn span(&self, span: &Span, br: &str) -> String {
        let core = span.text.trim_matches([' ', '\n']);
        if core.is_empty() {
            return span.text.replace('\n', br);
        }
        // Emphasis may not touch spaces, so these stay outside.
        let start = span.text.len() - span.text.trim_start_matches([' ', '\n']).len();
        let (before, after) = (&span.text[..start], &span.text[start + core.len()..]);
        let mut text = if span.code {
            code(core)
        } else {
            escape(core).replace('\n', br)
        };
        if span.italic {
            text = format!("_{text}_");
        }
        if span.bold {
            text = format!("**{text}**");
        }
        match &span.link {
            Some(Link::Url(url)) => text = format!("[{text}](<{}>)", url.replace(['<', '>'], "")),
            Some(Link::Inside(id)) => {
                if let Some(slug) = self.slugs.get(id) {
                    text = format!("[{text}](#{slug})");
                }
            }
            None => {}
        }
        format!(
            "{}{text}{}",
            before.replace('\n', br),
            after.replace('\n', br)
        )
    }
}

/// Keeps a paragraph a paragraph, whatever its lines begin with.
fn guard(text: &str) -> String {
    let guarded = |line: &str| {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        if line.starts_with(['#', '+', '-', '=', '~', '>']) {
            format!("\\{line}")
        } else if digits > 0 && line[digits..].starts_with(['.', ')']) {
            format!("{}\\{}", &line[..digits], &line[digits..])
        } else {
            line.to_owned()
        }
    };
    text.split('\n').map(guarded).collect::<Vec<_>>().join("\n")
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        match c {
            '\\' | '`' | '*' | '[' | ']' | '~' | '$' => out.extend(['\\', c]),
            // Inside a word an underscore is only an underscore.
            '_' if before.is_alphanumeric()
                && chars.peek().is_some_and(|n| n.is_alphanumeric()) =>
            {
                out.push('_');
            }
            '_' => out.push_str("\\_"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // No mentions and no issue links: text from people stays text.
            '@' => out.push_str("&#64;"),
            '#' if chars.peek().is_some_and(char::is_ascii_digit) => out.push_str("&#35;"),
            _ => out.push(c),
        }
        before = c;
    }
    out
}

/// A pipe would end a table's cell, in code as well.
fn escape_cell(text: &str) -> String {
    text.replace('|', "\\|").trim().to_owned()
}

fn longest_run(text: &str, of: char) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == of { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

fn code(text: &str) -> String {
    let text = text.replace('\n', " ");
    let ticks = "`".repeat(longest_run(&text, '`') + 1);
    if text.starts_with('`') || text.ends_with('`') {
        format!("{ticks} {text} {ticks}")
    } else {
        format!("{ticks}{text}{ticks}")
    }
}

fn fence(text: &str) -> String {
    let ticks = "`".repeat(longest_run(text, '`').max(2) + 1);
    format!("{ticks}text\n{text}\n{ticks}")
}

/// GitHub's anchors: lower case, spaces to hyphens, punctuation gone, repeats numbered.
fn slugs(document: &Document) -> BTreeMap<String, String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut out = BTreeMap::new();
    let mut add = |id: Option<&str>, text: &str| {
        let slug: String = text
            .to_lowercase()
            .chars()
            .filter_map(|c| match c {
                ' ' => Some('-'),
                c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c),
                _ => None,
            })
            .collect();
        let n = seen.entry(slug.clone()).or_insert(0);
        let unique = if *n == 0 { slug } else { format!("{slug}-{n}") };
        *n += 1;
        if let Some(id) = id {
            out.insert(id.to_owned(), unique);
        }
    };
    for block in &document.blocks {
        match block {
            Block::Title { kicker, text, .. } => add(None, &format!("{kicker}: {text}")),
            Block::Heading { id, text, .. } => add(Some(id), text),
            _ => {}
        }
    }
    out
}
