//! Chance as a tree: each purpose draws from a stream of its own, grown from the seed and
//! the purpose's path. So what happens at one place does not change the luck at another.

use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::spec::{Dist, Time};

/// One stream of chance.
#[derive(Debug, Clone)]
pub(crate) struct Stream {
    source: Xoshiro256PlusPlus,
    /// The polar method yields normals in pairs; the second waits here.
    spare: Option<f64>,
}

impl Stream {
    /// The stream of a purpose, e.g. `service.api`.
    pub(crate) fn new(seed: u64, path: &str) -> Self {
        // FNV-1a of the path, then SplitMix's finalizer so that near paths are far apart.
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for byte in path.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        let mut mixed = hash ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Self {
            source: Xoshiro256PlusPlus::seed_from_u64(mixed ^ (mixed >> 31)),
            spare: None,
        }
    }

    /// Evenly in [0, 1).
    pub(crate) fn unit(&mut self) -> f64 {
        (self.source.next_u64() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// True with this probability. Always draws, so that a changed probability does not
    /// shift what comes after it.
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A whole number below `limit`.
    pub(crate) fn below(&mut self, limit: u32) -> u32 {
        (self.unit() * f64::from(limit)) as u32
    }

    /// Exponential with mean 1.
    pub(crate) fn exp(&mut self) -> f64 {
        -libm::log(1.0 - self.unit())
    }

    /// Normal with mean 0 and deviation 1 (Marsaglia's polar method).
    fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let (x, y) = (2.0 * self.unit() - 1.0, 2.0 * self.unit() - 1.0);
            let square = x * x + y * y;
            if square < 1.0 && square > 0.0 {
                let scale = libm::sqrt(-2.0 * libm::log(square) / square);
                self.spare = Some(y * scale);
                return x * scale;
            }
        }
    }

    /// A duration in microseconds, `factor` times as long as usual.
    pub(crate) fn time(&mut self, draw: Draw, factor: f64) -> i64 {
        let drawn = match draw.dist {
            Dist::Fixed => draw.mean,
            Dist::Exp => draw.mean * self.exp(),
            Dist::LogNormal => draw.mean * libm::exp(SIGMA * self.normal() - SIGMA * SIGMA / 2.0),
        };
        // To the nearest microsecond, so that the mean is kept.
        (drawn * factor + 0.5) as i64
    }
}

/// sqrt(ln(1 + 0.5²)): the log-normal's parameter for a coefficient of variation of 0.5.
const SIGMA: f64 = 0.472_380_727_077_439_4;

/// A [`Time`] made ready for drawing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Draw {
    mean: f64,
    dist: Dist,
}

impl Draw {
    /// The same shape about another mean, microseconds.
    pub(crate) fn with_mean(self, mean: f64) -> Self {
        Self { mean, ..self }
    }
}

impl From<Time> for Draw {
    fn from(time: Time) -> Self {
        Self {
            mean: time.mean_us as f64,
            dist: time.dist,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_keep_their_mean_and_variation() {
        for (dist, cv) in [(Dist::Fixed, 0.0), (Dist::Exp, 1.0), (Dist::LogNormal, 0.5)] {
            let mut stream = Stream::new(1, "test");
            let draw = Draw::from(Time {
                mean_us: 10_000,
                dist,
            });
            let drawn: Vec<f64> = (0..200_000)
                .map(|_| stream.time(draw, 1.0) as f64)
                .collect();
            let mean = drawn.iter().sum::<f64>() / drawn.len() as f64;
            let var =
                drawn.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / drawn.len() as f64;
            assert!((mean / 10_000.0 - 1.0).abs() < 0.01, "{dist:?} mean {mean}");
            assert!((libm::sqrt(var) / mean - cv).abs() < 0.01, "{dist:?} cv");
        }
    }

    #[test]
    fn paths_and_seeds_are_different_streams() {
        let first = |seed, path| Stream::new(seed, path).unit().to_bits();
        assert_eq!(first(1, "service.api"), first(1, "service.api"));
        assert_ne!(first(1, "service.api"), first(1, "service.apj"));
        assert_ne!(first(1, "service.api"), first(2, "service.api"));
    }
}
