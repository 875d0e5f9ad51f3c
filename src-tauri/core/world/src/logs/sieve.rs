//! A query made ready for one store: fields by number, and texts judged once per shape of
//! line instead of once per line.

use regex::bytes::Regex;

use super::fixed;
use super::query::{Part, Test};
use super::render::{self, GAP, Ink};
use super::{LogLevel, LogRecord, LogStore, Query};

/// Slots of the memo of shapes. Two shapes on one slot take turns.
const SLOTS: usize = 4096;

/// Tells which records match.
pub(super) struct Sieve<'a> {
    store: &'a LogStore,
    fields: Fields,
    texts: Vec<Text<'a>>,
    memo: Vec<Option<(Shape, Verdict)>>,
    line: String,
    lower: String,
    choices: String,
}

/// Conditions on a record's own fields.
struct Fields {
    services: Option<Vec<u16>>,
    not_services: Vec<u16>,
    from: LogLevel,
    /// Only levels below this, if any.
    below: Option<LogLevel>,
    requests: Vec<u32>,
    not_requests: Vec<u32>,
    replicas: Vec<u16>,
    not_replicas: Vec<u16>,
}

/// A condition on the rendered line.
struct Text<'a> {
    negated: bool,
    needle: Needle<'a>,
}

enum Needle<'a> {
    /// Lower case. A word that reads as a request id also finds that request.
    Word {
        word: &'a str,
        req: u32,
        run: &'a str,
    },
    /// Any match has one of the runs, in lower case; none known: empty.
    Regex {
        regex: &'a Regex,
        runs: &'a [String],
    },
}

/// What a line's fixed parts depend on.
type Shape = (u64, u32);

/// What a shape says of all its lines.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Verdict {
    Never,
    /// Texts at these bits must be looked for in the rendered line; none: always.
    Check(u32),
}

impl<'a> Sieve<'a> {
    pub(super) fn new(store: &'a LogStore, query: &'a Query) -> Self {
        Self {
            store,
            fields: Fields::of(store, &query.parts),
            texts: query.parts.iter().filter_map(Text::of).collect(),
            memo: vec![None; SLOTS],
            line: String::new(),
            lower: String::new(),
            choices: String::new(),
        }
    }

    /// The mildest level that can match.
    pub(super) fn mildest(&self) -> LogLevel {
        self.fields.from
    }

    /// Whether a record matches.
    pub(super) fn passes(&mut self, record: &LogRecord) -> bool {
        self.fields.pass(record)
            && match self.verdict(record) {
                Verdict::Never => false,
                Verdict::Check(0) => true,
                Verdict::Check(texts) => self.check(record, texts),
            }
    }

    fn verdict(&mut self, record: &LogRecord) -> Verdict {
        if self.texts.is_empty() {
            return Verdict::Check(0);
        }
        let shape = shape_of(record);
        let mixed = (shape.0 ^ u64::from(shape.1) << 20).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let slot = (mixed >> 52) as usize % SLOTS;
        if let Some((known, verdict)) = self.memo[slot]
            && known == shape
        {
            return verdict;
        }
        let verdict = self.judge(record);
        self.memo[slot] = Some((shape, verdict));
        verdict
    }

    /// Looks for each text in the fixed parts of the record's line.
    fn judge(&mut self, record: &LogRecord) -> Verdict {
        self.line.clear();
        self.choices.clear();
        render::write(&mut Ink::shape(
            self.store,
            record,
            &mut self.line,
            &mut self.choices,
        ));
        self.line.make_ascii_lowercase();
        self.choices.make_ascii_lowercase();
        let mut open = 0;
        for (bit, text) in self.texts.iter().enumerate() {
            match text.needle.within(&self.line, &self.choices) {
                Some(found) if found == text.negated => return Verdict::Never,
                Some(_) => {}
                None => open |= 1 << bit,
            }
        }
        Verdict::Check(open)
    }

    fn check(&mut self, record: &LogRecord, texts: u32) -> bool {
        self.line.clear();
        render::write(&mut Ink::new(self.store, record, &mut self.line));
        self.lower.clear();
        self.lower.push_str(&self.line);
        self.lower.make_ascii_lowercase();
        self.texts
            .iter()
            .enumerate()
            .filter(|(bit, _)| texts & (1 << bit) != 0)
            .all(|(_, text)| {
                let found = match text.needle {
                    Needle::Word { word, req, .. } => {
                        (req != 0 && req == record.req) || self.lower.contains(word)
                    }
                    Needle::Regex { regex, .. } => regex.is_match(self.line.as_bytes()),
                };
                found != text.negated
            })
    }
}

fn shape_of(record: &LogRecord) -> Shape {
    let kind = (record.line as u64) << 8 | record.level as u64;
    let names = u64::from(record.source) << 16 | u64::from(record.x);
    (kind << 32 | names, render::variant(record))
}

impl<'a> Text<'a> {
    fn of(part: &'a Part) -> Option<Self> {
        let needle = match &part.test {
            Test::Text(word) => {
                let is_id = word.len() >= 6 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
                let req = if is_id {
                    u32::from_str_radix(word, 16).unwrap_or(0)
                } else {
                    0
                };
                Needle::Word {
                    word,
                    req,
                    run: fixed::run(word),
                }
            }
            Test::Regex { regex, runs } => Needle::Regex { regex, runs },
            _ => return None,
        };
        Some(Self {
            negated: part.negated,
            needle,
        })
    }
}

impl Needle<'_> {
    /// Whether all lines of a shape have it (true), none (false), or it depends (None).
    fn within(&self, line: &str, choices: &str) -> Option<bool> {
        let has = |run: &str| line.contains(run) || choices.contains(run);
        let is_possible = match self {
            Self::Word { word, .. } if line.contains(word) && !word.contains(GAP) => {
                return Some(true);
            }
            Self::Word { run, .. } => has(run),
            Self::Regex { runs, .. } => runs.is_empty() || runs.iter().any(|run| has(run)),
        };
        (!is_possible).then_some(false)
    }
}

impl Fields {
    fn of(store: &LogStore, parts: &[Part]) -> Self {
        let mut fields = Self {
            services: None,
            not_services: Vec::new(),
            from: LogLevel::Debug,
            below: None,
            requests: Vec::new(),
            not_requests: Vec::new(),
            replicas: Vec::new(),
            not_replicas: Vec::new(),
        };
        for Part { negated, test } in parts {
            match (test, negated) {
                (Test::Service(id), false) => {
                    fields
                        .services
                        .get_or_insert_default()
                        .extend(store.names().find(id));
                }
                (Test::Service(id), true) => fields.not_services.extend(store.names().find(id)),
                (Test::Level(level), false) => fields.from = fields.from.max(*level),
                (Test::Level(level), true) => {
                    fields.below = Some(fields.below.map_or(*level, |known| known.min(*level)));
                }
                (Test::Request(req), false) => fields.requests.push(*req),
                (Test::Request(req), true) => fields.not_requests.push(*req),
                (Test::Replica(replica), false) => fields.replicas.push(*replica),
                (Test::Replica(replica), true) => fields.not_replicas.push(*replica),
                (Test::Text(_) | Test::Regex { .. }, _) => {}
            }
        }
        fields
    }

    fn pass(&self, record: &LogRecord) -> bool {
        record.level >= self.from
            && self.below.is_none_or(|below| record.level < below)
            && self
                .services
                .as_ref()
                .is_none_or(|ids| ids.contains(&record.source))
            && !self.not_services.contains(&record.source)
            && (self.requests.is_empty() || self.requests.contains(&record.req))
            && !self.not_requests.contains(&record.req)
            && (self.replicas.is_empty() || self.replicas.contains(&record.replica))
            && !self.not_replicas.contains(&record.replica)
    }
}
