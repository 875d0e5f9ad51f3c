//! Pieces → pages: keeping together, repeating headers, running heads, page numbers.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::shape::Shaper;
use super::sheet::{CONTENTS, RULE, RUNNING, Sheet, Type};
use super::{Flow, Item, Laid, Piece, Placed};
use crate::document::{Meta, Span};

/// Where the running head's and the footer's baselines are, from the paper's edges.
const HEAD_TOP: f32 = 36.0;
const FOOT_BOTTOM: f32 = 40.0;

pub(super) fn paginate(flow: Flow, meta: &Meta) -> Laid {
    let Flow {
        sheet,
        typefaces,
        mut shaper,
        nodes,
        pieces,
        ..
    } = flow;
    let mut stack = Stack::new(sheet);
    let mut rest = pieces.into_iter().peekable();
    while let Some(first) = rest.next() {
        // A group: pieces that want to stay together, the first of which may open a page.
        let mut group = vec![first];
        while group.last().is_some_and(|p| p.keep_next) {
            match rest.next() {
                Some(piece) => group.push(piece),
                None => break,
            }
        }
        stack.group(group);
    }
    let Stack {
        mut pages,
        anchors,
        outline,
        ..
    } = stack;
    resolve_page_numbers(&mut pages, &anchors, &mut shaper);
    run_heads(&mut pages, meta, sheet, &mut shaper);
    Laid {
        sheet,
        typefaces,
        pages,
        anchors,
        outline,
        nodes,
        missing: shaper.missing,
    }
}

/// Pages that are being filled from the top.
struct Stack {
    sheet: Sheet,
    pages: Vec<Vec<Placed>>,
    anchors: BTreeMap<String, (usize, f32)>,
    outline: Vec<(u8, String, String)>,
    y: f32,
    /// The space that the last piece wants below it.
    after: f32,
    fresh: bool,
}

impl Stack {
    fn new(sheet: Sheet) -> Self {
        Self {
            sheet,
            pages: vec![Vec::new()],
            anchors: BTreeMap::new(),
            outline: Vec::new(),
            y: sheet.first_top,
            after: 0.0,
            fresh: true,
        }
    }

    fn bottom(&self) -> f32 {
        self.sheet.paper_height - self.sheet.bottom
    }

    fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.y = self.sheet.top;
        self.after = 0.0;
        self.fresh = true;
    }

    fn group(&mut self, group: Vec<Piece>) {
        let height = needed(&group, self.after);
        if !self.fresh
            && self.y + height > self.bottom()
            && needed(&group, 0.0) <= self.sheet.height()
        {
            self.turn();
        }
        for piece in group {
            self.piece(piece);
        }
    }

    fn piece(&mut self, piece: Piece) {
        if piece.page_break {
            if !self.fresh {
                self.turn();
            }
            return;
        }
        let gap = if self.fresh {
            0.0
        } else {
            self.after.max(piece.before)
        };
        if !self.fresh && self.y + gap + piece.height > self.bottom() {
            self.turn();
        }
        if self.fresh {
            if let Some(header) = &piece.repeat {
                let header = Rc::clone(header);
                self.put(header.items.clone(), header.height);
            }
        } else {
            self.y += self.after.max(piece.before);
        }
        let page = self.pages.len() - 1;
        for id in piece.anchors {
            self.anchors.entry(id).or_insert((page, self.y));
        }
        self.outline.extend(piece.outline);
        self.after = piece.after;
        self.put(piece.items, piece.height);
    }

    fn put(&mut self, items: Vec<Placed>, height: f32) {
        let y = self.y;
        if let Some(page) = self.pages.last_mut() {
            page.extend(items.into_iter().map(|mut placed| {
                placed.item.lower(y);
                placed
            }));
        }
        self.y += height;
        self.fresh = false;
    }
}

/// The height of a group, with the space above it.
fn needed(group: &[Piece], after: f32) -> f32 {
    let mut height = 0.0;
    let mut after = after;
    for piece in group {
        height += after.max(piece.before) + piece.height;
        after = piece.after;
    }
    height
}

fn resolve_page_numbers(
    pages: &mut [Vec<Placed>],
    anchors: &BTreeMap<String, (usize, f32)>,
    shaper: &mut Shaper,
) {
    for placed in pages.iter_mut().flatten() {
        let Item::PageOf { id, right, y } = &placed.item else {
            continue;
        };
        let number = anchors
            .get(id)
            .map_or(String::new(), |(page, _)| (page + 1).to_string());
        let (right, y) = (*right, *y);
        let lines = shaper.lines(&[Span::plain(number)], CONTENTS, f32::MAX, false);
        let width = lines.width;
        if let Some(mut run) = lines.lines.into_iter().flat_map(|l| l.runs).next() {
            run.x += right - width;
            run.y = y;
            placed.item = Item::Text(run);
        }
    }
}

fn run_heads(pages: &mut [Vec<Placed>], meta: &Meta, sheet: Sheet, shaper: &mut Shaper) {
    let total = pages.len();
    let (left, right) = (sheet.left, sheet.paper_width - sheet.right);
    let foot = sheet.paper_height - FOOT_BOTTOM;
    for (i, page) in pages.iter_mut().enumerate() {
        let mut out = Vec::new();
        if i > 0 {
            let room = sheet.width() * 0.68;
            text(
                &mut out,
                shaper,
                &meta.head_left,
                (left, HEAD_TOP),
                Side::Left,
                room,
            );
            text(
                &mut out,
                shaper,
                &meta.head_right,
                (right, HEAD_TOP),
                Side::Right,
                sheet.width() * 0.3,
            );
            let y = HEAD_TOP + 14.0;
            let item = Item::Line {
                from: (left, y),
                to: (right, y),
                width: 0.5,
                color: RULE,
                dash: &[],
            };
            out.push(Placed { node: 0, item });
        }
        let number = format!("{} / {total}", i + 1);
        text(
            &mut out,
            shaper,
            &meta.foot_left,
            (left, foot),
            Side::Left,
            sheet.width() * 0.8,
        );
        text(
            &mut out,
            shaper,
            &number,
            (right, foot),
            Side::Right,
            sheet.width() * 0.18,
        );
        // Behind the content in the file, so that it is read after it.
        page.extend(out);
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Left,
    Right,
}

fn text(
    out: &mut Vec<Placed>,
    shaper: &mut Shaper,
    words: &str,
    (x, y): (f32, f32),
    side: Side,
    room: f32,
) {
    const SET: Type = RUNNING;
    let lines = shaper.fitted(words, SET, room);
    let x = if side == Side::Right {
        x - lines.width
    } else {
        x
    };
    for line in lines.lines {
        for mut run in line.runs {
            run.x += x;
            run.y = y + line.baseline;
            out.push(Placed {
                node: 0,
                item: Item::Text(run),
            });
        }
    }
}
