//! Hot rows: a row that everybody updates is updated by one at a time, and the others wait.

use std::collections::VecDeque;

use crate::World;
use crate::parts::query::{Query, QueryState};
use crate::parts::request::Ask;

/// The row of a table that everybody needs.
#[derive(Debug, Clone)]
pub(crate) struct HotRow {
    table: u16,
    /// Query that has its lock, until it is done.
    holder: Option<u32>,
    waiting: VecDeque<u32>,
}

impl World {
    /// Whether a query needs the hot row of its table. Draws only where there is one.
    pub(super) fn needs_hot_row(&mut self, database: u16, ask: Ask) -> bool {
        ask.hot > 0.0
            && self.databases[usize::from(database)]
                .row_luck
                .chance(ask.hot)
    }

    /// A query asks for the lock of its row. False: it waits.
    pub(super) fn takes_hot_row(&mut self, query: u32) -> bool {
        let (database, table) = (self.queries[query].database, self.queries[query].table);
        let known = &mut self.databases[usize::from(database)];
        let at = match known.rows.iter().position(|row| row.table == table) {
            Some(at) => at,
            None => {
                known.rows.push(HotRow {
                    table,
                    holder: None,
                    waiting: VecDeque::new(),
                });
                known.rows.len() - 1
            }
        };
        let row = &mut known.rows[at];
        if row.holder.is_none() {
            row.holder = Some(query);
            return true;
        }
        row.waiting.push_back(query);
        known.locked += 1;
        self.queries[query].state = QueryState::RowLocked;
        false
    }

    /// A query is over: whoever waits first for its row gets it.
    pub(super) fn leave_hot_row(&mut self, sent: &Query, query: u32) {
        let known = &mut self.databases[usize::from(sent.database)];
        let Some(row) = known.rows.iter_mut().find(|row| row.table == sent.table) else {
            return;
        };
        if row.holder != Some(query) {
            row.waiting.retain(|&other| other != query);
            return;
        }
        row.holder = row.waiting.pop_front();
        if let Some(next) = row.holder {
            known.locked -= 1;
            known.waiting.push_back(next);
            self.queries[next].state = QueryState::Waiting;
        }
    }
}
