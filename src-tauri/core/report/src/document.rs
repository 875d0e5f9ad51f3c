//! A document that can be laid out or written as Markdown: blocks, spans, tables, charts.
//! It knows nothing of outages; `compose` says what a postmortem looks like in these terms.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

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

/// What a document is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "block", content = "is", rename_all = "snake_case")]
#[ts(rename = "DocBlock")]
pub enum Block {
    /// The document's title with a line above and a line below it.
    Title {
        /// Above.
        kicker: String,
        /// The title.
        text: String,
        /// Below.
        subtitle: String,
    },
    /// A heading.
    Heading {
        /// 1 to 3.
        level: u8,
        /// What links point at.
        id: String,
        /// Its words.
        text: String,
    },
    /// Running text.
    Paragraph(Vec<Span>),
    /// A small muted line: a caption, or what is said when there is nothing to say.
    Note(Vec<Span>),
    /// A list.
    List {
        /// The first number of a numbered list.
        #[ts(type = "number | null")]
        start: Option<u64>,
        /// Its items.
        items: Vec<Vec<Block>>,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// Text as it is, in a fixed pitch.
    Code(String),
    /// A table.
    Table(Table),
    /// Labels with short values, in two columns.
    KeyValue(Vec<(String, Vec<Span>)>),
    /// Figures side by side.
    Tiles(Vec<Tile>),
    /// A series over time.
    Chart(Chart),
    /// What happened in parallel.
    Lanes(Lanes),
    /// Where the table of contents stands.
    Contents,
    /// A new page.
    PageBreak,
}

/// A stretch of text in one style.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[ts(rename = "DocSpan")]
pub struct Span {
    /// The text; `\n` breaks the line.
    pub text: String,
    /// Strong.
    pub bold: bool,
    /// Emphasised.
    pub italic: bool,
    /// In a fixed pitch.
    pub code: bool,
    /// Its colour.
    pub tone: Tone,
    /// Where it leads.
    pub link: Option<Link>,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "to", content = "at", rename_all = "snake_case")]
#[ts(rename = "DocLink")]
pub enum Link {
    /// To a heading, a row or a piece of evidence in this document.
    Inside(String),
    /// To the outside.
    Url(String),
}

/// What a colour means here. Never the only carrier of a meaning.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "Ink")]
pub enum Tone {
    /// None.
    #[default]
    Plain,
    /// Beside the point.
    Muted,
    /// As it should be.
    Good,
    /// Not quite.
    Warn,
    /// Not as it should be.
    Bad,
    /// Put into the drill.
    Inject,
    /// An alert.
    Alert,
    /// An act.
    Act,
    /// Something said.
    Talk,
    /// Something thought.
    Think,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[ts(rename = "DocTable")]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, without the header.
    pub rows: Vec<Row>,
}

/// A table's column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "DocColumn")]
pub struct Column {
    /// What the header says.
    pub head: String,
    /// How wide.
    pub width: Width,
    /// Set to the right, as figures are.
    pub right: bool,
}

/// How wide a column is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Width {
    /// As wide as the widest cell, within reason.
    Fit,
    /// A share of what the others leave.
    Share(f32),
}

/// A table's row.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[ts(rename = "DocRow")]
pub struct Row {
    /// Its cells; missing ones are empty.
    pub cells: Vec<Vec<Span>>,
    /// What links to this row point at.
    pub id: Option<String>,
    /// A bar and a tint for rows that matter.
    pub tone: Tone,
}

/// A figure with its label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "DocTile")]
pub struct Tile {
    /// What it is.
    pub label: String,
    /// The figure.
    pub value: String,
    /// A line below.
    pub note: String,
    /// Its colour.
    pub tone: Tone,
}

/// One series over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "DocChart")]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// For example `%`; may be empty.
    pub unit: String,
    /// The first value's instant, seconds since STARTEX.
    pub t0_s: f64,
    /// Seconds between values.
    pub step_s: f64,
    /// None is a gap.
    pub values: Vec<Option<f32>>,
    /// Drawn dashed.
    pub threshold: Option<f32>,
    /// What explains it.
    pub marks: Vec<ChartMark>,
    /// The incident clock at second zero.
    pub starts_s_of_day: u32,
    /// The chart in words, for those who do not see it.
    pub alt: String,
}

/// A numbered vertical mark; the number is explained in a table beside the charts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
pub struct ChartMark {
    /// Seconds since STARTEX.
    pub at_s: f64,
    /// What it marks.
    pub kind: MarkKind,
    /// Its number.
    pub number: u32,
}

/// What happened in parallel, each in its own lane over one axis of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "DocLanes")]
pub struct Lanes {
    /// What it shows.
    pub title: String,
    /// The axis begins, seconds since STARTEX.
    pub from_s: f64,
    /// The axis ends.
    pub to_s: f64,
    /// From top to bottom.
    pub lanes: Vec<Lane>,
    /// Lines across all lanes, with a word above each.
    pub rules: Vec<LaneRule>,
    /// The incident clock at second zero.
    pub starts_s_of_day: u32,
    /// The same in words, for those who cannot see it.
    pub alt: String,
}

/// A lane.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "DocLane")]
pub struct Lane {
    /// What happens in it.
    pub label: String,
    /// Stretches of time.
    pub bars: Vec<LaneBar>,
    /// Instants.
    pub points: Vec<LanePoint>,
}

/// A stretch of time in a lane.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
pub struct LaneBar {
    /// From, seconds since STARTEX.
    pub from_s: f64,
    /// To.
    pub to_s: f64,
    /// What it is.
    pub kind: BarKind,
    /// Upper (0) or lower (1) in the lane, for bars that overlap; none: in its middle.
    pub row: Option<u8>,
}

/// What a bar means is told by its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BarKind {
    /// A thin line: time that was given.
    Given,
    /// Thick and hatched: time that was too much.
    Overdue,
}

/// An instant in a lane.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
pub struct LanePoint {
    /// Seconds since STARTEX.
    pub at_s: f64,
    /// What it is.
    pub kind: PointKind,
    /// As for bars.
    pub row: Option<u8>,
}

/// What a point means is told by its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PointKind {
    /// A ring.
    Promised,
    /// A stroke across the lane.
    Norm,
    /// A disc.
    Sent,
    /// A filled square.
    Notice,
}

/// A line across all lanes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct LaneRule {
    /// Seconds since STARTEX.
    pub at_s: f64,
    /// The word above it.
    pub label: String,
    /// Solid; otherwise dotted.
    pub strong: bool,
}

impl Span {
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    pub(crate) fn tone(text: impl Into<String>, tone: Tone) -> Self {
        Self {
            text: text.into(),
            tone,
            ..Self::default()
        }
    }

    /// A word that carries a verdict: bold and toned, so that it stands out in grey as well.
    pub(crate) fn verdict(text: impl Into<String>, tone: Tone) -> Self {
        Self {
            text: text.into(),
            tone,
            bold: true,
            ..Self::default()
        }
    }

    pub(crate) fn inside(text: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            link: Some(Link::Inside(id.into())),
            ..Self::default()
        }
    }
}

impl Column {
    pub(crate) fn fit(head: &str) -> Self {
        Self {
            head: head.to_owned(),
            width: Width::Fit,
            right: false,
        }
    }

    pub(crate) fn fit_right(head: &str) -> Self {
        Self {
            head: head.to_owned(),
            width: Width::Fit,
            right: true,
        }
    }

    pub(crate) fn share(head: &str, share: f32) -> Self {
        Self {
            head: head.to_owned(),
            width: Width::Share(share),
            right: false,
        }
    }
}
