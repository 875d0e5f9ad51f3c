//! Durations, instants and times of the day as people write them.

/// Reads a duration, microseconds: "200ms", "90s", "5m", "1h30m", "3d", "02:30" (minutes
/// and seconds), "1:02:30". The error is a message and a remedy.
pub(super) fn duration_us(text: &str) -> Result<u64, (String, String)> {
    let text = text.trim();
    let remedy = || {
        "write \"90s\", \"5m\", \"1h30m\", \"200ms\", or minutes and seconds as \"02:30\""
            .to_owned()
    };
    if text.starts_with(['-', '−']) {
        let help = "count from 00:00, which is STARTEX; nothing comes before it";
        return Err((format!("\"{text}\" is negative"), help.to_owned()));
    }
    let read = if text.contains(':') {
        colons(text)
    } else {
        units(text)
    };
    read.ok_or_else(|| (format!("\"{text}\" is not a duration"), remedy()))
}

/// Reads an instant in a deploy history, seconds from STARTEX: "-3d", "-19m", "-2h10m".
pub(super) fn before_s(text: &str) -> Result<i32, (String, String)> {
    let help = "write how long before STARTEX, e.g. \"-3d\" or \"-19m\"".to_owned();
    let Some(back) = text.trim().strip_prefix('-') else {
        return Err((format!("\"{text}\" is not before STARTEX"), help));
    };
    let us = duration_us(back).map_err(|(message, _)| (message, help.clone()))?;
    match i32::try_from(us / 1_000_000) {
        Ok(s) if s <= 366 * 86_400 => Ok(-s),
        _ => Err((format!("\"{text}\" is more than a year ago"), help)),
    }
}

/// Reads a time of the day, seconds: "03:00", "03:00:30".
pub(super) fn clock_s(text: &str) -> Result<u32, (String, String)> {
    let mut parts = text.trim().split(':').map(|part| {
        let is_two = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        is_two.then(|| part.parse::<u32>().ok()).flatten()
    });
    match (
        parts.next().flatten(),
        parts.next().flatten(),
        parts.next(),
        parts.next(),
    ) {
        (Some(h), Some(m), None, None) if h < 24 && m < 60 => Ok(h * 3600 + m * 60),
        (Some(h), Some(m), Some(Some(s)), None) if h < 24 && m < 60 && s < 60 => {
            Ok(h * 3600 + m * 60 + s)
        }
        _ => Err((
            format!("\"{text}\" is not a time of the day"),
            "write hours and minutes with two digits each, e.g. \"03:00\"".to_owned(),
        )),
    }
}

/// How a duration is written when a message names it.
pub(super) fn say_us(us: u64) -> String {
    let (ms, s) = (us / 1000, us / 1_000_000);
    match s {
        0 if !us.is_multiple_of(1000) => format!("{us}us"),
        0 => format!("{ms}ms"),
        _ if s.is_multiple_of(3600) => format!("{}h", s / 3600),
        _ if s >= 60 && s.is_multiple_of(60) => format!("{}m", s / 60),
        _ if s >= 60 => format!("{}m{}s", s / 60, s % 60),
        _ => format!("{s}s"),
    }
}

fn colons(text: &str) -> Option<u64> {
    let parts: Vec<&str> = text.split(':').collect();
    let number = |at: usize| -> Option<u64> {
        let part: &str = parts.get(at)?;
        let digits =
            !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| part.parse().ok()).flatten()
    };
    let seconds = match parts.len() {
        2 if number(1)? < 60 => number(0)? * 60 + number(1)?,
        3 if number(1)? < 60 && number(2)? < 60 => number(0)? * 3600 + number(1)? * 60 + number(2)?,
        _ => return None,
    };
    let is_two = parts.iter().skip(1).all(|part| part.len() == 2);
    is_two.then_some(seconds * 1_000_000)
}

fn units(text: &str) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    let (mut rest, mut total, mut last) = (text, 0u64, u64::MAX);
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, tail) = rest.split_at(end);
        let unit_end = tail
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(unit_end);
        let unit_us = match unit {
            "us" => 1,
            "ms" => 1_000,
            "s" => 1_000_000,
            "m" | "min" => 60_000_000,
            "h" => 3_600_000_000,
            "d" => 86_400_000_000,
            _ => return None,
        };
        if unit_us >= last {
            return None;
        }
        last = unit_us;
        total = total.checked_add(part_us(number, unit_us)?)?;
        rest = tail;
    }
    Some(total)
}

/// "1.5" of a unit, exactly.
fn part_us(number: &str, unit_us: u64) -> Option<u64> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() || number.ends_with('.') || fraction.len() > 6 || fraction.contains('.') {
        return None;
    }
    let mut us = whole.parse::<u64>().ok()?.checked_mul(unit_us)?;
    if !fraction.is_empty() {
        let scale = 10u64.pow(u32::try_from(fraction.len()).ok()?);
        us = us.checked_add(fraction.parse::<u64>().ok()?.checked_mul(unit_us)? / scale)?;
    }
    Some(us)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_people_write_them() {
        for (text, us) in [
            ("0s", 0),
            ("200ms", 200_000),
            ("1.5s", 1_500_000),
            ("90s", 90_000_000),
            ("5m", 300_000_000),
            ("02:30", 150_000_000),
            ("100:00", 6_000_000_000),
            ("1:02:30", 3_750_000_000),
            ("1h30m", 5_400_000_000),
            ("3d", 259_200_000_000),
        ] {
            assert_eq!(duration_us(text), Ok(us), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_says_so() {
        for text in [
            "",
            "5",
            "m",
            "5 m",
            "1m1h",
            "-5m",
            "2:5",
            "02:60",
            "1e3s",
            "99999999999999999999s",
            "1.s",
        ] {
            assert!(duration_us(text).is_err(), "{text}");
        }
        for text in ["3:00", "24:00", "03:60", "3am", "03:00:00:00"] {
            assert!(clock_s(text).is_err(), "{text}");
        }
        assert_eq!(clock_s("03:00"), Ok(10_800));
        assert_eq!(before_s("-19m"), Ok(-1140));
        assert!(before_s("19m").is_err());
    }
}
