//! Wall times as the programs write them. The date is fictional and fixed: a drill begins
//! on Thursday 12 March 2026, UTC.

use super::super::LogRecord;

/// Days from 1970-01-01 to the day of STARTEX.
pub(super) const START_DAY: i64 = 20_524;
const DAY_US: i64 = 86_400_000_000;

/// By month, from January.
pub(super) const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// A moment on the incident clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wall {
    pub year: i64,
    /// From 1.
    pub month: u8,
    /// From 1.
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
    pub ms: u16,
}

impl Wall {
    /// When a record was written, for a clock that shows `starts_s_of_day` at STARTEX.
    pub(super) fn of(record: &LogRecord, starts_s_of_day: u32) -> Self {
        let start_us = i64::from(starts_s_of_day) * 1_000_000;
        let at_us = record.at_us.saturating_add(start_us);
        let (year, month, day) = civil(START_DAY + at_us.div_euclid(DAY_US));
        let us = at_us.rem_euclid(DAY_US);
        let seconds = us / 1_000_000;
        Self {
            year,
            month,
            day,
            hour: (seconds / 3600) as u8,
            minute: (seconds / 60 % 60) as u8,
            second: (seconds % 60) as u8,
            ms: (us / 1000 % 1000) as u16,
        }
    }
}

/// (year, month, day) of a day counted from 1970-01-01. After Howard Hinnant,
/// "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
fn civil(days: i64) -> (i64, u8, u8) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = (doy - (153 * mp + 2) / 5 + 1) as u8;
    let month = if mp < 10 { mp + 3 } else { mp - 9 } as u8;
    (yoe + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::civil;

    #[test]
    fn days_become_dates() {
        for (days, date) in [
            (0, (1970, 1, 1)),
            (-1, (1969, 12, 31)),
            (20_524, (2026, 3, 12)),
            (11_016, (2000, 2, 29)),
        ] {
            assert_eq!(civil(days), date, "{days}");
        }
    }
}
