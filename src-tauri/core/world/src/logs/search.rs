//! Running a query over the store.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::sieve::Sieve;
use super::store::Summary;
use super::{LogStore, Query, RenderedLine};

/// Bins of a page's histogram.
pub const BINS: usize = 60;
/// Most lines of a page; a larger limit means this.
pub const MAX_LINES: usize = 1000;
/// Ranges reach at most so far from STARTEX, milliseconds (24 days); beyond is cut off.
const MAX_MS: i64 = i32::MAX as i64;

/// A line and its place in the store.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct PagedLine {
    /// Index in the store; give the smallest of a page as `before` for the next page.
    pub index: u32,
    /// The line.
    #[serde(flatten)]
    #[ts(flatten)]
    pub line: RenderedLine,
}

/// One page of matches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct LogPage {
    /// Newest first.
    pub lines: Vec<PagedLine>,
    /// Matches in the whole range, whatever the page.
    pub matched: u32,
    /// Records in the range.
    pub scanned: u32,
    /// Matches per bin over the range, oldest first; [`BINS`] bins.
    pub histogram: Vec<u32>,
    /// Width of a bin, milliseconds; at least 1. The last bins may reach past the range.
    pub bin_ms: u32,
}

impl LogStore {
    /// Matches with `from_ms <= at < to_ms` (milliseconds from STARTEX): at most `limit`
    /// lines with an index below `before`, newest first, and counts over the whole range.
    pub fn search(
        &self,
        query: &Query,
        from_ms: i64,
        to_ms: i64,
        before: Option<usize>,
        limit: usize,
    ) -> LogPage {
        let from_ms = from_ms.clamp(-MAX_MS, MAX_MS);
        let to_ms = to_ms.clamp(from_ms, MAX_MS);
        let (from_us, to_us) = (from_ms * 1000, to_ms * 1000);
        let bin_ms = ((to_ms - from_ms).unsigned_abs().div_ceil(BINS as u64) as u32).max(1);
        let bin_us = i64::from(bin_ms) * 1000;
        let before = before.unwrap_or(usize::MAX);
        let limit = limit.min(MAX_LINES);

        let mut sieve = Sieve::new(self, query);
        let mut page = LogPage {
            lines: Vec::new(),
            matched: 0,
            scanned: 0,
            histogram: vec![0; BINS],
            bin_ms,
        };
        let mut unpacked = Vec::new();
        for (first, run, summary) in self.runs() {
            let Summary {
                from_us: oldest,
                to_us: newest,
                worst,
            } = summary;
            if newest < from_us || oldest >= to_us {
                continue;
            }
            if oldest >= from_us && newest < to_us && worst < sieve.mildest() {
                page.scanned += run.len() as u32;
                continue;
            }
            let records = run.records(&mut unpacked);
            for (offset, record) in records.iter().enumerate().rev() {
                if record.at_us < from_us || record.at_us >= to_us {
                    continue;
                }
                page.scanned += 1;
                if !sieve.passes(record) {
                    continue;
                }
                page.matched += 1;
                page.histogram[((record.at_us - from_us) / bin_us) as usize] += 1;
                let index = first + offset;
                if index < before && page.lines.len() < limit {
                    let line = super::render::line(self, record);
                    page.lines.push(PagedLine {
                        index: index as u32,
                        line,
                    });
                }
            }
        }
        page
    }
}
