//! Times as people write them: 03:04, 3:04 AM, 2026-11-24T03:04:05+01:00.

use chrono::NaiveDate;

/// A time at the beginning of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Seconds of the day.
    pub clock_s: i64,
    /// Days since 1 January of the year 1; None: not said.
    pub day: Option<i64>,
    /// East of UTC, seconds; None: not said.
    pub offset_s: Option<i64>,
}

/// The time that a text begins with, and the rest of the text. None: it begins with none.
pub(super) fn take(text: &str) -> Option<(Stamp, &str)> {
    let text = text.trim_start();
    let bracket = [('[', ']'), ('(', ')')]
        .into_iter()
        .find(|(open, _)| text.starts_with(*open));
    let inside = bracket.map_or(text, |(open, _)| &text[open.len_utf8()..]);
    let (day, rest) = match date(inside) {
        Some((day, rest)) => (Some(day), rest),
        None => (None, inside),
    };
    let (clock_s, rest) = clock(rest)?;
    let (offset_s, rest) = offset(rest);
    let rest = match bracket {
        Some((_, close)) => rest.trim_start().strip_prefix(close)?,
        None => rest,
    };
    // "03:04pm-ish" or "03:045" is no time.
    let ends = rest.chars().next();
    if ends.is_some_and(|c| c.is_alphanumeric() || c == '_') {
        return None;
    }
    Some((
        Stamp {
            clock_s,
            day,
            offset_s,
        },
        rest,
    ))
}

/// `2026-11-24` with a blank, a comma or a `T` behind it.
fn date(text: &str) -> Option<(i64, &str)> {
    let (year, rest) = number(text, 4, 4)?;
    let (month, rest) = number(rest.strip_prefix('-')?, 2, 2)?;
    let (day, rest) = number(rest.strip_prefix('-')?, 2, 2)?;
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    let behind = rest.strip_prefix(['T', 't']);
    let behind = behind
        .or_else(|| rest.strip_prefix([' ', ',']))
        .map(str::trim_start);
    let days = date.signed_duration_since(NaiveDate::from_ymd_opt(1, 1, 1)?);
    Some((days.num_days(), behind?))
}

/// `3:04`, `03:04:05`, `03:04:05.678`, `3:04 AM`, `3:04 p.m.`.
fn clock(text: &str) -> Option<(i64, &str)> {
    let (hour, rest) = number(text, 1, 2)?;
    let (minute, rest) = number(rest.strip_prefix(':')?, 2, 2)?;
    let (second, rest) = match rest.strip_prefix(':') {
        Some(rest) => number(rest, 2, 2)?,
        None => (0, rest),
    };
    let rest = match rest.strip_prefix(['.', ',']) {
        Some(after) if after.starts_with(|c: char| c.is_ascii_digit()) => {
            after.trim_start_matches(|c: char| c.is_ascii_digit())
        }
        _ => rest,
    };
    let (hour, rest) = match half(rest) {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some((is_after_noon, rest)) => (hour % 12 + if is_after_noon { 12 } else { 0 }, rest),
        None => (hour, rest),
    };
    (hour < 24 && minute < 60 && second < 60)
        .then(|| (i64::from(hour * 3600 + minute * 60 + second), rest))
}

/// AM or PM: whether it is after noon.
fn half(text: &str) -> Option<(bool, &str)> {
    let rest = text.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    for (name, is_after_noon) in [("a.m.", false), ("p.m.", true), ("am", false), ("pm", true)] {
        let Some(head) = rest.get(..name.len()) else {
            continue;
        };
        let after = &rest[name.len()..];
        if head.eq_ignore_ascii_case(name) && !after.starts_with(char::is_alphanumeric) {
            return Some((is_after_noon, after));
        }
    }
    None
}

/// `Z`, `UTC`, `+01:00`, `+0100`. A blank before it only where nothing else can be meant.
fn offset(text: &str) -> (Option<i64>, &str) {
    let rest = text.strip_prefix(' ').unwrap_or(text);
    for name in ["UTC", "GMT", "Z"] {
        let after = rest.strip_prefix(name);
        if let Some(after) = after.filter(|after| !after.starts_with(char::is_alphanumeric)) {
            return (Some(0), after);
        }
    }
    let sign = match rest.chars().next() {
        Some('+') => 1,
        Some('-' | '\u{2212}') => -1,
        _ => return (None, text),
    };
    let digits = rest.trim_start_matches(['+', '-', '\u{2212}']);
    let parsed = number(digits, 4, 4)
        .map(|(both, rest)| (both / 100, both % 100, rest))
        .or_else(|| {
            let (hours, rest) = number(digits, 2, 2)?;
            let (minutes, rest) = number(rest.strip_prefix(':')?, 2, 2)?;
            Some((hours, minutes, rest))
        })
        .filter(|(hours, minutes, _)| *hours <= 14 && *minutes < 60);
    match parsed {
        Some((hours, minutes, rest)) => (Some(sign * i64::from(hours * 3600 + minutes * 60)), rest),
        None => (None, text),
    }
}

/// So many digits, and no more behind them.
fn number(text: &str, least: usize, most: usize) -> Option<(u32, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    if end < least || end > most {
        return None;
    }
    let (digits, rest) = text.split_at(end);
    Some((digits.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::take;

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, clock, dated, offset, rest) in [
            ("03:04 x", 11_040, false, None, " x"),
            ("3:04", 11_040, false, None, ""),
            ("03:04:05.678 x", 11_045, false, None, " x"),
            ("3:04 AM", 11_040, false, None, ""),
            ("3:04pm: x", 54_240, false, None, ": x"),
            ("12:04 a.m. x", 240, false, None, " x"),
            ("12:04 PM", 43_440, false, None, ""),
            ("[03:04] x", 11_040, false, None, " x"),
            ("2026-11-24 03:04", 11_040, true, None, ""),
            ("2026-11-24T03:04:05Z", 11_045, true, Some(0), ""),
            ("2026-11-24T03:04:05.1+01:00", 11_045, true, Some(3_600), ""),
            (
                "2026-11-24 03:04:05 -0530 x",
                11_045,
                true,
                Some(-19_800),
                " x",
            ),
            ("03:04 UTC x", 11_040, false, Some(0), " x"),
            ("03:04 - x", 11_040, false, None, " - x"),
            ("03:04 Zero", 11_040, false, None, " Zero"),
        ] {
            let (stamp, after) = take(text).unwrap_or_else(|| panic!("{text}"));
            let read = (stamp.clock_s, stamp.day.is_some(), stamp.offset_s, after);
            assert_eq!(read, (clock, dated, offset, rest), "{text}");
        }
        for text in [
            "",
            "3",
            "25:00",
            "03:60",
            "03:4",
            "003:04",
            "13:00 PM",
            "0:10 am",
            "2026-02-30 03:04",
            "03:04x",
            "(03:04",
            "three",
            "03.04",
            "2026-11-24",
        ] {
            assert_eq!(take(text), None, "{text}");
        }
    }
}
