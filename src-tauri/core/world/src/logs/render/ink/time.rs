//! Times inside lines.

use super::super::clock::{MONTHS, START_DAY};
use super::Ink;

impl Ink<'_> {
    /// `12/Mar/2026:03:14:32`, and after it milliseconds (".ms") or a zone.
    pub(super) fn day_month_year(&mut self, between: char, before_time: char, after: &str) {
        let wall = self.wall;
        self.digits(wall.day.into(), 2);
        self.out.push(between);
        self.choose(u64::from(wall.month) - 1, &MONTHS);
        self.out.push(between);
        self.digits(wall.year.unsigned_abs(), 4);
        self.out.push(before_time);
        self.time(after);
    }

    /// `2026-03-12 03:14:32`, and after it milliseconds (",ms", ".ms") or a zone.
    pub(super) fn year_month_day(&mut self, between: char, after: &str) {
        let wall = self.wall;
        self.digits(wall.year.unsigned_abs(), 4);
        self.out.push(between);
        self.digits(wall.month.into(), 2);
        self.out.push(between);
        self.digits(wall.day.into(), 2);
        self.out.push(' ');
        self.time(after);
    }

    pub(super) fn time(&mut self, after: &str) {
        let wall = self.wall;
        for (n, part) in [wall.hour, wall.minute, wall.second]
            .into_iter()
            .enumerate()
        {
            if n > 0 {
                self.out.push(':');
            }
            self.digits(part.into(), 2);
        }
        match after.strip_suffix("ms") {
            Some(point) => {
                self.out.push_str(point);
                self.digits(wall.ms.into(), 3);
            }
            None => self.out.push_str(after),
        }
    }

    /// `2026-03-12T03:14:32.481Z`.
    pub(super) fn iso(&mut self) {
        let wall = self.wall;
        self.digits(wall.year.unsigned_abs(), 4);
        self.out.push('-');
        self.digits(wall.month.into(), 2);
        self.out.push('-');
        self.digits(wall.day.into(), 2);
        self.out.push('T');
        self.time(".ms");
        self.out.push('Z');
    }

    /// `0312 03:14:32.481000`, as Kubernetes writes it.
    pub(super) fn klog(&mut self) {
        let wall = self.wall;
        self.digits(wall.month.into(), 2);
        self.digits(wall.day.into(), 2);
        self.out.push(' ');
        self.time(".ms");
        self.digits(self.record.at_us.rem_euclid(1000).unsigned_abs(), 3);
    }

    /// Seconds since 1970.
    pub(super) fn unix(&mut self) {
        let since_start = self.record.at_us.div_euclid(1_000_000);
        let start = START_DAY * 86_400 + i64::from(self.store.starts_s_of_day);
        self.number(since_start.saturating_add(start).unsigned_abs());
    }
}
