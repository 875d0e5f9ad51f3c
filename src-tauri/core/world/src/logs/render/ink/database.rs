//! Placeholders of what a database and those who ask it write.

use super::super::detail::{self, hash};
use super::{GAP, Ink};
use crate::logs::LogLine;
use crate::spec::Stack;

impl<'a> Ink<'a> {
    /// Writes a placeholder of this file. False if there is none of that name.
    pub(super) fn database(&mut self, name: &str) -> bool {
        let record = self.record;
        match name {
            "statement" => self.statement(),
            "comment" => self.comment(),
            "character" => self.character(),
            "lock" => self.choose(self.which_statement() as u64, &detail::LOCKS),
            "table" => self.out.push_str(self.table()),
            "column" => self.column(),
            "Model" => self.model(),
            "under_table" => self.out.extend(self.table().chars().map(|_| ' ')),
            "relation" => {
                let oid = 16_390 + self.table().bytes().map(u64::from).sum::<u64>();
                self.number(oid);
            }
            "session" if record.b != 0 => self.number(record.b.into()),
            "session" => self.number(300 + hash(record.x.into(), 10) % 31_000),
            "lsn" => {
                self.out.push_str("0/");
                self.hex(
                    0x5a0_0000 + (record.at_us / 4_000_000).unsigned_abs() * 0x1f8,
                    7,
                );
            }
            "wal" => self.number(9_000 + u64::from(record.a) * 8),
            "buffers" => self.tenths(u64::from(record.a) * 1000 / 16_384),
            "days" => self.number(7 + self.seed % 24),
            "pages" => self.number(u64::from(record.a) * self.share()),
            "scanned" => {
                let hundredths = 10_000 / self.share();
                self.number(hundredths / 100);
                self.out.push('.');
                self.digits(hundredths % 100, 2);
            }
            "dead" => self.number(40 + u64::from(record.a) * 3),
            "live" => self.number(u64::from(record.a) * self.share() * 61),
            _ => return false,
        }
        true
    }

    /// How many times the pages of a table are those that a vacuum looked at.
    fn share(&self) -> u64 {
        2 + 2 * (self.seed % 4)
    }

    fn tenths(&mut self, n: u64) {
        self.number(n / 10);
        self.out.push('.');
        self.digits(n % 10, 1);
    }

    /// Which of a table's two statements: the same in all lines of one request.
    fn which_statement(&self) -> usize {
        let salt = detail::of_request(self.record) % 2;
        hash(self.record.x.into(), salt) as usize % detail::STATEMENTS.len()
    }

    fn statement(&mut self) {
        if self.is_shape() {
            // Both a table's statements, one after the other; the gap keeps them apart.
            for salt in 0..2 {
                let which = hash(self.record.x.into(), salt) as usize % detail::STATEMENTS.len();
                self.choice_of(detail::STATEMENTS[which]);
            }
            return self.out.push(GAP);
        }
        self.fill(detail::STATEMENTS[self.which_statement()]);
    }

    /// Fills a template into the choices of a shape.
    fn choice_of(&mut self, template: &str) {
        let start = self.out.len();
        self.fill(template);
        let filled = self.out.split_off(start);
        if let Some(choices) = &mut self.choices {
            choices.push(GAP);
            choices.push_str(&filled);
        }
    }

    /// The id of the request that a statement serves, as the application appends it.
    fn comment(&mut self) {
        if self.record.req != 0 {
            self.fill(" /*request_id='{req}'*/");
        }
    }

    /// Where in the statement its table stands, counted from 1.
    fn character(&mut self) {
        if self.is_shape() {
            return self.out.push(GAP);
        }
        let start = self.out.len();
        self.statement();
        let statement = self.out.split_off(start);
        let at = statement.find("FROM ").map_or(8, |at| at + 6);
        self.number(at as u64);
    }

    /// The table a line is about. A cause that names the database instead: orders.
    fn table(&self) -> &'a str {
        let (LogLine::Traceback | LogLine::TaskFailed) = self.record.line else {
            return self.store.names().get(self.record.x);
        };
        let target = self.cause().target;
        let name = self.store.names().get(target);
        if name.is_empty() || self.store.stack(target) == Stack::Postgres {
            "orders"
        } else {
            name
        }
    }

    fn column(&mut self) {
        let sum: usize = self.table().bytes().map(usize::from).sum();
        self.out
            .push_str(detail::COLUMNS[sum % detail::COLUMNS.len()]);
    }

    /// `Order` for `orders`.
    fn model(&mut self) {
        let table = self.table();
        let one = table.strip_suffix('s').unwrap_or(table);
        let mut letters = one.chars();
        self.out
            .extend(letters.next().map(|first| first.to_ascii_uppercase()));
        self.out.push_str(letters.as_str());
    }
}
