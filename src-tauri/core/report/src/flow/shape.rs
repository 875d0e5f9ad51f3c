//! Spans → lines of placed glyphs: shaping, bidi and line breaking.

use std::collections::BTreeSet;
use std::ops::Range;

use parley::{
    Alignment, AlignmentOptions, FontContext, FontFamily, FontFeatures, FontStyle, FontWeight,
    Layout, LayoutContext, Line, LineBreakContext, LineHeight, OverflowWrap, StyleProperty,
};

use super::sheet::{self, ACCENT, Type};
use super::typefaces::{Face, Typefaces, family};
use super::words::Words;
use super::{Glyph, Run};
use crate::document::{Link, Span};

/// No contextual alternates: "->" must stay two characters, in print and when copied.
const PLAIN: &str = "\"calt\" 0, \"liga\" 0";
const TABULAR: &str = "\"calt\" 0, \"liga\" 0, \"tnum\" 1";

/// Lines of one width.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub lines: Vec<TextLine>,
    /// The widest line.
    pub width: f32,
}

/// One line; runs stand relative to its left edge and its baseline.
#[derive(Debug, Default)]
pub(super) struct TextLine {
    pub height: f32,
    /// From the line's top.
    pub baseline: f32,
    pub runs: Vec<Run>,
    /// Where each run ends.
    pub ends: Vec<f32>,
    /// Stretches that link somewhere: from, to, target.
    pub links: Vec<(f32, f32, Link)>,
}

/// Which span a glyph belongs to; parley carries it through the layout.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct SpanIndex(u16);

pub(super) struct Shaper {
    fonts: FontContext,
    layouts: LayoutContext<SpanIndex>,
    /// Blob identity to face.
    faces: Vec<(u64, Face)>,
    typefaces: Typefaces,
    text_stack: FontFamily<'static>,
    code_stack: FontFamily<'static>,
    pub missing: BTreeSet<char>,
    pub words: Words,
}

impl Shaper {
    pub fn new(typefaces: &Typefaces) -> Self {
        let (fonts, faces) = typefaces.context();
        let [text, code] = typefaces.stacks();
        Self {
            typefaces: typefaces.clone(),
            text_stack: family(&text),
            code_stack: family(&code),
            fonts,
            layouts: LayoutContext::new(),
            faces,
            missing: BTreeSet::new(),
            words: Words::default(),
        }
    }

    /// Sets spans in lines no wider than `width`.
    pub fn lines(&mut self, spans: &[Span], set: Type, width: f32, right: bool) -> Lines {
        self.lines_of_words(spans, set, width.max(1.0), right)
            .unwrap_or_else(|| self.whole_lines(spans, set, width.max(1.0), right))
    }

    /// The same for text that words cannot be taken from one by one.
    pub fn whole_lines(&mut self, spans: &[Span], set: Type, width: f32, right: bool) -> Lines {
        let (text, mut layout) = self.shape(spans, set, true);
        layout.break_all_lines(Some(width));
        let alignment = if right {
            Alignment::Right
        } else {
            Alignment::Start
        };
        layout.align(alignment, AlignmentOptions::default());
        let lines = layout
            .lines()
            .map(|line| self.read_line(&line, &text, spans, set))
            .collect();
        Lines {
            lines,
            width: layout.width(),
        }
    }

    /// How wide spans are when only their own line breaks count.
    pub fn natural_width(&mut self, spans: &[Span], set: Type) -> f32 {
        if spans.is_empty() {
            return 0.0;
        }
        if let Some(width) = self.words_width(spans, set) {
            return width;
        }
        let (_, mut layout) = self.shape(spans, set, true);
        layout.break_all_lines(None);
        layout.width()
    }

    /// One line of plain text; what does not fit is cut with an ellipsis.
    pub fn fitted(&mut self, text: &str, set: Type, width: f32) -> Lines {
        let mut kept: Vec<char> = text.chars().collect();
        let mut shown = text.to_owned();
        while self.natural_width(&[Span::plain(shown.as_str())], set) > width && kept.len() > 1 {
            kept.truncate((kept.len() * 9 / 10).min(kept.len() - 1));
            let stem: String = kept.iter().collect();
            shown = format!("{}…", stem.trim_end());
        }
        self.lines(&[Span::plain(shown)], set, f32::MAX, false)
    }

    /// Shapes a text; `anywhere`: a word that is wider than its line may be cut.
    pub fn shape(
        &mut self,
        spans: &[Span],
        set: Type,
        anywhere: bool,
    ) -> (String, Layout<SpanIndex>) {
        let text: String = spans.iter().map(|s| s.text.as_str()).collect();
        let mut b = self
            .layouts
            .ranged_builder(&mut self.fonts, &text, 1.0, false);
        b.push_default(if set.mono {
            self.code_stack.clone()
        } else {
            self.text_stack.clone()
        });
        b.push_default(StyleProperty::FontSize(set.size));
        b.push_default(LineHeight::Absolute(set.leading));
        b.push_default(set.weight.value());
        if anywhere {
            b.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        }
        b.push_default(StyleProperty::FontFeatures(FontFeatures::from(PLAIN)));
        b.set_line_break_override(Some(&keep_units));
        for figures in figures(&text, set) {
            b.push(
                StyleProperty::FontFeatures(FontFeatures::from(TABULAR)),
                figures,
            );
        }
        let mut at = 0;
        for (i, span) in spans.iter().enumerate() {
            let range = at..at + span.text.len();
            at = range.end;
            let index = SpanIndex(u16::try_from(i).unwrap_or(u16::MAX));
            b.push(StyleProperty::Brush(index), range.clone());
            if span.bold {
                b.push(
                    FontWeight::new(set.weight.value().value().max(600.0)),
                    range.clone(),
                );
            }
            if span.italic {
                b.push(StyleProperty::FontStyle(FontStyle::Italic), range.clone());
            }
            if span.code {
                b.push(
                    StyleProperty::FontFamily(self.code_stack.clone()),
                    range.clone(),
                );
                b.push(StyleProperty::FontSize(set.size * 0.94), range);
            }
        }
        let layout = b.build(&text);
        (text, layout)
    }

    pub fn read_line(
        &mut self,
        line: &Line<'_, SpanIndex>,
        text: &str,
        spans: &[Span],
        set: Type,
    ) -> TextLine {
        let m = line.metrics();
        let mut out = TextLine {
            height: m.block_max_coord - m.block_min_coord,
            baseline: m.baseline - m.block_min_coord,
            ..TextLine::default()
        };
        let mut x = m.inline_min_coord + m.offset;
        for run in line.runs() {
            let blob = run.font().data.id();
            let face = self
                .faces
                .iter()
                .find(|(id, _)| *id == blob)
                .map_or(Face(0), |(_, f)| *f);
            let mut open: Option<(u16, Run)> = None;
            // The rest of a ligature's text, which right to left comes before its start.
            let mut held = String::new();
            // How wide that rest is: the glyph begins where its text ends.
            let mut back = 0.0;
            for cluster in run.visual_clusters() {
                let advance = cluster.advance();
                let source = text.get(cluster.text_range()).unwrap_or("");
                if cluster.is_hard_line_break() {
                    x += advance;
                    continue;
                }
                if cluster.is_ligature_continuation() {
                    if run.is_rtl() {
                        held.insert_str(0, source);
                        back += advance;
                    } else if let Some((_, run)) = &mut open {
                        extend_last(run, source);
                    }
                    x += advance;
                    continue;
                }
                let start = x - std::mem::take(&mut back);
                let index = cluster.style().brush.0;
                let span = spans.get(index as usize);
                // What is missing is shown as a box, if not by this face then by the first.
                let lacks = || cluster.glyphs().any(|g| g.id == 0);
                let face = if !self.typefaces.get(face).draws_missing && lacks() {
                    Face(0)
                } else {
                    face
                };
                let (_, target) = match open.take() {
                    Some((i, r)) if i == index && r.face == face => open.insert((i, r)),
                    other => {
                        out.close(other, start);
                        let new = Run {
                            span: index,
                            face,
                            size: run.font_size(),
                            color: span.map_or(set.color, |s| ink(s, set)),
                            x: start,
                            y: 0.0,
                            rtl: run.is_rtl(),
                            text: String::new(),
                            glyphs: Vec::new(),
                        };
                        open.insert((index, new))
                    }
                };
                let source = format!("{source}{}", std::mem::take(&mut held));
                self.add_cluster(target, &source, start, cluster.glyphs());
                if let Some(link) = span.and_then(|s| s.link.as_ref()) {
                    note_link(&mut out.links, start, x + advance, link);
                }
                x += advance;
            }
            out.close(open, x);
        }
        out
    }

    fn add_cluster(
        &mut self,
        run: &mut Run,
        source: &str,
        x: f32,
        glyphs: impl Iterator<Item = parley::Glyph>,
    ) {
        let from = run.text.len() as u32;
        run.text.push_str(source);
        let to = run.text.len() as u32;
        let mut pen = x - run.x;
        let mut first = true;
        for glyph in glyphs {
            if glyph.id == 0 {
                self.missing
                    .extend(source.chars().filter(|c| !c.is_whitespace()));
            }
            run.glyphs.push(Glyph {
                id: u16::try_from(glyph.id).unwrap_or(0),
                x: pen + glyph.x,
                // Parley's y grows downwards.
                y: -glyph.y,
                from,
                to: if first { to } else { from },
            });
            first = false;
            pen += glyph.advance;
        }
    }
}

impl TextLine {
    /// Adds a run that ends at `x`, if anything is in it.
    fn close(&mut self, run: Option<(u16, Run)>, x: f32) {
        if let Some((_, run)) = run.filter(|(_, run)| !run.glyphs.is_empty()) {
            self.runs.push(run);
            self.ends.push(x);
        }
    }
}

/// Gives the last glyph that carries text more of it: it is a ligature.
fn extend_last(run: &mut Run, source: &str) {
    run.text.push_str(source);
    let to = run.text.len() as u32;
    if let Some(last) = run.glyphs.iter_mut().rev().find(|g| g.to > g.from) {
        last.to = to;
    }
}

/// Where figures of one width are wanted. They come with a wide hyphen, so in a word that
/// has one, only the figures themselves are set so.
fn figures(text: &str, set: Type) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    if !set.tabular {
        return out;
    }
    let mut add = |range: Range<usize>| match out.last_mut() {
        Some(last) if last.end == range.start => last.end = range.end,
        _ => out.push(range),
    };
    let mut at = 0;
    for word in text.split_inclusive(' ') {
        let bytes = word.as_bytes();
        if !bytes.contains(&b'-') {
            if bytes.iter().any(u8::is_ascii_digit) {
                add(at..at + word.len());
            }
            at += word.len();
            continue;
        }
        for stretch in bytes.chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit()) {
            if stretch[0].is_ascii_digit() {
                add(at..at + stretch.len());
            }
            at += stretch.len();
        }
    }
    out
}

/// No line break between a figure and its unit: "40 ms", "5 %", "4 min 10 s".
fn keep_units(at: LineBreakContext) -> Option<bool> {
    let figure = at.before_before.is_some_and(|c| c.is_ascii_digit());
    let unit = matches!(at.after, '%' | '°' | 'm' | 's' | 'h');
    (at.before == ' ' && figure && unit).then_some(false)
}

/// A span's colour: links stand out, tones speak, everything else is as set.
pub(super) fn ink(span: &Span, set: Type) -> sheet::Rgb {
    if span.link.is_some() {
        ACCENT
    } else if span.tone == crate::document::Tone::Plain {
        set.color
    } else {
        sheet::color(span.tone)
    }
}

pub(super) fn note_link(links: &mut Vec<(f32, f32, Link)>, from: f32, to: f32, link: &Link) {
    match links.last_mut() {
        Some((_, end, last)) if last == link && (*end - from).abs() < 0.5 => *end = to,
        _ => links.push((from, to, link.clone())),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sheet::BODY;
    use super::super::typefaces::Typefaces;
    use super::Shaper;
    use crate::document::Span;

    /// Lam and alef are one glyph; it begins where its text ends, and lies on no other.
    #[test]
    fn right_to_left_ligatures_stand_in_their_place() {
        let (typefaces, _) = Typefaces::new(&[]);
        let mut shaper = Shaper::new(&typefaces);
        let joined = "لا";
        let alone = shaper.whole_lines(&[Span::plain(joined)], BODY, 400.0, false);
        let run = &alone.lines[0].runs[0];
        assert_eq!(run.glyphs.len(), 1, "one glyph: {:?}", run.glyphs);
        assert!(run.glyphs[0].x.abs() < 0.01, "{:?}", run.glyphs);
        let end = run.x + alone.width;
        assert!(
            (end - 400.0).abs() < 0.1,
            "it ends at the right edge: {end}"
        );
        // Between two letters: each glyph begins where the one before ends.
        let word = "بلاب";
        let lines = shaper.whole_lines(&[Span::plain(word)], BODY, 400.0, false);
        let run = &lines.lines[0].runs[0];
        assert_eq!(run.text.chars().count(), 4);
        let mut at: Vec<f32> = run.glyphs.iter().map(|g| g.x).collect();
        at.sort_by(f32::total_cmp);
        let gaps: Vec<f32> = at.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let ligature = alone.width;
        assert_eq!(gaps.len(), 2, "{gaps:?}");
        assert!(
            (gaps[1] - ligature).abs() < ligature * 0.35,
            "the ligature has its width: {gaps:?}, {ligature}"
        );
    }
}
