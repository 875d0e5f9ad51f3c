//! Document → laid-out pages: shaping, line breaking, tables, charts, pagination.
//!
//! Blocks become *pieces*, the smallest things that may not be split; pieces become pages.
//! What comes out is plain data in points, with y growing downwards, and knows nothing of PDF.

mod blocks;
mod chart;
mod fonts;
mod front;
mod paginate;
mod shape;
mod sheet;
mod table;
mod typefaces;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::document::{Document, Link};
use crate::workers::Workers;

pub(crate) use sheet::{Rgb, Sheet};
pub(crate) use typefaces::{Face, FaceFile, Typefaces};

/// Lays the document out.
pub(crate) fn lay_out(
    document: &Document,
    sheet: Sheet,
    typefaces: &Typefaces,
    workers: Workers,
) -> Laid {
    let mut flow = Flow::new(sheet, typefaces, workers);
    let root = flow.nodes.add(Role::Document, 0);
    let area = Area {
        left: sheet.left,
        width: sheet.width(),
    };
    flow.contents = front::entries(document);
    for block in &document.blocks {
        flow.block(block, area, root);
    }
    paginate::paginate(flow, &document.meta)
}

/// Finished pages, and what points into them.
pub(crate) struct Laid {
    pub sheet: Sheet,
    pub typefaces: Typefaces,
    pub pages: Vec<Vec<Placed>>,
    /// Where each id stands: page and distance from its top.
    pub anchors: BTreeMap<String, (usize, f32)>,
    /// Level, title and id of each heading of level 1 and 2.
    pub outline: Vec<(u8, String, String)>,
    pub nodes: Nodes,
    pub missing: BTreeSet<char>,
}

/// Something on a page, and the part of the structure that it belongs to.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    pub node: NodeId,
    pub item: Item,
}

#[derive(Debug, Clone)]
pub(crate) enum Item {
    Text(Run),
    Rect {
        x: f32,
        y: f32,
        w: f32,
        h: f32,
        fill: Rgb,
    },
    Line {
        from: (f32, f32),
        to: (f32, f32),
        width: f32,
        color: Rgb,
        dash: &'static [f32],
    },
    /// Polylines, filled or stroked.
    Path {
        lines: Vec<Vec<(f32, f32)>>,
        paint: Paint,
    },
    Link {
        x: f32,
        y: f32,
        w: f32,
        h: f32,
        target: Link,
    },
    /// The number of the page on which an id stands; becomes text when it is known.
    PageOf {
        id: String,
        right: f32,
        y: f32,
    },
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Paint {
    Fill(Rgb),
    Stroke(f32, Rgb),
}

/// Glyphs of one face, size and colour on one baseline.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    /// The span of the text that it stands in.
    pub span: u16,
    pub face: Face,
    pub size: f32,
    pub color: Rgb,
    pub x: f32,
    /// The baseline.
    pub y: f32,
    pub rtl: bool,
    pub text: String,
    pub glyphs: Vec<Glyph>,
}

/// One glyph, placed relative to the run's start.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Glyph {
    pub id: u16,
    pub x: f32,
    /// Upwards.
    pub y: f32,
    /// The bytes of the run's text that this glyph starts; empty when it only continues.
    pub from: u32,
    pub to: u32,
}

impl Item {
    /// Moves the item down.
    fn lower(&mut self, by: f32) {
        match self {
            Self::Text(run) => run.y += by,
            Self::Rect { y, .. } | Self::Link { y, .. } | Self::PageOf { y, .. } => *y += by,
            Self::Line { from, to, .. } => {
                from.1 += by;
                to.1 += by;
            }
            Self::Path { lines, .. } => {
                for point in lines.iter_mut().flatten() {
                    point.1 += by;
                }
            }
        }
    }
}

/// A number in the structure tree; 0 is what has no meaning (rules, running heads).
pub(crate) type NodeId = u32;

/// The structure tree, in reading order.
#[derive(Debug, Default)]
pub(crate) struct Nodes(pub Vec<Node>);

#[derive(Debug)]
pub(crate) struct Node {
    pub role: Role,
    pub parent: NodeId,
    /// What a figure shows, in words.
    pub alt: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Document,
    Title,
    Heading(u8),
    Paragraph,
    List,
    ListItem,
    Label,
    ListBody,
    Quote,
    Code,
    Table,
    TableRow,
    TableHead,
    TableCell,
    Contents,
    ContentsItem,
    Figure,
}

impl Nodes {
    /// Adds a node and gives its number.
    pub fn add(&mut self, role: Role, parent: NodeId) -> NodeId {
        self.0.push(Node {
            role,
            parent,
            alt: String::new(),
        });
        self.0.len() as NodeId
    }

    pub fn set_alt(&mut self, node: NodeId, alt: &str) {
        if let Some(n) = (node as usize)
            .checked_sub(1)
            .and_then(|i| self.0.get_mut(i))
        {
            alt.clone_into(&mut n.alt);
        }
    }
}

/// Where a block may stand, from the left edge of the page.
#[derive(Debug, Clone, Copy)]
struct Area {
    left: f32,
    width: f32,
}

impl Area {
    fn indent(self, by: f32) -> Self {
        Self {
            left: self.left + by,
            width: (self.width - by).max(60.0),
        }
    }

    fn right(self) -> f32 {
        self.left + self.width
    }
}

/// What may not be split. Items stand at their final x; y is from the piece's top.
#[derive(Debug, Clone, Default)]
struct Piece {
    height: f32,
    /// Space above and below; neighbours share the larger one, and a page's top has none.
    before: f32,
    after: f32,
    /// Stays on one page with the next piece.
    keep_next: bool,
    page_break: bool,
    items: Vec<Placed>,
    anchors: Vec<String>,
    outline: Option<(u8, String, String)>,
    /// A table's header, put above this piece when it opens a page.
    repeat: Option<Rc<Piece>>,
}

/// The work in progress.
struct Flow {
    sheet: Sheet,
    workers: Workers,
    typefaces: Typefaces,
    shaper: shape::Shaper,
    nodes: Nodes,
    pieces: Vec<Piece>,
    /// Ids and titles for the table of contents.
    contents: Vec<(String, String)>,
    after_paragraph: bool,
}

impl Flow {
    fn new(sheet: Sheet, typefaces: &Typefaces, workers: Workers) -> Self {
        Self {
            sheet,
            workers,
            shaper: shape::Shaper::new(typefaces),
            typefaces: typefaces.clone(),
            nodes: Nodes::default(),
            pieces: Vec::new(),
            contents: Vec::new(),
            after_paragraph: false,
        }
    }
}
