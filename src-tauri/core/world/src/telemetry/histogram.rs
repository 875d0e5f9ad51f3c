//! Latencies as counts in buckets, so that percentiles of a window are percentiles.

/// Sub-buckets of an octave: a bucket is 1/16 of its lower octave wide, 3 to 6 %.
const PARTS: u32 = 16;
/// Up to 2³² µs, which is longer than any request may take.
const BUCKETS: usize = 16 * 29 + 1;
/// Bits of a count in what is kept of a second; the bucket stands above it.
const COUNT_BITS: u32 = 7;
/// A larger count is kept as several, of the same bucket.
const COUNT_MAX: u16 = (1 << COUNT_BITS) - 1;
const _: () = assert!(BUCKETS <= 1 << (u16::BITS - COUNT_BITS));

/// Durations of the running second by bucket, and those of all seconds before it.
#[derive(Debug, Clone, Default)]
pub struct Histogram {
    now: Vec<u16>,
    touched: Vec<u16>,
    /// Buckets with their counts, of all past seconds, one after the other: see [`kept`].
    past: Vec<u16>,
    /// Where each second ends in `past`.
    ends: Vec<u32>,
}

impl Histogram {
    /// Counts a duration, microseconds.
    pub(crate) fn add(&mut self, us: i64) {
        if self.now.is_empty() {
            self.now = vec![0; BUCKETS];
        }
        let bucket = bucket_of(us);
        let count = &mut self.now[bucket];
        if *count == 0 {
            self.touched.push(bucket as u16);
        }
        // Beyond 65,535 in one bucket and second the count stays there.
        *count = count.saturating_add(1);
    }

    /// The second is over.
    pub(crate) fn next_second(&mut self) {
        self.touched.sort_unstable();
        for &bucket in &self.touched {
            let mut count = std::mem::take(&mut self.now[usize::from(bucket)]);
            while count > 0 {
                let part = count.min(COUNT_MAX);
                self.past.push(bucket << COUNT_BITS | part);
                count -= part;
            }
        }
        self.touched.clear();
        self.ends.push(self.past.len() as u32);
    }

    /// The quantile over seconds `from..to`, counted from the first. Milliseconds, to the
    /// middle of a bucket. None if there was nothing.
    pub fn quantile_ms(&self, from: usize, to: usize, quantile: f64) -> Option<f64> {
        let to = to.min(self.ends.len());
        if from >= to {
            return None;
        }
        let begin = if from == 0 {
            0
        } else {
            self.ends[from - 1] as usize
        };
        let window = &self.past[begin..self.ends[to - 1] as usize];
        let total: u64 = window.iter().map(|&one| u64::from(kept(one).1)).sum();
        if total == 0 {
            return None;
        }
        // The smallest duration that at least this share does not exceed.
        let rank = (libm::ceil(quantile * total as f64) as u64).max(1);
        if to - from == 1 {
            return Some(walk(window.iter().map(|&one| kept(one)), rank));
        }
        let mut merged = [0u32; BUCKETS];
        for (bucket, count) in window.iter().map(|&one| kept(one)) {
            merged[usize::from(bucket)] += u32::from(count);
        }
        let counts = merged
            .iter()
            .enumerate()
            .map(|(bucket, &count)| (bucket as u16, count));
        Some(walk_wide(counts, rank))
    }

    /// (bucket's middle in ms, count) over seconds `from..to`, for a drawing of the distribution.
    pub fn buckets_ms(&self, from: usize, to: usize) -> Vec<(f64, u32)> {
        let to = to.min(self.ends.len());
        let mut merged = vec![0u32; BUCKETS];
        if from < to {
            let begin = if from == 0 {
                0
            } else {
                self.ends[from - 1] as usize
            };
            let window = &self.past[begin..self.ends[to - 1] as usize];
            for (bucket, count) in window.iter().map(|&one| kept(one)) {
                merged[usize::from(bucket)] += u32::from(count);
            }
        }
        let counted = merged
            .into_iter()
            .enumerate()
            .filter(|(_, count)| *count > 0);
        counted
            .map(|(bucket, count)| (middle_ms(bucket), count))
            .collect()
    }
}

/// Bucket and count.
fn kept(one: u16) -> (u16, u16) {
    (one >> COUNT_BITS, one & COUNT_MAX)
}

fn walk(counts: impl Iterator<Item = (u16, u16)>, rank: u64) -> f64 {
    walk_wide(
        counts.map(|(bucket, count)| (bucket, u32::from(count))),
        rank,
    )
}

fn walk_wide(counts: impl Iterator<Item = (u16, u32)>, rank: u64) -> f64 {
    let mut seen = 0;
    let mut last = 0;
    for (bucket, count) in counts {
        if count > 0 {
            last = usize::from(bucket);
            seen += u64::from(count);
            if seen >= rank {
                break;
            }
        }
    }
    middle_ms(last)
}

fn bucket_of(us: i64) -> usize {
    let us = us.clamp(0, i64::from(u32::MAX)) as u32;
    if us < PARTS {
        return us as usize;
    }
    let octave = 31 - us.leading_zeros();
    let part = (us >> (octave - 4)) - PARTS;
    (((octave - 3) * PARTS + part) as usize).min(BUCKETS - 1)
}

/// Middle of a bucket, milliseconds.
fn middle_ms(bucket: usize) -> f64 {
    if bucket < PARTS as usize {
        return bucket as f64 / 1000.0;
    }
    let octave = bucket as u32 / PARTS + 3;
    let width = 1u64 << (octave - 4);
    let low = (u64::from(PARTS) + bucket as u64 % u64::from(PARTS)) * width;
    (low as f64 + width as f64 / 2.0) / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_is_never_wider_than_a_sixteenth() {
        for us in [
            1,
            15,
            16,
            17,
            31,
            32,
            100,
            999,
            12_345,
            1_000_000,
            59_999_999,
            4_000_000_000,
        ] {
            let middle = middle_ms(bucket_of(us)) * 1000.0;
            assert!(
                (middle - us as f64).abs() <= us as f64 / 32.0 + 0.5,
                "{us} µs is kept as {middle}"
            );
        }
    }

    #[test]
    fn percentiles_of_a_window_come_from_all_its_durations() {
        let mut histogram = Histogram::default();
        // A busy fast second and a quiet slow one: averaging their p95 would say 505 ms.
        (0..99).for_each(|_| histogram.add(10_000));
        histogram.next_second();
        histogram.add(1_000_000);
        histogram.next_second();
        let p95 = histogram.quantile_ms(0, 2, 0.95).unwrap();
        assert!((p95 - 10.0).abs() < 0.4, "{p95}");
        let p100 = histogram.quantile_ms(0, 2, 1.0).unwrap();
        assert!((p100 - 1000.0).abs() < 32.0, "{p100}");
        assert_eq!(histogram.quantile_ms(2, 5, 0.5), None);
    }

    #[test]
    fn a_count_is_kept_however_large_it_is() {
        for count in [1, 126, 127, 128, 254, 255, 1_000, 65_535, 70_000] {
            let mut histogram = Histogram::default();
            let longest = i64::from(u32::MAX);
            (0..count).for_each(|_| histogram.add(longest));
            histogram.add(1);
            histogram.next_second();
            histogram.next_second();
            for to in [1, 2] {
                let known = histogram.buckets_ms(0, to);
                assert_eq!(
                    known,
                    [
                        (0.001, 1),
                        (middle_ms(bucket_of(longest)), count.min(65_535))
                    ]
                );
                let p100 = histogram.quantile_ms(0, to, 1.0).unwrap();
                assert_eq!(p100, middle_ms(bucket_of(longest)));
            }
        }
    }
}
