//! Placeholders made of several parts.

use super::super::detail::{self, hash};
use super::Ink;
use crate::logs::{Cause, LogLine};
use crate::spec::Stack;

impl<'a> Ink<'a> {
    /// Method and path of x, an endpoint such as "POST /api/checkout".
    pub(super) fn endpoint(&self) -> (&'a str, &'a str) {
        let name = self.store.names().get(self.record.x);
        name.split_once(' ')
            .unwrap_or(("GET", if name.is_empty() { "/" } else { name }))
    }

    /// The path of x; segments such as `{id}`, `<id>` or `:id` become numbers.
    pub(super) fn path(&mut self) {
        let path = self.endpoint().1;
        if !path.contains(['{', '<', ':']) {
            return self.out.push_str(path);
        }
        for (n, segment) in path.split('/').enumerate() {
            if n > 0 {
                self.out.push('/');
            }
            if segment.starts_with(['{', '<', ':']) {
                self.number(1 + hash(detail::of_request(self.record), 4) % 9000);
            } else {
                self.out.push_str(segment);
            }
        }
    }

    /// Python module that answers x: the last word of its path.
    pub(super) fn module(&mut self) {
        let path = self.endpoint().1;
        let is_word = |s: &&str| s.starts_with(|c: char| c.is_ascii_alphabetic());
        let word = path.split(['/', '.']).rfind(is_word).unwrap_or("home");
        self.out.extend(word.chars().map(|c| {
            if c.is_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '_'
            }
        }));
    }

    /// A task's dotted name.
    pub(super) fn task(&mut self) {
        let name = self.store.names().get(self.record.x);
        if !name.contains('.') {
            self.out.push_str("tasks.");
        }
        self.out.push_str(name);
    }

    pub(super) fn cause(&self) -> Cause {
        let is_task = self.record.line == LogLine::TaskFailed;
        Cause::unpack(if is_task {
            self.record.b
        } else {
            self.record.a
        })
    }

    /// Name of what failed: the target of a cause, otherwise x.
    pub(super) fn target_name(&self) -> (u16, &'a str) {
        let at = match self.record.line {
            LogLine::Traceback | LogLine::TaskFailed => self.cause().target,
            _ => self.record.x,
        };
        let name = self.store.names().get(at);
        let unnamed = match (self.record.line, self.cause().code) {
            (LogLine::Traceback | LogLine::TaskFailed, 0..=2) => "db",
            (LogLine::Traceback | LogLine::TaskFailed, 7) => "model",
            _ => "upstream",
        };
        (at, if name.is_empty() { unnamed } else { name })
    }

    pub(super) fn target(&mut self) {
        self.out.push_str(self.target_name().1);
    }

    /// Host name of the target: our own components are internal, third parties are not.
    pub(super) fn host(&mut self) {
        let (at, name) = self.target_name();
        let (before, after) = if self.store.stack(at) == Stack::Plain {
            ("api.", ".example")
        } else {
            ("", ".internal")
        };
        for part in [before, name, after] {
            self.out.push_str(part);
        }
    }

    /// Seconds waited by a cause, two decimals.
    pub(super) fn waited(&mut self) {
        let ms = match (self.record.line, self.cause().waited_s) {
            (LogLine::Traceback, _) => self.record.b,
            (_, 0) => 30_000,
            (_, seconds) => u32::from(seconds) * 1000,
        };
        self.seconds(ms, 2);
    }

    /// An address of the blocks reserved for documentation (RFC 5737).
    pub(super) fn client_ip(&mut self) {
        let seed = detail::of_request(self.record);
        let [a, b, c] = [[203, 0, 113], [198, 51, 100], [192, 0, 2]][(seed % 3) as usize];
        self.dotted([a, b, c, 1 + (seed >> 8) % 254]);
    }

    /// Address of a replica inside the cluster.
    pub(super) fn pod(&mut self, component: u16, replica: u16) {
        self.dotted([
            10,
            0,
            u64::from(component % 250),
            10 + u64::from(replica % 200),
        ]);
    }

    pub(super) fn dotted(&mut self, address: [u64; 4]) {
        for (n, part) in address.into_iter().enumerate() {
            if n > 0 {
                self.out.push('.');
            }
            self.number(part);
        }
    }

    /// A task's id; the same in all lines of the task.
    pub(super) fn uuid(&mut self) {
        let (high, low) = (hash(self.record.a.into(), 5), hash(self.record.a.into(), 6));
        for (n, (value, width)) in [
            (high >> 32, 8),
            (high >> 16, 4),
            (0x4000 | high & 0xfff, 4),
            (0x8000 | low & 0x3fff, 4),
            (low >> 16, 12),
        ]
        .into_iter()
        .enumerate()
        {
            if n > 0 {
                self.out.push('-');
            }
            self.hex(value, width);
        }
    }

    /// The request's id; `-` where there is none.
    pub(super) fn request(&mut self) {
        match self.record.req {
            0 if !self.is_shape() => self.out.push('-'),
            req => self.hex(
                req.into(),
                (req.checked_ilog2().unwrap_or(0) / 4 + 1).max(6),
            ),
        }
    }

    /// Where a browser calls x: pages and the API are two hosts.
    pub(super) fn site(&mut self) {
        let is_api = self.endpoint().1.starts_with("/api");
        self.fill(if is_api {
            "https://api.{app}.example"
        } else {
            "https://{app}.example"
        });
    }

    /// `KeyError: 'currency'` as `repr()` shows it: `KeyError('currency')`.
    pub(super) fn bug_repr(&mut self) {
        let bug = detail::BUGS[usize::from(self.record.x) % detail::BUGS.len()];
        let (class, text) = bug.split_once(": ").unwrap_or((bug, ""));
        let quote = match text.contains('\'') {
            _ if class == "KeyError" => "",
            true => "\"",
            false => "'",
        };
        for part in [class, "(", quote, text, quote, ")"] {
            self.out.push_str(part);
        }
    }

    /// Path of a temporary file, `3/12/0000000123`.
    pub(super) fn dashed_temp(&mut self) {
        let n = self.seed % 100_000;
        self.digits(n % 10, 1);
        self.out.push('/');
        self.digits(n / 10 % 100, 2);
        self.out.push('/');
        self.digits(n, 10);
    }
}
