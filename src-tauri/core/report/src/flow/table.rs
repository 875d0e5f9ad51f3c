//! Tables → pieces: column widths, rows that stay whole, headers that come again.

use std::rc::Rc;

use super::blocks::{place, tone_color};
use super::shape::{Lines, Shaper};
use super::sheet::{BAD_FILL, CELL, CELL_HEAD, FILL, RULE, RULE_STRONG};
use super::{Area, Flow, Item, NodeId, Piece, Placed, Role};
use crate::document::{Row, Span, Table, Tone, Width};

const PAD_X: f32 = 6.0;
const PAD_Y: f32 = 3.6;
/// Columns that fit their content leave at least this share to the others.
const LEFT_FOR_SHARES: f32 = 0.36;
/// One column that fits its content takes at most this share.
const WIDEST_FIT: f32 = 0.24;

/// So many rows of a long table are set in one go.
const SHARE: usize = 128;

/// Tables that take less of a page than this are not broken.
const WHOLE: f32 = 0.3;

/// A column's place, from the left edge of the page.
#[derive(Debug, Clone, Copy)]
struct Slot {
    left: f32,
    width: f32,
    right: bool,
}

impl Slot {
    fn text_width(self) -> f32 {
        (self.width - 2.0 * PAD_X).max(8.0)
    }
}

impl Flow {
    pub(super) fn table(&mut self, table: &Table, area: Area, parent: NodeId) {
        if table.columns.is_empty() {
            return;
        }
        let node = self.nodes.add(Role::Table, parent);
        let slots = self.slots(table, area);
        let header = Rc::new(self.header(table, &slots, area, node));
        self.pieces.push(Piece {
            keep_next: true,
            ..(*header).clone()
        });
        let repeat = Rc::new(Piece {
            items: mute(&header.items),
            ..(*header).clone()
        });
        let limit = self.sheet.height() - header.height - 1.0;
        let n = table.rows.len();
        let body = self.pieces.len();
        let lines = self.cells(table, &slots);
        for (i, (row, lines)) in table.rows.iter().zip(lines).enumerate() {
            let first = self.pieces.len();
            self.row(row, lines, &slots, area, node, limit);
            for piece in &mut self.pieces[first..] {
                piece.repeat = Some(Rc::clone(&repeat));
            }
            if let Some(last) = self.pieces.last_mut() {
                // The first two rows and the last two stay together.
                last.keep_next = n > 1 && (i == 0 || i + 2 == n);
            }
        }
        let height: f32 = self.pieces[body..].iter().map(|p| p.height).sum();
        let rows = self.pieces.len() - body;
        for (i, piece) in self.pieces[body..].iter_mut().enumerate() {
            if i + 1 == rows {
                piece.after = 12.0;
            } else if height < self.sheet.height() * WHOLE {
                piece.keep_next = true;
            }
        }
    }

    fn slots(&mut self, table: &Table, area: Area) -> Vec<Slot> {
        let mut widths: Vec<f32> = Vec::with_capacity(table.columns.len());
        for (i, column) in table.columns.iter().enumerate() {
            widths.push(match column.width {
                Width::Share(_) => 0.0,
                Width::Fit => {
                    let head = self
                        .shaper
                        .natural_width(&[Span::plain(column.head.as_str())], CELL_HEAD);
                    let cells = self.fit_width(table, i);
                    (head.max(cells) + 2.0 * PAD_X + 1.0).min(area.width * WIDEST_FIT)
                }
            });
        }
        shave(&mut widths, area.width * (1.0 - LEFT_FOR_SHARES));
        let left_over = area.width - widths.iter().sum::<f32>();
        let shares: f32 = table
            .columns
            .iter()
            .map(|c| {
                if let Width::Share(s) = c.width {
                    s
                } else {
                    0.0
                }
            })
            .sum();
        let mut left = area.left;
        let mut slots = Vec::with_capacity(widths.len());
        for (column, mut width) in table.columns.iter().zip(widths) {
            if let Width::Share(share) = column.width {
                width = left_over * share / shares;
            }
            slots.push(Slot {
                left,
                width,
                right: column.right,
            });
            left += width;
        }
        slots
    }

    fn fit_width(&mut self, table: &Table, column: usize) -> f32 {
        let mut seen = std::collections::BTreeSet::new();
        let mut widest: f32 = 0.0;
        for row in &table.rows {
            let Some(cell) = row.cells.get(column) else {
                continue;
            };
            let text: String = cell.iter().map(|s| s.text.as_str()).collect();
            // Figures have one width here, so a clock is measured once for all rows.
            let shape: String = text
                .chars()
                .map(|c| if c.is_ascii_digit() { '0' } else { c })
                .collect();
            if seen.insert(shape) {
                widest = widest.max(self.shaper.natural_width(cell, CELL));
            }
        }
        widest
    }

    fn header(&mut self, table: &Table, slots: &[Slot], area: Area, parent: NodeId) -> Piece {
        let tr = self.nodes.add(Role::TableRow, parent);
        let mut piece = Piece {
            before: 6.0,
            ..Piece::default()
        };
        let mut tallest: f32 = 0.0;
        for (column, slot) in table.columns.iter().zip(slots) {
            let node = self.nodes.add(Role::TableHead, tr);
            let head = [Span::plain(column.head.as_str())];
            let lines = self
                .shaper
                .lines(&head, CELL_HEAD, slot.text_width(), slot.right);
            let mut height = PAD_Y;
            for line in lines.lines {
                place(&mut piece.items, line, slot.left + PAD_X, &mut height, node);
            }
            tallest = tallest.max(height);
        }
        piece.height = tallest + PAD_Y;
        let back = Item::Rect {
            x: area.left,
            y: 0.0,
            w: area.width,
            h: piece.height,
            fill: FILL,
        };
        piece.items.insert(
            0,
            Placed {
                node: 0,
                item: back,
            },
        );
        piece.items.push(rule(area, piece.height, 0.7, true));
        piece
    }

    /// The lines of every cell, row by row; of a long table in parallel.
    fn cells(&mut self, table: &Table, slots: &[Slot]) -> Vec<Vec<Lines>> {
        let set = |shaper: &mut Shaper, row: &Row| -> Vec<Lines> {
            let cells = slots.iter().enumerate();
            let lines = cells.map(|(i, slot)| {
                let spans = row.cells.get(i).map_or(&[][..], Vec::as_slice);
                if spans.iter().all(|s| s.text.is_empty()) {
                    return Lines::default();
                }
                shaper.lines(spans, CELL, slot.text_width(), slot.right)
            });
            lines.collect()
        };
        if table.rows.len() < 2 * SHARE {
            return table
                .rows
                .iter()
                .map(|row| set(&mut self.shaper, row))
                .collect();
        }
        let shares: Vec<&[Row]> = table.rows.chunks(SHARE).collect();
        let typefaces = &self.typefaces;
        let done = self.workers.map(
            shares.len(),
            || Shaper::new(typefaces),
            |shaper, i| {
                let rows: Vec<Vec<Lines>> = shares[i].iter().map(|row| set(shaper, row)).collect();
                (rows, std::mem::take(&mut shaper.missing))
            },
        );
        let mut rows = Vec::with_capacity(table.rows.len());
        for (more, missing) in done {
            rows.extend(more);
            self.shaper.missing.extend(missing);
        }
        rows
    }

    /// One piece, or several when the row is taller than a page.
    fn row(
        &mut self,
        row: &Row,
        lines: Vec<Lines>,
        slots: &[Slot],
        area: Area,
        parent: NodeId,
        limit: f32,
    ) {
        let tr = self.nodes.add(Role::TableRow, parent);
        let mut cells = Vec::with_capacity(slots.len());
        for (lines, slot) in lines.into_iter().zip(slots) {
            let node = self.nodes.add(Role::TableCell, tr);
            cells.push((node, *slot, lines.lines.into_iter().peekable()));
        }
        let mut anchor = row.id.clone();
        loop {
            let mut piece = Piece::default();
            let mut tallest: f32 = PAD_Y + CELL.leading;
            for (node, slot, lines) in &mut cells {
                let mut height = PAD_Y;
                while let Some(line) =
                    lines.next_if(|line| height + line.height + PAD_Y <= limit || height <= PAD_Y)
                {
                    place(
                        &mut piece.items,
                        line,
                        slot.left + PAD_X,
                        &mut height,
                        *node,
                    );
                }
                tallest = tallest.max(height);
            }
            piece.height = tallest + PAD_Y;
            if row.tone != Tone::Plain {
                tint(&mut piece, area, row.tone);
            }
            piece.items.push(rule(area, piece.height, 0.5, false));
            piece.anchors.extend(anchor.take());
            self.pieces.push(piece);
            if cells.iter_mut().all(|(.., lines)| lines.peek().is_none()) {
                return;
            }
        }
    }
}

fn tint(piece: &mut Piece, area: Area, tone: Tone) {
    let h = piece.height;
    let back = Item::Rect {
        x: area.left,
        y: 0.0,
        w: area.width,
        h,
        fill: BAD_FILL,
    };
    let bar = Item::Rect {
        x: area.left,
        y: 0.0,
        w: 2.0,
        h,
        fill: tone_color(tone),
    };
    piece
        .items
        .splice(0..0, [back, bar].map(|item| Placed { node: 0, item }));
}

fn rule(area: Area, y: f32, width: f32, strong: bool) -> Placed {
    let color = if strong { RULE_STRONG } else { RULE };
    let item = Item::Line {
        from: (area.left, y),
        to: (area.right(), y),
        width,
        color,
        dash: &[],
    };
    Placed { node: 0, item }
}

/// The same items without meaning: a repeated header is read once.
fn mute(items: &[Placed]) -> Vec<Placed> {
    items
        .iter()
        .map(|p| Placed {
            node: 0,
            item: p.item.clone(),
        })
        .collect()
}

/// Takes width from the widest columns until all fit into `limit`.
fn shave(widths: &mut [f32], limit: f32) {
    for _ in 0..64 {
        let excess = widths.iter().sum::<f32>() - limit;
        if excess <= 0.0 {
            return;
        }
        let widest = widths.iter().copied().fold(0.0, f32::max);
        let second = widths
            .iter()
            .copied()
            .filter(|w| *w < widest - 0.01)
            .fold(0.0, f32::max);
        let at_top = widths.iter().filter(|w| **w >= widest - 0.01).count() as f32;
        let cut = (widest - second).min(excess / at_top);
        for width in widths.iter_mut().filter(|w| **w >= widest - 0.01) {
            *width -= cut;
        }
    }
}
