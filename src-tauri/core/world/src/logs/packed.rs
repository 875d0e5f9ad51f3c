//! A sealed block of records, packed by column: six bytes a record instead of 32.
//!
//! What records say alike (component, line, level, status …) stands once a block; the rest is
//! bit-packed in groups, each as narrow as its widest value. Any record can be packed.

use bitpacking::{BitPacker, BitPacker4x};

use super::record::{call_of, id_of};
use super::{LogLevel, LogLine, LogRecord};

/// Records in a block.
pub(super) const BLOCK: usize = 4096;
/// Records in a group; one is unpacked to read one record.
const GROUP: usize = BitPacker4x::BLOCK_LEN;
/// Slots of the table that finds kinds while a block is packed: two for each record.
const SLOTS: usize = 2 * BLOCK;

/// Some records, packed.
#[derive(Debug)]
pub(super) struct Packed {
    kinds: Box<[Kind]>,
    groups: Box<[Group]>,
    bytes: Box<[u8]>,
}

/// What many records of a block have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Kind {
    /// 0 when each has its own: see [`is_shared`].
    a: u32,
    source: u16,
    replica: u16,
    x: u16,
    level: LogLevel,
    line: LogLine,
}

/// Where a group's columns stand, and what they are counted from.
#[derive(Debug, Clone, Copy)]
struct Group {
    /// Time of its first record.
    at_us: i64,
    /// Lowest number of a call in it; 1 if no record has one.
    call: u32,
    start: u32,
    /// Bits of a value, by column.
    bits: [u8; COLUMNS],
    /// Bytes of an `a` of its own.
    own_bytes: u8,
}

/// Columns of a group, in the order in which they are packed.
const COLUMNS: usize = 5;
/// Time since the record before, microseconds: the lower and the upper half.
const LATER: usize = 0;
const MUCH_LATER: usize = 1;
/// Index of its kind.
const KIND: usize = 2;
/// 0: no request; otherwise the number of its call, the group's lowest being 1.
const CALL: usize = 3;
/// Second argument.
const B: usize = 4;

type Columns = [[u32; GROUP]; COLUMNS];

/// Whether lines of a sort have few first arguments: statuses, causes, limits.
fn is_shared(line: LogLine) -> bool {
    matches!(
        line,
        LogLine::Access
            | LogLine::Traceback
            | LogLine::PoolTimeout
            | LogLine::Upstream
            | LogLine::Retry
            | LogLine::Breaker
            | LogLine::Fallback
            | LogLine::State
            | LogLine::BrowserError
            | LogLine::Health
            | LogLine::ExternalError
    )
}

impl Packed {
    /// Packs [`BLOCK`] records at most.
    pub(super) fn of(records: &[LogRecord]) -> Self {
        debug_assert!(records.len() <= BLOCK, "kinds are found by 16 bits");
        let mut kinds = Kinds::new();
        let mut groups = Vec::with_capacity(records.len().div_ceil(GROUP));
        let mut bytes = Vec::with_capacity(records.len() * 8);
        for records in records.chunks(GROUP) {
            groups.push(pack(records, &mut kinds, &mut bytes));
        }
        Self {
            kinds: kinds.all.into_boxed_slice(),
            groups: groups.into_boxed_slice(),
            bytes: bytes.into_boxed_slice(),
        }
    }

    /// Memory of it, bytes.
    #[cfg(test)]
    fn bytes(&self) -> usize {
        size_of_val(&*self.kinds) + size_of_val(&*self.groups) + self.bytes.len()
    }

    /// All records, `len` of them, in place of what was in `records`.
    pub(super) fn unpack(&self, len: usize, records: &mut Vec<LogRecord>) {
        records.clear();
        for group in 0..self.groups.len() {
            self.unpack_group(group, len, records);
        }
    }

    /// The record at an index below `len`, of `len` that were packed.
    pub(super) fn get(&self, at: usize, len: usize) -> Option<LogRecord> {
        let mut records = Vec::with_capacity(GROUP);
        if at >= len {
            return None;
        }
        self.unpack_group(at / GROUP, len, &mut records);
        records.get(at % GROUP).copied()
    }

    /// Appends the records of one group.
    fn unpack_group(&self, number: usize, len: usize, records: &mut Vec<LogRecord>) {
        let group = self.groups[number];
        let packer = BitPacker4x::new();
        let mut columns: Columns = [[0; GROUP]; COLUMNS];
        let mut start = group.start as usize;
        for (column, bits) in columns.iter_mut().zip(group.bits) {
            start += packer.decompress(&self.bytes[start..], column, bits);
        }
        let mut own = self.bytes[start..].chunks_exact(usize::from(group.own_bytes.max(1)));
        let mut at_us = group.at_us;
        let there = len.saturating_sub(number * GROUP).min(GROUP);
        records.extend((0..there).map(|n| {
            let kind = self.kinds[columns[KIND][n] as usize];
            let later = u64::from(columns[MUCH_LATER][n]) << 32 | u64::from(columns[LATER][n]);
            at_us = at_us.wrapping_add_unsigned(later);
            let a = if is_shared(kind.line) || group.own_bytes == 0 {
                kind.a
            } else {
                let bytes = own.next().unwrap_or_default().iter().rev();
                bytes.fold(0, |a, byte| a << 8 | u32::from(*byte))
            };
            LogRecord {
                at_us,
                req: match columns[CALL][n] {
                    0 => 0,
                    call => id_of(group.call + (call - 1)),
                },
                a,
                b: columns[B][n],
                source: kind.source,
                replica: kind.replica,
                x: kind.x,
                level: kind.level,
                line: kind.line,
            }
        }));
    }
}

/// Appends the columns of some records.
fn pack(records: &[LogRecord], kinds: &mut Kinds, bytes: &mut Vec<u8>) -> Group {
    let mut columns: Columns = [[0; GROUP]; COLUMNS];
    let first_us = records.first().map_or(0, |record| record.at_us);
    let calls = records.iter().map(|record| call_of(record.req));
    let lowest = calls.filter(|call| *call > 0).min().unwrap_or(1);
    let mut before_us = first_us;
    let mut widest = 0;
    for (n, record) in records.iter().enumerate() {
        let later = record.at_us.wrapping_sub(before_us) as u64;
        before_us = record.at_us;
        columns[LATER][n] = later as u32;
        columns[MUCH_LATER][n] = (later >> 32) as u32;
        columns[KIND][n] = kinds.number(Kind::of(record));
        columns[CALL][n] = match call_of(record.req) {
            0 => 0,
            call => call - lowest + 1,
        };
        columns[B][n] = record.b;
        if !is_shared(record.line) {
            widest |= record.a;
        }
    }
    let packer = BitPacker4x::new();
    let start = bytes.len() as u32;
    let bits = columns.each_ref().map(|column| packer.num_bits(column));
    for (column, bits) in columns.iter().zip(bits) {
        let from = bytes.len();
        bytes.resize(from + BitPacker4x::compressed_block_size(bits), 0);
        packer.compress(column, &mut bytes[from..], bits);
    }
    let own_bytes = (u32::BITS - widest.leading_zeros()).div_ceil(8) as u8;
    for record in records.iter().filter(|record| !is_shared(record.line)) {
        let own = record.a.to_le_bytes();
        bytes.extend_from_slice(&own[..usize::from(own_bytes)]);
    }
    Group {
        at_us: first_us,
        call: lowest,
        start,
        bits,
        own_bytes,
    }
}

impl Kind {
    fn of(record: &LogRecord) -> Self {
        Self {
            a: if is_shared(record.line) { record.a } else { 0 },
            source: record.source,
            replica: record.replica,
            x: record.x,
            level: record.level,
            line: record.line,
        }
    }

    fn slot(&self) -> usize {
        let names = u64::from(self.source) | u64::from(self.x) << 16;
        let rest = u64::from(self.replica) | (self.line as u64) << 16 | (self.level as u64) << 24;
        let mixed = (names | rest << 32).wrapping_add(u64::from(self.a) << 7);
        (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 51) as usize % SLOTS
    }
}

/// The kinds of a block, found by their contents.
struct Kinds {
    all: Vec<Kind>,
    /// Index of a kind + 1; 0: free. A kind stands at its slot, or at the next that was free.
    slots: [u16; SLOTS],
}

impl Kinds {
    fn new() -> Self {
        Self {
            all: Vec::with_capacity(128),
            slots: [0; SLOTS],
        }
    }

    fn number(&mut self, kind: Kind) -> u32 {
        let mut slot = kind.slot();
        loop {
            match self.slots[slot] {
                0 => {
                    self.all.push(kind);
                    self.slots[slot] = self.all.len() as u16;
                    return self.all.len() as u32 - 1;
                }
                known if self.all[usize::from(known) - 1] == kind => return u32::from(known) - 1,
                _ => slot = (slot + 1) % SLOTS,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LINES: [LogLine; 6] = [
        LogLine::Access,
        LogLine::Traceback,
        LogLine::PoolSlow,
        LogLine::TaskReceived,
        LogLine::NotFound,
        LogLine::BrowserNoise,
    ];
    const LEVELS: [LogLevel; 4] = [
        LogLevel::Debug,
        LogLevel::Info,
        LogLevel::Warn,
        LogLevel::Error,
    ];

    const EDGES: [u32; 8] = [
        0,
        1,
        0xff,
        0x100,
        0xff_ffff,
        0x100_0000,
        u32::MAX - 1,
        u32::MAX,
    ];
    const INSTANTS: [i64; 4] = [i64::MIN, -1, 0, i64::MAX];

    fn number() -> impl Strategy<Value = u32> {
        prop_oneof![prop::sample::select(&EDGES[..]), 0..600_u32, any::<u32>()]
    }

    fn name() -> impl Strategy<Value = u16> {
        prop_oneof![0..4_u16, any::<u16>(), Just(u16::MAX)]
    }

    fn time() -> impl Strategy<Value = i64> {
        prop_oneof![
            4 => 0..10_000_000_i64,
            1 => any::<i64>(),
            1 => prop::sample::select(&INSTANTS[..]),
        ]
    }

    prop_compose! {
        fn record()(
            (at_us, line, level) in (time(), prop::sample::select(&LINES[..]), prop::sample::select(&LEVELS[..])),
            (req, a, b) in (number(), number(), number()),
            (source, replica, x) in (name(), name(), name()),
        ) -> LogRecord {
            LogRecord { at_us, req, a, b, source, replica, x, level, line }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// In any order, one after the other and one by one.
        #[test]
        fn what_is_packed_comes_back(
            mut records in prop::collection::vec(record(), 0..300),
            in_order in any::<bool>(),
        ) {
            if in_order {
                records.sort_by_key(|record| record.at_us);
            }
            let packed = Packed::of(&records);
            let mut unpacked = vec![records.first().copied(); 3].into_iter().flatten().collect();
            packed.unpack(records.len(), &mut unpacked);
            assert_eq!(unpacked, records);
            let single: Vec<_> = (0..records.len()).map_while(|at| packed.get(at, records.len())).collect();
            assert_eq!(single, records);
            assert_eq!(packed.get(records.len(), records.len()), None);
        }
    }

    #[test]
    fn a_block_of_which_no_two_records_are_alike() {
        let records: Vec<_> = (0..BLOCK as u32)
            .map(|n| LogRecord {
                at_us: i64::from(n),
                req: n,
                a: n,
                b: n,
                source: 1,
                replica: 2,
                x: n as u16,
                level: LogLevel::Info,
                line: LogLine::Access,
            })
            .collect();
        let packed = Packed::of(&records);
        assert_eq!(packed.kinds.len(), BLOCK);
        let mut unpacked = Vec::new();
        packed.unpack(BLOCK, &mut unpacked);
        assert_eq!(unpacked, records);
    }

    /// An outage as it is: calls one after the other, each with a few lines.
    #[test]
    fn a_usual_block_is_small() {
        let records: Vec<_> = (0..BLOCK as u32)
            .map(|n| LogRecord {
                at_us: i64::from(n) * 2_500 + i64::from(n * 7919 % 2_000),
                req: id_of(900_000 + n / 3),
                a: if n % 3 == 0 { 503 } else { 0x0005_0000 },
                b: n * 31 % 900,
                source: (n % 3) as u16,
                replica: (n % 4) as u16,
                x: (n % 7) as u16,
                level: LEVELS[n as usize % 4],
                line: LINES[n as usize % 2],
            })
            .collect();
        let bytes = Packed::of(&records).bytes();
        assert!(2 * bytes < 11 * BLOCK, "{bytes} bytes");
    }
}
