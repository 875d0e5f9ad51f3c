//! Filling templates.

mod database;
mod phrase;
mod time;

use super::clock::Wall;
use super::detail::{self, hash};
use super::traceback;
use crate::logs::{LogLevel, LogRecord, LogStore};

/// Stands for what differs between records of one shape, see [`Ink::shape`].
pub(in crate::logs) const GAP: char = '\u{1}';

/// Writes one record into a buffer.
pub(in crate::logs) struct Ink<'a> {
    pub(super) store: &'a LogStore,
    pub(super) record: &'a LogRecord,
    out: &'a mut String,
    /// Write a shape: gaps for numbers and hashes, and the choices here.
    choices: Option<&'a mut String>,
    wall: Wall,
    seed: u64,
}

impl<'a> Ink<'a> {
    /// Ink that writes the text itself.
    pub(in crate::logs) fn new(
        store: &'a LogStore,
        record: &'a LogRecord,
        out: &'a mut String,
    ) -> Self {
        let wall = Wall::of(record, store.starts_s_of_day);
        Self {
            store,
            record,
            out,
            choices: None,
            wall,
            seed: detail::of_record(record),
        }
    }

    /// Ink that writes the shape of a line: a [`GAP`] for each part that differs between
    /// records that agree in line, level, source, x and [`super::variant`]. A gap's text
    /// is of `0-9 a-f . : -` only, or one of the texts that go to `choices`, which have no
    /// letter or digit next to them.
    pub(in crate::logs) fn shape(
        store: &'a LogStore,
        record: &'a LogRecord,
        out: &'a mut String,
        choices: &'a mut String,
    ) -> Self {
        Self {
            choices: Some(choices),
            ..Self::new(store, record, out)
        }
    }

    /// Writes a template. Placeholders are names in braces.
    pub(super) fn fill(&mut self, template: &str) {
        // Templates are short between braces: a plain loop beats a vectorised search.
        let find = |text: &str, brace: u8| text.bytes().position(|byte| byte == brace);
        let mut rest = template;
        while let Some(open) = find(rest, b'{') {
            self.out.push_str(&rest[..open]);
            let inside = &rest[open + 1..];
            let Some(close) = find(inside, b'}') else {
                debug_assert!(false, "unclosed brace in {template}");
                return;
            };
            self.placeholder(&inside[..close]);
            rest = &inside[close + 1..];
        }
        self.out.push_str(rest);
    }

    fn placeholder(&mut self, name: &str) {
        let record = self.record;
        match name {
            "a" => self.number(record.a.into()),
            "b" => self.number(record.b.into()),
            "a_s" => self.seconds(record.a, 2),
            "b_s" => self.seconds(record.b, 3),
            "b_s2" => self.seconds(record.b, 2),
            "a_short" => self.thousandths(record.a),
            "b_short" => self.thousandths(record.b),
            "frac" => self.digits(self.seed % 1000, 3),
            "brace_open" => self.out.push('{'),
            "brace_close" => self.out.push('}'),
            "x" => self.name(record.x),
            "app" => self.out.push_str(self.store.app()),
            "source" => self.name(record.source),
            "replica" => self.number(record.replica.into()),
            "slot" => self.number(u64::from(record.replica) + 1),
            "target" => self.target(),
            "host" => self.host(),
            "waited" => self.waited(),
            "LEVEL" => self.out.push_str(level_name(record.level)),
            "level" => self.lower(level_name(record.level)),
            "nginx_level" => self.out.push_str(nginx_level(record.level)),
            "req" => self.request(),
            "method" => self.out.push_str(self.endpoint().0),
            "verb" => self.lower(self.endpoint().0),
            "path" => self.path(),
            "module" => self.module(),
            "task" => self.task(),
            "status" => self.out.push_str(detail::reason(record.a)),
            "user" => self.number(1000 + detail::of_request(record) % 480_000),
            "row" => self.number(2_000_000 + detail::of_request(record) % 380_000),
            "ip" => self.client_ip(),
            "port" => self.number(32_768 + self.seed % 28_000),
            "bytes" => self.number(180 + hash(self.seed, 1) % 24_000),
            "connection" => self.number(10_000 + detail::of_request(record) % 900_000),
            "pid" => self.number(20 + detail::of_process(record) % 400),
            "backend" => self.number(300 + detail::of_request(record) % 31_000),
            "address" => self.hex(0x7f00_0000_0000 | (hash(self.seed, 2) & 0xff_ffff_fff0), 12),
            "uuid" => self.uuid(),
            "lineno" => self.number(20 + hash(record.x.into(), 3) % 180),
            "lineno2" => self.number(20 + hash(record.x.into(), 11) % 180),
            "target_ip" => self.pod(self.target_name().0, 0),
            "pod" => self.pod(record.source, record.replica),
            "proxy" => self.dotted([10, 0, 0, 2 + self.seed % 3]),
            "peer" => self.pod(record.x, (self.seed % 4) as u16),
            "agent" => self.choose(self.seed, &detail::AGENTS),
            "bot_path" => self.choose(record.a.into(), &detail::BOT_PATHS),
            "deprecation" => self.choose(record.a.into(), &detail::DEPRECATIONS),
            "bug" => self
                .out
                .push_str(detail::BUGS[usize::from(record.x) % detail::BUGS.len()]),
            "csrf" => self.choose(record.a.into(), &detail::CSRF),
            "form" => self.choose(u64::from(record.a) / 3, &detail::FORMS),
            "due" => self.choose(record.a.into(), &detail::DUE),
            "chatter" => self.choose(record.a.into(), &detail::CHATTER),
            "peer_slot" => self.number(u64::from(record.replica) + 1),
            "site" => self.site(),
            "exception" => self.fill(traceback::exception(self.cause().code)),
            "bug_repr" => self.bug_repr(),
            "server_ip" => self.dotted([203, 0, 113, 4]),
            "b_kb" => self.number(u64::from(record.b) * 1024),
            "vm_kb" => self.number(u64::from(record.b) * 2048 + 412_608),
            "digit" => self.digits(self.seed % 10, 1),
            "digit2" => self.digits(self.seed / 10 % 10, 1),
            "temp" => self.dashed_temp(),
            "fork" => self.number(7_000 + hash(record.a.into(), 9) % 20_000),
            "unix" => self.unix(),
            "nginx_time" => self.day_month_year('/', ':', " +0000"),
            "nginx_error_time" => self.year_month_day('/', ""),
            "gunicorn_time" => self.year_month_day('-', " +0000"),
            "python_time" => self.year_month_day('-', ",ms"),
            "sql_time" => self.year_month_day('-', ".ms"),
            "iso_time" => self.iso(),
            "klog_time" => self.klog(),
            "redis_time" => self.day_month_year(' ', ' ', ".ms"),
            _ => {
                let is_known = self.database(name);
                debug_assert!(is_known, "unknown placeholder {name}");
            }
        }
    }

    fn is_shape(&self) -> bool {
        self.choices.is_some()
    }

    fn number(&mut self, n: u64) {
        self.digits(n, 1);
    }

    /// At least `width` decimal digits.
    fn digits(&mut self, mut n: u64, width: usize) {
        if self.is_shape() {
            return self.out.push(GAP);
        }
        let mut digits = [b'0'; 20];
        let mut at = digits.len();
        while n > 0 || digits.len() - at < width {
            at -= 1;
            digits[at] = b'0' + (n % 10) as u8;
            n /= 10;
        }
        for digit in &digits[at..] {
            self.out.push(char::from(*digit));
        }
    }

    /// `width` hex digits, zero-padded.
    fn hex(&mut self, n: u64, width: u32) {
        if self.is_shape() {
            return self.out.push(GAP);
        }
        for place in (0..width).rev() {
            let digit = (n >> (4 * place) & 15) as u32;
            self.out.push(char::from_digit(digit, 16).unwrap_or('0'));
        }
    }

    /// Milliseconds as seconds with 2 or 3 decimals.
    fn seconds(&mut self, ms: u32, decimals: usize) {
        self.number(u64::from(ms / 1000));
        self.out.push('.');
        let part = u64::from(ms % 1000);
        self.digits(if decimals == 2 { part / 10 } else { part }, decimals);
    }

    /// Thousandths without trailing zeros: 5000 is 5, 200 is 0.2.
    fn thousandths(&mut self, n: u32) {
        if self.is_shape() {
            return self.out.push(GAP);
        }
        self.number(u64::from(n / 1000));
        if !n.is_multiple_of(1000) {
            self.out.push('.');
            self.digits(u64::from(n % 1000), 3);
            let kept = self.out.trim_end_matches('0').len();
            self.out.truncate(kept);
        }
    }

    /// One of some texts, in which only `{app}` is a placeholder.
    fn choose(&mut self, n: u64, texts: &[&str]) {
        let store = self.store;
        let app = store.app();
        if let Some(choices) = &mut self.choices {
            self.out.push(GAP);
            for text in texts {
                choices.push(GAP);
                choices.push_str(&text.replace("{app}", app));
            }
        } else {
            let text = texts[(n % texts.len() as u64) as usize];
            self.out.push_str(&text.replace("{app}", app));
        }
    }

    fn name(&mut self, at: u16) {
        self.out.push_str(self.store.names().get(at));
    }

    fn lower(&mut self, text: &str) {
        self.out
            .extend(text.chars().map(|c| c.to_ascii_lowercase()));
    }
}

/// As nginx names it.
fn nginx_level(level: LogLevel) -> &'static str {
    match level {
        LogLevel::Debug => "debug",
        LogLevel::Info => "info",
        LogLevel::Warn => "warn",
        LogLevel::Error => "error",
    }
}

/// As Python's logging names it.
fn level_name(level: LogLevel) -> &'static str {
    match level {
        LogLevel::Debug => "DEBUG",
        LogLevel::Info => "INFO",
        LogLevel::Warn => "WARNING",
        LogLevel::Error => "ERROR",
    }
}
