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
            "error_line" => self.error_line(),
            "lock" => self.choose(self.which_statement() as u64, &detail::LOCKS),
            "table" => self.out.push_str(self.table()),
            "column" => self.out.push_str(detail::added_column(self.table())),
            "Model" => self.model(),
            "relation" => {
                let oid = 16_390 + self.table().bytes().map(u64::from).sum::<u64>();
                self.number(oid);
            }
            "session" if record.b != 0 => self.number(record.b.into()),
            "session" => self.number(300 + hash(record.x.into(), 10) % 31_000),
            "lsn" => {
                self.out.push_str("0/");
                let start = self.out.len();
                self.hex(
                    0x5a0_0000 + (record.at_us / 4_000_000).unsigned_abs() * 0x1f8,
                    7,
                );
                self.out[start..].make_ascii_uppercase();
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

    /// A table's two statements, as indices: a request has one of them in all its lines.
    fn statements(&self) -> [usize; 2] {
        let sum = self.table().bytes().map(u64::from).sum::<u64>();
        [0, 1].map(|salt| hash(sum, salt) as usize % detail::STATEMENTS.len())
    }

    fn which_statement(&self) -> usize {
        self.statements()[(detail::of_request(self.record) % 2) as usize]
    }

    fn statement(&mut self) {
        if self.is_shape() {
            // One after the other; the gap keeps them apart.
            for which in self.statements() {
                self.choice_of(detail::STATEMENTS[which]);
            }
            return self.out.push(GAP);
        }
        self.fill(detail::STATEMENTS[self.which_statement()]);
    }

    /// The statement, not written, and where its table stands in it, bytes.
    fn statement_and_table(&mut self) -> (String, usize) {
        let start = self.out.len();
        self.statement();
        let statement = self.out.split_off(start);
        let at = statement.find("FROM ").map_or(7, |at| at + 5);
        (statement, at)
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
        let (_, at) = self.statement_and_table();
        self.number(at as u64 + 1);
    }

    /// What follows "LINE 1: " where libpq points at the table: sixty characters of the statement,
    /// ten of them after the place, and below them a caret.
    fn error_line(&mut self) {
        const SHOWN: usize = 60;
        const AFTER: usize = 10;
        if self.is_shape() {
            return self.statement();
        }
        let (statement, at) = self.statement_and_table();
        let end = statement.len().min(SHOWN.max(at + AFTER));
        let begin = end.saturating_sub(SHOWN);
        let before = if begin > 0 { "..." } else { "" };
        self.out.push_str(before);
        self.out.push_str(&statement[begin..end]);
        if end < statement.len() {
            self.out.push_str("...");
        }
        self.out.push('\n');
        let indent = "LINE 1: ".len() + before.len() + at - begin;
        self.out.extend(std::iter::repeat_n(' ', indent));
        self.out.push('^');
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
