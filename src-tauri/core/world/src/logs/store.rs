//! Where records are kept: packed blocks that clones share, and a tail that grows.

use std::sync::Arc;

use super::packed::{BLOCK, Packed};
use super::render::{self, RenderedLine};
use super::{LogLevel, LogRecord, Names};
use crate::spec::Stack;

/// All log records of a run, in the order they were pushed (which is time order).
/// A push is an append; a clone copies at most 4096 records and the names.
///
/// None is dropped, for all can be searched. An outage writes some 24,000 a minute, so the
/// longest time box, 8 hours, takes 70 MB; a drill that runs on beyond it, 9 MB an hour more.
#[derive(Debug, Clone)]
pub struct LogStore {
    blocks: Vec<Arc<Block>>,
    tail: Vec<LogRecord>,
    names: Names,
    /// By name index: how the lines of that component look.
    stacks: Vec<Stack>,
    /// Incident clock at STARTEX, seconds of the day. For times inside rendered lines.
    pub starts_s_of_day: u32,
    /// What the application is called in its own lines.
    app: String,
}

/// A sealed block and what is in it, so that a search can pass it by.
#[derive(Debug)]
struct Block {
    packed: Packed,
    summary: Summary,
}

/// Records that stand together.
pub(super) enum Run<'a> {
    Open(&'a [LogRecord]),
    Sealed(&'a Packed),
}

/// What occurs in some records.
#[derive(Debug, Clone, Copy)]
pub(super) struct Summary {
    pub(super) from_us: i64,
    pub(super) to_us: i64,
    pub(super) worst: LogLevel,
}

impl Default for LogStore {
    /// Empty; the incident clock starts at 03:00.
    fn default() -> Self {
        Self::new(3 * 3600)
    }
}

impl LogStore {
    /// An empty store. `starts_s_of_day`: incident clock at STARTEX, seconds of the day.
    pub fn new(starts_s_of_day: u32) -> Self {
        Self {
            blocks: Vec::new(),
            tail: Vec::new(),
            names: Names::default(),
            stacks: Vec::new(),
            starts_s_of_day,
            app: crate::spec::usual_app(),
        }
    }

    /// What the application is called: module, database, host. Unless given, "shop".
    #[must_use]
    pub fn called(mut self, app: &str) -> Self {
        app.clone_into(&mut self.app);
        self
    }

    /// What the application is called.
    pub fn app(&self) -> &str {
        &self.app
    }

    /// Names a component and says how its lines look. Returns its index, for `source`.
    /// A component that was never declared writes [`Stack::Plain`] lines.
    pub fn component(&mut self, id: &str, stack: Stack) -> u16 {
        let at = self.names.intern(id);
        if self.stacks.len() <= usize::from(at) {
            self.stacks.resize(usize::from(at) + 1, Stack::Plain);
        }
        self.stacks[usize::from(at)] = stack;
        at
    }

    /// Names that records point at.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// To intern names before records point at them.
    pub fn names_mut(&mut self) -> &mut Names {
        &mut self.names
    }

    /// Appends a record.
    pub fn push(&mut self, record: LogRecord) {
        self.tail.push(record);
        if self.tail.len() == BLOCK {
            let (packed, summary) = (Packed::of(&self.tail), Summary::of(&self.tail));
            self.blocks.push(Arc::new(Block { packed, summary }));
            self.tail.clear();
        }
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.blocks.len() * BLOCK + self.tail.len()
    }

    /// No record yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The record at an index; None beyond the end. Whoever reads many in a row takes
    /// [`LogStore::since`].
    pub fn get(&self, at: usize) -> Option<LogRecord> {
        match self.blocks.get(at / BLOCK) {
            Some(block) => block.packed.get(at % BLOCK, BLOCK),
            None => self.tail.get(at - self.blocks.len() * BLOCK).copied(),
        }
    }

    /// The records from an index on, oldest first.
    pub fn since(&self, from: usize) -> impl Iterator<Item = LogRecord> {
        let sealed = self.blocks.iter().skip(from / BLOCK).map(|block| {
            let mut records = Vec::with_capacity(BLOCK);
            block.packed.unpack(BLOCK, &mut records);
            records
        });
        let skipped = from - from.min(self.blocks.len() * BLOCK) / BLOCK * BLOCK;
        let tail = self.tail.iter().copied();
        sealed.flatten().chain(tail).skip(skipped)
    }

    /// The line at an index as its program writes it; None beyond the end.
    pub fn render(&self, at: usize) -> Option<RenderedLine> {
        Some(self.rendered(&self.get(at)?))
    }

    /// A record of this store as its program writes it.
    pub fn rendered(&self, record: &LogRecord) -> RenderedLine {
        render::line(self, record)
    }

    pub(super) fn stack(&self, source: u16) -> Stack {
        self.stacks
            .get(usize::from(source))
            .copied()
            .unwrap_or(Stack::Plain)
    }

    /// Runs of records, newest first, each with the index of its first record.
    pub(super) fn runs(&self) -> impl Iterator<Item = (usize, Run<'_>, Summary)> {
        let tail = (
            self.blocks.len() * BLOCK,
            Run::Open(&self.tail),
            Summary::of(&self.tail),
        );
        let blocks = self.blocks.iter().enumerate().rev();
        std::iter::once(tail)
            .chain(blocks.map(|(n, block)| (n * BLOCK, Run::Sealed(&block.packed), block.summary)))
    }
}

impl Run<'_> {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Open(records) => records.len(),
            Self::Sealed(_) => BLOCK,
        }
    }

    /// Its records; `unpacked` holds them if they were packed.
    pub(super) fn records<'a>(&'a self, unpacked: &'a mut Vec<LogRecord>) -> &'a [LogRecord] {
        match self {
            Self::Open(records) => records,
            Self::Sealed(packed) => {
                packed.unpack(BLOCK, unpacked);
                unpacked
            }
        }
    }
}

impl Summary {
    fn of(records: &[LogRecord]) -> Self {
        let empty = Self {
            from_us: i64::MAX,
            to_us: i64::MIN,
            worst: LogLevel::Debug,
        };
        records.iter().fold(empty, |known, record| Self {
            from_us: known.from_us.min(record.at_us),
            to_us: known.to_us.max(record.at_us),
            worst: known.worst.max(record.level),
        })
    }
}

/// How a request id is written: six hex digits or more, as in `req:8f21b7`. None for 0.
pub fn request_id(req: u32) -> Option<String> {
    (req != 0).then(|| format!("{req:06x}"))
}
