//! Postmortem → document: which sections, in which order, and what is said when there is
//! nothing to say. The PDF and the Markdown are both made from what stands here.

mod communication;
mod facts;
mod front;
mod graphs;
mod learning;
mod response;
mod story;

pub use front::sealed_at;

use std::collections::{BTreeMap, BTreeSet};

use drill::writing::{Field, Holds};

use crate::clean::clean_line;
use crate::document::{Block, Document, Meta, Span, Tone};
use crate::postmortem::Postmortem;
use crate::{edits, prose, time};

/// The whole document.
pub(crate) fn document(p: &Postmortem) -> Document {
    let c = Composer::new(p);
    let mut blocks = Vec::new();
    c.front(&mut blocks);
    c.impact(&mut blocks);
    c.key_times(&mut blocks);
    c.detection(&mut blocks);
    c.trigger(&mut blocks);
    c.cause(&mut blocks);
    c.harmful_acts(&mut blocks);
    c.timeline(&mut blocks);
    c.graphs(&mut blocks);
    c.response(&mut blocks);
    c.repair(&mut blocks);
    c.communication(&mut blocks);
    c.lessons(&mut blocks);
    c.what_ifs(&mut blocks);
    c.action_items(&mut blocks);
    c.evidence(&mut blocks);
    Document {
        meta: meta(p),
        blocks,
    }
}

/// A section of the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// What links point at, for example `root-cause`; `title` for what stands before the first.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What follows the heading.
    pub blocks: Vec<Block>,
}

/// The document by section, as it will be printed.
#[must_use]
pub fn sections(p: &Postmortem) -> Vec<Section> {
    let mut sections = vec![Section {
        id: "title".to_owned(),
        title: "Title".to_owned(),
        blocks: Vec::new(),
    }];
    for block in document(p).blocks {
        match block {
            Block::Heading { level: 1, id, text } => sections.push(Section {
                id,
                title: text,
                blocks: Vec::new(),
            }),
            Block::Contents | Block::PageBreak => {}
            block => {
                if let Some(last) = sections.last_mut() {
                    last.blocks.push(block);
                }
            }
        }
    }
    sections
}

/// A field's text as it will be printed.
#[must_use]
pub fn preview(field: Field, text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    match field.holds() {
        Holds::Line => blocks.push(Block::Paragraph(line_or(text, ""))),
        Holds::Prose => prose_or(&mut blocks, text, ""),
        Holds::List => bullets_or(&mut blocks, &edits::items(text), ""),
    }
    blocks
}

fn meta(p: &Postmortem) -> Meta {
    let incident = or(&clean_line(&p.title.incident), "Untitled incident");
    let mut keywords = vec!["postmortem".to_owned(), "drill".to_owned()];
    keywords.extend(
        [&p.title.team, &p.title.severity, &p.title.scenario]
            .into_iter()
            .map(|s| clean_line(s))
            .filter(|s| !s.is_empty()),
    );
    Meta {
        title: format!("Postmortem: {incident}"),
        subject: format!(
            "Drill of {}",
            or(&clean_line(&p.title.date), "an unknown date")
        ),
        author: clean_line(&p.title.team),
        keywords: keywords.join(", "),
        head_left: incident,
        head_right: format!("Postmortem · {}", p.title.status.word()),
        foot_left: front::foot(p),
    }
}

/// What several sections need: the clock, and where links may point.
struct Composer<'a> {
    p: &'a Postmortem,
    /// Events that have a row in the timeline.
    rows: BTreeSet<u64>,
    /// Evidence by the event it belongs to, as its running number.
    evidence: BTreeMap<u64, usize>,
}

impl<'a> Composer<'a> {
    fn new(p: &'a Postmortem) -> Self {
        Self {
            p,
            rows: p.timeline.iter().filter_map(|r| r.event).collect(),
            evidence: p
                .evidence
                .iter()
                .enumerate()
                .filter_map(|(i, e)| e.event.map(|event| (event, i + 1)))
                .collect(),
        }
    }

    fn clock(&self, at_ms: i64) -> String {
        time::clock(self.p.title.starts_s_of_day, at_ms)
    }

    fn clock_or(&self, at_ms: Option<i64>, otherwise: &str) -> Vec<Span> {
        vec![match at_ms {
            Some(at) => Span::plain(self.clock(at)),
            None => Span::tone(otherwise, Tone::Muted),
        }]
    }

    /// The clock as a link to the event's timeline row, if it has one.
    fn clock_link(&self, at_ms: i64, event: Option<u64>) -> Vec<Span> {
        let clock = self.clock(at_ms);
        vec![match event {
            Some(e) if self.rows.contains(&e) => Span::inside(clock, row_id(e)),
            _ => Span::plain(clock),
        }]
    }
}

fn row_id(event: u64) -> String {
    format!("event-{event}")
}

fn evidence_id(number: usize) -> String {
    format!("evidence-{number}")
}

fn heading(level: u8, id: &str, text: &str) -> Block {
    Block::Heading {
        level,
        id: id.to_owned(),
        text: text.to_owned(),
    }
}

fn note(text: impl Into<String>) -> Block {
    Block::Note(vec![Span::plain(text)])
}

fn or(text: &str, otherwise: &str) -> String {
    if text.is_empty() {
        otherwise.to_owned()
    } else {
        text.to_owned()
    }
}

/// One line of plain text from people, with a word for when it is empty.
fn line_or(text: &str, otherwise: &str) -> Vec<Span> {
    let text = clean_line(text);
    if text.is_empty() {
        vec![Span::tone(otherwise, Tone::Muted)]
    } else {
        vec![Span::plain(text)]
    }
}

/// Prose from people, or one honest line.
fn prose_or(blocks: &mut Vec<Block>, markdown: &str, otherwise: &str) {
    let more = prose::blocks(markdown);
    if more.is_empty() {
        if !otherwise.is_empty() {
            blocks.push(note(otherwise));
        }
    } else {
        blocks.extend(more);
    }
}

/// A bullet list of one-line fields, or one honest line.
fn bullets_or(blocks: &mut Vec<Block>, lines: &[String], otherwise: &str) {
    let items: Vec<Vec<Block>> = lines
        .iter()
        .filter(|l| !l.trim().is_empty())
        .map(|l| vec![Block::Paragraph(prose::inline(l))])
        .collect();
    if !items.is_empty() {
        blocks.push(Block::List { start: None, items });
    } else if !otherwise.is_empty() {
        blocks.push(note(otherwise));
    }
}
