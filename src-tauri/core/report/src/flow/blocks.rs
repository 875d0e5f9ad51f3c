//! Blocks of prose → pieces: headings, paragraphs, lists, quotes, code.

use super::shape::{Lines, TextLine};
use super::sheet::{
    self, ACCENT, BODY, CODE, FILL, HEAD_1, HEAD_2, HEAD_3, NOTE, RULE_STRONG, Type,
};
use super::{Area, Flow, Item, NodeId, Piece, Placed, Role};
use crate::document::{Block, Link, Span};

impl Flow {
    pub(super) fn block(&mut self, block: &Block, area: Area, parent: NodeId) {
        // A sentence that leads into a table stays with it.
        if let (Block::Table(_), true, Some(last)) =
            (block, self.after_paragraph, self.pieces.last_mut())
        {
            last.keep_next = true;
        }
        self.after_paragraph = matches!(block, Block::Paragraph(_) | Block::Note(_));
        match block {
            Block::Title {
                kicker,
                text,
                subtitle,
            } => {
                self.title(kicker, text, subtitle, area, parent);
            }
            Block::Heading { level, id, text } => self.heading(*level, id, text, area, parent),
            Block::Paragraph(spans) => self.paragraph(spans, BODY, 7.0, area, parent),
            Block::Note(spans) => self.paragraph(spans, NOTE, 7.0, area, parent),
            Block::List { start, items } => self.list(*start, items, area, parent),
            Block::Quote(inner) => self.quote(inner, area, parent),
            Block::Code(text) => self.code(text, area, parent),
            Block::Table(table) => self.table(table, area, parent),
            Block::KeyValue(pairs) => self.key_value(pairs, area, parent),
            Block::Tiles(tiles) => self.tiles(tiles, area, parent),
            Block::Chart(chart) => self.chart(chart, area, parent),
            Block::Lanes(lanes) => self.lanes(lanes, area, parent),
            Block::Contents => self.table_of_contents(area, parent),
            Block::PageBreak => {
                self.pieces.push(Piece {
                    page_break: true,
                    ..Piece::default()
                });
            }
        }
    }

    fn heading(&mut self, level: u8, id: &str, text: &str, area: Area, parent: NodeId) {
        let (set, before, after) = match level {
            1 => (HEAD_1, 28.0, 7.0),
            2 => (HEAD_2, 17.0, 5.0),
            _ => (HEAD_3, 12.0, 3.0),
        };
        let node = self.nodes.add(Role::Heading(level), parent);
        let lines = self
            .shaper
            .lines(&[Span::plain(text)], set, area.width, false);
        let mut piece = Piece {
            before,
            after,
            keep_next: true,
            ..Piece::default()
        };
        for line in lines.lines {
            place(&mut piece.items, line, area.left, &mut piece.height, node);
        }
        piece.anchors.push(id.to_owned());
        if level <= 2 {
            piece.outline = Some((level, text.to_owned(), id.to_owned()));
        }
        self.pieces.push(piece);
    }

    pub(super) fn paragraph(
        &mut self,
        spans: &[Span],
        set: Type,
        after: f32,
        area: Area,
        parent: NodeId,
    ) {
        let node = self.nodes.add(Role::Paragraph, parent);
        let lines = self.shaper.lines(spans, set, area.width, false);
        self.line_pieces(lines, after, area.left, node);
    }

    /// One piece a line; the first two and the last two lines stay together.
    fn line_pieces(&mut self, lines: Lines, after: f32, left: f32, node: NodeId) {
        let n = lines.lines.len();
        for (i, line) in lines.lines.into_iter().enumerate() {
            let last = i + 1 == n;
            let mut piece = Piece {
                after: if last { after } else { 0.0 },
                keep_next: !last && (n <= 3 || i == 0 || i + 2 == n),
                ..Piece::default()
            };
            place(&mut piece.items, line, left, &mut piece.height, node);
            self.pieces.push(piece);
        }
    }

    fn list(&mut self, start: Option<u64>, items: &[Vec<Block>], area: Area, parent: NodeId) {
        let list = self.nodes.add(Role::List, parent);
        for (i, item) in items.iter().enumerate() {
            let node = self.nodes.add(Role::ListItem, list);
            let label = self.nodes.add(Role::Label, node);
            let body = self.nodes.add(Role::ListBody, node);
            let first = self.pieces.len();
            let inner = area.indent(15.0);
            if item.is_empty() {
                self.paragraph(&[Span::plain(" ")], BODY, 0.0, inner, body);
            }
            for block in item {
                self.block(block, inner, body);
            }
            let marker = match start {
                Some(n) => format!("{}.", n.saturating_add(i as u64)),
                None => "•".to_owned(),
            };
            self.marker(first, &marker, area.left, label);
            if i + 1 < items.len()
                && let Some(last) = self.pieces.last_mut()
            {
                last.after = last.after.min(3.0);
                // No single item is left behind or goes ahead.
                last.keep_next = i == 0 || i + 2 == items.len();
            }
        }
    }

    /// Hangs a list marker beside the first line of an item.
    fn marker(&mut self, first: usize, text: &str, left: f32, node: NodeId) {
        let lines = self
            .shaper
            .lines(&[Span::plain(text)], BODY, 15.0 - 5.0, true);
        let Some(piece) = self.pieces.get_mut(first) else {
            return;
        };
        let baseline = piece
            .items
            .iter()
            .find_map(|p| match &p.item {
                Item::Text(run) => Some(run.y),
                _ => None,
            })
            .unwrap_or(BODY.leading * 0.75);
        let runs = lines.lines.into_iter().flat_map(|l| l.runs);
        let placed = runs.map(|mut run| {
            run.x += left;
            run.y = baseline;
            Placed {
                node,
                item: Item::Text(run),
            }
        });
        piece.items.splice(0..0, placed);
    }

    fn quote(&mut self, inner: &[Block], area: Area, parent: NodeId) {
        let node = self.nodes.add(Role::Quote, parent);
        let first = self.pieces.len();
        for block in inner {
            self.block(block, area.indent(12.0), node);
        }
        for i in first..self.pieces.len() {
            // The bar bridges the space to the piece above, so that it reads as one.
            let gap = if i == first {
                0.0
            } else {
                self.pieces[i - 1].after.max(self.pieces[i].before)
            };
            let h = self.pieces[i].height + gap;
            let bar = Item::Rect {
                x: area.left,
                y: -gap,
                w: 2.0,
                h: h + 0.3,
                fill: RULE_STRONG,
            };
            self.pieces[i]
                .items
                .insert(0, Placed { node: 0, item: bar });
        }
    }

    fn code(&mut self, text: &str, area: Area, parent: NodeId) {
        const PAD: f32 = 7.0;
        let node = self.nodes.add(Role::Code, parent);
        let lines = self
            .shaper
            .lines(&[Span::plain(text)], CODE, area.width - 2.0 * PAD, false)
            .lines;
        let n = lines.len();
        for (i, line) in lines.into_iter().enumerate() {
            let (first, last) = (i == 0, i + 1 == n);
            let mut piece = Piece {
                before: if first { 3.0 } else { 0.0 },
                after: if last { 9.0 } else { 0.0 },
                keep_next: !last && (n <= 4 || i == 0 || i + 2 == n),
                height: if first { PAD } else { 0.0 },
                ..Piece::default()
            };
            place(
                &mut piece.items,
                line,
                area.left + PAD,
                &mut piece.height,
                node,
            );
            if last {
                piece.height += PAD - 1.0;
            }
            // A hair of overlap hides the seam between two rectangles.
            let back = Item::Rect {
                x: area.left,
                y: 0.0,
                w: area.width,
                h: piece.height + if last { 0.0 } else { 0.4 },
                fill: FILL,
            };
            piece.items.insert(
                0,
                Placed {
                    node: 0,
                    item: back,
                },
            );
            self.pieces.push(piece);
        }
    }
}

/// Puts a line at `left`, below what `height` already holds, and adds its height.
pub(super) fn place(
    items: &mut Vec<Placed>,
    line: TextLine,
    left: f32,
    height: &mut f32,
    node: NodeId,
) {
    let top = *height;
    let baseline = top + line.baseline;
    for (from, to, target) in line.links {
        if matches!(target, Link::Url(_)) {
            let y = baseline + 1.6;
            let line = Item::Line {
                from: (left + from, y),
                to: (left + to, y),
                width: 0.4,
                color: ACCENT,
                dash: &[],
            };
            items.push(Placed {
                node: 0,
                item: line,
            });
        }
        let link = Item::Link {
            x: left + from,
            y: top,
            w: to - from,
            h: line.height,
            target,
        };
        items.push(Placed { node, item: link });
    }
    for mut run in line.runs {
        run.x += left;
        run.y = baseline;
        items.push(Placed {
            node,
            item: Item::Text(run),
        });
    }
    *height += line.height;
}

/// A tone's colour, for those who only draw.
pub(super) fn tone_color(tone: crate::document::Tone) -> sheet::Rgb {
    sheet::color(tone)
}
