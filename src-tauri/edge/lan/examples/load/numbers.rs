//! Counting.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

/// Microseconds of the system's clock.
pub fn now_us() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_micros() as u64)
}

/// Median, 99th percentile (of n values the ⌈0.99 n⌉th) and largest of times, in milliseconds.
pub fn spread(us: &[u64]) -> Value {
    let mut sorted = us.to_vec();
    sorted.sort_unstable();
    let at = |percent: usize| {
        let rank = (sorted.len() * percent).div_ceil(100).max(1);
        sorted.get(rank - 1).map(|us| *us as f64 / 1_000.0)
    };
    json!({ "p50": at(50), "p99": at(99), "max": at(100) })
}

pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Time this process has computed, as Linux counts it.
pub fn cpu_s() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name before it may have spaces. Ticks are hundredths of a second.
    let (_, rest) = told.rsplit_once(')')?;
    let ticks = |at: usize| rest.split_whitespace().nth(at)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / 100.0)
}

/// Most memory this process has held.
pub fn peak_mb() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = told.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kb: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kb * 1_024.0 / 1e6)
}

/// Refuses to begin what cannot be finished: each socket is an open file here and over there.
pub fn need_files(sockets: usize) -> Result<(), crate::Failed> {
    let wanted = sockets + 100;
    let Ok(told) = std::fs::read_to_string("/proc/self/limits") else {
        return Ok(());
    };
    let line = told.lines().find(|line| line.starts_with("Max open files"));
    let limit = line.and_then(|line| line.split_whitespace().nth(3));
    match limit.and_then(|limit| limit.parse::<usize>().ok()) {
        Some(limit) if limit < wanted => Err(format!(
            "This shell lets a program open {limit} files, and {sockets} sockets need {wanted}. \
             Raise it first: ulimit -n 8192"
        )
        .into()),
        // Unlimited, or a system that does not say.
        _ => Ok(()),
    }
}
