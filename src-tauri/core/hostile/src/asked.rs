//! How much is tried, and with which numbers: what people say who run a test for longer.

/// What a variable says; otherwise what is usual.
///
/// # Panics
/// It says something else than such a value.
#[must_use]
#[allow(
    clippy::disallowed_methods,
    reason = "tests are run by people, who say how long"
)]
pub fn asked<T: std::str::FromStr>(name: &str, otherwise: T) -> T {
    let Ok(text) = std::env::var(name) else {
        return otherwise;
    };
    let read = text.parse();
    read.unwrap_or_else(|_| panic!("{name} is {text}, which is no number"))
}

/// Numbers that look random, the same for the same seed (Steele, Lea and Flood: SplitMix64).
#[derive(Debug, Clone)]
pub struct Dice(pub u64);

impl Dice {
    /// From 0 to `most`, both included.
    pub fn up_to(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % most.saturating_add(1).max(1)
    }

    /// A place: from 0 to `last`, both included.
    pub fn place(&mut self, last: usize) -> usize {
        self.up_to(last as u64) as usize
    }
}
