//! Endpoints as flat lists of small instructions, so that a request needs no stack.

use crate::parts::NONE;
use crate::random::Draw;

/// One instruction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Op {
    /// Done only while this flag is on; [`NONE`]: always.
    pub(crate) flag: u16,
    /// Where to go on when the flag is off.
    pub(crate) after: u16,
    /// Where to go on when it fails; [`NONE`]: the request fails.
    pub(crate) rescue: u16,
    pub(crate) kind: OpKind,
}

/// What an instruction does. Numbers index the world's parts; names are interned.
#[derive(Debug, Clone, Copy)]
pub(crate) enum OpKind {
    Cpu {
        time: Draw,
    },
    Query {
        pool: u8,
        table: u16,
        time: Draw,
        until_end: bool,
        write: bool,
        /// Share that needs the hot row of the table.
        hot: f64,
    },
    /// On a hit go on at `hit`, else with the next instruction.
    Cache {
        cache: u16,
        edge: u16,
        hit: u16,
    },
    /// A miss was answered: the cache knows it now.
    Fill {
        cache: u16,
    },
    Call {
        site: u16,
    },
    Enqueue {
        queue: u16,
        edge: u16,
        task: u16,
    },
}

impl Op {
    pub(crate) fn new(kind: OpKind, rescue: u16) -> Self {
        Self {
            flag: NONE,
            after: NONE,
            rescue,
            kind,
        }
    }
}
