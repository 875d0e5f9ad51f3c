//! A document that can be laid out or written as Markdown: blocks, spans, tables, charts.
//! It knows nothing of outages; `compose` says what a postmortem looks like in these terms.

use crate::postmortem::MarkKind;

/// A whole document.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Document {
    pub meta: Meta,
    pub blocks: Vec<Block>,
}

/// What is said about the document rather than in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Meta {
    pub title: String,
    pub subject: String,
    pub author: String,
    pub keywords: String,
    /// Left and right in the running head.
    pub head_left: String,
    pub head_right: String,
    /// Left in the footer; the page number stands on the right.
    pub foot_left: String,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Block {
    /// The document's title with a line above and a line below it.
    Title {
        kicker: String,
        text: String,
        subtitle: String,
    },
    /// Level 1 to 3. `id` is what links point at.
    Heading {
        level: u8,
        id: String,
        text: String,
    },
    Paragraph(Vec<Span>),
    /// A small muted line: a caption, or what is said when there is nothing to say.
    Note(Vec<Span>),
    List {
        /// The first number of a numbered list.
        start: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Quote(Vec<Block>),
    Code(String),
    Table(Table),
    /// Labels with short values, in two columns.
    KeyValue(Vec<(String, Vec<Span>)>),
    Tiles(Vec<Tile>),
    Chart(Chart),
    Lanes(Lanes),
    /// Where the table of contents stands.
    Contents,
    PageBreak,
}

/// A stretch of text in one style.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Span {
    pub text: String,
    pub bold: bool,
    pub italic: bool,
    pub code: bool,
    pub tone: Tone,
    pub link: Option<Link>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Link {
    /// To a heading, a row or a piece of evidence in this document.
    Inside(String),
    /// To the outside.
    Url(String),
}

/// What a colour means here. Never the only carrier of a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Tone {
    #[default]
    Plain,
    Muted,
    Good,
    Warn,
    Bad,
    Inject,
    Alert,
    Act,
    Talk,
    Think,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Column {
    pub head: String,
    pub width: Width,
    pub right: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Width {
    /// As wide as the widest cell, within reason.
    Fit,
    /// A share of what the others leave.
    Share(f32),
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Row {
    pub cells: Vec<Vec<Span>>,
    /// What links to this row point at.
    pub id: Option<String>,
    /// A bar and a tint for rows that matter.
    pub tone: Tone,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tile {
    pub label: String,
    pub value: String,
    pub note: String,
    pub tone: Tone,
}

/// One series over time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chart {
    pub title: String,
    pub unit: String,
    pub t0_s: f64,
    pub step_s: f64,
    pub values: Vec<Option<f32>>,
    pub threshold: Option<f32>,
    pub marks: Vec<ChartMark>,
    /// The incident clock at second zero.
    pub starts_s_of_day: u32,
    /// The chart in words, for those who do not see it.
    pub alt: String,
}

/// A numbered vertical mark; the number is explained in a table beside the charts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ChartMark {
    pub at_s: f64,
    pub kind: MarkKind,
    pub number: usize,
}

/// What happened in parallel, each in its own lane over one axis of time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lanes {
    pub title: String,
    pub from_s: f64,
    pub to_s: f64,
    pub lanes: Vec<Lane>,
    /// Lines across all lanes, with a word above each.
    pub rules: Vec<LaneRule>,
    /// The incident clock at second zero.
    pub starts_s_of_day: u32,
    /// The same in words, for those who cannot see it.
    pub alt: String,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lane {
    pub label: String,
    pub bars: Vec<LaneBar>,
    pub points: Vec<LanePoint>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct LaneBar {
    pub from_s: f64,
    pub to_s: f64,
    pub kind: BarKind,
    /// Upper (0) or lower (1) in the lane, for bars that overlap; none: in its middle.
    pub row: Option<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BarKind {
    /// A thin line: time that was given.
    Given,
    /// Thick and hatched: time that was too much.
    Overdue,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct LanePoint {
    pub at_s: f64,
    pub kind: PointKind,
    /// As for bars.
    pub row: Option<u8>,
}

/// What a point means is told by its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PointKind {
    /// A ring.
    Promised,
    /// A stroke across the lane.
    Norm,
    /// A disc.
    Sent,
    /// A filled square.
    Notice,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LaneRule {
    pub at_s: f64,
    pub label: String,
    /// Solid; otherwise dotted.
    pub strong: bool,
}

impl Span {
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    pub fn tone(text: impl Into<String>, tone: Tone) -> Self {
        Self {
            text: text.into(),
            tone,
            ..Self::default()
        }
    }

    /// A word that carries a verdict: bold and toned, so that it stands out in grey as well.
    pub fn verdict(text: impl Into<String>, tone: Tone) -> Self {
        Self {
            text: text.into(),
            tone,
            bold: true,
            ..Self::default()
        }
    }

    pub fn inside(text: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            link: Some(Link::Inside(id.into())),
            ..Self::default()
        }
    }
}

impl Column {
    pub fn fit(head: &str) -> Self {
        Self {
            head: head.to_owned(),
            width: Width::Fit,
            right: false,
        }
    }

    pub fn fit_right(head: &str) -> Self {
        Self {
            head: head.to_owned(),
            width: Width::Fit,
            right: true,
        }
    }

    pub fn share(head: &str, share: f32) -> Self {
        Self {
            head: head.to_owned(),
            width: Width::Share(share),
            right: false,
        }
    }
}
