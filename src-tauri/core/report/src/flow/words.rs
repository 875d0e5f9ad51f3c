//! Text set word by word: each word is shaped once for the whole document.
//!
//! A postmortem's thousands of rows are made of a few hundred words. Where a text is plain,
//! which is to say left to right and of letters that stand for themselves, its lines are put
//! together from words that were shaped before, and stand where the whole text's would.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::Run;
use super::shape::{Lines, Shaper, TextLine, ink, note_link};
use super::sheet::Type;
use crate::document::Span;

/// Longer words are not remembered: they do not come again.
const LONGEST: usize = 64;
/// So many remembered words are enough; then memory counts more.
const MOST: usize = 200_000;

/// A stretch of a word at whose end a line may end. Colours and links are not its own.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub runs: Vec<Run>,
    /// How far each run reaches, from the part's start.
    pub ends: Vec<f32>,
    pub advance: f32,
    /// The advance without spaces at the end.
    pub ink: f32,
    /// What the part needs above and below the baseline.
    pub over: f32,
    pub under: f32,
    pub missing: Vec<char>,
}

/// A word is one or more parts; a space at its end belongs to it.
pub(super) type Word = Rc<[Part]>;

/// What is shaped alike: everything in a [`Type`] but its colour.
type Setting = (u32, u32, u32, bool, bool);

fn setting(set: Type) -> Setting {
    let weight = set.weight.value().value();
    (
        set.size.to_bits(),
        set.leading.to_bits(),
        weight.to_bits(),
        set.mono,
        set.tabular,
    )
}

/// Words by setting, and whether a line may end between two characters with a space between.
#[derive(Default)]
pub(super) struct Words {
    settings: Vec<(Setting, BTreeMap<String, Word>)>,
    joints: BTreeMap<(char, char), bool>,
}

impl Words {
    fn of(&mut self, set: Type) -> &mut BTreeMap<String, Word> {
        let wanted = setting(set);
        let at = self.settings.iter().position(|(s, _)| *s == wanted);
        let at = at.unwrap_or_else(|| {
            self.settings.push((wanted, BTreeMap::new()));
            self.settings.len() - 1
        });
        &mut self.settings[at].1
    }

    /// Remembers a word.
    pub fn learn(&mut self, key: String, set: Type, parts: Vec<Part>) -> Word {
        let words = self.of(set);
        if words.len() >= MOST {
            words.clear();
        }
        let word: Word = parts.into();
        words.insert(key, Rc::clone(&word));
        word
    }
}

/// A word in a text: the spans that it touches, and its key, which is its text with each
/// span's look before it.
pub(super) struct Token {
    pub key: String,
    /// The first span of it.
    span: usize,
    first: char,
    /// The last character before the spaces.
    last: char,
}

/// A span's look as one character that no text holds.
fn look(span: &Span) -> char {
    let bits = u8::from(span.bold) | u8::from(span.italic) << 1 | u8::from(span.code) << 2;
    char::from(bits + 1)
}

/// The spans that a word's key was made of.
pub(super) fn spans_of(key: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for c in key.chars() {
        match (c, spans.last_mut()) {
            ('\u{1}'..='\u{8}', _) => {
                let bits = c as u8 - 1;
                spans.push(Span {
                    bold: bits & 1 != 0,
                    italic: bits & 2 != 0,
                    code: bits & 4 != 0,
                    ..Span::default()
                });
            }
            (c, Some(span)) => span.text.push(c),
            (_, None) => {}
        }
    }
    spans
}

/// Letters, figures and signs that stand side by side from left to right, one glyph or more
/// for each, whatever stands beside them.
fn plain(c: char) -> bool {
    matches!(c,
        ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{370}'..='\u{482}'
        | '\u{48a}'..='\u{52f}' | '\u{1e00}'..='\u{1fff}' | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{205e}' | '\u{2070}'..='\u{20bf}' | '\u{2190}'..='\u{22ff}')
}

/// A text's words; `None` where it has to be set as a whole.
pub(super) fn tokens(spans: &[Span]) -> Option<Vec<Token>> {
    let mut out: Vec<Token> = Vec::new();
    let mut open: Option<Token> = None;
    let mut spaces = false;
    for (index, span) in spans.iter().enumerate() {
        let mut marked = false;
        for c in span.text.chars() {
            if !plain(c) {
                return None;
            }
            if spaces && c != ' ' {
                out.extend(open.take());
                spaces = false;
            }
            let token = match &mut open {
                Some(token) => token,
                // What a line starts with decides about its spaces.
                None if c == ' ' => return None,
                None => {
                    marked = false;
                    open.insert(Token {
                        key: String::with_capacity(16),
                        span: index,
                        first: c,
                        last: c,
                    })
                }
            };
            if !marked {
                // A span without text would shift the count of those after it.
                while token.key.chars().filter(|c| *c <= '\u{8}').count() < index - token.span {
                    token.key.push('\u{1}');
                }
                token.key.push(look(span));
                marked = true;
            }
            token.key.push(c);
            if c == ' ' {
                spaces = true;
            } else {
                token.last = c;
            }
            if token.key.len() > LONGEST {
                return None;
            }
        }
    }
    out.extend(open);
    Some(out)
}

impl Shaper {
    fn word(&mut self, key: &str, set: Type) -> Word {
        if let Some(word) = self.words.of(set).get(key) {
            return Rc::clone(word);
        }
        let parts = self.parts(key, set);
        self.words.learn(key.to_owned(), set, parts)
    }

    /// Shapes a word, cut where a line may end.
    pub fn parts(&mut self, key: &str, set: Type) -> Vec<Part> {
        let spans = spans_of(key);
        let known = std::mem::take(&mut self.missing);
        let (text, mut layout) = self.shape(&spans, set, false);
        layout.break_all_lines(Some(0.01));
        let mut parts = Vec::new();
        for line in layout.lines() {
            let read = self.read_line(&line, &text, &spans, set);
            let m = line.metrics();
            parts.push(Part {
                runs: read.runs,
                ends: read.ends,
                advance: m.advance,
                ink: m.advance - m.hanging_advance,
                over: read.baseline,
                under: read.height - read.baseline,
                missing: std::mem::take(&mut self.missing).into_iter().collect(),
            });
        }
        self.missing = known;
        parts
    }

    /// Whether a line may end at the space between two words.
    fn joint(&mut self, last: char, next: char, set: Type) -> bool {
        if last.is_ascii_digit() && matches!(next, '%' | '°' | 'm' | 's' | 'h') {
            return false;
        }
        if last.is_alphanumeric() && next.is_alphanumeric() {
            return true;
        }
        if let Some(known) = self.words.joints.get(&(last, next)) {
            return *known;
        }
        let text = format!("a{last} {next}a");
        let (_, mut layout) = self.shape(&[Span::plain(text)], set, false);
        layout.break_all_lines(Some(0.01));
        let at = 2 + last.len_utf8();
        let may = layout.lines().any(|line| line.text_range().start == at);
        self.words.joints.insert((last, next), may);
        may
    }

    /// The text's words with whether a line may end before each.
    fn words(&mut self, spans: &[Span], set: Type) -> Option<Vec<(Word, usize, bool)>> {
        let tokens = tokens(spans)?;
        let mut out = Vec::with_capacity(tokens.len());
        let mut last = None;
        for token in tokens {
            let may = last.is_none_or(|last| self.joint(last, token.first, set));
            last = Some(token.last);
            out.push((self.word(&token.key, set), token.span, may));
        }
        Some(out)
    }

    /// How wide a text of words is on one line.
    pub fn words_width(&mut self, spans: &[Span], set: Type) -> Option<f32> {
        let words = self.words(spans, set)?;
        let parts = words.iter().flat_map(|(word, ..)| word.iter());
        let (mut x, mut width) = (0.0, 0.0);
        for part in parts {
            width = x + part.ink;
            x += part.advance;
        }
        Some(width)
    }

    /// Sets a text word by word; `None` where it has to be set as a whole.
    pub fn lines_of_words(
        &mut self,
        spans: &[Span],
        set: Type,
        width: f32,
        right: bool,
    ) -> Option<Lines> {
        let words = self.words(spans, set)?;
        let parts: Vec<(&Part, usize, bool)> = words
            .iter()
            .flat_map(|(word, span, may)| {
                word.iter()
                    .enumerate()
                    .map(|(i, part)| (part, *span, i > 0 || *may))
            })
            .collect();
        let mut lines: Vec<LineOfParts<'_>> = Vec::new();
        let mut at = 0;
        while at < parts.len() {
            let next = parts[at + 1..].iter().position(|(.., may)| *may);
            let end = next.map_or(parts.len(), |n| at + 1 + n);
            let (mut advance, mut reach) = (0.0, 0.0);
            for (part, ..) in &parts[at..end] {
                reach = advance + part.ink;
                advance += part.advance;
            }
            if reach > width {
                return None;
            }
            match lines.last_mut() {
                Some(line) if line.advance + reach <= width => line.add(&parts[at..end], reach),
                _ => {
                    let mut line = LineOfParts::default();
                    line.add(&parts[at..end], reach);
                    lines.push(line);
                }
            }
            at = end;
        }
        let widest = lines.iter().map(|l| l.ink).fold(0.0, f32::max);
        let shown = lines.iter().map(|line| {
            let left = if right { width - line.ink } else { 0.0 };
            line.show(spans, set, left)
        });
        let lines = Lines {
            lines: shown.collect(),
            width: widest,
        };
        for (part, ..) in parts {
            self.missing.extend(part.missing.iter().copied());
        }
        Some(lines)
    }
}

/// The parts that stand on one line.
#[derive(Default)]
struct LineOfParts<'a> {
    parts: Vec<(&'a Part, usize)>,
    advance: f32,
    ink: f32,
}

impl<'a> LineOfParts<'a> {
    fn add(&mut self, parts: &[(&'a Part, usize, bool)], reach: f32) {
        self.ink = self.advance + reach;
        for (part, span, _) in parts {
            self.parts.push((part, *span));
            self.advance += part.advance;
        }
    }

    fn show(&self, spans: &[Span], set: Type, left: f32) -> TextLine {
        let mut out = TextLine::default();
        let (mut x, mut under) = (left, 0.0_f32);
        // How much one run will hold, so that it grows once.
        let glyphs: usize = self
            .parts
            .iter()
            .flat_map(|(p, _)| &p.runs)
            .map(|r| r.glyphs.len())
            .sum();
        for (part, first) in &self.parts {
            out.baseline = out.baseline.max(part.over);
            under = under.max(part.under);
            for (run, end) in part.runs.iter().zip(&part.ends) {
                let index = run.span + *first as u16;
                let span = spans.get(usize::from(index));
                match out.runs.last_mut() {
                    Some(open)
                        if open.span == index && open.face == run.face && open.size == run.size =>
                    {
                        open.append(run, x);
                    }
                    _ => {
                        let mut new = Run {
                            span: index,
                            color: span.map_or(set.color, |s| ink(s, set)),
                            x: x + run.x,
                            text: String::with_capacity(glyphs),
                            glyphs: Vec::with_capacity(glyphs),
                            ..*run
                        };
                        new.append(run, x);
                        out.runs.push(new);
                    }
                }
                if let Some(link) = span.and_then(|s| s.link.as_ref()) {
                    note_link(&mut out.links, x + run.x, x + end, link);
                }
            }
            x += part.advance;
        }
        for run in &mut out.runs {
            run.text.shrink_to_fit();
            run.glyphs.shrink_to_fit();
        }
        out.height = out.baseline + under;
        out
    }
}

impl Run {
    /// Adds glyphs of the same face, set from `x` on, to the end.
    fn append(&mut self, run: &Self, x: f32) {
        let (shift, from) = (x + run.x - self.x, self.text.len() as u32);
        self.text.push_str(&run.text);
        self.glyphs.extend(run.glyphs.iter().map(|g| super::Glyph {
            x: g.x + shift,
            from: g.from + from,
            to: g.to + from,
            ..*g
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::super::shape::Shaper;
    use super::super::sheet::{BODY, CELL};
    use super::super::typefaces::Typefaces;
    use crate::prose;

    const TEXTS: [&str; 8] = [
        "Searched the logs of `checkout-api` for `status=500 trace=7812b449`: 33,092 lines",
        "**Kept** pool.max = 100 (set 2023), _never_ revisited – \"why\"? See /orders/7 and ok.",
        "AVAST! To Type 11 Waves, 12:34:56 → 40 ms, 5 % or 4 min 10 s; x-y-2 a/b (c) [d] {e}",
        "Łódź, Zürich, São Paulo, Đặng Thị Hương, naïve façade, ½ ≤ 3 × 4",
        "пул соединений исчерпан, ждём; Αθηνά επανεκκίνησε",
        "[the runbook for web-shop](https://runbooks.example/1), step 5, and \u{201c}so on\u{201d} !",
        "5 % of 12 h",
        "one",
    ];

    /// Set word by word, a text stands where it stands when it is set as a whole.
    #[test]
    fn words_stand_where_the_whole_text_would() {
        let (typefaces, _) = Typefaces::new(&[]);
        let mut shaper = Shaper::new(&typefaces);
        for text in TEXTS {
            let spans = prose::inline(text);
            for set in [CELL, BODY] {
                for width in [90.0, 170.0, 400.0] {
                    let words = shaper.lines_of_words(&spans, set, width, false);
                    let words = words.unwrap_or_else(|| panic!("not by words: {text}"));
                    let whole = shaper.whole_lines(&spans, set, width, false);
                    assert_eq!(words.lines.len(), whole.lines.len(), "{text} at {width}");
                    for (a, b) in words.lines.iter().zip(&whole.lines) {
                        let read = |line: &super::TextLine| -> String {
                            line.runs.iter().map(|r| r.text.as_str()).collect()
                        };
                        assert_eq!(read(a), read(b), "at {width}");
                        assert!((a.height - b.height).abs() < 0.01);
                        assert!((a.baseline - b.baseline).abs() < 0.01, "{text}");
                        let reach = |line: &super::TextLine| {
                            let last = line
                                .runs
                                .last()
                                .and_then(|r| Some(r.x + r.glyphs.last()?.x));
                            last.unwrap_or_default()
                        };
                        assert!((reach(a) - reach(b)).abs() < 0.6, "{text}");
                        assert_eq!(a.links.len(), b.links.len());
                    }
                }
            }
        }
    }
}
