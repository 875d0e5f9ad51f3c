//! How times and figures are written, in the PDF and in Markdown alike.

pub use drill::words::{clock, duration, span};

/// The incident clock without seconds, `03:14`, for axes.
#[must_use]
pub fn clock_hm(starts_s_of_day: u32, at_s: f64) -> String {
    let s = (i64::from(starts_s_of_day) + at_s.floor() as i64).rem_euclid(86_400);
    format!("{:02}:{:02}", s / 3600, s / 60 % 60)
}

/// Time since STARTEX, `T+14:32` or `T+1:14:32`; before it, `T−00:30`.
#[must_use]
pub fn t_plus(at_ms: i64) -> String {
    let sign = if at_ms < 0 { '−' } else { '+' };
    let s = at_ms.unsigned_abs() / 1000;
    let (h, m, s) = (s / 3600, s / 60 % 60, s % 60);
    if h > 0 {
        format!("T{sign}{h}:{m:02}:{s:02}")
    } else {
        format!("T{sign}{m:02}:{s:02}")
    }
}

/// A whole number with thousands apart: `12,345`.
#[must_use]
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// A measured value with as many decimals as its size deserves.
#[must_use]
pub fn value(v: f64) -> String {
    let a = v.abs();
    let text = match a {
        a if a >= 100.0 => count(a.round() as u64),
        a if a >= 10.0 => format!("{a:.1}"),
        a if a >= 0.1 => format!("{a:.2}"),
        _ => format!("{a:.4}"),
    };
    let whole = text.trim_end_matches('0').strip_suffix('.');
    let text = whole.unwrap_or(&text);
    let sign = if v < 0.0 && text != "0" { "−" } else { "" };
    format!("{sign}{text}")
}

#[cfg(test)]
mod tests {
    use super::{clock, count, duration, t_plus, value};

    #[test]
    fn times_read_as_people_say_them() {
        let three = 3 * 3600;
        assert_eq!(clock(three, 872_000), "03:14:32");
        assert_eq!(clock(86_399, 1_000), "00:00:00");
        assert_eq!(clock(0, -1), "23:59:59");
        assert_eq!(t_plus(872_999), "T+14:32");
        assert_eq!(t_plus(4_472_000), "T+1:14:32");
        assert_eq!(t_plus(-30_000), "T−00:30");
        assert_eq!(duration(250_000), "4 min 10 s");
        assert_eq!(duration(3_600_000), "1 h");
        assert_eq!(duration(-80_000), "−1 min 20 s");
        assert_eq!(duration(0), "0 s");
        assert_eq!(duration(-300), "0 s");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(value(14.84), "14.8");
        assert_eq!(value(0.0), "0");
        assert_eq!(value(-0.5), "−0.50");
        assert_eq!(value(-0.000_01), "0");
        assert_eq!(value(-0.003), "−0.0030");
        assert_eq!(value(200.0), "200");
        assert_eq!(value(60.98), "61");
        assert_eq!(value(12_345.6), "12,346");
    }
}
