//! The pieces of a first page: title, particulars, tiles, contents.

use super::blocks::place;
use super::sheet::{
    self, ACCENT, BODY, CONTENTS, FILL, HEAD_2, KICKER, MUTED, RULE_STRONG, SUBTITLE, TILE_LABEL,
    TILE_NOTE, TILE_VALUE, TITLE,
};
use super::{Area, Flow, Item, NodeId, Piece, Placed, Role};
use crate::document::{Block, Document, Link, Span, Tile, Tone};

/// What the table of contents lists: ids and titles of the chapters.
pub(super) fn entries(document: &Document) -> Vec<(String, String)> {
    let chapter = |block: &Block| match block {
        Block::Heading { level: 1, id, text } => Some((id.clone(), text.clone())),
        _ => None,
    };
    document.blocks.iter().filter_map(chapter).collect()
}

impl Flow {
    pub(super) fn title(
        &mut self,
        kicker: &str,
        text: &str,
        subtitle: &str,
        area: Area,
        parent: NodeId,
    ) {
        let mut piece = Piece {
            after: 16.0,
            height: 14.0,
            ..Piece::default()
        };
        let bar = Item::Rect {
            x: area.left,
            y: 0.0,
            w: 36.0,
            h: 2.5,
            fill: ACCENT,
        };
        piece.items.push(Placed { node: 0, item: bar });
        let parts = [
            (kicker, KICKER, Role::Paragraph, 5.0),
            (text, TITLE, Role::Title, 4.0),
            (subtitle, SUBTITLE, Role::Paragraph, 0.0),
        ];
        for (words, set, role, gap) in parts {
            let node = self.nodes.add(role, parent);
            for line in self
                .shaper
                .lines(&[Span::plain(words)], set, area.width, false)
                .lines
            {
                place(&mut piece.items, line, area.left, &mut piece.height, node);
            }
            piece.height += gap;
        }
        self.pieces.push(piece);
    }

    /// Labels with values, two pairs a line.
    pub(super) fn key_value(&mut self, pairs: &[(String, Vec<Span>)], area: Area, parent: NodeId) {
        const GAP: f32 = 18.0;
        let half = (area.width - GAP) / 2.0;
        let label_set = BODY.color(MUTED);
        let label_width = pairs
            .iter()
            .map(|(label, _)| {
                self.shaper
                    .natural_width(&[Span::plain(label.as_str())], label_set)
            })
            .fold(0.0, f32::max)
            .min(half * 0.5)
            + 14.0;
        let rows = pairs.len().div_ceil(2);
        for (i, pair) in pairs.chunks(2).enumerate() {
            let last = i + 1 == rows;
            let mut piece = Piece {
                after: if last { 14.0 } else { 2.0 },
                keep_next: !last,
                ..Piece::default()
            };
            for (column, (label, value)) in pair.iter().enumerate() {
                let left = area.left + column as f32 * (half + GAP);
                let label = [Span::plain(label.as_str())];
                let label = self
                    .shaper
                    .lines(&label, label_set, label_width - 6.0, false);
                let value = self.shaper.lines(
                    value,
                    sheet::Type {
                        tabular: true,
                        ..BODY
                    },
                    half - label_width,
                    false,
                );
                for (lines, x) in [(label, left), (value, left + label_width)] {
                    let node = self.nodes.add(Role::Paragraph, parent);
                    let mut height = 0.0;
                    for line in lines.lines {
                        place(&mut piece.items, line, x, &mut height, node);
                    }
                    piece.height = piece.height.max(height);
                }
            }
            self.pieces.push(piece);
        }
    }

    pub(super) fn tiles(&mut self, tiles: &[Tile], area: Area, parent: NodeId) {
        const GAP: f32 = 9.0;
        const PAD: f32 = 10.0;
        let n = tiles.len().max(1) as f32;
        let width = (area.width - GAP * (n - 1.0)) / n;
        let mut piece = Piece {
            before: 4.0,
            after: 8.0,
            height: 56.0,
            ..Piece::default()
        };
        for (i, tile) in tiles.iter().enumerate() {
            let x = area.left + i as f32 * (width + GAP);
            let inner = width - 2.0 * PAD;
            let back = Item::Rect {
                x,
                y: 0.0,
                w: width,
                h: piece.height,
                fill: FILL,
            };
            let bar_fill = match tile.tone {
                Tone::Plain => RULE_STRONG,
                tone => sheet::color(tone),
            };
            let bar = Item::Rect {
                x,
                y: 0.0,
                w: 2.5,
                h: piece.height,
                fill: bar_fill,
            };
            piece
                .items
                .extend([back, bar].map(|item| Placed { node: 0, item }));
            let note_set = match tile.tone {
                Tone::Plain => TILE_NOTE,
                tone => TILE_NOTE.color(sheet::color(tone)),
            };
            let value_set = self.shrunk(&tile.value, inner);
            let parts = [
                (&tile.label, TILE_LABEL, 8.0),
                (
                    &tile.value,
                    value_set,
                    19.0 + (TILE_VALUE.leading - value_set.leading) / 2.0,
                ),
                (&tile.note, note_set, 39.0),
            ];
            for (text, set, y) in parts {
                let node = self.nodes.add(Role::Paragraph, parent);
                let mut height = y;
                for line in self.shaper.fitted(text, set, inner).lines {
                    place(&mut piece.items, line, x + PAD, &mut height, node);
                }
            }
        }
        self.pieces.push(piece);
    }

    /// A tile's value set smaller, down to the body's size, so that it stays whole.
    fn shrunk(&mut self, value: &str, width: f32) -> sheet::Type {
        let natural = self.shaper.natural_width(&[Span::plain(value)], TILE_VALUE);
        let scale = (width / natural.max(1.0)).clamp(BODY.size / TILE_VALUE.size, 1.0);
        sheet::Type {
            size: TILE_VALUE.size * scale,
            leading: TILE_VALUE.leading * scale,
            ..TILE_VALUE
        }
    }

    pub(super) fn table_of_contents(&mut self, area: Area, parent: NodeId) {
        let entries = std::mem::take(&mut self.contents);
        let node = self.nodes.add(Role::Heading(2), parent);
        let mut head = Piece {
            before: 20.0,
            after: 4.0,
            keep_next: true,
            ..Piece::default()
        };
        for line in self
            .shaper
            .lines(&[Span::plain("Contents")], HEAD_2, area.width, false)
            .lines
        {
            place(&mut head.items, line, area.left, &mut head.height, node);
        }
        self.pieces.push(head);
        let list = self.nodes.add(Role::Contents, parent);
        for (id, title) in entries {
            let node = self.nodes.add(Role::ContentsItem, list);
            let lines = self.shaper.fitted(&title, CONTENTS, area.width - 60.0);
            let text_end = area.left + lines.width;
            let mut piece = Piece::default();
            for line in lines.lines {
                place(&mut piece.items, line, area.left, &mut piece.height, node);
            }
            let baseline = piece.items.iter().find_map(|p| match &p.item {
                Item::Text(run) => Some(run.y),
                _ => None,
            });
            let y = baseline.unwrap_or(0.0);
            let leader = Item::Line {
                from: (text_end + 6.0, y - 0.6),
                to: (area.right() - 22.0, y - 0.6),
                width: 0.6,
                color: RULE_STRONG,
                dash: &[0.6, 2.6],
            };
            piece.items.push(Placed {
                node: 0,
                item: leader,
            });
            let number = Item::PageOf {
                id: id.clone(),
                right: area.right(),
                y,
            };
            piece.items.push(Placed { node, item: number });
            let link = Item::Link {
                x: area.left,
                y: 0.0,
                w: area.width,
                h: piece.height,
                target: Link::Inside(id),
            };
            piece.items.push(Placed { node, item: link });
            self.pieces.push(piece);
        }
    }
}
